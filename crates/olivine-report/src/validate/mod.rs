//! The checks that a report passes before it is used.

mod beside;
mod files;
mod pages;
mod queries;
mod tables;
mod tasks;

use std::collections::BTreeSet;

use crate::error::Problem;
use crate::manifest::INTERFACE_VERSION;
use crate::params::{self, ParamGroups};
use crate::report::{Report, nearest};

use files::check_file;
use pages::{check_pages, check_sections};
use queries::check_query;
use tables::check_tables;
use tasks::check_task;

pub(crate) use beside::{beside, reads};
pub use files::path_template;

/// Lenses that have a place in the navigation.
pub(crate) const LENSES: &[&str] = &["enrollment", "engagement", "performance", "learners", "site"];

/// Characters that an id may have: it is part of names that the state of the site is kept under.
const LONGEST_ID: usize = 120;
/// Folder of the downloads among the pages of a course.
const DOWNLOADS: &str = "csv/";
/// The table of events.
const EVENTS: &str = "events";
/// How the names of tables of the LMS and the catalog begin.
const LMS_PREFIX: &str = "lms_";

/// Collects problems of one report.
struct Findings<'a> {
    report: &'a str,
    problems: Vec<Problem>,
}

impl Findings<'_> {
    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem {
            report: self.report.to_owned(),
            place: place.into(),
            what: what.into(),
        });
    }

    fn unless(&mut self, fine: bool, place: impl Into<String>, what: impl Into<String>) {
        if !fine {
            self.add(place, what);
        }
    }
}

/// What can be seen from the folder alone.
pub(crate) fn alone(report: &Report, groups: &ParamGroups) -> Vec<Problem> {
    let manifest = &report.manifest;
    let mut found = Findings {
        report: &manifest.id,
        problems: Vec::new(),
    };

    let id_is_dotted = manifest.id.contains('.') && manifest.id.split('.').all(is_name);
    found.unless(
        id_is_dotted,
        "id",
        "is not of the form `lens.report`, lower case letters, digits and `_`",
    );
    found.unless(
        manifest.id.len() <= LONGEST_ID,
        "id",
        format!("is longer than {LONGEST_ID} characters"),
    );
    found.unless(
        manifest.interface == INTERFACE_VERSION,
        "interface",
        format!(
            "was written for interface {}; this program has interface {INTERFACE_VERSION}",
            manifest.interface
        ),
    );
    found.unless(
        LENSES.contains(&manifest.lens.as_str()),
        "lens",
        format!("`{}` is none of {}", manifest.lens, LENSES.join(", ")),
    );
    for (place, words) in [("title", &manifest.title), ("question", &manifest.question)] {
        found.unless(!words.trim().is_empty(), place, "is empty");
    }
    if let Some(path) = &manifest.path {
        let fine = path.ends_with('/') && !path.starts_with('/') && !path.contains("..");
        found.unless(
            fine && !path.starts_with(DOWNLOADS),
            "path",
            "must end with `/`, must not begin with `/` or `csv/`, and must stay below the course",
        );
    }
    for group in &manifest.extends {
        if groups.get(group).is_none() {
            let known: Vec<String> = groups.iter().map(|(name, _)| format!("params.{name}")).collect();
            let near = nearest(group, known.iter().map(String::as_str));
            found.add(
                "extends",
                format!(
                    "there is no `{group}`{}",
                    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
                ),
            );
        }
    }
    check_tables(report, &mut found);
    let known: BTreeSet<&str> = params::resolve(report, groups).iter().map(|param| param.name).collect();
    for (name, task) in &manifest.tasks {
        check_task(report, name, task, &known, &mut found);
    }
    for (name, file) in &manifest.files {
        check_file(report, name, file, &known, &mut found);
    }
    for (name, query) in &manifest.queries {
        check_query(report, name, query, &mut found);
    }
    check_pages(report, &mut found);
    check_sections(report, &mut found);
    found.problems
}

/// A word of a path, or a whole part that is filled in.
fn is_path_part(part: &str) -> bool {
    part.strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .map_or_else(|| is_name(part), is_name)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
