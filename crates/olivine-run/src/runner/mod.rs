//! Runs a plan: facts first, then tables, then one publish.

mod contained;
mod output_files;
mod publish;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use arrow::array::RecordBatch;
use chrono::{Days, Utc};
use olivine_engine::SessionOptions;
use olivine_engine::country::CountryDatabase;
use olivine_failure::Failing;
use olivine_lake::Lake;
use olivine_report::Registry;
use olivine_store::site::runs::RunStatus;
use olivine_store::{Published, Store};
use tracing::{info, warn};

use crate::compute::Computation;
use crate::error::RunError;
use crate::facts;
use crate::fingerprint::Ingredients;
use crate::limits::TaskLimits;
use crate::params::Settings;
use crate::plan::{Action, EVENTS, Plan, Planner, RunOptions, Step};
use crate::reason::Reason;
use crate::record::{FailureRecord, Outcome, RunSummary, TaskRecord};

use contained::contained;
use output_files::make_files;
use publish::Ready;

pub use watch::Watch;

/// How long the record of a run is kept.
const KEPT_RECORDS: Days = Days::new(400);

/// Plans and runs the tasks of a site.
pub struct Runner<'a> {
    /// Events, facts and LMS snapshots.
    pub lake: &'a Lake,
    /// Results and run records.
    pub store: &'a Store,
    /// The reports that are on.
    pub registry: &'a Registry,
    /// How SQL runs.
    pub engine: SessionOptions,
    /// Values of settings.
    pub settings: Settings<'a>,
}

