//! The pages about learners: who may see them, what can be looked for, one person's days.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::sample::{LARGE, STAFF};
use crate::visitor::{Site, Visitor, as_of};
use async_trait::async_trait;
use chrono::{DateTime, Days};
use olivine_api::downloads::Content;
use olivine_api::{ApiOptions, Downloads, Handlers, ReportFile, ReportFiles};
use olivine_report::Registry;
use olivine_report::manifest::{Audience, ColumnType};
use olivine_store::site::users::NewUser;
use olivine_store::{Publication, Value};
use olivine_web::selection::{Asked, Selected};
use olivine_web::{Selections, WebOptions};

const TUTOR: (&str, &str) = ("tutor", "a tutor password");
const ON: [&str; 3] = ["learners.roster", "learners.detail", "learners.at_risk"];

/// Values by column, in the order that the table declares; what is not named is the least that there can be.
fn row(registry: &Registry, table: &str, values: &[(&str, Value)]) -> Vec<Value> {
    let declared = registry.table(table).unwrap();
    let value = |(name, column): (&str, &olivine_report::columns::Column)| {
        let given = values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone());
        given.unwrap_or_else(|| match column.kind {
            _ if column.nullable => Value::Null,
            ColumnType::String(_) | ColumnType::Text => Value::Text(String::new()),
            ColumnType::Boolean => Value::Bool(false),
            ColumnType::Float => Value::Float(0.0),
            ColumnType::Date => Value::Date(as_of()),
            ColumnType::Integer | ColumnType::Datetime => Value::Int(0),
        })
    };
    declared.columns.iter().map(value).collect()
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// Sixty learners, every third inactive, and a tutor who may see people.
async fn site() -> Site {
    site_with(WebOptions::default()).await
}

/// The same with other options.
async fn site_with(options: WebOptions) -> Site {
    let site = Site::open_with(Some(as_of()), &[], &ON, options).await;
    let registry = Registry::built_in_all_on();
    let learner = |number: i64| {
        let name = format!("Learner {number} <b>");
        let username = format!("user{number:02}");
        let is_inactive = number % 3 == 0;
        let search = format!("{}\n{username}\n", name.to_lowercase());
        row(
            &registry,
            "learner_roster",
            &[
                ("course_id", text(LARGE)),
                ("user_id", Value::Int(number)),
                ("name", text(name)),
                ("username", text(username.clone())),
                ("email", text(format!("{username}@example.org"))),
                (
                    "enrollment_mode",
                    text(if number % 2 == 0 { "audit" } else { "verified" }),
                ),
                ("cohort", if number < 10 { text("Early") } else { Value::Null }),
                ("videos_viewed", Value::Int(number)),
                ("segments", text(if is_inactive { "inactive" } else { "" })),
                ("is_inactive", Value::Bool(is_inactive)),
                ("search_text", text(search)),
            ],
        )
    };
    let range = |kind: &str, low: Value, high: Value| {
        row(
            &registry,
            "module_engagement_metric_ranges",
            &[
                ("course_id", text(LARGE)),
                ("metric", text("videos_viewed")),
                ("range_type", text(kind)),
                ("start_date", Value::Date(as_of() - Days::new(6))),
                ("end_date", Value::Date(as_of() + Days::new(1))),
                ("low_value", low),
                ("high_value", high),
            ],
        )
    };
    let day = |days_ago: u64, video: &str| {
        row(
            &registry,
            "module_engagement",
            &[
                ("course_id", text(LARGE)),
                ("username", text("user01")),
                ("date", Value::Date(as_of() - Days::new(days_ago))),
                ("entity_type", text("video")),
                ("entity_id", text(video)),
                ("event", text("viewed")),
                ("count", Value::Int(2)),
            ],
        )
    };
    let mut publish = site.store.begin_publish("learners").await.unwrap();
    let mut publications = Vec::new();
    for (table, rows) in [
        ("learner_roster", (1..=60).map(learner).collect::<Vec<_>>()),
        (
            "module_engagement_metric_ranges",
            vec![
                range("low", Value::Float(0.0), Value::Float(3.0)),
                range("normal", Value::Float(3.0), Value::Float(50.0)),
                range("high", Value::Float(50.0), Value::Null),
            ],
        ),
        ("module_engagement", vec![day(9, "V1"), day(9, "V2"), day(4, "V1")]),
        ("learner_risk", Vec::new()),
    ] {
        let mut load = publish.table(table, registry.table(table).unwrap()).await.unwrap();
        load.append(rows).await.unwrap();
        load.finish().await.unwrap();
        publications.push(Publication {
            table: table.to_owned(),
            fingerprint: "sample".to_owned(),
            as_of: as_of(),
        });
    }
    publish.commit(publications).await.unwrap();
    site.store.site().create_user(tutor()).await.unwrap();
    site
}

