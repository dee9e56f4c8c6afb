//! Why people may be about to drop out (`OV-8`): the rows as they are, with their reasons in words.

use olivine_api::query::Answer;

use super::rows::{Row, rows};
use super::{Context, Presented, Presenter, plain};
use crate::format;
use crate::language::Words;
use crate::table::Cell;

pub const PRESENTER: Presenter = Presenter {
    name: "at_risk",
    doc: "The rows as they are, the codes in `reasons` worded with the numbers of the row: `days_away`, `days_left`, `days_lately`, \
          `days_before`, `tries_lately`, `right_lately`, `tries_before`, `right_before`, `grade_percent`.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// Column of the codes.
const REASONS: &str = "reasons";

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let mut presented = (plain::PRESENTER.present)(answer, context);
    if let Some(table) = &mut presented.table
        && let Some(position) = table.columns.iter().position(|column| column.key == REASONS)
    {
        for (shown, row) in table.rows.iter_mut().zip(rows(answer)) {
            shown.cells[position] = Cell::text(in_words(row, context.words));
        }
    }
    presented
}

/// All reasons of a person as one text.
fn in_words(row: Row<'_>, words: &Words) -> String {
    let codes = row.text(REASONS).unwrap_or_default().split(',');
    let worded = codes
        .filter(|code| !code.is_empty())
        .map(|code| reason(row, code, words));
    worded
        .reduce(|before, next| words.with("risk-reasons", &[("before", &before), ("next", &next)]))
        .unwrap_or_default()
}

fn reason(row: Row<'_>, code: &str, words: &Words) -> String {
    let shown = |column: &str| format::integer(words, row.count(column));
    match code {
        "away" => words.counted("risk-away", row.count("days_away"), &[]),
        "deadline" => words.counted("risk-deadline", row.count("days_left"), &[]),
        "activity" => words.with(
            "risk-activity",
            &[("lately", &shown("days_lately")), ("before", &shown("days_before"))],
        ),
        "trend" => words.with(
            "risk-trend",
            &[
                ("right_lately", &shown("right_lately")),
                ("lately", &shown("tries_lately")),
                ("right_before", &shown("right_before")),
                ("before", &shown("tries_before")),
            ],
        ),
        "answers" => {
            let sum = |lately: &str, before: &str| format::integer(words, row.count(lately) + row.count(before));
            words.with(
                "risk-answers",
                &[
                    ("right", &sum("right_lately", "right_before")),
                    ("tries", &sum("tries_lately", "tries_before")),
                ],
            )
        }
        "grade" => {
            let grade = row.count("grade_percent") as f64 / 100.0;
            words.t1("risk-grade", "percent", &format::whole_percent(words, grade))
        }
        // A plugin may give reasons of its own.
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use olivine_api::query::Cell as Field;

    use super::*;
    use crate::language::Languages;
    use crate::presenter::samples::answer;

    /// The reasons of two people in a language, without the marks that keep parts of a sentence apart.
    fn worded(language: &str) -> Vec<String> {
        let columns = [
            "days_away",
            "days_left",
            "days_lately",
            "days_before",
            "tries_lately",
            "right_lately",
            "tries_before",
            "right_before",
            "grade_percent",
            "reasons",
        ];
        let row = |numbers: [i64; 9], codes: &str| {
            let numbers = numbers.into_iter().map(Field::Int);
            numbers.chain([Field::Text(codes.to_owned())]).collect::<Vec<_>>()
        };
        let rows = answer(
            &columns,
            vec![
                row(
                    [1200, 7, 1, 3, 3, 0, 3, 2, 49],
                    "away,deadline,activity,trend,answers,grade",
                ),
                row([1, 0, 1, 0, 1, 0, 0, 0, 50], "away,deadline,mood"),
            ],
        );
        let words = Languages::load().unwrap().words(Some(language), None);
        let context = Context {
            words: &words,
            report: "learners.at_risk",
            as_of: None,
            further: &BTreeMap::new(),
            is_drawn: false,
            place: &BTreeMap::new(),
            base: "",
        };
        let table = (PRESENTER.present)(&rows, &context).table.unwrap();
        let last = table.rows.iter().map(|row| row.cells.last().unwrap().text.clone());
        last.map(|text| text.replace(['\u{2068}', '\u{2069}'], "")).collect()
    }

    #[test]
    fn reasons_are_worded_with_their_numbers() {
        assert_eq!(
            worded("en"),
            [
                "last here 1,200 days ago; the course ends in 7 days; active on 1 of the last 28 days, on 3 of the 28 before; \
                 0 of 3 answers right in the last 28 days, 2 of 3 before; 2 of 6 answers right in all; grade so far 49%",
                "last here 1 day ago; the course ends today; mood",
            ]
        );
    }

    #[test]
    fn every_language_words_them() {
        let arabic = worded("ar");
        let english = worded("en");
        for (arabic, english) in arabic.iter().zip(&english) {
            assert!(arabic.contains('؛'), "{arabic}");
            assert!(!arabic.contains("last here") && !arabic.contains('⟦'), "{arabic}");
            assert_ne!(arabic, english);
        }
        assert!(arabic[0].contains("2 من 6"), "{}", arabic[0]);
    }
}
