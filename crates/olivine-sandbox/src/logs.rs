//! The log files: which line goes where, rotation, late lines, copies.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use chrono::{Days, NaiveDate};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::line;
use crate::mischief::{self, BROKEN_KINDS, NOISE_KINDS, WRAPPING_KINDS};
use crate::moment::{Device, Lived, midnight};
use crate::simulation::{HOSTS, Site};
use crate::truth::RepeatedFile;
use crate::{SandboxError, SandboxOptions};

/// Bytes that are handed over to the thread that compresses at once.
const CHUNK: usize = 256 * 1024;
/// The machine of the background workers.
const WORKER: usize = HOSTS.len();
const MACHINES: [&str; 3] = [HOSTS[0], HOSTS[1], "worker-1"];
/// Another generator than the people's, so that what they do does not depend on how it is written.
const LOG_STREAM: u64 = 7;

/// Counts over all files.
#[derive(Debug, Default)]
pub(crate) struct LogCounts {
    pub lines: u64,
    pub event_lines: u64,
    pub noise: u64,
    pub dead_letters: BTreeMap<String, u64>,
    pub repeated_files: Vec<RepeatedFile>,
}

/// Counts of one file.
#[derive(Debug, Default, Clone)]
struct FileCounts {
    lines: u64,
    events: u64,
    noise: u64,
    dead_letters: BTreeMap<String, u64>,
}

/// The log files in the making.
pub(crate) struct Logs {
    out: PathBuf,
    days: u32,
    rng: ChaCha8Rng,
    /// Lines that wait for the day on which they arrive, by day.
    late: BTreeMap<u32, Vec<Vec<u8>>>,
    counts: LogCounts,
    /// Kinds of mischief that every sandbox holds once.
    owed: Vec<Mischief>,
}

#[derive(Debug, Clone, Copy)]
enum Mischief {
    Broken(usize),
    Noise(usize),
    Wrapped(usize),
    Twice,
}

