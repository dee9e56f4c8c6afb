//! Failures of running tasks.

use olivine_failure::{Class, Failure};

/// Failures of this room.
pub const FAILURES: &[&Failure] = &[
    &NOT_IMPORTED,
    &BAD_PARAMETER,
    &WRONG_COLUMNS,
    &EMPTIED,
    &INTERMEDIATE,
    &DISK_FULL,
    &EVENT_FILE,
    &AUDIENCE,
    &LIMIT,
    &BROKE_OFF,
    &NO_EVENTS,
];

pub(crate) const NOT_IMPORTED: Failure = Failure {
    code: "RUN-001",
    class: Class::Data,
    title: "a table of the LMS is not in the lake",
    hint: "Import it with `olivine import lms`, then run again; tasks that do not need it have run.",
    page: "Some reports join events with tables of the LMS: profiles, enrollments, grades. The lake holds no snapshot of the \
           table that the message names. Set `lms.database` (or name a folder of CSV files with `--from`) and import.",
};
pub(crate) const BAD_PARAMETER: Failure = Failure {
    code: "RUN-002",
    class: Class::Configuration,
    title: "a parameter has a value that cannot be used",
    hint: "Correct the setting that the message names; `olivine tasks --params` shows types and defaults.",
    page: "Parameters of tasks get their values from settings, from `[report.\"REPORT ID\"]`, or from the command line. Dates \
           are `YYYY-MM-DD`, `today`, `yesterday` or `N days ago`.",
};
pub(crate) const WRONG_COLUMNS: Failure = Failure {
    code: "RUN-003",
    class: Class::Configuration,
    title: "the SQL of a task does not fit its table",
    hint: "Make the SELECT give every declared column under its name, with a type that can become the declared one.",
    page: "Columns are matched by name. The message names the first declared column that the SQL does not give, or gives with \
           a type that cannot be converted. For reports that come with the program this is a defect: please tell us.",
};
pub(crate) const EMPTIED: Failure = Failure {
    code: "RUN-004",
    class: Class::Data,
    title: "a table that has rows would become empty",
    hint: "Check the interval (`run.from`, `run.to`) and the inputs; if it should be empty, run the task with `--force`.",
    page: "The numbers published before stay. A table that had rows and now would have none is nearly always the sign of a \
           missing input or of a wrong interval, so it is not published unless the run is forced or the report allows it.",
};
pub(crate) const INTERMEDIATE: Failure = Failure {
    code: "RUN-005",
    class: Class::Environment,
    title: "a file for intermediate data cannot be used",
    hint: "Make the folder of the file named in the message writable, or name another one with `engine.spill_dir`.",
    page: "Tables that a run computes are kept in files of this machine until they are published. The file that the message \
           names could not be written or read. Published numbers are unchanged.",
};
pub(crate) const DISK_FULL: Failure = Failure {
    code: "RUN-006",
    class: Class::Environment,
    title: "no room left for intermediate data",
    hint: "Free space on the disk of `engine.spill_dir`, or name a folder on another disk there; then run again.",
    page: "Tables that a run computes are kept in files of this machine until they are published, and they did not fit on the \
           disk. The files are removed when the run ends; published numbers are unchanged.",
};
pub(crate) const EVENT_FILE: Failure = Failure {
    code: "RUN-020",
    class: Class::Environment,
    title: "a file of events cannot be written",
    hint: "Make the folder that `--out` names writable, or name another one; then write again.",
    page: "Events that were found to be lacking, or that say what the LMS holds, are written as log files. A file is there only \
           when it is whole; those of other days or courses may be there already, and writing again replaces them.",
};
pub(crate) const AUDIENCE: Failure = Failure {
    code: "RUN-030",
    class: Class::Configuration,
    title: "a task would show who people are where only counts are promised",
    hint: "Count instead of showing, or say `audience = \"people\"` of the column, its table and the report.",
    page: "Columns of events, LMS tables and tables of reports that tell who a person is are declared so. A task may count and \
           compare their values; a column that takes them over must say `audience = \"people\"`, and a result table with such a \
           column is read by reports for that audience only. The task that the message names does not keep to it and was not run. \
           `olivine report check` shows the same without a run.",
};
pub(crate) const LIMIT: Failure = Failure {
    code: "RUN-031",
    class: Class::Configuration,
    title: "a task of a plugin was stopped at its limit",
    hint: "Make its SQL cheaper, or raise `reports.task_seconds`, `reports.task_memory_mib` or `reports.task_rows`; then \
           `olivine report enable ID`.",
    page: "Tasks of plugins may take so much time and memory and make so many rows, so that one of them cannot keep the others from \
           their numbers. The task that the message names took more. What it had published before stays, all other tasks have run, \
           and its report is switched off until somebody switches it on again.",
};
pub(crate) const BROKE_OFF: Failure = Failure {
    code: "RUN-032",
    class: Class::Bug,
    title: "a task broke off",
    hint: "Report it with the message and the SQL of the task; other tasks have run, published numbers are unchanged.",
    page: "The computation of one task ended in a way that no computation should, for example because a single value grew beyond all \
           measure. The task counts as failed; the program and all other tasks go on.",
};
pub(crate) const NO_EVENTS: Failure = Failure {
    code: "RUN-033",
    class: Class::Configuration,
    title: "numbers for some people or days cannot be worked out: the lake holds no events",
    hint: "Give the server the same `lake.url` as the runs that publish its numbers, and the rights to read there.",
    page: "A page that shows some people or days has its numbers worked out from the lake when somebody asks. The program that serves it \
           found no events there, though numbers are published: mostly it runs on another machine and looks into a folder of its own. \
           Pages that show everybody are not affected.",
};
