//! MySQL and MariaDB: the session that makes them answer like SQLite, binding, reading.

use std::str::FromStr;
use std::time::Duration;

use futures::TryStreamExt;
use sqlx::mysql::{MySqlArguments, MySqlColumn, MySqlConnectOptions, MySqlPoolOptions, MySqlRow};
use sqlx::{
    Arguments, AssertSqlSafe, Column, ConnectOptions, Connection as _, Executor, MySqlConnection, MySqlPool, Row,
    SqlSafeStr, SqlStr, Statement, TypeInfo, ValueRef,
};

use crate::connection::{Keep, Sql};
use crate::error::StoreError;
use crate::limits::QueryLimits;
use crate::load::STATEMENT_BYTES;
use crate::value::{Rows, Value};

/// What makes a session read the portable subset as SQLite does: double quotes around names, `||` joins texts, a backslash is a
/// backslash; and what makes it refuse instead of bending values.
const SQL_MODE: &str = "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION";

/// Seconds a statement waits for a table or a row that another transaction holds.
const LOCK_WAIT_SECONDS: u32 = 30;

/// Seconds that a connection of one's own may be silent: a publish is, while its next table is computed. Servers that share their
/// connections among many give minutes.
const SILENT_SECONDS: u32 = 7 * 24 * 3600;

/// How long a server may take to let somebody in, and to answer a statement. Those on large tables take minutes; on a connection that
/// died without a word they take for ever, and whoever waits holds the site.
const CONNECT_WAIT: Duration = Duration::from_secs(60);
const ANSWER_WAIT: Duration = Duration::from_secs(3600);

/// Digits that means and quotients of whole numbers get: enough that they read as the same floating point numbers as on
/// SQLite, where four, the usual setting, do not.
const DIVISION_DIGITS: u32 = 30;

/// Binary collations that do not ignore blanks at the end, MariaDB's and MySQL's, best first; the last one every server
/// has, but it does ignore them.
const COLLATIONS: [&str; 3] = ["utf8mb4_nopad_bin", "utf8mb4_0900_bin", "utf8mb4_bin"];

/// An address, and what its server is like.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) options: MySqlConnectOptions,
    /// For the binary comparison of keys.
    pub(crate) collation: &'static str,
    /// Bytes of values that go into one statement: well below what the server takes, which may be as little as a mebibyte.
    pub(crate) statement_bytes: usize,
}

impl Server {
    /// Reads the address and asks the server what it is.
    pub(crate) async fn find(url: &str) -> Result<Self, StoreError> {
        let options = MySqlConnectOptions::from_str(url).map_err(|error| StoreError::Address {
            reason: error.to_string(),
        })?;
        if options.get_database().is_none_or(str::is_empty) {
            return Err(StoreError::Address {
                reason: "mysql:// needs a database: mysql://user:password@host/database".to_owned(),
            });
        }
        let options = options
            .charset("utf8mb4")
            .timezone(Some("+00:00".to_owned()))
            .set_names(true)
            .disable_statement_logging();
        let mut connection = within(CONNECT_WAIT, options.connect()).await?;
        let known = rows(
            &mut connection,
            "SELECT COLLATION_NAME FROM information_schema.COLLATIONS WHERE COLLATION_NAME LIKE 'utf8mb4%bin'".into(),
            Vec::new(),
            Keep::No,
            &QueryLimits::default(),
        )
        .await?;
        let asked = rows(
            &mut connection,
            "SELECT @@max_allowed_packet".into(),
            Vec::new(),
            Keep::No,
            &QueryLimits::default(),
        )
        .await?;
        connection.close().await?;
        let packet_bytes = asked.rows.first().and_then(|row| row[0].as_int());
        let packet_bytes = packet_bytes.and_then(|bytes| usize::try_from(bytes).ok());
        let collation = COLLATIONS
            .into_iter()
            .find(|wanted| known.rows.iter().any(|row| row[0].as_text() == Some(wanted)))
            .unwrap_or("utf8mb4_bin");
        Ok(Self {
            options,
            collation,
            statement_bytes: packet_bytes.map_or(STATEMENT_BYTES, |bytes| STATEMENT_BYTES.min(bytes / 4)),
        })
    }

    /// Statements that set up a session.
    fn session(&self, read_only: bool) -> String {
        let mut session = format!(
            "SET sql_mode = '{SQL_MODE}', time_zone = '+00:00', lock_wait_timeout = {LOCK_WAIT_SECONDS}, \
             innodb_lock_wait_timeout = {LOCK_WAIT_SECONDS}, div_precision_increment = {DIVISION_DIGITS}, NAMES utf8mb4 COLLATE {}",
            self.collation
        );
        if read_only {
            session.push_str("; SET SESSION TRANSACTION READ ONLY");
        }
        session
    }

    pub(crate) async fn pool(&self, connections: u32, read_only: bool) -> Result<MySqlPool, StoreError> {
        let session = self.session(read_only);
        let mut options = MySqlPoolOptions::new();
        if read_only {
            // What one query was given must not hold for the next one, also where its asker went away. A connection that cannot be
            // asked for it is lost, so it need not be asked whether it lives besides.
            options = options.test_before_acquire(false).before_acquire(|connection, _| {
                Box::pin(async move { Ok(connection.execute(sqlx::raw_sql(NO_TIME_LIMIT)).await.is_ok()) })
            });
        }
        let pool = options
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |connection, _| {
                let session = session.clone();
                Box::pin(async move {
                    connection
                        .execute(sqlx::raw_sql(AssertSqlSafe(session)))
                        .await
                        .map(drop)
                })
            })
            .connect_with(self.options.clone())
            .await?;
        Ok(pool)
    }

    /// A connection of one's own, which may write.
    pub(crate) async fn connect(&self) -> Result<MySqlConnection, StoreError> {
        let mut connection = within(CONNECT_WAIT, self.options.connect()).await?;
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(self.session(false))))
            .await?;
        let silent = format!("SET wait_timeout = {SILENT_SECONDS}");
        connection.execute(sqlx::raw_sql(AssertSqlSafe(silent))).await?;
        Ok(connection)
    }
}

