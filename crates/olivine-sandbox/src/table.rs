//! Tables of true rows, for reports whose results are too many for `truth.json`.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use chrono::DateTime;

use crate::SandboxError;

/// The true rows of a result table, as `truth/<name>.jsonl` holds them: its columns in the first line, then a row in each
/// line, sorted. Values are text, as a report shows them: dates as `2025-03-01`, times as `2025-03-01 10:00:00.000000`,
/// truths as 0 and 1, numbers in decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct TrueTable {
    /// Name of the result table.
    pub name: String,
    /// Its columns, as far as their values are known.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Option<String>>>,
}

impl TrueTable {
    pub(crate) fn new(name: &str, columns: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let row: Vec<Option<String>> = row.into_iter().map(|cell| cell.0).collect();
        debug_assert_eq!(row.len(), self.columns.len(), "{}", self.name);
        self.rows.push(row);
    }

    /// Reads the table of that name of a sandbox.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it is not of this form.
    pub fn read(sandbox: &Path, name: &str) -> std::io::Result<Self> {
        let file = std::fs::File::open(sandbox.join("truth").join(format!("{name}.jsonl")))?;
        let mut lines = BufReader::new(file).lines();
        let columns = match lines.next() {
            Some(line) => serde_json::from_str(&line?)?,
            None => Vec::new(),
        };
        let rows = lines
            .map(|line| Ok(serde_json::from_str(&line?)?))
            .collect::<std::io::Result<_>>()?;
        Ok(Self {
            name: name.to_owned(),
            columns,
            rows,
        })
    }
}

/// Writes the tables, in a folder that then holds nothing else.
pub(crate) fn write(folder: &Path, tables: Vec<TrueTable>) -> Result<(), SandboxError> {
    let wrap = |path: &Path| {
        let path = path.to_owned();
        move |source| SandboxError::Write { path, source }
    };
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(wrap(folder)(error)),
        _ => std::fs::create_dir_all(folder).map_err(wrap(folder))?,
    }
    for mut table in tables {
        table.rows.sort_unstable();
        let path = folder.join(format!("{}.jsonl", table.name));
        let written = std::fs::File::create(&path).and_then(|file| {
            let mut file = BufWriter::new(file);
            serde_json::to_writer(&mut file, &table.columns)?;
            for row in &table.rows {
                file.write_all(b"\n")?;
                serde_json::to_writer(&mut file, row)?;
            }
            file.write_all(b"\n")?;
            file.flush()
        });
        written.map_err(wrap(&path))?;
    }
    Ok(())
}

/// A value on its way into a table.
#[derive(Debug)]
pub(crate) struct Cell(Option<String>);

impl Cell {
    /// Text, null when it is empty.
    pub(crate) fn unless_empty(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.to_owned()))
    }

    /// A time in microseconds since 1970.
    pub(crate) fn time(micros: i64) -> Self {
        let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
        Self(Some(time.format("%Y-%m-%d %H:%M:%S%.6f").to_string()))
    }

    pub(crate) fn truth(truth: bool) -> Self {
        Self(Some(u8::from(truth).to_string()))
    }
}

/// Anything that is written as it shows itself.
impl<T: ToString> From<T> for Cell {
    fn from(value: T) -> Self {
        Self(Some(value.to_string()))
    }
}

/// Null where there is nothing.
pub(crate) fn or_null<T: ToString>(value: Option<T>) -> Cell {
    Cell(value.map(|value| value.to_string()))
}
