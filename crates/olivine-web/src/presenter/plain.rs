//! Rows as they are: what a section without a view shows.

use chrono::NaiveDate;
use olivine_api::query::{Answer, AnswerColumn, Cell as Field};
use olivine_report::manifest::ColumnType;

use super::rows::{created, day_number};
use super::{ChartRows, Context, Presented, Presenter};
use crate::format;
use crate::frame::own_report_words;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "plain",
    doc: "The rows as they are: numbers and dates formatted, columns named by their words.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let (words, report) = (context.words, context.report);
    let columns = answer.columns.iter().map(|column| TableColumn {
        key: column.name.clone(),
        label: column_label(words, report, &column.name),
        kind: match column.kind {
            Some(ColumnType::Integer | ColumnType::Float) => Kind::Number,
            Some(ColumnType::Date | ColumnType::Datetime) => Kind::Date,
            _ => Kind::Text,
        },
    });
    let rows = answer.rows.iter().map(|fields| {
        let is_course = answer.field(fields, LEVEL).as_text() == Some(COURSE);
        let cells = answer.columns.iter().zip(fields);
        let cells = cells.map(|(column, field)| match field {
            // Files keep the empty field that programs know.
            Field::Null if is_course && column.name == SECTION => Cell::missing(words.t("whole-course")),
            _ => cell(words, report, column, field),
        });
        TableRow {
            cells: cells.collect(),
            tag: None,
        }
    });
    let chart_rows = answer.rows.iter().map(|fields| {
        let row = serde_json::to_value(answer.json_row(fields));
        let Ok(serde_json::Value::Object(mut row)) = row else {
            return serde_json::Map::new();
        };
        // Drawings say states and kinds in the same words as tables.
        for (column, field) in answer.columns.iter().zip(fields) {
            let word = match field {
                Field::Text(text) => value_word(words, report, &column.name, text),
                _ => None,
            };
            if let Some(word) = word {
                row.insert(column.name.clone(), word.into());
            }
        }
        row
    });
    Presented {
        // Rows may be many: those that nothing draws are not written for a drawing.
        chart: context.is_drawn.then(|| ChartRows {
            rows: chart_rows.collect(),
            ..ChartRows::default()
        }),
        table: Some(DataTable {
            columns: columns.collect(),
            rows: rows.collect(),
            ..DataTable::default()
        }),
        is_plain: true,
        created: created(answer),
        ..Presented::default()
    }
}

/// Heading of a column: the word that its report or else the program has for it, else its name made readable.
pub fn column_label(words: &Words, report: &str, name: &str) -> String {
    let key = format!("column-{name}");
    let word = own_report_words(words, report, &key).or_else(|| words.find(&key));
    word.unwrap_or_else(|| readable(name))
}

/// Word of a value that stands for a state or a kind, such as `at_risk`; other values have none.
fn value_word(words: &Words, report: &str, column: &str, value: &str) -> Option<String> {
    let key = format!("value-{column}-{}", value.to_lowercase().replace(' ', "_"));
    let own = own_report_words(words, report, &key);
    own.or_else(|| match column {
        "enrollment_mode" | "mode" => words.find(&format!("mode-{value}")),
        _ => words.find(&key),
    })
}

