//! What one thread does with a block of lines: parse, drop second copies, collect rows, write files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int32Type;
use bytes::Bytes;
use chrono::NaiveDate;
use deltalake_core::kernel::Add;
use olivine_event::{Event, PARSER_VERSION};
use tokio::runtime::Handle;

use super::block_texts::{detached, own_bytes};
use super::buffers::{Buffers, DateRows};
use super::content::Block;
use super::date_ids::{DateIds, IdFile};
use super::dead_letters::{DEAD_ROWS, DeadLetters};
use super::poison::locked;
use super::rows::{DeadLetter, EventRows};
use super::summary::Counts;
use crate::data_file::{FileWriter, Layout};
use crate::dead_letter::{DATE_OUT_OF_RANGE, LINE_TOO_LONG};
use crate::error::LakeError;
use crate::event_order::{id_of, in_order};
use crate::schema::EVENTS;
use crate::table::{PARSER_TAG, Table};

/// Why a line is no event that the lake takes.
pub(crate) enum NoEvent {
    /// It never was one.
    Noise,
    /// It becomes a dead letter, for a reason.
    Dead(&'static str),
}

/// What the threads of a batch share.
pub(crate) struct Work {
    pub(crate) table: Table,
    pub(crate) layout: Layout,
    pub(crate) runtime: Handle,
    pub(crate) first_date: NaiveDate,
    pub(crate) last_date: NaiveDate,
    /// Nothing when copies are kept.
    pub(crate) ids: Option<DateIds>,
    pub(crate) buffers: Buffers,
    /// Whether lines are only counted: nothing is kept or written.
    pub(crate) counts_only: bool,
    pub(crate) written: Mutex<Vec<Add>>,
    pub(crate) dead: DeadLetters,
    pub(crate) counts: Mutex<Counts>,
    pub(crate) content_bytes: Mutex<u64>,
    failed: AtomicBool,
    failure: Mutex<Option<LakeError>>,
}

impl Work {
    pub(crate) fn new(
        table: Table,
        layout: Layout,
        runtime: Handle,
        (first_date, last_date): (NaiveDate, NaiveDate),
        ids: Option<DateIds>,
        buffers: Buffers,
        dead: DeadLetters,
    ) -> Self {
        Self {
            table,
            layout,
            runtime,
            first_date,
            last_date,
            ids,
            buffers,
            counts_only: false,
            written: Mutex::default(),
            dead,
            counts: Mutex::default(),
            content_bytes: Mutex::default(),
            failed: AtomicBool::new(false),
            failure: Mutex::default(),
        }
    }

    /// Whether a thread failed, so that the others stop.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// The first failure.
    pub(crate) fn failure(&self) -> Option<LakeError> {
        locked(&self.failure).take()
    }

