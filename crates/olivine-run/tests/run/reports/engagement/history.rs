//! Made-up histories of learners who try problems, watch videos, write and vote, with events that must not count among them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::reports::delivery;

/// One event of a learner. `second` counts from the first day of the history.
#[derive(Debug, Clone)]
pub struct Deed {
    pub second: i64,
    pub course: String,
    pub user: String,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum What {
    Submission {
        problem: String,
        is_right: bool,
    },
    Play {
        video: String,
    },
    Post {
        kind: &'static str,
        topic: String,
    },
    Vote {
        on: &'static str,
        up: bool,
        undone: bool,
        target: Option<String>,
    },
    Subsection {
        path: String,
    },
    Page,
    /// Carries data, and is nothing of the above.
    Other,
    /// Carries no data.
    WithoutPayload,
    /// A submission that a browser says it made.
    BrowserSubmission,
}

/// Change of an enrollment.
#[derive(Debug, Clone)]
pub struct Move {
    pub second: i64,
    pub course: String,
    pub user: i64,
    pub is_on: bool,
    pub mode: &'static str,
}

pub struct History {
    pub start: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub interval_days: i64,
    pub compat_segments: bool,
    pub deeds: Vec<Deed>,
    pub moves: Vec<Move>,
    pub accounts: BTreeMap<i64, String>,
    /// Course, name, members.
    pub groups: Vec<(String, String, Vec<i64>)>,
}

const DAY: i64 = 24 * 60 * 60;

impl History {
    pub fn random(rng: &mut ChaCha8Rng) -> Self {
        let start: NaiveDate = "2024-02-20".parse().unwrap();
        let length = rng.random_range(16..40);
        let to = start + Days::new(length);
        let from = start + Days::new(rng.random_range(0..3));
        let courses: Vec<String> = (0..8)
            .map(|number| format!("course-v1:Harbour+C{number}+2024"))
            .collect();
        let mut history = Self {
            start,
            from,
            to,
            interval_days: *[0, 0, 7, 10].choose(rng).unwrap(),
            compat_segments: rng.random_bool(0.5),
            deeds: Vec::new(),
            moves: Vec::new(),
            accounts: BTreeMap::new(),
            groups: Vec::new(),
        };
        // One day more on both sides: those events do not count.
        let seconds = (length as i64 + 1) * DAY;
        for (number, course) in courses.iter().enumerate() {
            let first = number as i64 * 100 + 1;
            let size = rng.random_range(1..14);
            let people: Vec<(i64, String)> = (first..first + size).map(|id| (id, format!("learner{id}"))).collect();
            for (id, name) in &people {
                history.accounts.insert(*id, name.clone());
                for _ in 0..rng.random_range(0..4) {
                    history.moves.push(Move {
                        second: rng.random_range(-DAY..seconds),
                        course: course.clone(),
                        user: *id,
                        is_on: rng.random_bool(0.7),
                        mode: ["audit", "verified"].choose(rng).unwrap(),
                    });
                }
                let is_quiet = rng.random_bool(0.2);
                for _ in 0..rng.random_range(0..if is_quiet { 2 } else { 30 }) {
                    // Many at the same few seconds, so that ties happen; whole days and their ends.
                    let day = rng.random_range(-1..=length as i64) * DAY;
                    let second = day + *[0, 1, DAY - 1, 3600, 3601].choose(rng).unwrap();
                    let deed = Deed {
                        second,
                        course: course.clone(),
                        user: name.clone(),
                        what: what(rng, course, &people),
                    };
                    history.deeds.push(deed);
                }
            }
            for name in ["West", "East"] {
                let members = people
                    .iter()
                    .map(|(id, _)| *id)
                    .filter(|_| rng.random_bool(0.3))
                    .collect();
                history.groups.push((course.clone(), name.to_owned(), members));
            }
        }
        history
    }

    pub fn day(&self, second: i64) -> NaiveDate {
        self.start + chrono::TimeDelta::days(second.div_euclid(DAY))
    }

