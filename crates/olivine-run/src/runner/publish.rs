//! Publishes what tasks made: all tables come into use at once.

use std::collections::BTreeMap;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use olivine_failure::Failing;
use olivine_report::manifest::Table;
use olivine_store::{Publication, Publish, PublishSummary};
use tokio::sync::mpsc::UnboundedReceiver;
use tracing::warn;

use super::Runner;
use crate::convert::rows_of;
use crate::error::RunError;
use crate::made::MadeTable;
use crate::plan::Plan;
use crate::record::{FailureRecord, Outcome, RunSummary};

/// Tries of a publish that fails in a way that may pass (`ES F-12`), and the longest pause between two. Together the pauses last for
/// more than a minute: a server that is restarted is there again by then.
const PUBLISH_TRIES: usize = 6;
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A result table that waits to be published.
pub(crate) struct Ready {
    pub(crate) table: String,
    pub(crate) ingredients: String,
    pub(crate) made: MadeTable,
}

/// Tables that were loaded beside those in use while others were still computed.
pub(super) struct Loaded {
    /// All tables that wait to be published.
    ready: Vec<Ready>,
    /// The publish with all of them, if loading went well; none where there is nothing to publish.
    begun: Option<Result<Begun, RunError>>,
}

/// A publish with tables loaded, none of which is in use.
struct Begun {
    publish: Publish,
    publications: Vec<Publication>,
    /// How many rows had a null where none may be, by table.
    left_out: BTreeMap<String, u64>,
}

/// What a publish did.
struct Swapped {
    summary: PublishSummary,
    left_out: BTreeMap<String, u64>,
}

impl Runner<'_> {
    /// Loads tables as they come, until no more come. Once one could not be loaded, the rest are only kept.
    pub(super) async fn load(&self, run_id: &str, plan: &Plan, mut coming: UnboundedReceiver<Ready>) -> Loaded {
        let mut loaded = Loaded {
            ready: Vec::new(),
            begun: None,
        };
        while let Some(ready) = coming.recv().await {
            loaded.begun = match loaded.begun.take() {
                None => Some(self.begin(run_id).await),
                begun => begun,
            };
            if let Some(Ok(begun)) = &mut loaded.begun
                && let Err(error) = self.load_one(begun, plan, &ready).await
            {
                loaded.begun = Some(Err(error));
            }
            loaded.ready.push(ready);
        }
        loaded
    }

    /// Publishes all tables at once, without those that do not fit their declaration: their tasks count as failed, and what they
    /// had published before stays.
    pub(super) async fn publish_what_fits(
        &self,
        plan: &Plan,
        loaded: Loaded,
        summary: &mut RunSummary,
    ) -> Result<(), RunError> {
        let Loaded { mut ready, mut begun } = loaded;
        while !ready.is_empty() {
            let error = match self.publish(&summary.run_id, plan, &ready, begun.take()).await {
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
            warn!(table, code = error.failure().code, "{}", error.full_text());
            for record in summary.tasks.iter_mut().filter(|record| record.table == table) {
                record.outcome = Outcome::Failed;
                record.failure = Some(FailureRecord::of(&error));
            }
        }
        Ok(())
    }

    /// Publishes all tables at once; tried again when it fails in a way that may pass. The first try may have begun.
    async fn publish(
        &self,
        run_id: &str,
        plan: &Plan,
        ready: &[Ready],
        mut begun: Option<Result<Begun, RunError>>,
    ) -> Result<Swapped, RunError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_secs(1))
            .with_factor(3.0)
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(PUBLISH_TRIES - 1)
            .with_jitter();
        let publish = || {
            let begun = begun.take();
            async move {
                match begun {
                    Some(begun) => commit(begun?).await,
                    None => self.publish_once(run_id, plan, ready).await,
                }
            }
        };
        publish
            .retry(pauses)
            .when(|error: &RunError| error.is_transient())
            .notify(|error, pause| warn!(?pause, "{}; publishing is tried again", error.full_text()))
            .await
    }

    async fn publish_once(&self, run_id: &str, plan: &Plan, ready: &[Ready]) -> Result<Swapped, RunError> {
        let mut begun = self.begin(run_id).await?;
        for ready in ready {
            self.load_one(&mut begun, plan, ready).await?;
        }
        commit(begun).await
    }

    /// Publishes tables of a selection.
    pub(crate) async fn publish_selected(&self, plan: &Plan, ready: &[Ready]) -> Result<(), RunError> {
        self.publish_once("selection", plan, ready).await.map(|_| ())
    }

    async fn begin(&self, run_id: &str) -> Result<Begun, RunError> {
        Ok(Begun {
            publish: self.store.begin_publish(run_id).await?,
            publications: Vec::new(),
            left_out: BTreeMap::new(),
        })
    }

    async fn load_one(&self, begun: &mut Begun, plan: &Plan, ready: &Ready) -> Result<(), RunError> {
        let Some(declared) = self.registry.table(&ready.table) else {
            return Ok(());
        };
        // Whose rows these are is known to the site as long as they are there, whatever becomes of the report.
        let with_readers = Table {
            audience: self.registry.table_audience(&ready.table),
            ..declared.clone()
        };
        let mut load = begun.publish.table(&ready.table, &with_readers).await?;
        let mut without = 0;
        for batch in ready.made.batches()? {
            let (rows, nulls) = rows_of(declared, &batch?);
            without += nulls;
            load.append(rows).await?;
        }
        load.finish().await?;
        begun.left_out.insert(ready.table.clone(), without);
        begun.publications.push(Publication {
            table: ready.table.clone(),
            fingerprint: ready.ingredients.clone(),
            as_of: plan.as_of,
        });
        Ok(())
    }
}

async fn commit(begun: Begun) -> Result<Swapped, RunError> {
    let summary = begun.publish.commit(begun.publications).await?;
    Ok(Swapped {
        summary,
        left_out: begun.left_out,
    })
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
