//! The program as people run it: commands, exit codes, the book, and the dashboard in a browser.

mod book;
mod commands;
mod dashboard;
mod running;
mod sources;
