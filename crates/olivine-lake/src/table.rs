//! One Delta table: reading its log, and committing to it.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use chrono::{DateTime, NaiveDate, Utc};
use deltalake_core::kernel::engine::arrow_conversion::{TryIntoArrow, TryIntoKernel};
use deltalake_core::kernel::transaction::{CommitBuilder, CommitProperties, TransactionError};
use deltalake_core::kernel::{Action, Add, MetadataExt, Remove, StructType, Transaction};
use deltalake_core::logstore::{LogStoreRef, StorageConfig, default_logstore};
use deltalake_core::operations::create::CreateBuilder;
use deltalake_core::protocol::checkpoints::cleanup_expired_logs_for;
use deltalake_core::protocol::{DeltaOperation, SaveMode};
use deltalake_core::table::state::DeltaTableState;
use deltalake_core::{DeltaTable, DeltaTableError};
use futures::TryStreamExt;
use object_store::ObjectStore;
use object_store::prefix::PrefixStore;
use serde_json::Value;
use url::Url;

use crate::error::LakeError;
use crate::lms::is_lms;
use crate::patient::Patient;
use crate::snapshot::{DataFile, TableSnapshot};
use crate::storage::Storage;

/// The tag of a data file that holds the sum of the identities of its rows, in hexadecimal.
pub(crate) const CONTENT_TAG: &str = "olivine.content";
/// The tag of a data file that holds the fingerprint of what it was computed from.
pub(crate) const SOURCE_TAG: &str = "olivine.source";
/// The tag of a file of events that holds up to which version the parser has looked at its lines: it makes no more of them.
pub(crate) const PARSER_TAG: &str = "olivine.parser";
/// The key under which a commit carries its own random name.
const COMMIT_KEY: &str = "olivineCommit";
/// Milliseconds for which a log tells of older versions at least, as the log library has it.
const LOG_KEPT: i64 = 30 * 86_400_000;

/// A Delta table of the lake.
#[derive(Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    log_store: LogStoreRef,
    store: Arc<dyn ObjectStore>,
    checkpoint_every: u64,
    local: bool,
}

/// A table as read from its log.
pub(crate) struct TableState {
    state: DeltaTableState,
    pub(crate) snapshot: TableSnapshot,
    /// The log's own entry of each data file, by path inside the table.
    adds: HashMap<String, Add>,
}

/// What one commit changes.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) add: Vec<Add>,
    /// Data files to leave out from now on, by path from the lake's root.
    pub(crate) remove: Vec<String>,
    /// Whether rows change; `false` for compaction.
    pub(crate) data_change: bool,
    /// Application transactions: identities and totals.
    pub(crate) transactions: Vec<(String, i64)>,
    /// The columns from now on.
    pub(crate) schema: Option<SchemaRef>,
    /// What is told to readers of the log.
    pub(crate) metadata: Vec<(String, Value)>,
}

/// How a commit ended.
pub(crate) enum Committed {
    /// It is in the log.
    Done,
    /// Another writer was first; nothing was changed.
    Conflict,
}

impl Table {
    pub(crate) fn new(storage: &Storage, name: &str, checkpoint_every: u64) -> Result<Self, LakeError> {
        // The log library sees the lake as the root of a remote storage: it decodes addresses more than once, so that
        // the names of folders above would not reach it unharmed. From a remote storage it expects ordered listings.
        let url = Url::parse(&format!("s3://lake/{name}/")).map_err(|error| LakeError::Location {
            location: name.to_owned(),
            reason: error.to_string(),
        })?;
        let mut lake = storage.prefixed();
        if storage.local.is_some() {
            lake = Arc::new(Patient::impatient(lake));
        }
        let store: Arc<dyn ObjectStore> = Arc::new(PrefixStore::new(Arc::clone(&lake), name));
        let log_store = default_logstore(Arc::clone(&store), lake, &url, &StorageConfig::default());
        Ok(Self {
            name: name.to_owned(),
            log_store,
            store,
            checkpoint_every,
            local: storage.local.is_some(),
        })
    }

