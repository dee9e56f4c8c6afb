//! `answer_dist.*`: from submissions of problems to distributions of answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, TimestampMicrosecondArray};
use olivine_engine::{ScalarValue, answers};
use serde_json::{Map, Value, json};

use crate::rows::{Comparison, NULL, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// Columns of a distribution: of the report, and here.
const COLUMNS: [(&str, &str); 10] = [
    ("ModuleID", "module_id"),
    ("PartID", "part_id"),
    ("Correct Answer", "correct"),
    ("First Response Count", "first_response_count"),
    ("Last Response Count", "last_response_count"),
    ("ValueID", "value_id"),
    ("AnswerValue", "answer_value_text"),
    ("Variant", "variant"),
    ("Problem Display Name", "problem_display_name"),
    ("Question", "question_text"),
];

/// Log lines of a learner's attempts at a problem.
pub(super) fn lines_of_attempts(vector: &Vector) -> Vec<String> {
    let key = &vector.input["key"];
    let line = |attempt: &Value| {
        let mut event = attempt["problem_check_info"].clone();
        let mut context = event["context"].take();
        context["course_id"] = key["course_id"].clone();
        event["problem_id"] = key["problem_id"].clone();
        let time = attempt["timestamp"].as_str().unwrap_or_default().replace(' ', "T");
        json!({
            "time": time, "username": key["username"], "event_type": "problem_check", "event_source": "server",
            "context": context, "event": event,
        })
        .to_string()
    };
    Vector::list(&vector.input, "attempts").iter().map(line).collect()
}

fn always() -> Span {
    Span::days("2012-01-01", "2030-01-01")
}

pub(super) fn columns() -> Result<Verdict, SiteError> {
    let registry = olivine_report::Registry::built_in();
    let file = registry.files().find(|(_, name, _)| *name == "answer_distribution");
    let Some((_, _, file)) = file else {
        return Err(SiteError::Other("no file answer_distribution".to_owned()));
    };
    let headers: Vec<&str> = file
        .columns
        .iter()
        .map(|column| column.split_once(" as ").map_or(column.as_str(), |(_, header)| header))
        .collect();
    Ok(Verdict::of(headers, COLUMNS.map(|(header, _)| header).to_vec()))
}

pub(super) fn numeric_value(vector: &Vector) -> Verdict {
    let found = answers::decimal_number(vector.text("text").unwrap_or_default());
    Verdict::of(json!(found), vector.expected["value"].clone())
}

pub(super) async fn output_path(vector: &Vector) -> Result<Verdict, SiteError> {
    let course = vector.text("course_id").unwrap_or_default();
    let expected = vector.expected["path"].as_str().unwrap_or_default();
    let root = vector.text("output_root").unwrap_or_default();
    let path = expected.strip_prefix(root).unwrap_or_default().trim_start_matches('/');
    let line = json!({
        "time": "2014-01-01T00:00:00+00:00", "username": "ann", "event_type": "problem_check", "event_source": "server",
        "context": { "course_id": course },
        "event": { "problem_id": "p", "answers": { "p_2_1": "4" },
            "submission": { "p_2_1": { "answer": "4", "response_type": "numericalresponse" } } },
    });
    let site = Site::new(None).await?;
    site.ingest_lines(&[line.to_string()]).await?;
    let found = site.file("answer_distribution", path, &always()).await?;
    Ok(Verdict::of(found.is_some(), true))
}

/// The facts of a line: key, time and what is kept of the submission.
pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let day = |name: &str, other: &str| vector.input["interval"][name].as_str().unwrap_or(other).to_owned();
    let (from, to) = (day("start", "2012-01-01"), day("end", "2030-01-01"));
    site.table("facts_submissions", &Span::days(from.clone(), to.clone()))
        .await?;
    let sql = format!(
        "select course_id, problem_id, username, first_time as timestamp, first_submission from facts_submissions \
         where date >= '{from}' and date < '{to}'"
    );
    let found = site.query(&sql, &["facts_submissions"]).await?;
    let records = Vector::list(&vector.expected, "records");
    let columns = ["course_id", "problem_id", "username", "timestamp"];
    let same_keys = found.compare(&Rows::of_objects(records, &columns), &Comparison::default());
    if same_keys != Verdict::Passed {
        return Ok(same_keys);
    }
    for (row, record) in found.rows.iter().zip(records) {
        let kept: Value = row
            .last()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        for name in ["answers", "correct_map", "grade", "max_grade", "submission"] {
            let (found, expected) = (&kept[name], &record["problem_check_info"][name]);
            if found != expected {
                return Ok(Verdict::Failed(format!("{name}: found {found}, expected {expected}")));
            }
        }
    }
    Ok(Verdict::Passed)
}

