//! Where a scenario has its store.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use olivine_report::columns::Column;
use olivine_report::manifest::{ColumnType, Table};
use olivine_store::{Publication, PublishSummary, Rows, Store, StoreOptions, Value};
use olivine_test_tools::Server;

pub struct Place {
    pub url: String,
    folder: Option<PathBuf>,
    other: Option<String>,
}

impl Place {
    pub fn sqlite(folder: &Path) -> Self {
        Self {
            url: format!("sqlite://{}", folder.join("results.db").display()),
            folder: Some(folder.to_owned()),
            other: None,
        }
    }

    pub async fn mysql(server: &Server, name: &str) -> Self {
        let database = &name[..name.len().min(60)];
        server
            .sql(&format!("CREATE DATABASE {database}; CREATE DATABASE {database}_2"))
            .unwrap();
        Self {
            url: server.url("root", database),
            folder: None,
            other: Some(server.url("root", &format!("{database}_2"))),
        }
    }

    /// Another, new database, on a server.
    pub fn other_database(&self) -> Option<String> {
        self.other.clone()
    }

    /// The folder of the files, on SQLite.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    pub async fn open(&self) -> Store {
        Store::open(
            &self.url,
            StoreOptions {
                connections: 4,
                ..StoreOptions::default()
            },
        )
        .await
        .unwrap()
    }
}

pub fn column(kind: ColumnType) -> Column {
    Column {
        kind,
        nullable: false,
        doc: String::new(),
        unit: None,
        audience: Default::default(),
    }
}

pub fn nullable(kind: ColumnType) -> Column {
    Column {
        nullable: true,
        ..column(kind)
    }
}

pub fn table(columns: &[(&str, Column)], key: &[&str]) -> Table {
    Table {
        doc: String::new(),
        key: key.iter().map(|name| (*name).to_owned()).collect(),
        audience: None,
        across_courses: false,
        indexes: Vec::new(),
        columns: columns
            .iter()
            .map(|(name, column)| ((*name).to_owned(), column.clone()))
            .collect(),
    }
}

/// `course_id`, `date`, `count`.
pub fn daily() -> Table {
    let columns = [
        ("course_id", column(ColumnType::String(255))),
        ("date", column(ColumnType::Date)),
        ("count", column(ColumnType::Integer)),
    ];
    table(&columns, &["course_id", "date"])
}

pub fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, number).unwrap()
}

pub fn daily_row(course: &str, number: u32, count: i64) -> Vec<Value> {
    vec![course.into(), day(number).into(), count.into()]
}

pub async fn publish(store: &Store, run: &str, name: &str, table: &Table, rows: Vec<Vec<Value>>) -> PublishSummary {
    let mut publish = store.begin_publish(run).await.unwrap();
    let mut load = publish.table(name, table).await.unwrap();
    load.append(rows).await.unwrap();
    load.finish().await.unwrap();
    publish.commit(vec![publication(name, run)]).await.unwrap()
}

pub fn publication(table: &str, fingerprint: &str) -> Publication {
    Publication {
        table: table.to_owned(),
        fingerprint: fingerprint.to_owned(),
        as_of: day(31),
    }
}

pub async fn count(store: &Store, table: &str) -> i64 {
    let rows = store
        .query(&format!("SELECT count(*) AS n FROM {table}"), &[])
        .await
        .unwrap();
    rows.get(0, "n").unwrap().as_int().unwrap()
}

pub fn first_row(rows: &Rows) -> &[Value] {
    &rows.rows[0]
}
