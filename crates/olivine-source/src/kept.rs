//! What the newest snapshot of a table says of courses: it is kept where nothing else tells of them.

use std::collections::BTreeSet;

use arrow::array::{Array, RecordBatch};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use object_store::ObjectStoreExt;
use object_store::path::Path;
use olivine_lake::{Lake, LakeError};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

use crate::error::SourceError;
use crate::rows::Rows;
use crate::tables::LmsTable;

/// A text for each column of a table; none is null.
type Cells = Vec<Option<String>>;

/// Takes over what the newest snapshot of the table holds of these courses.
///
/// # Errors
/// The lake cannot be read or written.
pub(crate) async fn keep(courses: &BTreeSet<String>, lake: &Lake, rows: &mut Rows) -> Result<(), SourceError> {
    if courses.is_empty() {
        return Ok(());
    }
    take_over(Some(courses), lake, rows).await
}

/// Takes over all that the newest snapshot of the table holds.
///
/// # Errors
/// The lake cannot be read or written.
pub(crate) async fn keep_all(lake: &Lake, rows: &mut Rows) -> Result<(), SourceError> {
    take_over(None, lake, rows).await
}

/// Takes over rows of these courses, or of all.
async fn take_over(courses: Option<&BTreeSet<String>>, lake: &Lake, rows: &mut Rows) -> Result<(), SourceError> {
    let table = rows.table();
    let Some((_, snapshot)) = lake.latest_lms(table.name).await? else {
        return Ok(());
    };
    let store = lake.object_store();
    for file in &snapshot.files {
        let failed = |source| LakeError::Storage {
            what: format!("read {}", file.path),
            source,
        };
        let found = store.get(&Path::from(file.path.as_str())).await.map_err(failed)?;
        let content = found.bytes().await.map_err(failed)?;
        let kept = rows_of_file(content, table, courses).map_err(|source| LakeError::DataFile {
            table: table.name.to_owned(),
            source,
        })?;
        for row in kept {
            let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
            rows.push(&cells).await?;
        }
    }
    Ok(())
}

fn rows_of_file(
    file: impl ChunkReader + 'static,
    table: &LmsTable,
    courses: Option<&BTreeSet<String>>,
) -> Result<Vec<Cells>, ParquetError> {
    let mut rows = Vec::new();
    for batch in ParquetRecordBatchReaderBuilder::try_new(file)?.build()? {
        rows.extend(rows_of_batch(&batch?, table, courses)?);
    }
    Ok(rows)
}

fn rows_of_batch(
    batch: &RecordBatch,
    table: &LmsTable,
    courses: Option<&BTreeSet<String>>,
) -> Result<Vec<Cells>, ArrowError> {
    let options = FormatOptions::default();
    let mut columns = Vec::with_capacity(table.columns.len());
    let mut course_at = None;
    for (at, (name, _)) in table.columns.iter().enumerate() {
        if *name == "course_id" {
            course_at = Some(at);
        }
        // A snapshot may be older than a column.
        columns.push(match batch.column_by_name(name) {
            Some(column) => Some((column, ArrayFormatter::try_new(column, &options)?)),
            None => None,
        });
    }
    let cell = |at: usize, row: usize| {
        let (column, texts) = columns.get(at)?.as_ref()?;
        column.is_valid(row).then(|| texts.value(row).to_string())
    };
    let is_wanted = |row: &usize| {
        let Some(courses) = courses else { return true };
        let course = course_at.and_then(|at| cell(at, *row));
        course.is_some_and(|course| courses.contains(&course))
    };
    let wanted = (0..batch.num_rows()).filter(is_wanted);
    Ok(wanted
        .map(|row| (0..table.columns.len()).map(|at| cell(at, row)).collect())
        .collect())
}
