//! `olivine doctor`: what is missing, and what to do about it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::OpenOptions;
use std::process::ExitCode;

use olivine_failure::Failing;
use olivine_report::{Registry, Report};
use olivine_source::lms::LmsSource;
use olivine_store::StoreError;
use serde::Serialize;

use super::doctor_sign_in::look_at_sign_in;
use crate::cli::Cli;
use crate::exit::{Problem, code};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// One thing looked at.
#[derive(Debug, Serialize)]
pub struct Finding {
    what: String,
    state: State,
    advice: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Fine,
    Missing,
    Wrong,
}

impl Finding {
    pub(super) fn fine(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Fine,
            advice: String::new(),
        }
    }

    fn missing(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Missing,
            advice: advice.into(),
        }
    }

    pub(super) fn wrong(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            state: State::Wrong,
            advice: advice.into(),
        }
    }

    pub(super) fn failed(what: &str, error: &dyn Failing) -> Self {
        let failure = error.failure();
        Self::wrong(
            format!("{what}: {error}"),
            format!("{} ({})", failure.hint, failure.code),
        )
    }

    /// Whether something is not as it must be.
    pub fn is_wrong(&self) -> bool {
        self.state == State::Wrong
    }

    /// Whether nothing needs to be done.
    pub fn is_fine(&self) -> bool {
        self.state == State::Fine
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.state {
            State::Fine => "ok     ",
            State::Missing => "missing",
            State::Wrong => "wrong  ",
        };
        write!(f, "{mark}  {}", self.what)?;
        if self.advice.is_empty() {
            Ok(())
        } else {
            write!(f, "\n         → {}", self.advice)
        }
    }
}

