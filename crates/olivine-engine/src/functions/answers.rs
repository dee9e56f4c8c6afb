//! Functions about submissions of problems and the answers in them.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Float64Builder, ListArray, StringViewBuilder, StructArray,
};
use arrow::buffer::{BooleanBuffer, NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Float64Type};
use datafusion::error::{DataFusionError, Result};
use serde_json::Value;

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::answers::{self, AnswerMetadata, TextCleaner};

pub(super) fn functions() -> Vec<Scalar> {
    let text = DataType::Utf8View;
    vec![
        Scalar::new(SUBMISSION, &[Argument::Bytes], text.clone(), submission),
        Scalar::new(
            ANSWER_RECORDS,
            &[Argument::Text],
            list_of(record_fields()),
            answer_records,
        ),
        Scalar::new(
            ANSWER_RECORD,
            &[Argument::Text, Argument::Text, Argument::Text, Argument::Boolean],
            DataType::Struct(part_fields()),
            answer_record,
        ),
        Scalar::new(
            ANSWER_TEXT,
            &[Argument::Text, Argument::Boolean],
            text.clone(),
            |columns| Ok(shown(columns, answers::text)),
        ),
        Scalar::new(
            ANSWER_MARKUP_TEXT,
            &[Argument::Text, Argument::Boolean],
            text.clone(),
            |columns| Ok(shown(columns, answers::markup_text)),
        ),
        Scalar::new(
            RESPONSE_TEXT,
            &[Argument::Text, Argument::Text, Argument::Text],
            text.clone(),
            response_text,
        ),
        Scalar::new(CLEANED_TEXT, &[Argument::Text, Argument::Text], text, cleaned_text),
        Scalar::new(DECIMAL_NUMBER, &[Argument::Text], DataType::Float64, decimal_number),
        Scalar::new(TWELVE_DIGITS, &[Argument::Float], DataType::Float64, twelve_digits),
        Scalar::new(TAG_VALUES, &[Argument::Text], list_of(tag_fields()), tag_values),
    ]
}

const SUBMISSION: FunctionDoc = FunctionDoc {
    name: "submission",
    signature: "submission(raw binary) -> text",
    kind: FunctionKind::Scalar,
    doc: "What counts of the submission of a problem, as canonical JSON: `answers`, `correct_map`, `display_name`, `grade`, `max_grade`, \
`seed`, `submission`. Null for an event that is no acceptable submission: without answers, or with an id of an answer that has other \
characters than ASCII, a tab or a line end in it.",
    rule: "PF A4",
    carries: Carries::Nothing,
    examples: &[
        Example {
            sql: r#"submission('{"event": {"answers": {"p_2_1": "choice_0"}, "grade": 1}}')"#,
            result: r#"{"answers":{"p_2_1":"choice_0"},"grade":1}"#,
        },
        Example {
            sql: r#"submission('{"event": {"answers": {}}}')"#,
            result: "null",
        },
    ],
};

const ANSWER_RECORDS: FunctionDoc = FunctionDoc {
    name: "answer_records",
    signature: "answer_records(submission text) -> list of (answer_id text, record text)",
    kind: FunctionKind::Scalar,
    doc: "The answers of a submission, one record of canonical JSON for each: the entry of the submission with `answer_value_id` where what \
was chosen has a code; for old submissions code, correctness and variant. Ids that end in `_dynamath` or `_comment` are left out.",
    rule: "PF A6, A7, A8, A9",
    carries: Carries::Values,
    examples: &[Example {
        sql: r#"answer_records('{"answers": {"p_2_1": "c0", "p_2_1_comment": "x"}, "submission": {"p_2_1": {"answer": "Red"}}}')[1]['record']"#,
        result: r#"{"answer":"Red","answer_correct_map":null,"answer_value_id":"c0","grade":null,"max_grade":null,"problem_display_name":null}"#,
    }],
};

