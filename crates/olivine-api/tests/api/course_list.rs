//! Course summaries, programs and totals (`API 2.4`, `API 2.5`, `API 2.7`).

use crate::site::{FORM, JSON, NEW, OLD, Reply, Site, TABLES, TEXT};
use olivine_api::ApiOptions;
use olivine_api::shape::Empty;
use reqwest::Method;
use serde_json::{Value, json};

fn ids(reply: &Reply) -> Vec<String> {
    let json = reply.json();
    let list = json.as_array().or_else(|| json["results"].as_array()).unwrap();
    list.iter()
        .map(|row| row["course_id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_summary_is_written_to_the_letter() {
    let site = Site::full().await;
    let reply = site.get(&format!("/api/v0/course_summaries/?course_ids={OLD}")).await;
    let track = |count, cumulative, change, passing| {
        format!(
            r#"{{"count":{count},"cumulative_count":{cumulative},"count_change_7_days":{change},"passing_users":{passing}}}"#
        )
    };
    let none = track(0, 0, 0, 0);
    let expected = format!(
        r#"[{{"created":"{}","course_id":"OldX/OS1/Run_A","catalog_course_title":"Old one","catalog_course":"OldX+OS1","start_date":"2031-01-01T000000","end_date":null,"pacing_type":"self_paced","availability":"Archived","count":10,"cumulative_count":19,"count_change_7_days":0,"recent_count_change":null,"passing_users":2,"enrollment_modes":{{"audit":{},"credit":{none},"honor":{none},"professional":{},"verified":{none},"masters":{none}}}}}]"#,
        site.created_text(),
        track(8, 16, 1, 2),
        track(2, 3, -1, 0),
    );
    assert_eq!(reply.text(), expected);
}

#[tokio::test]
async fn all_summaries_are_ordered_and_carry_other_tracks() {
    let site = Site::full().await;
    let reply = site.get("/api/v1/course_summaries/").await;
    assert_eq!(ids(&reply), [OLD, NEW]);
    let new = &reply.json()[1];
    assert_eq!(new["availability"], "Upcoming");
    assert_eq!(new["start_date"], "2031-02-01T123000");
    assert_eq!(new["catalog_course_title"], "Networks, \"two\"");
    assert_eq!(new["enrollment_modes"]["novel"]["count"], 4);
    assert_eq!(new["count"], 9);
    assert_eq!(new.get("programs"), None);
    // Empty is the same as not given.
    assert_eq!(
        ids(&site.get("/api/v0/course_summaries/?course_ids=").await),
        [OLD, NEW]
    );
}

#[tokio::test]
async fn get_and_post_understand_the_same() {
    let site = Site::full().await;
    let encoded = NEW.replace('+', "%2B");
    let by_get = site
        .get(&format!(
            "/api/v0/course_summaries/?course_ids={encoded},{OLD}&exclude=programs,passing_users"
        ))
        .await;
    let form = format!("course_ids={encoded}&course_ids={OLD}&exclude=programs&exclude=passing_users");
    let by_form = site.post("/api/v0/course_summaries/", FORM, &form).await;
    let body = json!({ "course_ids": [NEW, OLD], "exclude": ["programs", "passing_users"] }).to_string();
    let by_json = site.post("/api/v0/course_summaries/", JSON, &body).await;
    assert_eq!((by_get.status, by_form.status, by_json.status), (200, 200, 200));
    assert_eq!(by_get.text(), by_form.text());
    assert_eq!(by_get.text(), by_json.text());
    assert!(
        !by_get.text().contains("passing_users"),
        "excluded inside the tracks as well"
    );
    // A POST does not look at the query string; one value is a list of one.
    let body = json!({ "course_ids": OLD }).to_string();
    let reply = site.post("/api/v0/course_summaries/?course_ids=bad", JSON, &body).await;
    assert_eq!(ids(&reply), [OLD]);
}

#[tokio::test]
async fn fields_and_exclude_choose_keys() {
    let site = Site::full().await;
    let rows = async |query: &str| {
        site.get(&format!("/api/v0/course_summaries/?course_ids={OLD}&{query}"))
            .await
            .text()
            .to_owned()
    };
    assert_eq!(
        rows("fields=count,course_id,nope").await,
        r#"[{"course_id":"OldX/OS1/Run_A","count":10}]"#
    );
    assert_eq!(
        rows("fields=count,course_id&exclude=count").await,
        r#"[{"course_id":"OldX/OS1/Run_A"}]"#
    );
    assert_eq!(rows("fields=nope").await, "[{}]");
    let modes: Value = serde_json::from_str(&rows("fields=enrollment_modes&exclude=count").await).unwrap();
    assert_eq!(modes[0]["enrollment_modes"]["audit"].as_object().unwrap().len(), 3);
}

#[tokio::test]
async fn programs_come_when_asked_for() {
    let site = Site::full().await;
    for query in ["programs=True", "programs=0", "programs=1&fields=course_id,programs"] {
        let rows = site.get(&format!("/api/v0/course_summaries/?{query}")).await.json();
        assert_eq!(rows[0]["programs"], json!([]), "{query}");
        assert_eq!(rows[1]["programs"], json!(["prog-b", "prog-a"]), "{query}");
    }
    let without = site
        .post("/api/v0/course_summaries/", JSON, r#"{"programs":false}"#)
        .await
        .json();
    assert_eq!(without[0].get("programs"), None);
    let excluded = site
        .get("/api/v0/course_summaries/?programs=1&exclude=programs")
        .await
        .json();
    assert_eq!(excluded[0].get("programs"), None);
}

#[tokio::test]
async fn change_since_a_day() {
    let site = Site::full().await;
    let change = async |day: &str| {
        let rows = site
            .get(&format!("/api/v0/course_summaries/?recent_date={day}"))
            .await
            .json();
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| row["recent_count_change"].clone())
            .collect::<Vec<_>>()
    };
    // Where nothing is known about a day, nobody was there.
    assert_eq!(change("2020-1-2").await, [json!(10), json!(9)]);
    assert_eq!(change("2020-01-03").await, [json!(6), json!(9)]);
    assert_eq!(change("2020-01-04").await, [json!(10), json!(9)]);
    assert_eq!(change("2020-01-04&recent_match=last").await, [json!(6), json!(9)]);
    assert_eq!(
        site.get("/api/v0/course_summaries/?recent_date=2020-01-04&recent_match=next")
            .await
            .status,
        400
    );
    for (day, text) in [
        (
            "nope",
            "Error in recent_date: time data 'nope' does not match format '%Y-%m-%d'\n",
        ),
        (
            "%3Cb%3E",
            "Error in recent_date: time data '&lt;b&gt;' does not match format '%Y-%m-%d'\n",
        ),
        (
            "2099-01-01",
            "Error in recent_date: \"2099-01-01 00:00:00\" is not in the past\n",
        ),
    ] {
        let reply = site
            .get_with(
                &format!("/api/v0/course_summaries/?recent_date={day}"),
                &[("accept", "text/csv")],
            )
            .await;
        assert_eq!((reply.status, reply.text()), (400, text));
        assert_eq!(reply.kind(), Some("text/html; charset=utf-8"));
    }
    // Asked anew where the day ended meanwhile.
    let status = loop {
        let today = chrono::Utc::now().date_naive();
        let reply = site
            .get(&format!("/api/v0/course_summaries/?recent_date={today}"))
            .await;
        if chrono::Utc::now().date_naive() == today {
            break reply.status;
        }
    };
    assert_eq!(status, 400);
}

#[tokio::test]
async fn filters_order_and_pages_are_there_when_asked_for() {
    let site = Site::full().await;
    let found = async |query: &str| ids(&site.get(&format!("/api/v0/course_summaries/?{query}")).await);
    assert_eq!(found("availability=Archived").await, [OLD]);
    assert_eq!(found("pacing_type=self_paced,instructor_paced").await, [OLD, NEW]);
    assert_eq!(found("text_search=NETW").await, [NEW]);
    assert_eq!(found("text_search=run_a").await, [OLD]);
    assert_eq!(found("program_ids=prog-a").await, [NEW]);
    assert_eq!(found("order_by=count").await, [NEW, OLD]);
    assert_eq!(found("order_by=verified_enrollment&sort_order=desc").await, [NEW, OLD]);
    assert_eq!(found("order_by=count&page=1&page_size=1&all=True").await, [NEW, OLD]);
    let page = site.get("/api/v0/course_summaries/?page_size=1&page=2").await.json();
    assert_eq!(
        (&page["count"], &page["num_pages"], &page["next"]),
        (&json!(2), &json!(2), &Value::Null)
    );
    assert_eq!(
        page["previous"],
        format!("{}/api/v0/course_summaries/?page_size=1", site.base)
    );
    assert_eq!(page["results"][0]["course_id"], NEW);
    let csv = site
        .get("/api/v0/course_summaries.csv?page_size=1&fields=course_id,enrollment_modes.audit.count")
        .await;
    assert_eq!(
        csv.text(),
        format!("course_id,enrollment_modes.audit.count\r\n{OLD},8\r\n")
    );
    let next = "course_summaries.csv?fields=course_id%2Cenrollment_modes.audit.count&page=2&page_size=1";
    assert_eq!(
        csv.header("link"),
        Some(format!("<{}/api/v0/{next}>; rel=\"next\"", site.base).as_str())
    );
    for (query, status) in [
        ("page=3&page_size=1", 404),
        ("page=0", 404),
        ("order_by=zip", 400),
        ("sort_order=up", 400),
    ] {
        assert_eq!(
            site.get(&format!("/api/v0/course_summaries/?{query}")).await.status,
            status,
            "{query}"
        );
    }
}

#[tokio::test]
async fn malformed_ids_and_bodies_are_refused() {
    let site = Site::full().await;
    let path = "/api/v0/course_summaries/";
    let malformed = r#"{"error_code": "course_key_malformed", "developer_message": "Course id/key bad malformed."}"#;
    for reply in [
        site.get(&format!("{path}?course_ids={OLD},bad,worse")).await,
        site.get_with(&format!("{path}?course_ids=bad"), &[("accept", "text/csv")])
            .await,
        site.post(path, FORM, "course_ids=bad").await,
        site.get("/api/v1/course_totals/?course_ids=bad").await,
    ] {
        assert_eq!(
            (reply.status, reply.kind(), reply.text()),
            (400, Some("application/json"), malformed)
        );
    }
    // A raw plus in a query string is a blank.
    assert_eq!(site.get(&format!("{path}?course_ids={NEW}")).await.status, 400);
    let reply = site.post(path, JSON, "{").await;
    assert_eq!(reply.status, 400);
    assert!(
        reply.text().starts_with(r#"{"detail":"JSON parse error - "#),
        "{}",
        reply.text()
    );
    let reply = site.post(path, TEXT, "x").await;
    let unsupported = r#"{"detail":"Unsupported media type \"text/plain\" in request."}"#;
    assert_eq!((reply.status, reply.text()), (415, unsupported));
}

#[tokio::test]
async fn summaries_as_csv_have_a_column_per_track_and_number() {
    let site = Site::full().await;
    let body = format!("course_ids={OLD}&programs=1");
    let token = format!("Token {}", site.token);
    let headers = [("authorization", token.as_str()), FORM, ("accept", "text/csv")];
    let path = "/api/v0/course_summaries/?fields=course_id,enrollment_modes.audit.count,programs,count";
    let reply = site.send(Method::POST, path, &headers, &body).await;
    assert_eq!(
        reply.text(),
        "course_id,enrollment_modes.audit.count,programs,count\r\nOldX/OS1/Run_A,8,,10\r\n"
    );
    assert_eq!(reply.header("content-disposition"), None);
}

#[tokio::test]
async fn programs_list_their_courses() {
    let site = Site::full().await;
    let iso = site.created.format("%Y-%m-%dT%H:%M:%SZ");
    let a = format!(
        r#"{{"program_id":"prog-a","program_type":"XSeries","program_title":"Waves","course_ids":["{NEW}","course-v1:OtherX+OT1+2031"],"created":"{iso}"}}"#
    );
    let b = format!(
        r#"{{"program_id":"prog-b","program_type":"MicroMasters","program_title":"Networks","course_ids":["{NEW}"],"created":"{iso}"}}"#
    );
    assert_eq!(site.get("/api/v0/programs/").await.text(), format!("[{a},{b}]"));
    assert_eq!(
        site.get("/api/v1/programs/?program_ids=prog-b,nope").await.text(),
        format!("[{b}]")
    );
    assert_eq!(
        site.post("/api/v0/programs/", FORM, "program_ids=prog-a").await.text(),
        format!("[{a}]")
    );
    let few = site
        .get("/api/v0/programs/?fields=program_id,course_ids&exclude=course_ids")
        .await;
    assert_eq!(few.text(), r#"[{"program_id":"prog-a"},{"program_id":"prog-b"}]"#);
    let csv = site
        .get_with(
            "/api/v0/programs/?fields=program_id,course_ids",
            &[("accept", "text/csv")],
        )
        .await;
    assert_eq!(
        csv.text(),
        format!("program_id,course_ids\r\nprog-a,\"{NEW}, course-v1:OtherX+OT1+2031\"\r\nprog-b,{NEW}\r\n")
    );
    assert_eq!(site.get("/api/v0/programs/?program_ids=nope").await.text(), "[]");
}

#[tokio::test]
async fn totals_are_one_object() {
    let site = Site::full().await;
    let all = r#"{"count":19,"cumulative_count":29,"count_change_7_days":6,"verified_enrollment":5}"#;
    assert_eq!(site.get("/api/v1/course_totals/").await.text(), all);
    let one = r#"{"count":10,"cumulative_count":19,"count_change_7_days":0,"verified_enrollment":0}"#;
    assert_eq!(
        site.get(&format!("/api/v0/course_totals/?course_ids={OLD}"))
            .await
            .text(),
        one
    );
    assert_eq!(
        site.post("/api/v0/course_totals/", FORM, &format!("course_ids={OLD}"))
            .await
            .text(),
        one
    );
    let none = r#"{"count":null,"cumulative_count":null,"count_change_7_days":null,"verified_enrollment":null}"#;
    assert_eq!(site.get("/api/v0/course_totals/?course_ids=a/b/c").await.text(), none);
}

#[tokio::test]
async fn what_is_empty_is_404_or_a_list_as_the_site_wants() {
    let site = Site::with(&[], ApiOptions::default()).await;
    let summaries = site.get("/api/v0/course_summaries/").await;
    assert_eq!(
        (summaries.status, summaries.text()),
        (404, r#"{"detail":"Not found."}"#)
    );
    let programs = site.get("/api/v0/programs/").await;
    assert_eq!((programs.status, programs.text()), (200, "[]"));
    let mut options = ApiOptions::default();
    options
        .empty
        .insert("site.courses/course_summaries".into(), Empty::List);
    options.empty.insert("site.courses/programs".into(), Empty::NotFound);
    let site = Site::with(&[], options).await;
    let summaries = site.get("/api/v0/course_summaries/").await;
    assert_eq!((summaries.status, summaries.text()), (200, "[]"));
    assert_eq!(site.get("/api/v0/programs/").await.status, 404);
}

#[tokio::test]
async fn more_ids_than_any_dashboard_sends_are_no_problem() {
    let site = Site::with(&TABLES, ApiOptions::default()).await;
    let mut body = format!("course_ids={OLD}");
    for number in 0..2000 {
        body.push_str(&format!("&course_ids=No/Such/{number}"));
    }
    let reply = site.post("/api/v0/course_summaries/", FORM, &body).await;
    assert_eq!((reply.status, ids(&reply)), (200, vec![OLD.to_owned()]));
    for number in 2000..12_000 {
        body.push_str(&format!("&course_ids=No/Such/{number}"));
    }
    assert_eq!(site.post("/api/v0/course_summaries/", FORM, &body).await.status, 400);
}
