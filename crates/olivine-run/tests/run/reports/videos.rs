//! Random player events: the SQL of the report on videos gives what a slow model gives, in whatever order, files and copies the
//! lines come. The model is written from the rules (`PF 7`, `OV-31` to `OV-37`) alone: one video and person at a time, and what
//! they watched millisecond by millisecond.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta};
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::RngExt;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::reports::delivery::{Cell, agree, case, computed, files, grid, named, some};

/// Histories, each computed from two ways of delivering its lines. A history has some 600 pairs of a person and a video.
const HISTORIES: u64 = 6;
const USERS: i64 = 120;
const COURSES: i64 = 2;
const DAYS: i64 = 5;
const DROPOFF: f64 = 0.05;
const COMPLETION: f64 = 0.95;

/// One event. Times in milliseconds.
#[derive(Debug, Clone)]
struct Said {
    time: i64,
    event_type: &'static str,
    user: i64,
    course: String,
    video: String,
    position: Option<f64>,
    old_position: Option<f64>,
    duration: Option<f64>,
    speed: Option<f64>,
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 27).unwrap()
}

fn millis(day: NaiveDate) -> i64 {
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
            course: format!("course-v1:Org+C{course}+R"),
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

fn history(seed: u64) -> Vec<Said> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut found = Vec::new();
    for user in 1..=USERS {
        person(&mut rng, user, &mut found);
    }
    found
}

fn line(said: &Said, number: usize) -> String {
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

/// Accepted events (`PF 7.2`), with the lengths that no video has taken away.
fn accepted(said: &[Said], from: NaiveDate, to: NaiveDate) -> Vec<Said> {
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
fn by_video(said: &[Said]) -> BTreeMap<(String, String), Vec<&Said>> {
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
fn usage(course: &str, video: &str, events: &[&Said]) -> Option<(Vec<Cell>, Vec<Vec<Cell>>, i64)> {
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

/// The rows of `video_watching` and of `video_watching_curve`, one row of that a second.
type Watching = (Vec<Vec<Cell>>, BTreeMap<(String, i64), (usize, i64)>);

/// `OV-36`, `OV-37`.
fn watching(said: &[Said], inferred: &BTreeMap<(String, String), i64>) -> Watching {
    let mut rows = Vec::new();
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
    (rows, curve.collect())
}

#[tokio::test]
async fn videos_agree_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in();
    let (mut videos, mut stretches) = (0, 0);
    for seed in 0..HISTORIES {
        let said = history(seed);
        let from = first_day() + TimeDelta::days(1);
        let to = first_day() + TimeDelta::days(DAYS);
        let accepted = accepted(&said, from, to);
        let mut inferred = BTreeMap::new();
        let (mut video_rows, mut timeline_rows) = (Vec::new(), Vec::new());
        for ((course, video), events) in by_video(&accepted) {
            if let Some((row, rows, length)) = usage(&course, &video, &events) {
                video_rows.push(row);
                timeline_rows.extend(rows);
                inferred.insert((course, video), length);
            }
        }
        let (watching_rows, curve) = watching(&accepted, &inferred);
        videos += video_rows.len();
        stretches += curve.len();
        let expect = [
            (
                "video",
                grid(
                    &[
                        "pipeline_video_id",
                        "course_id",
                        "encoded_module_id",
                        "duration",
                        "segment_length",
                        "users_at_start",
                        "users_at_end",
                        "total_viewed_seconds",
                    ],
                    video_rows,
                ),
            ),
            (
                "video_timeline",
                grid(
                    &["pipeline_video_id", "segment", "num_users", "num_views"],
                    timeline_rows,
                ),
            ),
            (
                "video_watching",
                grid(
                    &[
                        "course_id",
                        "encoded_module_id",
                        "length_seconds",
                        "learners",
                        "completed_learners",
                        "repeating_learners",
                        "watched_seconds",
                        "unique_seconds",
                        "repeated_seconds",
                        "spent_seconds",
                        "seeks_forward",
                        "seeks_back",
                    ],
                    watching_rows,
                ),
            ),
        ];
        let case = Case {
            expect: named(expect),
            ..case([("from", from.to_string()), ("to", to.to_string())])
        };
        let wanted = BTreeSet::from(["video", "video_timeline", "video_watching", "video_watching_curve"]);
        let mut rng = ChaCha8Rng::seed_from_u64(seed + 1_000);
        for way in 0..2 {
            let lines = said.iter().enumerate().map(|(number, said)| line(said, number));
            let mut tables = computed(&registry, &case, &files(lines.collect(), &mut rng), &wanted).await;
            let found = tables.remove("video_watching_curve").unwrap();
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
            let mut by_second = BTreeMap::new();
            for row in &found.rows {
                let cell = |name: &str| {
                    let place = found.columns.iter().position(|column| column == name).unwrap();
                    row[place].clone().unwrap()
                };
                let number = |name: &str| cell(name).parse::<i64>().unwrap();
                for second in number("second")..number("until") {
                    let numbers = (usize::try_from(number("learners")).unwrap(), number("views"));
                    assert!(by_second.insert((cell("pipeline_video_id"), second), numbers).is_none());
                }
            }
            assert!(by_second == curve, "seed {seed}, way {way}: the curves differ");
        }
    }
    assert!(
        videos >= 30 && stretches > 1_000,
        "{videos} videos, {stretches} seconds"
    );
}
