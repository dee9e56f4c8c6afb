//! What a learner does in a visit to a course.

use rand::RngExt;

use crate::course::KeyStyle;
use crate::ledger::Answered;
use crate::moment::{Act, CourseFrom, Device, Moment, Post, SECOND};
use crate::simulation::{Site, Today};

/// The visit in progress.
struct Visit {
    membership: usize,
    learner: u32,
    course: u16,
    session: u32,
    device: Device,
    course_from: CourseFrom,
    late: u8,
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
        self.act(
            today,
            visit,
            SECOND,
            if visit.device == Device::App {
                Act::Screen
            } else {
                Act::Visit { unit }
            },
        )?;
        for _ in 0..self.rng.random_range(2..9) {
            match self.rng.random_range(0..100) {
                0..30 => self.move_on(today, visit)?,
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
    fn act(&mut self, today: &mut Today, visit: &Visit, after: i64, act: Act) -> Option<i64> {
        let time = today.next(&mut self.rng, visit.learner, after)?;
        // What the server notes by itself always has the course in its context.
        let by_server = matches!(act, Act::CheckAnswer { .. } | Act::Forum(_));
        // The server does not see the address of a micro front end.
        let by_path = matches!(act, Act::Visit { .. });
        let course_from = match visit.course_from {
            _ if by_server => CourseFrom::Context,
            CourseFrom::FrontEnd if by_path => CourseFrom::Context,
            other => other,
        };
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
            self.act(today, visit, SECOND / 5, Act::Visit { unit })?;
        }
        Some(())
    }

    fn watch(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        let videos = &self.courses[visit.course as usize].videos;
        let video = self.rng.random_range(0..videos.len()) as u16;
        let duration = f32::from(videos[video as usize].duration);
        let mut at = if self.rng.random_ratio(3, 4) {
            0.0
        } else {
            self.part_of(duration)
        };
        self.act(today, visit, SECOND, Act::LoadVideo { video })?;
        self.act(today, visit, SECOND, Act::PlayVideo { video, at })?;
        for _ in 0..self.rng.random_range(0..3) {
            let watched = self.part_of((duration - at).min(240.0));
            let from = at + watched;
            if self.rng.random_ratio(1, 2) {
                let to = self.part_of(duration);
                self.act(today, visit, seconds(watched), Act::SeekVideo { video, from, to })?;
                at = to;
            } else {
                self.act(today, visit, seconds(watched), Act::PauseVideo { video, at: from })?;
                self.act(today, visit, SECOND, Act::PlayVideo { video, at: from })?;
                at = from;
            }
        }
        if self.rng.random_ratio(2, 3) {
            let watched = (duration - at).min(300.0);
            self.act(
                today,
                visit,
                seconds(watched),
                Act::StopVideo {
                    video,
                    at: at + watched,
                },
            )?;
        }
        Some(())
    }

    fn part_of(&mut self, length: f32) -> f32 {
        // Players give milliseconds at most.
        (length.max(0.0) * self.rng.random_range(0..1000) as f32).round() / 1000.0
    }

    fn answer(&mut self, today: &mut Today, visit: &Visit) -> Option<()> {
        if visit.late > 0 {
            return Some(()); // Problems need the LMS.
        }
        let problems = &self.courses[visit.course as usize].problems;
        let problem = self.rng.random_range(0..problems.len()) as u16;
        let asked = problems[problem as usize].clone();
        let done = self.memberships[visit.membership]
            .answers
            .iter()
            .find(|done| done.problem == problem);
        let attempt = done.map_or(0, |done| done.attempts) + 1;
        if attempt > asked.attempts || done.is_some_and(|done| done.is_right) {
            return self.move_on(today, visit);
        }
        let ease = (i32::from(asked.ease) + self.learners[visit.learner as usize].talent).clamp(5, 97) as u32;
        let is_right = self.rng.random_ratio(ease, 100);
        // The first choice is the right one.
        let choice = if is_right {
            0
        } else {
            self.rng.random_range(1..asked.choices)
        };
        if visit.device == Device::Browser {
            self.act(today, visit, 10 * SECOND, Act::SendAnswer { problem, choice })?;
        }
        let time = self.act(
            today,
            visit,
            SECOND / 10,
            Act::CheckAnswer {
                problem,
                choice,
                attempt,
                is_right,
            },
        )?;
        self.note_answer(visit, problem, is_right, time);
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
        let post = match self.rng.random_range(0..10) {
            0..3 => Post::Thread,
            3..6 => Post::Response,
            6 | 7 => Post::Comment,
            8 => Post::Vote,
            _ => Post::Search,
        };
        self.act(today, visit, 20 * SECOND, Act::Forum(post))?;
        Some(())
    }
}

fn seconds(seconds: f32) -> i64 {
    (f64::from(seconds) * SECOND as f64) as i64
}
