//! Times of events (`ES E-30`).

use chrono::NaiveDate;

/// A time as read: microseconds since 1970, UTC, and whether it is written as the LMS writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// Microseconds since 1970-01-01 00:00 UTC.
    pub micros: i64,
    /// `YYYY-MM-DDTHH:MM:SS[.f]` with no offset or `+00:00`: the old pipeline reads it the same.
    pub is_plain: bool,
}

/// Reads a time: `T` or one blank between day and hour, a fraction of up to nine digits (cut to microseconds), an offset `Z`,
/// `±HH:MM`, `±HHMM` or none, which means UTC.
pub fn parse(text: &str) -> Option<Time> {
    let bytes = text.as_bytes();
    let number = |begin: usize, length: usize| -> Option<u32> {
        let digits = bytes.get(begin..begin + length)?;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let mark = |at: usize, allowed: &[u8]| bytes.get(at).is_some_and(|byte| allowed.contains(byte));
    let shaped = mark(4, b"-") && mark(7, b"-") && mark(10, b"T ") && mark(13, b":") && mark(16, b":");
    if !shaped {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(5, 2)?, number(8, 2)?)?;
    let time = day.and_hms_opt(number(11, 2)?, number(14, 2)?, number(17, 2)?)?;

    let mut at = 19;
    let mut micros = 0;
    let mut fraction_digits = 0;
    if mark(at, b".") {
        at += 1;
        let mut scale = 100_000;
        while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
            micros += i64::from(digit - b'0') * scale;
            scale /= 10;
            fraction_digits += 1;
            at += 1;
        }
        if fraction_digits > 9 {
            return None;
        }
    }
    let offset = &bytes[at..];
    let offset_minutes = match offset {
        [] | [b'Z'] => 0,
        [sign @ (b'+' | b'-'), ..] => {
            let colon = usize::from(mark(at + 3, b":"));
            if offset.len() != 5 + colon {
                return None;
            }
            let (hours, minutes) = (number(at + 1, 2)?, number(at + 3 + colon, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let size = i64::from(hours * 60 + minutes);
            if *sign == b'+' { size } else { -size }
        }
        _ => return None,
    };
    let is_plain = bytes[10] == b'T'
        && fraction_digits <= 6
        && (bytes.len() > 19 + fraction_digits || at == 19)
        && matches!(offset, [] | b"+00:00")
        && !(mark(19, b".") && fraction_digits == 0);
    let micros = time.and_utc().timestamp_micros() + micros - offset_minutes * 60_000_000;
    Some(Time { micros, is_plain })
}

/// The UTC day of a time in microseconds; none outside of the calendar.
pub fn date_of(micros: i64) -> Option<NaiveDate> {
    chrono::DateTime::from_timestamp_micros(micros).map(|time| time.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        let time = chrono::DateTime::from_timestamp_micros(parse(text)?.micros)?;
        Some(time.format("%Y-%m-%dT%H:%M:%S%.6f").to_string())
    }

    #[test]
    fn forms_of_time() {
        let table = [
            ("2022-03-04T05:06:07.089012+00:00", Some("2022-03-04T05:06:07.089012")),
            ("2022-03-04T05:06:07+00:00", Some("2022-03-04T05:06:07.000000")),
            ("2022-03-04T05:06:07.089", Some("2022-03-04T05:06:07.089000")),
            ("2022-03-04T05:06:07.123456789", Some("2022-03-04T05:06:07.123456")),
            ("2022-03-04T05:06:07+05:30", Some("2022-03-03T23:36:07.000000")),
            ("2022-03-04T23:30:00-05:00", Some("2022-03-05T04:30:00.000000")),
            ("2022-03-04T23:30:00-0500", Some("2022-03-05T04:30:00.000000")),
            ("2022-03-04T05:06:07Z", Some("2022-03-04T05:06:07.000000")),
            ("2022-03-04 05:06:07", Some("2022-03-04T05:06:07.000000")),
            ("2022-03-04", None),
            ("2022-02-30T05:06:07", None),
            ("2022-03-04T25:06:07", None),
            ("2022-3-4T05:06:07", None),
            ("2022-03-04T05:06", None),
            ("2022-03-04T05:06:07.1234567890", None),
            ("2022-03-04T05:06:07+5", None),
            ("2022-03-04T05:06:07 UTC", None),
            ("soon", None),
            ("", None),
            ("２０２２-03-04T05:06:07", None),
        ];
        for (text, expected) in table {
            assert_eq!(written(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn plain_is_what_the_lms_writes() {
        let plain = |text: &str| parse(text).is_some_and(|time| time.is_plain);
        for text in [
            "2022-03-04T05:06:07.089012+00:00",
            "2022-03-04T05:06:07+00:00",
            "2022-03-04T05:06:07.5",
            "2022-03-04T05:06:07",
        ] {
            assert!(plain(text), "{text}");
        }
        for text in [
            "2022-03-04T05:06:07Z",
            "2022-03-04 05:06:07",
            "2022-03-04T05:06:07-05:00",
            "2022-03-04T05:06:07.1234567",
            "2022-03-04T05:06:07.",
        ] {
            assert!(!plain(text), "{text}");
        }
    }
}
