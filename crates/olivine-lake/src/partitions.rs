//! Replacing whole dates of a derived table in one commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use chrono::{NaiveDate, Utc};
use deltalake_core::kernel::Add;
use olivine_failure::Failing;
use tokio::task::JoinSet;

use crate::data_file::{FileWriter, Layout, base_properties, sum_of_row_hashes, with_page_index};
use crate::error::LakeError;
use crate::failures::TABLE_DAMAGED;
use crate::lake::COMMIT_ATTEMPTS;
use crate::normal_types::{file_schema, normalize, table_schema};
use crate::snapshot::Fingerprint;
use crate::table::{Change, Committed, SOURCE_TAG, Table, TableState};
use crate::transactions::{LEFT_OUT, read_transactions};

/// Files on their way to the store at the same time, and bytes of them. A local one is synced, which is mostly waiting: many at once
/// wait together.
const FILES_ON_THEIR_WAY: usize = 16;
const BYTES_ON_THEIR_WAY: usize = 32 << 20;

/// Columns that readers of derived tables search by, when the table has them.
const SEARCHED: &[&str] = &["course_id", "user_id", "time"];

/// Writes the files of some dates and then commits them in place of what those dates held.
pub(crate) struct PartitionWriter {
    table: Table,
    layout: Layout,
    file_bytes: usize,
    open: Option<OpenPartition>,
    storing: JoinSet<Result<Add, LakeError>>,
    storing_bytes: usize,
    adds: Vec<Add>,
    dates: BTreeSet<NaiveDate>,
    left_out: Option<BTreeMap<String, u64>>,
    keep: usize,
    counted: Option<i64>,
}

struct OpenPartition {
    date: NaiveDate,
    source: Option<Fingerprint>,
    writer: FileWriter,
    content: u128,
}

/// How the files of a derived table are laid out.
pub(crate) fn derived_layout(schema: SchemaRef, partition_column: &str) -> Layout {
    let searched: Vec<&str> = SEARCHED
        .iter()
        .copied()
        .filter(|column| schema.column_with_name(column).is_some())
        .collect();
    let properties = with_page_index(base_properties(), &searched).build();
    Layout {
        file_schema: Arc::clone(&schema),
        schema,
        partition_column: partition_column.to_owned(),
        properties,
    }
}

/// What becomes of the rest of the table when its columns change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnNewColumns {
    /// Other dates stay; they are null in new columns. A column that changed its type drops them all the same.
    KeepOthers,
    /// Other dates go: they were computed by another rule.
    DropOthers,
}

impl PartitionWriter {
    pub(crate) fn new(table: Table, schema: &Schema, partition_column: &str, file_bytes: u64) -> Self {
        let layout = derived_layout(file_schema(schema, partition_column), partition_column);
        let file_bytes = usize::try_from(file_bytes).unwrap_or(usize::MAX);
        Self {
            table,
            layout,
            file_bytes,
            open: None,
            storing: JoinSet::new(),
            storing_bytes: 0,
            adds: Vec::new(),
            dates: BTreeSet::new(),
            left_out: None,
            keep: 0,
            counted: None,
        }
    }

    /// Notes what is left out of the rows, by reason, with the commit.
    pub(crate) fn note_left_out(&mut self, counts: &BTreeMap<String, u64>) {
        self.left_out = Some(counts.clone());
    }

    /// Lets so many dates stay: those written, and the newest before them. Dates after today go, too: a clock that was ahead made them.
    /// 0: all stay.
    pub(crate) fn keep_dates(&mut self, keep: usize) {
        self.keep = keep;
    }

    /// Builds on what the table held at the version that counts. What was committed after that does not count, and goes.
    pub(crate) fn build_on(&mut self, counted: Option<i64>) {
        self.counted = counted;
    }

    /// Begins a date. It is replaced even when no rows follow.
    pub(crate) async fn begin(&mut self, date: NaiveDate, source: Option<Fingerprint>) -> Result<(), LakeError> {
        self.close().await?;
        self.dates.insert(date);
        let writer = FileWriter::new(&self.table.name, &self.layout)?;
        self.open = Some(OpenPartition {
            date,
            source,
            writer,
            content: 0,
        });
        Ok(())
    }

