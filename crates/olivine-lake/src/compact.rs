//! Merging small files: the same rows in fewer files, with the same order and fingerprints.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::interleave_record_batch;
use arrow::datatypes::SchemaRef;
use chrono::NaiveDate;
use deltalake_core::kernel::Add;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use object_store::path::Path;
use serde::Serialize;

use crate::data_file::{FileWriter, Layout};
use crate::error::LakeError;
use crate::event_order::KeyColumns;
use crate::ingest::dead_letters_in_between;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::layouts;
use crate::lms::is_lms;
use crate::normal_types::{file_schema, normalize_or_null};
use crate::partitions::derived_layout;
use crate::read_file::{Selection, read_file};
use crate::schema::{DEAD_LETTERS, EVENTS};
use crate::snapshot::DataFile;
use crate::table::{Change, Committed, PARSER_TAG, SOURCE_TAG, Table, TableState};

/// Rows in a batch that is read from each file.
const READ_ROWS: usize = 1024;
/// Rows in a batch that is written.
const WRITE_ROWS: usize = 4096;
/// Files that are merged at once: some rows of each are in memory.
const FILES_AT_ONCE: usize = 64;

/// What a compaction did. Where a date has so many files that they are merged in steps, those in between count on both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CompactSummary {
    /// Files that were merged.
    pub files_before: u64,
    /// Files that took their place.
    pub files_after: u64,
    /// Bytes of the files that were merged.
    pub bytes_before: u64,
    /// Bytes of the files that took their place.
    pub bytes_after: u64,
}

impl Lake {
    /// Merges the files of each date of all tables until they are about [`crate::LakeOptions::target_file_bytes`] large.
    /// Rows, their order inside files, and fingerprints stay. The caller holds the writer lock.
    ///
    /// # Errors
    /// A storage that fails; dates that were merged before stay merged.
    pub async fn compact(&self) -> Result<CompactSummary, LakeError> {
        let mut summary = CompactSummary::default();
        for name in self.tables().await? {
            let table = self.table(&name)?;
            while self.compact_once(&table, &mut summary).await? {}
        }
        Ok(summary)
    }

    /// Merges what can be merged at once. Whether there was anything: what came of it may be merged again.
    async fn compact_once(&self, table: &Table, summary: &mut CompactSummary) -> Result<bool, LakeError> {
        let Some(state) = table.load().await? else {
            return Ok(false);
        };
        let excluded = if table.name == DEAD_LETTERS {
            dead_letters_in_between(self, &state).await?
        } else {
            HashSet::new()
        };
        let before = summary.files_before;
        for (date, files) in self.merges(&state, &excluded) {
            self.merge(table, date, &files, summary).await?;
        }
        Ok(summary.files_before > before)
    }

    /// Groups of files of one date that together make a file of the wanted size.
    fn merges(&self, state: &TableState, excluded: &HashSet<String>) -> Vec<(NaiveDate, Vec<DataFile>)> {
        let target = self.options.target_file_bytes;
        let mut by_date: BTreeMap<NaiveDate, Vec<DataFile>> = BTreeMap::new();
        for file in &state.snapshot.files {
            if let Some(date) = file.partition
                && file.size < target / 2
                && !excluded.contains(&file.path)
            {
                by_date.entry(date).or_default().push(file.clone());
            }
        }
        let mut merges = Vec::new();
        for (date, files) in by_date {
            let mut group: Vec<DataFile> = Vec::new();
            for file in files {
                let is_full = group.len() >= FILES_AT_ONCE
                    || group.iter().map(|file| file.size).sum::<u64>() + file.size > target;
                if is_full {
                    merges.push((date, std::mem::take(&mut group)));
                }
                group.push(file);
            }
            merges.push((date, group));
        }
        merges.retain(|(_, group)| group.len() > 1);
        merges
    }

    async fn merge(
        &self,
        table: &Table,
        date: NaiveDate,
        files: &[DataFile],
        summary: &mut CompactSummary,
    ) -> Result<(), LakeError> {
        for _ in 0..COMMIT_ATTEMPTS {
            let Some(state) = table.load().await? else {
                return Ok(());
            };
            let is_free = |file: &DataFile| state.snapshot.files.contains(file) && !state.is_replaced(&file.path);
            if !files.iter().all(is_free) {
                // Another writer replaced them in the meantime, or is about to.
                return Ok(());
            }
            let add = self.merged(table, &state, date, files).await?;
            let size = add.size.unsigned_abs();
            let remove = files.iter().map(|file| file.path.clone()).collect();
            let change = Change {
                add: vec![add],
                remove,
                data_change: false,
                ..Change::default()
            };
            if let Committed::Done = table.commit(&state, change).await? {
                if is_lms(&table.name) {
                    let before = state.snapshot.version;
                    self.name_same_rows(&table.name, before, before + 1).await?;
                }
                summary.files_before += files.len() as u64;
                summary.files_after += 1;
                summary.bytes_before += files.iter().map(|file| file.size).sum::<u64>();
                summary.bytes_after += size;
                return Ok(());
            }
        }
        Err(LakeError::Conflict {
            table: table.name.clone(),
            attempts: COMMIT_ATTEMPTS,
        })
    }