/// Who may see the people of the large course.
fn tutor() -> NewUser {
    NewUser {
        name: TUTOR.0.to_owned(),
        password: Some(TUTOR.1.to_owned()),
        staff: false,
        people: true,
        courses: BTreeSet::from([LARGE.to_owned()]),
    }
}

fn roster(query: &str) -> String {
    format!("/courses/{LARGE}/learners/{query}")
}

#[tokio::test]
async fn who_may_not_see_people_sees_no_trace_of_the_pages() {
    let site = site().await;
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    let home = staff.get(&format!("/courses/{LARGE}/")).await;
    assert!(!home.text.contains("/learners/"));
    for path in [
        roster(""),
        roster("details/?username=user01"),
        format!("/courses/{LARGE}/csv/learners/"),
    ] {
        assert_eq!(staff.get(&path).await.status, 404, "{path}");
    }
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let home = tutor.get(&format!("/courses/{LARGE}/")).await;
    assert!(home.text.contains("/learners/\""));
}

#[tokio::test]
async fn the_roster_hides_the_inactive_and_comes_in_pages() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let page = tutor.get(&roster("")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("40 learners"), "every third of sixty is inactive");
    assert!(page.text.contains("Activity from February 25, 2026 to March 3, 2026"));
    assert!(page.text.contains("Rows 1 to 25 of 40"));
    assert!(page.text.contains("Learner 1 &#60;b&#62;") || page.text.contains("Learner 1 &lt;b&gt;"));
    assert!(!page.text.contains("user03"));
    let last = tutor.get(&roster("?page=2")).await;
    assert!(last.text.contains("Rows 26 to 40 of 40") && last.text.contains("user59"));
    // A page that is no more is the last one.
    let beyond = tutor.get(&roster("?page=99")).await;
    assert!(beyond.text.contains("Rows 26 to 40 of 40"));
    let all = tutor.get(&roster("?everybody=1")).await;
    assert!(all.text.contains("60 learners") && all.text.contains("user03") && all.text.contains("inactive"));
}

#[tokio::test]
async fn that_nobody_is_at_risk_is_an_answer() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let page = tutor.get(&roster("at-risk/")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Nobody in this course is at risk."));
    assert!(!page.text.contains("No data for this course yet"));
}

#[tokio::test]
async fn learners_are_searched_filtered_and_sorted() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let found = tutor.get(&roster("?text_search=LEARNER+5&everybody=1")).await;
    assert!(found.text.contains("11 learners"), "5 and 50 to 59");
    let early = tutor.get(&roster("?cohort=Early&enrollment_mode=verified")).await;
    assert!(early.text.contains("3 learners"), "1, 5 and 7");
    assert!(early.text.contains("Cohort: Early") && early.text.contains("Enrollment track: Verified"));
    let down = tutor.get(&roster("?order_by=videos_viewed&sort_order=desc")).await;
    let place = |name: &str| down.text.find(name).unwrap_or(usize::MAX);
    assert!(place("user59") < place("user58") && place("user58") < place("user20"));
    let nobody = tutor.get(&roster("?text_search=nobody+of+that+name")).await;
    assert!(nobody.text.contains("No learner matches"));
    let csv = tutor.get(&format!("/courses/{LARGE}/csv/learners/")).await;
    assert_eq!(csv.status, 200);
    assert_eq!(csv.text.lines().count(), 61, "everybody, not one page");
    assert!(!csv.text.contains("mailing_address"));
}

/// Works nothing out in time.
#[derive(Debug)]
struct Slow;

#[async_trait]
impl Selections for Slow {
    async fn selected(&self, _: Asked) -> Selected {
        Selected::Working
    }
}

#[tokio::test]
async fn the_roster_of_another_day_says_that_it_is_being_worked_out() {
    let options = WebOptions {
        selections: Some(Arc::new(Slow)),
        ..WebOptions::default()
    };
    let site = site_with(options).await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    for query in ["?to=2026-02-01", "?without_staff=1&cohort=Early"] {
        let page = tutor.get(&roster(query)).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(
            page.text.contains("Working it out") && page.text.contains("Try again"),
            "{query}"
        );
        assert!(!page.text.contains("No learners") && !page.text.contains("Activity from"));
        assert!(page.text.contains("Early ("), "what can be chosen stays: {query}");
    }
    let file = tutor
        .get(&format!("/courses/{LARGE}/csv/learners/?to=2026-02-01"))
        .await;
    assert_eq!(file.status, 503);
    assert!(file.text.contains("Working it out") && !file.text.contains("The result store does not answer"));
}

