//! Whether all rows of a table have different keys, found while the rows come in.
//!
//! The store finds it too, but has to group all rows by their keys for it once they are in.

use std::collections::HashSet;

use chrono::Datelike;
use olivine_report::manifest::Table;
use xxhash_rust::xxh3::xxh3_128;

use crate::value::Value;

/// Keys that are remembered at most: as many as a hash table of two million places takes, about 40 MiB.
const MOST: usize = 7 << 18;

/// The keys of the rows so far, as their hashes.
pub(crate) struct Keys {
    /// Where the columns of the key stand in a row.
    columns: Vec<usize>,
    /// Nothing once it is for the store to say: there are too many keys, or two have the same hash.
    seen: Option<HashSet<u128>>,
    /// The key of a row as bytes; kept for its room.
    bytes: Vec<u8>,
}

impl Keys {
    pub(crate) fn of(table: &Table) -> Self {
        let names = table.columns.iter().map(|(name, _)| name);
        let places = names.enumerate();
        let in_key = places.filter(|(_, name)| table.key.iter().any(|column| column == name));
        Self {
            columns: in_key.map(|(place, _)| place).collect(),
            seen: Some(HashSet::new()),
            bytes: Vec::new(),
        }
    }

    /// Takes the key of a row; its values are those that the store will have.
    pub(crate) fn take(&mut self, row: &[Value]) {
        let Some(seen) = &mut self.seen else { return };
        self.bytes.clear();
        for column in &self.columns {
            append(&mut self.bytes, &row[*column]);
        }
        if seen.len() >= MOST || !seen.insert(xxh3_128(&self.bytes)) {
            self.seen = None;
        }
    }

    /// Whether all keys are different. False: the store has to look.
    pub(crate) fn are_different(&self) -> bool {
        self.seen.is_some()
    }
}

/// Appends a value so that the bytes of equal rows are equal, and those of others are not.
fn append(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => bytes.push(0),
        Value::Bool(yes) => bytes.extend([1, u8::from(*yes)]),
        Value::Int(number) => {
            bytes.push(2);
            bytes.extend(number.to_le_bytes());
        }
        Value::Float(number) => {
            bytes.push(3);
            // The two zeros are equal.
            bytes.extend((number + 0.0).to_le_bytes());
        }
        Value::Text(text) => {
            bytes.push(4);
            bytes.extend(text.len().to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        Value::Date(day) => {
            bytes.push(5);
            bytes.extend(day.num_days_from_ce().to_le_bytes());
        }
        Value::Datetime(time) => {
            bytes.push(6);
            bytes.extend(time.and_utc().timestamp_micros().to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys over the first two columns of three.
    fn keys() -> Keys {
        Keys {
            columns: vec![0, 1],
            seen: Some(HashSet::new()),
            bytes: Vec::new(),
        }
    }

    fn are_different(rows: &[[Value; 3]]) -> bool {
        let mut keys = keys();
        rows.iter().for_each(|row| keys.take(row));
        keys.are_different()
    }

    #[test]
    fn rows_with_different_keys_are_told_apart() {
        let text = |text: &str| Value::Text(text.to_owned());
        let rest = || Value::Int(9);
        assert!(are_different(&[
            [text("ab"), text("c"), rest()],
            [text("a"), text("bc"), rest()],
            [text(""), Value::Null, rest()],
            [Value::Null, text(""), rest()],
            [Value::Int(1), Value::Bool(true), rest()],
            [Value::Bool(true), Value::Int(1), rest()],
            [Value::Int(1), Value::Float(1.0), rest()],
        ]));
    }

    #[test]
    fn two_rows_of_one_key_are_for_the_store_to_find() {
        let row = |key: Value, rest: i64| [key, Value::Null, Value::Int(rest)];
        assert!(!are_different(&[row(Value::Int(1), 1), row(Value::Int(1), 2)]));
        assert!(!are_different(&[row(Value::Null, 1), row(Value::Null, 2)]));
        assert!(!are_different(&[row(Value::Float(0.0), 1), row(Value::Float(-0.0), 2)]));
    }

    #[test]
    fn a_great_many_keys_are_for_the_store_to_compare() {
        let mut keys = keys();
        for number in 0..=MOST as i64 {
            keys.take(&[Value::Int(number), Value::Null]);
        }
        assert!(!keys.are_different());
        assert!(keys.seen.is_none(), "they take no memory then");
    }
}
