//! All reports of a site with their state and the reason for it, for those who look after the site.

use serde::Serialize;

use crate::manifest::Audience;
use crate::registry::Registry;
use crate::report::{Origin, Report};
use crate::switches::SwitchedBy;

/// How a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportState {
    /// It is served and computed.
    On,
    /// It has no page, no menu entry, no API route and no task.
    Off,
    /// It does not pass the checks; as if off.
    Broken,
}

/// A report of a site.
#[derive(Debug, Clone, Serialize)]
pub struct Listed {
    /// Its id; the folder where the manifest cannot be read.
    pub id: String,
    /// How it stands.
    pub state: ReportState,
    /// Why, in words; empty for one that is on as shipped.
    pub reason: String,
    /// Version in its manifest.
    pub version: Option<u32>,
    /// Title in its manifest.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// Who may read it.
    pub audience: Option<Audience>,
    /// `built in`, or the folder of a plugin.
    pub origin: String,
    /// Whether it is a plugin.
    pub plugin: bool,
}

impl Registry {
    /// All reports: those that are on, those that are off, those that are broken; each group by id.
    pub fn listing(&self) -> Vec<Listed> {
        let sound = |state| move |report: &Report| self.listed(report, state);
        let mut lines: Vec<Listed> = self.reports().iter().map(sound(ReportState::On)).collect();
        lines.extend(self.reports_off().iter().map(sound(ReportState::Off)));
        lines.extend(self.broken().iter().map(|broken| {
            let problems: Vec<String> = broken
                .problems
                .iter()
                .map(|problem| format!("{}: {}", problem.place, problem.what))
                .collect();
            let manifest = broken.report.as_ref().map(|report| &report.manifest);
            let named = broken.problems.first().map(|problem| problem.report.clone());
            Listed {
                id: manifest.map_or_else(|| named.unwrap_or_default(), |manifest| manifest.id.clone()),
                state: ReportState::Broken,
                reason: problems.join("; ").trim_start_matches(": ").to_owned(),
                version: manifest.map(|manifest| manifest.version),
                title: manifest.map(|manifest| manifest.title.clone()).unwrap_or_default(),
                question: manifest.map(|manifest| manifest.question.clone()).unwrap_or_default(),
                audience: manifest.map(|manifest| manifest.audience),
                origin: broken.origin.to_string(),
                plugin: broken.origin != Origin::BuiltIn,
            }
        }));
        lines.sort_by(|a, b| (a.state as u8, &a.id).cmp(&(b.state as u8, &b.id)));
        lines
    }

    fn listed(&self, report: &Report, state: ReportState) -> Listed {
        let manifest = &report.manifest;
        let (on, by) = self.switches().of(manifest);
        let reason = match (on, by) {
            (true, SwitchedBy::Manifest) => String::new(),
            (false, SwitchedBy::Manifest) => "off as shipped".to_owned(),
            (true, SwitchedBy::Settings) => "on by the setting `reports.on`".to_owned(),
            (false, SwitchedBy::Settings) => "off by the setting `reports.off`".to_owned(),
            (_, SwitchedBy::Site) => {
                let switched = self.switches().switched.get(&manifest.id);
                switched.map(|switched| switched.reason.clone()).unwrap_or_default()
            }
        };
        Listed {
            id: manifest.id.clone(),
            state,
            reason,
            version: Some(manifest.version),
            title: manifest.title.clone(),
            question: manifest.question.clone(),
            audience: Some(manifest.audience),
            origin: report.origin.to_string(),
            plugin: report.origin != Origin::BuiltIn,
        }
    }
}
