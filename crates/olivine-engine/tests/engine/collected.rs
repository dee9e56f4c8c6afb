//! Aggregate functions that look at all rows of a group: batches, threads, spilling and the order of rows leave no trace.

use std::sync::Arc;

use crate::support::{Params, Site, rows};
use arrow::array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array,
};
use arrow::compute::take_record_batch;
use olivine_engine::Session;
use proptest::prelude::*;

const TYPES: [&str; 5] = ["play_video", "pause_video", "seek_video", "stop_video", "page_close"];

/// Events of players: many people, few videos each.
fn events(count: i64) -> RecordBatch {
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        i64::try_from(state % below).unwrap()
    };
    let people = u64::try_from(count / 20 + 1).unwrap();
    let mut columns: [Vec<i64>; 5] = Default::default();
    for _ in 0..count {
        for (column, below) in columns.iter_mut().zip([people, 600_000_000, 5, 3, 1_200]) {
            column.push(random(below));
        }
    }
    let [users, times, kinds, videos, places] = columns;
    let seconds = |places: &[i64]| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(
            places.iter().map(|place| *place as f64 / 4.0),
        ))
    };
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("user_id", Arc::new(Int64Array::from(users))),
        (
            "time",
            Arc::new(
                TimestampMicrosecondArray::from_iter_values(times.iter().map(|time| time * 1_000)).with_timezone("UTC"),
            ),
        ),
        (
            "event_type",
            Arc::new(StringArray::from_iter_values(
                kinds.iter().map(|kind| TYPES[*kind as usize]),
            )),
        ),
        (
            "video_id",
            Arc::new(StringArray::from_iter_values(
                videos.iter().map(|video| format!("v{video}")),
            )),
        ),
        ("position", seconds(&places)),
        (
            "old_position",
            seconds(&places.iter().map(|place| (place * 7) % 1_200).collect::<Vec<_>>()),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

const QUESTIONS: [&str; 5] = [
    "select user_id, video_id, video_viewings(time, event_type, position, old_position, null) from events group by user_id, video_id",
    "select user_id, video_stretches(time, event_type, 'c', video_id, position, old_position, null, null) from events group by user_id",
    "select video_id, video_usage(user_id, position, position + 3, null, 0.05) from events group by video_id",
    "select user_id, time_on_task(time, time, video_id, event_type, 1800, 60) from events group by user_id",
    "select user_id, video_id, first_and_last(repeat(event_type, 50), time) from events group by user_id, video_id",
];

async fn answers(session: &Session) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for question in QUESTIONS {
        let mut found = rows(session, question, &Params::new())
            .await
            .unwrap_or_else(|error| panic!("{question}: {error}"));
        found.sort();
        all.push(found);
    }
    all
}

fn session_with(site: &Site, memory_bytes: usize, batches: Vec<RecordBatch>) -> Session {
    let mut options = site.options();
    options.memory_bytes = memory_bytes;
    let session = Session::new(&options).unwrap();
    session
        .register_batches("events", batches[0].schema(), batches)
        .unwrap();
    session
}

fn parts(batch: &RecordBatch, rows: usize) -> Vec<RecordBatch> {
    (0..batch.num_rows())
        .step_by(rows)
        .map(|begin| batch.slice(begin, rows.min(batch.num_rows() - begin)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_into_memory_gives_the_same() {
    let site = Site::new().await;
    let events = events(450_000);
    let roomy = answers(&session_with(&site, 1 << 30, parts(&events, 8_192))).await;
    assert!(roomy[0].len() > 10_000);
    let tight = answers(&session_with(&site, 96 << 20, parts(&events, 8_192))).await;
    assert!(roomy == tight, "the answers differ");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn order_and_batches_leave_no_trace(seed in any::<u64>(), size in 1_usize..700) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(async {
            let site = Site::new().await;
            let events = events(1_500);
            let expected = answers(&session_with(&site, 256 << 20, vec![events.clone()])).await;
            let mut order: Vec<u32> = (0..1_500).collect();
            order.sort_by_key(|place| (u64::from(*place) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let shuffled = take_record_batch(&events, &UInt32Array::from(order)).unwrap();
            let found = answers(&session_with(&site, 256 << 20, parts(&shuffled, size))).await;
            prop_assert!(expected == found, "the answers differ");
            Ok::<(), TestCaseError>(())
        })?;
    }
}
