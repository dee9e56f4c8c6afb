//! The manifest of a report: what stands in its `report.toml`.
//!
//! Everything that talks about a report (pages, API, planner, reference, result schema) is made from these values.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::columns::Columns;

/// The manifest interface this program understands; a manifest may state the one it was written for.
pub const INTERFACE_VERSION: u32 = 1;

/// A version of the data API that may serve the path of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiVersion {
    /// Its name in manifests.
    pub name: &'static str,
    /// What its addresses begin with.
    pub base: &'static str,
    /// Whether it is one of the API of enterprise portals, which refuses and pages in its own words (`API 2.9`).
    pub enterprise: bool,
}

/// All versions of the data API.
pub const API_VERSIONS: [ApiVersion; 4] = [
    ApiVersion {
        name: "v0",
        base: "/api/v0/",
        enterprise: false,
    },
    ApiVersion {
        name: "v1",
        base: "/api/v1/",
        enterprise: false,
    },
    ApiVersion {
        name: "enterprise-v0",
        base: "/enterprise/api/v0/",
        enterprise: true,
    },
    ApiVersion {
        name: "enterprise-v1",
        base: "/enterprise/api/v1/",
        enterprise: true,
    },
];

/// A report: words, computation, results, queries and page sections. One folder, one manifest.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `lens.report` or `lens.report.depth`, for example `enrollment.activity`. Keys navigation, switches, help and usage.
    pub id: String,
    /// Version of the report itself; raised when its numbers may change.
    pub version: u32,
    /// Manifest interface the report was written for.
    #[serde(default = "default_interface")]
    pub interface: u32,
    /// Title of page and menu entry.
    pub title: String,
    /// The question the report answers, in the words of a course team.
    pub question: String,
    /// The lens (theme) under which it stands: `enrollment`, `engagement`, `performance`, `learners`, `site`.
    pub lens: String,
    /// Place within the lens, smallest first.
    #[serde(default)]
    pub position: u32,
    /// Who may read it.
    pub audience: Audience,
    /// Whether it is on unless switched off (`learners.*` are off in the shipped configuration).
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Page path below `/courses/{course_id}/` (site reports: below `/`), with trailing slash. None: no page of its own.
    #[serde(default)]
    pub path: Option<String>,
    /// A paragraph or more of Markdown for the reference: definitions, lag, what is and is not counted.
    #[serde(default)]
    pub doc: String,
    /// Parameter groups taken over, for example `params.interval`; the reference shows where each parameter comes from.
    #[serde(default)]
    pub extends: Vec<String>,
    /// The report's own parameters by name.
    #[serde(default, rename = "param")]
    pub params: BTreeMap<String, Param>,
    /// Its tasks by name, unique over all reports.
    #[serde(default, rename = "task")]
    pub tasks: BTreeMap<String, Task>,
    /// The tables its tasks fill, by name, unique over all reports.
    #[serde(default, rename = "table")]
    pub tables: BTreeMap<String, Table>,
    /// The files made from its tables by name, unique over all reports.
    #[serde(default, rename = "file")]
    pub files: BTreeMap<String, OutputFile>,
    /// Its queries by name, unique within the report.
    #[serde(default, rename = "query")]
    pub queries: BTreeMap<String, Query>,
    /// Further pages below its own, for example one for each video.
    #[serde(default, rename = "page")]
    pub pages: Vec<Page>,
    /// The sections of its pages, top to bottom.
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
}

/// Who may read a report, a table or a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Counts only: whoever may see the course.
    #[default]
    Aggregate,
    /// Rows about single learners: needs the right to see people.
    People,
}

/// A parameter of a report's tasks, bound in SQL as `$name`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: ParamType,
    /// Value when nothing is set; none means that the parameter must be given. Dates accept `today`, `yesterday`, `N days ago`.
    #[serde(default)]
    #[schemars(with = "Option<serde_json::Value>")]
    pub default: Option<toml::Value>,
    /// Meaning and unit.
    pub doc: String,
    /// Where it belongs (`OP b.3` rule 3).
    #[serde(default)]
    pub class: ParamClass,
    /// The setting that gives its value, when it is not `report.<report id>.<name>`; for example `compat.keys`.
    #[serde(default)]
    pub setting: Option<String>,
    /// Where a run finds its value, when no setting gives it.
    #[serde(default)]
    pub from: Option<ParamSource>,
    /// The least number that it may be.
    #[serde(default)]
    pub least: Option<f64>,
    /// The greatest number that it may be.
    #[serde(default)]
    pub greatest: Option<f64>,
}

