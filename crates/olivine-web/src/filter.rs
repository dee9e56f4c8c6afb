//! Filters of a page: which people are counted (`UI 7.3`). They are declared once, beside the parameters of tasks; a page has those
//! that the SQL of its sections binds, and nothing to choose from is no filter.

use std::collections::BTreeMap;

use olivine_api::query::{Params, Reader};
use olivine_report::Report;

use crate::language::Words;
use crate::presenter::rows_of;
use crate::site::Site;
use crate::visit::Visit;

/// Value of a filter that is on.
pub const ON: &str = "1";

/// A filter as a page shows it.
pub struct FilterView {
    pub name: String,
    pub label: String,
    /// What can be chosen; empty: it is on or off.
    pub choices: Vec<Choice>,
    pub is_on: bool,
}

/// A choice of a filter.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The filters of a page, and those of them that are in use.
#[derive(Default)]
pub struct Filters {
    pub shown: Vec<FilterView>,
    pub used: BTreeMap<String, String>,
}

impl Filters {
    /// Finds the filters of a page of a report. A choice that is none of a course's counts as not made, so that no address shows an
    /// empty page that looks like numbers.
    pub async fn of(site: &Site, visit: &Visit, course_id: &str, report: &Report, page: Option<&str>) -> Self {
        let mut filters = Self::default();
        for (name, declared) in site.api.registry().filters() {
            if !binds(site, report, page, name) {
                continue;
            }
            let given = visit.query.get(name);
            let (choices, chosen) = match &declared.options {
                None => (Vec::new(), given.filter(|value| *value == ON)),
                Some(query) => {
                    let values = options(site, visit, course_id, query).await;
                    let chosen = given.filter(|value| values.iter().any(|known| known == value));
                    if values.len() < 2 && chosen.is_none() {
                        continue;
                    }
                    let choice = |value: String| Choice {
                        label: label(&visit.words, name, &value),
                        is_chosen: chosen == Some(&value),
                        value,
                    };
                    (values.into_iter().map(choice).collect(), chosen)
                }
            };
            if let Some(value) = chosen {
                filters.used.insert(name.to_owned(), value.to_owned());
            }
            filters.shown.push(FilterView {
                label: visit.words.t(&format!("filter-{name}")),
                name: name.to_owned(),
                choices,
                is_on: chosen.is_some(),
            });
        }
        filters
    }
}

/// What a value is called: tracks have words.
fn label(words: &Words, filter: &str, value: &str) -> String {
    let word = (filter == "track").then(|| words.find(&format!("mode-{value}")));
    word.flatten().unwrap_or_else(|| value.to_owned())
}

/// Whether the SQL behind any section of a page binds a filter.
fn binds(site: &Site, report: &Report, page: Option<&str>, filter: &str) -> bool {
    let id = &report.manifest.id;
    let mut sections = report.manifest.sections_of(page);
    sections.any(|(_, section)| {
        let sources = std::iter::once(section.source(id)).chain(section.source_of_group(id));
        sources
            .into_iter()
            .any(|(report, query)| takes(site, report, query, filter))
    })
}

/// Whether the SQL of a query binds a parameter.
pub fn takes(site: &Site, report: &str, query: &str, parameter: &str) -> bool {
    let prepared = site.api.catalog().find(report, query);
    prepared.is_some_and(|prepared| {
        let mut names = prepared.parameter_names().into_iter();
        names.any(|(name, _)| name == parameter)
    })
}

/// The choices of a course, as its query has them. Without an answer there is nothing to choose: the page stands without the filter.
async fn options(site: &Site, visit: &Visit, course_id: &str, query: &str) -> Vec<String> {
    let (Some((report, query)), Some(principal)) = (query.split_once('/'), visit.principal.as_ref()) else {
        return Vec::new();
    };
    let params = Params::new(Reader::from(principal)).with("course_id", course_id);
    match olivine_api::query::answer(&site.api, report, query, &params).await {
        Ok(answer) => rows_of(&answer)
            .filter_map(|row| row.text("value").map(str::to_owned))
            .collect(),
        Err(error) => {
            tracing::debug!(%error, report, query, "a filter has no choices");
            Vec::new()
        }
    }
}
