//! The answers to the parts of a problem as clients have always got them (`API 2.2`, answer_distribution).

use async_trait::async_trait;
use olivine_markup::texts_of_html;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Handler, Parameter, Reply, Values};
use crate::error::ApiError;
use crate::query::cell::Cell;
use crate::query::table::Table;
use crate::query::{Ask, Params};

const COLUMNS: [&str; 14] = [
    "course_id",
    "module_id",
    "part_id",
    "correct",
    "value_id",
    "answer_value",
    "problem_display_name",
    "question_text",
    "variant",
    "created",
    "first_response_count",
    "last_response_count",
    "consolidated_variant",
    "has_answer",
];
const PART: usize = 2;
const CORRECT: usize = 3;
const VALUE_ID: usize = 4;
const ANSWER: usize = 5;
const NAME: usize = 6;
const QUESTION: usize = 7;
const VARIANT: usize = 8;
const FIRST: usize = 10;
const LAST: usize = 11;
const CONSOLIDATED: usize = 12;

/// Stands before the text of a number while JSON is read. Texts with such a character are none that hold a list.
const NUMBER: char = '\u{1}';

/// What stands in stored texts for marks that older pipelines could not write, and the mark.
const SLUGS: [(&str, &str); 7] = [
    ("**FOURBACKSLASHQUOTE**", "\\\\\\\\\""),
    ("**THREEBACKSLASHQUOTE**", "\\\\\\\""),
    ("**TWOBACKSLASHQUOTE**", "\\\\\""),
    ("**ONEBACKSLASHQUOTE**", "\\\""),
    ("**TWOBACKSLASH**", "\\\\"),
    ("**BACKSLASHSPACE**", "\\ "),
    ("**BACKSLASHQUOTE**", "\\\""),
];

/// What stands where there is no answer: a word, or null.
const MISSING: [&str; 2] = ["text", "null"];
/// Which texts are lists: those that have always been taken for some, or all that are lists in JSON.
const LISTS: [&str; 2] = ["plain", "json"];

/// Brings together rows that differ in their variant only, and cleans texts.
pub struct AnswerDistribution;

#[async_trait]
impl Handler for AnswerDistribution {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let wording = Wording::asked(ask.params)?;
        Ok(served(&ask.rows().await?, &wording).into())
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: [Parameter; 2] = [
            Parameter::new(
                "missing_answers",
                Values::OneOf(&MISSING),
                "`text` (default): `None` where there is no answer or no code. `null`: null.",
            ),
            Parameter::new(
                "answer_lists",
                Values::OneOf(&LISTS),
                "`plain` (default): lists with escaped quotes, letters such as `é`, or symbols such as emoji stay as they are stored, and \
                 escapes are not read. `json`: every list in JSON is read as one.",
            ),
        ];
        &PARAMETERS
    }
}

/// How clients want answers written, where that is a matter of choice (`API 6`).
#[derive(Debug)]
struct Wording {
    missing: Cell,
    lists: Lists,
}

/// Which stored texts are read as lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// Where clients have always seen one.
    Plain,
    /// Wherever JSON has one.
    Json,
}

impl Wording {
    fn asked(params: &Params) -> Result<Self, ApiError> {
        let is_null = is_second(params, "missing_answers", MISSING)?;
        let is_json = is_second(params, "answer_lists", LISTS)?;
        Ok(Self {
            missing: if is_null {
                Cell::Null
            } else {
                Cell::Text("None".to_owned())
            },
            lists: if is_json { Lists::Json } else { Lists::Plain },
        })
    }
}

/// Whether a parameter has the second of its values; the first counts without it.
fn is_second(params: &Params, name: &str, [first, second]: [&str; 2]) -> Result<bool, ApiError> {
    match params.text(name) {
        None => Ok(false),
        Some(value) if value == first => Ok(false),
        Some(value) if value == second => Ok(true),
        Some(unknown) => Err(ApiError::BadChoice {
            name: name.to_owned(),
            value: unknown.to_owned(),
            allowed: format!("{first}, {second}"),
        }),
    }
}

