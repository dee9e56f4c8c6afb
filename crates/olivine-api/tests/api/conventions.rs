//! Redirects, slashes, methods, formats, credentials, errors (`API 1`).

use crate::site::{FORM, OLD, Site, TABLES};
use olivine_api::ApiOptions;
use reqwest::Method;
use serde_json::json;

const MODE: &str = "/api/v0/courses/OldX/OS1/Run_A/enrollment/mode/";

#[tokio::test]
async fn addresses_lead_where_they_should() {
    let site = Site::full().await;
    let cases = [
        ("/", 302, Some("/docs")),
        ("/docs", 301, Some("/docs/")),
        ("/status", 301, Some("/status/")),
        ("/health?x=1", 301, Some("/health/?x=1")),
        ("/api/v0/status", 301, Some("/api/v0/status/")),
        ("/api/v0/status/", 302, Some("/status/")),
        ("/api/v1/health/", 302, Some("/health/")),
        ("/api/v0/authenticated.json", 302, Some("/authenticated/")),
        ("/api/v0/programs", 301, Some("/api/v0/programs/")),
        (
            "/api/v1/courses/OldX/OS1/Run_A/enrollment?end_date=2031-03-04",
            301,
            Some("/api/v1/courses/OldX/OS1/Run_A/enrollment/?end_date=2031-03-04"),
        ),
        ("/api/", 404, None),
        ("/api/v0/", 404, None),
        ("/api/v0", 404, None),
        ("/api/v2/programs/", 404, None),
        ("/api/v0/nothing", 404, None),
        ("/api/v0/nothing/", 404, None),
        ("/nothing/", 404, None),
        ("/api/v0/courses/a/b/enrollment/", 404, None),
        ("/api/v0/courses/%FF/b/c/enrollment/", 404, None),
    ];
    for (path, status, location) in cases {
        // Nobody needs a token to be led on.
        let reply = site.send(Method::GET, path, &[], "").await;
        assert_eq!((reply.status, reply.header("location")), (status, location), "{path}");
        if status == 404 {
            assert_eq!(
                (reply.kind(), reply.text()),
                (Some("application/json; charset=None"), r#"{"status":404}"#),
                "{path}"
            );
        } else {
            assert_eq!(reply.text(), "", "{path}");
        }
    }
    let reply = site.send(Method::POST, "/api/v0/programs", &[], "").await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (308, Some("/api/v0/programs/"))
    );
}

#[tokio::test]
async fn signing_in_is_that_of_the_pages_where_there_are_some() {
    let address = "/api-auth/login/?next=/api/v0/programs/";
    let without = Site::full().await;
    assert_eq!(without.send(Method::GET, address, &[], "").await.status, 404);
    let options = ApiOptions {
        session_cookie: Some("session".into()),
        ..ApiOptions::default()
    };
    let site = Site::with(&TABLES, options).await;
    for (address, leads_to) in [
        (address, "/login/?next=/api/v0/programs/"),
        ("/api-auth/logout/", "/logout/"),
    ] {
        let reply = site.send(Method::GET, address, &[], "").await;
        assert_eq!((reply.status, reply.header("location")), (302, Some(leads_to)));
    }
}

