//! One store's contents into another, of either kind: for back-ups of a server, and for moving from files to a server.

use crate::connection::{Keep, Transaction};
use crate::error::StoreError;
use crate::name::quoted;
use crate::plan::declared;
use crate::published::Published;
use crate::store::Store;
use crate::value::Value;

/// Rows carried at once.
const ROWS_AT_ONCE: usize = 10_000;
/// Values bound in one statement; both stores take as many.
const VALUES_AT_ONCE: usize = 4_000;
/// The tables of the site's state, those that are referred to first.
const SITE_TABLES: [&str; 7] = [
    "olivine_user",
    "olivine_grant",
    "olivine_token",
    "olivine_run",
    "olivine_value",
    "olivine_lms_person",
    "olivine_people_read",
];
/// Those that are not copied: whoever is signed in signs in again, and failed sign-ins are of no use later. Sessions may
/// hold secrets of other systems, which have no place in a back-up.
pub(crate) const NOT_COPIED: [&str; 2] = ["olivine_session", "olivine_login_failure"];

impl Store {
    /// Copies the site's state and the tables in use into another store, which must be new. Kept tables are not copied.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if something was published meanwhile; [`StoreError::Publish`] if the other store is not new; what
    /// stops a read or a write.
    pub async fn copy_into(&self, other: &Store) -> Result<(), StoreError> {
        if !other.published().await?.is_empty() || !other.site().list_users().await?.is_empty() {
            return Err(StoreError::Publish {
                table: "all".to_owned(),
                reason: "the store to copy into is not new",
            });
        }
        self.copy_site(other).await?;
        let before = self.published().await?;
        self.copy_results(other, before.values()).await?;
        let after = self.published().await?;
        let same = before.len() == after.len()
            && before
                .iter()
                .zip(&after)
                .all(|((_, a), (_, b))| a.generation == b.generation && a.table == b.table);
        if same {
            Ok(())
        } else {
            Err(StoreError::Busy {
                detail: "tables were published during the copy".to_owned(),
            })
        }
    }

    async fn copy_site(&self, other: &Store) -> Result<(), StoreError> {
        // Reading in one transaction gives one state of all tables on both stores.
        let mut from = self.site().database().begin().await?;
        let mut to = other.site().database().begin().await?;
        for table in SITE_TABLES {
            let rows = from
                .link()
                .rows(format!("SELECT * FROM {table}"), Vec::new(), Keep::No)
                .await?;
            insert(&mut to, table, &rows.columns, rows.rows).await?;
        }
        to.commit().await?;
        from.commit().await
    }

    async fn copy_results(&self, other: &Store, records: impl Iterator<Item = &Published>) -> Result<(), StoreError> {
        let mut publish = other.begin_publish("copy").await?;
        let mut copied = Vec::new();
        for record in records {
            let broken = || StoreError::Internal {
                detail: format!("the declaration of `{}` cannot be read", record.table),
            };
            let table = declared(&record.declaration).ok_or_else(broken)?;
            let mut load = publish.table_of_time(&record.table, &table, record.created).await?;
            let types = |name: &str| table.columns.get(name).map(|column| column.kind);
            let columns: Vec<String> = table.columns.iter().map(|(name, _)| quoted(name)).collect();
            let sql = format!(
                "SELECT {}, id FROM {} WHERE id > :after ORDER BY id LIMIT {ROWS_AT_ONCE}",
                columns.join(", "),
                quoted(&record.table)
            );
            let mut after = 0;
            loop {
                let mut rows = self
                    .query_typed(&sql, &[("after", Value::from(after))], &types)
                    .await?
                    .rows;
                let Some(last) = rows.last().and_then(|row| row.last()).and_then(Value::as_int) else {
                    break;
                };
                after = last;
                for row in &mut rows {
                    row.pop();
                }
                load.append(rows).await?;
            }
            load.finish().await?;
            copied.push(record.clone());
        }
        publish.commit_records(copied).await.map(drop)
    }
}

async fn insert(
    to: &mut Transaction,
    table: &str,
    columns: &[String],
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let marks = format!("({})", vec!["?"; columns.len()].join(", "));
    for chunk in rows.chunks((VALUES_AT_ONCE / columns.len()).max(1)) {
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES {}",
            names.join(", "),
            vec![marks.as_str(); chunk.len()].join(", ")
        );
        to.link().execute(sql, chunk.concat()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreOptions;

    #[tokio::test]
    async fn every_table_of_the_site_is_either_copied_or_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("results.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        // Which migrations ran is on record from opening the other store.
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' \
                   AND name NOT IN ('olivine_migration', 'sqlite_sequence') ORDER BY name";
        let found = store.site().database().rows(sql, Vec::new(), Keep::No).await.unwrap();
        let made: Vec<&str> = found.rows.iter().filter_map(|row| row[0].as_text()).collect();
        let mut listed: Vec<&str> = SITE_TABLES.iter().chain(&NOT_COPIED).copied().collect();
        listed.sort_unstable();
        assert_eq!(made, listed, "each table is in one of the two lists");
        store.close().await;
    }
}
