//! Where learners stand, and who may drop out (`OV-7`, `OV-8`).

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::super::history::{Act, Post, Shown};
use super::{Rows, Site, counted, day_of, percent, some};

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

impl Site<'_> {
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

    pub(super) fn states(&self) -> Rows {
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

    pub(super) fn groups(&self) -> Rows {
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
    pub(super) fn risk(&self) -> Rows {
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
