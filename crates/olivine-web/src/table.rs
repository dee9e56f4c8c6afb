//! Tables of reports: any column sorts, rows come in pages, and all of it stands in the URL (`UI 2.3`).

use std::cmp::Ordering;

use crate::address::Query;

/// How many rows a page of a table may have; the first one is the default.
pub const SIZES: [usize; 4] = [10, 25, 50, 100];

/// A whole table, before sorting and paging.
#[derive(Debug, Clone, Default)]
pub struct DataTable {
    /// Columns in order.
    pub columns: Vec<TableColumn>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<TableRow>,
    /// Key of the column it is sorted by at first. Where it is none of them: by a leading date from the newest, else as the rows come.
    pub sorted_by: &'static str,
    /// Whether that is from the largest down.
    pub descending: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// Its name in manifests and URLs.
    pub key: String,
    /// Its heading.
    pub label: String,
    /// How it is aligned.
    pub kind: Kind,
}

/// How a column looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers, aligned at the end.
    Number,
    /// Numbers as learners typed them: aligned and sorted as numbers, but files keep what was typed (`UI D-16`).
    Typed,
    /// Dates, never broken.
    Date,
    /// Anything else.
    Text,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Short note beside its first cell: "so far".
    pub tag: Option<String>,
}

impl TableRow {
    /// The same with the cells at these places.
    fn with_cells(&self, places: &[usize]) -> Self {
        Self {
            cells: places.iter().map(|&place| self.cells[place].clone()).collect(),
            tag: self.tag.clone(),
        }
    }

    /// Which of two rows comes first by a column.
    fn order(&self, other: &Self, column: usize, descending: bool) -> Ordering {
        let order = self.cells[column].key.order(&other.cells[column].key);
        if descending { order.reverse() } else { order }
    }
}

/// A cell: what is shown and what sorts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What is shown.
    pub text: String,
    /// What it is sorted by.
    pub key: SortKey,
    /// Where it leads.
    pub link: Option<String>,
}

/// What a cell is sorted by: numbers by value, before texts; what is missing comes last upwards, first downwards.
#[derive(Debug, Clone, PartialEq)]
pub enum SortKey {
    /// A number, or a date as its day number.
    Number(f64),
    /// A text, compared without case, digits by their value.
    Text(String),
    /// Nothing.
    Missing,
}

impl Cell {
    /// A number and how it is shown.
    pub fn number(text: String, value: f64) -> Self {
        Self {
            text,
            key: SortKey::Number(value),
            link: None,
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            key: SortKey::Text(text.to_lowercase()),
            text,
            link: None,
        }
    }

    /// Something missing, shown as this.
    pub fn missing(text: String) -> Self {
        Self {
            text,
            key: SortKey::Missing,
            link: None,
        }
    }

    /// The same, leading somewhere.
    pub fn linked(mut self, link: Option<String>) -> Self {
        self.link = link;
        self
    }
}

impl SortKey {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.total_cmp(right),
            (Self::Text(left), Self::Text(right)) => natural(left, right),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Missing => 2,
        }
    }
}

/// Compares texts so that `_2_1` comes before `_10_1`.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        let (Some(l), Some(r)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len());
        };
        if l.is_ascii_digit() && r.is_ascii_digit() {
            let (left_digits, right_digits) = (leading_digits(left), leading_digits(right));
            let (l, r) = (
                left_digits.trim_start_matches('0'),
                right_digits.trim_start_matches('0'),
            );
            let order = l.len().cmp(&r.len()).then_with(|| l.cmp(r));
            if order != Ordering::Equal {
                return order;
            }
            (left, right) = (&left[left_digits.len()..], &right[right_digits.len()..]);
        } else if l == r {
            (left, right) = (&left[l.len_utf8()..], &right[r.len_utf8()..]);
        } else {
            return l.cmp(&r);
        }
    }
}

