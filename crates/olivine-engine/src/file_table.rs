//! A table as a list of Parquet files: of a lake snapshot, or written by a run.
//!
//! Plain Parquet scans, so that a plan can be sent to other machines.

use std::sync::Arc;

use arrow::array::{AsArray, Date32Array, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Field, FieldRef, Fields, Schema, SchemaRef};
use chrono::NaiveDate;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::stats::Precision;
use datafusion::common::{DFSchema, ScalarValue, Statistics};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::datasource::table_schema::TableSchema;
use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use object_store::path::Path;
use olivine_lake::PAGE_ROWS;

/// Files that have fewer rows on average have one page of most columns: to find out whether it can be left out costs more than it
/// saves.
const FEW_ROWS: u64 = PAGE_ROWS as u64;
/// Files that have fewer bytes on average are decoded from beginning to end.
const SMALL_FILE_BYTES: u64 = 256 << 10;

/// One file of a table.
#[derive(Debug, Clone)]
pub(crate) struct TableFile {
    /// From the root of the object store.
    pub(crate) location: Path,
    pub(crate) bytes: u64,
    pub(crate) rows: u64,
    /// Value of the partition column, if the table has one.
    pub(crate) partition: Option<NaiveDate>,
}

/// A table that is a list of Parquet files.
#[derive(Debug)]
pub(crate) struct FileTable {
    store: ObjectStoreUrl,
    schema: TableSchema,
    partition_column: Option<String>,
    files: Vec<TableFile>,
}

impl FileTable {
    /// A table of files in a store. The partition column, if any, is in `schema` but not in the files.
    pub(crate) fn new(
        store: ObjectStoreUrl,
        schema: &Schema,
        partition_column: Option<String>,
        files: Vec<TableFile>,
    ) -> Self {
        let is_partition = |field: &FieldRef| Some(field.name()) == partition_column.as_ref();
        let in_files: Fields = schema
            .fields()
            .iter()
            .filter(|field| !is_partition(field))
            .map(as_view)
            .collect();
        let partition: Vec<FieldRef> = partition_column
            .iter()
            .map(|name| Arc::new(Field::new(name, DataType::Date32, true)))
            .collect();
        Self {
            store,
            schema: TableSchema::builder(Arc::new(Schema::new(in_files)))
                .with_table_partition_cols(partition)
                .build(),
            partition_column,
            files,
        }
    }

    /// Bytes of all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// Whether a filter looks at the partition column and nothing else.
    fn is_about_partition(&self, filter: &Expr) -> bool {
        let columns = filter.column_refs();
        !columns.is_empty()
            && !filter.is_volatile()
            && columns
                .iter()
                .all(|column| Some(&column.name) == self.partition_column.as_ref())
    }

    /// The files whose partition fits all filters about it.
    fn pruned(&self, state: &dyn Session, filters: &[Expr]) -> Result<Vec<&TableFile>> {
        let mut kept: Vec<&TableFile> = self.files.iter().collect();
        let Some(column) = &self.partition_column else {
            return Ok(kept);
        };
        let schema = Arc::new(Schema::new(vec![Field::new(column, DataType::Date32, true)]));
        let names = DFSchema::try_from(Arc::clone(&schema))?;
        for filter in filters.iter().filter(|filter| self.is_about_partition(filter)) {
            let days: Date32Array = kept
                .iter()
                .map(|file| file.partition.map(Date32Type::from_naive_date))
                .collect();
            let count = days.len();
            let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(days)])?;
            let expression = state.create_physical_expr(unqualified(filter)?, &names)?;
            let fits = expression.evaluate(&batch)?.into_array(count)?;
            let mut fits = fits.as_boolean().iter();
            kept.retain(|_| fits.next().flatten() == Some(true));
        }
        Ok(kept)
    }

    fn partitioned_file(&self, file: &TableFile) -> PartitionedFile {
        let mut scanned = PartitionedFile::new(String::new(), file.bytes);
        // Set as it is: the constructor would encode the path once more.
        scanned.object_meta.location = file.location.clone();
        if self.partition_column.is_some() {
            scanned.partition_values = vec![ScalarValue::Date32(file.partition.map(Date32Type::from_naive_date))];
        }
        scanned
    }

    fn statistics_of(&self, files: &[&TableFile]) -> Statistics {
        let rows = files.iter().map(|file| file.rows).sum::<u64>();
        let bytes = files.iter().map(|file| file.bytes).sum::<u64>();
        let mut statistics = Statistics::new_unknown(self.schema.table_schema());
        statistics.num_rows = usize::try_from(rows).map_or(Precision::Absent, Precision::Exact);
        statistics.total_byte_size = usize::try_from(bytes).map_or(Precision::Absent, Precision::Inexact);
        statistics
    }
}

#[async_trait::async_trait]
impl TableProvider for FileTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.schema.table_schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let answer = |filter: &&Expr| {
            if self.is_about_partition(filter) {
                TableProviderFilterPushDown::Exact
            } else {
                TableProviderFilterPushDown::Inexact
            }
        };
        Ok(filters.iter().map(answer).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let files = self.pruned(state, filters)?;
        if files.is_empty() {
            let schema = match projection {
                Some(columns) => Arc::new(self.schema.table_schema().project(columns)?),
                None => self.schema(),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let group = FileGroup::new(files.iter().map(|file| self.partitioned_file(file)).collect());
        let groups = group.split_files(state.config().target_partitions().max(1));
        // Several tasks of a run read the same files: their footers are read once.
        let runtime = state.runtime_env();
        let reader = CachedParquetFileReaderFactory::new(
            runtime.object_store(&self.store)?,
            runtime.cache_manager.get_file_metadata_cache(),
        );
        let mut options = state.table_options().parquet.clone();
        let count = files.len() as u64;
        if files.iter().map(|file| file.rows).sum::<u64>() < count * FEW_ROWS {
            options.global.pruning = false;
            options.global.enable_page_index = false;
        }
        if files.iter().map(|file| file.bytes).sum::<u64>() < count * SMALL_FILE_BYTES {
            options.global.pushdown_filters = false;
        }
        let source = ParquetSource::new(self.schema.clone())
            .with_table_parquet_options(options)
            .with_parquet_file_reader_factory(Arc::new(reader))
            .with_metadata_size_hint(64 << 10);
        let config = FileScanConfigBuilder::new(self.store.clone(), Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(self.statistics_of(&files))
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }

    fn statistics(&self) -> Option<Statistics> {
        Some(self.statistics_of(&self.files.iter().collect::<Vec<_>>()))
    }
}

/// Texts and bytes are read as views: the reader need not copy them.
fn as_view(field: &FieldRef) -> FieldRef {
    let kind = match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        _ => return Arc::clone(field),
    };
    Arc::new(field.as_ref().clone().with_data_type(kind))
}

/// The filter with columns named without their table.
fn unqualified(filter: &Expr) -> Result<Expr> {
    datafusion::logical_expr::utils::split_conjunction(filter)
        .into_iter()
        .cloned()
        .map(datafusion::logical_expr::expr_rewriter::unnormalize_col)
        .reduce(Expr::and)
        .ok_or_else(|| datafusion::error::DataFusionError::Internal("a filter without conditions".to_owned()))
}
