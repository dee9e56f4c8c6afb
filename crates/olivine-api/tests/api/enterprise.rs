//! The API for enterprise portals (`API 2.6`, `API 2.9`): filters, order, pages, forms of values, rights.

use olivine_api::ApiOptions;
use serde_json::{Value, json};

use crate::server;
use crate::site::{CUSTOMER, NEW, OLD, Site, all_tables};

const V1: &str = "/enterprise/api/v1/enterprise/0b1c5d4e-6f70-4192-8a4b-5c6d7e8f9001";
const V0: &str = "/enterprise/api/v0/enterprise/0b1c5d4e-6f70-4192-8a4b-5c6d7e8f9001";

async fn site() -> Site {
    Site::whole(ApiOptions::default()).await
}

/// Values of a field in the rows of a page.
async fn field(site: &Site, path: &str, name: &str) -> Vec<Value> {
    let reply = site.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    let body = reply.json();
    let rows = body["results"].as_array().or(body.as_array()).unwrap();
    rows.iter().map(|row| row[name].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn enrollments_are_filtered_and_ordered() {
    let site = site().await;
    for (query, expected) in [
        ("", json!([3, 4, 5])),
        ("audit_enrollments=false", json!([3, 5])),
        ("audit_enrollments=true", json!([3, 4, 5])),
        ("search=BOB", json!([4, 5])),
        ("search_all=nets", json!([5])),
        ("search_course=old", json!([3, 4])),
        ("search_start_date=2031-01-01", json!([3, 4, 5])),
        ("passed_date=last_week", json!([3])),
        // Neither what is passed nor what is over can be active or inactive.
        ("learner_activity=inactive_past_week", json!([4])),
        ("learner_activity=inactive_past_month", json!([4])),
        ("learner_activity=active_past_week", json!([])),
        ("learner_activity=sometimes&passed_date=ever", json!([3, 4, 5])),
        ("offer_id=8", json!([5])),
        ("is_subsidy=true", json!([3, 5])),
        ("ignore_null_course_list_price=true", json!([3, 5])),
        ("course_product_line=none", json!([])),
        ("ordering=enrollment_date", json!([3, 4, 5])),
        ("ordering=-enrollment_date", json!([5, 4, 3])),
        ("ordering=nothing", json!([3, 4, 5])),
        ("page_size=2&page=2", json!([5])),
        ("page_size=2&page=last", json!([5])),
        ("no_page=1", json!([3, 4, 5])),
    ] {
        let found = field(&site, &format!("{V1}/enrollments/?{query}"), "enterprise_enrollment_id").await;
        assert_eq!(Value::from(found), expected, "{query}");
    }
    let refused = site.get(&format!("{V1}/enrollments/?page=9")).await;
    assert_eq!((refused.status, refused.text()), (404, r#"{"detail":"Invalid page."}"#));
    assert_eq!(
        site.get(&format!("{V1}/enrollments/?search_start_date=soon"))
            .await
            .status,
        400
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_counts_the_enrollments_that_the_filters_leave() {
    let site = site().await;
    for (query, expected) in [
        ("", [2_i64, 1, 1]),
        ("search_all=nets", [1, 0, 0]),
        ("search_all=ANN", [1, 1, 1]),
        ("search_start_date=2031-01-02", [0, 0, 0]),
        ("passed_date=last_week", [1, 1, 1]),
        ("learner_activity=inactive_past_month", [1, 0, 0]),
        ("learner_activity=active_past_week", [0, 0, 0]),
        ("learner_activity=sometimes", [2, 1, 1]),
        ("is_subsidy=false", [1, 0, 0]),
        ("course_product_line=none", [0, 0, 0]),
        ("ignore_null_course_list_price=true&search=ann", [1, 1, 1]),
    ] {
        let overview = site.get(&format!("{V1}/enrollments/overview/?{query}")).await.json();
        let found = [
            &overview["enrolled_learners"],
            &overview["active_learners"]["past_week"],
            &overview["course_completions"],
        ];
        assert_eq!(found.map(Value::as_i64), expected.map(Some), "{query}");
        assert_eq!(overview["number_of_users"], 2, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn portals_are_asked_for_a_token_of_the_lms() {
    let site = site().await;
    for (path, scheme) in [
        (format!("{V1}/enrollments/"), r#"JWT realm="api""#),
        (format!("{V0}/enrollments.csv"), r#"JWT realm="api""#),
        (format!("/api/v0/enterprise/{CUSTOMER}/engagements/"), "Token"),
    ] {
        let reply = site.send(reqwest::Method::GET, &path, &[], "").await;
        assert_eq!(
            (reply.status, reply.header("www-authenticate")),
            (401, Some(scheme)),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_have_the_forms_that_portals_know() {
    let site = site().await;
    let one = site.get(&format!("{V1}/enrollments/3/")).await.json();
    assert_eq!(one["enterprise_customer_uuid"], CUSTOMER);
    assert_eq!(one["total_learning_time_hours"], 1.5);
    assert_eq!(one["created"], site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string());
    let old = field(&site, &format!("{V0}/enrollments/"), "course_price").await;
    assert_eq!(old, [json!("100.00"), Value::Null]);
    let states = field(&site, &format!("{V0}/enrollments/"), "progress_status").await;
    assert_eq!(states, ["Passed", "In Progress"]);
    let offer = site.get(&format!("{V1}/offers/8/")).await.json();
    assert_eq!(
        (&offer["sum_course_price"], &offer["budgets"]),
        (&json!(50.0), &json!([]))
    );
    let overview = json!({
        "enrolled_learners": 2, "active_learners": { "past_week": 1, "past_month": 1 }, "course_completions": 1,
        "last_updated_date": site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string(), "number_of_users": 2,
    });
    for base in [V0, V1] {
        assert_eq!(
            site.get(&format!("{base}/enrollments/overview/")).await.json(),
            overview,
            "{base}"
        );
        let completed = site.get(&format!("{base}/learner_completed_courses/")).await.json();
        assert_eq!(
            completed["results"],
            json!([{ "user_email": "ann@ex.test", "completed_courses": 1 }])
        );
    }
    let insights = site
        .get(&format!("/enterprise/api/v1/admin/insights/{CUSTOMER}"))
        .await
        .json();
    assert_eq!(insights["learner_progress"]["active_enrollments"], 1);
    assert_eq!(insights["learner_engagement"]["enrolls_prior"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_of_enrollments_holds_all_of_them_in_the_known_order() {
    let site = site().await;
    let reply = site.get(&format!("{V1}/enrollments.csv?page_size=1")).await;
    let mut lines = reply.text().lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("enrollment_id,enterprise_enrollment_id,is_consent_granted,")
    );
    assert_eq!(lines.count(), 3);
    assert_eq!(
        reply.header("content-disposition"),
        Some("attachment; filename=learner_progress_report.csv")
    );
    let page = site.get(&format!("{V1}/users.csv?page_size=1")).await;
    assert_eq!(page.text().lines().count(), 2, "other lists give their page");
}

#[tokio::test(flavor = "multi_thread")]
async fn users_say_more_when_asked() {
    let site = site().await;
    let plain = site.get(&format!("{V1}/users/")).await.json();
    assert!(plain["results"][0].get("enrollment_count").is_none());
    let extra = "extra_fields=enrollment_count,course_completion_count";
    let more = site.get(&format!("{V1}/users/?{extra}")).await.json();
    assert_eq!(more["results"][0]["enrollment_count"], 1);
    assert_eq!(more["results"][1]["course_completion_count"], 0);
    for (query, expected) in [
        ("has_enrollments=true", json!([9, 10])),
        ("has_enrollments=false", json!([])),
        ("active_courses=true", json!([9, 10])),
        ("all_enrollments_passed=true", json!([9])),
        ("all_enrollments_passed=false", json!([10])),
        ("ordering=-enterprise_user_id", json!([10, 9])),
    ] {
        for base in [V0, V1] {
            let found = field(&site, &format!("{base}/users/?{query}"), "enterprise_user_id").await;
            assert_eq!(Value::from(found), expected, "{base} {query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn engagements_are_paged_in_the_store() {
    let site = site().await;
    let path = format!(
        "/api/v0/enterprise/{}/engagements/",
        CUSTOMER.replace('-', "").to_uppercase()
    );
    let all = site.get(&path).await.json();
    let count = all["count"].as_u64().unwrap();
    assert!(count > 2);
    let rows = all["results"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["entity_type"] != "discussion"));
    let mut seen = Vec::new();
    for page in 1..=count.div_ceil(2) {
        let page = site.get(&format!("{path}?page_size=2&page={page}")).await.json();
        assert_eq!(page["count"], count);
        seen.extend(page["results"].as_array().unwrap().clone());
    }
    assert_eq!(&seen, rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn portals_see_what_their_token_may_see() {
    let site = site().await;
    let without = site.user("counts", &[OLD, NEW], false).await;
    let refused = site.get_as(&without, &format!("{V1}/enrollments/")).await;
    assert_eq!(
        (refused.status, refused.text()),
        (403, r#"{"detail":"MISSING: can_access_enterprise"}"#)
    );
    let team = site.user("team", &[NEW], true).await;
    let path = format!("/api/v0/enterprise/{CUSTOMER}/engagements/");
    let own = site.get_as(&team, &path).await.json();
    assert_eq!(own["count"], 0, "all of it is in the other course");
    // Rows that do not say of which course they are need all courses, whatever course is named beside.
    for path in [
        "users/",
        "offers/",
        "enrollments/overview/",
        "learner_completed_courses/",
    ] {
        let reply = site
            .get_as(&team, &format!("{V1}/{path}?course_id={}", NEW.replace('+', "%2B")))
            .await;
        assert_eq!(reply.status, 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_portals_as_a_file_does() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let tables = all_tables();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let on_server = Site::all_on(store, &tables, tempfile::tempdir().unwrap()).await;
    let in_file = site().await;
    for path in [
        format!("{V1}/enrollments/?search_all=nets"),
        format!("{V1}/enrollments/?learner_activity=inactive_past_month&is_subsidy=false"),
        format!("{V1}/enrollments/?passed_date=last_week"),
        format!("{V1}/enrollments/?page_size=2&page=2"),
        format!("{V1}/enrollments/overview/"),
        format!("{V1}/enrollments/overview/?search_all=nets&learner_activity=inactive_past_month&is_subsidy=true"),
        format!("{V1}/users/?all_enrollments_passed=true&extra_fields=enrollment_count"),
        format!("{V1}/offers/"),
        format!("{V0}/enrollments/?learner_activity=inactive_past_week"),
        format!("{V0}/enrollments/overview/"),
        format!("{V0}/users/?active_courses=true"),
        format!("{V0}/learner_completed_courses/"),
        format!("/enterprise/api/v1/admin/insights/{CUSTOMER}"),
        format!("/api/v0/enterprise/{CUSTOMER}/engagements/?page_size=3&page=2"),
    ] {
        let text = |reply: crate::site::Reply, site: &Site| {
            let iso = site.created.format("%Y-%m-%dT%H:%M:%SZ").to_string();
            (reply.status, reply.text().replace(&site.base, "").replace(&iso, "{c}"))
        };
        let (one, other) = (on_server.get(&path).await, in_file.get(&path).await);
        assert_eq!(text(one, &on_server), text(other, &in_file), "{path}");
    }
}
