//! The door of the room: a session that answers SQL.

use std::any::Any;
use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{ScalarValue, TableReference};
use datafusion::datasource::{MemTable, source_as_provider};
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::execution::memory_pool::TrackConsumersPool;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::execute_stream;
use datafusion::physical_plan::stream::{RecordBatchReceiverStream, RecordBatchStreamAdapter};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::{StreamExt, stream};
use object_store::path::Path;
use olivine_lake::{Lake, TableSnapshot};
use url::Url;

use crate::SendableRecordBatchStream;
use crate::apart::Apart;
use crate::bounded;
use crate::carried::{self, CarriedColumn};
use crate::country::CountryDatabase;
use crate::error::EngineError;
use crate::file_table::{FileTable, TableFile};
use crate::functions::{self, functions};
use crate::memory::SharedPool;
use crate::needless_work::{self, NeedlessWork};
use crate::plan_size;
use crate::statement;

/// How much larger rows are in memory than in a compressed file, roughly.
const SIZE_IN_MEMORY: u64 = 6;
/// How many consumers of memory a message about too little of it names.
const NAMED_CONSUMERS: usize = 3;

/// Rows that SQL of somebody else works on at a time.
const GUARDED_BATCH_ROWS: usize = 512;
/// Functions whose answer can be of any length, whatever they are given.
const UNBOUNDED_FUNCTIONS: [&str; 13] = [
    "array_concat",
    "array_repeat",
    "array_replace_all",
    "array_replace_n",
    "array_resize",
    "array_to_string",
    "flatten",
    "generate_series",
    "lpad",
    "range",
    "repeat",
    "rpad",
    "space",
];
/// Functions that take much longer than in proportion to what they are given.
const DEAR_FUNCTIONS: [&str; 1] = ["levenshtein"];
/// Functions that are given a type as a text, and read it however deep it stands in itself.
const DEEP_FUNCTIONS: [&str; 2] = ["arrow_cast", "arrow_try_cast"];
/// Functions of groups whose answer can be of any length: they keep every value that they are given, and count too little of long texts.
const UNBOUNDED_AGGREGATES: [&str; 2] = ["array_agg", "string_agg"];
/// The same in place of a table.
const UNBOUNDED_TABLES: [&str; 2] = ["generate_series", "range"];

/// Batches of rows that are computed before the caller takes them.
const BATCHES_AHEAD: usize = 2;

/// How a session runs.
#[derive(Debug, Clone)]
pub struct SessionOptions {
    /// Memory for sorting, grouping and joining, in bytes. What does not fit is written to `spill_dir`, where it can be.
    pub memory_bytes: usize,
    /// Threads that work at once.
    pub threads: usize,
    /// Folder of this machine for intermediate data; made when it does not exist.
    pub spill_dir: PathBuf,
    /// Country database in the MMDB format; without one all addresses are `UNKNOWN`.
    pub geo_database: Option<PathBuf>,
}

/// A Parquet file of this machine that a run has written.
#[derive(Debug, Clone)]
pub struct QueryFile {
    /// Where it is.
    pub path: PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
}

/// Answers one `select` at a time over the tables it was handed. Clones share everything.
#[derive(Clone)]
pub struct Session {
    context: SessionContext,
    options: SessionOptions,
    countries: Option<Arc<CountryDatabase>>,
    /// Whether the SQL is somebody else's.
    is_guarded: bool,
    /// Where it plans and computes, if not on the threads of whoever asks.
    apart: Option<Arc<Apart>>,
}

impl Session {
    /// A session of this machine.
    ///
    /// # Errors
    /// A folder for intermediate data or a country database that cannot be used.
    pub fn new(options: &SessionOptions) -> Result<Self, EngineError> {
        std::fs::create_dir_all(&options.spill_dir).map_err(|source| EngineError::SpillFolder {
            path: options.spill_dir.clone(),
            source,
        })?;
        let countries = options
            .geo_database
            .as_deref()
            .map(CountryDatabase::open)
            .transpose()?
            .map(Arc::new);
        Self::of(options.clone(), runtime(options)?, countries)
    }

    /// A session of so many threads and without tables that shares memory, country database and what is known of data files with this
    /// one.
    ///
    /// # Errors
    /// None that can be caused from outside.
    pub fn sibling(&self, threads: usize) -> Result<Self, EngineError> {
        let options = SessionOptions {
            threads,
            ..self.options.clone()
        };
        Self::of(options, self.context.runtime_env(), self.countries.clone())
    }

