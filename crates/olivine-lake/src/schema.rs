//! The columns of `events` and `dead_letters`, declared once: the tables are made from this list and the reference
//! pages are generated from it.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

/// The table of events.
pub const EVENTS: &str = "events";
/// The table of lines that were not understood.
pub const DEAD_LETTERS: &str = "dead_letters";

/// A column of a lake table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// What it means, and when it is null.
    pub doc: &'static str,
    /// Whether its values tell who a person is: reports that promise counts only may count and compare them, but not show them.
    pub personal: bool,
}

/// Type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bytes.
    Bytes,
    /// Text.
    Text,
    /// 64-bit integer.
    Integer,
    /// 32-bit integer.
    SmallInteger,
    /// 64-bit floating point number.
    Float,
    /// True or false.
    Boolean,
    /// Time in UTC with microseconds.
    Time,
    /// Date (UTC).
    Date,
}

impl Kind {
    /// The type in Arrow.
    pub fn data_type(self) -> DataType {
        match self {
            Self::Bytes => DataType::Binary,
            Self::Text => DataType::Utf8,
            Self::Integer => DataType::Int64,
            Self::SmallInteger => DataType::Int32,
            Self::Float => DataType::Float64,
            Self::Boolean => DataType::Boolean,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Date => DataType::Date32,
        }
    }
}

const fn column(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column {
        name,
        kind,
        doc,
        personal: false,
    }
}

/// A column whose values tell who a person is.
const fn personal(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column {
        personal: true,
        ..column(name, kind, doc)
    }
}

/// The columns of `events`, in order; `date` is the partition column.
pub const EVENT_COLUMNS: &[Column] = &[
    column(
        "event_id",
        Kind::Bytes,
        "Identity of the event: 16 bytes, a hash of its canonical JSON. Never null.",
    ),
    column("time", Kind::Time, "When the event happened (ES E-30). Never null."),
    column(
        "event_type",
        Kind::Text,
        "Explicit name, or the URL path of an implicit event. Null when missing.",
    ),
    column(
        "event_source",
        Kind::Text,
        "`server`, `browser`, `mobile` or `task`. Null when missing.",
    ),
    personal(
        "username",
        Kind::Text,
        "User name without surrounding blanks (ES E-31). Null for nobody.",
    ),
    personal(
        "user_id",
        Kind::Integer,
        "Numeric LMS user from the context (ES E-32). Null for nobody.",
    ),
    column(
        "course_id",
        Kind::Text,
        "Course key from the context, if valid (ES E-33). Null when missing or invalid.",
    ),
    column(
        "course_id_or_url",
        Kind::Text,
        "Course key from the context, else from the URL of the event (ES E-33).",
    ),
    column(
        "course_id_from_mfe",
        Kind::Text,
        "Course key from the URL of a micro-front-end page, when no other is known.",
    ),
    column(
        "org_id",
        Kind::Text,
        "Organisation from the context, else of the course (ES E-34).",
    ),
    personal(
        "ip",
        Kind::Text,
        "Client address as the LMS saw it (ES E-35). Null when empty.",
    ),
    personal("session", Kind::Text, "Session of the LMS. Null when empty."),
    column("agent", Kind::Text, "Browser or program. Null when empty."),
    column("host", Kind::Text, "Server that wrote the event. Null when empty."),
    personal(
        "page",
        Kind::Text,
        "URL of the page, for browser events. Null when empty.",
    ),
    personal("referer", Kind::Text, "URL that led there. Null when empty."),
    column(
        "received_at",
        Kind::Time,
        "When the server got the event, for mobile events. Else null.",
    ),
    column(
        "time_text",
        Kind::Text,
        "The time as written, where it is not of the form that the LMS writes. Else null.",
    ),
    column(
        "synthesized",
        Kind::Boolean,
        "Whether the event was made from database contents (ES 1.10).",
    ),
    column(
        "has_payload",
        Kind::Boolean,
        "Whether the event carries a payload that is an object, as itself or as text (ES 1.6). Null for events taken in before this was kept.",
    ),
    personal(
        "enrollment_user_id",
        Kind::Integer,
        "Enrollment events: user of the payload. Else null.",
    ),
    column(
        "enrollment_course_id",
        Kind::Text,
        "Enrollment events: course of the payload, if valid. Else null.",
    ),
    column(
        "enrollment_mode",
        Kind::Text,
        "Enrollment events: track of the payload. Else null.",
    ),
    column(
        "problem_id",
        Kind::Text,
        "Server `problem_check` events: usage key of the problem. Else null.",
    ),
    column(
        "problem_success",
        Kind::Text,
        "Server `problem_check` events: `correct` or `incorrect`. Else null.",
    ),
    column(
        "problem_attempts",
        Kind::Integer,
        "Server `problem_check` events: submissions so far, with this one. Else null.",
    ),
    column(
        "problem_grade",
        Kind::Float,
        "Server `problem_check` events: points. Else null.",
    ),
    column(
        "problem_max_grade",
        Kind::Float,
        "Server `problem_check` events: most points possible. Else null.",
    ),
    column("video_id", Kind::Text, "Player events: encoded module id. Else null."),
    column(
        "video_code",
        Kind::Text,
        "Player events: `html5`, `mobile`, `hls` or a YouTube id. Else null.",
    ),
    column(
        "video_position",
        Kind::Float,
        "Player events: `currentTime` in seconds. Else null.",
    ),
    column(
        "video_old_position",
        Kind::Float,
        "Seeks: `old_time` in seconds. Else null.",
    ),
    column(
        "video_new_position",
        Kind::Float,
        "Seeks: `new_time` in seconds. Else null.",
    ),
    column(
        "video_duration",
        Kind::Float,
        "Player events: length of the video in seconds, when given. Else null.",
    ),
    column(
        "video_speed",
        Kind::Float,
        "Player events: playing speed, when given. Else null.",
    ),
    column(
        "forum_topic",
        Kind::Text,
        "Forum events: the discussion topic. Else null.",
    ),
    column("forum_vote", Kind::Text, "Forum votes: `up` or `down`. Else null."),
    column(
        "forum_vote_undone",
        Kind::Boolean,
        "Forum votes: whether the vote was taken back. Else null.",
    ),
    personal(
        "forum_target",
        Kind::Text,
        "Forum votes: user name of whom the vote is for. Else null.",
    ),
    column(
        "parser_version",
        Kind::SmallInteger,
        "Version of the rules by which the line was read.",
    ),
    personal("raw", Kind::Bytes, "The line as received, without its line end."),
    column("date", Kind::Date, "UTC date of `time`; the partition."),
];

/// The columns of `dead_letters`, in order; `date` is the partition column.
pub const DEAD_LETTER_COLUMNS: &[Column] = &[
    column("reason", Kind::Text, "Why the line was not understood."),
    column("source", Kind::Text, "The file it came from."),
    column(
        "offset",
        Kind::Integer,
        "Where the line begins in the content of that file, in bytes.",
    ),
    column("received_at", Kind::Time, "When the ingest that met it began."),
    personal("raw", Kind::Bytes, "The line as received, without its line end."),
    column("date", Kind::Date, "UTC date of `received_at`; the partition."),
];

/// Columns as an Arrow schema.
pub fn arrow_schema(columns: &[Column]) -> SchemaRef {
    let fields = columns
        .iter()
        .map(|column| Field::new(column.name, column.kind.data_type(), true));
    Arc::new(Schema::new(fields.collect::<Fields>()))
}
