//! Every way in which the engine fails, declared once.

use olivine_failure::{Class, Failure};

/// The declared failures of this room.
pub const FAILURES: &[&Failure] = &[
    &STATEMENT_REFUSED,
    &SQL,
    &PARAMETER,
    &MEMORY,
    &UNREADABLE,
    &VANISHED,
    &SPILL,
    &DISK_FULL,
    &COUNTRY_DATABASE,
    &VALUE,
    &INTERNAL,
];

/// Something else than one reading statement.
pub const STATEMENT_REFUSED: Failure = Failure {
    code: "ENGINE-001",
    class: Class::Configuration,
    title: "statement refused",
    hint: "Write one `select` (with `with` before it, if you like). Nothing else runs here.",
    page: "The SQL of a report and of `olivine query` reads. Statements that write, define, set or copy are refused, and so is more than \
one statement.",
};

/// SQL that cannot be run.
pub const SQL: Failure = Failure {
    code: "ENGINE-002",
    class: Class::Configuration,
    title: "SQL cannot be run",
    hint: "The message names the table, column, function or type that does not fit. `olivine report check` shows it without a run.",
    page: "The statement is not well-formed, or it names a table, a column or a function that does not exist, or uses a value of another \
type than the place needs. A task sees the tables that its `reads` lists and no others.",
};

/// A placeholder without value.
pub const PARAMETER: Failure = Failure {
    code: "ENGINE-003",
    class: Class::Configuration,
    title: "parameter without a value",
    hint: "List the parameter under `params` of the task, or correct its name in the SQL.",
    page: "SQL binds parameters as `$name`. The message names one for which nobody gave a value.",
};

/// The memory allowed is too small.
pub const MEMORY: Failure = Failure {
    code: "ENGINE-004",
    class: Class::Environment,
    title: "memory limit reached",
    hint: "Raise the memory limit of the engine in the settings, or use fewer threads.",
    page: "Sorting and grouping move to disk when memory runs out; joins and windows cannot. The message says which step wanted more than \
the limit allows. Published numbers are unchanged.",
};

/// A data file cannot be read.
pub const UNREADABLE: Failure = Failure {
    code: "ENGINE-005",
    class: Class::Environment,
    title: "data file cannot be read",
    hint: "Check that the storage of the lake answers and may be read, then run again.",
    page: "A file that the lake lists could not be read: the storage refused, did not answer, or gave bytes that are no data file.",
};

/// A data file is gone.
pub const VANISHED: Failure = Failure {
    code: "ENGINE-006",
    class: Class::Transient,
    title: "data file is gone",
    hint: "Run again; if it stays, the lake is damaged: restore it, or remove the table and compute it anew.",
    page: "A file that the lake listed when the run began does not exist any more. Housekeeping removes files that are no longer needed; a run \
that took longer than that waits for may meet this once.",
};

/// Nowhere to spill.
pub const SPILL: Failure = Failure {
    code: "ENGINE-007",
    class: Class::Environment,
    title: "folder for intermediate data cannot be used",
    hint: "Make the folder named in the message writable, or name another one in the settings.",
    page: "What does not fit into memory is written to a folder of this machine. It must exist or be makeable, and be writable.",
};

/// The disk is full.
pub const DISK_FULL: Failure = Failure {
    code: "ENGINE-008",
    class: Class::Environment,
    title: "disk is full",
    hint: "Free space on the disk of the folder for intermediate data, or name a folder on another disk in the settings.",
    page: "Intermediate data did not fit on the disk. They are removed when the run ends; published numbers are unchanged.",
};

/// The country database cannot be used.
pub const COUNTRY_DATABASE: Failure = Failure {
    code: "ENGINE-009",
    class: Class::Configuration,
    title: "country database cannot be used",
    hint: "Name a readable country database in the MMDB format, or none at all.",
    page: "Addresses are located with a database file in the MMDB format. Any database with `country.iso_code` or `country_code` does. \
Without one every address counts as UNKNOWN.",
};

/// A value with which SQL cannot compute.
pub const VALUE: Failure = Failure {
    code: "ENGINE-010",
    class: Class::Data,
    title: "a value does not fit the computation",
    hint: "Find the value that the message names; the SQL must allow for it, for example with try_cast or nullif.",
    page: "The statement met a value with which it cannot compute: a text that is no number, a division by zero, a number that is too large.",
};

/// A mistake of ours.
pub const INTERNAL: Failure = Failure {
    code: "ENGINE-011",
    class: Class::Bug,
    title: "unexpected state in the engine",
    hint: "Please report this with the message; nothing was changed.",
    page: "The engine found itself in a state that should not be possible.",
};
