//! `olivine config`: what the settings are and where they come from.

use std::path::Path;

use crate::cli::{Cli, ConfigCommand};
use crate::commands::doctor;
use crate::exit::Problem;
use crate::output;
use crate::settings::Site;

/// Runs a `config` command.
///
/// # Errors
/// The settings cannot be read.
pub async fn config(cli: &Cli, command: &ConfigCommand) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    match command {
        ConfigCommand::Explain { prefix } => explain(cli, &site, prefix.as_deref()),
        ConfigCommand::Lint => lint(&site, &cli.site),
    }
}

fn explain(cli: &Cli, site: &Site, prefix: Option<&str>) -> Result<(), Problem> {
    let wanted = prefix.unwrap_or_default();
    let settings: Vec<_> = site
        .explain()
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

/// Settings that were read without an error are well-formed; what is left to check is what they name.
fn lint(site: &Site, dir: &Path) -> Result<(), Problem> {
    let advice = doctor::advice_on_settings(site);
    for line in &advice {
        output::say(&format!("{line}"));
    }
    let fine = advice.iter().filter(|finding| !finding.is_fine()).count() == 0;
    output::note(&format!(
        "{}: {}",
        dir.join(crate::settings::SITE_FILE).display(),
        if fine { "fine" } else { "see above" }
    ));
    Ok(())
}
