//! When tasks run: a timetable, and the daemon that follows it.

mod daemon;
mod timetable;

pub use daemon::{Outcome, follow};
pub use timetable::Timetable;
