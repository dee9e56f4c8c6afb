//! What ran, how it ended, and what to do about what failed.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use olivine_store::site::runs::{RunRecord, RunStatus};
use serde_json::Value;

use super::{Block, List, ListCell, admit, integer, moment, page, seconds};
use crate::format;
use crate::language::Words;
use crate::page::refusal::{self, Refusal};
use crate::presenter::Tile;
use crate::section::State;
use crate::site::Site;
use crate::table::Kind;
use crate::visit::Visit;

/// Runs that the list shows.
const SHOWN: u32 = 50;

/// A task of a run, as its record has it.
pub(super) struct TaskOfRun<'a>(&'a Value);

impl<'a> TaskOfRun<'a> {
    /// The tasks of a run, in order.
    pub(super) fn all(run: &'a RunRecord) -> impl Iterator<Item = Self> {
        run.detail["tasks"].as_array().into_iter().flatten().map(Self)
    }

    fn text(&self, field: &str) -> &'a str {
        self.0[field].as_str().unwrap_or_default()
    }

    pub(super) fn name(&self) -> &'a str {
        self.text("task")
    }

    pub(super) fn report(&self) -> &'a str {
        self.text("report")
    }

    pub(super) fn outcome(&self) -> &'a str {
        self.text("outcome")
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0["seconds"].as_f64().unwrap_or(0.0)
    }

    pub(super) fn rows(&self) -> u64 {
        self.0["rows"].as_u64().unwrap_or(0)
    }

    /// What went wrong: code, text, hint.
    pub(super) fn failure(&self) -> Option<(&'a str, &'a str, &'a str)> {
        failure_of(self.0)
    }
}

/// What went wrong with a run, a task or files, as the record has it: code, text, hint.
fn failure_of(record: &Value) -> Option<(&str, &str, &str)> {
    let failure = &record["failure"];
    Some((
        failure["code"].as_str()?,
        failure["text"].as_str()?,
        failure["hint"].as_str()?,
    ))
}

/// Something that failed in a run.
struct Failed<'a> {
    /// The task, or the files; none: the run as a whole.
    name: Option<&'a str>,
    code: &'a str,
    text: &'a str,
    hint: &'a str,
}

impl<'a> Failed<'a> {
    /// All that failed: the run as a whole, tasks, files.
    fn all(run: &'a RunRecord) -> impl Iterator<Item = Self> {
        let listed = |list: &str| run.detail[list].as_array().into_iter().flatten();
        let named = |record: &'a Value, name: &str| Self::of(record, Some(record[name].as_str().unwrap_or_default()));
        let tasks = listed("tasks").filter_map(move |task| named(task, "task"));
        let files = listed("files").filter_map(move |files| named(files, "file"));
        Self::of(&run.detail, None).into_iter().chain(tasks).chain(files)
    }

    fn of(record: &'a Value, name: Option<&'a str>) -> Option<Self> {
        let (code, text, hint) = failure_of(record)?;
        Some(Self { name, code, text, hint })
    }
}

/// How a status is marked.
fn mark(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Done => "on",
        RunStatus::Running => "off",
        RunStatus::Failed | RunStatus::Interrupted => "failed",
    }
}

fn status(words: &Words, run: &RunRecord) -> ListCell {
    ListCell::text(words.t(&format!("operate-run-{}", run.status.as_str()))).mark(mark(run.status))
}

fn lasted(words: &Words, run: &RunRecord) -> String {
    let taken = run.detail["seconds"].as_f64().filter(|seconds| *seconds > 0.0);
    taken.map_or_else(|| words.t("missing"), |taken| seconds(words, taken))
}

