//! `module_engagement.*`: what learners did with the parts of a course, its ranges, and who stands out.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use olivine_engine::ScalarValue;
use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

const RECORD: [&str; 7] = [
    "course_id",
    "username",
    "date",
    "entity_type",
    "entity_id",
    "event",
    "count",
];
const WEEK: [&str; 11] = [
    "course_id",
    "username",
    "start_date",
    "end_date",
    "problem_attempts",
    "problems_attempted",
    "problems_completed",
    "problem_attempts_per_completed",
    "videos_viewed",
    "discussion_contributions",
    "days_active",
];
const RANGE: [&str; 7] = [
    "course_id",
    "start_date",
    "end_date",
    "metric",
    "range_type",
    "low_value",
    "high_value",
];

/// The facts of a site with these lines, on days of an interval.
async fn facts(lines: &[String], span: &Span) -> Result<Rows, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(lines).await?;
    site.table("facts_module_engagement", span).await?;
    let sql = format!(
        "select course_id, username, day as date, entity_type, entity_id, event, count from facts_module_engagement \
         where day >= '{}' and day < '{}'",
        span.from, span.to
    );
    site.query(&sql, &["facts_module_engagement"]).await
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let date = day(&vector.input["date"]).ok_or_else(|| SiteError::Other("no day".to_owned()))?;
    let mut span = Span::days(date.to_string(), (date + chrono::Days::new(1)).to_string());
    if let Some(name) = vector.text("store_anonymous_username") {
        let name = toml::Value::String(name.to_owned());
        span.params.insert("store_anonymous_username".to_owned(), name);
    }
    let line = vector.text("line").unwrap_or_default().to_owned();
    let found = facts(&[line], &span).await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), &RECORD);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// The records of the vector come from events here: right submissions, of which each gives one record of the key.
pub(super) async fn count(vector: &Vector) -> Result<Verdict, SiteError> {
    let key = &vector.input["key"];
    let text = |name: &str| key[name].as_str().unwrap_or_default();
    let values = Vector::list(&vector.input, "values");
    let total: u64 = values.iter().filter_map(Value::as_u64).sum();
    let line = |second: u64| {
        json!({
            "time": format!("{}T01:02:{second:02}", text("date")),
            "username": text("username"),
            "event_source": "server",
            "event_type": "problem_check",
            "context": { "course_id": text("course_id") },
            "event": { "problem_id": text("entity_id"), "success": "correct" },
        })
        .to_string()
    };
    let lines: Vec<String> = (0..total).map(line).collect();
    let found = facts(&lines, &Span::days(text("date"), "9999-01-01")).await?;
    let expected: Vec<Value> = Vector::list(&vector.expected, "rows")
        .iter()
        .map(|row| {
            let names = RECORD.iter().map(|name| (*name).to_owned());
            let fields = row[0].as_str().unwrap_or_default().split('\t').map(Value::from);
            Value::Object(names.zip(fields.chain([row[1].clone()])).collect())
        })
        .collect();
    let how = Comparison {
        contained: true,
        ..Comparison::default()
    };
    Ok(found.compare(&Rows::of_objects(&expected, &RECORD), &how))
}

fn date_param(date: Option<NaiveDate>) -> ScalarValue {
    let days = date.map(|date| (date - NaiveDate::default()).num_days());
    ScalarValue::Date32(days.and_then(|days| i32::try_from(days).ok()))
}

/// The parameters of the tasks, with the switches of the old behaviour on.
fn params(end: Option<NaiveDate>, vector: &Vector) -> BTreeMap<String, ScalarValue> {
    let percent = |name: &str, other: f64| ScalarValue::Float64(vector.input[name].as_f64().or(Some(other)));
    BTreeMap::from([
        ("to".to_owned(), date_param(end)),
        ("low_percentile".to_owned(), percent("low_percentile", 15.0)),
        ("high_percentile".to_owned(), percent("high_percentile", 85.0)),
        ("compat_segments".to_owned(), ScalarValue::Boolean(Some(true))),
        ("compat_anonymous".to_owned(), ScalarValue::Boolean(Some(true))),
        (
            "store_anonymous_username".to_owned(),
            ScalarValue::Utf8(Some(String::new())),
        ),
    ])
}

