//! The moment at which readers pass from the old tables to the new ones.

use std::collections::BTreeSet;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::connection::Connection;
use crate::error::StoreError;
use crate::leftovers::{GONE, NEW, named_lock, tables};
use crate::name::quoted;
use crate::published::{self, OLD, Published, TABLE};
use crate::store::Place;

/// Seconds one `RENAME TABLE` waits for statements that use the tables. Meanwhile new statements wait behind it, so it is short,
/// and tried again.
const RENAME_WAIT_SECONDS: u32 = 2;
const RENAME_ATTEMPTS: u32 = 30;
/// Seconds to wait for another publish that swaps or for a reader that asked for quiet.
const SWAP_LOCK_SECONDS: i64 = 60;

/// What a swap does.
pub(crate) enum Change {
    /// The tables built beside come into use; those in use are kept behind.
    Publish(Vec<Published>),
    /// The kept tables come into use again and change places with those in use.
    RollBack(Vec<String>),
}

impl Change {
    fn tables(&self) -> impl Iterator<Item = &str> {
        let (records, names): (&[Published], &[String]) = match self {
            Self::Publish(records) => (records, &[]),
            Self::RollBack(names) => (&[], names),
        };
        records
            .iter()
            .map(|record| record.table.as_str())
            .chain(names.iter().map(String::as_str))
    }
}

/// The renames, in order; they are done together.
fn moves(existing: &BTreeSet<String>, change: &Change, token: &str) -> Result<Vec<(String, String)>, StoreError> {
    let mut moves = Vec::new();
    for table in change.tables() {
        let (new, old, gone) = (
            format!("{table}{NEW}{token}"),
            format!("{table}{OLD}"),
            format!("{table}{GONE}{token}"),
        );
        let (in_use, kept) = (existing.contains(table), existing.contains(&old));
        match change {
            Change::Publish(_) => {
                if !existing.contains(&new) {
                    return Err(StoreError::ConnectionLost {
                        detail: format!("the table built for `{table}` is gone: the publish was held to be dead"),
                    });
                }
                if in_use {
                    if kept {
                        moves.push((old.clone(), gone));
                    }
                    moves.push((table.to_owned(), old));
                }
                moves.push((new, table.to_owned()));
            }
            Change::RollBack(_) => {
                if !kept {
                    return Err(StoreError::NothingToRollBack {
                        table: table.to_owned(),
                    });
                }
                if in_use {
                    moves.push((table.to_owned(), gone.clone()));
                }
                moves.push((old.clone(), table.to_owned()));
                if in_use {
                    moves.push((gone, old));
                }
            }
        }
    }
    Ok(moves)
}

/// The records after the swap.
fn records_after(mut records: Vec<Published>, existing: &BTreeSet<String>, change: &Change) -> Vec<Published> {
    let generation = 1 + records.iter().map(|record| record.generation).max().unwrap_or(0);
    for table in change.tables() {
        let old = format!("{table}{OLD}");
        let in_use = records
            .iter()
            .position(|record| record.table == table)
            .map(|place| records.swap_remove(place));
        if existing.contains(table) || matches!(change, Change::RollBack(_)) {
            let kept = records
                .iter()
                .position(|record| record.table == old)
                .map(|place| records.swap_remove(place));
            if let (Change::RollBack(_), Some(kept)) = (change, kept) {
                records.push(Published {
                    table: table.to_owned(),
                    generation,
                    ..kept
                });
            }
            records.extend(in_use.map(|record| Published { table: old, ..record }));
        }
    }
    if let Change::Publish(new) = change {
        records.extend(new.iter().map(|record| Published {
            generation,
            ..record.clone()
        }));
    }
    // A generation must not come back, or a reader would not notice: the records of this swap carry the highest.
    records
}

/// Swaps. Either all of it is done or nothing.
pub(crate) async fn swap(
    place: &Place,
    connection: &mut Connection,
    change: &Change,
    token: &str,
) -> Result<(), StoreError> {
    match place {
        Place::Sqlite { .. } => {
            connection.plain("BEGIN IMMEDIATE").await?;
            match swap_in_transaction(connection, change, token).await {
                Ok(()) => connection.plain("COMMIT").await?,
                Err(error) => {
                    // The first failure is the one to tell; a transaction left open ends with the connection.
                    let _ = connection.plain("ROLLBACK").await;
                    return Err(error);
                }
            }
        }
        Place::Mysql(server) => {
            let lock = swap_lock_name(server.options.get_database().unwrap_or_default());
            if !named_lock(connection, &lock, SWAP_LOCK_SECONDS).await? {
                return Err(StoreError::Busy {
                    detail: "another publish is swapping its tables".to_owned(),
                });
            }
            let swapped = swap_by_rename(place, connection, change, token).await;
            // Whether it was swapped is what counts; the lock ends with the connection in any case.
            if let Err(error) = connection.rows("SELECT RELEASE_LOCK(?)", vec![lock.into()]).await {
                tracing::debug!(%error, "could not free the lock of a swap");
            }
            swapped?;
        }
    }
    for table in change.tables().chain([TABLE]) {
        let gone = quoted(&format!("{table}{GONE}{token}"));
        // What stays is cleared by the next publish.
        if let Err(error) = connection.plain(format!("DROP TABLE IF EXISTS {gone}")).await {
            tracing::warn!(%error, table, "could not drop the table before the last");
        }
    }
    Ok(())
}

