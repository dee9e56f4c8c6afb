//! How much room tables take.

use std::collections::BTreeMap;

use crate::connection::{Database, Keep};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Bytes of each table of the results with its indexes, as the store counts them.
    ///
    /// # Errors
    /// What stops any read.
    pub async fn table_bytes(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let sql = match &self.inner.readers {
            Database::Sqlite(_) => {
                "SELECT s.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema s ON s.name = d.name \
                 WHERE d.aggregate = TRUE GROUP BY s.tbl_name"
            }
            Database::Mysql(_) => {
                "SELECT TABLE_NAME, CAST(DATA_LENGTH + INDEX_LENGTH AS SIGNED) FROM information_schema.TABLES \
                 WHERE TABLE_SCHEMA = DATABASE()"
            }
        };
        let rows = self.inner.readers.rows(sql, Vec::new(), Keep::No).await?;
        let bytes = rows.rows.iter().filter_map(|row| {
            let bytes = u64::try_from(row.get(1)?.as_int()?).ok()?;
            Some((row.first()?.as_text()?.to_owned(), bytes))
        });
        Ok(bytes.collect())
    }
}
