//! The pages in a real browser: runs `web/tests/walk.mjs` against a served site with made-up results.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use crate::sample;
use chrono::{Days, Utc};
use olivine_api::{ApiOptions, ApiState};
use olivine_report::Registry;
use olivine_store::{Store, StoreOptions};
use olivine_test_tools::missing;
use olivine_web::{WebOptions, WebState};
use tokio::process::Command;

const CHROMIUM: &str = "/usr/bin/chromium";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_holds_in_a_browser() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    if !Path::new(CHROMIUM).exists() {
        missing(CHROMIUM);
        return;
    }
    assert!(
        web.join("node_modules").exists() && web.join("dist/manifest.json").exists(),
        "build the page assets first: make web"
    );
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    let store = Store::open(&url, StoreOptions::default()).await.unwrap();
    let registry = Arc::new(Registry::built_in());
    sample::accounts(&store).await.unwrap();
    sample::results(&store, &registry, Utc::now().date_naive() - Days::new(1))
        .await
        .unwrap();
    let options = ApiOptions {
        standalone: false,
        ..ApiOptions::default()
    };
    let api = ApiState::new(store, registry, options);
    let pages = olivine_web::router(WebState {
        api: api.clone(),
        options: WebOptions::default(),
    });
    let app = olivine_api::router(api).merge(pages.unwrap());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });

    let walk = Command::new("node")
        .arg(web.join("tests/walk.mjs"))
        .env("OLIVINE_URL", format!("http://{address}"))
        .env("OLIVINE_USER", sample::STAFF.0)
        .env("OLIVINE_PASSWORD", sample::STAFF.1)
        .env("CHROMIUM", CHROMIUM)
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    server.abort();
    let said = String::from_utf8_lossy(&walk.stdout);
    println!("{said}");
    assert!(
        walk.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&walk.stderr)
    );
    assert!(said.contains(" passed, 0 failed"), "{said}");
}