    /// The store whose root is the table's folder.
    pub(crate) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// Whether the table is in a folder of this machine.
    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    /// The newest state, or nothing when the table was never written.
    pub(crate) async fn load(&self) -> Result<Option<TableState>, LakeError> {
        if !self
            .log_store
            .is_delta_table_location()
            .await
            .map_err(LakeError::table(&self.name))?
        {
            return Ok(None);
        }
        let mut table = DeltaTable::new(Arc::clone(&self.log_store));
        table.load().await.map_err(LakeError::table(&self.name))?;
        self.state_of(&table).map(Some)
    }

    /// The state at a version that the log still tells of.
    pub(crate) async fn load_at(&self, version: i64) -> Result<TableState, LakeError> {
        let version = u64::try_from(version).map_err(|_| LakeError::Internal(format!("version {version}")))?;
        let mut table = DeltaTable::new(Arc::clone(&self.log_store));
        table
            .load_version(version)
            .await
            .map_err(LakeError::table(&self.name))?;
        self.state_of(&table)
    }

    fn state_of(&self, table: &DeltaTable) -> Result<TableState, LakeError> {
        let state = table.snapshot().map_err(LakeError::table(&self.name))?.clone();
        TableState::of(&self.name, state)
    }

    /// The newest state; makes an empty table first when there is none.
    pub(crate) async fn load_or_create(&self, schema: &Schema, partition: &str) -> Result<TableState, LakeError> {
        if let Some(state) = self.load().await? {
            return Ok(state);
        }
        let columns = kernel_schema(&self.name, schema)?;
        let created = CreateBuilder::new()
            .with_log_store(Arc::clone(&self.log_store))
            .with_table_name(&self.name)
            .with_columns(columns.fields().cloned())
            .with_partition_columns([partition])
            .with_configuration_property(
                deltalake_core::TableProperty::CheckpointInterval,
                Some(self.checkpoint_every.to_string()),
            )
            .with_save_mode(SaveMode::Ignore)
            .await;
        match (created, self.load().await?) {
            // Another writer may have made it in the same moment.
            (_, Some(state)) => Ok(state),
            (Err(error), None) => Err(LakeError::table(&self.name)(error)),
            (Ok(_), None) => Err(LakeError::Internal(format!("table {} is not there", self.name))),
        }
    }

    /// Adds one commit right after the state that was read. Another writer's commit in between is a conflict: what is
    /// known (identities, duplicates) was decided on the older state.
    pub(crate) async fn commit(&self, state: &TableState, change: Change) -> Result<Committed, LakeError> {
        let name = format!("{:032x}", rand::random::<u128>());
        let data_change = change.data_change;
        let mut actions = Vec::new();
        if let Some(schema) = &change.schema {
            let metadata = state
                .state
                .metadata()
                .clone()
                .with_schema(&kernel_schema(&self.name, schema)?);
            let metadata = metadata.map_err(|error| LakeError::table(&self.name)(error.into()))?;
            actions.push(Action::Metadata(metadata));
        }
        for path in &change.remove {
            actions.push(Action::Remove(state.remove(&self.name, path, data_change)?));
        }
        actions.extend(
            change
                .add
                .into_iter()
                .map(|add| Action::Add(Add { data_change, ..add })),
        );
        let mut metadata = change.metadata;
        metadata.push((COMMIT_KEY.to_owned(), Value::from(name.clone())));
        let now = Utc::now().timestamp_millis();
        let transactions = change
            .transactions
            .into_iter()
            .map(|(id, version)| Transaction::new_with_last_update(id, version, Some(now)))
            .collect();
        let properties = CommitProperties::default()
            .with_metadata(metadata)
            .with_max_retries(0)
            // Of an LMS table an older version may count, however long ago it was made: see `forget_before`.
            .with_cleanup_expired_logs(is_lms(&self.name).then_some(false))
            .with_application_transactions(transactions);
        let operation = if data_change {
            DeltaOperation::Write {
                mode: SaveMode::Append,
                partition_by: None,
                predicate: None,
            }
        } else {
            DeltaOperation::Optimize {
                predicate: None,
                target_size: 0,
            }
        };
        let result = CommitBuilder::from(properties)
            .with_actions(actions)
            .build(Some(&state.state), Arc::clone(&self.log_store), operation)
            .await;
        let error = match result {
            Ok(_) => return Ok(Committed::Done),
            Err(error) => error,
        };
        // A write whose answer was lost may be in the log, and so may one whose checkpoint failed: look there.
        if self.holds_commit(state.snapshot.version + 1, &name).await? {
            tracing::debug!(table = self.name, %error, "commit is in the log although an error came back");
            return Ok(Committed::Done);
        }
        match error {
            DeltaTableError::VersionAlreadyExists(_)
            | DeltaTableError::Transaction {
                source: TransactionError::VersionAlreadyExists(_) | TransactionError::MaxCommitAttempts(_),
            } => Ok(Committed::Conflict),
            error => Err(LakeError::table(&self.name)(error)),
        }
    }

