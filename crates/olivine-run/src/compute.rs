//! Computes whole tables, and the tables they read.

use std::collections::BTreeMap;

use arrow::array::RecordBatch;
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session, SessionOptions};
use olivine_lake::Lake;
use olivine_report::{Registry, is_fact_table};

use crate::convert::{as_declared, schema_of};
use crate::error::RunError;
use crate::plan::{Inputs, Step};

/// What computing needs, and the tables computed so far.
pub(crate) struct Computation<'a> {
    pub(crate) lake: &'a Lake,
    pub(crate) registry: &'a Registry,
    pub(crate) engine: &'a SessionOptions,
    pub(crate) inputs: Inputs,
    /// Tables made by tasks of this run, for the tasks that read them.
    made: BTreeMap<String, Vec<RecordBatch>>,
}

impl<'a> Computation<'a> {
    pub(crate) fn new(lake: &'a Lake, registry: &'a Registry, engine: &'a SessionOptions, inputs: Inputs) -> Self {
        Self {
            lake,
            registry,
            engine,
            inputs,
            made: BTreeMap::new(),
        }
    }

    pub(crate) fn new_session(&self) -> Result<Session, RunError> {
        Ok(Session::new(self.engine)?)
    }

    /// Computes a whole table; its rows are kept for tasks that read it.
    pub(crate) async fn compute(&mut self, step: &Step) -> Result<Vec<RecordBatch>, RunError> {
        let Some((report, task)) = self.registry.task(&step.task) else {
            return Ok(Vec::new());
        };
        // Validation has made sure of both.
        let (Some(sql), Some(table)) = (report.task_sql(&step.task), report.manifest.tables.get(&task.into)) else {
            return Ok(Vec::new());
        };
        let session = self.new_session()?;
        for input in &task.reads {
            self.register(&session, &step.task, input).await?;
        }
        let mut stream = session.query(sql, &step.bound).await?;
        let mut batches = Vec::new();
        while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
            batches.push(as_declared(&step.task, &step.table, table, &batch)?);
        }
        self.made.insert(step.table.clone(), batches.clone());
        Ok(batches)
    }

    /// Gives a session a table that a task reads.
    async fn register(&self, session: &Session, task: &str, input: &str) -> Result<(), RunError> {
        if let Some(batches) = self.made.get(input) {
            let schema = self
                .registry
                .table(input)
                .map(schema_of)
                .unwrap_or_else(|| std::sync::Arc::new(arrow::datatypes::Schema::empty()));
            session.register_batches(input, schema, batches.clone())?;
        } else if is_fact_table(input) {
            match self.lake.snapshot(input).await? {
                Some(snapshot) => session.register_lake_table(input, self.lake, &snapshot)?,
                // No events yet: there are no facts, but their columns are known.
                None => {
                    let schema = self.registry.table(input).map(schema_of);
                    let schema = schema.unwrap_or_else(|| std::sync::Arc::new(arrow::datatypes::Schema::empty()));
                    session.register_batches(input, schema, Vec::new())?;
                }
            }
        } else if let Some(snapshot) = self.inputs.lake.get(input) {
            session.register_lake_table(input, self.lake, snapshot)?;
        } else {
            return Err(RunError::NotImported {
                task: task.to_owned(),
                table: input.to_owned(),
            });
        }
        Ok(())
    }
}
