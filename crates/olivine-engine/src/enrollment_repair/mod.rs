//! What the enrollment events of a person in a course lack to agree with what the LMS says: the backward walk of enrollment
//! validation (`EN 8.3`), free of any query engine. A pure function of a set of items.

use std::cmp::Ordering;

/// What an item of the walk says of an enrollment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// `edx.course.enrollment.activated`
    Activated,
    /// `edx.course.enrollment.deactivated`
    Deactivated,
    /// `edx.course.enrollment.mode_changed`
    ModeChanged,
    /// `edx.course.enrollment.validated`: what the LMS held when its table was copied.
    Validated(Validation),
}

/// A row of the LMS table when it was copied. Times are microseconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Validation {
    /// Whether the person was enrolled.
    pub is_active: bool,
    /// When the enrollment was made, where that is known.
    pub created: Option<i64>,
    /// When copying began.
    pub dump_start: i64,
    /// When copying ended.
    pub dump_end: i64,
}

/// One event, or one row of the LMS table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Microseconds since 1970, UTC.
    pub time: i64,
    /// What it says.
    pub said: Said,
    /// The track.
    pub mode: Box<str>,
}

impl Item {
    /// By time, type and track (`EN 8.3.4`); rows of the LMS table that agree in these, by what else they say.
    fn order(&self, other: &Self) -> Ordering {
        let of_type = |item: &Self| match item.said {
            Said::Activated => 0,
            Said::Deactivated => 1,
            Said::ModeChanged => 2,
            Said::Validated(_) => 3,
        };
        let key = |item: &Self| (item.time, of_type(item));
        let by_mode = || self.mode.cmp(&other.mode);
        key(self)
            .cmp(&key(other))
            .then_with(by_mode)
            .then_with(|| self.said.cmp(&other.said))
    }
}

/// Parameters of the walk (`EN 8.3.1`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repairing {
    /// Start of the interval: events before it are not known.
    pub from: i64,
    /// Whether events may be made that lie before the interval.
    pub generate_before: bool,
    /// Whether changes that change nothing are repaired, too.
    pub include_nonstate_changes: bool,
    /// No event is made at an earlier time on the word of a creation time.
    pub earliest: Option<i64>,
    /// Every enrollment with events before this must have a validation after them.
    pub expected_validation: Option<i64>,
}

/// An event that is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Its time, microseconds since 1970, UTC.
    pub time: i64,
    /// Its full type.
    pub event_type: &'static str,
    /// Its track.
    pub mode: Box<str>,
    /// Between what it was found to lack.
    pub reason: String,
    /// Time of what comes before it; none: nothing does.
    pub after: Option<i64>,
    /// Time of what comes after it.
    pub before: i64,
}

const ACTIVATED: &str = "edx.course.enrollment.activated";
const DEACTIVATED: &str = "edx.course.enrollment.deactivated";
const MODE_CHANGED: &str = "edx.course.enrollment.mode_changed";
/// Track of somebody of whom nothing is known yet.
const FIRST_MODE: &str = "honor";

/// Kind of a place of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Activated,
    Deactivated,
    ModeChanged,
    ValidActive,
    ValidInactive,
    /// A validation that should be there.
    Missing,
    /// Before the first event.
    Start,
}

impl Place {
    fn of(said: &Said) -> Self {
        match said {
            Said::Activated => Self::Activated,
            Said::Deactivated => Self::Deactivated,
            Said::ModeChanged => Self::ModeChanged,
            Said::Validated(validation) if validation.is_active => Self::ValidActive,
            Said::Validated(_) => Self::ValidInactive,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Activated => "activate",
            Self::Deactivated => "deactivate",
            Self::ModeChanged => "mode_change",
            Self::ValidActive => "validate(active)",
            Self::ValidInactive => "validate(inactive)",
            Self::Missing => "missing",
            Self::Start => "start",
        }
    }
}

/// What stands at a place and when.
#[derive(Debug, Clone, Copy)]
struct At {
    place: Place,
    time: i64,
}

/// What is known of the time after the place of the walk (`EN 8.3.5`).
struct Later<'a> {
    /// The next thing that says whether the person is enrolled.
    act: Option<At>,
    /// The track, and the next thing that says so; no track: nothing does.
    mode: Option<&'a str>,
    mode_at: At,
    created: Option<i64>,
}