impl Runner<'_> {
    /// What a run would do now.
    ///
    /// # Errors
    /// The lake or the store cannot be read, or a parameter has no usable value.
    pub async fn plan(&self, options: &RunOptions) -> Result<Plan, RunError> {
        self.planner().plan(options).await
    }

    /// What tells one country database from another. One that cannot be read fails the tasks that need it, not the plan.
    fn country_edition(&self) -> String {
        let database = self.engine.geo_database.as_deref();
        let edition = database.map(|path| CountryDatabase::open(path).map(|database| database.edition()));
        match edition {
            None => "none".to_owned(),
            Some(Ok(edition)) => edition,
            Some(Err(_)) => "unreadable".to_owned(),
        }
    }

    fn planner(&self) -> Planner<'_> {
        Planner {
            lake: self.lake,
            store: self.store,
            registry: self.registry,
            settings: &self.settings,
            country_edition: self.country_edition(),
        }
    }

    /// Computes one table of a report without publishing it, with the facts it needs brought up to date.
    ///
    /// # Errors
    /// As [`Runner::run`]; here the failure of any task ends it.
    pub async fn compute_table(&self, table: &str, options: &RunOptions) -> Result<Vec<RecordBatch>, RunError> {
        let task = self
            .registry
            .tasks_in_order()
            .find(|(_, _, task)| task.into == table)
            .map(|(_, name, _)| name);
        let only = task.map(|name| BTreeSet::from([name.to_owned()])).unwrap_or_default();
        let plan = self
            .plan(&RunOptions {
                only,
                force: false,
                ..options.clone()
            })
            .await?;
        let _held = self.lake.lock()?;
        let mut computation = Computation::new(self.lake, self.registry, &self.engine, plan.inputs)?;
        let mut made = None;
        for step in &plan.steps {
            match &step.action {
                Action::Days { .. } => {
                    self.compute_facts(&computation, step, &()).await?;
                }
                _ if olivine_report::is_fact_table(&step.table) => {}
                _ => made = computation.compute(step).await?,
            }
        }
        match made {
            Some(made) => made.batches()?.collect(),
            None => Ok(Vec::new()),
        }
    }

    /// Plans and runs. A failed task leaves what was there before; tasks that do not read from it run all the same.
    ///
    /// # Errors
    /// Another run holds the site; the lake or the store cannot be used at all; the results cannot be published. Failures of single
    /// tasks are in the summary.
    pub async fn run(&self, options: &RunOptions, watch: &dyn Watch) -> Result<RunSummary, RunError> {
        let _held = self.lake.lock()?;
        let plan = self.plan(options).await?;
        let run_id = Utc::now().format("%Y%m%dT%H%M%S%3fZ").to_string();
        let site = self.store.site();
        let lake_versions = plan
            .inputs
            .lake
            .iter()
            .map(|(table, snapshot)| (table.clone(), snapshot.version))
            .collect();
        let mut left_out = BTreeMap::new();
        let taken_in = |table: &&String| *table == EVENTS || table.starts_with("lms_");
        for table in plan.inputs.lake.keys().filter(taken_in) {
            let counts = self.lake.left_out(table).await?;
            if !counts.is_empty() {
                left_out.insert(table.clone(), counts);
            }
        }
        let mut summary = RunSummary {
            run_id: run_id.clone(),
            started: plan.now,
            seconds: 0.0,
            as_of: plan.as_of,
            lake_versions,
            left_out,
            tasks: Vec::new(),
            files: Vec::new(),
        };
        // The lock is ours: whoever is on record as running died.
        site.mark_interrupted_runs(&run_id).await?;
        site.begin_run(&run_id, &as_json(&summary)).await?;
        site.prune_runs((plan.now - KEPT_RECORDS).naive_utc()).await?;
        let begin = Instant::now();
        let done = self.execute(&plan, options, &mut summary, watch).await;
        summary.seconds = begin.elapsed().as_secs_f64();
        let status = if done.is_err() || summary.has_failures() {
            RunStatus::Failed
        } else {
            RunStatus::Done
        };
        let recorded = site.finish_run(&run_id, status, &as_json(&summary)).await;
        done?;
        recorded?;
        Ok(summary)
    }

    async fn execute(
        &self,
        plan: &Plan,
        options: &RunOptions,
        summary: &mut RunSummary,
        watch: &dyn Watch,
    ) -> Result<(), RunError> {
        let published = self.store.published().await?;
        let limits = options.plugin_limits;
        let computation = Computation::new(self.lake, self.registry, &self.engine, plan.inputs.clone())?;
        let mut computation = computation.limited(limits);
        let mut ready: Vec<Ready> = Vec::new();
        // Tables whose task failed, and the task.
        let mut failed: BTreeMap<String, String> = BTreeMap::new();
        watch.planned(plan.steps.iter().filter(|step| step.action != Action::Skip).count());
        for step in &plan.steps {
            let begin = Instant::now();
            let mut record = record_of(step);
            if let Some(by) = self.blocked_by(step, &failed) {
                failed.insert(step.table.clone(), by.clone());
                record.outcome = Outcome::Blocked;
                record.reason = Reason::Blocked { by };
            } else if step.action != Action::Skip {
                watch.task_begins(&step.task);
                let work = self.run_step(&mut computation, plan, step, &published, &mut record, watch);
                let is_plugin = self
                    .registry
                    .task(&step.task)
                    .is_some_and(|(report, _)| report.is_plugin());
                let limits = if is_plugin { limits } else { TaskLimits::default() };
                match contained(&step.task, &limits, work).await {
                    Ok(result) => {
                        record.outcome = Outcome::Computed;
                        ready.extend(result.map(|ready| self.without_failed(ready, step, &failed)));
                    }
                    Err(error) => {
                        warn!(task = step.task, code = error.failure().code, "{error}");
                        failed.insert(step.table.clone(), step.task.clone());
                        record.outcome = Outcome::Failed;
                        record.failure = Some(FailureRecord::of(&error));
                    }
                }
            }
            record.because = record.reason.to_string();
            record.seconds = begin.elapsed().as_secs_f64();
            info!(task = record.task, rows = record.rows, outcome = ?record.outcome, "{}", record.because);
            watch.task_ends(&record);
            summary.tasks.push(record);
        }
        let made = make_files(&computation, plan, &failed).await;
        self.publish_what_fits(plan, ready, summary).await?;
        if let Some(area) = &options.files {
            self.put_files(area, made, summary).await;
        }
        Ok(())
    }

    /// The failed task that a step reads from.
    fn blocked_by(&self, step: &Step, failed: &BTreeMap<String, String>) -> Option<String> {
        if step.action == Action::Skip {
            return None;
        }
        let (_, task) = self.registry.task(&step.task)?;
        let needed = task.reads.iter().filter(|table| !task.optional.contains(table));
        needed.filter_map(|table| failed.get(table)).next().cloned()
    }

    /// Keeps in mind which inputs a table was computed without, because their tasks failed and it can do without them.
    fn without_failed(&self, mut ready: Ready, step: &Step, failed: &BTreeMap<String, String>) -> Ready {
        let reads = self
            .registry
            .task(&step.task)
            .map(|(_, task)| task.reads.as_slice())
            .unwrap_or_default();
        for table in reads.iter().filter(|table| failed.contains_key(*table)) {
            ready.ingredients = Ingredients::text_without(&ready.ingredients, table);
        }
        ready
    }

    async fn run_step(
        &self,
        computation: &mut Computation<'_>,
        plan: &Plan,
        step: &Step,
        published: &BTreeMap<String, Published>,
        record: &mut TaskRecord,
        watch: &dyn Watch,
    ) -> Result<Option<Ready>, RunError> {
        if let Action::Days { compute, .. } = &step.action {
            record.days = compute.len();
            record.rows = self.compute_facts(computation, step, watch).await?;
            return Ok(None);
        }
        let Some(made) = computation.compute(step).await? else {
            return Ok(None);
        };
        record.rows = made.file.rows;
        if step.action == Action::Working {
            return Ok(None);
        }
        let before = published.get(&step.table).map_or(0, |table| table.rows);
        let may_be_empty = plan.force || self.registry.task(&step.task).is_some_and(|(_, task)| task.allow_empty);
        if record.rows == 0 && before > 0 && !may_be_empty {
            return Err(RunError::Emptied {
                task: step.task.clone(),
                table: step.table.clone(),
                rows: before,
            });
        }
        Ok(Some(Ready {
            table: step.table.clone(),
            ingredients: step.ingredients.clone(),
            made,
        }))
    }

    async fn compute_facts(
        &self,
        computation: &Computation<'_>,
        step: &Step,
        watch: &dyn Watch,
    ) -> Result<u64, RunError> {
        let Action::Days { compute, drop } = &step.action else {
            return Ok(0);
        };
        let Some((report, task)) = self.registry.task(&step.task) else {
            return Ok(0);
        };
        // Validation has made sure of both.
        let (Some(sql), Some(table)) = (report.task_sql(&step.task), report.manifest.tables.get(&task.into)) else {
            return Ok(0);
        };
        let rows = facts::compute_days(computation, step, table, sql, compute, watch).await?;
        if !drop.is_empty() {
            self.lake.drop_fact_days(&step.table, drop).await?;
        }
        Ok(rows)
    }
}

fn record_of(step: &Step) -> TaskRecord {
    TaskRecord {
        task: step.task.clone(),
        report: step.report.clone(),
        table: step.table.clone(),
        outcome: Outcome::Skipped,
        reason: step.reason.clone(),
        because: String::new(),
        params: step.params.clone(),
        days: 0,
        rows: 0,
        seconds: 0.0,
        remarks: BTreeMap::new(),
        failure: None,
    }
}

fn as_json(summary: &RunSummary) -> serde_json::Value {
    // A struct of texts and numbers always has a JSON form.
    serde_json::to_value(summary).unwrap_or_default()
}
