//! LMS tables from a folder of CSV files: RFC 4180, a header line, `\N` for null, `TABLE.csv`.

use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;
use csv::Reader;
use olivine_lake::Lake;
use tracing::warn;

use crate::error::SourceError;
use crate::lms::{ImportSummary, Watch};
use crate::look::{TableLook, TableState};
use crate::rows::{Complete, Rows};
use crate::tables::{Kind, LmsTable, VIDEO_CLIPS, YOUTUBE_VIDEOS};

/// Tables that nothing misses where they are not there.
const NOT_MISSED: [&LmsTable; 2] = [&VIDEO_CLIPS, &YOUTUBE_VIDEOS];

pub(crate) async fn read(
    folder: &Path,
    wanted: &[&'static LmsTable],
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
    watch: &dyn Watch,
) -> Result<Vec<Complete>, SourceError> {
    if !folder.is_dir() {
        return Err(SourceError::NoFolder {
            folder: folder.display().to_string(),
        });
    }
    let mut tables = Vec::new();
    for table in wanted {
        let file = folder.join(format!("{}.csv", table.name));
        if file.is_file() {
            watch.table(table.name);
            tables.push(read_table(&file, table, lake, date).await?);
        } else {
            summary.absent.push(table.name.to_owned());
        }
    }
    for table in NOT_MISSED {
        let file = folder.join(format!("{}.csv", table.name));
        if file.is_file() {
            watch.table(table.name);
            tables.push(read_table(&file, table, lake, date).await?);
        }
    }
    if tables.is_empty() {
        return Err(SourceError::NoTables {
            place: folder.display().to_string(),
        });
    }
    Ok(tables)
}

/// Looks at the headers of the files.
pub(crate) fn look(folder: &Path, wanted: &[&'static LmsTable]) -> Result<Vec<TableLook>, SourceError> {
    if !folder.is_dir() {
        return Err(SourceError::NoFolder {
            folder: folder.display().to_string(),
        });
    }
    let mut looks = Vec::with_capacity(wanted.len());
    for table in wanted {
        let file = folder.join(format!("{}.csv", table.name));
        let state = if file.is_file() {
            state_of(&file, table)?
        } else {
            TableState::Absent
        };
        looks.push(TableLook {
            table: table.name,
            state,
        });
    }
    for table in NOT_MISSED {
        let file = folder.join(format!("{}.csv", table.name));
        if file.is_file() {
            looks.push(TableLook {
                table: table.name,
                state: state_of(&file, table)?,
            });
        }
    }
    Ok(looks)
}

fn state_of(file: &Path, table: &LmsTable) -> Result<TableState, SourceError> {
    let columns = table.lacking(&header_of(&mut open(file)?, file)?);
    if columns.is_empty() {
        return Ok(TableState::Readable);
    }
    Ok(TableState::Lacks {
        stops_import: columns.iter().any(|column| column == table.key()),
        columns,
    })
}

fn open(file: &Path) -> Result<Reader<File>, SourceError> {
    // Texts that are not UTF-8 are mended, not refused: a name must not cost the table.
    let mut builder = csv::ReaderBuilder::new();
    builder.flexible(true).from_path(file).map_err(unreadable(file))
}

/// The names of the columns.
fn header_of(reader: &mut Reader<File>, file: &Path) -> Result<Vec<String>, SourceError> {
    let header = reader.byte_headers().map_err(unreadable(file))?;
    let names = header.iter().map(String::from_utf8_lossy);
    Ok(names
        .map(|name| name.trim_start_matches('\u{feff}').to_owned())
        .collect())
}

fn unreadable(file: &Path) -> impl Fn(csv::Error) -> SourceError {
    move |error| SourceError::File {
        file: file.display().to_string(),
        reason: error.to_string(),
    }
}

async fn read_table(
    file: &Path,
    table: &'static LmsTable,
    lake: &Lake,
    date: NaiveDate,
) -> Result<Complete, SourceError> {
    let mut reader = open(file)?;
    let header = header_of(&mut reader, file)?;
    let lacking = table.lacking(&header);
    // A file made for one purpose may leave out columns that another needs; the key must be there.
    if lacking.iter().any(|column| column == table.key()) {
        return Err(SourceError::NoColumn {
            table: table.name.to_owned(),
            column: table.key().to_owned(),
        });
    }
    if !lacking.is_empty() {
        warn!(
            "{} has no column {}: taken as empty",
            file.display(),
            lacking.join(", ")
        );
    }
    let place_of = |(name, _): &(&str, Kind)| header.iter().position(|column| column == name);
    let places: Vec<Option<usize>> = table.columns.iter().map(place_of).collect();
    let mut rows = Rows::begin(lake, table, date).await?;
    rows.lacking = lacking;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(unreadable(file))? {
        if record.len() != header.len() {
            rows.skip("wrong number of fields".to_owned());
            continue;
        }
        let texts: Vec<Option<String>> = places
            .iter()
            .map(|place| {
                let bytes = record.get((*place)?)?;
                (bytes != b"\\N").then(|| String::from_utf8_lossy(bytes).into_owned())
            })
            .collect();
        let cells: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        rows.push(&cells).await?;
    }
    rows.finish().await
}
