//! `student_engagement.*`: what learners did, by period.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use olivine_engine::ScalarValue;
use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// The parameter that takes all days of the interval when it is 0.
const INTERVAL_DAYS: &str = "interval_days";
/// What the old pipeline calls a view of a subsection.
const SUBSECTION: &str = "marker:last_subsection_viewed";
const KEY: [&str; 3] = ["end_date", "course_id", "username"];

/// The parameter that takes all days of an interval.
pub(crate) fn all_days() -> (String, toml::Value) {
    (INTERVAL_DAYS.to_owned(), toml::Value::Integer(0))
}

fn interval(vector: &Vector) -> (&str, &str) {
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    (day("start"), day("end"))
}

/// How a record of the old pipeline is kept here: its kind, and what it is about.
fn kept(event_type: &str, entity_id: &str, info: &Value) -> (String, String) {
    let kind = match event_type {
        "problem_check" => "problem",
        "play_video" => "video",
        "edx.forum.thread.created" => "post",
        "edx.forum.response.created" => "response",
        "edx.forum.comment.created" => "comment",
        "book" => "page",
        SUBSECTION => {
            return (
                "subsection".to_owned(),
                info["path"].as_str().unwrap_or_default().to_owned(),
            );
        }
        "edx.forum.thread.voted" | "edx.forum.response.voted" => {
            return (
                format!("{}vote_given", info["vote_value"].as_str().unwrap_or_default()),
                String::new(),
            );
        }
        "edx.forum.thread.vote_received" | "edx.forum.response.vote_received" => {
            return (
                format!("{}vote_received", info["vote_value"].as_str().unwrap_or_default()),
                String::new(),
            );
        }
        _ => return ("other".to_owned(), String::new()),
    };
    (kind.to_owned(), entity_id.to_owned())
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let (from, to) = interval(vector);
    let interval_type = vector.text("interval_type").unwrap_or("daily");
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let records = Vector::list(&vector.expected, "records");

    let mut span = Span::days(from, to);
    span.params.extend([all_days()]);
    let periods = site.table("run_student_engagement", &span).await?;
    let wanted = ["interval_type", "end_date", "course_id", "username"].map(str::to_owned);
    let mut found = Rows::of_objects(&[], &KEY);
    for row in periods.select(&wanted).rows {
        if row[0] == interval_type {
            found.rows.push(row[1..].to_vec());
        }
    }
    let verdict = found.compare(&Rows::of_objects(records, &KEY), &Comparison::default());
    if verdict != Verdict::Passed {
        return Ok(verdict);
    }

    let sql = format!(
        "select day as date, course_id, username, kind, entity_id from facts_student_engagement where day >= '{from}' and day < '{to}'"
    );
    let found = site.query(&sql, &["facts_student_engagement"]).await?;
    let record = |record: &Value| {
        let text = |name: &str| record[name].as_str().unwrap_or_default();
        let (kind, entity_id) = kept(text("event_type"), text("entity_id"), &record["info"]);
        json!({
            "date": record["date"], "course_id": record["course_id"], "username": record["username"],
            "kind": kind, "entity_id": entity_id,
        })
    };
    let expected: Vec<Value> = records.iter().map(record).collect();
    let expected = Rows::of_objects(&expected, &["date", "course_id", "username", "kind", "entity_id"]);
    Ok(found.compare(&expected, &Comparison::default()))
}

pub(super) async fn count(vector: &Vector) -> Result<Verdict, SiteError> {
    let key = &vector.input["key"];
    let fact = |event: &Value| {
        let info = &event["info"];
        let text = |name: &str| event[name].as_str().unwrap_or_default();
        let (kind, entity_id) = kept(text("event_type"), text("entity_id"), info);
        let is_undone = info["undo_vote"].as_bool().unwrap_or(false);
        let is_correct = info["correct"].as_bool().unwrap_or(false);
        let time = info["timestamp"].as_str().map(str::to_owned);
        json!({
            "date": event["date"], "day": event["date"], "course_id": key["course_id"], "username": key["username"],
            "kind": kind, "entity_id": entity_id, "count": if is_undone { -1 } else { 1 },
            "is_correct": i32::from(is_correct),
            "last_time": time.unwrap_or_else(|| format!("{}T12:00:00", text("date"))),
        })
    };
    let facts: Vec<Value> = Vector::list(&vector.input, "events").iter().map(fact).collect();
    let columns = [
        "date",
        "day",
        "course_id",
        "username",
        "kind",
        "entity_id",
        "count",
        "is_correct",
        "last_time",
    ];
    let (from, to) = interval(vector);
    let day = |text: &str| {
        let date = text.parse::<NaiveDate>().ok();
        let days = date.map(|date| (date - NaiveDate::default()).num_days());
        ScalarValue::Date32(days.and_then(|days| i32::try_from(days).ok()))
    };
    let params = BTreeMap::from([
        ("from".to_owned(), day(from)),
        ("to".to_owned(), day(to)),
        (INTERVAL_DAYS.to_owned(), ScalarValue::Int64(Some(0))),
    ]);
    let site = Site::new(None).await?;
    let inputs = vec![("facts_student_engagement", Rows::of_objects(&facts, &columns))];
    let periods = site.compute("student_engagement_periods", inputs, &params).await?;
    let expected_rows = Vector::list(&vector.expected, "rows");
    let names: Vec<&str> = expected_rows
        .first()
        .and_then(Value::as_object)
        .map(|row| row.keys().map(String::as_str).collect())
        .unwrap_or_default();
    let wanted: Vec<String> = ["interval_type"]
        .iter()
        .chain(&names)
        .map(|name| (*name).to_owned())
        .collect();
    let interval_type = vector.text("interval_type").unwrap_or("daily");
    let mut found = Rows::of_objects(&[], &names);
    for row in periods.select(&wanted).rows {
        if row[0] == interval_type {
            found.rows.push(row[1..].to_vec());
        }
    }
    Ok(found.compare(&Rows::of_objects(expected_rows, &names), &Comparison::default()))
}

/// The rows of one file for a course: learners enrolled at the end of a period, under the headings of the old pipeline.
pub(crate) async fn file_rows(
    site: &Site,
    span: &Span,
    course_id: &str,
    interval_type: &str,
    end_date: &str,
) -> Result<Vec<Vec<String>>, SiteError> {
    let columns = [
        "interval_type",
        "course_id",
        "end_date",
        "username",
        "email",
        "cohort",
        "days_active",
        "problems_attempted",
        "problem_attempts",
        "problems_correct",
        "videos_played",
        "forum_posts",
        "forum_responses",
        "forum_comments",
        "forum_upvotes_given",
        "forum_downvotes_given",
        "forum_upvotes_received",
        "forum_downvotes_received",
        "textbook_pages_viewed",
        "last_subsection_viewed",
    ]
    .map(str::to_owned);
    let all = site
        .table("run_student_engagement_enrolled", span)
        .await?
        .select(&columns);
    let is_of_file = |row: &Vec<String>| row[0] == interval_type && row[1] == course_id && row[2] == end_date;
    let mut rows: Vec<Vec<String>> = all
        .rows
        .into_iter()
        .filter(is_of_file)
        .map(|row| row[1..].to_vec())
        .collect();
    rows.sort();
    Ok(rows)
}