    /// Notes a failure.
    pub(crate) fn note(&self, result: Result<(), LakeError>) {
        if let Err(error) = result {
            locked(&self.failure).get_or_insert(error);
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    /// Takes in the lines of a block.
    pub(crate) fn take_in(&self, source: &Arc<str>, block: &Block) -> Result<(), LakeError> {
        let mut counts = Counts::default();
        let mut dead = Vec::new();
        let rows = self.parse(source, block, &mut counts, &mut dead)?;
        self.dead.add(dead, &self.runtime)?;
        for (date, rows) in rows {
            self.collect(date, rows, &block.bytes, &mut counts)?;
        }
        locked(&self.counts).add(&counts);
        *locked(&self.content_bytes) += block.bytes.len() as u64;
        Ok(())
    }

    /// What a line says: an event with its day, or why it is none that the lake takes.
    pub(super) fn read<'a>(&self, line: &'a [u8], is_cut: bool) -> Result<(NaiveDate, Event<'a>), NoEvent> {
        if is_cut {
            return Err(NoEvent::Dead(LINE_TOO_LONG.code));
        }
        let event = olivine_event::parse(line).map_err(|reason| {
            if reason.is_noise() {
                NoEvent::Noise
            } else {
                NoEvent::Dead(reason.code())
            }
        })?;
        let date = event.date();
        if (self.first_date..=self.last_date).contains(&date) {
            Ok((date, event))
        } else {
            Err(NoEvent::Dead(DATE_OUT_OF_RANGE.code))
        }
    }

    fn parse(
        &self,
        source: &Arc<str>,
        block: &Block,
        counts: &mut Counts,
        dead: &mut Vec<DeadLetter>,
    ) -> Result<Vec<(NaiveDate, EventRows)>, LakeError> {
        let mut dates: Vec<(NaiveDate, EventRows)> = Vec::new();
        let mut start = 0;
        while start < block.bytes.len() {
            let rest = &block.bytes[start..];
            let (length, next) = match memchr::memchr(b'\n', rest) {
                Some(end) => (end, start + end + 1),
                None => (rest.len(), block.bytes.len()),
            };
            let line = &rest[..length];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            counts.lines += 1;
            match self.read(line, block.cut) {
                Ok((date, event)) => rows_of(&mut dates, date, &block.bytes).append(&event, start, line.len())?,
                Err(NoEvent::Noise) => counts.noise += 1,
                Err(NoEvent::Dead(reason)) => {
                    *counts.dead_letters.entry(reason).or_default() += 1;
                    // A copy: a dead letter must not keep its whole block in memory.
                    let raw = line.to_vec().into();
                    dead.push(DeadLetter {
                        reason: Cow::Borrowed(reason),
                        source: Arc::clone(source),
                        offset: block.offset + start as u64,
                        received: self.dead.received(),
                        raw,
                    });
                    if dead.len() == DEAD_ROWS {
                        self.dead.add(std::mem::take(dead), &self.runtime)?;
                    }
                }
            }
            start = next;
        }
        Ok(dates)
    }

    /// Adds rows of a date to the buffers, without second copies, and writes what the buffers give back.
    pub(super) fn collect(
        &self,
        date: NaiveDate,
        mut rows: EventRows,
        block: &Bytes,
        counts: &mut Counts,
    ) -> Result<(), LakeError> {
        let ids = rows.ids.clone();
        let unread = std::mem::take(&mut rows.unread);
        let line_bytes = rows.line_bytes();
        let batch = rows.finish(&self.layout.schema)?;
        let Some(date_ids) = &self.ids else {
            counts.events += batch.num_rows() as u64;
            counts.add_unread(unread.iter().map(|(_, unread)| *unread));
            let overflow = self.buffer(date, batch, line_bytes, block)?;
            return self.write_some(overflow);
        };
        let slot = date_ids.slot(date);
        let mut guard = locked(&slot);
        let set = match &mut *guard {
            Some(set) => set,
            empty => empty.insert(self.runtime.block_on(date_ids.read(date))?),
        };
        let new: BooleanArray = ids.iter().map(|id| Some(set.insert(*id))).collect();
        let new_rows = new.true_count();
        let set_bytes = set.bytes();
        counts.events += new_rows as u64;
        let of_new = unread.iter().filter(|(row, _)| new.value(*row));
        counts.add_unread(of_new.map(|(_, unread)| *unread));
        counts.duplicates += (batch.num_rows() - new_rows) as u64;
        let (batch, line_bytes) = if new_rows == batch.num_rows() {
            (batch, line_bytes)
        } else {
            let kept = filter_record_batch(&batch, &new).map_err(LakeError::rows(EVENTS))?;
            (kept, line_bytes * new_rows / batch.num_rows())
        };
        // Still under the lock of the set: what the set holds is in the buffers or in a file at any time.
        let overflow = if new_rows > 0 {
            self.buffer(date, batch, line_bytes, block)?
        } else {
            None
        };
        drop(guard);
        self.write_some(overflow)?;
        if let Some((other, slot)) = date_ids.over_budget(date, set_bytes) {
            let mut guard = locked(&slot);
            self.write_some(self.buffers.take_date(other))?;
            if !self.buffers.is_writing(other) {
                *guard = None;
                date_ids.gave_up(other);
            }
        }
        Ok(())
    }

    pub(super) fn buffer(
        &self,
        date: NaiveDate,
        batch: RecordBatch,
        line_bytes: usize,
        block: &Bytes,
    ) -> Result<Option<(NaiveDate, DateRows)>, LakeError> {
        if self.counts_only {
            return Ok(None);
        }
        // Lines and texts are views into their block. Few lines must not keep a whole block.
        let (batch, bytes) = if line_bytes * 2 < block.len() {
            let detached = detached_rows(batch)?;
            let bytes = detached.get_array_memory_size();
            (detached, bytes)
        } else {
            let beside: usize = batch.columns().iter().map(|column| own_bytes(column, block)).sum();
            (batch, beside + block.len())
        };
        Ok(self.buffers.add(date, batch, bytes))
    }

    pub(super) fn write_some(&self, rows: Option<(NaiveDate, DateRows)>) -> Result<(), LakeError> {
        let Some((date, rows)) = rows else {
            return Ok(());
        };
        let result = self.write(date, &rows.batches);
        self.buffers.done(date, rows);
        result
    }

    /// Writes all rows that are in the buffers, and the dead letters that wait.
    pub(crate) fn write_rest(&self) -> Result<(), LakeError> {
        while let Some(rows) = self.buffers.take_largest() {
            if self.has_failed() {
                return Ok(());
            }
            self.write_some(Some(rows))?;
        }
        if self.has_failed() {
            return Ok(());
        }
        self.dead.write_rest(&self.runtime)
    }

    /// Writes rows of a date as one file.
    fn write(&self, date: NaiveDate, batches: &[RecordBatch]) -> Result<(), LakeError> {
        let content = batches.iter().map(sum_of_identities).fold(0, u128::wrapping_add);
        let mut writer = FileWriter::new(EVENTS, &self.layout)?;
        in_order(batches, |batch| writer.append(batch))?;
        let finished = writer.finish()?;
        let tags = [(PARSER_TAG, PARSER_VERSION.to_string())];
        let add = self
            .runtime
            .block_on(finished.store(&self.table, date, content, &tags))?;
        if let Some(ids) = &self.ids {
            ids.add_file(
                date,
                IdFile {
                    path: add.path.clone(),
                    size: add.size.unsigned_abs(),
                },
            );
        }
        locked(&self.written).push(add);
        Ok(())
    }
}

/// The rows of a date among those of one block.
pub(super) fn rows_of<'r>(
    dates: &'r mut Vec<(NaiveDate, EventRows)>,
    date: NaiveDate,
    block: &Bytes,
) -> &'r mut EventRows {
    let known = dates.iter().position(|(known, _)| *known == date);
    let place = known.unwrap_or_else(|| {
        dates.push((date, EventRows::of(block)));
        dates.len() - 1
    });
    &mut dates[place].1
}

