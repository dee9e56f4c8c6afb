//! Random histories of a made-up site: who did what, as values for the model and as log lines for the program.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta};
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::reports::delivery;

/// First day of every history: a Friday, so that weeks begin inside of it.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 12, 22).unwrap()
}

/// An enrollment event. `kind` is the last word of its type.
#[derive(Debug, Clone)]
pub struct Move {
    pub time: i64,
    pub kind: &'static str,
    pub course: String,
    pub user: i64,
    pub mode: &'static str,
}

/// Any other event.
#[derive(Debug, Clone)]
pub struct Visit {
    pub time: i64,
    pub source: Option<&'static str>,
    pub event_type: &'static str,
    pub course: Option<String>,
    pub user: Option<i64>,
    pub ip: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct Profile {
    pub gender: Option<&'static str>,
    pub birth_year: Option<i64>,
    pub education: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub struct Grade {
    pub user: i64,
    pub course: String,
    pub letter: Option<&'static str>,
    pub has_passed: bool,
    pub modified: i64,
}

#[derive(Debug, Clone)]
pub struct LmsEnrollment {
    pub user: i64,
    pub course: String,
    pub is_active: bool,
}

/// All that happened on a site.
#[derive(Debug, Clone)]
pub struct History {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub weeks: i64,
    pub moves: Vec<Move>,
    pub visits: Vec<Visit>,
    pub profiles: BTreeMap<i64, Profile>,
    pub grades: Vec<Grade>,
    pub enrollments: Vec<LmsEnrollment>,
}

pub const COUNTRIES: &[(&str, &str)] = &[
    ("81.2.0.0/16", "FR"),
    ("91.5.0.0/16", "DE"),
    ("2a02:a200::/24", "NL"),
    ("203.0.113.0/24", "JP"),
];
const ADDRESSES: &[&str] = &[
    "81.2.0.1",
    "81.2.9.9",
    "91.5.0.1",
    "2a02:a200::5",
    "8.8.8.8",
    "10.0.0.1",
    "no address",
];
const KINDS: &[&str] = &["activated", "activated", "deactivated", "mode_changed"];
const MODES: &[&str] = &["audit", "verified", "honor", "credit", "Vérifié"];
const TYPES: &[&str] = &[
    "problem_check",
    "play_video",
    "edx.forum.thread.created",
    "edx.forum.created",
    "edx.forum.thread.voted",
    "edx.course.enrollment.upgrade",
    "page_close",
    "/dashboard",
];
const SOURCES: &[Option<&str>] = &[Some("server"), Some("browser"), Some("mobile"), Some("task"), None];
/// Few times of day, so that events often meet, and the edges of the day.
const MICROS_OF_DAY: &[i64] = &[0, 1, 36_000_000_000, 36_000_500_000, 36_000_500_001, 86_399_999_999];

/// Days of events: some lie before and after the interval.
const DAYS: i64 = 18;

impl History {
    /// A random history over so many courses.
    pub fn random(rng: &mut ChaCha8Rng, courses: usize) -> Self {
        let from = first_day() + TimeDelta::days(2);
        let to = first_day() + TimeDelta::days(rng.random_range(8..=DAYS - 1));
        let courses: Vec<String> = (0..courses).map(|at| format!("course-v1:Org+C{at}+R")).collect();
        let users = 8;
        let mut history = Self {
            from,
            to,
            weeks: rng.random_range(1..=3),
            moves: Vec::new(),
            visits: Vec::new(),
            profiles: BTreeMap::new(),
            grades: Vec::new(),
            enrollments: Vec::new(),
        };
        for course in &courses {
            for user in 1..=users {
                history.learner(rng, course, user);
            }
        }
        for user in 1..=users - 2 {
            let profile = Profile {
                gender: *[Some("f"), Some("m"), Some("o"), Some(""), None].choose(rng).unwrap(),
                birth_year: *[Some(1990), Some(2001), None].choose(rng).unwrap(),
                education: *[Some("p_se"), Some("p"), Some("none"), Some("?"), Some(""), None]
                    .choose(rng)
                    .unwrap(),
            };
            history.profiles.insert(user, profile);
        }
        history
    }

    fn learner(&mut self, rng: &mut ChaCha8Rng, course: &str, user: i64) {
        // A third of the learners do nothing; the others anything in any order.
        if rng.random_range(0..3) > 0 {
            for _ in 0..rng.random_range(1..=7) {
                self.moves.push(Move {
                    time: time(rng),
                    kind: KINDS.choose(rng).unwrap(),
                    course: course.to_owned(),
                    user,
                    mode: MODES.choose(rng).unwrap(),
                });
            }
        }
        for _ in 0..rng.random_range(0..4) {
            self.visits.push(Visit {
                time: time(rng),
                source: *SOURCES.choose(rng).unwrap(),
                event_type: TYPES.choose(rng).unwrap(),
                course: (rng.random_range(0..5) > 0).then(|| course.to_owned()),
                user: (rng.random_range(0..8) > 0).then_some(user),
                ip: (rng.random_range(0..4) > 0).then(|| *ADDRESSES.choose(rng).unwrap()),
            });
        }
        if rng.random_range(0..2) == 0 {
            self.grades.push(Grade {
                user,
                course: course.to_owned(),
                letter: *[Some("Pass"), Some("Pass"), Some(""), None].choose(rng).unwrap(),
                has_passed: rng.random_range(0..4) > 0,
                modified: time(rng),
            });
        }
        if rng.random_range(0..2) == 0 {
            let is_active = rng.random_range(0..2) == 0;
            self.enrollments.push(LmsEnrollment {
                user,
                course: course.to_owned(),
                is_active,
            });
        }
    }

    /// The log lines, in the order of the lists.
    pub fn lines(&self) -> Vec<String> {
        let moves = self.moves.iter().map(|event| {
            json!({
                "time": written(event.time),
                "event_type": format!("edx.course.enrollment.{}", event.kind),
                "event_source": "server",
                "context": {"user_id": 900, "course_id": "course-v1:Not+This+One"},
                "event": {"user_id": event.user, "course_id": event.course, "mode": event.mode},
            })
        });
        let visits = self.visits.iter().enumerate().map(|(at, event)| {
            let mut line = json!({
                "time": written(event.time),
                "event_type": event.event_type,
                "context": {"user_id": event.user, "course_id": event.course.as_deref().unwrap_or("")},
                "event": {},
                // Two equal visits are two events.
                "session": format!("{at}"),
            });
            if let Some(source) = event.source {
                line["event_source"] = json!(source);
            }
            if let Some(ip) = event.ip {
                line["ip"] = json!(ip);
            }
            line
        });
        moves.chain(visits).map(|line| line.to_string()).collect()
    }

    /// The lines shuffled, some twice, spread over files.
    pub fn files(&self, rng: &mut ChaCha8Rng) -> Vec<Vec<String>> {
        delivery::files(self.lines(), rng)
    }
}

fn time(rng: &mut impl Rng) -> i64 {
    let day = (first_day() - NaiveDate::default()).num_days() + rng.random_range(0..DAYS);
    day * 86_400_000_000 + MICROS_OF_DAY.choose(rng).unwrap()
}

/// A time as the LMS writes it: without a fraction where it has none.
pub fn written(micros: i64) -> String {
    let time = DateTime::from_timestamp_micros(micros).unwrap();
    let form = if micros % 1_000_000 == 0 {
        "%Y-%m-%dT%H:%M:%S+00:00"
    } else {
        "%Y-%m-%dT%H:%M:%S%.6f+00:00"
    };
    time.format(form).to_string()
}
