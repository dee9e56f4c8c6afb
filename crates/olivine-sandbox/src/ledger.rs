//! Enrollments: how they are in the LMS, and how they look to somebody who only knows the events.

use chrono::NaiveDate;

use crate::moment::Change;

/// Somebody in a course.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub learner: u32,
    pub course: u16,
    /// Row of the LMS.
    pub is_active: bool,
    pub mode: &'static str,
    /// Microseconds since 1970, UTC.
    pub created: i64,
    /// What the events say; none before the first of them.
    pub told: Option<Told>,
    /// The first day at whose end events say that they are enrolled.
    pub enrolled_on: Option<NaiveDate>,
    /// When events last said that they left, microseconds since 1970, UTC; kept when they come back (EN 3.4).
    pub left: Option<i64>,
    /// The unit they are at.
    pub unit: u16,
    pub answers: Vec<Answered>,
    pub grade: Option<Grade>,
    /// The subsections they opened, a bit each.
    pub opened: u64,
    pub cohort: Option<u8>,
}

/// State of an enrollment by its events at the end of a day (EN 3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub is_enrolled: bool,
    pub mode: &'static str,
}

/// What became of a problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answered {
    pub problem: u16,
    pub attempts: u8,
    pub is_right: bool,
    /// Microseconds since 1970, UTC.
    pub first: i64,
    pub last: i64,
}

/// The grade as the LMS keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Grade {
    /// 0 to 1.
    pub part: f64,
    pub passed: Option<i64>,
    pub letter: &'static str,
    pub created: i64,
    /// Microseconds since 1970, UTC.
    pub modified: i64,
    /// The track that events told at the end of the day of `modified`; none when they told nothing yet (EN 3.10).
    pub track: Option<&'static str>,
    /// Whether `track` is not known yet.
    pub is_new: bool,
}

/// The LMS id of the enrollment at a position.
pub(crate) fn enrollment_id(position: usize) -> usize {
    position + 1
}

impl Membership {
    /// Takes an event into account.
    pub(crate) fn tell(&mut self, change: Change, mode: &'static str, time: i64) {
        let was_enrolled = self.told.is_some_and(|told| told.is_enrolled);
        let is_enrolled = match change {
            Change::Activated => true,
            Change::Deactivated => false,
            Change::ModeChanged => was_enrolled,
        };
        if was_enrolled && !is_enrolled {
            self.left = Some(time);
        }
        self.told = Some(Told { is_enrolled, mode });
    }

    /// Notes an attempt at a problem and what the course is worth now (0 to 1).
    pub(crate) fn graded(&mut self, part: f64, time: i64) {
        let letter = match part {
            0.9.. => "A",
            0.7.. => "B",
            0.5.. => "C",
            _ => "",
        };
        let grade = self.grade.get_or_insert(Grade {
            part,
            passed: None,
            letter,
            created: time,
            modified: time,
            track: None,
            is_new: true,
        });
        grade.part = part;
        grade.letter = letter;
        grade.modified = time;
        grade.is_new = true;
        if !letter.is_empty() && grade.passed.is_none() {
            grade.passed = Some(time);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_sets_the_track_and_only_two_the_state() {
        let mut membership = Membership {
            learner: 0,
            course: 0,
            is_active: true,
            mode: "audit",
            created: 0,
            told: None,
            enrolled_on: None,
            left: None,
            unit: 0,
            answers: vec![],
            grade: None,
            opened: 0,
            cohort: None,
        };
        let told = |is_enrolled, mode| Some(Told { is_enrolled, mode });
        membership.tell(Change::ModeChanged, "verified", 1);
        assert_eq!(membership.told, told(false, "verified"));
        membership.tell(Change::Deactivated, "verified", 2);
        assert_eq!(membership.left, None, "they were not there");
        membership.tell(Change::Activated, "audit", 3);
        assert_eq!(membership.told, told(true, "audit"));
        membership.tell(Change::ModeChanged, "credit", 4);
        assert_eq!(membership.told, told(true, "credit"));
        membership.tell(Change::Deactivated, "honor", 5);
        assert_eq!(membership.told, told(false, "honor"));
        membership.tell(Change::Activated, "audit", 6);
        assert_eq!(membership.left, Some(5));
    }
}
