//! Reading columns of a data file from the object store.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::RecordBatch;
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt, TryFutureExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::async_reader::{AsyncFileReader, ParquetRecordBatchStreamBuilder};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

/// A Parquet file in an object store.
#[derive(Clone)]
struct StoredFile {
    store: Arc<dyn ObjectStore>,
    path: Path,
    size: u64,
}

fn external(error: object_store::Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}

impl AsyncFileReader for StoredFile {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>> {
        self.store.get_range(&self.path, range).map_err(external).boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, Result<Vec<Bytes>>> {
        async move { self.store.get_ranges(&self.path, &ranges).await.map_err(external) }.boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, Result<Arc<ParquetMetaData>>> {
        async move {
            let size = self.size;
            let reader = ParquetMetaDataReader::new().with_arrow_reader_options(options);
            Ok(Arc::new(
                reader
                    .with_prefetch_hint(Some(64 << 10))
                    .load_and_finish(self, size)
                    .await?,
            ))
        }
        .boxed()
    }
}

/// Which rows and columns of a file to read.
#[derive(Default)]
pub(crate) struct Selection<'a> {
    /// Columns by name; all when `None`. A column that the file lacks is left out.
    pub(crate) columns: Option<&'a [&'a str]>,
    /// Rows in a batch; the reader's default when `None`.
    pub(crate) batch_rows: Option<usize>,
}

/// The rows of a file, in its order.
pub(crate) async fn read_file(
    store: &Arc<dyn ObjectStore>,
    path: &Path,
    size: u64,
    selection: Selection<'_>,
) -> Result<BoxStream<'static, Result<RecordBatch>>> {
    let file = StoredFile {
        store: Arc::clone(store),
        path: path.clone(),
        size,
    };
    let mut builder = ParquetRecordBatchStreamBuilder::new(file).await?;
    if let Some(columns) = selection.columns {
        let fields = builder.parquet_schema().root_schema().get_fields().iter().enumerate();
        let wanted: Vec<usize> = fields
            .filter(|(_, field)| columns.contains(&field.name()))
            .map(|(root, _)| root)
            .collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted);
        builder = builder.with_projection(mask);
    }
    if let Some(rows) = selection.batch_rows {
        builder = builder.with_batch_size(rows);
    }
    Ok(builder.build()?.boxed())
}
