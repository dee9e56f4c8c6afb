//! What ran, when, and how it ended.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{SiteState, broken, now, time};
use crate::error::StoreError;
use crate::value::Value;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    /// It is at work, or died without a word.
    Running,
    /// All of it is done.
    Done,
    /// Something in it failed.
    Failed,
    /// Its process ended before it did.
    Interrupted,
}

impl RunStatus {
    /// The word on record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Failed, Self::Interrupted]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A run on record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunRecord {
    /// Its id.
    pub id: String,
    /// When it began, UTC.
    pub started: NaiveDateTime,
    /// When it ended, UTC.
    pub finished: Option<NaiveDateTime>,
    /// How it stands.
    pub status: RunStatus,
    /// What the runner says about it: parameters, tasks, counts, failures.
    pub detail: serde_json::Value,
}

const COLUMNS: &str = "SELECT id, started, finished, status, record FROM olivine_run WHERE id = ?";

impl SiteState {
    /// Puts a run on record as it begins.
    ///
    /// # Errors
    /// What stops a write; a run of that id on record.
    pub async fn begin_run(&self, id: &str, detail: &serde_json::Value) -> Result<(), StoreError> {
        let values = vec![
            id.into(),
            now().into(),
            RunStatus::Running.as_str().into(),
            detail.to_string().into(),
        ];
        let sql = "INSERT INTO olivine_run (id, started, status, record) VALUES (?, ?, ?, ?)";
        self.execute(sql, values).await.map(drop)
    }

    /// Puts on record how a run ended.
    ///
    /// # Errors
    /// [`StoreError::UnknownRun`], what stops a write.
    pub async fn finish_run(&self, id: &str, status: RunStatus, detail: &serde_json::Value) -> Result<(), StoreError> {
        if self.run(id).await?.is_none() {
            return Err(StoreError::UnknownRun { id: id.to_owned() });
        }
        let values = vec![
            now().into(),
            status.as_str().into(),
            detail.to_string().into(),
            id.into(),
        ];
        let sql = "UPDATE olivine_run SET finished = ?, status = ?, record = ? WHERE id = ?";
        self.execute(sql, values).await.map(drop)
    }

    /// Marks runs still on record as running as interrupted, except one; gives how many. For the program that holds the
    /// site's lock: nobody else runs then.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn mark_interrupted_runs(&self, except: &str) -> Result<u64, StoreError> {
        let values: Vec<Value> = vec![
            RunStatus::Interrupted.as_str().into(),
            now().into(),
            RunStatus::Running.as_str().into(),
            except.into(),
        ];
        self.execute(
            "UPDATE olivine_run SET status = ?, finished = ? WHERE status = ? AND id <> ?",
            values,
        )
        .await
    }

    /// The run of that id.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn run(&self, id: &str) -> Result<Option<RunRecord>, StoreError> {
        let rows = self.rows(COLUMNS, vec![id.into()]).await?;
        rows.rows
            .first()
            .map(|row| record(row).ok_or_else(|| broken("run")))
            .transpose()
    }

    /// The latest runs, newest first.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn list_runs(&self, most: u32) -> Result<Vec<RunRecord>, StoreError> {
        let sql =
            "SELECT id, started, finished, status, record FROM olivine_run ORDER BY started DESC, id DESC LIMIT ?";
        let rows = self.rows(sql, vec![most.into()]).await?;
        rows.rows
            .iter()
            .map(|row| record(row).ok_or_else(|| broken("run")))
            .collect()
    }

    /// Forgets a run; nothing where it is not on record.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn forget_run(&self, id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM olivine_run WHERE id = ?";
        self.execute(sql, vec![id.into()]).await.map(drop)
    }

    /// Forgets runs that began before a time; gives how many.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn prune_runs(&self, before: NaiveDateTime) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM olivine_run WHERE started < ?",
            vec![before.and_utc().timestamp().into()],
        )
        .await
    }
}

fn record(row: &[Value]) -> Option<RunRecord> {
    Some(RunRecord {
        id: row.first()?.as_text()?.to_owned(),
        started: time(row.get(1)?.as_int()?),
        finished: row.get(2)?.as_int().map(time),
        status: RunStatus::parse(row.get(3)?.as_text()?)?,
        detail: serde_json::from_str(row.get(4)?.as_text()?).ok()?,
    })
}
