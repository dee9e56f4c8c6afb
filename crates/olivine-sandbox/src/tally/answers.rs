//! What was answered: counted while people answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::course::Course;
use crate::moment::{Act, Moment, Session};
use crate::problem::{Ask, Given, Part, Problem};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

#[derive(Debug, Clone, Copy)]
struct Submission {
    time: i64,
    given: Given,
}

/// All that one learner did at one problem.
#[derive(Debug, Clone, Copy)]
struct Tried {
    first: Submission,
    last: Submission,
    tries: u32,
    is_right_once: bool,
}

/// All submissions at one problem.
#[derive(Debug, Clone, Copy, Default)]
struct Total {
    submissions: u64,
    right: u64,
    last: i64,
}

#[derive(Debug, Default)]
pub(super) struct Answers {
    tried: HashMap<(u16, u16), BTreeMap<u32, Tried>>,
    totals: BTreeMap<(u16, u16), Total>,
    /// The day of each submission of somebody in a course, and whether it was right.
    by_learner: HashMap<(u16, u32), Vec<(u32, bool)>>,
}

impl Answers {
    pub(super) fn observe(&mut self, day: u32, session: &Session, moment: &Moment) {
        let (Act::CheckAnswer { problem, given, .. }, Some(learner)) = (moment.act, session.learner) else {
            return;
        };
        let submissions = self.by_learner.entry((session.course, learner)).or_default();
        submissions.push((day, given.is_right));
        let key = (session.course, problem);
        let submission = Submission {
            time: moment.time,
            given,
        };
        let tried = self.tried.entry(key).or_default().entry(learner).or_insert(Tried {
            first: submission,
            last: submission,
            tries: 0,
            is_right_once: false,
        });
        tried.last = submission;
        tried.tries += 1;
        tried.is_right_once |= given.is_right;
        let total = self.totals.entry(key).or_default();
        total.submissions += 1;
        total.right += u64::from(given.is_right);
        total.last = moment.time;
    }

    pub(super) fn tables(&self, site: &Site) -> Vec<TrueTable> {
        vec![
            self.distribution(site),
            self.responses(site),
            self.tags(site),
            self.first_tries(site),
            self.try_counts(site),
            self.first_tries_of_courses(site),
        ]
    }

    /// The day of each submission of somebody in a course, and whether it was right.
    pub(super) fn of(&self, course: u16, learner: u32) -> &[(u32, bool)] {
        self.by_learner.get(&(course, learner)).map_or(&[], Vec::as_slice)
    }

    /// Who tried a problem of a course.
    pub(super) fn who_tried(&self, course: u16, problem: u16) -> BTreeSet<u32> {
        let tried = self.tried.get(&(course, problem));
        tried.into_iter().flat_map(BTreeMap::keys).copied().collect()
    }

