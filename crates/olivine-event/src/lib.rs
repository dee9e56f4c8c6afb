//! What one tracking event is: a line of bytes becomes an [`Event`] or a [`Reason`]. Pure, no input or output.
//!
//! The rules are those of `ES 1` and `ES 2`; each is cited where it is applied.
#![forbid(unsafe_code)]

pub mod block;
mod context;
pub mod course_key;
mod event;
pub mod fields;
mod hot;
pub mod json;
mod parse;
pub mod payload;
mod reason;
pub mod time;
pub mod url;

pub use event::{Enrollment, Event, EventId, Forum, PARSER_VERSION, Problem, Unread, Video};
pub use parse::{parse, read_object};
pub use reason::Reason;
