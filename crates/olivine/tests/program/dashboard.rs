//! The demo in a real browser: every page, wide and narrow, light and dark, left to right and right to left.

use std::path::Path;
use std::process::Command;

use crate::running::{Served, olivine, said};

#[test]
fn pages_in_a_browser() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let browser = Path::new("/usr/bin/chromium");
    if !web.join("node_modules").is_dir() || !browser.exists() {
        // `make test` installs both; whoever runs a single test by hand may not have them.
        assert!(
            std::env::var_os("CI").is_none(),
            "the page tests need `make web` and Debian's chromium"
        );
        eprintln!("not run: needs `make web` and {}", browser.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("demo");
    let made = olivine()
        .args([
            "demo",
            "--once",
            "--courses",
            "6",
            "--learners",
            "250",
            "--days",
            "45",
            "--dir",
        ])
        .arg(&site)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let served = Served::start(&site);
    let walked = Command::new("node")
        .arg("tests/walk.mjs")
        .current_dir(&web)
        .env("OLIVINE_URL", &served.url)
        .env("OLIVINE_USER", "demo")
        .env("OLIVINE_PASSWORD", "demo-olives")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&walked.stdout).into_owned() + &said(&walked);
    assert!(walked.status.success(), "{text}");
    assert!(text.contains(" passed, 0 failed"), "{text}");
}
