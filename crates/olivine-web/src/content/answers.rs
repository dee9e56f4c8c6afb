//! The answers to one part of a problem (`UI 4.4`).

use olivine_api::query::Answer;

use crate::presenter::rows_of;
use crate::table::natural;

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    /// What was answered; none where nothing was.
    pub answer: Option<String>,
    /// Whether it is right.
    pub is_correct: bool,
    /// Learners whose last submission has it.
    pub last: i64,
    /// Learners whose first submission has it.
    pub first: i64,
    /// Variant of the problem it belongs to; none where all variants are one.
    pub variant: Option<i64>,
}

/// The answers to a part, the most frequent first. `part` none: the first part.
pub fn answers(answer: &Answer, part: Option<&str>) -> Vec<AnswerRow> {
    let mut parts: Vec<String> = rows_of(answer)
        .filter_map(|row| row.text("part_id").map(str::to_owned))
        .collect();
    part_order(&mut parts);
    let part = part.or_else(|| parts.first().map(String::as_str));
    let mut found: Vec<AnswerRow> = rows_of(answer)
        .filter(|row| row.text("part_id") == part)
        .map(|row| AnswerRow {
            answer: (row.integer("has_answer") == Some(1))
                .then(|| row.text("answer_value").unwrap_or_default().to_owned()),
            is_correct: row.integer("correct") == Some(1),
            last: row.count("last_response_count"),
            first: row.count("first_response_count"),
            variant: row.integer("variant"),
        })
        .collect();
    found.sort_by(|one, other| {
        other
            .last
            .cmp(&one.last)
            .then_with(|| natural_of(one).cmp(&natural_of(other)))
    });
    found
}

/// Texts in natural order, as a key.
#[derive(PartialEq, Eq)]
struct Natural<'a>(&'a str);

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        natural(self.0, other.0)
    }
}

fn natural_of(row: &AnswerRow) -> Natural<'_> {
    Natural(row.answer.as_deref().unwrap_or_default())
}

/// Parts of a problem in natural order, each once: part 2 comes before part 10 (`UI X17`).
pub fn part_order(parts: &mut Vec<String>) {
    parts.sort_by(|one, other| natural(one, other));
    parts.dedup();
}
