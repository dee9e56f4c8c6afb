//! What goes wrong in the store.

use std::path::PathBuf;

use olivine_failure::{Failing, Failure};

use crate::failures;

/// A failure of the store, with what is known about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address in the settings is not one of a store.
    #[error("store address: {reason}")]
    Address {
        /// What is wrong with it; never the address itself, which may hold a password.
        reason: String,
    },
    /// The server cannot be spoken with, or the file cannot be opened.
    #[error("cannot open the store: {detail}")]
    Unreachable {
        /// Where and why.
        detail: String,
    },
    /// Nobody answers where the server should be, or nothing comes from it any more.
    #[error("the server of the store does not answer: {detail}")]
    NoAnswer {
        /// How that shows.
        detail: String,
    },
    /// The server knows us but lets us not in, or not do this.
    #[error("the store refuses access: {detail}")]
    AccessDenied {
        /// What the server said.
        detail: String,
    },
    /// The database named in the address does not exist.
    #[error("the database does not exist: {detail}")]
    UnknownDatabase {
        /// What the server said.
        detail: String,
    },
    /// Another connection holds what this one needs, for longer than the waiting time.
    #[error("the store is busy: {detail}")]
    Busy {
        /// What was waited for.
        detail: String,
    },
    /// The connection broke.
    #[error("lost the connection to the store: {detail}")]
    ConnectionLost {
        /// How it broke.
        detail: String,
    },
    /// Two transactions waited for each other; this one was given up.
    #[error("deadlock in the store: {detail}")]
    Deadlock {
        /// What the store said.
        detail: String,
    },
    /// No room left.
    #[error("no room left for the store: {detail}")]
    DiskFull {
        /// What the store said.
        detail: String,
    },
    /// The file, file system or server may be read only.
    #[error("the store can only be read: {detail}")]
    ReadOnly {
        /// What the store said.
        detail: String,
    },
    /// The file is damaged or is not a database.
    #[error("the store's file is damaged: {detail}")]
    Corrupt {
        /// What the store said.
        detail: String,
    },
    /// A file beside the database could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A table or column name that is not allowed.
    #[error("`{name}` is not a usable name: {reason}")]
    Name {
        /// The table that has it, or is called so.
        table: String,
        /// The name.
        name: String,
        /// The rule it breaks.
        reason: &'static str,
    },
    /// A named parameter without value or a value without name.
    #[error("parameter `{name}`: {reason}")]
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// A statement that is not one reading statement.
    #[error("statement refused: {reason}")]
    Refused {
        /// The rule it breaks.
        reason: &'static str,
    },
    /// The store does not understand the statement.
    #[error("the store cannot run the statement: {detail}")]
    Statement {
        /// What the store said.
        detail: String,
    },
    /// A query that took more than it may.
    #[error("the query was stopped: {detail}")]
    Limit {
        /// Which limit it met.
        detail: String,
    },
    /// A column that a table in use does not have.
    #[error("unknown column: {detail}")]
    UnknownColumn {
        /// What the store said.
        detail: String,
    },
    /// A table that no run has published yet.
    #[error("not published yet: {detail}")]
    NotPublished {
        /// What the store said.
        detail: String,
    },
    /// A value in a result is not of the type its column is declared with.
    #[error("column `{column}` should be {expected} but holds {found}")]
    ColumnType {
        /// The column.
        column: String,
        /// The declared type.
        expected: String,
        /// What was there.
        found: String,
    },
    /// A row that does not fit the table's declaration.
    #[error("table `{table}`, row {row}: {reason}")]
    Row {
        /// The table being loaded.
        table: String,
        /// Which row, counted from 1.
        row: u64,
        /// What does not fit.
        reason: String,
    },
    /// Two rows with the same key.
    #[error("table `{table}`: more than one row with {key}")]
    DuplicateKey {
        /// The table being loaded.
        table: String,
        /// The key, as `column = value` list.
        key: String,
    },
    /// Publish and its tables do not fit together.
    #[error("publish of `{table}`: {reason}")]
    Publish {
        /// The table.
        table: String,
        /// What does not fit.
        reason: &'static str,
    },
    /// There is no earlier table to go back to.
    #[error("nothing to roll back to for `{table}`")]
    NothingToRollBack {
        /// The table.
        table: String,
    },
    /// The store was made by a later version of this program.
    #[error("the site's state has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The highest number in the store.
        found: i64,
        /// The highest number this program knows.
        known: i64,
    },
    /// Migrations wait that do not run by themselves.
    #[error("the site's state needs migrating: {waiting} to run")]
    MigrationNeeded {
        /// How many.
        waiting: usize,
    },
    /// A migration that ran is not the one this program knows by that number.
    #[error("migration {number} that ran on this store differs from the one this program knows")]
    MigrationChanged {
        /// Its number.
        number: i64,
    },
    /// A migration that cannot be undone.
    #[error("migration {number} cannot be undone: {reason}")]
    NoReturn {
        /// Its number.
        number: i64,
        /// Why not.
        reason: &'static str,
    },
    /// Going back would take away what is on record.
    #[error("going back to {to} loses rows of {}", losses.join(", "))]
    WouldLose {
        /// The number of the migration to go back to.
        to: i64,
        /// Tables, or columns of tables that stay, with the number of rows.
        losses: Vec<String>,
    },
    /// A record of that key exists already.
    #[error("a record of that key exists already: {detail}")]
    Taken {
        /// What the store said.
        detail: String,
    },
    /// A user of that name exists already.
    #[error("there is a user `{name}` already")]
    UserExists {
        /// The name.
        name: String,
    },
    /// No such user.
    #[error("there is no user `{name}`")]
    UnknownUser {
        /// The name.
        name: String,
    },
    /// A user name or password that is not allowed.
    #[error("not a usable {what}: {reason}")]
    Credential {
        /// `user name`, `password` or `token`.
        what: &'static str,
        /// The rule it breaks.
        reason: &'static str,
    },
    /// No such token.
    #[error("there is no token {id}")]
    UnknownToken {
        /// Its number.
        id: i64,
    },
    /// No such run.
    #[error("there is no run `{id}`")]
    UnknownRun {
        /// Its id.
        id: String,
    },
    /// A back-up that is not whole.
    #[error("back-up {}: {reason}", path.display())]
    Backup {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// There is something where a back-up or a copy is to go.
    #[error("{what}")]
    InTheWay {
        /// What is there.
        what: String,
    },
    /// A statement that is larger than the server takes.
    #[error("too large for the server: {detail}")]
    TooLarge {
        /// What the store said.
        detail: String,
    },
    /// Something that cannot happen unless this program is wrong.
    #[error("unexpected: {detail}")]
    Internal {
        /// What.
        detail: String,
    },
}

