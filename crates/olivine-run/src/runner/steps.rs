//! Computes the steps of a plan, side by side where one does not wait for the other.

use std::collections::BTreeMap;
use std::time::Instant;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use olivine_engine::failures::MEMORY;
use olivine_failure::Failing;
use olivine_report::manifest::{Audience, Table};
use olivine_store::Published;
use tokio::sync::mpsc::UnboundedSender;
use tracing::{debug, info, warn};

use super::Runner;
use super::contained::contained;
use super::output_files::{FilesInTheMaking, all_files, make_again, make_files};
use super::publish::Ready;
use super::queue::{Queue, Waiting};
use super::watch::Watch;
use crate::compute::Computation;
use crate::error::RunError;
use crate::facts;
use crate::fingerprint::Ingredients;
use crate::limits::TaskLimits;
use crate::plan::{Action, Plan, Step};
use crate::reason::Reason;
use crate::record::{FailureRecord, Outcome, TaskRecord};

/// What loading a table counts beside a step that computes one.
const LOADING: usize = 1;
/// The same for a table with a row for each of many people.
const LOADING_PEOPLE: usize = 3;

/// What all steps of a run are worked on with.
#[derive(Clone, Copy)]
pub(super) struct Work<'p> {
    pub(super) computation: &'p Computation<'p>,
    pub(super) plan: &'p Plan,
    /// How much a task of a plugin may take.
    pub(super) limits: TaskLimits,
    /// The results in use.
    pub(super) published: &'p BTreeMap<String, Published>,
    pub(super) watch: &'p dyn Watch,
}

/// What became of the steps of a plan.
pub(super) struct Ended<'p> {
    /// One record for each step, in the order of the plan.
    pub(super) records: Vec<TaskRecord>,
    /// The files made from tables, in the order of the plan.
    pub(super) files: Vec<FilesInTheMaking<'p>>,
}

/// A step that was at work.
struct Worked<'p> {
    place: usize,
    record: TaskRecord,
    result: Result<Option<Ready>, RunError>,
    files: Vec<FilesInTheMaking<'p>>,
}