impl Logs {
    pub(crate) fn create(out: &Path, options: &SandboxOptions) -> Result<Self, SandboxError> {
        for machine in MACHINES.iter().chain(&["archive"]) {
            let folder = out.join("logs").join(machine);
            // Logs of an earlier sandbox would be counted with ours.
            let made = match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => fs::create_dir_all(&folder),
            };
            made.map_err(|source| SandboxError::Write { path: folder, source })?;
        }
        let mut rng = ChaCha8Rng::seed_from_u64(options.seed);
        rng.set_stream(LOG_STREAM);
        let owed = (0..BROKEN_KINDS).map(Mischief::Broken);
        let owed = owed.chain((0..NOISE_KINDS).map(Mischief::Noise));
        let owed = owed
            .chain((0..WRAPPING_KINDS).map(Mischief::Wrapped))
            .chain([Mischief::Twice]);
        Ok(Self {
            out: out.to_owned(),
            days: options.days,
            rng,
            late: BTreeMap::new(),
            counts: LogCounts::default(),
            owed: owed.collect(),
        })
    }

    /// Writes the files of a day.
    pub(crate) fn write_day(&mut self, site: &Site, lived: &Lived) -> Result<(), SandboxError> {
        let is_last = lived.day + 1 == self.days;
        let mut files = Vec::with_capacity(MACHINES.len());
        for (machine, name) in MACHINES.iter().enumerate() {
            // One machine has not rotated its last log yet; one writes its third in two gzip members (ES E-2).
            let form = match (is_last && machine == 0, machine, lived.day) {
                (true, _, _) => Form::Plain,
                (_, 1, 2) => Form::TwoMembers,
                _ => Form::Gzip,
            };
            let file_name = if form == Form::Plain {
                "tracking.log".to_owned()
            } else {
                rotated(lived.date)
            };
            files.push(LogFile::create(self.out.join("logs").join(name).join(file_name), form)?);
        }
        for late in self.late.remove(&lived.day).unwrap_or_default() {
            let machine = self.rng.random_range(0..HOSTS.len());
            files[machine].event(&late)?;
        }
        let mut line = Vec::with_capacity(4096);
        for moment in &lived.moments {
            line.clear();
            line::tell(&mut line, site, lived, moment, &mut self.rng);
            if moment.late > 0 {
                let arrives = lived.day + u32::from(moment.late);
                self.late.entry(arrives).or_default().push(line.clone());
                continue;
            }
            let session = &lived.sessions[moment.session as usize];
            let machine = if session.device == Device::Worker {
                WORKER
            } else {
                session.host as usize
            };
            self.write_line(&mut files, machine, &mut line)?;
        }
        // The last line of the first log has no end (ES E-3).
        if lived.day == 0 {
            files[0].last_line_has_no_end = true;
        }
        let mut written = Vec::with_capacity(files.len());
        for file in files {
            let (path, counts) = file.close()?;
            self.count(&counts);
            written.push((path, counts));
        }
        self.copies(lived, is_last, &written)
    }

    /// Writes a line, and now and then what else can happen to a file.
    fn write_line(&mut self, files: &mut [LogFile], machine: usize, line: &mut Vec<u8>) -> Result<(), SandboxError> {
        match self.mischief() {
            None => files[machine].event(line),
            Some(Mischief::Broken(kind)) => {
                let broken = mischief::broken(kind, line, &mut self.rng);
                files[machine].dead(&broken.line, broken.reason)?;
                files[machine].event(line)
            }
            Some(Mischief::Noise(kind)) => {
                files[machine].noise(mischief::noise(kind))?;
                files[machine].event(line)
            }
            Some(Mischief::Wrapped(kind)) => {
                mischief::wrap(kind, line, 0);
                files[machine].event(line)
            }
            Some(Mischief::Twice) => {
                files[machine].event(line)?;
                // Sent again, through the other machine.
                files[(machine + 1) % HOSTS.len()].event(line)
            }
        }
    }

    fn mischief(&mut self) -> Option<Mischief> {
        if let Some(owed) = self.owed.pop() {
            return Some(owed);
        }
        match self.rng.random_range(0..10_000) {
            0..6 => Some(Mischief::Broken(self.rng.random_range(0..BROKEN_KINDS))),
            6..20 => Some(Mischief::Noise(self.rng.random_range(0..NOISE_KINDS))),
            20..60 => Some(Mischief::Wrapped(self.rng.random_range(0..WRAPPING_KINDS))),
            60..75 => Some(Mischief::Twice),
            _ => None,
        }
    }

    /// Files that stand in two places (ES E-4): a plain copy, a copy that was compressed anew, a live log whose rotated
    /// copy is there already.
    fn copies(&mut self, lived: &Lived, is_last: bool, written: &[(PathBuf, FileCounts)]) -> Result<(), SandboxError> {
        let rotation = midnight(lived.date + Days::new(1)) / 1_000_000;
        let day = lived.day;
        if day == 1.min(self.days - 1) && !is_last {
            let (original, counts) = &written[0];
            let name = format!("{}-{rotation}.gz", rotated_stem(lived.date));
            let copy = self.out.join("logs/archive").join(name);
            fs::copy(original, &copy).map_err(|source| SandboxError::Write {
                path: copy.clone(),
                source,
            })?;
            self.repeated(&copy, original, counts);
        }
        if day == self.days / 2 {
            let (original, counts) = &written[1];
            let name = format!("{}-{rotation}.gz", rotated_stem(lived.date));
            let copy = self.out.join("logs").join(MACHINES[0]).join(name);
            recompress(original, &copy).map_err(|source| SandboxError::Write {
                path: copy.clone(),
                source,
            })?;
            self.repeated(&copy, original, counts);
        }
        if is_last {
            let (original, counts) = &written[1];
            let live = self.out.join("logs").join(MACHINES[1]).join("tracking.log");
            inflate(original, &live).map_err(|source| SandboxError::Write {
                path: live.clone(),
                source,
            })?;
            self.repeated(&live, original, counts);
        }
        Ok(())
    }

    fn repeated(&mut self, copy: &Path, original: &Path, counts: &FileCounts) {
        self.count(counts);
        let below = |path: &Path| {
            path.strip_prefix(&self.out)
                .unwrap_or(path)
                .to_string_lossy()
                .into_owned()
        };
        let repeated = RepeatedFile {
            path: below(copy),
            repeats: below(original),
            lines: counts.lines,
            events: counts.events,
            noise: counts.noise,
            dead_letters: counts.dead_letters.clone(),
        };
        self.counts.repeated_files.push(repeated);
    }

    fn count(&mut self, counts: &FileCounts) {
        self.counts.lines += counts.lines;
        self.counts.event_lines += counts.events;
        self.counts.noise += counts.noise;
        for (reason, count) in &counts.dead_letters {
            *self.counts.dead_letters.entry(reason.clone()).or_default() += count;
        }
    }

    /// The counts over all files.
    pub(crate) fn finish(self) -> LogCounts {
        debug_assert!(self.late.is_empty());
        self.counts
    }
}

