//! The lake: where events and facts live.
//!
//! Delta tables on an object store (a folder of this machine or an S3-compatible service), readable by every Delta
//! reader (reader version 1, writer version 2, no deletion vectors):
//!
//! | table | partitioned by | rows |
//! |---|---|---|
//! | `events` | `date` of the event (UTC) | one tracking event, typed, with the line as received |
//! | `dead_letters` | `date` of the ingest | one line that could not be understood, with its reason |
//! | `lms_<table>` | `snapshot_date` | rows of an LMS table as they were on that date |
//! | `facts_<name>` | `date` | what reports derive from events, per day |
//! | `_imports` | | none; its log names the version of each `lms_` table that counts |
//!
//! Invariants: a table changes by commits only, so that a crash leaves the old or the new state; a commit carries the
//! identities of the input files whose lines it holds; a file that no commit names belongs to nothing.
#![forbid(unsafe_code)]

mod compact;
mod copy;
mod data_file;
mod dead_letter;
mod durable;
mod error;
mod event_order;
mod facts;
pub mod failures;
mod file_area;
mod imports;
mod ingest;
mod lake;
mod layouts;
mod lms;
mod lock;
mod normal_types;
mod options;
mod partitions;
mod patient;
mod read_file;
pub mod schema;
mod snapshot;
mod status;
mod storage;
mod table;
mod transactions;
mod vacuum;

pub use compact::CompactSummary;
pub use copy::CopySummary;
pub use data_file::PAGE_ROWS;
pub use dead_letter::DeadLetterReason;
pub use error::LakeError;
pub use failures::{FAILURES, HELD, INPUT_MISSING};
pub use file_area::{FileArea, FileContent, FileListing};
pub use imports::Imported;
pub use ingest::{
    Counts, FailedFile, FileCounts, IngestOptions, IngestSummary, InputLocation, LogsThere, RenewedEvents,
    ReplayOptions, ReplaySummary, Watch,
};
pub use lake::Lake;
pub use lms::LmsWriter;
pub use lock::SiteLock;
pub use options::LakeOptions;
pub use patient::may_pass;
pub use snapshot::{DataFile, Fingerprint, TableSnapshot};
pub use status::{DateStatus, LakeStatus, TableStatus};
pub use vacuum::VacuumSummary;
