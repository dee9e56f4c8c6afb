//! The LMS tables that are read, declared once: name, columns, types (`ES 5.2`). Passwords and learners' answers are not among them.

mod enterprise;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use std::sync::Arc;

pub use enterprise::{ECOMMERCE_TABLES, ENTERPRISE_TABLES};

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole number.
    Integer,
    /// Text.
    Text,
    /// Time, UTC.
    Time,
    /// True or false.
    Boolean,
    /// Number with a fraction.
    Float,
    /// Number with two digits after the point, halves up (`ES 5.2`, grades).
    Decimal2,
}

/// A table of the LMS and the columns read from it.
#[derive(Debug)]
pub struct LmsTable {
    /// Its name in the LMS; in the lake, `lms_` stands before it.
    pub name: &'static str,
    /// What it is read for.
    pub doc: &'static str,
    /// Names and types of the columns read.
    pub columns: &'static [(&'static str, Kind)],
}

use Kind::{Boolean, Decimal2, Float, Integer, Text, Time};

/// The tables of the LMS database.
pub const LMS_TABLES: &[LmsTable] = &[
    LmsTable {
        name: "auth_user",
        doc: "Accounts: which number is which user name.",
        columns: &[
            ("id", Integer),
            ("username", Text),
            ("email", Text),
            ("date_joined", Time),
            ("last_login", Time),
            ("is_active", Boolean),
            ("is_staff", Boolean),
            ("is_superuser", Boolean),
        ],
    },
    LmsTable {
        name: "auth_userprofile",
        doc: "Profiles: year of birth, gender, education.",
        columns: &[
            ("user_id", Integer),
            ("name", Text),
            ("gender", Text),
            ("year_of_birth", Integer),
            ("level_of_education", Text),
            ("language", Text),
            ("location", Text),
            ("mailing_address", Text),
            ("city", Text),
            ("country", Text),
            ("goals", Text),
        ],
    },
    LmsTable {
        name: "student_courseenrollment",
        doc: "Enrollments as they are now.",
        columns: &[
            ("id", Integer),
            ("user_id", Integer),
            ("course_id", Text),
            ("created", Time),
            ("is_active", Boolean),
            ("mode", Text),
        ],
    },
    LmsTable {
        name: "grades_persistentcoursegrade",
        doc: "Course grades: who passes.",
        columns: &[
            ("id", Integer),
            ("user_id", Integer),
            ("course_id", Text),
            ("course_edited_timestamp", Time),
            ("course_version", Text),
            ("grading_policy_hash", Text),
            ("percent_grade", Decimal2),
            ("letter_grade", Text),
            ("passed_timestamp", Time),
            ("created", Time),
            ("modified", Time),
        ],
    },
    LmsTable {
        name: "grades_persistentsubsectiongrade",
        doc: "Grades of subsections, as the LMS keeps them.",
        columns: &[
            ("id", Integer),
            ("user_id", Integer),
            ("course_id", Text),
            ("usage_key", Text),
            ("earned_all", Float),
            ("possible_all", Float),
            ("earned_graded", Float),
            ("possible_graded", Float),
            ("modified", Time),
        ],
    },
    LmsTable {
        name: "course_groups_courseusergroup",
        doc: "Cohorts and other groups of a course.",
        columns: &[
            ("id", Integer),
            ("name", Text),
            ("course_id", Text),
            ("group_type", Text),
        ],
    },
    LmsTable {
        name: "course_groups_courseusergroup_users",
        doc: "Members of cohorts.",
        columns: &[("courseusergroup_id", Integer), ("user_id", Integer)],
    },
    LmsTable {
        name: "student_courseaccessrole",
        doc: "Course staff: whose events can be left out, and who may see a course.",
        columns: &[("user_id", Integer), ("org", Text), ("course_id", Text), ("role", Text)],
    },
    LmsTable {
        name: "certificates_generatedcertificate",
        doc: "Certificates of courses.",
        columns: &[
            ("id", Integer),
            ("user_id", Integer),
            ("course_id", Text),
            ("grade", Text),
            ("status", Text),
            ("mode", Text),
            ("created_date", Time),
            ("modified_date", Time),
        ],
    },
    LmsTable {
        name: "courseware_studentmodule",
        doc: "Grades of problems and visits of subsections; the learner's state is not read.",
        columns: &[
            ("id", Integer),
            ("module_type", Text),
            ("module_id", Text),
            ("student_id", Integer),
            ("grade", Float),
            ("max_grade", Float),
            ("course_id", Text),
        ],
    },
];

/// Course runs of the discovery service (`ES 5.7`).
pub const COURSE_RUNS: LmsTable = LmsTable {
    name: "course_runs",
    doc: "Course runs of the catalog: title, dates, pacing.",
    columns: &[
        ("course_id", Text),
        ("catalog_course", Text),
        ("catalog_course_title", Text),
        ("start_time", Time),
        ("end_time", Time),
        ("enrollment_start", Time),
        ("enrollment_end", Time),
        ("pacing_type", Text),
        ("availability", Text),
        ("level_type", Text),
        ("content_language", Text),
        ("min_effort", Integer),
        ("max_effort", Integer),
        ("weeks_to_complete", Integer),
        ("partner_short_code", Text),
        ("marketing_url", Text),
        ("announcement", Time),
        ("reporting_type", Text),
    ],
};