/// Looks at everything that a site needs. The exit code tells whether something is wrong.
///
/// # Errors
/// None: what is wrong is a finding.
pub async fn doctor(cli: &Cli) -> Result<ExitCode, Problem> {
    let mut findings = Vec::new();
    match Site::open(&cli.site, &cli.overrides) {
        Ok(site) => {
            findings.push(Finding::fine(format!("settings of {}", site.settings.site.name)));
            findings.extend(advice_on_settings(&site));
            findings.extend(advice_on_parameters(&site).await);
            findings.extend(look_at_lake(&site).await);
            findings.extend(look_at_store(&site).await);
            findings.extend(look_at_reports(&site).await);
            findings.extend(look_at_sign_in(&site).await);
        }
        Err(error) => findings.push(Finding::failed("settings", &error)),
    }
    if cli.json {
        output::json(&findings);
    } else {
        for finding in &findings {
            output::say(&finding.to_string());
        }
    }
    let wrong = findings.iter().any(Finding::is_wrong);
    Ok(if wrong {
        ExitCode::from(code::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

/// What the settings name: files, folders, secrets.
pub fn advice_on_settings(site: &Site) -> Vec<Finding> {
    let settings = &site.settings;
    let mut findings = Vec::new();
    if settings.ingest.sources.is_empty() {
        findings.push(Finding::missing(
            "tracking logs",
            "set `ingest.sources`, or name files with `olivine ingest PATH…`",
        ));
    }
    for source in settings.ingest.sources.iter().filter(|source| !source.contains("://")) {
        let path = site.path(source);
        findings.push(match std::fs::metadata(&path) {
            Ok(_) => Finding::fine(format!("tracking logs at {}", path.display())),
            Err(error) => Finding::wrong(
                format!("tracking logs at {}: {error}", path.display()),
                "correct `ingest.sources`, or let the user who runs olivine read them",
            ),
        });
    }
    if settings.lms.database.is_empty() {
        let advice = "set `lms.database`: without LMS tables there are no demographics, geography and passing learners";
        findings.push(Finding::missing("LMS database", advice));
    } else if !LmsSource::is_database(&settings.lms.database) {
        let folder = site.path(&settings.lms.database);
        findings.push(if folder.is_dir() {
            Finding::fine(format!("LMS tables in {}", folder.display()))
        } else {
            Finding::wrong(format!("no folder {}", folder.display()), "correct `lms.database`")
        });
    }
    if settings.structure.url.is_empty() {
        let advice = "set `structure.url` to the LMS: until then courses and problems go by their keys, and there is no course completion";
        findings.push(Finding::missing("course structures", advice));
    }
    let geo = &settings.geo.database;
    if geo.as_os_str().is_empty() {
        let advice =
            "set `geo.database` to a country database (MaxMind DB format); until then every country is unknown";
        findings.push(Finding::missing("country database", advice));
    } else if site.path(geo).is_file() {
        findings.push(Finding::fine(format!("country database {}", geo.display())));
    } else {
        findings.push(Finding::wrong(
            format!("no file {}", site.path(geo).display()),
            "correct `geo.database`",
        ));
    }
    let secrets = settings.secrets().into_iter();
    for (key, secret) in secrets.filter(|(_, secret)| !secret.is_empty()) {
        findings.push(match secret.reveal(key, &site.dir) {
            Ok(_) => Finding::fine(format!("secret of {key}")),
            Err(error) => Finding::failed("secret", &error),
        });
    }
    findings
}

/// Parameters of single reports that no report has: a mistyped one that is silently ignored would be worse.
pub async fn advice_on_parameters(site: &Site) -> Vec<Finding> {
    let written = site.settings.report_parameters();
    if written.is_empty() {
        return Vec::new();
    }
    let registry = rooms::registry_at_rest(site).await;
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
        .map(|param| param.setting)
        .collect();
    let unknown = written.iter().filter(|key| !settings.contains(*key));
    unknown.map(|key| unknown_parameter(key, &registry, &reports)).collect()
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
        // The parameter is there, but follows a setting of its own.
        Some(param) => format!("set `{}` instead", param.setting),
        None => match nearest(name, params.iter().map(|param| param.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`olivine tasks --params` lists the parameters that there are".to_owned(),
        },
    };
    Finding::wrong(format!("setting `{key}`: the report has no such parameter"), advice)
}

/// The name that is most like a wrong one, if any is alike.
pub(super) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (strsim::jaro_winkler(wrong, name), name));
    let near = scored.filter(|(score, _)| *score > 0.7);
    near.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

async fn look_at_lake(site: &Site) -> Vec<Finding> {
    let lake = match rooms::lake(site).await {
        Ok(lake) => lake,
        Err(problem) => return vec![Finding::failed("lake", &*problem.error)],
    };
    match lake.status().await {
        Err(error) => vec![Finding::failed("lake", &error)],
        Ok(status) => {
            let events = status.tables.get("events");
            let mut findings = vec![match events {
                Some(events) => Finding::fine(format!("lake with {} events", output::grouped(events.rows))),
                None => Finding::missing("events in the lake", "take logs in with `olivine ingest`"),
            }];
            if !status.tables.keys().any(|table| table.starts_with("lms_")) {
                findings.push(Finding::missing(
                    "LMS snapshot in the lake",
                    "take one with `olivine import lms`",
                ));
            }
            let dead: u64 = status.tables.get("dead_letters").map_or(0, |table| table.rows);
            if let Some(events) = events.filter(|events| dead * 100 > events.rows) {
                let share = 100.0 * dead as f64 / (events.rows + dead) as f64;
                let advice =
                    "see why: olivine query --on lake \"select reason, count(*) from dead_letters group by reason\"";
                findings.push(Finding::missing(
                    format!("{share:.1} % of the lines could not be understood"),
                    advice,
                ));
            }
            findings
        }
    }
}

async fn look_at_store(site: &Site) -> Vec<Finding> {
    let store = match rooms::store_at_rest(site).await {
        Ok(store) => store,
        Err(problem) => return vec![Finding::failed("result store", &*problem.error)],
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
            findings.push(Finding::fine(format!("{} result tables{as_of}", published.len())));
        }
        Err(error) => findings.push(Finding::failed("results", &error)),
    }
    findings.push(match store.site().list_users().await {
        Ok(users) if !users.is_empty() => Finding::fine(format!("{} accounts", users.len())),
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

async fn look_at_reports(site: &Site) -> Vec<Finding> {
    let registry = rooms::registry_at_rest(site).await;
    let mut findings = vec![Finding::fine(format!("{} reports are on", registry.reports().len()))];
    for problem in registry.broken().iter().flat_map(|broken| &broken.problems) {
        findings.push(Finding::wrong(
            problem.to_string(),
            "mend it (`olivine report check DIR`) or take it out of `reports.plugins`",
        ));
    }
    findings
}
