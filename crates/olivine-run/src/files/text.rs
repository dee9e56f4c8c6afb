//! Values as texts of a file (`PF R10`).

use std::borrow::Cow;

use chrono::NaiveDateTime;
use olivine_store::Value;

use super::Form;

/// The text of a value.
pub(crate) fn text_of<'a>(value: &'a Value, form: &'a Form) -> Cow<'a, str> {
    match value {
        Value::Null => Cow::Borrowed(&form.null),
        Value::Bool(true) => Cow::Borrowed(&form.booleans.0),
        Value::Bool(false) => Cow::Borrowed(&form.booleans.1),
        Value::Int(number) => Cow::Owned(number.to_string()),
        // The shortest form that reads as the same number, with a decimal.
        Value::Float(number) => Cow::Owned(format!("{number:?}")),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Date(day) => Cow::Owned(day.to_string()),
        Value::Datetime(time) => Cow::Owned(time_text(*time, &form.datetime_format)),
    }
}

fn time_text(time: NaiveDateTime, format: &str) -> String {
    let has_fraction = time.and_utc().timestamp_subsec_micros() > 0;
    let format = match (format, has_fraction) {
        ("", true) => "%Y-%m-%d %H:%M:%S%.6f+00:00",
        ("", false) => "%Y-%m-%d %H:%M:%S+00:00",
        (given, _) => given,
    };
    time.and_utc().format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_fraction_where_there_is_one() {
        let time = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(time_text(time("2024-03-02T09:30:00"), ""), "2024-03-02 09:30:00+00:00");
        assert_eq!(
            time_text(time("2024-03-02T09:30:00.25"), ""),
            "2024-03-02 09:30:00.250000+00:00"
        );
        assert_eq!(
            time_text(time("2024-03-02T09:30:00.25"), "%Y-%m-%dT%H:%M:%SZ"),
            "2024-03-02T09:30:00Z"
        );
    }
}
