//! Submissions of problems and the answers in them (`PF 3`, `PF 4`).

mod clean;
mod number;
mod record;
mod stringify;
mod submission;

pub use clean::{CHOICE_HINTS, TextCleaner};
pub use number::{decimal_number, twelve_digits};
pub use record::{AnswerMetadata, Part, part_of_record};
pub use stringify::{markup_text, response_text, text};
pub use submission::{records, submission_of};
