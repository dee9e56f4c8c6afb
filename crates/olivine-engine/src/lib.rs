//! The engine: how SQL runs.
//!
//! A [`Session`] is handed tables (the files of a lake snapshot, files of a run, rows in memory) and answers one `select` at
//! a time, within a bounded memory, spilling to disk. It refuses every other statement. Reports may call the functions that
//! [`functions()`] lists; their state machines are plain Rust ([`enrollment`], [`video`], and others), pure functions of a set of rows.
#![forbid(unsafe_code)]

pub mod answers;
mod apart;
mod bounded;
mod carried;
pub mod country;
mod education;
pub mod engagement;
pub mod enrollment;
pub mod enrollment_repair;
mod error;
pub mod failures;
mod file_table;
mod functions;
mod memory;
mod needless_work;
mod plan_size;
mod session;
mod statement;
mod time_on_task;
pub mod video;
mod wall_clock;
pub mod week;

pub use carried::{CarriedColumn, Source};
pub use error::EngineError;
pub use failures::FAILURES;
pub use functions::{Carries, Example, FunctionDoc, FunctionKind, functions};
pub use needless_work::NeedlessWork;
pub use session::{QueryFile, Session, SessionOptions};

/// The rows of an answer as they come. Its errors become [`EngineError`] by `into`.
pub use datafusion::execution::SendableRecordBatchStream;

/// A typed value that SQL binds as `$name`.
pub use datafusion::common::ScalarValue;
