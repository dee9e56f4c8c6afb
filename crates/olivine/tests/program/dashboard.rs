//! The demo in a real browser: every page, wide and narrow, light and dark, left to right and right to left.

use crate::browser;
use crate::running::{Served, demo};

#[test]
fn pages_in_a_browser() {
    let Some(web) = browser::web() else { return };
    let dir = tempfile::tempdir().unwrap();
    let site = demo(dir.path(), 6, 250, 45);
    let served = Served::start(&site);
    let account = [
        ("OLIVINE_URL", served.url.as_str()),
        ("OLIVINE_USER", "demo"),
        ("OLIVINE_PASSWORD", "demo-olives"),
        ("OLIVINE_CHOICES", "all"),
    ];
    browser::walk(&web, "tests/walk.mjs", &account);
}
