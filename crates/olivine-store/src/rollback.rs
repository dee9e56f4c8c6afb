//! Going back to the table that was in use before the last publish.

use crate::error::StoreError;
use crate::leftovers::Claim;
use crate::name::check_table;
use crate::store::Store;
use crate::swap::{Change, swap};

impl Store {
    /// Brings the kept tables into use again, all at once; those in use are kept in their place, so that doing it twice
    /// changes nothing.
    ///
    /// The fingerprints come back too: the next run sees from them that the tables are not up to date, and
    /// computes them anew unless the inputs or the version went back as well.
    ///
    /// # Errors
    /// [`StoreError::NothingToRollBack`] if one of the tables has no kept one; then none is changed.
    pub async fn rollback(&self, tables: &[&str]) -> Result<(), StoreError> {
        for table in tables {
            check_table(table)?;
        }
        if tables.is_empty() {
            return Ok(());
        }
        let mut connection = self.writer().await?;
        let claim = Claim::take(&self.inner.place, &mut connection).await?;
        let change = Change::RollBack(tables.iter().map(|table| (*table).to_owned()).collect());
        swap(&self.inner.place, &mut connection, &change, &claim.token).await?;
        connection.close().await
    }
}
