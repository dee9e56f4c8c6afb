//! Who came, when, and how long they were at what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use super::customers::ActiveDays;
use crate::learner;
use crate::moment::{Act, CourseFrom, Device, Lived, Moment, SECOND};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Who is away for longer did not go on with the same (OV-41), microseconds.
const GAP: i64 = 1800 * SECOND;
/// What is counted for the last thing before somebody goes.
const TAIL: i64 = 60 * SECOND;

/// What somebody was last seen at.
#[derive(Debug, Clone, Copy)]
struct At {
    time: i64,
    day: u32,
    course: Option<u16>,
    kind: &'static str,
}

/// Microseconds by kind.
type TimeByKind = HashMap<&'static str, i64>;

#[derive(Debug, Default)]
pub(super) struct Active {
    pub days: ActiveDays,
    at: HashMap<u32, At>,
    spent: HashMap<(u16, u32, &'static str, u32), i64>,
}

impl Active {
    /// Notes that somebody is active in a course (EN 4.2). What the LMS does by itself (OV-60) names nobody here.
    pub(super) fn came(&mut self, course: u16, learner: u32, day: u32) {
        let days = self.days.entry((course, learner)).or_default();
        if days.last() != Some(&day) {
            days.push(day);
        }
    }

    pub(super) fn observe(&mut self, lived: &Lived, moment: &Moment) {
        let session = &lived.sessions[moment.session as usize];
        let Some(learner) = session.learner else { return };
        if session.device == Device::Worker || matches!(moment.act, Act::Enrollment { .. }) {
            return;
        }
        let at = At {
            time: moment.time,
            day: lived.day,
            course: (moment.course_from != CourseFrom::Nowhere).then_some(session.course),
            kind: kind(moment.act, session.device),
        };
        if let Some(before) = self.at.insert(learner, at) {
            let away = at.time - before.time;
            self.spend(learner, before, if away <= GAP { away } else { TAIL });
        }
    }

    fn spend(&mut self, learner: u32, at: At, time: i64) {
        if let Some(course) = at.course {
            *self.spent.entry((course, at.day, at.kind, learner)).or_default() += time;
        }
    }

    pub(super) fn tables(&mut self, site: &Site, end: NaiveDate) -> Vec<TrueTable> {
        // Everybody goes at last.
        for (learner, at) in std::mem::take(&mut self.at) {
            self.spend(learner, at, TAIL);
        }
        let mut tables = vec![self.by_day(site), self.by_course(site), self.by_learner(site)];
        tables.extend(self.learners(site, end));
        tables
    }

    /// OV-43.
    fn by_day(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "time_on_task_daily",
            &["course_id", "date", "kind", "learners", "seconds"],
        );
        let mut days: BTreeMap<(u16, u32, &str), (BTreeSet<u32>, i64)> = BTreeMap::new();
        for ((course, day, kind, learner), time) in &self.spent {
            for kind in [*kind, "all"] {
                let sum = days.entry((*course, *day, kind)).or_default();
                sum.0.insert(*learner);
                sum.1 += time;
            }
        }
        for ((course, day, kind), (learners, time)) in days {
            table.push([
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(site.date(day)),
                Cell::from(kind),
                Cell::from(learners.len()),
                Cell::from(seconds(time)),
            ]);
        }
        table
    }

