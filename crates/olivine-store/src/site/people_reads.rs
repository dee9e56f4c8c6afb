//! Who read rows about single learners: which report, course and person, on which day, how often.

use chrono::NaiveDateTime;

use super::{SiteState, broken, now, secret_hash, time};
use crate::error::StoreError;
use crate::value::Value;

/// Seconds of a day.
const DAY: i64 = 24 * 3600;
/// Days for which records are kept.
const KEEP_DAYS: i64 = 400;

/// What was read, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct PeopleRead {
    /// The user, themselves or by a token.
    pub user_name: String,
    /// Report id.
    pub report: String,
    /// Its query.
    pub query: String,
    /// Course that was asked for; empty: none was named.
    pub course_id: String,
    /// Learner who was asked for by user name; empty: none, but rows of several.
    pub person: String,
}

/// Reads of the same on one day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PeopleReads {
    /// What was read, and by whom.
    #[serde(flatten)]
    pub read: PeopleRead,
    /// How often that day.
    pub reads: i64,
    /// When last, UTC.
    pub last_read: NaiveDateTime,
}

impl SiteState {
    /// Counts reads of today.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn note_people_read(&self, read: &PeopleRead, reads: i64) -> Result<(), StoreError> {
        let now = now();
        let day = now.div_euclid(DAY);
        let text = format!(
            "{day}\n{}\n{}\n{}\n{}\n{}",
            read.user_name, read.report, read.query, read.course_id, read.person
        );
        let key = secret_hash(&text);
        let counted: Vec<Value> = vec![reads.into(), now.into(), key.as_str().into()];
        let count = "UPDATE olivine_people_read SET times = times + ?, last_read = ? WHERE id = ?";
        if self.execute(count, counted.clone()).await? > 0 {
            return Ok(());
        }
        // Before the reads are on record: one that is tried again because this failed would count them twice.
        let old = "DELETE FROM olivine_people_read WHERE day < ?";
        self.execute(old, vec![(day - KEEP_DAYS).into()]).await?;
        let first = "INSERT INTO olivine_people_read (id, day, user_name, report, query_name, course_id, person, times, last_read) \
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let cut = |text: &str, length: usize| -> Value { text.chars().take(length).collect::<String>().into() };
        let values = vec![
            key.as_str().into(),
            day.into(),
            cut(&read.user_name, 150),
            cut(&read.report, 255),
            cut(&read.query, 255),
            cut(&read.course_id, 255),
            cut(&read.person, 255),
            reads.into(),
            now.into(),
        ];
        match self.execute(first, values).await {
            // Another program noted the first read of the day since.
            Err(StoreError::Taken { .. }) => self.execute(count, counted).await.map(drop),
            done => done.map(drop),
        }
    }

    /// The reads of the last days, newest first; of one user or of all.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn list_people_reads(&self, user_name: Option<&str>, days: u32) -> Result<Vec<PeopleReads>, StoreError> {
        let since = now().div_euclid(DAY) - i64::from(days);
        let sql = "SELECT user_name, report, query_name, course_id, person, times, last_read FROM olivine_people_read \
                   WHERE day > ? ORDER BY last_read DESC, id";
        let rows = self.rows(sql, vec![since.into()]).await?;
        let read: Result<Vec<PeopleReads>, _> = rows
            .rows
            .iter()
            .map(|row| record(row).ok_or_else(|| broken("read")))
            .collect();
        Ok(read?
            .into_iter()
            .filter(|reads| user_name.is_none_or(|name| reads.read.user_name == name))
            .collect())
    }
}

fn record(row: &[Value]) -> Option<PeopleReads> {
    let text = |place: usize| row.get(place)?.as_text().map(str::to_owned);
    Some(PeopleReads {
        read: PeopleRead {
            user_name: text(0)?,
            report: text(1)?,
            query: text(2)?,
            course_id: text(3)?,
            person: text(4)?,
        },
        reads: row.get(5)?.as_int()?,
        last_read: time(row.get(6)?.as_int()?),
    })
}
