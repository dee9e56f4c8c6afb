//! Answers as CSV (`API 1.3`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::ApiError;
use crate::query::cell::{Cell, compact_time, iso_time};
use crate::query::{Answer, AnswerColumn};

/// In which order columns stand that nobody has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnOrder {
    /// By name, in code-point order.
    Alphabet,
    /// As in the answer.
    Declared,
}

/// How texts stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// As they are: for programs.
    Exact,
    /// As [`harmless`] ones: for people, who open files with a spreadsheet.
    Harmless,
}

impl Texts {
    fn written(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Exact => Cow::Borrowed(text),
            Self::Harmless => harmless(text),
        }
    }
}

/// A text that no spreadsheet takes for a formula: learners write answers and names. What is a plain number stays one.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes rows: the union of the flattened names, or the known ones of `fields` in their order.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn write(answer: &Answer, fields: Option<&str>, order: ColumnOrder, texts: Texts) -> Result<Vec<u8>, ApiError> {
    let names = flat_names(answer);
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let wanted: Vec<&str> = fields
        .unwrap_or_default()
        .split(',')
        .filter(|name| all.contains(name))
        .collect();
    let columns: Vec<&str> = match order {
        _ if !wanted.is_empty() => wanted,
        ColumnOrder::Alphabet => all.into_iter().collect(),
        ColumnOrder::Declared => {
            let mut columns: Vec<&str> = all.into_iter().collect();
            let place = |column: &&str| answer.position(column.split('.').next().unwrap_or(column));
            columns.sort_by_key(place);
            columns
        }
    };
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| ApiError::Writing(error.to_string());
    let end_of_record: Option<&[u8]> = None;
    for column in &columns {
        writer.write_field(&*texts.written(column)).map_err(failed)?;
    }
    writer.write_record(end_of_record).map_err(failed)?;
    // One row at a time: there may be more than the memory holds twice.
    for row in &answer.rows {
        let row = flat_row(&answer.columns, row);
        for &column in &columns {
            let text = row.get(column).map_or("", String::as_str);
            writer.write_field(&*texts.written(text)).map_err(failed)?;
        }
        writer.write_record(end_of_record).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| ApiError::Writing(error.to_string()))
}

/// The names of all fields that any row has.
fn flat_names(answer: &Answer) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for row in &answer.rows {
        for (column, cell) in answer.columns.iter().zip(row) {
            gather_names(&column.name, cell, &mut names);
        }
    }
    names
}

fn gather_names(name: &str, cell: &Cell, names: &mut BTreeSet<String>) {
    match cell {
        Cell::Absent => {}
        Cell::Object(fields) => {
            for (key, inner) in fields {
                gather_names(&format!("{name}.{key}"), inner, names);
            }
        }
        _ if names.contains(name) => {}
        _ => {
            names.insert(name.to_owned());
        }
    }
}

fn flat_row(columns: &[AnswerColumn], row: &[Cell]) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    for (column, cell) in columns.iter().zip(row) {
        flatten(&column.name, cell, column.iso8601, &mut flat);
    }
    flat
}

fn flatten(name: &str, cell: &Cell, iso8601: bool, flat: &mut BTreeMap<String, String>) {
    match cell {
        Cell::Absent => {}
        Cell::Object(fields) => {
            for (key, inner) in fields {
                flatten(&format!("{name}.{key}"), inner, iso8601, flat);
            }
        }
        Cell::List(items) => {
            let texts: Vec<String> = items.iter().map(|item| text_of(item, iso8601)).collect();
            flat.insert(name.to_owned(), texts.join(", "));
        }
        single => {
            flat.insert(name.to_owned(), text_of(single, iso8601));
        }
    }
}

fn text_of(cell: &Cell, iso8601: bool) -> String {
    match cell {
        Cell::Absent | Cell::Null => String::new(),
        Cell::Bool(true) => "True".into(),
        Cell::Bool(false) => "False".into(),
        Cell::Int(number) => number.to_string(),
        Cell::Float(number) => float_text(*number),
        Cell::Text(text) => text.clone(),
        Cell::Date(date) => date.format("%Y-%m-%d").to_string(),
        Cell::Datetime(time) if iso8601 => iso_time(*time),
        Cell::Datetime(time) => compact_time(*time),
        Cell::List(_) | Cell::Object(_) => {
            let json = crate::query::cell::JsonCell { cell, iso8601 };
            serde_json::to_string(&json).unwrap_or_default()
        }
    }
}