/// What a server answers, unless it takes longer than any statement may. The connection is of no use then.
pub(crate) async fn answered<T, E>(asked: impl Future<Output = Result<T, E>>) -> Result<T, StoreError>
where
    StoreError: From<E>,
{
    within(ANSWER_WAIT, asked).await
}

async fn within<T, E>(wait: Duration, asked: impl Future<Output = Result<T, E>>) -> Result<T, StoreError>
where
    StoreError: From<E>,
{
    match tokio::time::timeout(wait, asked).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(StoreError::NoAnswer {
            detail: format!("nothing came from it for {} seconds", wait.as_secs()),
        }),
    }
}

/// Gives the reading statements of a session that follow so much time each. MariaDB counts seconds, MySQL milliseconds; each
/// takes what is meant for the other as a comment.
pub(crate) fn time_limit(time: Duration) -> String {
    let (seconds, milliseconds) = (time.as_secs_f64(), time.as_millis().max(1));
    format!("SET SESSION /*M!100108 max_statement_time = {seconds} */ /*!50708 max_execution_time = {milliseconds} */")
}

/// Takes that limit away, as [`time_limit`] says it.
const NO_TIME_LIMIT: &str = "SET SESSION /*M!100108 max_statement_time = 0 */ /*!50708 max_execution_time = 0 */";

fn arguments(values: Vec<Value>) -> Result<MySqlArguments, StoreError> {
    let mut arguments = MySqlArguments::default();
    arguments.reserve(values.len(), values.len() * 12);
    for value in values {
        match value {
            Value::Null => arguments.add(None::<i64>),
            Value::Bool(yes) => arguments.add(yes),
            Value::Int(number) => arguments.add(number),
            Value::Float(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Date(day) => arguments.add(day),
            Value::Datetime(time) => arguments.add(time),
        }
        .map_err(|error| StoreError::Internal {
            detail: error.to_string(),
        })?;
    }
    Ok(arguments)
}

pub(crate) async fn execute(connection: &mut MySqlConnection, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
    let done = sqlx::query_with(AssertSqlSafe(sql), arguments(values)?)
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

pub(crate) async fn rows(
    connection: &mut MySqlConnection,
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
pub(crate) async fn columns(connection: &mut MySqlConnection, sql: SqlStr) -> Result<Vec<String>, StoreError> {
    let columns = names(connection.prepare(sql).await?.columns());
    connection.clear_cached_statements().await?;
    Ok(columns)
}

fn names(columns: &[MySqlColumn]) -> Vec<String> {
    columns.iter().map(|column| column.name().to_owned()).collect()
}

/// A value by the type the server gives its column. Sums of whole numbers are decimals there; they come back whole.
fn value(row: &MySqlRow, place: usize) -> Result<Value, StoreError> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = row.column(place).type_info().name().to_owned();
    Ok(match kind.as_str() {
        "BOOLEAN" => Value::Bool(row.try_get_unchecked::<i64, _>(place)? != 0),
        "TINYINT" | "SMALLINT" | "INT" | "MEDIUMINT" | "BIGINT" => Value::Int(row.try_get_unchecked(place)?),
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "INT UNSIGNED" | "MEDIUMINT UNSIGNED" | "BIGINT UNSIGNED"
        | "YEAR" | "BIT" => {
            let number: u64 = row.try_get_unchecked(place)?;
            i64::try_from(number).map_or(Value::Float(number as f64), Value::Int)
        }
        "FLOAT" => Value::Float(f64::from(row.try_get_unchecked::<f32, _>(place)?)),
        "DOUBLE" => Value::Float(row.try_get_unchecked(place)?),
        "DECIMAL" => decimal(&row.try_get_unchecked::<String, _>(place)?),
        "DATE" => Value::Date(row.try_get_unchecked(place)?),
        "DATETIME" | "TIMESTAMP" => Value::Datetime(row.try_get_unchecked(place)?),
        "TIME" => Value::Text(row.try_get_unchecked::<chrono::NaiveTime, _>(place)?.to_string()),
        _ => {
            let bytes: Vec<u8> = row.try_get_unchecked(place)?;
            Value::Text(
                String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
            )
        }
    })
}

fn decimal(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(number) => Value::Int(number),
        Err(_) => text
            .parse::<f64>()
            .map_or_else(|_| Value::Text(text.to_owned()), Value::Float),
    }
}

#[cfg(test)]
mod tests {
    use olivine_failure::Failing;

    use super::*;

    #[tokio::test]
    async fn a_connection_that_died_without_a_word_is_not_waited_for() {
        let silent = std::future::pending::<Result<(), StoreError>>();
        let error = within(Duration::from_millis(5), silent).await.unwrap_err();
        assert_eq!((error.failure().code, error.is_transient()), ("STORE-033", true));
        let spoken = within(Duration::from_secs(60), async { Ok::<_, StoreError>(7) }).await;
        assert_eq!(spoken.unwrap(), 7);
    }
}
