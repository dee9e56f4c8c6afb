//! The true numbers of a sandbox, as written to `truth.json`.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// What is true about a sandbox. Reports over `[start, end)` with the default settings must show these numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Seed it was made with.
    pub seed: u64,
    /// First day.
    pub start: NaiveDate,
    /// The day after the last day.
    pub end: NaiveDate,
    /// Lines in all log files, copies included.
    pub lines: u64,
    /// Different events.
    pub events: u64,
    /// Lines that hold an event which stands in another line too.
    pub duplicates: u64,
    /// Lines that hold no JSON object.
    pub noise: u64,
    /// Lines that hold something that is no event, by reason.
    pub dead_letters: BTreeMap<String, u64>,
    /// Files that repeat, from their first byte on, what another file holds: who recognises them does not read those
    /// lines again.
    pub repeated_files: Vec<RepeatedFile>,
    /// Different events by day (UTC).
    pub events_by_day: BTreeMap<NaiveDate, u64>,
    /// Enrollment events that tell nothing: no track, no user, no payload, or a key that is none.
    pub useless_enrollment_events: u64,
    /// Course runs, in the order they were made.
    pub courses: Vec<CourseTruth>,
    /// People enrolled in each course at the end of each day (EN 3.9).
    pub enrollment: Vec<EnrollmentDay>,
    /// The same by track (EN 3.8).
    pub enrollment_by_mode: Vec<EnrollmentGroup>,
    /// The same by gender (EN 3.5).
    pub enrollment_by_gender: Vec<EnrollmentGroup>,
    /// On the last day, by year of birth (EN 3.6).
    pub enrollment_by_birth_year: Vec<EnrollmentGroup>,
    /// On the last day, by level of education (EN 3.7).
    pub enrollment_by_education: Vec<EnrollmentGroup>,
    /// Active people by ISO week, all weeks that have a day in the sandbox (EN 4).
    pub activity: Vec<ActivityWeek>,
    /// Where the people of a course were last seen (EN 6).
    pub location: Vec<LocationCount>,
    /// Each track of each course on the last day (EN 3.11).
    pub summary: Vec<SummaryRow>,
    /// Programs by course (EN 3.12).
    pub programs: Vec<ProgramRow>,
    /// Rows of the LMS tables.
    pub lms_rows: BTreeMap<String, u64>,
}

/// A log file that repeats another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedFile {
    /// Its path below the sandbox.
    pub path: String,
    /// The file it repeats.
    pub repeats: String,
    /// What its lines are.
    pub lines: u64,
    /// Lines with an event.
    pub events: u64,
    /// Lines without an object.
    pub noise: u64,
    /// Dead letters by reason.
    pub dead_letters: BTreeMap<String, u64>,
}

/// A course run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseTruth {
    /// Its key.
    pub course_id: String,
    /// Its title.
    pub title: String,
    /// Problems in it.
    pub problems: u64,
    /// Videos in it.
    pub videos: u64,
}

/// People of a course at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EnrollmentDay {
    /// Course key.
    pub course_id: String,
    /// Day.
    pub date: NaiveDate,
    /// Enrolled at its end.
    pub count: i64,
    /// With any enrollment event until its end.
    pub cumulative_count: i64,
}

/// People of a course in a group at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EnrollmentGroup {
    /// Course key.
    pub course_id: String,
    /// Day.
    pub date: NaiveDate,
    /// The group; none is unknown.
    pub group: Option<String>,
    /// Enrolled at its end.
    pub count: i64,
    /// With any enrollment event until its end.
    pub cumulative_count: i64,
}

/// Active people of a course in a week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActivityWeek {
    /// Course key.
    pub course_id: String,
    /// Monday of the ISO week.
    pub week: NaiveDate,
    /// `ACTIVE`, `ATTEMPTED_PROBLEM`, `PLAYED_VIDEO`, `POSTED_FORUM`.
    pub label: String,
    /// People.
    pub count: i64,
}

/// People of a course by country.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LocationCount {
    /// Course key.
    pub course_id: String,
    /// ISO code, `UNKNOWN`, or none for people who were never seen.
    pub country_code: Option<String>,
    /// Enrolled by the LMS.
    pub count: i64,
    /// Enrolled now or before by the LMS.
    pub cumulative_count: i64,
}

/// A track of a course on the last day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SummaryRow {
    /// Course key.
    pub course_id: String,
    /// Track.
    pub mode: String,
    /// Enrolled at the end of the last day.
    pub count: i64,
    /// Change against seven days before.
    pub count_change_7_days: i64,
    /// With any enrollment event.
    pub cumulative_count: i64,
    /// People with a passing grade (EN 3.10).
    pub passing_users: i64,
    /// Title in the catalog; none when the course is not in it.
    pub catalog_course_title: Option<String>,
    /// Course in the catalog.
    pub catalog_course: Option<String>,
    /// Start in the catalog.
    pub start_time: Option<NaiveDateTime>,
    /// End in the catalog.
    pub end_time: Option<NaiveDateTime>,
    /// Pacing in the catalog.
    pub pacing_type: Option<String>,
    /// Availability in the catalog.
    pub availability: Option<String>,
}

/// A program that a course is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProgramRow {
    /// Course key.
    pub course_id: String,
    /// UUID.
    pub program_id: String,
    /// Type.
    pub program_type: String,
    /// Title.
    pub program_title: String,
}
