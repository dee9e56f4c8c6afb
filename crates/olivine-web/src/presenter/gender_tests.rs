//! `UI X8`.

use super::*;
use crate::presenter::samples::{answer, day, present_alone, shown};
use olivine_api::query::Cell as Field;

fn genders(rows: &[(&str, Option<&str>, i64)]) -> Answer {
    let row = |(date, gender, count): &(&str, Option<&str>, i64)| {
        let gender = gender.map_or(Field::Null, |gender| Field::Text(gender.into()));
        vec![Field::Date(day(date)), gender, Field::Int(*count)]
    };
    answer(&["date", "gender", "count"], rows.iter().map(row).collect())
}

#[test]
fn shares_of_known_x8() {
    let rows = [
        ("2024-06-29", Some("f"), 1),
        ("2024-06-30", Some("f"), 30),
        ("2024-06-30", Some("m"), 50),
        ("2024-06-30", None, 15),
        ("2024-06-30", Some("x"), 5),
    ];
    let presented = present_alone(&PRESENTER, &genders(&rows));
    let chart = presented.chart.unwrap();
    let bars: Vec<(&str, f64)> = chart
        .rows
        .iter()
        .map(|row| (row["x"].as_str().unwrap(), row["value"].as_f64().unwrap() * 100.0))
        .collect();
    assert_eq!(bars, [("Female", 37.5), ("Male", 62.5), ("Other", 0.0)]);
    assert_eq!(presented.notes[0], "80.0% of the people enrolled gave this.");
    let table = shown(presented.table.unwrap());
    assert_eq!(table[0], ["June 30, 2024", "100", "30", "50", "0", "20"]);
    assert_eq!(table[1], ["June 29, 2024", "1", "1", "0", "0", "0"]);
    assert_eq!(
        presented.summary.unwrap(),
        "Female 37.5%, male 62.5%, other 0.0% of known."
    );
}

#[test]
fn nobody_known_is_said_so() {
    let presented = present_alone(&PRESENTER, &genders(&[("2024-06-30", None, 2)]));
    assert_eq!(presented.summary.unwrap(), "Nobody has given a gender.");
}
