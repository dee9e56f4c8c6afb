//! The program as people run it: commands, exit codes, the book, and the dashboard in a browser.

mod architecture;
mod book;
mod browser;
mod commands;
mod dashboard;
mod demo;
mod doctor;
mod messages;
mod queries;
mod reports;
mod running;
mod sign_in;
mod sources;
mod tutorial;
mod youtube;
