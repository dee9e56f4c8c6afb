//! `olivine report install`: puts a plugin into the folder of plugins of the site, after its checks.

use std::path::Path;

use olivine_report::{Origin, install};
use olivine_store::StoreOptions;

use super::{check, write_schema};
use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Checks a plugin, runs its cases and puts it in place of the one with its id, if there is one.
///
/// # Errors
/// The plugin cannot be read, or does not pass; the folder cannot be written.
pub(super) async fn install(cli: &Cli, source: &Path) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    let incoming = install::open(source)?;
    let others = rooms::registry_all_on(&site);
    let report = check::sound(&incoming.folder, &others, rooms::task_limits(&site)).await?;
    let manifest = &report.manifest;
    let home = rooms::plugin_home(&site);
    let mut name = install::folder_name(&manifest.id);
    if let Some(Origin::Plugin(before)) = others.any_report(&manifest.id).map(|report| &report.origin) {
        if before.parent() != Some(home.as_path()) {
            return Err(ProgramError::Usage(format!(
                "{} stands in {} already; remove it there first",
                manifest.id,
                before.display()
            ))
            .into());
        }
        if let Some(folder) = before.file_name() {
            name = folder.to_string_lossy().into_owned();
        }
    }
    let place = install::put_in_place(&incoming.folder, &home, &name)?;
    write_schema(&home)?;
    let store = rooms::store(&site, StoreOptions::default()).await?;
    store.site().note_installed(&manifest.id).await?;
    let registry = rooms::registry(&site, &store).await?;
    let listed = registry.listing().into_iter().find(|line| line.id == manifest.id);
    if cli.json {
        output::json(&listed);
        return Ok(());
    }
    output::note(&format!(
        "{} version {} is in {}",
        manifest.id,
        manifest.version,
        place.display()
    ));
    if registry.report(&manifest.id).is_some() {
        output::note("It is on; its numbers come with the next `olivine run`.");
    } else {
        let reason = listed.map(|line| line.reason).unwrap_or_default();
        output::note(&format!(
            "It is not on: {reason}. `olivine report enable {}`",
            manifest.id
        ));
    }
    Ok(())
}
