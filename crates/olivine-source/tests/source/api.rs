//! APIs that misbehave in each way (ES 5.4, ES F-1 … F-5).

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use olivine_failure::Failing;
use olivine_source::catalog::{self, CatalogSource, CourseListSource};
use olivine_source::lms::ImportSummary;
use olivine_source::rights::CourseRights;
use olivine_source::{Account, RestClient};
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::lake::{Place, day};

/// More than the tests let a server wish for, however slow the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

fn client(server: &MockServer) -> RestClient {
    let account = Account::new(
        format!("{}/oauth2/access_token", server.uri()),
        "olivine".to_owned(),
        "quiet".to_owned(),
    );
    RestClient::new(Some(account))
        .unwrap()
        .with_patience(PATIENCE)
        .with_first_pause(Duration::from_millis(5))
}

async fn tokens(server: &MockServer, token: &str, times: u64) {
    Mock::given(method("POST"))
        .and(path("/oauth2/access_token"))
        .and(body_string_contains("grant_type=client_credentials"))
        .and(body_string_contains("client_secret=quiet"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({"access_token": token, "token_type": "JWT", "expires_in": 3600})),
        )
        .up_to_n_times(times)
        .expect(times)
        .mount(server)
        .await;
}

/// What a list gives, or the code of the failure.
async fn list(server: &MockServer) -> Result<Vec<Value>, &'static str> {
    list_with(client(server), server).await
}

async fn list_with(mut client: RestClient, server: &MockServer) -> Result<Vec<Value>, &'static str> {
    let listed = client
        .list(&format!("{}/things/", server.uri()), &[("limit", "2".to_owned())])
        .await;
    listed.map_err(|error| {
        assert!(!error.to_string().contains("quiet"), "no secret in a message: {error}");
        error.failure().code
    })
}

fn page(results: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"results": results, "next": null}))
}

#[tokio::test]
async fn pages_are_followed_with_one_token() {
    for nested in [false, true] {
        let server = MockServer::start().await;
        tokens(&server, "abc", 1).await;
        let next = format!("{}/things/?page=2&limit=2", server.uri());
        let first = if nested {
            json!({"results": [1, 2], "pagination": {"next": next, "count": 3}})
        } else {
            json!({"results": [1, 2], "next": next})
        };
        let asked = || {
            Mock::given(method("GET"))
                .and(path("/things/"))
                .and(header("authorization", "JWT abc"))
        };
        asked()
            .and(query_param("page", "2"))
            .respond_with(page(json!([3])))
            .with_priority(1)
            .mount(&server)
            .await;
        asked()
            .respond_with(ResponseTemplate::new(200).set_body_json(first))
            .mount(&server)
            .await;
        assert_eq!(list(&server).await, Ok(vec![json!(1), json!(2), json!(3)]));
    }
}

#[tokio::test]
async fn a_list_that_leads_back_to_itself_ends() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    let circle = json!({"results": [1], "next": format!("{}/things/?limit=2", server.uri())});
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(circle))
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Ok(vec![json!(1)]));
}

#[tokio::test]
async fn passing_failures_are_waited_out() {
    for status in [408, 429, 500, 502, 503, 504, 520] {
        let server = MockServer::start().await;
        tokens(&server, "abc", 1).await;
        let failing = Mock::given(method("GET")).respond_with(ResponseTemplate::new(status));
        failing.up_to_n_times(3).expect(3).mount(&server).await;
        Mock::given(method("GET"))
            .respond_with(page(json!([7])))
            .mount(&server)
            .await;
        assert_eq!(list(&server).await, Ok(vec![json!(7)]), "{status}");
    }
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(503))
        .expect(5..)
        .mount(&server)
        .await;
    let mut client = client(&server).with_patience(Duration::from_secs(3));
    let begun = Instant::now();
    let error = client
        .list(&format!("{}/things/", server.uri()), &[])
        .await
        .unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-009", "patience ends");
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_server_that_fails_is_asked_a_few_times_only() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(500))
        .expect(5)
        .mount(&server)
        .await;
    let begun = Instant::now();
    assert_eq!(list(&server).await, Err("SOURCE-009"));
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());

    // One that is down in between has patience of its own.
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    for (status, times) in [(500, 2), (503, 3), (500, 2)] {
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(status))
            .up_to_n_times(times)
            .expect(times)
            .mount(&server)
            .await;
    }
    Mock::given(method("GET"))
        .respond_with(page(json!([7])))
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Ok(vec![json!(7)]));

    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(500))
        .expect(5)
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Err("SOURCE-009"), "no token is given");
}

