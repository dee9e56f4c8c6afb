//! One level of a tree: sections, subsections, assignments, outcomes, or the videos and problems in them (`UI 4.2`, `UI 4.3`,
//! `UI 4.5`, `UI 4.6`).

use super::{ChartRows, Context, Presented, Presenter, Series, Tip, object};
use crate::content::{Choice, Leaf, Subject, Tree};
use crate::format;
use crate::language::Words;
use crate::table::{Cell, DataTable, Kind, TableColumn, TableRow};

/// Characters of a name in a tip.
const TIP_NAME: usize = 250;

macro_rules! presenter_of {
    ($name:ident, $subject:expr, $view:literal, $doc:literal) => {
        pub const $name: Presenter = Presenter {
            name: $view,
            doc: $doc,
            further: $subject.sources(),
            continued_by: None,
            has_headlines: false,
            present: |_, context| present($subject, context),
        };
    };
}

presenter_of!(
    VIDEOS,
    Subject::Videos,
    "videos",
    "Videos of the page's section or subsection, or averages of those below it: complete and incomplete views."
);
presenter_of!(
    GRADED,
    Subject::Graded,
    "graded_content",
    "Graded problems of the page's assignment, or averages of the assignments of its type: correct and incorrect submissions."
);
presenter_of!(
    UNGRADED,
    Subject::Ungraded,
    "ungraded_problems",
    "Practice problems of the page's section or subsection, or averages of those below it: correct and incorrect submissions."
);
presenter_of!(
    OUTCOMES,
    Subject::Outcomes,
    "learning_outcomes",
    "Problems of the page's outcome, or averages of all outcomes: correct and incorrect submissions."
);

/// A row of the page: a part with its leaves, or one leaf.
struct Row<'a> {
    name: String,
    leaves: Vec<&'a Leaf>,
    url: Option<String>,
    difficulty: Option<String>,
}

impl Row<'_> {
    fn good(&self) -> i64 {
        self.leaves.iter().map(|leaf| leaf.good).sum()
    }

    fn bad(&self) -> i64 {
        self.leaves.iter().map(|leaf| leaf.bad).sum()
    }

    fn all(&self) -> i64 {
        self.good() + self.bad()
    }

    /// Of the sum of everything; of nothing it is nothing.
    fn share(&self) -> f64 {
        format::share(self.good(), self.all())
    }

    /// A sum divided by all leaves, also by those without data (`UI 4.1`).
    fn mean(&self, sum: i64) -> f64 {
        format::share(sum, self.leaves.len() as i64)
    }

    fn with_data(&self) -> usize {
        self.leaves.iter().filter(|leaf| leaf.has_data).count()
    }
}

/// What is shown of a level, and how it is called.
struct Level<'a> {
    subject: Subject,
    /// Part of message ids: `section`, `video` …
    name: &'static str,
    is_leaves: bool,
    rows: Vec<Row<'a>>,
}

fn level<'a>(subject: Subject, tree: &'a Tree, choice: &Choice<'_>, context: &Context<'_>) -> Level<'a> {
    let words = context.words;
    let name = subject.levels().get(choice.path.len()).copied().unwrap_or("problem");
    let is_leaves = choice.path.len() + 1 >= subject.levels().len();
    let link = |path: String| format!("{}{path}", context.base);
    let rows = if is_leaves {
        let leaves = tree.within(&choice.path);
        let row = |leaf: &'a Leaf| Row {
            name: if leaf.name.is_empty() {
                words.t("empty-text")
            } else {
                leaf.name.clone()
            },
            leaves: vec![leaf],
            url: subject.leaf_path(tree, leaf, None).map(link),
            difficulty: leaf.difficulty.clone(),
        };
        leaves.map(row).collect()
    } else {
        let below = tree.below(&choice.path).into_iter();
        let row = |(part, leaves): (&crate::content::Part, Vec<&'a Leaf>)| {
            let mut path = choice.path.clone();
            path.push(part.clone());
            Row {
                name: subject.name_of(part, words),
                url: leaves
                    .iter()
                    .any(|leaf| leaf.has_data)
                    .then(|| link(subject.path(tree, &path))),
                leaves,
                difficulty: None,
            }
        };
        below.map(row).collect()
    };
    Level {
        subject,
        name,
        is_leaves,
        rows,
    }
}

