//! What a report is: the manifest, its validation, and the registry of built-in and plugin reports.
#![forbid(unsafe_code)]

pub mod cases;
pub mod columns;
pub mod docs;
mod error;
pub mod manifest;
mod order;
mod params;
mod registry;
mod report;
mod sql_names;
pub mod upstream;
mod validate;

pub use error::{FAILURES, Problem, ReportError};
pub use params::{ParamGroups, ResolvedParam};
pub use registry::{Broken, Registry, Switches, is_fact_table, is_working_table};
pub use report::{MANIFEST_FILE, Origin, Report};
pub use validate::path_template;

/// The JSON Schema of `report.toml`, for editors.
pub fn manifest_schema() -> serde_json::Value {
    schemars::schema_for!(manifest::Manifest).to_value()
}
