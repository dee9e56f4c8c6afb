//! Reading events again that an earlier version of the parser read: the same events, understood as they are today.
//!
//! A file of events notes up to which version the parser has looked at its lines; files of versions that did not note it are looked
//! at once. What was read by an earlier version is written anew, a day at a time in one commit: the same rows with the same ids, so
//! that nothing is lost or doubled, and with another fingerprint, so that what was computed from that day is computed again. A row stays
//! as it is where its line is not understood any more, or is another event or one of another day now. What others write meanwhile changes
//! none of that, as long as they leave the files of the day alone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use arrow::array::{Array, AsArray, BinaryArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int32Type;
use bytes::Bytes;
use chrono::NaiveDate;
use deltalake_core::kernel::Add;
use futures::TryStreamExt;
use object_store::path::Path;
use olivine_event::PARSER_VERSION;
use serde::Serialize;

use super::batch::Ingest;
use super::commit;
use super::poison::locked;
use super::rows::EventRows;
use super::unread_changes::{RowsBefore, UnreadChanges};
use super::worker::{Work, detached_rows};
use crate::compact::Source;
use crate::error::LakeError;
use crate::event_order::id_of;
use crate::facts::DATE;
use crate::lake::COMMIT_ATTEMPTS;
use crate::partitions::with_new_columns;
use crate::read_file::{Selection, read_file};
use crate::schema::{EVENT_COLUMNS, EVENTS, arrow_schema};
use crate::snapshot::DataFile;
use crate::table::{Change, Committed, PARSER_TAG, TableState};
use crate::transactions::read_transactions;

/// Lines that are read together are about this long.
const BLOCK_BYTES: usize = 1 << 20;
/// The column with the version of the parser.
const VERSION: &str = "parser_version";

/// Events that an earlier version of the parser had read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RenewedEvents {
    /// All of them: renewed + kept.
    pub events: u64,
    /// Those that are now as this version understands them.
    pub renewed: u64,
    /// Those that stay as they were: their line is not understood any more, or is another event or one of another day.
    pub kept: u64,
    /// Days that were written anew, or would be.
    pub days: u64,
}

impl RenewedEvents {
    fn add(&mut self, other: &Self) {
        self.events += other.events;
        self.renewed += other.renewed;
        self.kept += other.kept;
        self.days += other.days;
    }
}

impl TableState {
    /// Up to which version the parser has looked at the lines of a file of events; nothing where that is not noted.
    pub(crate) fn parser_of(&self, file: &DataFile) -> Option<i32> {
        self.tag_of(EVENTS, &file.path, PARSER_TAG)?.parse().ok()
    }

    /// The files of events that this version of the parser has not looked at.
    pub(crate) fn files_of_earlier_parsers(&self) -> impl Iterator<Item = &DataFile> {
        let files = self.snapshot.files.iter();
        files.filter(move |file| self.parser_of(file).is_none_or(|version| version < PARSER_VERSION))
    }
}

/// The files of one day in work.
struct Day {
    date: NaiveDate,
    files: Vec<DataFile>,
    next: AtomicUsize,
    found: Mutex<Found>,
}

/// What was found in the files of a day.
#[derive(Default)]
struct Found {
    counts: RenewedEvents,
    unread: UnreadChanges,
    /// Files with events that an earlier version read, by path from the lake's root.
    older: Vec<String>,
    /// Files without.
    current: Vec<String>,
}