impl Runner<'_> {
    /// Computes the steps, and hands out the tables that wait to be published as they are made.
    ///
    /// A failed task leaves the others alone, but for those that read from it. One that found too little memory beside others is
    /// tried once more when nothing else is at work, and so are files.
    pub(super) async fn compute_steps<'p>(&self, work: Work<'p>, ready: UnboundedSender<Ready>) -> Ended<'p> {
        let Work {
            computation,
            plan,
            watch,
            ..
        } = work;
        let steps = plan.steps.iter().map(|step| Waiting {
            table: &step.table,
            reads: self.reads(step),
            // A plugin's task has a limit of time: it is not stopped for the time that others take.
            alone: self
                .registry
                .task(&step.task)
                .is_some_and(|(report, _)| report.is_plugin()),
            is_skipped: step.action == Action::Skip,
            afterwards: self.afterwards(plan, step),
        });
        let mut queue = Queue::new(steps.collect(), computation.at_once());
        let mut failed = BTreeMap::new();
        let mut records: BTreeMap<usize, TaskRecord> = BTreeMap::new();
        let mut files = Vec::new();
        let mut at_work = FuturesUnordered::new();
        watch.planned(plan.steps.iter().filter(|step| step.action != Action::Skip).count());
        loop {
            while let Some(place) = queue.next() {
                let step = &plan.steps[place];
                let mut record = record_of(step);
                if let Some(by) = self.blocked_by(step, &failed) {
                    failed.insert(step.table.clone(), by.clone());
                    record.outcome = Outcome::Blocked;
                    record.reason = Reason::Blocked { by };
                } else if step.action != Action::Skip {
                    watch.task_begins(&step.task);
                    let threads = computation.threads(queue.share());
                    at_work.push(self.work_on(work, place, record, threads));
                    continue;
                }
                queue.ended(place);
                records.insert(place, ended(record, watch));
            }
            let Some(worked) = at_work.next().await else {
                break;
            };
            let (place, mut record) = (worked.place, worked.record);
            files.extend(worked.files);
            let step = &plan.steps[place];
            match worked.result {
                Err(error) if error.failure().code == MEMORY.code && queue.again_alone(place) => {
                    info!(
                        task = step.task,
                        "{}; it is tried again with all of the memory",
                        error.full_text()
                    );
                    continue;
                }
                Ok(made) => {
                    record.outcome = Outcome::Computed;
                    if let Some(made) = made {
                        // Nobody takes them any more where publishing has failed for good, which is said there.
                        let _ = ready.send(self.without_failed(made, step, &failed));
                    }
                }
                Err(error) => {
                    warn!(task = step.task, code = error.failure().code, "{}", error.full_text());
                    failed.insert(step.table.clone(), step.task.clone());
                    record.outcome = Outcome::Failed;
                    record.failure = Some(FailureRecord::of(&error));
                }
            }
            queue.ended(place);
            records.insert(place, ended(record, watch));
        }
        make_again(computation, &mut files).await;
        Ended {
            records: records.into_values().collect(),
            files: all_files(plan, files),
        }
    }

    /// What is done with the table of a step once it is there, counted in steps.
    fn afterwards(&self, plan: &Plan, step: &Step) -> usize {
        let is_personal = |table: &Table, column: &String| {
            let column = table.columns.get(column);
            column.is_some_and(|column| column.audience == Audience::People)
        };
        let loaded = match self.registry.table(&step.table) {
            _ if step.action != Action::Whole => 0,
            Some(table) if table.key.iter().any(|column| is_personal(table, column)) => LOADING_PEOPLE,
            _ => LOADING,
        };
        let files = plan
            .files
            .iter()
            .filter(|files| files.make && files.table == step.table);
        loaded + files.count()
    }

    /// The tables that a step reads.
    fn reads(&self, step: &Step) -> &[String] {
        let task = self.registry.task(&step.task);
        task.map(|(_, task)| task.reads.as_slice()).unwrap_or_default()
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
        for table in self.reads(step).iter().filter(|table| failed.contains_key(*table)) {
            ready.ingredients = Ingredients::text_without(&ready.ingredients, table);
        }
        ready
    }

    async fn work_on<'p>(&self, work: Work<'p>, place: usize, mut record: TaskRecord, threads: usize) -> Worked<'p> {
        let begin = Instant::now();
        let Work { computation, plan, .. } = work;
        let step = &plan.steps[place];
        let task = self.registry.task(&step.task);
        let is_plugin = task.is_some_and(|(report, _)| report.is_plugin());
        let limits = if is_plugin { work.limits } else { TaskLimits::default() };
        let result = contained(&step.task, &limits, self.run_step(work, step, threads, &mut record)).await;
        record.seconds = begin.elapsed().as_secs_f64();
        let files = match computation.made(&step.table).filter(|_| result.is_ok()) {
            Some(made) => make_files(computation, plan, &step.table, &made).await,
            None => Vec::new(),
        };
        Worked {
            place,
            record,
            result,
            files,
        }
    }

    async fn run_step(
        &self,
        work: Work<'_>,
        step: &Step,
        threads: usize,
        record: &mut TaskRecord,
    ) -> Result<Option<Ready>, RunError> {
        let computation = work.computation;
        if let Action::Days { compute, .. } = &step.action {
            record.days = compute.len();
            record.rows = self.compute_facts(computation, step, threads, work.watch).await?;
            return Ok(None);
        }
        let Some(made) = computation.compute(step, threads).await? else {
            return Ok(None);
        };
        record.rows = made.file.rows;
        if step.action == Action::Working {
            return Ok(None);
        }
        let before = work.published.get(&step.table).map_or(0, |table| table.rows);
        let may_be_empty = work.plan.force || self.registry.task(&step.task).is_some_and(|(_, task)| task.allow_empty);
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

    pub(super) async fn compute_facts(
        &self,
        computation: &Computation<'_>,
        step: &Step,
        threads: usize,
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
        step.check_params()?;
        let rows = facts::compute_days(computation, step, table, sql, compute, threads, watch).await?;
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

fn ended(mut record: TaskRecord, watch: &dyn Watch) -> TaskRecord {
    record.because = record.reason.to_string();
    if record.outcome == Outcome::Skipped {
        // Most tasks of most passes: whoever reads the log looks for the others.
        debug!(task = record.task, outcome = ?record.outcome, "{}", record.because);
    } else {
        info!(task = record.task, rows = record.rows, outcome = ?record.outcome, "{}", record.because);
    }
    watch.task_ends(&record);
    record
}
