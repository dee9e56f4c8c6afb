//! The rules `OV-1` to `OV-15` once more, as slowly and plainly as they are written: no SQL, no facts by day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta};

use super::Rows;
use super::course::{Block, Course, Page};
use super::history::{Act, History, Post, Shown};

type Cell = Option<String>;

fn some(value: impl ToString) -> Cell {
    Some(value.to_string())
}

fn day_of(time: i64) -> NaiveDate {
    DateTime::from_timestamp_micros(time).unwrap().date_naive()
}

fn percent(part: i64, whole: i64) -> Cell {
    (whole > 0).then(|| (100.0 * part as f64 / whole as f64).to_string())
}

/// All result tables of a history, by name.
pub fn tables(history: &History) -> BTreeMap<&'static str, Rows> {
    let site = Site::of(history);
    BTreeMap::from([
        ("run_page_visits", site.page_visits()),
        ("completion_levels", site.levels()),
        ("completion_pages", site.pages()),
        ("completion_bands", site.bands()),
        ("run_problem_tries", site.tries()),
        ("problem_first_try", site.first_try()),
        ("problem_try_counts", site.try_counts()),
        ("course_first_try", site.course_first_try()),
        ("run_learner_state", site.states()),
        ("learner_groups", site.groups()),
        ("learner_risk", site.risk()),
        ("forum_daily", site.forum(|day| Some((day, None)))),
        ("forum_weekly", site.forum_weekly()),
        ("forum_topics", site.forum_topics()),
        ("course_run_days", site.run_days()),
        ("course_run_comparison", site.comparison()),
    ])
}

struct Site<'a> {
    history: &'a History,
    /// People enrolled at the end, by course.
    enrolled: Vec<BTreeSet<i64>>,
    /// Visited pages by course and person.
    visited: BTreeMap<(usize, i64), BTreeSet<&'a str>>,
}

/// A course run on a day (`OV-14`).
struct RunDay {
    course: usize,
    number: i64,
    date: NaiveDate,
    enrolled: i64,
    ever_enrolled: i64,
    active: i64,
    ever_active: i64,
}

/// How the tries of a person at a problem went.
struct Tries {
    count: i64,
    right: i64,
    first_is_right: bool,
    until_right: Option<i64>,
    last: NaiveDate,
}

#[derive(Clone)]
struct State {
    course: usize,
    user: i64,
    group: &'static str,
    last_visit: Option<NaiveDate>,
    away: Option<i64>,
    away_points: i64,
    lately: i64,
    before: i64,
    tries_lately: i64,
    right_lately: i64,
    tries_before: i64,
    right_before: i64,
    grade: Option<i64>,
    left: Option<i64>,
}

impl<'a> Site<'a> {
    fn of(history: &'a History) -> Self {
        let mut enrolled = vec![BTreeSet::new(); history.courses.len()];
        let mut moves: Vec<_> = history
            .moves
            .iter()
            .filter(|event| is_inside(history, event.time))
            .collect();
        moves.sort_by_key(|event| event.time);
        for event in moves {
            if event.enrolls {
                enrolled[event.course].insert(event.user);
            } else {
                enrolled[event.course].remove(&event.user);
            }
        }
        let mut visited: BTreeMap<(usize, i64), BTreeSet<&str>> = BTreeMap::new();
        for act in counted(history) {
            let course = &history.courses[act.course];
            for shown in &act.shown {
                if let Some(page) = page_of(course, shown) {
                    visited
                        .entry((act.course, act.user))
                        .or_default()
                        .insert(&page.page.key);
                }
            }
        }
        Self {
            history,
            enrolled,
            visited,
        }
    }

    fn id(&self, course: usize) -> &str {
        &self.history.courses[course].id
    }

    fn page_visits(&self) -> Rows {
        let mut rows = Vec::new();
        for ((course, user), pages) in &self.visited {
            rows.extend(
                pages
                    .iter()
                    .map(|page| vec![some(self.id(*course)), some(user), some(page)]),
            );
        }
        (&["course_id", "user_id", "page_id"], rows)
    }

    fn has_visited(&self, course: usize, user: i64, page: &Page<'_>) -> bool {
        self.visited
            .get(&(course, user))
            .is_some_and(|pages| pages.contains(page.page.key.as_str()))
    }