fn leading_digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// One page of a sorted table with the links that change it.
#[derive(Debug, Clone)]
pub struct TablePage {
    /// Headings.
    pub heads: Vec<Head>,
    /// Rows of this page.
    pub rows: Vec<TableRow>,
    /// Number of all rows.
    pub total: usize,
    /// Number of the first row shown, from 1; 0 if there is none.
    pub first: usize,
    /// Number of the last row shown.
    pub last: usize,
    /// Links to pages, empty if there is only one.
    pub pager: Vec<PageLink>,
    /// Choices of rows per page, empty if all rows fit the smallest.
    pub sizes: Vec<PageLink>,
}

impl TablePage {
    /// Lets the cells lead elsewhere, or nowhere.
    pub fn change_links(&mut self, changed: impl Fn(&str) -> Option<String>) {
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.link = cell.link.as_deref().and_then(&changed);
        }
    }
}

/// A heading and the link that sorts by it.
#[derive(Debug, Clone)]
pub struct Head {
    /// The heading.
    pub label: String,
    /// How the column looks.
    pub kind: Kind,
    /// Where sorting by it leads.
    pub link: String,
    /// Whether the table is sorted by it, and which way: `ascending`, `descending`.
    pub sorted: Option<&'static str>,
}

/// A link to a page or size; the current one has `current` set.
#[derive(Debug, Clone)]
pub struct PageLink {
    /// What it says; for pages the number or `first`, `previous`, `next`, `last`.
    pub text: String,
    /// Where it leads.
    pub link: String,
    /// Whether it is where one is.
    pub current: bool,
}

impl DataTable {
    /// The same with the named columns in that order, and nothing else; `*` stands for all that are not named. Without names it is all of
    /// it.
    pub fn select(&self, names: &[String]) -> Self {
        let places = self.places(names);
        Self {
            rows: self.rows.iter().map(|row| row.with_cells(&places)).collect(),
            ..self.heading(&places)
        }
    }

    /// The places of the named columns.
    fn places(&self, names: &[String]) -> Vec<usize> {
        if names.is_empty() {
            return (0..self.columns.len()).collect();
        }
        let named = |key: &str| names.iter().any(|name| name == key);
        let mut positions = Vec::new();
        for name in names {
            let matching = self.columns.iter().enumerate().filter(|(_, column)| {
                if name == "*" {
                    !named(&column.key)
                } else {
                    column.key == *name
                }
            });
            positions.extend(matching.map(|(position, _)| position));
        }
        positions
    }

    /// The columns at these places, without any row.
    fn heading(&self, places: &[usize]) -> Self {
        Self {
            columns: places.iter().map(|&place| self.columns[place].clone()).collect(),
            rows: Vec::new(),
            sorted_by: self.sorted_by,
            descending: self.descending,
        }
    }

    /// All rows, sorted as the URL says.
    pub fn sorted(mut self, query: &Query, prefix: &str) -> Self {
        if let Some((column, descending)) = self.order(query, prefix) {
            self.rows.sort_by(|left, right| left.order(right, column, descending));
        }
        self
    }

    /// The column it is sorted by, and whether from the largest down; nothing where the rows stay as they come.
    fn order(&self, query: &Query, prefix: &str) -> Option<(usize, bool)> {
        let name = |part: &str| format!("{prefix}{part}");
        let place = |key: &str| self.columns.iter().position(|column| column.key == key);
        let wanted = query.get(&name("sort")).and_then(place);
        let initial = place(self.sorted_by).map(|column| (column, self.descending));
        let is_dated = self.columns.first().is_some_and(|column| column.kind == Kind::Date);
        let initial = initial.or(is_dated.then_some((0, true)));
        let column = wanted.or(initial.map(|(column, _)| column))?;
        let default_descending = match initial {
            Some((first, descending)) if first == column => descending,
            _ => self.starts_descending(column),
        };
        let descending = match query.get(&name("order")) {
            Some("asc") => false,
            Some("desc") => true,
            _ => default_descending,
        };
        Some((column, descending))
    }

