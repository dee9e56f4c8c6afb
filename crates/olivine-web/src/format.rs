//! How values look, in one place (`UI 2.2`, `UI D-9`): every number, percentage and date on every page comes through here.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::language::Words;

/// Whole number with the thousands separators of the language.
pub fn integer(words: &Words, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let grouped = grouped(&digits, &words.t("number-group"));
    if number < 0 {
        format!("{}{grouped}", words.t("number-minus"))
    } else {
        grouped
    }
}

/// Whole number with its sign, for changes.
pub fn signed(words: &Words, number: i64) -> String {
    let text = integer(words, number);
    if number > 0 {
        format!("{}{text}", words.t("number-plus"))
    } else {
        text
    }
}

/// Number with exactly one decimal, for averages and percentages.
pub fn one_decimal(words: &Words, number: f64) -> String {
    let text = format!("{:.1}", number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "0"));
    let sign = if number < 0.0 && text != "0.0" {
        words.t("number-minus")
    } else {
        String::new()
    };
    format!(
        "{sign}{}{}{fraction}",
        grouped(whole, &words.t("number-group")),
        words.t("number-decimal")
    )
}

/// One decimal, left out where it is zero: medians.
pub fn up_to_one_decimal(words: &Words, number: f64) -> String {
    if number.fract() == 0.0 {
        integer(words, number as i64)
    } else {
        one_decimal(words, number)
    }
}

/// Percentage in a tile, from a fraction: rounded to three places of the fraction, one decimal; less than one percent
/// but not nothing is said so; nothing is `0%`.
pub fn tile_percent(words: &Words, fraction: f64) -> String {
    if fraction <= 0.0 {
        return percent(words, "0");
    }
    if fraction < 0.01 {
        return words.t("percent-under-one");
    }
    percent(words, &one_decimal(words, rounded_percent(fraction)))
}

/// Percentage in a table, from a fraction: one decimal, also for nothing.
pub fn table_percent(words: &Words, fraction: f64) -> String {
    if fraction > 0.0 && fraction < 0.01 {
        return words.t("percent-under-one");
    }
    percent(words, &one_decimal(words, fraction * 100.0))
}

/// Percentage in a sentence, from a fraction: rounded to three places of the fraction before it is shown (`UI D-9`).
pub fn sentence_percent(words: &Words, fraction: f64) -> String {
    percent(words, &one_decimal(words, rounded_percent(fraction)))
}

/// Percentage without decimals, from a fraction.
pub fn whole_percent(words: &Words, fraction: f64) -> String {
    if fraction > 0.0 && fraction < 0.01 {
        return words.t("percent-under-one");
    }
    percent(words, &integer(words, (fraction * 100.0).round() as i64))
}

/// Share of a total; of nothing it is nothing (`UI 2.2`).
pub fn share(part: i64, total: i64) -> f64 {
    if total == 0 { 0.0 } else { part as f64 / total as f64 }
}

/// Long date of tables: "January 31, 2014".
pub fn date_long(words: &Words, date: NaiveDate) -> String {
    date_as(words, "date-long", "month", date)
}

/// Short date of axes and tips: "31 Jan 2014".
pub fn date_short(words: &Words, date: NaiveDate) -> String {
    date_as(words, "date-short", "month-short", date)
}

/// Time of the last-updated line: "5:04 AM".
pub fn time_of_day(words: &Words, time: NaiveDateTime) -> String {
    let (afternoon, hour) = time.hour12();
    let half = words.t(if afternoon { "time-pm" } else { "time-am" });
    assembled(
        words,
        "time-of-day",
        &[
            ("hour", &hour.to_string()),
            ("hour24", &time.hour().to_string()),
            ("minute", &format!("{:02}", time.minute())),
            ("half", &half),
        ],
    )
}

