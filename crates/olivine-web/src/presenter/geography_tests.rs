//! `UI X10`, and codes that are no country.

use super::*;
use crate::presenter::samples::{answer, day, present_alone, shown, tile};
use olivine_api::query::Cell as Field;

fn places(rows: &[(Option<&str>, i64)]) -> Answer {
    let row = |(code, count): &(Option<&str>, i64)| {
        let code = code.map_or(Field::Null, |code| Field::Text(code.into()));
        vec![Field::Date(day("2024-06-30")), code, Field::Int(*count)]
    };
    answer(&["date", "country_code", "count"], rows.iter().map(row).collect())
}

#[test]
fn countries_by_size_x10() {
    let presented = present_alone(
        &PRESENTER,
        &places(&[(Some("FR"), 3), (Some("US"), 6), (Some("UNKNOWN"), 1)]),
    );
    assert_eq!(tile(&presented, "countries").0, Some("2"));
    assert_eq!(
        tile(&presented, "top"),
        (Some("United States of America"), Some("60% of learners"))
    );
    assert_eq!(tile(&presented, "second"), (Some("France"), Some("30% of learners")));
    assert!(presented.tiles.iter().all(|tile| tile.id != "third"));
    let expected = [
        ["United States of America", "60.0%", "6"],
        ["France", "30.0%", "3"],
        ["Unknown country", "10.0%", "1"],
    ];
    assert_eq!(shown(presented.table.unwrap()), expected);
    let chart = presented.chart.unwrap();
    assert_eq!(chart.rows[0]["id"], "840");
}

#[test]
fn nothing_located_is_said_so_d18() {
    let presented = present_alone(&PRESENTER, &places(&[(None, 2), (Some("A1"), 3), (Some("XK"), 1)]));
    assert_eq!(tile(&presented, "countries").0, Some("0"));
    assert_eq!(presented.summary.unwrap(), "No connection could be located.");
    assert_eq!(shown(presented.table.unwrap()), [["Unknown country", "100.0%", "6"]]);
    let empty = present_alone(&PRESENTER, &places(&[]));
    assert!(empty.table.unwrap().rows.is_empty());
}
