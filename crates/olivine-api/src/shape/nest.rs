//! Dotted column names become objects.

use crate::query::cell::Cell;
use crate::query::table::Table;

/// Puts columns `a.b` under key `b` of an object `a`, which stands where its first column stood.
pub fn apply(table: Table) -> Table {
    let outer = outer_names(&table.columns);
    // For each column: the place of its outer column and, if it is inside one, its key.
    let places: Vec<(usize, Option<&str>)> = table
        .columns
        .iter()
        .map(|column| {
            let (name, key) = split(column);
            let place = outer.iter().position(|known| known == name).unwrap_or(0);
            (place, key)
        })
        .collect();
    let nest = |row: Vec<Cell>| {
        let mut nested = vec![Cell::Absent; outer.len()];
        for (cell, (place, key)) in row.into_iter().zip(&places) {
            match (key, &mut nested[*place]) {
                (None, target) => *target = cell,
                (Some(key), Cell::Object(fields)) => fields.push(((*key).to_owned(), cell)),
                (Some(key), target) => *target = Cell::Object(vec![((*key).to_owned(), cell)]),
            }
        }
        nested
    };
    let rows = table.rows.into_iter().map(nest).collect();
    Table { columns: outer, rows }
}

/// Names of the columns after nesting.
pub fn outer_names(columns: &[String]) -> Vec<String> {
    let mut outer: Vec<String> = Vec::new();
    for column in columns {
        let (name, _) = split(column);
        if !outer.iter().any(|known| known == name) {
            outer.push(name.to_owned());
        }
    }
    outer
}

fn split(column: &str) -> (&str, Option<&str>) {
    match column.split_once('.') {
        Some((name, key)) => (name, Some(key)),
        None => (column, None),
    }
}
