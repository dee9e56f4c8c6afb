//! `olivine lake`: looks after the lake.

use std::time::Duration;

use clap::Subcommand;
use olivine_lake::Lake;

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output::{self, bytes, grouped};
use crate::rooms;
use crate::settings::Site;

/// Looking after the lake.
#[derive(Debug, Subcommand)]
pub enum LakeCommand {
    /// Tables, days, rows and bytes.
    Status,
    /// Join small files of the same day.
    Compact,
    /// Copy what the tables hold now, while the site is in use.
    Copy {
        /// A folder or `s3://bucket/prefix`, with the storage options of the lake, where there is nothing yet.
        to: String,
    },
    /// Remove files that the tables do not use any more, or never did.
    Vacuum {
        /// Keep those that were replaced, or made, less than this many hours ago; what was replaced is kept for a week at most.
        #[arg(long, default_value_t = 168)]
        keep_hours: u64,
    },
}

/// Runs a `lake` command.
///
/// # Errors
/// The lake cannot be read or written.
pub async fn lake(cli: &Cli, site: &Site, command: LakeCommand) -> Result<(), Problem> {
    let lake = rooms::lake(site).await?;
    match command {
        LakeCommand::Status => status(cli, &lake).await,
        LakeCommand::Compact => compact(cli, &lake).await,
        LakeCommand::Copy { to } => copy(cli, &lake, &to).await,
        LakeCommand::Vacuum { keep_hours } => vacuum(cli, &lake, keep_hours).await,
    }
}

async fn status(cli: &Cli, lake: &Lake) -> Result<(), Problem> {
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
    Ok(())
}

async fn compact(cli: &Cli, lake: &Lake) -> Result<(), Problem> {
    let _held = lake.lock()?;
    let done = lake.compact().await?;
    if cli.json {
        output::json(&done);
        return Ok(());
    }
    output::note(&format!(
        "{} files became {}; {} became {}",
        grouped(done.files_before),
        grouped(done.files_after),
        bytes(done.bytes_before),
        bytes(done.bytes_after)
    ));
    Ok(())
}

async fn copy(cli: &Cli, lake: &Lake, to: &str) -> Result<(), Problem> {
    let _held = lake.lock()?;
    let done = lake.copy_to(to).await?;
    if cli.json {
        output::json(&done);
        return Ok(());
    }
    output::note(&format!(
        "{} copied to {to}: {}, {}",
        output::counted(done.tables, "table"),
        output::counted(done.files, "file"),
        bytes(done.bytes)
    ));
    Ok(())
}

async fn vacuum(cli: &Cli, lake: &Lake, keep_hours: u64) -> Result<(), Problem> {
    let _held = lake.lock()?;
    let keep = Duration::from_secs(keep_hours.saturating_mul(3600));
    let done = lake.vacuum(keep, false).await?;
    if cli.json {
        output::json(&done);
        return Ok(());
    }
    output::note(&format!(
        "{} files removed, {} freed",
        grouped(done.files),
        bytes(done.bytes)
    ));
    Ok(())
}