/// `GET /operate/runs/`.
pub async fn list(Shared(site): Shared<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = runs(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn runs(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    admit(visit)?;
    let words = &visit.words;
    let runs = site.api.store().site().list_runs(SHOWN).await?;
    let rows = runs.iter().map(|run| {
        let count = |outcome: &str| TaskOfRun::all(run).filter(|task| task.outcome() == outcome).count() as u64;
        let failed: Vec<_> = Failed::all(run).collect();
        let why = failed.first().map_or("", |first| first.text);
        // A run that found everything current only says of how many tasks.
        let current = run.detail["current"].as_u64().unwrap_or(0);
        vec![
            ListCell::text(moment(words, run.started)).link(format!("/operate/runs/{}/", run.id)),
            status(words, run).detail(why),
            ListCell::text(lasted(words, run)),
            ListCell::text(integer(words, count("computed"))),
            ListCell::text(integer(words, count("skipped") + current)),
            ListCell::text(integer(words, failed.len() as u64 + count("blocked"))),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let title = words.t("operate-runs-list-title");
    let block = Block {
        anchor: "runs",
        help: words.t("operate-runs-list-help"),
        note: rows.is_empty().then(|| State::note(words, "operate-runs-none")),
        list: (!rows.is_empty()).then(|| List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-started"), Kind::Date),
                (words.t("operate-state"), Kind::Text),
                (words.t("operate-took"), Kind::Number),
                (words.t("operate-computed"), Kind::Number),
                (words.t("operate-skipped"), Kind::Number),
                (words.t("operate-failed"), Kind::Number),
            ],
            rows,
        }),
        title,
        ..Block::default()
    };
    page(site, visit, "/operate/runs/", "operate-runs", vec![block])
}

/// `GET /operate/runs/{id}/`.
pub async fn one(
    Shared(site): Shared<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
) -> Response {
    let result = run(&site, &visit, &id).await;
    refusal::answer(&site, &visit, result)
}

async fn run(site: &Arc<Site>, visit: &Visit, id: &str) -> Result<Response, Refusal> {
    admit(visit)?;
    let words = &visit.words;
    let run = site.api.store().site().run(id).await?.ok_or(Refusal::NotFound)?;
    let as_of = run.detail["as_of"].as_str().and_then(|day| day.parse().ok());
    let as_of = as_of.map(|day| format::date_short(words, day));
    let head = Block {
        anchor: "run",
        title: words.t1("operate-run-of", "time", &moment(words, run.started)),
        tiles: vec![
            Tile::new(
                "state",
                words.t("operate-state"),
                words.t(&format!("operate-run-{}", run.status.as_str())),
            )
            .in_words(),
            Tile::new("took", words.t("operate-took"), lasted(words, &run)),
            Tile::new("as-of", words.t("freshness-as-of"), as_of).in_words(),
        ],
        ..Block::default()
    };
    let mut blocks = vec![head];
    blocks.extend(failures(words, &run));
    blocks.push(tasks(words, &run));
    page(site, visit, "/operate/runs/", "operate-runs", blocks)
}

/// What failed, and what to do about it.
fn failures(words: &Words, run: &RunRecord) -> Option<Block> {
    let rows = Failed::all(run).map(|failed| {
        let name = match failed.name {
            Some(name) => ListCell::code(name),
            None => ListCell::text(words.t("operate-run-as-a-whole")),
        };
        vec![
            name,
            ListCell::code(failed.code),
            ListCell::text(failed.text).detail(failed.hint),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let title = words.t("operate-failures-title");
    (!rows.is_empty()).then(|| Block {
        anchor: "failures",
        help: words.t("operate-failures-help"),
        list: Some(List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-task"), Kind::Text),
                (words.t("operate-code"), Kind::Text),
                (words.t("operate-what"), Kind::Text),
            ],
            rows,
        }),
        title,
        ..Block::default()
    })
}

fn tasks(words: &Words, run: &RunRecord) -> Block {
    let rows = TaskOfRun::all(run).map(|task| {
        let mark = match task.outcome() {
            "computed" => "on",
            "failed" | "blocked" => "failed",
            _ => "off",
        };
        vec![
            ListCell::code(task.name()).detail(task.report()),
            ListCell::text(words.t(&format!("operate-task-{}", task.outcome()))).mark(mark),
            ListCell::text(integer(words, task.rows())),
            ListCell::text(seconds(words, task.seconds())),
            ListCell::text(task.text("because")),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let title = words.t("operate-tasks-title");
    let is_quiet = rows.is_empty() && run.status == RunStatus::Done;
    Block {
        anchor: "tasks",
        help: words.t("operate-tasks-help"),
        note: is_quiet.then(|| State::note(words, "operate-tasks-none")),
        list: (!rows.is_empty()).then(|| List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-task"), Kind::Text),
                (words.t("operate-state"), Kind::Text),
                (words.t("operate-rows"), Kind::Number),
                (words.t("operate-took"), Kind::Number),
                (words.t("operate-because"), Kind::Text),
            ],
            rows,
        }),
        title,
        ..Block::default()
    }
}
