//! Every query under `/api/reports/`, validators, and the documents made from the reports.

use crate::site::{NEW, OLD, Site};
use reqwest::Method;
use serde_json::{Value, json};

fn mode(course_id: &str) -> String {
    format!(
        "/api/reports/enrollment.activity/enrollment_mode/?course_id={}",
        course_id.replace('+', "%2B")
    )
}

#[tokio::test]
async fn every_query_answers_with_how_fresh_it_is() {
    let site = Site::full().await;
    let reply = site.get(&mode(OLD)).await;
    assert_eq!(reply.status, 200);
    let answer = reply.json();
    assert_eq!(answer["report"], "enrollment.activity");
    assert_eq!(answer["query"], "enrollment_mode");
    assert_eq!(answer["as_of"], "2031-03-04");
    assert_eq!(answer["created"], site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    assert_eq!(
        answer["columns"][2],
        json!({
            "name": "count", "type": "integer", "unit": "people", "doc": "Enrolled at the end of the day, in any track.",
        })
    );
    let served = site
        .get(&format!("/api/v0/courses/{OLD}/enrollment/mode/"))
        .await
        .json();
    assert_eq!(answer["rows"], served);
    let nothing = site.get(&mode("a/b/c")).await;
    assert_eq!((nothing.status, &nothing.json()["rows"]), (200, &json!([])));
    let single = site
        .get(&format!(
            "/api/reports/engagement.content/recent_activity/?course_id={OLD}"
        ))
        .await
        .json();
    assert_eq!(single["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn csv_comes_with_a_name_and_for_objects_as_well() {
    let site = Site::full().await;
    let base = "/api/reports/enrollment.activity/enrollment_mode";
    for (path, accept) in [
        (format!("{base}/?course_id={OLD}"), "text/csv"),
        (format!("{base}.csv?course_id={OLD}"), "*/*"),
    ] {
        let reply = site.get_with(&path, &[("accept", accept)]).await;
        assert_eq!(
            (reply.status, reply.kind()),
            (200, Some("text/csv; charset=utf-8")),
            "{path}"
        );
        assert!(reply.text().starts_with("audit,count,course_id,"), "{}", reply.text());
        let name = "attachment; filename=OldX-OS1-Run_A--enrollment_mode.csv";
        assert_eq!(reply.header("content-disposition"), Some(name));
    }
    let reply = site
        .get(&format!(
            "/api/reports/engagement.content/recent_activity.csv?course_id={OLD}"
        ))
        .await;
    let row = "any,301,OldX/OS1/Run_A,2031-03-03T00:00:00Z,2031-02-24T00:00:00Z";
    assert_eq!(
        reply.text(),
        format!("activity_type,count,course_id,interval_end,interval_start\r\n{row}\r\n")
    );
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again() {
    let site = Site::full().await;
    let first = site.get(&mode(OLD)).await;
    let tag = first.header("etag").unwrap().to_owned();
    let date = first.header("last-modified").unwrap().to_owned();
    for header in [
        ("if-none-match", tag.as_str()),
        ("if-none-match", "*"),
        ("if-modified-since", date.as_str()),
    ] {
        let reply = site.get_with(&mode(OLD), &[header]).await;
        assert_eq!((reply.status, reply.bytes.len()), (304, 0), "{header:?}");
        assert_eq!(reply.header("etag"), Some(tag.as_str()));
    }
    // A later time says nothing: what was loaded before it may have come into use after it.
    for other in ["Mon, 01 Jan 2001 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"] {
        let reply = site.get_with(&mode(OLD), &[("if-modified-since", other)]).await;
        assert_eq!(reply.status, 200, "{other}");
    }
    let have = [("if-none-match", tag.as_str())];
    // Another course, format or reader is another answer.
    assert_eq!(site.get_with(&mode(NEW), &have).await.status, 200);
    assert_eq!(
        site.get_with(&mode(OLD), &[have[0], ("accept", "text/csv")])
            .await
            .status,
        200
    );
    let other = site.user("team", &[OLD], false).await;
    let headers = [
        ("authorization", format!("Token {other}")),
        ("if-none-match", tag.clone()),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(site.send(Method::GET, &mode(OLD), &headers, "").await.status, 200);
    // Another table published: the same answer. This one: a new answer.
    site.publish_again(&["course_activity"]).await;
    assert_eq!(site.get_with(&mode(OLD), &have).await.status, 304);
    site.publish_again(&["course_enrollment_mode_daily"]).await;
    let again = site.get_with(&mode(OLD), &have).await;
    assert_eq!(again.status, 200);
    assert_ne!(again.header("etag"), Some(tag.as_str()));
}

#[tokio::test]
async fn reports_are_listed_and_described() {
    let site = Site::full().await;
    let all = site.get("/api/reports/").await.json();
    let ids: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|report| report["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&"enrollment.activity") && ids.contains(&"site.courses"),
        "{ids:?}"
    );
    let one = site.get("/api/reports/enrollment.activity/").await.json();
    let url = "/api/reports/enrollment.activity/enrollment_mode/";
    let query = one["queries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|query| query["url"] == url)
        .unwrap();
    assert_eq!(query["parameters"], json!(["course_id", "start_date", "end_date"]));
    for path in [
        "/api/reports/nothing/",
        "/api/reports/enrollment.activity/nothing/",
        "/api/reports/a/b/c/",
    ] {
        let reply = site.get(path).await;
        assert_eq!((reply.status, reply.text()), (404, r#"{"status":404}"#), "{path}");
    }
    let reply = site.get("/api/reports/site.courses/programs").await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (301, Some("/api/reports/site.courses/programs/"))
    );
    let bad = site
        .get("/api/reports/enrollment.activity/enrollment_mode/?course_id=bad")
        .await;
    assert_eq!(bad.status, 400);
    let bad = site.get(&format!("{}&start_date=soon", mode(OLD))).await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn the_documents_name_every_endpoint() {
    let site = Site::full().await;
    let open = async |path: &str| site.send(Method::GET, path, &[], "").await;
    let document = open("/api/openapi.json").await;
    assert_eq!((document.status, document.kind()), (200, Some("application/json")));
    let by_docs = open("/docs/?format=openapi").await;
    assert_eq!(by_docs.kind(), Some("application/openapi+json; charset=utf-8"));
    assert_eq!(by_docs.json(), document.json());
    let page = open("/docs/").await;
    assert_eq!(page.kind(), Some("text/html; charset=utf-8"));
    let document = document.json();
    for path in [
        "/api/v0/courses/{course_id}/activity/",
        "/api/v1/courses/{course_id}/recent_activity/",
        "/api/v0/courses/{course_id}/enrollment/",
        "/api/v1/courses/{course_id}/enrollment/mode/",
        "/api/v0/courses/{course_id}/enrollment/birth_year/",
        "/api/v1/courses/{course_id}/enrollment/education/",
        "/api/v1/courses/{course_id}/enrollment/gender/",
        "/api/v1/courses/{course_id}/enrollment/location/",
        "/api/v0/course_summaries/",
        "/api/v1/programs/",
        "/api/v1/course_totals/",
    ] {
        assert!(document["paths"][path]["get"].is_object(), "{path}");
        assert!(page.text().contains(&format!("{path}</code>")), "{path}");
    }
    assert!(document["paths"]["/api/v0/course_summaries/"]["post"].is_object());
    assert!(document["paths"]["/api/v1/courses/{course_id}/enrollment/birth_year/"].is_null());
    check_against_answers(&site, &document).await;
    // What only the SQL of a query names is told, too, and what filters of pages mean.
    let query = &document["paths"]["/api/reports/engagement.content/weeks_of_group/"]["get"];
    let answer = &query["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"];
    let fields: Vec<&String> = answer["properties"].as_object().unwrap().keys().collect();
    assert!(fields.iter().any(|name| *name == "interval_start"), "{fields:?}");
    let parameters = query["parameters"].as_array().unwrap();
    let meaning = |name: &str| {
        let found = parameters.iter().find(|parameter| parameter["name"] == name);
        found.and_then(|parameter| parameter["description"].as_str()).unwrap()
    };
    assert_eq!(meaning("track"), "Only people in this track.");
    assert!(!meaning("start_date").contains("latest"), "{}", meaning("start_date"));
    let style = open("/docs/docs.css").await;
    assert_eq!(style.kind(), Some("text/css; charset=utf-8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_docs_have_the_addresses_of_portals_as_they_are() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let page = site.send(Method::GET, "/docs/", &[], "").await;
    let address = "GET /enterprise/api/v1/enterprise/{enterprise_uuid}/enrollments/</code>";
    assert!(page.text().contains(address));
    assert!(!page.text().contains("/api/enterprise-"));
}

/// What the document says about the fields of an answer must be what is answered.
async fn check_against_answers(site: &Site, document: &Value) {
    for path in [
        "enrollment/mode/",
        "enrollment/gender/",
        "enrollment/location/",
        "activity/",
    ] {
        let declared = &document["paths"][format!("/api/v0/courses/{{course_id}}/{path}")]["get"];
        let schema = &declared["responses"]["200"]["content"]["application/json"]["schema"]["items"]["properties"];
        let answer = site.get(&format!("/api/v0/courses/{OLD}/{path}")).await.json();
        for (name, value) in answer[0].as_object().unwrap() {
            let kind = &schema[name]["type"];
            let fits = |kind: &str| match value {
                Value::Number(_) => kind == "integer" || kind == "number",
                Value::String(_) => kind == "string",
                Value::Object(_) => kind == "object",
                other => panic!("{other}"),
            };
            let fits = kind.as_str().is_some_and(fits)
                || kind.as_array().unwrap().iter().any(|kind| fits(kind.as_str().unwrap()));
            assert!(fits, "{path} {name}: {kind} for {value}");
        }
    }
}