#[tokio::test]
async fn an_address_that_asks_for_what_there_is_not_was_not_understood() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    for query in ["?order_by=name", "?sort_order=up"] {
        let page = tutor.get(&roster(query)).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(page.text.contains("The address was not understood") && page.text.contains("Clear all"));
    }
}

/// Where the button of a page leads.
fn download_of(page: &str) -> String {
    let start = page.find(&format!("/courses/{LARGE}/csv/learners/")).unwrap();
    let link = &page[start..];
    let link = &link[..link.find('"').unwrap()];
    link.replace("&#38;", "&").replace("&amp;", "&")
}

/// `UI 3.2`.
#[tokio::test]
async fn the_download_holds_the_people_that_are_looked_for() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    for (query, people) in [
        ("", 40),
        ("?page=2", 40),
        ("?everybody=1", 60),
        ("?everybody=1&text_search=LEARNER+5", 11),
        ("?cohort=Early&enrollment_mode=verified", 3),
    ] {
        let page = tutor.get(&roster(query)).await;
        assert!(page.text.contains(&format!("{people} learners")), "{query}");
        let file = tutor.get(&download_of(&page.text)).await;
        assert_eq!(file.status, 200, "{query}");
        assert_eq!(file.text.lines().count(), people + 1, "{query}");
    }
    let page = tutor
        .get(&roster("?cohort=Early&order_by=videos_viewed&sort_order=desc"))
        .await;
    let file = tutor.get(&download_of(&page.text)).await.text;
    let place = |name: &str| file.find(name).unwrap_or(usize::MAX);
    assert!(place("user08") < place("user07") && place("user07") < place("user01"));
    assert!(!file.contains("user03"), "inactive");
    let nobody = tutor.get(&roster("?text_search=nobody+of+that+name")).await;
    assert_eq!(tutor.get(&download_of(&nobody.text)).await.status, 404);
}

/// `UI 1.2`.
#[tokio::test]
async fn the_old_address_of_the_download_keeps_what_it_asks_for() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let course = LARGE.replace('+', "%2B");
    let old = tutor
        .get(&format!(
            "/api/learner_analytics/v0/learners.csv?course_id={course}&page=2&text_search=Learner+5&ignore_segments=inactive"
        ))
        .await;
    assert_eq!(
        old.location(),
        format!("/courses/{LARGE}/csv/learners/?text_search=Learner+5&ignore_segments=inactive")
    );
    let file = tutor.get(old.location()).await;
    assert_eq!(file.text.lines().count(), 9, "5 and 50 to 59 without every third");
    let inactive = tutor
        .get(&format!("/courses/{LARGE}/csv/learners/?segments=inactive"))
        .await;
    assert_eq!(inactive.text.lines().count(), 21);
}

/// The file with the answers of the large course.
struct OneFile;

#[async_trait]
impl ReportFiles for OneFile {
    fn audience(&self, name: &str) -> Option<Audience> {
        (name == "problem_response").then_some(Audience::People)
    }

    async fn find(&self, name: &str, course_id: &str) -> Result<Option<ReportFile>, String> {
        let is_there = self.audience(name).is_some() && course_id == LARGE;
        Ok(is_there.then(|| ReportFile {
            path: "answers.csv".to_owned(),
            size: 48_213,
            modified: DateTime::from_timestamp(1_930_000_000, 0).unwrap(),
        }))
    }

    async fn read(&self, _: &str) -> Result<Option<Content>, String> {
        Ok(None)
    }
}

