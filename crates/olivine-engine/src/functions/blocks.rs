//! Functions about blocks of a course: their keys, and the places that events speak of (`OV-1`).

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Builder, ListArray, StringArray, StringBuilder, StructArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::error::Result;
use foldhash::fast::RandomState;
use olivine_event::block::{self, Place};

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(TYPE, &[Argument::Text], DataType::Utf8, |columns| {
            of_text(columns, |key| block::of_key(key).map(|(kind, _)| kind))
        }),
        Scalar::new(NAME, &[Argument::Text], DataType::Utf8, |columns| {
            of_text(columns, |key| block::of_key(key).map(|(_, name)| name))
        }),
        Scalar::new(VIDEO_NAME, &[Argument::Text], DataType::Utf8, |columns| {
            of_text(columns, block::video_name)
        }),
        Scalar::new(
            OF_EVENT,
            &[Argument::Text, Argument::Text, Argument::Text],
            places_type(),
            of_event,
        ),
        Scalar::new(
            OF_PAYLOAD,
            &[Argument::Text, Argument::Bytes],
            places_type(),
            of_payload,
        ),
    ]
}

const TYPE: FunctionDoc = FunctionDoc {
    name: "block_type",
    signature: "block_type(usage_key text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The type of the block that a usage key names, such as `vertical`; null for a text that is none.",
    rule: "ES 2.3",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "block_type('block-v1:A+B+C+type@problem+block@x')",
            result: "problem",
        },
        Example {
            sql: "block_type('i4x://A/B/video/intro')",
            result: "video",
        },
        Example {
            sql: "block_type('course-v1:A+B+C')",
            result: "null",
        },
    ],
};

const NAME: FunctionDoc = FunctionDoc {
    name: "block_name",
    signature: "block_name(usage_key text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The name of the block that a usage key names, its last part without a revision; null for a text that is none.",
    rule: "ES 2.3",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "block_name('block-v1:A+B+C+type@problem+block@x')",
            result: "x",
        },
        Example {
            sql: "block_name('i4x://A/B/video/intro@draft')",
            result: "intro",
        },
    ],
};

const VIDEO_NAME: FunctionDoc = FunctionDoc {
    name: "video_block_name",
    signature: "video_block_name(video_id text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The name of the block of a video, from the id that its player gives, which is that name or an old usage key in its \
html form; null for the html form of another block.",
    rule: "ES 2.3",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "video_block_name('77aa')",
            result: "77aa",
        },
        Example {
            sql: "video_block_name('i4x-A-B-video-intro')",
            result: "intro",
        },
    ],
};

const OF_EVENT: FunctionDoc = FunctionDoc {
    name: "places_of_event",
    signature: "places_of_event(address text, problem_id text, video_id text) -> list of struct(block_type text, block_name text, position integer)",
    kind: FunctionKind::Scalar,
    doc: "The blocks and pages that the columns of an event speak of: those that an address of the LMS shows, its problem, its \
video; each of the three may be null. `position` is the number of a page inside of the block, from 1, and 0 where the block itself \
is meant.",
    rule: "OV-1",
    carries: Carries::Nothing,
    examples: &[
        Example {
            sql: "places_of_event('/courses/course-v1:A+B+C/courseware/week1/lesson2/3/', null, null)[1]['block_name']",
            result: "lesson2",
        },
        Example {
            sql: "places_of_event('/courses/course-v1:A+B+C/courseware/week1/lesson2/3/', null, null)[1]['position']",
            result: "3",
        },
        Example {
            sql: "places_of_event('/dashboard', 'i4x://A/B/problem/sum', null)[1]['block_name']",
            result: "sum",
        },
        Example {
            sql: "array_length(places_of_event('/dashboard', null, null))",
            result: "0",
        },
    ],
};

const OF_PAYLOAD: FunctionDoc = FunctionDoc {
    name: "places_of_payload",
    signature: "places_of_payload(event_type text, raw binary) -> list of struct(block_type text, block_name text, position integer)",
    kind: FunctionKind::Scalar,
    doc: "The blocks and pages that the payload of an event speaks of: of moves in a sequence, completion, screens of the app, \
and of help with problems. Nothing for other events and for payloads that cannot be read.",
    rule: "OV-1",
    carries: Carries::Nothing,
    examples: &[Example {
        sql: "places_of_payload('seq_goto', '{\"event\": {\"id\": \"i4x://A/B/sequential/s\", \"new\": 2}}')[1]['position']",
        result: "2",
    }],
};

fn of_text(columns: &[ArrayRef], read: impl Fn(&str) -> Option<&str>) -> Result<ArrayRef> {
    let texts = columns[0].as_string_view();
    let answer: StringArray = texts.iter().map(|text| text.and_then(&read)).collect();
    Ok(Arc::new(answer))
}

fn of_event(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let addresses = columns[0].as_string_view().iter();
    let problems = columns[1].as_string_view().iter();
    let videos = columns[2].as_string_view().iter();
    // Rows lie by course, in which people see the same pages again and again.
    let mut known: HashMap<_, Vec<Place>, RandomState> = HashMap::default();
    let mut lists = Lists::default();
    for row in addresses.zip(problems).zip(videos) {
        let places = known.entry(row).or_insert_with(|| {
            let ((address, problem), video) = row;
            block::of_columns(address, problem, video)
        });
        lists.append(places);
    }
    lists.finish()
}

fn of_payload(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let types = columns[0].as_string_view();
    let lines = columns[1].as_binary_view();
    let mut lists = Lists::default();
    for (event_type, line) in types.iter().zip(lines.iter()) {
        lists.append(&match (event_type, line) {
            (Some(event_type), Some(line)) => block::of_payload(event_type, line),
            _ => Vec::new(),
        });
    }
    lists.finish()
}

fn place_fields() -> Fields {
    Fields::from(vec![
        Field::new("block_type", DataType::Utf8, true),
        Field::new("block_name", DataType::Utf8, true),
        Field::new("position", DataType::Int64, true),
    ])
}

fn place_field() -> Field {
    Field::new("item", DataType::Struct(place_fields()), true)
}

fn places_type() -> DataType {
    DataType::List(Arc::new(place_field()))
}

/// A list of places for each row, in the making.
#[derive(Default)]
struct Lists {
    kinds: StringBuilder,
    names: StringBuilder,
    positions: Int64Builder,
    lengths: Vec<usize>,
}

impl Lists {
    fn append(&mut self, places: &[Place]) {
        self.lengths.push(places.len());
        for place in places {
            self.kinds.append_value(&place.kind);
            self.names.append_value(&place.name);
            self.positions.append_value(place.position.unwrap_or(0));
        }
    }

    fn finish(mut self) -> Result<ArrayRef> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.kinds.finish()),
            Arc::new(self.names.finish()),
            Arc::new(self.positions.finish()),
        ];
        let places = StructArray::try_new(place_fields(), columns, None)?;
        let list = ListArray::try_new(
            Arc::new(place_field()),
            OffsetBuffer::from_lengths(self.lengths),
            Arc::new(places),
            None,
        )?;
        Ok(Arc::new(list))
    }
}
