//! Help with problems: hints, and answers that are shown.
//!
//! It comes right after something that people do anyway, before they do anything else, and is decided by a generator of its own: what
//! else happens on the site is the same with it and without.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::course::Course;
use crate::moment::{Act, CourseFrom, Device, Help, Moment, SECOND};
use crate::problem::Problem;
use crate::simulation::{Site, Today};

/// Another generator than that of all else, so that nothing else depends on it.
const HELP_STREAM: u64 = 8;
/// Hints that a problem with hints has.
pub(crate) const HINTS: u8 = 3;
/// From one event to the next, in microseconds. After an answer the next thing is at least 50 milliseconds away.
const STEP: i64 = SECOND / 1000;

/// The generator that decides who gets help.
pub(crate) fn generator(seed: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(HELP_STREAM);
    rng
}

impl Site {
    /// People look at hints and answers on the day that they have lived through.
    pub(crate) fn get_help(&mut self, today: &mut Today) {
        let Self { courses, help_rng, .. } = self;
        let end = today.end;
        let lived = &mut today.lived;
        let mut found = Vec::new();
        for before in &lived.moments {
            let session = &lived.sessions[before.session as usize];
            if session.learner.is_none() || session.device == Device::Worker {
                continue;
            }
            let course = &courses[usize::from(session.course)];
            let (problem, helps) = match before.act {
                Act::CheckAnswer { problem, given, .. } => (
                    problem,
                    after_an_answer(help_rng, problem, given.is_right, session.device),
                ),
                Act::Turn { unit } => match problem_on(course, unit) {
                    Some(problem) => (problem, without_an_answer(help_rng, problem, session.device)),
                    None => continue,
                },
                _ => continue,
            };
            for (nth, help) in (1..).zip(helps) {
                found.push(Moment {
                    time: before.time + nth * STEP,
                    session: before.session,
                    act: Act::Help { problem, help },
                    course_from: CourseFrom::Context,
                    late: 0,
                });
            }
        }
        // What would come after midnight does not happen.
        lived
            .moments
            .extend(found.into_iter().filter(|moment| moment.time < end));
    }
}

/// The first problem on a page.
fn problem_on(course: &Course, unit: u16) -> Option<u16> {
    let is_there = |problem: &Problem| problem.block.unit == usize::from(unit);
    course.problems.iter().position(is_there).map(|nth| nth as u16)
}

/// Every third problem has no hints.
fn has_hints(problem: u16) -> bool {
    problem % 3 != 2
}

fn after_an_answer(rng: &mut ChaCha8Rng, problem: u16, is_right: bool, device: Device) -> Vec<Help> {
    let mut helps = Vec::new();
    // The author has something to say to most answers at every fourth problem.
    if problem % 4 == 1 && rng.random_ratio(3, 4) {
        helps.push(Help::Feedback);
    }
    if has_hints(problem) && rng.random_ratio(if is_right { 1 } else { 5 }, 15) {
        look_at_hints(rng, &mut helps);
    }
    if rng.random_ratio(if is_right { 2 } else { 3 }, 12) {
        see_the_answer(rng, device, &mut helps);
    }
    helps
}

/// Some look before they try.
fn without_an_answer(rng: &mut ChaCha8Rng, problem: u16, device: Device) -> Vec<Help> {
    let mut helps = Vec::new();
    if has_hints(problem) && rng.random_ratio(1, 10) {
        look_at_hints(rng, &mut helps);
    }
    if rng.random_ratio(1, 15) {
        see_the_answer(rng, device, &mut helps);
    }
    helps
}

fn look_at_hints(rng: &mut ChaCha8Rng, helps: &mut Vec<Help>) {
    let seen = rng.random_range(1..=HINTS);
    helps.extend((0..seen).map(Help::Hint));
}

/// The browser asks and the server gives; now and then one of the two is all that the log has.
fn see_the_answer(rng: &mut ChaCha8Rng, device: Device, helps: &mut Vec<Help>) {
    let is_told_by = rng.random_range(0..20);
    if device == Device::Browser && is_told_by != 0 {
        helps.push(Help::AnswerAsked);
    }
    if device != Device::Browser || is_told_by != 1 {
        helps.push(Help::AnswerShown);
    }
}
