//! Why a line becomes a dead letter.

use olivine_event::Reason;

/// An event whose date is not accepted.
pub(crate) const DATE_OUT_OF_RANGE: DeadLetterReason = DeadLetterReason {
    code: "date_out_of_range",
    doc: "`time` is before the first day that is accepted, or more than a day ahead.",
};
/// A line that is longer than is read.
pub(crate) const LINE_TOO_LONG: DeadLetterReason = DeadLetterReason {
    code: "line_too_long",
    doc: "The line is longer than 16 MiB; the beginning of it is kept.",
};

/// Why a line becomes a dead letter: it is no event, or one that the lake does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadLetterReason {
    /// Stable name, as stored with dead letters.
    pub code: &'static str,
    /// Meaning, one sentence.
    pub doc: &'static str,
}

impl DeadLetterReason {
    /// All reasons.
    pub fn all() -> impl Iterator<Item = Self> {
        let of_lines = Reason::ALL.iter().filter(|reason| !reason.is_noise());
        let of_lines = of_lines.map(|reason| Self {
            code: reason.code(),
            doc: reason.doc(),
        });
        of_lines.chain([DATE_OUT_OF_RANGE, LINE_TOO_LONG])
    }

    /// What the reason of that name means.
    pub fn meaning(code: &str) -> Option<&'static str> {
        Self::all().find(|reason| reason.code == code).map(|reason| reason.doc)
    }
}
