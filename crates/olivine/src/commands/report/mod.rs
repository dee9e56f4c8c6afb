//! `olivine report`: the reports of a site, and help for those who write one.

mod check;
mod install;
mod list;
mod new;
mod switch;

use olivine_report::manifest_schema;

use crate::cli::{Cli, ReportCommand};
use crate::exit::Problem;
use crate::output;
use crate::settings::{SITE_FILE, Site};

/// Runs a `report` command.
///
/// # Errors
/// The settings cannot be read, or the report does not pass its checks.
pub async fn report(cli: &Cli, command: ReportCommand) -> Result<(), Problem> {
    match command {
        ReportCommand::New { id, within } => new::new(&id, &within),
        ReportCommand::Check { dir } => check::check(cli, &dir).await,
        ReportCommand::Test { dir } => check::test(cli, &dir).await,
        ReportCommand::Install { source } => install::install(cli, &source).await,
        ReportCommand::List => list::list(cli).await,
        ReportCommand::Enable { id } => switch::switch(cli, &id, true).await,
        ReportCommand::Disable { id } => switch::switch(cli, &id, false).await,
        ReportCommand::Schema => {
            output::json(&manifest_schema());
            Ok(())
        }
    }
}

/// The site of the command line, where there is one: reports are written without a site, too.
fn site_if_any(cli: &Cli) -> Result<Option<Site>, Problem> {
    if !cli.site.join(SITE_FILE).is_file() {
        return Ok(None);
    }
    Ok(Some(Site::open(&cli.site, &cli.overrides)?))
}
