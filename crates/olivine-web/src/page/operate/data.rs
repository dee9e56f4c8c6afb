//! What data there are, which lines could not be read, and what each report costs in room and time.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use olivine_failure::Failing;
use olivine_store::site::runs::RunRecord;

use super::runs::TaskOfRun;
use super::{Block, List, ListCell, admit, bytes, integer, page, seconds};
use crate::format;
use crate::frame::report_words;
use crate::language::Words;
use crate::operations::LakeState;
use crate::page::refusal::{self, Refusal};
use crate::presenter::Tile;
use crate::section::State;
use crate::site::Site;
use crate::table::Kind;
use crate::visit::Visit;

/// Runs that are looked through for what a task took when it was last computed.
const LOOKED_THROUGH: u32 = 50;

/// `GET /operate/data/`.
pub async fn show(Shared(site): Shared<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = data(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn data(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    admit(visit)?;
    let words = &visit.words;
    let lake = match &site.options.operations {
        Some(operations) => operations.lake().await,
        None => Err(words.t("operate-lake-unknown-text")),
    };
    let mut blocks = Vec::new();
    match &lake {
        Ok(lake) => {
            blocks.push(events(words, lake));
            blocks.push(dead_letters(words, lake));
        }
        Err(why) => blocks.push(Block {
            anchor: "events",
            title: words.t("operate-events-title"),
            note: Some(State {
                class: "warn",
                title: words.t("operate-lake-unknown-title"),
                text: why.clone(),
                code: None,
            }),
            ..Block::default()
        }),
    }
    blocks.push(costs(site, words, lake.as_ref().ok()).await?);
    if let Ok(lake) = &lake {
        blocks.push(tables(words, lake));
    }
    page(site, visit, "/operate/data/", "operate-data", blocks)
}

fn events(words: &Words, lake: &LakeState) -> Block {
    let dead: u64 = lake.dead_letters.iter().map(|dead| dead.lines).sum();
    let share = |part: u64| {
        let fraction = format::share(part as i64, lake.lines as i64);
        (lake.lines > 0).then(|| words.t1("operate-of-lines", "share", &format::table_percent(words, fraction)))
    };
    let tile = |id: &'static str, number: u64| Tile::new(id, words.t(&format!("operate-{id}")), integer(words, number));
    Block {
        anchor: "events",
        title: words.t("operate-events-title"),
        help: words.t("operate-events-help"),
        tiles: vec![
            tile("lines", lake.lines),
            tile("events", lake.events).detail(share(lake.events)),
            tile("duplicates", lake.duplicates).detail(share(lake.duplicates)),
            tile("noise", lake.noise).detail(share(lake.noise)),
            tile("dead-letters", dead).detail(share(dead)),
        ],
        ..Block::default()
    }
}

fn dead_letters(words: &Words, lake: &LakeState) -> Block {
    let rows = lake.dead_letters.iter().map(|dead| {
        vec![
            ListCell::code(dead.reason.clone()).detail(dead.meaning.clone()),
            ListCell::text(integer(words, dead.lines)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let title = words.t("operate-dead-letters-title");
    Block {
        anchor: "dead-letters",
        help: words.t("operate-dead-letters-help"),
        note: rows.is_empty().then(|| State::note(words, "operate-dead-letters-none")),
        list: (!rows.is_empty()).then(|| List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-reason"), Kind::Text),
                (words.t("operate-lines"), Kind::Number),
            ],
            rows,
        }),
        title,
        ..Block::default()
    }
}

/// What a report takes.
#[derive(Default)]
struct Cost {
    result_rows: u64,
    result_bytes: u64,
    fact_bytes: u64,
    /// Of the last time that each of its tasks was computed; none where that is long ago.
    seconds: Option<f64>,
}

/// One line per report: the room of its tables, and how long its tasks took when they were last computed.
async fn costs(site: &Site, words: &Words, lake: Option<&LakeState>) -> Result<Block, Refusal> {
    let store = site.api.store();
    let published = store.published().await?;
    // Room is good to know, but not worth a page without anything else.
    let sizes = store.table_bytes().await.unwrap_or_else(|error| {
        tracing::warn!(code = error.failure().code, %error, "sizes of tables");
        BTreeMap::new()
    });
    let facts: BTreeMap<&str, u64> = lake
        .iter()
        .flat_map(|lake| &lake.tables)
        .map(|table| (table.name.as_str(), table.bytes))
        .collect();
    let runs = store.site().list_runs(LOOKED_THROUGH).await?;
    let seconds_of = last_seconds(&runs);
    let mut lines: Vec<(String, String, Cost)> = Vec::new();
    for report in site.api.registry().reports() {
        let manifest = &report.manifest;
        if manifest.tasks.is_empty() {
            continue;
        }
        let mut cost = Cost::default();
        for table in manifest.tables.keys() {
            cost.result_rows += published.get(table).map_or(0, |table| table.rows);
            cost.result_bytes += sizes.get(table).copied().unwrap_or(0);
            cost.fact_bytes += facts.get(table.as_str()).copied().unwrap_or(0);
        }
        let known = manifest.tasks.keys().filter_map(|task| seconds_of.get(task.as_str()));
        cost.seconds = known.copied().reduce(|one, other| one + other);
        let title = report_words(words, &manifest.id, "title", &manifest.title);
        lines.push((title, manifest.id.clone(), cost));
    }
    let time = |cost: &Cost| cost.seconds.unwrap_or(0.0);
    lines.sort_by(|a, b| time(&b.2).total_cmp(&time(&a.2)).then_with(|| a.1.cmp(&b.1)));
    let rows = lines.into_iter().map(|(title, id, cost)| {
        vec![
            ListCell::text(title).detail(id),
            ListCell::text(
                cost.seconds
                    .map_or_else(|| words.t("missing"), |taken| seconds(words, taken)),
            ),
            ListCell::text(integer(words, cost.result_rows)),
            ListCell::text(bytes(words, cost.result_bytes)),
            ListCell::text(bytes(words, cost.fact_bytes)),
        ]
    });
    let title = words.t("operate-costs-title");
    Ok(Block {
        anchor: "costs",
        help: words.t("operate-costs-help"),
        list: Some(List {
            label: title.clone(),
            heads: vec![
                (words.t("freshness-report"), Kind::Text),
                (words.t("operate-took"), Kind::Number),
                (words.t("operate-rows"), Kind::Number),
                (words.t("operate-bytes-results"), Kind::Number),
                (words.t("operate-bytes-facts"), Kind::Number),
            ],
            rows: rows.collect(),
        }),
        title,
        ..Block::default()
    })
}

/// How long each task took when it was last computed; runs come newest first.
fn last_seconds(runs: &[RunRecord]) -> BTreeMap<&str, f64> {
    let mut seconds = BTreeMap::new();
    for task in runs
        .iter()
        .flat_map(TaskOfRun::all)
        .filter(|task| task.outcome() == "computed")
    {
        seconds.entry(task.name()).or_insert_with(|| task.seconds());
    }
    seconds
}

fn tables(words: &Words, lake: &LakeState) -> Block {
    let rows = lake.tables.iter().map(|table| {
        let day = |day| format::date_short(words, day);
        let days = table
            .days
            .map(|(first, last)| words.with("operate-days", &[("first", &day(first)), ("last", &day(last))]));
        vec![
            ListCell::code(table.name.clone()),
            ListCell::text(integer(words, table.rows)),
            ListCell::text(bytes(words, table.bytes)),
            ListCell::text(days.unwrap_or_else(|| words.t("missing"))),
        ]
    });
    let title = words.t("operate-tables-title");
    Block {
        anchor: "tables",
        help: words.t("operate-tables-help"),
        list: Some(List {
            label: title.clone(),
            heads: vec![
                (words.t("operate-table"), Kind::Text),
                (words.t("operate-rows"), Kind::Number),
                (words.t("operate-bytes"), Kind::Number),
                (words.t("operate-days-head"), Kind::Text),
            ],
            rows: rows.collect(),
        }),
        title,
        ..Block::default()
    }
}
