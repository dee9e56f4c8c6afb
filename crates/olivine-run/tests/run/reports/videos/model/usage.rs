//! Viewings, and which parts of a video they show (`PF 7.3`, `PF 7.5`).

use std::collections::{BTreeMap, BTreeSet};

use super::by_user;
use crate::reports::delivery::{Cell, some};
use crate::reports::videos::history::Said;

const DROPOFF: f64 = 0.05;

/// `PF 7.3`, rule by rule. (start, end, length).
fn viewings(events: &[&Said]) -> Vec<(f64, f64, f64)> {
    let mut events: Vec<&Said> = events
        .iter()
        .filter(|said| {
            matches!(
                said.event_type,
                "play_video" | "pause_video" | "stop_video" | "seek_video"
            )
        })
        .copied()
        .collect();
    events.sort_by(|one, other| {
        let key = |said: &Said| (said.time, said.event_type);
        let rest = |said: &Said| {
            let number = |value: Option<f64>| value.unwrap_or(-1.0);
            [number(said.position), number(said.old_position), number(said.duration)]
        };
        key(one)
            .cmp(&key(other))
            .then(rest(one).partial_cmp(&rest(other)).unwrap())
    });
    let mut viewing: Option<(f64, f64)> = None;
    let mut last_end: Option<&Said> = None;
    let mut found = Vec::new();
    for event in events {
        if event.event_type == "play_video" {
            let own = event.position.unwrap();
            let start = match last_end {
                Some(end) if end.event_type == "seek_video" => end.position.unwrap(),
                _ => own,
            };
            viewing = Some((start, event.duration.unwrap_or(-1.0)));
            last_end = None;
            continue;
        }
        let Some((start, duration)) = viewing else { continue };
        let end = if event.event_type == "seek_video" {
            event.old_position
        } else {
            event.position
        }
        .unwrap();
        viewing = None;
        last_end = Some(event);
        let beyond = duration != -1.0 && end > duration + 1.0;
        if !(beyond || end < start || end - start < 0.25) {
            found.push((start, end, duration));
        }
    }
    found
}

/// `PF 7.5`: rows of `video` and of `video_timeline`, and the length.
pub fn usage(course: &str, video: &str, events: &[&Said]) -> Option<(Vec<Cell>, Vec<Vec<Cell>>, i64)> {
    let mut all: Vec<(i64, (f64, f64, f64))> = Vec::new();
    for (user, events) in by_user(events) {
        all.extend(viewings(&events).into_iter().map(|viewing| (user, viewing)));
    }
    if all.is_empty() {
        return None;
    }
    let mut duration = all.iter().map(|(_, viewing)| viewing.2).fold(f64::MIN, f64::max);
    let is_unknown = all.iter().any(|(_, viewing)| viewing.2 == -1.0);
    let mut segments: BTreeMap<i64, (BTreeSet<i64>, i64)> = BTreeMap::new();
    for (user, (start, end, _)) in &all {
        for segment in (*start as i64 / 5)..=(*end as i64 / 5) {
            let entry = segments.entry(segment).or_default();
            entry.0.insert(*user);
            entry.1 += 1;
        }
    }
    let mut last = duration as i64 / 5;
    if is_unknown {
        let numbers: Vec<(i64, usize)> = segments
            .iter()
            .map(|(segment, (users, _))| (*segment, users.len()))
            .collect();
        last = numbers.last().unwrap().0;
        for at in (0..numbers.len() - 1).rev() {
            if numbers[at + 1].1 as f64 <= numbers[at].1 as f64 * DROPOFF {
                last = numbers[at].0;
                break;
            }
        }
        duration = ((last + 1) * 5 - 1) as f64;
    }
    let users_at = |segment: i64| segments.get(&segment).map_or(0, |(users, _)| users.len());
    let near_end = (duration - 30.0).max(0.95 * duration) as i64 / 5;
    let id = format!("{course}|{video}");
    let mut rows = Vec::new();
    let mut views = 0;
    for (segment, (users, of_segment)) in &segments {
        rows.push(vec![some(&id), some(segment), some(users.len()), some(of_segment)]);
        views += of_segment;
        if *segment == last {
            break;
        }
    }
    let row = vec![
        some(&id),
        some(course),
        some(video),
        some(duration as i64),
        some(5),
        some(users_at(0)),
        some(users_at(near_end)),
        some(views * 5),
    ];
    Some((row, rows, duration as i64))
}
