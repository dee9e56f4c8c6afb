//! The result store on a MySQL server as an earlier data API would read it: names, types and keys (`API 3.1`, `API 3.2`).

use std::collections::BTreeMap;

use olivine_store::{Store, Value};

use crate::server;
use crate::site::{Site, all_tables};

/// One table in a line: name, columns with their types, `?` after those that may be null, then the keys that its readers look
/// rows up by. Before the columns stands `id`, after them `created`, as in every table.
const EXPECTED: &str = "
course_activity | course_id varchar(255), interval_start datetime, interval_end datetime, label varchar(255), count int ? | course_id label, interval_end
course_enrollment_daily | course_id varchar(255), date date, count int ?, cumulative_count int ? | course_id date
course_enrollment_mode_daily | course_id varchar(255), date date, mode varchar(255), count int ?, cumulative_count int ? | course_id date mode
course_enrollment_birth_year_daily | course_id varchar(255), date date, birth_year int ?, count int ?, cumulative_count int ? | course_id date
course_enrollment_education_level_daily | course_id varchar(255), date date, education_level varchar(16) ?, count int ?, cumulative_count int ? | course_id date
course_enrollment_gender_daily | course_id varchar(255), date date, gender varchar(6) ?, count int ?, cumulative_count int ? | course_id date
course_enrollment_location_current | date date, course_id varchar(255), country_code varchar(10) ?, count int, cumulative_count int | course_id date
course_meta_summary_enrollment | course_id varchar(255), catalog_course_title varchar(255) ?, catalog_course varchar(255) ?, start_time datetime ?, end_time datetime ?, pacing_type varchar(255) ?, availability varchar(255) ?, enrollment_mode varchar(100), count int ?, count_change_7_days int ?, cumulative_count int ?, passing_users int ? | course_id enrollment_mode
course_program_metadata | course_id varchar(255), program_id varchar(36), program_type varchar(32), program_title varchar(255) ? | course_id program_id
answer_distribution | course_id varchar(255), module_id varchar(255), part_id varchar(255), correct bool, value_id varchar(255) ?, answer_value_text text ?, answer_value_numeric double ?, variant int ?, problem_display_name text ?, question_text text ?, first_response_count int, last_response_count int | course_id module_id, module_id, part_id
tags_distribution | course_id varchar(255), org_id varchar(255), module_id varchar(255), tag_name varchar(255), tag_value varchar(255), total_submissions int, correct_submissions int | course_id module_id
grade_distribution | module_id varchar(255), course_id varchar(255), grade double ?, max_grade double ?, count int | course_id, module_id
sequential_open_distribution | module_id varchar(255), course_id varchar(255), count int | course_id, module_id
video | pipeline_video_id varchar(255), course_id varchar(255), encoded_module_id varchar(255), duration int ?, segment_length int ?, users_at_start int ?, users_at_end int ?, total_viewed_seconds int ? | pipeline_video_id, course_id encoded_module_id
video_timeline | pipeline_video_id varchar(255), segment int ?, num_users int ?, num_views int ? | pipeline_video_id
module_engagement | course_id varchar(255), username varchar(30), date date, entity_type varchar(10), entity_id varchar(255), event varchar(30), count int | course_id username date, username entity_type, date
module_engagement_metric_ranges | course_id varchar(255), start_date date ?, end_date date ?, metric varchar(50), range_type varchar(50), low_value double ?, high_value double ? | course_id metric
enterprise_user | enterprise_id varchar(32), lms_user_id int, enterprise_user_id int, enterprise_sso_uid varchar(255) ?, user_account_creation_timestamp datetime ?, user_email varchar(255) ?, user_username varchar(255) ?, user_country_code varchar(2) ?, last_activity_date date ? | enterprise_id, enterprise_user_id
enterprise_enrollment | enterprise_id varchar(32), enterprise_name varchar(255), lms_user_id int, enterprise_user_id int, course_id varchar(255), enrollment_created_timestamp datetime, user_current_enrollment_mode varchar(32), consent_granted bool ?, letter_grade varchar(32) ?, has_passed bool ?, passed_timestamp datetime ?, course_title varchar(255) ?, last_activity_date date ?, coupon_name varchar(255) ?, coupon_code varchar(255) ?, offer varchar(255) ?, current_grade double ?, course_price double ?, discount_price double ?, unenrollment_timestamp datetime ? | enterprise_id
enterprise_learner_enrollment | enrollment_id int ?, enterprise_enrollment_id int, is_consent_granted bool, user_current_enrollment_mode varchar(32), enrollment_date date ?, offer_id varchar(255) ?, course_list_price double ?, amount_learner_paid double ?, course_key varchar(255) ?, courserun_key varchar(255), course_start_date date ?, course_duration_weeks int ?, has_passed bool, last_activity_date date ?, progress_status varchar(32), passed_date date ?, current_grade double ?, enterprise_user_id int, user_email varchar(255) ?, enterprise_customer_uuid varchar(32), total_learning_time_seconds int ?, is_subsidy bool, budget_id varchar(32) ? | enterprise_enrollment_id, enterprise_customer_uuid last_activity_date, user_email
enterprise_learner | enterprise_user_id int, enterprise_customer_uuid varchar(32), enterprise_user_created datetime ?, enterprise_user_active bool ?, is_linked bool, lms_user_id int, user_username varchar(255) ?, user_email varchar(255) ?, lms_user_created datetime ?, lms_last_login datetime ?, lms_user_country varchar(2) ?, last_activity_date date ? | enterprise_user_id, enterprise_customer_uuid, user_email
enterprise_offer_aggregates | offer_id varchar(255), enterprise_customer_uuid varchar(32), enterprise_name varchar(255) ?, status varchar(255) ?, offer_type varchar(255) ?, discount_type varchar(64) ?, emails_for_usage_alert varchar(1023) ?, discount_value double ?, amount_of_offer_spent double, sum_amount_learner_paid double, sum_course_price double, date_created datetime ?, export_timestamp datetime ? | offer_id
enterprise_admin_learner_progress | enterprise_customer_uuid varchar(32), active_subscription_plan bool, assigned_licenses int ?, assigned_licenses_percentage double ?, active_enrollments int, at_risk_enrollment_end_date_soon int, at_risk_enrollment_dormant int | enterprise_customer_uuid
enterprise_admin_summarize_insights | enterprise_customer_uuid varchar(32), enrolls int, enrolls_prior int, passed int, passed_prior int, engage int, engage_prior int, hours int ?, contract_end_date datetime ?, active_contract bool ? | enterprise_customer_uuid
";

