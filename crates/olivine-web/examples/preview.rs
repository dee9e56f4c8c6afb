//! Serves the pages over a made-up site, for looking at them while they are made:
//! `cargo run -p olivine-web --example preview -- 127.0.0.1:8080`, then sign in as `staff` with `a staff password`.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{Days, Utc};
use olivine_api::{ApiOptions, ApiState};
use olivine_report::Registry;
use olivine_store::{Store, StoreOptions};
use olivine_web::{WebOptions, WebState};

#[path = "../tests/web/sample/mod.rs"]
mod sample;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let folder = tempfile::tempdir()?;
    let store = Store::open(
        &format!("sqlite://{}", folder.path().join("results.db").display()),
        StoreOptions::default(),
    )
    .await?;
    let registry = Arc::new(Registry::built_in());
    for broken in registry.broken() {
        eprintln!("left out: {broken:?}");
    }
    sample::accounts(&store).await?;
    sample::results(&store, &registry, Utc::now().date_naive() - Days::new(1)).await?;
    let api = ApiState::new(
        store,
        registry,
        ApiOptions {
            standalone: false,
            ..ApiOptions::default()
        },
    );
    let options = WebOptions {
        lms_courses_url: Some("https://lms.example.org/courses".to_owned()),
        studio_courses_url: Some("https://studio.example.org/course".to_owned()),
        support_email: Some("help@example.org".to_owned()),
        ..WebOptions::default()
    };
    let app = olivine_api::router(api.clone()).merge(olivine_web::router(WebState { api, options })?);
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}
