//! First tries at problems (`OV-5`, `OV-6`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::history::Act;
use super::{Rows, Site, counted, day_of, percent, some, title};

/// How the tries of a person at a problem went.
struct Tries {
    count: i64,
    right: i64,
    first_is_right: bool,
    until_right: Option<i64>,
    last: NaiveDate,
}

impl<'a> Site<'a> {
    /// `OV-5` by course, problem and person.
    fn tried(&self) -> BTreeMap<(usize, &'a str, i64), Tries> {
        let mut all: BTreeMap<(usize, &str, i64), Vec<&Act>> = BTreeMap::new();
        for act in counted(self.history) {
            if let Some(tried) = &act.tried {
                all.entry((act.course, &tried.problem, act.user)).or_default().push(act);
            }
        }
        all.into_iter()
            .map(|(key, mut acts)| {
                acts.sort_by_key(|act| (act.time, act.tried.as_ref().unwrap().attempts));
                let right: Vec<bool> = acts.iter().map(|act| act.tried.as_ref().unwrap().is_right).collect();
                let tries = Tries {
                    count: right.len() as i64,
                    right: right.iter().filter(|right| **right).count() as i64,
                    first_is_right: right[0],
                    until_right: right.iter().position(|right| *right).map(|at| at as i64 + 1),
                    last: day_of(acts.last().unwrap().time),
                };
                (key, tries)
            })
            .collect()
    }

    pub(super) fn tries(&self) -> Rows {
        let rows = self.tried().into_iter().map(|((course, problem, user), tries)| {
            vec![
                some(self.id(course)),
                some(problem),
                some(user),
                some(tries.count),
                some(tries.right),
                some(i64::from(tries.first_is_right)),
                tries.until_right.and_then(some),
                some(tries.last),
            ]
        });
        (
            &[
                "course_id",
                "problem_id",
                "user_id",
                "tries",
                "right_tries",
                "first_is_right",
                "tries_until_right",
                "last_date",
            ],
            rows.collect(),
        )
    }

    pub(super) fn first_try(&self) -> Rows {
        let mut problems: BTreeMap<(usize, &str), Vec<Tries>> = BTreeMap::new();
        for ((course, problem, _), tries) in self.tried() {
            problems.entry((course, problem)).or_default().push(tries);
        }
        let rows = problems.into_iter().map(|((course, problem), learners)| {
            let count = learners.len() as i64;
            let first = learners.iter().filter(|tries| tries.first_is_right).count() as i64;
            let until: Vec<i64> = learners.iter().filter_map(|tries| tries.until_right).collect();
            let tries: i64 = learners.iter().map(|tries| tries.count).sum();
            let right: i64 = learners.iter().map(|tries| tries.right).sum();
            let block = self.history.courses[course]
                .pages()
                .into_iter()
                .find_map(|page| page.page.all().into_iter().find(|block| block.key == problem));
            vec![
                some(self.id(course)),
                some(problem),
                block.and_then(title),
                some(count),
                some(first),
                some(until.len()),
                some(tries),
                some(right),
                percent(first, count),
                percent(until.len() as i64, count),
                some(tries as f64 / count as f64),
                some(right as f64 / count as f64),
                some((tries - right) as f64 / count as f64),
                (!until.is_empty()).then(|| (until.iter().sum::<i64>() as f64 / until.len() as f64).to_string()),
            ]
        });
        (
            &[
                "course_id",
                "problem_id",
                "problem",
                "learners",
                "first_try_right",
                "ever_right",
                "tries",
                "right_tries",
                "first_try_percent",
                "right_percent",
                "mean_tries",
                "mean_right_tries",
                "mean_wrong_tries",
                "mean_tries_until_right",
            ],
            rows.collect(),
        )
    }

    pub(super) fn try_counts(&self) -> Rows {
        let mut groups: BTreeMap<(usize, &str, i64), (i64, i64)> = BTreeMap::new();
        for ((course, problem, _), tries) in self.tried() {
            let group = groups.entry((course, problem, tries.count.min(10))).or_default();
            group.0 += 1;
            group.1 += i64::from(tries.until_right.is_some());
        }
        let rows = groups.into_iter().map(|((course, problem, tries), (learners, right))| {
            vec![
                some(self.id(course)),
                some(problem),
                some(tries),
                some(learners),
                some(right),
            ]
        });
        (
            &["course_id", "problem_id", "tries", "learners", "right_learners"],
            rows.collect(),
        )
    }

    pub(super) fn course_first_try(&self) -> Rows {
        let tried = self.tried();
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let of: Vec<_> = tried.iter().filter(|((course, ..), _)| *course == at).collect();
            if of.is_empty() {
                continue;
            }
            let problems: BTreeSet<_> = of.iter().map(|((_, problem, _), _)| problem).collect();
            let people: BTreeSet<_> = of.iter().map(|((.., user), _)| user).collect();
            let first = of.iter().filter(|(_, tries)| tries.first_is_right).count() as i64;
            let tries: i64 = of.iter().map(|(_, tries)| tries.count).sum();
            rows.push(vec![
                some(&course.id),
                some(problems.len()),
                some(people.len()),
                some(of.len()),
                some(first),
                some(tries),
                percent(first, of.len() as i64),
            ]);
        }
        (
            &[
                "course_id",
                "problems",
                "learners",
                "tried",
                "first_try_right",
                "tries",
                "first_try_percent",
            ],
            rows,
        )
    }
}
