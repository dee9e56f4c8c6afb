//! One store's contents into another, of either kind: for back-ups of a server, and for moving from files to a server.

use crate::connection::{Keep, Transaction};
use crate::error::StoreError;
use crate::name::quoted;
use crate::plan::declared;
use crate::published::Published;
use crate::store::Store;
use crate::value::{Rows, Value};

/// Rows carried at once.
const ROWS_AT_ONCE: usize = 10_000;
/// Values bound in one statement; both stores take as many.
const VALUES_AT_ONCE: usize = 4_000;
/// Rows of the site's state carried at once: a record of a run may be long.
const SITE_ROWS_AT_ONCE: usize = 200;

/// A table of the site's state.
pub(crate) struct SiteTable {
    pub(crate) name: &'static str,
    /// The columns of its primary key, in whose order it is copied.
    key: &'static [&'static str],
}

/// The tables of the site's state, those that are referred to first.
pub(crate) const SITE_TABLES: [SiteTable; 7] = [
    SiteTable {
        name: "olivine_user",
        key: &["id"],
    },
    SiteTable {
        name: "olivine_grant",
        key: &["user_id", "course_id"],
    },
    SiteTable {
        name: "olivine_token",
        key: &["id"],
    },
    SiteTable {
        name: "olivine_run",
        key: &["id"],
    },
    SiteTable {
        name: "olivine_value",
        key: &["name"],
    },
    SiteTable {
        name: "olivine_lms_person",
        key: &["user_id"],
    },
    SiteTable {
        name: "olivine_people_read",
        key: &["id"],
    },
];
/// Those that are not copied: whoever is signed in signs in again, and sign-ins that failed or are under way are of no use later.
/// Sessions may hold secrets of other systems, which have no place in a back-up.
pub(crate) const NOT_COPIED: [&str; 3] = ["olivine_session", "olivine_login_failure", "olivine_login_attempt"];

impl Store {
    /// Copies the site's state and the tables in use into another store, which must be new. Kept tables are not copied.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if something was published meanwhile; [`StoreError::InTheWay`] if the other store is not new; what
    /// stops a read or a write.
    pub async fn copy_into(&self, other: &Store) -> Result<(), StoreError> {
        other.expect_nothing().await?;
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
        for table in &SITE_TABLES {
            table
                .copy(&mut from, &mut to, other.inner.place.statement_bytes())
                .await?;
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

impl SiteTable {
    /// Copies the rows, a few at a time, in the order of their key; so many bytes of them in one statement.
    async fn copy(&self, from: &mut Transaction, to: &mut Transaction, bytes: usize) -> Result<(), StoreError> {
        let mut last: Option<Vec<Value>> = None;
        loop {
            let (condition, values) = match &last {
                Some(last) => (format!(" WHERE {}", self.behind()), behind_values(last)),
                None => (String::new(), Vec::new()),
            };
            let sql = format!(
                "SELECT * FROM {}{condition} ORDER BY {} LIMIT {SITE_ROWS_AT_ONCE}",
                self.name,
                self.key.join(", ")
            );
            let found = from.link().rows(sql, values, Keep::No).await?;
            let read = found.len();
            if read > 0 {
                last = Some(self.key_of(&found, read - 1)?);
                insert(to, self.name, &found.columns, statements(found.rows, bytes)).await?;
            }
            if read < SITE_ROWS_AT_ONCE {
                return Ok(());
            }
        }
    }

    /// What holds for the rows behind one, with its values as [`behind_values`] gives them.
    fn behind(&self) -> String {
        let mut cases = Vec::new();
        for (place, column) in self.key.iter().enumerate() {
            let same: String = self.key[..place]
                .iter()
                .map(|before| format!("{before} = ? AND "))
                .collect();
            cases.push(format!("({same}{column} > ?)"));
        }
        cases.join(" OR ")
    }

    fn key_of(&self, rows: &Rows, row: usize) -> Result<Vec<Value>, StoreError> {
        let missing = |column: &str| StoreError::Internal {
            detail: format!("`{}` has no column `{column}`", self.name),
        };
        let value = |column: &&str| rows.get(row, column).cloned().ok_or_else(|| missing(column));
        self.key.iter().map(value).collect()
    }
}

/// The values of a key as often and in the order as [`SiteTable::behind`] asks for them.
fn behind_values(key: &[Value]) -> Vec<Value> {
    (1..=key.len()).flat_map(|columns| key[..columns].to_vec()).collect()
}

async fn insert(
    to: &mut Transaction,
    table: &str,
    columns: &[String],
    parts: Vec<Vec<Vec<Value>>>,
) -> Result<(), StoreError> {
    let names: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
    let marks = format!("({})", vec!["?"; columns.len()].join(", "));
    for part in parts {
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES {}",
            names.join(", "),
            vec![marks.as_str(); part.len()].join(", ")
        );
        to.link().execute(sql, part.concat()).await?;
    }
    Ok(())
}

/// Cuts rows into parts that one statement of so many bytes takes.
fn statements(rows: Vec<Vec<Value>>, most_bytes: usize) -> Vec<Vec<Vec<Value>>> {
    let mut parts = Vec::new();
    let mut part: Vec<Vec<Value>> = Vec::new();
    let (mut values, mut bytes) = (0, 0);
    for row in rows {
        let size: usize = row.iter().map(Value::bytes).sum();
        if !part.is_empty() && (values + row.len() > VALUES_AT_ONCE || bytes + size > most_bytes) {
            parts.push(std::mem::take(&mut part));
            (values, bytes) = (0, 0);
        }
        values += row.len();
        bytes += size;
        part.push(row);
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreOptions;

    #[test]
    fn a_statement_takes_no_more_than_it_may() {
        let row = |bytes: usize| vec![Value::Int(1), Value::Text("x".repeat(bytes))];
        let parts_of = |rows: Vec<Vec<Value>>| statements(rows, 1000).iter().map(Vec::len).collect::<Vec<_>>();
        let short = |_| vec![Value::Int(1); 1000];
        assert!(parts_of(Vec::new()).is_empty());
        assert_eq!(parts_of(vec![row(1); 3]), [3]);
        assert_eq!(parts_of(vec![row(500), row(1), row(500), row(2000)]), [2, 1, 1]);
        let many_values = statements((0..5).map(short).collect(), usize::MAX);
        assert_eq!(many_values.iter().map(Vec::len).collect::<Vec<_>>(), [4, 1]);
    }

    #[test]
    fn rows_behind_one_are_told_by_all_columns_of_the_key() {
        let table = SiteTable {
            name: "t",
            key: &["a", "b"],
        };
        assert_eq!(table.behind(), "(a > ?) OR (a = ? AND b > ?)");
        let key = [Value::Int(1), Value::Int(2)];
        assert_eq!(behind_values(&key), [Value::Int(1), Value::Int(1), Value::Int(2)]);
    }

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
        let copied = SITE_TABLES.iter().map(|table| table.name);
        let mut listed: Vec<&str> = copied.chain(NOT_COPIED).collect();
        listed.sort_unstable();
        assert_eq!(made, listed, "each table is in one of the two lists");
        store.close().await;
    }
}
