//! How sign-ins are kept: names of cookies, ends of sessions, and who may sign a visitor out.

use crate::sample::STAFF;
use crate::visitor::{Site, Visitor};
use olivine_web::WebOptions;

async fn site(options: WebOptions) -> Site {
    Site::open_with(None, &[], &[], options).await
}

#[tokio::test]
async fn over_https_nobody_else_can_set_our_cookies() {
    let site = site(WebOptions {
        https: true,
        ..WebOptions::default()
    })
    .await;
    let mut visitor = Visitor::new(&site);
    let first = visitor.get("/").await;
    let token = visitor.cookie("__Host-olivine_csrf");
    assert!(!token.is_empty(), "{:?}", first.set_cookie("olivine_csrf"));
    let form = [("csrf", &*token), ("user", STAFF.0), ("password", STAFF.1)];
    let answer = visitor.post("/login/", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    for name in ["__Host-olivine_session", "__Host-olivine_csrf"] {
        let cookie = answer.set_cookie(name);
        for part in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{name}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert_eq!(visitor.get("/courses/").await.status, 200);
    // A cookie that another host of the domain could set is not read.
    let session = visitor.cookie("__Host-olivine_session");
    let mut other = Visitor::new(&site);
    other.set_cookie("olivine_session", &session);
    assert_eq!(other.get("/courses/").await.status, 303);
}

#[tokio::test]
async fn sessions_end_when_their_time_is_over() {
    let ends = [
        WebOptions {
            session_minutes: 0,
            ..WebOptions::default()
        },
        WebOptions {
            idle_minutes: 0,
            ..WebOptions::default()
        },
    ];
    for options in ends {
        let site = site(options).await;
        let mut visitor = Visitor::new(&site);
        assert_eq!(visitor.sign_in(STAFF.0, STAFF.1).await.status, 303);
        assert_eq!(visitor.get("/courses/").await.status, 303, "the session is over");
    }
}

#[tokio::test]
async fn without_an_lms_its_addresses_are_not_there() {
    let site = site(WebOptions::default()).await;
    let mut visitor = Visitor::new(&site);
    for path in [
        "/login/edx-oauth2/",
        "/complete/edx-oauth2/?code=a&state=b",
        "/embed/x/",
    ] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
    let page = visitor.get("/login/").await;
    assert!(!page.text.contains("/login/edx-oauth2/") && page.text.contains("name=\"password\""));
}

#[tokio::test]
async fn what_was_seen_is_gone_with_the_sign_in() {
    let site = site(WebOptions::default()).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for path in ["/courses/", "/operate/", "/courses/csv/course_list/", "/nowhere/"] {
        let page = visitor.get(path).await;
        assert_eq!(page.header("cache-control"), "private, no-store", "{path}");
    }
    assert_eq!(
        Visitor::new(&site).get("/").await.header("cache-control"),
        "private, no-cache"
    );
}