impl Ingest<'_> {
    /// Bytes of the files that [`Self::renew_events`] looks at.
    pub(super) fn bytes_to_renew(&self) -> u64 {
        self.state.files_of_earlier_parsers().map(|file| file.size).sum()
    }

    /// Reads the events again that an earlier version of the parser read, and begins with no day after the end. Whether none is left.
    pub(super) async fn renew_events(
        &mut self,
        summary: &mut RenewedEvents,
        end: Option<Instant>,
    ) -> Result<bool, LakeError> {
        let declared = arrow_schema(EVENT_COLUMNS);
        let mut columns = self.state.snapshot.schema.fields().iter();
        if let Some(newer) = columns.find(|column| declared.column_with_name(column.name()).is_none()) {
            tracing::warn!(
                column = newer.name(),
                "a newer version wrote to the lake: events are left as they are"
            );
            return Ok(true);
        }
        let mut dates: Vec<NaiveDate> = self
            .state
            .files_of_earlier_parsers()
            .filter_map(|file| file.partition)
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let mut looked_at = Vec::new();
        let mut is_complete = true;
        for date in dates {
            if end.is_some_and(|end| Instant::now() >= end) {
                is_complete = false;
                break;
            }
            self.renew_day(date, summary, &mut looked_at).await?;
        }
        self.note_looked_at(&looked_at).await?;
        Ok(is_complete)
    }

    async fn renew_day(
        &mut self,
        date: NaiveDate,
        summary: &mut RenewedEvents,
        looked_at: &mut Vec<String>,
    ) -> Result<(), LakeError> {
        for _ in 0..COMMIT_ATTEMPTS {
            let files = self.state.files_of_earlier_parsers();
            let day = Day {
                date,
                files: files.filter(|file| file.partition == Some(date)).cloned().collect(),
                next: AtomicUsize::new(0),
                found: Mutex::default(),
            };
            self.in_threads(|_| self.renew_files(&day));
            self.write_rest();
            if let Some(error) = self.work.failure() {
                self.discard().await;
                return Err(error);
            }
            let mut found = std::mem::take(&mut *locked(&day.found));
            let written = std::mem::take(&mut *locked(&self.work.written));
            if found.counts.renewed == 0 {
                // What stays as it is need not be written anew.
                commit::remove_files(&self.table, &written).await;
                found.current.append(&mut found.older);
            } else {
                found.counts.days = 1;
                if !self.work.counts_only && !self.replace(&found.older, &written, &found.unread).await? {
                    continue;
                }
            }
            summary.add(&found.counts);
            looked_at.append(&mut found.current);
            return Ok(());
        }
        Err(LakeError::Conflict {
            table: EVENTS.to_owned(),
            attempts: COMMIT_ATTEMPTS,
        })
    }

    /// Puts files in the place of others, by path from the lake's root. Where another writer was first and left those alone, the same
    /// files take their place after what that one wrote. False: one of them is not there any more, and nothing changed.
    async fn replace(&mut self, remove: &[String], add: &[Add], unread: &UnreadChanges) -> Result<bool, LakeError> {
        for _ in 0..COMMIT_ATTEMPTS {
            if !remove.iter().all(|path| self.state.has_file(path)) {
                commit::remove_files(&self.table, add).await;
                return Ok(false);
            }
            let change = Change {
                add: add.to_vec(),
                remove: remove.to_vec(),
                data_change: true,
                transactions: self.totals_after(unread).await?,
                schema: with_new_columns(&self.state.snapshot.schema, &arrow_schema(EVENT_COLUMNS)),
                ..Change::default()
            };
            let committed = self.table.commit(&self.state, change).await?;
            self.reload_state().await?;
            if let Committed::Done = committed {
                return Ok(true);
            }
        }
        commit::remove_files(&self.table, add).await;
        Err(LakeError::Conflict {
            table: EVENTS.to_owned(),
            attempts: COMMIT_ATTEMPTS,
        })
    }

    /// The running totals that change with what events say in vain.
    async fn totals_after(&self, unread: &UnreadChanges) -> Result<Vec<(String, i64)>, LakeError> {
        if unread.is_nothing() {
            return Ok(Vec::new());
        }
        let known = read_transactions(&self.table, self.state.snapshot.version).await?;
        Ok(unread.new_totals(&known))
    }

    /// Notes that there is nothing to read again in files, so that nobody looks there once more. Where others write all the time it is
    /// left to the next run.
    async fn note_looked_at(&mut self, files: &[String]) -> Result<(), LakeError> {
        for _ in 0..COMMIT_ATTEMPTS {
            let inside = files.iter().filter_map(|path| path.strip_prefix("events/"));
            let add: Vec<Add> = inside
                .filter_map(|path| {
                    self.state
                        .tagged_anew(path, PARSER_TAG, Some(PARSER_VERSION.to_string()))
                })
                .collect();
            if add.is_empty() || self.work.counts_only {
                return Ok(());
            }
            let change = Change {
                add,
                data_change: false,
                ..Change::default()
            };
            let committed = self.table.commit(&self.state, change).await?;
            self.reload_state().await?;
            if let Committed::Done = committed {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn reload_state(&mut self) -> Result<(), LakeError> {
        self.state = self.table.load_or_create(&arrow_schema(EVENT_COLUMNS), DATE).await?;
        Ok(())
    }

    fn renew_files(&self, day: &Day) {
        while !self.work.has_failed()
            && let Some(file) = day.files.get(day.next.fetch_add(1, Ordering::Relaxed))
        {
            self.watch.file(&file.path);
            self.work.note(self.renew_file(file, day));
            self.watch.advanced(file.size);
        }
    }

    fn renew_file(&self, file: &DataFile, day: &Day) -> Result<(), LakeError> {
        let runtime = &self.work.runtime;
        if !runtime.block_on(self.holds_older(file))? {
            locked(&day.found).current.push(file.path.clone());
            return Ok(());
        }
        let schema = Arc::clone(&self.work.layout.schema);
        let mut rows = runtime.block_on(Source::open(self.lake, EVENTS, file, schema))?;
        let mut counts = RenewedEvents::default();
        let mut unread = UnreadChanges::default();
        while !self.work.has_failed()
            && let Some(batch) = runtime.block_on(rows.next())?
        {
            self.work.renew(day.date, &batch, &mut counts, &mut unread)?;
        }
        let mut found = locked(&day.found);
        found.counts.add(&counts);
        found.unread.add(&unread);
        found.older.push(file.path.clone());
        Ok(())
    }

    /// Whether one of the events of a file was read by an earlier version.
    async fn holds_older(&self, file: &DataFile) -> Result<bool, LakeError> {
        let selection = Selection {
            columns: Some(&[VERSION]),
            batch_rows: Some(64 << 10),
        };
        let path = Path::from(file.path.as_str());
        let rows = read_file(&self.lake.object_store(), &path, file.size, selection).await;
        let mut rows = rows.map_err(LakeError::data_file(EVENTS))?;
        while let Some(batch) = rows.try_next().await.map_err(LakeError::data_file(EVENTS))? {
            if !older_rows(&batch).is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The rows whose events were read by an earlier version of the parser.
fn older_rows(batch: &RecordBatch) -> Vec<usize> {
    let versions = batch
        .column_by_name(VERSION)
        .and_then(|column| column.as_primitive_opt::<Int32Type>());
    let is_older =
        |row: &usize| versions.is_none_or(|versions| versions.is_null(*row) || versions.value(*row) < PARSER_VERSION);
    (0..batch.num_rows()).filter(is_older).collect()
}

/// Rows of a file that are read again.
struct Rows<'a> {
    date: NaiveDate,
    ids: &'a BinaryArray,
    before: RowsBefore<'a>,
    /// By row: whether it stays as it is.
    stays: Vec<bool>,
}

/// A line of an event that is read again.
struct Line {
    row: usize,
    start: usize,
    length: usize,
}

impl Work {
    /// Takes rows of a file in as they are understood now, and those as they are that are not read again.
    fn renew(
        &self,
        date: NaiveDate,
        batch: &RecordBatch,
        counts: &mut RenewedEvents,
        unread: &mut UnreadChanges,
    ) -> Result<(), LakeError> {
        let wrong = || LakeError::Schema {
            table: EVENTS.to_owned(),
            reason: "columns of another type".to_owned(),
        };
        let raw = batch
            .column_by_name("raw")
            .and_then(|column| column.as_binary_view_opt())
            .ok_or_else(wrong)?;
        let ids = batch
            .column_by_name("event_id")
            .and_then(|column| column.as_binary_opt::<i32>())
            .ok_or_else(wrong)?;
        let mut rows = Rows {
            date,
            ids,
            before: RowsBefore::of(batch),
            stays: vec![true; batch.num_rows()],
        };
        let (mut bytes, mut lines) = (Vec::new(), Vec::new());
        let older = older_rows(batch);
        counts.events += older.len() as u64;
        for row in older {
            let line = raw.value(row);
            lines.push(Line {
                row,
                start: bytes.len(),
                length: line.len(),
            });
            bytes.extend_from_slice(line);
            if bytes.len() >= BLOCK_BYTES {
                let (bytes, lines) = (std::mem::take(&mut bytes), std::mem::take(&mut lines));
                self.renew_lines(&mut rows, bytes.into(), lines, unread)?;
            }
        }
        self.renew_lines(&mut rows, bytes.into(), lines, unread)?;
        let stays = rows.stays;
        let staying = stays.iter().filter(|stays| **stays).count();
        counts.renewed += (stays.len() - staying) as u64;
        counts.kept = counts.events - counts.renewed;
        if self.counts_only || staying == 0 {
            return Ok(());
        }
        let rest = filter_record_batch(batch, &BooleanArray::from(stays)).map_err(LakeError::rows(EVENTS))?;
        let rest = detached_rows(rest)?;
        let size = rest.get_array_memory_size();
        self.write_some(self.buffers.add(date, rest, size))
    }

    /// Takes lines in that are the same events of the same day as before, and notes that their rows do not stay.
    fn renew_lines(
        &self,
        rows: &mut Rows<'_>,
        block: Bytes,
        lines: Vec<Line>,
        unread: &mut UnreadChanges,
    ) -> Result<(), LakeError> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut renewed = EventRows::of(&block);
        for line in lines {
            let event = olivine_event::parse(&block[line.start..line.start + line.length]);
            if let Ok(event) = event
                && event.id.0 == id_of(rows.ids.value(line.row))
                && event.date() == rows.date
            {
                unread.take(rows.before.unread(line.row, &event), event.unread);
                renewed.append(&event, line.start, line.length)?;
                rows.stays[line.row] = false;
            }
        }
        if renewed.ids.is_empty() {
            return Ok(());
        }
        let line_bytes = renewed.line_bytes();
        let batch = renewed.finish(&self.layout.schema)?;
        let overflow = self.buffer(rows.date, batch, line_bytes, &block)?;
        self.write_some(overflow)
    }
}
