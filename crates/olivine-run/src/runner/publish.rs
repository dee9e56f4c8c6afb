//! Publishes what tasks made: all tables come into use at once.

use std::collections::BTreeMap;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use olivine_failure::Failing;
use olivine_store::{Publication, PublishSummary};
use tracing::warn;

use super::Runner;
use crate::convert::rows_of;
use crate::error::RunError;
use crate::made::MadeTable;
use crate::plan::Plan;
use crate::record::{FailureRecord, Outcome, RunSummary};

/// Tries of a publish that fails in a way that may pass (`ES F-12`).
const PUBLISH_TRIES: usize = 3;

/// A result table that waits to be published.
pub(super) struct Ready {
    pub(super) table: String,
    pub(super) ingredients: String,
    pub(super) made: MadeTable,
}

/// What a publish did, and how many rows had a null where none may be, by table.
struct Swapped {
    summary: PublishSummary,
    left_out: BTreeMap<String, u64>,
}

impl Runner<'_> {
    /// Publishes all tables at once, without those that do not fit their declaration: their tasks count as failed, and what they
    /// had published before stays.
    pub(super) async fn publish_what_fits(
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
