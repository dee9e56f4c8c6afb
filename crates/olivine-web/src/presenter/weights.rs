//! Types of assignments and how much they weigh in the grade (`UI 4.2`, P-G1).

use olivine_api::query::Answer;

use super::rows::rows;
use super::{ChartRows, Context, Presented, Presenter, Series, Tip, object};
use crate::content::{Leaf, Part, Subject, Tree};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};
use crate::wired::{CONTENTS, GRADING_POLICY};

pub const PRESENTER: Presenter = Presenter {
    name: "assignment_weights",
    doc: "Types of assignments of a course with the weights of its grading policy.",
    further: &[CONTENTS, Subject::Graded.data(), GRADING_POLICY],
    continued_by: None,
    has_headlines: false,
    present,
};

/// Narrowest box, in percent of the row.
const NARROWEST: f64 = 5.0;

/// A type of assignment.
struct Type<'a> {
    name: String,
    /// Its part of the grade, of 1; none where the policy does not say.
    weight: Option<f64>,
    leaves: Vec<&'a Leaf>,
    url: Option<String>,
}

/// The types of the policy in its order, then those that only the course has.
fn types<'a>(tree: &'a Tree, context: &Context<'_>) -> Vec<Type<'a>> {
    let mut groups: Vec<(&Part, Vec<&Leaf>)> = tree.below(&[]);
    let policy = context.further.get("policy");
    let mut types: Vec<Type<'a>> = Vec::new();
    let link = |part: &Part, leaves: &[&Leaf]| {
        let has_data = leaves.iter().any(|leaf| leaf.has_data);
        has_data.then(|| {
            format!(
                "{}{}",
                context.base,
                Subject::Graded.path(tree, std::slice::from_ref(part))
            )
        })
    };
    for row in policy.into_iter().flat_map(|answer| rows(answer)) {
        let Some(name) = row.text("assignment_type") else {
            continue;
        };
        let own = groups.iter().position(|(part, _)| part.id == name.to_lowercase());
        let (url, leaves) = match own.map(|at| groups.remove(at)) {
            Some((part, leaves)) => (link(part, &leaves), leaves),
            None => (None, Vec::new()),
        };
        types.push(Type {
            name: name.to_owned(),
            weight: row.field("weight").as_float(),
            leaves,
            url,
        });
    }
    types.extend(groups.into_iter().map(|(part, leaves)| Type {
        name: Subject::Graded.name_of(part, context.words),
        weight: None,
        url: link(part, &leaves),
        leaves,
    }));
    types
}

/// Widths in percent of the row. Boxes under five percent get five; the others share what remains, in whole percents (`UI X15`).
fn widths(weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return weights.iter().map(|_| 100.0 / weights.len().max(1) as f64).collect();
    }
    let shares: Vec<f64> = weights.iter().map(|weight| 100.0 * weight / sum).collect();
    let narrow = shares.iter().filter(|share| **share < NARROWEST).count();
    let left = 100.0 - NARROWEST * narrow as f64;
    let width = |share: &f64| {
        if *share < NARROWEST {
            NARROWEST
        } else if narrow == 0 {
            *share
        } else {
            // Of the whole row, not of what the wide ones share: the row may end a little early, never late.
            (share * left / 100.0).round()
        }
    };
    shares.iter().map(width).collect()
}

fn present(_: &Answer, context: &Context<'_>) -> Presented {
    let words = context.words;
    let tree = Subject::Graded.tree(context.further);
    let types = types(&tree, context);
    if types.is_empty() {
        return Presented {
            empty: Some("content-nothing-graded"),
            ..Presented::default()
        };
    }
    let is_known = types.iter().any(|kind| kind.weight.is_some());
    Presented {
        chart: is_known.then(|| chart(&types, words)),
        table: Some(table(&types, words)),
        summary: is_known.then(|| summary(&types, words)),
        notes: if is_known {
            Vec::new()
        } else {
            vec![words.t("content-no-policy")]
        },
        created: tree.created,
        ..Presented::default()
    }
}

