//! The columns of `events` and `dead_letters`, declared once.

/// The table of events.
pub const EVENTS: &str = "events";
/// The table of lines that were not understood.
pub const DEAD_LETTERS: &str = "dead_letters";
