//! One batch of files: read, parsed and written by several threads, then committed as a whole.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate, Utc};
use olivine_failure::Failing;
use tokio::runtime::{Handle, Runtime, RuntimeFlavor};

use super::IngestOptions;
use super::buffers::Buffers;
use super::commit::{self, Again, Written};
use super::date_ids::{DateIds, IdFile};
use super::dead_letters::DeadLetters;
use super::identity::{KnownFiles, transactions};
use super::input::InputFile;
use super::settle::settle;
use super::sources::{Outcome, Sources};
use super::summary::{FailedFile, IngestSummary, Watch};
use super::worker::Work;
use crate::error::LakeError;
use crate::facts::DATE;
use crate::lake::Lake;
use crate::layouts;
use crate::schema::{DEAD_LETTERS, EVENT_COLUMNS, EVENTS, arrow_schema};
use crate::table::{Table, TableState};
use crate::transactions::{Transactions, read_transactions};

/// How a batch ended.
pub(crate) enum BatchEnd {
    /// It is in the lake, but for files that were put off.
    Committed {
        /// Their places in the batch.
        put_off: Vec<usize>,
    },
    /// These files failed after lines of theirs had been mixed with others: do it again without them.
    WithoutFailed(Vec<usize>),
    /// Another writer was first: do it again on what it wrote.
    Conflict,
}

/// An ingest in work.
pub(crate) struct Ingest<'a> {
    pub(super) lake: &'a Lake,
    pub(super) watch: &'a dyn Watch,
    threads: usize,
    pub(super) table: Table,
    pub(super) state: TableState,
    pub(super) transactions: Transactions,
    known: KnownFiles,
    pub(super) work: Work,
    /// Drives requests while the caller's runtime waits, where that has one thread only.
    own_runtime: Option<Runtime>,
}

impl<'a> Ingest<'a> {
    /// Ends what others left in between, and begins.
    pub(crate) async fn begin(lake: &'a Lake, options: IngestOptions, watch: &'a dyn Watch) -> Result<Self, LakeError> {
        settle(lake).await?;
        Self::over(lake, options, watch).await
    }

    /// Begins on what the lake holds. Nothing is written where there are events.
    pub(crate) async fn over(lake: &'a Lake, options: IngestOptions, watch: &'a dyn Watch) -> Result<Self, LakeError> {
        let begun = Utc::now();
        let table = lake.table(EVENTS)?;
        let own_runtime = match Handle::current().runtime_flavor() {
            RuntimeFlavor::CurrentThread => Some(
                tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(1)
                    .enable_all()
                    .build()
                    .map_err(LakeError::file("start a thread"))?,
            ),
            _ => None,
        };
        let runtime = own_runtime
            .as_ref()
            .map_or_else(Handle::current, |own| own.handle().clone());
        let memory = usize::try_from(options.memory_bytes).unwrap_or(usize::MAX);
        let last_date = lake.options.last_date.unwrap_or_else(|| day_after(begun.date_naive()));
        // Of the memory, two eighths are for ids, five for rows and one is for dead letters.
        let ids = lake
            .options
            .deduplicate
            .then(|| DateIds::new(table.clone(), memory / 4));
        let dead = DeadLetters::new(
            lake.table(DEAD_LETTERS)?,
            layouts::dead_letters(lake.options.compression_level)?,
            begun,
            memory / 8,
        );
        let work = Work::new(
            table.clone(),
            layouts::events(lake.options.compression_level)?,
            runtime,
            (lake.options.first_date, last_date),
            ids,
            Buffers::new(memory / 8 * 5),
            dead,
        );
        let state = table.load_or_create(&arrow_schema(EVENT_COLUMNS), DATE).await?;
        let mut ingest = Self {
            lake,
            watch,
            threads: options.threads(),
            table,
            state,
            transactions: Transactions::new(),
            known: KnownFiles::default(),
            work,
            own_runtime,
        };
        ingest.adopt_state().await?;
        Ok(ingest)
    }

    /// Takes what the table holds as the base of the next batch.
    async fn adopt_state(&mut self) -> Result<(), LakeError> {
        self.transactions = read_transactions(&self.table, self.state.snapshot.version).await?;
        self.known = KnownFiles::of(&self.transactions, !self.lake.options.deduplicate);
        self.work.buffers.clear();
        if let Some(ids) = &self.work.ids {
            let mut files: HashMap<NaiveDate, Vec<IdFile>> = HashMap::new();
            for file in &self.state.snapshot.files {
                if let (Some(date), Some(path)) = (file.partition, file.path.strip_prefix("events/")) {
                    files.entry(date).or_default().push(IdFile {
                        path: path.to_owned(),
                        size: file.size,
                    });
                }
            }
            ids.reset(files);
        }
        Ok(())
    }

    pub(super) async fn reload(&mut self) -> Result<(), LakeError> {
        self.state = self.table.load_or_create(&arrow_schema(EVENT_COLUMNS), DATE).await?;
        self.adopt_state().await
    }

