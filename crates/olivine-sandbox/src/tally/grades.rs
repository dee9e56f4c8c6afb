//! How grades grew, week by week, by what the LMS told of them (OV-56, OV-57).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::active::monday;
use crate::moment::{Act, Mark, Moment, Session};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

const COLUMNS: [&str; 10] = [
    "course_id",
    "week_start",
    "week_ending",
    "learners",
    "graded",
    "mean_grade",
    "passed",
    "newly_passed",
    "not_passed",
    "in_progress",
];

/// What was told of somebody's grade so far.
#[derive(Debug, Default, Clone, Copy)]
struct Standing {
    percent: Option<u32>,
    is_passing: bool,
}

#[derive(Debug, Default)]
pub(super) struct Grades {
    /// By course and person.
    now: BTreeMap<(u16, u32), Standing>,
    /// Who passed at the end of the last week, by course and person.
    passed_before: BTreeSet<(u16, u32)>,
    rows: Vec<[Cell; COLUMNS.len()]>,
}

impl Grades {
    /// Takes a moment into account; moments come in order of time.
    pub(super) fn observe(&mut self, session: &Session, moment: &Moment) {
        let Act::Mark { subject, mark } = moment.act else {
            return;
        };
        let standing = self.now.entry((session.course, subject)).or_default();
        match mark {
            Mark::Grade { percent, letter } => {
                standing.percent = Some(percent);
                standing.is_passing = !letter.is_empty();
            }
            Mark::PassedFirst | Mark::NowPassed => standing.is_passing = true,
            Mark::NowFailed => standing.is_passing = false,
        }
    }

    /// Closes a week on its last day. One that began before the site is not complete.
    pub(super) fn close(&mut self, site: &Site, sunday: NaiveDate) {
        let week = monday(sunday);
        let mut courses: BTreeMap<u16, Vec<(u32, Standing)>> = BTreeMap::new();
        for ((course, learner), standing) in &self.now {
            courses.entry(*course).or_default().push((*learner, *standing));
        }
        for (course, people) in courses.into_iter().filter(|_| week >= site.start) {
            let run = &site.courses[usize::from(course)];
            let percents: Vec<u32> = people.iter().filter_map(|(_, standing)| standing.percent).collect();
            let mean = f64::from(percents.iter().sum::<u32>()) / (100.0 * percents.len() as f64);
            let passing = people.iter().filter(|(_, standing)| standing.is_passing);
            let passed = passing.clone().count();
            let is_new = |(learner, _): &&(u32, Standing)| !self.passed_before.contains(&(course, *learner));
            let newly_passed = passing.filter(is_new).count();
            let others = people.len() - passed;
            let is_over = run.end.is_some_and(|end| end < sunday);
            let (not_passed, in_progress) = if is_over { (others, 0) } else { (0, others) };
            self.rows.push([
                Cell::from(&run.id),
                Cell::from(week),
                Cell::from(sunday),
                Cell::from(people.len()),
                Cell::from(percents.len()),
                or_null((!percents.is_empty()).then_some(mean)),
                Cell::from(passed),
                Cell::from(newly_passed),
                Cell::from(not_passed),
                Cell::from(in_progress),
            ]);
        }
        let passing = self.now.iter().filter(|(_, standing)| standing.is_passing);
        self.passed_before = passing.map(|(key, _)| *key).collect();
    }

    pub(super) fn table(&mut self) -> TrueTable {
        let mut table = TrueTable::new("grade_history", &COLUMNS);
        for row in std::mem::take(&mut self.rows) {
            table.push(row);
        }
        table
    }
}
