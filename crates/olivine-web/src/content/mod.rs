//! What a course is made of, with what learners did: sections, subsections, assignments, outcomes, and the videos or
//! problems in them (`UI 4`). Pure.

mod answers;
mod choice;
mod subject;
mod tree;

pub use answers::{AnswerRow, answers, part_order};
pub use choice::Choice;
pub use subject::Subject;
pub use tree::{Leaf, Part, Tree, encoded};

/// Answers of queries by name, as presenters and places ask for them.
pub type Further = std::collections::BTreeMap<&'static str, std::sync::Arc<olivine_api::query::Answer>>;

#[cfg(test)]
mod tests;
