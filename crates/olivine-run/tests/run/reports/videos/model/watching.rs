//! What people watched (`OV-32` to `OV-38`), millisecond by millisecond.

use std::collections::{BTreeMap, BTreeSet};

use super::{by_user, by_video};
use crate::reports::delivery::{Cell, some};
use crate::reports::videos::course::{SECTIONS, Section};
use crate::reports::videos::history::Said;

const COMPLETION: f64 = 0.95;

/// A stretch of the model: milliseconds from and to, and by the clock.
#[derive(Debug, Clone, Copy)]
struct Piece {
    begin: i64,
    end: i64,
    spent: i64,
}

/// Milliseconds of video between two times, and the slowest speed, by the speeds a person chose: (time, speed).
fn playable(speeds: &[(i64, f64)], from: i64, to: i64) -> (i64, f64) {
    let speed_at = |time: i64| {
        speeds
            .iter()
            .rfind(|(since, _)| *since <= time)
            .map_or(1.0, |(_, speed)| *speed)
    };
    let mut edges: Vec<i64> = speeds
        .iter()
        .map(|(time, _)| *time)
        .filter(|time| *time > from && *time < to)
        .collect();
    edges.extend([from, to]);
    edges.sort_unstable();
    let mut sum = 0.0;
    let mut slowest = speed_at(from);
    for edge in edges.windows(2) {
        sum += (edge[1] - edge[0]) as f64 * speed_at(edge[0]);
        slowest = slowest.min(speed_at(edge[0]));
    }
    (sum as i64, slowest)
}

/// An event in the order of the rules: time, rank, type, position, old position, length.
type Moment<'a> = (i64, i64, &'a str, Option<i64>, Option<i64>, Option<i64>);

/// `OV-32` to `OV-35` for one person and video. `closes` are the times at which pages of the course were closed.
fn pieces(events: &[&Said], closes: &[i64], speeds: &[(i64, f64)]) -> Vec<Piece> {
    let ms = |seconds: f64| (seconds * 1e3).round() as i64;
    let length = events.iter().filter_map(|said| said.duration).map(ms).max();
    // Each once.
    let mut line = BTreeSet::<Moment<'_>>::new();
    for said in events {
        let rank = match said.event_type {
            "pause_video" => 0,
            "stop_video" | "complete_video" => 1,
            "seek_video" => 2,
            "play_video" => 5,
            _ => continue,
        };
        let kind = if said.event_type == "complete_video" {
            "stop_video"
        } else {
            said.event_type
        };
        line.insert((
            said.time,
            rank,
            kind,
            said.position.map(ms),
            said.old_position.map(ms),
            said.duration.map(ms),
        ));
    }
    for time in closes {
        line.insert((*time, 4, "page_close", None, None, None));
    }
    let mut found = Vec::new();
    // Begin of what plays: time, position, whether it surely plays.
    let mut open: Option<(i64, i64, bool)> = None;
    let mut seek: Option<(i64, i64)> = None;
    for (time, _, kind, position, old, _) in line {
        let (reach, slowest) = match open {
            Some((since, at, _)) => {
                let (played, slowest) = playable(speeds, since, time);
                (at + played, slowest)
            }
            None => (0, 1.0),
        };
        let mut end = |open: Option<(i64, i64, bool)>, at: i64| {
            let (since, begin, _) = open.unwrap();
            let at = length.map_or(at, |length| at.min(length));
            if at > begin {
                let slowly = ((at - begin) as f64 / slowest) as i64;
                found.push(Piece {
                    begin,
                    end: at,
                    spent: slowly.min(time - since),
                });
            }
        };
        let told = |at: i64| if at > reach + 2_000 { reach } else { at };
        let believed = open.is_some_and(|(_, begin, sure)| {
            sure && match length {
                Some(length) => reach <= length,
                None => reach - begin <= 1_800_000,
            }
        });
        match kind {
            "play_video" => {
                let mut at = position.unwrap();
                if let Some((from, to)) = seek
                    && (at - from).abs() <= 1_000
                {
                    at = to;
                }
                seek = None;
                if open.is_some() {
                    if (at - reach).abs() <= 2_000 {
                        end(open, at.min(reach));
                    } else if believed {
                        end(open, reach);
                    }
                }
                open = Some((time, at, true));
            }
            "seek_video" => {
                if open.is_some() {
                    end(open, told(old.unwrap()));
                    open = Some((time, position.unwrap(), false));
                }
                seek = Some((old.unwrap(), position.unwrap()));
            }
            "page_close" => {
                if believed {
                    end(open, reach);
                    open = Some((time, reach, false));
                }
            }
            _ => {
                let at = position.or(if kind == "stop_video" { length } else { None });
                if let (true, Some(at)) = (open.is_some(), at) {
                    end(open, told(at));
                }
                open = None;
                seek = None;
            }
        }
    }
    found
}

