//! The rules of engagement once more, as slowly and plainly as they are written: no SQL, no facts, every question asked of all events.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use super::history::{Deed, History, What};
use crate::reports::delivery::{Cell, some};

/// Rows of a table; the columns are named beside it.
pub type Rows = (&'static [&'static str], Vec<Vec<Cell>>);

/// A number as the engine writes it.
fn float(value: f64) -> Cell {
    some(if value.is_infinite() {
        "inf".to_owned()
    } else {
        format!("{value:?}")
    })
}

pub fn tables(history: &History) -> BTreeMap<&'static str, Rows> {
    let weeks = weeks(history);
    let bounds = bounds(history, &weeks);
    let segments = segments(history, &weeks, &bounds);
    BTreeMap::from([
        ("module_engagement", module_engagement(history)),
        ("run_engagement_weeks", week_rows(history, &weeks)),
        ("module_engagement_metric_ranges", range_rows(history, &bounds)),
        ("run_engagement_segments", segment_rows(&segments)),
        ("learner_roster", roster(history, &weeks, &segments)),
        ("student_engagement_daily", students(history, "daily")),
        ("student_engagement_weekly", students(history, "weekly")),
        ("student_engagement_all", students(history, "all")),
        ("run_student_engagement_enrolled", enrolled(history)),
    ])
}

/// Entity, id and kind of what counts as engagement with a part of the course (`PF E4`).
fn parts(deed: &Deed) -> Vec<(&'static str, String, &'static str)> {
    match &deed.what {
        What::Submission { problem, is_right } => {
            let mut found = vec![("problem", problem.clone(), "attempted")];
            if *is_right {
                found.push(("problem", problem.clone(), "completed"));
            }
            found
        }
        What::Play { video } => vec![("video", video.clone(), "viewed")],
        What::Post { topic, .. } => vec![("discussion", topic.clone(), "contributed")],
        _ => Vec::new(),
    }
}

fn module_engagement(history: &History) -> Rows {
    let mut counts: BTreeMap<_, i64> = BTreeMap::new();
    for deed in &history.deeds {
        let date = history.day(deed.second);
        for (entity, id, event) in parts(deed) {
            if date >= history.from && date < history.to {
                *counts
                    .entry((&deed.course, &deed.user, date, entity, id, event))
                    .or_default() += 1;
            }
        }
    }
    let row =
        |((course, user, date, entity, id, event), count): ((&String, &String, NaiveDate, &str, String, &str), i64)| {
            vec![
                some(course),
                some(user),
                some(date),
                some(entity),
                some(id),
                some(event),
                some(count),
            ]
        };
    (
        &[
            "course_id",
            "username",
            "date",
            "entity_type",
            "entity_id",
            "event",
            "count",
        ],
        counts.into_iter().map(row).collect(),
    )
}

/// A learner's numbers of the last week, in the order of [`METRICS`], and the days active in it and in the week before.
struct Week {
    metrics: [f64; 6],
    days: usize,
    days_before: usize,
}

const METRICS: [&str; 6] = [
    "problem_attempts",
    "problems_attempted",
    "problems_completed",
    "problem_attempts_per_completed",
    "videos_viewed",
    "discussion_contributions",
];

type Learner = (String, String);

fn weeks(history: &History) -> BTreeMap<Learner, Week> {
    let learners: BTreeSet<Learner> = history
        .deeds
        .iter()
        .map(|deed| (deed.course.clone(), deed.user.clone()))
        .collect();
    let mut found = BTreeMap::new();
    for learner in learners {
        let within = |from: NaiveDate, to: NaiveDate| {
            let own = history
                .deeds
                .iter()
                .filter(|deed| deed.course == learner.0 && deed.user == learner.1);
            let inside = own.filter(move |deed| history.day(deed.second) >= from && history.day(deed.second) < to);
            inside.flat_map(|deed| parts(deed).into_iter().map(|part| (history.day(deed.second), part)))
        };
        let (middle, start) = (history.to - Days::new(7), history.to - Days::new(14));
        let last: Vec<_> = within(middle, history.to).collect();
        let days_before = within(start, middle).map(|(day, _)| day).collect::<BTreeSet<_>>().len();
        let events = |kind: &str| last.iter().filter(|(_, part)| part.2 == kind).count() as f64;
        let different = |kind: &str| {
            let of_kind = last.iter().filter(|(_, part)| part.2 == kind);
            of_kind.map(|(_, part)| &part.1).collect::<BTreeSet<_>>().len() as f64
        };
        let completed = different("completed");
        let ratio = if completed == 0.0 {
            f64::INFINITY
        } else if history.compat_segments {
            // The old pipeline kept it as a text of twelve digits (`PF 8.3`).
            format!("{:.11e}", events("attempted") / completed).parse().unwrap()
        } else {
            events("attempted") / completed
        };
        let week = Week {
            metrics: [
                events("attempted"),
                different("attempted"),
                completed,
                ratio,
                different("viewed"),
                events("contributed"),
            ],
            days: last.iter().map(|(day, _)| *day).collect::<BTreeSet<_>>().len(),
            days_before,
        };
        if week.days + week.days_before > 0 {
            found.insert(learner, week);
        }
    }
    found
}

