//! What tests of several rooms need beside the program: a MariaDB server, ports, and a word about tools that are not there.
#![forbid(unsafe_code)]

mod mariadb;
mod port;

pub use mariadb::Server;
pub use port::quiet_port;

/// Set where all tools of the tests are installed, as the script that runs all tests makes sure of.
const ALL_TOOLS: &str = "OLIVINE_ALL_TOOLS";

/// Says that a test is left out since this machine lacks something.
///
/// # Panics
/// Everything should be there: the variable `OLIVINE_ALL_TOOLS` is set and not empty.
#[track_caller]
pub fn missing(what: &str) {
    let all_are_there = std::env::var_os(ALL_TOOLS).is_some_and(|value| !value.is_empty());
    assert!(
        !all_are_there,
        "there is no {what}, and {ALL_TOOLS} says that nothing is missing"
    );
    eprintln!("skipped: there is no {what}");
}
