//! `olivine sandbox`: a made-up site whose true numbers are known.

use std::path::PathBuf;

use chrono::{Days, NaiveDate, Utc};
use clap::{Args, Subcommand};
use olivine_sandbox::{SandboxOptions, Truth, generate};

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output;
use crate::progress::Bar;

/// The sandbox.
#[derive(Debug, Subcommand)]
pub enum SandboxCommand {
    /// Simulate learners and write logs, LMS tables, course structures and the true numbers.
    Generate(SandboxArgs),
}

/// A made-up site, and where it is written.
#[derive(Debug, Clone, Args)]
pub struct SandboxArgs {
    /// Folder to write to.
    #[arg(long)]
    pub out: PathBuf,
    /// How large it is.
    #[command(flatten)]
    pub size: SiteSize,
    /// Last day; yesterday (UTC) when not given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub end: Option<NaiveDate>,
    /// About how many events to write.
    #[arg(long)]
    pub events: Option<u64>,
}

/// The size of a made-up site.
#[derive(Debug, Clone, Copy, Args)]
pub struct SiteSize {
    /// Course runs.
    #[arg(long, default_value_t = 12)]
    pub courses: u32,
    /// Learners.
    #[arg(long, default_value_t = 2000)]
    pub learners: u32,
    /// Days.
    #[arg(long, default_value_t = 120)]
    pub days: u32,
    /// The same seed gives the same site.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Runs a `sandbox` command.
///
/// # Errors
/// The folder cannot be written.
pub async fn sandbox(cli: &Cli, command: SandboxCommand) -> Result<(), Problem> {
    let SandboxCommand::Generate(args) = command;
    let truth = simulate(args).await?;
    if cli.json {
        output::json(&truth);
    } else {
        output::note(&format!(
            "{} lines written, {} of them events",
            output::grouped(truth.lines),
            output::grouped(truth.events)
        ));
    }
    Ok(())
}

/// Simulates a site off the asynchronous threads, with a progress bar.
pub async fn simulate(args: SandboxArgs) -> Result<Truth, Problem> {
    let yesterday = Utc::now().date_naive() - Days::new(1);
    let last = args.end.unwrap_or(yesterday);
    let size = args.size;
    let options = SandboxOptions {
        out: args.out,
        courses: size.courses,
        learners: size.learners,
        days: size.days,
        seed: size.seed,
        end: last.succ_opt().unwrap_or(last),
        target_events: args.events,
    };
    let bar = Bar::steps("simulating learners", u64::from(size.days));
    let shown = bar.clone();
    let done = tokio::task::spawn_blocking(move || generate(&options, &|day| shown.at(day))).await;
    bar.done();
    match done {
        Ok(truth) => Ok(truth?),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
