//! Visitors that are slow or guess, proxies between, and pages that break: the others are served.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use olivine_api::{ApiOptions, ServeOptions};
use olivine_store::site::logins::{LoginLimit, LoginStart};
use olivine_web::operations::LakeState;
use olivine_web::{Operations, WebOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::sample::{LARGE, NOBODY, STAFF, TEACHER};
use crate::visitor::{Site, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_does_not_arrive_is_not_waited_for() {
    let site = Site::open(None).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let bounds = ServeOptions {
        body_timeout: Duration::from_millis(500),
        ..ServeOptions::default()
    };
    let server = tokio::spawn(olivine_api::serve_with(
        listener,
        site.app(),
        std::future::pending(),
        bounds,
    ));
    for path in [
        "/login/",
        "/logout/",
        "/operate/reports/",
        &format!("/courses/{LARGE}/notes/"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: 100\r\n\r\ncsrf="
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut answer));
        read.await.expect("the connection ends").unwrap();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
    }
    server.abort();
}

#[tokio::test]
async fn a_form_is_no_place_for_a_book() {
    let site = Site::open(None).await;
    let mut visitor = Visitor::new(&site);
    let book = "x".repeat(100_000);
    assert_eq!(visitor.post("/login/", &[("user", &book)]).await.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_at_once_gets_no_further_than_one_by_one() {
    let site = Site::open(None).await;
    let mut guesses = JoinSet::new();
    for _ in 0..40 {
        let mut visitor = Visitor::new(&site);
        guesses.spawn(async move { visitor.sign_in(TEACHER.0, "guess").await });
    }
    let mut wrong = 0;
    while let Some(answer) = guesses.join_next().await {
        let answer = answer.unwrap();
        match answer.status {
            401 => wrong += 1,
            429 | 503 => assert!(!answer.header("retry-after").is_empty()),
            other => panic!("{other}: {}", answer.text),
        }
    }
    let mut visitor = Visitor::new(&site);
    while wrong <= 10 && visitor.sign_in(TEACHER.0, "guess").await.status == 401 {
        wrong += 1;
    }
    assert_eq!(wrong, 10, "as many as one by one");
    let right = visitor.sign_in(TEACHER.0, TEACHER.1).await;
    assert_eq!(right.status, 429, "even the right password must wait");
    assert_eq!(
        visitor.sign_in(STAFF.0, STAFF.1).await.status,
        303,
        "others are not held up"
    );
}

#[tokio::test]
async fn guesses_are_counted_for_the_address_that_the_proxy_saw() {
    let api_options = ApiOptions {
        standalone: false,
        behind_proxy: true,
        ..ApiOptions::default()
    };
    let site = Site::open_as(None, (&[], &[]), WebOptions::default(), api_options).await;
    for number in 0..50 {
        let name = format!("user{number}");
        let logins = site.store.site();
        let begun = logins.begin_login(&name, "9.9.9.9", &LoginLimit::default()).await;
        let LoginStart::Begun(attempt) = begun.unwrap() else {
            panic!("there is room for fifty");
        };
        logins.login_failed(&attempt).await.unwrap();
    }
    let mut visitor = Visitor::new(&site);
    visitor.get("/login/").await;
    let token = visitor.cookie("olivine_csrf");
    let form = [("csrf", &*token), ("user", NOBODY.0), ("password", NOBODY.1)];
    let line = |value: &'static str| ("x-forwarded-for", value);
    let forged = [line("1.1.1.1"), line("2.2.2.2, 9.9.9.9")];
    let limited = visitor.post_with("/login/", &form, &forged).await;
    assert_eq!(limited.status, 429, "whatever was claimed before");
    let other = [line("9.9.9.9"), line("1.1.1.1")];
    assert_eq!(visitor.post_with("/login/", &form, &other).await.status, 303);
}

/// A program whose lake makes it panic.
#[derive(Debug)]
struct OutOfOrder;

#[async_trait]
impl Operations for OutOfOrder {
    async fn lake(&self) -> Result<LakeState, String> {
        panic!("out of order")
    }

    async fn reload(&self) -> Result<(), String> {
        Ok(())
    }
}

#[tokio::test]
async fn a_page_that_panics_is_an_answer_and_the_others_go_on() {
    let options = WebOptions {
        operations: Some(Arc::new(OutOfOrder)),
        ..WebOptions::default()
    };
    let site = Site::open_with(None, &[], &[], options).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let broken = visitor.get("/operate/data/").await;
    assert_eq!(broken.status, 500);
    assert!(broken.text.starts_with("Something broke."), "{}", broken.text);
    assert!(!broken.header("content-security-policy").is_empty());
    assert_eq!(visitor.get("/operate/reports/").await.status, 200);
}
