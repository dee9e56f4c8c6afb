//! `olivine enrollments`: event files that bring the log in line with the LMS.

use std::path::PathBuf;

use chrono::{NaiveDateTime, Utc};
use clap::Subcommand;
use olivine_run::enrollment_files::{self, Dump, EventFiles, Form};
use olivine_store::StoreOptions;

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Which event files to write.
#[derive(Debug, Subcommand)]
pub enum Enrollments {
    /// What the newest snapshot of the LMS table of enrollments holds, as events; a file for each course.
    Validate {
        /// Folder for the files; below it one for the day.
        #[arg(long)]
        out: PathBuf,
        /// When copying the table began, `2024-03-01T02:00:00` (UTC); the beginning of the snapshot's day when not given.
        #[arg(long, requires = "dump_end")]
        dump_start: Option<String>,
        /// When it ended; the end of the snapshot's day when not given.
        #[arg(long, requires = "dump_start")]
        dump_end: Option<String>,
    },
    /// The events that the report `enrollment.validation` found to be lacking; a file for each day.
    Repair {
        /// Folder for the files.
        #[arg(long)]
        out: PathBuf,
        /// Write tab-separated values to look at, not events.
        #[arg(long)]
        tuples: bool,
    },
}

/// Runs an `enrollments` command.
///
/// # Errors
/// Nothing to write from, or a file that cannot be written.
pub async fn enrollments(cli: &Cli, site: &Site, command: Enrollments) -> Result<(), Problem> {
    let now = Utc::now();
    let written = match command {
        Enrollments::Validate {
            out,
            dump_start,
            dump_end,
        } => {
            let lake = rooms::lake(site).await?;
            let dump = dump(dump_start.as_deref(), dump_end.as_deref())?;
            enrollment_files::write_validations(&lake, &rooms::engine(site), &out, dump, now).await?
        }
        Enrollments::Repair { out, tuples } => {
            let store = rooms::store(site, StoreOptions::default()).await?;
            let form = if tuples { Form::Tuples } else { Form::Events };
            enrollment_files::write_repairs(&store, &out, form, now).await?
        }
    };
    tell(cli, written);
    Ok(())
}

/// The times of the copy, where both are given.
fn dump(start: Option<&str>, end: Option<&str>) -> Result<Option<Dump>, Problem> {
    let (Some(start), Some(end)) = (start, end) else {
        return Ok(None);
    };
    let (start, end) = (time(start)?, time(end)?);
    if start > end {
        return Err(ProgramError::Usage("the copy ends before it begins".to_owned()).into());
    }
    Ok(Some(Dump { start, end }))
}

fn time(text: &str) -> Result<i64, Problem> {
    let parsed = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
    let wrong = |_| ProgramError::Usage(format!("`{text}` is no time of the form 2024-03-01T02:00:00, UTC"));
    Ok(parsed.map_err(wrong)?.and_utc().timestamp_micros())
}

fn tell(cli: &Cli, written: EventFiles) {
    if cli.json {
        output::json(&written);
    } else {
        output::note(&format!(
            "{} events in {} files.",
            output::grouped(written.events),
            output::grouped(written.files)
        ));
    }
}
