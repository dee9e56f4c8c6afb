//! Runs over made-up sites: what they compute, and what becomes of them when something is wrong. One program, because each takes
//! long to link.

mod bad_input;
mod containment;
mod end_to_end;
mod files;
mod reports;
mod truth;
