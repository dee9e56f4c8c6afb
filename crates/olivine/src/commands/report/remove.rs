//! `olivine report remove`: takes a plugin out of the folder of plugins of the site.

use std::path::{Path, PathBuf};

use olivine_report::{Origin, Registry, install, is_fact_table, is_working_table};
use olivine_store::{Store, StoreOptions};

use super::switch::new_problems;
use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;
use crate::stopped;

/// Removes the folder of a plugin and its switch. What it published stays, so that nothing is lost by a slip.
///
/// # Errors
/// There is no such report, it comes with the program, or stands in another folder than the one of plugins; its folder cannot be
/// removed.
pub(super) async fn remove(cli: &Cli, id: &str) -> Result<(), Problem> {
    let site = Site::open(&cli.site, &cli.overrides)?;
    let store = rooms::store(&site, StoreOptions::default()).await?;
    let registry = rooms::registry(&site, &store).await?;
    let folder = folder_of(&registry, id)?;
    if folder.parent() != Some(rooms::plugin_home(&site).as_path()) {
        let text = format!(
            "{id} stands in {}, where the site did not put it: remove it there, or take the folder out of `reports.plugins`",
            folder.display()
        );
        return Err(ProgramError::Usage(text).into());
    }
    let stay = tables_that_stay(&registry, &store, id).await?;
    install::take_away(&folder)?;
    store.site().switch_report(id, None).await?;
    stopped::forget(&store, id).await?;
    // Programs that serve the site look again.
    store.site().note_installed(id).await?;
    if cli.json {
        output::json(&serde_json::json!({ "report": id, "removed": folder, "tables_that_stay": stay }));
        return Ok(());
    }
    output::note(&format!("{id} is removed from {}", folder.display()));
    if !stay.is_empty() {
        output::note(&format!(
            "Its tables stay as they are, and are computed no more: {}",
            stay.join(", ")
        ));
    }
    for problem in new_problems(&registry, &rooms::registry(&site, &store).await?) {
        output::note(&problem);
    }
    Ok(())
}

/// The folder of a plugin, by its id; by its name where no manifest tells an id.
fn folder_of(registry: &Registry, id: &str) -> Result<PathBuf, ProgramError> {
    let is_named = |folder: &Path| folder.as_os_str() == id || folder.file_name().is_some_and(|name| name == id);
    let without_id = registry.broken().iter().filter(|broken| broken.report.is_none());
    let mut origins = without_id.map(|broken| &broken.origin);
    let origin = match registry.any_report(id) {
        Some(report) => Some(&report.origin),
        None => origins.find(|origin| matches!(origin, Origin::Plugin(folder) if is_named(folder))),
    };
    match origin {
        Some(Origin::Plugin(folder)) => Ok(folder.clone()),
        Some(Origin::BuiltIn) => {
            let text = format!("{id} comes with the program; `olivine report disable {id}` switches it off");
            Err(ProgramError::Usage(text))
        }
        None => Err(ProgramError::Unknown {
            kind: "report",
            name: id.to_owned(),
        }),
    }
}

/// What the report published, and the facts that it has in the lake.
async fn tables_that_stay(registry: &Registry, store: &Store, id: &str) -> Result<Vec<String>, Problem> {
    let Some(report) = registry.any_report(id) else {
        return Ok(Vec::new());
    };
    let published = store.published().await?;
    let tables = report.manifest.tables.keys();
    let stay = tables.filter(|table| {
        let is_kept = is_fact_table(table) || published.contains_key(table.as_str());
        is_kept && !is_working_table(table)
    });
    Ok(stay.cloned().collect())
}
