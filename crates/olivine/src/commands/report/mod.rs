//! `olivine report`: the reports of a site, and help for those who write one.

mod check;
mod install;
mod list;
mod new;
mod remove;
mod switch;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use olivine_report::manifest_schema;
use olivine_report::scaffold::SCHEMA_FILE;

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::settings::{SITE_FILE, Site};

/// Looking after reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Make the folder of a new report, which passes `check` and `test` as it is.
    New {
        /// Its id, for example `engagement.bookmarks`.
        id: String,
        /// Folder in which it is made.
        #[arg(long = "in", default_value = ".", value_name = "DIR")]
        within: PathBuf,
    },
    /// Check the folder of a report: manifest, SQL, columns, audience, chart, words.
    Check {
        /// The folder.
        dir: PathBuf,
    },
    /// Check the folder of a report and run its cases.
    Test {
        /// The folder.
        dir: PathBuf,
    },
    /// Put a report into the folder of plugins of the site, after its checks; it takes the place of one with the same id.
    Install {
        /// A folder, or a `.tar`, `.tar.gz` or `.tgz` with one in it.
        source: PathBuf,
    },
    /// Take a plugin out of the folder of plugins of the site; what it published stays in the store.
    Remove {
        /// Its id.
        id: String,
    },
    /// List the reports that come with the program and the plugins: state, reason, version.
    List,
    /// Switch a report on.
    Enable {
        /// Its id.
        id: String,
    },
    /// Switch a report off: its page, menu entry, API routes and tasks go, its numbers stay.
    Disable {
        /// Its id.
        id: String,
    },
    /// Print the JSON Schema of `report.toml` for editors.
    Schema,
}

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
        ReportCommand::Remove { id } => remove::remove(cli, &id).await,
        ReportCommand::List => list::list(cli).await,
        ReportCommand::Enable { id } => switch::switch(cli, &id, true).await,
        ReportCommand::Disable { id } => switch::switch(cli, &id, false).await,
        ReportCommand::Schema => {
            output::json(&manifest_schema());
            Ok(())
        }
    }
}

/// Writes the JSON Schema of manifests where the folders of reports stand: their first line names it for editors.
fn write_schema(home: &Path) -> Result<(), Problem> {
    let schema = serde_json::to_string_pretty(&manifest_schema()).unwrap_or_default();
    write(home.join(SCHEMA_FILE), &format!("{schema}\n"))
}

fn write(path: PathBuf, text: &str) -> Result<(), Problem> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(&path, text));
    written.map_err(|source| ProgramError::File { path, source })?;
    Ok(())
}

/// The site of the command line, where there is one: reports are written without a site, too.
fn site_if_any(cli: &Cli) -> Result<Option<Site>, Problem> {
    if !cli.site.join(SITE_FILE).is_file() {
        return Ok(None);
    }
    Ok(Some(Site::open(&cli.site, &cli.overrides)?))
}