impl Param {
    /// The numbers that it may be, in words; nothing where it may be any.
    pub fn bounds(&self) -> Option<String> {
        match (self.least, self.greatest) {
            (Some(least), Some(greatest)) => Some(format!("from {least} to {greatest}")),
            (Some(least), None) => Some(format!("{least} or more")),
            (None, Some(greatest)) => Some(format!("{greatest} or less")),
            (None, None) => None,
        }
    }

    /// Its type and the numbers that it may be, in words.
    pub fn kind_and_bounds(&self) -> String {
        let kind = format!("{:?}", self.kind).to_lowercase();
        match self.bounds() {
            Some(bounds) => format!("{kind}, {bounds}"),
            None => kind,
        }
    }
}

/// Where a run finds the value of a parameter that no setting gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParamSource {
    /// The day of the newest snapshot among the LMS tables that the task reads.
    Snapshot,
}

impl std::fmt::Display for ParamSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Snapshot => f.write_str("newest LMS snapshot"),
        }
    }
}

/// Type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParamType {
    /// Whole number.
    Integer,
    /// Number with a fraction.
    Float,
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// UTC day.
    Date,
}

/// A filter of pages: which people are counted. SQL of queries binds it as `:name`; where a query does not, its tables are worked
/// out anew for the people of the filter.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// What it leaves in.
    pub doc: String,
    /// The query, as `report/query`, whose column `value` holds the choices in a course; none: it is on or off.
    #[serde(default)]
    pub options: Option<String>,
    /// SQL that tells whom it is about: rows of `course_id` and `user_id`; `$value` is the choice made.
    pub people: String,
    /// The tables which that SQL reads, as in `reads` of a task.
    pub reads: Vec<String>,
    /// Whether these people are left out, instead of being the only ones left in.
    #[serde(default)]
    pub leaves_out: bool,
}

/// Where a parameter's value belongs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParamClass {
    /// The site file: same for every run.
    Site,
    /// A job definition: schedule, sizes, look-back.
    #[default]
    Job,
    /// One run: dates, force.
    Run,
}

/// A step of the computation: lake tables in, one table out.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What it works out, one sentence.
    pub doc: String,
    /// Lake tables it reads: `events`, `facts_…`, `lms_…`, or result tables made by other tasks of the same run.
    pub reads: Vec<String>,
    /// Tables of `reads` that may be missing, because they were never imported or their task failed: the SQL then sees them
    /// without rows. When any other table is missing, the task fails and names it.
    #[serde(default)]
    pub optional: Vec<String>,
    /// File with the SQL, in the report's folder.
    pub sql: String,
    /// The table it fills. `facts_…` tables live in the lake, `run_…` tables only while a run works, all others in the
    /// result store.
    pub into: String,
    /// How much is computed anew when an input changed.
    #[serde(default)]
    pub grain: Grain,
    /// Whether an empty result may be published although the table held rows before (`EN S12` rule 3).
    #[serde(default)]
    pub allow_empty: bool,
    /// Whether it works out a state that only all that happened before tells, such as who is enrolled: a page that shows some days
    /// only leaves nothing out of its inputs but what came later (`OV-71`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub whole_history: bool,
    /// Names of the parameters its SQL binds; all must be known to the report.
    #[serde(default)]
    pub params: Vec<String>,
    /// Texts that its SQL binds by name, so that several tasks can share one file: `constants = { period = "daily" }`.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Names under which older tools know this computation, for the reference and for migration.
    #[serde(default)]
    pub upstream: Vec<String>,
}

