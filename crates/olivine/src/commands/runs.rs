//! `olivine runs`: what ran, when, and how it ended.

use olivine_store::StoreOptions;

use crate::cli::{Cli, RunsCommand};
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Runs shown in a list.
const LISTED: u32 = 50;

/// Runs a `runs` command.
///
/// # Errors
/// The store cannot be read, or there is no such run.
pub async fn runs(cli: &Cli, site: &Site, command: RunsCommand) -> Result<(), Problem> {
    let store = rooms::store(site, StoreOptions::default()).await?;
    match command {
        RunsCommand::List => {
            let runs = store.site().list_runs(LISTED).await?;
            if cli.json {
                output::json(&runs);
                return Ok(());
            }
            let rows = runs.iter().map(|run| {
                let seconds = run.detail["seconds"]
                    .as_f64()
                    .map(|seconds| format!("{seconds:.1} s"))
                    .unwrap_or_default();
                let as_of = run.detail["as_of"].as_str().unwrap_or_default().to_owned();
                vec![
                    run.id.clone(),
                    run.status.as_str().to_owned(),
                    run.started.to_string(),
                    seconds,
                    as_of,
                ]
            });
            output::say(&output::table(&["run", "", "began", "took", "as of"], rows));
        }
        RunsCommand::Show { id } => {
            let run = if id == "last" {
                store.site().list_runs(1).await?.into_iter().next()
            } else {
                store.site().run(&id).await?
            };
            let run = run.ok_or(ProgramError::Unknown { kind: "run", name: id })?;
            output::json(&run);
        }
    }
    Ok(())
}
