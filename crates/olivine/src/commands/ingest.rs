//! `olivine ingest`: tracking logs into the lake.

use std::process::ExitCode;

use olivine_lake::{Counts, IngestOptions, IngestSummary, InputLocation, Lake};
use tracing::warn;

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError, code};
use crate::output;
use crate::progress::Bar;
use crate::rooms;
use crate::settings::Site;

/// Reads the sources named, else those of the settings.
///
/// # Errors
/// The lake cannot be used, or a source does not exist. Files that cannot be read are named in the summary; the exit code says
/// so.
pub async fn ingest(cli: &Cli, site: &Site, sources: &[String]) -> Result<ExitCode, Problem> {
    let lake = rooms::lake(site).await?;
    let summary = ingest_into(site, &lake, sources).await?;
    if cli.json {
        output::json(&summary);
    } else {
        tell(&summary);
    }
    Ok(if summary.files.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(code::FAILED)
    })
}

/// Takes the sources in, with a progress bar. Relative paths of the settings start at the site folder, those of the command line
/// at the current one. A source under which there is nothing to take is warned of (`ES F-21`).
pub async fn ingest_into(site: &Site, lake: &Lake, sources: &[String]) -> Result<IngestSummary, Problem> {
    let settings = &site.settings.ingest;
    let storage = rooms::object_store_options(site)?;
    let locations: Vec<String> = if sources.is_empty() {
        settings.sources.iter().map(|source| site.place(source)).collect()
    } else {
        sources.to_vec()
    };
    if locations.is_empty() {
        let text = "name the logs to read, or set `ingest.sources` in olivine.toml";
        return Err(ProgramError::Usage(text.to_owned()).into());
    }
    let inputs: Vec<InputLocation> = locations
        .into_iter()
        .map(|location| InputLocation {
            storage: storage.clone(),
            ..InputLocation::new(without_dots(location))
        })
        .collect();
    let _held = lake.lock()?;
    let bar = Bar::bytes("taking logs in");
    let summary = lake.ingest(&inputs, options(site), &bar).await;
    bar.done();
    let summary = summary?;
    for location in &summary.files.empty_locations {
        warn!("{}", nothing_at(location));
    }
    Ok(summary)
}

/// Threads and memory that reading lines may take.
pub fn options(site: &Site) -> IngestOptions {
    let settings = &site.settings.ingest;
    IngestOptions {
        threads: rooms::threads(settings.threads),
        memory_bytes: (settings.memory_mib as u64) << 20,
    }
}

fn nothing_at(location: &str) -> String {
    format!(
        "no log was found at {location}: of a folder, the files are taken whose names hold `.log` and do not begin with \
         a dot"
    )
}

/// A path without `..` and links, so that the same file has one name; what does not exist is left for the lake to name.
fn without_dots(location: String) -> String {
    if location.contains("://") {
        return location;
    }
    let canonical = std::fs::canonicalize(&location).ok();
    let canonical = canonical.and_then(|path| path.to_str().map(str::to_owned));
    canonical.unwrap_or(location)
}

fn tell(summary: &IngestSummary) {
    let counts = &summary.counts;
    let rate = counts.lines as f64 / summary.seconds.max(0.001);
    output::note(&format!(
        "{} read, {} known already; {} in {:.1} s ({} a second)",
        output::counted(summary.files.read, "file"),
        output::grouped(summary.files.skipped_known),
        output::counted(counts.lines, "line"),
        summary.seconds,
        output::grouped(rate as u64),
    ));
    output::note(&format!(
        "{} new, {}, {} of noise, {}",
        output::counted(counts.events, "event"),
        output::counted(counts.duplicates, "duplicate"),
        output::counted(counts.noise, "line"),
        output::counted(counts.dead(), "dead letter"),
    ));
    tell_details(counts);
    for file in &summary.files.failed {
        output::note(&format!("not read: {} ({}): {}", file.name, file.code, file.text));
    }
}

/// Why lines are dead letters, and what events say in vain.
pub fn tell_details(counts: &Counts) {
    for (reason, number) in &counts.dead_letters {
        output::note(&format!("  {reason}: {}", output::grouped(*number)));
    }
    for (member, number) in &counts.unread {
        output::note(&format!(
            "  {member} says nothing: {}",
            output::counted(*number, "event")
        ));
    }
}
