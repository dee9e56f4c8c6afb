//! Runs a plan: facts first, then tables, then one publish.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use backon::{ExponentialBuilder, Retryable};
use chrono::{Days, Utc};
use futures::FutureExt;
use olivine_engine::SessionOptions;
use olivine_engine::country::CountryDatabase;
use olivine_engine::failures::MEMORY;
use olivine_failure::Failing;
use olivine_lake::{FileArea, Lake};
use olivine_report::Registry;
use olivine_store::site::runs::RunStatus;
use olivine_store::{Publication, PublishSummary, Published, Store};
use tracing::{info, warn};

use crate::compute::Computation;
use crate::convert::rows_of;
use crate::error::RunError;
use crate::facts;
use crate::files::{self, FileStep, MadeFile};
use crate::fingerprint::Ingredients;
use crate::limits::TaskLimits;
use crate::made::MadeTable;
use crate::params::Settings;
use crate::plan::{Action, EVENTS, Plan, Planner, RunOptions, Step};
use crate::reason::Reason;
use crate::record::{FailureRecord, FilesOutcome, Outcome, RunSummary, TaskRecord};

/// Tries of a publish that fails in a way that may pass (`ES F-12`).
const PUBLISH_TRIES: usize = 3;
/// How long the record of a run is kept.
const KEPT_RECORDS: Days = Days::new(400);

/// Sees how a run goes.
pub trait Watch: Sync {
    /// So many tasks will be computed.
    fn planned(&self, tasks: usize) {
        let _ = tasks;
    }
    /// A task begins.
    fn task_begins(&self, task: &str) {
        let _ = task;
    }
    /// Facts of so many days are there.
    fn task_advanced(&self, task: &str, days: usize) {
        let _ = (task, days);
    }
    /// A task has ended.
    fn task_ends(&self, record: &TaskRecord) {
        let _ = record;
    }
}

/// Sees nothing.
impl Watch for () {}

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

/// A result table that waits to be published.
struct Ready {
    table: String,
    ingredients: String,
    made: MadeTable,
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

    /// Puts files in place, after the results that they go with are published. Those of one declaration that fail keep their old
    /// record, so that the next run makes them again.
    async fn put_files(&self, area: &FileArea, made: Vec<FilesInTheMaking<'_>>, summary: &mut RunSummary) {
        for FilesInTheMaking {
            step,
            mut outcome,
            files,
        } in made
        {
            let begin = Instant::now();
            if outcome.outcome == Outcome::Computed {
                outcome.made = files.iter().map(|file| file.place.path.clone()).collect();
                outcome.rows = files.iter().map(|file| file.place.rows).sum();
                outcome.bytes = files.iter().map(|file| file.place.bytes).sum();
                let put = files::put_in_place(area, self.store, &summary.run_id, step, files).await;
                if let Err(error) = put {
                    outcome.fail(&error);
                }
            }
            outcome.seconds += begin.elapsed().as_secs_f64();
            summary.files.push(outcome);
        }
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

    /// Publishes all tables at once, without those that do not fit their declaration: their tasks count as failed, and what they
    /// had published before stays.
    async fn publish_what_fits(
        &self,
        plan: &Plan,
        mut ready: Vec<Ready>,
        summary: &mut RunSummary,
    ) -> Result<(), RunError> {
        while !ready.is_empty() {
            let error = match self.publish(&summary.run_id, plan, &ready).await {
                Ok(counts) => {
                    remark(summary, &counts);
                    break;
                }
                Err(error) => error,
            };
            let misfit = match &error {
                RunError::Store(error) => error.of_table(),
                _ => None,
            };
            let Some(at) = ready.iter().position(|ready| Some(ready.table.as_str()) == misfit) else {
                return Err(error);
            };
            let table = ready.remove(at).table;
            warn!(table, code = error.failure().code, "{error}");
            for record in summary.tasks.iter_mut().filter(|record| record.table == table) {
                record.outcome = Outcome::Failed;
                record.failure = Some(FailureRecord::of(&error));
            }
        }
        Ok(())
    }

    /// Publishes all tables at once; tried again when it fails in a way that may pass.
    async fn publish(&self, run_id: &str, plan: &Plan, ready: &[Ready]) -> Result<Swapped, RunError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_times(PUBLISH_TRIES - 1)
            .with_jitter();
        let publish = || async { self.publish_once(run_id, plan, ready).await };
        publish
            .retry(pauses)
            .when(|error: &RunError| error.is_transient())
            .notify(|error, pause| warn!(?pause, "{error}; publishing is tried again"))
            .await
    }

