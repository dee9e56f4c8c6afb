//! What pages for operators need from the rest of the program: this room sees results and the state of the site, not the lake, and
//! cannot load reports anew.

use async_trait::async_trait;
use chrono::NaiveDate;

/// The rest of the program, as far as those who look after the site reach it through pages.
#[async_trait]
pub trait Operations: std::fmt::Debug + Send + Sync {
    /// What the lake holds.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    async fn lake(&self) -> Result<LakeState, String>;

    /// Lets switches of reports take effect.
    ///
    /// # Errors
    /// Why they do not, in words.
    async fn reload(&self) -> Result<(), String>;
}

/// What the lake holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LakeState {
    /// Its tables by name.
    pub tables: Vec<LakeTable>,
    /// Lines read so far; lines = events + duplicates + noise + dead letters.
    pub lines: u64,
    /// Lines that became events.
    pub events: u64,
    /// Second copies of events.
    pub duplicates: u64,
    /// Lines that hold no event at all.
    pub noise: u64,
    /// Lines that were not understood, by reason, the most frequent first.
    pub dead_letters: Vec<DeadLetters>,
}

/// A table of the lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LakeTable {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// The first and the last day in it.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// Lines that were not understood for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetters {
    /// Code of the reason.
    pub reason: String,
    /// What it means.
    pub meaning: String,
    /// How many lines.
    pub lines: u64,
}
