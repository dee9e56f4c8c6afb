//! The schema of the site's state, as numbered migrations (`OP (i)`).
//!
//! Expand–contract: a release adds what the next code needs (nullable or with a default) and still reads what was; a later
//! release takes the old away. So a migration that adds is *safe*: programs of the release before go on working
//! beside it, and it runs at start. One that takes away or rewrites is not: it waits for `olivine db migrate`. A
//! released migration is never edited; its checksum is on record.
//!
//! MySQL ends a transaction at each change of the schema, so an interrupted migration is run again from its first
//! statement: what exists already counts as done.

use sha2::{Digest, Sha256};

use super::undo::{Part, Undo};
use super::{SiteState, broken, now, time};
use crate::connection::{Database, Keep, Link, Transaction};
use crate::ddl::table_options;
use crate::error::StoreError;
use crate::store::MigrateAtOpen;
use crate::value::Value;

/// A step of the schema.
#[derive(Debug)]
pub struct Migration {
    /// Its number; one more than the one before.
    pub number: i64,
    /// What it does, in a few words.
    pub name: &'static str,
    /// Whether it only adds, so that it runs at start.
    pub safe: bool,
    up: &'static [&'static str],
    undo: Undo,
}

/// Where a migration stands on a store.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MigrationStatus {
    /// Its number.
    pub number: i64,
    /// What it does.
    pub name: String,
    /// Whether it runs at start by itself.
    pub safe: bool,
    /// Whether it can be undone.
    pub reversible: bool,
    /// When it ran, UTC; none if it waits.
    pub ran: Option<chrono::NaiveDateTime>,
}

/// All migrations. In the statements `{serial}` is the kind of a number that counts itself up, `{long}` a text of any
/// length, `{options}` what the store wants behind a table.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "users, grants and tokens",
        safe: true,
        up: &[
            "CREATE TABLE olivine_user (id {serial}, name varchar(150) NOT NULL UNIQUE, password varchar(255) NULL, \
             disabled smallint NOT NULL DEFAULT 0, staff smallint NOT NULL DEFAULT 0, people smallint NOT NULL DEFAULT 0, \
             created bigint NOT NULL){options}",
            "CREATE TABLE olivine_grant (user_id bigint NOT NULL, course_id varchar(255) NOT NULL, \
             PRIMARY KEY (user_id, course_id), \
             FOREIGN KEY (user_id) REFERENCES olivine_user (id) ON DELETE CASCADE){options}",
            "CREATE TABLE olivine_token (id {serial}, user_id bigint NOT NULL, label varchar(255) NOT NULL, \
             hash char(64) NOT NULL UNIQUE, courses {long} NULL, people smallint NOT NULL DEFAULT 1, created bigint NOT NULL, \
             expires bigint NULL, last_used bigint NULL, \
             FOREIGN KEY (user_id) REFERENCES olivine_user (id) ON DELETE CASCADE){options}",
        ],
        undo: Undo::None("it would take all users and tokens away"),
    },
    Migration {
        number: 2,
        name: "runs",
        safe: true,
        up: &[
            "CREATE TABLE olivine_run (id varchar(191) NOT NULL PRIMARY KEY, started bigint NOT NULL, finished bigint NULL, \
             status varchar(16) NOT NULL, record {long} NOT NULL){options}",
            "CREATE INDEX ix_olivine_run_started ON olivine_run (started)",
        ],
        undo: Undo::Dropping(&[Part::Table("olivine_run")]),
    },
    Migration {
        number: 3,
        name: "sessions and failed sign-ins",
        safe: true,
        up: &[
            "CREATE TABLE olivine_session (hash char(64) NOT NULL PRIMARY KEY, user_name varchar(150) NULL, \
             data {long} NOT NULL, expires bigint NOT NULL){options}",
            "CREATE INDEX ix_olivine_session_expires ON olivine_session (expires)",
            "CREATE INDEX ix_olivine_session_user ON olivine_session (user_name)",
            "CREATE TABLE olivine_login_failure (id {serial}, subject char(64) NOT NULL, at bigint NOT NULL){options}",
            "CREATE INDEX ix_olivine_login_failure ON olivine_login_failure (subject, at)",
        ],
        undo: Undo::Dropping(&[Part::Table("olivine_session"), Part::Table("olivine_login_failure")]),
    },
    Migration {
        number: 4,
        name: "small values by name",
        safe: true,
        up: &[
            "CREATE TABLE olivine_value (name varchar(191) NOT NULL PRIMARY KEY, value {long} NOT NULL, \
               changed bigint NOT NULL){options}",
        ],
        undo: Undo::Dropping(&[Part::Table("olivine_value")]),
    },
    Migration {
        number: 5,
        name: "who read rows about learners",
        safe: true,
        up: &[
            "CREATE TABLE olivine_people_read (id char(64) NOT NULL PRIMARY KEY, day bigint NOT NULL, \
             user_name varchar(150) NOT NULL, report varchar(255) NOT NULL, query_name varchar(255) NOT NULL, \
             course_id varchar(255) NOT NULL, person varchar(255) NOT NULL, times bigint NOT NULL, \
             last_read bigint NOT NULL){options}",
            "CREATE INDEX ix_olivine_people_read_day ON olivine_people_read (day)",
        ],
        undo: Undo::Dropping(&[Part::Table("olivine_people_read")]),
    },
    Migration {
        number: 6,
        name: "people who sign in at the LMS",
        safe: true,
        up: &[
            "CREATE TABLE olivine_lms_person (user_id bigint NOT NULL PRIMARY KEY, lms_id bigint NULL, \
             administrator_until bigint NULL, roles {long} NOT NULL, people smallint NOT NULL DEFAULT 0, \
             read_at bigint NULL, valid_until bigint NULL, \
             FOREIGN KEY (user_id) REFERENCES olivine_user (id) ON DELETE CASCADE){options}",
            "ALTER TABLE olivine_user ADD COLUMN aggregates_only smallint NOT NULL DEFAULT 0",
        ],
        undo: Undo::Dropping(&[
            Part::Column {
                table: "olivine_user",
                column: "aggregates_only",
            },
            Part::Table("olivine_lms_person"),
        ]),
    },
    Migration {
        number: 7,
        name: "sign-ins under way",
        safe: true,
        up: &[
            "CREATE TABLE olivine_login_attempt (id char(32) NOT NULL PRIMARY KEY, user_subject char(64) NOT NULL, \
             address_subject char(64) NOT NULL, at bigint NOT NULL){options}",
        ],
        undo: Undo::Dropping(&[Part::Table("olivine_login_attempt")]),
    },
];

