//! The dead letters of a batch: held in memory up to a budget, beyond it written as files that belong to nothing until
//! the batch is committed.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use deltalake_core::kernel::Add;
use tokio::runtime::Handle;

use super::poison::locked;
use super::rows::{DeadLetter, dead_rows};
use super::settle::BATCH_TAG;
use crate::data_file::{FileWriter, Layout};
use crate::error::LakeError;
use crate::schema::DEAD_LETTERS;
use crate::table::Table;

/// Dead letters in a batch of rows that is written; whoever has so many hands them over.
pub(crate) const DEAD_ROWS: usize = 4096;

/// The dead letters of the batch in work.
pub(crate) struct DeadLetters {
    table: Table,
    layout: Layout,
    received: DateTime<Utc>,
    budget: usize,
    held: Mutex<Held>,
    /// Locked while one of them is written.
    files: Mutex<DeadFiles>,
}

#[derive(Default)]
struct Held {
    letters: Vec<DeadLetter>,
    bytes: usize,
}

/// The files of the dead letters of one batch.
pub(crate) struct DeadFiles {
    /// The name of the batch, which its files carry.
    pub(crate) batch: u64,
    pub(crate) adds: Vec<Add>,
}

impl DeadFiles {
    fn of_new_batch() -> Self {
        Self {
            batch: rand::random(),
            adds: Vec::new(),
        }
    }
}

impl DeadLetters {
    /// Dead letters of lines that are met at a time; about so many bytes of them are held, half of them waiting and half in writing.
    pub(crate) fn new(table: Table, layout: Layout, received: DateTime<Utc>, budget: usize) -> Self {
        Self {
            table,
            layout,
            received,
            budget: budget / 2,
            held: Mutex::default(),
            files: Mutex::new(DeadFiles::of_new_batch()),
        }
    }

    /// When lines are met that were never seen: microseconds since 1970, UTC.
    pub(crate) fn received(&self) -> i64 {
        self.received.timestamp_micros()
    }

    /// The table that they go to.
    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// Adds letters. When more wait than may, they are written first; whoever adds more in the meantime waits for that.
    pub(crate) fn add(&self, mut letters: Vec<DeadLetter>, runtime: &Handle) -> Result<(), LakeError> {
        if letters.is_empty() {
            return Ok(());
        }
        let bytes = {
            let mut held = locked(&self.held);
            held.bytes += letters.iter().map(DeadLetter::bytes).sum::<usize>();
            held.letters.append(&mut letters);
            held.bytes
        };
        if bytes > self.budget {
            self.write_beyond(self.budget, runtime)
        } else {
            Ok(())
        }
    }

    /// Writes all letters that wait.
    pub(crate) fn write_rest(&self, runtime: &Handle) -> Result<(), LakeError> {
        self.write_beyond(0, runtime)
    }

    /// The files of the batch; none when it has no dead letters. What comes next is another batch.
    pub(crate) fn take_files(&self) -> DeadFiles {
        std::mem::replace(&mut *locked(&self.files), DeadFiles::of_new_batch())
    }

    /// Gives up the batch, and gives back the files that it had.
    pub(crate) fn give_up(&self) -> Vec<Add> {
        *locked(&self.held) = Held::default();
        self.take_files().adds
    }

    /// Writes the letters that wait, those received on one day as one file, if they are more bytes than that.
    fn write_beyond(&self, bytes: usize, runtime: &Handle) -> Result<(), LakeError> {
        let mut files = locked(&self.files);
        let waiting = {
            let mut held = locked(&self.held);
            // Another thread may have written them while this one waited for its turn.
            if held.bytes <= bytes {
                return Ok(());
            }
            std::mem::take(&mut *held)
        };
        for (date, letters) in by_date(waiting.letters) {
            let add = self.write(date, letters, files.batch, runtime)?;
            files.adds.push(add);
        }
        Ok(())
    }

    fn write(
        &self,
        date: NaiveDate,
        mut letters: Vec<DeadLetter>,
        batch: u64,
        runtime: &Handle,
    ) -> Result<Add, LakeError> {
        letters.sort_by(|a, b| (&a.source, a.offset).cmp(&(&b.source, b.offset)));
        let mut writer = FileWriter::new(DEAD_LETTERS, &self.layout)?;
        let mut content = 0u128;
        for letters in letters.chunks(DEAD_ROWS) {
            for letter in letters {
                content = content.wrapping_add(xxhash_rust::xxh3::xxh3_128(&letter.raw));
            }
            let rows = dead_rows(letters, &self.layout.schema)?;
            writer.append(&rows)?;
        }
        drop(letters);
        let finished = writer.finish()?;
        let tags = [(BATCH_TAG, batch.to_string())];
        runtime.block_on(finished.store(&self.table, date, content, &tags))
    }
}

/// Letters by the UTC day on which they were received.
fn by_date(letters: Vec<DeadLetter>) -> BTreeMap<NaiveDate, Vec<DeadLetter>> {
    let mut dates: BTreeMap<NaiveDate, Vec<DeadLetter>> = BTreeMap::new();
    for letter in letters {
        let received = DateTime::from_timestamp_micros(letter.received).unwrap_or_default();
        dates.entry(received.date_naive()).or_default().push(letter);
    }
    dates
}
