//! LMS data comes in: from a real server, from folders, from APIs that misbehave.

mod api;
mod database;
mod folder;
mod lake;
mod structure;
mod youtube;