pub(super) async fn summary(vector: &Vector) -> Result<Verdict, SiteError> {
    let mut records = Vector::list(&vector.input, "daily").to_vec();
    for record in &mut records {
        record["day"] = record["date"].clone();
    }
    let columns = [
        "date",
        "day",
        "course_id",
        "username",
        "entity_type",
        "entity_id",
        "event",
        "count",
    ];
    let facts = Rows::of_objects(&records, &columns);
    let site = Site::new(None).await?;
    let params = params(day(&vector.input["interval"]["end"]), vector);
    let found = site
        .compute("engagement_weeks", vec![("facts_module_engagement", facts)], &params)
        .await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &WEEK);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// Learners of a vector; those who share a name get one each, and all were active.
fn weeks(vector: &Vector) -> (Rows, Option<NaiveDate>) {
    let mut summaries = Vector::list(&vector.input, "summaries").to_vec();
    let end = summaries.first().and_then(|summary| day(&summary["end_date"]));
    for (number, summary) in summaries.iter_mut().enumerate() {
        if number > 0 {
            summary["username"] = json!(format!("learner{number}"));
        }
        // The vectors leave it at 0 where their step does not look at it.
        summary["days_active"] = json!("1");
    }
    (Rows::of_objects(&summaries, &WEEK), end)
}

pub(super) async fn metric_ranges(vector: &Vector) -> Result<Verdict, SiteError> {
    let (weeks, end) = weeks(vector);
    let site = Site::new(None).await?;
    let params = params(end, vector);
    let bounds = site
        .compute("engagement_bounds", vec![("run_engagement_weeks", weeks)], &params)
        .await?;
    // The table of results has nulls for infinite bounds; the vectors have them as they are.
    let mut expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &RANGE);
    let plain = ["course_id", "metric", "range_type", "low_value", "high_value"].map(str::to_owned);
    expected = expected.select(&plain);
    let verdict = bounds.compare(&expected, &Comparison::default());
    if verdict != Verdict::Passed {
        return Ok(verdict);
    }
    let published = site
        .compute("engagement_ranges", vec![("run_engagement_bounds", bounds)], &params)
        .await?;
    let mut expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &RANGE);
    for cell in expected.rows.iter_mut().flat_map(|row| &mut row[5..]) {
        if cell == "inf" {
            *cell = crate::rows::NULL.to_owned();
        }
    }
    Ok(published.compare(&expected, &Comparison::default()))
}

pub(super) async fn segments(vector: &Vector) -> Result<Verdict, SiteError> {
    let (weeks, end) = weeks(vector);
    let bounds = Rows::of_objects(
        Vector::list(&vector.input, "metric_ranges"),
        &["course_id", "metric", "range_type", "low_value", "high_value"],
    );
    let site = Site::new(None).await?;
    let inputs = vec![("run_engagement_weeks", weeks), ("run_engagement_bounds", bounds)];
    let found = site
        .compute("engagement_segments", inputs, &params(end, vector))
        .await?;
    let columns = ["course_id", "username", "segment", "start_date", "end_date", "reason"];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// A row of the roster as the old pipeline put it into its search index: what is null is left out, except name and mail address; an
/// empty list of groups is one empty group there (`PF X3`, `PF X4`).
pub(crate) fn document(columns: &[String], row: &[String]) -> Value {
    const NUMBERS: [&str; 9] = [
        "user_id",
        "year_of_birth",
        "attempt_ratio_order",
        "problem_attempts",
        "problems_attempted",
        "problems_completed",
        "problem_attempts_per_completed",
        "videos_viewed",
        "discussion_contributions",
    ];
    let mut document = serde_json::Map::new();
    for (name, cell) in columns.iter().zip(row) {
        let is_ours = name.starts_with("is_") || matches!(name.as_str(), "search_text" | "id" | "created");
        if is_ours {
            continue;
        }
        let value = match (name.as_str(), cell.as_str()) {
            ("name" | "email", crate::rows::NULL) => Value::Null,
            (_, crate::rows::NULL) => continue,
            ("segments", names) => names.split(',').map(Value::from).collect(),
            (name, text) if NUMBERS.contains(&name) => text.parse::<f64>().map_or(Value::Null, Value::from),
            (_, text) => Value::from(text),
        };
        document.insert(name.clone(), value);
    }
    Value::Object(document)
}
