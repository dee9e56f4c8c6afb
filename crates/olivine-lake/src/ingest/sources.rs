//! Several input files read side by side: threads fetch blocks of lines from whichever file is free.
//!
//! Reading and inflating a file is one thread's work at a time, what is done with its blocks is not: so also a single
//! large file keeps several threads busy.

use std::collections::{HashSet, VecDeque};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, TryLockError};

use tokio::runtime::Handle;

use super::content::{Block, Consumed, Content, LAST, hash_of_last};
use super::identity::{KnownContent, KnownFiles, Mark};
use super::inflate::{compression_of, content, damage};
use super::input::{InputFile, OpenInput};
use super::poison::locked;
use super::summary::Watch;
use crate::error::LakeError;

/// What became of one input file.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// What was taken in of it.
    pub(crate) consumed: Option<Consumed>,
    /// Bytes that were taken in by an earlier ingest.
    pub(crate) known: u64,
    /// Whether an incomplete last line was left.
    pub(crate) unfinished: bool,
    /// Why it could not be read.
    pub(crate) failed: Option<LakeError>,
    /// Whether it was put off until the batch is committed.
    pub(crate) put_off: bool,
}

/// The files of one batch.
pub(crate) struct Sources<'a> {
    files: &'a [InputFile],
    known: &'a KnownFiles,
    watch: &'a dyn Watch,
    runtime: Handle,
    waiting: Mutex<VecDeque<usize>>,
    open: Vec<Mutex<Option<OpenFile>>>,
    outcomes: Vec<Mutex<Outcome>>,
    failed_midway: AtomicBool,
    /// First lines that were met in this batch, by log.
    begun: Mutex<HashSet<(String, u64)>>,
}

struct OpenFile {
    index: usize,
    content: Content,
    read: Arc<AtomicU64>,
    reported: u64,
    blocks: u64,
}

/// A file of which only the begin was read.
struct Begun {
    input: OpenInput,
    content: Content,
    read: Arc<AtomicU64>,
}

/// Counts the bytes that are read.
struct Counted {
    source: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Begun {
    fn of(file: &InputFile, runtime: &Handle) -> io::Result<Self> {
        let input = file.open(runtime)?;
        let read = Arc::new(AtomicU64::new(0));
        let content = content_of(file, input.bytes()?, &read)?;
        Ok(Self { input, content, read })
    }

    fn again(&mut self, file: &InputFile) -> io::Result<()> {
        self.read.store(0, Ordering::Relaxed);
        self.content = content_of(file, self.input.bytes_from(0)?, &self.read)?;
        Ok(())
    }

    /// Goes behind what was taken in before. How many bytes that is.
    fn pass_over_known(&mut self, file: &InputFile, known: &[KnownContent]) -> io::Result<u64> {
        if known.is_empty() {
            return Ok(0);
        }
        if self.content.is_plain() {
            if let Some(length) = self.pass_over_unread(file, known)? {
                return Ok(length);
            }
            self.again(file)?;
        }
        let mut length = 0;
        for candidate in known {
            self.content.skip_to(candidate.length)?;
            if self.content.offset() < candidate.length {
                break;
            }
            if candidate.is(&self.content) {
                length = candidate.length;
            }
        }
        if self.content.offset() != length {
            self.again(file)?;
            self.content.skip_to(length)?;
        }
        Ok(length)
    }

    /// Goes behind what was taken in of a plain file without reading it. Nothing: its last bytes do not tell how much
    /// that is.
    fn pass_over_unread(&mut self, file: &InputFile, known: &[KnownContent]) -> io::Result<Option<u64>> {
        for candidate in known.iter().rev().filter(|candidate| candidate.length <= file.size) {
            // Only the hash of all bytes tells whether it is this one, which would be the longest.
            let Mark::Last { hash, root } = candidate.mark else {
                return Ok(None);
            };
            let wanted = candidate.length.min(LAST as u64);
            let begin = candidate.length - wanted;
            self.read.store(begin, Ordering::Relaxed);
            let mut source = counted(self.input.bytes_from(begin)?, &self.read);
            let mut last = Vec::new();
            source.by_ref().take(wanted).read_to_end(&mut last)?;
            if last.len() as u64 == wanted && hash_of_last(&last) == hash {
                self.content.pass_over(candidate.length, last, root, source);
                return Ok(Some(candidate.length));
            }
        }
        Ok(None)
    }
}

fn counted(source: Box<dyn Read + Send>, read: &Arc<AtomicU64>) -> Box<dyn Read + Send> {
    Box::new(Counted {
        source,
        read: Arc::clone(read),
    })
}

fn content_of(file: &InputFile, bytes: Box<dyn Read + Send>, read: &Arc<AtomicU64>) -> io::Result<Content> {
    let (source, wrapping) = content(counted(bytes, read))?;
    Content::new(source, wrapping, file.live)
}

impl<'a> Sources<'a> {
    pub(crate) fn new(
        files: &'a [InputFile],
        known: &'a KnownFiles,
        threads: usize,
        watch: &'a dyn Watch,
        runtime: Handle,
    ) -> Self {
        Self {
            files,
            known,
            watch,
            runtime,
            waiting: Mutex::new((0..files.len()).collect()),
            open: (0..threads.max(1)).map(|_| Mutex::new(None)).collect(),
            outcomes: files.iter().map(|_| Mutex::new(Outcome::default())).collect(),
            failed_midway: AtomicBool::new(false),
            begun: Mutex::default(),
        }
    }

