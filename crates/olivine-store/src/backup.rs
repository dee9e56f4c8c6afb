//! Back-ups: made, verified, restored (`OP (j)`).
//!
//! A back-up is a folder with the results and the site's state as two SQLite files, whatever the store, and a manifest
//! with sizes, checksums and row counts. So it can be verified without a server, and restored into either kind of store.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::connection::{Connection, Keep, Link};
use crate::convert::whole_seconds;
use crate::copy::NOT_COPIED;
use crate::error::StoreError;
use crate::name::quoted;
use crate::site::migrations::MIGRATIONS;
use crate::store::{MigrateAtOpen, Place, Store, StoreKind, StoreOptions};
use crate::value::Value;
use crate::{fresh, sqlite};

const RESULTS: &str = "results.db";
const SITE: &str = "site.db";
const MANIFEST: &str = "manifest.json";
/// What SQLite puts beside a database while it is in use, by the ending of its name. A killed program leaves it there.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];
/// Raised when the layout of a back-up changes.
const FORMAT: u32 = 1;

/// What is in a back-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Layout of the folder.
    pub format: u32,
    /// When it was made, UTC.
    pub created: NaiveDateTime,
    /// The kind of store it was made from: `sqlite` or `mysql`.
    pub store: String,
    /// The highest migration of the site's state in it.
    pub schema: i64,
    /// Its files by name.
    pub files: BTreeMap<String, FileEntry>,
}

/// A file of a back-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Size.
    pub bytes: u64,
    /// Checksum, hex.
    pub sha256: String,
    /// Rows by table.
    pub tables: BTreeMap<String, i64>,
}

/// Makes a back-up in a folder that does not exist yet, while the site is in use. The folder appears when it is whole.
///
/// # Errors
/// [`StoreError::Backup`] if the folder exists; [`StoreError::Busy`] if results were published during the copy from a server;
/// what stops a read or a write.
pub async fn create(store: &Store, folder: &Path) -> Result<Manifest, StoreError> {
    if folder.exists() {
        return Err(broken(
            folder,
            "there is something of that name already; name a folder that is not there yet",
        ));
    }
    let part = with_ending(folder, ".part");
    if part.exists() {
        fs::remove_dir_all(&part).map_err(file_error(&part))?;
    }
    private_folder(&part)?;
    match &store.inner.place {
        Place::Sqlite { .. } => {
            vacuum_into(&mut store.writer().await?, &part.join(RESULTS)).await?;
            let path = path_value(&part.join(SITE))?;
            store.site().database().execute("VACUUM INTO ?", vec![path]).await?;
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(part.join(SITE));
            let mut copy = Connection::Sqlite(sqlite::connect(&options).await?);
            for table in NOT_COPIED {
                copy.plain(format!("DELETE FROM {table}")).await?;
            }
            copy.plain("VACUUM").await?;
            copy.close().await?;
        }
        Place::Mysql(_) => {
            let copy = Store::open(&url_of(&part.join(RESULTS))?, StoreOptions::default()).await?;
            store.copy_into(&copy).await?;
            copy.close().await;
            for name in [RESULTS, SITE] {
                // One file each, without the log beside it.
                let mut connection = Connection::Sqlite(sqlite::connect(&sqlite::options(&part.join(name))).await?);
                connection.rows("PRAGMA journal_mode = DELETE", Vec::new()).await?;
                connection.close().await?;
            }
        }
    }
    let mut files = BTreeMap::new();
    for name in [RESULTS, SITE] {
        let path = part.join(name);
        private_file(&path)?;
        files.insert(name.to_owned(), entry(&path).await?);
    }
    let manifest = Manifest {
        format: FORMAT,
        created: whole_seconds(Utc::now().naive_utc()),
        store: match store.kind() {
            StoreKind::Sqlite => "sqlite",
            StoreKind::Mysql => "mysql",
        }
        .to_owned(),
        schema: schema(&part.join(SITE)).await?,
        files,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| StoreError::Internal {
        detail: error.to_string(),
    })?;
    let path = part.join(MANIFEST);
    fs::write(&path, text)
        .and_then(|()| fs::File::open(&path)?.sync_all())
        .map_err(file_error(&path))?;
    fs::rename(&part, folder).map_err(file_error(folder))?;
    Ok(manifest)
}

