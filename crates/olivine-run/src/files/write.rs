//! Writes the files of a declaration from the rows of its table, one after the other.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session};
use olivine_store::Value;

use super::names::Names;
use super::text::text_of;
use super::{FilePlace, FileStep, Form};
use crate::convert::values_of;
use crate::error::RunError;
use crate::made::MadeTable;

/// A file that waits to be put in place.
pub(crate) struct MadeFile {
    /// Where it waits.
    pub(crate) local: PathBuf,
    /// Where it goes.
    pub(crate) place: FilePlace,
}

/// Writes the files of a step into a folder of this machine.
pub(crate) async fn make(
    session: &Session,
    step: &FileStep,
    table: &MadeTable,
    folder: &Path,
) -> Result<Vec<MadeFile>, RunError> {
    let form = step.form()?;
    session.register_files(&step.table, &table.schema, std::slice::from_ref(&table.file))?;
    let files = values_of_by(session, step, form).await?;
    let names = Names::new(&form.path, &form.by, &files);
    let has = |column: &str| table.schema.field_with_name(column).is_ok();
    let mut stream = session.query(&statement(step, form, has), &BTreeMap::new()).await?;
    let mut made: Vec<MadeFile> = Vec::new();
    let mut open: Option<Open> = None;
    while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
        let columns: Vec<Vec<Value>> = batch.columns().iter().map(values_of).collect();
        let (by, written) = columns.split_at(form.by.len());
        for row in 0..batch.num_rows() {
            // Texts as they are in the columns of `by`, which have no missing values in tables that declare them as key.
            let values: Vec<String> = by
                .iter()
                .map(|column| text_of(&column[row], form).into_owned())
                .collect();
            if open.as_ref().is_none_or(|file| file.values != values) {
                made.extend(open.take().map(|file| file.close(form, &names)).transpose()?);
                let local = folder.join(format!("{}-{}.csv", step.file, made.len()));
                open = Some(Open::new(local, values, form)?);
            }
            if let Some(file) = &mut open {
                file.append(written.iter().map(|column| &column[row]), form)?;
            }
        }
    }
    made.extend(open.map(|file| file.close(form, &names)).transpose()?);
    Ok(made)
}

/// The values that tell files apart, one list for each file.
async fn values_of_by(session: &Session, step: &FileStep, form: &Form) -> Result<Vec<Vec<String>>, RunError> {
    if form.by.is_empty() {
        return Ok(Vec::new());
    }
    let columns: Vec<String> = form.by.iter().map(|column| quoted(column)).collect();
    let sql = format!("select distinct {} from {}", columns.join(", "), quoted(&step.table));
    let mut stream = session.query(&sql, &BTreeMap::new()).await?;
    let mut files = Vec::new();
    while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
        let columns: Vec<Vec<Value>> = batch.columns().iter().map(values_of).collect();
        let text = |row: usize| {
            let values = columns.iter().map(|column| text_of(&column[row], form).into_owned());
            values.collect()
        };
        files.extend((0..batch.num_rows()).map(text));
    }
    Ok(files)
}

/// All rows, those of a file beside each other and in its order; the columns of `by` first.
fn statement(step: &FileStep, form: &Form, has: impl Fn(&str) -> bool) -> String {
    let by = form.by.iter().map(|column| quoted(column));
    let written = form.columns.iter().map(|(column, _)| {
        if has(column) {
            quoted(column)
        } else {
            "cast(null as text)".to_owned()
        }
    });
    let selected: Vec<String> = by
        .chain(written)
        .enumerate()
        .map(|(place, column)| format!("{column} as c{place}"))
        .collect();
    let by = form.by.iter().map(|column| quoted(column));
    let order = form.order.iter().map(|column| match column.strip_suffix(" desc") {
        Some(column) => format!("{} desc nulls last", quoted(column)),
        None => format!("{} asc nulls first", quoted(column)),
    });
    let order: Vec<String> = by.chain(order).collect();
    let mut sql = format!("select {} from {}", selected.join(", "), quoted(&step.table));
    if !order.is_empty() {
        sql.push_str(&format!(" order by {}", order.join(", ")));
    }
    sql
}

/// Names of columns and tables are lower case letters, digits and `_` (validated), so quotes alone are enough.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The file being written.
struct Open {
    local: PathBuf,
    values: Vec<String>,
    writer: Writer<BufWriter<File>>,
    rows: u64,
}

impl Open {
    fn new(local: PathBuf, values: Vec<String>, form: &Form) -> Result<Self, RunError> {
        let file = File::create(&local).map_err(RunError::intermediate(&local))?;
        let mut writer = WriterBuilder::new()
            .quote_style(QuoteStyle::Necessary)
            .terminator(if form.crlf {
                Terminator::CRLF
            } else {
                Terminator::Any(b'\n')
            })
            .from_writer(BufWriter::new(file));
        let header = form.columns.iter().map(|(_, header)| header);
        writer.write_record(header).map_err(|error| failed(&local, error))?;
        Ok(Self {
            local,
            values,
            writer,
            rows: 0,
        })
    }

    fn append<'v>(&mut self, row: impl Iterator<Item = &'v Value>, form: &Form) -> Result<(), RunError> {
        let failed = |error| failed(&self.local, error);
        for value in row {
            self.writer
                .write_field(text_of(value, form).as_bytes())
                .map_err(failed)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(failed)?;
        self.rows += 1;
        Ok(())
    }

    fn close(self, form: &Form, names: &Names<'_>) -> Result<MadeFile, RunError> {
        let Self {
            local,
            values,
            writer,
            rows,
        } = self;
        let flushed = match writer.into_inner() {
            Ok(mut file) => file.flush(),
            Err(error) => Err(error.into_error()),
        };
        flushed.map_err(RunError::intermediate(&local))?;
        let bytes = std::fs::metadata(&local).map_err(RunError::intermediate(&local))?.len();
        let path = names.path(&values);
        let by = form.by.iter().cloned().zip(values).collect();
        Ok(MadeFile {
            local,
            place: FilePlace {
                path,
                by,
                rows,
                bytes,
                run_id: String::new(),
            },
        })
    }
}

fn failed(path: &Path, error: csv::Error) -> RunError {
    RunError::intermediate(path)(error.into())
}
