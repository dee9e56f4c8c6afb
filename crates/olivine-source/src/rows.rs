//! Rows on their way from texts to the lake: converted, counted, written in batches.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, RecordBatch, StringBuilder, TimestampMicrosecondBuilder,
};
use chrono::NaiveDate;
use olivine_lake::{Lake, LmsWriter};

use crate::error::SourceError;
use crate::tables::{Kind, LmsTable};

/// Rows held before they are written.
const BATCH_ROWS: usize = 16 * 1024;
/// Bytes of texts held before they are written: rows may be long.
const BATCH_BYTES: usize = 64 << 20;

enum Builder {
    Integer(Int64Builder),
    Text(StringBuilder),
    Time(TimestampMicrosecondBuilder),
    Boolean(BooleanBuilder),
    Float(Float64Builder),
}

/// One table of a snapshot being written.
pub(crate) struct Rows {
    table: &'static LmsTable,
    builders: Vec<Builder>,
    held: usize,
    held_bytes: usize,
    writer: LmsWriter,
    /// Rows taken.
    pub(crate) rows: u64,
    /// Rows left out, by reason.
    pub(crate) skipped: BTreeMap<String, u64>,
    /// Columns that the source has not; they are empty.
    pub(crate) lacking: Vec<String>,
}

impl Rows {
    pub(crate) async fn begin(lake: &Lake, table: &'static LmsTable, date: NaiveDate) -> Result<Self, SourceError> {
        let writer = lake.lms_writer(table.name, date, &table.schema()).await?;
        Ok(Self {
            table,
            builders: builders(table),
            held: 0,
            held_bytes: 0,
            writer,
            rows: 0,
            skipped: BTreeMap::new(),
            lacking: Vec::new(),
        })
    }

    /// Takes a row, one text for each column in declared order; none is null. A value that is not of its type makes the whole row
    /// one that is left out and counted, as does a row without its first column, which is the key of every table.
    pub(crate) async fn push(&mut self, cells: &[Option<&str>]) -> Result<(), SourceError> {
        let mut parsed = Vec::with_capacity(cells.len());
        for ((name, kind), cell) in self.table.columns.iter().zip(cells) {
            match parse(*kind, *cell) {
                Ok(value) => parsed.push(value),
                Err(()) => {
                    self.skip(format!("{name} is no {kind:?}").to_lowercase());
                    return Ok(());
                }
            }
        }
        if matches!(parsed.first(), Some(Cell::Null)) {
            self.skip(format!("no {}", self.table.columns[0].0));
            return Ok(());
        }
        for (builder, value) in self.builders.iter_mut().zip(parsed) {
            if let Cell::Text(text) = &value {
                self.held_bytes += text.len();
            }
            append(builder, value);
        }
        self.rows += 1;
        self.held += 1;
        if self.held >= BATCH_ROWS || self.held_bytes >= BATCH_BYTES {
            self.write().await
        } else {
            Ok(())
        }
    }

    /// The table that is written.
    pub(crate) fn table(&self) -> &'static LmsTable {
        self.table
    }

    /// Counts a row that is left out.
    pub(crate) fn skip(&mut self, reason: String) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    async fn write(&mut self) -> Result<(), SourceError> {
        let columns: Vec<ArrayRef> = self.builders.iter_mut().map(finish).collect();
        (self.held, self.held_bytes) = (0, 0);
        let batch = RecordBatch::try_new(self.table.schema(), columns).map_err(|error| SourceError::Rows {
            table: self.table.name.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(self.writer.append(&batch).await?)
    }

    /// Writes what is held; nothing is visible before the commit.
    pub(crate) async fn finish(mut self) -> Result<Complete, SourceError> {
        if self.held > 0 {
            self.write().await?;
        }
        Ok(Complete {
            table: self.table,
            writer: self.writer,
            rows: self.rows,
            skipped: self.skipped,
            lacking: self.lacking,
        })
    }
}

/// A table of a snapshot, complete and ready to be seen.
pub(crate) struct Complete {
    pub(crate) table: &'static LmsTable,
    pub(crate) writer: LmsWriter,
    pub(crate) rows: u64,
    pub(crate) skipped: BTreeMap<String, u64>,
    pub(crate) lacking: Vec<String>,
}

enum Cell {
    Null,
    Integer(i64),
    Text(String),
    Time(i64),
    Boolean(bool),
    Float(f64),
}

fn parse(kind: Kind, text: Option<&str>) -> Result<Cell, ()> {
    let Some(text) = text else { return Ok(Cell::Null) };
    let trimmed = text.trim();
    if trimmed.is_empty() && kind != Kind::Text {
        return Ok(Cell::Null);
    }
    match kind {
        Kind::Text => Ok(Cell::Text(cleaned(text))),
        Kind::Integer => trimmed.parse().map(Cell::Integer).map_err(|_| ()),
        Kind::Float => trimmed
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite())
            .map(Cell::Float)
            .ok_or(()),
        Kind::Decimal2 => {
            let number = trimmed.parse::<f64>().ok().filter(|n| n.is_finite()).ok_or(())?;
            // A hair above, so that a half which binary fractions miss is still rounded up.
            Ok(Cell::Float(((number * 100.0) + 1e-9).round() / 100.0))
        }
        Kind::Boolean => match trimmed.to_ascii_lowercase().as_str() {
            "1" | "true" | "t" => Ok(Cell::Boolean(true)),
            "0" | "false" | "f" => Ok(Cell::Boolean(false)),
            _ => Err(()),
        },
        // MySQL's zero date stands for none.
        Kind::Time if trimmed.starts_with("0000-00-00") => Ok(Cell::Null),
        Kind::Time => time(trimmed).map(Cell::Time).ok_or(()),
    }
}

