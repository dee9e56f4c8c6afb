//! `olivine lake`: looks after the lake.

use std::time::Duration;

use clap::{Args, Subcommand};
use olivine_lake::{DeadLetterReason, Lake, ReplayOptions, ReplaySummary};

use super::ingest;
use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output::{self, bytes, grouped};
use crate::progress::Bar;
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
    /// Read dead letters again: what is understood by now becomes events.
    ///
    /// The rest stays. Then read events again that an earlier version of the program may have understood otherwise.
    Replay(ReplayArgs),
    /// Remove files that the tables do not use any more, or never did.
    Vacuum {
        /// Keep those that were replaced, or made, less than this many hours ago; what was replaced is kept for a week at most.
        #[arg(long, default_value_t = 168)]
        keep_hours: u64,
    },
}

/// What is read again, and how.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Only dead letters with this reason, for example `date_out_of_range`, and no events; more than one may be named.
    #[arg(long = "reason", value_name = "REASON")]
    pub reasons: Vec<String>,
    /// Show what would become of it, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
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
        LakeCommand::Replay(args) => replay(cli, site, &lake, args).await,
        LakeCommand::Vacuum { keep_hours } => vacuum(cli, &lake, keep_hours).await,
    }
}

async fn status(cli: &Cli, lake: &Lake) -> Result<(), Problem> {
    let status = lake.status().await?;
    if cli.json {
        output::json(&status);
        return Ok(());
    }
    if status.tables.is_empty() && status.totals.values().all(|number| *number == 0) {
        output::note(
            "The lake holds nothing yet: take logs in with `olivine ingest`, tables of the LMS with `olivine import lms`.",
        );
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
    if status.earlier_parser > 0 {
        output::note(&format!(
            "{} may have been read otherwise by an earlier version: `olivine lake replay` reads again those that were",
            output::counted(status.earlier_parser, "event")
        ));
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

async fn replay(cli: &Cli, site: &Site, lake: &Lake, args: ReplayArgs) -> Result<(), Problem> {
    check_reasons(lake, &args.reasons).await?;
    let options = ReplayOptions {
        ingest: ingest::options(site),
        reasons: args.reasons,
        dry_run: args.dry_run,
        time: None,
    };
    let _held = if options.dry_run { None } else { Some(lake.lock()?) };
    let bar = Bar::bytes("reading again");
    let summary = lake.replay(&options, &bar).await;
    bar.done();
    let summary = summary?;
    if cli.json {
        output::json(&summary);
    } else {
        tell_of_replay(&summary, options.dry_run);
    }
    Ok(())
}

/// Refuses a reason that no letter has or can have: otherwise, that nothing came of it would look like an answer.
async fn check_reasons(lake: &Lake, reasons: &[String]) -> Result<(), Problem> {
    let is_of_today = |reason: &String| DeadLetterReason::meaning(reason).is_some();
    if reasons.iter().all(is_of_today) {
        return Ok(());
    }
    // A letter may have a reason that an earlier version knew.
    let status = lake.status().await?;
    let is_there = |reason: &String| status.dead_letters().any(|(known, _)| known == reason);
    match reasons.iter().find(|&reason| !is_of_today(reason) && !is_there(reason)) {
        None => Ok(()),
        Some(reason) => {
            let all: Vec<&str> = DeadLetterReason::all().map(|reason| reason.code).collect();
            let text = format!("`{reason}` is no reason of dead letters; these are: {}", all.join(", "));
            Err(ProgramError::Usage(text).into())
        }
    }
}

fn tell_of_replay(summary: &ReplaySummary, dry_run: bool) {
    let counts = &summary.counts;
    output::note(&format!(
        "{} read again in {:.1} s{}",
        output::counted(counts.lines, "dead letter"),
        summary.seconds,
        if dry_run { "; nothing was changed" } else { "" },
    ));
    output::note(&format!(
        "{} new, {}, {} of noise, {} still dead letters",
        output::counted(counts.events, "event"),
        output::counted(counts.duplicates, "duplicate"),
        output::counted(counts.noise, "line"),
        grouped(counts.dead()),
    ));
    ingest::tell_details(counts);
    let renewed = &summary.renewed;
    if renewed.events > 0 {
        output::note(&format!(
            "{} of an earlier version: {} of {} read anew, {} left as they were",
            output::counted(renewed.events, "event"),
            grouped(renewed.renewed),
            output::counted(renewed.days, "day"),
            grouped(renewed.kept),
        ));
    }
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
