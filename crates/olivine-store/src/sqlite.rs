//! SQLite: opening files, binding, reading.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use futures::TryStreamExt;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{
    Arguments, AssertSqlSafe, Column, ConnectOptions, Connection as _, Executor, Row, SqlSafeStr, SqlStr,
    SqliteConnection, SqlitePool, Statement, TypeInfo, ValueRef,
};

use crate::connection::{Keep, Sql};
use crate::convert::{date_text, datetime_text, parse_date, parse_datetime};
use crate::error::StoreError;
use crate::limits::{self, QueryLimits};
use crate::value::{Rows, Value};

/// How long a connection waits for another one's lock.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

/// Rows that SQLite's thread may find before they are taken: each pause in between costs a change of threads.
const ROWS_AHEAD: usize = 1024;

/// How a connection is set up that loads tables: it writes each page once, so checkpoints are further apart, and the log shrinks again.
pub(crate) const LOADING: &str =
    "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864";

/// Memory that all connections of this program may use together, in bytes: a statement that wants more fails, the program does
/// not. What publishing and sorting keep in memory is far less.
const MEMORY_BYTES: &str = "536870912";

/// The file named by an address `sqlite://path`.
pub(crate) fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let path = url
        .strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .unwrap_or(url);
    if path.is_empty() || path.contains('?') || path.contains(":memory:") {
        return Err(StoreError::Address {
            reason: "sqlite:// needs the path of a file, without options".to_owned(),
        });
    }
    Ok(PathBuf::from(path))
}

/// Makes the file, readable by its owner only, if it is not there; an existing one that holds secrets is narrowed to that.
pub(crate) fn create_file(path: &Path, secret: bool) -> Result<(), StoreError> {
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull {
            detail: format!("{}: {source}", path.display()),
        },
        std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly {
            detail: format!("{}: {source}", path.display()),
        },
        _ => StoreError::Unreachable {
            detail: format!("{}: {source}", path.display()),
        },
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    if !path.exists() {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path).map_err(failed)?;
    }
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            // Not ours: whoever put it there decided; the doctor warns.
            if fs::set_permissions(path, fs::Permissions::from_mode(0o600)).is_err() {
                tracing::warn!(path = %path.display(), "the site's state can be read by others");
            }
        }
    }
    Ok(())
}

/// How a connection is set up: WAL, so that readers and the one writer do not wait for each other; no fsync for each
/// transaction, since a checkpoint syncs and WAL never leaves a torn file.
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROWS_AHEAD)
        .foreign_keys(true)
        .disable_statement_logging()
}

/// Site state is synced with every transaction: a token that was shown must not be forgotten by a power cut.
pub(crate) fn durable(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options.synchronous(SqliteSynchronous::Full)
}

/// Connections that cannot write, and on which `LIKE` tells capitals from small letters, as a binary collation does.
pub(crate) fn reading(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .pragma("query_only", "ON")
        .pragma("case_sensitive_like", "ON")
        .pragma("hard_heap_limit", MEMORY_BYTES)
}

