//! Lengths of videos of YouTube (PF V9).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use olivine_failure::{Class, Failing};
use olivine_source::lms::ImportSummary;
use olivine_source::{RestClient, SourceError, youtube};
use serde_json::json;
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::lake::{Place, day};

async fn video(server: &MockServer, id: &str, answer: ResponseTemplate, times: u64) {
    Mock::given(method("GET"))
        .and(path("/v3/videos"))
        .and(query_param("id", id))
        .and(query_param("part", "contentDetails"))
        .and(header(youtube::KEY_HEADER, "secret"))
        .respond_with(answer)
        .expect(times)
        .mount(server)
        .await;
}

fn length(text: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"items": [{"contentDetails": {"duration": text}}]}))
}

async fn import(
    server: &MockServer,
    place: &Place,
    wanted: &[&str],
    known: &[(&str, f64)],
) -> Result<ImportSummary, SourceError> {
    let mut client = RestClient::new(None)?
        .with_patience(2, Duration::from_millis(1))
        .with_key(youtube::KEY_HEADER, "secret")?;
    let wanted: BTreeSet<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
    let known: BTreeMap<String, f64> = known.iter().map(|(id, length)| ((*id).to_owned(), *length)).collect();
    let mut summary = ImportSummary::new(day());
    let root = format!("{}/v3/", server.uri());
    youtube::import(&root, &mut client, &wanted, known, &place.lake, day(), &mut summary).await?;
    Ok(summary)
}

#[tokio::test]
async fn only_unknown_lengths_are_asked_for_and_all_are_kept() {
    let server = MockServer::start().await;
    let place = Place::new().await;
    video(&server, "new", length("PT1M2S"), 1).await;
    video(
        &server,
        "gone",
        ResponseTemplate::new(200).set_body_json(json!({"items": []})),
        1,
    )
    .await;
    video(&server, "old", length("PT9S"), 0).await;
    let summary = import(&server, &place, &["new", "gone", "old"], &[("old", 40.5)])
        .await
        .unwrap();
    assert_eq!(summary.tables["lms_youtube_videos"].rows, 2);
    let rows = place.rows("youtube_videos", &["youtube_id", "duration"]).await;
    assert_eq!(rows, ["new | 62.0", "old | 40.5"]);
    // Nothing to look up: nothing is written.
    let summary = import(&server, &place, &["old"], &[("old", 40.5)]).await.unwrap();
    assert!(summary.tables.is_empty());
}

#[tokio::test]
async fn a_refused_key_is_said_without_telling_it() {
    let server = MockServer::start().await;
    let place = Place::new().await;
    video(&server, "new", ResponseTemplate::new(403), 1).await;
    let error = import(&server, &place, &["new"], &[]).await.unwrap_err();
    assert_eq!(error.failure().class, Class::Configuration);
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}