fn served(rows: &Table, wording: &Wording) -> Table {
    let stored = |name: &'static str| {
        if name == "answer_value" {
            "answer_value_text"
        } else {
            name
        }
    };
    let read = rows.rows.iter().map(|row| -> Vec<Cell> {
        let cell = |name: &&'static str| match *name {
            "consolidated_variant" => Cell::Bool(false),
            // Clients get a text in any case; pages must tell nothing from the word for it.
            "has_answer" => Cell::Bool(!rows.field(row, "answer_value_text").is_missing()),
            name => rows.field(row, stored(name)).clone(),
        };
        COLUMNS.iter().map(cell).collect()
    });
    let read: Vec<Vec<Cell>> = read.collect();
    let mut all: Vec<Vec<Cell>> = Vec::with_capacity(read.len());
    for part in read.chunk_by(|one, other| one[PART] == other[PART]) {
        all.extend(consolidated(part));
    }
    for row in &mut all {
        for place in [ANSWER, VALUE_ID] {
            row[place] = match row[place].as_text() {
                Some(text) => Cell::Text(cleaned(text, wording.lists)),
                None => wording.missing.clone(),
            };
        }
    }
    Table {
        columns: COLUMNS.map(String::from).to_vec(),
        rows: all,
    }
}

/// The rows of a part, with one for all variants of an answer, unless variants differ in more than that.
fn consolidated(part: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let mut groups: Vec<Vec<Cell>> = Vec::new();
    for row in part {
        let Some(first) = groups.iter_mut().find(|first| first[VALUE_ID] == row[VALUE_ID]) else {
            groups.push(row.clone());
            continue;
        };
        if [QUESTION, ANSWER, NAME, CORRECT]
            .iter()
            .any(|place| first[*place] != row[*place])
        {
            return part.to_vec();
        }
        for place in [FIRST, LAST] {
            let count = row[place].clone();
            first[place].add(&count);
        }
        first[VARIANT] = Cell::Null;
        first[CONSOLIDATED] = Cell::Bool(true);
    }
    groups
}

/// A stored text as it is served: lists as `[a|b]`, markup read.
fn cleaned(text: &str, lists: Lists) -> String {
    let list = match lists {
        Lists::Plain => list_in(text),
        Lists::Json => json_list_in(text),
    };
    let Some(Value::Array(items)) = list else {
        return normalised(text);
    };
    let item = |item: &Value| match item {
        Value::String(text) if !text.starts_with(NUMBER) => normalised(text),
        other => {
            let mut dumped = String::new();
            dump(other, &mut dumped);
            dumped
        }
    };
    let items: Vec<String> = items.iter().map(item).collect();
    format!("[{}]", items.join("|"))
}

/// The JSON of a text, where clients have always seen it: escapes are not interpreted, and some characters hide it.
fn list_in(text: &str) -> Option<Value> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    let hides = |c: char| c.is_control() || matches!(c, '\u{7f}'..='\u{ff}') || c > '\u{ffff}';
    if text.contains("\\\"") || text.chars().any(hides) {
        return None;
    }
    let json = text.replace('\\', "\\\\");
    let _is_json: IgnoredAny = serde_json::from_str(&json).ok()?;
    serde_json::from_str(&with_marked_numbers(&json)).ok()
}

/// The JSON of a text. One that writes out the mark of numbers itself is none.
fn json_list_in(text: &str) -> Option<Value> {
    let is_list = text.trim_start().starts_with('[') && !text.contains("\\u0001");
    if !is_list {
        return None;
    }
    let _is_json: IgnoredAny = serde_json::from_str(text).ok()?;
    serde_json::from_str(&with_marked_numbers(text)).ok()
}

