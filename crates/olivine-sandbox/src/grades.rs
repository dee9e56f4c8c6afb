//! What the LMS tells of grades: after an answer a background worker works out what the course is worth now, and says so.
//!
//! As with help, it is decided by a generator of its own, and it belongs to no visit: what else happens on the site is the same with it
//! and without.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::moment::{Act, Device, Mark, SECOND, Session};
use crate::simulation::{Site, Today, moment};
use crate::tally::customers::whole_percent;

/// Another generator than that of all else, so that nothing else depends on it.
const GRADES_STREAM: u64 = 10;
/// Workers need less, in microseconds. The next answer of somebody is at least twice as far away.
const LONGEST: i64 = SECOND / 20;
/// From one event to the next, in microseconds.
const STEP: i64 = SECOND / 1000;

/// A grade that was worked out after an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WorkedOut {
    /// When the answer was judged, microseconds since 1970, UTC.
    pub time: i64,
    pub learner: u32,
    pub course: u16,
    /// Whole percent, as the LMS rounds grades.
    pub percent: u32,
    pub letter: &'static str,
    /// Whether the learner never passed before.
    pub is_first_pass: bool,
}

/// The generator that decides when workers tell of grades, and what else they tell.
pub(crate) fn generator(seed: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(GRADES_STREAM);
    rng
}

impl Site {
    /// What a course is worth to somebody after an answer at that time.
    pub(crate) fn worked_out(&self, membership: usize, time: i64) -> Option<WorkedOut> {
        let member = &self.memberships[membership];
        let grade = member.grade.as_ref()?;
        let course = &self.courses[usize::from(member.course)];
        Some(WorkedOut {
            time,
            learner: member.learner,
            course: member.course,
            percent: whole_percent(grade.part, course.points()),
            letter: grade.letter,
            is_first_pass: grade.passed == Some(time) && !grade.letter.is_empty(),
        })
    }

    /// Workers tell of the grades of the day.
    pub(crate) fn tell_grades(&mut self, today: &mut Today) {
        let rng = &mut self.grades_rng;
        let lived = &mut today.lived;
        let mut sessions: BTreeMap<u16, u32> = BTreeMap::new();
        for grade in std::mem::take(&mut today.worked_out) {
            let session = *sessions.entry(grade.course).or_insert_with(|| {
                lived.sessions.push(worker(grade.course));
                (lived.sessions.len() - 1) as u32
            });
            let first = grade.time + rng.random_range(1..LONGEST);
            for (nth, mark) in (0..).zip(marks(rng, &grade)) {
                let act = Act::Mark {
                    subject: grade.learner,
                    mark,
                };
                lived.moments.push(moment(first + nth * STEP, session, act));
            }
        }
    }
}

/// A worker is nobody, and works at one course at a time.
fn worker(course: u16) -> Session {
    Session {
        learner: None,
        course,
        device: Device::Worker,
        host: 0,
        address: None,
        token: 0,
        browser: 0,
    }
}

/// What is told of a grade. Nothing of it says the opposite of the grade.
fn marks(rng: &mut ChaCha8Rng, grade: &WorkedOut) -> Vec<Mark> {
    let mut marks = vec![Mark::Grade {
        percent: grade.percent,
        letter: grade.letter,
    }];
    if grade.is_first_pass {
        marks.push(Mark::PassedFirst);
    } else if rng.random_ratio(1, 6) {
        marks.push(if grade.letter.is_empty() {
            Mark::NowFailed
        } else {
            Mark::NowPassed
        });
    }
    marks
}
