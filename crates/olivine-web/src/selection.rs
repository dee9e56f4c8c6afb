//! Numbers for some people and days where the rows of a query do not tell them apart: the rest of the program works the tables out anew
//! (`OV-70`), and the query is asked of those.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use olivine_api::query::prepared::Prepared;
use olivine_failure::Failure;
use olivine_report::Reach;
use olivine_store::Store;

use crate::error::WebError;
use crate::filter::{Choice, takes};
use crate::reading::PERSON;
use crate::site::Site;
use crate::visit::Visit;

/// What works tables out for a choice of people and days.
#[async_trait]
pub trait Selections: std::fmt::Debug + Send + Sync {
    /// The tables of a selection; waits a little for those that are not there yet.
    async fn selected(&self, asked: Asked) -> Selected;
}

/// Tables, and what they should hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// The courses.
    pub courses: BTreeSet<String>,
    /// Filters by name, with the choice made.
    pub filters: BTreeMap<String, String>,
    /// First day; none: all there are.
    pub since: Option<NaiveDate>,
    /// Last day; none: the last complete one.
    pub until: Option<NaiveDate>,
    /// Result tables.
    pub tables: BTreeSet<String>,
    /// How many people filters must leave in each course; 0: any number.
    pub smallest_group: u32,
}

/// Tables that were worked out.
#[derive(Clone)]
pub struct Tables {
    /// The store with the tables.
    pub store: Store,
    /// What the store needs for as long as somebody reads it, such as the folder that it is in.
    pub held: Arc<dyn Send + Sync>,
}

/// What became of a selection.
#[derive(Clone)]
pub enum Selected {
    /// The tables are there.
    Ready(Tables),
    /// They are being worked out.
    Working,
    /// Filters leave fewer people than they must.
    TooSmall(&'static Failure),
    /// They cannot be had.
    Failed(&'static Failure, String),
}

/// What a visitor chose that the SQL of a query does not know, although its tables could.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Some filter of people.
    pub people: bool,
    /// The first day.
    pub since: bool,
    /// The last day.
    pub until: bool,
}

impl Unknown {
    /// Whether there is nothing of the kind.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What a choice can change in the tables of a query, where somebody works them out; nothing in those of queries about one person.
pub fn reach(site: &Site, report: &str, query: &str) -> Reach {
    if site.options.selections.is_none() || takes(site, report, query, PERSON) {
        return Reach::default();
    }
    possible_reach(site, report, query)
}

/// The same, whether or not somebody works them out.
pub fn possible_reach(site: &Site, report: &str, query: &str) -> Reach {
    let prepared = site.api.queries().find(report, query);
    let tables = prepared.map(|prepared| prepared.table_names().collect());
    tables.map_or_else(Reach::default, |tables| site.api.registry().reach(&tables))
}

/// How many people a choice must leave for a visitor (`web.smallest_group`); 0: any number. Who may see people may see the numbers of one,
/// and filters that only leave some out leave everybody else.
pub fn smallest_group(site: &Site, visit: &Visit, choice: &Choice) -> u32 {
    let sees_people = visit.principal.as_ref().is_some_and(|principal| principal.people);
    let mut filters = site.api.registry().filters();
    if sees_people || !filters.any(|(name, filter)| !filter.leaves_out && choice.filters.contains_key(name)) {
        return 0;
    }
    site.options.smallest_group
}

/// What of a choice has to be worked out for a query. Where a number of people must be left, that is all of it: only then they are counted.
pub fn unknown(site: &Site, report: &str, query: &str, choice: &Choice, smallest_group: u32) -> Unknown {
    let Choice { range, filters, .. } = choice;
    let reach = reach(site, report, query);
    let lacks = |parameter: &str| !takes(site, report, query, parameter);
    Unknown {
        people: if smallest_group > 0 {
            reach.people || filters.keys().any(|name| !lacks(name))
        } else {
            reach.people && filters.keys().any(|name| lacks(name))
        },
        since: reach.since && range.from.is_some() && lacks("start_date"),
        until: reach.until && range.to.is_some() && lacks("end_date"),
    }
}

/// Asks for the tables of a selection.
///
/// # Errors
/// They are still being worked out, or cannot be had.
pub async fn tables(site: &Site, asked: Asked) -> Result<Tables, WebError> {
    let selections = site.options.selections.as_ref().ok_or(WebError::Working)?;
    match selections.selected(asked).await {
        Selected::Ready(tables) => Ok(tables),
        Selected::Working => Err(WebError::Working),
        Selected::TooSmall(failure) => Err(WebError::SmallGroup(failure)),
        Selected::Failed(failure, text) => Err(WebError::Selection { failure, text }),
    }
}

/// The result tables of a query.
pub fn tables_of(site: &Site, report: &str, query: &str) -> Vec<String> {
    let prepared = site.api.queries().find(report, query);
    let names = prepared.into_iter().flat_map(Prepared::table_names);
    names.map(str::to_owned).collect()
}
