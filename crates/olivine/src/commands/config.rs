//! `olivine config`: what the settings are and where they come from.

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

use crate::cli::Cli;
use crate::commands::doctor::{self, Closeness, Finding, Findings};
use crate::exit::{Problem, code};
use crate::output;
use crate::rooms;
use crate::settings::{SettingsError, Site};

/// Looking at settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show each setting: value, where it came from, type, default and meaning.
    Explain {
        /// Only settings whose name starts so.
        prefix: Option<String>,
    },
    /// Check the site file and what it names.
    Lint,
}

/// Runs a `config` command. The exit code tells whether something is wrong with the settings.
///
/// # Errors
/// The settings cannot be read, or there is no setting of the name given.
pub async fn config(cli: &Cli, command: &ConfigCommand) -> Result<ExitCode, Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    match command {
        ConfigCommand::Explain { prefix } => explain(cli, &site, prefix.as_deref()).map(|()| ExitCode::SUCCESS),
        ConfigCommand::Lint => Ok(lint(&site, &cli.site).await),
    }
}

fn explain(cli: &Cli, site: &Site, prefix: Option<&str>) -> Result<(), Problem> {
    let wanted = prefix.unwrap_or_default();
    let all = site.explain();
    if !all.iter().any(|setting| setting.key.starts_with(wanted)) {
        let keys = all.iter().map(|setting| setting.key.as_str());
        return Err(SettingsError::UnknownKey {
            key: wanted.to_owned(),
            source_name: "the command line".to_owned(),
            suggestion: doctor::nearest(wanted, keys).map(str::to_owned),
        }
        .into());
    }
    let settings: Vec<_> = all
        .into_iter()
        .filter(|setting| setting.key.starts_with(wanted))
        .collect();
    if cli.json {
        output::json(&settings);
        return Ok(());
    }
    for setting in settings {
        output::say(&format!(
            "{} = {}\n    {}\n    {}, {}; default {}; from {}",
            setting.key,
            setting.value,
            setting.doc,
            setting.kind,
            setting.class,
            if setting.default.is_empty() {
                "none"
            } else {
                &setting.default
            },
            setting.origin,
        ));
    }
    Ok(())
}

/// Settings that were read without an error are well-formed; what is left to check is what they name. Nobody elsewhere is asked:
/// `olivine doctor` does that.
async fn lint(site: &Site, dir: &Path) -> ExitCode {
    // Which reports people switched stands in the store, which may be elsewhere, too.
    let registry = rooms::registry_all_on(site);
    let mut advice = Findings::told();
    advice.extend(doctor::advice_on_settings(site).await);
    advice.extend(doctor::advice_on_reports(site, &registry));
    doctor::look_at_sources(site, Closeness::Named, true, &mut advice).await;
    let fine = advice.all().iter().all(Finding::is_fine);
    output::note(&format!(
        "{}: {}",
        dir.join(crate::settings::SITE_FILE).display(),
        if fine { "fine" } else { "see above" }
    ));
    if advice.all().iter().any(Finding::is_wrong) {
        ExitCode::from(code::USAGE)
    } else {
        ExitCode::SUCCESS
    }
}
