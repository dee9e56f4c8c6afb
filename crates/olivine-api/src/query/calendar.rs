//! Days that any query may name without a client giving them: they hang on the last complete day of the tables it reads.

use chrono::{Days, NaiveDate, Utc};
use olivine_store::Value;

/// Parameters of SQL and how many days they lie before the last complete day.
const CALENDAR: [(&str, u64); 3] = [
    // The last complete day.
    ("last_day_date", 0),
    // The first of the last seven complete days.
    ("week_date", 6),
    // The first of the last thirty complete days.
    ("month_date", 29),
];

/// Whether a parameter of SQL is one of these days; clients cannot set it.
pub fn is_calendar(name: &str) -> bool {
    CALENDAR.iter().any(|(known, _)| *known == name)
}

/// The days by the last complete day; without one, by today.
pub fn values(last_day: Option<NaiveDate>) -> Vec<(&'static str, Value)> {
    let last_day = last_day.unwrap_or_else(|| Utc::now().date_naive());
    let before = |days: u64| last_day.checked_sub_days(Days::new(days)).unwrap_or(last_day);
    CALENDAR
        .iter()
        .map(|(name, days)| (*name, Value::Date(before(*days))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_seven_days_and_a_month_thirty() {
        let day = |text: &str| Value::Date(text.parse().unwrap());
        let found = values(Some("2031-03-04".parse().unwrap()));
        let expected = [
            ("last_day_date", day("2031-03-04")),
            ("week_date", day("2031-02-26")),
            ("month_date", day("2031-02-03")),
        ];
        assert_eq!(found, expected);
        assert!(is_calendar("week_date") && !is_calendar("start_date"));
    }
}
