//! When tasks run: a timetable, and the daemon that follows it.

mod daemon;
mod failures;
mod timetable;

pub use daemon::{Outcome, follow};
pub use failures::FAILURES;
pub use timetable::Timetable;
