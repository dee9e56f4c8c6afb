//! `olivine report list`: the reports of a site, whether they are on, and why not.

use olivine_report::ReportState;

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Lists the reports: those that are on, those that are off, those that are broken.
///
/// # Errors
/// The settings cannot be read.
pub(super) async fn list(cli: &Cli) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    let lines = rooms::registry_at_rest(&site).await.listing();
    if cli.json {
        output::json(&lines);
        return Ok(());
    }
    let rows = lines.into_iter().map(|line| {
        let state = match line.state {
            ReportState::On => "on",
            ReportState::Off => "off",
            ReportState::Broken => "broken",
        };
        let version = line.version.map(|version| version.to_string()).unwrap_or_default();
        let about = if line.reason.is_empty() {
            line.question
        } else {
            line.reason
        };
        vec![line.id, state.to_owned(), version, line.origin, about]
    });
    output::say(&output::table(
        &["report", "", "version", "from", "reason or question"],
        rows,
    ));
    Ok(())
}
