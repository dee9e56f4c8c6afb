//! Computes whole tables, and the tables they read.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use arrow::datatypes::SchemaRef;
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session, SessionOptions};
use olivine_lake::{Lake, TableSnapshot};
use olivine_report::manifest::Task;
use olivine_report::{Registry, Report, is_fact_table};

use crate::audience;
use crate::convert::{as_declared, schema_of};
use crate::error::RunError;
use crate::gathered::Gathered;
use crate::limits::TaskLimits;
use crate::made::{MadeTable, MadeTables, TableWriter};
use crate::plan::{Inputs, Step};
use crate::selection::from_the_beginning;

/// Tasks at work at the same time, which share the threads: a task that works with all of them spends much on handing rows from one to
/// the other. More would only take more memory, most of which no pool counts.
const AT_ONCE: usize = 2;

/// How much of the machine a task has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Share {
    /// A part of the threads: others are at work beside it, or may begin.
    Part,
    /// All threads: nothing else can begin before it ends.
    Whole,
    /// The same but for the threads: it found too little memory before, and each thread holds rows of its own.
    Memory,
}

/// What computing needs, and the tables computed so far.
pub(crate) struct Computation<'a> {
    pub(crate) lake: &'a Lake,
    pub(crate) registry: &'a Registry,
    engine: &'a SessionOptions,
    pub(crate) inputs: Inputs,
    /// What the sessions of all tasks have in common, from the first one on.
    session: OnceLock<Session>,
    /// How much tasks of plugins may take.
    limits: TaskLimits,
    folder: MadeTables,
    /// Tasks at work at the same time.
    at_once: usize,
    /// Facts that several of the tasks read.
    pub(crate) gathered: Gathered,
    /// Tables made by tasks of this run, for the tasks that read them.
    made: Mutex<BTreeMap<String, MadeTable>>,
    /// Facts as they were when they were first read, which is after their days were computed; nothing where there are none.
    facts: Mutex<BTreeMap<String, Option<TableSnapshot>>>,
}

impl<'a> Computation<'a> {
    pub(crate) fn new(
        lake: &'a Lake,
        registry: &'a Registry,
        engine: &'a SessionOptions,
        inputs: Inputs,
    ) -> Result<Self, RunError> {
        let folder = MadeTables::new(&engine.spill_dir)?;
        Ok(Self {
            lake,
            registry,
            engine,
            inputs,
            session: OnceLock::new(),
            limits: TaskLimits::default(),
            folder,
            at_once: 1,
            gathered: Gathered::default(),
            made: Mutex::default(),
            facts: Mutex::default(),
        })
    }

    /// The same with limits for tasks of plugins.
    pub(crate) fn limited(self, limits: TaskLimits) -> Self {
        Self { limits, ..self }
    }

    /// The same for the steps of a plan side by side, which share the threads and the facts they read.
    pub(crate) fn side_by_side(self, steps: &[Step]) -> Self {
        Self {
            at_once: self.engine.threads.clamp(1, AT_ONCE),
            gathered: Gathered::of(self.registry, steps),
            ..self
        }
    }

    /// Tasks that shall be at work at the same time.
    pub(crate) fn at_once(&self) -> usize {
        self.at_once
    }

    /// Threads for a task.
    pub(crate) fn threads(&self, share: Share) -> usize {
        match share {
            Share::Part => self.engine.threads.div_ceil(self.at_once),
            Share::Whole => self.engine.threads,
            Share::Memory => 1,
        }
    }

    /// A session for the SQL of a report that works with so many threads: that of a plugin has less memory.
    pub(crate) fn session_for(&self, report: &Report, threads: usize) -> Result<Session, RunError> {
        if !report.is_plugin() {
            return self.session_of(threads);
        }
        let memory_bytes = self
            .limits
            .memory_bytes
            .unwrap_or(usize::MAX)
            .min(self.engine.memory_bytes);
        let options = SessionOptions {
            memory_bytes,
            threads,
            ..self.engine.clone()
        };
        Ok(Session::new(&options)?.guarded()?)
    }

    /// Whether a task has made no more rows than it may.
    pub(crate) fn check_rows(&self, report: &Report, task: &str, rows: u64) -> Result<(), RunError> {
        if report.is_plugin() {
            self.limits.check_rows(task, rows)
        } else {
            Ok(())
        }
    }

