//! The API over real HTTP requests, on stores filled with made-up results.

mod addresses;
mod book;
mod client;
mod conventions;
mod course_list;
mod course_views;
mod endpoint_table;
mod enterprise;
mod faults;
mod formats;
mod generic_routes;
mod learners;
mod limits;
mod lms_tokens;
mod mixed_answers;
mod plugins;
mod result_schema;
mod rights;
mod rights_matrix;
mod schemathesis;
mod server;
mod site;
mod stores;
