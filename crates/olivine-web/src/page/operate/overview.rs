//! How the site is doing: totals and trends, the courses that changed most, and how fresh each report is.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::Response;
use chrono::{Days, NaiveDate, Utc};
use olivine_report::{ReportState, is_fact_table, is_working_table};

use super::{Block, List, ListCell, admit, integer, moment, page};
use crate::address::course_link;
use crate::course_list::CourseList;
use crate::filter::Choice;
use crate::format;
use crate::frame::report_words;
use crate::language::Words;
use crate::page::refusal::{self, Refusal};
use crate::presenter::Tile;
use crate::reading::{Range, Reading};
use crate::section::State;
use crate::site::Site;
use crate::table::Kind;
use crate::visit::Visit;
use crate::wired::OVERVIEW;

/// Days that its drawings show.
const TREND_DAYS: u64 = 180;
/// How many of the courses that changed most are shown.
const MOVERS: usize = 10;

/// `GET /operate/`.
pub async fn show(Shared(site): Shared<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = overview(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn overview(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    admit(visit)?;
    let course_list = site.course_list.get(site).await?;
    let words = &visit.words;
    let mut blocks = vec![totals(site, words, &course_list).await?];
    if let Some(report) = site.api.registry().report(OVERVIEW) {
        let range = Range {
            from: course_list
                .as_of
                .and_then(|day| day.checked_sub_days(Days::new(TREND_DAYS))),
            to: None,
        };
        let choice = Choice {
            range,
            ..Choice::default()
        };
        let sections = Reading::new(site, visit, "", report, choice).sections().await;
        blocks.extend(sections.into_iter().map(|section| Block {
            section: Some(section),
            ..Block::default()
        }));
    }
    blocks.push(movers(words, &course_list));
    blocks.push(freshness(site, words).await?);
    page(site, visit, "/operate/", "operate-overview", blocks)
}

async fn totals(site: &Site, words: &Words, course_list: &CourseList) -> Result<Block, Refusal> {
    let sum = |of: fn(&crate::course_list::Course) -> i64| course_list.courses.iter().map(of).sum::<i64>();
    let known = !course_list.courses.is_empty();
    let number = |number: i64| known.then(|| format::integer(words, number));
    let listing = site.api.registry().listing();
    let count = |state: ReportState| listing.iter().filter(|line| line.state == state).count() as u64;
    let broken = count(ReportState::Broken);
    let last = site.api.store().site().list_runs(1).await?;
    let last = last.first();
    let run_state = last.map(|run| words.t(&format!("operate-run-{}", run.status.as_str())));
    let broken_text = words.counted("operate-tile-broken", broken as i64, &[]);
    Ok(Block {
        anchor: "totals",
        title: words.t("operate-totals-title"),
        help: words.t("operate-totals-help"),
        tiles: vec![
            Tile::new(
                "courses",
                words.t("operate-tile-courses"),
                number(course_list.courses.len() as i64),
            ),
            Tile::new(
                "current",
                words.t("operate-tile-current"),
                number(sum(|course| course.count)),
            ),
            Tile::new(
                "change",
                words.t("operate-tile-change"),
                known.then(|| format::signed(words, sum(|course| course.change))),
            ),
            Tile::new(
                "total",
                words.t("operate-tile-total"),
                number(sum(|course| course.cumulative_count)),
            ),
            Tile::new(
                "reports",
                words.t("operate-tile-reports"),
                integer(words, count(ReportState::On)),
            )
            .detail((broken > 0).then_some(broken_text)),
            Tile::new("run", words.t("operate-tile-run"), run_state)
                .in_words()
                .detail(last.map(|run| moment(words, run.started))),
        ],
        ..Block::default()
    })
}

/// The courses whose enrollment changed most in the last seven days, in either direction.
fn movers(words: &Words, course_list: &CourseList) -> Block {
    let mut courses: Vec<_> = course_list.courses.iter().filter(|course| course.change != 0).collect();
    courses.sort_by_key(|course| (Reverse(course.change.abs()), course.course_id.clone()));
    let rows = courses.into_iter().take(MOVERS).map(|course| {
        let title = course.title.clone().unwrap_or_else(|| course.course_id.clone());
        vec![
            ListCell::text(title).link(course_link(&course.course_id, "")),
            ListCell::text(format::signed(words, course.change)),
            ListCell::text(format::integer(words, course.count)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let title = words.t("operate-movers-title");
    Block {
        anchor: "movers",
        help: words.t("operate-movers-help"),
        note: rows.is_empty().then(|| State::note(words, "operate-movers-none")),
        list: (!rows.is_empty()).then(|| List {
            label: title.clone(),
            heads: vec![
                (words.t("courses-column-name"), Kind::Text),
                (words.t("courses-column-change"), Kind::Number),
                (words.t("courses-column-current"), Kind::Number),
            ],
            rows,
        }),
        title,
        ..Block::default()
    }
}

/// One line per report that has tables: up to which day the oldest of them is complete.
async fn freshness(site: &Site, words: &Words) -> Result<Block, Refusal> {
    let published = site.api.store().published().await?;
    let today = Utc::now().date_naive();
    let mut rows = Vec::new();
    for report in site.api.registry().reports() {
        let manifest = &report.manifest;
        let tables = manifest
            .tables
            .keys()
            .filter(|table| !is_fact_table(table) && !is_working_table(table));
        let tables: Vec<&String> = tables.collect();
        if tables.is_empty() {
            continue;
        }
        let known: Vec<_> = tables.iter().filter_map(|table| published.get(*table)).collect();
        let title = report_words(words, &manifest.id, "title", &manifest.title);
        let mut row = vec![ListCell::text(title).detail(manifest.id.clone())];
        match known.iter().map(|table| (table.as_of, table.created)).min() {
            None => row.extend([
                ListCell::text(words.t("missing")),
                ListCell::text(words.t("missing")),
                ListCell::text(words.t("freshness-never")).mark("off"),
                ListCell::text(words.t("missing")),
            ]),
            Some((as_of, created)) => {
                let (lag, behind) = lag(words, as_of, today);
                row.extend([
                    ListCell::text(format::date_short(words, as_of)),
                    ListCell::text(moment(words, created)),
                    ListCell::text(lag).mark(if behind { "failed" } else { "on" }),
                    ListCell::text(integer(words, known.iter().map(|table| table.rows).sum())),
                ]);
            }
        }
        rows.push(row);
    }
    let title = words.t("home-freshness-title");
    Ok(Block {
        anchor: "freshness",
        help: words.t("home-freshness-help"),
        list: Some(List {
            label: title.clone(),
            heads: vec![
                (words.t("freshness-report"), Kind::Text),
                (words.t("freshness-as-of"), Kind::Date),
                (words.t("freshness-created"), Kind::Date),
                (words.t("freshness-state"), Kind::Text),
                (words.t("operate-rows"), Kind::Number),
            ],
            rows,
        }),
        title,
        ..Block::default()
    })
}

/// Days behind yesterday, the last day that can be complete; more than one is too many.
fn lag(words: &Words, as_of: NaiveDate, today: NaiveDate) -> (String, bool) {
    let days = ((today - as_of).num_days() - 1).max(0);
    let text = words.counted("freshness-lag", days, &[("days", &format::integer(words, days))]);
    (text, days > 1)
}