#[tokio::test]
async fn operational_addresses_answer() {
    let site = Site::full().await;
    let open = async |path: &str| site.send(Method::GET, path, &[], "").await;
    let status = open("/status/").await;
    assert_eq!(
        (status.status, status.kind(), status.text()),
        (200, Some("application/json"), "{}")
    );
    let health = open("/health/").await;
    let well = r#"{"overall_status":"OK","detailed_status":{"default_db_status":"OK","analytics_db_status":"OK"}}"#;
    assert_eq!((health.status, health.text()), (200, well));
    assert_eq!(open("/authenticated/").await.status, 401);
    let known = site.get("/authenticated/").await;
    assert_eq!((known.status, known.text()), (200, "{}"));
    site.store.close().await;
    let health = open("/health/").await;
    let ill = r#"{"overall_status":"UNAVAILABLE","detailed_status":{"default_db_status":"UNAVAILABLE","analytics_db_status":"UNAVAILABLE"}}"#;
    assert_eq!((health.status, health.text()), (503, ill));
    assert_eq!(open("/status/").await.status, 200);
    let broken = site.get(MODE).await;
    assert_eq!((broken.status, broken.text()), (500, r#"{"status":500}"#));
}

#[tokio::test]
async fn credentials_are_refused_with_the_texts_clients_know() {
    let site = Site::full().await;
    site.user("gone", &[OLD], false).await;
    let (_, gone) = site
        .store
        .site()
        .create_token("gone", olivine_store::site::tokens::NewToken::default())
        .await
        .unwrap();
    site.store.site().set_disabled("gone", true).await.unwrap();
    let gone = format!("Token {gone}");
    let cases = [
        (None, "Authentication credentials were not provided."),
        (Some("Bearer abc"), "Authentication credentials were not provided."),
        (Some("Token 0123456789012345678901234567890123456789"), "Invalid token."),
        (Some("token"), "Invalid token header. No credentials provided."),
        (
            Some("Token a b"),
            "Invalid token header. Token string should not contain spaces.",
        ),
        (Some(gone.as_str()), "User inactive or deleted."),
    ];
    for (header, text) in cases {
        let mut headers: Vec<(&str, &str)> = header.into_iter().map(|header| ("authorization", header)).collect();
        for path in [MODE, "/api/v0/programs/", "/authenticated/", "/api/reports/"] {
            let reply = site.send(Method::GET, path, &headers, "").await;
            assert_eq!(
                (reply.status, reply.json()),
                (401, json!({ "detail": text })),
                "{header:?} {path}"
            );
            assert_eq!(reply.header("www-authenticate"), Some("Token"));
        }
        // A refused CSV of a course says why (upstream failed here); elsewhere CSV has no error text.
        headers.push(("accept", "text/csv"));
        let reply = site.send(Method::GET, MODE, &headers, "").await;
        assert_eq!((reply.status, reply.json()), (401, json!({ "detail": text })));
        assert_eq!(reply.header("content-disposition"), None);
        let reply = site.send(Method::GET, "/api/v0/programs/", &headers, "").await;
        assert_eq!((reply.status, reply.kind(), reply.text()), (401, None, ""));
    }
    let lower = site
        .send(
            Method::GET,
            MODE,
            &[("authorization", &format!("tOKEN {}", site.token))],
            "",
        )
        .await;
    assert_eq!(lower.status, 200);
}

#[tokio::test]
async fn methods_are_taken_or_refused() {
    let site = Site::full().await;
    let token = format!("Token {}", site.token);
    let headers = [("authorization", token.as_str())];
    for (method, path, allow) in [
        (Method::POST, MODE, "GET, HEAD, OPTIONS"),
        (Method::PUT, MODE, "GET, HEAD, OPTIONS"),
        (Method::DELETE, "/api/v0/programs/", "GET, POST, HEAD, OPTIONS"),
        (Method::PATCH, "/status/", "GET, HEAD, OPTIONS"),
        (Method::POST, "/api/reports/", "GET, HEAD, OPTIONS"),
    ] {
        let reply = site.send(method.clone(), path, &headers, "").await;
        let text = format!(r#"{{"detail":"Method \"{method}\" not allowed."}}"#);
        assert_eq!((reply.status, reply.text()), (405, text.as_str()), "{method} {path}");
        assert_eq!(reply.header("allow"), Some(allow), "{method} {path}");
    }
    let get = site.get(MODE).await;
    let head = site.send(Method::HEAD, MODE, &headers, "").await;
    assert_eq!(
        (head.status, head.kind(), head.bytes.len()),
        (200, Some("application/json"), 0)
    );
    assert_eq!(
        head.header("content-length"),
        Some(get.bytes.len().to_string().as_str())
    );
    let options = site.send(Method::OPTIONS, MODE, &headers, "").await;
    assert_eq!(options.status, 200);
    assert_eq!(options.json()["name"], "Enrollment Mode");
    assert_eq!(
        options.json()["renders"],
        json!(["application/json", "text/html", "text/csv"])
    );
    assert_eq!(site.send(Method::OPTIONS, MODE, &[], "").await.status, 401);
}

#[tokio::test]
async fn answers_carry_the_usual_headers() {
    let site = Site::full().await;
    for path in [
        MODE,
        "/api/v0/programs/",
        "/status/",
        "/health/",
        "/api/v0/courses/a/b/c/activity/",
    ] {
        let reply = site.get(path).await;
        assert!(reply.header("allow").is_some(), "{path}");
        assert_eq!(reply.headers.get("vary").unwrap(), "Accept, Cookie, origin", "{path}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(
            (reply.header("etag"), reply.header("cache-control")),
            (None, None),
            "{path}"
        );
    }
}

#[tokio::test]
async fn formats_are_negotiated() {
    let site = Site::full().await;
    let not_acceptable = r#"{"detail":"Could not satisfy the request Accept header."}"#;
    let not_found = r#"{"detail":"Not found."}"#;
    for (path, accept, status, text) in [
        (format!("{MODE}?format=csv"), "application/json", 406, not_acceptable),
        (MODE.to_owned(), "image/png", 406, not_acceptable),
        (format!("{MODE}?format=xml"), "*/*", 404, not_found),
        ("/api/v0/programs.xml".to_owned(), "*/*", 404, not_found),
    ] {
        let reply = site.get_with(&path, &[("accept", accept)]).await;
        assert_eq!((reply.status, reply.text()), (status, text), "{path} {accept}");
    }
    let pretty = site
        .get_with(
            "/api/v0/programs/?program_ids=prog-b&fields=program_id",
            &[("accept", "application/json; indent=4")],
        )
        .await;
    assert_eq!(pretty.text(), "[\n    {\n        \"program_id\": \"prog-b\"\n    }\n]");
    for (path, accept) in [
        ("/api/v0/programs/?format=api", "*/*"),
        ("/api/v0/programs/", "text/html,*/*;q=0.8"),
    ] {
        let page = site.get_with(path, &[("accept", accept)]).await;
        assert_eq!((page.status, page.kind()), (200, Some("text/html; charset=utf-8")));
        assert!(
            page.text().contains("&quot;program_id&quot;: &quot;prog-a&quot;"),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn answers_are_compressed_when_the_client_can_read_it() {
    let site = Site::full().await;
    let reply = site.get_with("/api/v0/programs/", &[("accept-encoding", "gzip")]).await;
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    assert_eq!(reply.bytes[..2], [0x1f, 0x8b]);
    assert_eq!(site.get("/api/v0/programs/").await.header("content-encoding"), None);
}

#[tokio::test]
async fn a_token_is_given_for_name_and_password() {
    let site = Site::full().await;
    site.user("ada", &[OLD], false).await;
    let ask = async |body: &str| site.send(Method::POST, "/api-token-auth/", &[FORM], body).await;
    let given = ask("username=ada&password=correct+horse+battery").await;
    assert_eq!(given.status, 200);
    let token = given.json()["token"].as_str().unwrap().to_owned();
    let headers = [("authorization", format!("Token {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(site.send(Method::GET, MODE, &headers, "").await.status, 200);
    let wrong = ask("username=ada&password=guess").await;
    let text = r#"{"non_field_errors":["Unable to log in with provided credentials."]}"#;
    assert_eq!((wrong.status, wrong.text()), (400, text));
    let missing = ask("username=ada").await;
    assert_eq!(
        (missing.status, missing.text()),
        (400, r#"{"password":["This field is required."]}"#)
    );
    assert_eq!(site.send(Method::GET, "/api-token-auth/", &[], "").await.status, 405);
    // No more than ten tokens of this kind pile up.
    for _ in 0..11 {
        assert_eq!(ask("username=ada&password=correct+horse+battery").await.status, 200);
    }
    let kept = site.store.site().list_tokens(Some("ada")).await.unwrap();
    assert_eq!(kept.iter().filter(|token| token.label == "api-token-auth").count(), 10);
    assert_eq!(
        site.send(Method::GET, MODE, &headers, "").await.status,
        401,
        "the oldest has ended"
    );
}

#[tokio::test]
async fn beside_pages_the_api_leaves_other_addresses_alone() {
    let options = ApiOptions {
        standalone: false,
        ..ApiOptions::default()
    };
    let site = Site::with(&[], options).await;
    for path in ["/", "/nothing/"] {
        let reply = site.send(Method::GET, path, &[], "").await;
        assert_eq!((reply.status, reply.text()), (404, ""), "{path}");
    }
    assert_eq!(
        site.send(Method::GET, "/api/v0/nothing/", &[], "").await.text(),
        r#"{"status":404}"#
    );
}