    /// When each file that is not used any more was replaced or dropped, by path inside the table, as far back as the log tells.
    pub(crate) async fn replaced(&self, state: &TableState) -> Result<HashMap<String, DateTime<Utc>>, LakeError> {
        let mut replaced = HashMap::new();
        let mut tombstones = state.state.all_tombstones(self.log_store.as_ref());
        while let Some(tombstone) = tombstones.try_next().await.map_err(LakeError::table(&self.name))? {
            let at = tombstone.deletion_timestamp().and_then(DateTime::from_timestamp_millis);
            if let Some(at) = at {
                // A file that another tool put back may have been replaced more than once: the last time counts.
                let last = replaced.entry(tombstone.path().into_owned()).or_insert(at);
                *last = at.max(*last);
            }
        }
        Ok(replaced)
    }

    /// Removes what the log tells of versions before one, if it is old enough. Commits do that for tables whose newest version counts.
    pub(crate) async fn forget_before(&self, version: i64) -> Result<(), LakeError> {
        let version = u64::try_from(version).map_err(|_| LakeError::Internal(format!("version {version}")))?;
        let kept_since = Utc::now().timestamp_millis() - LOG_KEPT;
        cleanup_expired_logs_for(version, self.log_store.as_ref(), kept_since, None)
            .await
            .map_err(LakeError::table(&self.name))?;
        Ok(())
    }

    async fn holds_commit(&self, version: i64, name: &str) -> Result<bool, LakeError> {
        let version = u64::try_from(version).map_err(|_| LakeError::Internal(format!("version {version}")))?;
        let entry = self
            .log_store
            .read_commit_entry(version)
            .await
            .map_err(LakeError::table(&self.name))?;
        Ok(entry.is_some_and(|bytes| memchr::memmem::find(&bytes, name.as_bytes()).is_some()))
    }
}

impl TableState {
    fn of(table: &str, state: DeltaTableState) -> Result<Self, LakeError> {
        let partition_column = state.metadata().partition_columns().first().cloned();
        let logical: Schema = state
            .schema()
            .as_ref()
            .try_into_arrow()
            .map_err(|error: arrow::error::ArrowError| LakeError::Schema {
                table: table.to_owned(),
                reason: error.to_string(),
            })?;
        let mut files = Vec::new();
        let mut adds = HashMap::new();
        for view in state.log_data().iter() {
            // The only door to a file's tags; its replacement hands out raw arrays of an inner layout.
            #[allow(deprecated)]
            let add = view.add_action();
            files.push(data_file(table, partition_column.as_deref(), &add, view.num_records())?);
            adds.insert(add.path.clone(), add);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let version =
            i64::try_from(state.version()).map_err(|_| LakeError::Internal(format!("version {}", state.version())))?;
        let snapshot = TableSnapshot {
            version,
            schema: Arc::new(logical),
            partition_column,
            files,
        };
        Ok(Self { state, snapshot, adds })
    }

    /// The value and the path inside the table of each file that carries a tag.
    pub(crate) fn tagged<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.adds.values().filter_map(move |add| {
            let value = add.tags.as_ref()?.get(name)?.as_deref()?;
            Some((value, add.path.as_str()))
        })
    }

