//! The rules of the report on videos once more (`PF 7`, `OV-31` to `OV-38`), one video and person at a time.

mod usage;
mod watching;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::history::{Said, millis};

pub use usage::usage;
pub use watching::{levels, watching};

/// Accepted events (`PF 7.2`), with the lengths that no video has taken away.
pub fn accepted(said: &[Said], from: NaiveDate, to: NaiveDate) -> Vec<Said> {
    let is_position = |at: f64| (0.0..=36_000.0).contains(&at);
    let mut found = Vec::new();
    for said in said {
        let mut said = said.clone();
        if said.time < millis(from) || said.time >= millis(to) || said.event_type == "load_video" {
            continue;
        }
        if said.event_type == "pause_video" && said.position.is_none() {
            said.position = Some(0.0);
        }
        let fine = match said.event_type {
            "play_video" | "pause_video" | "stop_video" => said.position.is_some_and(is_position),
            "seek_video" => said.position.is_some_and(is_position) && said.old_position.is_some_and(is_position),
            _ => true,
        };
        if !fine {
            continue;
        }
        said.position = said.position.filter(|at| is_position(*at));
        said.duration = said.duration.filter(|length| *length > 0.0 && *length <= 36_000.0);
        if said.event_type == "page_close" {
            said.duration = None;
        }
        found.push(said);
    }
    found
}

/// (course, video) → events.
pub fn by_video(said: &[Said]) -> BTreeMap<(String, String), Vec<&Said>> {
    let mut groups: BTreeMap<(String, String), Vec<&Said>> = BTreeMap::new();
    for said in said.iter().filter(|said| said.event_type != "page_close") {
        groups
            .entry((said.course.clone(), said.video.clone()))
            .or_default()
            .push(said);
    }
    groups
}

fn by_user<'a>(said: &[&'a Said]) -> BTreeMap<i64, Vec<&'a Said>> {
    let mut groups: BTreeMap<i64, Vec<&'a Said>> = BTreeMap::new();
    for said in said {
        groups.entry(said.user).or_default().push(said);
    }
    groups
}