/// What one person watched of one video, in milliseconds.
#[derive(Debug)]
pub struct Share {
    course: String,
    video: String,
    user: i64,
    length: i64,
    watched: i64,
    unique: i64,
}

/// The rows of `video_watching` and of `video_watching_curve`, one row of that a second, and what each person watched.
pub type Watching = (Vec<Vec<Cell>>, BTreeMap<(String, i64), (usize, i64)>, Vec<Share>);

/// `OV-36`, `OV-37`.
pub fn watching(said: &[Said], inferred: &BTreeMap<(String, String), i64>) -> Watching {
    let mut rows = Vec::new();
    let mut shares = Vec::new();
    let mut curve: BTreeMap<(String, i64), (BTreeSet<i64>, i64)> = BTreeMap::new();
    for ((course, video), events) in by_video(said) {
        let mut of_users: BTreeMap<i64, Vec<Piece>> = BTreeMap::new();
        for (user, events) in by_user(&events) {
            let closes: BTreeSet<i64> = said
                .iter()
                .filter(|said| said.event_type == "page_close" && said.user == user && said.course == course)
                .map(|said| said.time)
                .collect();
            let closes: Vec<i64> = closes.into_iter().collect();
            // The person's speeds, whatever the video; at one time the last by course, video and speed counts.
            let mut changes: Vec<&Said> = said
                .iter()
                .filter(|said| said.user == user && said.speed.is_some())
                .collect();
            changes.sort_by(|one, other| {
                let key = |said: &Said| (said.time, said.course.clone(), said.video.clone());
                let rest = |said: &Said| (said.position, said.duration, said.speed);
                key(one)
                    .cmp(&key(other))
                    .then(rest(one).partial_cmp(&rest(other)).unwrap())
            });
            let speeds: Vec<(i64, f64)> = changes
                .iter()
                .filter(|said| said.speed.is_some_and(|speed| (0.1..=16.0).contains(&speed)))
                .map(|said| (said.time, said.speed.unwrap()))
                .collect();
            let found = pieces(&events, &closes, &speeds);
            if !found.is_empty() {
                of_users.insert(user, found);
            }
        }
        let told = events.iter().filter_map(|said| said.duration).fold(0.0, f64::max);
        let reached = of_users.values().flatten().map(|piece| piece.end).max();
        let key = (course.clone(), video.clone());
        let length = if told > 0.0 {
            (told * 1e3).round() as i64
        } else if let Some(inferred) = inferred.get(&key) {
            inferred * 1_000
        } else {
            reached.unwrap_or(0)
        };
        let (mut learners, mut completed, mut repeating) = (0, 0, 0);
        let (mut watched, mut unique, mut spent) = (0, 0, 0);
        for (user, of_user) in &of_users {
            for piece in of_user {
                for second in piece.begin / 1_000..(piece.end + 999) / 1_000 {
                    let entry = curve.entry((format!("{course}|{video}"), second)).or_default();
                    entry.0.insert(*user);
                    entry.1 += 1;
                }
            }
            let inside: Vec<Piece> = of_user.iter().filter(|piece| piece.begin < length).copied().collect();
            if inside.is_empty() {
                continue;
            }
            learners += 1;
            let most = inside.iter().map(|piece| piece.end.min(length)).max().unwrap();
            let mut millis = vec![0_u8; usize::try_from(most).unwrap()];
            let before = watched;
            for piece in inside {
                let end = piece.end.min(length);
                for milli in &mut millis[piece.begin as usize..end as usize] {
                    *milli = milli.saturating_add(1);
                }
                watched += end - piece.begin;
                spent += piece.spent * (end - piece.begin) / (piece.end - piece.begin);
            }
            let own = millis.iter().filter(|times| **times > 0).count() as i64;
            unique += own;
            shares.push(Share {
                course: course.clone(),
                video: video.clone(),
                user: *user,
                length,
                watched: watched - before,
                unique: own,
            });
            completed += i64::from(own as f64 >= COMPLETION * length as f64);
            repeating += i64::from(millis.iter().any(|times| *times > 1));
        }
        if learners == 0 {
            continue;
        }
        let seeks: BTreeSet<(i64, i64, i64, i64)> = events
            .iter()
            .filter(|said| said.event_type == "seek_video")
            .map(|said| {
                let ms = |value: Option<f64>| (value.unwrap() * 1e3).round() as i64;
                (said.user, said.time, ms(said.old_position), ms(said.position))
            })
            .collect();
        let seconds = |millis: i64| some(millis as f64 / 1e3);
        rows.push(vec![
            some(&course),
            some(&video),
            seconds(length),
            some(learners),
            some(completed),
            some(repeating),
            seconds(watched),
            seconds(unique),
            seconds(watched - unique),
            seconds(spent),
            some(seeks.iter().filter(|(_, _, old, new)| new > old).count()),
            some(seeks.iter().filter(|(_, _, old, new)| new < old).count()),
        ]);
    }
    let curve = curve
        .into_iter()
        .map(|(key, (users, views))| (key, (users.len(), views)));
    (rows, curve.collect(), shares)
}

