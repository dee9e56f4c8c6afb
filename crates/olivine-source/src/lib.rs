//! How LMS data comes in: tables from the database or from CSV files, course runs and programs from the discovery service, the
//! course list, the course structures and the grading policies from the LMS; into dated snapshots of the lake.
#![forbid(unsafe_code)]

mod account;
pub mod blocks;
pub mod catalog;
mod client;
mod csv_folder;
mod error;
mod failures;
mod kept;
pub mod lms;
pub mod look;
mod mysql;
mod policies;
pub mod rights;
mod rows;
pub mod structure;
pub mod tables;
pub mod youtube;

pub use account::Account;
pub use client::{DEFAULT_PATIENCE, RestClient};
pub use error::SourceError;
pub use failures::FAILURES;
