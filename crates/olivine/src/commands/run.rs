//! `olivine run`: works out reports and publishes their results.

use std::process::ExitCode;

use clap::Args;
use olivine_run::{Action, Outcome, Plan, RunOptions, RunSummary, Settings, TaskRecord, Watch};

use crate::cli::Cli;
use crate::commands::told::{Told, failures_told};
use crate::exit::{Problem, code};
use crate::output;
use crate::progress::Bar;
use crate::rooms::{self, Rooms};
use crate::settings::Site;
use crate::stopped;

/// Which tasks to run, over which days, and how.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Tasks or reports; without any, all that are on.
    pub tasks: Vec<String>,
    /// First day, instead of the setting `run.from`.
    #[arg(long)]
    pub from: Option<String>,
    /// Day after the last one, instead of the setting `run.to`.
    #[arg(long)]
    pub to: Option<String>,
    /// Show what would be computed, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Say for each task why it is computed or skipped.
    #[arg(long)]
    pub explain: bool,
    /// Compute also what has not changed.
    #[arg(long)]
    pub force: bool,
    /// Exit with 25 when there was nothing to compute.
    #[arg(long)]
    pub fail_if_unchanged: bool,
}

/// Plans, and unless it is a dry run, computes and publishes.
///
/// # Errors
/// The site cannot be used. Failed tasks are told of and show in the exit code.
pub async fn run(cli: &Cli, site: &Site, args: RunArgs) -> Result<ExitCode, Problem> {
    let rooms = Rooms::open(site).await?;
    let only = rooms.registry.tasks_named(&args.tasks)?;
    let options = RunOptions {
        from: args.from,
        to: args.to,
        force: args.force,
        only,
        ..rooms::run_options(site)?
    };
    options.check_end()?;
    if args.dry_run {
        let value = |key: &str| site.value(key);
        let origin = |key: &str| site.origin(key);
        let plan = rooms
            .runner(
                site,
                Settings {
                    value: &value,
                    origin: &origin,
                },
            )
            .plan(&options)
            .await?;
        show_plan(cli, &plan);
        let no_files = plan.files.iter().all(|file| !file.make);
        let nothing = no_files && plan.steps.iter().all(|step| step.action == Action::Skip);
        return Ok(unchanged_code(args.fail_if_unchanged && nothing));
    }
    let summary = run_tasks(site, &rooms, &options).await?;
    if cli.json {
        output::json(&summary);
    } else {
        show_summary(&summary, args.explain);
    }
    if summary.has_failures() {
        return Ok(ExitCode::from(code::TASK_FAILED));
    }
    Ok(unchanged_code(args.fail_if_unchanged && !summary.changed_anything()))
}

/// Runs tasks with a progress bar.
pub async fn run_tasks(site: &Site, rooms: &Rooms, options: &RunOptions) -> Result<RunSummary, Problem> {
    let value = |key: &str| site.value(key);
    let origin = |key: &str| site.origin(key);
    let runner = rooms.runner(
        site,
        Settings {
            value: &value,
            origin: &origin,
        },
    );
    let bar = TaskBar(Bar::steps("computing", 0));
    let summary = runner.run(options, &bar).await;
    bar.0.done();
    let summary = summary?;
    stop_offenders(site, rooms, &summary).await?;
    Ok(summary)
}

/// Switches plugins off that took more than they may, would have shown who people are, or have SQL that does not work: it would be so in
/// every pass.
async fn stop_offenders(site: &Site, rooms: &Rooms, summary: &RunSummary) -> Result<(), Problem> {
    for task in &summary.tasks {
        let Some(failure) = task.failure.as_ref().filter(|failure| failure.stops_report) else {
            continue;
        };
        let report = rooms.registry.report(&task.report);
        if let Some(report) = report.filter(|report| report.is_plugin()) {
            stopped::stop(site, rooms, report, &summary.run_id, failure).await?;
            output::note(&format!("{} is switched off: {}", task.report, failure.text));
        }
    }
    Ok(())
}

