//! Types of arguments: what a function takes, and the one form in which its body sees it.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{Signature, Volatility};

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Argument {
    /// Text of any representation; seen as `Utf8View`.
    Text,
    /// A time; one without zone is UTC. Seen as microseconds in UTC.
    Time,
    /// A day, or a time that is cut to its UTC day. Seen as `Date32`.
    Day,
    /// A whole number; seen as `Int64`.
    Integer,
    /// Bytes or text of any representation; seen as `BinaryView`.
    Bytes,
    /// Any number; seen as `Float64`.
    Float,
    /// True or false; seen as `Boolean`.
    Boolean,
}

impl Argument {
    /// The form in which a body sees it.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Time => time_type(),
            Self::Day => DataType::Date32,
            Self::Integer => DataType::Int64,
            Self::Bytes => DataType::BinaryView,
            Self::Float => DataType::Float64,
            Self::Boolean => DataType::Boolean,
        }
    }

    fn takes(self, given: &DataType) -> bool {
        match self {
            Self::Text => matches!(given, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
            Self::Time => matches!(given, DataType::Timestamp(_, _)),
            Self::Day => matches!(given, DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, _)),
            Self::Integer => given.is_integer(),
            Self::Bytes => {
                matches!(
                    given,
                    DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_)
                ) || Self::Text.takes(given)
            }
            Self::Float => given.is_numeric(),
            Self::Boolean => matches!(given, DataType::Boolean),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Time => "a time",
            Self::Day => "a day",
            Self::Integer => "a whole number",
            Self::Bytes => "a line or a text",
            Self::Float => "a number",
            Self::Boolean => "true or false",
        }
    }
}

/// The type of times: microseconds in UTC.
pub(crate) fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
}

/// The signature under which [`coerce`] is asked.
pub(crate) fn signature() -> Signature {
    Signature::user_defined(Volatility::Immutable)
}

/// The types to which given arguments are cast, or what is wrong with them.
pub(crate) fn coerce(function: &str, wanted: &[Argument], given: &[DataType]) -> Result<Vec<DataType>> {
    if wanted.len() != given.len() {
        return Err(DataFusionError::Plan(format!(
            "{function} takes {} arguments, {} are given",
            wanted.len(),
            given.len()
        )));
    }
    let types = wanted.iter().zip(given).enumerate().map(|(place, (wanted, given))| {
        let plain = match given {
            DataType::Dictionary(_, value) => value.as_ref(),
            other => other,
        };
        if wanted.takes(plain) || plain.is_null() {
            return Ok(wanted.data_type());
        }
        Err(DataFusionError::Plan(format!(
            "argument {} of {function} is {}, {given} is given",
            place + 1,
            wanted.word()
        )))
    });
    types.collect()
}
