//! Web sessions: what the browser holds is hashed here, so that a copy of the state signs nobody in.

use std::time::Duration;

use super::{SiteState, broken, now, secret_hash};
use crate::error::StoreError;
use crate::value::Value;

const INSERT: &str = "INSERT INTO olivine_session (hash, user_name, data, expires) VALUES (?, ?, ?, ?)";

impl SiteState {
    /// Begins a session under an id that only the browser keeps. False if the id is taken.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn create_session(
        &self,
        id: &str,
        user_name: Option<&str>,
        data: &serde_json::Value,
        lifetime: Duration,
    ) -> Result<bool, StoreError> {
        let values = vec![
            secret_hash(id).into(),
            user_name.map(str::to_owned).into(),
            data.to_string().into(),
            ends(lifetime).into(),
        ];
        match self.execute(INSERT, values).await {
            Ok(_) => Ok(true),
            Err(StoreError::Taken { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What is in a session that has not ended.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn load_session(&self, id: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let sql = "SELECT data FROM olivine_session WHERE hash = ? AND expires > ?";
        let rows = self.rows(sql, vec![secret_hash(id).into(), now().into()]).await?;
        let Some(row) = rows.rows.first() else { return Ok(None) };
        let data = row[0].as_text().and_then(|text| serde_json::from_str(text).ok());
        data.map(Some).ok_or_else(|| broken("session"))
    }

    /// Puts other data into a session and sets when it ends; makes it if it is not there.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn save_session(
        &self,
        id: &str,
        user_name: Option<&str>,
        data: &serde_json::Value,
        lifetime: Duration,
    ) -> Result<(), StoreError> {
        let hash = secret_hash(id);
        let mut transaction = self.database.begin().await?;
        transaction
            .execute("DELETE FROM olivine_session WHERE hash = ?", vec![hash.as_str().into()])
            .await?;
        let values: Vec<Value> = vec![
            hash.into(),
            user_name.map(str::to_owned).into(),
            data.to_string().into(),
            ends(lifetime).into(),
        ];
        transaction.execute(INSERT, values).await?;
        transaction.commit().await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn delete_session(&self, id: &str) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM olivine_session WHERE hash = ?",
            vec![secret_hash(id).into()],
        )
        .await
        .map(drop)
    }

    /// Ends all sessions of a user; gives how many.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn delete_sessions_of(&self, user_name: &str) -> Result<u64, StoreError> {
        self.execute(
            "DELETE FROM olivine_session WHERE user_name = ?",
            vec![user_name.into()],
        )
        .await
    }

    /// Clears sessions that have ended; gives how many.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn clear_ended_sessions(&self) -> Result<u64, StoreError> {
        self.execute("DELETE FROM olivine_session WHERE expires <= ?", vec![now().into()])
            .await
    }
}

fn ends(lifetime: Duration) -> i64 {
    now().saturating_add(i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX))
}