/// `OV-38`: the course, and the sections that the structure knows.
pub fn levels(shares: &[Share]) -> Vec<Vec<Cell>> {
    let mut parts: BTreeMap<(&str, Option<&Section>), Vec<&Share>> = BTreeMap::new();
    for share in shares {
        parts.entry((&share.course, None)).or_default().push(share);
        let section = SECTIONS
            .iter()
            .find(|section| section.holds(&share.course, &share.video));
        if let Some(section) = section {
            parts.entry((&share.course, Some(section))).or_default().push(share);
        }
    }
    let mut rows = Vec::new();
    for ((course, section), of_part) in parts {
        let videos: BTreeMap<&str, i64> = of_part
            .iter()
            .map(|share| (share.video.as_str(), share.length))
            .collect();
        let people: BTreeSet<i64> = of_part.iter().map(|share| share.user).collect();
        let sum = |of: fn(&Share) -> i64| of_part.iter().map(|share| of(share)).sum::<i64>();
        let (offered, watched, unique) = (
            sum(|share| share.length),
            sum(|share| share.watched),
            sum(|share| share.unique),
        );
        let seconds = |millis: i64| some(millis as f64 / 1e3);
        let percent = |millis: i64| some(100.0 * millis as f64 / offered as f64);
        let key = section.map(|section| section.key(course)).unwrap_or_default();
        rows.push(vec![
            some(course),
            some(if section.is_some() { "section" } else { "course" }),
            some(key),
            section.and_then(|section| some(section.title)),
            some(section.map_or(0, |section| section.sort_idx)),
            some(videos.len()),
            some(people.len()),
            some(videos.values().sum::<i64>() as f64 / (1e3 * videos.len() as f64)),
            seconds(watched),
            seconds(unique),
            seconds(watched - unique),
            percent(unique),
            percent(watched - unique),
        ]);
    }
    rows
}