/// A place in a video: minutes and seconds, two digits each at least; hours are not split off (`UI 2.2`).
pub fn minutes(seconds: i64) -> String {
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// A length of time: as [`minutes`] below an hour, with its hours from there on, so that it is not taken for hours and minutes.
pub fn duration(seconds: i64) -> String {
    if seconds < 3600 {
        return minutes(seconds);
    }
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn date_as(words: &Words, form: &str, month: &str, date: NaiveDate) -> String {
    let month = words.t(&format!("{month}-{}", date.month()));
    let parts = [
        ("day", date.day().to_string()),
        ("month", month),
        ("year", format!("{:04}", date.year())),
    ];
    let parts = parts.each_ref().map(|(name, part)| (*name, part.as_str()));
    // Some languages say the first of a month in another way than the days after it.
    without_marks(&words.counted(form, date.day().into(), &parts))
}

fn percent(words: &Words, number: &str) -> String {
    assembled(words, "percent", &[("value", number)])
}

/// What stands behind the number of a percentage, with its space where a language has one. Drawings are written from the left.
pub fn percent_sign(words: &Words) -> String {
    percent(words, "").replace('\u{200e}', "")
}

/// A value made of parts.
fn assembled(words: &Words, form: &str, parts: &[(&'static str, &str)]) -> String {
    without_marks(&words.with(form, parts))
}

/// A value without the marks that keep parts of a sentence apart: they would hide from the whole which way it is written, and a date
/// would stand in the wrong order.
fn without_marks(value: &str) -> String {
    value.replace(['\u{2068}', '\u{2069}'], "")
}

fn rounded_percent(fraction: f64) -> f64 {
    (fraction * 1000.0).round() / 10.0
}

fn grouped(digits: &str, mark: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push_str(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    fn english() -> Words {
        Languages::load().unwrap().words(Some("en"), None)
    }

    /// `UI X1`.
    #[test]
    fn tile_percentages_x1() {
        let words = english();
        let shown: Vec<String> = [0.0, 0.004, 0.01, 0.1234, 0.9996]
            .iter()
            .map(|x| tile_percent(&words, *x))
            .collect();
        assert_eq!(shown, ["0%", "< 1%", "1.0%", "12.3%", "100.0%"]);
    }

    /// `UI X2`.
    #[test]
    fn table_percentages_x2() {
        let words = english();
        let shown: Vec<String> = [0.0, 0.004, 0.5].iter().map(|x| table_percent(&words, *x)).collect();
        assert_eq!(shown, ["0.0%", "< 1%", "50.0%"]);
    }

    #[test]
    fn no_floating_noise_d9() {
        assert_eq!(sentence_percent(&english(), 0.291), "29.1%");
        assert_eq!(sentence_percent(&english(), 1.0 / 3.0), "33.3%");
    }

    #[test]
    fn numbers_are_grouped_and_signed() {
        let words = english();
        assert_eq!(integer(&words, 0), "0");
        assert_eq!(integer(&words, 999), "999");
        assert_eq!(integer(&words, 1_234_567), "1,234,567");
        assert_eq!(integer(&words, -12_345), "−12,345");
        assert_eq!(integer(&words, i64::MIN), "−9,223,372,036,854,775,808");
        assert_eq!(signed(&words, 7), "+7");
        assert_eq!(signed(&words, 0), "0");
        assert_eq!(signed(&words, -3), "−3");
        assert_eq!(one_decimal(&words, 1234.56), "1,234.6");
        assert_eq!(one_decimal(&words, -0.04), "0.0");
        assert_eq!(up_to_one_decimal(&words, 25.0), "25");
        assert_eq!(up_to_one_decimal(&words, 25.5), "25.5");
        assert_eq!(share(1, 0), 0.0);
    }

    #[test]
    fn drawings_write_percentages_as_tables_do() {
        for language in ["en", "es", "fr", "zh-CN"] {
            let words = Languages::load().unwrap().words(Some(language), None);
            assert_eq!(
                format!("50{}", percent_sign(&words)),
                percent(&words, "50"),
                "{language}"
            );
        }
        let arabic = Languages::load().unwrap().words(Some("ar"), None);
        assert_eq!(percent_sign(&arabic), "%");
    }

    #[test]
    fn places_in_videos() {
        let shown: Vec<String> = [0, 5, 59, 60, 4500, 36_000].into_iter().map(minutes).collect();
        assert_eq!(shown, ["00:00", "00:05", "00:59", "01:00", "75:00", "600:00"]);
    }

    #[test]
    fn dates_and_times() {
        let words = english();
        let date = NaiveDate::from_ymd_opt(2014, 1, 31).unwrap();
        assert_eq!(date_long(&words, date), "January 31, 2014");
        assert_eq!(date_short(&words, date), "31 Jan 2014");
        assert_eq!(time_of_day(&words, date.and_hms_opt(5, 4, 59).unwrap()), "5:04 AM");
        assert_eq!(time_of_day(&words, date.and_hms_opt(0, 0, 0).unwrap()), "12:00 AM");
        assert_eq!(time_of_day(&words, date.and_hms_opt(13, 30, 0).unwrap()), "1:30 PM");
    }

    #[test]
    fn the_first_of_a_month_is_said_as_the_language_does() {
        let said = |language: &str, day: u32| {
            let words = Languages::load().unwrap().words(Some(language), None);
            date_long(&words, NaiveDate::from_ymd_opt(2014, 1, day).unwrap())
        };
        assert_eq!(said("fr", 1), "1er janvier 2014");
        assert_eq!(said("fr", 21), "21 janvier 2014");
        assert_eq!(said("pt-BR", 1), "1º de janeiro de 2014");
        assert_eq!(said("pt-BR", 2), "2 de janeiro de 2014");
        assert_eq!(said("en", 1), "January 1, 2014");
    }

    #[test]
    fn values_keep_their_order_in_languages_written_from_the_right() {
        let words = Languages::load().unwrap().words(Some("ar"), None);
        let date = NaiveDate::from_ymd_opt(2014, 1, 31).unwrap();
        assert_eq!(date_long(&words, date), "31 يناير 2014");
        assert_eq!(table_percent(&words, 0.5), "\u{200e}50.0%\u{200e}");
    }
}
