//! Times as the old pipeline read them: what the clock on the wall showed, whatever its offset (`EN S2`, `EN S5`).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Reads the time of a text `YYYY-MM-DDTHH:MM:SS[.fraction][offset]` without applying the offset, cut to microseconds.
/// None where the old pipeline found no day: without a `T`, or with a day that is none.
pub fn read(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = text.trim().split_once('T')?;
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d")
        .ok()
        .filter(|_| date.len() == 10)?;
    let clock = time
        .find(['+', '-', 'Z', 'z'])
        .and_then(|end| time.get(..end))
        .unwrap_or(time);
    let (seconds, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let time = NaiveTime::parse_from_str(seconds, "%H:%M:%S").ok()?;
    let mut digits: String = fraction.chars().take(6).collect();
    while digits.len() < 6 {
        digits.push('0');
    }
    let micros: i64 = digits.parse().ok().filter(|micros| *micros >= 0)?;
    NaiveDateTime::new(date, time).checked_add_signed(chrono::TimeDelta::microseconds(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_not_applied() {
        for (text, read_as) in [
            ("2021-03-04T05:06:07+05:30", Some("2021-03-04 05:06:07")),
            ("2024-03-01T23:30:00-05:00", Some("2024-03-01 23:30:00")),
            ("2021-03-04T05:06:07Z", Some("2021-03-04 05:06:07")),
            ("2021-03-04T05:06:07.089", Some("2021-03-04 05:06:07.089")),
            ("2021-03-04T05:06:07.1234567+00:00", Some("2021-03-04 05:06:07.123456")),
            ("2021-03-04 05:06:07", None),
            ("2021-3-4T05:06:07", None),
            ("2021-13-04T05:06:07", None),
            ("", None),
            ("T", None),
        ] {
            assert_eq!(read(text).map(|time| time.to_string()).as_deref(), read_as, "{text}");
        }
    }
}
