//! Filters of a page: which days and people are counted (`UI 7.3`). Those of people are declared once, beside the parameters of tasks; a
//! page has those that the SQL of its sections binds or that its tables can be worked out for, and nothing to choose from is no filter.

use std::collections::{BTreeMap, BTreeSet};

use olivine_api::query::{Params, Reader};
use olivine_report::Report;
use olivine_report::manifest::Section;
use url::form_urlencoded;

use crate::language::Words;
use crate::presenter::{presenter, rows_of};
use crate::reading::Range;
use crate::selection::reach;
use crate::site::Site;
use crate::visit::Visit;

/// Value of a filter that is on.
pub const ON: &str = "1";

/// A filter as a page shows it.
pub struct FilterView {
    pub name: String,
    pub label: String,
    /// What can be chosen; empty: it is on or off.
    pub choices: Vec<ChoiceView>,
    pub is_on: bool,
}

/// A choice of a filter.
pub struct ChoiceView {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// The form of a page that chooses days and people, and the choice made.
#[derive(Default)]
pub struct FilterForm {
    /// The days; none: the page has none to choose from.
    pub range: Option<RangeView>,
    /// Which people.
    pub filters: Vec<FilterView>,
    /// Where marks on time axes are written; empty: not from here.
    pub notes_link: String,
    /// The choice made.
    pub choice: Choice,
}

/// The days chosen, as fields of a form.
#[derive(Default)]
pub struct RangeView {
    pub from: String,
    pub to: String,
}

/// Which days and people a page shows.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The days.
    pub range: Range,
    /// Filters in use, with their values.
    pub filters: BTreeMap<String, String>,
}

impl Choice {
    /// Whether any day or person is left out.
    pub fn is_made(&self) -> bool {
        !self.filters.is_empty() || self.range.is_given()
    }

    /// A link to another page of the course with the same choice.
    pub fn carried(&self, link: &str) -> String {
        if !self.is_made() || link.contains('?') {
            return link.to_owned();
        }
        let days = [("from", self.range.from), ("to", self.range.to)];
        let days = days
            .into_iter()
            .filter_map(|(name, day)| Some((name, day?.to_string())));
        let filters = self.filters.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let pairs = days.chain(filters);
        format!(
            "{link}?{}",
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs(pairs)
                .finish()
        )
    }
}

impl FilterForm {
    /// Finds the filters of a page of a report. A choice that is none of a course's counts as not made, so that no address shows an
    /// empty page that looks like numbers.
    pub async fn of(site: &Site, visit: &Visit, course_id: &str, report: &Report, page: Option<&str>) -> Self {
        let mut form = Self::default();
        let (mut people, mut days) = (BTreeSet::new(), false);
        for (report, query) in sources(report, page) {
            let reach = reach(site, report, query);
            days |= reach.until || takes(site, report, query, "start_date");
            let filters = site.api.registry().filters();
            let known = filters.filter(|(name, _)| reach.people || takes(site, report, query, name));
            people.extend(known.map(|(name, _)| name));
        }
        if days {
            let range = Range::of(&visit.query);
            form.range = Some(RangeView {
                from: range.from.map(|day| day.to_string()).unwrap_or_default(),
                to: range.to.map(|day| day.to_string()).unwrap_or_default(),
            });
            form.choice.range = range;
        }
        for (name, declared) in site.api.registry().filters().filter(|(name, _)| people.contains(name)) {
            let given = visit.query.get(name);
            let (choices, chosen) = match &declared.options {
                None => (Vec::new(), given.filter(|value| *value == ON)),
                Some(query) => {
                    let values = options(site, visit, course_id, query).await;
                    let chosen = given.filter(|value| values.iter().any(|known| known == value));
                    if values.len() < 2 && chosen.is_none() {
                        continue;
                    }
                    let choice = |value: String| ChoiceView {
                        label: label(&visit.words, name, &value),
                        is_chosen: chosen == Some(&value),
                        value,
                    };
                    (values.into_iter().map(choice).collect(), chosen)
                }
            };
            if let Some(value) = chosen {
                form.choice.filters.insert(name.to_owned(), value.to_owned());
            }
            form.filters.push(FilterView {
                label: visit.words.t(&format!("filter-{name}")),
                name: name.to_owned(),
                choices,
                is_on: chosen.is_some(),
            });
        }
        form
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.range.is_none() && self.filters.is_empty()
    }
}

/// What a value is called: tracks have words.
fn label(words: &Words, filter: &str, value: &str) -> String {
    let word = (filter == "track").then(|| words.find(&format!("mode-{value}")));
    word.flatten().unwrap_or_else(|| value.to_owned())
}

/// Report and query of all sections of a page, and of what their views read beside them.
pub fn sources<'r>(report: &'r Report, page: Option<&'r str>) -> Vec<(&'r str, &'r str)> {
    let id = &report.manifest.id;
    let sections = report.manifest.sections_of(page);
    let of_section = |(_, section): (usize, &'r Section)| {
        let further = presenter(section.view.as_deref()).map_or(&[][..], |presenter| presenter.further);
        std::iter::once(section.source(id))
            .chain(section.source_of_group(id))
            .chain(further.iter().copied())
    };
    sections.flat_map(of_section).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_goes_along_with_links() {
        let none = Choice::default();
        assert_eq!(none.carried("/courses/a/x/"), "/courses/a/x/");
        let choice = Choice {
            range: Range {
                from: None,
                to: "2026-03-01".parse().ok(),
            },
            filters: BTreeMap::from([("cohort".to_owned(), "Élan & Co".to_owned())]),
        };
        assert_eq!(
            choice.carried("/courses/a/x/"),
            "/courses/a/x/?to=2026-03-01&cohort=%C3%89lan+%26+Co"
        );
        assert_eq!(choice.carried("/courses/a/?page=2"), "/courses/a/?page=2");
    }
}
