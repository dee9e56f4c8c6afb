//! How people read results: pages about courses, served as HTML that works without scripts.
//!
//! What there is to see comes from the report registry: lens, title, question, path and sections stand in each
//! report's manifest, and a report that is off has no page, no menu entry and no address (`UI D-1`). Numbers come from
//! the same queries as the data API's. What SQL cannot say is said by [`presenter`]s, how values look by [`format`],
//! words by [`language`]. Pages keep nothing between requests but sign-ins and a cache of the course list.
#![forbid(unsafe_code)]

mod address;
mod assets;
mod chart;
pub mod check;
mod content;
mod course_list;
mod error;
mod export;
pub mod failures;
mod filter;
mod format;
mod frame;
mod guard;
pub mod language;
mod mark;
mod notes;
pub mod operations;
mod page;
mod place;
pub mod presenter;
mod prose;
mod reading;
mod router;
mod section;
pub mod selection;
mod session;
mod site;
mod table;
mod visit;
mod wired;
mod workbook;

pub use error::WebError;
pub use failures::FAILURES;
pub use operations::Operations;
pub use router::router;
pub use selection::Selections;
pub use session::session_cookie;
pub use site::{WebOptions, WebState};
