//! The Python client that dashboards use, against a served site.

use std::process::Stdio;

use olivine_api::ApiOptions;
use olivine_test_tools::missing;

use crate::site::Site;

#[tokio::test]
async fn the_python_client_understands_every_answer() {
    let available = tokio::process::Command::new("python3")
        .args(["-c", "import analyticsclient"])
        .stderr(Stdio::null())
        .status()
        .await;
    if !available.is_ok_and(|status| status.success()) {
        missing("python3 with the package edx-analytics-data-api-client");
        return;
    }
    let site = Site::whole(ApiOptions::default()).await;
    let results = site.store.results_file().unwrap().display().to_string();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/data_api_client.py");
    for version in ["v0", "v1"] {
        let done = tokio::process::Command::new("python3")
            .args([script, &format!("{}/api/{version}", site.base), &site.token, &results])
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .await
            .unwrap();
        let (said, errors) = (
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr),
        );
        assert!(done.status.success(), "{version}\n{said}\n{errors}");
        assert!(said.contains("all calls understood"), "{said}");
    }
}
