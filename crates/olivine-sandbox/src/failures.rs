//! The failures of this room.

use olivine_failure::{Class, Failure};

pub(crate) const OPTIONS: Failure = Failure {
    code: "SANDBOX-001",
    class: Class::Configuration,
    title: "a sandbox option is out of range",
    hint: "Choose a value in the range that the message gives.",
    page: "A sandbox has 1 to 500 courses, 2 to 2 000 000 learners and 1 to 3000 days, none of them before 2012-01-01, \
           because events before that day are not accepted by the lake.",
};

pub(crate) const WRITE: Failure = Failure {
    code: "SANDBOX-002",
    class: Class::Environment,
    title: "a sandbox file cannot be written",
    hint: "Check that the folder exists, is writable and has space: a million events take about 150 MB.",
    page: "The sandbox is written to the folder given with `--out`. A part of it may be there already; running the \
           command again writes over it.",
};

pub(crate) const BUG: Failure = Failure {
    code: "SANDBOX-003",
    class: Class::Bug,
    title: "the sandbox could not be finished",
    hint: "Report this with the options you used; the same options fail in the same way.",
    page: "The generator came into a state that its authors held for impossible.",
};

/// Every failure this room declares.
pub const FAILURES: &[&Failure] = &[&OPTIONS, &WRITE, &BUG];