fn chart(types: &[Type<'_>], words: &Words) -> ChartRows {
    let weights: Vec<f64> = types.iter().map(|kind| kind.weight.unwrap_or(0.0)).collect();
    let mut chart = ChartRows::default();
    let mut from = 0.0;
    for ((at, kind), width) in types.iter().enumerate().zip(widths(&weights)) {
        let percent = format::whole_percent(words, kind.weight.unwrap_or(0.0));
        let label = format!("{}. {}", at + 1, kind.name);
        let tip = Tip::json(kind.name.clone(), vec![(words.t("column-weight"), percent.clone())]);
        let mut mark = object([
            ("series", label.clone().into()),
            ("from", from.into()),
            ("middle", (from + width / 2.0).into()),
            ("to", (from + width).into()),
            ("percent", percent.into()),
            ("label", kind.name.clone().into()),
            ("tip", tip),
        ]);
        if let Some(url) = &kind.url {
            mark.insert("url".to_owned(), url.clone().into());
        }
        chart.rows.push(mark);
        chart.series.push(Series {
            label,
            color: (at % 8) as u8 + 1,
        });
        from += width;
    }
    chart
}

fn table(types: &[Type<'_>], words: &Words) -> DataTable {
    let column = |key: &str, kind| TableColumn {
        key: key.to_owned(),
        label: words.t(&format!("column-{key}")),
        kind,
    };
    let unknown = || Cell::missing(words.t("missing"));
    let rows = types.iter().enumerate().map(|(at, kind)| {
        let (good, all) = kind.leaves.iter().fold((0, 0), |(good, all), leaf| {
            (good + leaf.good, all + leaf.good + leaf.bad)
        });
        let count = kind.leaves.len() as i64;
        let share = format::share(good, all);
        let cells = vec![
            Cell::number(format::integer(words, at as i64 + 1), at as f64 + 1.0),
            Cell::text(kind.name.clone()).linked(kind.url.clone()),
            kind.weight.map_or_else(unknown, |weight| {
                Cell::number(format::table_percent(words, weight), weight)
            }),
            Cell::number(format::integer(words, count), count as f64),
            if all > 0 {
                Cell::number(format::table_percent(words, share), share)
            } else {
                // Of nothing there is no percentage (`UI 4.1`).
                Cell::missing(words.t("not-recorded"))
            },
        ];
        TableRow { cells, tag: None }
    });
    DataTable {
        columns: vec![
            column("order", Kind::Number),
            column("assignment_type_name", Kind::Text),
            column("weight", Kind::Number),
            column("problems", Kind::Number),
            column("percent_correct", Kind::Number),
        ],
        rows: rows.collect(),
        sorted_by: "order",
        descending: false,
    }
}

fn summary(types: &[Type<'_>], words: &Words) -> String {
    let named = types.iter().filter_map(|kind| {
        let percent = format::whole_percent(words, kind.weight?);
        Some(words.with("summary-weight", &[("name", &kind.name), ("percent", &percent)]))
    });
    named.collect::<Vec<_>>().join(&words.t("list-separator"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presenter::samples::english;
    use crate::table::SortKey;

    #[test]
    fn types_are_numbered_from_one_in_files_too() {
        let kind = |name: &str| Type {
            name: name.to_owned(),
            weight: Some(0.5),
            leaves: Vec::new(),
            url: None,
        };
        let rows = table(&[kind("Quiz"), kind("Exam")], &english()).rows;
        let keys: Vec<&SortKey> = rows.iter().map(|row| &row.cells[0].key).collect();
        assert_eq!(keys, [&SortKey::Number(1.0), &SortKey::Number(2.0)]);
    }

    #[test]
    fn a_weight_that_is_not_known_is_told_from_nothing() {
        let kind = Type {
            name: "Quiz".to_owned(),
            weight: None,
            leaves: Vec::new(),
            url: None,
        };
        let rows = table(&[kind], &english()).rows;
        let texts: Vec<&str> = rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["1", "Quiz", "--", "0", "-"]);
    }

    /// `UI X15`.
    #[test]
    fn light_types_get_room_x15() {
        assert_eq!(widths(&[0.60, 0.37, 0.03]), [57.0, 35.0, 5.0]);
        assert_eq!(widths(&[0.5, 0.5]), [50.0, 50.0]);
        assert_eq!(widths(&[0.0, 0.0]), [50.0, 50.0]);
        assert_eq!(widths(&[]), Vec::<f64>::new());
        let many = widths(&[0.9, 0.02, 0.02, 0.02, 0.02, 0.02]);
        assert!(many.iter().sum::<f64>() <= 100.0, "{many:?}");
    }
}