    /// Sorts and pages the named columns as the URL says; without names it is all of them. Parameters are `{prefix}sort`,
    /// `{prefix}order`, `{prefix}page`, `{prefix}size`; what makes no sense counts as not given. Links keep all other parameters and end
    /// in `#{anchor}`. Of the rows, which may be many, only those of the page are copied.
    pub fn page(&self, names: &[String], query: &Query, prefix: &str, anchor: &str) -> TablePage {
        let places = self.places(names);
        let heading = self.heading(&places);
        let order = heading.order(query, prefix);
        let mut rows: Vec<&TableRow> = self.rows.iter().collect();
        if let Some((column, descending)) = order {
            rows.sort_by(|left, right| left.order(right, places[column], descending));
        }
        let name = |part: &str| format!("{prefix}{part}");
        heading.cut(&rows, &places, query, &name, anchor, order)
    }

    /// One page of sorted rows, with the cells at these places below this heading.
    fn cut(
        &self,
        rows: &[&TableRow],
        places: &[usize],
        query: &Query,
        name: &impl Fn(&str) -> String,
        anchor: &str,
        order: Option<(usize, bool)>,
    ) -> TablePage {
        let link = |changes: &[(&str, Option<&str>)]| {
            let names: Vec<String> = changes.iter().map(|(part, _)| name(part)).collect();
            let changes = names
                .iter()
                .zip(changes)
                .map(|(name, (_, value))| (name.as_str(), *value));
            let changes: Vec<(&str, Option<&str>)> = changes.collect();
            format!("{}#{anchor}", query.changed(&changes))
        };
        let heads = self.columns.iter().enumerate().map(|(position, head)| {
            let sorted = order
                .filter(|(column, _)| *column == position)
                .map(|(_, descending)| descending);
            let down = sorted.map_or_else(|| self.starts_descending(position), |descending| !descending);
            let next = if down { "desc" } else { "asc" };
            Head {
                label: head.label.clone(),
                kind: head.kind,
                link: link(&[("sort", Some(&head.key)), ("order", Some(next)), ("page", None)]),
                sorted: sorted.map(|descending| if descending { "descending" } else { "ascending" }),
            }
        });
        let heads = heads.collect();
        let size = query
            .number(&name("size"))
            .filter(|size| SIZES.contains(size))
            .unwrap_or(SIZES[0]);
        let total = rows.len();
        let pages = total.div_ceil(size).max(1);
        let page = query.number(&name("page")).unwrap_or(1).clamp(1, pages);
        let shown = rows.iter().skip((page - 1) * size).take(size);
        let rows: Vec<TableRow> = shown.map(|row| row.with_cells(places)).collect();
        let sizes = if total <= SIZES[0] {
            Vec::new()
        } else {
            let choices = SIZES.iter().map(|choice| choice.to_string());
            let linked = choices.map(|text| PageLink {
                link: link(&[("size", Some(&text)), ("page", None)]),
                current: text == size.to_string(),
                text,
            });
            linked.collect()
        };
        let pager = page_links(page, pages, |number| link(&[("page", Some(&number.to_string()))]));
        let first = if total == 0 { 0 } else { (page - 1) * size + 1 };
        TablePage {
            heads,
            total,
            first,
            last: (page - 1) * size + rows.len(),
            rows,
            pager,
            sizes,
        }
    }

    /// Numbers and dates are sorted from the largest down when their heading is followed first.
    fn starts_descending(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| column.kind != Kind::Text)
    }
}

/// First, previous, the pages around the current one, next, last; nothing if there is only one page.
pub fn page_links(page: usize, pages: usize, link: impl Fn(usize) -> String) -> Vec<PageLink> {
    if pages <= 1 {
        return Vec::new();
    }
    let mut links = Vec::new();
    let mut add = |text: String, number: usize, current: bool| {
        links.push(PageLink {
            text,
            link: link(number),
            current,
        });
    };
    if page > 1 {
        add("first".into(), 1, false);
        add("previous".into(), page - 1, false);
    }
    for number in page.saturating_sub(2).max(1)..=(page + 2).min(pages) {
        add(number.to_string(), number, number == page);
    }
    if page < pages {
        add("next".into(), page + 1, false);
        add("last".into(), pages, false);
    }
    links
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
