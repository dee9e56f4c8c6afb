//! `UI X9`, weeks without rows and weeks that are not over.

use std::sync::Arc;

use super::*;
use crate::presenter::samples::{answer, day, present_with, shown, tile};
use olivine_api::query::Cell as Field;

fn activity(rows: &[(&str, &str, Option<i64>)]) -> Answer {
    let row = |(end, label, count): &(&str, &str, Option<i64>)| {
        let end = day(end).and_hms_opt(0, 0, 0).unwrap();
        let start = end - chrono::Duration::days(7);
        let count = count.map_or(Field::Null, Field::Int);
        vec![
            Field::Datetime(start),
            Field::Datetime(end),
            Field::Text((*label).into()),
            count,
        ]
    };
    answer(
        &["interval_start", "interval_end", "label", "count"],
        rows.iter().map(row).collect(),
    )
}

fn enrolled(rows: &[(&str, i64)]) -> BTreeMap<&'static str, Arc<Answer>> {
    let row = |(date, count): &(&str, i64)| vec![Field::Date(day(date)), Field::Int(*count)];
    BTreeMap::from([(
        "tracks",
        Arc::new(answer(&["date", "count"], rows.iter().map(row).collect())),
    )])
}

#[test]
fn one_week_x9() {
    let rows = activity(&[
        ("2014-09-08", "ACTIVE", Some(50)),
        ("2014-09-08", "ATTEMPTED_PROBLEM", None),
    ]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-07"), enrolled(&[("2014-09-07", 200)]));
    assert_eq!(
        tile(&presented, "active"),
        (Some("50"), Some("25.0% of current learners · week ending 7 Sep 2014"))
    );
    let (figure, detail) = tile(&presented, "attempted_problem");
    assert_eq!(
        (figure, detail),
        (Some("0"), Some("-- of current learners · week ending 7 Sep 2014"))
    );
    let chart = presented.chart.unwrap();
    let points: Vec<(&str, i64)> = chart
        .rows
        .iter()
        .filter(|row| row["series"] == "Active learners")
        .map(|row| (row["x"].as_str().unwrap(), row["value"].as_i64().unwrap()))
        .collect();
    assert_eq!(points, [("2014-08-31T00:00:00Z", 0), ("2014-09-07T00:00:00Z", 50)]);
    assert_eq!(
        shown(presented.table.unwrap()),
        [["September 7, 2014", "50", "0", "0", "0", "25.0%"]]
    );
}

#[test]
fn a_silent_course_looks_silent() {
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(5)), ("2014-09-22", "ACTIVE", Some(3))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-10-01"), enrolled(&[("2014-09-28", 10)]));
    let weeks = shown(presented.table.clone().unwrap());
    let expected = [
        ["September 28, 2014", "0", "0", "0", "0", "0.0%"],
        ["September 21, 2014", "3", "0", "0", "0", "-"],
        ["September 14, 2014", "0", "0", "0", "0", "0.0%"],
        ["September 7, 2014", "5", "0", "0", "0", "-"],
    ];
    assert_eq!(weeks, expected);
    assert_eq!(tile(&presented, "active").0, Some("0"));
}

#[test]
fn a_week_that_is_not_over_is_marked_d27() {
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(5)), ("2014-09-15", "ACTIVE", Some(2))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-10"), BTreeMap::new());
    assert_eq!(
        tile(&presented, "active").0,
        Some("5"),
        "tiles are of the last complete week"
    );
    assert_eq!(
        presented.notes,
        ["The last week is not over: its numbers hold the days up to September 10, 2014."]
    );
    let table = presented.table.unwrap();
    let tags: Vec<Option<&str>> = table.rows.iter().map(|row| row.tag.as_deref()).collect();
    assert_eq!(tags, [None, Some("so far")]);
    assert!(
        table.columns.iter().all(|column| column.key != "percent_of_current"),
        "no enrollment, no percentages"
    );
}

#[test]
fn the_week_so_far_comes_from_a_query_of_its_own_d27() {
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(5))]);
    let so_far = activity(&[
        ("2014-09-15", "ACTIVE", Some(2)),
        ("2014-09-15", "PLAYED_VIDEO", Some(1)),
    ]);
    let further = || BTreeMap::from([("open_week", Arc::new(so_far.clone()))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-10"), further());
    let points: Vec<(i64, bool)> = presented
        .chart
        .as_ref()
        .unwrap()
        .rows
        .iter()
        .filter(|row| row["series"] == "Active learners")
        .map(|row| (row["value"].as_i64().unwrap(), row["partial"].as_bool().unwrap()))
        .collect();
    assert_eq!(points, [(5, false), (2, true)]);
    assert_eq!(tile(&presented, "active").0, Some("5"));
    assert_eq!(presented.notes.len(), 1);
    assert_eq!(
        shown(presented.table.unwrap()),
        [
            ["September 14, 2014", "2", "1", "0", "0"],
            ["September 7, 2014", "5", "0", "0", "0"],
        ]
    );
    // A course in its first week.
    let first = present_with(&PRESENTER, &activity(&[]), Some("2014-09-10"), further());
    assert_eq!(tile(&first, "active"), (None, None), "no week is complete");
    assert_eq!(
        shown(first.table.unwrap()),
        [["September 14, 2014", "2", "1", "0", "0"]]
    );
    // Left over from a run of that week, which is over by now: its true numbers are among the complete weeks.
    let later = activity(&[("2014-09-08", "ACTIVE", Some(5)), ("2014-09-15", "ACTIVE", Some(7))]);
    let presented = present_with(&PRESENTER, &later, Some("2014-09-16"), further());
    assert_eq!(
        shown(presented.table.unwrap())[0],
        ["September 14, 2014", "7", "0", "0", "0"]
    );
}

#[test]
fn a_week_after_the_last_complete_day_is_not_the_open_one_d27() {
    let further = || BTreeMap::from([("open_week", Arc::new(activity(&[("2014-09-22", "ACTIVE", Some(2))])))]);
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(5))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-07"), further());
    assert!(presented.notes.is_empty());
    assert_eq!(
        shown(presented.table.unwrap()),
        [["September 7, 2014", "5", "0", "0", "0"]]
    );
    let nothing = present_with(&PRESENTER, &activity(&[]), Some("2014-09-07"), further());
    assert_eq!(nothing.empty, Some("state-range"));
}

#[test]
fn a_share_of_another_day_says_so_d4() {
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(4)), ("2014-09-15", "ACTIVE", Some(5))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-14"), enrolled(&[("2014-09-07", 10)]));
    let expected = "50.0% of learners enrolled on 7 Sep 2014 · week ending 14 Sep 2014";
    assert_eq!(tile(&presented, "active").1, Some(expected));
}

#[test]
fn one_person_is_one() {
    let rows = activity(&[("2014-09-08", "ACTIVE", Some(1))]);
    let presented = present_with(&PRESENTER, &rows, Some("2014-09-07"), enrolled(&[("2014-09-07", 200)]));
    assert_eq!(
        presented.summary.unwrap(),
        "In the week ending September 7, 2014, 1 person was active; the busiest week was the one ending September 7, 2014 with 1."
    );
}
