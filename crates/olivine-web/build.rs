//! Builds the room again when the page assets change: they are part of the program.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
    println!("cargo::rerun-if-changed=locales");
}
