//! Hints looked at and answers shown (`OV-20`, `OV-21`).

use std::collections::{BTreeMap, BTreeSet};

use super::super::help::Help;
use super::super::history::Act;
use super::{Rows, Site, counted, percent, some, title};

/// The problem of an act, when it is a try or help.
fn problem_of(act: &Act) -> Option<&str> {
    let tried = act.tried.as_ref().map(|tried| tried.problem.as_str());
    tried.or_else(|| act.helped.as_ref().map(|(_, problem)| problem.as_str()))
}

fn is_help(act: &Act, wanted: Help) -> bool {
    act.helped.as_ref().is_some_and(|(help, _)| *help == wanted)
}

fn is_right(act: &Act) -> bool {
    act.tried.as_ref().is_some_and(|tried| tried.is_right)
}

impl Site<'_> {
    pub(super) fn help(&self) -> Rows {
        let mut problems: BTreeMap<(usize, &str), Vec<&Act>> = BTreeMap::new();
        for act in counted(self.history) {
            if let Some(problem) = problem_of(act) {
                problems.entry((act.course, problem)).or_default().push(act);
            }
        }
        let rows = problems.into_iter().map(|((course, problem), acts)| {
            let people = |wanted: &dyn Fn(&Act) -> bool| -> BTreeSet<i64> {
                let of_kind = acts.iter().filter(|act| wanted(act));
                of_kind.map(|act| act.user).collect()
            };
            let first = |user: i64, wanted: &dyn Fn(&Act) -> bool| {
                let own = acts.iter().filter(|act| act.user == user && wanted(act));
                own.map(|act| act.time).min()
            };
            let count = |help: Help| acts.iter().filter(|act| is_help(act, help)).count();
            let saw_it = people(&|act| is_help(act, Help::Answer));
            let (mut before, mut never) = (0, 0);
            for user in &saw_it {
                match first(*user, &is_right) {
                    Some(right) => before += i64::from(first(*user, &|act| is_help(act, Help::Answer)) < Some(right)),
                    None => never += 1,
                }
            }
            let block = self.history.courses[course]
                .pages()
                .into_iter()
                .find_map(|page| page.page.all().into_iter().find(|block| block.key == problem));
            vec![
                some(self.id(course)),
                some(problem),
                block.and_then(title),
                some(people(&|act| act.tried.is_some()).len()),
                some(people(&|act| is_help(act, Help::Hint)).len()),
                some(count(Help::Hint)),
                some(people(&|act| is_help(act, Help::Feedback)).len()),
                some(count(Help::Feedback)),
                some(saw_it.len()),
                some(before),
                some(never),
                percent(before, saw_it.len() as i64),
            ]
        });
        (
            &[
                "course_id",
                "problem_id",
                "problem",
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
            rows.collect(),
        )
    }
}
