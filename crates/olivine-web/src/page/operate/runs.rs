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
        let failure = &self.0["failure"];
        Some((
            failure["code"].as_str()?,
            failure["text"].as_str()?,
            failure["hint"].as_str()?,
        ))
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
        let failed = TaskOfRun::all(run).find_map(|task| task.failure().map(|(_, text, _)| text.to_owned()));
        vec![
            ListCell::text(moment(words, run.started)).link(format!("/operate/runs/{}/", run.id)),
            status(words, run).detail(failed.unwrap_or_default()),
            ListCell::text(lasted(words, run)),
            ListCell::text(integer(words, count("computed"))),
            ListCell::text(integer(words, count("skipped"))),
            ListCell::text(integer(words, count("failed") + count("blocked"))),
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
    let rows: Vec<_> = TaskOfRun::all(run)
        .filter_map(|task| {
            let (code, text, hint) = task.failure()?;
            Some(vec![
                ListCell::code(task.name()),
                ListCell::code(code),
                ListCell::text(text).detail(hint),
            ])
        })
        .collect();
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
    let title = words.t("operate-tasks-title");
    Block {
        anchor: "tasks",
        help: words.t("operate-tasks-help"),
        list: Some(List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-task"), Kind::Text),
                (words.t("operate-state"), Kind::Text),
                (words.t("operate-rows"), Kind::Number),
                (words.t("operate-took"), Kind::Number),
                (words.t("operate-because"), Kind::Text),
            ],
            rows: rows.collect(),
        }),
        title,
        ..Block::default()
    }
}