fn week_rows(history: &History, weeks: &BTreeMap<Learner, Week>) -> Rows {
    let row = |((course, user), week): (&Learner, &Week)| {
        let mut row = vec![some(course), some(user), some(history.to)];
        row.extend(week.metrics.iter().enumerate().map(|(place, value)| match place {
            3 => float(*value),
            _ => some(*value as i64),
        }));
        row.extend([some(week.days), some(week.days_before)]);
        row
    };
    (
        &[
            "course_id",
            "username",
            "end_date",
            "problem_attempts",
            "problems_attempted",
            "problems_completed",
            "problem_attempts_per_completed",
            "videos_viewed",
            "discussion_contributions",
            "days_active",
            "days_active_before",
        ],
        weeks.iter().map(row).collect(),
    )
}

/// Course, metric, range, from, to (`PF 8.4`).
type Bound = (String, usize, &'static str, f64, f64);

fn percentile(history: &History, values: &[f64], percent: f64) -> f64 {
    let h = (percent / 100.0) * (values.len() as f64 - 1.0);
    let below = h as usize;
    let weight = h - below as f64;
    let (low, high) = (values[below], values[(below + 1).min(values.len() - 1)]);
    if low == high && !history.compat_segments {
        return low;
    }
    let found = low * (1.0 - weight) + high * weight;
    if found.is_nan() { f64::INFINITY } else { found }
}

fn bounds(history: &History, weeks: &BTreeMap<Learner, Week>) -> Vec<Bound> {
    let active = || weeks.iter().filter(|(_, week)| week.days > 0);
    let courses: BTreeSet<&String> = active().map(|((course, _), _)| course).collect();
    let mut found = Vec::new();
    for course in courses {
        for metric in 0..METRICS.len() {
            let counts = |week: &Week| metric != 3 || week.metrics[0] > 0.0;
            let mut values: Vec<f64> = active()
                .filter(|((of, _), week)| of == course && counts(week))
                .map(|(_, week)| week.metrics[metric])
                .collect();
            values.sort_by(|one, other| one.partial_cmp(other).unwrap());
            if values.is_empty() {
                found.push((course.clone(), metric, "normal", 0.0, f64::INFINITY));
                continue;
            }
            let (low, high) = (percentile(history, &values, 15.0), percentile(history, &values, 85.0));
            if low > 0.0 {
                found.push((course.clone(), metric, "low", 0.0, low));
            }
            if low == high {
                found.push((course.clone(), metric, "normal", low, f64::INFINITY));
            } else {
                found.push((course.clone(), metric, "normal", low, high));
                found.push((course.clone(), metric, "high", high, f64::INFINITY));
            }
        }
    }
    found
}

fn range_rows(history: &History, bounds: &[Bound]) -> Rows {
    let finite = |value: f64| if value.is_infinite() { None } else { float(value) };
    let row = |(course, metric, kind, low, high): &Bound| {
        vec![
            some(course),
            some(history.to - Days::new(7)),
            some(history.to),
            some(METRICS[*metric]),
            some(kind),
            finite(*low),
            finite(*high),
        ]
    };
    (
        &[
            "course_id",
            "start_date",
            "end_date",
            "metric",
            "range_type",
            "low_value",
            "high_value",
        ],
        bounds.iter().map(row).collect(),
    )
}

/// Who is in a segment, and for which metrics (`PF 8.5`).
type Segments = BTreeMap<(Learner, &'static str), Vec<&'static str>>;

fn segments(history: &History, weeks: &BTreeMap<Learner, Week>, bounds: &[Bound]) -> Segments {
    let mut found = Segments::new();
    for (learner, week) in weeks.iter().filter(|(_, week)| week.days > 0) {
        for (course, metric, kind, low, high) in bounds {
            let value = week.metrics[*metric];
            let is_inside = value >= *low && (value < *high || (value.is_infinite() && value == *high));
            let says_nothing = *metric == 3 && week.metrics[0] == 0.0 && !history.compat_segments;
            if *course != learner.0 || *kind != "high" || *metric == 0 || !is_inside || says_nothing {
                continue;
            }
            let segment = if *metric == 3 { "struggling" } else { "highly_engaged" };
            found
                .entry((learner.clone(), segment))
                .or_default()
                .push(METRICS[*metric]);
        }
    }
    found
}

fn segment_rows(segments: &Segments) -> Rows {
    let row = |(((course, user), segment), reasons): (&(Learner, &str), &Vec<&str>)| {
        let mut reasons = reasons.clone();
        reasons.sort_unstable();
        vec![some(course), some(user), some(segment), some(reasons.join(","))]
    };
    (
        &["course_id", "username", "segment", "reason"],
        segments.iter().map(row).collect(),
    )
}

/// Whether enrolled at the end of a day, and in which track; none before the first event (`EN 3.3`).
fn state(history: &History, course: &str, user: i64, day: NaiveDate) -> Option<(bool, &'static str)> {
    let mut moves: Vec<_> = history
        .moves
        .iter()
        .filter(|step| step.course == course && step.user == user)
        .filter(|step| history.day(step.second) >= history.from && history.day(step.second) <= day)
        .collect();
    moves.sort_by_key(|step| (step.second, !step.is_on, step.mode));
    moves.last().map(|step| (step.is_on, step.mode))
}

fn cohort(history: &History, course: &str, user: i64) -> Option<String> {
    let own = history
        .groups
        .iter()
        .filter(|(of, _, members)| of == course && members.contains(&user));
    own.map(|(_, name, _)| name.clone()).min()
}

fn days(history: &History) -> impl Iterator<Item = NaiveDate> {
    history.from.iter_days().take_while(|day| *day < history.to)
}

fn roster(history: &History, weeks: &BTreeMap<Learner, Week>, segments: &Segments) -> Rows {
    let people: BTreeSet<(&String, i64)> = history.moves.iter().map(|step| (&step.course, step.user)).collect();
    let mut rows = Vec::new();
    for (course, user) in people {
        let Some((is_on, mode)) = state(history, course, user, history.to.pred_opt().unwrap()) else {
            continue;
        };
        // Every seventh has no profile.
        if user % 7 == 0 {
            continue;
        }
        let name = &history.accounts[&user];
        let learner = (course.clone(), name.clone());
        let week = weeks.get(&learner);
        let (days_active, before) = week.map_or((0, 0), |week| (week.days, week.days_before));
        let mut groups = Vec::new();
        if !is_on {
            groups.push("unenrolled");
        }
        match (days_active, before) {
            (0, 0) => groups.push("inactive"),
            (0, _) => groups.push("disengaging"),
            _ => {}
        }
        groups.extend(
            ["highly_engaged", "struggling"]
                .into_iter()
                .filter(|segment| segments.contains_key(&(learner.clone(), segment))),
        );
        let metric = |place: usize| week.map_or(0.0, |week| week.metrics[place]);
        let ratio = week.map(|week| week.metrics[3]).filter(|ratio| ratio.is_finite());
        let first_day = days(history).find(|day| state(history, course, user, *day).is_some_and(|(is_on, _)| is_on));
        let attempts = metric(0) as i64;
        rows.push(vec![
            some(course),
            some(name),
            some(user),
            some(format!("Name {user}")),
            some(mode),
            first_day.and_then(some),
            cohort(history, course, user),
            some(attempts),
            some(metric(4) as i64),
            ratio.and_then(float),
            some(groups.join(",")),
            some(if ratio.is_some() { attempts } else { -attempts }),
            some(format!("name {user}\n{name}\n{name}@x.org")),
        ]);
    }
    (
        &[
            "course_id",
            "username",
            "user_id",
            "name",
            "enrollment_mode",
            "enrollment_date",
            "cohort",
            "problem_attempts",
            "videos_viewed",
            "problem_attempts_per_completed",
            "segments",
            "attempt_ratio_order",
            "search_text",
        ],
        rows,
    )
}

/// What a learner did or received in a period (`PF 9.3`).
#[derive(Default, Clone)]
struct Student {
    days: BTreeSet<NaiveDate>,
    problems: BTreeSet<String>,
    right: BTreeSet<String>,
    videos: BTreeSet<String>,
    attempts: i64,
    posts: [i64; 3],
    given: [i64; 2],
    received: [i64; 2],
    pages: i64,
    last: Option<(i64, String)>,
}

/// Start of the days looked at.
fn first_day(history: &History) -> NaiveDate {
    match u64::try_from(history.interval_days) {
        Ok(days) if days > 0 => history.from.max(history.to - Days::new(days)),
        _ => history.from,
    }
}

fn period(history: &History, interval_type: &str, day: NaiveDate) -> NaiveDate {
    let last = history.to.pred_opt().unwrap();
    match interval_type {
        "daily" => day,
        "all" => last,
        _ => day.iter_days().find(|other| other.weekday() == last.weekday()).unwrap(),
    }
}

fn student_map(history: &History, interval_type: &str) -> BTreeMap<(String, String, NaiveDate), Student> {
    let mut found: BTreeMap<(String, String, NaiveDate), Student> = BTreeMap::new();
    for deed in &history.deeds {
        let day = history.day(deed.second);
        let counts = !matches!(deed.what, What::WithoutPayload | What::BrowserSubmission);
        if !counts || day < first_day(history) || day >= history.to {
            continue;
        }
        let end = period(history, interval_type, day);
        let student = found.entry((deed.course.clone(), deed.user.clone(), end)).or_default();
        student.days.insert(day);
        match &deed.what {
            What::Submission { problem, is_right } => {
                student.attempts += 1;
                student.problems.insert(problem.clone());
                if *is_right {
                    student.right.insert(problem.clone());
                }
            }
            What::Play { video } => {
                student.videos.insert(video.clone());
            }
            What::Post { kind, .. } => {
                let place = ["thread", "response", "comment"].iter().position(|known| known == kind);
                student.posts[place.unwrap()] += 1;
            }
            What::Subsection { path } => {
                student.last = student.last.clone().max(Some((deed.second, path.clone())));
            }
            What::Page => student.pages += 1,
            What::Vote { on, up, undone, target } => {
                let weight = match (*on, undone) {
                    ("comment", _) => 0,
                    (_, true) => -1,
                    (_, false) => 1,
                };
                student.given[usize::from(!*up)] += weight;
                if let Some(target) = target {
                    let other = found.entry((deed.course.clone(), target.clone(), end)).or_default();
                    other.days.insert(day);
                    other.received[usize::from(!*up)] += weight;
                }
            }
            What::Other | What::WithoutPayload | What::BrowserSubmission => {}
        }
    }
    found
}

fn numbers(student: &Student) -> Vec<Cell> {
    let last = student.last.as_ref().map_or("", |(_, path)| path.as_str());
    vec![
        some(student.days.len()),
        some(student.problems.len()),
        some(student.attempts),
        some(student.right.len()),
        some(student.videos.len()),
        some(student.posts[0]),
        some(student.posts[1]),
        some(student.posts[2]),
        some(student.given[0]),
        some(student.given[1]),
        some(student.received[0]),
        some(student.received[1]),
        some(student.pages),
        some(last),
    ]
}

fn students(history: &History, interval_type: &str) -> Rows {
    let row = |((course, user, end), student): ((String, String, NaiveDate), Student)| {
        let mut row = vec![some(end), some(course), some(user)];
        row.extend(numbers(&student));
        row
    };
    (
        &[
            "end_date",
            "course_id",
            "username",
            "days_active",
            "problems_attempted",
            "problem_attempts",
            "problems_correct",
            "videos_played",
            "forum_posts",
            "forum_responses",
            "forum_comments",
            "forum_upvotes_given",
            "forum_downvotes_given",
            "forum_upvotes_received",
            "forum_downvotes_received",
            "textbook_pages_viewed",
            "last_subsection_viewed",
        ],
        student_map(history, interval_type).into_iter().map(row).collect(),
    )
}

fn enrolled(history: &History) -> Rows {
    let people: BTreeSet<(&String, i64)> = history.moves.iter().map(|step| (&step.course, step.user)).collect();
    let last = history.to.pred_opt().unwrap();
    let mut rows = Vec::new();
    for interval_type in ["daily", "weekly", "all"] {
        let known = student_map(history, interval_type);
        for day in days(history).filter(|day| *day >= first_day(history)) {
            let is_end = match interval_type {
                "daily" => true,
                "weekly" => day.weekday() == last.weekday(),
                _ => day == last,
            };
            for (course, user) in people.iter().filter(|_| is_end) {
                if !state(history, course, *user, day).is_some_and(|(is_on, _)| is_on) {
                    continue;
                }
                let name = &history.accounts[user];
                let student = known.get(&((*course).clone(), name.clone(), day));
                let mut row = vec![
                    some(interval_type),
                    some(course),
                    some(day),
                    some(name),
                    some(format!("{name}@x.org")),
                    some(cohort(history, course, *user).unwrap_or_default()),
                ];
                row.extend(numbers(&student.cloned().unwrap_or_default()));
                rows.push(row);
            }
        }
    }
    (
        &[
            "interval_type",
            "course_id",
            "end_date",
            "username",
            "email",
            "cohort",
            "days_active",
            "problems_attempted",
            "problem_attempts",
            "problems_correct",
            "videos_played",
            "forum_posts",
            "forum_responses",
            "forum_comments",
            "forum_upvotes_given",
            "forum_downvotes_given",
            "forum_upvotes_received",
            "forum_downvotes_received",
            "textbook_pages_viewed",
            "last_subsection_viewed",
        ],
        rows,
    )
}
