//! Where results live: tables that reports fill and programs and people read, and the site's own state.
//!
//! Two stores behind one door: SQLite files (default) and MySQL or MariaDB. Result tables are never changed in
//! place: a run builds each table anew beside the one being read and swaps all of its tables at once, so a reader sees
//! the old or the new numbers, never a mix or a gap. What a reader or a program asks is SQL in the subset both
//! stores understand; names are validated and quoted, values are bound.
//!
//! On SQLite, results and site state are two files (`results.db` and, beside it, `site.db`): loading a million rows takes
//! SQLite's only write lock again and again, and a sign-in must not wait for it; besides, results can be computed
//! again and site state cannot, so they are kept, copied and restored apart. On MySQL both live in one database, the
//! state in tables named `olivine_…`.
#![forbid(unsafe_code)]

pub mod backup;
mod classify;
mod connection;
mod convert;
mod copy;
mod ddl;
mod error;
pub mod failures;
mod fresh;
mod keys;
mod leftovers;
mod limits;
mod load;
mod mysql;
mod name;
mod named;
mod plan;
mod publish;
mod published;
mod read;
mod rollback;
pub mod site;
mod sizes;
mod sqlite;
mod sqlite_load;
mod store;
mod swap;
mod value;

pub use error::StoreError;
pub use failures::FAILURES;
pub use limits::QueryLimits;
pub use load::TableLoad;
pub use named::parameter_names;
pub use plan::{Change, TablePlan};
pub use publish::{Publication, Publish, PublishSummary, TableSummary};
pub use published::Published;
pub use read::Snapshot;
pub use site::switches::ReportSwitch;
pub use site::{Courses, Principal, SiteState};
pub use store::{MigrateAtOpen, Store, StoreKind, StoreOptions};
pub use value::{Rows, Value};
