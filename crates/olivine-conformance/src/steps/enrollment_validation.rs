//! `enrollment_validation.*`: the events that are lacking to agree with the LMS.

use olivine_engine::enrollment_repair::{Item, Repairing, Said, Validation, repairs, time_text};
use serde_json::{Map, Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// A record of the old step, its validation spread out.
fn flat(record: &Value) -> Value {
    let mut members = record.as_object().cloned().unwrap_or_default();
    if let Some(Value::Object(info)) = members.remove("validation_info") {
        members.extend(info);
    }
    Value::Object(members)
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    let (from, to) = (day("start"), day("end"));
    let span = Span::days(from, to);
    let mut found = site.table("facts_enrollment", &span).await?;
    let validations = site.table("facts_enrollment_validation", &span).await?;
    if found.rows.is_empty() {
        found = validations;
        found.columns.push("event_type".to_owned());
        for row in &mut found.rows {
            row.push("edx.course.enrollment.validated".to_owned());
        }
    }
    for (ours, theirs) in [("time", "timestamp"), ("enrolled_at", "created")] {
        if let Some(place) = found.columns.iter().position(|column| column == ours) {
            theirs.clone_into(&mut found.columns[place]);
        }
    }
    let columns = [
        "course_id",
        "user_id",
        "timestamp",
        "event_type",
        "mode",
        "is_active",
        "created",
        "dump_start",
        "dump_end",
    ];
    let records: Vec<Value> = Vector::list(&vector.expected, "records").iter().map(flat).collect();
    Ok(found.compare(&Rows::of_objects(&records, &columns), &Comparison::default()))
}

pub(super) fn missing(vector: &Vector) -> Verdict {
    let events = Vector::list(&vector.input, "events");
    let Some(mut items) = events.iter().map(item).collect::<Option<Vec<Item>>>() else {
        return Verdict::Failed("events that are not understood".to_owned());
    };
    let flag = |name: &str| vector.input[name].as_bool().unwrap_or_default();
    let how = Repairing {
        from: time(&json!(format!(
            "{}T00:00:00",
            vector.input["interval"]["start"].as_str().unwrap_or_default()
        )))
        .unwrap_or_default(),
        generate_before: flag("generate_before"),
        include_nonstate_changes: flag("include_nonstate_changes"),
        earliest: time(&vector.input["earliest_timestamp"]),
        expected_validation: time(&vector.input["expected_validation"]),
    };
    let columns = [
        "course_id",
        "user_id",
        "timestamp",
        "event_type",
        "mode",
        "reason",
        "after_time",
        "before_time",
    ];
    let found = repairs(&mut items, &how).into_iter().map(|repair| {
        json!({
            "course_id": vector.input["key"]["course_id"], "user_id": vector.input["key"]["user_id"],
            "timestamp": time_text(repair.time), "event_type": repair.event_type, "mode": repair.mode,
            "reason": repair.reason, "after_time": repair.after.and_then(time_text), "before_time": time_text(repair.before),
        })
    });
    let found: Vec<Value> = found.collect();
    let expected = Vector::list(&vector.expected, "events").iter();
    let expected: Vec<Value> = expected.map(|event| event["synthetic"].clone()).collect();
    Rows::of_objects(&found, &columns).compare(&Rows::of_objects(&expected, &columns), &Comparison::default())
}

fn time(text: &Value) -> Option<i64> {
    Some(olivine_event::time::parse(text.as_str()?)?.micros)
}

fn item(event: &Value) -> Option<Item> {
    let info = &event["validation_info"];
    let said = match event["event_type"].as_str()?.rsplit('.').next()? {
        "activated" => Said::Activated,
        "deactivated" => Said::Deactivated,
        "mode_changed" => Said::ModeChanged,
        "validated" => Said::Validated(Validation {
            is_active: info["is_active"].as_bool()?,
            created: time(&info["created"]),
            dump_start: time(&info["dump_start"])?,
            dump_end: time(&info["dump_end"])?,
        }),
        _ => return None,
    };
    Some(Item {
        time: time(&event["timestamp"])?,
        said,
        mode: event["mode"].as_str()?.into(),
    })
}

/// The events of the files that are written from the results, and what a run finds once they are taken in: nothing (`EN 8.3.6`).
pub(crate) async fn files(site: &Site, span: &Span, expected: &[Value]) -> Result<Verdict, SiteError> {
    site.table("enrollment_repairs", span).await?;
    let folder = tempfile::tempdir()?;
    site.write_enrollment_repairs(folder.path()).await?;
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder.path())? {
        found.extend(lines_of(&file?.path())?);
    }
    let wanted: Vec<String> = sorted(expected);
    let events = sorted(&found);
    if events != wanted {
        return Ok(Verdict::of(events, wanted));
    }
    for file in std::fs::read_dir(folder.path())? {
        site.ingest(&file?.path()).await?;
    }
    let mut again = span.clone();
    again.params.insert("generate_before".to_owned(), false.into());
    let left = site.table("enrollment_repairs", &again).await?;
    Ok(Verdict::of(left.rows, Vec::new()))
}

fn lines_of(file: &std::path::Path) -> Result<Vec<Value>, SiteError> {
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::MultiGzDecoder::new(std::fs::File::open(file)?),
        &mut text,
    )?;
    let lines = text.lines().map(serde_json::from_str);
    lines
        .collect::<Result<_, _>>()
        .map_err(|error| SiteError::Other(error.to_string()))
}

/// Events as texts that are equal for equal events, without the time at which they were made.
fn sorted(events: &[Value]) -> Vec<String> {
    let plain = events.iter().map(|event| {
        let mut event = event.clone();
        if let Some(synthesized) = event.get_mut("synthesized").and_then(Value::as_object_mut) {
            synthesized.remove("created_at");
        }
        ordered(&event).to_string()
    });
    let mut texts: Vec<String> = plain.collect();
    texts.sort();
    texts
}

/// The same with the members of objects in order of their names.
fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            let sorted: Map<String, Value> = names
                .into_iter()
                .map(|name| (name.clone(), ordered(&members[name])))
                .collect();
            Value::Object(sorted)
        }
        other => other.clone(),
    }
}
