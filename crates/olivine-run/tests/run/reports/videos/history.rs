//! Random player events, and how a tracking log writes them.

use chrono::{DateTime, NaiveDate};
use rand::RngExt;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

/// With three videos a course, a history has some 600 pairs of a person and a video.
const USERS: i64 = 120;
pub const COURSES: i64 = 2;
/// Days of a history.
pub const DAYS: i64 = 5;

/// One event. Times in milliseconds.
#[derive(Debug, Clone)]
pub struct Said {
    pub time: i64,
    pub event_type: &'static str,
    pub user: i64,
    pub course: String,
    pub video: String,
    pub position: Option<f64>,
    pub old_position: Option<f64>,
    pub duration: Option<f64>,
    pub speed: Option<f64>,
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 27).unwrap()
}

pub fn course_id(number: i64) -> String {
    format!("course-v1:Org+C{number}+R")
}

pub fn millis(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * 86_400_000
}

/// What one person does: anything in any order, but mostly what players do.
fn person(rng: &mut ChaCha8Rng, user: i64, found: &mut Vec<Said>) {
    let mut time = millis(first_day()) + 500 * rng.random_range(0..2 * 86_400 * DAYS);
    let mut position = 0.0;
    for _ in 0..rng.random_range(3..30) {
        let pause = *[
            0.0, 0.5, 1.0, 3.0, 10.0, 10.0, 30.0, 30.0, 60.0, 120.0, 1_900.0, 43_200.0,
        ]
        .choose(rng)
        .unwrap();
        time += (pause * 1e3) as i64;
        let course = rng.random_range(0..COURSES);
        let video = format!("v{}", rng.random_range(0..3));
        let event_type = *[
            "play_video",
            "play_video",
            "play_video",
            "pause_video",
            "pause_video",
            "stop_video",
            "seek_video",
            "complete_video",
            "speed_change_video",
            "page_close",
            "load_video",
        ]
        .choose(rng)
        .unwrap();
        let mut anywhere = || f64::from(rng.random_range(0..240_u16)) / 2.0;
        let (one, other) = (anywhere(), anywhere());
        // Half of the time the player is where it can have played to.
        let at = match rng.random_range(0..6) {
            0..3 => position + pause,
            3 => position,
            4 => *[-1.0, 36_000.0, 36_000.5, 4.99, 0.1, 0.25, 99.5].choose(rng).unwrap(),
            _ => one,
        };
        let is_seek = event_type == "seek_video";
        let has_position = matches!(
            event_type,
            "play_video" | "pause_video" | "stop_video" | "complete_video"
        );
        let position_told = (has_position && rng.random_range(0..20) > 0).then_some(at);
        position = if is_seek { other } else { at };
        found.push(Said {
            time,
            event_type,
            user,
            course: course_id(course),
            video,
            position: if is_seek { Some(other) } else { position_told },
            old_position: (is_seek && rng.random_range(0..20) > 0).then_some(at),
            duration: *[
                None,
                None,
                None,
                Some(100.0),
                Some(100.0),
                Some(60.5),
                Some(0.0),
                Some(-7.0),
                Some(40_000.0),
            ]
            .choose(rng)
            .unwrap(),
            speed: (event_type == "speed_change_video").then(|| *[0.5, 1.0, 2.0, 99.0].choose(rng).unwrap()),
        });
    }
}

pub fn history(seed: u64) -> Vec<Said> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut found = Vec::new();
    for user in 1..=USERS {
        person(&mut rng, user, &mut found);
    }
    found
}

pub fn line(said: &Said, number: usize) -> String {
    let mut payload = serde_json::Map::new();
    if said.event_type != "page_close" {
        payload.insert("id".to_owned(), json!(said.video));
    }
    let mut put = |name: &str, value: Option<f64>| {
        if let Some(value) = value {
            // Every other as a text.
            let value: Value = if number.is_multiple_of(2) {
                json!(value)
            } else {
                json!(value.to_string())
            };
            payload.insert(name.to_owned(), value);
        }
    };
    if said.event_type == "seek_video" {
        put("new_time", said.position);
        put("old_time", said.old_position);
    } else {
        put("currentTime", said.position);
    }
    put("duration", said.duration);
    put("new_speed", said.speed);
    let time = DateTime::from_timestamp_millis(said.time).unwrap();
    json!({
        "time": time.format("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string(),
        "event_type": said.event_type,
        "event_source": "browser",
        "context": { "user_id": said.user, "course_id": said.course },
        "event": Value::Object(payload).to_string(),
    })
    .to_string()
}