fn unchanged_code(is_error: bool) -> ExitCode {
    if is_error {
        ExitCode::from(code::UNCHANGED)
    } else {
        ExitCode::SUCCESS
    }
}

struct TaskBar(Bar);

impl Watch for TaskBar {
    fn planned(&self, tasks: usize) {
        self.0.of(tasks as u64);
    }
    fn task_begins(&self, task: &str) {
        self.0.begin(task);
    }
    fn task_ends(&self, record: &TaskRecord) {
        if record.outcome != Outcome::Skipped {
            self.0.step();
        }
    }
}

fn show_plan(cli: &Cli, plan: &Plan) {
    if cli.json {
        return output::json(&plan.steps);
    }
    let rows = plan.steps.iter().map(|step| {
        let what = match &step.action {
            Action::Days { compute, drop } if drop.is_empty() => format!("compute {} days", compute.len()),
            Action::Days { compute, drop } => format!("compute {} days, drop {}", compute.len(), drop.len()),
            Action::Whole => "compute".to_owned(),
            Action::Working => "compute for others".to_owned(),
            Action::Skip => "skip".to_owned(),
        };
        vec![step.task.clone(), step.table.clone(), what, step.reason.to_string()]
    });
    output::say(&output::table(&["task", "fills", "what", "because"], rows));
    for file in plan.files.iter().filter(|file| file.make) {
        output::say(&format!("files {} will be made from {}", file.file, file.table));
    }
}

fn show_summary(summary: &RunSummary, explain: bool) {
    let shown = summary
        .tasks
        .iter()
        .filter(|task| explain || task.outcome != Outcome::Skipped);
    let rows: Vec<Vec<String>> = shown
        .map(|task| {
            let outcome = match task.outcome {
                Outcome::Computed => "computed",
                Outcome::Skipped => "skipped",
                Outcome::Failed => "failed",
                Outcome::Blocked => "not run",
            };
            vec![
                task.task.clone(),
                outcome.to_owned(),
                output::grouped(task.rows),
                format!("{:.1} s", task.seconds),
                task.because.clone(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        output::note(&output::table(&["task", "", "rows", "time", "because"], rows));
    }
    for (table, reasons) in summary.left_out.iter().filter(|_| explain) {
        for (reason, number) in reasons {
            output::note(&format!("{table}: left out, {reason}: {}", output::grouped(*number)));
        }
    }
    for task in &summary.tasks {
        for (what, number) in &task.remarks {
            output::note(&format!("{}: {what}: {}", task.task, output::grouped(*number)));
        }
    }
    let failed = summary.tasks.iter().filter_map(|task| {
        let failure = task.failure.as_ref()?;
        Some(Told {
            name: &task.task,
            code: failure.code,
            text: &failure.text,
            hint: failure.hint,
        })
    });
    for line in failures_told(failed) {
        output::note(&line);
    }
    for files in &summary.files {
        match &files.failure {
            Some(failure) => output::note(&format!(
                "files {} failed ({}): {}\n  {}",
                files.file, failure.code, failure.text, failure.hint
            )),
            None if files.outcome == Outcome::Blocked => {
                output::note(&format!(
                    "files {} not made: {} was not computed",
                    files.file, files.table
                ));
            }
            None => output::note(&format!(
                "files {}: {} with {} rows",
                files.file,
                output::grouped(files.made.len() as u64),
                output::grouped(files.rows)
            )),
        }
    }
    let computed = summary
        .tasks
        .iter()
        .filter(|task| task.outcome == Outcome::Computed)
        .count();
    output::note(&format!(
        "Run {}: {computed} of {} tasks computed in {:.1} s; results as of the end of {}.",
        summary.run_id,
        summary.tasks.len(),
        summary.seconds,
        summary.as_of,
    ));
}
