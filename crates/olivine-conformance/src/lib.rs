//! Runs conformance cases of the old pipeline: what went into it, and what came out.
//!
//! The cases are no part of this project. A folder of them has `unit/*.jsonl` (vectors: the input of one step and its outcome) and
//! folders with a `case.toml` (tables: the input of a task and the rows it made). [`cases_folder`] says where they are looked for.
//! All switches under `compat.` are on while they run. What a vector or table asks for is one of: passed, failed, not applicable
//! (this program has no such step, for a declared reason, [`coverage`]), not yet covered.
#![forbid(unsafe_code)]

pub mod cases;
pub mod coverage;
pub mod rows;
pub mod score;
pub mod site;
pub mod steps;
pub mod vectors;

use std::path::PathBuf;

/// Environment variable that names the folder of cases.
pub const FOLDER_VARIABLE: &str = "OLIVINE_CONFORMANCE";

/// The folder of cases that the environment names; none where it names none that is there.
pub fn cases_folder() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os(FOLDER_VARIABLE)?);
    folder.is_dir().then_some(folder)
}
