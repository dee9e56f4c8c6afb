//! What the views of a course answer (`API 2.1`).

use crate::site::{NEW, OLD, Site};

/// Path below the course, status, body with `{c}` for the load time.
const CASES: &[(&str, u16, &str)] = &[
    (
        "enrollment/",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","count":106,"created":"{c}"}]"#,
    ),
    (
        "enrollment/?start_date=2031-03-02&end_date=2031-03-04",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-02","count":90,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-03","count":100,"created":"{c}"}]"#,
    ),
    (
        "enrollment/mode/",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","count":106,"cumulative_count":136,"created":"{c}","audit":54,"credit":0,"honor":0,"professional":17,"verified":24,"masters":0}]"#,
    ),
    (
        "enrollment/mode/?end_date=2031-3-4T235959",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-02","count":90,"cumulative_count":0,"created":"{c}","audit":90,"credit":0,"honor":0,"professional":0,"verified":0,"masters":0},{"course_id":"OldX/OS1/Run_A","date":"2031-03-03","count":100,"cumulative_count":130,"created":"{c}","audit":100,"credit":0,"honor":0,"professional":0,"verified":0,"masters":0}]"#,
    ),
    (
        "enrollment/gender/?start_date=2031-03-01",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-03","female":0,"male":0,"other":1,"unknown":0,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","female":50,"male":40,"other":0,"unknown":16,"created":"{c}"}]"#,
    ),
    (
        "enrollment/education/",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","education_level":null,"count":70,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","education_level":"bachelors","count":6,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","education_level":"masters","count":30,"created":"{c}"}]"#,
    ),
    (
        "enrollment/birth_year/",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","birth_year":null,"count":70,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","birth_year":1972,"count":6,"created":"{c}"},{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","birth_year":1999,"count":30,"created":"{c}"}]"#,
    ),
    (
        "enrollment/location/",
        200,
        r#"[{"date":"2031-03-04","course_id":"OldX/OS1/Run_A","country":{"alpha2":null,"alpha3":null,"name":"UNKNOWN"},"count":21,"created":"{c}"},{"date":"2031-03-04","course_id":"OldX/OS1/Run_A","country":{"alpha2":"GB","alpha3":"GBR","name":"United Kingdom"},"count":3,"created":"{c}"},{"date":"2031-03-04","course_id":"OldX/OS1/Run_A","country":{"alpha2":"US","alpha3":"USA","name":"United States of America"},"count":82,"created":"{c}"}]"#,
    ),
    (
        "activity/?activity_type=any",
        200,
        r#"[{"interval_start":"2031-02-24T000000","interval_end":"2031-03-03T000000","course_id":"OldX/OS1/Run_A","any":301,"attempted_problem":201,"played_video":151,"created":"{c}"}]"#,
    ),
    // A week that ends at the end date is left out; the time counts.
    (
        "activity/?end_date=2031-03-03",
        200,
        r#"[{"interval_start":"2031-02-17T000000","interval_end":"2031-02-24T000000","course_id":"OldX/OS1/Run_A","any":290,"posted_forum":12,"created":"{c}"}]"#,
    ),
    (
        "activity/?start_date=2031-02-17T000001&end_date=2031-03-03T000001",
        200,
        r#"[{"interval_start":"2031-02-24T000000","interval_end":"2031-03-03T000000","course_id":"OldX/OS1/Run_A","any":301,"attempted_problem":201,"played_video":151,"created":"{c}"}]"#,
    ),
    (
        "recent_activity/?activity_type=any",
        200,
        r#"{"interval_start":"2031-02-24T00:00:00Z","interval_end":"2031-03-03T00:00:00Z","activity_type":"any","count":301,"course_id":"OldX/OS1/Run_A"}"#,
    ),
    (
        "recent_activity/?activity_type=any&label=posted_forum",
        200,
        r#"{"interval_start":"2031-02-17T00:00:00Z","interval_end":"2031-02-24T00:00:00Z","activity_type":"posted_forum","count":12,"course_id":"OldX/OS1/Run_A"}"#,
    ),
    (
        "recent_activity/?activity_type=slept",
        404,
        r#"{"detail":"Not found."}"#,
    ),
    ("recent_activity/?activity_type=", 404, r#"{"detail":"Not found."}"#),
    ("enrollment/?start_date=2031-03-05", 404, r#"{"detail":"Not found."}"#),
    (
        "enrollment/?start_date=&end_date=",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","count":106,"created":"{c}"}]"#,
    ),
    (
        "enrollment/?unknown=1&start_date=2031-03-04",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","count":106,"created":"{c}"}]"#,
    ),
    (
        "enrollment/?course_ids=bad&course_id=worse",
        200,
        r#"[{"course_id":"OldX/OS1/Run_A","date":"2031-03-04","count":106,"created":"{c}"}]"#,
    ),
    (
        "enrollment/?start_date=2031-03-01T00:00:00",
        400,
        r#"{"detail":"start_date is not a date: use YYYY-MM-DD or YYYY-MM-DDTHHMMSS."}"#,
    ),
    (
        "recent_activity/?end_date=2031-02-30",
        400,
        r#"{"detail":"end_date is not a date: use YYYY-MM-DD or YYYY-MM-DDTHHMMSS."}"#,
    ),
];

#[tokio::test]
async fn views_answer_to_the_letter_in_both_versions() {
    let site = Site::full().await;
    for (path, status, body) in CASES {
        for version in ["v0", "v1"] {
            if version == "v1" && path.starts_with("enrollment/birth_year") {
                continue;
            }
            let reply = site.get(&format!("/api/{version}/courses/{OLD}/{path}")).await;
            assert_eq!(
                reply.text(),
                body.replace("{c}", &site.created_text()),
                "{version} {path}"
            );
            assert_eq!(
                (reply.status, reply.kind()),
                (*status, Some("application/json")),
                "{version} {path}"
            );
        }
    }
    let reply = site.get(&format!("/api/v1/courses/{OLD}/enrollment/birth_year/")).await;
    assert_eq!((reply.status, reply.text()), (404, r#"{"status":404}"#));
}

#[tokio::test]
async fn course_ids_come_in_all_spellings() {
    let site = Site::full().await;
    let expected = format!(
        r#"[{{"course_id":"{NEW}","date":"2031-03-04","count":7,"created":"{}"}}]"#,
        site.created_text()
    );
    for id in [NEW, "course-v1%3ATestX%2BTS101%2B2031_T1"] {
        let reply = site.get(&format!("/api/v0/courses/{id}/enrollment/")).await;
        assert_eq!((reply.status, reply.text()), (200, expected.as_str()), "{id}");
    }
    let reply = site.get("/api/v0/courses/OldX%2FOS1%2FRun_A/enrollment/").await;
    assert_eq!(reply.status, 200);
    // Never looked at: a course nobody has heard of, or nonsense of the right shape.
    for id in ["course-v1:No+Such+Course", "a/b/c", "::+::+::"] {
        let reply = site.get(&format!("/api/v0/courses/{id}/enrollment/")).await;
        assert_eq!(
            (reply.status, reply.text()),
            (404, r#"{"detail":"Not found."}"#),
            "{id}"
        );
    }
    for id in ["abc", "a/b", "course-v1:Org+Course"] {
        let reply = site.get(&format!("/api/v0/courses/{id}/enrollment/")).await;
        assert_eq!((reply.status, reply.text()), (404, r#"{"status":404}"#), "{id}");
        assert_eq!(reply.kind(), Some("application/json; charset=None"));
    }
}

#[tokio::test]
async fn tables_that_no_run_has_filled_hold_nothing() {
    let site = Site::with(&["course_program_metadata"], olivine_api::ApiOptions::default()).await;
    for view in [
        "enrollment/",
        "enrollment/mode/",
        "enrollment/location/",
        "activity/",
        "recent_activity/",
    ] {
        let reply = site.get(&format!("/api/v0/courses/{OLD}/{view}")).await;
        assert_eq!(
            (reply.status, reply.text()),
            (404, r#"{"detail":"Not found."}"#),
            "{view}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_is_asked_about_in_all_courses_whatever_course_is_named_beside() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let path = "/api/v0/problems/i4x://OldX/OS1/problem/p1/answer_distribution/";
    let all = site.get(path).await;
    assert_eq!((all.status, all.json().as_array().unwrap().len()), (200, 2));
    for beside in [
        "course_id=bad".to_owned(),
        format!("course_id={}", NEW.replace('+', "%2B")),
        "course_ids=bad".to_owned(),
    ] {
        let reply = site.get(&format!("{path}?{beside}")).await;
        assert_eq!((reply.status, reply.text()), (200, all.text()), "{beside}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_code_of_an_answer_is_a_word_unless_null_is_asked_for() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let path = "/api/v0/problems/block-v1:TestX+TS101+2031_T1+type@problem+block@q1/answer_distribution/";
    let code = async |choice: &str| site.get(&format!("{path}{choice}")).await.json()[0]["value_id"].clone();
    assert_eq!(code("").await, "None");
    assert_eq!(code("?missing_answers=text&answer_lists=plain").await, "None");
    assert_eq!(code("?missing_answers=null").await, serde_json::Value::Null);
    for unknown in ["missing_answers=none", "answer_lists=all"] {
        let reply = site.get(&format!("{path}?{unknown}")).await;
        assert_eq!(reply.status, 400, "{unknown}");
        assert_eq!(reply.json()["error_code"], "illegal_parameter_values", "{unknown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn grades_of_a_problem_come_from_the_lowest_to_the_highest() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let reply = site
        .get("/api/v0/problems/i4x://OldX/OS1/problem/p1/grade_distribution/")
        .await
        .json();
    let counts: Vec<_> = reply.as_array().unwrap().iter().map(|row| &row["count"]).collect();
    assert_eq!(counts, [7, 12]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_is_there_without_its_video_for_those_who_see_all_courses() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let team = site.user("team", &[OLD], false).await;
    let timeline = |video: &str| format!("/api/v0/videos/OldX/OS1/Run_A%7Ci4x-OldX-OS1-video-{video}/timeline/");
    assert_eq!(site.get_as(&team, &timeline("v1")).await.status, 200);
    assert_eq!(site.get(&timeline("v3")).await.json()[0]["num_users"], 2);
    // Nothing says of which course it is.
    assert_eq!(site.get_as(&team, &timeline("v3")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_report_has_a_whole_address_and_an_absent_one_its_safe_name() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    let file = async |course: &str, name: &str| site.get(&format!("/api/v0/courses/{course}/reports/{name}/")).await;
    let link = file(OLD, "problem_response").await.json()["download_url"].clone();
    let begin = format!("{}/api/report-files/", site.base);
    assert!(link.as_str().unwrap().starts_with(&begin), "{link}");
    for (name, course) in [("problem_response", "TestX_TS101_2031_T1"), ("other", NEW)] {
        let absent = file(NEW, name).await;
        let message = format!("Could not find report '{name}' for course {course}.");
        assert_eq!(
            (absent.status, absent.json()["developer_message"].as_str()),
            (404, Some(message.as_str()))
        );
    }
}

/// View, Accept header, file name, body with `{c}` for the load time.
const CSV_CASES: &[(&str, &str, &str)] = &[
    (
        "enrollment/?start_date=2031-03-03",
        "OldX-OS1-Run_A--enrollment.csv",
        "count,course_id,created,date\r\n100,OldX/OS1/Run_A,{c},2031-03-03\r\n106,OldX/OS1/Run_A,{c},2031-03-04\r\n",
    ),
    (
        "enrollment/mode/?fields=date,verified,nonsense,audit",
        "OldX-OS1-Run_A--enrollment_mode.csv",
        "date,verified,audit\r\n2031-03-04,24,54\r\n",
    ),
    (
        "enrollment/education/",
        "OldX-OS1-Run_A--enrollment-education.csv",
        "count,course_id,created,date,education_level\r\n70,OldX/OS1/Run_A,{c},2031-03-04,\r\n6,OldX/OS1/Run_A,{c},2031-03-04,bachelors\r\n30,OldX/OS1/Run_A,{c},2031-03-04,masters\r\n",
    ),
    (
        "enrollment/birth_year/?fields=birth_year,count",
        "OldX-OS1-Run_A--enrollment-age.csv",
        "birth_year,count\r\n,70\r\n1972,6\r\n1999,30\r\n",
    ),
    (
        "enrollment/gender/?fields=nothing",
        "OldX-OS1-Run_A--enrollment-gender.csv",
        "course_id,created,date,female,male,other,unknown\r\nOldX/OS1/Run_A,{c},2031-03-04,50,40,0,16\r\n",
    ),
    (
        "enrollment/location/",
        "OldX-OS1-Run_A--enrollment-location.csv",
        "count,country.alpha2,country.alpha3,country.name,course_id,created,date\r\n21,,,UNKNOWN,OldX/OS1/Run_A,{c},2031-03-04\r\n3,GB,GBR,United Kingdom,OldX/OS1/Run_A,{c},2031-03-04\r\n82,US,USA,United States of America,OldX/OS1/Run_A,{c},2031-03-04\r\n",
    ),
    (
        "activity/?start_date=2031-01-01",
        "OldX-OS1-Run_A--engagement-activity.csv",
        "any,attempted_problem,course_id,created,interval_end,interval_start,played_video,posted_forum\r\n290,,OldX/OS1/Run_A,{c},2031-02-24T000000,2031-02-17T000000,,12\r\n301,201,OldX/OS1/Run_A,{c},2031-03-03T000000,2031-02-24T000000,151,\r\n",
    ),
];

#[tokio::test]
async fn csv_has_sorted_columns_and_a_file_name() {
    let site = Site::full().await;
    for (view, file, body) in CSV_CASES {
        let path = format!("/api/v0/courses/{OLD}/{view}");
        let reply = site.get_with(&path, &[("accept", "text/csv")]).await;
        assert_eq!(reply.text(), body.replace("{c}", &site.created_text()), "{view}");
        assert_eq!((reply.status, reply.kind()), (200, Some("text/csv; charset=utf-8")));
        let name = format!("attachment; filename={file}");
        assert_eq!(reply.header("content-disposition"), Some(name.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_of_every_course_view_is_named_by_what_it_holds() {
    let site = Site::whole(olivine_api::ApiOptions::default()).await;
    for view in ["problems", "problems_and_tags", "videos", "user_engagement"] {
        let path = format!("/api/v0/courses/{OLD}/{view}/");
        let reply = site.get_with(&path, &[("accept", "text/csv")]).await;
        let name = format!("attachment; filename=OldX-OS1-Run_A--{view}.csv");
        assert_eq!(reply.header("content-disposition"), Some(name.as_str()));
    }
}

#[tokio::test]
async fn csv_is_asked_for_in_three_ways() {
    let site = Site::full().await;
    let course = format!("/api/v0/courses/{OLD}");
    for path in ["/enrollment.csv", "/enrollment.csv/", "/enrollment/?format=csv"] {
        let reply = site.get(&format!("{course}{path}")).await;
        assert_eq!(
            (reply.status, reply.kind()),
            (200, Some("text/csv; charset=utf-8")),
            "{path}"
        );
        // The file name comes only with an Accept header that says exactly CSV.
        assert_eq!(reply.header("content-disposition"), None, "{path}");
    }
    let reply = site.get(&format!("{course}/enrollment.json")).await;
    assert_eq!((reply.status, reply.kind()), (200, Some("application/json")));
}

#[tokio::test]
async fn csv_without_rows_is_empty() {
    let site = Site::full().await;
    let csv = [("accept", "text/csv")];
    let reply = site
        .get_with(&format!("/api/v0/courses/{OLD}/recent_activity/"), &csv)
        .await;
    assert_eq!((reply.status, reply.kind(), reply.text()), (200, None, ""));
    let reply = site.get_with(&format!("/api/v0/courses/{NEW}/activity/"), &csv).await;
    assert_eq!((reply.status, reply.kind(), reply.text()), (404, None, ""));
    let name = "attachment; filename=TestX-TS101-2031_T1--engagement-activity.csv";
    assert_eq!(reply.header("content-disposition"), Some(name));
}
