//! Plugins that the program switched off because they took more than they may, would have shown who people are, or have SQL that does
//! not work: it would be so in every pass. What they were stopped under is kept beside the switch, which holds as long as nothing of
//! that has changed.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use olivine_report::{Registry, Report};
use olivine_run::FailureRecord;
use olivine_store::{Store, StoreError};
use serde_json::{Value, json};

use crate::exit::Problem;
use crate::rooms::{self, Rooms};
use crate::settings::Site;

/// Beginning of the names under which it is kept what plugins were stopped under.
const STOPPED: &str = "report/stopped/";

/// How the reasons of such switches begin.
const STOPPED_IN_RUN: &str = "stopped in run ";

/// Whether a reason for a switch is that the program stopped the report.
pub fn is_stop(reason: &str) -> bool {
    reason.starts_with(STOPPED_IN_RUN)
}

/// Switches a plugin off that failed so in this run.
///
/// # Errors
/// What stops a write.
pub async fn stop(
    site: &Site,
    rooms: &Rooms,
    report: &Report,
    run_id: &str,
    failure: &FailureRecord,
) -> Result<(), Problem> {
    let id = &report.manifest.id;
    let reason = format!("{STOPPED_IN_RUN}{run_id}: {} ({})", failure.text, failure.code);
    let kept = json!({ "reason": reason, "under": circumstances(site, &rooms.registry) });
    let state = rooms.store.site();
    state.set_value(&format!("{STOPPED}{id}"), &kept).await?;
    state.switch_report(id, Some((false, &reason))).await?;
    Ok(())
}

/// Forgets what a plugin was stopped under, when it goes.
///
/// # Errors
/// What stops a write.
pub async fn forget(store: &Store, id: &str) -> Result<(), StoreError> {
    store.site().set_value(&format!("{STOPPED}{id}"), &Value::Null).await
}

/// The stopped plugins that are to be tried again: plugins, limits or the program are not those of then. One that somebody
/// switched off since stays off.
///
/// # Errors
/// What stops a read.
pub async fn to_try_again(site: &Site, store: &Store, registry: &Registry) -> Result<BTreeSet<String>, StoreError> {
    let mut again = BTreeSet::new();
    let now = circumstances(site, registry);
    for report in registry.reports_off().iter().filter(|report| report.is_plugin()) {
        let id = &report.manifest.id;
        let Some(switched) = registry.switches().switched.get(id) else {
            continue;
        };
        let Some(kept) = store.site().value(&format!("{STOPPED}{id}")).await? else {
            continue;
        };
        let is_stopped = kept["reason"]
            .as_str()
            .is_some_and(|reason| switched.reason.starts_with(reason));
        if is_stopped && kept["under"] != now {
            again.insert(id.clone());
        }
    }
    Ok(again)
}

/// What decides whether a plugin works and keeps to its limits, as far as people can change it: limits, and the files of all plugins,
/// since one may read what another makes. Another compiler may give another text: then it is tried once more.
fn circumstances(site: &Site, registry: &Registry) -> String {
    let limits = rooms::task_limits(site);
    let engine = rooms::engine(site).memory_bytes;
    let memory = limits.memory_bytes.map(|bytes| bytes.min(engine));
    let mut hasher = DefaultHasher::new();
    (env!("CARGO_PKG_VERSION"), limits.time, memory, limits.rows).hash(&mut hasher);
    let broken = registry.broken().iter().filter_map(|broken| broken.report.as_deref());
    let all = registry.reports().iter().chain(registry.reports_off()).chain(broken);
    let mut plugins: Vec<&Report> = all.filter(|report| report.is_plugin()).collect();
    plugins.sort_by(|a, b| a.manifest.id.cmp(&b.manifest.id));
    for file in plugins.iter().flat_map(|report| report.files()) {
        file.hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}
