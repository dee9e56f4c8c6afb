//! Who is let in, and to what: signing in and out, guessing, and rights.

use std::collections::BTreeSet;

use crate::sample::{LARGE, NOBODY, OLD, STAFF, TEACHER};
use crate::visitor::{Visitor, site};

#[tokio::test]
async fn nobody_sees_anything_without_signing_in() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    for path in [
        "/courses/",
        &format!("/courses/{LARGE}/"),
        &format!("/courses/{LARGE}/csv/enrollment/"),
        "/courses/csv/course_list/",
    ] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(
            answer.location().starts_with("/login/?next=%2Fcourses%2F"),
            "{path}: {}",
            answer.location()
        );
    }
    let landing = visitor.get("/").await;
    assert_eq!(landing.status, 200);
    assert!(landing.text.contains("name=\"password\""));
}

#[tokio::test]
async fn what_needs_no_sign_in_is_not_for_an_index() {
    const NO_INDEX: &str = "<meta name=\"robots\" content=\"noindex\">";
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    for path in ["/", "/login/", "/nothing/"] {
        assert!(visitor.get(path).await.text.contains(NO_INDEX), "{path}");
    }
    let robots = visitor.get("/robots.txt").await;
    assert_eq!((robots.status, &*robots.text), (200, "User-agent: *\nDisallow:\n"));
    let mut reader = Visitor::signed_in(&site, STAFF).await;
    for path in ["/courses/".to_owned(), format!("/courses/{LARGE}/enrollment/activity/")] {
        assert!(!reader.get(&path).await.text.contains(NO_INDEX), "{path}");
    }
}

#[tokio::test]
async fn signing_in_needs_the_right_password_and_the_token() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    let wrong = visitor.sign_in(STAFF.0, "wrong").await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.text.contains("User name or password is wrong"));
    let forged = visitor
        .post(
            "/login/",
            &[("csrf", "forged"), ("user", STAFF.0), ("password", STAFF.1)],
        )
        .await;
    assert_eq!(forged.status, 403);
    assert!(forged.text.contains("The form was not accepted"));
    let before = visitor.cookie("olivine_csrf");
    let right = visitor.sign_in(STAFF.0, STAFF.1).await;
    assert_eq!((right.status, right.location()), (303, "/courses/"));
    assert_ne!(
        visitor.cookie("olivine_csrf"),
        before,
        "the token of forms is new after signing in"
    );
    let cookie = right.set_cookie("olivine_session");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "over plain HTTP the browser would drop it");
    assert_eq!(visitor.get("/").await.location(), "/courses/");
}

#[tokio::test]
async fn a_new_session_is_made_at_sign_in_and_ended_at_sign_out() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    visitor.sign_in(STAFF.0, STAFF.1).await;
    let first = visitor.cookie("olivine_session");
    visitor.sign_in(STAFF.0, STAFF.1).await;
    let second = visitor.cookie("olivine_session");
    assert_ne!(first, second);
    let mut old = Visitor::new(&site);
    old.set_cookie("olivine_session", &first);
    assert_eq!(
        old.get("/courses/").await.status,
        303,
        "the session before is no longer good"
    );
    assert_eq!(visitor.post("/logout/", &[("csrf", "forged")]).await.status, 403);
    assert_eq!(visitor.get("/courses/").await.status, 200);
    let token = visitor.cookie("olivine_csrf");
    assert_eq!(visitor.post("/logout/", &[("csrf", &token)]).await.status, 303);
    visitor.set_cookie("olivine_session", &second);
    assert_eq!(
        visitor.get("/courses/").await.status,
        303,
        "a stolen cookie is worth nothing after signing out"
    );
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    for _ in 0..10 {
        assert_eq!(visitor.sign_in(TEACHER.0, "guess").await.status, 401);
    }
    let limited = visitor.sign_in(TEACHER.0, TEACHER.1).await;
    assert_eq!(limited.status, 429, "even the right password must wait");
    assert!(limited.text.contains("Too many attempts"));
    assert_eq!(
        visitor.sign_in(STAFF.0, STAFF.1).await.status,
        303,
        "others are not held up"
    );
}

#[tokio::test]
async fn a_switched_off_account_is_out_at_once() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, TEACHER).await;
    assert_eq!(visitor.get("/courses/").await.status, 200);
    site.store.site().set_disabled(TEACHER.0, true).await.unwrap();
    assert_eq!(visitor.get("/courses/").await.status, 303);
    assert_eq!(visitor.sign_in(TEACHER.0, TEACHER.1).await.status, 401);
}

#[tokio::test]
async fn a_link_cannot_send_people_elsewhere_after_signing_in() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    let page = visitor.get("/login/?next=//evil.example/").await;
    assert!(page.text.contains("name=\"next\" value=\"/courses/\""));
    let token = visitor.cookie("olivine_csrf");
    let form = [
        ("csrf", token.as_str()),
        ("user", STAFF.0),
        ("password", STAFF.1),
        ("next", "https://evil.example/"),
    ];
    assert_eq!(visitor.post("/login/", &form).await.location(), "/courses/");
}

#[tokio::test]
async fn rights_are_per_course() {
    let site = site().await;
    let mut teacher = Visitor::signed_in(&site, TEACHER).await;
    assert_eq!(
        teacher
            .get(&format!("/courses/{OLD}/enrollment/activity/"))
            .await
            .status,
        200
    );
    for path in ["", "enrollment/activity/", "csv/enrollment/"] {
        let refused = teacher.get(&format!("/courses/{LARGE}/{path}")).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.text.contains("You cannot see this page"));
    }
    let list = teacher.get("/courses/").await;
    assert!(list.text.contains("Art since 1900") && !list.text.contains("Biology"));
    let csv = teacher.get("/courses/csv/course_list/").await;
    assert!(csv.text.contains(OLD) && !csv.text.contains(LARGE));
}

/// `UI X20`; how an LMS is asked again is tested beside `People`.
#[tokio::test]
async fn who_has_no_course_gets_no_list_until_there_is_one() {
    let site = site().await;
    let mut nobody = Visitor::signed_in(&site, NOBODY).await;
    let refused = nobody.get("/courses/").await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("no right to any course yet"));
    assert!(refused.text.contains("<h1>You have no courses here yet</h1>"));
    assert!(refused.text.contains("href=\"/courses/\">Try again</a>"));
    assert!(
        refused
            .text
            .contains("href=\"/logout_then_login/\">Sign out and in again</a>")
    );
    assert!(
        !refused.text.contains("Go to the course list"),
        "which would lead back here"
    );
    let courses = BTreeSet::from([OLD.to_owned()]);
    site.store.site().set_courses(NOBODY.0, &courses).await.unwrap();
    let list = nobody.get("/courses/").await;
    assert_eq!(list.status, 200, "at the next click");
    assert!(list.text.contains("Art since 1900"));
}
