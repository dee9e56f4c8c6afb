//! Functions about texts that people wrote.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray, StringViewArray};
use arrow::datatypes::{DataType, Int64Type};
use datafusion::error::Result;

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new(
            SINGLE_LINE,
            &[Argument::Text, Argument::Integer],
            DataType::Utf8,
            single_lines,
        ),
        Scalar::new(STRIP, &[Argument::Text], DataType::Utf8View, strip),
    ]
}

const SINGLE_LINE: FunctionDoc = FunctionDoc {
    name: "single_line",
    signature: "single_line(text text, longest integer) -> text",
    kind: FunctionKind::Scalar,
    doc: "A text on one line: each tab, line feed and carriage return becomes a blank, backslashes go, and what is left is cut after so \
many characters.",
    rule: "PF 8.6",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "single_line(concat('a', chr(13), chr(10), 'b', chr(9), 'c'), 20)",
            result: "a  b c",
        },
        Example {
            sql: "single_line('C:\\temp\\é', 7)",
            result: "C:tempé",
        },
        Example {
            sql: "single_line(null, 7)",
            result: "null",
        },
    ],
};

const STRIP: FunctionDoc = FunctionDoc {
    name: "strip",
    signature: "strip(text text) -> text",
    kind: FunctionKind::Scalar,
    doc: "A text without the white space of Unicode at its ends.",
    rule: "PF 8.2",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "strip(concat(chr(9), ' a b', chr(12288), chr(10)))",
            result: "a b",
        },
        Example {
            sql: "strip(' ')",
            result: "",
        },
        Example {
            sql: "strip(null)",
            result: "null",
        },
    ],
};

fn strip(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = columns[0].as_string_view();
    if texts.iter().flatten().all(|text| text.trim().len() == text.len()) {
        return Ok(Arc::clone(&columns[0]));
    }
    let answer: StringViewArray = texts.iter().map(|text| text.map(str::trim)).collect();
    Ok(Arc::new(answer))
}

fn single_lines(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = columns[0].as_string_view();
    let longest = columns[1].as_primitive::<Int64Type>();
    let answer: StringArray = texts
        .iter()
        .zip(longest)
        .map(|(text, longest)| Some(single_line(text?, usize::try_from(longest?).unwrap_or(0))))
        .collect();
    Ok(Arc::new(answer))
}

fn single_line(text: &str, longest: usize) -> String {
    let kept = text.chars().filter(|letter| *letter != '\\').take(longest);
    kept.map(|letter| match letter {
        '\t' | '\n' | '\r' => ' ',
        other => other,
    })
    .collect()
}