    /// Whether a file failed after lines of it had been handed out.
    pub(crate) fn failed_midway(&self) -> bool {
        self.failed_midway.load(Ordering::Relaxed)
    }

    /// What became of each file.
    pub(crate) fn into_outcomes(self) -> Vec<Outcome> {
        let outcomes = self.outcomes.into_iter();
        outcomes
            .map(|outcome| outcome.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
            .collect()
    }

    /// The next lines for one of the threads, with the number of their file; nothing when all files are read.
    pub(crate) fn next_block(&self, thread: usize) -> Option<(usize, Block)> {
        loop {
            let mut busy = None;
            for place in 0..self.open.len() {
                let slot = &self.open[(thread + place) % self.open.len()];
                match slot.try_lock() {
                    Ok(mut open) => {
                        if let Some(block) = self.block_of(&mut open) {
                            return Some(block);
                        }
                    }
                    Err(TryLockError::WouldBlock) => busy = busy.or(Some(slot)),
                    Err(TryLockError::Poisoned(_)) => return None,
                }
            }
            // Another thread reads from the last open files: wait for its turn to end and look again.
            drop(locked(busy?));
        }
    }

    fn block_of(&self, open: &mut Option<OpenFile>) -> Option<(usize, Block)> {
        loop {
            if open.is_none() {
                let (index, begun) = self.begin_next()?;
                match begun.and_then(|begun| begun.map(|begun| self.open(index, begun)).transpose()) {
                    Ok(Some(file)) => *open = Some(file),
                    Ok(None) => locked(&self.outcomes[index]).put_off = true,
                    Err(error) => self.fail(index, error),
                }
            }
            let Some(file) = open.as_mut() else { continue };
            let index = file.index;
            match file.content.next_block() {
                Ok(Some(block)) => {
                    file.blocks += 1;
                    self.report(file);
                    return Some((index, block));
                }
                Ok(None) => {
                    let mut outcome = locked(&self.outcomes[index]);
                    outcome.consumed = Some(file.content.consumed());
                    outcome.unfinished = file.content.left_a_line();
                    drop(outcome);
                    self.report(file);
                }
                Err(error) => {
                    if file.blocks > 0 {
                        self.failed_midway.store(true, Ordering::Relaxed);
                    }
                    self.fail(index, error);
                }
            }
            *open = None;
        }
    }

    fn report(&self, file: &mut OpenFile) {
        let read = file.read.load(Ordering::Relaxed);
        self.watch.advanced(read.saturating_sub(file.reported));
        file.reported = file.reported.max(read);
    }

    fn fail(&self, index: usize, error: io::Error) {
        let name = self.files[index].name.clone();
        let error = match (compression_of(&error), damage(&error)) {
            (Some(compression), _) => LakeError::InputCompression { name, compression },
            (None, Some(reason)) => LakeError::InputDamaged { name, reason },
            (None, None) => LakeError::InputUnreadable {
                name,
                source: Box::new(error),
            },
        };
        locked(&self.outcomes[index]).failed = Some(error);
    }

    /// Begins to read the next file, with its place. No file: another one of the same log that begins with the same
    /// line is in this batch, so one of them is the rotated copy of the other; how much they have in common is known
    /// when the first one is committed (ES E-4). Which one is first does not depend on threads: it is decided under the
    /// lock of the files that wait.
    fn begin_next(&self) -> Option<(usize, io::Result<Option<Begun>>)> {
        let mut waiting = locked(&self.waiting);
        let index = waiting.pop_front()?;
        let file = &self.files[index];
        let begun = Begun::of(file, &self.runtime).map(|begun| {
            let log = (file.log(), begun.content.head());
            let is_first = begun.content.is_empty() || locked(&self.begun).insert(log);
            is_first.then_some(begun)
        });
        Some((index, begun))
    }

    /// Opens a file behind what was taken in of it before.
    fn open(&self, index: usize, mut begun: Begun) -> io::Result<OpenFile> {
        let file = &self.files[index];
        self.watch.file(&file.name);
        let known = self.known.contents(file, begun.content.head());
        let length = begun.pass_over_known(file, &known)?;
        if length > 0 {
            begun.content.finish_known_line()?;
        }
        locked(&self.outcomes[index]).known = length;
        Ok(OpenFile {
            index,
            content: begun.content,
            read: begun.read,
            reported: 0,
            blocks: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::ingest::identity::transactions;
    use crate::ingest::input::{InputLocation, find};
    use crate::transactions::Transactions;

    /// Takes in what is new in a folder, with one file in it. How many lines that is, and whether the file was read from
    /// its begin.
    fn take_in(folder: &Path, known: &mut Transactions) -> (usize, bool) {
        let location = InputLocation::new(folder.to_str().unwrap());
        let files = futures::executor::block_on(find(&[location])).unwrap().files;
        assert_eq!(files.len(), 1);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let known_files = KnownFiles::of(known, true);
        let sources = Sources::new(&files, &known_files, 1, &(), runtime.handle().clone());
        let mut lines = 0;
        while let Some((_, block)) = sources.next_block(0) {
            lines += block.bytes.iter().filter(|byte| **byte == b'\n').count();
        }
        let outcome = sources.into_outcomes().pop().unwrap();
        assert!(outcome.failed.is_none(), "{:?}", outcome.failed);
        let consumed = outcome.consumed.unwrap();
        known.extend(transactions(&files[0], Some(&consumed), outcome.known));
        (lines, consumed.hash.is_some())
    }

    fn lines(numbers: std::ops::Range<usize>) -> String {
        numbers.map(|number| format!("line {number} of a log\n")).collect()
    }

    fn append(path: &Path, text: &str) {
        let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn a_log_that_grows_is_read_from_where_it_ended_and_leaves_no_more_marks() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("tracking.log");
        fs::write(&log, lines(0..20_000)).unwrap();
        let mut known = Transactions::new();
        assert_eq!(take_in(folder.path(), &mut known), (20_000, true));
        let marks = known.len();
        for pass in 0..5 {
            let begin = 20_000 + pass * 10;
            append(&log, &lines(begin..begin + 10));
            assert_eq!(take_in(folder.path(), &mut known), (10, false), "pass {pass}");
            assert_eq!(known.len(), marks, "pass {pass}");
        }
        // Its copies under other names, with lines that were not seen.
        let rotated = folder.path().join("tracking.log.1");
        fs::rename(&log, &rotated).unwrap();
        append(&rotated, &lines(20_050..20_053));
        assert_eq!(take_in(folder.path(), &mut known), (3, false));
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(lines(0..20_055).as_bytes()).unwrap();
        fs::remove_file(&rotated).unwrap();
        fs::write(folder.path().join("tracking.log.2.gz"), packed.finish().unwrap()).unwrap();
        assert_eq!(take_in(folder.path(), &mut known), (2, true));
        assert_eq!(take_in(folder.path(), &mut known), (0, true));
    }

    #[test]
    fn a_log_of_which_only_the_hash_of_all_bytes_is_known_is_read_whole_once() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("tracking.log");
        fs::write(&log, lines(0..20_000)).unwrap();
        let mut known = Transactions::new();
        take_in(folder.path(), &mut known);
        known.retain(|id, _| !id.starts_with("olivine/followed/"));
        append(&log, &lines(0..10));
        assert_eq!(take_in(folder.path(), &mut known), (10, true));
        append(&log, &lines(0..10));
        assert_eq!(take_in(folder.path(), &mut known), (10, false));
    }

    #[test]
    fn a_log_with_other_bytes_where_it_ended_is_another_log() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("tracking.log");
        let mut known = Transactions::new();
        fs::write(&log, lines(0..20_000)).unwrap();
        assert_eq!(take_in(folder.path(), &mut known), (20_000, true));
        append(&log, &lines(0..10));
        assert_eq!(take_in(folder.path(), &mut known), (10, false));
        let other = lines(0..1) + &lines(5..20_100);
        fs::write(&log, &other).unwrap();
        assert_eq!(take_in(folder.path(), &mut known), (20_096, true));
        append(&log, &lines(0..10));
        assert_eq!(take_in(folder.path(), &mut known), (10, false));
        // The first one, rotated, is still known as far as it was taken in.
        fs::write(&log, lines(0..20_000) + &lines(0..12)).unwrap();
        assert_eq!(take_in(folder.path(), &mut known), (2, false));
    }
}
