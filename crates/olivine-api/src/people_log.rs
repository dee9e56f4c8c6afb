//! Keeping a record of who read rows about single learners.
//!
//! The first read of something on a day is on record before the answer leaves; further ones within a minute are added up and
//! written together, so that a program that reads a roster page by page costs one write a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use olivine_store::Store;
use olivine_store::site::people_reads::PeopleRead;

/// How long reads of the same are added up.
const STEP: Duration = Duration::from_secs(60);
/// Records remembered before those without a read in the last step are dropped.
const MAX_REMEMBERED: usize = 10_000;

/// What has been read lately.
#[derive(Debug, Default)]
pub struct PeopleLog(Mutex<HashMap<PeopleRead, Lately>>);

#[derive(Debug)]
struct Lately {
    written: Instant,
    unwritten: i64,
}

impl PeopleLog {
    /// Notes a read. An answer is not withheld because the record could not be written: that is said in the log instead.
    pub async fn note(&self, store: &Store, read: PeopleRead) {
        let Some(reads) = self.due(&read, Instant::now()) else {
            return;
        };
        if let Err(error) = store.site().note_people_read(&read, reads).await {
            tracing::error!(%error, ?read, reads, "reads of rows about learners could not be put on record");
        }
    }

    /// How many reads are to be written now, this one included.
    fn due(&self, read: &PeopleRead, now: Instant) -> Option<i64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lately) = known.get_mut(read) {
            lately.unwritten += 1;
            if now.saturating_duration_since(lately.written) < STEP {
                return None;
            }
            lately.written = now;
            return Some(std::mem::take(&mut lately.unwritten));
        }
        if known.len() >= MAX_REMEMBERED {
            known.retain(|_, lately| now.saturating_duration_since(lately.written) < STEP);
        }
        known.insert(
            read.clone(),
            Lately {
                written: now,
                unwritten: 0,
            },
        );
        Some(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_read_is_written_and_those_of_a_minute_together() {
        let log = PeopleLog::default();
        let read = |person: &str| PeopleRead {
            user_name: "ada".into(),
            report: "learners.roster".into(),
            query: "learner".into(),
            course_id: "a/b/c".into(),
            person: person.into(),
        };
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.due(&read("x"), at(0)), Some(1));
        assert_eq!(log.due(&read("y"), at(1)), Some(1));
        assert_eq!(log.due(&read("x"), at(2)), None);
        assert_eq!(log.due(&read("x"), at(59)), None);
        assert_eq!(log.due(&read("x"), at(60)), Some(3));
        assert_eq!(log.due(&read("x"), at(61)), None);
    }
}
