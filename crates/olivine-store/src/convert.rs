//! Between what a store hands out and the type a column was declared with.
//!
//! SQLite keeps days and times as ISO text and booleans as numbers; MySQL gives sums as decimals. A column's declared type
//! makes both answer alike.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use olivine_report::manifest::ColumnType;

use crate::value::Value;

/// How a time is kept as text in SQLite and written in generated statements.
const DATETIME_FORMAT: &str = "%Y-%m-%d %H:%M:%S%.f";

/// The text form of a day.
pub(crate) fn date_text(day: NaiveDate) -> String {
    // As `%Y-%m-%d`, which is interpreted anew for each day.
    day.to_string()
}

/// The text form of a time, without fraction where there is none.
pub(crate) fn datetime_text(time: NaiveDateTime) -> String {
    time.format(DATETIME_FORMAT).to_string()
}

/// A day from its text form. A longer text is a day if it is midnight of that day.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => Some(day),
        Err(_) => parse_datetime(text)
            .filter(|time| time.time() == NaiveTime::MIN)
            .map(|time| time.date()),
    }
}

/// A time from its text form; `T` or a blank between day and time, or a day alone for its midnight.
pub(crate) fn parse_datetime(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, DATETIME_FORMAT)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f"))
        .ok()
        .or_else(|| {
            NaiveDate::parse_from_str(text, "%Y-%m-%d")
                .ok()
                .map(|day| day.and_time(NaiveTime::MIN))
        })
}

/// Rounds a time to whole seconds, halves up, as the result tables always have (`EN S12` rule 6).
pub(crate) fn whole_seconds(time: NaiveDateTime) -> NaiveDateTime {
    let floor = time.with_nanosecond(0).unwrap_or(time);
    if time.nanosecond() >= 500_000_000 {
        floor.checked_add_signed(chrono::TimeDelta::seconds(1)).unwrap_or(floor)
    } else {
        floor
    }
}

/// Reads a value as a declared type. None if it is no such value.
pub(crate) fn as_type(value: Value, kind: ColumnType) -> Result<Value, Value> {
    match (kind, value) {
        (_, Value::Null) => Ok(Value::Null),
        (ColumnType::String(_) | ColumnType::Text, Value::Text(text)) => Ok(Value::Text(text)),
        (ColumnType::Integer, Value::Int(number)) => Ok(Value::Int(number)),
        (ColumnType::Integer, Value::Bool(yes)) => Ok(Value::Int(i64::from(yes))),
        (ColumnType::Integer, Value::Float(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
            Ok(Value::Int(number as i64))
        }
        (ColumnType::Float, Value::Float(number)) => Ok(Value::Float(number)),
        (ColumnType::Float, Value::Int(number)) => Ok(Value::Float(number as f64)),
        (ColumnType::Boolean, Value::Bool(yes)) => Ok(Value::Bool(yes)),
        (ColumnType::Boolean, Value::Int(number @ (0 | 1))) => Ok(Value::Bool(number == 1)),
        (ColumnType::Date, Value::Date(day)) => Ok(Value::Date(day)),
        (ColumnType::Date, Value::Datetime(time)) if time.time() == NaiveTime::MIN => Ok(Value::Date(time.date())),
        (ColumnType::Date, Value::Text(text)) => parse_date(&text).map(Value::Date).ok_or(Value::Text(text)),
        (ColumnType::Datetime, Value::Datetime(time)) => Ok(Value::Datetime(time)),
        (ColumnType::Datetime, Value::Date(day)) => Ok(Value::Datetime(day.and_time(NaiveTime::MIN))),
        (ColumnType::Datetime, Value::Text(text)) => {
            parse_datetime(&text).map(Value::Datetime).ok_or(Value::Text(text))
        }
        (_, value) => Err(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveDateTime {
        parse_datetime(text).unwrap()
    }

    #[test]
    fn rounds_half_seconds_up() {
        assert_eq!(
            whole_seconds(time("2020-01-01 23:59:59.5")),
            time("2020-01-02 00:00:00")
        );
        assert_eq!(
            whole_seconds(time("2020-01-01 10:00:34.690065")),
            time("2020-01-01 10:00:35")
        );
        assert_eq!(
            whole_seconds(time("2020-01-01 10:00:34.499999")),
            time("2020-01-01 10:00:34")
        );
    }

    #[test]
    fn text_of_days_and_times_reads_back() {
        let day = NaiveDate::from_ymd_opt(2020, 2, 29).unwrap();
        assert_eq!(parse_date(&date_text(day)), Some(day));
        assert_eq!(parse_date("2020-02-29 00:00:00"), Some(day));
        assert_eq!(parse_date("2020-02-29 00:00:01"), None);
        for text in ["2020-02-29 01:02:03", "2020-02-29 01:02:03.250"] {
            assert_eq!(datetime_text(time(text)), text);
        }
        assert_eq!(time("2020-02-29T01:02:03"), time("2020-02-29 01:02:03"));
    }

    #[test]
    fn refuses_what_is_no_such_value() {
        assert!(as_type(Value::Text("x".into()), ColumnType::Date).is_err());
        assert!(as_type(Value::Int(2), ColumnType::Boolean).is_err());
        assert!(as_type(Value::Float(1.5), ColumnType::Integer).is_err());
        assert_eq!(as_type(Value::Int(1), ColumnType::Boolean), Ok(Value::Bool(true)));
        assert_eq!(as_type(Value::Int(1), ColumnType::Float), Ok(Value::Float(1.0)));
    }
}