/// The same list with its numbers as strings that begin with [`NUMBER`]: whole numbers of any length keep their digits.
fn with_marked_numbers(json: &str) -> String {
    let mut marked = String::with_capacity(json.len());
    let (mut in_string, mut is_escaped, mut in_number) = (false, false, false);
    for c in json.chars() {
        if in_string {
            in_string = is_escaped || c != '"';
            is_escaped = !is_escaped && c == '\\';
            marked.push(c);
            continue;
        }
        let begins = !in_number && (c == '-' || c.is_ascii_digit());
        let goes_on = in_number && (c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
        if begins {
            marked.push_str("\"\\u0001");
        } else if in_number && !goes_on {
            marked.push('"');
        }
        in_number = begins || goes_on;
        in_string = c == '"';
        marked.push(c);
    }
    marked
}

/// Pieces of text without white space around each, one space between them, with the marks that slugs stand for.
fn normalised(text: &str) -> String {
    let pieces = texts_of_html(text).unwrap_or_default();
    let pieces: Vec<&str> = pieces.iter().map(|piece| piece.trim()).collect();
    let joined = pieces.join(" ");
    if !joined.contains("**") {
        return joined;
    }
    SLUGS.iter().fold(joined, |text, (slug, mark)| text.replace(slug, mark))
}

/// A number as the old API wrote it: whole ones with all their digits, others with the fewest that tell them apart, with an exponent
/// below a ten-thousandth and from ten quadrillions on.
fn dumped_number(text: &str) -> String {
    if text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
        let is_zero = text == "-0";
        return (if is_zero { "0" } else { text }).to_owned();
    }
    let number: f64 = text.parse().unwrap_or_default();
    if number.is_infinite() {
        let name = if number > 0.0 { "Infinity" } else { "-Infinity" };
        return name.to_owned();
    }
    let with_exponent = format!("{number:e}");
    let (digits, exponent) = with_exponent.split_once('e').unwrap_or((with_exponent.as_str(), "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..16).contains(&exponent) {
        return format!("{number:?}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// JSON in the way of the old API: blanks behind `,` and `:`, ASCII only.
fn dump(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                dump(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (place, (name, item)) in members.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                dump(&Value::String(name.clone()), out);
                out.push_str(": ");
                dump(item, out);
            }
            out.push('}');
        }
        Value::String(text) if text.starts_with(NUMBER) => out.push_str(&dumped_number(&text[NUMBER.len_utf8()..])),
        other => {
            for c in other.to_string().chars() {
                if c.is_ascii() {
                    out.push(c);
                } else {
                    let mut units = [0; 2];
                    for unit in c.encode_utf16(&mut units) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Reader;

    #[test]
    fn stored_texts_as_served() {
        let table = [
            ("25.94", "25.94"),
            (r#"[0, 100, 7, "x", "Duōshǎ"]"#, "[0|100|7|x|Duōshǎ]"),
            (r#"["café"]"#, r#"["café"]"#),
            (r#"["😀"]"#, r#"["😀"]"#),
            (r#"["a\"b"]"#, r#"["a\"b"]"#),
            (r#"["<b>q</b> r", "s"]"#, "[q r|s]"),
            (
                r#"["<text>x &lt; 1</text>", 5, {"a": 1}, true, null]"#,
                r#"[x < 1|5|{"a": 1}|true|null]"#,
            ),
            ("<p>one</p> <p>two</p>", "one  two"),
            ("[]", "[]"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            (r#""str""#, r#""str""#),
            (
                "<table><tr><td>(0</td><td>1/3</td><td>0)</td></tr></table>",
                "(0 1/3 0)",
            ),
            ("[1.50, 1e3]", "[1.5|1000.0]"),
            (
                "[0.00001, 0.0001, 1e16, 1e15, 1.5E-7]",
                "[1e-05|0.0001|1e+16|1000000000000000.0|1.5e-07]",
            ),
            ("[1e400, -1E400, 0.1e-400, 5e-324]", "[Infinity|-Infinity|0.0|5e-324]"),
            (
                "[12345678901234567890123, -12345678901234567890123]",
                "[12345678901234567890123|-12345678901234567890123]",
            ),
            ("[-0, -0.0, 123456789.125]", "[0|-0.0|123456789.125]"),
            (
                r#"[{"1": [2,3e5], "x-1": "4"}, "5e9", "-0"]"#,
                r#"[{"1": [2, 300000.0], "x-1": "4"}|5e9|-0]"#,
            ),
            ("[{1: 2}]", "[{1: 2}]"),
            ("[01]", "[01]"),
            ("[1.]", "[1.]"),
            (r#"[ "a" ,"b" ]"#, "[a|b]"),
            (r#" [ "a" ,"b" ] "#, "[a|b]"),
            ("x<3", "x<3"),
            ("a<b", "a"),
            ("&amp;&lt;", "&<"),
            ("😀 ok", "😀 ok"),
            ("<!-- c -->t", "t"),
            ("<script>var a;</script>z", "var a; z"),
            ("a  b", "a  b"),
            ("a\nb\tc", "a\nb\tc"),
            ("  lead", "lead"),
            ("**ONEBACKSLASHQUOTE**z", "\\\"z"),
            ("<img src=\"d.png\"/>", ""),
            (r#"[["中"]]"#, r#"[["\u4e2d"]]"#),
            ("[1,\n2]", "[1,\n2]"),
            (r#"["\n"]"#, r"[\n]"),
        ];
        for (stored, expected) in table {
            assert_eq!(cleaned(stored, Lists::Plain), expected, "{stored}");
        }
    }

    #[test]
    fn every_list_in_json_is_one_for_clients_that_want_them() {
        let table = [
            (r#"["café"]"#, "[café]"),
            (r#"["😀", "\u00e9"]"#, "[😀|é]"),
            (r#"["a\"b", "5, [6]", "c\\"]"#, "[a\"b|5, [6]|c\\]"),
            ("[1,\n2]", "[1|2]"),
            (
                r#"["\"", 12345678901234567890123, 1.50]"#,
                "[\"|12345678901234567890123|1.5]",
            ),
            (r#"["<b>q</b> r", {"é": [1]}]"#, r#"[q r|{"\u00e9": [1]}]"#),
            (r#"["\u00015"]"#, r#"["\u00015"]"#),
            (r#"["a\"]"#, r#"["a\"]"#),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            ("25.94", "25.94"),
        ];
        for (stored, expected) in table {
            assert_eq!(cleaned(stored, Lists::Json), expected, "{stored}");
        }
    }

    #[test]
    fn what_is_missing_is_a_word_unless_clients_want_null() {
        let table = rows(&[("c", None, "7", 1, 1)]);
        let params = |choice: &str| Params::new(Reader::unlimited()).with("missing_answers", choice);
        let value_id = |choice: &str| {
            let wording = Wording::asked(&params(choice)).unwrap();
            served(&table, &wording).rows[0][VALUE_ID].clone()
        };
        assert_eq!(value_id("text"), Cell::Text("None".into()));
        assert_eq!(value_id("null"), Cell::Null);
        assert!(matches!(
            Wording::asked(&params("none")),
            Err(ApiError::BadChoice { .. })
        ));
    }

    fn rows(rows: &[(&str, Option<&str>, &str, i64, i64)]) -> Table {
        let row = |(part, value_id, answer, variant, count): &(&str, Option<&str>, &str, i64, i64)| {
            let text = |text: &str| Cell::Text(text.into());
            vec![
                text(part),
                value_id.map_or(Cell::Null, text),
                text(answer),
                Cell::Int(*variant),
                Cell::Int(*count),
                Cell::Int(*count),
            ]
        };
        let columns = [
            "part_id",
            "value_id",
            "answer_value_text",
            "variant",
            "first_response_count",
            "last_response_count",
        ];
        Table {
            columns: columns.map(String::from).to_vec(),
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn variants_of_the_same_answers_are_one_row() {
        let table = rows(&[
            ("a", Some("c0"), "Yes", 1, 2),
            ("a", Some("c1"), "No", 1, 3),
            ("a", Some("c0"), "Yes", 2, 5),
            ("b", Some("c0"), "Yes", 1, 2),
            ("b", Some("c0"), "Other", 2, 5),
            ("c", None, "7", 1, 1),
        ]);
        let wording = Wording::asked(&Params::new(Reader::unlimited())).unwrap();
        let found: Vec<_> = served(&table, &wording)
            .rows
            .iter()
            .map(|row| {
                let id = format!("{} {}", row[PART].as_text().unwrap(), row[VALUE_ID].as_text().unwrap());
                (
                    id,
                    row[LAST].as_int(),
                    row[VARIANT].as_int(),
                    row[CONSOLIDATED].as_int(),
                )
            })
            .collect();
        let row = |id: &str, count: i64, variant: Option<i64>, consolidated: i64| {
            (id.to_owned(), Some(count), variant, Some(consolidated))
        };
        assert_eq!(
            found,
            [
                row("a c0", 7, None, 1),
                row("a c1", 3, Some(1), 0),
                row("b c0", 2, Some(1), 0),
                row("b c0", 5, Some(2), 0),
                row("c None", 1, Some(1), 0),
            ]
        );
    }
}
