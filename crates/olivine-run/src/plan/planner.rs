//! How a plan is made.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Utc};
use olivine_lake::{Fingerprint, Lake, TableSnapshot};
use olivine_report::manifest::{Grain, Task};
use olivine_report::{Registry, Report, is_fact_table, is_working_table};
use olivine_store::{Published, Store};

use super::{Action, EVENTS, Inputs, Plan, RunOptions, Step, wrong};
use crate::dates;
use crate::error::RunError;
use crate::files::{FilePlanner, FileStep};
use crate::fingerprint::Ingredients;
use crate::params::{self, Overrides, RunDays, Settings, TaskParams};
use crate::reason::Reason;

/// What a plan is made from.
pub(crate) struct Planner<'a> {
    pub(crate) lake: &'a Lake,
    pub(crate) store: &'a Store,
    pub(crate) registry: &'a Registry,
    pub(crate) settings: &'a Settings<'a>,
    /// Which country database answers `country_code`.
    pub(crate) country_edition: String,
}

impl Planner<'_> {
    pub(crate) async fn plan(&self, options: &RunOptions) -> Result<Plan, RunError> {
        let now = options.now.unwrap_or_else(Utc::now);
        let overrides = overrides_of(options);
        let today = now.date_naive();
        let to = self.end(&overrides, today)?;
        let inputs = Inputs::of(self.lake, self.registry, self.end_of_inputs(to)).await?;
        let published = self.store.published().await?;
        let wanted = self.wanted(&options.only);

        let mut fingerprints = inputs.fingerprints();
        let mut steps: Vec<Step> = Vec::new();
        for (report, name, task) in self
            .registry
            .tasks_in_order()
            .filter(|(_, name, _)| wanted.contains(*name))
        {
            let days = RunDays {
                today,
                import_date: inputs.import_date(&task.reads),
            };
            let values = params::bound(self.registry, report, task, self.settings, &overrides, days);
            let (bound, params, unusable) = match values {
                Ok((bound, params)) => (bound, params, None),
                Err(unusable) => (BTreeMap::new(), Vec::new(), Some(unusable)),
            };
            let ingredients = ingredients_of(report, name, task, &params, &fingerprints, &self.country_edition);
            let (action, reason) = match task.grain {
                Grain::Day => {
                    let (action, reason, whole) = self.day_action(task, &ingredients, &inputs, options.force).await?;
                    fingerprints.insert(task.into.clone(), whole);
                    (action, reason)
                }
                Grain::Whole => {
                    fingerprints.insert(task.into.clone(), ingredients.sum().to_string());
                    whole_action(task, &ingredients, published.get(&task.into), options.force)
                }
            };
            steps.push(Step {
                task: name.to_owned(),
                report: report.manifest.id.clone(),
                table: task.into.clone(),
                action,
                reason,
                params,
                bound,
                unusable,
                ingredients: ingredients.to_text(),
            });
        }
        let files = match &options.files {
            Some(area) => {
                let planner = FilePlanner {
                    registry: self.registry,
                    store: self.store,
                    settings: self.settings,
                    overrides: &overrides,
                    days: RunDays {
                        today,
                        import_date: inputs.import_date(inputs.import_dates.keys()),
                    },
                };
                planner.plan(area, &fingerprints, options.force).await?
            }
            None => Vec::new(),
        };
        self.settle_working_tables(&mut steps, &files);
        let as_of = to.pred_opt().unwrap_or(to);
        Ok(Plan {
            steps,
            files,
            as_of,
            inputs,
            now,
            force: options.force,
        })
    }

    /// The first day that no task sees. Where days are those of the wall clock, a complete day has events of the next one in UTC.
    fn end_of_inputs(&self, to: NaiveDate) -> NaiveDate {
        let by_wall_clock = (self.settings.value)("compat.time")
            .and_then(|value| value.as_bool())
            .unwrap_or(false);
        if by_wall_clock { to.succ_opt().unwrap_or(to) } else { to }
    }

    /// The day after the last day of the results.
    fn end(&self, overrides: &Overrides, today: NaiveDate) -> Result<NaiveDate, RunError> {
        let to = self.day_of("to", "run.to", overrides, today)?.unwrap_or(today);
        let from = self.day_of("from", "run.from", overrides, today)?;
        check_interval(from, to)?;
        Ok(to)
    }

    /// A day as the command line or a setting gives it; none where neither does.
    fn day_of(
        &self,
        name: &str,
        setting: &str,
        overrides: &Overrides,
        today: NaiveDate,
    ) -> Result<Option<NaiveDate>, RunError> {
        let text = overrides.get(setting).cloned();
        let text = text.or_else(|| (self.settings.value)(setting)?.as_str().map(str::to_owned));
        let Some(text) = text else { return Ok(None) };
        match dates::day(&text, today) {
            Some(day) => Ok(Some(day)),
            None => Err(wrong(name, setting, format!("`{text}` is not a date"))),
        }
    }

    /// The tasks asked for and everything they read from.
    fn wanted(&self, only: &BTreeSet<String>) -> BTreeSet<String> {
        let all: Vec<(&str, &Task)> = self
            .registry
            .tasks_in_order()
            .map(|(_, name, task)| (name, task))
            .collect();
        if only.is_empty() {
            return all.iter().map(|(name, _)| (*name).to_owned()).collect();
        }
        let mut wanted = only.clone();
        // Backwards through the order, whoever makes what a wanted task reads is wanted too.
        for (name, task) in all.iter().rev() {
            let read_by_wanted = all
                .iter()
                .any(|(other, reader)| wanted.contains(*other) && reader.reads.contains(&task.into));
            if read_by_wanted {
                wanted.insert((*name).to_owned());
            }
        }
        wanted
    }

    /// What is to be done for facts; also a fingerprint of what all their days will have been computed from.
    async fn day_action(
        &self,
        task: &Task,
        ingredients: &Ingredients,
        inputs: &Inputs,
        force: bool,
    ) -> Result<(Action, Reason, String), RunError> {
        let events = inputs
            .lake
            .get(EVENTS)
            .map(TableSnapshot::fingerprint_by_date)
            .unwrap_or_default();
        let base = ingredients.sum();
        let source_of = |day: Fingerprint| Fingerprint::of_bytes(format!("{base} {day}").as_bytes());
        let expected: BTreeMap<NaiveDate, Fingerprint> =
            events.into_iter().map(|(date, day)| (date, source_of(day))).collect();
        let known = self.lake.fact_fingerprints(&task.into).await?;
        let compute: BTreeMap<NaiveDate, Fingerprint> = expected
            .iter()
            .filter(|(date, source)| force || known.get(date) != Some(source))
            .map(|(date, source)| (*date, *source))
            .collect();
        let drop: BTreeSet<NaiveDate> = known
            .keys()
            .filter(|date| !inputs.event_days.contains(date))
            .copied()
            .collect();
        let whole = expected
            .iter()
            .map(|(date, source)| format!("{date} {source}\n"))
            .collect::<String>();
        let whole = Fingerprint::of_bytes(whole.as_bytes()).to_string();
        if compute.is_empty() && drop.is_empty() {
            return Ok((Action::Skip, Reason::Current, whole));
        }
        let reason = if force {
            Reason::Forced
        } else if known.is_empty() {
            Reason::First
        } else {
            Reason::Days {
                compute: compute.len(),
                drop: drop.len(),
                current: expected.len() - compute.len(),
            }
        };
        Ok((Action::Days { compute, drop }, reason, whole))
    }

    /// Working tables are computed when a task that is computed reads them or files are made from them, from the last task back.
    fn settle_working_tables(&self, steps: &mut [Step], files: &[FileStep]) {
        for at in (0..steps.len()).rev() {
            let table = &steps[at].table;
            // Results that other tasks read are computed again for them, unless they are computed anyway.
            let is_result = !is_working_table(table) && !is_fact_table(table);
            let may_be_read = is_working_table(table) || (is_result && steps[at].action == Action::Skip);
            if !may_be_read {
                continue;
            }
            let reads = |step: &&Step| {
                let task = self.registry.task(&step.task);
                step.action != Action::Skip && task.is_some_and(|(_, task)| task.reads.contains(table))
            };
            let tasks = steps[at + 1..].iter().filter(reads).map(|step| step.task.clone());
            let made = files.iter().filter(|file| file.make && file.table == *table);
            let by: Vec<String> = tasks.chain(made.map(|file| file.file.clone())).collect();
            let step = &mut steps[at];
            if !by.is_empty() {
                step.action = Action::Working;
                step.reason = Reason::Needed { by };
            } else if !is_result {
                step.action = Action::Skip;
                step.reason = Reason::NotNeeded;
            }
        }
    }
}