    /// PF 3.
    fn distribution(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "answer_distribution",
            &[
                "course_id",
                "module_id",
                "part_id",
                "correct",
                "first_response_count",
                "last_response_count",
                "value_id",
                "answer_value_text",
                "answer_value_numeric",
                "variant",
                "problem_display_name",
                "question_text",
            ],
        );
        for ((course, problem), tried) in &self.tried {
            let course = &site.courses[usize::from(*course)];
            let problem = &course.problems[usize::from(*problem)];
            for position in 0..problem.parts.len() {
                distribution_of_part(&mut table, course, problem, position, tried);
            }
        }
        table
    }

    /// PF 4: a row for each part of the latest response of each learner.
    fn responses(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "problem_responses",
            &[
                "course_id",
                "problem_id",
                "username",
                "answer_id",
                "problem",
                "location",
                "question",
                "score",
                "max_score",
                "correct",
                "answer",
                "total_attempts",
                "first_attempt_date",
                "last_attempt_date",
            ],
        );
        for ((course, problem), tried) in &self.tried {
            let course = &site.courses[usize::from(*course)];
            let problem = &course.problems[usize::from(*problem)];
            let place = location(course, problem);
            for (learner, tried) in tried {
                for (position, part) in problem.parts.iter().enumerate() {
                    let Submission { time, given } = tried.last;
                    let question = if problem.is_modern(time) {
                        part.question.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
                    } else {
                        String::new()
                    };
                    table.push([
                        Cell::from(&course.id),
                        Cell::from(&problem.block.usage),
                        Cell::from(&site.learners[*learner as usize].username),
                        Cell::from(problem.input(position)),
                        Cell::from(&problem.block.title),
                        Cell::from(&place),
                        Cell::from(question),
                        Cell::from(if given.is_right { problem.points } else { 0 }),
                        Cell::from(problem.points),
                        Cell::truth(given.right >> position & 1 == 1),
                        Cell::from(response_text(problem, part, given.answers[position], time)),
                        Cell::from(tried.tries),
                        Cell::time(tried.first.time),
                        Cell::time(time),
                    ]);
                }
            }
        }
        table
    }

    /// PF 6.
    fn tags(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "tags_distribution",
            &[
                "course_id",
                "org_id",
                "module_id",
                "tag_name",
                "tag_value",
                "total_submissions",
                "correct_submissions",
            ],
        );
        for ((course, problem), total) in &self.totals {
            let course = &site.courses[usize::from(*course)];
            let problem = &course.problems[usize::from(*problem)];
            for (name, values) in problem.tags(total.last) {
                let mut values = values.clone();
                values.sort_unstable();
                values.dedup();
                for value in values {
                    table.push([
                        Cell::from(&course.id),
                        Cell::from(&course.org),
                        Cell::from(&problem.block.usage),
                        Cell::from(name),
                        Cell::from(value),
                        Cell::from(total.submissions),
                        Cell::from(total.right),
                    ]);
                }
            }
        }
        table
    }

    /// OV-6.
    fn first_tries(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "problem_first_try",
            &[
                "course_id",
                "problem_id",
                "learners",
                "first_try_right",
                "ever_right",
                "tries",
                "right_tries",
                "mean_right_tries",
                "mean_wrong_tries",
            ],
        );
        for (key, tried) in &self.tried {
            let course = &site.courses[usize::from(key.0)];
            let total = self.totals.get(key).copied().unwrap_or_default();
            let mean = |tries: u64| Cell::from(tries as f64 / tried.len() as f64);
            table.push([
                Cell::from(&course.id),
                Cell::from(&course.problems[usize::from(key.1)].block.usage),
                Cell::from(tried.len()),
                Cell::from(tried.values().filter(|tried| tried.first.given.is_right).count()),
                Cell::from(tried.values().filter(|tried| tried.is_right_once).count()),
                Cell::from(tried.values().map(|tried| u64::from(tried.tries)).sum::<u64>()),
                Cell::from(total.right),
                mean(total.right),
                mean(total.submissions - total.right),
            ]);
        }
        table
    }
}

impl Answers {
    /// OV-6: ten stands for ten and more.
    fn try_counts(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "problem_try_counts",
            &["course_id", "problem_id", "tries", "learners", "right_learners"],
        );
        for ((course, problem), tried) in &self.tried {
            let course = &site.courses[usize::from(*course)];
            let mut counts: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
            for tried in tried.values() {
                let count = counts.entry(tried.tries.min(10)).or_default();
                count.0 += 1;
                count.1 += u64::from(tried.is_right_once);
            }
            for (tries, (learners, right)) in counts {
                table.push([
                    Cell::from(&course.id),
                    Cell::from(&course.problems[usize::from(*problem)].block.usage),
                    Cell::from(tries),
                    Cell::from(learners),
                    Cell::from(right),
                ]);
            }
        }
        table
    }

    /// OV-6, over all pairs of a person and a problem.
    fn first_tries_of_courses(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "course_first_try",
            &[
                "course_id",
                "problems",
                "learners",
                "tried",
                "first_try_right",
                "ever_right",
                "tries",
                "first_try_percent",
                "mean_tries",
            ],
        );
        let mut courses: BTreeMap<u16, Vec<&BTreeMap<u32, Tried>>> = BTreeMap::new();
        for ((course, _), tried) in &self.tried {
            courses.entry(*course).or_default().push(tried);
        }
        for (course, problems) in courses {
            let pairs = || problems.iter().flat_map(|tried| tried.values());
            let learners: BTreeSet<&u32> = problems.iter().flat_map(|tried| tried.keys()).collect();
            let first_right = pairs().filter(|tried| tried.first.given.is_right).count();
            let tries: u64 = pairs().map(|tried| u64::from(tried.tries)).sum();
            let tried = pairs().count();
            table.push([
                Cell::from(&site.courses[usize::from(course)].id),
                Cell::from(problems.len()),
                Cell::from(learners.len()),
                Cell::from(tried),
                Cell::from(first_right),
                Cell::from(pairs().filter(|tried| tried.is_right_once).count()),
                Cell::from(tries),
                Cell::from(100.0 * first_right as f64 / tried as f64),
                Cell::from(tries as f64 / tried as f64),
            ]);
        }
        table
    }
}

/// What somebody gave at a part, first or last.
struct Record {
    time: i64,
    is_first: bool,
    given: u8,
    is_right: bool,
    is_modern: bool,
    seed: u32,
}

