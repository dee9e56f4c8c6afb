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
pub(crate) const LENSES: &[&str] = &["enrollment", "engagement", "performance", "learners", SITE_LENS];
/// The lens whose pages are about the site, not about a course.
pub(crate) const SITE_LENS: &str = "site";

/// Characters that an id may have: it is part of names that the state of the site is kept under.
const LONGEST_ID: usize = 120;
/// Beginnings of settings that reports may take values from, beside their own: secrets and addresses are not among them.
const SETTINGS_FOR_REPORTS: [&str; 4] = ["run.", "compat.", "engagement.", "structure."];
/// Folder of the downloads among the pages of a course.
const DOWNLOADS: &str = "csv/";
/// Pages of every course that no report may take: its notes, and those that open the first report of a group.
const PAGES_OF_PROGRAM: [&str; 5] = [
    "notes/",
    "enrollment/",
    "enrollment/demographics/",
    "engagement/",
    "performance/",
];
/// The table of events.
const EVENTS: &str = "events";
/// How the names of tables of the LMS and the catalog begin.
pub(crate) const LMS_PREFIX: &str = "lms_";

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
        let stem = path.strip_suffix('/').unwrap_or_default();
        found.unless(
            stem.split('/').all(is_word_of_address) && !path.starts_with(DOWNLOADS),
            "path",
            "must be words of lower case letters, digits, `_` and `-`, each followed by `/`, and must not begin with `csv/`",
        );
        found.unless(
            !PAGES_OF_PROGRAM.contains(&path.as_str()),
            "path",
            format!("`{path}` is a page of every course"),
        );
    }
    let has_page = manifest.path.is_some() || !manifest.sections.is_empty();
    found.unless(
        !(report.is_plugin() && manifest.lens == SITE_LENS && has_page),
        "path",
        "the pages of the lens `site` come with the program: its plugins have no `path` and no sections",
    );
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
    for (name, param) in &manifest.params {
        found.unless(
            param.from.is_none() || param.setting.is_none() && param.default.is_none(),
            format!("param.{name}.from"),
            "stands in place of `setting` and `default`, not beside them",
        );
        if let Some(what) = params::default_problem(param) {
            found.add(format!("param.{name}.default"), what);
        }
        let may_give = |setting: &String| is_setting_for(&manifest.id, setting);
        found.unless(
            param.setting.as_ref().is_none_or(may_give),
            format!("param.{name}.setting"),
            format!(
                "is none of those that give values to reports: `report.{}.…`, {}",
                manifest.id,
                SETTINGS_FOR_REPORTS.map(|begin| format!("`{begin}…`")).join(", ")
            ),
        );
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

/// Whether a parameter of the report may have its value from this setting.
fn is_setting_for(id: &str, setting: &str) -> bool {
    let own = setting.strip_prefix("report.").and_then(|rest| rest.strip_prefix(id));
    own.is_some_and(|rest| rest.starts_with('.')) || SETTINGS_FOR_REPORTS.iter().any(|begin| setting.starts_with(begin))
}

/// A part of an address that stands there as it is.
fn is_word_of_address(part: &str) -> bool {
    let is_of_words = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    !part.is_empty() && part.bytes().all(is_of_words)
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
