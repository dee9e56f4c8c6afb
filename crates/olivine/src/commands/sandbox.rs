//! `olivine sandbox`: a made-up site whose true numbers are known.

use chrono::{Days, Utc};
use olivine_sandbox::{SandboxOptions, Truth, generate};

use crate::cli::{Cli, SandboxArgs, SandboxCommand};
use crate::exit::Problem;
use crate::output;
use crate::progress::Bar;

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
    let options = SandboxOptions {
        out: args.out,
        courses: args.courses,
        learners: args.learners,
        days: args.days,
        seed: args.seed,
        end: last.succ_opt().unwrap_or(last),
        target_events: args.events,
    };
    let bar = Bar::steps("simulating learners", u64::from(args.days));
    let shown = bar.clone();
    let done = tokio::task::spawn_blocking(move || generate(&options, &|day| shown.at(day))).await;
    bar.done();
    match done {
        Ok(truth) => Ok(truth?),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}
