//! Several input files read side by side: threads fetch blocks of lines from whichever file is free.
//!
//! Reading and inflating a file is one thread's work at a time, what is done with its blocks is not: so also a single
//! large file keeps several threads busy.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, TryLockError};

use tokio::runtime::Handle;

use super::content::{Block, Consumed, Content};
use super::identity::KnownFiles;
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

/// First bytes of contents none of which can be the beginning of another.
type Begins = Vec<Vec<u8>>;

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
    /// First bytes that were met in this batch, by log and first line.
    begun: Mutex<HashMap<(String, u64), Begins>>,
}

struct OpenFile {
    index: usize,
    content: Content,
    read: Arc<AtomicU64>,
    reported: u64,
    blocks: u64,
}

/// A file of which only the beginning was read.
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
    /// bytes is in this batch, so one of them may be the rotated copy of the other; how much they have in common is known
    /// when the first one is committed (ES E-4). Which one is first does not depend on threads: it is decided under the
    /// lock of the files that wait.
    fn begin_next(&self) -> Option<(usize, io::Result<Option<Begun>>)> {
        let mut waiting = locked(&self.waiting);
        let index = waiting.pop_front()?;
        let file = &self.files[index];
        let begun = self.begin(file).map(|begun| {
            let is_first = begun.content.is_empty() || self.is_first(file, &begun.content);
            is_first.then_some(begun)
        });
        Some((index, begun))
    }

    fn begin(&self, file: &InputFile) -> io::Result<Begun> {
        let input = file.open(&self.runtime)?;
        let read = Arc::new(AtomicU64::new(0));
        let content = content_of(file, input.bytes()?, &read)?;
        Ok(Begun { input, content, read })
    }

    /// Whether no content of this batch can be the beginning of this one, or the other way round.
    fn is_first(&self, file: &InputFile, content: &Content) -> bool {
        let mut begun = locked(&self.begun);
        let others = begun.entry((file.log(), content.head())).or_default();
        let first = content.first_bytes();
        let is_first = !others
            .iter()
            .any(|other| other.starts_with(first) || first.starts_with(other));
        if is_first {
            others.push(first.to_vec());
        }
        is_first
    }

    /// Opens a file behind what was taken in of it before.
    fn open(&self, index: usize, begun: Begun) -> io::Result<OpenFile> {
        let Begun {
            input,
            mut content,
            read,
        } = begun;
        let file = &self.files[index];
        self.watch.file(&file.name);
        let known = self.known.known_part(file, &mut content)?;
        if content.consumed().length != known {
            read.store(0, Ordering::Relaxed);
            content = content_of(file, input.bytes_again()?, &read)?;
            content.skip_to(known)?;
        }
        if known > 0 {
            content.finish_known_line()?;
        }
        locked(&self.outcomes[index]).known = known;
        Ok(OpenFile {
            index,
            content,
            read,
            reported: 0,
            blocks: 0,
        })
    }
}

fn content_of(file: &InputFile, bytes: Box<dyn Read + Send>, read: &Arc<AtomicU64>) -> io::Result<Content> {
    let (source, wrapping) = content(Box::new(Counted {
        source: bytes,
        read: Arc::clone(read),
    }))?;
    Content::new(source, wrapping, file.live)
}