fn rotated_stem(date: NaiveDate) -> String {
    format!("tracking.log-{}", (date + Days::new(1)).format("%Y%m%d"))
}

fn rotated(date: NaiveDate) -> String {
    format!("{}.gz", rotated_stem(date))
}

fn recompress(original: &Path, copy: &Path) -> std::io::Result<()> {
    let mut encoder = GzEncoder::new(File::create(copy)?, Compression::fast());
    std::io::copy(&mut MultiGzDecoder::new(File::open(original)?), &mut encoder)?;
    encoder.finish()?.flush()
}

fn inflate(original: &Path, copy: &Path) -> std::io::Result<()> {
    let mut text = MultiGzDecoder::new(File::open(original)?);
    let mut plain = BufWriter::new(File::create(copy)?);
    let mut buffer = vec![0; CHUNK];
    loop {
        let read = text.read(&mut buffer)?;
        if read == 0 {
            return plain.flush();
        }
        plain.write_all(&buffer[..read])?;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Gzip,
    TwoMembers,
}

/// A file in the making: lines are collected here, a thread of its own compresses and writes them.
struct LogFile {
    path: PathBuf,
    counts: FileCounts,
    chunk: Vec<u8>,
    chunks: Option<SyncSender<Vec<u8>>>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    last_line_has_no_end: bool,
}

impl LogFile {
    fn create(path: PathBuf, form: Form) -> Result<Self, SandboxError> {
        let wrap = |source| SandboxError::Write {
            path: path.clone(),
            source,
        };
        let file = File::create(&path).map_err(wrap)?;
        let (chunks, received) = sync_channel::<Vec<u8>>(8);
        let write = move || match form {
            Form::Plain => {
                let mut file = file;
                received.iter().try_for_each(|chunk| file.write_all(&chunk))
            }
            Form::Gzip | Form::TwoMembers => {
                let mut encoder = GzEncoder::new(file, Compression::new(6));
                for (position, chunk) in received.iter().enumerate() {
                    if form == Form::TwoMembers && position < 2 {
                        // Two members at least, however short the log is.
                        let half = chunk.len() / 2;
                        encoder.write_all(&chunk[..half])?;
                        encoder = GzEncoder::new(encoder.finish()?, Compression::new(6));
                        encoder.write_all(&chunk[half..])?;
                    } else {
                        encoder.write_all(&chunk)?;
                    }
                }
                encoder.finish()?.flush()
            }
        };
        let thread = std::thread::Builder::new()
            .name("sandbox log".to_owned())
            .spawn(write)
            .map_err(wrap)?;
        Ok(Self {
            path,
            counts: FileCounts::default(),
            chunk: Vec::with_capacity(CHUNK + 4096),
            chunks: Some(chunks),
            thread: Some(thread),
            last_line_has_no_end: false,
        })
    }

    fn event(&mut self, line: &[u8]) -> Result<(), SandboxError> {
        self.counts.events += 1;
        self.line(line)
    }

    fn noise(&mut self, line: &[u8]) -> Result<(), SandboxError> {
        self.counts.noise += 1;
        self.line(line)
    }

    fn dead(&mut self, line: &[u8], reason: &str) -> Result<(), SandboxError> {
        *self.counts.dead_letters.entry(reason.to_owned()).or_default() += 1;
        self.line(line)
    }

    fn line(&mut self, line: &[u8]) -> Result<(), SandboxError> {
        self.counts.lines += 1;
        if self.chunk.len() >= CHUNK {
            let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK + 4096));
            if let Some(chunks) = &self.chunks
                && chunks.send(chunk).is_err()
            {
                return self.join();
            }
        }
        self.chunk.extend_from_slice(line);
        self.chunk.push(b'\n');
        Ok(())
    }

    fn close(mut self) -> Result<(PathBuf, FileCounts), SandboxError> {
        if self.last_line_has_no_end {
            self.chunk.pop();
        }
        let chunk = std::mem::take(&mut self.chunk);
        if let Some(chunks) = self.chunks.take() {
            // A thread that is gone says why when it is joined.
            let _ = chunks.send(chunk);
        }
        self.join()?;
        Ok((self.path, self.counts))
    }

    fn join(&mut self) -> Result<(), SandboxError> {
        self.chunks = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(Ok(()))) => Ok(()),
            Some(Ok(Err(source))) => Err(SandboxError::Write {
                path: self.path.clone(),
                source,
            }),
            Some(Err(_)) | None => Err(SandboxError::Compressor {
                path: self.path.clone(),
            }),
        }
    }
}