    async fn publish_once(&self, run_id: &str, plan: &Plan, ready: &[Ready]) -> Result<Swapped, RunError> {
        let mut publish = self.store.begin_publish(run_id).await?;
        let mut publications = Vec::with_capacity(ready.len());
        let mut left_out = BTreeMap::new();
        for Ready {
            table,
            ingredients,
            made,
        } in ready
        {
            let Some(declared) = self.registry.table(table) else {
                continue;
            };
            let mut load = publish.table(table, declared).await?;
            let mut without = 0;
            for batch in made.batches()? {
                let (rows, nulls) = rows_of(declared, &batch?);
                without += nulls;
                load.append(rows).await?;
            }
            load.finish().await?;
            left_out.insert(table.clone(), without);
            publications.push(Publication {
                table: table.clone(),
                fingerprint: ingredients.clone(),
                as_of: plan.as_of,
            });
        }
        let summary = publish.commit(publications).await?;
        Ok(Swapped { summary, left_out })
    }
}

/// Does the work of one task so that nothing of it reaches the others: within its limits, and also when it panics.
async fn contained<T>(
    task: &str,
    limits: &TaskLimits,
    work: impl Future<Output = Result<T, RunError>>,
) -> Result<T, RunError> {
    let work = AssertUnwindSafe(work).catch_unwind();
    let stopped = |what: String| RunError::Limit {
        task: task.to_owned(),
        what,
    };
    let ended = match limits.time {
        None => work.await,
        Some(time) => match tokio::time::timeout(time, work).await {
            Ok(ended) => ended,
            Err(_) => return Err(stopped(format!("it took longer than {} seconds", time.as_secs_f64()))),
        },
    };
    match ended {
        Ok(Err(error)) if limits.memory_bytes.is_some() && error.failure().code == MEMORY.code => {
            Err(stopped(error.to_string()))
        }
        Ok(done) => done,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text
                .or(panic.downcast_ref::<&str>().copied())
                .unwrap_or("it does not say why");
            Err(RunError::BrokeOff {
                task: task.to_owned(),
                what: text.to_owned(),
            })
        }
    }
}

/// Files of one declaration before they are put in place.
struct FilesInTheMaking<'p> {
    step: &'p FileStep,
    outcome: FilesOutcome,
    files: Vec<MadeFile>,
}

/// Writes the files whose tables were computed; a failure of one declaration is in its outcome.
async fn make_files<'p>(
    computation: &Computation<'_>,
    plan: &'p Plan,
    failed: &BTreeMap<String, String>,
) -> Vec<FilesInTheMaking<'p>> {
    let mut all = Vec::new();
    for step in plan.files.iter().filter(|step| step.make) {
        let begin = Instant::now();
        let mut outcome = FilesOutcome {
            file: step.file.clone(),
            report: step.report.clone(),
            table: step.table.clone(),
            outcome: Outcome::Computed,
            made: Vec::new(),
            rows: 0,
            bytes: 0,
            seconds: 0.0,
            failure: None,
        };
        let mut files = Vec::new();
        match computation.made(&step.table) {
            Some(table) if !failed.contains_key(&step.table) => {
                let made = match computation.new_session() {
                    Ok(session) => files::make(&session, step, table, computation.folder()).await,
                    Err(error) => Err(error),
                };
                match made {
                    Ok(made) => files = made,
                    Err(error) => outcome.fail(&error),
                }
            }
            _ => outcome.outcome = Outcome::Blocked,
        }
        outcome.seconds = begin.elapsed().as_secs_f64();
        all.push(FilesInTheMaking { step, outcome, files });
    }
    all
}

impl FilesOutcome {
    fn fail(&mut self, error: &RunError) {
        warn!(file = self.file, code = error.failure().code, "{error}");
        self.outcome = Outcome::Failed;
        self.failure = Some(FailureRecord::of(error));
    }
}

/// What a publish did, and how many rows had a null where none may be, by table.
struct Swapped {
    summary: PublishSummary,
    left_out: BTreeMap<String, u64>,
}

/// Puts what the store changed or left out into the record of each task.
fn remark(summary: &mut RunSummary, counts: &Swapped) {
    for record in &mut summary.tasks {
        let Some(table) = counts.summary.tables.get(&record.table) else {
            continue;
        };
        record.rows = table.rows;
        let cut = table
            .cut
            .iter()
            .map(|(column, count)| (format!("{column} cut to its length"), *count));
        let not_finite = table
            .not_finite
            .iter()
            .map(|(column, count)| (format!("{column} was no number"), *count));
        let nulls = counts.left_out.get(&record.table).copied().unwrap_or(0);
        let nulls = (nulls > 0).then(|| ("rows without a required value left out".to_owned(), nulls));
        record.remarks.extend(cut.chain(not_finite).chain(nulls));
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
