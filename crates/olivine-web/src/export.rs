//! A table as it is seen, filtered and sorted, with all its rows, as a file: CSV or a workbook (`UI 7.3`, export).

use axum::response::Response;
use chrono::NaiveDate;
use olivine_api::http::csv::harmless;

use crate::address::Query;
use crate::error::WebError;
use crate::page::download::attachment_of;
use crate::table::{Cell, DataTable, Kind, SortKey};
use crate::workbook::{self, Value};

/// Parameter that asks for a file instead of the page: `t2.csv`, the table of the second section.
pub const DOWNLOAD: &str = "download";
/// A file asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Number of the section.
    pub section: usize,
    /// Its form.
    pub form: Form,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xlsx,
}

impl Form {
    /// Both, in the order of their links.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// Ending of the file.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Wanted {
    /// What the address asks for; what makes no sense counts as not given.
    pub fn of(query: &Query) -> Option<Self> {
        let (section, ending) = query.get(DOWNLOAD)?.strip_prefix('t')?.split_once('.')?;
        let form = Form::ALL.into_iter().find(|form| form.ending() == ending)?;
        Some(Self {
            section: section.parse().ok()?,
            form,
        })
    }

    /// Its value in an address.
    pub fn value(section: usize, form: Form) -> String {
        format!("t{section}.{}", form.ending())
    }
}

/// The file of a table.
///
/// # Errors
/// [`WebError::Csv`] and [`WebError::Workbook`], which would be our fault.
pub fn file(form: Form, name: &str, title: &str, table: &DataTable) -> Result<Response, WebError> {
    let content = match form {
        Form::Csv => csv(table)?,
        Form::Xlsx => xlsx(title, table)?,
    };
    Ok(attachment_of(
        &format!("{name}.{}", form.ending()),
        form.media_type(),
        content,
    ))
}

/// What a cell is to a program: a number, a day, a text, or nothing.
fn plain<'a>(cell: &'a Cell, kind: Kind) -> Value<'a> {
    match (&cell.key, kind) {
        (SortKey::Missing, _) => Value::Nothing,
        (SortKey::Number(day), Kind::Date) => {
            NaiveDate::from_num_days_from_ce_opt(*day as i32).map_or(Value::Text(&cell.text), Value::Day)
        }
        (SortKey::Number(number), Kind::Number) => Value::Number(*number),
        _ => Value::Text(&cell.text),
    }
}

/// Times sort by seconds, not by days: they stay texts.
fn is_day(table: &DataTable, column: usize) -> bool {
    let days = f64::from(chrono::Datelike::num_days_from_ce(&NaiveDate::MAX));
    table
        .rows
        .iter()
        .all(|row| !matches!(row.cells[column].key, SortKey::Number(number) if number > days))
}

fn kinds(table: &DataTable) -> Vec<Kind> {
    let kind = |(at, column): (usize, &crate::table::TableColumn)| match column.kind {
        Kind::Date if !is_day(table, at) => Kind::Text,
        kind => kind,
    };
    table.columns.iter().enumerate().map(kind).collect()
}

fn csv(table: &DataTable) -> Result<Vec<u8>, WebError> {
    let kinds = kinds(table);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| harmless(&column.label).into_owned()))?;
    for row in &table.rows {
        let cells = row
            .cells
            .iter()
            .zip(&kinds)
            .map(|(cell, kind)| match plain(cell, *kind) {
                Value::Number(number) => number.to_string(),
                Value::Day(day) => day.format("%Y-%m-%d").to_string(),
                Value::Text(text) => harmless(text).into_owned(),
                Value::Nothing => String::new(),
            });
        writer.write_record(cells)?;
    }
    writer
        .into_inner()
        .map_err(|error| WebError::Csv(error.into_error().into()))
}

fn xlsx(title: &str, table: &DataTable) -> Result<Vec<u8>, WebError> {
    let kinds = kinds(table);
    let heads = table.columns.iter().map(|column| column.label.as_str());
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&kinds);
        cells.map(|(cell, kind)| plain(cell, *kind)).collect()
    });
    Ok(workbook::write(title, heads, rows)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::day;
    use crate::table::{TableColumn, TableRow};

    fn table() -> DataTable {
        let column = |label: &str, kind| TableColumn {
            key: label.to_owned(),
            label: label.to_owned(),
            kind,
        };
        let number_of = |date: &str| f64::from(chrono::Datelike::num_days_from_ce(&day(date)));
        let row = |date: &str, text: Cell, number: Cell| TableRow {
            cells: vec![Cell::number(date.to_owned(), number_of(date)), text, number],
            tag: None,
        };
        DataTable {
            columns: vec![
                column("Date", Kind::Date),
                column("Answer", Kind::Text),
                column("Share", Kind::Number),
            ],
            rows: vec![
                row("2026-03-01", Cell::text("=1+1"), Cell::number("50.0%".into(), 0.5)),
                row("2026-03-02", Cell::text("a, \"b\""), Cell::missing("-".into())),
                row("2026-03-03", Cell::text("-5"), Cell::number("-25.0%".into(), -0.25)),
            ],
            ..DataTable::default()
        }
    }

    #[test]
    fn numbers_are_numbers_and_formulas_are_texts() {
        let text = String::from_utf8(csv(&table()).unwrap()).unwrap();
        assert_eq!(
            text,
            "Date,Answer,Share\r\n2026-03-01,'=1+1,0.5\r\n2026-03-02,\"a, \"\"b\"\"\",\r\n2026-03-03,-5,-0.25\r\n"
        );
    }

    #[test]
    fn numbers_that_were_typed_stay_as_they_are_d16() {
        let mut table = table();
        table.columns[2].kind = Kind::Typed;
        for (row, typed) in table.rows.iter_mut().zip(["12.50", "1e3", "-7"]) {
            row.cells[2] = Cell::number(typed.to_owned(), 1.0);
        }
        let text = String::from_utf8(csv(&table).unwrap()).unwrap();
        let typed: Vec<&str> = text
            .lines()
            .skip(1)
            .filter_map(|line| line.rsplit(',').next())
            .collect();
        assert_eq!(typed, ["12.50", "1e3", "-7"]);
    }

    #[test]
    fn a_workbook_is_made_whatever_the_title() {
        for title in ["Enrollment Over Time", "", "a/b:c*d?e[f]g", &"long ".repeat(20)] {
            let file = xlsx(title, &table()).unwrap();
            assert_eq!(&file[..2], b"PK", "{title}");
        }
    }

    #[test]
    fn addresses_name_a_table_and_a_form() {
        let of = |text: &str| Wanted::of(&Query::parse(text));
        let wanted = of("download=t2.xlsx").unwrap();
        assert_eq!((wanted.section, wanted.form), (2, Form::Xlsx));
        assert_eq!(Wanted::value(wanted.section, wanted.form), "t2.xlsx");
        for bad in ["", "download=", "download=2.csv", "download=tx.csv", "download=t1.exe"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
