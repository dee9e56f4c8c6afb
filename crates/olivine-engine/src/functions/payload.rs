//! Functions that read parts of an event that are no column: from `raw`, or from JSON text.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanBuilder, Float64Builder, StringViewBuilder};
use arrow::datatypes::DataType;
use datafusion::error::Result;
use olivine_event::json::Value;
use olivine_event::{fields, payload, read_object};

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};

const RAW_AND_PATH: &[Argument] = &[Argument::Bytes, Argument::Text];

pub(super) fn functions() -> Vec<Scalar> {
    let text = DataType::Utf8View;
    vec![
        Scalar::new(EVENT_JSON, RAW_AND_PATH, text.clone(), |columns| {
            Ok(texts(columns, Part::OfEvent, json))
        }),
        Scalar::new(EVENT_TEXT, RAW_AND_PATH, text.clone(), |columns| {
            Ok(texts(columns, Part::OfEvent, plain_text))
        }),
        Scalar::new(EVENT_NUMBER, RAW_AND_PATH, DataType::Float64, |columns| {
            Ok(numbers(columns, Part::OfEvent))
        }),
        Scalar::new(PAYLOAD_JSON, RAW_AND_PATH, text.clone(), |columns| {
            Ok(texts(columns, Part::OfPayload, json))
        }),
        Scalar::new(PAYLOAD_TEXT, RAW_AND_PATH, text, |columns| {
            Ok(texts(columns, Part::OfPayload, plain_text))
        }),
        Scalar::new(PAYLOAD_NUMBER, RAW_AND_PATH, DataType::Float64, |columns| {
            Ok(numbers(columns, Part::OfPayload))
        }),
        Scalar::new(
            PAYLOAD_IS_OBJECT,
            &[Argument::Bytes],
            DataType::Boolean,
            payload_is_object,
        ),
    ]
}

const EVENT_JSON: FunctionDoc = FunctionDoc {
    name: "event_json",
    signature: "event_json(raw binary, path text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A part of an event as canonical JSON text: members sorted by name, no white space. `raw` is the column of `events`, or any \
JSON text; `path` goes from member to member, with `.` between names; an empty path is the whole. Null when there is no such part \
or it is null.",
    rule: "ES 1.2",
    carries: Carries::PartOfEvent,
    examples: &[
        Example {
            sql: r#"event_json('{"context": {"module": {"usage_key": "k", "display_name": "Quiz"}}}', 'context.module')"#,
            result: r#"{"display_name":"Quiz","usage_key":"k"}"#,
        },
        Example {
            sql: r#"event_json('{"a": null}', 'a')"#,
            result: "null",
        },
    ],
};

const EVENT_TEXT: FunctionDoc = FunctionDoc {
    name: "event_text",
    signature: "event_text(raw binary, path text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A text of an event, as `event_json` finds it, without NUL characters. Null when it is missing or no text.",
    rule: "ES E-15",
    carries: Carries::PartOfEvent,
    examples: &[
        Example {
            sql: r#"event_text('{"context": {"module": {"display_name": "Quiz"}}}', 'context.module.display_name')"#,
            result: "Quiz",
        },
        Example {
            sql: r#"event_text('{"page": 5}', 'page')"#,
            result: "null",
        },
    ],
};

const EVENT_NUMBER: FunctionDoc = FunctionDoc {
    name: "event_number",
    signature: "event_number(raw binary, path text) -> float",
    kind: FunctionKind::Scalar,
    doc: "A number of an event, as `event_json` finds it, also one written as text. Null when it is missing, not finite or anything else.",
    rule: "ES 1.6",
    carries: Carries::PartOfEvent,
    examples: &[Example {
        sql: r#"event_number('{"a": {"b": "2.5"}}', 'a.b')"#,
        result: "2.5",
    }],
};

const PAYLOAD_JSON: FunctionDoc = FunctionDoc {
    name: "payload_json",
    signature: "payload_json(raw binary, path text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A part of the payload of an event (its member `event`, also where that is an object inside a text) as canonical JSON text; \
otherwise as `event_json`. Null for an event without payload object.",
    rule: "PF 1.4",
    carries: Carries::PartOfEvent,
    examples: &[
        Example {
            sql: r#"payload_json('{"event": {"answers": {"b": "2", "a": [ "x" ]}}}', 'answers')"#,
            result: r#"{"a":["x"],"b":"2"}"#,
        },
        Example {
            sql: r#"payload_json('{"event": "{\"id\": 5}"}', 'id')"#,
            result: "5",
        },
        Example {
            sql: r#"payload_json('{"event": "input_2_1=choice"}', 'input_2_1')"#,
            result: "null",
        },
    ],
};

