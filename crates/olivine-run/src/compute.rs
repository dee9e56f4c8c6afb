//! Computes whole tables, and the tables they read.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use arrow::datatypes::SchemaRef;
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session, SessionOptions};
use olivine_lake::Lake;
use olivine_report::manifest::Task;
use olivine_report::{Registry, is_fact_table};

use crate::convert::{as_declared, schema_of};
use crate::error::RunError;
use crate::made::{MadeTable, MadeTables};
use crate::plan::{Inputs, Step};

/// What computing needs, and the tables computed so far.
pub(crate) struct Computation<'a> {
    pub(crate) lake: &'a Lake,
    pub(crate) registry: &'a Registry,
    engine: &'a SessionOptions,
    pub(crate) inputs: Inputs,
    /// What the sessions of all tasks have in common, from the first one on.
    session: OnceLock<Session>,
    folder: MadeTables,
    /// Tables made by tasks of this run, for the tasks that read them.
    made: BTreeMap<String, MadeTable>,
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
            folder,
            made: BTreeMap::new(),
        })
    }

    pub(crate) fn new_session(&self) -> Result<Session, RunError> {
        let session = match self.session.get() {
            Some(session) => session,
            None => {
                let first = Session::new(self.engine)?;
                self.session.get_or_init(|| first)
            }
        };
        Ok(session.sibling()?)
    }

    /// A table computed by this run.
    pub(crate) fn made(&self, table: &str) -> Option<&MadeTable> {
        self.made.get(table)
    }

    /// The folder for what a run makes.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Computes a whole table and keeps it for tasks that read it; nothing for a task that the registry does not know.
    pub(crate) async fn compute(&mut self, step: &Step) -> Result<Option<MadeTable>, RunError> {
        let Some((report, task)) = self.registry.task(&step.task) else {
            return Ok(None);
        };
        // Validation has made sure of both.
        let (Some(sql), Some(table)) = (report.task_sql(&step.task), report.manifest.tables.get(&task.into)) else {
            return Ok(None);
        };
        let session = self.new_session()?;
        for input in &task.reads {
            self.register(&session, step, task, input).await?;
        }
        let mut stream = session.query(sql, &step.bound).await?;
        let mut writer = self.folder.begin(&step.table, schema_of(table))?;
        while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
            writer.append(&as_declared(&step.task, &step.table, table, &batch)?)?;
        }
        let made = writer.finish()?;
        self.made.insert(step.table.clone(), made.clone());
        Ok(Some(made))
    }

    /// Gives a session a table that a task reads.
    async fn register(&self, session: &Session, step: &Step, task: &Task, input: &str) -> Result<(), RunError> {
        if let Some(made) = self.made.get(input) {
            session.register_files(input, &made.schema, std::slice::from_ref(&made.file))?;
        } else if let Some(snapshot) = self.inputs.lake.get(input) {
            session.register_lake_table(input, self.lake, snapshot)?;
        } else if is_fact_table(input)
            && let Some(snapshot) = self.lake.snapshot(input).await?
        {
            let end = self.inputs.end;
            session.register_lake_table(input, self.lake, &snapshot.restricted_to(|date| date < end))?;
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

    fn declared(&self, table: &str) -> Option<SchemaRef> {
        self.registry
            .table(table)
            .or_else(|| self.registry.lms_table(table))
            .map(schema_of)
    }
}
