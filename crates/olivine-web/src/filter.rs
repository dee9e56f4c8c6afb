//! Filters of a page: which days and people are counted (`UI 7.3`). Those of people are declared once, beside the parameters of tasks; a
//! page has those that the SQL of its sections binds or that its tables can be worked out for, and nothing to choose from is no filter.

use std::collections::{BTreeMap, BTreeSet};

use olivine_api::query::{Params, Reader};
use olivine_report::Report;
use olivine_report::manifest::Section;
use url::form_urlencoded;

use crate::format;
use crate::language::Words;
use crate::presenter::{presenter, rows_of};
use crate::reading::Range;
use crate::selection::reach;
use crate::site::Site;
use crate::visit::Visit;

/// Value of a filter that is on.
pub const ON: &str = "1";
/// Value of one that is off where it would be on by itself.
pub const OFF: &str = "0";
/// The filter that leaves staff out.
pub const WITHOUT_STAFF: &str = "without_staff";

/// A filter as a page shows it.
pub struct FilterView {
    pub name: String,
    pub label: String,
    /// What can be chosen; empty: it is on or off.
    pub choices: Vec<ChoiceView>,
    pub is_on: bool,
    /// Whether it is on where an address does not say.
    pub is_usual: bool,
}

/// A choice of a filter.
pub struct ChoiceView {
    pub value: String,
    pub label: String,
    pub is_chosen: bool,
}

/// A filter in use and the link that removes it.
pub struct Chip {
    pub label: String,
    pub link: String,
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
    /// Whether it can be taken back.
    pub can_clear: bool,
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
    /// Filters that would be in use had they not been put off.
    pub put_off: BTreeSet<String>,
}

impl Choice {
    /// What a page shows where nobody chose anything.
    pub fn usual(site: &Site) -> Self {
        let usual = site
            .options
            .leave_out_staff
            .then(|| (WITHOUT_STAFF.to_owned(), ON.to_owned()));
        Self {
            filters: usual.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Whether any day or person is left out.
    pub fn is_made(&self) -> bool {
        !self.filters.is_empty() || self.range.is_given()
    }

    /// Whether it is another than the site makes by itself.
    pub fn is_own(&self, site: &Site) -> bool {
        let mut filters = self.filters.keys();
        self.range.is_given() || !self.put_off.is_empty() || filters.any(|name| !is_usual(site, name))
    }

    /// A link to another page of the course with the same choice.
    pub fn carried(&self, link: &str) -> String {
        let says_nothing = !self.is_made() && self.put_off.is_empty();
        if says_nothing || link.contains('?') {
            return link.to_owned();
        }
        let days = [("from", self.range.from), ("to", self.range.to)];
        let days = days
            .into_iter()
            .filter_map(|(name, day)| Some((name, day?.to_string())));
        let filters = self.filters.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let put_off = self.put_off.iter().map(|name| (name.as_str(), OFF.to_owned()));
        let pairs = days.chain(filters).chain(put_off);
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
            let is_usual = is_usual(site, name);
            let (choices, chosen) = match &declared.options {
                None => (Vec::new(), is_on(site, visit, name).then_some(ON)),
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
            } else if is_usual {
                form.choice.put_off.insert(name.to_owned());
            }
            form.filters.push(FilterView {
                label: visit.words.t(&format!("filter-{name}")),
                name: name.to_owned(),
                choices,
                is_on: chosen.is_some(),
                is_usual,
            });
        }
        form.can_clear = form.choice.is_own(site);
        form
    }

    /// Which days and people are counted, in words, where the form itself is not seen; none: all of them.
    pub fn in_words(&self, words: &Words) -> Option<String> {
        let chip = |group: &str, value: &str| words.with("filter-chip", &[("group", group), ("value", value)]);
        let range = &self.choice.range;
        let days = [("range-from", range.from), ("range-to", range.to)].into_iter();
        let days = days.filter_map(|(name, day)| Some(chip(&words.t(name), &format::date_long(words, day?))));
        let people = self.filters.iter().filter(|filter| filter.is_on).map(|filter| {
            let chosen = filter.choices.iter().find(|choice| choice.is_chosen);
            chosen.map_or_else(|| filter.label.clone(), |choice| chip(&filter.label, &choice.label))
        });
        let said: Vec<String> = days.chain(people).collect();
        (!said.is_empty()).then(|| said.join(&words.t("list-separator")))
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.range.is_none() && self.filters.is_empty()
    }
}

/// Whether a filter without choices is on where an address does not say.
fn is_usual(site: &Site, name: &str) -> bool {
    name == WITHOUT_STAFF && site.options.leave_out_staff
}

/// Whether a filter without choices is on: as the address says, else as the site has it.
pub fn is_on(site: &Site, visit: &Visit, name: &str) -> bool {
    match visit.query.get(name) {
        Some(ON) => true,
        Some(OFF) => false,
        _ => is_usual(site, name),
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
        let source = section.source(id);
        let view = presenter(section.view.as_deref());
        let further = view.map_or(&[][..], |view| view.further);
        let out_of_place = view.and_then(|view| view.out_of_place(source.0));
        std::iter::once(source)
            .chain(section.source_of_group(id))
            .chain(further.iter().copied().filter(move |name| Some(*name) != out_of_place))
    };
    sections.flat_map(of_section).collect()
}

/// Whether a query reads a parameter.
pub fn takes(site: &Site, report: &str, query: &str, parameter: &str) -> bool {
    let prepared = site.api.queries().find(report, query);
    prepared.is_some_and(|prepared| prepared.takes(parameter))
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
            ..Choice::default()
        };
        assert_eq!(
            choice.carried("/courses/a/x/"),
            "/courses/a/x/?to=2026-03-01&cohort=%C3%89lan+%26+Co"
        );
        assert_eq!(choice.carried("/courses/a/?page=2"), "/courses/a/?page=2");
        let everybody = Choice {
            put_off: BTreeSet::from([WITHOUT_STAFF.to_owned()]),
            ..Choice::default()
        };
        assert_eq!(everybody.carried("/courses/a/"), "/courses/a/?without_staff=0");
    }
}