    /// Takes in a batch of files. The summary changes only with what is decided: files that failed, or a commit.
    pub(crate) async fn run(
        &mut self,
        files: &[InputFile],
        summary: &mut IngestSummary,
    ) -> Result<BatchEnd, LakeError> {
        let (unchanged, changed): (Vec<&InputFile>, Vec<&InputFile>) =
            files.iter().partition(|file| self.known.is_unchanged(file));
        let indexes: Vec<usize> = (0..files.len())
            .filter(|index| !self.known.is_unchanged(&files[*index]))
            .collect();
        let changed: Vec<InputFile> = changed.into_iter().cloned().collect();
        let (outcomes, failed_midway) = self.read(&changed);
        if let Some(error) = self.work.failure() {
            self.discard().await;
            return Err(error);
        }
        for (file, outcome) in changed.iter().zip(&outcomes) {
            if let Some(error) = &outcome.failed {
                let (name, code) = (file.name.clone(), error.failure().code);
                if !summary.files.failed.iter().any(|known| known.name == name) {
                    summary.files.failed.push(FailedFile {
                        name,
                        code,
                        text: error.full_text(),
                    });
                }
            }
        }
        if failed_midway {
            self.discard().await;
            self.reload().await?;
            let failed = outcomes
                .iter()
                .zip(&indexes)
                .filter(|(outcome, _)| outcome.failed.is_some());
            return Ok(BatchEnd::WithoutFailed(failed.map(|(_, index)| *index).collect()));
        }
        let written = self.written(&changed, &outcomes);
        let counts = written.counts.clone();
        if !written.is_empty()
            && !commit::commit(self.lake, &self.table, &self.state, &self.transactions, written).await?
        {
            self.discard().await;
            self.reload().await?;
            return Ok(BatchEnd::Conflict);
        }
        for file in &unchanged {
            self.watch.advanced(file.size);
        }
        summary.files.skipped_known += unchanged.len() as u64;
        for outcome in outcomes
            .iter()
            .filter(|outcome| outcome.failed.is_none() && !outcome.put_off)
        {
            let is_new = outcome
                .consumed
                .as_ref()
                .is_some_and(|consumed| consumed.length > outcome.known);
            if is_new || outcome.known == 0 {
                summary.files.read += 1
            } else {
                summary.files.skipped_known += 1
            }
            summary.files.unfinished += u64::from(outcome.unfinished);
        }
        summary.counts.add(&counts);
        summary.content_bytes += std::mem::take(&mut *super::poison::locked(&self.work.content_bytes));
        self.reload().await?;
        let put_off = outcomes.iter().zip(&indexes).filter(|(outcome, _)| outcome.put_off);
        Ok(BatchEnd::Committed {
            put_off: put_off.map(|(_, index)| *index).collect(),
        })
    }

    /// Reads, parses and writes with all threads.
    fn read(&self, files: &[InputFile]) -> (Vec<Outcome>, bool) {
        let sources = Sources::new(files, &self.known, self.threads, self.watch, self.work.runtime.clone());
        let names: Vec<Arc<str>> = files.iter().map(|file| file.name.as_str().into()).collect();
        self.in_threads(|thread| self.read_blocks(&sources, &names, thread));
        let failed_midway = sources.failed_midway();
        if !failed_midway {
            self.write_rest();
        }
        (sources.into_outcomes(), failed_midway)
    }

    /// Writes what waits, with all threads.
    pub(super) fn write_rest(&self) {
        self.in_threads(|_| self.work.note(self.work.write_rest()));
    }

    /// Lets all threads, by number, do the same. The caller's thread waits for them.
    pub(super) fn in_threads(&self, each: impl Fn(usize) + Sync) {
        let threads = || {
            std::thread::scope(|scope| {
                for thread in 0..self.threads {
                    let each = &each;
                    scope.spawn(move || each(thread));
                }
            });
        };
        if self.own_runtime.is_some() {
            threads()
        } else {
            tokio::task::block_in_place(threads)
        }
    }

    fn read_blocks(&self, sources: &Sources<'_>, names: &[Arc<str>], thread: usize) {
        // A file that failed midway spoils the batch: the rest of it is only read to find all that fail.
        while !self.work.has_failed()
            && let Some((file, block)) = sources.next_block(thread)
        {
            if !sources.failed_midway() {
                self.work.note(self.work.take_in(&names[file], &block));
            }
        }
    }

    /// What the threads made, taken out of their hands.
    fn written(&self, files: &[InputFile], outcomes: &[Outcome]) -> Written {
        use super::poison::locked;
        let taken_in = files
            .iter()
            .zip(outcomes)
            .filter(|(_, outcome)| outcome.failed.is_none() && !outcome.put_off);
        Written {
            files: std::mem::take(&mut *locked(&self.work.written)),
            dead: self.work.dead.take_files(),
            counts: std::mem::take(&mut *locked(&self.work.counts)),
            identities: taken_in
                .flat_map(|(file, outcome)| transactions(file, outcome))
                .collect(),
            again: Again::default(),
        }
    }

    /// Gives up what a batch made. Files that cannot be removed belong to nothing and wait for vacuum.
    pub(super) async fn discard(&self) {
        use super::poison::locked;
        let written = std::mem::take(&mut *locked(&self.work.written));
        commit::remove_files(&self.table, &written).await;
        let dead = self.work.dead.give_up();
        commit::remove_files(self.work.dead.table(), &dead).await;
        *locked(&self.work.counts) = Default::default();
        *locked(&self.work.content_bytes) = 0;
        self.work.buffers.clear();
    }
}

impl Drop for Ingest<'_> {
    fn drop(&mut self) {
        // A runtime may not be dropped where another one is running, only sent away.
        if let Some(own) = self.own_runtime.take() {
            own.shutdown_background();
        }
    }
}

fn day_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}
