//! The reference page of the lake: columns of events and dead letters, reasons, LMS tables.

use olivine_event::Reason;
use olivine_lake::DeadLetterReason;
use olivine_source::tables::{
    COURSE_BLOCKS, COURSE_LIST, COURSE_RUN_PROGRAMS, COURSE_RUN_SEATS, COURSE_RUN_SUBJECTS, COURSE_RUNS,
    ECOMMERCE_TABLES, ENTERPRISE_TABLES, GRADING_POLICIES, LMS_TABLES, LmsTable, PROGRAM_COURSES,
};

use super::Page;

/// Tables that come from APIs.
const CATALOG_TABLES: [&LmsTable; 8] = [
    &COURSE_RUNS,
    &COURSE_RUN_PROGRAMS,
    &COURSE_RUN_SEATS,
    &COURSE_RUN_SUBJECTS,
    &PROGRAM_COURSES,
    &COURSE_LIST,
    &COURSE_BLOCKS,
    &GRADING_POLICIES,
];

pub(super) fn page() -> Page {
    let mut text = String::from(
        "# Tables of the lake\n\nDelta tables, readable by every Delta reader. `olivine query --on lake` asks them.\n",
    );
    let declared = [
        (
            "events",
            "One event. Partitioned by `date`.",
            olivine_lake::schema::EVENT_COLUMNS,
        ),
        (
            "dead_letters",
            "One line that could not be understood. Partitioned by `date`, the day it was read.",
            olivine_lake::schema::DEAD_LETTER_COLUMNS,
        ),
    ];
    for (name, doc, columns) in declared {
        text.push_str(&format!(
            "\n## {name}\n\n{doc}\n\n| column | type | meaning |\n|---|---|---|\n"
        ));
        for column in columns {
            text.push_str(&format!(
                "| `{}` | {} | {}{} |\n",
                column.name,
                format!("{:?}", column.kind).to_lowercase(),
                column.doc,
                if column.personal { " Tells who a person is." } else { "" }
            ));
        }
    }
    text.push_str("\n## Why a line becomes a dead letter\n\n| reason | meaning |\n|---|---|\n");
    for reason in DeadLetterReason::all() {
        text.push_str(&format!("| `{}` | {} |\n", reason.code, reason.doc));
    }
    text.push_str("\nNoise is counted and not kept:\n\n| noise | meaning |\n|---|---|\n");
    for noise in Reason::ALL.iter().filter(|reason| reason.is_noise()) {
        text.push_str(&format!("| `{}` | {} |\n", noise.code(), noise.doc()));
    }
    text.push_str(
        "\n## LMS tables\n\nSnapshots by `snapshot_date`, the day they were taken; reports read the newest. No passwords and no \
         answers of learners are read.\n\n| table | columns | read for |\n|---|---|---|\n",
    );
    for table in LMS_TABLES
        .iter()
        .chain(CATALOG_TABLES)
        .chain(ENTERPRISE_TABLES)
        .chain(ECOMMERCE_TABLES)
    {
        let columns: Vec<String> = table.columns.iter().map(|(name, _)| format!("`{name}`")).collect();
        text.push_str(&format!(
            "| `lms_{}` | {} | {} |\n",
            table.name,
            columns.join(", "),
            table.doc
        ));
    }
    Page {
        path: "lake.md".into(),
        text,
    }
}
