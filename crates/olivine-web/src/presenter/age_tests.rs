//! `UI X5`, `UI X6`, `UI X7` and odd birth years.

use super::*;
use crate::presenter::samples::{answer, day, present_alone, shown, tile};
use olivine_api::query::Cell as Field;

fn ages(rows: &[(Option<i64>, i64)]) -> Answer {
    let row = |(age, count): &(Option<i64>, i64)| {
        let year = age.map_or(Field::Null, |age| Field::Int(2024 - age));
        vec![Field::Date(day("2024-06-30")), year, Field::Int(*count)]
    };
    answer(&["date", "birth_year", "count"], rows.iter().map(row).collect())
}

#[test]
fn median_between_two_ages_x5() {
    let presented = present_alone(&PRESENTER, &ages(&[(Some(20), 2), (Some(30), 1), (Some(41), 1)]));
    let figures = ["median", "25-under", "26-40", "41-over"].map(|id| tile(&presented, id).0.unwrap());
    assert_eq!(figures, ["25", "50.0%", "25.0%", "25.0%"]);
}

#[test]
fn median_of_odd_number_x6() {
    let presented = present_alone(&PRESENTER, &ages(&[(Some(20), 1), (Some(30), 1), (Some(41), 1)]));
    assert_eq!(tile(&presented, "median").0, Some("30"));
    let halves = present_alone(&PRESENTER, &ages(&[(Some(20), 1), (Some(31), 1)]));
    assert_eq!(tile(&halves, "median").0, Some("25.5"));
}

#[test]
fn the_last_bin_is_open_x7() {
    let presented = present_alone(&PRESENTER, &ages(&[(Some(99), 1), (Some(104), 2), (None, 1)]));
    assert_eq!(presented.notes[0], "75.0% of the people enrolled gave this.");
    let chart = presented.chart.unwrap();
    assert_eq!(chart.rows.len(), 101);
    assert_eq!(
        (chart.rows[99]["value"].as_i64(), chart.rows[100]["value"].as_i64()),
        (Some(1), Some(2))
    );
    let table = shown(presented.table.unwrap());
    assert_eq!(
        table[..3],
        [["100+", "2", "50.0%"], ["99", "1", "25.0%"], ["Unknown", "1", "25.0%"]]
    );
}

#[test]
fn nobody_known_is_not_zero_d3() {
    let presented = present_alone(&PRESENTER, &ages(&[(None, 4)]));
    for id in ["median", "25-under", "26-40", "41-over"] {
        assert_eq!(tile(&presented, id).0, None, "{id}");
    }
    assert_eq!(presented.summary.unwrap(), "Nobody has given a birth year.");
}

#[test]
fn birth_years_in_the_future_are_apart_d18() {
    let presented = present_alone(&PRESENTER, &ages(&[(Some(30), 1), (Some(-2), 3)]));
    assert_eq!(tile(&presented, "median").0, Some("30"));
    assert!(
        presented
            .notes
            .iter()
            .any(|note| note.starts_with("3 people gave a birth year that cannot be right"))
    );
    let table = shown(presented.table.unwrap());
    assert_eq!(table[0], ["Out of range", "3", "75.0%"]);
}

#[test]
fn a_baby_is_not_out_of_range() {
    let presented = present_alone(&PRESENTER, &ages(&[(Some(0), 1)]));
    assert_eq!(tile(&presented, "25-under").0, Some("100.0%"));
}
