//! The two enrollment state machines (`EN 3.3`, `EN 3.4`), free of any query engine.
//!
//! Both are pure functions of a set of steps: they sort inside, and repeated steps change nothing.

use chrono::NaiveDate;
use olivine_event::time::date_of;

/// What an enrollment event says. The order is that of the names of the events, which decides between events of the same
/// time (`EN 3.3` rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `edx.course.enrollment.activated`
    Activated,
    /// `edx.course.enrollment.deactivated`
    Deactivated,
    /// `edx.course.enrollment.mode_changed`
    ModeChanged,
}

impl Kind {
    /// The kind of an event, by its type; none for other events.
    pub fn of_event_type(event_type: &str) -> Option<Self> {
        match event_type {
            "edx.course.enrollment.activated" => Some(Self::Activated),
            "edx.course.enrollment.deactivated" => Some(Self::Deactivated),
            "edx.course.enrollment.mode_changed" => Some(Self::ModeChanged),
            _ => None,
        }
    }
}

/// One enrollment event of one person in one course. `M` stands for the track: its name, or anything that sorts like it.
/// Steps sort by time, kind and track (`EN 3.3` rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step<M> {
    /// Microseconds since 1970, UTC.
    pub time: i64,
    /// What happened.
    pub kind: Kind,
    /// The track named by the event.
    pub mode: M,
}

/// Days in a row with the same state at their end: the daily rows of `EN 3.3` without the repetitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<M> {
    /// Its first day, one with events.
    pub date: NaiveDate,
    /// The day after its last; none: it has not ended.
    pub until: Option<NaiveDate>,
    /// Whether it is the person's first in the course.
    pub is_first: bool,
    /// Whether the person is enrolled at the end of these days.
    pub at_end: bool,
    /// `at_end` less that of the stretch before (`EN 3.3` rule 4): −1, 0 or 1.
    pub change: i8,
    /// Track of the last event, whatever event it was.
    pub mode: M,
}

/// A person's way through a course (`EN 3.4`). Times are microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary<M> {
    /// Track of the last event that changed something.
    pub current_mode: M,
    /// Whether enrolled after the last event.
    pub is_active: bool,
    /// Track of the first enrollment.
    pub first_mode: M,
    /// Time of the first enrollment.
    pub first_time: i64,
    /// Time of the last unenrollment; kept when the person enrolls again.
    pub last_unenrollment_time: Option<i64>,
    /// When the person first was in the track `verified`.
    pub first_verified_time: Option<i64>,
    /// When the person first was in the track `credit`.
    pub first_credit_time: Option<i64>,
}

/// The stretches of one person in one course, in order of their days (`EN 3.3`). Sorts the steps.
pub fn stretches<M: Copy + Ord>(steps: &mut [Step<M>]) -> Vec<Stretch<M>> {
    steps.sort_unstable();
    let mut found: Vec<Stretch<M>> = Vec::new();
    let mut enrolled = false;
    for (place, step) in steps.iter().enumerate() {
        match step.kind {
            Kind::Activated => enrolled = true,
            Kind::Deactivated => enrolled = false,
            Kind::ModeChanged => {}
        }
        let Some(day) = date_of(step.time) else { continue };
        let day_goes_on = steps.get(place + 1).is_some_and(|next| date_of(next.time) == Some(day));
        if !day_goes_on {
            close_day(&mut found, day, enrolled, step.mode);
        }
    }
    found
}

/// Takes the state at the end of a day with events into the stretches.
fn close_day<M: Copy + Ord>(found: &mut Vec<Stretch<M>>, day: NaiveDate, at_end: bool, mode: M) {
    let was_enrolled = found.last().is_some_and(|stretch| stretch.at_end);
    if let Some(before) = found.last_mut() {
        if before.at_end == at_end && before.mode == mode {
            return;
        }
        before.until = Some(day);
    }
    found.push(Stretch {
        date: day,
        until: None,
        is_first: found.is_empty(),
        at_end,
        change: i8::from(at_end) - i8::from(was_enrolled),
        mode,
    });
}

/// The summary of one person in one course; none for a person who never enrolled (`EN 3.4`). Sorts the steps. `verified`
/// and `credit` are those tracks, where they occur.
pub fn summary<M: Copy + Ord>(steps: &mut [Step<M>], verified: Option<M>, credit: Option<M>) -> Option<Summary<M>> {
    steps.sort_unstable();
    let mut found: Option<Summary<M>> = None;
    for step in steps.iter() {
        let was_active = found.is_some_and(|summary| summary.is_active);
        match (step.kind, was_active) {
            (Kind::Deactivated, true) => {
                if let Some(summary) = &mut found {
                    summary.is_active = false;
                    summary.last_unenrollment_time = Some(step.time);
                }
            }
            (Kind::Activated, false) | (Kind::ModeChanged, true) => {
                let summary = found.get_or_insert(Summary {
                    current_mode: step.mode,
                    is_active: true,
                    first_mode: step.mode,
                    first_time: step.time,
                    last_unenrollment_time: None,
                    first_verified_time: None,
                    first_credit_time: None,
                });
                summary.is_active = true;
                summary.current_mode = step.mode;
                if Some(step.mode) == verified {
                    summary.first_verified_time.get_or_insert(step.time);
                }
                if Some(step.mode) == credit {
                    summary.first_credit_time.get_or_insert(step.time);
                }
            }
            (Kind::Activated, true) | (Kind::Deactivated | Kind::ModeChanged, false) => {}
        }
    }
    found
}
