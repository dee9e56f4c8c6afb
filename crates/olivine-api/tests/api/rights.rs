//! What a reader may not see is never shown, and limits hold.

use std::sync::Arc;
use std::time::Duration;

use crate::site::{FORM, NEW, OLD, Site, TABLES, unlimited};
use olivine_api::http::throttle::Limits;
use olivine_api::{ApiError, ApiOptions, Embedding, Params, Reader, query};
use olivine_identity::EmbedKey;
use olivine_store::Courses;
use olivine_store::site::logins::{LoginGate, LoginLimit};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_token_sees_its_courses_only() {
    let site = Site::full().await;
    let token = site.user("team", &[NEW], false).await;
    let own = site
        .get_as(&token, &format!("/api/v0/courses/{NEW}/enrollment/mode/"))
        .await;
    assert_eq!(own.status, 200);
    let forbidden = r#"{"detail":"You do not have permission to perform this action."}"#;
    for view in [
        "enrollment/",
        "enrollment/mode/",
        "enrollment/location/",
        "activity/",
        "recent_activity/",
    ] {
        let reply = site.get_as(&token, &format!("/api/v0/courses/{OLD}/{view}")).await;
        assert_eq!((reply.status, reply.text()), (403, forbidden), "{view}");
    }
    let csv = site
        .get_as(&token, &format!("/api/v0/courses/{OLD}/enrollment.csv"))
        .await;
    assert_eq!((csv.status, csv.text()), (403, forbidden));
    let generic = format!("/api/reports/enrollment.activity/enrollment_mode/?course_id={OLD}");
    assert_eq!(site.get_as(&token, &generic).await.status, 403);
    // Without a course, a course report shows the rows of no other course either.
    let nothing = site
        .get_as(&token, "/api/reports/enrollment.activity/enrollment_mode/")
        .await;
    assert_eq!((nothing.status, &nothing.json()["rows"]), (200, &json!([])));
}

#[tokio::test]
async fn lists_leave_out_other_courses() {
    let site = Site::full().await;
    let token = site.user("team", &[NEW], false).await;
    let summaries = site.get_as(&token, "/api/v0/course_summaries/?programs=1").await.json();
    assert_eq!(summaries.as_array().unwrap().len(), 1);
    assert_eq!(summaries[0]["course_id"], NEW);
    let named = site
        .get_as(&token, &format!("/api/v0/course_summaries/?course_ids={OLD}"))
        .await;
    assert_eq!(named.status, 404);
    let totals = site.get_as(&token, "/api/v0/course_totals/").await;
    assert_eq!(totals.json()["count"], 9);
    let programs = site.get_as(&token, "/api/v0/programs/").await.json();
    assert_eq!(programs[0]["course_ids"], json!([NEW]));
    let none = site.user("nobody", &[], false).await;
    assert_eq!(site.get_as(&none, "/api/v0/course_summaries/").await.status, 404);
    assert_eq!(site.get_as(&none, "/api/v0/programs/").await.text(), "[]");
}