const ANSWER_RECORD: FunctionDoc = FunctionDoc {
    name: "answer_record",
    signature: "answer_record(record text, answer_id text, metadata text, compat boolean) -> (response_type text, answer_key text, \
value_id text, answer text, variant text, question text, correct boolean, display_name text)",
    kind: FunctionKind::Scalar,
    doc: "The parts of a record of `answer_records`. Answers that count as the same have the same `answer_key`; `value_id` and `answer` are \
JSON, null where they are missing; other texts are empty where there is none. `metadata` is JSON that completes old records by the id \
of their answer. With `compat` an answer without variant stands apart from one in variant 1. Null for a text that is no JSON object.",
    rule: "PF A10, A11, A13",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: r#"answer_record('{"answer_value_id": "c0", "answer": "Red", "correct": true}', 'p_2_1', '', false)['value_id']"#,
            result: r#""c0""#,
        },
        Example {
            sql: r#"answer_record('{"answer_value_id": "x"}', 'p', '{"p": {"response_type": "optionresponse"}}', false)['answer']"#,
            result: r#""x""#,
        },
    ],
};

const ANSWER_TEXT: FunctionDoc = FunctionDoc {
    name: "answer_text",
    signature: "answer_text(json text, compat boolean) -> text",
    kind: FunctionKind::Scalar,
    doc: "An answer, given as JSON, as one text: a text without white space around it, a list as `[a|b]`, nothing for null, anything else as \
JSON. With `compat` null, true and false are `None`, `True`, `False`. Null for null and for what is no JSON.",
    rule: "PF A12",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: r#"answer_text('["choice_1", " choice_2 "]', false)"#,
            result: "[choice_1|choice_2]",
        },
        Example {
            sql: r#"answer_text('" 4 "', false)"#,
            result: "4",
        },
    ],
};

const ANSWER_MARKUP_TEXT: FunctionDoc = FunctionDoc {
    name: "answer_markup_text",
    signature: "answer_markup_text(json text, compat boolean) -> text",
    kind: FunctionKind::Scalar,
    doc: "As `answer_text`, but texts are read as HTML: their text with single spaces, also between elements. Texts of more than 64 KiB stay \
as they are.",
    rule: "PF A16, A18",
    carries: Carries::Values,
    examples: &[Example {
        sql: r#"answer_markup_text('"x<sub>2</sub>&nbsp;y"', false)"#,
        result: "x 2 y",
    }],
};

const RESPONSE_TEXT: FunctionDoc = FunctionDoc {
    name: "response_text",
    signature: "response_text(json text, delimiter text, pattern text) -> text",
    kind: FunctionKind::Scalar,
    doc: "An answer, given as JSON, for a report of responses: texts as `cleaned_text` gives them, a list with the delimiter between its \
elements, nothing for null, anything else as JSON. Null for null and for what is no JSON.",
    rule: "PF R6, R7",
    carries: Carries::Values,
    examples: &[Example {
        sql: r#"response_text('["Green  <i>no</i>", "Blue"]', '|', '<i>.*?</i>')"#,
        result: "Green |Blue",
    }],
};

const CLEANED_TEXT: FunctionDoc = FunctionDoc {
    name: "cleaned_text",
    signature: "cleaned_text(text text, pattern text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A text with single spaces, and then without what the regular expression matches. Texts of more than 64 KiB keep what it matches, \
unless it is the one of the parameter `clean_text_regex` as shipped. A pattern that is none is an error.",
    rule: "PF R6",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "cleaned_text('Little  fairies<choicehint>no</choicehint>!', '<choicehint(?:.*?</choicehint>|.*?>)')",
            result: "Little fairies!",
        },
        Example {
            sql: "cleaned_text('7 [a  hint]', '')",
            result: "7 [a hint]",
        },
    ],
};

const DECIMAL_NUMBER: FunctionDoc = FunctionDoc {
    name: "decimal_number",
    signature: "decimal_number(text text) -> float",
    kind: FunctionKind::Scalar,
    doc: "The number that a text is, in decimal digits with sign, point and exponent where wanted. Null for any other text and for numbers \
that are too large.",
    rule: "PF 3.4",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "decimal_number(' .5 ')",
            result: "0.5",
        },
        Example {
            sql: "decimal_number('0x10')",
            result: "null",
        },
    ],
};

const TWELVE_DIGITS: FunctionDoc = FunctionDoc {
    name: "twelve_digits",
    signature: "twelve_digits(number float) -> float",
    kind: FunctionKind::Scalar,
    doc: "A number as it is after its way through a text of twelve significant digits. Null for null.",
    rule: "PF 1.6",
    carries: Carries::Values,
    examples: &[Example {
        sql: "twelve_digits(5.0 / 3.0)",
        result: "1.66666666667",
    }],
};

