//! Functions about course keys.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, StringArray};
use arrow::datatypes::DataType;
use datafusion::error::Result;
use olivine_event::course_key;

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(IS_STRICT, &[Argument::Text], DataType::Boolean, is_strict),
        Scalar::new(ORG, &[Argument::Text], DataType::Utf8, org),
        Scalar::new(CATALOG, &[Argument::Text], DataType::Utf8, catalog),
    ]
}

const IS_STRICT: FunctionDoc = FunctionDoc {
    name: "course_key_is_strict",
    signature: "course_key_is_strict(course_id text) -> boolean",
    kind: FunctionKind::Scalar,
    doc: "Whether a text is the key of one course run, coach course or library. Keys with an empty run, a block part or only a \
version, which the old pipeline took for courses, are not.",
    rule: "ES K-5",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "course_key_is_strict('course-v1:A+B+C')",
            result: "true",
        },
        Example {
            sql: "course_key_is_strict('A/B/')",
            result: "false",
        },
        Example {
            sql: "course_key_is_strict('course-v1:A+B+C+type@problem+block@x')",
            result: "false",
        },
        Example {
            sql: "course_key_is_strict(null)",
            result: "null",
        },
    ],
};

const ORG: FunctionDoc = FunctionDoc {
    name: "course_key_org",
    signature: "course_key_org(course_id text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The organisation of a course key; null for a text that is no key or a key without one.",
    rule: "ES K-9",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "course_key_org('course-v1:A+B+C')",
            result: "A",
        },
        Example {
            sql: "course_key_org('A/B/C')",
            result: "A",
        },
        Example {
            sql: "course_key_org('course-v1:version@519665f6223ebd6980884f2b')",
            result: "null",
        },
    ],
};

const CATALOG: FunctionDoc = FunctionDoc {
    name: "course_key_catalog",
    signature: "course_key_catalog(course_id text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The key of the catalogue course of a course run: organisation and course, the same for all its runs. Null for \
libraries, for keys that have only a version and for a text that is no key.",
    rule: "OV-13",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "course_key_catalog('course-v1:A+B+2024')",
            result: "A+B",
        },
        Example {
            sql: "course_key_catalog('A/B/2013')",
            result: "A+B",
        },
        Example {
            sql: "course_key_catalog('library-v1:A+B')",
            result: "null",
        },
    ],
};

fn is_strict(columns: &[ArrayRef]) -> Result<ArrayRef> {
    // Rows lie by course, so the key is mostly that of the row before.
    let mut last: Option<(&str, bool)> = None;
    let answer: BooleanArray = columns[0]
        .as_string_view()
        .iter()
        .map(|text| {
            let text = text?;
            match last {
                Some((known, strict)) if known == text => Some(strict),
                _ => {
                    let strict = course_key::is_strict(text);
                    last = Some((text, strict));
                    Some(strict)
                }
            }
        })
        .collect();
    Ok(Arc::new(answer))
}

fn org(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let keys = columns[0].as_string_view();
    let answer: StringArray = keys.iter().map(|key| key.and_then(course_key::org)).collect();
    Ok(Arc::new(answer))
}

fn catalog(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let keys = columns[0].as_string_view();
    let answer: StringArray = keys
        .iter()
        .map(|key| key.and_then(course_key::catalog_course))
        .collect();
    Ok(Arc::new(answer))
}
