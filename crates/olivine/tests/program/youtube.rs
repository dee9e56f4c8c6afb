//! Lengths of videos of YouTube, from an API of its shape to the table of videos (`PF V9`).

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::running::{done, olivine, on, said};

/// An API that answers so many more questions.
struct Api {
    url: String,
    left: Arc<AtomicUsize>,
}

impl Api {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/youtube/v3", listener.local_addr().unwrap());
        let left = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&left);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(&mut stream.unwrap(), &asked);
            }
        });
        Self { url, left }
    }

    fn allow(&self, questions: usize) {
        self.left.store(questions, Ordering::SeqCst);
    }
}

/// The length as the API tells it: in ISO 8601, with a live stream and what lasts for days.
fn length(id: &str) -> Option<&'static str> {
    Some(match id {
        "hours" => "PT1H2M3S",
        "minute" => "PT1M",
        "seconds" => "PT59S",
        "live" => "P0D",
        "days" => "P1DT2H",
        _ => return None,
    })
}

fn answer(stream: &mut TcpStream, left: &AtomicUsize) {
    let mut lines = BufReader::new(stream.try_clone().unwrap())
        .lines()
        .map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let has_key = head
        .iter()
        .any(|line| line.eq_ignore_ascii_case("x-goog-api-key: secret-key"));
    let query = request.split(['?', ' ']).nth(2).unwrap_or_default();
    let value = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    };
    let refusal = |code: u16, reason: &str| {
        let error = json!({"error": {"code": code, "errors": [{"reason": reason}]}});
        (code, error)
    };
    let is_left = left
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
        .is_ok();
    let (status, body) =
        if !request.starts_with("GET /youtube/v3/videos?") || value("part").as_deref() != Some("contentDetails") {
            refusal(404, "notFound")
        } else if !has_key || query.contains("secret") {
            refusal(403, "forbidden")
        } else if !is_left {
            refusal(403, "quotaExceeded")
        } else {
            let known = value("id").and_then(|id| length(&id));
            let items: Vec<Value> = known
            .map(|length| json!({"kind": "youtube#video", "contentDetails": {"duration": length, "definition": "hd"}}))
            .into_iter()
            .collect();
            let body =
                json!({"kind": "youtube#videoListResponse", "items": items, "pageInfo": {"totalResults": items.len()}});
            (200, body)
        };
    let body = body.to_string();
    let _ = write!(
        stream,
        "HTTP/1.1 {status} Answer\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// Plays and pauses of one person: block, code of the player, where it was paused, length as the player told it.
fn log(videos: &[(&str, &str, u32, Option<u32>)]) -> String {
    let mut lines = String::new();
    for (number, (block, code, until, told)) in videos.iter().enumerate() {
        for (second, kind, at) in [(0, "play_video", 0), (*until, "pause_video", *until)] {
            let event = json!({"id": block, "code": code, "currentTime": at, "duration": told});
            let line = json!({
                "time": format!("2024-03-01T{:02}:{:02}:{:02}+00:00", 8 + number, second / 60, second % 60),
                "event_source": "browser", "event_type": kind, "username": "ann",
                "context": {"course_id": "course-v1:X+A+1", "user_id": 1}, "event": event.to_string(),
            });
            lines.push_str(&format!("{line}\n"));
        }
    }
    lines
}

fn durations(site: &Path) -> Vec<(String, Option<i64>)> {
    let sql = "select encoded_module_id, duration from video order by encoded_module_id";
    let rows: Value = serde_json::from_str(&done(site, &["query", "--format", "json", sql])).unwrap();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        let block = row["encoded_module_id"].as_str().unwrap();
        (block.to_owned(), row["duration"].as_i64())
    })
    .collect()
}

#[test]
fn lengths_from_the_api_to_the_table_of_videos() {
    let api = Api::start();
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    fs::create_dir_all(site.join("logs")).unwrap();
    let log = log(&[
        ("days", "days", 22, None),
        ("gone", "gone", 22, None),
        ("hours", "hours", 22, None),
        ("live", "live", 22, None),
        ("minute", "minute", 22, None),
        ("seconds", "seconds", 22, None),
        ("told", "minute-too", 22, Some(40)),
        ("file", "html5", 22, None),
    ]);
    fs::write(site.join("logs/tracking.log"), log).unwrap();
    fs::write(site.join("key"), "secret-key\n").unwrap();
    let settings = format!(
        "[ingest]\nsources = [\"logs\"]\n[video]\nyoutube_key = \"file:key\"\nyoutube_url = \"{}\"\n[rest]\nretry_seconds = 1\n",
        api.url
    );
    fs::write(site.join("olivine.toml"), settings).unwrap();
    done(&site, &["ingest"]);
    let run = ["run", "--to", "2024-03-02", "engagement.videos"];
    done(&site, &run);
    // Nobody tells: up to the segment after which there is nobody.
    let inferred = Some(24);
    assert!(
        durations(&site)
            .iter()
            .all(|(block, length)| *length == if block == "told" { Some(40) } else { inferred }),
        "{:?}",
        durations(&site)
    );

    // Nothing may be asked: it is said, and the numbers stay.
    let refused = on(&site, &["import", "youtube"]);
    let text = said(&refused);
    assert!(!refused.status.success() && text.contains("SOURCE-012"), "{text}");
    assert!(!text.contains("secret-key"), "{text}");

    // Three questions: one length, one video that is not there, one more length. The others are left for the next time.
    let import = || -> Value { serde_json::from_str(&done(&site, &["--json", "import", "youtube"])).unwrap() };
    api.allow(3);
    let summary = import();
    let table = &summary["tables"]["lms_youtube_videos"];
    assert_eq!(
        (table["rows"].as_u64(), &table["skipped"]),
        (
            Some(1),
            &json!({"length not known": 2, "not asked for: the quota is used up": 3})
        )
    );
    api.allow(100);
    let summary = import();
    let table = &summary["tables"]["lms_youtube_videos"];
    assert_eq!(
        (table["rows"].as_u64(), &table["skipped"]),
        (Some(3), &json!({"length not known": 3}))
    );
    done(&site, &run);
    let found = durations(&site);
    let expected = [
        ("days", inferred),
        ("file", inferred),
        ("gone", inferred),
        ("hours", Some(3723)),
        ("live", inferred),
        ("minute", Some(60)),
        ("seconds", Some(59)),
        ("told", Some(40)),
    ];
    assert_eq!(found, expected.map(|(block, length)| (block.to_owned(), length)));

    // The key is wrong: a setting must be mended.
    fs::write(site.join("key"), "other\n").unwrap();
    let refused = on(&site, &["import", "youtube"]);
    assert!(said(&refused).contains("SOURCE-011"), "{}", said(&refused));
}