const RECORDS: &str = "CREATE TABLE IF NOT EXISTS olivine_migration (number bigint NOT NULL PRIMARY KEY, \
                       name varchar(255) NOT NULL, checksum char(64) NOT NULL, ran bigint NOT NULL){options}";
const LOCK: &str = "olivine_migrate";
const LOCK_SECONDS: i64 = 60;
/// MySQL: table, column or index is there already (up) or not there any more (down).
const DONE_BEFORE: [&str; 5] = ["1050", "1060", "1061", "1051", "1091"];

impl Migration {
    /// Checksum over all its statements, as text of the declaration, so that it is the same on both stores.
    fn checksum(&self) -> String {
        let mut digest = Sha256::new();
        for statement in self.up {
            digest.update(statement.as_bytes());
            digest.update([0]);
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A record of a migration that ran: number, checksum, when.
type Ran = (i64, String, i64);

impl SiteState {
    /// Where each migration stands.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn migrations(&self) -> Result<Vec<MigrationStatus>, StoreError> {
        let ran = self.ran().await?;
        Ok(MIGRATIONS
            .iter()
            .map(|migration| MigrationStatus {
                number: migration.number,
                name: migration.name.to_owned(),
                safe: migration.safe,
                reversible: matches!(migration.undo, Undo::Dropping(_)),
                ran: ran
                    .iter()
                    .find(|(number, ..)| *number == migration.number)
                    .map(|(.., at)| time(*at)),
            })
            .collect())
    }

    /// Runs the migrations that wait, in order; gives their numbers. Doing it again, or in several programs at once, is
    /// harmless.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`], [`StoreError::MigrationChanged`], what stops a write. A migration that was
    /// interrupted is finished by the next call.
    pub async fn migrate(&self) -> Result<Vec<i64>, StoreError> {
        self.migrate_by(MIGRATIONS, i64::MAX, false).await
    }

    /// Undoes the migrations above a number, newest first; gives their numbers. What is on record in what they brought is lost, which
    /// has to be said: `lose_data`.
    ///
    /// # Errors
    /// Before anything is undone: [`StoreError::NoReturn`] if one of them has no way back, [`StoreError::WouldLose`] if there is
    /// something to lose that nobody gave up.
    pub async fn migrate_back(&self, to: i64, lose_data: bool) -> Result<Vec<i64>, StoreError> {
        self.migrate_by(MIGRATIONS, to, lose_data).await
    }

    pub(super) async fn migrate_at_open(&self, migrate: MigrateAtOpen) -> Result<(), StoreError> {
        let ran = self.ran().await?;
        check(MIGRATIONS, &ran)?;
        if migrate == MigrateAtOpen::Safe && runs_at_open(MIGRATIONS, &ran)? {
            self.migrate().await?;
        }
        Ok(())
    }

    async fn ran(&self) -> Result<Vec<Ran>, StoreError> {
        let sql = "SELECT number, checksum, ran FROM olivine_migration ORDER BY number";
        match self.database.rows(sql, Vec::new(), Keep::No).await {
            Ok(rows) => rows
                .rows
                .into_iter()
                .map(|row| ran_record(&row).ok_or_else(|| broken("migration")))
                .collect(),
            Err(StoreError::NotPublished { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Brings the schema to what `known` says; steps above `to` are undone.
    async fn migrate_by(&self, known: &'static [Migration], to: i64, lose_data: bool) -> Result<Vec<i64>, StoreError> {
        match &self.database {
            // One transaction holds the write lock over all steps: a second program waits and then finds them done.
            Database::Sqlite(_) => {
                let mut transaction = self.database.begin().await?;
                let done = self.steps(&mut transaction, known, to, lose_data).await?;
                transaction.commit().await?;
                Ok(done)
            }
            Database::Mysql(pool) => {
                let mut transaction = Transaction::Mysql(pool.begin().await?);
                let lock = vec![Value::from(LOCK), Value::from(LOCK_SECONDS)];
                let held = transaction
                    .rows(
                        "SELECT GET_LOCK(concat(?, '_', left(sha2(database(), 256), 16)), ?)",
                        lock,
                    )
                    .await?;
                if held.rows[0][0].as_int() != Some(1) {
                    return Err(StoreError::Busy {
                        detail: "another program is migrating".to_owned(),
                    });
                }
                let done = self.steps(&mut transaction, known, to, lose_data).await;
                let release = "SELECT RELEASE_LOCK(concat(?, '_', left(sha2(database(), 256), 16)))";
                transaction.rows(release, vec![Value::from(LOCK)]).await?;
                transaction.commit().await?;
                done
            }
        }
    }

    async fn steps(
        &self,
        transaction: &mut Transaction,
        known: &'static [Migration],
        to: i64,
        lose_data: bool,
    ) -> Result<Vec<i64>, StoreError> {
        transaction.link().plain(self.statement(RECORDS)).await?;
        let rows = transaction
            .link()
            .rows(
                "SELECT number, checksum, ran FROM olivine_migration ORDER BY number",
                Vec::new(),
                Keep::No,
            )
            .await?;
        let ran: Vec<Ran> = rows
            .rows
            .iter()
            .map(|row| ran_record(row).ok_or_else(|| broken("migration")))
            .collect::<Result<_, _>>()?;
        check(known, &ran)?;
        let has_run = |migration: &Migration| ran.iter().any(|(number, ..)| *number == migration.number);
        let back: Vec<_> = known
            .iter()
            .rev()
            .filter(|step| step.number > to && has_run(step))
            .collect();
        let mut dropped: Vec<&Part> = Vec::new();
        for step in &back {
            match step.undo {
                Undo::Dropping(parts) => dropped.extend(parts),
                Undo::None(reason) => {
                    return Err(StoreError::NoReturn {
                        number: step.number,
                        reason,
                    });
                }
            }
        }
        if !lose_data {
            let mut losses: Vec<String> = Vec::new();
            for part in dropped {
                losses.extend(part.loss(transaction.link()).await?);
            }
            if !losses.is_empty() {
                return Err(StoreError::WouldLose { to, losses });
            }
        }
        let mut done = Vec::new();
        for step in back {
            let Undo::Dropping(parts) = step.undo else { continue };
            for part in parts {
                step_statement(transaction.link(), part.drop_statement()).await?;
            }
            transaction
                .execute(
                    "DELETE FROM olivine_migration WHERE number = ?",
                    vec![Value::from(step.number)],
                )
                .await?;
            done.push(step.number);
        }
        for step in known.iter().filter(|step| step.number <= to && !has_run(step)) {
            for statement in step.up {
                step_statement(transaction.link(), self.statement(statement)).await?;
            }
            let record = vec![
                step.number.into(),
                step.name.into(),
                step.checksum().into(),
                now().into(),
            ];
            transaction
                .execute(
                    "INSERT INTO olivine_migration (number, name, checksum, ran) VALUES (?, ?, ?, ?)",
                    record,
                )
                .await?;
            tracing::info!(number = step.number, name = step.name, "migrated the site's state");
            done.push(step.number);
        }
        Ok(done)
    }

    fn statement(&self, text: &str) -> String {
        let (serial, long, options) = match self.collation {
            Some(collation) => (
                "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
                "longtext",
                table_options(collation),
            ),
            None => ("integer NOT NULL PRIMARY KEY AUTOINCREMENT", "text", String::new()),
        };
        text.replace("{serial}", serial)
            .replace("{long}", long)
            .replace("{options}", &options)
    }
}

fn ran_record(row: &[Value]) -> Option<Ran> {
    Some((
        row.first()?.as_int()?,
        row.get(1)?.as_text()?.to_owned(),
        row.get(2)?.as_int()?,
    ))
}

/// Refuses a store of a later program, and one whose history is another.
fn check(known: &[Migration], ran: &[Ran]) -> Result<(), StoreError> {
    let newest = known.last().map_or(0, |migration| migration.number);
    if let Some((found, ..)) = ran.iter().rev().find(|(number, ..)| *number > newest) {
        return Err(StoreError::NewerSchema {
            found: *found,
            known: newest,
        });
    }
    for (number, checksum, _) in ran {
        let same = known
            .iter()
            .find(|step| step.number == *number)
            .is_some_and(|step| step.checksum() == *checksum);
        if !same {
            return Err(StoreError::MigrationChanged { number: *number });
        }
    }
    Ok(())
}

/// Whether migrations wait that run by themselves; fails if one waits that does not.
fn runs_at_open(known: &[Migration], ran: &[Ran]) -> Result<bool, StoreError> {
    let waits = |step: &&Migration| !ran.iter().any(|(number, ..)| *number == step.number);
    let waiting: Vec<&Migration> = known.iter().filter(waits).collect();
    // A new site has nothing to lose.
    if !ran.is_empty() && waiting.iter().any(|step| !step.safe) {
        return Err(StoreError::MigrationNeeded { waiting: waiting.len() });
    }
    Ok(!waiting.is_empty())
}

async fn step_statement(link: Link<'_>, sql: String) -> Result<(), StoreError> {
    let mysql = matches!(link, Link::Mysql(_));
    match link.plain(sql).await {
        Err(
            StoreError::Statement { detail } | StoreError::Internal { detail } | StoreError::NotPublished { detail },
        ) if mysql && DONE_BEFORE.iter().any(|code| detail.contains(&format!("{code} ("))) => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_up_from_one() {
        for (place, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.number, place as i64 + 1);
        }
    }

    #[test]
    fn a_later_or_another_history_is_refused() {
        let own: Vec<Ran> = MIGRATIONS
            .iter()
            .map(|step| (step.number, step.checksum(), 0))
            .collect();
        assert!(check(MIGRATIONS, &own).is_ok());
        assert!(matches!(
            check(&MIGRATIONS[..2], &own),
            Err(StoreError::NewerSchema { found: 7, known: 2 })
        ));
        let mut other = own;
        other[0].1 = "0".repeat(64);
        assert!(matches!(
            check(MIGRATIONS, &other),
            Err(StoreError::MigrationChanged { number: 1 })
        ));
    }

    #[test]
    fn what_takes_away_waits_for_the_operator() {
        let step = |number, safe| Migration {
            number,
            name: "",
            safe,
            up: &["x"],
            undo: Undo::Dropping(&[Part::Table("y")]),
        };
        let ran = |step: &Migration| (step.number, step.checksum(), 0);
        let steps = [step(1, true), step(2, true), step(3, false)];
        assert!(runs_at_open(&steps, &[]).unwrap(), "on a new site all of them run");
        assert!(runs_at_open(&steps[..2], &[ran(&steps[0])]).unwrap());
        assert!(!runs_at_open(&steps[..1], &[ran(&steps[0])]).unwrap());
        let refused = runs_at_open(&steps, &[ran(&steps[0])]);
        assert!(
            matches!(refused, Err(StoreError::MigrationNeeded { waiting: 2 })),
            "{refused:?}"
        );
    }
}