/// How much of a table a task computes anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// The whole table whenever any input changed.
    #[default]
    Whole,
    /// Only the days whose input changed; the SQL yields a `date` column and sees the events of those days only.
    Day,
}

/// A table that a task fills.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What one row is.
    pub doc: String,
    /// Columns that identify a row.
    pub key: Vec<String>,
    /// Further indexes of the result table, each a list of columns.
    #[serde(default)]
    pub indexes: Vec<Vec<String>>,
    /// Whether rows of one course mean nothing without those that the same person has in others, as where time is divided between
    /// them: a table worked out for one course needs all rows of whoever was there (`OV-71`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub across_courses: bool,
    /// Who may read a result table, where it is not whoever may read its report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// Columns by name, in the order of the result table.
    pub columns: Columns,
}

/// CSV files made from a table: one for each course, course and day, or whatever the rows are told apart by.
///
/// `path`, `columns`, `null`, `booleans` and `datetime_format` may be `$name` of a parameter whose text is taken instead.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputFile {
    /// What one row is, and for whom the file is.
    pub doc: String,
    /// The table of this report whose rows are written: a result table, or a `run_…` table made for this alone.
    pub table: String,
    /// Columns whose values are the same in all rows of a file. None: one file with all rows.
    #[serde(default)]
    pub by: Vec<String>,
    /// Path below the site's folder of files. `{column}` stands for the value of a column of `by` as part of a file name (`ES K-8`),
    /// `{column_sha1}` for the SHA-1 of the value, in hexadecimal digits.
    pub path: String,
    /// Columns in order, each `column` or `column as Header`. A name that is no column of the table gives a column without values.
    pub columns: Vec<String>,
    /// Columns by which the rows of a file are sorted, each `column` or `column desc`; missing values come first.
    #[serde(default)]
    pub order: Vec<String>,
    /// What ends a line.
    #[serde(default)]
    pub line_end: LineEnd,
    /// Text of a missing value.
    #[serde(default)]
    pub null: String,
    /// Texts of true and of false, with a comma between them.
    #[serde(default = "default_booleans")]
    pub booleans: String,
    /// Form of times as `strftime` has it; empty: `YYYY-MM-DD HH:MM:SS[.ffffff]+00:00`.
    #[serde(default)]
    pub datetime_format: String,
    /// What becomes of files of earlier runs that this one does not make.
    #[serde(default)]
    pub stale: Stale,
    /// Names of the parameters that it takes texts from.
    #[serde(default)]
    pub params: Vec<String>,
}

/// What ends a line of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineEnd {
    /// Carriage return and line feed.
    #[default]
    Crlf,
    /// Line feed.
    Lf,
}

/// What becomes of files of earlier runs that a run does not make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stale {
    /// They stay as they are.
    #[default]
    Keep,
    /// They are removed.
    Remove,
}

/// A read of result tables: SQL over the result store, served by the API and shown on pages.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What it answers, one sentence.
    pub doc: String,
    /// API path below that of the version, such as `/api/v0/`, with trailing slash and `{course_id}` style parts. None: only under
    /// `/api/reports/`.
    #[serde(default)]
    pub path: Option<String>,
    /// API versions that serve `path`, such as `v0` and `v1`.
    #[serde(default)]
    pub api: Vec<String>,
    /// File with the SQL, in the report's folder; `:name` parameters are bound, never spliced.
    #[serde(default)]
    pub sql: Option<String>,
    /// Another query of the report whose rows this one's SQL reads, under that query's name as if it were a table.
    #[serde(default)]
    pub of: Option<String>,
    /// Name of a registered handler, where SQL and shapes cannot say it.
    #[serde(default)]
    pub handler: Option<String>,
    /// How the rows become what clients of the data API expect. Without it: one object per row.
    #[serde(default)]
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub shape: Option<toml::Table>,
    /// Types of answer columns, where they differ from the result table column of the same name.
    #[serde(default)]
    pub columns: Columns,
    /// Part of the CSV file name after `{org}-{course}-{run}--`.
    #[serde(default)]
    pub slug: Option<String>,
}