impl StoreError {
    /// The table that cannot be published, where the failure is about one table alone.
    pub fn of_table(&self) -> Option<&str> {
        match self {
            Self::Name { table, .. }
            | Self::Row { table, .. }
            | Self::DuplicateKey { table, .. }
            | Self::Publish { table, .. } => Some(table),
            _ => None,
        }
    }
}

impl Failing for StoreError {
    fn failure(&self) -> &'static Failure {
        match self {
            Self::Address { .. } => &failures::ADDRESS,
            Self::Unreachable { .. } => &failures::UNREACHABLE,
            Self::NoAnswer { .. } => &failures::NO_ANSWER,
            Self::AccessDenied { .. } => &failures::ACCESS_DENIED,
            Self::UnknownDatabase { .. } => &failures::UNKNOWN_DATABASE,
            Self::Busy { .. } => &failures::BUSY,
            Self::ConnectionLost { .. } => &failures::CONNECTION_LOST,
            Self::Deadlock { .. } => &failures::DEADLOCK,
            Self::DiskFull { .. } => &failures::DISK_FULL,
            Self::ReadOnly { .. } => &failures::READ_ONLY,
            Self::Corrupt { .. } => &failures::CORRUPT,
            Self::File { .. } => &failures::FILE,
            Self::Name { .. } => &failures::NAME,
            Self::Parameter { .. } => &failures::PARAMETER,
            Self::Refused { .. } => &failures::REFUSED,
            Self::Statement { .. } => &failures::STATEMENT,
            Self::Limit { .. } => &failures::LIMIT,
            Self::NotPublished { .. } => &failures::NOT_PUBLISHED,
            Self::UnknownColumn { .. } => &failures::UNKNOWN_COLUMN,
            Self::ColumnType { .. } => &failures::COLUMN_TYPE,
            Self::Row { .. } => &failures::ROW,
            Self::DuplicateKey { .. } => &failures::DUPLICATE_KEY,
            Self::Publish { .. } | Self::Taken { .. } | Self::Internal { .. } => &failures::INTERNAL,
            Self::NothingToRollBack { .. } => &failures::NOTHING_TO_ROLL_BACK,
            Self::NewerSchema { .. } => &failures::NEWER_SCHEMA,
            Self::MigrationNeeded { .. } => &failures::MIGRATION_NEEDED,
            Self::MigrationChanged { .. } => &failures::MIGRATION_CHANGED,
            Self::NoReturn { .. } => &failures::NO_RETURN,
            Self::WouldLose { .. } => &failures::WOULD_LOSE,
            Self::UserExists { .. }
            | Self::UnknownUser { .. }
            | Self::Credential { .. }
            | Self::UnknownToken { .. } => &failures::USER,
            Self::UnknownRun { .. } => &failures::UNKNOWN_RUN,
            Self::Backup { .. } => &failures::BACKUP,
            Self::InTheWay { .. } => &failures::IN_THE_WAY,
            Self::TooLarge { .. } => &failures::TOO_LARGE,
        }
    }
}