/// `problem_display_name` → "Problem display name".
fn readable(name: &str) -> String {
    let spaced = name.replace(['_', '.'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Column of rows about parts of a course: which kind of part.
const LEVEL: &str = "level";
/// The part that is all of it, and lies in no section.
const COURSE: &str = "course";
/// Column of the section in which a part lies.
const SECTION: &str = "section";

/// Units of columns whose numbers have a form of their own, as the declaration of columns says.
const SHARE: &str = "share";
const PERCENT: &str = "percent";
const SECONDS: &str = "seconds";
const ID: &str = "id";

/// A whole number in the form of its unit (`UI 2.2`).
fn whole(words: &Words, unit: Option<&str>, number: i64) -> String {
    match unit {
        Some(PERCENT) => format::whole_percent(words, number as f64 / 100.0),
        Some(SECONDS) => format::duration(number),
        Some(ID) => number.to_string(),
        _ => format::integer(words, number),
    }
}

/// A number with a fraction in the form of its unit (`UI 2.2`).
fn fractional(words: &Words, unit: Option<&str>, number: f64) -> String {
    match unit {
        Some(SHARE) => format::table_percent(words, number),
        Some(PERCENT) => format::table_percent(words, number / 100.0),
        Some(SECONDS) => format::duration(number.round() as i64),
        _ => format::one_decimal(words, number),
    }
}

fn cell(words: &Words, report: &str, column: &AnswerColumn, field: &Field) -> Cell {
    let dated = |date: NaiveDate, text: String| Cell::number(text, day_number(date));
    let unit = column.unit.as_deref();
    match field {
        Field::Absent | Field::Null => Cell::missing(words.t("missing")),
        Field::Bool(flag) => Cell::text(flag.to_string()),
        Field::Int(number) => Cell::number(whole(words, unit, *number), *number as f64),
        Field::Float(number) => Cell::number(fractional(words, unit, *number), *number),
        Field::Text(text) if text.trim().is_empty() => Cell::text(words.t("empty-text")),
        Field::Text(text) => Cell::text(value_word(words, report, &column.name, text).unwrap_or_else(|| text.clone())),
        Field::Date(date) => dated(*date, format::date_long(words, *date)),
        Field::Datetime(time) => {
            let text = format!(
                "{}, {}",
                format::date_long(words, time.date()),
                format::time_of_day(words, *time)
            );
            Cell::number(text, time.and_utc().timestamp() as f64)
        }
        nested @ (Field::List(_) | Field::Object(_)) => {
            let json = olivine_api::query::JsonCell {
                cell: nested,
                iso8601: true,
            };
            Cell::text(serde_json::to_string(&json).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::{answer, english, present_alone};
    use crate::table::SortKey;
    use olivine_api::query::Cell as Field;

    #[test]
    fn states_and_kinds_have_words() {
        let words = english();
        assert_eq!(
            value_word(&words, "site.x", "learner_group", "at_risk").as_deref(),
            Some("At risk")
        );
        assert_eq!(
            value_word(&words, "site.x", "status", "not passed").as_deref(),
            Some("Not passed")
        );
        assert_eq!(
            value_word(&words, "site.x", "enrollment_mode", "masters").as_deref(),
            Some("Master's")
        );
        assert_eq!(value_word(&words, "site.x", "problem_display_name", "passed"), None);
    }

    #[test]
    fn units_give_numbers_their_form() {
        let float = Field::Float;
        let columns = [
            ("mean_grade", Some("share"), float(0.853), "85.3%"),
            ("score", None, float(0.853), "0.9"),
            ("reach", Some("percent"), float(12.34), "12.3%"),
            ("few", Some("percent"), float(0.4), "< 1%"),
            ("band", Some("percent"), Field::Int(50), "50%"),
            ("none", Some("percent"), Field::Int(0), "0%"),
            ("length", Some("seconds"), float(600.0), "10:00"),
            ("second", Some("seconds"), Field::Int(4500), "1:15:00"),
            ("user_id", Some("id"), Field::Int(1308), "1308"),
            ("people", Some("people"), Field::Int(1308), "1,308"),
        ];
        let names: Vec<&str> = columns.iter().map(|(name, ..)| *name).collect();
        let mut rows = answer(
            &names,
            vec![columns.iter().map(|(_, _, field, _)| field.clone()).collect()],
        );
        for (column, (_, unit, ..)) in rows.columns.iter_mut().zip(&columns) {
            column.unit = unit.map(str::to_owned);
        }
        let table = present_alone(&PRESENTER, &rows).table.unwrap();
        let texts: Vec<&str> = table.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        let expected: Vec<&str> = columns.iter().map(|(.., text)| *text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn marks_have_the_cells_of_the_table_as_tips() {
        let mut rows = answer(
            &["number", "page", "reach", "created"],
            vec![vec![
                Field::Int(3),
                Field::Text("Knots".to_owned()),
                Field::Float(12.5),
                Field::Null,
            ]],
        );
        rows.columns[0].kind = Some(ColumnType::Integer);
        rows.columns[2].unit = Some("percent".to_owned());
        let tip = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
            let presented = present_alone(&PRESENTER, &rows);
            assert!(!presented.drawn(&columns, false).unwrap().rows[0].contains_key("tip"));
            presented.drawn(&columns, true).unwrap().rows[0]["tip"].clone()
        };
        let named = tip(&["page", "reach"]);
        assert_eq!(named["heading"], "Knots");
        assert_eq!(named["lines"], serde_json::json!([["Reach", "12.5%"]]));
        let numbered = tip(&[]);
        let label = column_label(&english(), "site.x", "number");
        assert_eq!(numbered["heading"], format!("{label} 3"));
        assert_eq!(
            numbered["lines"].as_array().unwrap().len(),
            2,
            "when it was computed is no number"
        );
    }

    #[test]
    fn rows_that_nothing_draws_are_in_the_table_only() {
        let context = Context {
            words: &english(),
            report: "site.x",
            as_of: None,
            further: &std::collections::BTreeMap::new(),
            is_drawn: false,
            place: &std::collections::BTreeMap::new(),
            base: "",
        };
        let presented = present(&answer(&["count"], vec![vec![Field::Int(1)]]), &context);
        assert!(presented.chart.is_none());
        assert_eq!(presented.table.unwrap().rows.len(), 1);
    }

    #[test]
    fn the_row_of_the_whole_course_says_so_and_stays_empty_for_programs() {
        let text = |text: &str| Field::Text(text.to_owned());
        let rows = answer(
            &["section", "subsection", "level"],
            vec![
                vec![Field::Null, Field::Null, text("course")],
                vec![text("Knots"), Field::Null, text("section")],
                vec![Field::Null, text("Bends"), text("subsection")],
            ],
        );
        let table = present_alone(&PRESENTER, &rows).table.unwrap();
        let texts = |row: usize| -> Vec<&str> { table.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect() };
        assert_eq!(texts(0)[..2], ["Whole course", "--"]);
        assert_eq!(texts(1)[..2], ["Knots", "--"]);
        assert_eq!(
            texts(2)[..2],
            ["--", "Bends"],
            "a section without a title is not the course"
        );
        assert_eq!(table.rows[0].cells[0].key, SortKey::Missing);
    }

    #[test]
    fn rows_are_shown_as_they_are() {
        let rows = answer(
            &["length_of_straw", "count"],
            vec![
                vec![Field::Text(String::new()), Field::Int(1234)],
                vec![Field::Null, Field::Null],
                vec![Field::Text("  ".to_owned()), Field::Null],
            ],
        );
        let table = present_alone(&PRESENTER, &rows).table.unwrap();
        assert_eq!(table.columns[0].label, "Length of straw");
        assert_eq!(table.columns[1].label, english().t("column-count"));
        assert_eq!(table.rows[0].cells[0].text, "(empty)");
        assert_eq!(table.rows[0].cells[1].text, "1,234");
        assert_eq!(table.rows[1].cells[1].text, "--", "not known, and not nothing");
        assert_eq!(table.rows[2].cells[0].text, "(empty)", "nobody sees spaces");
    }
}
