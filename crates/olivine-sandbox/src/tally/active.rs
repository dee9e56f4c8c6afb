//! Who came, when, and how long they were at what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use super::customers::ActiveDays;
use crate::moment::{Act, CourseFrom, Device, Level, Lived, Moment, Post, SECOND};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

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

/// What happened in a forum on a day.
#[derive(Debug, Default)]
struct Talk {
    posts: [u64; 3],
    votes: [u64; 2],
    writers: BTreeSet<u32>,
    people: BTreeSet<u32>,
    topics: BTreeSet<u8>,
}

#[derive(Debug, Default)]
pub(super) struct Active {
    pub days: ActiveDays,
    at: HashMap<u32, At>,
    spent: HashMap<(u16, u32, &'static str, u32), i64>,
    talks: BTreeMap<(u16, u32), Talk>,
}

impl Active {
    /// Notes that somebody is active in a course (EN 4.2).
    pub(super) fn came(&mut self, course: u16, learner: u32, day: u32) {
        let days = self.days.entry((course, learner)).or_default();
        if days.last() != Some(&day) {
            days.push(day);
        }
    }

    pub(super) fn observe(&mut self, site: &Site, lived: &Lived, moment: &Moment) {
        let session = &lived.sessions[moment.session as usize];
        let Some(learner) = session.learner else { return };
        if session.device == Device::Worker || matches!(moment.act, Act::Enrollment { .. }) {
            return;
        }
        let at = At {
            time: moment.time,
            day: lived.day,
            course: (moment.course_from != CourseFrom::Nowhere).then_some(session.course),
            kind: kind(moment.act),
        };
        if let Some(before) = self.at.insert(learner, at) {
            let away = at.time - before.time;
            self.spend(learner, before, if away <= GAP { away } else { TAIL });
        }
        if let Act::Forum(post) = moment.act {
            self.talk(site, session.course, learner, lived.day, post);
        }
    }

    fn spend(&mut self, learner: u32, at: At, time: i64) {
        if let Some(course) = at.course {
            *self.spent.entry((course, at.day, at.kind, learner)).or_default() += time;
        }
    }

    fn talk(&mut self, site: &Site, course: u16, learner: u32, day: u32, post: Post) {
        let position = match post {
            Post::Search => return,
            Post::Write { post, .. } | Post::Vote { post, .. } => post,
        };
        let talk = self.talks.entry((course, day)).or_default();
        talk.people.insert(learner);
        talk.topics
            .insert(site.forums[usize::from(course)][position as usize].topic);
        match post {
            Post::Write { level, .. } => {
                talk.writers.insert(learner);
                talk.posts[match level {
                    Level::Thread => 0,
                    Level::Response => 1,
                    Level::Comment => 2,
                }] += 1;
            }
            Post::Vote { is_undone, .. } => talk.votes[usize::from(is_undone)] += 1,
            Post::Search => {}
        }
    }

    pub(super) fn tables(&mut self, site: &Site, end: NaiveDate) -> Vec<TrueTable> {
        // Everybody goes at last.
        for (learner, at) in std::mem::take(&mut self.at) {
            self.spend(learner, at, TAIL);
        }
        vec![self.time_on_task(site), self.forum(site), self.learners(site, end)]
    }

    /// OV-43.
    fn time_on_task(&self, site: &Site) -> TrueTable {
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
                Cell::from(site.start + Days::new(u64::from(day))),
                Cell::from(kind),
                Cell::from(learners.len()),
                Cell::from(time as f64 / SECOND as f64),
            ]);
        }
        table
    }

    /// OV-10.
    fn forum(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "forum_daily",
            &[
                "course_id",
                "date",
                "threads",
                "responses",
                "comments",
                "votes",
                "votes_undone",
                "writers",
                "participants",
                "topics",
            ],
        );
        for ((course, day), talk) in &self.talks {
            let head = [
                Cell::from(&site.courses[usize::from(*course)].id),
                Cell::from(site.start + Days::new(u64::from(*day))),
            ];
            let counts = talk.posts.iter().chain(&talk.votes).map(Cell::from);
            let people = [talk.writers.len(), talk.people.len(), talk.topics.len()];
            table.push(head.into_iter().chain(counts).chain(people.map(Cell::from)));
        }
        table
    }

    /// OV-51: days, complete weeks, complete months.
    fn learners(&self, site: &Site, end: NaiveDate) -> TrueTable {
        let mut people: BTreeMap<(u16, &str, NaiveDate, NaiveDate), BTreeSet<u32>> = BTreeMap::new();
        for ((course, learner), days) in &self.days {
            for day in days {
                let date = site.start + Days::new(u64::from(*day));
                for (period, start, until) in periods(date) {
                    if start >= site.start && until <= end {
                        people
                            .entry((*course, period, start, until))
                            .or_default()
                            .insert(*learner);
                    }
                }
            }
        }
        let mut table = TrueTable::new("active_learners", &["course_id", "period", "start", "learners"]);
        for ((course, period, start, _), learners) in people {
            table.push([
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(period),
                Cell::from(start),
                Cell::from(learners.len()),
            ]);
        }
        table
    }
}

/// The day, week and month of a date, each with its first day and the day after its last.
fn periods(date: NaiveDate) -> [(&'static str, NaiveDate, NaiveDate); 3] {
    let monday = date - Days::new(u64::from(date.weekday().num_days_from_monday()));
    let first = date.with_day(1).unwrap_or(date);
    let next = first + chrono::Months::new(1);
    [
        ("day", date, date + Days::new(1)),
        ("week", monday, monday + Days::new(7)),
        ("month", first, next),
    ]
}

/// OV-40.
fn kind(act: Act) -> &'static str {
    match act {
        Act::LoadVideo { .. }
        | Act::PlayVideo { .. }
        | Act::PauseVideo { .. }
        | Act::SeekVideo { .. }
        | Act::StopVideo { .. }
        | Act::ChangeSpeed { .. } => "video",
        Act::SendAnswer { .. } | Act::CheckAnswer { .. } | Act::CheckNothing => "problem",
        Act::Forum(_) => "discussion",
        _ => "page",
    }
}
