//! Cases: small examples of events and LMS rows in a report's folder, and the rows they must give.
//!
//! A case is a file `cases/NAME.toml` that a domain person can read:
//!
//! ```toml
//! title = "Two people join, one leaves"
//! rules = ["EN 3.3"]
//!
//! [params]
//! from = 2024-03-01
//! to   = 2024-03-04
//!
//! [words]                    # a cell that is one of these stands for its meaning, as does {C} inside of a cell
//! C  = "course-v1:Harbour+SAIL+2024"
//! on = "edx.course.enrollment.activated"
//!
//! [[events]]                 # log lines: columns are members of the line, `context.user_id` is one inside of another
//! every = { event_source = "server" }
//! rows = """
//! time                | event_type | event.course_id | event.user_id | event.mode
//! 2024-03-01T10:00:00 | on         | C               | 1             | audit
//! """
//!
//! [lms]                      # rows of LMS tables
//! auth_userprofile = """
//! user_id | gender
//! 1       | f
//! """
//!
//! [countries]                # what the country database knows
//! "81.2.0.0/16" = "FR"
//!
//! [expect]                   # all rows of a table; columns that are not named do not matter
//! course_enrollment_daily = """
//! course_id | date       | count
//! C         | 2024-03-01 | 1
//! """
//! ```

mod compare;
mod grid;
mod lines;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

pub use compare::{differences, repeated_key};
pub use grid::{Grid, Words};

use crate::error::Problem;
use crate::registry::{Registry, is_fact_table, is_working_table};
use crate::report::Report;

/// One example of a report.
#[derive(Debug, Clone)]
pub struct Case {
    /// Name of its file, without `.toml`.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// Ids of the rules it shows.
    pub rules: Vec<String>,
    /// Values of parameters, as text.
    pub params: BTreeMap<String, String>,
    /// Log lines.
    pub lines: Vec<String>,
    /// Rows of LMS tables, by their name in the lake (`lms_…`).
    pub lms: BTreeMap<String, Grid>,
    /// Networks and the country each is in.
    pub countries: BTreeMap<String, String>,
    /// All rows of tables.
    pub expect: BTreeMap<String, Grid>,
}

/// How a case went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Name of the case.
    pub case: String,
    /// What differs; nothing when it passed.
    pub differences: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    title: String,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    params: BTreeMap<String, toml::Value>,
    #[serde(default)]
    words: Words,
    #[serde(default)]
    events: Vec<lines::EventsPart>,
    #[serde(default)]
    lms: BTreeMap<String, String>,
    #[serde(default)]
    countries: BTreeMap<String, String>,
    expect: BTreeMap<String, String>,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(name: &str, text: &str) -> Result<Self, String> {
        let file: CaseFile = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let words = &file.words;
        let mut lines = Vec::new();
        for part in &file.events {
            lines.extend(part.lines(words)?);
        }
        let grids = |texts: &BTreeMap<String, String>, prefix: &str| -> Result<BTreeMap<String, Grid>, String> {
            let read = |(table, text): (&String, &String)| {
                let grid = Grid::read(text, words).map_err(|what| format!("{table}: {what}"))?;
                Ok((format!("{prefix}{table}"), grid))
            };
            texts.iter().map(read).collect()
        };
        let written = |value: toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Ok(Self {
            name: name.to_owned(),
            title: file.title,
            rules: file.rules,
            params: file
                .params
                .into_iter()
                .map(|(name, value)| (name, written(value)))
                .collect(),
            lines,
            lms: grids(&file.lms, "lms_")?,
            countries: file.countries,
            expect: grids(&file.expect, "")?,
        })
    }

    /// What is wrong with a case beside the reports of a site: tables, columns and parameters that do not exist.
    fn problems(&self, registry: &Registry) -> Vec<String> {
        let mut found = Vec::new();
        let tables = self
            .expect
            .iter()
            .map(|(name, grid)| (name, grid, registry.table(name)));
        let lms = self
            .lms
            .iter()
            .map(|(name, grid)| (name, grid, registry.lms_table(name)));
        for (name, grid, table) in tables.chain(lms) {
            let Some(table) = table else {
                found.push(format!("there is no table `{name}`"));
                continue;
            };
            let unknown = grid.columns.iter().filter(|column| table.columns.get(column).is_none());
            found.extend(unknown.map(|column| format!("`{name}` has no column `{column}`")));
        }
        // Which parameters there are is known from the tasks behind the tables.
        if self.expect.keys().any(|name| registry.table(name).is_none()) {
            return found;
        }
        let wanted: BTreeSet<&str> = self.expect.keys().map(String::as_str).collect();
        let known: BTreeSet<&str> = registry
            .tasks_behind(&wanted)
            .iter()
            .flat_map(|(report, _, _)| registry.params(report))
            .map(|param| param.name)
            .collect();
        let unknown = self.params.keys().filter(|name| !known.contains(name.as_str()));
        found.extend(unknown.map(|name| format!("there is no parameter `{name}`")));
        found
    }
}

/// The cases of a report.
///
/// # Errors
/// Everything that is wrong with them.
pub fn of_report(report: &Report, registry: &Registry) -> Result<Vec<Case>, Vec<Problem>> {
    let mut cases = Vec::new();
    let mut problems = Vec::new();
    for (file, text) in report.cases() {
        let problem = |what: String| Problem {
            report: report.manifest.id.clone(),
            place: format!("cases/{file}"),
            what,
        };
        match Case::read(file.trim_end_matches(".toml"), text) {
            Ok(case) => {
                problems.extend(case.problems(registry).into_iter().map(problem));
                cases.push(case);
            }
            Err(what) => problems.push(problem(what)),
        }
    }
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

impl Case {
    /// What differs between the rows that the case expects and those that were computed.
    pub fn differences(&self, registry: &Registry, computed: &BTreeMap<String, Grid>) -> Vec<String> {
        let mut found = Vec::new();
        for (name, expected) in &self.expect {
            match (registry.table(name), computed.get(name)) {
                (Some(table), Some(actual)) => {
                    found.extend(differences(name, &table.columns, expected, actual));
                    let is_result = !(is_fact_table(name) || is_working_table(name));
                    found.extend(repeated_key(name, table, actual).filter(|_| is_result));
                }
                _ => found.push(format!("`{name}` was not computed")),
            }
        }
        found
    }
}
