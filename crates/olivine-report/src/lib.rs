//! What a report is: the manifest, its validation, and the registry of built-in and plugin reports.
pub mod columns;
pub mod manifest;
