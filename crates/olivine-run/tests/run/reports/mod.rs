//! The built-in reports: every case gives the rows it expects, and over random histories the SQL agrees with a slow model that
//! is written from the rules alone.

mod answers;
mod cases;
mod delivery;
mod engagement;
mod grades;
mod history;
mod learning;
mod model;
mod random;
mod time;
mod transcripts;
mod videos;