    /// Adds rows to the date that was begun last.
    pub(crate) async fn append(&mut self, batch: &RecordBatch) -> Result<(), LakeError> {
        let Some(open) = &mut self.open else {
            return Err(LakeError::Internal("rows before a date".to_owned()));
        };
        let batch = normalize(&self.table.name, batch, &self.layout.schema)?;
        open.content = open.content.wrapping_add(sum_of_row_hashes(&self.table.name, &batch)?);
        open.writer.append(&batch)?;
        if open.writer.size() >= self.file_bytes {
            let (date, source) = (open.date, open.source);
            self.begin(date, source).await?;
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), LakeError> {
        if let Some(open) = self.open.take() {
            // Also a file without rows is written: it says that the date was computed and is empty.
            let finished = open.writer.finish()?;
            let tags: Vec<_> = open
                .source
                .map(|source| (SOURCE_TAG, source.to_string()))
                .into_iter()
                .collect();
            let table = self.table.clone();
            let bytes = finished.size();
            self.wait_for(FILES_ON_THEIR_WAY - 1, BYTES_ON_THEIR_WAY.saturating_sub(bytes))
                .await?;
            self.storing_bytes += bytes;
            self.storing
                .spawn(async move { finished.store(&table, open.date, open.content, &tags).await });
        }
        Ok(())
    }

    /// Waits until no more than so many files, with no more than so many bytes, are on their way.
    async fn wait_for(&mut self, files: usize, bytes: usize) -> Result<(), LakeError> {
        while (self.storing.len() > files || self.storing_bytes > bytes)
            && let Some(stored) = self.storing.join_next().await
        {
            let add = stored.map_err(|error| LakeError::Internal(format!("a write ended early: {error}")))??;
            self.storing_bytes = self.storing_bytes.saturating_sub(add.size.unsigned_abs() as usize);
            self.adds.push(add);
        }
        Ok(())
    }

    /// Ends the date that was begun last, and waits until all files are stored. Nobody sees them before [`Self::commit`].
    pub(crate) async fn store(&mut self) -> Result<(), LakeError> {
        self.close().await?;
        self.wait_for(0, 0).await
    }

    /// Puts all dates in place of what they held, in one commit. Gives back the version of the table that it makes.
    pub(crate) async fn commit(mut self, on_new_columns: OnNewColumns) -> Result<i64, LakeError> {
        self.store().await?;
        self.adds.sort_by(|a, b| a.path.cmp(&b.path));
        let partition_column = self.layout.partition_column.clone();
        let schema = table_schema(&self.layout.schema, &partition_column);
        for _ in 0..COMMIT_ATTEMPTS {
            let state = self.table.load_or_create(&schema, &partition_column).await?;
            let older = older_base(&self.table, self.counted, state.snapshot.version).await?;
            let base = older.as_ref().unwrap_or(&state);
            let (new_schema, drop_others) = columns_from_now_on(base, &schema, on_new_columns);
            let has_other_columns = state.snapshot.schema != base.snapshot.schema;
            let known: BTreeSet<NaiveDate> = base.snapshot.files.iter().filter_map(|file| file.partition).collect();
            let dropped = dates_to_drop(&known, &self.dates, self.keep, Utc::now().date_naive());
            let is_replaced = |date: NaiveDate| self.dates.contains(&date) || dropped.contains(&date);
            let replaced = |date: Option<NaiveDate>| drop_others || date.is_some_and(is_replaced);
            let left = state.snapshot.files.iter();
            let left = left.filter(|file| replaced(file.partition) || !base.has_file(&file.path));
            let back = base.snapshot.files.iter();
            let back = back.filter(|file| !replaced(file.partition) && !state.has_file(&file.path));
            let back = back.filter_map(|file| base.entry(&self.table.name, &file.path));
            let change = Change {
                add: self.adds.iter().chain(back).cloned().collect(),
                remove: left.map(|file| file.path.clone()).collect(),
                data_change: true,
                schema: new_schema.or_else(|| has_other_columns.then(|| Arc::clone(&base.snapshot.schema))),
                transactions: notes(&self.table, &state, self.left_out.as_ref()).await?,
                ..Change::default()
            };
            if let Committed::Done = self.table.commit(&state, change).await? {
                if !dropped.is_empty() {
                    let dates: Vec<String> = dropped.iter().map(NaiveDate::to_string).collect();
                    tracing::info!(
                        table = self.table.name,
                        "dropped what is more than is kept: {}",
                        dates.join(", ")
                    );
                }
                return Ok(state.snapshot.version + 1);
            }
        }
        Err(LakeError::Conflict {
            table: self.table.name.clone(),
            attempts: COMMIT_ATTEMPTS,
        })
    }
}

/// The table at the version that counts, where that is not the newest.
async fn older_base(table: &Table, counted: Option<i64>, newest: i64) -> Result<Option<TableState>, LakeError> {
    let Some(version) = counted.filter(|version| *version < newest) else {
        return Ok(None);
    };
    match table.load_at(version).await {
        Ok(base) => Ok(Some(base)),
        // Nobody can read it: better than that is what was committed since.
        Err(error) if error.failure().code == TABLE_DAMAGED.code => {
            tracing::warn!(
                table = table.name,
                %error,
                "version {version} counts and cannot be read: the newest is built on"
            );
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What is noted in the log of a table: the counts, and zero for reasons that an earlier commit had and this one has not.
async fn notes(
    table: &Table,
    state: &TableState,
    left_out: Option<&BTreeMap<String, u64>>,
) -> Result<Vec<(String, i64)>, LakeError> {
    let Some(left_out) = left_out else {
        return Ok(Vec::new());
    };
    let known = read_transactions(table, state.snapshot.version).await?;
    let mut notes: BTreeMap<String, i64> = known
        .into_keys()
        .filter(|id| id.starts_with(LEFT_OUT))
        .map(|id| (id, 0))
        .collect();
    for (reason, count) in left_out {
        notes.insert(format!("{LEFT_OUT}{reason}"), i64::try_from(*count).unwrap_or(i64::MAX));
    }
    Ok(notes.into_iter().collect())
}

/// The dates that go beside those that are replaced.
fn dates_to_drop(
    known: &BTreeSet<NaiveDate>,
    written: &BTreeSet<NaiveDate>,
    keep: usize,
    today: NaiveDate,
) -> BTreeSet<NaiveDate> {
    if keep == 0 {
        return BTreeSet::new();
    }
    let mut dropped = outdated(known, written, keep);
    dropped.extend(to_come(known, written, today));
    dropped.retain(|date| !written.contains(date));
    dropped
}

/// The dates before those written that are more than stay beside them. Later ones are not touched: what is written may be of a day
/// long ago.
fn outdated(known: &BTreeSet<NaiveDate>, written: &BTreeSet<NaiveDate>, keep: usize) -> BTreeSet<NaiveDate> {
    let Some(first) = written.first() else {
        return BTreeSet::new();
    };
    let before = known.range(..*first).rev();
    before.skip(keep.saturating_sub(written.len())).copied().collect()
}

/// The dates after today: once their day is there, they would stand before what was written since. Where none of the others is over,
/// it may be the clock of now that is wrong, and all stay until there is a second date of it.
fn to_come(known: &BTreeSet<NaiveDate>, written: &BTreeSet<NaiveDate>, today: NaiveDate) -> BTreeSet<NaiveDate> {
    let is_over = |date: &NaiveDate| *date <= today && !written.contains(date);
    if !known.iter().any(is_over) {
        return BTreeSet::new();
    }
    known.iter().copied().filter(|date| *date > today).collect()
}

/// Paths of the files whose date a predicate accepts.
pub(crate) fn paths(state: &TableState, accept: impl Fn(Option<NaiveDate>) -> bool) -> Vec<String> {
    let files = state.snapshot.files.iter();
    files
        .filter(|file| accept(file.partition))
        .map(|file| file.path.clone())
        .collect()
}

/// The columns to declare, if they change, and whether other dates have to go.
fn columns_from_now_on(state: &TableState, new: &SchemaRef, rule: OnNewColumns) -> (Option<SchemaRef>, bool) {
    let old = &state.snapshot.schema;
    if holds_columns(old, new) && holds_columns(new, old) {
        return (None, false);
    }
    let changed = old.fields().iter().any(|field| {
        new.field_with_name(field.name())
            .is_ok_and(|same| same.data_type() != field.data_type())
    });
    if changed || rule == OnNewColumns::DropOthers {
        return (Some(Arc::clone(new)), true);
    }
    (with_new_columns(old, new), false)
}

/// Whether a schema has all columns of another, of the same types.
fn holds_columns(schema: &Schema, columns: &Schema) -> bool {
    columns.fields().iter().all(|field| {
        schema
            .field_with_name(field.name())
            .is_ok_and(|same| same.data_type() == field.data_type())
    })
}

/// The columns of a table together with new ones, before the partition column; nothing when there are no new ones.
pub(crate) fn with_new_columns(old: &Schema, new: &Schema) -> Option<SchemaRef> {
    let added: Vec<_> = new
        .fields()
        .iter()
        .filter(|field| old.field_with_name(field.name()).is_err())
        .cloned()
        .collect();
    if added.is_empty() {
        return None;
    }
    let mut fields: Vec<_> = old.fields().iter().cloned().collect();
    let partition = fields.pop();
    fields.extend(added);
    fields.extend(partition);
    Some(Arc::new(Schema::new(fields)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_too_many_or_to_come_go_where_not_all_stay() {
        let set = |days: &[u32]| -> BTreeSet<NaiveDate> {
            let days = days.iter().map(|day| NaiveDate::from_ymd_opt(2024, 5, *day).unwrap());
            days.collect()
        };
        let today = NaiveDate::from_ymd_opt(2024, 5, 10).unwrap();
        let cases: [(&[u32], u32, usize, &[u32]); 8] = [
            (&[1, 2, 3, 20], 10, 0, &[]),
            (&[1, 2, 3], 10, 3, &[1]),
            (&[1, 2, 3], 10, 1, &[1, 2, 3]),
            (&[1, 2, 3], 2, 1, &[1]),
            (&[9, 20, 21], 10, 3, &[20, 21]),
            (&[9, 20, 21], 20, 30, &[21]),
            // It may be the clock of now that is wrong.
            (&[20, 21], 10, 3, &[]),
            (&[10, 20, 21], 10, 3, &[]),
        ];
        for (known, written, keep, gone) in cases {
            let found = dates_to_drop(&set(known), &set(&[written]), keep, today);
            assert_eq!(found, set(gone), "{written} beside {known:?}, {keep} stay");
        }
    }
}
