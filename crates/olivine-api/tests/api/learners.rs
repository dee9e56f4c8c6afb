//! Learners of a course and what they did (`API 2.1` user_engagement, `API 2.8`).

use olivine_api::ApiOptions;
use olivine_report::Registry;

use crate::server;
use crate::site::{NEW, OLD, Site};

const TABLES: [&str; 3] = ["learner_roster", "module_engagement", "module_engagement_metric_ranges"];

async fn site() -> Site {
    Site::of(Registry::built_in_all_on(), &TABLES, ApiOptions::default()).await
}

fn learners(query: &str) -> String {
    format!("/api/v0/learners/?course_id={OLD}&{query}")
}

async fn names(site: &Site, query: &str) -> Vec<String> {
    let reply = site.get(&learners(query)).await;
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    let found = reply.json();
    let results = found["results"].as_array().unwrap();
    results
        .iter()
        .map(|learner| learner["username"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_learners_is_as_clients_know_it() {
    let site = site().await;
    let reply = site.get(&learners("page_size=1&page=2")).await;
    let link = |page: &str| {
        format!(
            "{}/api/v0/learners/?course_id=OldX%2FOS1%2FRun_A{page}&page_size=1",
            site.base
        )
    };
    let expected = format!(
        concat!(
            r#"{{"count":5,"num_pages":5,"next":"{}","previous":"{}","results":[{{"user_id":7,"username":"bob","#,
            r#""enrollment_mode":"verified","name":"Bob Smith","account_url":null,"email":"bob@ex.test","language":null,"#,
            r#""location":null,"year_of_birth":1980,"level_of_education":null,"gender":null,"mailing_address":null,"#,
            r#""city":null,"country":null,"goals":null,"segments":["inactive"],"engagements":{{"discussion_contributions":0,"#,
            r#""problems_attempted":0,"problems_completed":0,"videos_viewed":0,"problem_attempts_per_completed":null}},"#,
            r#""enrollment_date":"2030-02-03","cohort":null,"last_updated":"{}"}}]}}"#
        ),
        link("&page=3"),
        link(""),
        site.created.format("%Y-%m-%d"),
    );
    assert_eq!(reply.text(), expected);
    let header = format!("<{}>; rel=\"next\", <{}>; rel=\"prev\"", link("&page=3"), link(""));
    assert_eq!(reply.header("link"), Some(header.as_str()));
    // Who is in no group has an empty list.
    let ann = site.get(&format!("/api/v0/learners/ann/?course_id={OLD}")).await.json();
    assert_eq!(ann["segments"], serde_json::json!([]));
    assert_eq!(ann["engagements"]["problem_attempts_per_completed"], 2.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_csv_of_learners_is_named_by_course_and_time() {
    let site = site().await;
    let reply = site.get_with(&learners(""), &[("accept", "text/csv")]).await;
    assert_eq!(reply.status, 200);
    let name = reply.header("content-disposition").unwrap();
    let time = name
        .strip_prefix("attachment; filename=OldX-OS1-Run_A--")
        .and_then(|rest| rest.strip_suffix("--learners.csv"))
        .unwrap_or_else(|| panic!("{name}"));
    assert!(time.ends_with("+00:00"), "{time}");
    time.parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap();
    for (path, accept) in [
        (learners(""), "*/*"),
        (learners("format=csv"), "*/*"),
        ("/api/v0/learners/?course_id=bad".to_owned(), "text/csv"),
    ] {
        let reply = site.get_with(&path, &[("accept", accept)]).await;
        assert_eq!(reply.header("content-disposition"), None, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn learners_are_found_by_a_part_of_name_user_name_or_mail() {
    let site = site().await;
    for (query, expected) in [
        ("text_search=smith", vec!["bob", "dan_100%"]),
        ("text_search=SMITH", vec!["bob", "dan_100%"]),
        ("text_search=%C3%84TNA", vec!["ann"]),
        ("text_search=%40ex.test&enrollment_mode=verified", vec!["bob", "eve"]),
        ("text_search=100%25", vec!["dan_100%"]),
        ("text_search=_", vec!["dan_100%"]),
        ("text_search=nobody", vec![]),
        ("text_search=", vec!["ann", "bob", "cy", "dan_100%", "eve"]),
        ("text_search=%27%20or%201%3D1", vec![]),
        ("cohort=North", vec!["ann", "dan_100%"]),
        ("cohort=north", vec![]),
        ("segments=inactive,struggling", vec!["bob", "cy"]),
        ("segments=unenrolled", vec!["eve"]),
        ("ignore_segments=inactive", vec!["ann", "cy", "dan_100%", "eve"]),
        (
            "ignore_segments=inactive,disengaging,struggling",
            vec!["ann", "dan_100%"],
        ),
    ] {
        assert_eq!(names(&site, query).await, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_comes_last_upwards_and_first_downwards() {
    let site = site().await;
    for (query, expected) in [
        ("order_by=email", ["ann", "bob", "dan_100%", "eve", "cy"]),
        (
            "order_by=email&sort_order=desc",
            ["cy", "eve", "dan_100%", "bob", "ann"],
        ),
        (
            "order_by=videos_viewed&sort_order=desc",
            ["dan_100%", "ann", "bob", "cy", "eve"],
        ),
        ("order_by=attempt_ratio_order", ["cy", "bob", "eve", "ann", "dan_100%"]),
        // The second key runs the other way: of those without a right answer, who tried most is last, and first downwards.
        (
            "order_by=problem_attempts_per_completed",
            ["dan_100%", "ann", "bob", "eve", "cy"],
        ),
        (
            "order_by=problem_attempts_per_completed&sort_order=desc",
            ["cy", "bob", "eve", "ann", "dan_100%"],
        ),
        ("sort_order=desc", ["eve", "dan_100%", "cy", "bob", "ann"]),
    ] {
        assert_eq!(names(&site, query).await, expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_have_the_codes_that_clients_look_at() {
    let site = site().await;
    for (path, status, code) in [
        ("/api/v0/learners/".to_owned(), 400, "course_not_specified"),
        ("/api/v0/learners/?course_id=".to_owned(), 400, "course_not_specified"),
        (
            "/api/v0/learners/?course_id=bad".to_owned(),
            400,
            "course_key_malformed",
        ),
        (learners("order_by=zip"), 400, "illegal_parameter_values"),
        (learners("segments=zip"), 400, "illegal_parameter_values"),
        (
            learners("segments=inactive&ignore_segments=struggling"),
            400,
            "illegal_parameter_values",
        ),
        (
            format!("/api/v0/learners/zed/?course_id={OLD}"),
            404,
            "no_learner_for_course",
        ),
        (
            format!("/api/v0/engagement_timelines/zed/?course_id={OLD}"),
            404,
            "no_learner_engagement_timeline",
        ),
        (
            "/api/v0/engagement_timelines/ann/".to_owned(),
            400,
            "course_not_specified",
        ),
    ] {
        let reply = site.get(&path).await;
        assert_eq!(
            (reply.status, reply.json()["error_code"].as_str()),
            (status, Some(code)),
            "{path}"
        );
    }
    let reply = site.get(&format!("/api/v0/learners/zed/?course_id={OLD}")).await;
    assert_eq!(
        reply.text(),
        r#"{"error_code": "no_learner_for_course", "developer_message": "Learner zed not found for course OldX/OS1/Run_A."}"#
    );
    assert_eq!(site.get(&learners("page=9")).await.status, 404);
    // Nobody is no error.
    let nobody = site.get("/api/v0/learners/?course_id=no/such/course").await;
    assert_eq!(
        nobody.text(),
        r#"{"count":0,"num_pages":1,"next":null,"previous":null,"results":[]}"#
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_and_timelines() {
    let site = site().await;
    let reply = site.get(&format!("/api/v0/course_learner_metadata/{OLD}/")).await;
    assert_eq!(
        reply.text(),
        concat!(
            r#"{"enrollment_modes":{"audit":3,"verified":2},"segments":{"highly_engaged":1,"disengaging":1,"struggling":1,"#,
            r#""inactive":1,"unenrolled":1},"cohorts":{"North":2,"South":1},"engagement_ranges":{"date_range":"#,
            r#"{"start":"2031-02-26","end":"2031-03-05"},"problem_attempts_per_completed":{"class_rank_bottom":[null,null],"#,
            r#""class_rank_average":[1.3,null],"class_rank_top":[0.0,1.3]},"problems_attempted":{"class_rank_bottom":null,"#,
            r#""class_rank_average":null,"class_rank_top":null},"problems_completed":{"class_rank_bottom":null,"#,
            r#""class_rank_average":null,"class_rank_top":null},"discussion_contributions":{"class_rank_bottom":null,"#,
            r#""class_rank_average":null,"class_rank_top":null},"videos_viewed":{"class_rank_bottom":null,"#,
            r#""class_rank_average":[0.0,2.1],"class_rank_top":[2.1,null]}}}"#
        )
    );
    let unknown = site.get("/api/v0/course_learner_metadata/no/such/course/").await;
    assert_eq!(
        (unknown.status, &unknown.json()["segments"]["inactive"]),
        (200, &serde_json::json!(0))
    );
    assert_eq!(
        unknown.json()["engagement_ranges"]["date_range"]["start"],
        serde_json::Value::Null
    );

    let days = site
        .get(&format!("/api/v0/engagement_timelines/ann/?course_id={OLD}"))
        .await
        .json();
    let days = days["days"].as_array().unwrap();
    assert_eq!(days.len(), 28);
    assert_eq!(
        days[0].to_string(),
        serde_json::json!({
            "date": "2031-01-30", "problems_attempted": 2, "problems_completed": 1, "discussion_contributions": 4,
            "videos_viewed": 0,
        })
        .to_string()
    );
    assert_eq!(days[1]["problems_attempted"], 0);
    assert_eq!(
        (&days[27]["date"], &days[27]["videos_viewed"]),
        (&"2031-02-26".into(), &2.into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn engagement_of_each_person_overall_and_in_the_last_week() {
    let site = site().await;
    let path = format!("/api/v0/courses/{OLD}/user_engagement/");
    assert_eq!(
        site.get(&path).await.text(),
        concat!(
            r#"[{"username":"ann","videos_overall":8,"videos_last_week":2,"problems_overall":5,"problems_last_week":null,"#,
            r#""correct_problems_overall":1,"correct_problems_last_week":null,"problems_attempts_overall":4,"#,
            r#""problems_attempts_last_week":null,"forum_posts_overall":4,"forum_posts_last_week":null,"#,
            r#""date_last_active":"2031-02-26"},{"username":"dan_100%","videos_overall":null,"videos_last_week":null,"#,
            r#""problems_overall":2,"problems_last_week":2,"correct_problems_overall":null,"correct_problems_last_week":null,"#,
            r#""problems_attempts_overall":2,"problems_attempts_last_week":2,"forum_posts_overall":2,"#,
            r#""forum_posts_last_week":null,"date_last_active":"2031-03-04"}]"#
        )
    );
    assert_eq!(site.get(&path.replace("v0", "v1")).await.status, 200);
    // What the handler sets cannot be set from outside.
    let meddled = site.get(&format!("{path}?week_date=2000-01-01")).await;
    assert_eq!(meddled.text(), site.get(&path).await.text());
    let csv = site.get_with(&path, &[("accept", "text/csv")]).await;
    assert_eq!(
        csv.header("content-disposition"),
        Some("attachment; filename=OldX-OS1-Run_A--user_engagement.csv")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_see_people_sees_them() {
    let site = site().await;
    let without = site.user("counts", &[OLD], false).await;
    let with = site.user("people", &[OLD], true).await;
    let path = learners("");
    assert_eq!(site.get_as(&without, &path).await.status, 403);
    assert_eq!(site.get_as(&with, &path).await.status, 200);
    for path in [
        format!("/api/v0/learners/?course_id={}", NEW.replace('+', "%2B")),
        format!("/api/v0/course_learner_metadata/{NEW}/"),
        format!("/api/v0/courses/{NEW}/user_engagement/"),
    ] {
        assert_eq!(site.get_as(&with, &path).await.status, 403, "{path}");
    }
}

/// `UI 1.2`.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_old_dashboard_asked_for_is_there_yet() {
    let site = site().await;
    let old = |path: &str| path.replace("/api/v0/", "/api/learner_analytics/v0/");
    let list = learners("page_size=100");
    let one = format!("/api/v0/learners/ann/?course_id={OLD}");
    let timeline = format!("/api/v0/engagement_timelines/ann/?course_id={OLD}");
    let metadata = format!("/api/v0/course_learner_metadata/{OLD}/");
    for path in [&list, &one, &timeline, &metadata] {
        let (now, then) = (site.get(path).await, site.get(&old(path)).await);
        assert_eq!((then.status, then.text()), (200, now.text()), "{path}");
    }
    let elsewhere = site.get(&old("/api/v0/programs/")).await;
    assert_eq!((elsewhere.status, elsewhere.text()), (404, r#"{"status":404}"#));
    // Who may not see learners is not told whether there is one.
    let without = site.user("counts", &[OLD], false).await;
    for (path, code) in [
        (&one, "no_learner_for_course"),
        (&timeline, "no_learner_engagement_timeline"),
    ] {
        let reply = site.get_as(&without, &old(path)).await;
        assert_eq!((reply.status, reply.json()["error_code"].as_str()), (404, Some(code)));
    }
    for path in [&list, &metadata] {
        assert_eq!(site.get_as(&without, &old(path)).await.status, 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn learners_are_the_same_on_both_stores() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let on_server = Site::all_on(store, &TABLES, folder).await;
    let in_file = site().await;
    let orders = [
        "username",
        "email",
        "problems_attempted",
        "problem_attempts_per_completed",
        "attempt_ratio_order",
    ];
    let mut paths: Vec<String> = orders
        .iter()
        .flat_map(|order| {
            ["asc", "desc"].map(|way| learners(&format!("order_by={order}&sort_order={way}&page_size=2")))
        })
        .collect();
    paths.extend([
        learners("text_search=SMITH"),
        learners("text_search=%C3%84T"),
        learners("text_search=_"),
        learners("cohort=north"),
        learners("segments=inactive,struggling&page=last"),
        learners("ignore_segments=inactive"),
        format!("/api/v0/learners/cy/?course_id={OLD}"),
        format!("/api/v0/course_learner_metadata/{OLD}/"),
        format!("/api/v0/engagement_timelines/ann/?course_id={OLD}"),
        format!("/api/v0/courses/{OLD}/user_engagement/"),
        format!("/api/reports/learners.roster/roster.csv?course_id={OLD}"),
        format!(
            "/api/reports/learners.roster/roster.csv?course_id={OLD}&text_search=SMITH&order_by=email&sort_order=desc"
        ),
    ]);
    for path in &paths {
        let (one, other) = (on_server.get(path).await, in_file.get(path).await);
        let text = |reply: &crate::site::Reply, site: &Site| reply.text().replace(&site.base, "");
        assert_eq!(
            (one.status, text(&one, &on_server)),
            (other.status, text(&other, &in_file)),
            "{path}"
        );
    }
}