    /// Writes the rows of the files as one file.
    async fn merged(
        &self,
        table: &Table,
        state: &TableState,
        date: NaiveDate,
        files: &[DataFile],
    ) -> Result<Add, LakeError> {
        let layout = self.layout_of(table, state)?;
        let mut writer = FileWriter::new(&table.name, &layout)?;
        let mut sources = Vec::new();
        for file in files {
            sources.push(Source::open(self, &table.name, file, Arc::clone(&layout.schema)).await?);
        }
        if table.name == EVENTS {
            merge_in_order(sources, &mut writer).await?;
        } else {
            for mut source in sources {
                while let Some(batch) = source.next().await? {
                    writer.append(&batch)?;
                }
            }
        }
        let content = files.iter().map(|file| file.content).fold(0, u128::wrapping_add);
        let source = files.first().and_then(|file| file.source);
        let source = source.map(|source| (SOURCE_TAG, source.to_string()));
        // The least, and none where one has none.
        let parser = files.iter().map(|file| state.parser_of(file)).min().flatten();
        let parser = parser.map(|version| (PARSER_TAG, version.to_string()));
        let tags: Vec<_> = source.into_iter().chain(parser).collect();
        writer.finish()?.store(table, date, content, &tags).await
    }

    fn layout_of(&self, table: &Table, state: &TableState) -> Result<Layout, LakeError> {
        let level = self.options.compression_level;
        let partition = state.snapshot.partition_column.clone().unwrap_or_default();
        let schema = file_schema(&state.snapshot.schema, &partition);
        match table.name.as_str() {
            EVENTS => Ok(Layout {
                file_schema: Arc::clone(&schema),
                schema,
                ..layouts::events(level)?
            }),
            DEAD_LETTERS => Ok(Layout {
                file_schema: Arc::clone(&schema),
                schema,
                ..layouts::dead_letters(level)?
            }),
            _ => Ok(derived_layout(schema, &partition)),
        }
    }
}

/// The rows of one file, a batch at a time.
pub(crate) struct Source {
    table: String,
    schema: SchemaRef,
    rows: BoxStream<'static, parquet::errors::Result<RecordBatch>>,
}

impl Source {
    pub(crate) async fn open(lake: &Lake, table: &str, file: &DataFile, schema: SchemaRef) -> Result<Self, LakeError> {
        let selection = Selection {
            columns: None,
            batch_rows: Some(READ_ROWS),
        };
        let path = Path::from(file.path.as_str());
        let rows = read_file(&lake.object_store(), &path, file.size, selection).await;
        Ok(Self {
            table: table.to_owned(),
            schema,
            rows: rows.map_err(LakeError::data_file(table))?,
        })
    }

    pub(crate) async fn next(&mut self) -> Result<Option<RecordBatch>, LakeError> {
        let batch = self.rows.try_next().await.map_err(LakeError::data_file(&self.table))?;
        batch
            .map(|batch| normalize_or_null(&self.table, &batch, &self.schema))
            .transpose()
    }
}

/// The place of the next row of one source. The heap hands out the least first.
struct Head {
    source: usize,
    batch: usize,
    columns: Arc<KeyColumns>,
    row: usize,
    rows: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.columns.compare(self.row, &other.columns, other.row);
        order.then_with(|| self.source.cmp(&other.source)).reverse()
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

/// Batches that are read and not yet written, and which of their rows come next in the file.
struct Merge {
    held: Vec<RecordBatch>,
    heads: BinaryHeap<Head>,
    places: Vec<(usize, usize)>,
}

impl Merge {
    fn hold(&mut self, source: usize, batch: RecordBatch) -> Result<(), LakeError> {
        let columns = Arc::new(KeyColumns::of(&batch)?);
        let head = Head {
            source,
            batch: self.held.len(),
            columns,
            row: 0,
            rows: batch.num_rows(),
        };
        self.held.push(batch);
        self.heads.push(head);
        Ok(())
    }

    fn write(&mut self, writer: &mut FileWriter) -> Result<(), LakeError> {
        if self.places.is_empty() {
            return Ok(());
        }
        let held: Vec<&RecordBatch> = self.held.iter().collect();
        writer.append(&interleave_record_batch(&held, &self.places).map_err(LakeError::rows(EVENTS))?)?;
        self.places.clear();
        // Only what still has rows to come is kept.
        let mut kept = Vec::new();
        let heads = std::mem::take(&mut self.heads).into_iter().map(|head| {
            kept.push(self.held[head.batch].clone());
            Head {
                batch: kept.len() - 1,
                ..head
            }
        });
        self.heads = heads.collect();
        self.held = kept;
        Ok(())
    }
}

async fn merge_in_order(mut sources: Vec<Source>, writer: &mut FileWriter) -> Result<(), LakeError> {
    let mut merge = Merge {
        held: Vec::new(),
        heads: BinaryHeap::new(),
        places: Vec::new(),
    };
    for (number, source) in sources.iter_mut().enumerate() {
        if let Some(batch) = next_with_rows(source).await? {
            merge.hold(number, batch)?;
        }
    }
    while let Some(mut head) = merge.heads.pop() {
        merge.places.push((head.batch, head.row));
        head.row += 1;
        if head.row < head.rows {
            merge.heads.push(head);
        } else if let Some(batch) = next_with_rows(&mut sources[head.source]).await? {
            merge.hold(head.source, batch)?;
        }
        if merge.places.len() >= WRITE_ROWS {
            merge.write(writer)?;
        }
    }
    merge.write(writer)
}

async fn next_with_rows(source: &mut Source) -> Result<Option<RecordBatch>, LakeError> {
    while let Some(batch) = source.next().await? {
        if batch.num_rows() > 0 {
            return Ok(Some(batch));
        }
    }
    Ok(None)
}
