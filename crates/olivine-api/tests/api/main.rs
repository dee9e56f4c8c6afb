//! The API over real HTTP requests, on stores filled with made-up results.

mod client;
mod conventions;
mod course_list;
mod course_views;
mod generic_routes;
mod learners;
mod limits;
mod plugins;
mod rights;
mod server;
mod site;
mod stores;
