//! The answers to one part of a problem (`UI 4.4`).

use olivine_api::query::Answer;

use super::levels::cut;
use super::rows::created;
use super::{ChartRows, Context, Presented, Presenter, Series, Tip, object};
use crate::content::{AnswerRow, answers};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

pub const PRESENTER: Presenter = Presenter {
    name: "answers",
    doc: "Rows of part_id, answer_value, has_answer, correct, variant, first_response_count, last_response_count of one problem: the \
          answers to the page's part, the most frequent first.",
    further: &[],
    continued_by: None,
    has_headlines: false,
    present,
};

/// Answers that are drawn.
const DRAWN: usize = 12;
/// Characters of an answer in a tip.
const TIP_ANSWER: usize = 250;

fn present(answer: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let found = answers(answer, context.place.get("part_id").map(String::as_str));
    if found.is_empty() {
        return Presented {
            empty: Some("content-no-answers"),
            ..Presented::default()
        };
    }
    let is_randomised = found.iter().any(|row| row.variant.is_some_and(|variant| variant != 1));
    Presented {
        chart: (!is_randomised).then(|| chart(&found, words)),
        summary: (!is_randomised).then(|| summary(&found, words)),
        table: Some(table(&found, is_randomised, words)),
        notes: if is_randomised {
            vec![words.t("answers-randomised")]
        } else {
            Vec::new()
        },
        caption: Some(words.t("caption-submissions")),
        created: created(answer),
        ..Presented::default()
    }
}

fn total(answers: &[AnswerRow]) -> i64 {
    answers.iter().map(|row| row.last).sum()
}

/// What was typed, as it was typed (`UI D-16`).
fn shown(row: &AnswerRow, words: &Words) -> String {
    row.answer.clone().unwrap_or_else(|| words.t("empty-text"))
}

fn chart(answers: &[AnswerRow], words: &Words) -> ChartRows {
    let series = vec![
        Series {
            label: words.t("answer-correct"),
            color: 1,
        },
        Series {
            label: words.t("answer-incorrect"),
            color: 6,
        },
    ];
    let total = total(answers);
    let row = |(at, row): (usize, &AnswerRow)| {
        let own = &series[usize::from(!row.is_correct)];
        let share = format::table_percent(words, format::share(row.last, total));
        let number = format::integer(words, row.last);
        // Number and share of all submissions, under the name of what the bar is (`UI D-15`).
        let line = words.with("tip-number-and-share", &[("number", &number), ("share", &share)]);
        let answer = shown(row, words);
        let heading = words.t1("tip-answer", "answer", &cut(&answer, TIP_ANSWER));
        object([
            ("x", format!("{}|{answer}", at + 1).into()),
            ("at", at.into()),
            ("series", own.label.clone().into()),
            ("order", 0.into()),
            ("value", row.last.into()),
            ("tip", Tip::json(heading, vec![(own.label.clone(), line)])),
        ])
    };
    ChartRows {
        rows: answers.iter().take(DRAWN).enumerate().map(row).collect(),
        series,
        tips: Vec::new(),
    }
}

fn table(answers: &[AnswerRow], with_variant: bool, words: &Words) -> DataTable {
    let column = |key: &str, message: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(message),
        kind,
    };
    // Sorted as numbers where all are numbers (`UI 4.4`).
    let as_number = |row: &AnswerRow| row.answer.as_deref().map(|text| text.trim().parse::<f64>().ok());
    let is_numeric = answers
        .iter()
        .filter_map(as_number)
        .all(|number| number.is_some_and(f64::is_finite));
    let total = total(answers);
    let mut columns = vec![
        column(
            "answer",
            "column-answer",
            if is_numeric { Kind::Typed } else { Kind::Text },
        ),
        column("correct", "column-is_correct", Kind::Text),
        column("submissions", "column-submission_count", Kind::Number),
        column("share", "column-share_of_submissions", Kind::Number),
        column("first", "column-first_submission_count", Kind::Number),
    ];
    if with_variant {
        columns.push(column("variant", "column-variant", Kind::Number));
    }
    let count = |count: i64| Cell::number(format::integer(words, count), count as f64);
    let rows = answers.iter().map(|row| {
        let share = format::share(row.last, total);
        let answer = match (&row.answer, as_number(row).flatten().filter(|_| is_numeric)) {
            (None, _) => Cell::missing(words.t("empty-text")),
            (Some(text), Some(number)) => Cell::number(text.clone(), number),
            (Some(text), None) => Cell::text(text.clone()),
        };
        let correct = if row.is_correct {
            Cell::text(words.t("answer-correct"))
        } else {
            Cell::missing(words.t("not-recorded"))
        };
        let mut cells = vec![
            answer,
            correct,
            count(row.last),
            Cell::number(format::table_percent(words, share), share),
            count(row.first),
        ];
        if with_variant {
            cells.push(
                row.variant
                    .map_or_else(|| Cell::missing(words.t("not-recorded")), count),
            );
        }
        TableRow { cells, tag: None }
    });
    DataTable {
        columns,
        rows: rows.collect(),
        sorted_by: "submissions",
        descending: true,
    }
}

fn summary(answers: &[AnswerRow], words: &Words) -> String {
    let total = total(answers);
    let correct: i64 = answers.iter().filter(|row| row.is_correct).map(|row| row.last).sum();
    let top = answers.first().map(|row| shown(row, words)).unwrap_or_default();
    let top_share = format::share(answers.first().map_or(0, |row| row.last), total);
    words.counted(
        "summary-answers",
        total,
        &[
            (
                "percent",
                &format::sentence_percent(words, format::share(correct, total)),
            ),
            ("top", &cut(&top, 80)),
            ("top_percent", &format::sentence_percent(words, top_share)),
        ],
    )
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