/// A number with a fraction as Python writes it: `2.0`, `1e+16`, `1e-05`.
fn float_text(number: f64) -> String {
    let text = format!("{number:?}");
    let Some((digits, exponent)) = text.split_once('e') else {
        return text;
    };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(columns: &[&str], rows: Vec<Vec<Cell>>) -> Answer {
        let column = |name: &&str| AnswerColumn {
            name: (*name).into(),
            kind: None,
            doc: String::new(),
            unit: None,
            iso8601: *name == "iso",
        };
        Answer {
            columns: columns.iter().map(column).collect(),
            rows,
            single: false,
            page: None,
            as_of: None,
            created: None,
            version: String::new(),
        }
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.into())
    }

    fn written(answer: &Answer, fields: Option<&str>, texts: Texts) -> String {
        String::from_utf8(write(answer, fields, ColumnOrder::Alphabet, texts).unwrap()).unwrap()
    }

    #[test]
    fn columns_are_the_sorted_union_of_flattened_names() {
        let tags = Cell::Object(vec![("z".into(), Cell::Int(1)), ("a".into(), Cell::Null)]);
        let time = Cell::Datetime("2031-03-05T04:03:02".parse().unwrap());
        let rows = vec![
            vec![
                text("x"),
                tags,
                Cell::Absent,
                Cell::List(vec![text("p"), text("q")]),
                time.clone(),
                time,
            ],
            vec![
                text("a,\"b\"\nc"),
                Cell::Null,
                Cell::Bool(true),
                Cell::List(vec![]),
                Cell::Null,
                Cell::Null,
            ],
        ];
        let answer = answer(&["B", "tags", "flag", "list", "iso", "created"], rows);
        let expected = "B,created,flag,iso,list,tags,tags.a,tags.z\r\n\
             x,2031-03-05T040302,,2031-03-05T04:03:02Z,\"p, q\",,,1\r\n\
             \"a,\"\"b\"\"\nc\",,True,,,,,\r\n";
        for texts in [Texts::Exact, Texts::Harmless] {
            assert_eq!(written(&answer, None, texts), expected, "ordinary texts are the same");
        }
        let chosen = |fields| written(&answer, Some(fields), Texts::Exact);
        assert!(chosen("tags.z,nope,B").starts_with("tags.z,B\r\n1,x\r\n"));
        assert_eq!(chosen("nope"), expected);
        assert_eq!(chosen(""), expected);
    }

    #[test]
    fn floats_are_written_as_python_does() {
        for (number, expected) in [
            (2.0, "2.0"),
            (1.5, "1.5"),
            (1e16, "1e+16"),
            (0.00001, "1e-05"),
            (0.0001, "0.0001"),
        ] {
            assert_eq!(float_text(number), expected);
        }
    }

    #[test]
    fn the_names_are_those_of_what_rows_hold() {
        let nested = Cell::Object(vec![
            (
                "in".into(),
                Cell::Object(vec![("deep".into(), Cell::Int(1)), ("not".into(), Cell::Absent)]),
            ),
            ("list".into(), Cell::List(vec![])),
        ]);
        let rows = vec![
            vec![Cell::Absent, Cell::Object(vec![])],
            vec![text("x"), nested],
            vec![Cell::Null, Cell::Null],
        ];
        let answer = answer(&["a", "o"], rows);
        let rows = answer.rows.iter().map(|row| flat_row(&answer.columns, row));
        let of_rows: BTreeSet<String> = rows.flat_map(BTreeMap::into_keys).collect();
        assert_eq!(flat_names(&answer), of_rows);
        assert_eq!(
            written(&answer, None, Texts::Exact).lines().next(),
            Some("a,o,o.in.deep,o.list")
        );
    }

    #[test]
    fn no_rows_make_no_bytes() {
        assert_eq!(written(&answer(&["a"], vec![]), None, Texts::Exact), "");
    }

    #[test]
    fn formulas_are_texts_for_people_and_as_they_are_for_programs() {
        let answer = answer(
            &["a", "b", "c"],
            vec![
                vec![text("=1+1"), Cell::Float(-0.5), text("-12.50")],
                vec![text("@SUM(A1,B1)"), Cell::Int(-3), Cell::Null],
            ],
        );
        assert_eq!(
            written(&answer, None, Texts::Harmless),
            "a,b,c\r\n'=1+1,-0.5,-12.50\r\n\"'@SUM(A1,B1)\",-3,\r\n"
        );
        assert_eq!(
            written(&answer, None, Texts::Exact),
            "a,b,c\r\n=1+1,-0.5,-12.50\r\n\"@SUM(A1,B1)\",-3,\r\n"
        );
    }

    #[test]
    fn only_what_a_spreadsheet_reckons_with_is_changed() {
        for formula in [
            "=1",
            "+cmd|' /C calc'!A0",
            "-1+2",
            "-",
            "@x",
            "\tx",
            "\rx",
            "-inf",
            "+nan",
            "- 1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for ordinary in [
            "", "x", "1+1", "a=b", " =1", "-5", "+5", "-0.25", "+.5", "-1e-05", "'=1", "–",
        ] {
            assert_eq!(harmless(ordinary), ordinary);
        }
    }
}
