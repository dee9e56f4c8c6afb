//! Writing a Parquet data file and the log entry that goes with it.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, RecordBatch, TimestampMicrosecondArray};
use arrow::compute::{max, min};
use arrow::datatypes::SchemaRef;
use arrow::row::{RowConverter, SortField};
use backon::{ExponentialBuilder, Retryable};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, SecondsFormat};
use deltalake_core::kernel::Add;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use crate::error::LakeError;
use crate::patient::may_pass;
use crate::table::{CONTENT_TAG, Table};

/// Files up to this size go to the store in one request.
const ONE_REQUEST: usize = 16 << 20;
/// Larger ones in parts of this size.
const PART: usize = 8 << 20;
/// Rows in a page of a column at most.
pub const PAGE_ROWS: usize = 16 << 10;
/// Rows in a row group at most.
const ROW_GROUP_ROWS: usize = 256 << 10;

/// How the files of a table are laid out.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// The columns of rows that are written, without the partition column.
    pub(crate) schema: SchemaRef,
    /// The same columns as readers see them.
    pub(crate) file_schema: SchemaRef,
    /// The column whose values are in the folder names.
    pub(crate) partition_column: String,
    pub(crate) properties: WriterProperties,
}

/// Properties shared by all files: bounded pages with an index, so that a reader of few rows reads few pages. Their columns are small
/// in most files, a day each: a compression that sets up much for each column would cost more than it saves.
pub(crate) fn base_properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_data_page_size_limit(256 << 10)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_write_batch_size(512)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_column_index_truncate_length(Some(64))
        .set_statistics_truncate_length(Some(64))
        .set_created_by(concat!("olivine ", env!("CARGO_PKG_VERSION")).to_owned())
}

/// Marks columns that readers search by: their pages carry least and greatest values.
pub(crate) fn with_page_index(builder: WriterPropertiesBuilder, columns: &[&str]) -> WriterPropertiesBuilder {
    columns.iter().fold(builder, |builder, column| {
        builder.set_column_statistics_enabled(ColumnPath::from(*column), EnabledStatistics::Page)
    })
}

/// A Parquet file in the making.
pub(crate) struct FileWriter {
    table: String,
    writer: ArrowWriter<Vec<u8>>,
    partition_column: String,
    rows: u64,
    least_time: Option<i64>,
    greatest_time: Option<i64>,
}

/// A finished Parquet file, still in memory.
pub(crate) struct FinishedFile {
    bytes: Bytes,
    partition_column: String,
    stats: String,
}

impl FileWriter {
    pub(crate) fn new(table: &str, layout: &Layout) -> Result<Self, LakeError> {
        // Readers see the types of the table, not those that the rows happened to have here.
        let columns = ArrowSchemaConverter::new()
            .convert(&layout.file_schema)
            .map_err(LakeError::data_file(table))?;
        let options = ArrowWriterOptions::new()
            .with_properties(layout.properties.clone())
            .with_parquet_schema(columns)
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(Vec::new(), Arc::clone(&layout.schema), options)
            .map_err(LakeError::data_file(table))?;
        Ok(Self {
            table: table.to_owned(),
            writer,
            partition_column: layout.partition_column.clone(),
            rows: 0,
            least_time: None,
            greatest_time: None,
        })
    }

