//! Builds the room again when a report folder changes: their files are part of the program.

fn main() {
    println!("cargo::rerun-if-changed=../../reports");
}