/// Refuses days of which there can be no results: some tables would be empty, and others go by one end only.
fn check_interval(from: Option<NaiveDate>, to: NaiveDate) -> Result<(), RunError> {
    match from {
        Some(from) if from >= to => Err(wrong(
            "from",
            "run.from",
            format!("{from} is not before {to}, the day after the last one"),
        )),
        _ => Ok(()),
    }
}

fn overrides_of(options: &RunOptions) -> Overrides {
    let given = [("run.from", &options.from), ("run.to", &options.to)];
    given
        .into_iter()
        .filter_map(|(setting, text)| Some((setting.to_owned(), text.clone()?)))
        .collect()
}

/// Facts depend on events day by day: for them the events as a whole are no ingredient.
fn ingredients_of(
    report: &Report,
    name: &str,
    task: &Task,
    params: &[TaskParams],
    fingerprints: &BTreeMap<String, String>,
    country_edition: &str,
) -> Ingredients {
    let sql = report.task_sql(name).unwrap_or_default();
    let table = report.manifest.tables.get(&task.into);
    let declaration = serde_json::to_string(&table).unwrap_or_default();
    // The functions that SQL calls belong to the program, and one of them to a database that is renewed now and then.
    let program = env!("CARGO_PKG_VERSION");
    let countries = if sql.contains("country_code(") {
        country_edition
    } else {
        ""
    };
    let text = format!(
        "{name}\n{}\n{sql}\n{declaration}\n{program}\n{countries}",
        report.manifest.version
    );
    let params = params
        .iter()
        .map(|param| (param.name.clone(), param.value.clone()))
        .collect();
    let by_day = |input: &String| task.grain == Grain::Day && input == EVENTS;
    let absent = || "absent".to_owned();
    let inputs = task.reads.iter().filter(|input| !by_day(input));
    let inputs = inputs.map(|input| (input.clone(), fingerprints.get(input).cloned().unwrap_or_else(absent)));
    Ingredients::new(&text, params, inputs.collect())
}

fn whole_action(
    task: &Task,
    ingredients: &Ingredients,
    published: Option<&Published>,
    force: bool,
) -> (Action, Reason) {
    if is_working_table(&task.into) {
        return (Action::Working, Reason::NotNeeded);
    }
    let Some(published) = published else {
        return (Action::Whole, Reason::First);
    };
    if force {
        return (Action::Whole, Reason::Forced);
    }
    let changes = ingredients.changes_since(&published.fingerprint);
    if changes.is_empty() {
        (Action::Skip, Reason::Current)
    } else {
        (Action::Whole, Reason::Changed { changes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_begins_before_it_ends() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let table = [
            (Some("2024-03-05"), true),
            (None, true),
            (Some("2024-03-06"), false),
            (Some("2024-03-07"), false),
        ];
        for (from, fits) in table {
            let checked = check_interval(from.map(day), day("2024-03-06"));
            assert_eq!(checked.is_ok(), fits, "{from:?}");
        }
    }
}