    /// Appends rows; they are in the order of the file.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        if let Some(times) = batch
            .column_by_name("time")
            .and_then(|column| column.as_any().downcast_ref::<TimestampMicrosecondArray>())
        {
            self.least_time = self.least_time.into_iter().chain(min(times)).min();
            self.greatest_time = self.greatest_time.into_iter().chain(max(times)).max();
        }
        self.rows += batch.num_rows() as u64;
        self.writer.write(batch).map_err(LakeError::data_file(&self.table))
    }

    /// Bytes written so far, including what is still being encoded.
    pub(crate) fn size(&self) -> usize {
        self.writer.bytes_written() + self.writer.in_progress_size()
    }

    pub(crate) fn finish(self) -> Result<FinishedFile, LakeError> {
        let stats = self.stats();
        let bytes = self.writer.into_inner().map_err(LakeError::data_file(&self.table))?;
        Ok(FinishedFile {
            bytes: bytes.into(),
            partition_column: self.partition_column,
            stats,
        })
    }

    /// Statistics in the form of the Delta protocol; times there have milliseconds, so the greatest is rounded up.
    fn stats(&self) -> String {
        let text = |micros: i64| {
            DateTime::from_timestamp_micros(micros).map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
        };
        let mut stats = serde_json::json!({ "numRecords": self.rows });
        if let (Some(least), Some(greatest)) = (self.least_time, self.greatest_time)
            && let (Some(least), Some(greatest)) = (
                text(least.div_euclid(1000) * 1000),
                text((greatest + 999).div_euclid(1000) * 1000),
            )
        {
            stats["minValues"] = serde_json::json!({ "time": least });
            stats["maxValues"] = serde_json::json!({ "time": greatest });
            stats["nullCount"] = serde_json::json!({});
        }
        stats.to_string()
    }
}

impl FinishedFile {
    /// Bytes of the file.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Puts the file into the table's folder and gives back the log entry that would make it part of the table. Until
    /// that is committed the file belongs to nothing.
    pub(crate) async fn store(
        self,
        table: &Table,
        partition: NaiveDate,
        content: u128,
        tags: &[(&str, String)],
    ) -> Result<Add, LakeError> {
        let path = format!(
            "{}={partition}/part-{:032x}.parquet",
            self.partition_column,
            rand::random::<u128>()
        );
        let size = self.bytes.len();
        put(table.store(), table.is_local(), &Path::from(path.as_str()), self.bytes)
            .await
            .map_err(LakeError::storage(format!("write {}/{path}", table.name)))?;
        let mut all_tags = HashMap::from([(CONTENT_TAG.to_owned(), Some(format!("{content:032x}")))]);
        all_tags.extend(
            tags.iter()
                .map(|(name, value)| ((*name).to_owned(), Some(value.clone()))),
        );
        Ok(Add {
            path,
            partition_values: HashMap::from([(self.partition_column, Some(partition.to_string()))]),
            size: i64::try_from(size).map_err(|_| LakeError::Internal(format!("file of {size} bytes")))?,
            modification_time: chrono::Utc::now().timestamp_millis(),
            data_change: true,
            stats: Some(self.stats),
            tags: Some(all_tags),
            ..Add::default()
        })
    }
}

/// Puts a file where it belongs, a large one in parts where the store is not a folder of this machine.
pub(crate) async fn put(
    store: &Arc<dyn ObjectStore>,
    is_local: bool,
    path: &Path,
    bytes: Bytes,
) -> object_store::Result<()> {
    // A local file is written and synced in one go; only a remote store gains from parts.
    if is_local || bytes.len() <= ONE_REQUEST {
        store.put(path, bytes.into()).await?;
        return Ok(());
    }
    // An upload in parts that breaks is begun again: nothing of it is there before its last step.
    let upload = || put_parts(store, path, bytes.clone());
    upload.retry(ExponentialBuilder::default()).when(may_pass).await
}

async fn put_parts(store: &Arc<dyn ObjectStore>, path: &Path, bytes: Bytes) -> object_store::Result<()> {
    let upload = store.put_multipart(path).await?;
    let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
    for start in (0..bytes.len()).step_by(PART) {
        writer.wait_for_capacity(2).await?;
        writer.put(bytes.slice(start..bytes.len().min(start + PART)));
    }
    writer.finish().await?;
    Ok(())
}

/// The order-independent sum of hashes of rows, for tables whose rows carry no identity.
pub(crate) fn sum_of_row_hashes(table: &str, batch: &RecordBatch) -> Result<u128, LakeError> {
    let fields = batch
        .schema()
        .fields()
        .iter()
        .map(|field| SortField::new(field.data_type().clone()))
        .collect();
    let converter = RowConverter::new(fields).map_err(LakeError::rows(table))?;
    let rows = converter
        .convert_columns(batch.columns())
        .map_err(LakeError::rows(table))?;
    Ok(rows
        .iter()
        .map(|row| xxhash_rust::xxh3::xxh3_128(row.as_ref()))
        .fold(0, u128::wrapping_add))
}
