//! What a report is: the manifest, its validation, and the registry of built-in and plugin reports.
#![forbid(unsafe_code)]

mod audience;
pub mod cases;
pub mod columns;
pub mod docs;
mod error;
mod failures;
mod found;
pub mod install;
mod kit;
mod listing;
pub mod manifest;
pub mod names;
mod order;
mod params;
mod query_sql;
mod reach;
mod registry;
mod report;
pub mod scaffold;
mod sql_names;
mod sql_size;
mod switches;
pub mod upstream;
mod validate;

pub use audience::query_tables;
pub use error::{Problem, ReportError};
pub use failures::FAILURES;
pub use kit::PREFIX as KIT_PREFIX;
pub use listing::{Listed, ReportState};
pub use params::{ParamGroups, ResolvedParam};
pub use query_sql::{QUERY_FUNCTIONS, columns_of_query};
pub use reach::{COURSE, PersonColumn, Reach};
pub use registry::{Broken, Registry, is_fact_table, is_working_table};
pub use report::{MANIFEST_FILE, Origin, Report};
pub use switches::{Switched, SwitchedBy, Switches};
pub use validate::path_template;

/// The JSON Schema of `report.toml`, for editors.
pub fn manifest_schema() -> serde_json::Value {
    schemars::schema_for!(manifest::Manifest).to_value()
}