    fn of(
        options: SessionOptions,
        runtime: Arc<RuntimeEnv>,
        countries: Option<Arc<CountryDatabase>>,
    ) -> Result<Self, EngineError> {
        let state = SessionStateBuilder::new()
            .with_default_features()
            .with_config(config(&options))
            .with_runtime_env(runtime)
            .build();
        let context = SessionContext::new_with_state(state);
        functions::register(&mut *context.state_ref().write(), countries.clone())?;
        Ok(Self {
            context,
            options,
            countries,
            is_guarded: false,
            apart: None,
        })
    }

    /// The same for SQL of somebody else than the makers of this program: functions that make a value of any length out of a short
    /// one are missing or held to a size, since what they take is beyond the memory that the session counts; and rows are worked on
    /// a few at a time, so that long values made in other ways take less, and a time limit is heeded sooner. It plans and computes on
    /// threads of its own, so that whoever stops waiting for it is not kept by a call that takes too long.
    ///
    /// # Errors
    /// No thread can be made, or too much that was stopped is still at work.
    pub fn guarded(mut self) -> Result<Self, EngineError> {
        let state = self.context.state_ref();
        let fewer_rows = state.read().config().clone().with_batch_size(GUARDED_BATCH_ROWS);
        *state.write().config_mut() = fewer_rows;
        let missing = UNBOUNDED_FUNCTIONS.into_iter().chain(DEAR_FUNCTIONS);
        for name in missing.chain(DEEP_FUNCTIONS) {
            self.context.deregister_udf(name);
        }
        for name in UNBOUNDED_AGGREGATES {
            self.context.deregister_udaf(name);
        }
        for name in UNBOUNDED_TABLES {
            self.context.deregister_udtf(name);
        }
        bounded::hold(&self.context, &UNBOUNDED_FUNCTIONS)?;
        self.is_guarded = true;
        self.apart = Some(Arc::new(Apart::new(self.options.threads)?));
        Ok(self)
    }

    /// The same on the threads of whoever asks.
    fn here(&self) -> Self {
        Self {
            apart: None,
            ..self.clone()
        }
    }

    /// The country database in use, as it describes itself; none without one (`ES G-10`).
    pub fn country_edition(&self) -> Option<String> {
        self.countries.as_ref().map(|countries| countries.edition())
    }

    /// Makes a table of a lake known under a name, with the files that the snapshot lists. A table of that name is replaced.
    ///
    /// # Errors
    /// A file name that is no path.
    pub fn register_lake_table(&self, name: &str, lake: &Lake, snapshot: &TableSnapshot) -> Result<(), EngineError> {
        let root = lake.root_url();
        let store = store_url(&root)?;
        let folder = Path::from_url_path(root.path()).map_err(|error| unusable(name, &error))?;
        self.context
            .runtime_env()
            .register_object_store(store.as_ref(), lake.root_object_store());
        let files = snapshot.files.iter().map(|file| {
            let below = Path::parse(&file.path).map_err(|error| unusable(name, &error))?;
            Ok(TableFile {
                location: folder.parts().chain(below.parts()).collect(),
                bytes: file.size,
                rows: file.rows,
                partition: file.partition,
            })
        });
        let table = FileTable::new(
            store,
            &snapshot.schema,
            snapshot.partition_column.clone(),
            files.collect::<Result<_, EngineError>>()?,
        );
        self.replace(name, Arc::new(table))
    }

    /// Makes Parquet files of this machine known as a table. A table of that name is replaced.
    ///
    /// # Errors
    /// A file name that is no path.
    pub fn register_files(&self, name: &str, schema: &Schema, files: &[QueryFile]) -> Result<(), EngineError> {
        let files = files.iter().map(|file| {
            let location =
                absolute(&file.path).and_then(|path| Path::from_absolute_path(path).map_err(|error| error.to_string()));
            Ok(TableFile {
                location: location.map_err(|error| unusable(name, &error))?,
                bytes: file.bytes,
                rows: file.rows,
                partition: None,
            })
        });
        let files = files.collect::<Result<_, EngineError>>()?;
        let table = FileTable::new(ObjectStoreUrl::local_filesystem(), schema, None, files);
        self.replace(name, Arc::new(table))
    }

    /// Makes rows known as a table. A table of that name is replaced.
    ///
    /// # Errors
    /// Rows that do not have the columns of `schema`.
    pub fn register_batches(
        &self,
        name: &str,
        schema: SchemaRef,
        batches: Vec<RecordBatch>,
    ) -> Result<(), EngineError> {
        self.replace(name, Arc::new(MemTable::try_new(schema, vec![batches])?))
    }

