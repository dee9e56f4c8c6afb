//! Discussions (`OV-9`, `OV-10`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::super::history::{Act, Post};
use super::{Cell, Rows, Site, counted, day_of, some};

impl<'a> Site<'a> {
    /// Sums of `OV-10` over acts with the same course and key.
    fn posts<K: Ord>(&self, key: impl Fn(NaiveDate, &'static str) -> Option<K>) -> BTreeMap<(usize, K), Vec<&'a Act>> {
        let mut groups: BTreeMap<(usize, K), Vec<&Act>> = BTreeMap::new();
        for act in counted(self.history) {
            if let Some((_, topic)) = act.posted
                && let Some(key) = key(day_of(act.time), topic)
            {
                groups.entry((act.course, key)).or_default().push(act);
            }
        }
        groups
    }

    pub(super) fn forum(&self, key: impl Fn(NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)>) -> Rows {
        let rows = self
            .posts(|day, _| key(day))
            .into_iter()
            .map(|((course, (day, _)), acts)| {
                let mut row = vec![some(self.id(course)), some(day)];
                row.extend(sums(&acts));
                let topics: BTreeSet<&str> = acts.iter().map(|act| act.posted.unwrap().1).collect();
                row.push(some(topics.len()));
                row
            });
        (
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
            rows.collect(),
        )
    }

    pub(super) fn forum_weekly(&self) -> Rows {
        let monday = |day: NaiveDate| day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
        let (_, rows) = self.forum(|day| {
            let start = monday(day);
            let end = start + TimeDelta::days(7);
            (end <= self.history.to).then_some((start, Some(end)))
        });
        (
            &[
                "course_id",
                "week_start",
                "threads",
                "responses",
                "comments",
                "votes",
                "votes_undone",
                "writers",
                "participants",
                "topics",
            ],
            rows,
        )
    }

    pub(super) fn forum_topics(&self) -> Rows {
        let rows = self
            .posts(|_, topic| Some(topic))
            .into_iter()
            .map(|((course, topic), acts)| {
                let mut row = vec![some(self.id(course)), some(topic)];
                row.extend(sums(&acts));
                row.push(acts.iter().map(|act| day_of(act.time)).max().and_then(some));
                row
            });
        (
            &[
                "course_id",
                "topic",
                "threads",
                "responses",
                "comments",
                "votes",
                "votes_undone",
                "writers",
                "participants",
                "last_date",
            ],
            rows.collect(),
        )
    }
}

/// Threads, responses, comments, votes, votes undone, writers, participants.
fn sums(acts: &[&Act]) -> Vec<Cell> {
    let kinds = [
        Post::Thread,
        Post::Response,
        Post::Comment,
        Post::Vote,
        Post::VoteUndone,
    ];
    let is = |act: &&&Act, kind: Post| act.posted.unwrap().0 == kind;
    let mut row: Vec<Cell> = kinds
        .iter()
        .map(|kind| some(acts.iter().filter(|act| is(act, *kind)).count()))
        .collect();
    let wrote = |act: &&&Act| kinds[..3].iter().any(|kind| is(act, *kind));
    let people = |acts: &mut dyn Iterator<Item = &&Act>| acts.map(|act| act.user).collect::<BTreeSet<_>>().len();
    row.push(some(people(&mut acts.iter().filter(wrote))));
    row.push(some(people(&mut acts.iter())));
    row
}
