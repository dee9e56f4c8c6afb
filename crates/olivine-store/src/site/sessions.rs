//! Web sessions: what the browser holds is hashed here, so that a copy of the state signs nobody in.

use std::time::Duration;

use super::{SiteState, broken, now, secret_hash};
use crate::error::StoreError;

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
        let sql = "INSERT INTO olivine_session (hash, user_name, data, expires) VALUES (?, ?, ?, ?)";
        match self.execute(sql, values).await {
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

    /// Puts other data into a session and sets when it ends. Nothing happens if the session is gone: a request that was
    /// under way when somebody signed out must not bring it back.
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
        let values = vec![
            user_name.map(str::to_owned).into(),
            data.to_string().into(),
            ends(lifetime).into(),
            secret_hash(id).into(),
        ];
        let sql = "UPDATE olivine_session SET user_name = ?, data = ?, expires = ? WHERE hash = ?";
        self.execute(sql, values).await.map(drop)
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
