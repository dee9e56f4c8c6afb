//! Any bytes as a line.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/line_rules/mod.rs"]
mod line_rules;

fuzz_target!(|line: &[u8]| line_rules::check(line));