    /// OV-43, over the whole time.
    fn by_course(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "time_on_task_course",
            &[
                "course_id",
                "kind",
                "learners",
                "seconds",
                "mean_seconds",
                "below_10_minutes",
                "below_1_hour",
                "below_10_hours",
                "from_10_hours",
            ],
        );
        let mut kinds: BTreeMap<(u16, &str), BTreeMap<u32, i64>> = BTreeMap::new();
        for ((course, _, kind, learner), time) in &self.spent {
            for kind in [*kind, "all"] {
                let sum = kinds.entry((*course, kind)).or_default();
                *sum.entry(*learner).or_default() += time;
            }
        }
        for ((course, kind), learners) in kinds {
            let total: i64 = learners.values().sum();
            let bounds = [600, 3_600, 36_000].map(|seconds| seconds * SECOND);
            let mut bands = [0_u64; 4];
            for time in learners.values() {
                bands[bounds.iter().filter(|bound| time >= *bound).count()] += 1;
            }
            let head = [
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(kind),
                Cell::from(learners.len()),
                Cell::from(seconds(total)),
                Cell::from(seconds(total) / learners.len() as f64),
            ];
            table.push(head.into_iter().chain(bands.map(Cell::from)));
        }
        table
    }

    /// OV-44.
    fn by_learner(&self, site: &Site) -> TrueTable {
        const KINDS: [&str; 5] = ["video", "problem", "discussion", "assessment", "page"];
        let mut table = TrueTable::new(
            "time_on_task_learners",
            &[
                "course_id",
                "user_id",
                "username",
                "seconds",
                "video_seconds",
                "problem_seconds",
                "discussion_seconds",
                "assessment_seconds",
                "page_seconds",
                "days",
                "last_date",
            ],
        );
        let mut people: BTreeMap<(u16, u32), (TimeByKind, BTreeSet<u32>)> = BTreeMap::new();
        for ((course, day, kind, learner), time) in &self.spent {
            let (kinds, days) = people.entry((*course, *learner)).or_default();
            *kinds.entry(*kind).or_default() += time;
            days.insert(*day);
        }
        for ((course, learner), (kinds, days)) in people {
            let head = [
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(learner::id(learner)),
                Cell::from(&site.learners[learner as usize].username),
                Cell::from(seconds(kinds.values().sum())),
            ];
            let times = KINDS.map(|kind| Cell::from(seconds(kinds.get(kind).copied().unwrap_or_default())));
            let tail = [Cell::from(days.len()), or_null(days.last().map(|day| site.date(*day)))];
            table.push(head.into_iter().chain(times).chain(tail));
        }
        table
    }

    /// OV-61, OV-62: days, complete weeks, complete months; of courses and of the site.
    fn learners(&self, site: &Site, end: NaiveDate) -> Vec<TrueTable> {
        let mut people: BTreeMap<(u16, &str, NaiveDate, NaiveDate), BTreeSet<u32>> = BTreeMap::new();
        for ((course, learner), days) in &self.days {
            for day in days {
                for (period, start, until) in periods(site.date(*day)) {
                    if start >= site.start && until <= end {
                        people
                            .entry((*course, period, start, until))
                            .or_default()
                            .insert(*learner);
                    }
                }
            }
        }
        let mut of_courses = TrueTable::new(
            "active_learners",
            &["course_id", "period", "start", "until", "learners"],
        );
        let mut all: BTreeMap<(&str, NaiveDate, NaiveDate), (BTreeSet<u32>, u64)> = BTreeMap::new();
        for ((course, period, start, until), learners) in people {
            of_courses.push([
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(period),
                Cell::from(start),
                Cell::from(until),
                Cell::from(learners.len()),
            ]);
            let sum = all.entry((period, start, until)).or_default();
            sum.0.extend(learners);
            sum.1 += u64::from(site.courses[usize::from(course)].has_learners());
        }
        let mut of_site = TrueTable::new(
            "active_learners_site",
            &["period", "start", "until", "learners", "courses"],
        );
        for ((period, start, until), (learners, courses)) in all {
            of_site.push([
                Cell::from(period),
                Cell::from(start),
                Cell::from(until),
                Cell::from(learners.len()),
                Cell::from(courses),
            ]);
        }
        vec![of_courses, of_site]
    }
}

fn seconds(micros: i64) -> f64 {
    micros as f64 / SECOND as f64
}

/// The Monday of the week of a date.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// The day, week and month of a date, each with its first day and the day after its last.
fn periods(date: NaiveDate) -> [(&'static str, NaiveDate, NaiveDate); 3] {
    let monday = monday(date);
    let first = date.with_day(1).unwrap_or(date);
    let next = first + chrono::Months::new(1);
    [
        ("day", date, date + Days::new(1)),
        ("week", monday, monday + Days::new(7)),
        ("month", first, next),
    ]
}

/// OV-40.
fn kind(act: Act, device: Device) -> &'static str {
    match act {
        Act::LoadVideo { .. }
        | Act::PlayVideo { .. }
        | Act::PauseVideo { .. }
        | Act::SeekVideo { .. }
        | Act::StopVideo { .. }
        | Act::ChangeSpeed { .. } => "video",
        Act::SendAnswer { .. } | Act::CheckAnswer { .. } | Act::CheckNothing | Act::Help { .. } => "problem",
        Act::Read { reading, .. } if reading.is_known_of_players(device) => "video",
        Act::Forum(_) => "discussion",
        _ => "page",
    }
}
