//! LMS tables from a folder of CSV files: RFC 4180, a header line, `\N` for null, `TABLE.csv`.

use std::path::Path;

use chrono::NaiveDate;
use olivine_lake::Lake;

use crate::error::SourceError;
use crate::lms::{ImportSummary, Watch};
use crate::rows::{Complete, Rows};
use crate::tables::{LmsTable, VIDEO_CLIPS, YOUTUBE_VIDEOS};

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
    // Tables that nothing misses.
    for table in [&VIDEO_CLIPS, &YOUTUBE_VIDEOS] {
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

async fn read_table(
    file: &Path,
    table: &'static LmsTable,
    lake: &Lake,
    date: NaiveDate,
) -> Result<Complete, SourceError> {
    let unreadable = |error: csv::Error| SourceError::File {
        file: file.display().to_string(),
        reason: error.to_string(),
    };
    // Texts that are not UTF-8 are mended, not refused: a name must not cost the table.
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(file)
        .map_err(unreadable)?;
    let header: Vec<String> = reader
        .byte_headers()
        .map_err(unreadable)?
        .iter()
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    let mut places = Vec::with_capacity(table.columns.len());
    for (name, _) in table.columns {
        let place = header
            .iter()
            .position(|column| column.trim_start_matches('\u{feff}') == *name);
        // A file made for one purpose may leave out columns that another needs; the key must be there.
        if place.is_none() && places.is_empty() {
            return Err(SourceError::NoColumn {
                table: table.name.to_owned(),
                column: (*name).to_owned(),
            });
        }
        places.push(place);
    }
    let mut rows = Rows::begin(lake, table, date).await?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
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
