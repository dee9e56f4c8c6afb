//! What a site holds: events, results, accounts.

use std::fs::OpenOptions;

use chrono::Utc;
use olivine_source::tables::{COURSE_BLOCKS, LMS_TABLES, LmsTable};
use olivine_store::{Store, StoreError};

use super::finding::Finding;
use super::{age, in_time};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// What the lake holds.
pub async fn look_at_lake(site: &Site) -> Vec<Finding> {
    let lake = match in_time("lake", rooms::lake(site)).await {
        Ok(lake) => lake,
        Err(finding) => return vec![finding],
    };
    let status = match in_time("lake", lake.status()).await {
        Ok(status) => status,
        Err(finding) => return vec![finding],
    };
    let events = status.tables.get("events");
    let mut findings = vec![match events {
        Some(events) => Finding::fine(format!("lake with {} events", output::grouped(events.rows))),
        None => Finding::missing("events in the lake", "take logs in with `olivine ingest`"),
    }];
    let is_there = |table: &LmsTable| status.tables.contains_key(&format!("lms_{}", table.name));
    if !LMS_TABLES.iter().any(is_there) {
        findings.push(Finding::missing(
            "LMS snapshot in the lake",
            "take one with `olivine import lms`",
        ));
    }
    if !site.settings.structure.url.is_empty() && !is_there(&COURSE_BLOCKS) {
        findings.push(Finding::missing(
            "course structures in the lake",
            "take them in with `olivine import structure`",
        ));
    }
    let dead: u64 = status.tables.get("dead_letters").map_or(0, |table| table.rows);
    if let Some(events) = events.filter(|events| dead * 100 > events.rows) {
        let share = 100.0 * dead as f64 / (events.rows + dead) as f64;
        let advice = "see why: olivine query --on lake \"select reason, count(*) from dead_letters group by reason\"; once the \
                      cause is gone, `olivine lake replay` reads them again";
        findings.push(Finding::missing(
            format!("{share:.1} % of the lines could not be understood"),
            advice,
        ));
    }
    if status.earlier_parser > 0 {
        let by_itself = site.settings.run.every_minutes > 0 && rooms::replay_time(site).is_some();
        let advice = if by_itself {
            "`olivine serve` reads again those that it did, for `lake.replay_minutes` a day; at once: olivine lake replay"
        } else {
            "read again those that it did: olivine lake replay"
        };
        findings.push(Finding::missing(
            format!(
                "{} that an earlier version may have read otherwise",
                output::counted(status.earlier_parser, "event")
            ),
            advice,
        ));
    }
    findings.extend(age::look_at_lake_ages(site, &status, Utc::now().date_naive()));
    findings
}

/// Results, accounts, and whether the data folder can be written; or why the store could not be opened.
pub async fn look_at_store(site: &Site, store: Result<Store, Finding>) -> Vec<Finding> {
    let store = match store {
        Ok(store) => store,
        Err(finding) => return vec![finding],
    };
    let mut findings = Vec::new();
    match store.published().await {
        Ok(published) if published.is_empty() => {
            findings.push(Finding::missing("results", "compute them with `olivine run`"))
        }
        Ok(published) => {
            let newest = published.values().map(|table| table.as_of).max();
            let as_of = newest
                .map(|day| format!(", as of the end of {day}"))
                .unwrap_or_default();
            let tables = output::counted(published.len() as u64, "result table");
            findings.push(Finding::fine(format!("{tables}{as_of}")));
        }
        Err(error) => findings.push(Finding::failed("results", &error)),
    }
    match store.site().list_runs(age::RUNS_LOOKED_AT).await {
        Ok(runs) => findings.extend(age::look_at_runs(site, &runs, Utc::now().date_naive())),
        // The site's state is made by the first command that writes it.
        Err(StoreError::NotPublished { .. }) => {}
        Err(error) => findings.push(Finding::failed("runs", &error)),
    }
    findings.push(match store.site().list_users().await {
        Ok(users) if !users.is_empty() => Finding::fine(output::counted(users.len() as u64, "account")),
        // The site's state is made by the first command that writes it.
        Ok(_) | Err(StoreError::NotPublished { .. }) => {
            Finding::missing("accounts", "make one with `olivine user add NAME --staff`")
        }
        Err(error) => Finding::failed("accounts", &error),
    });
    let probe = site.path("data/.doctor");
    findings.push(
        match OpenOptions::new().create(true).truncate(true).write(true).open(&probe) {
            Ok(_) => {
                // What was made only to see whether it can be made goes again; if it stays, no harm is done.
                let _ = std::fs::remove_file(&probe);
                Finding::fine("the data folder can be written")
            }
            Err(error) => Finding::wrong(
                format!("the data folder cannot be written: {error}"),
                "let the user who runs olivine write there",
            ),
        },
    );
    findings
}
