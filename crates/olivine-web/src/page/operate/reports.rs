//! The reports of the site with their switches, and why those stand still that do.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use olivine_report::{Listed, ReportState};
use olivine_store::site::runs::RunRecord;
use serde::Deserialize;

use super::runs::TaskOfRun;
use super::{Block, List, ListCell, Switch, admit, page};
use crate::frame::report_words;
use crate::guard;
use crate::language::Words;
use crate::page::refusal::{self, Refusal};
use crate::section::State;
use crate::site::Site;
use crate::table::Kind;
use crate::visit::Visit;

/// Runs that are looked through for the last failure of a report.
const LOOKED_THROUGH: u32 = 50;

/// `GET /operate/reports/`.
pub async fn show(Shared(site): Shared<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = reports(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn reports(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    admit(visit)?;
    let words = &visit.words;
    let listing = site.api.registry().listing();
    let runs = site.api.store().site().list_runs(LOOKED_THROUGH).await?;
    let failures = last_failures(&runs);
    let (plugins, built_in): (Vec<Listed>, Vec<Listed>) = listing.into_iter().partition(|line| line.plugin);
    let block = |anchor: &'static str, lines: &[Listed]| {
        let title = words.t(&format!("operate-{anchor}-title"));
        Block {
            anchor,
            help: words.t(&format!("operate-{anchor}-help")),
            note: lines.is_empty().then(|| State::note(words, "operate-plugins-none")),
            list: (!lines.is_empty()).then(|| List {
                label: title.clone(),
                heads: vec![
                    (words.t("freshness-report"), Kind::Text),
                    (words.t("operate-state"), Kind::Text),
                    (words.t("operate-last-error"), Kind::Text),
                    (words.t("operate-switch"), Kind::Text),
                ],
                rows: lines.iter().map(|line| row(words, line, &failures)).collect(),
            }),
            title,
            ..Block::default()
        }
    };
    let blocks = vec![block("plugins", &plugins), block("built-in", &built_in)];
    page(site, visit, "/operate/reports/", "operate-reports", blocks)
}

fn row(words: &Words, line: &Listed, failures: &BTreeMap<&str, String>) -> Vec<ListCell> {
    let title = if line.title.is_empty() {
        line.id.clone()
    } else {
        report_words(words, &line.id, "title", &line.title)
    };
    let version = line
        .version
        .map(|version| words.t1("operate-version", "number", &version.to_string()));
    let about = [Some(line.id.clone()), version, line.plugin.then(|| line.origin.clone())];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let (state, mark) = match line.state {
        ReportState::On => ("operate-on", "on"),
        ReportState::Off => ("operate-off", "off"),
        ReportState::Broken => ("operate-broken", "failed"),
    };
    let turn_on = line.state == ReportState::Off;
    let label = words.t(if turn_on {
        "operate-switch-on"
    } else {
        "operate-switch-off"
    });
    // A broken one whose manifest cannot be read has no id by which it could be switched.
    let switch = line.version.map(|_| Switch {
        report: line.id.clone(),
        on: turn_on,
        name: words.with("operate-switch-name", &[("action", &label), ("report", &title)]),
        label,
    });
    let error = failures.get(line.id.as_str()).cloned().unwrap_or_default();
    vec![
        ListCell::text(title).detail(about.join(" · ")),
        ListCell::text(words.t(state)).mark(mark).detail(line.reason.clone()),
        ListCell::text(error),
        ListCell {
            switch,
            ..ListCell::default()
        },
    ]
}

/// The failure of each report in the last run that computed any of its tasks. Runs come newest first.
fn last_failures(runs: &[RunRecord]) -> BTreeMap<&str, String> {
    let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
    let mut failures = BTreeMap::new();
    for task in runs.iter().flat_map(TaskOfRun::all) {
        if task.outcome() == "skipped" || seen.contains_key(task.name()) {
            continue;
        }
        seen.insert(task.name(), true);
        if let Some((code, text, _)) = task.failure() {
            failures
                .entry(task.report())
                .or_insert_with(|| format!("{code}: {text}"));
        }
    }
    failures
}

/// The form of a switch.
#[derive(Deserialize)]
pub struct SwitchForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    report: String,
    #[serde(default)]
    on: bool,
}

/// `POST /operate/reports/`: switches a report; it takes effect before the answer.
pub async fn switch(
    Shared(site): Shared<Arc<Site>>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    Form(form): Form<SwitchForm>,
) -> Response {
    let result = try_switch(&site, &visit, &headers, &form).await;
    refusal::answer(&site, &visit, result)
}

async fn try_switch(
    site: &Arc<Site>,
    visit: &Visit,
    headers: &HeaderMap,
    form: &SwitchForm,
) -> Result<Response, Refusal> {
    admit(visit)?;
    if !guard::accepts(visit, headers, &form.csrf) {
        return Err(Refusal::Form);
    }
    let registry = site.api.registry();
    let Some(kept) = registry.switch_to_keep(&form.report, form.on) else {
        return Err(Refusal::NotFound);
    };
    let user = visit
        .principal
        .as_ref()
        .map_or("", |principal| principal.user_name.as_str());
    let reason = format!("switched {} by {user}", if form.on { "on" } else { "off" });
    let state = site.api.store().site();
    state
        .switch_report(&form.report, kept.map(|on| (on, reason.as_str())))
        .await?;
    tracing::info!(report = form.report, on = form.on, user, "a report was switched");
    if let Some(operations) = &site.options.operations
        && let Err(error) = operations.reload().await
    {
        // The switch is kept; whoever serves the site takes it up when it can.
        tracing::error!(error, "the reports could not be loaded anew");
    }
    Ok(Redirect::to("/operate/reports/").into_response())
}
