//! How a task runs: plan, compute, publish.
//!
//! A plan says for each task whether it is computed and why. Day tasks turn the events of each changed day into facts; whole
//! tasks turn facts and LMS snapshots into result tables, which are built beside the published ones and come into use together
//! at the end. What is current is known from fingerprints over SQL, declarations, parameters and inputs, so results need no
//! guess of how many days to compute again.
#![forbid(unsafe_code)]

mod audience;
pub mod cases;
pub mod check;
mod compute;
mod convert;
pub mod dates;
pub mod enrollment_files;
mod error;
mod facts;
mod failures;
mod files;
mod fingerprint;
mod gathered;
mod limits;
mod made;
mod params;
mod plan;
mod reason;
mod record;
pub mod rights;
mod runner;
mod selection;

pub use error::RunError;
pub use failures::{FAILURES, NOT_IMPORTED, SMALL_GROUP};
pub use files::{FilePlace, FileStep, FilesRecord};
pub use limits::TaskLimits;
pub use made::{SELECTION_FOLDER, private_folder};
pub use params::{Settings, TaskParams, unusable_parameters};
pub use plan::{Action, Plan, RunOptions, Step};
pub use reason::{Change, Reason};
pub use record::{FailureRecord, FilesOutcome, Outcome, RunSummary, TaskRecord};
pub use runner::{Runner, Watch};
pub use selection::Selection;
