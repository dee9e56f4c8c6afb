//! All queries of the reports that are on.

use std::collections::{BTreeMap, HashMap};

use olivine_report::Registry;

use super::prepared::Prepared;
use crate::error::ApiError;
use crate::handler::Handlers;
use crate::shape::Empty;

/// The queries by report and name. A query that cannot be served is left out and its problem kept; the others work.
pub struct Queries {
    known: BTreeMap<(String, String), Prepared>,
    problems: Vec<ApiError>,
}

impl Queries {
    /// Prepares the queries of all reports that are on. `empty` says by `report/query` what clients get when there
    /// are no rows, where a site wants it otherwise than declared.
    pub fn new(registry: &Registry, handlers: &Handlers, empty: &HashMap<String, Empty>) -> Self {
        let mut queries = Self {
            known: BTreeMap::new(),
            problems: Vec::new(),
        };
        for report in registry.reports() {
            for (name, declared) in &report.manifest.queries {
                match Prepared::new(report, name, declared, handlers, registry) {
                    Ok(mut prepared) => {
                        if let Some(chosen) = empty.get(&format!("{}/{name}", prepared.report)) {
                            prepared.empty = *chosen;
                        }
                        queries.known.insert((prepared.report.clone(), name.clone()), prepared);
                    }
                    Err(problem) => queries.problems.push(ApiError::BadQuery {
                        report: report.manifest.id.clone(),
                        query: name.clone(),
                        problem,
                    }),
                }
            }
        }
        queries
    }

    /// The query of that name.
    pub fn find(&self, report: &str, query: &str) -> Option<&Prepared> {
        self.known.get(&(report.to_owned(), query.to_owned()))
    }

    /// All queries, by report id and name.
    pub fn iter(&self) -> impl Iterator<Item = &Prepared> {
        self.known.values()
    }

    /// Queries that cannot be served, with the reason.
    pub fn problems(&self) -> &[ApiError] {
        &self.problems
    }
}
