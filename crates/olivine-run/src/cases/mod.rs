//! Runs the cases of reports: each in a small site of its own, from log lines to the rows of tables.

mod countries;
mod site;

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::Registry;
use olivine_report::cases::{Case, Grid, Outcome};

use crate::limits::TaskLimits;

pub use site::{CaseError, CaseSite};

/// Runs cases one after the other. Tasks of plugins keep to the time and the rows that a run gives them.
pub async fn run(registry: &Registry, cases: &[Case], limits: TaskLimits) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        let differences = match compute(registry, case, limits).await {
            Ok(computed) => {
                let mut found = case.differences(registry, &computed.tables);
                // Lines that count for nothing may be what a case is about; where rows differ, they may be why.
                if !found.is_empty() {
                    found.extend(computed.notes);
                }
                found
            }
            Err(error) => vec![error.to_string()],
        };
        outcomes.push(Outcome {
            case: case.name.clone(),
            differences,
        });
    }
    outcomes
}

/// What a case gives.
#[derive(Debug)]
pub struct Computed {
    /// The rows of the tables that it expects.
    pub tables: BTreeMap<String, Grid>,
    /// What became of its lines that are no events or count once with others, in words.
    pub notes: Vec<String>,
}

/// The rows of the tables that a case expects.
///
/// # Errors
/// The case cannot be computed.
pub async fn compute(registry: &Registry, case: &Case, limits: TaskLimits) -> Result<Computed, CaseError> {
    let mut site = CaseSite::prepare(registry, case).await?.limited(limits);
    if !case.lines.is_empty() {
        site.ingest(&case.lines).await?;
    }
    let wanted: BTreeSet<&str> = case.expect.keys().map(String::as_str).collect();
    let tables = site.tables(&wanted).await?;
    Ok(Computed {
        tables,
        notes: site.into_notes(),
    })
}