/// A page below the report's own: about one section of the course, one video, one answer.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its path below that of the report, with trailing slash. `{name}` stands for a value, which queries may bind as `:name`.
    pub path: String,
    /// Its title; none: that of the report.
    #[serde(default)]
    pub title: Option<String>,
    /// Name of a registered place, which knows what the page is about and what lies beside it. Without it, a page whose
    /// sections all have no rows does not exist.
    #[serde(default)]
    pub place: Option<String>,
}

/// A block of a page: tiles, a chart, its table, downloads.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading.
    pub title: String,
    /// Explanation behind the heading: what is counted and how.
    #[serde(default)]
    pub help: String,
    /// What it says when there are no rows, where that is an answer in itself; not given: that there are no data yet.
    #[serde(default)]
    pub none: String,
    /// The page on which it stands, by its path below the report; none: the report's own.
    #[serde(default)]
    pub page: Option<String>,
    /// The query of this report that gives its rows, or that of another one as `other.report/query`: the section is left out
    /// while that report is off.
    pub query: String,
    /// The query of this report that gives its rows while some people are filtered out (filters of `params.toml`), where that takes
    /// another table than `query` reads.
    #[serde(default)]
    pub query_of_group: Option<String>,
    /// Name of a registered presenter that turns the rows into what is shown (gap filling, medians, bins).
    #[serde(default)]
    pub view: Option<String>,
    /// File with the Vega-Lite chart, in the report's folder; or `kit:NAME`, a chart that comes with the program.
    #[serde(default)]
    pub chart: Option<String>,
    /// Columns of the table, in order.
    #[serde(default)]
    pub table: Vec<String>,
    /// Download under `/courses/{course_id}/csv/…/`: the path part of the link. `{name}` stands for a value of the page.
    #[serde(default)]
    pub csv: Option<String>,
    /// File name suffix of that download.
    #[serde(default)]
    pub csv_suffix: Option<String>,
    /// The query whose answer is downloaded, where it is not `query`: the page may read finer rows than clients get.
    #[serde(default)]
    pub csv_query: Option<String>,
}

impl Manifest {
    /// The sections of the page of that path below the report; of none, those of its own page. The number of a section counts
    /// all of them, from 1.
    pub fn sections_of<'a>(&'a self, page: Option<&'a str>) -> impl Iterator<Item = (usize, &'a Section)> {
        let numbered = self.sections.iter().enumerate().map(|(at, section)| (at + 1, section));
        numbered.filter(move |(_, section)| section.page.as_deref() == page)
    }
}

impl Section {
    /// The report and the query that give its rows; `own` is the report it stands in.
    pub fn source<'a>(&'a self, own: &'a str) -> (&'a str, &'a str) {
        source(&self.query, own)
    }

    /// The report and the query that give its rows while people are filtered out.
    pub fn source_of_group<'a>(&'a self, own: &'a str) -> Option<(&'a str, &'a str)> {
        self.query_of_group.as_ref().map(|query| source(query, own))
    }

    /// The report and the query whose answer is downloaded.
    pub fn csv_source<'a>(&'a self, own: &'a str) -> (&'a str, &'a str) {
        source(self.csv_query.as_ref().unwrap_or(&self.query), own)
    }
}

fn source<'a>(query: &'a str, own: &'a str) -> (&'a str, &'a str) {
    query.split_once('/').unwrap_or((own, query))
}

/// Type of a column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text of at most so many characters.
    String(u32),
    /// Text of any length.
    Text,
    /// 64-bit whole number.
    Integer,
    /// 64-bit floating point number.
    Float,
    /// True or false.
    Boolean,
    /// UTC day.
    Date,
    /// UTC time, whole seconds when published (`EN S12` rule 6).
    Datetime,
}

impl Audience {
    /// Whether it is the wider one, counts only.
    pub fn is_aggregate(&self) -> bool {
        *self == Self::Aggregate
    }
}

fn default_interface() -> u32 {
    INTERFACE_VERSION
}

fn default_booleans() -> String {
    "true,false".to_owned()
}

fn yes() -> bool {
    true
}

fn is_false(value: &bool) -> bool {
    !value
}
