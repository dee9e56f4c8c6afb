//! The OpenAPI document against the served API, by requests made up from the document.

use std::process::Stdio;

use olivine_test_tools::missing;

use crate::site::{Site, unlimited};

/// How the requests are made; few of them per operation, since there are many operations.
const ARGUMENTS: [&str; 12] = [
    "--checks=all",
    // Dates and course keys of the right form may still be too late, or nobody's.
    "--exclude-checks=positive_data_acceptance",
    "--phases=fuzzing",
    "--max-examples=5",
    "--max-failures=20",
    "--workers=4",
    "--generation-deterministic",
    "--suppress-health-check=all",
    "--request-timeout=60",
    "--no-color",
    "--continue-on-failure",
    "--warnings=off",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_document_and_the_api_agree() {
    let available = tokio::process::Command::new("schemathesis")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .await;
    if !available.is_ok_and(|status| status.success()) {
        missing("schemathesis");
        return;
    }
    let site = Site::whole(unlimited()).await;
    let folder = tempfile::tempdir().unwrap();
    let done = tokio::process::Command::new("schemathesis")
        .arg("run")
        .arg(format!("{}/api/openapi.json", site.base))
        .arg("-H")
        .arg(format!("Authorization: Token {}", site.token))
        .args(ARGUMENTS)
        .env("NO_PROXY", "127.0.0.1")
        .current_dir(folder.path())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    println!("{}", said.lines().rev().take(12).collect::<Vec<_>>().join("\n"));
}
