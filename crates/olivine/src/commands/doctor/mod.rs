//! `olivine doctor`: what is missing, and what to do about it. One file for each kind of thing that is looked at.

mod age;
mod data;
mod finding;
mod lms;
mod reports;
mod settings;
mod sign_in;
mod sources;

use std::process::ExitCode;
use std::time::Duration;

pub use finding::{Finding, Findings};
pub use reports::{advice_on_reports, nearest};
pub use settings::advice_on_settings;
pub use sources::look_at_sources;

use crate::cli::Cli;
use crate::commands::import::ENTERPRISE_REPORT;
use crate::exit::{Problem, code};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// How long something elsewhere may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How closely things elsewhere are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// Whether the files and folders that settings name are there; nobody is asked.
    Named,
    /// Folders and buckets are listed, databases and services asked.
    Tried,
}

/// Looks at everything that a site needs. The exit code tells whether something is wrong.
///
/// # Errors
/// None: what is wrong is a finding.
pub async fn doctor(cli: &Cli) -> Result<ExitCode, Problem> {
    let mut findings = if cli.json { Findings::kept() } else { Findings::told() };
    match Site::open(&cli.site, &cli.overrides) {
        Ok(site) => look_at(&site, &mut findings).await,
        Err(error) => findings.push(Finding::failed("settings", &error)),
    }
    if cli.json {
        output::json(&findings.all());
    }
    let wrong = findings.all().iter().any(Finding::is_wrong);
    Ok(if wrong {
        ExitCode::from(code::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

async fn look_at(site: &Site, findings: &mut Findings) {
    findings.push(Finding::fine(format!("settings of {}", site.settings.site.name)));
    findings.extend(advice_on_settings(site).await);
    let store = in_time("result store", rooms::store_at_rest(site)).await;
    let registry = rooms::registry_at_rest_in(site, store.as_ref().ok()).await;
    let with_enterprise = registry.report(ENTERPRISE_REPORT).is_some();
    findings.extend(advice_on_reports(site, &registry));
    look_at_sources(site, Closeness::Tried, with_enterprise, findings).await;
    findings.extend(data::look_at_lake(site).await);
    findings.extend(data::look_at_store(site, store).await);
    findings.extend(reports::look_at_reports(site, &registry));
    sign_in::look_at_sign_in(site, findings).await;
}

/// What is answered in time; else what to say about it.
async fn in_time<T, E: Into<Problem>>(what: &str, asked: impl Future<Output = Result<T, E>>) -> Result<T, Finding> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            let problem: Problem = error.into();
            Err(Finding::failed(what, &*problem.error))
        }
        Err(_) => Err(Finding::wrong(
            format!("{what}: no answer within {} seconds", PATIENCE.as_secs()),
            "check the address, and whether this machine may reach it",
        )),
    }
}
