//! `olivine runs`: what ran, when, and how it ended.

use clap::Subcommand;
use olivine_store::StoreOptions;
use olivine_store::site::runs::RunRecord;
use serde_json::Value;

use crate::cli::Cli;
use crate::commands::told::{Told, failures_told};
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Looking at past runs.
#[derive(Debug, Subcommand)]
pub enum RunsCommand {
    /// The latest runs.
    List,
    /// One run: what was computed, what failed. With `--json`, all that is on record of it.
    Show {
        /// Id of the run; `last` for the latest.
        id: String,
    },
}

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
            if cli.json {
                output::json(&run);
            } else {
                output::say(&shown(&run));
            }
        }
    }
    Ok(())
}

/// A run for people: how it ended, the tasks that were not skipped, and why some failed.
fn shown(run: &RunRecord) -> String {
    let detail = &run.detail;
    let mut lines = vec![format!(
        "Run {}: {}, began {}{}{}",
        run.id,
        run.status.as_str(),
        run.started.format("%Y-%m-%d %H:%M:%S UTC"),
        detail["seconds"]
            .as_f64()
            .map(|seconds| format!(", took {seconds:.1} s"))
            .unwrap_or_default(),
        detail["as_of"]
            .as_str()
            .map(|day| format!(", as of the end of {day}"))
            .unwrap_or_default(),
    )];
    let tasks = listed(&detail["tasks"]);
    let (skipped, done): (Vec<&Value>, Vec<&Value>) = tasks.iter().partition(|task| task["outcome"] == "skipped");
    if !done.is_empty() {
        let rows = done.iter().map(|task| task_row(task));
        lines.push(output::table(&["task", "", "rows", "time", "because"], rows));
    }
    // A run that found everything current only says of how many tasks.
    let current = skipped.len() as u64 + detail["current"].as_u64().unwrap_or_default();
    if current > 0 {
        let number = output::counted(current, "task");
        lines.push(format!("{number} skipped: what is there is current."));
    }
    let files = listed(&detail["files"]).iter();
    let failures = failure_of(detail, "run_id")
        .into_iter()
        .chain(done.iter().filter_map(|task| failure_of(task, "task")))
        .chain(files.filter_map(|made| failure_of(made, "file")));
    lines.extend(failures_told(failures));
    lines.push(format!(
        "All that is on record of it: `olivine --json runs show {}`.",
        run.id
    ));
    lines.join("\n")
}

/// Why a task, the files of a declaration or the run as a whole failed, if they did.
fn failure_of<'a>(made: &'a Value, name: &str) -> Option<Told<'a>> {
    let failure = made["failure"].as_object()?;
    let said = |what: &str| failure.get(what).map(text).unwrap_or_default();
    Some(Told {
        name: text(&made[name]),
        code: said("code"),
        text: said("text"),
        hint: said("hint"),
    })
}

fn task_row(task: &Value) -> Vec<String> {
    let seconds = task["seconds"].as_f64().unwrap_or_default();
    vec![
        text(&task["task"]).to_owned(),
        text(&task["outcome"]).to_owned(),
        output::grouped(task["rows"].as_u64().unwrap_or_default()),
        format!("{seconds:.1} s"),
        text(&task["because"]).to_owned(),
    ]
}

/// The elements of a list; none of a record that has no such list, as those of runs at work.
fn listed(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