/// Programs of course runs (`EN 3.12`).
pub const COURSE_RUN_PROGRAMS: LmsTable = LmsTable {
    name: "course_run_programs",
    doc: "Which programs a course run belongs to.",
    columns: &[
        ("course_id", Text),
        ("program_id", Text),
        ("program_type", Text),
        ("program_title", Text),
    ],
};

/// Seats of course runs (`EX 12`).
pub const COURSE_RUN_SEATS: LmsTable = LmsTable {
    name: "course_run_seats",
    doc: "What a place in a course run costs, by track.",
    columns: &[
        ("course_id", Text),
        ("course_seat_type", Text),
        ("course_seat_price", Float),
        ("course_seat_currency", Text),
        ("course_seat_upgrade_deadline", Time),
        ("course_seat_credit_provider", Text),
        ("course_seat_credit_hours", Integer),
    ],
};

/// Subjects of course runs (`EX 12`).
pub const COURSE_RUN_SUBJECTS: LmsTable = LmsTable {
    name: "course_run_subjects",
    doc: "Which subjects a course run belongs to.",
    columns: &[("course_id", Text), ("subject_slug", Text), ("subject_title", Text)],
};

/// Courses of programs, in order (`EX 12`).
pub const PROGRAM_COURSES: LmsTable = LmsTable {
    name: "program_courses",
    doc: "Which catalogue courses make up a program, in order.",
    columns: &[
        ("program_id", Text),
        ("catalog_course", Text),
        ("program_slot_number", Integer),
    ],
};

/// The course list of the LMS (`ES 5.5`, `EN 7`).
pub const COURSE_LIST: LmsTable = LmsTable {
    name: "course_list",
    doc: "Courses of the LMS: name, organisation, dates.",
    columns: &[
        ("course_id", Text),
        ("name", Text),
        ("org", Text),
        ("number", Text),
        ("blocks_url", Text),
        ("short_description", Text),
        ("enrollment_start", Time),
        ("enrollment_end", Time),
        ("start_date", Time),
        ("end_date", Time),
        ("start_display", Text),
        ("start_type", Text),
        ("effort", Text),
        ("pacing", Text),
    ],
};

/// The blocks of courses (`PF 5.3`, `ES 5.6`).
pub const COURSE_BLOCKS: LmsTable = LmsTable {
    name: "course_blocks",
    doc: "Blocks of courses: name, type, parent, place in the course, when work is due.",
    columns: &[
        ("block_id", Text),
        ("course_id", Text),
        ("block_type", Text),
        ("display_name", Text),
        ("is_root", Boolean),
        ("is_orphan", Boolean),
        ("is_dag", Boolean),
        ("parent_block_id", Text),
        ("course_path", Text),
        ("sort_idx", Integer),
        ("graded", Boolean),
        ("format", Text),
        ("due", Time),
    ],
};

/// How much each type of assignment weighs in the grade of a course (`UI 4.2`).
pub const GRADING_POLICIES: LmsTable = LmsTable {
    name: "grading_policies",
    doc: "Grading policies of courses: types of assignments and their weights.",
    columns: &[
        ("course_id", Text),
        ("position", Integer),
        ("assignment_type", Text),
        ("weight", Float),
    ],
};

/// Clips of videos (`OV-36`). No database has them as a table, so they come from a folder of CSV files only.
pub const VIDEO_CLIPS: LmsTable = LmsTable {
    name: "video_clips",
    doc: "Clips of videos: from where to where learners can watch.",
    columns: &[
        ("course_id", Text),
        ("video_id", Text),
        ("start_seconds", Float),
        ("end_seconds", Float),
    ],
};

/// Lengths of videos of YouTube (`PF V9`). No database has them, either.
pub const YOUTUBE_VIDEOS: LmsTable = LmsTable {
    name: "youtube_videos",
    doc: "Lengths of videos of YouTube, for events that do not tell them.",
    columns: &[("youtube_id", Text), ("duration", Float)],
};

impl LmsTable {
    /// The column without which a row is none: the first.
    pub(crate) fn key(&self) -> &'static str {
        self.columns[0].0
    }

    /// The columns that are read and not among those of a source.
    pub(crate) fn lacking(&self, there: &[String]) -> Vec<String> {
        let names = self.columns.iter().map(|(name, _)| *name);
        names
            .filter(|name| !there.iter().any(|known| known == name))
            .map(str::to_owned)
            .collect()
    }

    /// The columns as the lake holds them.
    pub fn schema(&self) -> SchemaRef {
        let field = |(name, kind): &(&str, Kind)| {
            let data_type = match kind {
                Integer => DataType::Int64,
                Text => DataType::Utf8,
                Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                Boolean => DataType::Boolean,
                Float | Decimal2 => DataType::Float64,
            };
            Field::new(*name, data_type, true)
        };
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }
}