    /// Forgets a table. One that is not known is no error.
    ///
    /// # Errors
    /// None that can be caused from outside.
    pub fn forget(&self, name: &str) -> Result<(), EngineError> {
        self.context.deregister_table(name)?;
        Ok(())
    }

    fn replace(&self, name: &str, table: Arc<dyn datafusion::catalog::TableProvider>) -> Result<(), EngineError> {
        self.context.deregister_table(name)?;
        self.context.register_table(name, table)?;
        Ok(())
    }

    /// Answers one `select`; `$name` stands for the value of that name. The rows come while they are computed.
    ///
    /// # Errors
    /// A statement that is not one `select`, that cannot be run, or that binds a parameter without value.
    pub async fn query(
        &self,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<SendableRecordBatchStream, EngineError> {
        let Some(apart) = &self.apart else {
            return self.query_here(sql, params).await;
        };
        let (here, sql, params) = (self.here(), sql.to_owned(), params.clone());
        let rows = apart.run(async move { here.query_here(&sql, &params).await }).await?;
        Ok(held(rows, Arc::clone(apart)))
    }

    async fn query_here(
        &self,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<SendableRecordBatchStream, EngineError> {
        let mut state = self.context.state();
        let plan = self.plan(&state, sql, params).await?;
        let hash_joins = !self.joins_are_large(&plan)?;
        state.config_mut().options_mut().optimizer.prefer_hash_join = hash_joins;
        let physical = state.create_physical_plan(&plan).await?;
        Ok(beside(execute_stream(physical, state.task_ctx())?))
    }

    /// The columns that a `select` would give and the columns of tables whose values they carry, without running it.
    ///
    /// # Errors
    /// As [`Session::query`].
    pub async fn carried(
        &self,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<Vec<CarriedColumn>, EngineError> {
        let Some(apart) = &self.apart else {
            return self.carried_here(sql, params).await;
        };
        let (here, sql, params) = (self.here(), sql.to_owned(), params.clone());
        apart.run(async move { here.carried_here(&sql, &params).await }).await
    }

    async fn carried_here(
        &self,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<Vec<CarriedColumn>, EngineError> {
        let state = self.context.state();
        let plan = self.plan(&state, sql, params).await?;
        // The optimizer also finds what only shows when types are settled.
        state.optimize(&plan)?;
        let is_table = |name: &str| self.context.table_exist(TableReference::bare(name)).unwrap_or(true);
        Ok(carried::carried(&plan, &is_table)?)
    }

    /// What a `select` does and could do without.
    ///
    /// # Errors
    /// As [`Session::query`].
    pub async fn needless_work(
        &self,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<NeedlessWork, EngineError> {
        let state = self.context.state();
        let plan = self.plan(&state, sql, params).await?;
        let functions = functions();
        let ours = functions.iter().filter(|function| function.is_dear());
        let ours = ours.map(|function| function.name).collect();
        Ok(needless_work::of_plan(&state.optimize(&plan)?, &ours)?)
    }

    async fn plan(
        &self,
        state: &SessionState,
        sql: &str,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<LogicalPlan, EngineError> {
        if self.is_guarded {
            plan_size::check_text(sql)?;
        }
        let statement = statement::read(sql, params)?;
        if self.is_guarded {
            plan_size::check_statement(&statement)?;
        }
        let plan = state.statement_to_plan(statement).await?;
        if self.is_guarded {
            plan_size::check_plan(&plan)?;
        }
        let reading = SQLOptions::new()
            .with_allow_ddl(false)
            .with_allow_dml(false)
            .with_allow_statements(false);
        reading.verify_plan(&plan).map_err(|_| EngineError::Refused {
            reason: "only `select` is allowed".to_owned(),
        })?;
        Ok(plan)
    }

    /// Whether the smaller sides of joins may be too large to be held in memory: then joins sort both sides, which can spill.
    fn joins_are_large(&self, plan: &LogicalPlan) -> Result<bool, EngineError> {
        let mut sizes: Vec<u64> = Vec::new();
        plan.apply_with_subqueries(|node| {
            if let LogicalPlan::TableScan(scan) = node {
                let provider = source_as_provider(&scan.source)?;
                let table: &dyn Any = provider.as_ref();
                sizes.extend(table.downcast_ref::<FileTable>().map(FileTable::bytes));
            }
            Ok::<_, DataFusionError>(TreeNodeRecursion::Continue)
        })?;
        sizes.sort_unstable();
        let smaller_side = sizes.len().checked_sub(2).map_or(0, |second| sizes[second]);
        Ok(smaller_side.saturating_mul(SIZE_IN_MEMORY) > self.options.memory_bytes as u64 / 4)
    }
}

/// The same rows, computed beside the caller, who works with those before: a plan without an exchange of rows has nothing else that
/// would put its work on another thread.
fn beside(mut rows: SendableRecordBatchStream) -> SendableRecordBatchStream {
    let mut beside = RecordBatchReceiverStream::builder(rows.schema(), BATCHES_AHEAD);
    let sender = beside.tx();
    beside.spawn(async move {
        while let Some(batch) = rows.next().await {
            if sender.send(batch).await.is_err() {
                break;
            }
        }
        Ok(())
    });
    beside.build()
}

/// The same rows; the threads that compute them are there as long as they are.
fn held(rows: SendableRecordBatchStream, threads: Arc<Apart>) -> SendableRecordBatchStream {
    let schema = rows.schema();
    let rows = stream::unfold((rows, threads), |(mut rows, threads)| async move {
        let batch = rows.next().await?;
        Some((batch, (rows, threads)))
    });
    Box::pin(RecordBatchStreamAdapter::new(schema, rows))
}

fn runtime(options: &SessionOptions) -> Result<Arc<RuntimeEnv>, EngineError> {
    let named = std::num::NonZeroUsize::new(NAMED_CONSUMERS).unwrap_or(std::num::NonZeroUsize::MIN);
    let pool = TrackConsumersPool::new(SharedPool::new(options.memory_bytes), named);
    Ok(RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_temp_file_path(&options.spill_dir)
        .build_arc()?)
}

fn config(options: &SessionOptions) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_target_partitions(options.threads.max(1))
        .with_information_schema(false);
    let settings = config.options_mut();
    settings.execution.parquet.enable_page_index = true;
    // No file that we write has any.
    settings.execution.parquet.bloom_filter_on_read = false;
    // Other columns are decoded only where the filtered ones fit.
    settings.execution.parquet.pushdown_filters = true;
    settings.execution.parquet.reorder_filters = true;
    // Kept back by each sort for merging; the default would be more than all of a small pool.
    let reserve = options.memory_bytes / (options.threads.max(1) * 16);
    settings.execution.sort_spill_reservation_bytes = settings.execution.sort_spill_reservation_bytes.min(reserve);
    config
}

/// The address under which the engine knows the object store of a lake.
fn store_url(root: &Url) -> Result<ObjectStoreUrl, EngineError> {
    let mut address = root.clone();
    address.set_path("/");
    address.set_query(None);
    ObjectStoreUrl::parse(address.as_str()).map_err(|error| unusable("lake", &error))
}

fn absolute(path: &FilePath) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| error.to_string())
}

fn unusable(table: &str, error: &dyn std::fmt::Display) -> EngineError {
    EngineError::Table {
        table: table.to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use arrow::array::Int64Array;
    use arrow::datatypes::{DataType, Field};
    use datafusion::logical_expr::{ColumnarValue, Volatility, create_udf};
    use futures::TryStreamExt;

    use super::*;

    /// Longer than anybody waits.
    const ASLEEP: Duration = Duration::from_secs(60);

    /// A guarded session with a table `t` and a function that does not come back.
    fn session(folder: &FilePath) -> Session {
        let options = SessionOptions {
            memory_bytes: 64 << 20,
            threads: 2,
            spill_dir: folder.to_owned(),
            geo_database: None,
        };
        let session = Session::new(&options).unwrap().guarded().unwrap();
        let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, true)]));
        let rows = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(Int64Array::from(vec![1, 2]))]).unwrap();
        session.register_batches("t", schema, vec![rows]).unwrap();
        let asleep = create_udf(
            "asleep",
            vec![DataType::Int64],
            DataType::Int64,
            Volatility::Immutable,
            Arc::new(|arguments: &[ColumnarValue]| {
                std::thread::sleep(ASLEEP);
                Ok(arguments[0].clone())
            }),
        );
        session.context.register_udf(asleep);
        session
    }

    /// Waits as a program does that has no thread to spare: neither a row nor a constant that is worked out while planning keeps it.
    #[test]
    fn who_waits_for_guarded_sql_can_stop_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let waiting = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        for sql in ["select asleep(n) from t", "select asleep(1)"] {
            let begin = Instant::now();
            let answer = waiting.block_on(async {
                let session = session(folder.path());
                let rows = async {
                    let rows = session.query(sql, &BTreeMap::new()).await?;
                    Ok::<Vec<RecordBatch>, EngineError>(rows.try_collect().await?)
                };
                tokio::time::timeout(Duration::from_secs(1), rows).await.is_ok()
            });
            assert!(!answer && begin.elapsed() < ASLEEP / 2, "{sql}: {:?}", begin.elapsed());
        }
    }
}