/// The events that one person's enrollment in one course lacks, latest first. Sorts the items and drops copies.
pub fn repairs(items: &mut Vec<Item>, how: &Repairing) -> Vec<Repair> {
    items.sort_unstable_by(Item::order);
    items.dedup();
    if items.is_empty() {
        return Vec::new();
    }
    items.reverse();
    move_validations(items);
    let mut walk: Vec<(Place, i64, Option<&str>, Option<i64>)> = Vec::with_capacity(items.len() + 1);
    if let Some(expected) = how.expected_validation.filter(|expected| items[0].time < *expected) {
        walk.push((Place::Missing, expected, None, None));
    }
    walk.extend(items.iter().map(|item| {
        let created = match &item.said {
            Said::Validated(validation) => validation.created,
            _ => None,
        };
        (Place::of(&item.said), item.time, Some(&*item.mode), created)
    }));
    let (place, time, mode, created) = walk[0];
    let first = At { place, time };
    let mut later = Later {
        act: (place != Place::ModeChanged).then_some(first),
        mode,
        mode_at: first,
        created,
    };
    let mut found = Vec::new();
    for (place, time, mode, created) in walk.into_iter().skip(1) {
        let here = At { place, time };
        // Only the front may be without a track.
        let mode = mode.unwrap_or_default();
        let made = missing_act(here, mode, &later, how);
        let made_at = made.as_ref().map(|made| made.time);
        found.extend(made);
        found.extend(missing_mode(here, mode, made_at, &later));
        if place != Place::ModeChanged {
            later.act = Some(here);
        }
        later.mode = Some(mode);
        later.mode_at = here;
        later.created = created.or(later.created);
    }
    found.extend(before_all(&later, how));
    found
}

/// A copy of the table takes time: an event within it that says the opposite came after the row was read (`EN 8.3.4` 1).
fn move_validations(items: &mut [Item]) {
    for place in 0..items.len().saturating_sub(1) {
        let (later, earlier) = (&items[place], &items[place + 1]);
        let Said::Validated(validation) = &later.said else {
            continue;
        };
        let is_within = validation.dump_start < earlier.time && earlier.time < validation.dump_end;
        let is_opposite = match earlier.said {
            Said::Activated => !validation.is_active,
            Said::Deactivated => validation.is_active,
            Said::ModeChanged => earlier.mode != later.mode,
            Said::Validated(_) => false,
        };
        if is_within && is_opposite {
            items[place].time = earlier.time - 1;
            items.swap(place, place + 1);
        }
    }
}

/// The change that must have happened between a place and what is later (`EN 8.3.5` a).
fn missing_act(here: At, mode: &str, later: &Later<'_>, how: &Repairing) -> Option<Repair> {
    use Place::{Activated, Deactivated, Missing, ValidActive, ValidInactive};
    let act = later.act?;
    let always = true;
    let (event_type, is_wanted) = match (here.place, act.place) {
        (Activated | ValidActive, Activated) => (DEACTIVATED, how.include_nonstate_changes),
        (Activated | ValidActive, ValidInactive) | (Activated, Missing) => (DEACTIVATED, always),
        (Deactivated | ValidInactive, Deactivated) => (ACTIVATED, how.include_nonstate_changes),
        (Deactivated | ValidInactive, ValidActive) => (ACTIVATED, always),
        (Deactivated, Missing) => (DEACTIVATED, how.include_nonstate_changes),
        _ => return None,
    };
    is_wanted.then(|| Repair {
        time: here.time + 1,
        event_type,
        mode: mode.into(),
        reason: format!("{} => {}", here.place.label(), act.place.label()),
        after: Some(here.time),
        before: act.time,
    })
}

/// The change of track that must have happened (`EN 8.3.5` b). `made_at` is the time of the event made in between.
fn missing_mode(here: At, mode: &str, made_at: Option<i64>, later: &Later<'_>) -> Option<Repair> {
    let wanted = later.mode?;
    if mode == wanted || matches!(later.mode_at.place, Place::ModeChanged | Place::Activated) {
        return None;
    }
    let after = made_at.unwrap_or(here.time);
    Some(Repair {
        time: after + 1,
        event_type: MODE_CHANGED,
        mode: wanted.into(),
        reason: format!(
            "{} => {} ({mode}=>{wanted})",
            here.place.label(),
            later.mode_at.place.label()
        ),
        after: Some(after),
        before: later.mode_at.time,
    })
}

/// What must have happened before the first event (`EN 8.3.5` D and V).
fn before_all(later: &Later<'_>, how: &Repairing) -> Vec<Repair> {
    let Some(act) = later.act else { return Vec::new() };
    let mode = later.mode.unwrap_or(FIRST_MODE);
    let event = |event_type, time, after| Repair {
        time,
        event_type,
        mode: mode.into(),
        reason: format!("{} => {}", Place::Start.label(), act.place.label()),
        after,
        before: act.time,
    };
    let created = later
        .created
        .filter(|created| how.generate_before || *created >= how.from);
    let first = created.map(|created| how.earliest.map_or(created, |earliest| earliest.max(created)));
    match (act.place, first) {
        (Place::Deactivated | Place::ValidActive, Some(time)) => vec![event(ACTIVATED, time, created)],
        (Place::ValidInactive, Some(time)) if how.include_nonstate_changes => {
            vec![event(ACTIVATED, time, created), event(DEACTIVATED, time + 1, created)]
        }
        // Enrolled at some time that nobody knows.
        (Place::Deactivated | Place::ValidActive, None) if how.generate_before && later.created.is_none() => {
            vec![event(ACTIVATED, act.time - 1, None)]
        }
        _ => Vec::new(),
    }
}

/// A time as events write it: with all six digits, without a zone.
pub fn time_text(time: i64) -> Option<String> {
    let time = chrono::DateTime::from_timestamp_micros(time)?;
    Some(time.format("%Y-%m-%dT%H:%M:%S%.6f").to_string())
}

#[cfg(test)]
mod tests;
