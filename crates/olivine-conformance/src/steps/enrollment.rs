//! `enrollments.*`: from enrollment events to days and ways.

use chrono::{DateTime, NaiveDate};
use olivine_engine::enrollment::{self, Kind, Step};
use serde_json::Value;

use crate::rows::{Comparison, NULL, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

fn steps(vector: &Vector) -> Option<Vec<Step<&str>>> {
    Vector::list(&vector.input, "events").iter().map(step).collect()
}

fn step(event: &Value) -> Option<Step<&str>> {
    Some(Step {
        time: olivine_event::time::parse(event["timestamp"].as_str()?)?.micros,
        kind: Kind::of_event_type(event["event_type"].as_str()?)?,
        mode: event["mode"].as_str()?,
    })
}

fn interval(vector: &Vector) -> Option<(NaiveDate, NaiveDate)> {
    let day = |name: &str| vector.input["interval"][name].as_str()?.parse().ok();
    Some((day("start")?, day("end")?))
}

fn key(vector: &Vector, name: &str) -> String {
    match &vector.input["key"][name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn days(vector: &Vector) -> Verdict {
    let (Some(mut steps), Some((_, end))) = (steps(vector), interval(vector)) else {
        return Verdict::Failed("events that are not understood".to_owned());
    };
    let columns = ["date", "course_id", "user_id", "at_end", "change", "mode"];
    let mut found = Rows::of_objects(&[], &columns);
    for stretch in enrollment::stretches(&mut steps) {
        let until = stretch.until.unwrap_or(end).min(end);
        for day in stretch.date.iter_days().take_while(|day| *day < until) {
            let change = if day == stretch.date { stretch.change } else { 0 };
            found.rows.push(vec![
                day.to_string(),
                key(vector, "course_id"),
                key(vector, "user_id"),
                u8::from(stretch.at_end).to_string(),
                change.to_string(),
                stretch.mode.to_owned(),
            ]);
        }
    }
    found.compare(
        &Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns),
        &Comparison::default(),
    )
}

pub(super) fn summary(vector: &Vector) -> Verdict {
    let (Some(mut steps), Some((_, end))) = (steps(vector), interval(vector)) else {
        return Verdict::Failed("events that are not understood".to_owned());
    };
    let columns = [
        "course_id",
        "user_id",
        "current_enrollment_mode",
        "current_enrollment_is_active",
        "first_enrollment_mode",
        "first_enrollment_time",
        "last_unenrollment_time",
        "first_verified_enrollment_time",
        "first_credit_enrollment_time",
        "end_time",
    ];
    let time = |micros: Option<i64>| {
        let time = micros.and_then(DateTime::from_timestamp_micros);
        time.map_or_else(
            || NULL.to_owned(),
            |time| time.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
        )
    };
    let found = enrollment::summary(&mut steps, Some("verified"), Some("credit")).map(|summary| {
        vec![
            key(vector, "course_id"),
            key(vector, "user_id"),
            summary.current_mode.to_owned(),
            u8::from(summary.is_active).to_string(),
            summary.first_mode.to_owned(),
            time(Some(summary.first_time)),
            time(summary.last_unenrollment_time),
            time(summary.first_verified_time),
            time(summary.first_credit_time),
            format!("{end} 00:00:00"),
        ]
    });
    let mut rows = Rows::of_objects(&[], &columns);
    rows.rows.extend(found);
    rows.compare(
        &Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns),
        &Comparison::default(),
    )
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let (from, to) = interval(vector).ok_or_else(|| SiteError::Other("no interval".to_owned()))?;
    site.table("facts_enrollment", &Span::days(from.to_string(), to.to_string()))
        .await?;
    let sql = format!(
        "select date, course_id, user_id, time as timestamp, event_type, mode from facts_enrollment where date >= '{from}' and date < '{to}'"
    );
    let found = site.query(&sql, &["facts_enrollment"]).await?;
    let columns = ["date", "course_id", "user_id", "timestamp", "event_type", "mode"];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), &columns);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// Events from which a row of the old enrollment summary comes: enrolled first, left last.
pub(crate) fn events_of_row(row: &[&str]) -> Vec<String> {
    let [course, user, _, _, mode, first, left, ..] = row else {
        return Vec::new();
    };
    let event = |kind: &str, time: &str| {
        let event = serde_json::json!({
            "time": time.replace(' ', "T"), "event_source": "server",
            "event_type": format!("edx.course.enrollment.{kind}"),
            "event": {"user_id": user, "course_id": course, "mode": mode},
        });
        event.to_string()
    };
    let mut events = vec![event("activated", first)];
    if *left != NULL {
        events.push(event("deactivated", left));
    }
    events
}
