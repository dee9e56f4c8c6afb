//! LMS tables from a MySQL or MariaDB server, as they were at one time (`ES D-1`).

use std::str::FromStr;

use chrono::NaiveDate;
use futures::TryStreamExt;
use olivine_lake::Lake;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, Row};

use crate::error::SourceError;
use crate::lms::{ImportSummary, Tls, Watch};
use crate::rows::{Complete, Rows};
use crate::tables::LmsTable;

pub(crate) async fn read(
    url: &str,
    tls: Tls,
    wanted: &[&'static LmsTable],
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
    watch: &dyn Watch,
) -> Result<Vec<Complete>, SourceError> {
    // The driver takes addresses of any scheme for its own.
    if !["mysql://", "mariadb://"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err(SourceError::Address);
    }
    let options = MySqlConnectOptions::from_str(url).map_err(|_| SourceError::Address)?;
    let mode = match tls {
        Tls::Off => MySqlSslMode::Disabled,
        Tls::Preferred => MySqlSslMode::Preferred,
        Tls::Required => MySqlSslMode::Required,
        Tls::Verify => MySqlSslMode::VerifyIdentity,
    };
    let mut connection = options
        .ssl_mode(mode)
        .charset("utf8mb4")
        .connect()
        .await
        .map_err(SourceError::database)?;
    let begin = [
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ];
    for statement in begin {
        connection.execute(statement).await.map_err(SourceError::database)?;
    }
    let mut tables = Vec::new();
    for table in wanted {
        let columns = columns_of(&mut connection, table).await?;
        if columns.is_empty() {
            summary.absent.push(table.name.to_owned());
            continue;
        }
        if let Some((missing, _)) = table
            .columns
            .iter()
            .find(|(name, _)| !columns.iter().any(|known| known == name))
        {
            return Err(SourceError::NoColumn {
                table: table.name.to_owned(),
                column: (*missing).to_owned(),
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
    let _ = connection.close().await;
    Ok(tables)
}

async fn columns_of(connection: &mut MySqlConnection, table: &LmsTable) -> Result<Vec<String>, SourceError> {
    let sql = "SELECT CAST(column_name AS CHAR) FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?";
    let rows = sqlx::query(sql)
        .bind(table.name)
        .fetch_all(connection)
        .await
        .map_err(SourceError::database)?;
    rows.iter()
        .map(|row| row.try_get(0).map_err(SourceError::database))
        .collect()
}

/// Reads a table as texts, which spares the many number and time types of servers and versions.
async fn read_table(
    connection: &mut MySqlConnection,
    table: &'static LmsTable,
    lake: &Lake,
    date: NaiveDate,
) -> Result<Complete, SourceError> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|(name, _)| format!("CAST(`{name}` AS CHAR)"))
        .collect();
    // Names come from the declaration, never from outside.
    let sql = format!("SELECT {} FROM `{}`", columns.join(", "), table.name);
    let mut rows = Rows::begin(lake, table, date).await?;
    let mut stream = sqlx::query(AssertSqlSafe(sql)).fetch(connection);
    while let Some(row) = stream.try_next().await.map_err(SourceError::database)? {
        let mut cells = Vec::with_capacity(table.columns.len());
        for at in 0..table.columns.len() {
            cells.push(row.try_get::<Option<&str>, _>(at).map_err(SourceError::database)?);
        }
        rows.push(&cells).await?;
    }
    drop(stream);
    rows.finish().await
}