    /// The value of a tag of a file, by path from the lake's root.
    pub(crate) fn tag_of(&self, table: &str, path: &str, tag: &str) -> Option<&str> {
        self.entry(table, path)?.tags.as_ref()?.get(tag)?.as_deref()
    }

    /// The log's own entry of a file, by path from the lake's root. Nothing where the file is not in the table.
    pub(crate) fn entry(&self, table: &str, path: &str) -> Option<&Add> {
        let inside = path.strip_prefix(table)?.strip_prefix('/')?;
        self.adds.get(inside)
    }

    /// Whether a file is in the table, by path from the lake's root.
    pub(crate) fn has_file(&self, path: &str) -> bool {
        let files = &self.snapshot.files;
        files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
    }

    /// The log's own entry of a file, by path inside the table, with another value of a tag, or without that tag. Nothing where the file
    /// is not in the table.
    pub(crate) fn tagged_anew(&self, path: &str, tag: &str, value: Option<String>) -> Option<Add> {
        let mut add = self.adds.get(path)?.clone();
        let tags = add.tags.get_or_insert_default();
        match value {
            Some(value) => tags.insert(tag.to_owned(), Some(value)),
            None => tags.remove(tag),
        };
        Some(add)
    }

    fn remove(&self, table: &str, path: &str, data_change: bool) -> Result<Remove, LakeError> {
        let add = self
            .entry(table, path)
            .ok_or_else(|| LakeError::Internal(format!("{path} is not in table {table}")))?;
        Ok(Remove {
            path: add.path.clone(),
            data_change,
            deletion_timestamp: Some(Utc::now().timestamp_millis()),
            extended_file_metadata: Some(true),
            partition_values: Some(add.partition_values.clone()),
            size: Some(add.size),
            ..Remove::default()
        })
    }
}

fn data_file(
    table: &str,
    partition_column: Option<&str>,
    add: &Add,
    rows: Option<usize>,
) -> Result<DataFile, LakeError> {
    let damaged = |what: &str| LakeError::Table {
        table: table.to_owned(),
        source: Box::new(DeltaTableError::Generic(format!("{}: {what}", add.path))),
    };
    let partition = match partition_column.and_then(|column| add.partition_values.get(column)) {
        Some(Some(text)) => Some(
            text.parse::<NaiveDate>()
                .map_err(|_| damaged("partition is not a date"))?,
        ),
        _ => None,
    };
    let tag = |name: &str| {
        add.tags
            .as_ref()
            .and_then(|tags| tags.get(name))
            .and_then(Option::as_deref)
    };
    let content = match tag(CONTENT_TAG) {
        Some(text) => u128::from_str_radix(text, 16).map_err(|_| damaged("content sum is not a number"))?,
        None => xxhash_rust::xxh3::xxh3_128(add.path.as_bytes()),
    };
    let source = match tag(SOURCE_TAG) {
        Some(text) => Some(text.parse().map_err(|reason: String| damaged(&reason))?),
        None => None,
    };
    Ok(DataFile {
        path: format!("{table}/{}", add.path),
        size: u64::try_from(add.size).map_err(|_| damaged("size is negative"))?,
        rows: rows.ok_or_else(|| damaged("number of rows is missing"))? as u64,
        partition,
        content,
        source,
    })
}

fn kernel_schema(table: &str, schema: &Schema) -> Result<StructType, LakeError> {
    schema.try_into_kernel().map_err(LakeError::rows(table))
}