#[tokio::test]
async fn a_wish_beyond_all_patience_is_not_waited_for() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(503).insert_header("retry-after", "86400"))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Err("SOURCE-009"));
}

#[tokio::test]
async fn each_page_has_patience_of_its_own() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    // Each of the three pages takes longer than a third of the patience.
    for number in 1..=3 {
        let asked = || Mock::given(method("GET")).and(query_param("page", number.to_string()));
        asked()
            .respond_with(ResponseTemplate::new(503).insert_header("retry-after", "2"))
            .up_to_n_times(1)
            .mount(&server)
            .await;
        let next = (number < 3).then(|| format!("{}/things/?page={}", server.uri(), number + 1));
        asked()
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": [number], "next": next})))
            .mount(&server)
            .await;
    }
    let mut client = client(&server).with_patience(Duration::from_secs(5));
    let listed = client
        .list(&format!("{}/things/", server.uri()), &[("page", "1".to_owned())])
        .await;
    assert_eq!(listed.unwrap(), [json!(1), json!(2), json!(3)]);
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "1");
    Mock::given(method("GET"))
        .respond_with(busy)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(page(json!([7])))
        .mount(&server)
        .await;
    let begun = Instant::now();
    assert_eq!(list(&server).await, Ok(vec![json!(7)]));
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn the_server_may_name_a_date_to_wait_for() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    let begun = Instant::now();
    let date = (chrono::Utc::now() + chrono::TimeDelta::seconds(3)).to_rfc2822();
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(503).insert_header("retry-after", date.as_str()))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(page(json!([7])))
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Ok(vec![json!(7)]));
    assert!(begun.elapsed() >= Duration::from_secs(1), "a date has whole seconds");
}

#[tokio::test]
async fn a_token_is_renewed_when_it_runs_out() {
    let server = MockServer::start().await;
    for token in ["first", "second"] {
        // Used for four seconds: for half of its life.
        let answer = json!({"access_token": token, "expires_in": 8});
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
        Mock::given(method("GET"))
            // Without a type in the answer, the one that was asked for.
            .and(header("authorization", format!("JWT {token}")))
            .respond_with(page(json!([token])))
            .mount(&server)
            .await;
    }
    let mut client = client(&server);
    let url = format!("{}/things/", server.uri());
    for expected in ["first", "first"] {
        assert_eq!(client.list(&url, &[]).await.unwrap(), [json!(expected)]);
    }
    tokio::time::sleep(Duration::from_millis(4100)).await;
    assert_eq!(client.list(&url, &[]).await.unwrap(), [json!("second")]);
}

#[tokio::test]
async fn a_token_may_live_for_any_time() {
    for life in [i64::MAX, 0, -1, i64::MIN] {
        let server = MockServer::start().await;
        let answer = json!({"access_token": "abc", "expires_in": life});
        Mock::given(method("POST"))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .mount(&server)
            .await;
        Mock::given(method("GET"))
            .and(header("authorization", "JWT abc"))
            .respond_with(page(json!([7])))
            .mount(&server)
            .await;
        assert_eq!(list(&server).await, Ok(vec![json!(7)]), "{life}");
    }
}