/// `UI 2.7`.
#[tokio::test]
async fn the_file_with_answers_is_on_the_home_of_who_may_see_people() {
    let handlers = Handlers::with_downloads(Some(Downloads::new(Arc::new(OneFile), b"key", "")));
    let api_options = ApiOptions {
        standalone: false,
        ..ApiOptions::default()
    };
    let on = ["performance.responses_export"];
    let site = Site::open_handled(Some(as_of()), (&[], &on), WebOptions::default(), api_options, &handlers).await;
    site.store.site().create_user(self::tutor()).await.unwrap();
    let file = format!("/courses/{LARGE}/csv/problem_responses/");
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let home = tutor.get(&format!("/courses/{LARGE}/")).await;
    assert!(home.text.contains(&format!("href=\"{file}\"")), "{}", home.text);
    assert!(home.text.contains("Problem Response Report"));
    let link = tutor.get(&file).await;
    assert_eq!(link.status, 302);
    assert!(link.location().starts_with("/api/report-files/"), "{}", link.location());
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    let home = staff.get(&format!("/courses/{LARGE}/")).await;
    assert!(!home.text.contains("problem_responses"));
    assert_eq!(staff.get(&file).await.status, 404, "as if there were none");
}

#[tokio::test]
async fn no_home_has_a_link_to_answers_that_nobody_collected() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let home = tutor.get(&format!("/courses/{LARGE}/")).await;
    assert!(!home.text.contains("problem_responses"));
}

/// `UI X18`: low below 3, high from 50 on; the other metrics have no ranges.
#[tokio::test]
async fn numbers_that_stand_out_are_marked_and_named_x18() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    for (username, rank) in [
        ("user02", Some("low")),
        ("user03", None),
        ("user49", None),
        ("user50", Some("high")),
    ] {
        let page = tutor
            .get(&roster(&format!("?text_search={username}&everybody=1")))
            .await;
        assert!(page.text.contains("1 learner"), "{username}");
        let marked = page.text.matches("<td class=\"number rank-").count();
        assert_eq!(marked, usize::from(rank.is_some()), "{username}");
        if let Some(rank) = rank {
            // In words, too.
            let said = format!("({rank})");
            assert!(
                page.text.contains(&format!("rank-{rank}\"")) && page.text.contains(&said),
                "{username}"
            );
        }
    }
}

#[tokio::test]
async fn one_person_is_shown_up_to_the_last_complete_day() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let choose = tutor.get(&roster("details/")).await;
    assert!(choose.text.contains("Choose a learner"));
    let page = tutor.get(&roster("details/?username=user01")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("February 27, 2026"), "the day of the last activity");
    assert!(
        page.text.contains("Active on 2 of 10 days"),
        "quiet days up to the last complete one count"
    );
    assert!(page.text.contains("Early") && page.text.contains("Verified"));
    assert!(
        page.text
            .contains("<a href=\"mailto:user01@example.org\">user01@example.org</a>")
    );
    let unknown = tutor.get(&roster("details/?username=zed")).await;
    assert_eq!(unknown.status, 404);
    assert!(!unknown.text.contains("Active on"));
    assert!(unknown.text.contains("No learner of that user name"));
    assert!(
        unknown.text.contains("name=\"username\" value=\"zed\""),
        "what was mistyped can be mended"
    );
}

#[tokio::test]
async fn the_home_lists_reports_in_the_order_of_the_menu() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let home = tutor.get(&format!("/courses/{LARGE}/")).await.text;
    let line = |title: &str| home.find(&format!("<th scope=\"row\">{title}</th>")).unwrap();
    assert!(line("Graded Content") < line("Grades over Time"));
    assert!(line("Grades over Time") < line("Learners"));
    assert!(line("Learners") < line("Learner Details"));
}

/// `UI 3.3`.
#[tokio::test]
async fn the_way_back_leads_to_the_list_as_it_was() {
    let site = site().await;
    let mut tutor = Visitor::signed_in(&site, TUTOR).await;
    let query = "?cohort=Early&text_search=Learner+5";
    let list = tutor.get(&roster(query)).await.text;
    let start = list.find(&roster("details/?")).unwrap();
    let link = list[start..].split('"').next().unwrap();
    let link = link.replace("&#38;", "&").replace("&amp;", "&");
    let person = tutor.get(&link).await;
    assert_eq!(person.status, 200, "{link}");
    let text = person.text.replace("&#38;", "&").replace("&amp;", "&");
    assert!(text.contains(&format!("<a href=\"{}\">Return to Learners</a>", roster(query))));
    assert!(text.contains("<input type=\"hidden\" name=\"list\""));
    let plain = tutor.get(&roster("details/?username=user01")).await;
    assert!(
        plain
            .text
            .contains(&format!("<a href=\"{}\">Return to Learners</a>", roster("")))
    );
}

#[tokio::test]
async fn reports_that_are_off_have_no_pages() {
    let site = Site::open(Some(as_of())).await;
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    assert_eq!(staff.get(&roster("")).await.status, 404);
}
