//! What was said in the forums (OV-9, OV-10).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::active::monday;
use crate::moment::{Level, Post};
use crate::payload::forum::topic;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// What happened in a topic on a day, or in several topics or days.
#[derive(Debug, Default, Clone)]
struct Talk {
    posts: [u64; 3],
    votes: [u64; 2],
    writers: BTreeSet<u32>,
    people: BTreeSet<u32>,
    topics: BTreeSet<u8>,
    days: BTreeSet<u32>,
}

/// Columns of the numbers of a talk.
const NUMBERS: [&str; 7] = [
    "threads",
    "responses",
    "comments",
    "votes",
    "votes_undone",
    "writers",
    "participants",
];

impl Talk {
    fn add(&mut self, other: &Self) {
        let sums = self.posts.iter_mut().chain(&mut self.votes);
        for (sum, more) in sums.zip(other.posts.iter().chain(&other.votes)) {
            *sum += more;
        }
        self.writers.extend(&other.writers);
        self.people.extend(&other.people);
        self.topics.extend(&other.topics);
        self.days.extend(&other.days);
    }

    fn numbers(&self) -> impl Iterator<Item = Cell> {
        let counts = self.posts.iter().chain(&self.votes).map(Cell::from);
        counts.chain([self.writers.len(), self.people.len()].map(Cell::from))
    }
}

#[derive(Debug, Default)]
pub(super) struct Talks {
    talks: BTreeMap<(u16, u32, u8), Talk>,
}

impl Talks {
    pub(super) fn observe(&mut self, site: &Site, course: u16, learner: u32, day: u32, post: Post) {
        let position = match post {
            Post::Search => return,
            Post::Write { post, .. } | Post::Vote { post, .. } => post,
        };
        let topic = site.forums[usize::from(course)][position as usize].topic;
        let talk = self.talks.entry((course, day, topic)).or_default();
        talk.people.insert(learner);
        talk.topics.insert(topic);
        talk.days.insert(day);
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

    pub(super) fn tables(&self, site: &Site, end: NaiveDate) -> Vec<TrueTable> {
        vec![self.daily(site), self.weekly(site, end), self.by_topic(site)]
    }

    /// Talks joined by what `key` gives them.
    fn joined<K: Ord>(&self, key: impl Fn(u16, u32, u8) -> Option<K>) -> BTreeMap<K, Talk> {
        let mut joined: BTreeMap<K, Talk> = BTreeMap::new();
        for ((course, day, topic), talk) in &self.talks {
            if let Some(key) = key(*course, *day, *topic) {
                joined.entry(key).or_default().add(talk);
            }
        }
        joined
    }

    fn daily(&self, site: &Site) -> TrueTable {
        let columns: Vec<&str> = ["course_id", "date"]
            .into_iter()
            .chain(NUMBERS)
            .chain(["topics"])
            .collect();
        let mut table = TrueTable::new("forum_daily", &columns);
        for ((course, day), talk) in self.joined(|course, day, _| Some((course, day))) {
            let head = [
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(site.date(day)),
            ];
            table.push(
                head.into_iter()
                    .chain(talk.numbers())
                    .chain([Cell::from(talk.topics.len())]),
            );
        }
        table
    }

    /// Complete weeks: none begins before the site.
    fn weekly(&self, site: &Site, end: NaiveDate) -> TrueTable {
        let columns = ["course_id", "week_start", "week_ending"];
        let columns: Vec<&str> = columns.into_iter().chain(NUMBERS).chain(["topics"]).collect();
        let mut table = TrueTable::new("forum_weekly", &columns);
        let week = |course, day, _| {
            let week = monday(site.date(day));
            (week >= site.start && week < monday(end)).then_some((course, week))
        };
        for ((course, week), talk) in self.joined(week) {
            let head = [
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(week),
                Cell::from(week + Days::new(6)),
            ];
            table.push(
                head.into_iter()
                    .chain(talk.numbers())
                    .chain([Cell::from(talk.topics.len())]),
            );
        }
        table
    }

    fn by_topic(&self, site: &Site) -> TrueTable {
        let columns: Vec<&str> = ["course_id", "topic", "number"]
            .into_iter()
            .chain(NUMBERS)
            .chain(["first_date", "last_date"])
            .collect();
        let mut table = TrueTable::new("forum_topics", &columns);
        let mut courses: BTreeMap<u16, Vec<(String, Talk)>> = BTreeMap::new();
        for ((course, nth), talk) in self.joined(|course, _, topic| Some((course, topic))) {
            let name = topic(&site.courses[usize::from(course)], nth);
            courses.entry(course).or_default().push((name, talk));
        }
        for (course, mut topics) in courses {
            let posts = |talk: &Talk| talk.posts.iter().sum::<u64>();
            topics.sort_by(|(name, talk), (other_name, other)| {
                let more = (posts(other), other.people.len()).cmp(&(posts(talk), talk.people.len()));
                more.then_with(|| name.cmp(other_name))
            });
            for (at, (name, talk)) in topics.iter().enumerate() {
                let date = |day: Option<&u32>| or_null(day.map(|day| site.date(*day)));
                let head = [
                    Cell::from(&site.courses[usize::from(course)].id),
                    Cell::from(name),
                    Cell::from(at + 1),
                ];
                let tail = [date(talk.days.first()), date(talk.days.last())];
                table.push(head.into_iter().chain(talk.numbers()).chain(tail));
            }
        }
        table
    }
}
