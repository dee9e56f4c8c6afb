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
            Ok(tables) => case.differences(registry, &tables),
            Err(error) => vec![error.to_string()],
        };
        outcomes.push(Outcome {
            case: case.name.clone(),
            differences,
        });
    }
    outcomes
}

/// The rows of the tables that a case expects.
///
/// # Errors
/// The case cannot be computed.
pub async fn compute(
    registry: &Registry,
    case: &Case,
    limits: TaskLimits,
) -> Result<BTreeMap<String, Grid>, CaseError> {
    let mut site = CaseSite::prepare(registry, case).await?.limited(limits);
    if !case.lines.is_empty() {
        site.ingest(&case.lines).await?;
    }
    let wanted: BTreeSet<&str> = case.expect.keys().map(String::as_str).collect();
    site.tables(&wanted).await
}
