//! What an ingest did, and how it tells while it does it.

use std::collections::BTreeMap;

use olivine_event::Unread;
use serde::Serialize;

/// Names of counts of events that say something in vain begin with this.
pub(crate) const UNREAD: &str = "unread/";
/// How the names of the counts of lines that could not be understood begin, before their reason.
pub(crate) const DEAD: &str = "dead_letters/";

/// Is told how an ingest advances. Called from several threads.
pub trait Watch: Send + Sync {
    /// Bytes of all input files as stored, known at the start.
    fn total_bytes(&self, _bytes: u64) {}
    /// So many more of them are done.
    fn advanced(&self, _bytes: u64) {}
    /// A file is being read.
    fn file(&self, _name: &str) {}
}

/// Nobody watches.
impl Watch for () {}

/// What an ingest did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IngestSummary {
    /// The input files.
    pub files: FileCounts,
    /// The lines of the files that were read; files that failed do not count.
    #[serde(flatten)]
    pub counts: Counts,
    /// Bytes of the input files as stored.
    pub bytes: u64,
    /// Bytes of their lines.
    pub content_bytes: u64,
    /// Seconds.
    pub seconds: f64,
}

/// Input files by what became of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FileCounts {
    /// Read, wholly or from where the last ingest had stopped.
    pub read: u64,
    /// Left out: all that they hold was taken in before.
    pub skipped_known: u64,
    /// Could not be read; nothing of them was taken in.
    pub failed: Vec<FailedFile>,
    /// Files whose incomplete last line was left for the next time, because it may still be written.
    pub unfinished: u64,
    /// Locations, as given, under which no file has the name of a log (ES F-21).
    pub empty_locations: Vec<String>,
}

/// An input file, or a folder below a location, that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FailedFile {
    /// Its path or address.
    pub name: String,
    /// The code of the failure, for example `LAKE-007`.
    pub code: &'static str,
    /// What is wrong.
    pub text: String,
}

/// Lines by what became of them: lines = events + duplicates + noise + dead letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All lines.
    pub lines: u64,
    /// New events.
    pub events: u64,
    /// Events that the lake held already.
    pub duplicates: u64,
    /// Lines that hold no JSON object at all (ES E-5).
    pub noise: u64,
    /// Lines that could not be understood, by reason.
    pub dead_letters: BTreeMap<&'static str, u64>,
    /// New events that say something in vain, by what: they count as if they did not say it (ES E-32, E-33, K-5, K-6).
    pub unread: BTreeMap<&'static str, u64>,
}

impl Counts {
    /// Adds other counts.
    pub(crate) fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.events += other.events;
        self.duplicates += other.duplicates;
        self.noise += other.noise;
        for (reason, count) in &other.dead_letters {
            *self.dead_letters.entry(reason).or_default() += count;
        }
        for (member, count) in &other.unread {
            *self.unread.entry(member).or_default() += count;
        }
    }

    /// Adds what events say in vain.
    pub(crate) fn add_unread(&mut self, events: impl Iterator<Item = Unread>) {
        for member in events.flat_map(Unread::names) {
            *self.unread.entry(member).or_default() += 1;
        }
    }

    /// All dead letters.
    pub fn dead(&self) -> u64 {
        self.dead_letters.values().sum()
    }

    /// The counts by name, with the dead letters by reason and what was said in vain too.
    pub(crate) fn by_name(&self) -> Vec<(String, u64)> {
        let mut named = vec![
            ("lines".to_owned(), self.lines),
            ("events".to_owned(), self.events),
            ("duplicates".to_owned(), self.duplicates),
            ("noise".to_owned(), self.noise),
            ("dead_letters".to_owned(), self.dead()),
        ];
        named.extend(
            self.dead_letters
                .iter()
                .map(|(reason, count)| (format!("{DEAD}{reason}"), *count)),
        );
        named.extend(
            self.unread
                .iter()
                .map(|(member, count)| (format!("{UNREAD}{member}"), *count)),
        );
        named
    }
}
