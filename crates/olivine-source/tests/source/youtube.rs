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
        .with_patience(Duration::from_millis(100))
        .with_first_pause(Duration::from_millis(1))
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
async fn one_bad_answer_costs_one_video() {
    let server = MockServer::start().await;
    let place = Place::new().await;
    video(&server, "a-bad-id", ResponseTemplate::new(400), 1).await;
    video(&server, "b-gone", ResponseTemplate::new(404), 1).await;
    video(
        &server,
        "c-page",
        ResponseTemplate::new(200).set_body_string("<html>"),
        1,
    )
    .await;
    video(&server, "d-live", length("P0D"), 1).await;
    video(&server, "e-good", length("PT7S"), 1).await;
    let wanted = ["a-bad-id", "b-gone", "c-page", "d-live", "e-good"];
    let summary = import(&server, &place, &wanted, &[]).await.unwrap();
    let table = &summary.tables["lms_youtube_videos"];
    assert_eq!((table.rows, table.skipped["length not known"]), (1, 4));
}

#[tokio::test]
async fn what_was_looked_up_before_the_quota_ended_is_kept() {
    let server = MockServer::start().await;
    let place = Place::new().await;
    let used_up = || {
        ResponseTemplate::new(403).set_body_json(json!({"error": {
            "code": 403,
            "message": "The request cannot be completed because you have exceeded your quota.",
            "errors": [{"domain": "youtube.quota", "reason": "quotaExceeded"}],
        }}))
    };
    video(&server, "a", length("PT7S"), 1).await;
    video(&server, "b", used_up(), 1).await;
    video(&server, "c", length("PT8S"), 0).await;
    let summary = import(&server, &place, &["a", "b", "c"], &[]).await.unwrap();
    let table = &summary.tables["lms_youtube_videos"];
    assert_eq!(
        (table.rows, table.skipped["not asked for: the quota is used up"]),
        (1, 2)
    );

    let server = MockServer::start().await;
    video(&server, "b", used_up(), 1).await;
    let error = import(&server, &place, &["b", "c"], &[("a", 7.0)]).await.unwrap_err();
    assert_eq!(
        (error.failure().code, error.failure().class),
        ("SOURCE-012", Class::Transient)
    );
    let rows = place.rows("youtube_videos", &["youtube_id", "duration"]).await;
    assert_eq!(rows, ["a | 7.0"]);
}

#[tokio::test]
async fn a_refused_key_is_said_without_telling_it() {
    let server = MockServer::start().await;
    let place = Place::new().await;
    let invalid = ResponseTemplate::new(400).set_body_json(json!({"error": {
        "code": 400,
        "errors": [{"domain": "global", "reason": "badRequest"}],
        "details": [{"reason": "API_KEY_INVALID"}],
    }}));
    for (id, answer) in [("new", ResponseTemplate::new(403)), ("newer", invalid)] {
        video(&server, id, answer, 1).await;
        let error = import(&server, &place, &[id], &[]).await.unwrap_err();
        assert_eq!(error.failure().class, Class::Configuration, "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}
