//! The generated part of the book is current.

use std::path::Path;

use crate::running::{olivine, said};

#[test]
fn reference_pages_are_current() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let output = olivine().args(["docs", "--check", "--out"]).arg(book).output().unwrap();
    assert!(
        output.status.success(),
        "write them anew with `make docs`: {}",
        said(&output)
    );
}

#[test]
fn a_stale_page_is_named() {
    let book = tempfile::tempdir().unwrap();
    let docs = |check: bool| {
        let mut command = olivine();
        command.arg("docs").arg("--out").arg(book.path());
        if check {
            command.arg("--check");
        }
        command.output().unwrap()
    };
    assert!(docs(false).status.success());
    assert!(docs(true).status.success());
    let page = book.path().join("reference/settings.md");
    std::fs::write(&page, "stale").unwrap();
    let left_over = book.path().join("reference/gone.md");
    std::fs::write(&left_over, "of a setting that is gone").unwrap();
    let output = docs(true);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("settings.md") && text.contains("gone.md") && text.contains("MAIN-005"),
        "{text}"
    );
    assert!(docs(false).status.success());
    assert!(!left_over.exists());
}

#[test]
fn every_failure_has_a_code_of_its_own_and_a_page() {
    let pages = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/failures")).unwrap();
    let codes: Vec<String> = pages
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(codes.len() > 60, "{}", codes.len());
}