    /// The lines in some order, cut into files, some of them twice.
    pub fn files(&self, rng: &mut ChaCha8Rng) -> Vec<Vec<String>> {
        let deeds = self
            .deeds
            .iter()
            .enumerate()
            .map(|(number, deed)| self.line(number, deed));
        let moves = self.moves.iter().map(|step| self.move_line(step));
        let mut lines: Vec<String> = deeds.chain(moves).collect();
        lines.push("noise".to_owned());
        delivery::files(lines, rng)
    }

    fn time(&self, second: i64) -> String {
        let time = self.start.and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::seconds(second);
        format!("{}+00:00", time.format("%Y-%m-%dT%H:%M:%S%.6f"))
    }

    /// `number` keeps equal events apart: copies of a line count once, two submissions in a second are two.
    fn line(&self, number: usize, deed: &Deed) -> String {
        let (source, event_type, event): (&str, String, Value) = match &deed.what {
            What::Submission { problem, is_right } => {
                let success = if *is_right { "correct" } else { "incorrect" };
                (
                    "server",
                    "problem_check".into(),
                    json!({ "problem_id": problem, "success": success }),
                )
            }
            What::BrowserSubmission => ("browser", "problem_check".into(), json!({ "problem_id": "P1" })),
            What::Play { video } => (
                "browser",
                "play_video".into(),
                json!(json!({ "id": video }).to_string()),
            ),
            What::Post { kind, topic } => (
                "server",
                format!("edx.forum.{kind}.created"),
                json!({ "commentable_id": topic }),
            ),
            What::Vote { on, up, undone, target } => (
                "server",
                format!("edx.forum.{on}.voted"),
                json!({
                    "vote_value": if *up { "up" } else { "down" }, "undo_vote": undone, "target_username": target,
                }),
            ),
            What::Subsection { path } => ("server", path.clone(), json!({ "POST": {}, "GET": {} })),
            What::Page => ("browser", "book".into(), json!({ "page": 3 })),
            What::Other => ("browser", "page_close".into(), json!({})),
            What::WithoutPayload => ("browser", "page_close".into(), json!([1])),
        };
        json!({
            "time": self.time(deed.second), "username": deed.user, "event_source": source, "event_type": event_type,
            "event": event, "context": { "course_id": deed.course }, "session": number.to_string(),
        })
        .to_string()
    }

    fn move_line(&self, step: &Move) -> String {
        let name = if step.is_on { "activated" } else { "deactivated" };
        json!({
            "time": self.time(step.second), "event_source": "server", "event_type": format!("edx.course.enrollment.{name}"),
            "event": { "course_id": step.course, "user_id": step.user, "mode": step.mode }, "context": {},
        })
        .to_string()
    }
}

fn what(rng: &mut ChaCha8Rng, course: &str, people: &[(i64, String)]) -> What {
    let kinds = ["thread", "response", "comment"];
    match rng.random_range(0..14) {
        0..=4 => What::Submission {
            problem: format!("P{}", rng.random_range(0..4)),
            is_right: rng.random_bool(0.4),
        },
        5 | 6 => What::Play {
            video: format!("V{}", rng.random_range(0..3)),
        },
        7 | 8 => What::Post {
            kind: kinds.choose(rng).unwrap(),
            topic: format!("T{}", rng.random_range(0..2)),
        },
        9 => What::Vote {
            on: kinds.choose(rng).unwrap(),
            up: rng.random_bool(0.6),
            undone: rng.random_bool(0.3),
            target: rng.random_bool(0.8).then(|| people.choose(rng).unwrap().1.clone()),
        },
        10 => What::Subsection {
            path: format!("/courses/{course}/courseware/ch/seq{}/", rng.random_range(0..3)),
        },
        11 => What::Page,
        12 => What::Other,
        _ => {
            if rng.random_bool(0.5) {
                What::WithoutPayload
            } else {
                What::BrowserSubmission
            }
        }
    }
}
