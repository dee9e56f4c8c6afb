//! What a learner does in a visit to a course.

use rand::RngExt;

use crate::course::KeyStyle;
use crate::ledger::Answered;
use crate::moment::{Act, CourseFrom, Device, Level, Moment, Post, SECOND};
use crate::problem::Given;
use crate::simulation::{Posted, Site, Today};

/// The visit in progress.
pub(crate) struct Visit {
    pub membership: usize,
    pub learner: u32,
    pub course: u16,
    pub session: u32,
    pub device: Device,
    pub course_from: CourseFrom,
    pub late: u8,
}

impl Site {
    /// A learner comes by a course.
    pub(crate) fn visit(&mut self, today: &mut Today, membership: usize) {
        let (learner, course) = (
            self.memberships[membership].learner,
            self.memberships[membership].course,
        );
        let uses_app = self.learners[learner as usize].uses_app && self.rng.random_ratio(4, 5);
        let device = if uses_app { Device::App } else { Device::Browser };
        let is_old = self.courses[course as usize].style == KeyStyle::Old;
        let course_from = match (device, self.rng.random_range(0..100)) {
            (Device::App, 0..5) => CourseFrom::Nowhere,
            (Device::Browser, 0..8) => CourseFrom::Url,
            (Device::Browser, 8..12) if !is_old => CourseFrom::FrontEnd,
            _ => CourseFrom::Context,
        };
        let mut late = 0;
        if device == Device::App && self.rng.random_ratio(1, 6) {
            let wait = self.rng.random_range(1..6);
            // What would arrive after the last log is taken to have arrived in time.
            late = if today.lived.day + u32::from(wait) < self.days {
                wait
            } else {
                0
            };
        }
        let session = self.open(today, Some(learner), course, device);
        let visit = Visit {
            membership,
            learner,
            course,
            session,
            device,
            course_from,
            late,
        };
        self.spend_time(today, &visit);
    }

    fn spend_time(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        let unit = self.memberships[visit.membership].unit;
        let first = if visit.device == Device::App {
            Act::Screen
        } else {
            self.visit_of(visit.course, unit)
        };
        self.act(today, visit, SECOND, first)?;
        self.note_opened(visit);
        for _ in 0..self.rng.random_range(2..9) {
            match self.rng.random_range(0..100) {
                0..26 => self.move_on(today, visit)?,
                26..30 => self.read(today, visit)?,
                30..62 => self.watch(today, visit)?,
                62..92 => self.answer(today, visit)?,
                _ => self.post(today, visit)?,
            }
        }
        if visit.device == Device::Browser && self.rng.random_ratio(1, 2) {
            let unit = self.memberships[visit.membership].unit;
            self.act(today, visit, SECOND, Act::Leave { unit })?;
        }
        Some(())
    }

    /// Notes an act `after` microseconds or a little more; none when the day is over.
    pub(crate) fn act(&mut self, today: &mut Today, visit: &Visit, after: i64, act: Act) -> Option<i64> {
        let time = today.next(&mut self.rng, visit.learner, after)?;
        // What the server notes by itself always has the course in its context.
        let by_server = matches!(
            act,
            Act::CheckAnswer { .. }
                | Act::CheckNothing
                | Act::Forum(_)
                | Act::FinishProblem { .. }
                | Act::FinishVideo { .. }
        );
        // The server does not see the address of a micro front end.
        let by_path = matches!(act, Act::Visit { .. });
        let course_from = match visit.course_from {
            _ if by_server => CourseFrom::Context,
            CourseFrom::FrontEnd if by_path => CourseFrom::Context,
            other => other,
        };
        if matches!(act, Act::Leave { .. }) && course_from != CourseFrom::Nowhere {
            let watched = &mut today.lived.watched;
            self.players.leave(visit.learner, visit.course, time, watched);
        }
        today.lived.moments.push(Moment {
            time,
            session: visit.session,
            act,
            course_from,
            late: visit.late,
        });
        Some(time)
    }

    fn move_on(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        let units = self.courses[visit.course as usize].units.len() as u16;
        let unit = &mut self.memberships[visit.membership].unit;
        *unit = (*unit + 1) % units;
        let unit = *unit;
        if visit.device == Device::App {
            self.act(today, visit, SECOND, Act::Screen)?;
        } else {
            self.act(today, visit, SECOND, Act::Turn { unit })?;
            let page = self.visit_of(visit.course, unit);
            self.act(today, visit, SECOND / 5, page)?;
        }
        self.note_opened(visit);
        Some(())
    }

    /// The LMS notes which subsections somebody opened.
    fn note_opened(&mut self, visit: &Visit) {
        let membership = &mut self.memberships[visit.membership];
        let unit = &self.courses[visit.course as usize].units[usize::from(membership.unit)];
        membership.opened |= 1 << unit.sequential;
    }

    fn read(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        if visit.device == Device::App {
            return Some(());
        }
        let first = self.rng.random_range(1..120);
        for page in first..first + self.rng.random_range(1..4) {
            self.act(today, visit, 20 * SECOND, Act::ReadBook { page })?;
        }
        Some(())
    }

