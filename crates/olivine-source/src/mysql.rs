//! LMS tables from a MySQL or MariaDB server, as they were at one time (`ES D-1`).

use std::str::FromStr;
use std::time::Duration;

use chrono::NaiveDate;
use futures::TryStreamExt;
use olivine_lake::Lake;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row};

use crate::error::SourceError;
use crate::lms::{ImportSummary, Tls, Watch};
use crate::look::{TableLook, TableState};
use crate::rows::{Complete, Rows};
use crate::tables::LmsTable;

/// The server may be silent for so long, be it that it works or waits for others. A connection that something on its way dropped is
/// silent for ever, and the driver would wait as long, with the lake held.
const LONGEST_SILENCE: Duration = Duration::from_secs(300);
/// Nobody waits for longer to take leave.
const FAREWELL: Duration = Duration::from_secs(5);

/// Whether a scheme of an address is that of a server that is read. Schemes know no capitals.
pub(crate) fn is_scheme(name: &str) -> bool {
    ["mysql", "mariadb"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

pub(crate) async fn read(
    url: &str,
    tls: Tls,
    wanted: &[&'static LmsTable],
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
    watch: &dyn Watch,
) -> Result<Vec<Complete>, SourceError> {
    let mut connection = connect(url, tls, LONGEST_SILENCE).await?;
    let begin = [
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ];
    for statement in begin {
        answered(LONGEST_SILENCE, connection.execute(statement)).await?;
    }
    let mut tables = Vec::new();
    for table in wanted {
        let columns = columns_of(&mut connection, table, LONGEST_SILENCE).await?;
        if columns.is_empty() {
            summary.absent.push(table.name.to_owned());
            continue;
        }
        if let Some(missing) = table.lacking(&columns).into_iter().next() {
            return Err(SourceError::NoColumn {
                table: table.name.to_owned(),
                column: missing,
            });
        }
        watch.table(table.name);
        tables.push(read_table(&mut connection, table, lake, date).await?);
    }
    if tables.is_empty() {
        return Err(SourceError::NoTables {
            place: "the database".to_owned(),
        });
    }
    // Only reading was done; what a refused farewell would mean is nothing.
    let _ = answered(FAREWELL, connection.close()).await;
    Ok(tables)
}

/// Looks whether the tables are there and whether this user may read them; nothing of them is read.
pub(crate) async fn look(
    url: &str,
    tls: Tls,
    wanted: &[&'static LmsTable],
    longest_silence: Duration,
) -> Result<Vec<TableLook>, SourceError> {
    let mut connection = connect(url, tls, longest_silence).await?;
    let mut looks = Vec::with_capacity(wanted.len());
    for table in wanted {
        looks.push(TableLook {
            table: table.name,
            state: state_of(&mut connection, table, longest_silence).await?,
        });
    }
    // As after reading: a refused farewell means nothing.
    let _ = answered(FAREWELL, connection.close()).await;
    Ok(looks)
}

async fn state_of(
    connection: &mut MySqlConnection,
    table: &LmsTable,
    longest_silence: Duration,
) -> Result<TableState, SourceError> {
    // The server tells of a column only to those who have some right to it, which need not be that of reading.
    let columns = columns_of(connection, table, longest_silence).await?;
    if columns.is_empty() {
        return Ok(TableState::Absent);
    }
    let lacking = table.lacking(&columns);
    if !lacking.is_empty() {
        return Ok(TableState::Lacks {
            columns: lacking,
            stops_import: true,
        });
    }
    let nothing = format!("{} LIMIT 0", select_all(table));
    let asked = sqlx::query(AssertSqlSafe(nothing)).execute(connection);
    match answered(longest_silence, asked).await {
        Ok(_) => Ok(TableState::Readable),
        Err(SourceError::Refused(reason) | SourceError::Database(reason)) => Ok(TableState::Refused(reason)),
        Err(error) => Err(error),
    }
}

async fn connect(url: &str, tls: Tls, longest_silence: Duration) -> Result<MySqlConnection, SourceError> {
    // The driver takes addresses of any scheme for its own.
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    if !scheme.is_some_and(is_scheme) {
        return Err(SourceError::Address);
    }
    let options = MySqlConnectOptions::from_str(url).map_err(|_| SourceError::Address)?;
    let mode = match tls {
        Tls::Off => MySqlSslMode::Disabled,
        Tls::Preferred => MySqlSslMode::Preferred,
        Tls::Required => MySqlSslMode::Required,
        Tls::Verify => MySqlSslMode::VerifyIdentity,
    };
    let options = options.ssl_mode(mode).charset("utf8mb4");
    answered(longest_silence, options.connect()).await
}

/// What the server answers, unless it is silent for too long: the connection is of no use then.
async fn answered<T>(
    longest_silence: Duration,
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, SourceError> {
    match tokio::time::timeout(longest_silence, answer).await {
        Ok(answer) => answer.map_err(SourceError::database),
        Err(_) => Err(SourceError::Unreachable(format!(
            "nothing came from it for {longest_silence:?}"
        ))),
    }
}

async fn columns_of(
    connection: &mut MySqlConnection,
    table: &LmsTable,
    longest_silence: Duration,
) -> Result<Vec<String>, SourceError> {
    let sql = "SELECT CAST(column_name AS CHAR) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?";
    let asked = sqlx::query(sql).bind(table.name).fetch_all(connection);
    let rows = answered(longest_silence, asked).await?;
    rows.iter()
        .map(|row| row.try_get(0).map_err(SourceError::database))
        .collect()
}

/// The statement that reads a table as texts, which spares the many number and time types of servers and versions. Names come from the
/// declaration, never from outside.
fn select_all(table: &LmsTable) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|(name, _)| format!("CAST(`{name}` AS CHAR)"))
        .collect();
    format!("SELECT {} FROM `{}`", columns.join(", "), table.name)
}

async fn read_table(
    connection: &mut MySqlConnection,
    table: &'static LmsTable,
    lake: &Lake,
    date: NaiveDate,
) -> Result<Complete, SourceError> {
    let mut rows = Rows::begin(lake, table, date).await?;
    let mut stream = sqlx::query(AssertSqlSafe(select_all(table))).fetch(connection);
    while let Some(row) = answered(LONGEST_SILENCE, stream.try_next()).await? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for at in 0..table.columns.len() {
            cells.push(row.try_get::<Option<&str>, _>(at).map_err(SourceError::database)?);
        }
        rows.push(&cells).await?;
    }
    drop(stream);
    rows.finish().await
}

#[cfg(test)]
mod tests {
    use olivine_failure::{Class, Failing};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn a_server_that_accepts_and_says_nothing_is_given_up() {
        // The system accepts for a listener; nobody ever reads or writes.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("mysql://olivine:secret@{}/edxapp", silent.local_addr().unwrap());
        let error = connect(&url, Tls::Preferred, SHORT).await.unwrap_err();
        assert_eq!(
            (error.failure().code, error.failure().class),
            ("SOURCE-006", Class::Transient)
        );
        assert!(error.to_string().ends_with("nothing came from it for 50ms"), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[tokio::test]
    async fn a_row_that_never_comes_is_not_waited_for() {
        let error = answered(SHORT, std::future::pending::<Result<(), sqlx::Error>>()).await;
        assert!(error.unwrap_err().is_transient());
        assert_eq!(answered(SHORT, async { Ok(7) }).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn addresses_of_both_servers_are_taken_and_no_others() {
        for scheme in ["mysql", "mariadb", "MySQL"] {
            let url = format!("{scheme}://olivine:secret@127.0.0.1:1/edxapp");
            let error = connect(&url, Tls::Preferred, SHORT).await.unwrap_err();
            assert_eq!(error.failure().code, "SOURCE-006", "{scheme}: {error}");
        }
        for url in [
            "postgres://olivine:secret@h/edxapp",
            "mysql:olivine:secret@h/edxapp",
            "secret",
        ] {
            let error = connect(url, Tls::Preferred, SHORT).await.unwrap_err();
            assert_eq!(error.failure().code, "SOURCE-004", "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
