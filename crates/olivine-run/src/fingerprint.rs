//! What a result was computed from, in a form that can be compared part by part.

use std::collections::BTreeMap;

use olivine_lake::Fingerprint;
use serde::{Deserialize, Serialize};

use crate::reason::Change;

/// What a task's result was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ingredients {
    /// SQL, declaration of the table, version of the report.
    task: String,
    /// Values of the parameters that the SQL binds.
    params: BTreeMap<String, String>,
    /// Fingerprints of the tables it reads.
    inputs: BTreeMap<String, String>,
}

impl Ingredients {
    pub(crate) fn new(task: &str, params: BTreeMap<String, String>, inputs: BTreeMap<String, String>) -> Self {
        Self {
            task: Fingerprint::of_bytes(task.as_bytes()).to_string(),
            params,
            inputs,
        }
    }

    /// One value for all of it.
    pub(crate) fn sum(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.to_text().as_bytes())
    }

    /// The form kept with a published table.
    pub(crate) fn to_text(&self) -> String {
        // A struct of texts always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The kept form of what was computed without one of its inputs: it differs from any with it, so that the table is
    /// computed again when the input is there.
    pub(crate) fn text_without(text: &str, missing: &str) -> String {
        let Ok(mut ingredients) = serde_json::from_str::<Self>(text) else {
            return String::new();
        };
        ingredients.inputs.insert(missing.to_owned(), "failed".to_owned());
        ingredients.to_text()
    }

    /// What differs from the ingredients of the published table.
    pub(crate) fn changes_since(&self, published: &str) -> Vec<Change> {
        let Ok(before) = serde_json::from_str::<Self>(published) else {
            return vec![Change::Task];
        };
        let mut changes = Vec::new();
        if self.task != before.task {
            changes.push(Change::Task);
        }
        for (name, value) in &self.params {
            if before.params.get(name) != Some(value) {
                let before = before.params.get(name).cloned();
                changes.push(Change::Param {
                    name: name.clone(),
                    before,
                    now: value.clone(),
                });
            }
        }
        for (table, value) in &self.inputs {
            if before.inputs.get(table) != Some(value) {
                changes.push(Change::Input { table: table.clone() });
            }
        }
        let same_names = self.params.keys().eq(before.params.keys()) && self.inputs.keys().eq(before.inputs.keys());
        if changes.is_empty() && !same_names {
            changes.push(Change::Task);
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(task: &str, to: &str, input: &str) -> Ingredients {
        let pair = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
        Ingredients::new(task, pair("to", to), pair("events", input))
    }

    #[test]
    fn changes_are_named() {
        let before = of("select 1", "2026-01-01", "a");
        assert_eq!(before.changes_since(&before.to_text()), []);
        assert_eq!(
            of("select 2", "2026-01-01", "a").changes_since(&before.to_text()),
            [Change::Task]
        );
        assert_eq!(
            of("select 1", "2026-01-02", "b").changes_since(&before.to_text()),
            [
                Change::Param {
                    name: "to".into(),
                    before: Some("2026-01-01".into()),
                    now: "2026-01-02".into()
                },
                Change::Input { table: "events".into() }
            ]
        );
        assert_eq!(before.changes_since("of another program"), [Change::Task]);
    }
}
