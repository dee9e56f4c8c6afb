//! When tasks run: a timetable, and the daemon that follows it.
#![forbid(unsafe_code)]

mod daemon;
mod failures;
mod timetable;

pub use daemon::{Outcome, follow};
pub use failures::{ENDED, FAILURES};
pub use timetable::Timetable;
