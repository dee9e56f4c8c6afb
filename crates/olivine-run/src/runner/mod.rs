//! Runs a plan: facts and tables as soon as what they read is there, then one publish.

mod contained;
mod output_files;
mod publish;
mod queue;
mod steps;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use arrow::array::RecordBatch;
use chrono::{Days, Utc};
use olivine_engine::SessionOptions;
use olivine_engine::country::CountryDatabase;
use olivine_lake::Lake;
use olivine_report::Registry;
use olivine_store::Store;
use olivine_store::site::runs::RunStatus;
use tokio::sync::mpsc;

use crate::compute::{Computation, Share};
use crate::error::RunError;
use crate::params::Settings;
use crate::plan::{Action, EVENTS, Plan, Planner, RunOptions};
use crate::record::{FailureRecord, RunSummary};
use steps::Work;

pub(crate) use contained::{contained, in_time};
pub(crate) use publish::Ready;
pub use watch::Watch;

/// How long the record of a run is kept.
const KEPT_RECORDS: Days = Days::new(400);

/// Under this name it is kept which run found everything current last.
const LAST_QUIET: &str = "runs/last_quiet";

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
        let computation = Computation::new(self.lake, self.registry, &self.engine, plan.inputs)?;
        let threads = computation.threads(Share::Whole);
        let mut made = None;
        for step in &plan.steps {
            match &step.action {
                Action::Days { .. } => {
                    self.compute_facts(&computation, step, threads, &()).await?;
                }
                _ if olivine_report::is_fact_table(&step.table) => {}
                _ => made = computation.compute(step, threads).await?,
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
            failure: None,
        };
        // The lock is ours: whoever is on record as running died.
        site.mark_interrupted_runs(&run_id).await?;
        site.begin_run(&run_id, &summary.on_record()).await?;
        site.prune_runs((plan.now - KEPT_RECORDS).naive_utc()).await?;
        let begin = Instant::now();
        let done = self.execute(&plan, options, &mut summary, watch).await;
        summary.seconds = begin.elapsed().as_secs_f64();
        summary.failure = done.as_ref().err().map(|error| FailureRecord::of(error));
        let status = if summary.has_failures() {
            RunStatus::Failed
        } else {
            RunStatus::Done
        };
        let recorded = site.finish_run(&run_id, status, &summary.on_record()).await;
        done?;
        recorded?;
        if summary.is_quiet() {
            self.forget_quiet_run_before(&run_id).await?;
        }
        Ok(summary)
    }

    /// Forgets the run before this one that found everything current, too: a server that looks every few minutes would soon push what
    /// was computed, and what failed, off every list.
    async fn forget_quiet_run_before(&self, run_id: &str) -> Result<(), RunError> {
        let site = self.store.site();
        let before = site.value(LAST_QUIET).await?;
        if let Some(before) = before.as_ref().and_then(|before| before.as_str()) {
            site.forget_run(before).await?;
        }
        site.set_value(LAST_QUIET, &run_id.into()).await?;
        Ok(())
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
        let computation = computation.limited(limits).side_by_side(&plan.steps);
        let work = Work {
            computation: &computation,
            plan,
            limits,
            published: &published,
            watch,
        };
        let (send, receive) = mpsc::unbounded_channel();
        let compute = self.compute_steps(work, send);
        let load = self.load(&summary.run_id, plan, receive);
        let (ended, loaded) = futures::join!(compute, load);
        summary.tasks = ended.records;
        self.publish_what_fits(plan, loaded, summary).await?;
        if let Some(area) = &options.files {
            self.put_files(area, ended.files, summary).await;
        }
        Ok(())
    }
}
