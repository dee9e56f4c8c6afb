//! `video.*`: from player events to viewings, and from those to pieces of five seconds.

use chrono::DateTime;
use olivine_engine::video::usage::{self, Segment, Watched};
use olivine_engine::video::viewing::{self, Kind, PlayerEvent};
use olivine_source::youtube;
use serde_json::{Value, json};

use crate::rows::{Comparison, NULL, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

/// The old pipeline writes −1 for a length that is not known.
const UNKNOWN: &str = "-1";

fn unknown_as_number(mut rows: Rows) -> Rows {
    if let Some(place) = rows.columns.iter().position(|column| column == "duration") {
        for row in rows.rows.iter_mut().filter(|row| row[place] == NULL) {
            UNKNOWN.clone_into(&mut row[place]);
        }
    }
    rows
}

/// Viewings of a site as the old pipeline writes them.
pub(crate) fn renamed(rows: Rows) -> Rows {
    unknown_as_number(rows)
}

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    site.table("facts_video", &Span::days(day("start"), day("end"))).await?;
    let sql = format!(
        "select user_id, course_id, video_id as encoded_module_id, time as timestamp, event_type, position as current_time, \
         old_position as old_time, youtube_id, duration from facts_video \
         where video_id is not null and date >= '{}' and date < '{}'",
        day("start"),
        day("end")
    );
    let found = unknown_as_number(site.query(&sql, &["facts_video"]).await?);
    let columns = [
        "user_id",
        "course_id",
        "encoded_module_id",
        "timestamp",
        "event_type",
        "current_time",
        "old_time",
        "youtube_id",
        "duration",
    ];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), &columns);
    Ok(found.compare(&expected, &Comparison::default()))
}

fn known(duration: &Value) -> Option<f64> {
    duration.as_f64().filter(|duration| *duration > 0.0)
}

/// An event of a vector; none for events that no fact is made of (`PF V1`).
fn player_event(event: &Value, looked_up: Option<f64>) -> Option<PlayerEvent> {
    let kind = Kind::of_event_type(event["event_type"].as_str()?)?;
    Some(PlayerEvent {
        time: olivine_event::time::parse(event["timestamp"].as_str()?)?.micros,
        kind,
        position: event["current_time"].as_f64()?,
        old_position: event["old_time"].as_f64(),
        duration: known(&event["duration"]).or(looked_up.filter(|_| kind == Kind::Play)),
    })
}

pub(super) fn viewings(vector: &Vector) -> Verdict {
    let answer = match &vector.input["youtube_api_response"] {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        object => Some(object.to_string()),
    };
    let looked_up = answer.and_then(|answer| youtube::duration_of(answer.as_bytes()));
    let events = Vector::list(&vector.input, "events");
    let mut events: Vec<PlayerEvent> = events
        .iter()
        .filter_map(|event| player_event(event, looked_up))
        .collect();
    let columns = [
        "user_id",
        "course_id",
        "encoded_module_id",
        "duration",
        "start_timestamp",
        "start_offset",
        "end_offset",
        "reason",
    ];
    let key = &vector.input["key"];
    let rows = viewing::viewings(&mut events).into_iter().map(|viewing| {
        json!({
            "user_id": key["user_id"],
            "course_id": key["course_id"],
            "encoded_module_id": key["encoded_module_id"],
            "duration": viewing.duration.unwrap_or(-1.0),
            "start_timestamp": DateTime::from_timestamp_micros(viewing.start_time).map(|time| time.to_rfc3339()),
            "start_offset": viewing.start,
            "end_offset": viewing.end,
            "reason": viewing.reason.event_type(),
        })
    });
    let found = Rows::of_objects(&rows.collect::<Vec<_>>(), &columns);
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns);
    found.compare(&expected, &Comparison::default())
}

fn threshold(vector: &Vector) -> f64 {
    vector.input["dropoff_threshold"].as_f64().unwrap_or_default()
}

