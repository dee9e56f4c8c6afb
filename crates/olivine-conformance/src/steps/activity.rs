//! `user_activity.*`: what a person did on a day.

use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// The columns of the facts, and the label that each counts.
const LABELS: [(&str, &str); 4] = [
    ("active", "ACTIVE"),
    ("played_video", "PLAYED_VIDEO"),
    ("attempted_problem", "ATTEMPTED_PROBLEM"),
    ("posted_forum", "POSTED_FORUM"),
];
const COLUMNS: [&str; 5] = ["user_id", "course_id", "date", "label", "count"];

/// The activity of a site's events in an interval, one row for each label, as the old pipeline keeps it.
pub(crate) async fn by_label(site: &Site, from: &str, to: &str) -> Result<Rows, SiteError> {
    site.table("facts_activity", &Span::days(from, to)).await?;
    let sql = format!(
        "select user_id, course_id, date, active, played_video, attempted_problem, posted_forum from facts_activity where date >= '{from}' and date < '{to}'"
    );
    let facts = site.query(&sql, &["facts_activity"]).await?;
    let mut rows = Rows::of_objects(&[], &COLUMNS);
    for row in &facts.rows {
        for (place, (_, label)) in LABELS.iter().enumerate() {
            let count = &row[3 + place];
            if count != "0" {
                let cells = [&row[0], &row[1], &row[2], &(*label).to_owned(), count];
                rows.rows.push(cells.into_iter().cloned().collect());
            }
        }
    }
    Ok(rows)
}

pub(super) async fn label(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    let found = by_label(&site, day("start"), day("end")).await?;
    let columns = &COLUMNS[..4];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), columns);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// The records of the vector come from events here: those of a label first, then others until all are active.
pub(super) async fn count(vector: &Vector) -> Result<Verdict, SiteError> {
    let date = vector.text("date").unwrap_or_default();
    let records = Vector::list(&vector.input, "records");
    let of = |label: &str| {
        records
            .iter()
            .filter(|record| record["label"] == label)
            .collect::<Vec<_>>()
    };
    let line = |record: &Value, source: &str, event_type: &str| {
        let context = json!({ "user_id": record["user_id"], "course_id": record["course_id"] });
        json!({ "time": format!("{date}T01:02:03"), "event_source": source, "event_type": event_type, "context": context })
            .to_string()
    };
    let mut lines = Vec::new();
    for (label, source, event_type) in [
        ("PLAYED_VIDEO", "browser", "play_video"),
        ("ATTEMPTED_PROBLEM", "server", "problem_check"),
        ("POSTED_FORUM", "server", "edx.forum.thread.created"),
    ] {
        lines.extend(of(label).into_iter().map(|record| line(record, source, event_type)));
    }
    let active = of("ACTIVE");
    lines.extend(
        active
            .iter()
            .skip(lines.len())
            .map(|record| line(record, "server", "edx.course.home.visited")),
    );
    let site = Site::new(None).await?;
    site.ingest_lines(&lines).await?;
    let found = by_label(&site, date, "9999-01-01").await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &COLUMNS);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// An event from which a row of the old table of activity comes: user, course, day, label, count.
pub(crate) fn events_of_row(row: &[&str]) -> Vec<String> {
    let [user, course, day, ..] = row else {
        return Vec::new();
    };
    let event = serde_json::json!({
        "time": format!("{day}T10:00:00"), "event_source": "server", "event_type": "page_view",
        "context": {"user_id": user, "course_id": course},
    });
    vec![event.to_string()]
}
