//! Facts of many small days as one file, for the tasks of a run that read them.
//!
//! Facts are kept a file a day. A site with few events a day has a file of some kilobytes for each day of its history, and opening
//! all of them costs more than reading them: where several tasks read the same facts, they are opened once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use futures::TryStreamExt;
use olivine_engine::EngineError;
use olivine_lake::TableSnapshot;
use olivine_report::{Registry, is_fact_table};
use tokio::sync::OnceCell;

use crate::compute::Computation;
use crate::error::RunError;
use crate::made::MadeTable;
use crate::plan::{Action, Step};

/// Days that have fewer bytes on average are gathered.
const SMALL_DAY_BYTES: u64 = 256 << 10;
/// So many days at least: the file has to be written, too.
const MANY_DAYS: u64 = 8;

/// The facts that several tasks of a run read, and those that were gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    shared: BTreeSet<String>,
    tables: Mutex<BTreeMap<String, Arc<OnceCell<MadeTable>>>>,
}

impl Gathered {
    /// For the steps of a plan.
    pub(crate) fn of(registry: &Registry, steps: &[Step]) -> Self {
        let mut known = BTreeSet::new();
        let mut shared = BTreeSet::new();
        let whole = |step: &&Step| matches!(step.action, Action::Whole | Action::Working);
        for (_, task) in steps.iter().filter(whole).filter_map(|step| registry.task(&step.task)) {
            for table in task.reads.iter().filter(|table| is_fact_table(table)) {
                if !known.insert(table) {
                    shared.insert(table.clone());
                }
            }
        }
        Self {
            shared,
            tables: Mutex::default(),
        }
    }

    fn fits(&self, table: &str, facts: &TableSnapshot) -> bool {
        let days = facts.files.len() as u64;
        let bytes: u64 = facts.files.iter().map(|file| file.size).sum();
        self.shared.contains(table) && days >= MANY_DAYS && bytes < days * SMALL_DAY_BYTES
    }

    fn cell(&self, table: &str) -> Arc<OnceCell<MadeTable>> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(tables.entry(table.to_owned()).or_default())
    }
}

impl Computation<'_> {
    /// Facts as one file, where that pays. The first task that asks makes it, others that ask meanwhile wait.
    pub(crate) async fn gathered(&self, table: &str, facts: &TableSnapshot) -> Result<Option<MadeTable>, RunError> {
        if !self.gathered.fits(table, facts) {
            return Ok(None);
        }
        let cell = self.gathered.cell(table);
        let made = cell.get_or_try_init(|| self.gather(table, facts)).await?;
        Ok(Some(made.clone()))
    }

    async fn gather(&self, table: &str, facts: &TableSnapshot) -> Result<MadeTable, RunError> {
        let session = self.new_session()?;
        session.register_lake_table(table, self.lake, facts)?;
        let mut rows = session
            .query(&format!("select * from {table}"), &BTreeMap::new())
            .await?;
        let mut writer = self.begin(table, rows.schema())?;
        while let Some(batch) = rows.try_next().await.map_err(EngineError::from)? {
            writer.append(&batch)?;
        }
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::Poll;

    use arrow::array::{Int64Array, RecordBatch};
    use arrow::datatypes::{DataType, Field, Schema};
    use chrono::NaiveDate;
    use olivine_engine::SessionOptions;
    use olivine_lake::{DataFile, Fingerprint, Lake, LakeOptions};

    use super::*;
    use crate::plan::Inputs;

    fn facts(days: u64, day_bytes: u64) -> TableSnapshot {
        let day = |number: u64| DataFile {
            path: format!("facts_x/{number}"),
            size: day_bytes,
            rows: 1,
            partition: None,
            content: 0,
            source: None,
        };
        TableSnapshot {
            version: 1,
            schema: Arc::new(Schema::empty()),
            partition_column: None,
            files: (0..days).map(day).collect(),
        }
    }

    #[test]
    fn only_many_small_days_that_several_tasks_read_are_gathered() {
        let gathered = Gathered {
            shared: BTreeSet::from(["facts_x".to_owned()]),
            tables: Mutex::default(),
        };
        assert!(gathered.fits("facts_x", &facts(180, 4000)));
        assert!(!gathered.fits("facts_y", &facts(180, 4000)), "one task reads it");
        assert!(!gathered.fits("facts_x", &facts(3, 4000)), "few days");
        assert!(!gathered.fits("facts_x", &facts(180, 1 << 20)), "large days");
    }

    #[tokio::test]
    async fn gathering_that_was_cut_off_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let lake = folder.path().join("lake").display().to_string();
        let lake = Lake::open(&LakeOptions::at(lake)).await.unwrap();
        let schema = Arc::new(Schema::new(vec![Field::new("n", DataType::Int64, false)]));
        let day = |number: i64| {
            let numbers = Int64Array::from_iter_values(number * 1000..(number + 1) * 1000);
            let rows = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(numbers)]).unwrap();
            let date = NaiveDate::from_num_days_from_ce_opt(738_000 + i32::try_from(number).unwrap()).unwrap();
            (date, Fingerprint::of_bytes(&number.to_le_bytes()), vec![rows])
        };
        lake.write_facts("facts_x", Arc::clone(&schema), (0..20).map(day).collect())
            .await
            .unwrap();
        let snapshot = lake.snapshot("facts_x").await.unwrap().unwrap();
        let engine = SessionOptions {
            memory_bytes: 64 << 20,
            threads: 1,
            spill_dir: folder.path().join("spill"),
            geo_database: None,
        };
        let registry = Registry::built_in();
        // Cut off after so many steps as it went on: while files are opened, rows are read, or all but the end was written.
        for steps in 0.. {
            let mut computation = Computation::new(&lake, &registry, &engine, Inputs::default()).unwrap();
            computation.gathered.shared.insert("facts_x".to_owned());
            let ended = {
                let mut first = std::pin::pin!(computation.gathered("facts_x", &snapshot));
                let mut taken = 0;
                // Each step is taken when there is something to go on with: how many there are does not depend on the machine.
                std::future::poll_fn(|context| {
                    if taken == steps {
                        return Poll::Ready(false);
                    }
                    taken += 1;
                    match first.as_mut().poll(context) {
                        Poll::Ready(_) => Poll::Ready(true),
                        Poll::Pending if taken == steps => Poll::Ready(false),
                        Poll::Pending => Poll::Pending,
                    }
                })
                .await
            };
            let gathered = computation.gathered("facts_x", &snapshot).await.unwrap().unwrap();
            assert_eq!(gathered.file.rows, 20_000);
            let mut sum = 0;
            for batch in gathered.batches().unwrap() {
                let batch = batch.unwrap();
                let numbers = batch.column_by_name("n").unwrap();
                sum += numbers
                    .as_any()
                    .downcast_ref::<Int64Array>()
                    .unwrap()
                    .values()
                    .iter()
                    .sum::<i64>();
            }
            assert_eq!(sum, (0..20_000).sum::<i64>(), "cut off after {steps} steps");
            if ended {
                break;
            }
        }
    }
}
