//! Tables that a run has made: kept in files, so that memory does not grow with them.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use olivine_engine::QueryFile;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use tempfile::TempDir;

use crate::error::RunError;

/// How old a folder in the one for intermediate data must be to be taken for one of a program that was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// How the names of folders with the tables of a selection begin.
pub const SELECTION_FOLDER: &str = "selection-";
/// How the names of such folders begin: ours, and those of the query engine.
const OUR_FOLDERS: [&str; 3] = ["run-", SELECTION_FOLDER, "datafusion-"];

/// The folder of a run for the tables it makes; it goes with the run.
pub(crate) struct MadeTables {
    folder: TempDir,
}

/// A table that was made. The rows are read as often as needed.
#[derive(Debug, Clone)]
pub(crate) struct MadeTable {
    pub(crate) schema: SchemaRef,
    pub(crate) file: QueryFile,
}

/// A table in the making.
pub(crate) struct TableWriter {
    path: PathBuf,
    schema: SchemaRef,
    writer: ArrowWriter<File>,
    rows: u64,
}

impl MadeTables {
    /// Makes the folder below the one for intermediate data.
    pub(crate) fn new(spill_dir: &Path) -> Result<Self, RunError> {
        let folder = private_folder(spill_dir, "run-")?;
        remove_abandoned(spill_dir);
        Ok(Self { folder })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Begins a table.
    pub(crate) fn begin(&self, table: &str, schema: SchemaRef) -> Result<TableWriter, RunError> {
        let path = self.folder.path().join(format!("{table}.parquet"));
        let file = File::create(&path).map_err(RunError::intermediate(&path))?;
        // Whoever reads it reads all of it: least and greatest values would rule nothing out.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::None)
            .build();
        let writer =
            ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties)).map_err(|error| failed(&path, error))?;
        Ok(TableWriter {
            path,
            schema,
            writer,
            rows: 0,
        })
    }
}

impl TableWriter {
    /// Adds rows; they have the columns of the table.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<(), RunError> {
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(|error| failed(&self.path, error))
    }

    /// Ends the table.
    pub(crate) fn finish(self) -> Result<MadeTable, RunError> {
        let Self {
            path,
            schema,
            writer,
            rows,
        } = self;
        writer.close().map_err(|error| failed(&path, error))?;
        let bytes = std::fs::metadata(&path).map_err(RunError::intermediate(&path))?.len();
        Ok(MadeTable {
            schema,
            file: QueryFile { path, bytes, rows },
        })
    }
}

impl MadeTable {
    /// Its rows, some thousand at a time.
    pub(crate) fn batches(&self) -> Result<impl Iterator<Item = Result<RecordBatch, RunError>>, RunError> {
        let path = self.file.path.clone();
        let file = File::open(&path).map_err(RunError::intermediate(&path))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(ParquetRecordBatchReaderBuilder::build)
            .map_err(|error| failed(&path, error))?;
        Ok(reader.map(move |batch| batch.map_err(|error| failed(&path, ParquetError::from(error)))))
    }
}

/// Makes a folder below the one for intermediate data that nobody else may look into: rows about people are in it.
///
/// # Errors
/// [`RunError::Intermediate`].
pub fn private_folder(spill_dir: &Path, prefix: &str) -> Result<TempDir, RunError> {
    let made = std::fs::create_dir_all(spill_dir).and_then(|()| {
        tempfile::Builder::new()
            .prefix(prefix)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(spill_dir)
    });
    made.map_err(RunError::intermediate(spill_dir))
}

/// Removes what programs that were killed have left. What cannot be removed stays: it is in nobody's way but that of the disk.
fn remove_abandoned(spill_dir: &Path) {
    let Ok(entries) = std::fs::read_dir(spill_dir) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = OUR_FOLDERS
            .iter()
            .any(|begin| entry.file_name().to_string_lossy().starts_with(begin));
        let changed = entry.metadata().and_then(|metadata| metadata.modified());
        let is_old = changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > ABANDONED_AFTER));
        if is_ours
            && is_old
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::warn!(path = %entry.path().display(), %error, "intermediate data of a killed program stay");
        }
    }
}

/// The error of the system behind one of the file format, where there is one: it says whether the disk is full.
fn failed(path: &Path, error: ParquetError) -> RunError {
    let source = match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    };
    RunError::intermediate(path)(source)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn old_folders_of_killed_programs_go_and_others_stay() {
        let spill = tempfile::tempdir().unwrap();
        let long_ago = SystemTime::now() - 2 * ABANDONED_AFTER;
        for name in ["run-old", "selection-old", "datafusion-old", "photos", "run-new"] {
            let folder = spill.path().join(name);
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("data"), "1").unwrap();
            if name != "run-new" {
                File::open(&folder).unwrap().set_modified(long_ago).unwrap();
            }
        }
        let made = MadeTables::new(spill.path()).unwrap();
        let mode = made.folder.path().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "nobody else looks into it");
        drop(made);
        let mut left: Vec<String> = std::fs::read_dir(spill.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["photos", "run-new"]);
    }
}
