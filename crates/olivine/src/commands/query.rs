//! `olivine query`: a question in SQL, over results or lake; nothing can be changed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use clap::{Args, ValueEnum};
use futures::TryStreamExt;
use olivine_api::query::{Answer, AnswerColumn, Cell};
use olivine_engine::failures::SQL;
use olivine_engine::{EngineError, Session};
use olivine_failure::Failing;
use olivine_store::{Rows, StoreOptions, Value};

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// A question in SQL.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// One SELECT statement.
    pub sql: String,
    /// What to ask.
    #[arg(long, value_enum, default_value_t = On::Results)]
    pub on: On,
    /// How to print the answer.
    #[arg(long, value_enum)]
    pub format: Option<QueryFormat>,
    /// Where to write it instead of standard output; needed for Parquet.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// What a query asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum On {
    /// The published results.
    Results,
    /// Events, facts and LMS snapshots.
    Lake,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryFormat {
    /// Lines and columns for reading.
    Table,
    /// Comma separated.
    Csv,
    /// A list of objects.
    Json,
    /// A Parquet file (`--out`).
    Parquet,
}

/// Asks and prints the answer.
///
/// # Errors
/// The statement is refused or wrong, or the answer cannot be written.
pub async fn query(cli: &Cli, site: &Site, args: QueryArgs) -> Result<(), Problem> {
    let format = args.format.unwrap_or(if cli.json {
        QueryFormat::Json
    } else {
        QueryFormat::Table
    });
    if format == QueryFormat::Parquet && args.out.is_none() {
        let text = "Parquet is written to the file that `--out` names";
        return Err(ProgramError::Usage(text.to_owned()).into());
    }
    let answered = match args.on {
        On::Results => {
            let store = rooms::store(site, StoreOptions::default()).await?;
            Answered::Results(store.query(&args.sql, &[]).await?)
        }
        On::Lake => {
            let (schema, batches) = ask_lake(site, &args.sql).await?;
            Answered::Lake(schema, batches)
        }
    };
    // Only now: a question without an answer leaves the file as it was.
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(File::create(path).map_err(|source| ProgramError::File {
            path: path.clone(),
            source,
        })?),
        None => Box::new(io::stdout().lock()),
    };
    let written = match answered {
        Answered::Results(rows) => write_rows(&rows, format, &mut out),
        Answered::Lake(schema, batches) => write_batches(schema, &batches, format, &mut out),
    };
    match written.and_then(|()| out.flush()) {
        // The reader of a pipe may have seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => Err(ProgramError::File {
            path: args.out.unwrap_or_else(|| "standard output".into()),
            source,
        }
        .into()),
        Ok(()) => Ok(()),
    }
}

/// What came of a question.
enum Answered {
    Results(Rows),
    Lake(SchemaRef, Vec<RecordBatch>),
}

async fn ask_lake(site: &Site, sql: &str) -> Result<(SchemaRef, Vec<RecordBatch>), Problem> {
    let lake = rooms::lake(site).await?;
    let session = Session::new(&rooms::engine(site))?;
    let mut is_empty = true;
    for table in lake.tables().await? {
        if let Some(snapshot) = lake.snapshot(&table).await? {
            session.register_lake_table(&table, &lake, &snapshot)?;
            is_empty = false;
        }
    }
    let stream = match session.query(sql, &BTreeMap::new()).await {
        // That there is no such table would be true, and no help.
        Err(error) if is_empty && error.failure().code == SQL.code && names_a_table(sql) => {
            return Err(ProgramError::EmptyLake.into());
        }
        answer => answer?,
    };
    let schema = stream.schema();
    let batches = stream.try_collect().await.map_err(EngineError::from)?;
    Ok((schema, batches))
}

/// Whether a statement reads a table; a slip in one that reads none is no matter of the lake.
fn names_a_table(sql: &str) -> bool {
    sql.split_whitespace().any(|word| word.eq_ignore_ascii_case("from"))
}

fn write_batches(
    schema: SchemaRef,
    batches: &[RecordBatch],
    format: QueryFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let failed = io::Error::other::<arrow::error::ArrowError>;
    match format {
        QueryFormat::Table => {
            let shown = arrow::util::pretty::pretty_format_batches_with_schema(schema, batches).map_err(failed)?;
            writeln!(out, "{shown}")
        }
        QueryFormat::Csv => {
            let mut writer = arrow::csv::WriterBuilder::new().with_header(true).build(out);
            batches.iter().try_for_each(|batch| writer.write(batch)).map_err(failed)
        }
        QueryFormat::Json => {
            let mut writer = arrow::json::ArrayWriter::new(out);
            batches
                .iter()
                .try_for_each(|batch| writer.write(batch))
                .and_then(|()| writer.finish())
                .map_err(failed)
        }
        QueryFormat::Parquet => {
            let mut whole = Vec::new();
            let mut writer =
                parquet::arrow::ArrowWriter::try_new(&mut whole, schema, None).map_err(io::Error::other)?;
            batches
                .iter()
                .try_for_each(|batch| writer.write(batch))
                .map_err(io::Error::other)?;
            writer.close().map_err(io::Error::other)?;
            out.write_all(&whole)
        }
    }
}

fn write_rows(rows: &Rows, format: QueryFormat, out: &mut dyn Write) -> io::Result<()> {
    let texts = || rows.rows.iter().map(|row| row.iter().map(as_text).collect::<Vec<_>>());
    match format {
        QueryFormat::Table => {
            let header: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
            writeln!(out, "{}", output::table(&header, texts()))
        }
        QueryFormat::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(&rows.columns)?;
            for row in texts() {
                writer.write_record(&row)?;
            }
            writer.flush()
        }
        QueryFormat::Parquet => {
            let whole = olivine_api::http::columnar::parquet(&as_answer(rows)).map_err(io::Error::other)?;
            out.write_all(&whole)
        }
        QueryFormat::Json => {
            let object = |row: &Vec<Value>| -> serde_json::Map<String, serde_json::Value> {
                rows.columns.iter().cloned().zip(row.iter().map(as_json)).collect()
            };
            let all: Vec<_> = rows.rows.iter().map(object).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)
        }
    }
}

/// Rows as the data API would answer them, so that a file has the same types from both.
fn as_answer(rows: &Rows) -> Answer {
    let column = |name: &String| AnswerColumn {
        name: name.clone(),
        kind: None,
        doc: String::new(),
        unit: None,
        iso8601: true,
    };
    let cells = |row: &Vec<Value>| row.iter().cloned().map(Cell::from).collect();
    Answer {
        columns: rows.columns.iter().map(column).collect(),
        rows: rows.rows.iter().map(cells).collect(),
        single: false,
        page: None,
        as_of: None,
        created: None,
        version: String::new(),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        other => match as_json(other) {
            serde_json::Value::String(text) => text,
            json => json.to_string(),
        },
    }
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.clone().into(),
        Value::Date(day) => day.to_string().into(),
        Value::Datetime(time) => time.format("%Y-%m-%dT%H:%M:%S").to_string().into(),
    }
}
