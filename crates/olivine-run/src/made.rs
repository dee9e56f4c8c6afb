//! Tables that a run has made: kept in files, so that memory does not grow with them.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use olivine_engine::QueryFile;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

use crate::error::RunError;

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
        let made = std::fs::create_dir_all(spill_dir)
            .and_then(|()| tempfile::Builder::new().prefix("run-").tempdir_in(spill_dir));
        let folder = made.map_err(RunError::intermediate(spill_dir))?;
        Ok(Self { folder })
    }

    /// Begins a table.
    pub(crate) fn begin(&self, table: &str, schema: SchemaRef) -> Result<TableWriter, RunError> {
        let path = self.folder.path().join(format!("{table}.parquet"));
        let file = File::create(&path).map_err(RunError::intermediate(&path))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
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