    fn levels(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let pages = course.pages();
            let mut add =
                |level: &str, key: &str, section: Cell, subsection: Cell, sort_idx: usize, pages: &[Page<'_>]| {
                    if pages.is_empty() {
                        return;
                    }
                    let (mut none, mut partly, mut all, mut sum) = (0, 0, 0, 0);
                    for user in &self.enrolled[at] {
                        let seen = pages.iter().filter(|page| self.has_visited(at, *user, page)).count();
                        sum += seen as i64;
                        match seen {
                            0 => none += 1,
                            seen if seen == pages.len() => all += 1,
                            _ => partly += 1,
                        }
                    }
                    let enrolled = self.enrolled[at].len() as i64;
                    rows.push(vec![
                        some(&course.id),
                        some(level),
                        some(key),
                        section,
                        subsection,
                        some(sort_idx),
                        some(pages.len()),
                        some(enrolled),
                        some(none),
                        some(partly),
                        some(all),
                        percent(sum, enrolled * pages.len() as i64),
                    ]);
                };
            add("course", "", None, None, 0, &pages);
            for section in &course.root.children {
                let of: Vec<Page<'_>> = pages
                    .iter()
                    .filter(|page| page.section.key == section.key)
                    .copied()
                    .collect();
                add("section", &section.key, title(section), None, section.sort_idx, &of);
                for subsection in &section.children {
                    let of: Vec<Page<'_>> = pages
                        .iter()
                        .filter(|page| page.subsection.key == subsection.key)
                        .copied()
                        .collect();
                    let idx = subsection.sort_idx;
                    add(
                        "subsection",
                        &subsection.key,
                        title(section),
                        title(subsection),
                        idx,
                        &of,
                    );
                }
            }
        }
        (
            &[
                "course_id",
                "level",
                "block_id",
                "section",
                "subsection",
                "sort_idx",
                "pages",
                "enrolled",
                "visited_none",
                "visited_some",
                "visited_all",
                "visited_percent",
            ],
            rows,
        )
    }

    fn pages(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            for (number, page) in course.pages().iter().enumerate() {
                let learners = self.enrolled[at]
                    .iter()
                    .filter(|user| self.has_visited(at, **user, page))
                    .count();
                rows.push(vec![
                    some(&course.id),
                    some(&page.page.key),
                    some(number + 1),
                    title(page.page),
                    some(learners),
                    percent(learners as i64, self.enrolled[at].len() as i64),
                ]);
            }
        }
        (
            &["course_id", "page_id", "number", "page", "learners", "reach_percent"],
            rows,
        )
    }

    fn bands(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let pages = course.pages();
            if pages.is_empty() || self.enrolled[at].is_empty() {
                continue;
            }
            for band in (0..=100).step_by(10) {
                let is_in = |user: &&i64| {
                    let seen = pages.iter().filter(|page| self.has_visited(at, **user, page)).count();
                    (seen as f64 * 10.0 / pages.len() as f64).ceil() as i64 * 10 == band
                };
                let learners = self.enrolled[at].iter().filter(is_in).count();
                rows.push(vec![some(&course.id), some(band), some(learners)]);
            }
        }
        (&["course_id", "up_to_percent", "learners"], rows)
    }

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

    fn tries(&self) -> Rows {
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

    fn first_try(&self) -> Rows {
        let mut problems: BTreeMap<(usize, &str), Vec<Tries>> = BTreeMap::new();
        for ((course, problem, _), tries) in self.tried() {
            problems.entry((course, problem)).or_default().push(tries);
        }
        let rows = problems.into_iter().map(|((course, problem), learners)| {
            let count = learners.len() as i64;
            let first = learners.iter().filter(|tries| tries.first_is_right).count() as i64;
            let until: Vec<i64> = learners.iter().filter_map(|tries| tries.until_right).collect();
            let tries: i64 = learners.iter().map(|tries| tries.count).sum();
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
                percent(first, count),
                percent(until.len() as i64, count),
                some(tries as f64 / count as f64),
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
                "first_try_percent",
                "right_percent",
                "mean_tries",
                "mean_tries_until_right",
            ],
            rows.collect(),
        )
    }

    fn try_counts(&self) -> Rows {
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

    fn course_first_try(&self) -> Rows {
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

    /// `OV-7`.
    fn state(&self) -> Vec<State> {
        let history = self.history;
        let last = history.to - TimeDelta::days(1);
        let mut states = Vec::new();
        for (course, people) in self.enrolled.iter().enumerate() {
            for user in people {
                let acts: Vec<&Act> = counted(history)
                    .filter(|act| act.course == course && act.user == *user)
                    .collect();
                let days: BTreeSet<NaiveDate> = acts.iter().map(|act| day_of(act.time)).collect();
                let last_visit = days.last().copied();
                let within = |from: i64, to: i64| {
                    let in_window = |day: &&NaiveDate| {
                        **day >= history.to - TimeDelta::days(from) && **day < history.to - TimeDelta::days(to)
                    };
                    days.iter().filter(in_window).count() as i64
                };
                let tries = |is_late: bool, only_right: bool| {
                    let counts = |act: &&&Act| {
                        let late = day_of(act.time) >= history.to - TimeDelta::days(28);
                        let tried = act.tried.as_ref();
                        late == is_late && tried.is_some_and(|tried| tried.is_right || !only_right)
                    };
                    acts.iter().filter(counts).count() as i64
                };
                let did_more = acts.iter().any(|act| {
                    let is_place = |shown: &Shown| !matches!(shown, Shown::Nothing);
                    let wrote = act
                        .posted
                        .is_some_and(|(post, _)| matches!(post, Post::Thread | Post::Response | Post::Comment));
                    act.shown.iter().any(is_place) || act.tried.is_some() || act.played || wrote
                });
                let grade = history
                    .grades
                    .iter()
                    .find(|grade| grade.course == course && grade.user == *user);
                let has_passed = grade
                    .filter(|grade| grade.letter.is_some_and(|letter| !letter.is_empty()))
                    .and_then(|grade| grade.passed)
                    .is_some_and(|passed| day_of(passed) < history.to);
                let (start, end) = history.dates[course].unwrap_or_default();
                let is_running = start.is_none_or(|start| start <= last) && end.is_none_or(|end| end >= last);
                let away = last_visit.map(|day| (last - day).num_days());
                let group = match away {
                    _ if has_passed => "passed",
                    Some(away) if away < history.away_days => "active",
                    Some(_) if is_running && did_more => "at_risk",
                    _ => "other",
                };
                states.push(State {
                    course,
                    user: *user,
                    group,
                    last_visit,
                    away,
                    away_points: match away {
                        Some(away) if away >= 4 * history.away_days => 3,
                        Some(away) if away >= 2 * history.away_days => 2,
                        _ => 1,
                    },
                    lately: within(28, 0),
                    before: within(56, 28),
                    tries_lately: tries(true, false),
                    right_lately: tries(true, true),
                    tries_before: tries(false, false),
                    right_before: tries(false, true),
                    grade: grade.and_then(|grade| grade.percent),
                    left: end.map(|end| (end - last).num_days()).filter(|left| *left >= 0),
                });
            }
        }
        states
    }

    fn states(&self) -> Rows {
        let rows = self.state().into_iter().map(|state| {
            vec![
                some(self.id(state.course)),
                some(state.user),
                some(state.group),
                state.last_visit.and_then(some),
                state.away.and_then(some),
                some(state.away_points),
                some(state.lately),
                some(state.before),
                some(state.tries_lately),
                some(state.right_lately),
                some(state.tries_before),
                some(state.right_before),
                state.grade.and_then(some),
                state.left.and_then(some),
            ]
        });
        (
            &[
                "course_id",
                "user_id",
                "learner_group",
                "last_visit",
                "days_away",
                "away_points",
                "days_lately",
                "days_before",
                "tries_lately",
                "right_lately",
                "tries_before",
                "right_before",
                "grade_percent",
                "days_left",
            ],
            rows.collect(),
        )
    }

    fn groups(&self) -> Rows {
        let states = self.state();
        let mut rows = Vec::new();
        for (course, people) in self
            .enrolled
            .iter()
            .enumerate()
            .filter(|(_, people)| !people.is_empty())
        {
            for group in ["active", "at_risk", "passed", "other"] {
                let count = states
                    .iter()
                    .filter(|state| state.course == course && state.group == group)
                    .count() as i64;
                rows.push(vec![
                    some(self.id(course)),
                    some(group),
                    some(count),
                    percent(count, people.len() as i64),
                ]);
            }
        }
        (&["course_id", "learner_group", "learners", "percent"], rows)
    }

    /// `OV-8`.
    fn risk(&self) -> Rows {
        let mut rows = Vec::new();
        for (course, _) in self.enrolled.iter().enumerate() {
            let mut people: Vec<(i64, String, State)> = self
                .state()
                .into_iter()
                .filter(|state| state.course == course && state.group == "at_risk")
                .map(|state| {
                    let reasons = reasons(&state);
                    let codes: Vec<&str> = reasons.iter().map(|(code, _)| *code).collect();
                    (reasons.iter().map(|(_, points)| points).sum(), codes.join(","), state)
                })
                .collect();
            people.sort_by_key(|(points, _, state)| (-points, state.away, state.user));
            for (at, (points, codes, state)) in people.into_iter().enumerate() {
                rows.push(vec![
                    some(self.id(course)),
                    some(state.user),
                    some(at + 1),
                    some(points),
                    some(codes),
                    state.last_visit.and_then(some),
                    state.left.and_then(some),
                    some(state.lately),
                    some(state.right_before),
                ]);
            }
        }
        (
            &[
                "course_id",
                "user_id",
                "number",
                "score",
                "reasons",
                "last_visit",
                "days_left",
                "days_lately",
                "right_before",
            ],
            rows,
        )
    }

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

    fn forum(&self, key: impl Fn(NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)>) -> Rows {
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

    fn forum_weekly(&self) -> Rows {
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

    fn forum_topics(&self) -> Rows {
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

    fn day_zero(&self, course: usize) -> Option<(NaiveDate, &'static str)> {
        let first = self
            .history
            .moves
            .iter()
            .filter(|event| event.course == course && is_inside(self.history, event.time))
            .map(|event| day_of(event.time))
            .min()?;
        let start = self.history.dates[course].and_then(|(start, _)| start);
        Some(start.map_or((first, "first enrollment"), |start| (start, "start")))
    }

    /// `OV-14`.
    fn days(&self) -> Vec<RunDay> {
        let history = self.history;
        let mut days = Vec::new();
        for course in 0..history.courses.len() {
            let mut moves: Vec<_> = history
                .moves
                .iter()
                .filter(|event| event.course == course && is_inside(history, event.time))
                .collect();
            moves.sort_by_key(|event| event.time);
            let Some((day_zero, _)) = self.day_zero(course) else {
                continue;
            };
            let first = day_of(moves[0].time);
            for date in first.iter_days().take_while(|date| *date < history.to) {
                let (mut enrolled, mut ever) = (BTreeSet::new(), BTreeSet::new());
                for event in moves.iter().filter(|event| day_of(event.time) <= date) {
                    ever.insert(event.user);
                    if event.enrolls {
                        enrolled.insert(event.user);
                    } else {
                        enrolled.remove(&event.user);
                    }
                }
                let active = |counts: &dyn Fn(NaiveDate) -> bool| {
                    let of = counted(history).filter(|act| act.course == course && counts(day_of(act.time)));
                    of.map(|act| act.user).collect::<BTreeSet<_>>().len() as i64
                };
                days.push(RunDay {
                    course,
                    number: (date - day_zero).num_days(),
                    date,
                    enrolled: enrolled.len() as i64,
                    ever_enrolled: ever.len() as i64,
                    active: active(&|day| day == date),
                    ever_active: active(&|day| day <= date),
                });
            }
        }
        days
    }

    fn run_days(&self) -> Rows {
        let rows = self.days().into_iter().map(|day| {
            vec![
                some(Course::catalog_course(day.course)),
                some(self.id(day.course)),
                some(day.number),
                some(day.date),
                some(day.enrolled),
                some(day.ever_enrolled),
                some(day.active),
                some(day.ever_active),
            ]
        });
        (
            &[
                "catalog_course",
                "course_id",
                "day_number",
                "date",
                "enrolled",
                "ever_enrolled",
                "active",
                "ever_active",
            ],
            rows.collect(),
        )
    }

    /// `OV-15`.
    fn comparison(&self) -> Rows {
        let days = self.days();
        let last = self.history.to - TimeDelta::days(1);
        let mut rows = Vec::new();
        for course in 0..self.history.courses.len() {
            let Some((day_zero, counted_from)) = self.day_zero(course) else {
                continue;
            };
            let of = |course: usize| days.iter().filter(move |day| day.course == course);
            let on_last_day = |course: usize| of(course).find(|day| day.date == last);
            let pair = [course / 2 * 2, course / 2 * 2 + 1];
            let age = pair
                .iter()
                .filter_map(|run| on_last_day(*run))
                .map(|day| day.number)
                .filter(|number| *number >= 0)
                .min();
            let today = on_last_day(course).unwrap();
            let then = age.and_then(|age| of(course).find(|day| day.number == age));
            let week = self.history.to - TimeDelta::days(7);
            let active: BTreeSet<i64> = counted(self.history)
                .filter(|act| act.course == course && day_of(act.time) >= week)
                .map(|act| act.user)
                .collect();
            let grades = self.history.grades.iter().filter(|grade| grade.course == course);
            let grades: Vec<i64> = grades.filter_map(|grade| grade.percent).collect();
            rows.push(vec![
                some(Course::catalog_course(course)),
                some(self.id(course)),
                some(pair.iter().filter(|run| on_last_day(**run).is_some()).count()),
                some(day_zero),
                some(counted_from),
                some(today.number),
                some(today.enrolled),
                some(today.ever_enrolled),
                some(today.ever_active),
                some(active.len()),
                (!grades.is_empty()).then(|| (grades.iter().sum::<i64>() as f64 / grades.len() as f64).to_string()),
                age.and_then(some),
                then.and_then(|day| some(day.enrolled)),
                then.and_then(|day| some(day.ever_enrolled)),
                then.and_then(|day| some(day.ever_active)),
            ]);
        }
        (
            &[
                "catalog_course",
                "course_id",
                "runs",
                "day_zero",
                "counted_from",
                "day_number",
                "enrolled",
                "ever_enrolled",
                "ever_active",
                "active_last_week",
                "mean_grade_percent",
                "same_day_number",
                "same_day_enrolled",
                "same_day_ever_enrolled",
                "same_day_ever_active",
            ],
            rows,
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

fn reasons(state: &State) -> Vec<(&'static str, i64)> {
    let tries = state.tries_lately + state.tries_before;
    let right = state.right_lately + state.right_before;
    let share = |right: i64, tries: i64| right as f64 / tries as f64;
    let fell = state.tries_lately >= 3
        && state.tries_before >= 3
        // A rounding error away from 20 points is 20 points.
        && share(state.right_before, state.tries_before) - share(state.right_lately, state.tries_lately) > 0.2 - 1e-9;
    let deadline = match state.left {
        Some(0..=7) => 2,
        Some(8..=28) => 1,
        _ => 0,
    };
    let all = [
        ("away", state.away_points),
        ("deadline", deadline),
        ("activity", i64::from(state.lately * 2 < state.before)),
        ("trend", i64::from(fell)),
        ("answers", i64::from(tries >= 5 && right * 2 < tries)),
        ("grade", i64::from(state.grade.is_some_and(|grade| grade < 50))),
    ];
    all.into_iter().filter(|(_, points)| *points > 0).collect()
}

fn is_inside(history: &History, time: i64) -> bool {
    day_of(time) >= history.from && day_of(time) < history.to
}

/// Acts that count at all.
fn counted(history: &History) -> impl Iterator<Item = &Act> {
    history
        .acts
        .iter()
        .filter(|act| !act.by_worker && is_inside(history, act.time))
}

/// `OV-3`: the page that a place shows.
fn page_of<'a>(course: &'a Course, shown: &Shown) -> Option<Page<'a>> {
    let pages = course.pages();
    match shown {
        Shown::Nothing => None,
        Shown::At(subsection, position) => pages
            .into_iter()
            .find(|page| page.subsection.key == *subsection && page.position == *position),
        Shown::Block(key) => {
            let below = |page: &&Page<'_>| page.page.all().iter().any(|block| block.key == *key);
            if let Some(page) = pages.iter().find(below) {
                return Some(*page);
            }
            let of: Vec<Page<'_>> = pages.into_iter().filter(|page| page.subsection.key == *key).collect();
            match of[..] {
                [only] => Some(only),
                _ => None,
            }
        }
    }
}

fn title(block: &Block) -> Cell {
    some(format!("Title of {}", block.name))
}
