//! The pages over stores with made-up results: as visitors without scripts see them, and in a browser. One program, because each
//! takes long to compile.

mod browser;
mod faults;
mod learners;
mod notes;
mod operate;
mod pages;
mod report_words;
mod sample;
mod selections;
mod sessions;
mod sign_in;
mod site_map;
mod states;
mod visitor;
mod weeks;
