//! `UI X13`, and lengths that are not known.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::presenter::samples::{answer, present_at, shown, tile};
use olivine_api::query::Cell as Field;

#[test]
fn a_video_from_begin_to_end_x13() {
    let moments = moments(&[(0, 4, 6), (2, 3, 3)], 5, Some(22));
    let times: Vec<i64> = moments.iter().map(|moment| moment.seconds).collect();
    let viewers: Vec<i64> = moments.iter().map(|moment| moment.viewers).collect();
    let replays: Vec<i64> = moments.iter().map(|moment| moment.replays).collect();
    assert_eq!(times, [0, 5, 10, 15, 20, 22]);
    assert_eq!(viewers, [4, 0, 3, 0, 0, 0]);
    assert_eq!(replays, [2, 0, 0, 0, 0, 0]);
}

#[test]
fn ends_that_are_not_known_or_too_early() {
    let times = |pieces: &[(i64, i64, i64)], duration| {
        let moments = moments(pieces, 5, duration);
        moments.iter().map(|moment| moment.seconds).collect::<Vec<_>>()
    };
    assert_eq!(times(&[], Some(22)), Vec::<i64>::new());
    assert_eq!(times(&[(0, 1, 1)], Some(22)), [0], "one row alone is not drawn out");
    assert_eq!(times(&[(0, 1, 1), (1, 1, 1)], None), [0, 5]);
    assert_eq!(times(&[(0, 1, 1), (1, 1, 1)], Some(10)), [0, 5, 10]);
    assert_eq!(
        times(&[(0, 1, 1), (3, 1, 1)], Some(10)),
        [0, 5, 10, 15],
        "watched beyond its end"
    );
}

#[test]
fn tiles_and_table_of_a_video() {
    let video = |start: i64, end: i64| {
        let row = ["v", "c|v"].map(|text| Field::Text(text.to_owned()));
        let numbers = [20, 5, start, end].map(Field::Int);
        answer(
            &[
                "encoded_module_id",
                "pipeline_video_id",
                "duration",
                "segment_length",
                "users_at_start",
                "users_at_end",
            ],
            vec![row.into_iter().chain(numbers).collect()],
        )
    };
    let pieces = answer(
        &["segment", "num_users", "num_views"],
        [[0, 12, 12], [1, 1000, 2500]]
            .map(|row| row.map(Field::Int).to_vec())
            .to_vec(),
    );
    let made = |start, end| {
        let further = BTreeMap::from([("videos", Arc::new(video(start, end)))]);
        let place = [("pipeline_video_id", "c|v"), ("module_id", "v")];
        present_at(&PRESENTER, &pieces, None, further, &place)
    };
    let presented = made(12, 3);
    assert_eq!(tile(&presented, "completion-rate").0, Some("25.0%"));
    assert_eq!(tile(&presented, "started-video").0, Some("12"));
    assert_eq!(
        tile(&made(0, 0), "completion-rate").0,
        None,
        "nobody: not zero (`UI D-3`)"
    );
    let rows = shown(presented.table.unwrap());
    assert_eq!(rows[1], ["00:05", "1,000", "1,500"]);
    let summary = presented.summary.unwrap();
    assert!(
        summary.contains("1,000") && summary.contains("00:05") && summary.contains("1,500 replays"),
        "{summary}"
    );
}
