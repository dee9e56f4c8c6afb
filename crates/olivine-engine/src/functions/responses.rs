//! Functions about answers as the report of responses shows them.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanBuilder, Float64Builder, StringViewBuilder, StructArray};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::{DataType, Field, Fields};
use datafusion::error::Result;
use olivine_event::fields;
use olivine_event::json::Document;

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};

pub(super) fn functions() -> Vec<Scalar> {
    let parts = DataType::Struct(part_fields());
    vec![Scalar::new(RESPONSE_PARTS, &[Argument::Text], parts, response_parts)]
}

const RESPONSE_PARTS: FunctionDoc = FunctionDoc {
    name: "response_parts",
    signature: "response_parts(record text) -> (question text, score float, max_score float, correct boolean, answer text)",
    kind: FunctionKind::Scalar,
    doc: "The parts of a record of `answer_records` that the report of responses shows. `correct` is null where the correctness is neither \
`correct` nor `incorrect`; `answer` is JSON: what was answered, else its code. Null for a text that is no JSON.",
    rule: "PF R4, R5, R7",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: r#"response_parts('{"answer": ["Red"], "answer_correct_map": {"correctness": "correct"}, "grade": 1}')['answer']"#,
            result: r#"["Red"]"#,
        },
        Example {
            sql: r#"response_parts('{"answer_value_id": "c0", "answer_correct_map": {"correctness": "partially-correct"}}')['correct']"#,
            result: "null",
        },
    ],
};

fn part_fields() -> Fields {
    let field = |name: &str, kind: DataType| Field::new(name, kind, true);
    Fields::from(vec![
        field("question", DataType::Utf8View),
        field("score", DataType::Float64),
        field("max_score", DataType::Float64),
        field("correct", DataType::Boolean),
        field("answer", DataType::Utf8View),
    ])
}

fn response_parts(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let records = columns[0].as_string_view();
    let mut questions = StringViewBuilder::with_capacity(records.len());
    let mut scores = Float64Builder::with_capacity(records.len());
    let mut max_scores = Float64Builder::with_capacity(records.len());
    let mut corrects = BooleanBuilder::with_capacity(records.len());
    let mut answers = StringViewBuilder::with_capacity(records.len());
    let mut there = Vec::with_capacity(records.len());
    for record in records.iter() {
        let document = record.and_then(|record| Document::read(record.as_bytes()).ok());
        let at = |path: &str| document.as_ref().and_then(|document| document.root().at(path));
        let said = |name: &str| at(name).filter(|value| !value.is_null());
        there.push(document.is_some());
        questions.append_option(fields::text(at("question")));
        scores.append_option(at("grade").and_then(fields::number));
        max_scores.append_option(at("max_grade").and_then(fields::number));
        let correctness = fields::text(at("answer_correct_map.correctness"));
        corrects.append_option(match correctness.as_deref() {
            Some("correct") => Some(true),
            Some("incorrect") => Some(false),
            _ => None,
        });
        let answer = said("answer").or_else(|| said("answer_value_id"));
        answers.append_option(answer.map(|answer| answer.to_json()));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(questions.finish()),
        Arc::new(scores.finish()),
        Arc::new(max_scores.finish()),
        Arc::new(corrects.finish()),
        Arc::new(answers.finish()),
    ];
    let nulls = NullBuffer::new(BooleanBuffer::from(there));
    Ok(Arc::new(StructArray::try_new(part_fields(), columns, Some(nulls))?))
}