fn distribution_of_part(
    table: &mut TrueTable,
    course: &Course,
    problem: &Problem,
    position: usize,
    tried: &BTreeMap<u32, Tried>,
) {
    let part = &problem.parts[position];
    let mut records: Vec<Record> = Vec::with_capacity(tried.len() * 2);
    for (learner, tried) in tried {
        for (is_first, submission) in [(true, tried.first), (false, tried.last)] {
            records.push(Record {
                time: submission.time,
                is_first,
                given: submission.given.answers[position],
                is_right: submission.given.right >> position & 1 == 1,
                is_modern: problem.is_modern(submission.time),
                seed: problem.seed(*learner),
            });
        }
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.time));
    // The latest decides whether the part is counted at all (PF A10).
    if part.ask == Ask::Custom || !records.first().is_some_and(|latest| latest.is_modern) {
        return;
    }
    let has_code = |record: &Record| part.ask.has_codes() && !part.chosen(record.given).is_empty();
    let shows_codes = records.iter().any(|record| record.is_modern && has_code(record));
    // The newest of each answer, and how often it was a first and a last one.
    let mut groups: BTreeMap<(String, u32), (&Record, u64, u64)> = BTreeMap::new();
    for record in &records {
        let variant = if record.is_modern && !problem.is_random() {
            1
        } else {
            record.seed
        };
        let group = groups
            .entry((code(part, record.given), variant))
            .or_insert((record, 0, 0));
        group.1 += u64::from(record.is_first);
        group.2 += u64::from(!record.is_first);
    }
    for (newest, first, last) in groups.values() {
        let has_text = newest.is_modern || !shows_codes;
        let value_id = match shows_codes {
            true if has_code(newest) => code(part, newest.given),
            _ => String::new(),
        };
        let (text, number) = if has_text {
            readable(part, newest.given)
        } else {
            (String::new(), None)
        };
        let variant = (!newest.is_modern || problem.is_random()).then_some(newest.seed);
        table.push([
            Cell::from(&course.id),
            Cell::from(&problem.block.usage),
            Cell::from(problem.input(position)),
            Cell::truth(newest.is_right),
            Cell::from(first),
            Cell::from(last),
            Cell::unless_empty(&value_id),
            Cell::unless_empty(&text),
            or_null(number),
            or_null(variant),
            Cell::from(&problem.block.title),
            or_null(newest.is_modern.then_some(&part.question)),
        ]);
    }
}

/// The answer by its codes where it has some, as one text.
fn code(part: &Part, given: u8) -> String {
    let chosen = part.chosen(given).into_iter();
    match part.ask {
        Ask::OneChoice => format!("choice_{given}"),
        Ask::SomeChoices => {
            let codes: Vec<String> = chosen.map(|choice| format!("choice_{choice}")).collect();
            format!("[{}]", codes.join("|"))
        }
        _ => part.possible[usize::from(given)].plain.clone(),
    }
}

/// The answer as people read it, and the number it is.
fn readable(part: &Part, given: u8) -> (String, Option<f64>) {
    let chosen = part.chosen(given);
    if part.ask == Ask::SomeChoices {
        let texts: Vec<&str> = chosen
            .iter()
            .map(|choice| part.possible[*choice].plain.as_str())
            .collect();
        return (format!("[{}]", texts.join("|")), None);
    }
    let possible = &part.possible[usize::from(given)];
    (possible.plain.clone(), possible.number)
}

/// The answer in the list of responses: several are joined by `|`; what is old gives the code (PF R6, R7).
fn response_text(problem: &Problem, part: &Part, given: u8, time: i64) -> String {
    let text = |choice: &usize| {
        if part.ask.has_codes() && !problem.is_modern(time) {
            return format!("choice_{choice}");
        }
        squeezed(&part.possible[*choice].text)
    };
    part.chosen(given).iter().map(text).collect::<Vec<_>>().join("|")
}

/// Runs of ASCII white space become one blank; nothing is trimmed.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_ascii_whitespace() {
            out.push(character);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// Where a problem stands in the outline (PF R8).
fn location(course: &Course, problem: &Problem) -> String {
    if problem.is_deleted {
        return format!("(Deleted block :) / {}", problem.block.title);
    }
    let unit = &course.units[problem.block.unit];
    [
        &course.title,
        &course.chapters[unit.chapter].title,
        &course.sequentials[unit.sequential].title,
        &unit.title,
        &problem.block.title,
    ]
    .map(String::as_str)
    .join(" / ")
}
