//! Taking tracking logs in: files → `events` and `dead_letters`, each line exactly once.
//!
//! The files are worked off in batches, in the order of their rotation. A batch is committed as a whole: its rows and
//! the identities of its files in the same commit, so that a run that is killed anywhere and started again gives the
//! same table. A file that fails leaves nothing behind; its batch is done again without it.

mod batch;
mod block_texts;
mod buffers;
mod commit;
mod content;
mod date_ids;
mod dead_letters;
mod identity;
mod ids;
mod inflate;
mod input;
mod letters;
mod log_name;
mod poison;
mod remote;
mod renewal;
#[cfg(test)]
mod renewal_tests;
mod replay;
mod rows;
mod settle;
mod sources;
mod summary;
mod unread_changes;
mod worker;

use std::time::Instant;

use olivine_failure::Failing;

pub use input::{InputLocation, LogsThere};
pub use renewal::RenewedEvents;
pub use replay::{ReplayOptions, ReplaySummary};
pub(crate) use settle::{counting_dead_letters, dead_letters_in_between};
pub use summary::{Counts, FailedFile, FileCounts, IngestSummary, Watch};
pub(crate) use summary::{DEAD, UNREAD};

use crate::error::LakeError;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::schema::EVENTS;
use batch::{BatchEnd, Ingest};
use input::InputFile;

/// Bytes of compressed files in a batch, about. Plain files count an eighth of their size.
const BATCH_BYTES: u64 = 512 << 20;
/// Files in a batch at most.
const BATCH_FILES: usize = 1000;

/// How an ingest runs.
#[derive(Debug, Clone, Copy)]
pub struct IngestOptions {
    /// Threads that read, parse and write. Zero: as many as the machine has.
    pub threads: usize,
    /// Memory in bytes that it may use, about: the rest of the process comes on top.
    pub memory_bytes: u64,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self {
            threads: 0,
            memory_bytes: 768 << 20,
        }
    }
}

impl IngestOptions {
    fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        }
    }
}

impl Lake {
    /// Takes in the tracking logs under the locations. A file that fails is named in the summary and does not stop the
    /// others; whether that is an error is for the caller to say.
    ///
    /// The caller holds the writer lock. On a lake without one (an object store) a commit of another writer in between
    /// makes the batch start over on what that one wrote.
    ///
    /// # Errors
    /// A location that does not exist or cannot be looked at (nothing was read then), or a lake that cannot be read or
    /// written: what was committed before stays, the rest is done by the next run.
    pub async fn ingest(
        &self,
        locations: &[InputLocation],
        options: IngestOptions,
        watch: &dyn Watch,
    ) -> Result<IngestSummary, LakeError> {
        let begun = Instant::now();
        let found = input::find(locations).await?;
        let not_found = found.unreadable.iter().map(|(name, error)| FailedFile {
            name: name.clone(),
            code: error.failure().code,
            text: error.full_text(),
        });
        let mut summary = IngestSummary {
            files: FileCounts {
                failed: not_found.collect(),
                empty_locations: found.empty,
                ..FileCounts::default()
            },
            bytes: found.files.iter().map(|file| file.size).sum(),
            ..IngestSummary::default()
        };
        watch.total_bytes(summary.bytes);
        let mut ingest = Ingest::begin(self, options, watch).await?;
        for batch in batches(found.files) {
            self.take_in(&mut ingest, batch, &mut summary).await?;
        }
        summary.seconds = begun.elapsed().as_secs_f64();
        Ok(summary)
    }

    async fn take_in(
        &self,
        ingest: &mut Ingest<'_>,
        mut files: Vec<InputFile>,
        summary: &mut IngestSummary,
    ) -> Result<(), LakeError> {
        let mut attempts = 0;
        while !files.is_empty() {
            match ingest.run(&files, summary).await? {
                BatchEnd::Committed { put_off } => files = picked(files, |place| put_off.contains(&place)),
                BatchEnd::WithoutFailed(failed) => files = picked(files, |place| !failed.contains(&place)),
                BatchEnd::Conflict => {
                    attempts += 1;
                    if attempts == COMMIT_ATTEMPTS {
                        return Err(LakeError::Conflict {
                            table: EVENTS.to_owned(),
                            attempts,
                        });
                    }
                }
            }
        }
        Ok(())
    }
}

/// The files whose places are accepted.
fn picked(files: Vec<InputFile>, accept: impl Fn(usize) -> bool) -> Vec<InputFile> {
    files
        .into_iter()
        .enumerate()
        .filter(|(place, _)| accept(*place))
        .map(|(_, file)| file)
        .collect()
}

/// Cuts the files into batches, in their order.
fn batches(files: Vec<InputFile>) -> Vec<Vec<InputFile>> {
    let mut batches = Vec::new();
    let mut batch: Vec<InputFile> = Vec::new();
    let mut bytes = 0;
    for file in files {
        let compressed = file.name.ends_with(".gz") || file.name.ends_with(".zst");
        bytes += if compressed { file.size } else { file.size / 8 };
        batch.push(file);
        if bytes >= BATCH_BYTES || batch.len() >= BATCH_FILES {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
    }
    batches.push(batch);
    batches.retain(|batch| !batch.is_empty());
    batches
}