    fn answer(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        if visit.late > 0 {
            return Some(()); // Problems need the LMS.
        }
        let problems = &self.courses[visit.course as usize].problems;
        let problem = self.rng.random_range(0..problems.len()) as u16;
        let asked = &problems[problem as usize];
        let (allowed, ease) = (asked.attempts, asked.ease);
        let done = self.memberships[visit.membership]
            .answers
            .iter()
            .find(|done| done.problem == problem);
        let attempt = done.map_or(0, |done| done.attempts) + 1;
        if attempt > allowed || done.is_some_and(|done| done.is_right) {
            return self.move_on(today, visit);
        }
        if self.rng.random_ratio(1, 250) {
            self.act(today, visit, SECOND, Act::CheckNothing)?;
        }
        let ease = (i32::from(ease) + self.learners[visit.learner as usize].talent).clamp(5, 97) as u32;
        let knows = self.rng.random_ratio(ease, 100);
        let Self { courses, rng, .. } = self;
        // They think about it now; what is right is decided when the server looks at it.
        let now = today.now(visit.learner);
        let answers = courses[visit.course as usize].problems[problem as usize].answer(rng, knows, now);
        if visit.device == Device::Browser {
            let given = courses[visit.course as usize].problems[problem as usize].judge(answers, now);
            self.act(today, visit, 10 * SECOND, Act::SendAnswer { problem, given })?;
        }
        let unjudged = Given {
            answers,
            right: 0,
            is_right: false,
        };
        let checked = |given| Act::CheckAnswer {
            problem,
            given,
            attempt,
        };
        let time = self.act(today, visit, SECOND / 10, checked(unjudged))?;
        let given = self.courses[visit.course as usize].problems[problem as usize].judge(answers, time);
        if let Some(last) = today.lived.moments.last_mut() {
            last.act = checked(given);
        }
        self.note_answer(visit, problem, given.is_right, time);
        today.worked_out.extend(self.worked_out(visit.membership, time));
        if attempt == 1 {
            self.act(today, visit, SECOND / 20, Act::FinishProblem { problem })?;
        }
        Some(())
    }

    fn note_answer(&mut self, visit: &Visit, problem: u16, is_right: bool, time: i64) {
        let course = &self.courses[visit.course as usize];
        let membership = &mut self.memberships[visit.membership];
        match membership.answers.iter_mut().find(|done| done.problem == problem) {
            Some(done) => {
                done.attempts += 1;
                done.is_right = is_right;
                done.last = time;
            }
            None => membership.answers.push(Answered {
                problem,
                attempts: 1,
                is_right,
                first: time,
                last: time,
            }),
        }
        let right = membership.answers.iter().filter(|done| done.is_right);
        let points: u32 = right
            .map(|done| u32::from(course.problems[done.problem as usize].points))
            .sum();
        membership.graded(f64::from(points) / f64::from(course.points()), time);
        // Some were graded by hand since: they keep the time of passing, not the letter.
        if visit.learner % 41 == 7
            && let Some(grade) = &mut membership.grade
        {
            grade.letter = "";
        }
    }

    fn post(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        if visit.device == Device::App {
            return Some(());
        }
        let post = match self.rng.random_range(0..12) {
            0..3 => self.write(visit, Level::Thread),
            3..6 => self.write(visit, Level::Response),
            6 | 7 => self.write(visit, Level::Comment),
            8..11 => self.vote(visit),
            _ => Some(Post::Search),
        };
        let Some(post) = post else { return Some(()) };
        let noted = self.act(today, visit, 20 * SECOND, Act::Forum(post));
        if noted.is_none() && matches!(post, Post::Write { .. }) {
            // Never sent.
            self.forums[visit.course as usize].pop();
        }
        noted.map(|_| ())
    }

    /// Some post of a level in the forum of the course.
    fn some_post(&mut self, course: u16, level: Level) -> Option<u32> {
        let posts = &self.forums[course as usize];
        if posts.is_empty() {
            return None;
        }
        (0..8)
            .map(|_| self.rng.random_range(0..posts.len()))
            .find(|position| posts[*position].level == level)
            .map(|position| position as u32)
    }

    fn write(&mut self, visit: &Visit, level: Level) -> Option<Post> {
        let above = match level {
            Level::Thread => None,
            Level::Response => Some(self.some_post(visit.course, Level::Thread)?),
            Level::Comment => Some(self.some_post(visit.course, Level::Response)?),
        };
        let topics = self.courses[visit.course as usize].chapters.len() as u8;
        let chosen = self.rng.random_range(0..=topics);
        let posts = &mut self.forums[visit.course as usize];
        let post = posts.len() as u32;
        let parent = above.unwrap_or(post);
        posts.push(Posted {
            author: visit.learner,
            topic: above.map_or(chosen, |above| posts[above as usize].topic),
            level,
            parent,
        });
        Some(Post::Write { level, post, parent })
    }

    fn vote(&mut self, visit: &Visit) -> Option<Post> {
        let level = if self.rng.random_ratio(3, 5) {
            Level::Thread
        } else {
            Level::Response
        };
        let post = self.some_post(visit.course, level)?;
        Some(Post::Vote {
            post,
            level,
            is_up: self.rng.random_ratio(3, 4),
            is_undone: self.rng.random_ratio(1, 6),
        })
    }
}
