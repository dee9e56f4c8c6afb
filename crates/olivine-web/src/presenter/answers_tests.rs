//! `UI X16`, `UI X17`, and what is shown of an answer.

use super::*;
use crate::presenter::samples::{answer, present_at, shown};
use olivine_api::query::Cell as Field;

/// An answer: part, text, right, last, first, variant.
type Given<'a> = (&'a str, Option<&'a str>, bool, i64, i64, Option<i64>);

fn rows(rows: &[Given<'_>]) -> Answer {
    let row = |(part, text, right, last, first, variant): &Given<'_>| {
        vec![
            Field::Text((*part).to_owned()),
            Field::Text(text.unwrap_or("None").to_owned()),
            Field::Bool(text.is_some()),
            Field::Bool(*right),
            Field::Int(*last),
            Field::Int(*first),
            variant.map_or(Field::Null, Field::Int),
        ]
    };
    answer(
        &[
            "part_id",
            "answer_value",
            "has_answer",
            "correct",
            "last_response_count",
            "first_response_count",
            "variant",
        ],
        rows.iter().map(row).collect(),
    )
}

fn of_part(answer: &Answer, part: &str) -> Presented {
    present_at(&PRESENTER, answer, None, Default::default(), &[("part_id", part)])
}

#[test]
fn twelve_answers_are_drawn_and_all_are_listed_x16() {
    let texts: Vec<String> = (0..14).map(|number| format!("answer {number}")).collect();
    let all: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| ("p", Some(text.as_str()), at == 3, at as i64, 0, None))
        .collect();
    let plain = of_part(&rows(&all), "p");
    assert_eq!(plain.chart.as_ref().unwrap().rows.len(), 12);
    assert_eq!(plain.table.as_ref().unwrap().rows.len(), 14);
    assert_eq!(plain.table.as_ref().unwrap().columns.len(), 5);
    let mut randomised = all.clone();
    randomised[0].5 = Some(7);
    let randomised = of_part(&rows(&randomised), "p");
    assert!(randomised.chart.is_none() && randomised.summary.is_none());
    assert_eq!(randomised.notes.len(), 1);
    let table = randomised.table.unwrap();
    assert_eq!(table.columns.last().unwrap().label, "Variant");
    assert_eq!(table.rows.len(), 14);
    let mut one_variant = all;
    for row in &mut one_variant {
        row.5 = Some(1);
    }
    assert!(of_part(&rows(&one_variant), "p").chart.is_some(), "the only variant");
}

#[test]
fn parts_are_in_natural_order_x17() {
    let mut parts = ["q_10_1", "q_2_1", "q_2_1"].map(String::from).to_vec();
    crate::content::part_order(&mut parts);
    assert_eq!(parts, ["q_2_1", "q_10_1"]);
    let both = rows(&[
        ("q_10_1", Some("ten"), true, 1, 0, None),
        ("q_2_1", Some("two"), true, 1, 0, None),
    ]);
    let first = present_at(&PRESENTER, &both, None, Default::default(), &[]);
    assert_eq!(shown(first.table.unwrap())[0][0], "two", "without a part, the first");
}

#[test]
fn numbers_stay_as_they_were_typed_d16() {
    let typed = rows(&[
        ("p", Some("0.12345"), true, 5, 4, None),
        ("p", Some("10"), false, 3, 1, None),
        ("p", Some("9"), false, 2, 1, None),
        ("p", None, false, 1, 1, None),
    ]);
    let presented = of_part(&typed, "p");
    let table = presented.table.unwrap();
    assert_eq!(table.columns[0].kind, Kind::Typed);
    let page = table
        .clone()
        .page(&[], &crate::address::Query::parse("sort=answer&order=asc"), "", "a");
    let answers: Vec<&str> = page.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
    assert_eq!(answers, ["0.12345", "9", "10", "(empty)"]);
    assert_eq!(shown(table)[0], ["0.12345", "Correct", "5", "45.5%", "4"]);
    let tip = &presented.chart.unwrap().rows[0]["tip"];
    assert_eq!(tip["heading"], "Answer: 0.12345");
    assert_eq!(tip["lines"][0][1], "5 (45.5%)", "number and share (`UI D-15`)");
}

#[test]
fn the_word_none_is_an_answer() {
    let mut typed = rows(&[("p", Some("None"), true, 2, 0, None), ("p", None, false, 1, 0, None)]);
    typed.rows.reverse();
    let rows = shown(of_part(&typed, "p").table.unwrap());
    assert_eq!((rows[0][0].as_str(), rows[1][0].as_str()), ("None", "(empty)"));
    assert!(of_part(&typed, "q").empty.is_some());
}

#[test]
fn one_submission_is_one() {
    let only = of_part(&rows(&[("p", Some("9"), true, 1, 1, None)]), "p");
    assert_eq!(
        only.summary.unwrap(),
        "100.0% of 1 submission is correct. The most frequent answer is “9” with 100.0%."
    );
}