const PAYLOAD_TEXT: FunctionDoc = FunctionDoc {
    name: "payload_text",
    signature: "payload_text(raw binary, path text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A text of the payload of an event, without NUL characters. Null when it is missing or no text.",
    rule: "PF 1.4",
    carries: Carries::PartOfEvent,
    examples: &[Example {
        sql: r#"payload_text('{"event": {"chapter": "pdf"}}', 'chapter')"#,
        result: "pdf",
    }],
};

const PAYLOAD_NUMBER: FunctionDoc = FunctionDoc {
    name: "payload_number",
    signature: "payload_number(raw binary, path text) -> float",
    kind: FunctionKind::Scalar,
    doc: "A number of the payload of an event, also one written as text. Null when it is missing, not finite or anything else.",
    rule: "PF 1.4",
    carries: Carries::PartOfEvent,
    examples: &[Example {
        sql: r#"payload_number('{"event": {"old": 3}}', 'old')"#,
        result: "3.0",
    }],
};

const PAYLOAD_IS_OBJECT: FunctionDoc = FunctionDoc {
    name: "payload_is_object",
    signature: "payload_is_object(raw binary) -> boolean",
    kind: FunctionKind::Scalar,
    doc: "Whether the payload of an event is an object, or a text that holds one; the empty text counts as an empty object. Null only \
for null.",
    rule: "PF 1.4",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: r#"payload_is_object('{"event": ""}')"#,
            result: "true",
        },
        Example {
            sql: r#"payload_is_object('{"event": "[1]"}')"#,
            result: "false",
        },
    ],
};

/// Where a path begins.
#[derive(Debug, Clone, Copy)]
enum Part {
    OfEvent,
    OfPayload,
}

impl Part {
    /// Finds the value of a path in a line and makes something of it; nothing where there is no value or a null.
    fn read<T>(self, raw: &[u8], path: &str, make: impl FnOnce(Value<'_, '_>) -> Option<T>) -> Option<T> {
        let document = read_object(raw).ok()?;
        let found = |value: Value<'_, '_>| value.at(path).filter(|value| !value.is_null()).and_then(make);
        match self {
            Self::OfEvent => found(document.root()),
            Self::OfPayload => {
                let payload = payload::decode(document.root().get("event")).ok()?;
                found(payload.object())
            }
        }
    }
}

fn json(value: Value<'_, '_>) -> Option<String> {
    Some(value.to_json())
}

fn plain_text(value: Value<'_, '_>) -> Option<String> {
    fields::text(Some(value)).map(|text| text.into_owned())
}

fn texts(columns: &[ArrayRef], part: Part, make: fn(Value<'_, '_>) -> Option<String>) -> ArrayRef {
    let lines = columns[0].as_binary_view();
    let paths = columns[1].as_string_view();
    let mut answer = StringViewBuilder::with_capacity(lines.len());
    for (raw, path) in lines.iter().zip(paths.iter()) {
        let found = raw.zip(path).and_then(|(raw, path)| part.read(raw, path, make));
        answer.append_option(found);
    }
    Arc::new(answer.finish())
}

fn numbers(columns: &[ArrayRef], part: Part) -> ArrayRef {
    let lines = columns[0].as_binary_view();
    let paths = columns[1].as_string_view();
    let mut answer = Float64Builder::with_capacity(lines.len());
    for (raw, path) in lines.iter().zip(paths.iter()) {
        let found = raw
            .zip(path)
            .and_then(|(raw, path)| part.read(raw, path, fields::number));
        answer.append_option(found);
    }
    Arc::new(answer.finish())
}

fn payload_is_object(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let lines = columns[0].as_binary_view();
    let mut answer = BooleanBuilder::with_capacity(lines.len());
    for raw in lines.iter() {
        let is_object = |raw| read_object(raw).is_ok_and(|line| payload::decode(line.root().get("event")).is_ok());
        answer.append_option(raw.map(is_object));
    }
    Ok(Arc::new(answer.finish()))
}
