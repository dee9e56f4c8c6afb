//! Who is publishing, and what a publish that died has left.
//!
//! Each publish has a token that stands in the names of the tables it builds, and holds a lock of that name that ends
//! with its process: on SQLite a locked file beside the results, on MySQL a named lock of its connection. Tables whose
//! token nobody holds are left over.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rand::RngExt;

use crate::connection::Connection;
use crate::error::StoreError;
use crate::name::quoted;
use crate::store::Place;
use crate::value::Value;

/// Behind the name of a table being built, before the token.
pub(crate) const NEW: &str = "__new_";
/// Behind the name of a table on its way out, before the token.
pub(crate) const GONE: &str = "__gone_";
const TOKEN_LENGTH: usize = 12;

/// The right to tables with a token; ends when dropped or with the process.
pub(crate) struct Claim {
    pub(crate) token: String,
    _file: Option<LockedFile>,
}

struct LockedFile {
    _file: File,
    path: PathBuf,
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // A file that stays is found unlocked and removed by the next publish.
        let _ = fs::remove_file(&self.path);
    }
}

impl Claim {
    /// Takes a new token.
    pub(crate) async fn take(place: &Place, connection: &mut Connection) -> Result<Self, StoreError> {
        let number: u64 = rand::rng().random();
        let token = format!("{number:016x}")[..TOKEN_LENGTH].to_owned();
        let file = match place {
            Place::Sqlite { file, .. } => {
                let path = lock_path(file, &token);
                let lock = File::create(&path).map_err(|source| StoreError::File {
                    path: path.clone(),
                    source,
                })?;
                lock.lock().map_err(|source| StoreError::File {
                    path: path.clone(),
                    source,
                })?;
                Some(LockedFile { _file: lock, path })
            }
            Place::Mysql(_) => {
                if !named_lock(connection, &lock_name(&token), 0).await? {
                    return Err(StoreError::Busy {
                        detail: "the token of a new publish is taken".to_owned(),
                    });
                }
                None
            }
        };
        Ok(Self { token, _file: file })
    }
}

fn lock_path(results: &Path, token: &str) -> PathBuf {
    let mut name = results.as_os_str().to_owned();
    name.push(format!(".publish-{token}"));
    PathBuf::from(name)
}

fn lock_name(token: &str) -> String {
    format!("olivine_publish_{token}")
}

/// Takes a named lock of a MySQL server, waiting at most so many seconds.
pub(crate) async fn named_lock(connection: &mut Connection, name: &str, seconds: i64) -> Result<bool, StoreError> {
    let rows = connection
        .rows("SELECT GET_LOCK(?, ?)", vec![Value::from(name), Value::from(seconds)])
        .await?;
    Ok(rows.rows.first().and_then(|row| row[0].as_int()) == Some(1))
}

/// The token in the name of a table that some publish builds or takes away.
fn token_of(table: &str) -> Option<&str> {
    let place = table
        .rfind(NEW)
        .map(|at| at + NEW.len())
        .or_else(|| table.rfind(GONE).map(|at| at + GONE.len()))?;
    let token = &table[place..];
    (token.len() == TOKEN_LENGTH && token.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(token)
}

/// All tables of the results.
pub(crate) async fn tables(connection: &mut Connection) -> Result<BTreeSet<String>, StoreError> {
    let sql = if connection.is_mysql() {
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    };
    let rows = connection.rows(sql, Vec::new()).await?;
    Ok(rows
        .rows
        .iter()
        .filter_map(|row| row[0].as_text().map(str::to_owned))
        .collect())
}

/// Drops the tables of publishes that died; gives how many.
pub(crate) async fn clean(place: &Place, connection: &mut Connection) -> Result<usize, StoreError> {
    let mut dropped = 0;
    for table in tables(connection).await? {
        let Some(token) = token_of(&table) else { continue };
        if !is_held(place, connection, token).await? {
            connection
                .plain(format!("DROP TABLE IF EXISTS {}", quoted(&table)))
                .await?;
            dropped += 1;
        }
    }
    if let Place::Sqlite { file, .. } = place {
        remove_stale_locks(file);
    }
    if dropped > 0 {
        tracing::info!(tables = dropped, "cleared what an interrupted publish had left");
    }
    Ok(dropped)
}

async fn is_held(place: &Place, connection: &mut Connection, token: &str) -> Result<bool, StoreError> {
    match place {
        Place::Sqlite { file, .. } => Ok(is_locked(&lock_path(file, token))),
        Place::Mysql(_) => {
            let rows = connection
                .rows("SELECT IS_FREE_LOCK(?)", vec![Value::from(lock_name(token))])
                .await?;
            Ok(rows.rows.first().and_then(|row| row[0].as_int()) != Some(1))
        }
    }
}

/// Whether another holder has the file locked. One that cannot be opened counts as held: better a table too many.
fn is_locked(path: &Path) -> bool {
    match File::open(path) {
        Ok(file) => file.try_lock_shared().is_err(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

fn remove_stale_locks(results: &Path) {
    let Some(name) = results
        .file_name()
        .map(|name| format!("{}.publish-", name.to_string_lossy()))
    else {
        return;
    };
    let folder = results
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&name) && !is_locked(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_token_are_looked_at() {
        assert_eq!(token_of("video__new_0123456789ab"), Some("0123456789ab"));
        assert_eq!(token_of("video__gone_0123456789ab"), Some("0123456789ab"));
        for other in [
            "video",
            "video__old",
            "video__new_",
            "video__new_0123456789zz",
            "video__new_0123456789abc",
            "a_new_0123456789ab",
        ] {
            assert_eq!(token_of(other), None, "{other}");
        }
    }
}
