//! Bands that add up, and levels by key.

use super::*;
use crate::presenter::samples::{answer, day, present_alone, shown, tile};
use olivine_api::query::Cell as Field;

fn levels(rows: &[(Option<&str>, i64)]) -> Answer {
    let row = |(level, count): &(Option<&str>, i64)| {
        let level = level.map_or(Field::Null, |level| Field::Text(level.into()));
        vec![Field::Date(day("2024-06-30")), level, Field::Int(*count)]
    };
    answer(&["date", "education_level", "count"], rows.iter().map(row).collect())
}

#[test]
fn bands_add_up_to_everybody_known_d6() {
    let rows = [
        (Some("none"), 1),
        (Some("primary"), 1),
        (Some("secondary"), 2),
        (Some("bachelors"), 8),
        (Some("masters"), 4),
        (Some("other"), 3),
        (Some("apprenticeship"), 1),
        (None, 20),
    ];
    let presented = present_alone(&PRESENTER, &levels(&rows));
    let figures = ["school", "college", "advanced", "other"].map(|id| tile(&presented, id).0.unwrap());
    assert_eq!(figures, ["20.0%", "40.0%", "20.0%", "20.0%"]);
    assert_eq!(presented.notes[0], "50.0% of the people enrolled gave this.");
    let chart = presented.chart.as_ref().unwrap();
    let labels: Vec<&str> = chart.rows.iter().map(|row| row["x"].as_str().unwrap()).collect();
    let expected = [
        "None",
        "Primary",
        "Middle",
        "Secondary",
        "Associate",
        "Bachelor's",
        "Master's",
        "Doctorate",
        "Other",
        "apprenticeship",
    ];
    assert_eq!(
        labels, expected,
        "the unknown are not in the chart, whatever the language"
    );
    let table = shown(presented.table.unwrap());
    assert_eq!(table[0], ["Unknown", "20", "-"]);
    assert_eq!(table[1], ["Bachelor's", "8", "40.0%"]);
    assert_eq!(table.len(), 11);
}

#[test]
fn nobody_known_has_no_shares() {
    let presented = present_alone(&PRESENTER, &levels(&[(None, 2)]));
    assert_eq!(tile(&presented, "college").0, None);
    assert_eq!(
        presented.summary.unwrap(),
        "Nobody has given an educational background."
    );
}