/// Checks that a back-up is whole: files, sizes, checksums, soundness and row counts, and a schema that this program knows.
///
/// # Errors
/// [`StoreError::Backup`] with what is wrong; [`StoreError::NewerSchema`]; what stops a read.
pub async fn verify(folder: &Path) -> Result<Manifest, StoreError> {
    let path = folder.join(MANIFEST);
    let text = fs::read(&path).map_err(|error| broken(folder, format!("its manifest cannot be read: {error}")))?;
    let manifest: Manifest =
        serde_json::from_slice(&text).map_err(|error| broken(folder, format!("its manifest is not one: {error}")))?;
    if manifest.format != FORMAT {
        return Err(broken(
            folder,
            format!("its format is {}, this program reads {FORMAT}", manifest.format),
        ));
    }
    for name in [RESULTS, SITE] {
        let Some(expected) = manifest.files.get(name) else {
            return Err(broken(folder, format!("its manifest does not name {name}")));
        };
        let path = folder.join(name);
        let bytes = fs::metadata(&path)
            .map_err(|error| broken(folder, format!("{name}: {error}")))?
            .len();
        if bytes != expected.bytes {
            return Err(broken(
                folder,
                format!("{name} has {bytes} bytes instead of {}", expected.bytes),
            ));
        }
        let found = entry(&path)
            .await
            .map_err(|error| broken(folder, format!("{name}: {error}")))?;
        if found.sha256 != expected.sha256 {
            return Err(broken(folder, format!("{name} was changed: its checksum differs")));
        }
        if found.tables != expected.tables {
            return Err(broken(
                folder,
                format!("{name} does not hold the rows its manifest says"),
            ));
        }
    }
    let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
    let found = schema(&folder.join(SITE)).await?;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    Ok(manifest)
}

/// Restores a back-up, verified first, into a store that is new: files that do not exist yet or hold nothing, with nothing of another
/// store left beside them, or a database that holds nothing. An older schema is brought up to date.
///
/// # Errors
/// As [`verify`]; [`StoreError::InTheWay`] if there is a store already, or what is left of one: then nothing was changed; what stops
/// a write.
pub async fn restore(folder: &Path, url: &str, options: StoreOptions) -> Result<Store, StoreError> {
    verify(folder).await?;
    if url.starts_with("sqlite:") {
        restore_files(folder, url, options).await
    } else {
        restore_into_server(folder, url, options).await
    }
}

async fn restore_into_server(folder: &Path, url: &str, options: StoreOptions) -> Result<Store, StoreError> {
    // A store that is in the way is left as it is, also in its schema.
    let at_rest = StoreOptions {
        migrate: MigrateAtOpen::Never,
        ..options.clone()
    };
    let store = Store::open(url, at_rest).await?;
    let nothing = store.expect_nothing().await;
    store.close().await;
    nothing?;
    let store = Store::open(url, options).await?;
    // Opening may migrate: a copy is opened, not the back-up.
    let copy = std::env::temp_dir().join(format!("olivine-restore-{:016x}", rand::random::<u64>()));
    private_folder(&copy)?;
    let restored = restore_copy(folder, &copy, &store).await;
    fs::remove_dir_all(&copy).map_err(file_error(&copy))?;
    restored.map(|()| store)
}

async fn restore_files(folder: &Path, url: &str, options: StoreOptions) -> Result<Store, StoreError> {
    let results = sqlite::path_of(url)?;
    let site = options
        .site_file
        .clone()
        .unwrap_or_else(|| results.with_file_name(SITE));
    for path in [&results, &site] {
        if path.exists() {
            fresh::expect_nothing_in(path).await?;
        }
        // SQLite would take it for the log of the restored file and write what it holds into that.
        let mut beside = BESIDE.iter().map(|ending| with_ending(path, ending));
        if let Some(left) = beside.find(|left| left.exists()) {
            return Err(fresh::in_the_way(format!(
                "{} exists: move it away first, to the database it belongs to",
                left.display()
            )));
        }
    }
    if let Some(parent) = results.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(file_error(parent))?;
    }
    for (name, path) in [(SITE, &site), (RESULTS, &results)] {
        let part = with_ending(path, ".part");
        fs::copy(folder.join(name), &part).map_err(file_error(&part))?;
        private_file(&part)?;
        fs::File::open(&part)
            .and_then(|file| file.sync_all())
            .map_err(file_error(&part))?;
        fs::rename(&part, path).map_err(file_error(path))?;
    }
    Store::open(url, options).await
}

