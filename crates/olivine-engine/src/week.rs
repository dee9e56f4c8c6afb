//! ISO weeks (`EN 5`, `EN 4.1`): Monday to Sunday, in UTC.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The Monday of the week of a day. None at the very beginning of the calendar.
pub fn start(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
}

/// The Monday after the week of a day: the exclusive end of that week.
pub fn end(day: NaiveDate) -> Option<NaiveDate> {
    start(day)?.checked_add_days(Days::new(7))
}

/// The week of a day as `2025W01`: ISO year and week.
pub fn label(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{:04}W{:02}", week.year(), week.week())
}

/// The first day of the last `weeks` complete weeks before the week of `end_date` (`EN 4.1`); none when `weeks` is below 1.
pub fn first_day_of_last(weeks: i64, end_date: NaiveDate) -> Option<NaiveDate> {
    let days = u64::try_from(weeks).ok().filter(|weeks| *weeks > 0)?.checked_mul(7)?;
    start(end_date.checked_sub_days(Days::new(days))?)
}

/// The Monday of an ISO week, as in the interval text `2021-W09` (`ES 3.2`).
pub fn monday(year: i32, week: u32) -> Option<NaiveDate> {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_of_days_at_the_turn_of_the_year() {
        for (date, monday, next, text) in [
            ("2024-12-30", "2024-12-30", "2025-01-06", "2025W01"),
            ("2021-01-03", "2020-12-28", "2021-01-04", "2020W53"),
        ] {
            assert_eq!(start(day(date)), Some(day(monday)));
            assert_eq!(end(day(date)), Some(day(next)));
            assert_eq!(label(day(date)), text);
        }
    }

    #[test]
    fn the_last_complete_weeks() {
        for (end_date, weeks, from, to) in [
            ("2014-01-01", 1, "2013-12-23", "2013-12-30"),
            ("2014-01-06", 2, "2013-12-23", "2014-01-06"),
            ("2012-02-29", 52, "2011-02-28", "2012-02-27"),
            ("2014-01-06", 1, "2013-12-30", "2014-01-06"),
        ] {
            assert_eq!(first_day_of_last(weeks, day(end_date)), Some(day(from)));
            assert_eq!(start(day(end_date)), Some(day(to)));
        }
        assert_eq!(first_day_of_last(0, day("2014-01-01")), None);
        assert_eq!(first_day_of_last(-1, day("2014-01-01")), None);
    }
}
