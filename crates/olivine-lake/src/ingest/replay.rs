//! Reading dead letters again: what is understood by now becomes events, and the rest stays. Then the events that an earlier parser
//! read are read again (see `renewal`).
//!
//! The files of dead letters are worked off in batches. A file none of whose letters became something else stays as it is. What is left of
//! the others is written as files that replace them, in the same batch as the new events (see `settle`): a run that is killed anywhere
//! and started again gives the same tables.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::batch::Ingest;
use super::commit::{self, Again, Written};
use super::letters::{Letter, LetterBlock, Letters};
use super::poison::locked;
use super::renewal::RenewedEvents;
use super::settle::{dead_letters_in_between, not_counting_dead_letters};
use super::summary::{Counts, Watch};
use super::worker::{NoEvent, Work, rows_of};
use super::{BATCH_BYTES, BATCH_FILES, IngestOptions};
use crate::error::LakeError;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::schema::{DEAD_LETTERS, EVENTS};
use crate::snapshot::DataFile;
use crate::table::Table;

/// Bytes of files in a batch, about: lines beside each other are much alike, and so packed small.
const REPLAY_BYTES: u64 = BATCH_BYTES / 4;

/// How dead letters are read again.
#[derive(Debug, Clone, Default)]
pub struct ReplayOptions {
    /// Threads and memory, as those of an ingest.
    pub ingest: IngestOptions,
    /// Only letters with one of these reasons, and no events. Empty: all.
    pub reasons: Vec<String>,
    /// Only count what would become of them. Where so many different events come that an ingest would have to write some of them
    /// before it is done, a few duplicates may be counted as events.
    pub dry_run: bool,
    /// After so long no further files of letters and no further day of events are begun, and letters have half of it at most: the rest
    /// is left to the next time. None: all are read.
    pub time: Option<Duration>,
}

impl ReplayOptions {
    fn wants(&self, letter: &Letter) -> bool {
        self.reasons.is_empty() || self.reasons.iter().any(|reason| **reason == *letter.reason)
    }

    /// Whether further letters may be begun.
    fn has_time_for_letters(&self, begun: Instant) -> bool {
        self.time.is_none_or(|time| begun.elapsed() < time / 2)
    }

    /// When no further day of events is begun any more; none: at no time.
    fn end(&self, begun: Instant) -> Option<Instant> {
        self.time.and_then(|time| begun.checked_add(time))
    }
}

/// What became of dead letters that were read again.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReplaySummary {
    /// The letters that were read again, by what they are now: as lines of an ingest.
    #[serde(flatten)]
    pub counts: Counts,
    /// Files of dead letters that were looked at.
    pub files: u64,
    /// Those of them that were replaced, or would be.
    pub files_replaced: u64,
    /// Events that an earlier parser had read.
    pub renewed: RenewedEvents,
    /// Whether the time was up before all were read.
    pub is_cut_short: bool,
    /// Seconds.
    pub seconds: f64,
}

/// Some files of dead letters in work.
struct Reading<'a> {
    options: &'a ReplayOptions,
    files: &'a [DataFile],
    next: AtomicUsize,
    /// The letters of files none of whose letters became something else.
    unchanged: Mutex<Counts>,
    again: Mutex<Again>,
}

