//! `tags_dist.*`: submissions of problems by tag.

use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

fn interval(vector: &Vector) -> (String, String) {
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default().to_owned();
    (day("start"), day("end"))
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let (from, to) = interval(vector);
    site.table("facts_problem_tags", &Span::days(from.clone(), to.clone()))
        .await?;
    let sql = format!(
        "select course_id, course_key_org(course_id) as org_id, problem_id, last_time as timestamp, correct as is_correct, tags \
         from facts_problem_tags where date >= '{from}' and date < '{to}'"
    );
    let found = site.query(&sql, &["facts_problem_tags"]).await?;
    let records = Vector::list(&vector.expected, "records");
    let columns = ["course_id", "org_id", "problem_id", "timestamp", "is_correct"];
    let same = found.compare(&Rows::of_objects(records, &columns), &Comparison::default());
    if same != Verdict::Passed {
        return Ok(same);
    }
    // An event without tags has none: that is no tags, not another thing.
    let tags = |row: &Vec<String>| {
        let tags = row.last().and_then(|tags| serde_json::from_str(tags).ok());
        tags.unwrap_or_else(|| json!({}))
    };
    let found: Vec<Value> = found.rows.iter().map(tags).collect();
    let expected: Vec<Value> = records.iter().map(|record| record["saved_tags"].clone()).collect();
    Ok(Verdict::of(found, expected))
}

pub(super) async fn count(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    let key = &vector.input["key"];
    let line = |submission: &Value| {
        let is_correct = submission["is_correct"].as_i64() == Some(1);
        json!({
            "time": submission["timestamp"], "event_type": "problem_check", "event_source": "server",
            "context": {
                "course_id": key["course_id"],
                "asides": { "tagging_aside": { "saved_tags": submission["saved_tags"] } },
            },
            "event": { "problem_id": key["problem_id"], "success": if is_correct { "correct" } else { "incorrect" } },
        })
        .to_string()
    };
    let lines: Vec<String> = Vector::list(&vector.input, "submissions").iter().map(line).collect();
    site.ingest_lines(&lines).await?;
    let (from, to) = interval(vector);
    let found = site.table("tags_distribution", &Span::days(from, to)).await?;
    let columns = [
        "course_id",
        "org_id",
        "module_id",
        "tag_name",
        "tag_value",
        "total_submissions",
        "correct_submissions",
    ];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns);
    Ok(found.compare(&expected, &Comparison::default()))
}