/// The wrapping sum of the identities of rows: of their ids, and of the versions of the parser that read them, since the same line may say
/// something else to another one.
fn sum_of_identities(batch: &RecordBatch) -> u128 {
    let ids = batch
        .column_by_name("event_id")
        .and_then(|column| column.as_binary_opt::<i32>());
    let ids = ids.into_iter().flatten().flatten().map(id_of);
    let versions = batch
        .column_by_name("parser_version")
        .and_then(|column| column.as_primitive_opt::<Int32Type>());
    let mut rows_of_versions: BTreeMap<Option<i32>, u128> = BTreeMap::new();
    for version in versions.into_iter().flatten() {
        *rows_of_versions.entry(version).or_default() += 1;
    }
    let versions = rows_of_versions.into_iter().map(|(version, rows)| {
        let name = format!("parser {}", version.unwrap_or(0));
        xxhash_rust::xxh3::xxh3_128(name.as_bytes()).wrapping_mul(rows)
    });
    ids.chain(versions).fold(0, u128::wrapping_add)
}

/// The same rows with their texts in buffers of their own.
pub(super) fn detached_rows(batch: RecordBatch) -> Result<RecordBatch, LakeError> {
    let (schema, columns, _) = batch.into_parts();
    let columns = columns.into_iter().map(detached).collect();
    RecordBatch::try_new(schema, columns).map_err(LakeError::rows(EVENTS))
}
