//! `olivine lake`: looks after the lake.

use std::time::Duration;

use crate::cli::{Cli, LakeCommand};
use crate::exit::Problem;
use crate::output::{self, bytes, grouped};
use crate::rooms;
use crate::settings::Site;

/// Runs a `lake` command.
///
/// # Errors
/// The lake cannot be read or written.
pub async fn lake(cli: &Cli, site: &Site, command: LakeCommand) -> Result<(), Problem> {
    let lake = rooms::lake(site).await?;
    match command {
        LakeCommand::Status => {
            let status = lake.status().await?;
            if cli.json {
                output::json(&status);
                return Ok(());
            }
            let rows = status.tables.iter().map(|(name, table)| {
                let (first, last) = (table.dates.keys().next(), table.dates.keys().next_back());
                let days = first
                    .zip(last)
                    .map(|(first, last)| format!("{first} to {last}"))
                    .unwrap_or_default();
                vec![
                    name.clone(),
                    grouped(table.rows),
                    grouped(table.files),
                    bytes(table.bytes),
                    table.version.to_string(),
                    days,
                ]
            });
            output::say(&output::table(
                &["table", "rows", "files", "size", "version", "days"],
                rows,
            ));
            for (name, number) in &status.totals {
                output::say(&format!("{name}: {}", grouped(u64::try_from(*number).unwrap_or(0))));
            }
        }
        LakeCommand::Compact => {
            let _held = lake.lock()?;
            let done = lake.compact().await?;
            if cli.json {
                output::json(&done);
            } else {
                output::note(&format!(
                    "{} files became {}; {} became {}",
                    grouped(done.files_before),
                    grouped(done.files_after),
                    bytes(done.bytes_before),
                    bytes(done.bytes_after)
                ));
            }
        }
        LakeCommand::Vacuum { keep_hours } => {
            let _held = lake.lock()?;
            let done = lake.vacuum(Duration::from_secs(keep_hours * 3600), false).await?;
            if cli.json {
                output::json(&done);
            } else {
                output::note(&format!(
                    "{} files removed, {} freed",
                    grouped(done.files),
                    bytes(done.bytes)
                ));
            }
        }
    }
    Ok(())
}
