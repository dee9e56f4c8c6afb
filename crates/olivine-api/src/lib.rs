//! How programs read results: the data API, the same queries for pages, and the server around them.
//!
//! An endpoint is a query of a report ([`query::answer`]); the router finds it by the path its manifest declares, so a
//! new endpoint is a new query and nothing here changes. This room knows the result store and the reports; it never
//! touches the lake.
#![forbid(unsafe_code)]

pub mod country;
pub mod course_key;
pub mod downloads;
mod error;
mod exchange;
mod failures;
pub mod handler;
pub mod http;
mod people_log;
pub mod query;
pub mod serve;
pub mod shape;
mod sign_in;
mod state;

pub use downloads::{Downloads, ReportFile, ReportFiles};
pub use error::ApiError;
pub use exchange::Exchange;
pub use failures::FAILURES;
pub use handler::Handlers;
pub use http::{embed_link, router};
pub use query::{Answer, Cell, Params, Reader, answer};
pub use serve::{ServeOptions, serve, serve_with};
pub use sign_in::SignIn;
pub use state::{ApiOptions, ApiState, Embedding};
