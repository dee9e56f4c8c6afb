//! Small values by name: what the program must remember between starts and has no table of its own for.

use std::time::Duration;

use rand::RngExt;

use super::{SiteState, broken, now};
use crate::error::StoreError;
use crate::value::Value;

/// How often a value is changed again that others changed meanwhile: each time somebody of them was done.
const CHANGE_ATTEMPTS: usize = 100;

impl SiteState {
    /// The value of that name.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn value(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let Some(text) = self.value_text(name).await? else {
            return Ok(None);
        };
        serde_json::from_str(&text).map(Some).map_err(|_| broken("value"))
    }

    /// Sets the value of that name; null takes it away.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn set_value(&self, name: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        if value.is_null() {
            let gone = "DELETE FROM olivine_value WHERE name = ?";
            return self.execute(gone, vec![name.into()]).await.map(drop);
        }
        let set = "UPDATE olivine_value SET value = ?, changed = ? WHERE name = ?";
        let values: Vec<Value> = vec![value.to_string().into(), now().into(), name.into()];
        if self.execute(set, values.clone()).await? > 0 {
            return Ok(());
        }
        let first = "INSERT INTO olivine_value (value, changed, name) VALUES (?, ?, ?)";
        match self.execute(first, values.clone()).await {
            // Another program set it first.
            Err(StoreError::Taken { .. }) => self.execute(set, values).await.map(drop),
            done => done.map(drop),
        }
    }

    /// Changes the value of that name: `change` gives the new value, null for none, and an answer. What others write meanwhile, also
    /// other programs, is not lost: then `change` is asked again, about what they wrote.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where others write all the time; what stops a read or a write.
    pub async fn change_value<T>(
        &self,
        name: &str,
        change: impl Fn(serde_json::Value) -> (serde_json::Value, T) + Send,
    ) -> Result<T, StoreError>
    where
        T: Send,
    {
        for _ in 0..CHANGE_ATTEMPTS {
            let before = self.value_text(name).await?;
            let value = match &before {
                Some(text) => serde_json::from_str(text).map_err(|_| broken("value"))?,
                None => serde_json::Value::Null,
            };
            let (after, answer) = change(value.clone());
            if after == value || self.exchange_value(name, before, &after).await? {
                return Ok(answer);
            }
            let pause = Duration::from_millis(rand::rng().random_range(1..20));
            tokio::time::sleep(pause).await;
        }
        Err(StoreError::Busy {
            detail: format!("`{name}` is changed by others all the time"),
        })
    }

    /// Puts a value in the place of a text; false if that is not there any more.
    async fn exchange_value(
        &self,
        name: &str,
        before: Option<String>,
        after: &serde_json::Value,
    ) -> Result<bool, StoreError> {
        let Some(before) = before else {
            let first = "INSERT INTO olivine_value (value, changed, name) VALUES (?, ?, ?)";
            let values = vec![after.to_string().into(), now().into(), name.into()];
            return match self.execute(first, values).await {
                Err(StoreError::Taken { .. }) => Ok(false),
                done => done.map(|_| true),
            };
        };
        let changed = if after.is_null() {
            let gone = "DELETE FROM olivine_value WHERE name = ? AND value = ?";
            self.execute(gone, vec![name.into(), before.into()]).await?
        } else {
            let set = "UPDATE olivine_value SET value = ?, changed = ? WHERE name = ? AND value = ?";
            let values = vec![after.to_string().into(), now().into(), name.into(), before.into()];
            self.execute(set, values).await?
        };
        Ok(changed > 0)
    }

    async fn value_text(&self, name: &str) -> Result<Option<String>, StoreError> {
        let rows = self
            .rows("SELECT value FROM olivine_value WHERE name = ?", vec![name.into()])
            .await?;
        let Some(row) = rows.rows.first() else { return Ok(None) };
        row[0]
            .as_text()
            .map(|text| Some(text.to_owned()))
            .ok_or_else(|| broken("value"))
    }
}
