//! `olivine report`: the reports of a site, and checks for those who write one.

use olivine_report::{Origin, Registry, manifest_schema};
use serde::Serialize;

use crate::cli::{Cli, ReportCommand};
use crate::exit::Problem;
use crate::output;
use crate::rooms;
use crate::settings::Site;

#[derive(Serialize)]
struct ReportLine {
    id: String,
    state: &'static str,
    origin: String,
    question: String,
}

/// Runs a `report` command.
///
/// # Errors
/// The settings cannot be read, or the report does not pass its checks.
pub fn report(cli: &Cli, command: ReportCommand) -> Result<(), Problem> {
    match command {
        ReportCommand::List => list(cli),
        ReportCommand::Check { dir } => {
            let report = Registry::check(&dir)?;
            output::note(&format!("{} passes the checks", report.manifest.id));
            Ok(())
        }
        ReportCommand::Schema => {
            output::json(&manifest_schema());
            Ok(())
        }
    }
}

fn list(cli: &Cli) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    let registry = rooms::registry(&site);
    let line = |state, report: &olivine_report::Report| ReportLine {
        id: report.manifest.id.clone(),
        state,
        origin: origin(&report.origin),
        question: report.manifest.question.clone(),
    };
    let mut lines: Vec<ReportLine> = registry.reports().iter().map(|report| line("on", report)).collect();
    lines.extend(registry.reports_off().iter().map(|report| line("off", report)));
    lines.extend(registry.broken().iter().flat_map(|broken| {
        broken.problems.iter().map(|problem| ReportLine {
            id: problem.report.clone(),
            state: "broken",
            origin: origin(&broken.origin),
            question: problem.to_string(),
        })
    }));
    if cli.json {
        output::json(&lines);
    } else {
        let rows = lines
            .into_iter()
            .map(|line| vec![line.id, line.state.to_owned(), line.origin, line.question]);
        output::say(&output::table(&["report", "", "from", "question"], rows));
    }
    Ok(())
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::BuiltIn => "built in".to_owned(),
        Origin::Plugin(folder) => folder.display().to_string(),
    }
}
