//! Several rows become one.

use std::collections::HashMap;

use serde::Deserialize;

use super::pivot::{Pivot, PivotedCells};
use crate::query::cell::Cell;
use crate::query::table::Table;

/// One row for all rows that agree in the `by` columns, in order of first appearance. Without `by` columns all rows
/// become one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fold {
    /// Columns whose values a row stands for.
    pub by: Vec<String>,
    /// Columns that are added up; null counts as zero.
    pub sum: Vec<String>,
    /// Columns of which the greatest value is kept.
    pub max: Vec<String>,
    /// Columns of which the first row's value is kept.
    pub first: Vec<String>,
    /// Columns of which the last row's value is kept.
    pub last: Vec<String>,
    /// Lists of all rows' values in row order: name of the list = column.
    pub list: toml::Table,
}

struct Group {
    cells: Vec<Cell>,
    pivoted: Option<PivotedCells>,
}

enum Step {
    Sum,
    Max,
    First,
    Last,
    List,
}

impl Fold {
    /// Names of the columns it makes.
    pub fn field_names(&self, pivot: Option<&Pivot>) -> Vec<String> {
        let own = [&self.by, &self.sum, &self.max, &self.first, &self.last]
            .into_iter()
            .flatten()
            .cloned();
        let pivoted = pivot.into_iter().flat_map(Pivot::field_names);
        own.chain(self.list.keys().cloned()).chain(pivoted).collect()
    }

    /// Folds rows.
    pub fn apply(&self, table: Table, pivot: Option<&Pivot>) -> Table {
        let by: Vec<Option<usize>> = self.by.iter().map(|name| table.position(name)).collect();
        let steps = self.steps(&table);
        let pivot = pivot.map(|pivot| pivot.over(&table));
        let mut groups: Vec<Group> = Vec::new();
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        for row in &table.rows {
            let cell = |position: Option<usize>| position.map_or(&Cell::Null, |position| &row[position]);
            let mut key = Vec::new();
            by.iter().for_each(|&position| cell(position).write_key(&mut key));
            let index = *known.entry(key).or_insert(groups.len());
            if index == groups.len() {
                let keys = by.iter().map(|&position| cell(position).clone());
                let starts = steps.iter().map(|(step, position)| step.start(cell(*position)));
                let pivoted = pivot.as_ref().map(|pivot| pivot.empty_cells());
                groups.push(Group {
                    cells: keys.chain(starts).collect(),
                    pivoted,
                });
            } else {
                let cells = &mut groups[index].cells[by.len()..];
                for (total, (step, position)) in cells.iter_mut().zip(&steps) {
                    step.add(total, cell(*position));
                }
            }
            if let (Some(pivot), Some(cells)) = (&pivot, &mut groups[index].pivoted) {
                pivot.add(cells, row);
            }
        }
        let columns = self.field_names(pivot.as_ref().map(|pivot| pivot.declared));
        let rows = groups.into_iter().map(|group| {
            let pivoted = pivot
                .as_ref()
                .zip(group.pivoted)
                .map(|(pivot, cells)| pivot.finish(cells));
            group.cells.into_iter().chain(pivoted.into_iter().flatten()).collect()
        });
        Table {
            columns,
            rows: rows.collect(),
        }
    }

    fn steps(&self, table: &Table) -> Vec<(Step, Option<usize>)> {
        let position = |name: &String| table.position(name);
        let lists = self
            .list
            .values()
            .map(|column| column.as_str().and_then(|name| table.position(name)));
        let sums = self.sum.iter().map(|name| (Step::Sum, position(name)));
        let greatest = self.max.iter().map(|name| (Step::Max, position(name)));
        let first = self.first.iter().map(|name| (Step::First, position(name)));
        let last = self.last.iter().map(|name| (Step::Last, position(name)));
        sums.chain(greatest)
            .chain(first)
            .chain(last)
            .chain(lists.map(|position| (Step::List, position)))
            .collect()
    }
}

impl Step {
    fn start(&self, cell: &Cell) -> Cell {
        match self {
            Self::Sum => {
                let mut sum = Cell::Int(0);
                sum.add(cell);
                sum
            }
            Self::List => Cell::List(vec![cell.clone()]),
            Self::Max | Self::First | Self::Last => cell.clone(),
        }
    }

    fn add(&self, total: &mut Cell, cell: &Cell) {
        match (self, total) {
            (Self::Sum, total) => total.add(cell),
            (Self::Max, total) => total.keep_greater(cell),
            (Self::Last, total) => *total = cell.clone(),
            (Self::List, Cell::List(items)) => items.push(cell.clone()),
            (Self::First | Self::List, _) => {}
        }
    }
}
