//! What can only be seen beside other reports: what is taken twice, and what nobody makes.

use std::collections::{BTreeMap, BTreeSet};

use super::{EVENTS, Findings, LMS_PREFIX, SITE_LENS};
use crate::error::Problem;
use crate::manifest::{OutputFile, Query, Section, Table};
use crate::report::{Report, nearest};

/// Names and addresses that another report has taken.
pub(crate) fn beside<'a>(report: &Report, others: impl IntoIterator<Item = &'a Report>) -> Vec<Problem> {
    let manifest = &report.manifest;
    let mut found = Findings {
        report: &manifest.id,
        problems: Vec::new(),
    };
    for other in others {
        let taken_by = &other.manifest.id;
        found.unless(manifest.id != *taken_by, "id", "is taken by another report");
        let mut taken = |place: String| found.add(place, format!("is taken by {taken_by}"));
        for name in manifest
            .tasks
            .keys()
            .filter(|name| other.manifest.tasks.contains_key(*name))
        {
            taken(format!("task.{name}"));
        }
        for name in manifest
            .tables
            .keys()
            .filter(|name| other.manifest.tables.contains_key(*name))
        {
            taken(format!("table.{name}"));
        }
        for name in manifest
            .files
            .keys()
            .filter(|name| other.manifest.files.contains_key(*name))
        {
            taken(format!("file.{name}"));
        }
        for (name, file) in &manifest.files {
            // Paths that parameters give are known to a run only.
            let is_same = |other: &OutputFile| other.path == file.path && !file.path.starts_with('$');
            if other.manifest.files.values().any(is_same) {
                taken(format!("file.{name}.path"));
            }
        }
        if page_address(report).is_some_and(|address| page_address(other) == Some(address)) {
            taken("path".to_owned());
        }
        for (name, query) in &manifest.queries {
            let addresses = api_addresses(query);
            let is_taken = |other: &Query| api_addresses(other).iter().any(|address| addresses.contains(address));
            if other.manifest.queries.values().any(is_taken) {
                taken(format!("query.{name}.path"));
            }
        }
        for (at, section) in manifest.sections.iter().enumerate() {
            // Pages of two reports may lead to the same download: the rows of one query under one address.
            let is_shared = |other: &Section| {
                let query = section.csv_query.as_ref();
                query.is_some_and(|query| query.contains('/')) && query == other.csv_query.as_ref()
            };
            let same = |other: &Section| section.csv.is_some() && section.csv == other.csv && !is_shared(other);
            if other.manifest.sections.iter().any(same) {
                taken(format!("section.{}.csv", at + 1));
            }
        }
    }
    found.problems
}

/// Where the page of a report is: below courses, or below the site.
fn page_address(report: &Report) -> Option<(bool, &str)> {
    let manifest = &report.manifest;
    Some((manifest.lens == SITE_LENS, manifest.path.as_deref()?))
}

/// The addresses of a query in the data API, their filled-in parts made alike.
fn api_addresses(query: &Query) -> Vec<(String, String)> {
    let Some(path) = &query.path else { return Vec::new() };
    let alike = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
    let path = path.split('/').map(alike).collect::<Vec<_>>().join("/");
    query
        .api
        .iter()
        .map(|version| (version.clone(), path.clone()))
        .collect()
}

/// Whether everything that tasks read is made by somebody who is on, and neither off nor broken.
pub(crate) fn reads<'a>(
    report: &Report,
    all: &[Report],
    off: &[Report],
    broken: impl Iterator<Item = &'a Report> + Clone,
    lms: &BTreeMap<String, Table>,
) -> Vec<Problem> {
    let made: BTreeSet<&str> = all
        .iter()
        .flat_map(|other| other.manifest.tasks.values())
        .map(|task| task.into.as_str())
        .collect();
    let mut found = Findings {
        report: &report.manifest.id,
        problems: Vec::new(),
    };
    for (name, task) in &report.manifest.tasks {
        for table in &task.reads {
            if table == EVENTS || lms.contains_key(table) || made.contains(table.as_str()) {
                continue;
            }
            let makes = |other: &&Report| is_made_by(table, other);
            if let Some(maker) = off.iter().find(makes) {
                let id = &maker.manifest.id;
                let what =
                    format!("`{table}` is made by {id}, which is off: turn it on with `olivine report enable {id}`");
                found.add(format!("task.{name}.reads"), what);
                continue;
            }
            if let Some(maker) = broken.clone().find(|other| is_made_by(table, other)) {
                let what = format!("`{table}` is made by {}, which is broken itself", maker.manifest.id);
                found.add(format!("task.{name}.reads"), what);
                continue;
            }
            let is_lms = table.starts_with(LMS_PREFIX);
            let what = if is_lms { "nothing imports" } else { "no task makes" };
            let readable = made.iter().copied().chain(lms.keys().map(String::as_str));
            let near = nearest(
                table,
                readable
                    .chain([EVENTS])
                    .filter(|near| near.starts_with(LMS_PREFIX) == is_lms),
            );
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            found.add(format!("task.{name}.reads"), format!("{what} `{table}`{hint}"));
        }
    }
    found.problems
}

fn is_made_by(table: &str, report: &Report) -> bool {
    report.manifest.tasks.values().any(|task| task.into == table)
}
