//! Both stores give the same answers.

use olivine_api::ApiOptions;

use crate::server;
use crate::site::{NEW, OLD, Site, TABLES};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_what_a_file_answers() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let on_server = Site::on(store, &TABLES, ApiOptions::default(), folder).await;
    let in_file = Site::full().await;
    let course = |view: &str| format!("/api/v0/courses/{OLD}/{view}");
    let encoded = NEW.replace('+', "%2B");
    let paths = [
        course("enrollment/"),
        course("enrollment/?start_date=2031-03-02"),
        course("enrollment/mode/?end_date=2031-03-05"),
        course("enrollment/gender/?start_date=2031-03-01&end_date=2031-03-05"),
        course("enrollment/education/"),
        course("enrollment/birth_year/"),
        course("enrollment/location/"),
        course("activity/"),
        course("activity/?start_date=2031-02-17T000000&end_date=2031-03-03T000001"),
        course("recent_activity/?label=posted_forum"),
        course("enrollment.csv"),
        "/api/v0/courses/nobody/has/this/enrollment/".to_owned(),
        "/api/v0/courses/oldx/os1/run_a/enrollment/".to_owned(),
        "/api/v0/course_summaries/?programs=1&recent_date=2020-01-03".to_owned(),
        "/api/v0/course_summaries/?recent_date=2020-01-09&recent_match=last".to_owned(),
        format!("/api/v0/course_summaries/?course_ids={encoded}&order_by=start_date"),
        "/api/v0/programs/".to_owned(),
        format!("/api/v0/course_totals/?course_ids={encoded}"),
    ];
    for path in &paths {
        let (one, other) = (on_server.get(path).await, in_file.get(path).await);
        let text = |reply: &crate::site::Reply, site: &Site| {
            let iso = site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            reply.text().replace(&site.created_text(), "{c}").replace(&iso, "{c}")
        };
        assert_eq!(
            (one.status, text(&one, &on_server)),
            (other.status, text(&other, &in_file)),
            "{path}"
        );
    }
    // Keys compare letter by letter on both.
    assert_eq!(on_server.get(&paths[12]).await.status, 404);
}
