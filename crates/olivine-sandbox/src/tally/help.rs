//! Hints looked at and answers shown (OV-20, OV-21).

use std::collections::BTreeMap;

use crate::moment::{Act, Help, Moment, Session};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// What somebody did at a problem, and the help they got with it.
#[derive(Debug, Default)]
struct Got {
    has_tried: bool,
    first_right: Option<i64>,
    hints: u64,
    feedbacks: u64,
    first_answer: Option<i64>,
}

impl Got {
    fn saw_it_before_being_right(&self) -> bool {
        let times = self.first_answer.zip(self.first_right);
        times.is_some_and(|(answer, right)| answer < right)
    }
}

#[derive(Debug, Default)]
pub(super) struct Helped {
    /// By course and problem, and by person.
    got: BTreeMap<(u16, u16), BTreeMap<u32, Got>>,
}

impl Helped {
    /// Takes a moment into account; moments come in order of time.
    pub(super) fn observe(&mut self, session: &Session, moment: &Moment) {
        let Some(learner) = session.learner else { return };
        let (Act::CheckAnswer { problem, .. } | Act::Help { problem, .. }) = moment.act else {
            return;
        };
        let of_problem = self.got.entry((session.course, problem)).or_default();
        let got = of_problem.entry(learner).or_default();
        match moment.act {
            Act::CheckAnswer { given, .. } => {
                got.has_tried = true;
                if given.is_right {
                    got.first_right.get_or_insert(moment.time);
                }
            }
            Act::Help { help, .. } => match help {
                Help::Hint(_) => got.hints += 1,
                Help::Feedback => got.feedbacks += 1,
                Help::AnswerAsked | Help::AnswerShown => {
                    got.first_answer.get_or_insert(moment.time);
                }
            },
            _ => {}
        }
    }

    pub(super) fn table(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "problem_help",
            &[
                "course_id",
                "problem_id",
                "learners",
                "hint_learners",
                "hints",
                "feedback_learners",
                "feedbacks",
                "answer_learners",
                "answer_before_right",
                "answer_never_right",
                "answer_before_right_percent",
            ],
        );
        for ((course, problem), people) in &self.got {
            let course = &site.courses[usize::from(*course)];
            let count = |is: &dyn Fn(&Got) -> bool| people.values().filter(|got| is(got)).count();
            let saw_it = count(&|got| got.first_answer.is_some());
            let before_right = count(&|got| got.saw_it_before_being_right());
            let percent = 100.0 * before_right as f64 / saw_it as f64;
            table.push([
                Cell::from(&course.id),
                Cell::from(&course.problems[usize::from(*problem)].block.usage),
                Cell::from(count(&|got| got.has_tried)),
                Cell::from(count(&|got| got.hints > 0)),
                Cell::from(people.values().map(|got| got.hints).sum::<u64>()),
                Cell::from(count(&|got| got.feedbacks > 0)),
                Cell::from(people.values().map(|got| got.feedbacks).sum::<u64>()),
                Cell::from(saw_it),
                Cell::from(before_right),
                Cell::from(count(&|got| got.first_answer.is_some() && got.first_right.is_none())),
                or_null((saw_it > 0).then_some(percent)),
            ]);
        }
        table
    }
}