fn present(subject: Subject, context: &Context<'_>) -> Presented {
    let tree = subject.tree(context.further);
    let none = || Presented {
        empty: Some(match subject {
            Subject::Videos => "content-no-views",
            Subject::Graded if !tree.knows_structure => "content-no-structure",
            Subject::Graded => "content-no-graded",
            _ => "content-no-practice",
        }),
        created: tree.created,
        ..Presented::default()
    };
    let Some(choice) = Choice::of(subject, &tree, context.place) else {
        return none();
    };
    let level = level(subject, &tree, &choice, context);
    if !level.rows.iter().any(|row| row.with_data() > 0) {
        return none();
    }
    Presented {
        chart: Some(level.chart(context.words)),
        table: Some(level.table(context.words)),
        summary: level.summary(context.words),
        caption: Some(context.words.t(if subject.is_about_videos() {
            "caption-video-views"
        } else {
            "caption-submissions"
        })),
        notes: notes(subject, &tree, context.words),
        created: tree.created,
        ..Presented::default()
    }
}

/// What must be known about blocks whose place nobody knows: they are neither gone nor practice for sure. Outcomes need no place.
fn notes(subject: Subject, tree: &Tree, words: &Words) -> Vec<String> {
    let is_unplaced = !tree.knows_structure && subject != Subject::Outcomes;
    is_unplaced
        .then(|| words.t("content-no-structure-text"))
        .into_iter()
        .collect()
}

