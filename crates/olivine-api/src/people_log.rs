//! Keeping a record of who read rows about single learners.
//!
//! The first read of something on a day is on record before the answer leaves; further ones within a minute are added up and
//! written together, so that a program that reads a roster page by page costs one write a minute. Those after which nobody reads the
//! same again are written when somebody looks for them ([`PeopleLog::write`]), which a server does all the time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use olivine_store::Store;
use olivine_store::site::people_reads::PeopleRead;

/// How long reads of the same are added up.
const STEP: Duration = Duration::from_secs(60);
/// Records remembered before those are dropped that were written before the last step and have nothing left to be written.
const MAX_REMEMBERED: usize = 10_000;

/// What has been read lately.
#[derive(Debug, Default)]
pub struct PeopleLog(Mutex<HashMap<PeopleRead, Lately>>);

#[derive(Debug)]
struct Lately {
    written: Instant,
    unwritten: i64,
}

impl Lately {
    /// Whether it was written in the last step.
    fn is_recent(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.written) < STEP
    }
}

impl PeopleLog {
    /// Notes a read. An answer is not withheld because the record could not be written: that is said in the log instead.
    pub async fn note(&self, store: &Store, read: PeopleRead) {
        let Some(reads) = self.due(&read, Instant::now()) else {
            return;
        };
        self.put(store, &read, reads).await;
    }

    /// Writes reads that were added up for long enough; those of a program that ends are all written.
    pub async fn write(&self, store: &Store, is_end: bool) {
        for (read, reads) in self.overdue(Instant::now(), is_end) {
            self.put(store, &read, reads).await;
        }
    }

    /// Puts reads on record. What cannot be written now is kept for the next time.
    async fn put(&self, store: &Store, read: &PeopleRead, reads: i64) {
        if let Err(error) = store.site().note_people_read(read, reads).await {
            tracing::error!(%error, ?read, reads, "reads of rows about learners could not be put on record");
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(lately) = known.get_mut(read) {
                lately.unwritten += reads;
            }
        }
    }

    /// What is to be written although nobody reads it again; what is neither that nor of the last step is forgotten.
    fn overdue(&self, now: Instant, is_end: bool) -> Vec<(PeopleRead, i64)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut overdue = Vec::new();
        for (read, lately) in known.iter_mut() {
            if lately.unwritten > 0 && (is_end || !lately.is_recent(now)) {
                lately.written = now;
                overdue.push((read.clone(), std::mem::take(&mut lately.unwritten)));
            }
        }
        known.retain(|_, lately| lately.is_recent(now));
        overdue
    }

    /// How many reads are to be written now, this one included.
    fn due(&self, read: &PeopleRead, now: Instant) -> Option<i64> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lately) = known.get_mut(read) {
            lately.unwritten += 1;
            if lately.is_recent(now) {
                return None;
            }
            lately.written = now;
            return Some(std::mem::take(&mut lately.unwritten));
        }
        if known.len() >= MAX_REMEMBERED {
            known.retain(|_, lately| lately.unwritten > 0 || lately.is_recent(now));
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

    fn read(person: &str) -> PeopleRead {
        PeopleRead {
            user_name: "ada".into(),
            report: "learners.roster".into(),
            query: "learner".into(),
            course_id: "a/b/c".into(),
            person: person.into(),
        }
    }

    #[test]
    fn the_first_read_is_written_and_those_of_a_minute_together() {
        let log = PeopleLog::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.due(&read("x"), at(0)), Some(1));
        assert_eq!(log.due(&read("y"), at(1)), Some(1));
        assert_eq!(log.due(&read("x"), at(2)), None);
        assert_eq!(log.due(&read("x"), at(59)), None);
        assert_eq!(log.due(&read("x"), at(60)), Some(3));
        assert_eq!(log.due(&read("x"), at(61)), None);
    }

    #[test]
    fn reads_that_nobody_adds_to_are_written_later_and_at_the_end() {
        let log = PeopleLog::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.due(&read("x"), at(0)), Some(1));
        assert_eq!(log.due(&read("x"), at(1)), None);
        assert_eq!(log.due(&read("x"), at(2)), None);
        assert!(log.overdue(at(59), false).is_empty());
        let overdue = log.overdue(at(60), false);
        assert_eq!((overdue.len(), overdue[0].0.person.as_str(), overdue[0].1), (1, "x", 2));
        assert!(log.overdue(at(119), false).is_empty(), "nothing is counted twice");
        assert_eq!(log.due(&read("x"), at(119)), None);
        assert_eq!(log.overdue(at(119), true)[0].1, 1, "a program that ends writes all");
        assert!(log.overdue(at(500), false).is_empty());
        assert!(log.0.lock().unwrap().is_empty(), "what is written is forgotten");
    }

    #[test]
    fn reads_without_a_record_yet_are_not_forgotten_for_others() {
        let log = PeopleLog::default();
        let read = |person: String| PeopleRead {
            user_name: "ada".into(),
            report: "learners.roster".into(),
            query: "learner".into(),
            course_id: "a/b/c".into(),
            person,
        };
        let start = Instant::now();
        for number in 0..MAX_REMEMBERED {
            log.due(&read(number.to_string()), start);
        }
        log.due(&read("7".into()), start);
        let later = start + STEP;
        assert_eq!(log.due(&read("new".into()), later), Some(1));
        assert_eq!(log.0.lock().unwrap().len(), 2);
        assert_eq!(log.overdue(later, false)[0].0.person, "7");
    }
}
