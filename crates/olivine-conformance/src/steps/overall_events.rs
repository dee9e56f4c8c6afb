//! `overall_events.*`: how many events there are on a day.

use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    let lines = [vector.text("line").unwrap_or_default().to_owned()];
    let mut found = counts(&lines, &Span::days(day("start"), day("end"))).await?;
    rename(&mut found);
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), &["date", "count"]);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// The counts of the vector are made anew, of as many events.
pub(super) async fn sum(vector: &Vector) -> Result<Verdict, SiteError> {
    let time = vector.text("date").unwrap_or_default();
    let number: u64 = Vector::list(&vector.input, "counts")
        .iter()
        .filter_map(Value::as_u64)
        .sum();
    let found = counts(&events(time, number), &Span::days("2012-01-01", "2030-01-01")).await?;
    let rows = Vector::list(&vector.expected, "rows");
    let expected = rows
        .iter()
        .map(|row| json!({"date": day_of(&row[0]), "event_count": row[1]}));
    let expected = Rows::of_objects(&expected.collect::<Vec<_>>(), &["date", "event_count"]);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// As many events are made as the vector counts; the line of their day stands in the file below the header.
pub(super) async fn csv_row(vector: &Vector) -> Result<Verdict, SiteError> {
    let date = vector.text("date").unwrap_or_default();
    let number = vector.text("count").and_then(|count| count.parse().ok());
    let site = Site::new(None).await?;
    site.ingest_lines(&events(&format!("{date}T10:00:00+00:00"), number.unwrap_or_default()))
        .await?;
    let made = site
        .file(
            "event_counts",
            "event_counts.csv",
            &Span::days("2012-01-01", "2030-01-01"),
        )
        .await?;
    let found: Vec<&str> = made.as_deref().unwrap_or_default().lines().collect();
    let line = vector.expected["line"].as_str().unwrap_or_default();
    Ok(Verdict::of(found, vec!["date,event_count", line]))
}

/// So many different events at a time.
fn events(time: &str, number: u64) -> Vec<String> {
    let event = |place: u64| json!({"time": time, "event_type": "page_view", "session": place.to_string()}).to_string();
    (0..number).map(event).collect()
}

async fn counts(lines: &[String], span: &Span) -> Result<Rows, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(lines).await?;
    site.table("facts_event_count", span).await?;
    let sql = format!(
        "select day as date, sum(event_count) as event_count from facts_event_count where day >= '{}' and day < '{}' group by day",
        span.from, span.to
    );
    site.query(&sql, &["facts_event_count"]).await
}

fn rename(rows: &mut Rows) {
    for column in &mut rows.columns {
        if column == "event_count" {
            "count".clone_into(column);
        }
    }
}

fn day_of(time: &Value) -> &str {
    time.as_str()
        .and_then(|time| time.split('T').next())
        .unwrap_or_default()
}
