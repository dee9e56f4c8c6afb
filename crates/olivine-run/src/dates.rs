//! Dates as people write them.

use chrono::{Days, NaiveDate};

/// A day: `YYYY-MM-DD`, `today`, `yesterday`, or `N days ago`. `today` is the current UTC day, resolved once per run (`OP b.3` 5).
pub fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim();
    match text {
        "today" => Some(today),
        "yesterday" => today.checked_sub_days(Days::new(1)),
        _ => match text.strip_suffix("days ago").or_else(|| text.strip_suffix("day ago")) {
            Some(number) => today.checked_sub_days(Days::new(number.trim().parse().ok()?)),
            None => iso_day(text),
        },
    }
}

fn iso_day(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10 && text.is_ascii();
    shaped
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_absolute_and_relative() {
        let today = date("2026-03-01");
        let table = [
            ("2025-12-31", Some("2025-12-31")),
            ("today", Some("2026-03-01")),
            ("yesterday", Some("2026-02-28")),
            ("3 days ago", Some("2026-02-26")),
            ("1 day ago", Some("2026-02-28")),
            ("tomorrow", None),
            ("2025-13-01", None),
            ("2025-1-1", None),
            ("x days ago", None),
        ];
        for (text, expected) in table {
            assert_eq!(day(text, today), expected.map(date), "{text}");
        }
    }
}