async fn restore_copy(folder: &Path, copy: &Path, store: &Store) -> Result<(), StoreError> {
    for name in [RESULTS, SITE] {
        fs::copy(folder.join(name), copy.join(name)).map_err(file_error(copy))?;
    }
    let from = Store::open(&url_of(&copy.join(RESULTS))?, StoreOptions::default()).await?;
    let copied = from.copy_into(store).await;
    from.close().await;
    copied
}

async fn vacuum_into(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let path = path_value(path)?;
    connection.execute("VACUUM INTO ?", vec![path]).await.map(drop)
}

/// Size, checksum and row counts of a file of a back-up, which must be sound.
async fn entry(path: &Path) -> Result<FileEntry, StoreError> {
    let owned = path.to_owned();
    let digest = tokio::task::spawn_blocking(move || checksum(&owned));
    let (bytes, sha256) = digest.await.map_err(|error| StoreError::Internal {
        detail: error.to_string(),
    })??;
    let mut connection = open_unchanged(path).await?;
    let sound = rows(&mut connection, "PRAGMA integrity_check(1)".to_owned()).await?;
    if sound != [[Value::from("ok")]] {
        return Err(StoreError::Corrupt {
            detail: format!("{}: {sound:?}", path.display()),
        });
    }
    let mut tables = BTreeMap::new();
    for row in rows(
        &mut connection,
        "SELECT name FROM sqlite_master WHERE type = 'table'".to_owned(),
    )
    .await?
    {
        let Some(name) = row[0].as_text() else { continue };
        let count = rows(&mut connection, format!("SELECT count(*) FROM {}", quoted(name))).await?;
        tables.insert(name.to_owned(), count[0][0].as_int().unwrap_or(0));
    }
    Ok(FileEntry { bytes, sha256, tables })
}

/// The highest migration that ran on a site file.
async fn schema(path: &Path) -> Result<i64, StoreError> {
    let mut connection = open_unchanged(path).await?;
    let found = rows(&mut connection, "SELECT max(number) FROM olivine_migration".to_owned()).await?;
    Ok(found[0][0].as_int().unwrap_or(0))
}

async fn rows(connection: &mut sqlx::SqliteConnection, sql: String) -> Result<Vec<Vec<Value>>, StoreError> {
    Ok(Link::Sqlite(connection).rows(sql, Vec::new(), Keep::No).await?.rows)
}

/// Opens a file of a back-up so that nothing is written, not even beside it.
async fn open_unchanged(path: &Path) -> Result<sqlx::SqliteConnection, StoreError> {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true);
    sqlite::connect(&options).await
}

fn checksum(path: &Path) -> Result<(u64, String), StoreError> {
    let mut file = fs::File::open(path).map_err(file_error(path))?;
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer).map_err(file_error(path))?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok((
        bytes,
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
    ))
}

fn broken(path: &Path, reason: impl Into<String>) -> StoreError {
    StoreError::Backup {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

fn file_error(path: &Path) -> impl Fn(std::io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |source| StoreError::File {
        path: path.clone(),
        source,
    }
}

/// The path with an ending after its name.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn path_value(path: &Path) -> Result<Value, StoreError> {
    path.to_str()
        .map(Value::from)
        .ok_or_else(|| broken(path, "its path is not UTF-8"))
}

fn url_of(path: &Path) -> Result<String, StoreError> {
    Ok(format!(
        "sqlite://{}",
        path.to_str().ok_or_else(|| broken(path, "its path is not UTF-8"))?
    ))
}

/// A folder that only its owner can look into: it holds password hashes and rows about people.
fn private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(file_error(path))
}

fn private_file(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(file_error(path))?;
    }
    Ok(())
}
