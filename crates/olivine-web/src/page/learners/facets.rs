//! What people of a course can be looked for by, and how a number lies in the class.

use olivine_api::query::{Answer, Cell};

use crate::format;
use crate::language::Words;
use crate::visit::Visit;

/// A list to choose one value of.
pub struct Drop {
    pub name: &'static str,
    pub title: String,
    pub options: Vec<Choice>,
}

/// One of its values, and how many people have it.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub count: String,
    pub selected: bool,
}

/// A member of an object.
pub fn member<'a>(object: &'a Cell, name: &str) -> Option<&'a Cell> {
    match object {
        Cell::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
        _ => None,
    }
}

/// What people can be looked for by, and the ranges of the class.
pub struct Facets {
    cohorts: Vec<(String, i64)>,
    tracks: Vec<(String, i64)>,
    ranges: Cell,
}

impl Facets {
    /// Of the answer to the roster's query about the class.
    pub fn of(answer: &Answer) -> Self {
        let row = answer.rows.first().map_or(&[][..], Vec::as_slice);
        let counts = |name: &str| match answer.field(row, name) {
            Cell::Object(members) => members
                .iter()
                .map(|(value, count)| (value.clone(), count.as_int().unwrap_or(0)))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            cohorts: counts("cohorts"),
            tracks: counts("enrollment_modes"),
            ranges: answer.field(row, "engagement_ranges").clone(),
        }
    }

    /// The days of the numbers.
    pub fn period(&self, words: &Words) -> String {
        let days = member(&self.ranges, "date_range");
        let day = |name: &str| days.and_then(|days| member(days, name)).and_then(Cell::as_date);
        match (day("start"), day("end").and_then(|end| end.pred_opt())) {
            (Some(start), Some(last)) => words.with(
                "learners-period",
                &[
                    ("start", &format::date_long(words, start)),
                    ("end", &format::date_long(words, last)),
                ],
            ),
            _ => words.t("learners-period-none"),
        }
    }

    /// `high` at the top of the class, `low` at its bottom. Equal bounds are that value alone; no bound is infinite.
    pub fn rank(&self, metric: &str, value: f64) -> &'static str {
        let ranks = member(&self.ranges, metric);
        let holds = |name: &str| match ranks.and_then(|ranks| member(ranks, name)) {
            Some(Cell::List(bounds)) => {
                let bound = |place: usize| bounds.get(place).and_then(Cell::as_float).unwrap_or(f64::INFINITY);
                let (low, high) = (bound(0), bound(1));
                (low <= value && value < high) || (low == high && value == low)
            }
            _ => false,
        };
        match (holds("class_rank_top"), holds("class_rank_bottom")) {
            (true, _) => "high",
            (_, true) => "low",
            _ => "",
        }
    }

    /// The lists to choose from; one without values is left out.
    pub fn drops(&self, visit: &Visit) -> Vec<Drop> {
        let words = &visit.words;
        let drop = |name: &'static str, title: &str, values: &[(String, i64)]| {
            let mut values = values.to_vec();
            values.sort_by_key(|(value, _)| value.to_lowercase());
            Drop {
                name,
                title: words.t(title),
                options: values
                    .into_iter()
                    .map(|(value, count)| Choice {
                        label: label(words, name, &value),
                        count: format::integer(words, count),
                        selected: visit.query.get(name) == Some(&value),
                        value,
                    })
                    .collect(),
            }
        };
        let drops = [
            drop("cohort", "learners-cohort", &self.cohorts),
            drop("enrollment_mode", "learners-track", &self.tracks),
        ];
        drops.into_iter().filter(|drop| !drop.options.is_empty()).collect()
    }
}

/// What a value of a filter says.
pub fn label(words: &Words, filter: &str, value: &str) -> String {
    let known = (filter == "enrollment_mode").then(|| words.find(&format!("mode-{value}")));
    known.flatten().unwrap_or_else(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: Vec<(&str, Cell)>) -> Cell {
        Cell::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// A class with the same ranges for one metric.
    fn class(bottom: Cell, top: Cell) -> Facets {
        let ranks = object(vec![
            ("class_rank_bottom", bottom),
            ("class_rank_average", Cell::Null),
            ("class_rank_top", top),
        ]);
        Facets {
            cohorts: Vec::new(),
            tracks: Vec::new(),
            ranges: object(vec![("videos_viewed", ranks)]),
        }
    }

    fn range(low: Option<f64>, high: Option<f64>) -> Cell {
        let bound = |bound: Option<f64>| bound.map_or(Cell::Null, Cell::Float);
        Cell::List(vec![bound(low), bound(high)])
    }

    fn ranks<const N: usize>(class: &Facets, values: [f64; N]) -> [&'static str; N] {
        values.map(|value| class.rank("videos_viewed", value))
    }

    /// `UI X18`.
    #[test]
    fn a_range_holds_its_lower_end_only_x18() {
        let usual = class(range(Some(0.0), Some(10.0)), range(Some(26.0), None));
        assert_eq!(
            ranks(&usual, [0.0, 9.9, 10.0, 25.9, 26.0, 1e9]),
            ["low", "low", "", "", "high", "high"]
        );
        let one_value = class(Cell::Null, range(Some(5.0), Some(5.0)));
        assert_eq!(ranks(&one_value, [4.9, 5.0, 5.1]), ["", "high", ""]);
        let no_ranges = class(Cell::Null, Cell::Null);
        assert_eq!(ranks(&no_ranges, [0.0, 5.0]), ["", ""]);
        assert_eq!(no_ranges.rank("problems_attempted", 5.0), "", "nor for other metrics");
    }

    /// The bottom of attempts per right answer is to have none right: both ends are infinite, and no number lies in it.
    #[test]
    fn a_range_without_ends_is_infinity_alone() {
        let endless = class(range(None, None), range(Some(1.0), Some(1.5)));
        assert_eq!(
            ranks(&endless, [0.0, 1.0, 1.5, 1e9, f64::INFINITY]),
            ["", "high", "", "", "low"]
        );
    }
}
