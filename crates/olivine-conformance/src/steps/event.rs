//! `eventlog.*`: from a line to an event.

use olivine_event::json::{self, Document};
use olivine_event::{Event, Reason, parse};
use serde_json::{Map, Value, json};

use crate::score::Verdict;
use crate::vectors::Vector;

/// The line of an event of a vector, with a time where it has none: without one nothing is an event.
fn line_of(vector: &Vector) -> String {
    let mut event = vector.input.get("event").cloned().unwrap_or_default();
    if let Some(members) = event.as_object_mut() {
        members.entry("time").or_insert_with(|| "2014-01-01T00:00:00".into());
    }
    event.to_string()
}

fn with_event<T>(vector: &Vector, read: impl FnOnce(Result<Event<'_>, Reason>) -> T) -> T {
    read(parse(line_of(vector).as_bytes()))
}

pub(super) fn course_id(vector: &Vector) -> Verdict {
    let from_url = vector.input.get("from_url").and_then(Value::as_bool).unwrap_or(false);
    let found = with_event(vector, |event| {
        let event = event.ok()?;
        let course = if from_url {
            event.course_id_or_url
        } else {
            event.course_id
        };
        course.map(String::from)
    });
    Verdict::of(json!(found), vector.expected["course_id"].clone())
}

pub(super) fn username(vector: &Vector) -> Verdict {
    let found = with_event(vector, |event| Some(event.ok()?.username?.into_owned()));
    Verdict::of(json!(found), vector.expected["username"].clone())
}

pub(super) fn time(vector: &Vector) -> Verdict {
    let line = vector.input.get("event").map(Value::to_string).unwrap_or_default();
    let found = parse(line.as_bytes()).ok().map(|event| event.time);
    Verdict::of(found, vector.expected["time"].as_str().and_then(micros))
}

pub(super) fn day_of_time(vector: &Vector) -> Verdict {
    let line = json!({ "time": vector.input["timestamp"] }).to_string();
    let found = parse(line.as_bytes()).ok().map(|event| event.date().to_string());
    Verdict::of(json!(found), vector.expected["datestamp"].clone())
}

pub(super) fn payload(vector: &Vector) -> Verdict {
    let line = line_of(vector);
    let found = Document::read(line.as_bytes()).ok().and_then(|document| {
        let payload = olivine_event::payload::decode(document.root().get("event")).ok()?;
        Some(as_json(payload.object()))
    });
    Verdict::of(found.unwrap_or(Value::Null), vector.expected["data"].clone())
}

pub(super) fn line(vector: &Vector) -> Verdict {
    let line = vector.text("line").unwrap_or_default();
    let found = Document::read(line.as_bytes())
        .ok()
        .map(|document| as_json(document.root()));
    Verdict::of(found.unwrap_or(Value::Null), vector.expected["event"].clone())
}

fn micros(text: &str) -> Option<i64> {
    olivine_event::time::parse(text).map(|time| time.micros)
}

fn as_json(value: json::Value<'_, '_>) -> Value {
    if value.is_object() {
        let members = value
            .members()
            .map(|member| (member.name().to_owned(), as_json(member)));
        return Value::Object(members.collect::<Map<_, _>>());
    }
    if let Some(text) = value.as_text() {
        return json!(text);
    }
    if let Some(number) = value.as_integer() {
        return json!(number);
    }
    if value.is_array() {
        return value.elements().map(as_json).collect();
    }
    match value.as_bool() {
        Some(truth) => json!(truth),
        None => json!(value.as_number()),
    }
}
