//! Random use of transcripts and captions: the report gives what a slow model gives, in whatever order, files and copies the lines
//! come. The model is written from the rules (`OV-22`, `OV-23`) alone, event by event.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta};
use olivine_report::Registry;
use olivine_report::cases::Case;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::reports::delivery::{agree, case, computed, files, grid, named, some};

/// Histories, each computed from two ways of delivering its lines.
const HISTORIES: u64 = 6;
const USERS: i64 = 60;
const DAYS: i64 = 6;
const COURSES: [&str; 3] = ["course-v1:Org+A+R", "course-v1:Org+B+R", "Org/Old/R"];
const VIDEOS: [&str; 5] = ["v1", "v2", "v_3", "v4", "v5"];
/// Numbers of the kinds of use in rows of the model; before them stands who watched.
const WATCHED: usize = 0;
const DOWNLOADED: usize = 6;

/// Types of events and the kind of use that they tell of; none: nothing.
const TYPES: &[(&str, Option<usize>)] = &[
    ("show_transcript", Some(1)),
    ("edx.video.transcript.shown", Some(1)),
    ("hide_transcript", Some(2)),
    ("edx.video.transcript.hidden", Some(2)),
    ("edx.video.closed_captions.shown", Some(3)),
    ("edx.video.closed_captions.hidden", Some(4)),
    ("video_show_cc_menu", Some(5)),
    ("edx.video.language_menu.shown", Some(5)),
    ("video_hide_cc_menu", None),
    ("edx.video.language_menu.hidden", None),
    ("load_video", None),
];

/// Something a person did with a video. Times in seconds.
#[derive(Debug)]
struct Deed {
    time: i64,
    user: i64,
    course: &'static str,
    video: &'static str,
    /// The kind of use or of watching that it is, if any.
    kind: Option<usize>,
    by_worker: bool,
    /// The lines that tell of it, without what all lines have.
    lines: Vec<Value>,
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, 27).unwrap()
}

fn seconds(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * 86_400
}

/// The id as a player gives it.
fn player_id(course: &str, video: &str) -> String {
    match course {
        "Org/Old/R" => format!("i4x-Org-Old-video-{video}"),
        _ => video.to_owned(),
    }
}

/// The key in an address. Old names have dots where players tell underscores.
fn key_in_address(course: &str, video: &str) -> String {
    match course.strip_prefix("course-v1:") {
        Some(body) => format!("block-v1:{body}+type@video+block@{video}"),
        None => format!("i4x:;_;_Org;_Old;_video;_{}", video.replace('_', ".")),
    }
}

fn deed(rng: &mut ChaCha8Rng, time: i64, user: i64) -> Deed {
    let course = *COURSES.choose(rng).unwrap();
    let video = *VIDEOS.choose(rng).unwrap();
    let id = player_id(course, video);
    let said = |event_type: &str, position: i64| {
        let event = json!({"id": id, "code": "html5", "duration": 100, "currentTime": position});
        json!({"event_type": event_type, "event_source": "browser", "event": event.to_string()})
    };
    let (kind, lines) = match rng.random_range(0..10) {
        // The pause comes a second later.
        0..3 => (Some(WATCHED), vec![said("play_video", 1), said("pause_video", 2)]),
        3 => {
            let key = key_in_address(course, video);
            let path = format!("/courses/{course}/xblock/{key}/handler/transcript/download");
            let line = json!({"event_type": path, "event_source": "server", "event": "{\"POST\": {}, \"GET\": {}}"});
            (Some(DOWNLOADED), vec![line])
        }
        _ => {
            let (event_type, kind) = *TYPES.choose(rng).unwrap();
            (kind, vec![said(event_type, 1)])
        }
    };
    Deed {
        time,
        user,
        course,
        video,
        kind,
        // No worker has a player.
        by_worker: kind != Some(WATCHED) && rng.random_ratio(1, 15),
        lines,
    }
}

/// What people do, two hours apart, so that no watching ends another.
fn history(seed: u64) -> Vec<Deed> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut found = Vec::new();
    for user in 1..=USERS {
        let mut time = seconds(first_day());
        for _ in 0..rng.random_range(0..20) {
            time += 7_200 * rng.random_range(1..=6);
            found.push(deed(&mut rng, time, user));
        }
    }
    found
}

fn lines(deeds: &[Deed]) -> Vec<String> {
    let mut all = Vec::new();
    for deed in deeds {
        for (nth, line) in (0..).zip(&deed.lines) {
            let mut line = line.clone();
            let time = DateTime::from_timestamp(deed.time + nth, 0).unwrap();
            line["time"] = json!(time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string());
            line["context"] = json!({"user_id": deed.user, "course_id": deed.course});
            // Two equal deeds are two events.
            line["session"] = json!(all.len().to_string());
            if deed.by_worker {
                line["event_source"] = json!("task");
            }
            all.push(line.to_string());
        }
    }
    all
}

/// `OV-23`: people by course, video and kind.
fn model(deeds: &[Deed], from: NaiveDate, to: NaiveDate) -> Vec<Vec<Option<String>>> {
    let mut videos: BTreeMap<(&str, &str), BTreeMap<usize, BTreeSet<i64>>> = BTreeMap::new();
    for deed in deeds {
        let is_inside = (seconds(from)..seconds(to)).contains(&deed.time);
        if let (Some(kind), true, false) = (deed.kind, is_inside, deed.by_worker) {
            let kinds = videos.entry((deed.course, deed.video)).or_default();
            kinds.entry(kind).or_default().insert(deed.user);
        }
    }
    let mut rows = Vec::new();
    for ((course, video), kinds) in &videos {
        let mut row = vec![some(course), some(video)];
        row.extend((WATCHED..=DOWNLOADED).map(|kind| some(kinds.get(&kind).map_or(0, BTreeSet::len))));
        rows.push(row);
    }
    rows
}

#[tokio::test]
async fn transcripts_agree_with_the_model_however_the_lines_come() {
    let registry = Registry::built_in_all_on();
    let mut rows = 0;
    for seed in 0..HISTORIES {
        let deeds = history(seed);
        let from = first_day() + TimeDelta::days(1);
        let to = first_day() + TimeDelta::days(DAYS);
        let expected = model(&deeds, from, to);
        rows += expected.len();
        let columns = [
            "course_id",
            "video_name",
            "learners",
            "transcript_shown",
            "transcript_hidden",
            "captions_shown",
            "captions_hidden",
            "menu_opened",
            "downloaded",
        ];
        let case = Case {
            expect: named([("video_transcripts", grid(&columns, expected))]),
            ..case([("from", from.to_string()), ("to", to.to_string())])
        };
        let mut rng = ChaCha8Rng::seed_from_u64(seed + 1_000);
        for way in 0..2 {
            let delivered = files(lines(&deeds), &mut rng);
            let tables = computed(&registry, &case, &delivered, &BTreeSet::from(["video_transcripts"])).await;
            agree(&registry, &case, &tables, format_args!("seed {seed}, way {way}"));
        }
    }
    assert!(rows > 60, "{rows} videos");
}