#[tokio::test]
async fn no_message_shows_the_password_of_an_address() {
    let server = MockServer::start().await;
    let with_password = server.uri().replacen("http://", "http://somebody:hush@", 1);
    for (status, code) in [
        (503, "SOURCE-009"),
        (500, "SOURCE-009"),
        (404, "SOURCE-010"),
        (403, "SOURCE-011"),
    ] {
        server.reset().await;
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(status))
            .mount(&server)
            .await;
        let mut client = RestClient::new(None).unwrap().with_patience(Duration::ZERO);
        let error = client.list(&format!("{with_password}/things/"), &[]).await.unwrap_err();
        assert_eq!(error.failure().code, code, "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn an_account_may_be_a_person() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(body_string_contains("grant_type=password"))
        .and(body_string_contains("username=robot"))
        .and(body_string_contains("password=hush"))
        .and(body_string_contains("token_type=bearer"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"access_token": "abc"})))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(header("authorization", "BEARER abc"))
        .respond_with(page(json!([7])))
        .mount(&server)
        .await;
    let mut account = Account::new(
        format!("{}/token", server.uri()),
        "olivine".to_owned(),
        "quiet".to_owned(),
    );
    account.token_type = "bearer".to_owned();
    account.person = Some(("robot".to_owned(), "hush".to_owned()));
    let mut client = RestClient::new(Some(account)).unwrap();
    let listed = client.list(&format!("{}/things/", server.uri()), &[]).await;
    assert_eq!(listed.unwrap(), [json!(7)]);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let server = MockServer::start().await;
    tokens(&server, "old", 1).await;
    tokens(&server, "new", 1).await;
    let asked = |token: &str| Mock::given(method("GET")).and(header("authorization", format!("JWT {token}")));
    asked("old")
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    // Trying again after that does not ask for further tokens.
    asked("new")
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    asked("new").respond_with(page(json!([7]))).mount(&server).await;
    assert_eq!(list(&server).await, Ok(vec![json!(7)]));

    for status in [401, 403] {
        let server = MockServer::start().await;
        tokens(&server, "abc", if status == 401 { 2 } else { 1 }).await;
        Mock::given(method("GET"))
            .respond_with(ResponseTemplate::new(status))
            .mount(&server)
            .await;
        assert_eq!(list(&server).await, Err("SOURCE-011"), "{status}");
    }
}

#[tokio::test]
async fn the_token_server_misbehaves() {
    let token_answers = [
        (ResponseTemplate::new(401), Err("SOURCE-011")),
        (
            ResponseTemplate::new(200).set_body_json(json!({"error": "invalid_client"})),
            Err("SOURCE-010"),
        ),
        (ResponseTemplate::new(503), Err("SOURCE-009")),
    ];
    for (answer, expected) in token_answers {
        let server = MockServer::start().await;
        Mock::given(method("POST")).respond_with(answer).mount(&server).await;
        Mock::given(method("GET"))
            .respond_with(page(json!([])))
            .expect(0)
            .mount(&server)
            .await;
        let client = client(&server).with_patience(Duration::from_millis(300));
        assert_eq!(list_with(client, &server).await, expected);
    }
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(502))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    tokens(&server, "abc", 1).await;
    Mock::given(method("GET"))
        .respond_with(page(json!([7])))
        .mount(&server)
        .await;
    assert_eq!(list(&server).await, Ok(vec![json!(7)]));
}

#[tokio::test]
async fn answers_that_waiting_does_not_help_with() {
    for answer in [
        ResponseTemplate::new(404),
        ResponseTemplate::new(400),
        ResponseTemplate::new(200).set_body_string("<html>Sign in</html>"),
    ] {
        let server = MockServer::start().await;
        tokens(&server, "abc", 1).await;
        Mock::given(method("GET"))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        assert_eq!(list(&server).await, Err("SOURCE-010"));
    }
}

