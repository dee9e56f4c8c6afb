//! How LMS data comes in: tables from the database or from CSV files, course runs and programs from the discovery service, the
//! course list from the LMS; into dated snapshots of the lake.
#![forbid(unsafe_code)]

pub mod catalog;
mod client;
mod csv_folder;
mod error;
mod failures;
pub mod lms;
mod mysql;
mod rows;
pub mod tables;

pub use client::{Account, RestClient};
pub use error::SourceError;
pub use failures::FAILURES;
