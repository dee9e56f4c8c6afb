//! `UI X3`, `UI X4` and what goes beyond them.

use super::*;
use crate::presenter::samples::{answer, day, present_alone, shown, tile};
use olivine_api::query::Cell as Field;

fn rows_of(rows: &[(&str, &str, i64, i64)]) -> Answer {
    let row = |(date, mode, count, cumulative): &(&str, &str, i64, i64)| {
        vec![
            Field::Date(day(date)),
            Field::Text((*mode).into()),
            Field::Int(*count),
            Field::Int(*cumulative),
        ]
    };
    answer(
        &["date", "mode", "count", "cumulative_count"],
        rows.iter().map(row).collect(),
    )
}

#[test]
fn missing_days_are_filled_x3() {
    let presented = present_alone(
        &PRESENTER,
        &rows_of(&[("2014-01-01", "audit", 10, 10), ("2014-01-04", "audit", 13, 14)]),
    );
    assert_eq!(
        tile(&presented, "current"),
        (Some("13"), Some("enrolled at the end of 4 Jan 2014"))
    );
    assert_eq!(tile(&presented, "total").0, Some("14"));
    assert_eq!(tile(&presented, "change"), (None, Some("Needs 8 days of data")));
    let table = shown(presented.table.unwrap());
    let expected = [
        ["January 4, 2014", "13", "13"],
        ["January 3, 2014", "10", "10"],
        ["January 2, 2014", "10", "10"],
        ["January 1, 2014", "10", "10"],
    ];
    assert_eq!(table, expected);
}

#[test]
fn change_needs_eight_days_x4() {
    let dates: Vec<String> = (1..=8).map(|number| format!("2014-01-0{number}")).collect();
    let rows: Vec<(&str, &str, i64, i64)> = dates
        .iter()
        .enumerate()
        .map(|(i, date)| (date.as_str(), "audit", i as i64 + 5, 20))
        .collect();
    let presented = present_alone(&PRESENTER, &rows_of(&rows));
    assert_eq!(tile(&presented, "current").0, Some("12"));
    assert_eq!(
        tile(&presented, "change"),
        (Some("+7"), Some("net, against 1 Jan 2014"))
    );
    assert_eq!(tile(&present_alone(&PRESENTER, &rows_of(&rows[1..])), "change").0, None);
}

#[test]
fn every_track_is_drawn_also_unknown_ones_d5() {
    let presented = present_alone(
        &PRESENTER,
        &rows_of(&[
            ("2014-01-01", "scholarship", 1, 1),
            ("2014-01-01", "credit", 0, 3),
            ("2014-01-02", "masters", 2, 2),
            ("2014-01-02", "audit", 4, 5),
            ("2014-01-02", "no-id-professional", 3, 3),
            ("2014-01-02", "professional", 1, 1),
        ]),
    );
    let chart = presented.chart.as_ref().unwrap();
    let series: Vec<&str> = chart.series.iter().map(|series| series.label.as_str()).collect();
    assert_eq!(series, ["Audit", "Professional", "Master's", "scholarship"]);
    let drawn: i64 = chart
        .rows
        .iter()
        .filter(|row| row["x"] == "2014-01-02T00:00:00Z")
        .map(|row| row["value"].as_i64().unwrap())
        .sum();
    assert_eq!(drawn, 10, "the stack is as high as current enrollment");
    assert_eq!(tile(&presented, "masters").0, Some("2"));
    assert!(
        presented.tiles.iter().all(|tile| tile.id != "verified"),
        "nobody was ever verified"
    );
    assert_eq!(
        shown(presented.table.unwrap())[0],
        ["January 2, 2014", "10", "4", "4", "2", "0"]
    );
}

#[test]
fn one_day_is_drawn_from_zero_but_not_tabled() {
    let presented = present_alone(&PRESENTER, &rows_of(&[("2014-01-05", "audit", 3, 3)]));
    let chart = presented.chart.unwrap();
    let points: Vec<(&str, i64)> = chart
        .rows
        .iter()
        .map(|row| (row["x"].as_str().unwrap(), row["value"].as_i64().unwrap()))
        .collect();
    assert_eq!(points, [("2014-01-04T00:00:00Z", 0), ("2014-01-05T00:00:00Z", 3)]);
    assert_eq!(presented.table.unwrap().rows.len(), 1);
    assert_eq!(
        presented.summary.unwrap(),
        "On January 5, 2014, current enrollment was 3."
    );
}

#[test]
fn a_course_everybody_left_has_one_series() {
    let presented = present_alone(
        &PRESENTER,
        &rows_of(&[("2014-01-05", "audit", 0, 3), ("2014-01-06", "audit", 0, 3)]),
    );
    let chart = presented.chart.as_ref().unwrap();
    assert_eq!(
        chart.series,
        [Series {
            label: "Current enrollment".into(),
            color: 1
        }]
    );
    assert_eq!(tile(&presented, "current").0, Some("0"));
    assert_eq!(tile(&presented, "total").0, Some("3"));
}

#[test]
fn no_rows_show_nothing() {
    let presented = present_alone(&PRESENTER, &rows_of(&[]));
    assert!(presented.tiles.is_empty() && presented.summary.is_none());
    assert!(presented.table.unwrap().rows.is_empty());
}
