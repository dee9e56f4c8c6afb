//! What a run will do, and why.

mod inputs;
mod planner;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use olivine_engine::ScalarValue;
use olivine_lake::{FileArea, Fingerprint};
use serde::Serialize;

use crate::dates;
use crate::error::RunError;
use crate::files::FileStep;
use crate::limits::TaskLimits;
use crate::params::{TaskParams, Unusable};
use crate::reason::Reason;

pub(crate) use inputs::Inputs;
pub(crate) use planner::Planner;

/// The table of events.
pub(crate) const EVENTS: &str = "events";

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// First day, instead of the setting.
    pub from: Option<String>,
    /// Day after the last one, instead of the setting.
    pub to: Option<String>,
    /// Compute also what has not changed.
    pub force: bool,
    /// Tasks to run, with the facts they need; empty: all.
    pub only: BTreeSet<String>,
    /// The time of the run, from which relative dates are taken; now when not given.
    pub now: Option<DateTime<Utc>>,
    /// Where files go that are made from tables; none are made without it.
    pub files: Option<FileArea>,
    /// How much a task of a plugin may take.
    pub plugin_limits: TaskLimits,
}

impl RunOptions {
    /// Refuses an end that is still to come, for those who ask by hand: results would count days that nobody has lived.
    ///
    /// # Errors
    /// The end that was asked for is after tomorrow, which somewhere has begun already.
    pub fn check_end(&self) -> Result<(), RunError> {
        let today = self.now.unwrap_or_else(Utc::now).date_naive();
        let asked = self.to.as_deref().and_then(|text| dates::day(text, today));
        match asked {
            Some(to) if to > today.succ_opt().unwrap_or(today) => {
                Err(wrong("to", "run.to", format!("{to} is after today")))
            }
            _ => Ok(()),
        }
    }
}

/// What a run will do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// One step for each task, in order.
    pub steps: Vec<Step>,
    /// One step for the files of each declaration.
    pub files: Vec<FileStep>,
    /// Last complete day of the results.
    pub as_of: NaiveDate,
    pub(crate) inputs: Inputs,
    pub(crate) now: DateTime<Utc>,
    pub(crate) force: bool,
}

/// What will become of a task.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The task.
    pub task: String,
    /// The report it belongs to.
    pub report: String,
    /// The table it fills.
    pub table: String,
    /// What will be done.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// The parameters it binds.
    pub params: Vec<TaskParams>,
    #[serde(skip)]
    pub(crate) bound: BTreeMap<String, ScalarValue>,
    /// A parameter without a usable value: the task fails, and no other.
    #[serde(skip)]
    pub(crate) unusable: Option<Unusable>,
    /// What its result will have been computed from, as kept with a published table.
    #[serde(skip)]
    pub(crate) ingredients: String,
}

impl Step {
    /// Fails where a parameter that the task binds has no usable value.
    pub(crate) fn check_params(&self) -> Result<(), RunError> {
        match &self.unusable {
            Some(unusable) => Err(unusable.clone().into()),
            None => Ok(()),
        }
    }
}

/// What will be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Action {
    /// Facts of some days.
    Days {
        /// Days to compute, with the fingerprint of what each is computed from.
        #[serde(skip)]
        compute: BTreeMap<NaiveDate, Fingerprint>,
        /// Days to drop.
        drop: BTreeSet<NaiveDate>,
    },
    /// A whole result table.
    Whole,
    /// A table that only other tasks of this run read.
    Working,
    /// Nothing.
    Skip,
}

fn wrong(name: &str, setting: &str, reason: String) -> RunError {
    RunError::Parameter {
        name: name.to_owned(),
        setting: setting.to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_is_still_to_come_is_refused() {
        for (to, fits) in [("today", true), ("2024-03-07", true), ("2024-03-08", false)] {
            let options = RunOptions {
                to: Some(to.to_owned()),
                now: Some("2024-03-06T12:00:00Z".parse().unwrap()),
                ..RunOptions::default()
            };
            assert_eq!(options.check_end().is_ok(), fits, "{to}");
        }
    }
}
