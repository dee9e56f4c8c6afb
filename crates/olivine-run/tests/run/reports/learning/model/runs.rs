//! Runs of a course compared (`OV-13` to `OV-15`).

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};

use super::super::course::Course;
use super::{Rows, Site, counted, day_of, is_inside, some};

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

impl Site<'_> {
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

    pub(super) fn run_days(&self) -> Rows {
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
    pub(super) fn comparison(&self) -> Rows {
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