/// A server that breaks off its first answers, then answers.
fn breaking_server(breaks: usize) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for (nth, stream) in listener.incoming().enumerate() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let body = r#"{"results": [7], "next": null}"#;
            let sent = match nth {
                _ if nth >= breaks => body,
                // Closed without a word, or in the middle of the body.
                0 => continue,
                _ => &body[..10],
            };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{sent}").as_bytes());
        }
    });
    format!("http://{address}/things/")
}

#[tokio::test]
async fn broken_connections_are_tried_again() {
    let client = |patience| {
        RestClient::new(None)
            .unwrap()
            .with_patience(patience)
            .with_first_pause(Duration::from_millis(5))
    };
    let url = breaking_server(3);
    assert_eq!(client(PATIENCE).list(&url, &[]).await.unwrap(), [json!(7)]);
    let (url, short) = (breaking_server(99), Duration::from_secs(1));
    let error = client(short).list(&url, &[]).await.unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-009", "{error}");
    let nobody = client(short).list("http://127.0.0.1:1/", &[]).await.unwrap_err();
    assert_eq!(nobody.failure().code, "SOURCE-009");
}

#[tokio::test]
async fn catalog_and_course_list_of_apis() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 2).await;
    for (partner, key) in [("river", "course-v1:X+A+1"), ("moss", "course-v1:X+B+1")] {
        Mock::given(method("GET"))
            .and(path("/api/v1/course_runs/"))
            .and(query_param("partner", partner))
            .and(query_param("exclude_utm", "1"))
            .respond_with(page(json!([{"key": key, "course": "X+A", "title": "T"}])))
            .expect(1)
            .mount(&server)
            .await;
    }
    Mock::given(method("GET"))
        .and(path("/api/courses/v1/courses/"))
        .respond_with(page(
            json!([{"id": "course-v1:X+A+1", "name": "A", "org": "X", "number": "A", "blocks_url": "b"}]),
        ))
        .mount(&server)
        .await;
    let place = Place::new().await;
    let mut summary = ImportSummary::new(day());
    let source = || CatalogSource::Api {
        root: format!("{}/api/v1", server.uri()),
        partners: vec!["river".to_owned(), "moss".to_owned()],
        client: Box::new(client(&server)),
    };
    catalog::import(source(), &place.lake, day(), &mut summary)
        .await
        .unwrap();
    let list = CourseListSource::Api {
        lms: server.uri(),
        client: Box::new(client(&server)),
    };
    catalog::import_course_list(list, &place.lake, day(), &mut summary)
        .await
        .unwrap();
    assert_eq!(
        place.rows("course_runs", &["course_id"]).await,
        ["course-v1:X+A+1", "course-v1:X+B+1"]
    );
    assert_eq!(place.rows("course_list", &["course_id"]).await, ["course-v1:X+A+1"]);

    // A catalog that fails on its second page leaves what was there.
    let broken = MockServer::start().await;
    let second = format!("{}/api/v1/course_runs/?page=2", broken.uri());
    Mock::given(query_param("page", "2"))
        .respond_with(ResponseTemplate::new(404))
        .with_priority(1)
        .mount(&broken)
        .await;
    let first = ResponseTemplate::new(200).set_body_json(json!({"results": [], "next": second}));
    Mock::given(method("GET")).respond_with(first).mount(&broken).await;
    let source = CatalogSource::Api {
        root: format!("{}/api/v1", broken.uri()),
        partners: vec!["river".to_owned()],
        client: Box::new(RestClient::new(None).unwrap()),
    };
    let error = catalog::import(source, &place.lake, day(), &mut summary)
        .await
        .unwrap_err();
    assert_eq!(error.failure().code, "SOURCE-010");
    assert_eq!(place.rows("course_runs", &["course_id"]).await.len(), 2);
}

