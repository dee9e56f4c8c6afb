//! Places: what a page below a report's own is about, and what lies beside it: the way down to it, choices of each level, the next
//! and the one before (`UI 2.1`, content selectors). Pure.

mod content;

use std::collections::BTreeMap;

use crate::content::Further;
use crate::language::Words;

/// What a page is about.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// Its name, the heading of the page.
    pub heading: String,
    /// A line below the heading: of a problem, its question.
    pub description: Option<String>,
    /// The way down from the report's own page, without the page itself.
    pub crumbs: Vec<Link>,
    /// Choices of each level.
    pub selectors: Vec<Selector>,
    /// The one before and the next.
    pub steps: Vec<Step>,
    /// The block it is about, which the LMS can show.
    pub block: Option<String>,
    /// Values that queries, sections and downloads may name, beside those of the address.
    pub values: BTreeMap<String, String>,
}

impl Place {
    /// The same with other links to its neighbours.
    #[must_use]
    pub fn with_links(mut self, changed: impl Fn(&str) -> String) -> Self {
        let crumbs = self.crumbs.iter_mut().map(|crumb| &mut crumb.link);
        let entries = self.selectors.iter_mut().flat_map(|selector| &mut selector.entries);
        let entries = entries.filter_map(|entry| entry.link.as_mut());
        let steps = self
            .steps
            .iter_mut()
            .filter_map(|step| Some(&mut step.to.as_mut()?.link));
        for link in crumbs.chain(entries).chain(steps) {
            *link = changed(link);
        }
        self
    }
}

/// A name and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub label: String,
    pub link: String,
}

/// A list to choose from.
#[derive(Debug, Clone)]
pub struct Selector {
    /// What is chosen.
    pub label: String,
    /// The choice made; none: nothing yet.
    pub current: Option<String>,
    pub entries: Vec<Entry>,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub label: String,
    /// Where it leads; none: there is nothing to see.
    pub link: Option<String>,
    pub is_current: bool,
}

/// A step to a neighbour.
#[derive(Debug, Clone)]
pub struct Step {
    pub label: String,
    /// Its name and address; none at the end.
    pub to: Option<Link>,
    /// Direction, for the look: `previous` or `next`.
    pub class: &'static str,
}

/// What a place is found from.
pub struct Ground<'a> {
    pub words: &'a Words,
    /// Address of the report's own page.
    pub base: &'a str,
    /// Title of the report.
    pub report: &'a str,
    /// Values of the address; empty on the report's own page.
    pub values: &'a BTreeMap<String, String>,
    /// Answers of the queries that the place asks for.
    pub further: &'a Further,
}

/// A query that a place reads: report, query, and the value of the address without which it is not asked.
pub type Source = (&'static str, &'static str, Option<&'static str>);

/// A way to find places, registered by name.
pub struct PlaceFinder {
    /// Name in manifests.
    pub name: &'static str,
    /// What it reads.
    pub sources: &'static [Source],
    /// Finds the place; none if there is no such thing, which is a page that does not exist.
    pub find: fn(&Ground<'_>) -> Option<Place>,
}

/// All of them.
const FINDERS: &[PlaceFinder] = &[content::VIDEOS, content::GRADED, content::UNGRADED, content::OUTCOMES];

/// The finder of that name.
pub fn finder(name: &str) -> Option<&'static PlaceFinder> {
    FINDERS.iter().find(|finder| finder.name == name)
}