pub(super) fn usage(vector: &Vector) -> Verdict {
    let viewings = Vector::list(&vector.input, "viewings").iter().map(|viewing| {
        Some(Watched {
            user: viewing["user_id"].as_i64()?,
            start: viewing["start_offset"].as_f64()?,
            end: viewing["end_offset"].as_f64()?,
            duration: known(&viewing["duration"]),
        })
    });
    let Some(viewings) = viewings.collect::<Option<Vec<Watched>>>() else {
        return Verdict::Failed("viewings that are not understood".to_owned());
    };
    let columns = [
        "pipeline_video_id",
        "course_id",
        "encoded_module_id",
        "duration",
        "segment_length",
        "users_at_start",
        "users_at_end",
        "segment",
        "num_users",
        "num_views",
    ];
    let key = |name: &str| vector.input["key"][name].as_str().unwrap_or_default();
    let usage = usage::usage(&viewings, threshold(vector));
    let rows = usage.iter().flat_map(|usage| {
        usage.segments.iter().map(|segment| {
            json!({
                "pipeline_video_id": format!("{}|{}", key("course_id"), key("encoded_module_id")),
                "course_id": key("course_id"),
                "encoded_module_id": key("encoded_module_id"),
                "duration": usage.duration.trunc(),
                "segment_length": usage::SEGMENT_SECONDS,
                "users_at_start": usage.users_at_start,
                "users_at_end": usage.users_at_end,
                "segment": segment.segment,
                "num_users": segment.users,
                "num_views": segment.views,
            })
        })
    });
    let found = Rows::of_objects(&rows.collect::<Vec<_>>(), &columns);
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &columns);
    found.compare(&expected, &Comparison::default())
}

/// The vector reads a stored viewing; viewings are typed rows here, so the same viewing is made of events.
pub(super) async fn usage_key(vector: &Vector) -> Result<Verdict, SiteError> {
    let line: Vec<&str> = vector.text("line").unwrap_or_default().split('\t').collect();
    let [user, course, video, duration, time, start, end, reason] = line[..] else {
        return Err(SiteError::Other("not a viewing".to_owned()));
    };
    let event = |event_type: &str, at: &str| {
        json!({
            "time": time,
            "event_type": event_type,
            "event_source": "browser",
            "context": { "user_id": user, "course_id": course },
            "event": { "id": video, "currentTime": at, "duration": duration, "code": "html5" },
        })
        .to_string()
    };
    let later = event(reason, end).replace(time, &time.replace("00:00:00+", "00:00:59+"));
    let site = Site::new(None).await?;
    site.ingest_lines(&[event("play_video", start), later]).await?;
    let found = site
        .table("run_video_viewings", &Span::days("2015-01-01", "2016-01-01"))
        .await?;
    let columns = [
        "course_id",
        "encoded_module_id",
        "user_id",
        "start_offset",
        "end_offset",
        "duration",
    ];
    let mut expected = Rows::of_objects(&[], &columns);
    for record in Vector::list(&vector.expected, "records") {
        let cells = record.as_array().into_iter().flatten();
        let cells = cells.flat_map(|part| part.as_array().into_iter().flatten());
        expected
            .rows
            .push(cells.filter_map(|cell| cell.as_str().map(str::to_owned)).collect());
    }
    Ok(found.compare(&expected, &Comparison::default()))
}

pub(super) fn final_segment(vector: &Vector) -> Verdict {
    let segments = Vector::list(&vector.input, "segments").iter().map(|segment| Segment {
        segment: segment["segment"].as_i64().unwrap_or_default(),
        users: segment["num_users"].as_i64().unwrap_or_default(),
        views: segment["num_views"].as_i64().unwrap_or_default(),
    });
    let segments: Vec<Segment> = segments.collect();
    is_number(
        usage::final_segment(&segments, threshold(vector)),
        &vector.expected["final_segment"],
    )
}

pub(super) fn end_segment(vector: &Vector) -> Verdict {
    let duration = vector.input["duration"].as_f64();
    is_number(duration.map(usage::end_segment), &vector.expected["segment"])
}

fn is_number(found: Option<i64>, expected: &Value) -> Verdict {
    if found.is_some() && found == expected.as_i64() {
        Verdict::Passed
    } else {
        Verdict::Failed(format!("{expected} expected, {found:?} found"))
    }
}
