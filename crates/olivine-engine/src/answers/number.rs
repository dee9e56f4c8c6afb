//! Answers that are numbers (`PF 3.4`), and numbers that went through texts (`PF 1.6`).

/// The number that a text is, in decimal digits, with sign, point and exponent where wanted and white space around it; nothing for
/// any other text and for numbers that are too large.
pub fn decimal_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    if !is_decimal {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A number as it is after its way through a text of 12 significant digits (`PF 1.6`).
pub fn twelve_digits(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_numbers() {
        let table = [
            (" 4 ", Some(4.0)),
            ("-1.5e3", Some(-1500.0)),
            (".5", Some(0.5)),
            ("5.", Some(5.0)),
            ("+5E-1", Some(0.5)),
            ("1e400", None),
            ("", None),
            (".", None),
            ("e5", None),
            ("1e", None),
            ("1_000", None),
            ("1,5", None),
            ("0x10", None),
            ("nan", None),
            ("inf", None),
            ("٤", None),
            ("1 2", None),
        ];
        for (text, expected) in table {
            assert_eq!(decimal_number(text), expected, "{text}");
        }
    }
}
