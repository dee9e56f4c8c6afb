//! Going back to the table that was in use before the last publish, and giving up that possibility.

use crate::error::StoreError;
use crate::leftovers::{self, Claim};
use crate::name::{check_table, quoted};
use crate::published::{OLD, TABLE};
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

    /// Drops the kept tables, all or those named, and gives their room back; afterwards there is nothing to roll back to.
    /// Gives how many there were.
    ///
    /// For a learner who is to be forgotten: rows taken out of the tables in use are still in those kept, and on
    /// SQLite in pages of the file that are free but not yet written over, so the file is rewritten.
    ///
    /// # Errors
    /// What stops a write. Then some may be dropped; doing it again drops the rest.
    pub async fn drop_kept(&self, tables: Option<&[&str]>) -> Result<usize, StoreError> {
        // A swap in between would bring back the records of tables that are dropped, and have its own kept tables dropped.
        let quiet = self.hold_swaps().await?;
        let mut connection = self.writer().await?;
        let wanted = |kept: &str| match (kept.strip_suffix(OLD), tables) {
            (Some(table), Some(tables)) => tables.contains(&table),
            (Some(table), None) => check_table(table).is_ok(),
            (None, _) => false,
        };
        let kept: Vec<String> = leftovers::tables(&mut connection)
            .await?
            .into_iter()
            .filter(|name| wanted(name))
            .collect();
        for name in &kept {
            let sql = format!("DELETE FROM {TABLE} WHERE table_name = ?");
            connection.execute(sql, vec![name.as_str().into()]).await?;
            connection
                .plain(format!("DROP TABLE IF EXISTS {}", quoted(name)))
                .await?;
        }
        if !connection.is_mysql() {
            connection.plain("VACUUM").await?;
            connection.plain("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        connection.close().await?;
        if let Some(quiet) = quiet {
            quiet.close().await?;
        }
        Ok(kept.len())
    }
}
