//! Why a line is no event (`ES 1.9`).

/// Why a line is no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// No `{` in the line at all.
    NoObject,
    /// A `{`, but no JSON object up to the end of the line.
    BadJson,
    /// A JSON value that is not an object.
    NotAnObject,
    /// Nested deeper than is read.
    TooDeep,
    /// No `time`, or an empty one.
    NoTime,
    /// `time` is not text.
    TimeNotText,
    /// `time` is text, but no time.
    BadTime,
}

impl Reason {
    /// All reasons, for the reference and for counters.
    pub const ALL: &[Self] = &[
        Self::NoObject,
        Self::BadJson,
        Self::NotAnObject,
        Self::TooDeep,
        Self::NoTime,
        Self::TimeNotText,
        Self::BadTime,
    ];

    /// Stable name, as stored with dead letters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoObject => "no_object",
            Self::BadJson => "bad_json",
            Self::NotAnObject => "not_an_object",
            Self::TooDeep => "too_deep",
            Self::NoTime => "no_time",
            Self::TimeNotText => "time_not_text",
            Self::BadTime => "bad_time",
        }
    }

    /// Whether the line never was an event: blank lines, web server lines, stack traces (`ES E-5`). Noise is counted and not
    /// kept; every other reason makes a dead letter.
    pub const fn is_noise(self) -> bool {
        matches!(self, Self::NoObject)
    }

    /// Meaning, one sentence.
    pub const fn doc(self) -> &'static str {
        match self {
            Self::NoObject => "The line holds no JSON object: a blank line, a line of a web server, a stack trace.",
            Self::BadJson => {
                "The line holds the beginning of a JSON object, but the text from there to its end is none: cut off, glued together, or damaged."
            }
            Self::NotAnObject => "The line is JSON, but a list, a number or a text instead of an object.",
            Self::TooDeep => "Values are nested deeper than 128 levels.",
            Self::NoTime => "`time` is missing, null or empty.",
            Self::TimeNotText => "`time` is a number, a list or an object.",
            Self::BadTime => "`time` is a text that is no time.",
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Reason {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let codes: std::collections::BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
    }
}
