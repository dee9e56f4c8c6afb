//! Values of an event as the types that they should have. A value of another type is none (`ES E-31`, `E-32`, `F-18`).

use std::borrow::Cow;

use crate::json::Value;

/// A text without NUL characters; none for values of other types.
pub fn text<'a>(value: Option<Value<'_, 'a>>) -> Option<Cow<'a, str>> {
    let text = value?.as_text()?.clone();
    Some(if memchr::memchr(0, text.as_bytes()).is_some() {
        Cow::Owned(text.replace('\0', ""))
    } else {
        text
    })
}

/// A text without NUL characters; none when nothing is left.
pub(crate) fn nonempty<'a>(value: Option<Value<'_, 'a>>) -> Option<Cow<'a, str>> {
    text(value).filter(|text| !text.is_empty())
}

/// A text without surrounding white space; none when nothing is left.
pub fn stripped<'a>(value: Option<Value<'_, 'a>>) -> Option<Cow<'a, str>> {
    let text = text(value)?;
    let stripped = text.trim();
    match (&text, stripped.len()) {
        (_, 0) => None,
        (_, length) if length == text.len() => Some(text),
        (Cow::Borrowed(text), _) => Some(Cow::Borrowed(text.trim())),
        (Cow::Owned(_), _) => Some(Cow::Owned(stripped.to_owned())),
    }
}

/// A positive whole number, or a text of ASCII digits that is one (`ES E-32`).
pub(crate) fn user_id(value: Option<Value<'_, '_>>) -> Option<i64> {
    let value = value?;
    let digits = |text: &Cow<'_, str>| {
        text.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten()
    };
    value
        .as_integer()
        .or_else(|| value.as_text().and_then(digits))
        .filter(|id| *id > 0)
}

/// Whether a value is more than a way to say nothing.
pub(crate) fn says_something(value: Value<'_, '_>) -> bool {
    !value.is_null() && value.as_text().is_none_or(|text| !text.trim().is_empty())
}

/// A finite number, also written as text.
pub fn number(value: Value<'_, '_>) -> Option<f64> {
    let written = || {
        value
            .as_text()?
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    value.as_number().or_else(written)
}

/// A finite number, also written as text; truth values count as 0 and 1 (`PF V7`).
pub(crate) fn number_or_truth(value: Value<'_, '_>) -> Option<f64> {
    let truth = || value.as_bool().map(|truth| f64::from(u8::from(truth)));
    number(value).or_else(truth)
}
