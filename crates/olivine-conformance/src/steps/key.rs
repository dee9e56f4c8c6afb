//! `opaque_keys.*`: course keys.

use olivine_event::{course_key, url};
use serde_json::{Value, json};

use crate::score::Verdict;
use crate::vectors::Vector;

pub(super) fn course_of_url(vector: &Vector) -> Verdict {
    let found = vector.text("url").and_then(url::course_of);
    Verdict::of(json!(found), vector.expected["course_id"].clone())
}

pub(super) fn filename_safe(vector: &Vector) -> Verdict {
    let replacement = vector
        .text("replacement_char")
        .and_then(|text| text.chars().next())
        .unwrap_or('_');
    let found = vector
        .text("course_id")
        .map(|id| course_key::filename_safe(id, replacement));
    Verdict::of(json!(found), vector.expected["filename"].clone())
}

pub(super) fn org(vector: &Vector) -> Verdict {
    let found = vector.text("course_id").and_then(course_key::org);
    Verdict::of(json!(found), vector.expected["org_id"].clone())
}

pub(super) fn is_valid_course(vector: &Vector) -> Verdict {
    let found = vector.text("course_id").is_some_and(course_key::is_valid);
    Verdict::of(Value::Bool(found), vector.expected["valid"].clone())
}

pub(super) fn is_valid_org(vector: &Vector) -> Verdict {
    let found = vector.text("org_id").is_some_and(course_key::is_valid_org);
    Verdict::of(Value::Bool(found), vector.expected["valid"].clone())
}