impl Level<'_> {
    /// Names of the two halves of a bar, as message ids.
    fn halves(&self) -> [&'static str; 2] {
        match (self.subject.is_about_videos(), self.is_leaves) {
            (true, true) => ["column-complete_views", "column-incomplete_views"],
            (true, false) => ["column-average_complete", "column-average_incomplete"],
            (false, true) => ["column-correct_submissions", "column-incorrect_submissions"],
            (false, false) => ["column-average_correct", "column-average_incorrect"],
        }
    }

    fn number(&self, words: &Words, row: &Row<'_>, sum: i64) -> (String, f64) {
        if self.is_leaves {
            (format::integer(words, sum), sum as f64)
        } else {
            let mean = row.mean(sum);
            (format::one_decimal(words, mean), mean)
        }
    }

    fn chart(&self, words: &Words) -> ChartRows {
        let colors = if self.subject.is_about_videos() { [3, 7] } else { [1, 6] };
        let halves = self.halves();
        let series: Vec<Series> = halves
            .iter()
            .zip(colors)
            .map(|(name, color)| Series {
                label: words.t(name),
                color,
            })
            .collect();
        let mut rows = Vec::with_capacity(2 * self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            let all = row.all();
            let sums = [row.good(), row.bad()];
            let lines = series.iter().zip(sums).map(|(series, sum)| {
                let share = format::table_percent(words, format::share(sum, all));
                let (number, _) = self.number(words, row, sum);
                (
                    series.label.clone(),
                    words.with("tip-number-and-share", &[("number", &number), ("share", &share)]),
                )
            });
            let heading = cut(&row.name, TIP_NAME);
            let tip = Tip::json(heading, lines.collect());
            for (order, (series, sum)) in series.iter().zip(sums).enumerate() {
                let (_, value) = self.number(words, row, sum);
                let mut mark = object([
                    ("x", format!("{}|{}", at + 1, row.name).into()),
                    ("at", at.into()),
                    ("series", series.label.clone().into()),
                    ("order", order.into()),
                    ("value", value.into()),
                    ("tip", tip.clone()),
                ]);
                if let Some(url) = &row.url {
                    mark.insert("url".to_owned(), url.clone().into());
                }
                rows.push(mark);
            }
        }
        ChartRows {
            series,
            rows,
            tips: Vec::new(),
        }
    }

    fn table(&self, words: &Words) -> DataTable {
        let row = |(at, row): (usize, &Row<'_>)| TableRow {
            cells: self.cells(words, at, row),
            tag: None,
        };
        DataTable {
            columns: self.columns(words),
            rows: self.rows.iter().enumerate().map(row).collect(),
            sorted_by: "order",
            descending: false,
        }
    }

    /// Problems of an outcome say how hard they are.
    fn has_difficulty(&self) -> bool {
        self.is_leaves && self.subject == Subject::Outcomes
    }

    /// The columns, in the order of [`Level::cells`].
    fn columns(&self, words: &Words) -> Vec<TableColumn> {
        let column = |key: &str, message: &str, kind| TableColumn {
            key: key.to_owned(),
            label: words.t(message),
            kind,
        };
        let mut columns = vec![
            column("order", "column-order", Kind::Number),
            column("name", &format!("column-{}_name", self.name), Kind::Text),
        ];
        if self.has_difficulty() {
            columns.push(column("difficulty", "column-difficulty", Kind::Text));
        }
        if !self.is_leaves {
            let (all, used) = if self.subject.is_about_videos() {
                ("column-videos", "column-videos_watched")
            } else {
                ("column-problems", "column-problems_answered")
            };
            columns.push(column("leaves", all, Kind::Number));
            // Both are shown: an average over problems nobody could answer yet says little (`UI D-21`).
            columns.push(column("with_data", used, Kind::Number));
        }
        let [good, bad] = self.halves();
        columns.push(column("good", good, Kind::Number));
        columns.push(column("bad", bad, Kind::Number));
        if !self.subject.is_about_videos() {
            let all = if self.is_leaves {
                "column-total_submissions"
            } else {
                "column-average_submissions"
            };
            columns.push(column("all", all, Kind::Number));
        }
        let share = if self.subject.is_about_videos() {
            "column-completion_percentage"
        } else {
            "column-percent_correct"
        };
        columns.push(column("share", share, Kind::Number));
        columns
    }

    fn cells(&self, words: &Words, at: usize, row: &Row<'_>) -> Vec<Cell> {
        let all = row.all();
        let dash = |text: String, value: f64| {
            // Nothing is a dash in these tables (`UI 4.1`).
            let text = if value == 0.0 { words.t("not-recorded") } else { text };
            Cell::number(text, value)
        };
        // Where nobody did anything there is no number, in files neither (`UI 7.3`).
        let known = |text: String, value: f64| {
            if all == 0 {
                Cell::missing(words.t("not-recorded"))
            } else {
                dash(text, value)
            }
        };
        let count = |number: usize| dash(format::integer(words, number as i64), number as f64);
        let sum = |sum: i64| {
            let (text, value) = self.number(words, row, sum);
            known(text, value)
        };
        let mut cells = vec![
            Cell::number(format::integer(words, at as i64 + 1), at as f64 + 1.0),
            Cell::text(row.name.clone()).linked(row.url.clone()),
        ];
        if self.has_difficulty() {
            let text = row.difficulty.clone();
            cells.push(text.map_or_else(|| Cell::missing(words.t("empty-text")), Cell::text));
        }
        if !self.is_leaves {
            cells.push(count(row.leaves.len()));
            cells.push(count(row.with_data()));
        }
        cells.push(sum(row.good()));
        cells.push(sum(row.bad()));
        if !self.subject.is_about_videos() {
            cells.push(sum(row.all()));
        }
        cells.push(known(format::table_percent(words, row.share()), row.share()));
        cells
    }

    /// Where it goes best and where worst, of the rows with data.
    fn summary(&self, words: &Words) -> Option<String> {
        let known: Vec<&Row<'_>> = self.rows.iter().filter(|row| row.all() > 0).collect();
        let best = known
            .iter()
            .max_by(|one, other| one.share().total_cmp(&other.share()))?;
        let worst = known
            .iter()
            .min_by(|one, other| one.share().total_cmp(&other.share()))?;
        let kind = if self.subject.is_about_videos() {
            "views"
        } else {
            "answers"
        };
        let percent = |row: &Row<'_>| format::sentence_percent(words, row.share());
        let key = match known.len() {
            1 => format!("summary-levels-{kind}-one"),
            _ => format!("summary-levels-{kind}"),
        };
        Some(words.with(
            &key,
            &[
                ("rows", &format::integer(words, known.len() as i64)),
                ("best", &best.name),
                ("best_percent", &percent(best)),
                ("worst", &worst.name),
                ("worst_percent", &percent(worst)),
            ],
        ))
    }
}

/// A text that is not longer than this.
pub fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "levels_tests.rs"]
mod tests;