/// Opens a file once, which switches a new one to WAL. That wants the file alone and does not wait for others by itself, so
/// it is tried again while several programs start on a new site.
pub(crate) async fn first_open(options: &SqliteConnectOptions) -> Result<(), StoreError> {
    let started = Instant::now();
    loop {
        match connect(options).await {
            Ok(connection) => return Ok(connection.close().await?),
            Err(StoreError::Busy { .. }) if started.elapsed() < BUSY_TIMEOUT => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(StoreError::Unreachable { detail }) if !can_write_beside(options.get_filename()) => {
                return Err(StoreError::ReadOnly { detail });
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether a file can be made in the folder of the database, where SQLite puts its log. The database itself is not opened
/// for this: closing it would free the locks that this process holds on it.
fn can_write_beside(database: &Path) -> bool {
    let mut probe = database.as_os_str().to_owned();
    probe.push(".probe");
    let made = fs::File::create(&probe).is_ok();
    let _ = fs::remove_file(&probe);
    made
}

pub(crate) async fn pool(options: SqliteConnectOptions, connections: u32) -> Result<SqlitePool, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(30))
        // A file is there or fails by itself: asking each time would only cost time.
        .test_before_acquire(false)
        .after_release(|connection, _| {
            Box::pin(async move {
                limits::no_end(connection).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

pub(crate) async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    Ok(options.connect().await?)
}

fn arguments(values: Vec<Value>) -> Result<SqliteArguments, StoreError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Null => arguments.add(None::<i64>),
            Value::Bool(yes) => arguments.add(i64::from(yes)),
            Value::Int(number) => arguments.add(number),
            Value::Float(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Date(day) => arguments.add(date_text(day)),
            Value::Datetime(time) => arguments.add(datetime_text(time)),
        }
        .map_err(|error| StoreError::Internal {
            detail: error.to_string(),
        })?;
    }
    Ok(arguments)
}

pub(crate) async fn execute(
    connection: &mut SqliteConnection,
    sql: Sql,
    values: Vec<Value>,
) -> Result<u64, StoreError> {
    let done = sqlx::query_with(AssertSqlSafe(sql), arguments(values)?)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

pub(crate) async fn rows(
    connection: &mut SqliteConnection,
    sql: Sql,
    values: Vec<Value>,
    keep: Keep,
    limits: &QueryLimits,
) -> Result<Rows, StoreError> {
    let sql = AssertSqlSafe(sql).into_sql_str();
    let query = sqlx::query_with(sql.clone(), arguments(values)?).persistent(keep == Keep::Yes);
    let mut answer = Rows::default();
    {
        let mut stream = query.fetch(&mut *connection);
        while let Some(row) = stream.try_next().await? {
            if answer.rows.is_empty() {
                answer.columns = names(row.columns());
            }
            limits.check_rows(answer.rows.len() + 1)?;
            answer.rows.push(
                (0..row.len())
                    .map(|place| value(&row, place))
                    .collect::<Result<_, _>>()?,
            );
        }
    }
    if answer.rows.is_empty() {
        answer.columns = columns(connection, sql).await?;
    }
    Ok(answer)
}

/// The columns of a statement. Preparing keeps the statement with the columns it has now, but its table may be another one
/// next time: so it is forgotten again.
pub(crate) async fn columns(connection: &mut SqliteConnection, sql: SqlStr) -> Result<Vec<String>, StoreError> {
    let columns = names(connection.prepare(sql).await?.columns());
    connection.clear_cached_statements().await?;
    Ok(columns)
}

fn names(columns: &[sqlx::sqlite::SqliteColumn]) -> Vec<String> {
    columns.iter().map(|column| column.name().to_owned()).collect()
}

/// A value by how it is kept, made a day, time or boolean where the column was declared so.
fn value(row: &SqliteRow, place: usize) -> Result<Value, StoreError> {
    let declared = row.column(place).type_info().name();
    let raw = row.try_get_raw(place)?;
    let kept = raw.type_info().name().to_owned();
    if raw.is_null() {
        return Ok(Value::Null);
    }
    Ok(match kept.as_str() {
        "REAL" => Value::Float(row.try_get_unchecked(place)?),
        "TEXT" | "BLOB" => {
            let text: String = row.try_get_unchecked(place)?;
            match declared {
                "DATE" => parse_date(&text).map_or(Value::Text(text), Value::Date),
                "DATETIME" | "TIMESTAMP" => parse_datetime(&text).map_or(Value::Text(text), Value::Datetime),
                _ => Value::Text(text),
            }
        }
        _ => match (declared, row.try_get_unchecked::<i64, _>(place)?) {
            ("BOOLEAN", number @ (0 | 1)) => Value::Bool(number == 1),
            (_, number) => Value::Int(number),
        },
    })
}
