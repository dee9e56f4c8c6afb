//! Values of result tables and the rows a query gives.

use chrono::{NaiveDate, NaiveDateTime};

/// One value, as bound into a statement and as read from a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// True or false. Read back as such only where the column or the caller says so: SQLite knows no booleans.
    Bool(bool),
    /// 64-bit whole number.
    Int(i64),
    /// 64-bit floating point number.
    Float(f64),
    /// Text.
    Text(String),
    /// UTC day.
    Date(NaiveDate),
    /// UTC time; published tables hold whole seconds (`EN S12` rule 6).
    Datetime(NaiveDateTime),
}

impl Value {
    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, where it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number; true and false count as 1 and 0.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(yes) => Some(i64::from(*yes)),
            _ => None,
        }
    }

    /// The number as floating point, whole or not.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Self::Float(number) => Some(*number),
            Self::Int(number) => Some(*number as f64),
            _ => None,
        }
    }

    /// The day, where it is a day.
    pub fn as_date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// The time, where it is a time.
    pub fn as_datetime(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Datetime(time) => Some(*time),
            _ => None,
        }
    }

    /// Bytes it takes in a statement, about.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len() + 8,
            _ => 8,
        }
    }

    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) => "integer",
            Self::Float(_) => "float",
            Self::Text(_) => "text",
            Self::Date(_) => "date",
            Self::Datetime(_) => "datetime",
        }
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}
value_from! { bool => Bool, i64 => Int, i32 => Int, u32 => Int, f64 => Float, String => Text, &str => Text, NaiveDate => Date, NaiveDateTime => Datetime }

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The answer to a query: column names and rows, every row as long as `columns`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Column names in the order of the statement.
    pub columns: Vec<String>,
    /// The rows in the order the store gave them.
    pub rows: Vec<Vec<Value>>,
}

impl Rows {
    /// The place of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    /// The value of a column in a row; none if there is no such row or column.
    pub fn get(&self, row: usize, column: &str) -> Option<&Value> {
        self.rows.get(row)?.get(self.position(column)?)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
