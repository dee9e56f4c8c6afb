//! Failures of following a timetable.

use olivine_failure::{Class, Failure};

/// Failures of this room.
pub const FAILURES: &[&Failure] = &[&BROKE_OFF];

pub(crate) const BROKE_OFF: Failure = Failure {
    code: "SCHEDULE-001",
    class: Class::Bug,
    title: "a pass of the timetable broke off",
    hint: "Please report this with what the log says just before it. The next pass comes at its time.",
    page: "A pass of `olivine serve` ran into a state that the program holds to be impossible. Pages and API go on, what the pass had \
           taken in or published stays, and the timetable goes on with the next pass.",
};
