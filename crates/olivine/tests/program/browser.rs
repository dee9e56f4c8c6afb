//! Pages in a real browser, walked through by the scripts of `web/tests`.

use std::path::{Path, PathBuf};
use std::process::Command;

use olivine_test_tools::missing;

use crate::running::said;

/// The folder of the scripts; none on a machine without their packages or without a browser.
pub fn web() -> Option<PathBuf> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let browser = Path::new("/usr/bin/chromium");
    if web.join("node_modules").is_dir() && browser.exists() {
        return Some(web);
    }
    missing("/usr/bin/chromium, or `make web` was not run");
    None
}

/// Runs a script that counts what passed and what failed, and insists that nothing failed.
pub fn walk(web: &Path, script: &str, variables: &[(&str, &str)]) {
    let walked = Command::new("node")
        .arg(script)
        .current_dir(web)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&walked.stdout).into_owned() + &said(&walked);
    assert!(walked.status.success(), "{text}");
    assert!(text.contains(" passed, 0 failed"), "{text}");
}