/// The name of the lock that lets one swap happen at a time in a database.
pub(crate) fn swap_lock_name(database: &str) -> String {
    let digest = Sha256::digest(database.as_bytes());
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("olivine_swap_{hex}")
}

async fn swap_in_transaction(connection: &mut Connection, change: &Change, token: &str) -> Result<(), StoreError> {
    let existing = tables(connection).await?;
    for (from, to) in moves(&existing, change, token)? {
        connection
            .plain(format!("ALTER TABLE {} RENAME TO {}", quoted(&from), quoted(&to)))
            .await?;
    }
    let records = published::records(connection.rows(published::select(TABLE), Vec::new()).await?)?;
    published::replace(connection, TABLE, &records_after(records, &existing, change)).await
}

async fn swap_by_rename(
    place: &Place,
    connection: &mut Connection,
    change: &Change,
    token: &str,
) -> Result<(), StoreError> {
    let existing = tables(connection).await?;
    let mut moves = moves(&existing, change, token)?;
    let records = published::records(connection.rows(published::select(TABLE), Vec::new()).await?)?;
    let beside = format!("{TABLE}{NEW}{token}");
    published::create_beside(connection, &beside, place).await?;
    published::replace(connection, &beside, &records_after(records, &existing, change)).await?;
    moves.push((TABLE.to_owned(), format!("{TABLE}{GONE}{token}")));
    moves.push((beside, TABLE.to_owned()));
    let renames: Vec<String> = moves
        .iter()
        .map(|(from, to)| format!("{} TO {}", quoted(from), quoted(to)))
        .collect();
    let rename = format!("RENAME TABLE {}", renames.join(", "));
    connection
        .plain(format!("SET lock_wait_timeout = {RENAME_WAIT_SECONDS}"))
        .await?;
    let mut attempt = 1;
    loop {
        match connection.plain(rename.clone()).await {
            Err(StoreError::Busy { .. } | StoreError::Deadlock { .. }) if attempt < RENAME_ATTEMPTS => {
                attempt += 1;
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(table: &str, generation: i64) -> Published {
        Published {
            table: table.to_owned(),
            fingerprint: format!("f{generation}"),
            run_id: "run".to_owned(),
            as_of: chrono::NaiveDate::default(),
            created: chrono::NaiveDateTime::default(),
            rows: 0,
            declaration: String::new(),
            generation,
        }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_publish_keeps_one_generation() {
        let change = Change::Publish(vec![record("t", 0)]);
        let existing = set(&["t", "t__old", "t__new_x"]);
        let moves = moves(&existing, &change, "x").unwrap();
        let expected = [("t__old", "t__gone_x"), ("t", "t__old"), ("t__new_x", "t")];
        assert_eq!(moves, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
        let after = records_after(
            vec![record("t", 4), record("t__old", 3), record("u", 2)],
            &existing,
            &change,
        );
        let mut names: Vec<_> = after
            .iter()
            .map(|record| (record.table.as_str(), record.generation))
            .collect();
        names.sort_unstable();
        assert_eq!(names, [("t", 5), ("t__old", 4), ("u", 2)]);
    }

    #[test]
    fn a_publish_whose_tables_were_cleared_does_not_swap() {
        let change = Change::Publish(vec![record("t", 0)]);
        assert!(matches!(
            moves(&set(&["t"]), &change, "x"),
            Err(StoreError::ConnectionLost { .. })
        ));
    }

    #[test]
    fn a_roll_back_changes_places() {
        let change = Change::RollBack(vec!["t".to_owned()]);
        assert!(matches!(
            moves(&set(&["t"]), &change, "x"),
            Err(StoreError::NothingToRollBack { .. })
        ));
        let existing = set(&["t", "t__old"]);
        assert_eq!(moves(&existing, &change, "x").unwrap().len(), 3);
        let after = records_after(vec![record("t", 4), record("t__old", 3)], &existing, &change);
        let of = |name: &str| after.iter().find(|record| record.table == name).unwrap();
        assert_eq!((of("t").fingerprint.as_str(), of("t").generation), ("f3", 5));
        assert_eq!(of("t__old").fingerprint, "f4");
    }
}
