//! What each learner did in each course and period (PF 9).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use crate::line;
use crate::moment::{Act, CourseFrom, Device, Level, Lived, Moment, Page, Post, Request};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// What somebody did in a course in a period.
#[derive(Debug, Default, Clone)]
struct Done {
    days: BTreeSet<u32>,
    /// By problem, how often it was tried, and whether it was right once.
    problems: BTreeMap<u16, (u64, bool)>,
    videos: BTreeSet<u16>,
    /// Threads, responses, comments.
    posts: [u64; 3],
    /// Votes for and against, given and received; taken back counts against.
    votes: [i64; 4],
    pages: u64,
    /// When and where the last view of a subsection was.
    last_view: Option<(i64, u16)>,
}

const UP_GIVEN: usize = 0;
const UP_RECEIVED: usize = 2;

#[derive(Debug, Default)]
pub(super) struct Students {
    by_day: HashMap<(u16, u32, u32), Done>,
}

impl Students {
    pub(super) fn observe(&mut self, site: &Site, lived: &Lived, moment: &Moment) {
        let session = &lived.sessions[moment.session as usize];
        let Some(learner) = session.learner else { return };
        let says_nothing = matches!(
            moment.act,
            Act::Visit {
                request: Request::Cut,
                ..
            } | Act::Author { request: Request::Cut }
                | Act::SendAnswer { .. }
                | Act::CheckNothing
                | Act::Enrollment { .. }
        );
        if says_nothing || moment.course_from != CourseFrom::Context || session.device == Device::Worker {
            return;
        }
        let course = session.course;
        if let Act::Forum(Post::Vote {
            post, is_up, is_undone, ..
        }) = moment.act
        {
            let way = usize::from(!is_up);
            let count = if is_undone { -1 } else { 1 };
            let author = site.forums[usize::from(course)][post as usize].author;
            self.of(course, learner, lived.day).votes[UP_GIVEN + way] += count;
            self.of(course, author, lived.day).votes[UP_RECEIVED + way] += count;
            return;
        }
        let done = self.of(course, learner, lived.day);
        match moment.act {
            Act::CheckAnswer { problem, given, .. } => {
                let tried = done.problems.entry(problem).or_default();
                tried.0 += 1;
                tried.1 |= given.is_right;
            }
            Act::PlayVideo { video, .. } => {
                done.videos.insert(video);
            }
            Act::Forum(Post::Write { level, .. }) => {
                let level = match level {
                    Level::Thread => 0,
                    Level::Response => 1,
                    Level::Comment => 2,
                };
                done.posts[level] += 1;
            }
            Act::ReadBook { .. } => done.pages += 1,
            Act::Visit {
                unit,
                page: Page::Courseware,
                ..
            } => done.last_view = Some((moment.time, unit)),
            _ => {}
        }
    }

    fn of(&mut self, course: u16, learner: u32, day: u32) -> &mut Done {
        let done = self.by_day.entry((course, learner, day)).or_default();
        done.days.insert(day);
        done
    }

    pub(super) fn tables(&self, site: &Site, end: NaiveDate) -> Vec<TrueTable> {
        let date = |day: u32| site.start + Days::new(u64::from(day));
        let last = end - Days::new(1);
        let week_ends = |day: u32| {
            let weekday = |date: NaiveDate| u64::from(date.weekday().num_days_from_monday());
            date(day) + Days::new((7 + weekday(last) - weekday(date(day))) % 7)
        };
        vec![
            self.table(site, "student_engagement_daily", &date),
            self.table(site, "student_engagement_weekly", &week_ends),
            self.table(site, "student_engagement_all", &|_| last),
        ]
    }

    fn table(&self, site: &Site, name: &str, period: &dyn Fn(u32) -> NaiveDate) -> TrueTable {
        let mut periods: BTreeMap<(u16, u32, NaiveDate), Done> = BTreeMap::new();
        for ((course, learner, day), done) in &self.by_day {
            periods.entry((*course, *learner, period(*day))).or_default().add(done);
        }
        let mut table = TrueTable::new(
            name,
            &[
                "end_date",
                "course_id",
                "username",
                "days_active",
                "problems_attempted",
                "problem_attempts",
                "problems_correct",
                "videos_played",
                "forum_posts",
                "forum_responses",
                "forum_comments",
                "forum_upvotes_given",
                "forum_downvotes_given",
                "forum_upvotes_received",
                "forum_downvotes_received",
                "textbook_pages_viewed",
                "last_subsection_viewed",
            ],
        );
        for ((course, learner, end_date), done) in &periods {
            let course = &site.courses[usize::from(*course)];
            let last = done.last_view.map_or(String::new(), |(_, unit)| {
                line::courseware(course, &course.units[usize::from(unit)])
            });
            let problems = || done.problems.values();
            let head = [
                Cell::from(end_date),
                Cell::from(&course.id),
                Cell::from(&site.learners[*learner as usize].username),
                Cell::from(done.days.len()),
                Cell::from(problems().len()),
                Cell::from(problems().map(|(tries, _)| tries).sum::<u64>()),
                Cell::from(problems().filter(|(_, is_right)| *is_right).count()),
                Cell::from(done.videos.len()),
            ];
            let forum = done.posts.into_iter().map(Cell::from);
            let votes = done.votes.into_iter().map(Cell::from);
            let tail = [Cell::from(done.pages), Cell::from(last)];
            table.push(head.into_iter().chain(forum).chain(votes).chain(tail));
        }
        table
    }
}

impl Done {
    fn add(&mut self, other: &Self) {
        self.days.extend(&other.days);
        for (problem, (tries, is_right)) in &other.problems {
            let tried = self.problems.entry(*problem).or_default();
            tried.0 += tries;
            tried.1 |= is_right;
        }
        self.videos.extend(&other.videos);
        self.posts
            .iter_mut()
            .zip(other.posts)
            .for_each(|(sum, more)| *sum += more);
        self.votes
            .iter_mut()
            .zip(other.votes)
            .for_each(|(sum, more)| *sum += more);
        self.pages += other.pages;
        self.last_view = self.last_view.max(other.last_view);
    }
}
