//! Dates as clients send them (`API 1.4`).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Reads `YYYY-MM-DDTHHMMSS` or `YYYY-MM-DD`, UTC; month and day may lack their leading zero.
pub fn parse(text: &str) -> Option<NaiveDateTime> {
    match text.split_once('T') {
        None => Some(parse_day(text)?.and_time(NaiveTime::MIN)),
        Some((day, clock)) => Some(parse_day(day)?.and_time(parse_clock(clock)?)),
    }
}

/// Reads `YYYY-MM-DD`; month and day may lack their leading zero.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let well_formed = parts.next().is_none()
        && year.len() == 4
        && (1..=2).contains(&month.len())
        && (1..=2).contains(&day.len())
        && [year, month, day]
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !well_formed {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn parse_clock(text: &str) -> Option<NaiveTime> {
    if text.len() != 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    NaiveTime::from_hms_opt(
        text[0..2].parse().ok()?,
        text[2..4].parse().ok()?,
        text[4..6].parse().ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_nothing_else() {
        let cases = [
            ("2031-03-04", Some("2031-03-04T00:00:00")),
            ("2031-3-4", Some("2031-03-04T00:00:00")),
            ("2031-03-04T235959", Some("2031-03-04T23:59:59")),
            ("2031-03-01T00:00:00", None),
            ("2031-02-30", None),
            ("2031-03-04T250000", None),
            ("31-03-04", None),
            ("+031-03-04", None),
            ("2031-03-04Z", None),
            ("2031-03", None),
            ("nope", None),
            ("２０３１-03-04", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected.map(|time| time.parse().unwrap()), "{text}");
        }
    }
}
