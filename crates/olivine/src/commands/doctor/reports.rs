//! The reports of a site, and what the settings say of them.

use std::collections::BTreeSet;

use chrono::Utc;
use olivine_report::{Registry, Report};
use olivine_run::{RunError, unusable_parameters};

use super::finding::Finding;
use crate::output;
use crate::settings::Site;
use crate::stopped;

/// What the settings say of reports that there are not: a mistyped name that is silently ignored would be worse.
pub fn advice_on_reports(site: &Site, registry: &Registry) -> Vec<Finding> {
    let mut findings = switches(site, registry);
    findings.extend(parameters(site, registry));
    findings
}

/// Ids in `reports.on` and `reports.off` that switch nothing.
fn switches(site: &Site, registry: &Registry) -> Vec<Finding> {
    let reports = &site.settings.reports;
    let mut findings = Vec::new();
    for (key, ids) in [("reports.on", &reports.on), ("reports.off", &reports.off)] {
        let unknown = ids.iter().filter(|id| registry.any_report(id).is_none());
        findings.extend(unknown.map(|id| unknown_report(key, id, registry)));
    }
    let in_both = reports.on.iter().filter(|id| reports.off.contains(id));
    findings.extend(in_both.map(|id| {
        Finding::wrong(
            format!("`{id}` stands in `reports.on` and in `reports.off`"),
            "take it out of one of them; until then it is off",
        )
    }));
    findings
}

fn unknown_report(key: &str, id: &str, registry: &Registry) -> Finding {
    let listing = registry.listing();
    let advice = match nearest(id, listing.iter().map(|line| line.id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`olivine report list` shows the reports that there are".to_owned(),
    };
    Finding::wrong(format!("setting `{key}`: there is no report `{id}`"), advice)
}

/// Parameters of single reports that no report has: a mistyped one that is silently ignored would be worse.
fn parameters(site: &Site, registry: &Registry) -> Vec<Finding> {
    let written = site.settings.report_parameters();
    if written.is_empty() {
        return Vec::new();
    }
    let broken = registry.broken().iter().filter_map(|broken| broken.report.as_deref());
    let reports: Vec<&Report> = registry
        .reports()
        .iter()
        .chain(registry.reports_off())
        .chain(broken)
        .collect();
    let settings: BTreeSet<String> = reports
        .iter()
        .flat_map(|report| registry.params(report))
        .filter_map(|param| param.setting)
        .collect();
    let unknown = written.iter().filter(|key| !settings.contains(*key));
    unknown.map(|key| unknown_parameter(key, registry, &reports)).collect()
}

fn unknown_parameter(key: &str, registry: &Registry, reports: &[&Report]) -> Finding {
    let own = key.strip_prefix("report.").unwrap_or(key);
    let (id, name) = own.rsplit_once('.').unwrap_or((own, ""));
    let Some(report) = reports.iter().find(|report| report.manifest.id == id) else {
        let ids = reports.iter().map(|report| report.manifest.id.as_str());
        let advice = match nearest(id, ids) {
            Some(near) => format!("did you mean `[report.\"{near}\"]`?"),
            None => "`olivine report list` shows the reports that there are".to_owned(),
        };
        return Finding::wrong(format!("setting `{key}`: there is no report `{id}`"), advice);
    };
    let params = registry.params(report);
    let advice = match params.iter().find(|param| param.name == name) {
        // The parameter is there, but follows a setting of its own, or none.
        Some(param) => match &param.setting {
            Some(setting) => format!("set `{setting}` instead"),
            None => format!("a run finds it: {}", param.given_by()),
        },
        None => match nearest(name, params.iter().map(|param| param.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`olivine tasks --params` lists the parameters that there are".to_owned(),
        },
    };
    Finding::wrong(format!("setting `{key}`: the report has no such parameter"), advice)
}

/// The name that is most like a wrong one, if any is alike.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (strsim::jaro_winkler(wrong, name), name));
    let near = scored.filter(|(score, _)| *score > 0.7);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

/// Which reports are on, and what is wrong with those that cannot be.
pub fn look_at_reports(site: &Site, registry: &Registry) -> Vec<Finding> {
    let on = output::counted(registry.reports().len() as u64, "report");
    let mut findings = vec![Finding::fine(format!("{on} on"))];
    for problem in registry.broken().iter().flat_map(|broken| &broken.problems) {
        findings.push(Finding::wrong(
            problem.to_string(),
            "mend it (`olivine report check DIR`) or take it out of `reports.plugins`",
        ));
    }
    let switches = &registry.switches().switched;
    for report in registry.reports_off() {
        let id = &report.manifest.id;
        if let Some(stop) = switches.get(id).filter(|switched| stopped::is_stop(&switched.reason)) {
            findings.push(Finding::wrong(
                format!("{id} is off: {}", stop.reason),
                "mend it, or raise the limits of `reports.task_…`: the next run tries it again",
            ));
        }
    }
    findings.extend(values(site, registry));
    findings
}

/// Settings of which it is said already that they are no days.
const DAYS: [&str; 2] = ["run.from", "run.to"];

/// Values of parameters that a run would refuse; of a setting that several reports follow, once.
fn values(site: &Site, registry: &Registry) -> Vec<Finding> {
    let value = |key: &str| site.value(key);
    let origin = |key: &str| site.origin(key);
    let settings = olivine_run::Settings {
        value: &value,
        origin: &origin,
    };
    let makes_files = !site.settings.files.url.is_empty();
    let today = Utc::now().date_naive();
    let mut told: BTreeSet<String> = DAYS.map(str::to_owned).into();
    let mut findings = Vec::new();
    for report in registry.reports() {
        for error in unusable_parameters(registry, report, &settings, makes_files, today) {
            let is_new = match &error {
                RunError::Parameter { setting, .. } => told.insert(setting.clone()),
                _ => true,
            };
            if is_new {
                findings.push(Finding::failed(&report.manifest.id, &error));
            }
        }
    }
    findings
}
