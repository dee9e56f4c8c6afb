//! The failures of this room.

olivine_failure::failures! {
    OPTIONS = "SANDBOX-001" Configuration "a sandbox option is out of range",
        "Choose a value in the range that the message gives.",
        "A sandbox has 1 to 500 courses, 2 to 2 000 000 learners and 1 to 3000 days, none of them before 2012-01-01, \
         because events before that day are not accepted by the lake.";
    WRITE = "SANDBOX-002" Environment "a sandbox file cannot be written",
        "Check that the folder exists, is writable and has space: a million events take about 150 MB.",
        "The sandbox is written to the folder given with `--out`. A part of it may be there already; running the \
         command again writes over it.";
    BUG = "SANDBOX-003" Bug "the sandbox could not be finished",
        "Report this with the options you used; the same options fail in the same way.",
        "The generator came into a state that its authors held for impossible.";
}