/// A time in one of the forms of databases and APIs, in microseconds since 1970; a day alone is its midnight.
pub(crate) fn time(text: &str) -> Option<i64> {
    let midnight = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let parsed = olivine_event::time::parse(text).map(|time| time.micros);
    parsed.or_else(|| midnight().map(|time| time.and_utc().timestamp_micros()))
}

/// Line ends and separators of old table files become blanks (`EN S13`); NUL characters go.
pub(crate) fn cleaned(text: &str) -> String {
    let kept = text.chars().filter(|c| *c != '\0');
    kept.map(|c| if matches!(c, '\r' | '\n' | '\u{1}') { ' ' } else { c })
        .collect()
}

fn builders(table: &LmsTable) -> Vec<Builder> {
    let builder = |(_, kind): &(&str, Kind)| match kind {
        Kind::Integer => Builder::Integer(Int64Builder::new()),
        Kind::Text => Builder::Text(StringBuilder::new()),
        Kind::Time => Builder::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
        Kind::Boolean => Builder::Boolean(BooleanBuilder::new()),
        Kind::Float | Kind::Decimal2 => Builder::Float(Float64Builder::new()),
    };
    table.columns.iter().map(builder).collect()
}

fn append(builder: &mut Builder, cell: Cell) {
    match (builder, cell) {
        (Builder::Integer(builder), Cell::Integer(value)) => builder.append_value(value),
        (Builder::Text(builder), Cell::Text(value)) => builder.append_value(value),
        (Builder::Time(builder), Cell::Time(value)) => builder.append_value(value),
        (Builder::Boolean(builder), Cell::Boolean(value)) => builder.append_value(value),
        (Builder::Float(builder), Cell::Float(value)) => builder.append_value(value),
        (Builder::Integer(builder), _) => builder.append_null(),
        (Builder::Text(builder), _) => builder.append_null(),
        (Builder::Time(builder), _) => builder.append_null(),
        (Builder::Boolean(builder), _) => builder.append_null(),
        (Builder::Float(builder), _) => builder.append_null(),
    }
}

fn finish(builder: &mut Builder) -> ArrayRef {
    match builder {
        Builder::Integer(builder) => Arc::new(builder.finish()),
        Builder::Text(builder) => Arc::new(builder.finish()),
        Builder::Time(builder) => Arc::new(builder.finish()),
        Builder::Boolean(builder) => Arc::new(builder.finish()),
        Builder::Float(builder) => Arc::new(builder.finish()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind, text: &str) -> Option<String> {
        Some(match parse(kind, Some(text)).ok()? {
            Cell::Null => "null".into(),
            Cell::Integer(n) => n.to_string(),
            Cell::Text(text) => text,
            Cell::Time(micros) => chrono::DateTime::from_timestamp_micros(micros)?.to_rfc3339(),
            Cell::Boolean(truth) => truth.to_string(),
            Cell::Float(number) => number.to_string(),
        })
    }

    #[test]
    fn texts_become_values() {
        let table = [
            (Kind::Integer, " 7 ", Some("7")),
            (Kind::Integer, "7.0", None),
            (Kind::Integer, "", Some("null")),
            (Kind::Boolean, "1", Some("true")),
            (Kind::Boolean, "False", Some("false")),
            (Kind::Boolean, "2", None),
            (Kind::Text, "a\r\nb\u{1}c\0\td", Some("a  b c\td")),
            (Kind::Text, "", Some("")),
            (Kind::Decimal2, "0.835", Some("0.84")),
            (Kind::Decimal2, "0.8349", Some("0.83")),
            (Kind::Float, "NaN", None),
            (
                Kind::Time,
                "2024-01-02 03:04:05.5",
                Some("2024-01-02T03:04:05.500+00:00"),
            ),
            (Kind::Time, "2024-01-02T03:04:05Z", Some("2024-01-02T03:04:05+00:00")),
            (Kind::Time, "2024-01-02", Some("2024-01-02T00:00:00+00:00")),
            (Kind::Time, "0000-00-00 00:00:00", Some("null")),
            (Kind::Time, "soon", None),
        ];
        for (kind, text, expected) in table {
            assert_eq!(shown(kind, text).as_deref(), expected, "{kind:?} {text:?}");
        }
    }
}