impl Lake {
    /// Reads dead letters again, with the parser, the settings and the day of today: what is understood becomes events, what never was an
    /// event is dropped and counted, and the rest stays, with its source, its place and the time when it was first met. Then reads the
    /// events again, from their lines, that an earlier version of the parser read; none is lost or doubled by that.
    ///
    /// The caller holds the writer lock, unless it is a dry run. On a lake without one (an object store) a commit of another writer in
    /// between makes the batch start over on what that one wrote, half as large, so that there is less time for that; letters that
    /// another replay has in hand are left to it.
    ///
    /// # Errors
    /// A lake that cannot be read or written: what was committed before stays, the rest is done by the next run.
    pub async fn replay(&self, options: &ReplayOptions, watch: &dyn Watch) -> Result<ReplaySummary, LakeError> {
        let begun = Instant::now();
        let mut summary = ReplaySummary::default();
        let letters = self.table(DEAD_LETTERS)?;
        let has_letters = letters.load().await?.is_some();
        let has_events = self.table(EVENTS)?.load().await?.is_some();
        // No letter counts without a table of events, and a dry run makes none.
        if !has_events && (options.dry_run || !has_letters) {
            return Ok(summary);
        }
        let mut ingest = if options.dry_run {
            let mut ingest = Ingest::over(self, options.ingest, watch).await?;
            ingest.work.counts_only = true;
            ingest
        } else {
            Ingest::begin(self, options.ingest, watch).await?
        };
        let mut judged = HashSet::new();
        let mut files = self.files_to_read(&letters, options, &judged).await?;
        let with_events = options.reasons.is_empty();
        let mut bytes: u64 = files.iter().map(|file| file.size).sum();
        if with_events {
            bytes += ingest.bytes_to_renew();
        }
        watch.total_bytes(bytes);
        let (mut attempts, mut conflicts) = (0, 0);
        while !files.is_empty() {
            if !options.has_time_for_letters(begun) {
                summary.is_cut_short = true;
                break;
            }
            files.truncate(files_of_a_batch(&files, conflicts));
            match ingest.replay(&files, options, &mut summary).await? {
                Some(written) => {
                    judged.extend(files.into_iter().map(|file| file.path));
                    judged.extend(written);
                    attempts = 0;
                }
                None => {
                    attempts += 1;
                    conflicts += 1;
                }
            }
            if attempts == COMMIT_ATTEMPTS {
                return Err(LakeError::Conflict {
                    table: DEAD_LETTERS.to_owned(),
                    attempts,
                });
            }
            files = self.files_to_read(&letters, options, &judged).await?;
        }
        if with_events && !ingest.renew_events(&mut summary.renewed, options.end(begun)).await? {
            summary.is_cut_short = true;
        }
        summary.seconds = begun.elapsed().as_secs_f64();
        Ok(summary)
    }

    /// The files of dead letters that were not yet read again.
    async fn files_to_read(
        &self,
        letters: &Table,
        options: &ReplayOptions,
        judged: &HashSet<String>,
    ) -> Result<Vec<DataFile>, LakeError> {
        let Some(state) = letters.load().await? else {
            return Ok(Vec::new());
        };
        // What a run left in between that died was ended before; a dry run lets it be, and looks at what counts.
        let left_out = if options.dry_run {
            not_counting_dead_letters(self, &state).await?
        } else {
            dead_letters_in_between(self, &state).await?
        };
        let mut files = state.snapshot.files;
        files.retain(|file| !left_out.contains(&file.path) && !judged.contains(&file.path));
        Ok(files)
    }
}

/// How many of the files make a batch. Each conflict that there was halves it: where others write all the time, a large one never ends
/// between two of their commits.
fn files_of_a_batch(files: &[DataFile], conflicts: u32) -> usize {
    let most_bytes = REPLAY_BYTES.checked_shr(conflicts).unwrap_or(0).max(1);
    let most_files = BATCH_FILES.checked_shr(conflicts).unwrap_or(0).max(1);
    let mut bytes = 0;
    let fitting = files.iter().take_while(|file| {
        let fits = bytes < most_bytes;
        bytes += file.size;
        fits
    });
    fitting.take(most_files).count()
}