struct Column {
    kind: String,
    nullable: bool,
    extra: String,
    key: String,
}

async fn rows(store: &Store, sql: &str, table: &str) -> Vec<Vec<String>> {
    let found = store
        .query(sql, &[("name", Value::Text(table.to_owned()))])
        .await
        .unwrap();
    let text = |value: Value| match value {
        Value::Text(text) => text,
        other => panic!("{other:?} in an answer about {table}"),
    };
    found
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(text).collect())
        .collect()
}

async fn columns(store: &Store, table: &str) -> BTreeMap<String, Column> {
    let sql = "select column_name, cast(column_type as char), is_nullable, extra, cast(column_key as char) \
               from information_schema.columns where table_schema = database() and table_name = :name";
    let described = rows(store, sql, table).await.into_iter().map(|row| {
        let [name, kind, nullable, extra, key] = <[String; 5]>::try_from(row).unwrap();
        let nullable = nullable == "YES";
        (
            name,
            Column {
                kind,
                nullable,
                extra,
                key,
            },
        )
    });
    described.collect()
}

/// The indexes of a table, each as its columns in order.
async fn indexes(store: &Store, table: &str) -> Vec<String> {
    let sql = "select group_concat(column_name order by seq_in_index separator ' ') \
               from information_schema.statistics where table_schema = database() and table_name = :name group by index_name";
    rows(store, sql, table).await.into_iter().flatten().collect()
}

/// Whether a type of the server holds what readers expect there.
fn holds(expected: &str, kind: &str) -> bool {
    match expected {
        "int" => kind.starts_with("bigint") || kind.starts_with("int"),
        "bool" => kind == "tinyint(1)",
        "text" => kind == "longtext",
        exact => kind == exact,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_as_an_earlier_api_reads_them() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let tables = all_tables();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let site = Site::all_on(store, &tables, tempfile::tempdir().unwrap()).await;
    let mut wrong: Vec<String> = Vec::new();
    for line in EXPECTED.trim().lines() {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [table, expected, keys] = parts[..] else {
            panic!("{line}")
        };
        let found = columns(&site.store, table).await;
        let mut check = |fine: bool, what: String| {
            if !fine {
                wrong.push(format!("{table}: {what}"));
            }
        };
        for column in expected.split(", ") {
            let (column, nullable) = column
                .strip_suffix(" ?")
                .map_or((column, false), |column| (column, true));
            let (name, kind) = column.split_once(' ').unwrap();
            match found.get(name) {
                None => check(false, format!("no column {name}")),
                Some(own) => check(
                    holds(kind, &own.kind) && own.nullable == nullable,
                    format!(
                        "{name} is {} (null: {}), not {kind} (null: {nullable})",
                        own.kind, own.nullable
                    ),
                ),
            }
        }
        let id = &found["id"];
        check(
            holds("int", &id.kind) && id.extra == "auto_increment" && id.key == "PRI",
            format!("id is {} {} {}", id.kind, id.extra, id.key),
        );
        let created = &found["created"];
        check(
            created.kind == "timestamp" && !created.nullable,
            format!("created is {}", created.kind),
        );
        let own = indexes(&site.store, table).await;
        for key in keys.split(", ") {
            let serves = |index: &String| *index == key || index.starts_with(&format!("{key} "));
            check(own.iter().any(serves), format!("no index begins with {key}: {own:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The statements that an earlier API sends, as far as they are not plain selects, run on our tables.
#[tokio::test(flavor = "multi_thread")]
async fn statements_of_an_earlier_api_run() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let tables = all_tables();
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let site = Site::all_on(store, &tables, tempfile::tempdir().unwrap()).await;
    let by_api = site.get("/api/v0/courses/OldX/OS1/Run_A/problems/").await.json();
    let sql = "select module_id, cast(sum(last_response_count) / count(distinct part_id) as signed) as total_submissions, \
               group_concat(distinct part_id) as part_ids, max(created) as created \
               from answer_distribution where course_id = :course group by module_id";
    let found = site
        .store
        .query(sql, &[("course", Value::Text("OldX/OS1/Run_A".into()))])
        .await
        .unwrap();
    let total = found.rows[0][1].as_int().unwrap();
    assert_eq!(by_api[0]["total_submissions"], total);
    let sql =
        "select max(interval_end) as interval_end from course_activity where course_id = :course and label = :label";
    let names = [
        ("course", Value::Text("OldX/OS1/Run_A".into())),
        ("label", Value::Text("ACTIVE".into())),
    ];
    assert_eq!(site.store.query(sql, &names).await.unwrap().rows.len(), 1);
}
