//! Which reports are on, and who said so (`OV-94`).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::manifest::Manifest;

/// Which reports are on. What was switched on the site itself comes before what the settings say, and that before the
/// manifest.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    /// Ids that the settings turn off.
    pub off: BTreeSet<String>,
    /// Ids that the settings turn on although their manifest says off.
    pub on: BTreeSet<String>,
    /// Ids that were switched on the site itself.
    pub switched: BTreeMap<String, Switched>,
}

/// A report that was switched on the site itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switched {
    /// Whether it was switched on.
    pub on: bool,
    /// Who did it and why, in words.
    pub reason: String,
}

/// Who says whether a report is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SwitchedBy {
    /// Its manifest: as shipped.
    Manifest,
    /// The settings `reports.off` and `reports.on`.
    Settings,
    /// Somebody on the site, or the program when it stopped the report.
    Site,
}

impl Switches {
    /// Whether a report is on, and who says so.
    pub fn of(&self, manifest: &Manifest) -> (bool, SwitchedBy) {
        match self.switched.get(&manifest.id) {
            Some(switched) => (switched.on, SwitchedBy::Site),
            None => self.by_settings(manifest),
        }
    }

    /// The same without what was switched on the site.
    pub fn by_settings(&self, manifest: &Manifest) -> (bool, SwitchedBy) {
        if self.off.contains(&manifest.id) {
            (false, SwitchedBy::Settings)
        } else if self.on.contains(&manifest.id) {
            (true, SwitchedBy::Settings)
        } else {
            (manifest.enabled, SwitchedBy::Manifest)
        }
    }
}
