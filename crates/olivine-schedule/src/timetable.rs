//! The times at which a job is due.

use chrono::{DateTime, Duration, Utc};

/// A job that is due at a fixed distance, counted from midnight UTC, so that restarts do not move it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timetable {
    every: Duration,
}

impl Timetable {
    /// Due every so many minutes; none when zero. Distances over a day count as a day.
    pub fn every_minutes(minutes: u32) -> Option<Self> {
        let minutes = i64::from(minutes.min(24 * 60));
        (minutes > 0).then(|| Self {
            every: Duration::minutes(minutes),
        })
    }

    /// Due each second, for tests.
    #[cfg(test)]
    pub(crate) fn every_second() -> Self {
        Self {
            every: Duration::seconds(1),
        }
    }

    /// The first due time after `now`.
    pub fn next_after(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        let passed = (now - midnight).num_seconds() / self.every.num_seconds();
        let next = midnight + self.every * i32::try_from(passed + 1).unwrap_or(i32::MAX);
        // The last distance of a day may be shorter: each day begins anew.
        next.min(midnight + Duration::days(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn due_times_lie_on_the_grid_of_the_day() {
        let hourly = Timetable::every_minutes(60).unwrap();
        assert_eq!(
            hourly.next_after(at("2026-03-01T10:59:59Z")),
            at("2026-03-01T11:00:00Z")
        );
        assert_eq!(
            hourly.next_after(at("2026-03-01T11:00:00Z")),
            at("2026-03-01T12:00:00Z")
        );
        assert_eq!(
            hourly.next_after(at("2026-03-01T23:10:00Z")),
            at("2026-03-02T00:00:00Z")
        );
    }

    #[test]
    fn a_distance_that_does_not_divide_the_day_begins_anew_at_midnight() {
        let odd = Timetable::every_minutes(7 * 60).unwrap();
        assert_eq!(odd.next_after(at("2026-03-01T21:30:00Z")), at("2026-03-02T00:00:00Z"));
        assert_eq!(odd.next_after(at("2026-03-02T00:00:00Z")), at("2026-03-02T07:00:00Z"));
    }

    #[test]
    fn zero_means_never() {
        assert_eq!(Timetable::every_minutes(0), None);
    }
}