const TAG_VALUES: FunctionDoc = FunctionDoc {
    name: "tag_values",
    signature: "tag_values(saved_tags text) -> list of (name text, value text)",
    kind: FunctionKind::Scalar,
    doc: "The tags of a problem, given as JSON: one element for each name and different value, sorted; a value is a text or a list of texts. \
Other values and texts of more than 255 characters are left out. Null for null and for what is no object.",
    rule: "PF T6, T7",
    carries: Carries::Values,
    examples: &[Example {
        sql: r#"tag_values('{"difficulty": ["Hard", "Lab", "Hard"], "weight": 5}')[2]['value']"#,
        result: "Lab",
    }],
};

/// Most characters of names and values of tags.
const LONGEST_TAG: usize = 255;

fn list_of(fields: Fields) -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Struct(fields), true)))
}

fn text_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8View, true)
}

fn record_fields() -> Fields {
    Fields::from(vec![text_field("answer_id"), text_field("record")])
}

fn tag_fields() -> Fields {
    Fields::from(vec![text_field("name"), text_field("value")])
}

fn part_fields() -> Fields {
    Fields::from(vec![
        text_field("response_type"),
        text_field("answer_key"),
        text_field("value_id"),
        text_field("answer"),
        text_field("variant"),
        text_field("question"),
        Field::new("correct", DataType::Boolean, true),
        text_field("display_name"),
    ])
}

fn submission(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let lines = columns[0].as_binary_view();
    let mut answer = StringViewBuilder::with_capacity(lines.len());
    for raw in lines.iter() {
        answer.append_option(raw.and_then(answers::submission_of));
    }
    Ok(Arc::new(answer.finish()))
}

fn answer_records(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let pairs = columns[0]
        .as_string_view()
        .iter()
        .map(|text| text.map(answers::records));
    pairs_list(record_fields(), pairs)
}

fn tag_values(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let pairs = columns[0].as_string_view().iter().map(|text| tags_of(text?));
    pairs_list(tag_fields(), pairs)
}