/// A list of the catalog, its first page; nothing answers to the page that `next` leads to.
async fn catalog_list(server: &MockServer, name: &str, results: Value, has_next: bool) {
    let next = has_next.then(|| format!("{}/api/v1/{name}/?page=2", server.uri()));
    Mock::given(method("GET"))
        .and(path(format!("/api/v1/{name}/")))
        .and(query_param("exclude_utm", "1"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"results": results, "next": next})))
        .mount(server)
        .await;
}

#[tokio::test]
async fn a_later_page_that_is_not_there_empties_no_table() {
    let place = Place::new().await;
    let import = async |server: &MockServer| {
        let source = CatalogSource::Api {
            root: format!("{}/api/v1", server.uri()),
            partners: vec!["river".to_owned()],
            client: Box::new(RestClient::new(None).unwrap()),
        };
        let mut summary = ImportSummary::new(day());
        let imported = catalog::import(source, &place.lake, day(), &mut summary).await;
        imported.map_err(|error| error.failure().code)
    };
    let kept = async || {
        let subjects = place.rows("course_run_subjects", &["course_id", "subject_slug"]).await;
        let programs = place.rows("program_courses", &["program_id", "catalog_course"]).await;
        (subjects, programs)
    };
    let runs = || json!([{"key": "course-v1:X+A+1", "course": "X+A"}]);
    let courses =
        || json!([{"course_runs": [{"key": "course-v1:X+A+1"}], "subjects": [{"slug": "soil", "name": "Soil"}]}]);
    let programs = || json!([{"uuid": "p", "courses": [{"key": "X+A"}]}]);
    for broken in ["none", "courses", "programs"] {
        let server = MockServer::start().await;
        catalog_list(&server, "course_runs", runs(), false).await;
        catalog_list(&server, "courses", courses(), broken == "courses").await;
        catalog_list(&server, "programs", programs(), broken == "programs").await;
        let expected = if broken == "none" { Ok(()) } else { Err("SOURCE-010") };
        assert_eq!(import(&server).await, expected, "{broken}");
        let (kept_subjects, kept_programs) = kept().await;
        assert_eq!(kept_subjects, ["course-v1:X+A+1 | soil"], "{broken}");
        assert_eq!(kept_programs, ["p | X+A"], "{broken}");
    }
    // A service that has no such lists at all says so on the first page.
    let server = MockServer::start().await;
    catalog_list(&server, "course_runs", runs(), false).await;
    assert_eq!(import(&server).await, Ok(()));
    assert_eq!(kept().await, (Vec::new(), Vec::new()));
}

#[tokio::test]
async fn rights_that_cannot_be_read_to_their_end_are_not_given() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 2).await;
    let list = "/api/courses/v1/course_ids/";
    let first = json!({"results": ["course-v1:X+A+1"], "next": format!("{}{list}?page=2", server.uri())});
    Mock::given(method("GET"))
        .and(path(list))
        .and(query_param("username", "ann"))
        .respond_with(ResponseTemplate::new(200).set_body_json(first))
        .mount(&server)
        .await;
    let account = Account::new(
        format!("{}/oauth2/access_token", server.uri()),
        "olivine".to_owned(),
        "quiet".to_owned(),
    );
    let rights = CourseRights::new(&server.uri(), account, vec!["staff".to_owned()]).unwrap();
    assert_eq!(rights.of("ann").await.unwrap_err().failure().code, "SOURCE-010");
    assert!(rights.of("nobody").await.unwrap().is_empty());
}

#[tokio::test]
async fn an_account_is_tried_without_asking_for_anything_else() {
    let server = MockServer::start().await;
    tokens(&server, "abc", 1).await;
    client(&server).sign_in().await.unwrap();
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    let refused = client(&server).sign_in().await.unwrap_err();
    assert_eq!(refused.failure().code, "SOURCE-011");
    let requests = server.received_requests().await.unwrap();
    assert!(
        requests
            .iter()
            .all(|request| request.url.path() == "/oauth2/access_token")
    );
}