#[tokio::test]
async fn an_answer_about_a_course_leaves_out_others_that_the_reader_may_not_see() {
    let site = Site::with(&["course_run_comparison"], ApiOptions::default()).await;
    let path = format!(
        "/api/reports/site.comparison/runs/?course_id={}",
        NEW.replace('+', "%2B")
    );
    let courses = |reply: serde_json::Value| -> Vec<String> {
        let rows = reply["rows"].as_array().unwrap().iter();
        rows.map(|row| row["course_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(courses(site.get(&path).await.json()), [NEW, OLD]);
    let token = site.user("team", &[NEW], false).await;
    assert_eq!(courses(site.get_as(&token, &path).await.json()), [NEW]);
    let other = site.user("others", &[OLD], false).await;
    assert_eq!(site.get_as(&other, &path).await.status, 403);
    // Neither its place nor its age tells that there is a younger run.
    let path = format!("/api/reports/site.comparison/runs/?course_id={OLD}");
    let alone = &site.get_as(&other, &path).await.json()["rows"][0];
    assert_eq!((&alone["number"], &alone["same_day_number"]), (&json!(1), &json!(62)));
    let among_others = &site.get(&path).await.json()["rows"][1];
    assert_eq!(
        (&among_others["number"], &among_others["same_day_number"]),
        (&json!(2), &json!(31))
    );
}

#[tokio::test]
async fn pages_and_programs_get_the_same_answer() {
    let site = Site::full().await;
    let params = Params::new(Reader::unlimited())
        .with("course_id", OLD)
        .with("start_date", "2031-03-01");
    let answer = query::answer(&site.state, "enrollment.activity", "enrollment_mode", &params)
        .await
        .unwrap();
    assert_eq!(answer.as_of, Some("2031-03-04".parse().unwrap()));
    assert_eq!(answer.created, Some(site.created));
    let served = site
        .get(&format!("/api/v0/courses/{OLD}/enrollment/mode/?start_date=2031-03-01"))
        .await;
    assert_eq!(serde_json::to_string(&answer).unwrap(), served.text());
    let counts: Vec<_> = answer
        .rows
        .iter()
        .map(|row| answer.field(row, "verified").as_int())
        .collect();
    assert_eq!(counts, [Some(0), Some(0), Some(24)]);

    let limited = Reader {
        name: None,
        courses: Courses::Some([NEW.to_owned()].into()),
        people: false,
    };
    let refused = query::answer(
        &site.state,
        "enrollment.activity",
        "enrollment_mode",
        &Params::new(limited).with("course_id", OLD),
    )
    .await;
    assert!(matches!(refused, Err(ApiError::Forbidden)));
    let unknown = query::answer(&site.state, "enrollment.activity", "nothing", &params).await;
    assert!(matches!(unknown, Err(ApiError::UnknownQuery { .. })));
}

#[tokio::test]
async fn users_are_throttled_but_not_the_health_check() {
    let limits = Limits {
        user: 3,
        service: 5,
        anonymous: 2,
        service_users: vec!["service".into()],
    };
    let site = Site::with(
        &TABLES,
        ApiOptions {
            limits,
            ..ApiOptions::default()
        },
    )
    .await;
    let service = site.user("service", &[NEW], false).await;
    let path = "/api/v0/programs/";
    for _ in 0..3 {
        assert_eq!(site.get(path).await.status, 200);
    }
    let refused = site.get(path).await;
    let wait = refused.header("retry-after").unwrap().to_owned();
    assert!((20..=60).contains(&wait.parse::<u32>().unwrap()), "{wait}");
    let text = format!(r#"{{"detail":"Request was throttled. Expected available in {wait} seconds."}}"#);
    assert_eq!((refused.status, refused.text()), (429, text.as_str()));
    for _ in 0..5 {
        assert_eq!(site.get_as(&service, path).await.status, 200);
        assert_eq!(site.send(Method::GET, "/status/", &[], "").await.status, 200);
        assert_eq!(site.send(Method::GET, "/health/", &[], "").await.status, 200);
    }
    assert_eq!(site.get_as(&service, path).await.status, 429);
    let docs = async || site.send(Method::GET, "/docs/", &[], "").await.status;
    assert_eq!((docs().await, docs().await, docs().await), (200, 200, 429));
}

#[tokio::test]
async fn guessing_tokens_is_slowed_down() {
    let options = ApiOptions {
        failed_attempts_per_minute: 3,
        ..ApiOptions::default()
    };
    let site = Site::with(&TABLES, options).await;
    for _ in 0..3 {
        assert_eq!(site.get_as("wrong", "/authenticated/").await.status, 401);
    }
    assert_eq!(site.get_as("wrong", "/authenticated/").await.status, 429);
    // Without credentials there is nothing to guess.
    assert_eq!(site.send(Method::GET, "/authenticated/", &[], "").await.status, 401);
}

/// The status of an attempt to get a token.
async fn login(site: &Site, name: &str, password: &str) -> u16 {
    let body = format!("username={name}&password={password}");
    let reply = site.send(Method::POST, "/api-token-auth/", &[FORM], &body).await;
    if matches!(reply.status, 429 | 503) {
        assert!(reply.header("retry-after").is_some());
    }
    reply.status
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_passwords_at_once_gets_no_further_than_one_by_one() {
    let site = Site::with(&TABLES, unlimited()).await;
    for name in ["ada", "bob"] {
        site.user(name, &[NEW], false).await;
    }
    let at_once = futures::future::join_all((0..60).map(|_| login(&site, "ada", "guess"))).await;
    assert!(
        at_once.iter().all(|status| matches!(status, 400 | 429 | 503)),
        "{at_once:?}"
    );
    let mut looked_at = at_once.iter().filter(|status| **status == 400).count();
    while looked_at <= 10 && login(&site, "ada", "guess").await == 400 {
        looked_at += 1;
    }
    assert_eq!(looked_at, 10, "as many as one by one");
    let right = "correct+horse+battery";
    assert_eq!(login(&site, "ada", right).await, 429, "even the right one must wait");
    assert_eq!(login(&site, "bob", right).await, 200);
}

#[tokio::test]
async fn who_hangs_up_has_tried_nevertheless() {
    let site = Site::with(&TABLES, unlimited()).await;
    let mut attempt = Box::pin(site.state.sign_in("ada", "guess", "10.0.0.9"));
    assert!(futures::poll!(attempt.as_mut()).is_pending());
    drop(attempt);
    let one = LoginLimit {
        per_user: 1,
        ..LoginLimit::default()
    };
    let is_counted = async || {
        let gate = site.store.site().login_allowed("ada", "10.0.0.1", &one).await;
        gate.unwrap() != LoginGate::Open
    };
    let mut looks = 0;
    while !is_counted().await {
        looks += 1;
        assert!(looks < 1200, "never counted");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn other_sites_are_allowed_by_name() {
    let options = ApiOptions {
        cors_origins: vec!["https://dash.example".into()],
        cors_credentials: true,
        ..ApiOptions::default()
    };
    let site = Site::with(&TABLES, options).await;
    let preflight = [
        ("origin", "https://dash.example"),
        ("access-control-request-method", "GET"),
    ];
    let reply = site.send(Method::OPTIONS, "/api/v0/programs/", &preflight, "").await;
    assert_eq!((reply.status, reply.text()), (200, ""));
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("https://dash.example")
    );
    assert_eq!(
        reply.header("access-control-allow-methods"),
        Some("DELETE, GET, OPTIONS, PATCH, POST, PUT")
    );
    assert_eq!(reply.header("access-control-max-age"), Some("86400"));
    let reply = site
        .get_with("/api/v0/programs/", &[("origin", "https://dash.example")])
        .await;
    assert_eq!(reply.header("access-control-allow-credentials"), Some("true"));
    let other = site
        .get_with("/api/v0/programs/", &[("origin", "https://evil.example")])
        .await;
    assert_eq!((other.status, other.header("access-control-allow-origin")), (200, None));
    let other = [
        ("origin", "https://evil.example"),
        ("access-control-request-method", "GET"),
    ];
    assert_eq!(
        site.send(Method::OPTIONS, "/api/v0/programs/", &other, "").await.status,
        401
    );
}

#[tokio::test]
async fn the_server_stops_in_order() {
    let mut site = Site::full().await;
    assert_eq!(site.get("/api/v0/programs/").await.status, 200);
    // An idle connection is open: it must not hold the server back until nobody waits for it any more.
    tokio::time::timeout(Duration::from_secs(15), site.stop())
        .await
        .unwrap();
    assert!(
        reqwest::Client::builder()
            .no_proxy()
            .build()
            .unwrap()
            .get(format!("{}/status/", site.base))
            .send()
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_about_learners_is_on_record() {
    let site = Site::whole(ApiOptions::default()).await;
    let with = site.user("with", &[OLD], true).await;
    let without = site.user("without", &[OLD], false).await;
    let one = format!("/api/v0/learners/ann/?course_id={OLD}");
    for _ in 0..3 {
        assert_eq!(site.get_as(&with, &one).await.status, 200);
    }
    assert_eq!(
        site.get_as(&with, &format!("/api/v0/courses/{OLD}/user_engagement/"))
            .await
            .status,
        200
    );
    // What was refused was not read, and counts are nobody's rows.
    assert_eq!(site.get_as(&without, &one).await.status, 403);
    assert_eq!(
        site.get_as(&without, &format!("/api/v0/courses/{OLD}/enrollment/"))
            .await
            .status,
        200
    );
    let state = site.store.site();
    let mut found: Vec<_> = state
        .list_people_reads(None, 1)
        .await
        .unwrap()
        .into_iter()
        .map(|reads| {
            (
                reads.read.user_name,
                reads.read.query,
                reads.read.course_id,
                reads.read.person,
                reads.reads,
            )
        })
        .collect();
    found.sort();
    let row = |query: &str, person: &str| {
        (
            "with".to_owned(),
            query.to_owned(),
            OLD.to_owned(),
            person.to_owned(),
            1,
        )
    };
    // Further reads of the same within a minute are written with the next one.
    assert_eq!(found, [row("learner", "ann"), row("user_engagement", "")]);
    assert!(state.list_people_reads(Some("without"), 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn sections_are_embedded_that_stand_on_the_page_of_their_report() {
    let options = ApiOptions {
        embed: Some(Embedding {
            key: Arc::new(EmbedKey::new("a key of forty characters, for the tests").unwrap()),
            good_for: Duration::from_secs(60),
            base: String::new(),
        }),
        ..unlimited()
    };
    let site = Site::whole(options).await;
    for (section, status) in [("", 201), ("1", 201), ("0", 404), ("2", 404), ("99", 404), ("x", 404)] {
        let body = format!("course_id=OldX/OS1/Run_A&report=performance.graded&section={section}");
        let reply = site.post("/api/embed-links/", FORM, &body).await;
        assert_eq!(reply.status, status, "{section}: {}", reply.text());
    }
    for (course, code) in [
        ("course-v1:TestX+TS101+2031_T1", "course_key_malformed"),
        ("nonsense", "course_key_malformed"),
        ("", "course_not_specified"),
    ] {
        // In a form, a `+` is a blank.
        let body = format!("course_id={course}&report=performance.graded");
        let reply = site.post("/api/embed-links/", FORM, &body).await;
        assert_eq!(reply.status, 400, "{course}: {}", reply.text());
        assert_eq!(reply.json()["error_code"], code, "{course}");
    }
}
