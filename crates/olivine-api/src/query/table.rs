//! Rows on their way from the store to an answer.

use super::cell::Cell;

/// Named columns and rows, what shapes and handlers take and give.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Column names.
    pub columns: Vec<String>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Rows under these names.
    pub fn of(columns: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        Self {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows,
        }
    }

    /// Position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The field of a row by column name; null where there is no such column.
    pub fn field<'a>(&self, row: &'a [Cell], name: &str) -> &'a Cell {
        self.position(name)
            .and_then(|position| row.get(position))
            .unwrap_or(&Cell::Null)
    }

    /// Keeps the named columns in the given order; names that are not there are left out.
    pub fn select(self, names: &[String]) -> Self {
        let positions: Vec<usize> = names.iter().filter_map(|name| self.position(name)).collect();
        let columns = positions
            .iter()
            .map(|&position| self.columns[position].clone())
            .collect();
        let rows = self
            .rows
            .into_iter()
            .map(|row| positions.iter().map(|&position| row[position].clone()).collect())
            .collect();
        Self { columns, rows }
    }
}
