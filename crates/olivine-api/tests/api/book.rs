//! The examples of the book's page on the API are run and say what the page says.

use std::path::Path;

use olivine_api::ApiOptions;
use serde_json::Value;

use crate::site::{OLD, Site};

/// A fenced block: its language and its text.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((language, text.join("\n")));
        }
    }
    blocks
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_of_the_book_say_what_the_book_says() {
    let site = Site::whole(ApiOptions::default()).await;
    site.user("ada", &[OLD], false).await;
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md")).unwrap();
    let blocks = blocks(&page);
    let pairs: Vec<_> = blocks.chunks(2).collect();
    assert!(pairs.len() >= 9, "{}", pairs.len());
    for pair in pairs {
        let [("sh", command), (kind, expected)] = pair else {
            panic!("an example is a command and what it says: {pair:?}");
        };
        let done = tokio::process::Command::new("bash")
            .args(["-euo", "pipefail", "-c", command])
            .env("SITE", &site.base)
            .env("TOKEN", &site.token)
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).replace("\r\n", "\n");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{command}\n{said}{errors}");
        match *kind {
            "json" => {
                let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
                assert_eq!(parse(&said), parse(expected), "{command}");
            }
            _ => assert_eq!(said.trim_end(), expected, "{command}"),
        }
    }
}