fn tags_of(json: &str) -> Option<Vec<(String, String)>> {
    let Ok(Value::Object(tags)) = serde_json::from_str(json) else {
        return None;
    };
    let fits = |text: &str| text.chars().count() <= LONGEST_TAG;
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in &tags {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        let texts = values
            .iter()
            .filter_map(Value::as_str)
            .filter(|value| fits(name) && fits(value));
        pairs.extend(texts.map(|value| (name.clone(), value.to_owned())));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

/// A list of pairs of texts for each row.
fn pairs_list(fields: Fields, rows: impl Iterator<Item = Option<Vec<(String, String)>>>) -> Result<ArrayRef> {
    let mut columns = [StringViewBuilder::new(), StringViewBuilder::new()];
    let mut lengths = Vec::new();
    let mut there = Vec::new();
    for row in rows {
        there.push(row.is_some());
        let pairs = row.unwrap_or_default();
        lengths.push(pairs.len());
        for (first, second) in pairs {
            columns[0].append_value(first);
            columns[1].append_value(second);
        }
    }
    let total: usize = lengths.iter().sum();
    if i32::try_from(total).is_err() {
        return Err(DataFusionError::ResourcesExhausted(
            "more than 2^31 answers in one batch".to_owned(),
        ));
    }
    let columns = columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef);
    let pairs = StructArray::try_new(fields.clone(), columns.collect(), None)?;
    Ok(Arc::new(ListArray::try_new(
        Arc::new(Field::new("item", DataType::Struct(fields), true)),
        OffsetBuffer::from_lengths(lengths),
        Arc::new(pairs),
        Some(NullBuffer::new(BooleanBuffer::from(there))),
    )?))
}

fn answer_record(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (records, ids) = (columns[0].as_string_view(), columns[1].as_string_view());
    let (metadata, compat) = (columns[2].as_string_view(), columns[3].as_boolean());
    let mut texts: Vec<StringViewBuilder> = (0..7).map(|_| StringViewBuilder::new()).collect();
    let mut corrects = BooleanBuilder::new();
    let mut there = Vec::with_capacity(records.len());
    // The metadata are the same for all rows.
    let mut known: Option<(&str, AnswerMetadata)> = None;
    for row in 0..records.len() {
        let json = if metadata.is_valid(row) {
            metadata.value(row)
        } else {
            ""
        };
        if known.as_ref().is_none_or(|(text, _)| *text != json) {
            known = Some((json, AnswerMetadata::read(json)));
        }
        let is_compat = compat.is_valid(row) && compat.value(row);
        let part = match &known {
            Some((_, metadata)) if records.is_valid(row) && ids.is_valid(row) => {
                answers::part_of_record(records.value(row), ids.value(row), metadata, is_compat)
            }
            _ => None,
        };
        there.push(part.is_some());
        let mut values: [Option<String>; 7] = Default::default();
        corrects.append_option(part.as_ref().map(|part| part.correct));
        if let Some(part) = part {
            values = [
                part.response_type,
                Some(part.key),
                part.value_id,
                part.answer,
                Some(part.variant),
                Some(part.question),
                Some(part.display_name),
            ];
        }
        for (builder, value) in texts.iter_mut().zip(values) {
            builder.append_option(value);
        }
    }
    let mut columns: Vec<ArrayRef> = texts
        .iter_mut()
        .map(|column| Arc::new(column.finish()) as ArrayRef)
        .collect();
    columns.insert(6, Arc::new(corrects.finish()));
    let nulls = NullBuffer::new(BooleanBuffer::from(there));
    Ok(Arc::new(StructArray::try_new(part_fields(), columns, Some(nulls))?))
}

fn shown(columns: &[ArrayRef], show: fn(&Value, bool) -> String) -> ArrayRef {
    let (texts, compat) = (columns[0].as_string_view(), columns[1].as_boolean());
    let mut answer = StringViewBuilder::with_capacity(texts.len());
    for (text, compat) in texts.iter().zip(compat.iter()) {
        let value = text.and_then(|text| serde_json::from_str(text).ok());
        answer.append_option(value.map(|value| show(&value, compat.unwrap_or(false))));
    }
    Arc::new(answer.finish())
}

fn response_text(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (texts, delimiters) = (columns[0].as_string_view(), columns[1].as_string_view());
    let mut cleaners = Cleaners::default();
    let mut answer = StringViewBuilder::with_capacity(texts.len());
    let rows = texts.iter().zip(delimiters.iter()).zip(columns[2].as_string_view());
    for ((text, delimiter), pattern) in rows {
        let cleaner = cleaners.of(pattern.unwrap_or_default())?;
        let value: Option<Value> = text.and_then(|text| serde_json::from_str(text).ok());
        answer.append_option(value.map(|value| answers::response_text(&value, delimiter.unwrap_or_default(), cleaner)));
    }
    Ok(Arc::new(answer.finish()))
}

fn cleaned_text(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let (texts, patterns) = (columns[0].as_string_view(), columns[1].as_string_view());
    let mut cleaners = Cleaners::default();
    let mut answer = StringViewBuilder::with_capacity(texts.len());
    for (text, pattern) in texts.iter().zip(patterns.iter()) {
        let cleaner = cleaners.of(pattern.unwrap_or_default())?;
        answer.append_option(text.map(|text| cleaner.clean(text)));
    }
    Ok(Arc::new(answer.finish()))
}

/// The cleaner of the pattern that was asked for last: mostly all rows have the same.
#[derive(Default)]
struct Cleaners(Option<(String, TextCleaner)>);

impl Cleaners {
    fn of(&mut self, pattern: &str) -> Result<&TextCleaner> {
        let known = match self.0.take() {
            Some(known) if known.0 == pattern => known,
            _ => {
                let cleaner = TextCleaner::new(pattern).map_err(|error| {
                    DataFusionError::Execution(format!("`{pattern}` is no regular expression: {error}"))
                })?;
                (pattern.to_owned(), cleaner)
            }
        };
        Ok(&self.0.insert(known).1)
    }
}

fn twelve_digits(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let numbers = columns[0].as_primitive::<Float64Type>();
    Ok(Arc::new(numbers.unary::<_, Float64Type>(answers::twelve_digits)))
}

fn decimal_number(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = columns[0].as_string_view();
    let mut answer = Float64Builder::with_capacity(texts.len());
    for text in texts.iter() {
        answer.append_option(text.and_then(answers::decimal_number));
    }
    Ok(Arc::new(answer.finish()))
}