impl Ingest<'_> {
    /// Reads files of dead letters again and commits what came of it. Gives back the files that were written for what is left of them, by
    /// path from the lake's root. Nothing: another writer was first, and nothing changed.
    async fn replay(
        &mut self,
        files: &[DataFile],
        options: &ReplayOptions,
        summary: &mut ReplaySummary,
    ) -> Result<Option<Vec<String>>, LakeError> {
        let reading = Reading {
            options,
            files,
            next: AtomicUsize::new(0),
            unchanged: Mutex::default(),
            again: Mutex::default(),
        };
        self.in_threads(|_| self.read_letters(&reading));
        self.write_rest();
        if let Some(error) = self.work.failure() {
            self.discard().await;
            return Err(error);
        }
        let again = std::mem::take(&mut *locked(&reading.again));
        let replaced = again.files.len() as u64;
        let written = Written {
            files: std::mem::take(&mut *locked(&self.work.written)),
            dead: self.work.dead.take_files(),
            counts: std::mem::take(&mut *locked(&self.work.counts)),
            identities: Vec::new(),
            again,
        };
        let counts = written.counts.clone();
        let left = written.dead.adds.iter();
        let left: Vec<String> = left.map(|add| format!("{DEAD_LETTERS}/{}", add.path)).collect();
        if !self.work.counts_only && !written.is_empty() {
            if !commit::commit(self.lake, &self.table, &self.state, &self.transactions, written).await? {
                self.discard().await;
                self.reload().await?;
                return Ok(None);
            }
            self.reload().await?;
        }
        summary.counts.add(&counts);
        summary.counts.add(&locked(&reading.unchanged));
        summary.files += files.len() as u64;
        summary.files_replaced += replaced;
        Ok(Some(left))
    }

    fn read_letters(&self, reading: &Reading<'_>) {
        while !self.work.has_failed()
            && let Some(file) = reading.files.get(reading.next.fetch_add(1, Ordering::Relaxed))
        {
            self.watch.file(&file.path);
            self.work.note(self.read_file_again(file, reading));
            self.watch.advanced(file.size);
        }
    }

    fn read_file_again(&self, file: &DataFile, reading: &Reading<'_>) -> Result<(), LakeError> {
        let options = reading.options;
        let mut unchanged = Counts::default();
        let is_changed = self.any_block(file, |block| Ok(self.work.finds_change(block, options, &mut unchanged)))?;
        if !is_changed {
            locked(&reading.unchanged).add(&unchanged);
            return Ok(());
        }
        let mut again = Again::default();
        self.any_block(file, |block| {
            self.work.take_again(block, options, &mut again)?;
            Ok(false)
        })?;
        let prefix = format!("{DEAD_LETTERS}/");
        let mut all = locked(&reading.again);
        all.files.extend(file.path.strip_prefix(&prefix).map(str::to_owned));
        for (reason, letters) in again.reasons {
            *all.reasons.entry(reason).or_default() += letters;
        }
        Ok(())
    }

    /// Whether one of the blocks of letters is found; those behind it are not asked.
    fn any_block(
        &self,
        file: &DataFile,
        mut is_found: impl FnMut(&LetterBlock) -> Result<bool, LakeError>,
    ) -> Result<bool, LakeError> {
        let runtime = &self.work.runtime;
        let mut letters = runtime.block_on(Letters::open(self.lake, file))?;
        while !self.work.has_failed()
            && let Some(block) = runtime.block_on(letters.next())?
        {
            if is_found(&block)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Work {
    /// Whether one of the letters is something else now than it was. Those before it are counted.
    fn finds_change(&self, block: &LetterBlock, options: &ReplayOptions, counts: &mut Counts) -> bool {
        for letter in block.letters.iter().filter(|letter| options.wants(letter)) {
            let (line, is_cut) = block.line(letter);
            match self.read(line, is_cut) {
                Err(NoEvent::Dead(reason)) if *reason == *letter.reason => {
                    counts.lines += 1;
                    *counts.dead_letters.entry(reason).or_default() += 1;
                }
                _ => return true,
            }
        }
        false
    }

    /// Takes letters in as what they are now.
    fn take_again(&self, block: &LetterBlock, options: &ReplayOptions, again: &mut Again) -> Result<(), LakeError> {
        let mut counts = Counts::default();
        let mut dead = Vec::new();
        let mut dates = Vec::new();
        for letter in &block.letters {
            if !options.wants(letter) {
                dead.push(block.dead(letter, Cow::Owned(letter.reason.to_string())));
                continue;
            }
            counts.lines += 1;
            *again.reasons.entry(letter.reason.to_string()).or_default() += 1;
            let (line, is_cut) = block.line(letter);
            match self.read(line, is_cut) {
                Ok((date, event)) => {
                    rows_of(&mut dates, date, &block.bytes).append(&event, letter.start, letter.length)?;
                }
                Err(NoEvent::Noise) => counts.noise += 1,
                Err(NoEvent::Dead(reason)) => {
                    *counts.dead_letters.entry(reason).or_default() += 1;
                    dead.push(block.dead(letter, Cow::Borrowed(reason)));
                }
            }
        }
        if !self.counts_only {
            self.dead.add(dead, &self.runtime)?;
        }
        for (date, rows) in dates {
            self.collect(date, rows, &block.bytes, &mut counts)?;
        }
        locked(&self.counts).add(&counts);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bytes::Bytes;

    use super::super::rows::DeadLetter;
    use super::*;
    use crate::options::LakeOptions;

    #[test]
    fn a_batch_is_half_as_large_after_each_conflict_and_never_empty() {
        let files = |count: usize, size: u64| -> Vec<DataFile> {
            let file = |number: usize| DataFile {
                path: format!("dead_letters/{number}"),
                size,
                rows: 1,
                partition: None,
                content: 0,
                source: None,
            };
            (0..count).map(file).collect()
        };
        let small = files(BATCH_FILES * 2, 1);
        assert_eq!(files_of_a_batch(&small, 0), BATCH_FILES);
        assert_eq!(files_of_a_batch(&small, 1), BATCH_FILES / 2);
        let large = files(16, REPLAY_BYTES / 8);
        assert_eq!(files_of_a_batch(&large, 0), 8);
        assert_eq!(files_of_a_batch(&large, 2), 2);
        for conflicts in [3, 20, 70] {
            assert_eq!(files_of_a_batch(&large, conflicts), 1);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_letter_has_its_reason_of_today_and_noise_goes() {
        let folder = tempfile::tempdir().unwrap();
        let options = LakeOptions::at(folder.path().to_str().unwrap());
        let lake = Lake::open(&options).await.unwrap();
        let letter = |offset, reason: &'static str, raw: &'static str| DeadLetter {
            reason: Cow::Borrowed(reason),
            source: "tracking.log".into(),
            offset,
            // The begin of the first of May 2024.
            received: 1_714_521_600_000_000,
            raw: Bytes::from_static(raw.as_bytes()),
        };
        let earlier = "of_an_earlier_version";
        let cut = r#"{"time": "2024-05-01T10:00:00"}"#;
        let letters = vec![
            letter(0, earlier, "GET / 200"),
            letter(10, earlier, r#"{"event_type": "x"}"#),
            letter(30, "line_too_long", cut),
        ];
        let ingest = Ingest::begin(&lake, IngestOptions::default(), &()).await.unwrap();
        let (dead, runtime) = (&ingest.work.dead, &ingest.work.runtime);
        tokio::task::block_in_place(|| {
            dead.add(letters, runtime).unwrap();
            dead.write_rest(runtime).unwrap();
        });
        let written = Written {
            files: Vec::new(),
            dead: dead.take_files(),
            counts: Counts {
                lines: 3,
                dead_letters: BTreeMap::from([(earlier, 2), ("line_too_long", 1)]),
                ..Counts::default()
            },
            identities: vec![("a log".to_owned(), 1)],
            again: Again::default(),
        };
        let (table, state, known) = (&ingest.table, &ingest.state, &ingest.transactions);
        assert!(commit::commit(&lake, table, state, known, written).await.unwrap());

        let summary = lake.replay(&ReplayOptions::default(), &()).await.unwrap();
        let counts = &summary.counts;
        assert_eq!((counts.lines, counts.events, counts.noise), (3, 0, 1));
        let still_dead = BTreeMap::from([("line_too_long", 1), ("no_time", 1)]);
        assert_eq!(counts.dead_letters, still_dead);
        let snapshot = lake.snapshot(DEAD_LETTERS).await.unwrap().unwrap();
        let [file] = &snapshot.files[..] else {
            panic!("{:?}", snapshot.files)
        };
        assert_eq!(file.partition.unwrap().to_string(), "2024-05-01");
        let block = Letters::open(&lake, file).await.unwrap().next().await.unwrap().unwrap();
        let found = block
            .letters
            .iter()
            .map(|letter| (&*letter.reason, block.line(letter).0));
        let expected = [
            ("no_time", r#"{"event_type": "x"}"#.as_bytes()),
            ("line_too_long", cut.as_bytes()),
        ];
        assert_eq!(found.collect::<Vec<_>>(), expected);
        let totals = lake.status().await.unwrap().totals;
        let of = |name: &str| totals[name];
        assert_eq!((of("lines"), of("noise"), of("dead_letters")), (3, 1, 2));
        assert_eq!(
            (of("dead_letters/of_an_earlier_version"), of("dead_letters/no_time")),
            (0, 1)
        );
    }
}
