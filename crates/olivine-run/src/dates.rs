//! Dates and intervals as people write them.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

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

/// A closed-open interval of days: a year, a month, an ISO week, a day, or `DAY-DAY` with an exclusive end (`EN S1`). A reversed
/// one is accepted and holds no day.
pub fn interval(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first_of = |year: i32, month: u32| NaiveDate::from_ymd_opt(year, month, 1);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [year] if year.len() == 4 && digits(year) => {
            let start = first_of(year.parse().ok()?, 1)?;
            Some((start, start.checked_add_months(Months::new(12))?))
        }
        [year, month] if year.len() == 4 && month.len() == 2 && digits(year) && digits(month) => {
            let start = first_of(year.parse().ok()?, month.parse().ok()?)?;
            Some((start, start.checked_add_months(Months::new(1))?))
        }
        [year, week]
            if year.len() == 4 && digits(year) && week.starts_with('W') && week.len() == 3 && digits(&week[1..]) =>
        {
            let start = NaiveDate::from_isoywd_opt(year.parse().ok()?, week[1..].parse().ok()?, Weekday::Mon)?;
            Some((start, start.checked_add_days(Days::new(7))?))
        }
        [_, _, _] => {
            let start = iso_day(text)?;
            Some((start, start.succ_opt()?))
        }
        [_, _, _, _, _, _] => Some((iso_day(&parts[..3].join("-"))?, iso_day(&parts[3..].join("-"))?)),
        _ => None,
    }
}

/// Complete ISO weeks before the one that holds `end` (`EN 4.1`): Monday of the week `weeks` weeks earlier, and the Monday of
/// the week of `end`.
pub fn complete_weeks(end: NaiveDate, weeks: u32) -> Option<(NaiveDate, NaiveDate)> {
    let monday = |day: NaiveDate| day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())));
    let earlier = end.checked_sub_days(Days::new(7 * u64::from(weeks)))?;
    (weeks > 0).then_some((monday(earlier)?, monday(end)?))
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

    #[test]
    fn intervals() {
        let table = [
            ("2021", Some(("2021-01-01", "2022-01-01"))),
            ("2021-03", Some(("2021-03-01", "2021-04-01"))),
            ("2021-W09", Some(("2021-03-01", "2021-03-08"))),
            ("2020-W53", Some(("2020-12-28", "2021-01-04"))),
            ("2021-03-04", Some(("2021-03-04", "2021-03-05"))),
            ("2021-03-04-2021-03-09", Some(("2021-03-04", "2021-03-09"))),
            ("2021-03-09-2021-03-04", Some(("2021-03-09", "2021-03-04"))),
            ("2021-W54", None),
            ("2021-13", None),
            ("2021/2022", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(
                interval(text),
                expected.map(|(from, to)| (date(from), date(to))),
                "{text}"
            );
        }
    }

    #[test]
    fn weeks_end_before_the_week_of_the_end() {
        let weeks = |end: &str, weeks| complete_weeks(date(end), weeks);
        assert_eq!(weeks("2025-01-01", 1), Some((date("2024-12-23"), date("2024-12-30"))));
        assert_eq!(weeks("2025-01-06", 2), Some((date("2024-12-23"), date("2025-01-06"))));
        assert_eq!(weeks("2025-01-06", 0), None);
    }
}