    /// A session for what is computed beside tasks.
    pub(crate) fn new_session(&self) -> Result<Session, RunError> {
        self.session_of(self.threads(Share::Part))
    }

    /// A session with so many threads.
    pub(crate) fn session_of(&self, threads: usize) -> Result<Session, RunError> {
        let session = match self.session.get() {
            Some(session) => session,
            None => {
                let first = Session::new(self.engine)?;
                self.session.get_or_init(|| first)
            }
        };
        Ok(session.sibling(threads)?)
    }

    /// A table computed by this run.
    pub(crate) fn made(&self, table: &str) -> Option<MadeTable> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(table).cloned()
    }

    /// The folder for what a run makes.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Computes a whole table with so many threads and keeps it for tasks that read it; nothing for a task that the registry does not
    /// know.
    pub(crate) async fn compute(&self, step: &Step, threads: usize) -> Result<Option<MadeTable>, RunError> {
        let Some((report, task)) = self.registry.task(&step.task) else {
            return Ok(None);
        };
        // Validation has made sure of both.
        let (Some(sql), Some(table)) = (report.task_sql(&step.task), report.manifest.tables.get(&task.into)) else {
            return Ok(None);
        };
        step.check_params()?;
        let session = self.session_for(report, threads)?;
        for input in &task.reads {
            self.register(&session, step, task, input).await?;
        }
        if report.is_plugin() {
            audience::check(self.registry, report, &step.task, &session, sql, &step.bound).await?;
        }
        let mut rows = 0;
        let mut stream = session.query(sql, &step.bound).await?;
        let mut writer = self.folder.begin(&step.table, schema_of(table))?;
        while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
            rows += batch.num_rows() as u64;
            self.check_rows(report, &step.task, rows)?;
            writer.append(&as_declared(&step.task, &step.table, table, &batch)?)?;
        }
        let made = writer.finish()?;
        self.keep(&step.table, made.clone());
        Ok(Some(made))
    }

    /// Begins a table among those that a run makes.
    pub(crate) fn begin(&self, table: &str, schema: SchemaRef) -> Result<TableWriter, RunError> {
        self.folder.begin(table, schema)
    }

    /// Keeps a table for the tasks that read it: they see it, whatever the lake has under that name.
    pub(crate) fn keep(&self, table: &str, made: MadeTable) {
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(table.to_owned(), made);
    }

    /// Gives a session a table that a task reads.
    async fn register(&self, session: &Session, step: &Step, task: &Task, input: &str) -> Result<(), RunError> {
        let whole_history = task.whole_history.then(|| self.made(&from_the_beginning(input)));
        if let Some(made) = whole_history.flatten().or_else(|| self.made(input)) {
            session.register_files(input, &made.schema, std::slice::from_ref(&made.file))?;
        } else if let Some(snapshot) = self.inputs.lake.get(input) {
            session.register_lake_table(input, self.lake, snapshot)?;
        } else if is_fact_table(input)
            && let Some(snapshot) = self.facts(input).await?
        {
            match self.gathered(input, &snapshot).await? {
                Some(made) => session.register_files(input, &made.schema, std::slice::from_ref(&made.file))?,
                None => session.register_lake_table(input, self.lake, &snapshot)?,
            }
        } else if (is_fact_table(input) || task.optional.iter().any(|table| table == input))
            && let Some(schema) = self.declared(input)
        {
            // Its columns are known: there are no rows yet, or the task can do without them.
            session.register_batches(input, schema, Vec::new())?;
        } else {
            return Err(RunError::NotImported {
                task: step.task.clone(),
                table: input.to_owned(),
            });
        }
        Ok(())
    }

    /// A table of facts up to the last day that counts. Many tasks read the same one: its log is read once.
    pub(crate) async fn facts(&self, table: &str) -> Result<Option<TableSnapshot>, RunError> {
        let known = || self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(facts) = known().get(table) {
            return Ok(facts.clone());
        }
        let end = self.inputs.end;
        let snapshot = self.lake.snapshot(table).await?;
        let facts = snapshot.map(|snapshot| snapshot.restricted_to(|date| date < end));
        known().insert(table.to_owned(), facts.clone());
        Ok(facts)
    }

    fn declared(&self, table: &str) -> Option<SchemaRef> {
        self.registry
            .table(table)
            .or_else(|| self.registry.lms_table(table))
            .map(schema_of)
    }
}