pub(super) async fn first_last(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&lines_of_attempts(vector)).await?;
    let found = site.table("run_answer_records", &always()).await?;
    let columns = ["course_id", "answer_id", "category", "time", "record"];
    let found = found.select(&columns.map(str::to_owned));
    let mut found: Vec<(Vec<String>, Value)> = found
        .rows
        .into_iter()
        .map(|mut row| {
            let record = row.pop().and_then(|text| serde_json::from_str(&text).ok());
            (row, record.unwrap_or_default())
        })
        .collect();
    let mut expected: Vec<(Vec<String>, Value)> = Vector::list(&vector.expected, "answers")
        .iter()
        .map(|answer| {
            let mut record: Map<String, Value> = answer["answer"].as_object().cloned().unwrap_or_default();
            let category = record.remove("attempt_category").unwrap_or_default();
            record.remove("problem_id");
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let time = text(&answer["timestamp"]).replace('T', " ");
            let key = vec![
                text(&answer["course_id"]),
                text(&answer["answer_id"]),
                text(&category),
                time,
            ];
            (key, Value::Object(record))
        })
        .collect();
    for all in [&mut found, &mut expected] {
        all.sort_by(|one, other| one.0.cmp(&other.0));
    }
    Ok(Verdict::of(found, expected))
}

/// The distribution of the answers of one part.
pub(super) async fn distribution(vector: &Vector) -> Result<Verdict, SiteError> {
    let key = &vector.input["key"];
    let answers = Vector::list(&vector.input, "answers");
    let metadata = match &vector.input["answer_metadata"] {
        Value::Null => String::new(),
        given => given.to_string(),
    };
    let params = BTreeMap::from([
        ("answer_metadata".to_owned(), ScalarValue::from(metadata.as_str())),
        (
            "answer_types".to_owned(),
            ScalarValue::from(
                "choiceresponse,optionresponse,multiplechoiceresponse,numericalresponse,stringresponse,formularesponse",
            ),
        ),
        ("compat_answers".to_owned(), ScalarValue::from(true)),
    ]);
    let site = Site::new(None).await?;
    let found = site
        .tasks_over(
            &["answer_counts", "answer_distribution"],
            "run_answer_records",
            records(key, answers)?,
            &params,
        )
        .await?;
    let own: Vec<String> = COLUMNS.iter().map(|(_, own)| (*own).to_owned()).collect();
    let mut found = found.select(&own);
    found.columns = COLUMNS.iter().map(|(header, _)| (*header).to_owned()).collect();
    for cell in found.rows.iter_mut().flatten().filter(|cell| *cell == NULL) {
        cell.clear();
    }
    let rows: Vec<Value> = Vector::list(&vector.expected, "rows")
        .iter()
        .map(|row| row["row"].clone())
        .collect();
    let expected = Rows::of_objects(&rows, &COLUMNS.map(|(header, _)| header));
    Ok(found.compare(&expected, &Comparison::default()))
}

fn records(key: &Value, answers: &[Value]) -> Result<RecordBatch, SiteError> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let member = |answer: &Value, name: &str| text(&answer["answer"][name]);
    let texts = |make: &dyn Fn(&Value) -> String| -> ArrayRef {
        Arc::new(answers.iter().map(|answer| Some(make(answer))).collect::<StringArray>())
    };
    let record = |answer: &Value| {
        let mut record = answer["answer"].as_object().cloned().unwrap_or_default();
        record.retain(|name, _| !matches!(name.as_str(), "attempt_category" | "problem_id"));
        Value::Object(record).to_string()
    };
    let times = answers.iter().map(|answer| {
        let time = olivine_event::time::parse(answer["timestamp"].as_str()?)?;
        Some(time.micros)
    });
    let times = times.collect::<TimestampMicrosecondArray>().with_timezone("UTC");
    Ok(RecordBatch::try_from_iter([
        ("course_id", texts(&|_| text(&key["course_id"]))),
        ("problem_id", texts(&|answer| member(answer, "problem_id"))),
        ("username", texts(&|answer| text(&answer["username"]))),
        ("answer_id", texts(&|_| text(&key["answer_id"]))),
        ("category", texts(&|answer| member(answer, "attempt_category"))),
        ("time", Arc::new(times) as ArrayRef),
        ("record", texts(&record)),
    ])?)
}
