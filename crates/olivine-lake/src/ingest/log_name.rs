//! What the name of a log file says: which log it is a part of, and which part (ES F-21).

use std::cmp::Reverse;

use chrono::NaiveDate;

/// What the names of logs hold.
const LOG: &str = ".log";

/// Which part of a log a file is, by its name. What was written earlier comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LogPart {
    /// Rotated away on a date.
    Dated(NaiveDate),
    /// Rotated away so many rotations ago.
    Numbered(Reverse<u64>),
    /// The one that is being written to.
    Live,
}

/// Where the name of a file begins in its path or address.
pub(super) fn name_at(path: &str) -> usize {
    path.rfind('/').map_or(0, |slash| slash + 1)
}

/// What the name of a file says: the name of its log, without the marks of rotation and compression, and which part of
/// the log it is.
pub(super) fn log_and_part(name: &str) -> (String, LogPart) {
    let (mut rest, number) = without_suffixes(name);
    let mut log = String::new();
    let mut rotated = None;
    if let Some((before, date)) = rotated_by_time(rest) {
        rotated = Some(date);
        rest = before;
    }
    while let Some((before, date, after)) = rotation(rest) {
        rotated = rotated.or(Some(date));
        log.push_str(before);
        // The date stands behind the whole name, or in front of its `.log`.
        rest = if log.contains(LOG) { "" } else { after };
    }
    log.push_str(rest);
    let part = match (rotated, number) {
        (Some(date), _) => LogPart::Dated(date),
        (None, Some(number)) => LogPart::Numbered(Reverse(number)),
        (None, None) => LogPart::Live,
    };
    (without_suffixes(&log).0.to_owned(), part)
}

/// Splits `tracking.log.2024-05-01` or `tracking.log.2024-05-01_13-30`, as loggers of Python name what they rotate away by time.
pub(super) fn rotated_by_time(name: &str) -> Option<(&str, NaiveDate)> {
    let (log, time) = name.rsplit_once('.')?;
    let (day, clock) = time.split_at_checked("2024-05-01".len())?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    // Hours, minutes, seconds: as many of them as the rotation needs.
    let are_two_digits = |parts: &str| parts.split('-').all(|part| part.len() == 2 && is_number(part));
    let is_clock = clock.is_empty()
        || clock
            .strip_prefix('_')
            .is_some_and(|parts| parts.len() <= "13-30-59".len() && are_two_digits(parts));
    if !log.contains(LOG) || !is_day || !is_clock {
        return None;
    }
    Some((log, NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?))
}

/// Splits `tracking.log-20240501-1714521600.gz` into what comes before the date, the date, and what comes behind it and
/// its second.
pub(super) fn rotation(name: &str) -> Option<(&str, NaiveDate, &str)> {
    name.match_indices('-').find_map(|(at, _)| {
        let digits = name.get(at + 1..at + 9)?;
        let after = &name[at + 9..];
        if !is_number(digits) || after.starts_with(|next: char| next.is_ascii_digit()) {
            return None;
        }
        let date = NaiveDate::parse_from_str(digits, "%Y%m%d").ok()?;
        let behind_second = after
            .strip_prefix('-')
            .map(|rest| rest.trim_start_matches(|next: char| next.is_ascii_digit()))
            .filter(|rest| rest.len() + 1 < after.len());
        Some((&name[..at], date, behind_second.unwrap_or(after)))
    })
}

/// A name without the marks of compression and of numbered rotation at its end, and the number.
fn without_suffixes(mut name: &str) -> (&str, Option<u64>) {
    let mut number = None;
    loop {
        if let Some(rest) = uncompressed(name) {
            name = rest;
        } else if let Some((rest, found)) = numbered(name) {
            name = rest;
            number = Some(found);
        } else {
            return (name, number);
        }
    }
}

pub(super) fn uncompressed(name: &str) -> Option<&str> {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst"))
}

/// Splits `tracking.log.2`. A number behind what is no name of a log says nothing.
fn numbered(name: &str) -> Option<(&str, u64)> {
    let (rest, number) = name.rsplit_once('.')?;
    if !rest.contains(LOG) || !is_number(number) {
        return None;
    }
    Some((rest, number.parse().ok()?))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_log(name: &str) -> bool {
    name.contains(LOG) && !name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_log_and_which_part_of_it_a_file_is() {
        let dated = |y, m, d| LogPart::Dated(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        let numbered = |number| LogPart::Numbered(Reverse(number));
        for (name, log, part) in [
            ("tracking.log", "tracking.log", LogPart::Live),
            ("tracking.log.gz", "tracking.log", LogPart::Live),
            ("tracking.log-20240501", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log-20240501.gz", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.gz-20240501", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log-20240501-1714521600.gz", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log-20240501-web.zst", "tracking.log", dated(2024, 5, 1)),
            (
                "web-7-tracking.log-20240501.gz",
                "web-7-tracking.log",
                dated(2024, 5, 1),
            ),
            ("tracking-20150413.log", "tracking.log", dated(2015, 4, 13)),
            ("tracking-20150413.log.gz", "tracking.log", dated(2015, 4, 13)),
            (
                "tracking-20150413-1428883200.log.zst",
                "tracking.log",
                dated(2015, 4, 13),
            ),
            ("tracking-20150413-web.log", "tracking-web.log", dated(2015, 4, 13)),
            ("web-20110101-tracking.log", "web-tracking.log", dated(2011, 1, 1)),
            (
                "web-20110101-tracking.log-20240501",
                "web-tracking.log",
                dated(2011, 1, 1),
            ),
            ("tracking.log.2024-05-01", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-05-01.gz", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.gz.2024-05-01", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-05-01.1", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-05-01_13", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-05-01_13-30.zst", "tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-05-01_13-30-59", "tracking.log", dated(2024, 5, 1)),
            ("web-7-tracking.log.2024-05-01", "web-7-tracking.log", dated(2024, 5, 1)),
            ("tracking.log.2024-13-01", "tracking.log.2024-13-01", LogPart::Live),
            ("tracking.log.2024-05-01_1", "tracking.log.2024-05-01_1", LogPart::Live),
            (
                "tracking.log.2024-05-01-13",
                "tracking.log.2024-05-01-13",
                LogPart::Live,
            ),
            ("tracking.2024-05-01", "tracking.2024-05-01", LogPart::Live),
            ("tracking.log.1", "tracking.log", numbered(1)),
            ("tracking.log.12.gz", "tracking.log", numbered(12)),
            ("tracking.log.2.zst", "tracking.log", numbered(2)),
            ("tracking.log.20240501", "tracking.log", numbered(20_240_501)),
            ("tracking.log-20219999.gz", "tracking.log-20219999", LogPart::Live),
            ("tracking.log-1714521600.gz", "tracking.log-1714521600", LogPart::Live),
            ("tracking.log.old", "tracking.log.old", LogPart::Live),
            ("events.1", "events.1", LogPart::Live),
            ("", "", LogPart::Live),
        ] {
            assert_eq!(log_and_part(name), (log.to_owned(), part), "{name}");
        }
        let mut parts = [
            LogPart::Live,
            numbered(1),
            numbered(2),
            dated(2024, 5, 2),
            dated(2024, 5, 1),
        ];
        parts.sort();
        assert_eq!(
            parts,
            [
                dated(2024, 5, 1),
                dated(2024, 5, 2),
                numbered(2),
                numbered(1),
                LogPart::Live
            ]
        );
    }
}
