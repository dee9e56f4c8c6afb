//! Failures of running tasks.

olivine_failure::failures! {
    NOT_IMPORTED = "RUN-001" Data "a table of the LMS is not in the lake",
        "Import it with `olivine import lms`, then run again; tasks that do not need it have run.",
        "Some reports join events with tables of the LMS: profiles, enrollments, grades. The lake holds no snapshot of \
         the table that the message names. Set `lms.database` (or name a folder of CSV files with `--from`) and \
         import.";
    BAD_PARAMETER = "RUN-002" Configuration "a parameter has a value that cannot be used",
        "Correct the setting that the message names; `olivine tasks --params` shows types and defaults.",
        "Parameters of tasks get their values from settings, from `[report.\"REPORT ID\"]`, or from the command line. \
         Dates are `YYYY-MM-DD`, `today`, `yesterday` or `N days ago`.";
    WRONG_COLUMNS = "RUN-003" Configuration "the SQL of a task does not fit its table",
        "Make the SELECT give every declared column under its name, with a type that can become the declared one.",
        "Columns are matched by name. The message names the first declared column that the SQL does not give, or gives \
         with a type that cannot be converted. For reports that come with the program this is a defect: please tell \
         us.";
    EMPTIED = "RUN-004" Data "a table that has rows would become empty",
        "Check the interval (`run.from`, `run.to`) and the inputs; if it should be empty, run the task with \
         `--force`.",
        "The numbers published before stay. A table that had rows and now would have none is nearly always the sign of \
         a missing input or of a wrong interval, so it is not published unless the run is forced or the report allows \
         it.";
    INTERMEDIATE = "RUN-005" Environment "a file for intermediate data cannot be used",
        "Make the folder of the file named in the message writable, or name another one with `engine.spill_dir`.",
        "Tables that a run computes are kept in files of this machine until they are published. The file that the \
         message names could not be written or read. Published numbers are unchanged.";
    DISK_FULL = "RUN-006" Environment "no room left for intermediate data",
        "Free space on the disk of `engine.spill_dir`, or name a folder on another disk there; then run again.",
        "Tables that a run computes are kept in files of this machine until they are published, and they did not fit \
         on the disk. The files are removed when the run ends; published numbers are unchanged.";
    EVENT_FILE = "RUN-020" Environment "a file of events cannot be written",
        "Make the folder that `--out` names writable, or name another one; then write again.",
        "Events that were found to be lacking, or that say what the LMS holds, are written as log files. A file is \
         there only when it is whole; those of other days or courses may be there already, and writing again replaces \
         them.";
    AUDIENCE = "RUN-030" Configuration "a task would show who people are where only counts are promised",
        "Count instead of showing, or say `audience = \"people\"` of the column, its table and the report.",
        "Columns of events, LMS tables and tables of reports that tell who a person is are declared so. A task may \
         count and compare their values; a column that takes them over must say `audience = \"people\"`, and a result \
         table with such a column is read by reports for that audience only. The task that the message names does not \
         keep to it and was not run. `olivine report check` shows the same without a run.";
    LIMIT = "RUN-031" Configuration "a task of a plugin was stopped at its limit",
        "Make its SQL cheaper, or raise `reports.task_seconds`, `reports.task_memory_mib`, `engine.memory_mib` or \
         `reports.task_rows`; the next run tries it again.",
        "Tasks of plugins may take so much time and memory and make so many rows, so that one of them cannot keep the \
         others from their numbers. The task that the message names took more. What it had published before stays, all \
         other tasks have run, and its report is switched off until its files or these settings change, or somebody \
         switches it on again with `olivine report enable ID`.";
    BROKE_OFF = "RUN-032" Bug "a task broke off",
        "Report it with the message and the SQL of the task; other tasks have run, published numbers are unchanged.",
        "The computation of one task ended in a way that no computation should, for example because a single value \
         grew beyond all measure. The task counts as failed; the program and all other tasks go on.";
    NO_EVENTS = "RUN-033" Configuration
        "numbers for some people or days cannot be worked out: the lake holds no events",
        "Give the server the same `lake.url` as the runs that publish its numbers, and the rights to read there.",
        "A page that shows some people or days has its numbers worked out from the lake when somebody asks. The \
         program that serves it found no events there, though numbers are published: mostly it runs on another machine \
         and looks into a folder of its own. Pages that show everybody are not affected.";
    // Somebody chose so few people that numbers of them would tell about single ones.
    SMALL_GROUP = "RUN-034" Configuration "numbers of so few people are not worked out for this reader",
        "Choose more people, or lower `web.smallest_group`.",
        "A site may keep numbers of few people from accounts that may not see single learners: the numbers of a cohort \
         of one are those of a learner. With `web.smallest_group` a page shows such a choice only where at least so \
         many people are left in the course. Accounts that may see people, and pages that show everybody, are not \
         affected.";
}
