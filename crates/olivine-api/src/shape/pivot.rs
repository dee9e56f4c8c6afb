//! The values of a column become columns.

use std::collections::HashMap;

use serde::Deserialize;

use crate::query::cell::Cell;
use crate::query::table::Table;

/// Makes columns of the values of a column, within the rows that a fold puts together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pivot {
    /// The column whose values become columns.
    pub column: String,
    /// The column that fills them.
    pub cell: String,
    /// New columns in order: name = the stored value or list of values that go there.
    pub into: toml::Table,
    /// New column for null and every value not named in `into`; without it those are left out.
    #[serde(default)]
    pub other: Option<String>,
    /// Whether stored values are compared without regard to case.
    #[serde(default)]
    pub ignore_case: bool,
    /// What stands where no row has the value.
    #[serde(default)]
    pub absent: AbsentValue,
    /// What happens when several rows go to the same place.
    #[serde(default)]
    pub repeated: Repeated,
}

/// What stands where no row has the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsentValue {
    /// The number 0.
    #[default]
    Zero,
    /// Null.
    Null,
    /// Nothing: the key is left out.
    Omit,
}

/// What happens when several rows go to the same place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeated {
    /// They are added up.
    #[default]
    Sum,
    /// The last one stays.
    Last,
}

/// The cells of one folded row while it is being filled.
pub(super) struct PivotedCells(Vec<Option<Cell>>);

/// A pivot over the rows of one table.
pub(super) struct PivotOver<'a> {
    pub(super) declared: &'a Pivot,
    places: HashMap<String, usize>,
    other: Option<usize>,
    width: usize,
    column: Option<usize>,
    cell: Option<usize>,
}

impl Pivot {
    /// Names of the columns it makes.
    pub fn field_names(&self) -> Vec<String> {
        self.into.keys().cloned().chain(self.other.clone()).collect()
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let mut seen: HashMap<String, &String> = HashMap::new();
        for (name, values) in &self.into {
            let values = stored_values(values)
                .ok_or_else(|| format!("`into.{name}` must be a stored value or a list of stored values"))?;
            for value in values {
                let value = self.comparable(value);
                if let Some(other) = seen.insert(value.clone(), name) {
                    return Err(format!("stored value `{value}` goes into both `{other}` and `{name}`"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn over(&self, table: &Table) -> PivotOver<'_> {
        let places = self.into.values().enumerate().flat_map(|(place, values)| {
            let values = stored_values(values).unwrap_or_default();
            values.into_iter().map(move |value| (self.comparable(value), place))
        });
        PivotOver {
            declared: self,
            places: places.collect(),
            other: self.other.as_ref().map(|_| self.into.len()),
            width: self.into.len() + usize::from(self.other.is_some()),
            column: table.position(&self.column),
            cell: table.position(&self.cell),
        }
    }

    fn comparable(&self, value: &str) -> String {
        if self.ignore_case {
            value.to_lowercase()
        } else {
            value.to_owned()
        }
    }
}

impl PivotOver<'_> {
    pub(super) fn empty_cells(&self) -> PivotedCells {
        PivotedCells(vec![None; self.width])
    }

    pub(super) fn add(&self, cells: &mut PivotedCells, row: &[Cell]) {
        let value = self.column.and_then(|position| row[position].as_text());
        let named = value.and_then(|value| self.places.get(&self.declared.comparable(value)).copied());
        let Some(place) = named.or(self.other) else { return };
        let cell = self.cell.map_or(&Cell::Null, |position| &row[position]);
        let total = &mut cells.0[place];
        match self.declared.repeated {
            Repeated::Sum => total.get_or_insert(Cell::Int(0)).add(cell),
            Repeated::Last => *total = Some(cell.clone()),
        }
    }

    pub(super) fn finish(&self, cells: PivotedCells) -> Vec<Cell> {
        let absent = match self.declared.absent {
            AbsentValue::Zero => Cell::Int(0),
            AbsentValue::Null => Cell::Null,
            AbsentValue::Omit => Cell::Absent,
        };
        cells
            .0
            .into_iter()
            .map(|cell| cell.unwrap_or_else(|| absent.clone()))
            .collect()
    }
}

fn stored_values(declared: &toml::Value) -> Option<Vec<&str>> {
    match declared {
        toml::Value::String(value) => Some(vec![value]),
        toml::Value::Array(values) => values.iter().map(toml::Value::as_str).collect(),
        _ => None,
    }
}
