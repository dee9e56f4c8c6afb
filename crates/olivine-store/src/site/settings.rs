//! Small values by name: what the program must remember between starts and has no table of its own for.

use super::{SiteState, broken, now};
use crate::error::StoreError;

impl SiteState {
    /// The value of that name.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn value(&self, name: &str) -> Result<Option<serde_json::Value>, StoreError> {
        let rows = self
            .rows("SELECT value FROM olivine_value WHERE name = ?", vec![name.into()])
            .await?;
        let Some(row) = rows.rows.first() else { return Ok(None) };
        let value = row[0].as_text().and_then(|text| serde_json::from_str(text).ok());
        value.map(Some).ok_or_else(|| broken("value"))
    }

    /// Sets the value of that name; null takes it away.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn set_value(&self, name: &str, value: &serde_json::Value) -> Result<(), StoreError> {
        let mut transaction = self.database.begin().await?;
        transaction
            .execute("DELETE FROM olivine_value WHERE name = ?", vec![name.into()])
            .await?;
        if !value.is_null() {
            let values = vec![name.into(), value.to_string().into(), now().into()];
            transaction
                .execute(
                    "INSERT INTO olivine_value (name, value, changed) VALUES (?, ?, ?)",
                    values,
                )
                .await?;
        }
        transaction.commit().await
    }
}
