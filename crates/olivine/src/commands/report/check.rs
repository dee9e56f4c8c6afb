//! `olivine report check` and `test`: what is wrong with the folder of a report, and whether its cases give the rows they expect.

use std::path::Path;

use olivine_api::Handlers;
use olivine_report::{Problem as Finding, Registry, Report, ReportError, cases};
use olivine_run::TaskLimits;
use olivine_store::{Store, StoreOptions};
use serde::Serialize;

use super::site_if_any;
use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Settings;

/// `check`.
///
/// # Errors
/// Everything that is wrong with the report.
pub(super) async fn check(cli: &Cli, dir: &Path) -> Result<(), Problem> {
    let (others, limits) = beside(cli)?;
    let (_, report) = checked(dir, &others, limits).await?;
    let manifest = &report.manifest;
    if cli.json {
        output::json(&serde_json::json!({ "report": manifest.id, "version": manifest.version, "passes": true }));
    } else {
        output::note(&format!(
            "{} passes the checks: {}, {}, {}, {}",
            manifest.id,
            counted(manifest.tasks.len(), "task"),
            counted(manifest.queries.len(), "query"),
            counted(manifest.sections.len(), "section"),
            counted(report.cases().count(), "case")
        ));
    }
    Ok(())
}

fn counted(number: usize, what: &str) -> String {
    output::counted(number as u64, what)
}

#[derive(Serialize)]
struct CaseLine {
    case: String,
    title: String,
    differences: Vec<String>,
}

/// `test`: the checks, then the cases.
///
/// # Errors
/// Everything that is wrong with the report; cases that give other rows; no case at all.
pub(super) async fn test(cli: &Cli, dir: &Path) -> Result<(), Problem> {
    let (others, limits) = beside(cli)?;
    let (registry, report) = checked(dir, &others, limits).await?;
    let lines = tested(&registry, &report, limits).await?;
    if cli.json {
        output::json(&lines);
    } else {
        for line in &lines {
            let outcome = if line.differences.is_empty() { "passes" } else { "fails" };
            output::note(&format!("{outcome}: {} ({})", line.title, line.case));
        }
    }
    failed(&lines)?;
    if !cli.json {
        let cases = counted(lines.len(), "case");
        let verb = if lines.len() == 1 { "passes" } else { "pass" };
        output::note(&format!("{}: {cases} {verb}", report.manifest.id));
    }
    Ok(())
}

/// Checks a folder and runs its cases, for whoever is about to put it into a site.
pub(super) async fn sound(dir: &Path, others: &Registry, limits: TaskLimits) -> Result<Report, Problem> {
    let (registry, report) = checked(dir, others, limits).await?;
    failed(&tested(&registry, &report, limits).await?)?;
    Ok(report)
}

/// The reports beside which a folder is checked: those that come with the program and, on a site, its plugins, all switched on. And how
/// much its tasks may take.
fn beside(cli: &Cli) -> Result<(Registry, TaskLimits), Problem> {
    Ok(match site_if_any(cli)? {
        Some(site) => (rooms::registry_all_on(&site), rooms::task_limits(&site)),
        None => (Registry::built_in_all_on(), rooms::task_limits_of(&Settings::default())),
    })
}

/// The report and a registry with it, when it passes the checks of all rooms.
async fn checked(dir: &Path, others: &Registry, limits: TaskLimits) -> Result<(Registry, Report), Problem> {
    let (registry, report) = others.check_with(dir)?;
    let mut found: Vec<Finding> = olivine_run::check::tasks(&registry, &report, limits).await;
    found.extend(query_problems(&registry, &report).await?);
    found.extend(olivine_web::check::report(&report));
    if found.is_empty() {
        Ok((registry, report))
    } else {
        Err(ReportError::Invalid(found).into())
    }
}

/// What is wrong with the queries of a report, on a store made for this.
async fn query_problems(registry: &Registry, report: &Report) -> Result<Vec<Finding>, Problem> {
    let folder = tempfile::tempdir().map_err(|source| ProgramError::File {
        path: std::env::temp_dir(),
        source,
    })?;
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    let store = Store::open(&url, StoreOptions::default()).await?;
    let found = olivine_api::query::check::queries(registry, report, &Handlers::built_in(), &store).await?;
    store.close().await;
    Ok(found)
}

async fn tested(registry: &Registry, report: &Report, limits: TaskLimits) -> Result<Vec<CaseLine>, Problem> {
    let cases = cases::of_report(report, registry).map_err(ReportError::Invalid)?;
    let outcomes = olivine_run::cases::run(registry, &cases, limits).await;
    let line = |(case, outcome): (&cases::Case, cases::Outcome)| CaseLine {
        case: case.name.clone(),
        title: case.title.clone(),
        differences: outcome.differences,
    };
    Ok(cases.iter().zip(outcomes).map(line).collect())
}

fn failed(lines: &[CaseLine]) -> Result<(), ReportError> {
    if lines.is_empty() {
        return Err(ReportError::Cases(vec![
            "there is no case: write one, `cases/NAME.toml`".to_owned(),
        ]));
    }
    let differences = lines.iter().flat_map(|line| {
        line.differences
            .iter()
            .map(|difference| format!("cases/{}.toml: {difference}", line.case))
    });
    let all: Vec<String> = differences.collect();
    if all.is_empty() {
        Ok(())
    } else {
        Err(ReportError::Cases(all))
    }
}
