//! Keeping a record of who read rows about single learners.
//!
//! The first read of something on a day is on record before the answer leaves; further ones within a minute are added up and
//! written together, so that a program that reads a roster page by page costs one write a minute. Those after which nobody reads the
//! same again are written when somebody looks for them ([`PeopleLog::write`]), which a server does all the time. A request or a
//! program that ends in the middle of that leaves its reads for the next time: rather counted twice than not at all.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
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
    /// When it was last put on record, or that was tried; none: whoever was about to do so went away.
    written: Option<Instant>,
    unwritten: i64,
}

impl Lately {
    /// Whether it was written in the last step.
    fn is_recent(&self, now: Instant) -> bool {
        self.written
            .is_some_and(|written| now.saturating_duration_since(written) < STEP)
    }
}

/// Reads on their way to the record. Dropped before they are there, they are left for the next time.
#[derive(Debug)]
struct Taken<'log> {
    log: &'log PeopleLog,
    read: PeopleRead,
    reads: i64,
    /// When they could not be written; none: nobody found out.
    failed: Option<Instant>,
}

impl Taken<'_> {
    /// Puts the reads on record. What cannot be written now is kept for the next time.
    async fn put(mut self, store: &Store) {
        match store.site().note_people_read(&self.read, self.reads).await {
            Ok(()) => self.reads = 0,
            Err(error) => {
                let (read, reads) = (&self.read, self.reads);
                tracing::error!(%error, ?read, reads, "reads of rows about learners could not be put on record");
                self.failed = Some(Instant::now());
            }
        }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if self.reads == 0 {
            return;
        }
        let mut known = self.log.known();
        let lately = known.entry(self.read.clone()).or_insert(Lately {
            written: None,
            unwritten: 0,
        });
        lately.unwritten += self.reads;
        // A store that fails is tried again after a step. Otherwise the next read does not wait for that: this one may have been the
        // first of the day.
        lately.written = self.failed;
    }
}

impl PeopleLog {
    /// Notes a read. An answer is not withheld because the record could not be written: that is said in the log instead.
    pub async fn note(&self, store: &Store, read: PeopleRead) {
        let Some(reads) = self.due(&read, Instant::now()) else {
            return;
        };
        self.taken(read, reads).put(store).await;
    }

    /// Writes reads that were added up for long enough; those of a program that ends are all written.
    pub async fn write(&self, store: &Store, is_end: bool) {
        for taken in self.overdue(Instant::now(), is_end) {
            taken.put(store).await;
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PeopleRead, Lately>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn taken(&self, read: PeopleRead, reads: i64) -> Taken<'_> {
        Taken {
            log: self,
            read,
            reads,
            failed: None,
        }
    }

    /// What is to be written although nobody reads it again; what is neither that nor of the last step is forgotten.
    fn overdue(&self, now: Instant, is_end: bool) -> Vec<Taken<'_>> {
        let mut known = self.known();
        let mut overdue = Vec::new();
        for (read, lately) in known.iter_mut() {
            if lately.unwritten > 0 && (is_end || !lately.is_recent(now)) {
                lately.written = Some(now);
                overdue.push((read.clone(), std::mem::take(&mut lately.unwritten)));
            }
        }
        known.retain(|_, lately| lately.is_recent(now));
        // What is taken looks in there when it is dropped.
        drop(known);
        overdue
            .into_iter()
            .map(|(read, reads)| self.taken(read, reads))
            .collect()
    }

    /// How many reads are to be written now, this one included.
    fn due(&self, read: &PeopleRead, now: Instant) -> Option<i64> {
        let mut known = self.known();
        if let Some(lately) = known.get_mut(read) {
            lately.unwritten += 1;
            if lately.is_recent(now) {
                return None;
            }
            lately.written = Some(now);
            return Some(std::mem::take(&mut lately.unwritten));
        }
        if known.len() >= MAX_REMEMBERED {
            known.retain(|_, lately| lately.unwritten > 0 || lately.is_recent(now));
        }
        known.insert(
            read.clone(),
            Lately {
                written: Some(now),
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

    /// Whose reads were taken and how many, as if they had been written.
    fn written(taken: Vec<Taken<'_>>) -> Vec<(String, i64)> {
        taken
            .into_iter()
            .map(|mut taken| (taken.read.person.clone(), std::mem::take(&mut taken.reads)))
            .collect()
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
        assert_eq!(written(log.overdue(at(60), false)), [("x".to_owned(), 2)]);
        assert!(log.overdue(at(119), false).is_empty(), "nothing is counted twice");
        assert_eq!(log.due(&read("x"), at(119)), None);
        assert_eq!(
            written(log.overdue(at(119), true))[0].1,
            1,
            "a program that ends writes all"
        );
        assert!(log.overdue(at(500), false).is_empty());
        assert!(log.0.lock().unwrap().is_empty(), "what is written is forgotten");
    }

    #[test]
    fn reads_that_are_not_written_after_all_are_left_for_the_next_time() {
        let log = PeopleLog::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(log.due(&read("x"), at(0)), Some(1));
        assert_eq!(log.due(&read("x"), at(1)), None);
        assert_eq!(log.due(&read("x"), at(2)), None);
        drop(log.overdue(at(60), false));
        assert_eq!(written(log.overdue(at(61), true)), [("x".to_owned(), 2)]);
        assert!(log.overdue(at(62), true).is_empty(), "nothing is counted twice");
        // Forgotten meanwhile, as while a store is silent for long.
        let late = log.taken(read("y"), 4);
        drop(late);
        assert_eq!(written(log.overdue(at(62), false)), [("y".to_owned(), 4)]);
    }

    #[test]
    fn a_first_read_that_went_away_leaves_the_next_one_to_be_written_at_once() {
        let log = PeopleLog::default();
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let reads = log.due(&read("x"), at(0)).unwrap();
        drop(log.taken(read("x"), reads));
        assert_eq!(log.due(&read("x"), at(1)), Some(2));
        let mut failing = log.taken(read("x"), 2);
        failing.failed = Some(at(1));
        drop(failing);
        assert_eq!(
            log.due(&read("x"), at(2)),
            None,
            "a store that fails is left alone for a while"
        );
        assert_eq!(log.due(&read("x"), at(61)), Some(4));
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
        assert_eq!(written(log.overdue(later, false)), [("7".to_owned(), 1)]);
    }
}
