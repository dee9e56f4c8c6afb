//! What stands in one field of an answer.

use std::cmp::Ordering;

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use olivine_store::Value;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// A field of an answer. Numbers, dates and texts come from the result store; lists and objects are made by shapes
/// and handlers.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not there at all: the key is left out of JSON, the CSV cell is empty.
    Absent,
    /// Known to be missing: `null`.
    Null,
    /// True or false.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Number with a fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// UTC day.
    Date(NaiveDate),
    /// UTC time.
    Datetime(NaiveDateTime),
    /// Several values in order.
    List(Vec<Cell>),
    /// Named values in order.
    Object(Vec<(String, Cell)>),
}

impl Cell {
    /// The number as used in sums: null, absent and anything that is no whole number count nothing (`API 6`).
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(flag) => Some(i64::from(*flag)),
            _ => None,
        }
    }

    /// The number, whole or not.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day; of a time, its day.
    pub fn as_date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Datetime(time) => Some(time.date()),
            _ => None,
        }
    }

    /// The time, if it is one.
    pub fn as_datetime(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Datetime(time) => Some(*time),
            _ => None,
        }
    }

    /// Whether there is nothing: null or absent.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Null | Self::Absent)
    }

    /// Adds the number of another field; missing counts as zero, so that a null in the store never breaks a total.
    pub fn add(&mut self, other: &Cell) {
        let sum = match (&*self, other) {
            (Self::Float(_), _) | (_, Self::Float(_)) => {
                Self::Float(self.as_float().unwrap_or(0.0) + other.as_float().unwrap_or(0.0))
            }
            _ => Self::Int(self.as_int().unwrap_or(0).saturating_add(other.as_int().unwrap_or(0))),
        };
        *self = sum;
    }

    /// Keeps the greater of two fields; missing is smaller than anything.
    pub fn keep_greater(&mut self, other: &Cell) {
        if self.order(other) == Ordering::Less {
            *self = other.clone();
        }
    }

    /// Order within one column: missing first, then by value.
    pub fn order(&self, other: &Cell) -> Ordering {
        match (self, other) {
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (Self::Date(left), Self::Date(right)) => left.cmp(right),
            (Self::Datetime(left), Self::Datetime(right)) => left.cmp(right),
            (Self::Int(left), Self::Int(right)) => left.cmp(right),
            (Self::Bool(left), Self::Bool(right)) => left.cmp(right),
            _ if self.is_missing() || other.is_missing() => other.is_missing().cmp(&self.is_missing()),
            _ => match (self.as_float(), other.as_float()) {
                (Some(left), Some(right)) => left.total_cmp(&right),
                _ => Ordering::Equal,
            },
        }
    }

    /// Appends bytes that are equal exactly for equal fields, for use as a grouping key.
    pub fn write_key(&self, key: &mut Vec<u8>) {
        let text = match self {
            Self::Absent | Self::Null => {
                key.push(0);
                return;
            }
            Self::Text(text) => {
                key.push(1);
                text.clone()
            }
            other => {
                key.push(2);
                serde_json::to_string(&JsonCell {
                    cell: other,
                    iso8601: true,
                })
                .unwrap_or_default()
            }
        };
        key.extend_from_slice(&(text.len() as u64).to_le_bytes());
        key.extend_from_slice(text.as_bytes());
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(flag),
            Value::Int(number) => Self::Int(number),
            Value::Float(number) => Self::Float(number),
            Value::Text(text) => Self::Text(text),
            Value::Date(date) => Self::Date(date),
            Value::Datetime(time) => Self::Datetime(time),
        }
    }
}

/// Default form of a time on the wire: `2031-03-05T040302`, UTC (`API 1.4`).
pub fn compact_time(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H%M%S").to_string()
}

/// ISO 8601 form: `2031-03-05T04:03:02Z`, with six digits of fraction if there is one (`API 1.4`).
pub fn iso_time(time: NaiveDateTime) -> String {
    let form = if time.nanosecond() / 1000 == 0 {
        "%Y-%m-%dT%H:%M:%SZ"
    } else {
        "%Y-%m-%dT%H:%M:%S%.6fZ"
    };
    time.format(form).to_string()
}

/// A field as JSON, with the form its times take.
pub struct JsonCell<'a> {
    /// The field.
    pub cell: &'a Cell,
    /// Whether times are ISO 8601 instead of the default form.
    pub iso8601: bool,
}

impl Serialize for JsonCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = |cell| JsonCell {
            cell,
            iso8601: self.iso8601,
        };
        match self.cell {
            Cell::Absent | Cell::Null => serializer.serialize_unit(),
            Cell::Bool(flag) => serializer.serialize_bool(*flag),
            Cell::Int(number) => serializer.serialize_i64(*number),
            Cell::Float(number) => serializer.serialize_f64(*number),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Date(date) => serializer.collect_str(&date.format("%Y-%m-%d")),
            Cell::Datetime(time) if self.iso8601 => serializer.serialize_str(&iso_time(*time)),
            Cell::Datetime(time) => serializer.serialize_str(&compact_time(*time)),
            Cell::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&inner(item))?;
                }
                list.end()
            }
            Cell::Object(fields) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, cell) in fields.iter().filter(|(_, cell)| *cell != Cell::Absent) {
                    map.serialize_entry(name, &inner(cell))?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn times_have_two_forms() {
        assert_eq!(compact_time(time("2031-03-05T04:03:02.5")), "2031-03-05T040302");
        assert_eq!(iso_time(time("2031-03-05T04:03:02")), "2031-03-05T04:03:02Z");
        assert_eq!(iso_time(time("2031-03-05T04:03:02.5")), "2031-03-05T04:03:02.500000Z");
    }

    #[test]
    fn a_null_adds_nothing_and_is_never_the_greatest() {
        let mut sum = Cell::Null;
        sum.add(&Cell::Int(3));
        sum.add(&Cell::Null);
        assert_eq!(sum, Cell::Int(3));
        let mut greatest = Cell::Text("b".into());
        greatest.keep_greater(&Cell::Null);
        greatest.keep_greater(&Cell::Text("a".into()));
        assert_eq!(greatest, Cell::Text("b".into()));
        let mut from_nothing = Cell::Null;
        from_nothing.keep_greater(&Cell::Int(1));
        assert_eq!(from_nothing, Cell::Int(1));
    }

    #[test]
    fn no_comes_before_yes_and_what_is_missing_before_both() {
        let mut column = [Cell::Bool(true), Cell::Null, Cell::Bool(false), Cell::Bool(true)];
        column.sort_by(Cell::order);
        assert_eq!(
            column,
            [Cell::Null, Cell::Bool(false), Cell::Bool(true), Cell::Bool(true)]
        );
    }

    #[test]
    fn grouping_keys_differ_where_fields_differ() {
        let key = |cells: &[Cell]| {
            let mut bytes = Vec::new();
            cells.iter().for_each(|cell| cell.write_key(&mut bytes));
            bytes
        };
        let text = |text: &str| Cell::Text(text.into());
        assert_ne!(key(&[text("ab"), text("c")]), key(&[text("a"), text("bc")]));
        assert_ne!(key(&[Cell::Null]), key(&[text("")]));
        assert_ne!(key(&[Cell::Int(1)]), key(&[text("1")]));
    }
}
