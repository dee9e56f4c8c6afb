//! The pages over a store with made-up results: what is shown, to whom, and what is said where there is nothing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::sample::{LARGE, NOBODY, OLD, SILENT, STAFF, TEACHER, YOUNG};
use crate::visitor::{Site, Visitor};
use chrono::NaiveDate;
use olivine_api::{ApiOptions, Embedding};
use olivine_identity::{EmbedKey, Embedded};
use olivine_report::Registry;
use olivine_store::{Publication, Value};
use olivine_web::WebOptions;

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 3).unwrap()
}

async fn site() -> Site {
    Site::open(Some(as_of())).await
}

fn tile(page: &str, id: &str) -> String {
    let start = page
        .find(&format!("data-tile=\"{id}\""))
        .unwrap_or_else(|| panic!("no tile {id}"));
    let figure = &page[start..];
    let figure = &figure[figure.find("class=\"figure").unwrap()..];
    let figure = &figure[figure.find('>').unwrap() + 1..figure.find("</dd>").unwrap()];
    figure.replace("<bdi>", "").replace("</bdi>", "")
}

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

#[tokio::test]
async fn enrollment_activity_shows_the_numbers_of_the_store() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor.get(&format!("/courses/{LARGE}/enrollment/activity/")).await;
    assert_eq!(page.status, 200);
    let rows = site
        .store
        .query(
            "select sum(count) as n from course_enrollment_mode_daily where course_id = :c and date = :d",
            &[("c", LARGE.into()), ("d", as_of().into())],
        )
        .await
        .unwrap();
    let expected = rows.rows[0][0].as_int().unwrap();
    assert_eq!(tile(&page.text, "current").replace(',', ""), expected.to_string());
    assert!(page.text.contains("Complete through March 3, 2026 (UTC)"));
    for part in [
        "March 3, 2026",
        "Master&#39;s",
        "Verified",
        "<title>Enrollment Activity - OpenU/BIO101/2026_T1 | Olivine</title>",
        "<meta name=\"description\" content=\"How many people are enrolled, by track",
    ] {
        assert!(page.text.contains(part), "{part}");
    }
    assert!(
        page.text
            .contains(&format!("href=\"/courses/{LARGE}/csv/enrollment/\""))
    );
}

/// `UI 7.3`, annotate.
#[tokio::test]
async fn what_is_due_is_marked_on_axes_of_time() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor.get(&format!("/courses/{LARGE}/enrollment/activity/")).await;
    let marked = "Marked on the axis: Course start (3 Nov 2025); Due: Check your cells (23 Nov 2025); \
                  Due: Copies (2 Jan 2026); Due: Mutations (11 Feb 2026).";
    assert!(page.text.contains(marked));
    assert!(page.text.contains("\"mark_label\":\"Due: Copies\""), "drawn, too");
    let january = visitor
        .get(&format!(
            "/courses/{LARGE}/enrollment/activity/?from=2026-01-01&to=2026-01-31"
        ))
        .await;
    assert!(january.text.contains("Marked on the axis: Due: Copies (2 Jan 2026)."));
    // Another course has dates of its own, or none.
    let old = visitor.get(&format!("/courses/{OLD}/enrollment/activity/")).await;
    assert!(!old.text.contains("Due: "));
}

#[tokio::test]
async fn tracks_nobody_has_heard_of_are_shown_d5() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, TEACHER).await;
    let page = visitor.get(&format!("/courses/{OLD}/enrollment/activity/")).await;
    assert!(page.text.contains("scholarship"));
    assert!(page.text.contains("\"label\":\"scholarship\""), "drawn, too");
}

#[tokio::test]
async fn a_young_course_has_no_change_instead_of_zero_d3() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor.get(&format!("/courses/{YOUNG}/enrollment/activity/")).await;
    assert_eq!(tile(&page.text, "change"), "Not enough data yet");
    assert_eq!(tile(&page.text, "current"), "12");
}

#[tokio::test]
async fn sections_without_rows_say_why() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let pages = [
        "enrollment/activity/",
        "enrollment/demographics/age/",
        "enrollment/demographics/education/",
        "enrollment/demographics/gender/",
        "enrollment/geography/",
        "engagement/content/",
    ];
    for path in pages {
        let page = visitor.get(&format!("/courses/{SILENT}/{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains("No data for this course yet"), "{path}");
        assert!(!page.text.contains("Download CSV"), "{path}");
    }
    assert_eq!(
        visitor.get(&format!("/courses/{SILENT}/csv/enrollment/")).await.status,
        404
    );
    let beyond = visitor
        .get(&format!(
            "/courses/{LARGE}/enrollment/activity/?from=2001-01-01&to=2001-02-01"
        ))
        .await;
    assert!(beyond.text.contains("Nothing for this choice"));
    let reversed = visitor
        .get(&format!(
            "/courses/{LARGE}/enrollment/activity/?from=2026-02-03&to=2026-02-01"
        ))
        .await;
    assert!(reversed.text.contains("The first day is after the last"));
    assert!(!reversed.text.contains("Nothing for this choice"));
    let empty = Site::open(None).await;
    let mut visitor = Visitor::signed_in(&empty, STAFF).await;
    let page = visitor.get(&format!("/courses/{LARGE}/enrollment/activity/")).await;
    assert!(page.text.contains("Not computed yet"));
    assert!(visitor.get("/courses/").await.text.contains("Not computed yet"));
    assert!(
        visitor
            .get(&format!("/courses/{LARGE}/"))
            .await
            .text
            .contains("never computed")
    );
}

#[tokio::test]
async fn a_range_cuts_the_history() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor
        .get(&format!(
            "/courses/{LARGE}/enrollment/activity/?from=2026-02-01&to=2026-02-03"
        ))
        .await;
    assert!(page.text.contains("Rows 1 to 3 of 3"));
    assert!(page.text.contains("value=\"2026-02-03\""));
    assert!(
        page.text.contains("Complete through February 3, 2026 (UTC)"),
        "the last day chosen"
    );
    let beyond = visitor
        .get(&format!("/courses/{LARGE}/enrollment/activity/?to=2026-04-01"))
        .await;
    assert!(beyond.text.contains("Complete through March 3, 2026 (UTC)"));
    assert!(!beyond.text.contains("Complete through April"));
}

#[tokio::test]
async fn the_menu_keeps_the_days_and_people_chosen() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let base = format!("/courses/{LARGE}/");
    let link = |to: &str| format!("href=\"{base}{to}\"");
    let all = visitor.get(&format!("{base}enrollment/activity/")).await.text;
    assert!(all.contains(&link("engagement/content/")));
    let some = visitor
        .get(&format!("{base}enrollment/activity/?from=2026-02-01"))
        .await
        .text;
    assert!(some.contains(&link("engagement/content/?from=2026-02-01")));
    assert!(some.contains(&link("")), "the home of a course has no choice");
}

#[tokio::test]
async fn a_download_that_holds_more_than_was_chosen_says_so() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let path = format!("/courses/{LARGE}/enrollment/activity/");
    let said = "Download CSV (all days and people)";
    assert!(!visitor.get(&path).await.text.contains(said));
    let some = visitor.get(&format!("{path}?from=2026-02-01")).await.text;
    assert!(some.contains(said));
}

#[tokio::test]
async fn embedded_pages_offer_no_files() {
    let key = Arc::new(EmbedKey::new("a key of forty characters, for the tests").unwrap());
    let api_options = ApiOptions {
        standalone: false,
        embed: Some(Embedding {
            key: Arc::clone(&key),
            good_for: Duration::from_secs(60),
            base: String::new(),
        }),
        ..ApiOptions::default()
    };
    let site = Site::open_as(Some(as_of()), (&[], &[]), WebOptions::default(), api_options).await;
    let embedded = Embedded {
        user: STAFF.0.to_owned(),
        course: LARGE.to_owned(),
        report: "enrollment.activity".to_owned(),
        section: None,
    };
    let signed = |embedded: &Embedded| {
        let link = key.sign(embedded, Duration::from_secs(60)).unwrap();
        format!("/embed/{link}/")
    };
    let page = Visitor::new(&site).get(&signed(&embedded)).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Rows 1 to 10 of"));
    for file in ["download=t", "/csv/"] {
        assert!(!page.text.contains(file), "{file}");
    }
    let mut reader = Visitor::signed_in(&site, STAFF).await;
    let page = reader.get(&format!("/courses/{LARGE}/enrollment/activity/")).await;
    assert!(page.text.contains("download=t"), "the page itself does");

    // Of links there is the one to the whole page: others would lead to pages that no frame shows.
    let of = |report: &str, section| Embedded {
        report: report.to_owned(),
        section,
        ..embedded.clone()
    };
    let below = "performance/graded_content/";
    let whole = reader.get(&format!("/courses/{LARGE}/{below}")).await;
    assert!(whole.text.matches(below).count() > 3, "the page itself has more");
    let page = Visitor::new(&site).get(&signed(&of("performance.graded", None))).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.text.matches(below).count(), 1, "{}", page.text);
    // A section is found by its number; one of a page below is none of this.
    let second = Visitor::new(&site)
        .get(&signed(&of("enrollment.activity", Some(2))))
        .await;
    assert!(second.text.contains("id=\"s2\"") && !second.text.contains("id=\"s1\""));
    let elsewhere = Visitor::new(&site)
        .get(&signed(&of("performance.graded", Some(2))))
        .await;
    assert_eq!(elsewhere.status, 404);
    // What must be known to read a table stands with it where the drawing is not in the frame.
    let weeks = Visitor::new(&site)
        .get(&signed(&of("engagement.content", Some(3))))
        .await;
    assert!(weeks.text.contains("The last week is not over"), "{}", weeks.text);
    // What is counted is said: there is no form that would show it.
    let chosen = format!("{}?from=2026-02-01&to=2026-02-03", signed(&embedded));
    let page = Visitor::new(&site).get(&chosen).await;
    assert!(
        page.text.contains("From: February 1, 2026; To: February 3, 2026"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn programs_that_come_alone_are_in_the_list_at_once() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    assert!(visitor.get("/courses/").await.text.contains("Life sciences"));
    let table = "course_program_metadata";
    let registry = Registry::built_in_all_on();
    let mut publish = site.store.begin_publish("programs").await.unwrap();
    let mut load = publish.table(table, registry.table(table).unwrap()).await.unwrap();
    let row = [LARGE, "p-life", "MicroMasters", "Sciences of life"].map(|text| Value::Text(text.to_owned()));
    load.append(vec![row.to_vec()]).await.unwrap();
    load.finish().await.unwrap();
    let publication = Publication {
        table: table.to_owned(),
        fingerprint: "later".to_owned(),
        as_of: as_of(),
    };
    publish.commit(vec![publication]).await.unwrap();
    let list = visitor.get("/courses/").await;
    assert!(list.text.contains("Sciences of life") && !list.text.contains("Life sciences"));
}

#[tokio::test]
async fn addresses_that_do_not_exist_are_404() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for path in [
        "/nothing/".to_owned(),
        "/courses/not-a-key/".to_owned(),
        format!("/courses/{LARGE}/nothing/"),
        format!("/courses/{LARGE}/csv/nothing/"),
        "/assets/nothing.js".to_owned(),
    ] {
        let answer = visitor.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .contains("script-src 'self'; worker-src 'self';"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn old_links_lead_on() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let home = visitor.get(&format!("/courses/{LARGE}")).await;
    assert_eq!((home.status, home.location()), (308, &*format!("/courses/{LARGE}/")));
    let demographics = visitor.get(&format!("/courses/{LARGE}/enrollment/demographics/")).await;
    assert_eq!(
        demographics.location(),
        format!("/courses/{LARGE}/enrollment/demographics/age/")
    );
    assert_eq!(
        visitor
            .get("/courses/course-v1%3AOpenU%2BBIO101%2B2026_T1/")
            .await
            .status,
        200
    );
    assert_eq!(visitor.get(&format!("/courses/{OLD}/")).await.status, 200);
}

#[tokio::test]
async fn a_report_that_is_off_has_no_page_link_or_download_d1() {
    let site = Site::open_without(Some(as_of()), &["enrollment.demographics.age"]).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    assert_eq!(
        visitor
            .get(&format!("/courses/{LARGE}/enrollment/demographics/age/"))
            .await
            .status,
        404
    );
    assert_eq!(
        visitor
            .get(&format!("/courses/{LARGE}/csv/enrollment/demographics/age/"))
            .await
            .status,
        404
    );
    let home = visitor.get(&format!("/courses/{LARGE}/")).await;
    assert!(!home.text.contains("demographics/age"));
    let demographics = visitor.get(&format!("/courses/{LARGE}/enrollment/demographics/")).await;
    assert_eq!(
        demographics.location(),
        format!("/courses/{LARGE}/enrollment/demographics/education/")
    );
}

#[tokio::test]
async fn the_course_list_is_searched_filtered_sorted_and_paged() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let all = visitor.get("/courses/").await;
    assert!(all.text.contains("130 courses") && all.text.contains("Rows 1 to 100 of 130"));
    let second = visitor.get("/courses/?page=2").await;
    assert!(second.text.contains("Rows 101 to 130 of 130"));
    let found = visitor.get("/courses/?text_search=reading+F007").await;
    assert!(found.text.contains("1 course<") && found.text.contains("Course number 7: reading"));
    let both = visitor
        .get("/courses/?text_search=reading&availability=current&availability=upcoming")
        .await;
    assert!(both.text.contains("84 courses"), "two thirds of 126");
    assert!(both.text.contains("Remove filter Availability: Current"));
    let program = visitor.get("/courses/?program_ids=p-life").await;
    assert!(program.text.contains("2 courses"));
    let sorted = visitor.get("/courses/?sortKey=count&order=desc").await;
    let place = |title: &str| sorted.text.find(title).unwrap_or(usize::MAX);
    assert!(place("Biology") < place("Course number 125"));
    for bad in [
        "sortKey=nothing",
        "order=sideways",
        "page=0",
        "page=x",
        "availability=never",
        "program_ids=none",
    ] {
        assert!(
            visitor
                .get(&format!("/courses/?{bad}"))
                .await
                .text
                .contains("The address was not understood"),
            "{bad}"
        );
    }
    let none = visitor.get("/courses/?text_search=zzz").await;
    assert!(none.text.contains("No course matches"));
}

#[tokio::test]
async fn downloads_are_whole_and_named_after_the_course() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for (path, suffix, head, lines) in [
        (
            "enrollment/",
            "enrollment",
            "audit,count,course_id,created,credit,cumulative_count,date,honor,masters,professional,verified",
            140,
        ),
        (
            "enrollment/geography/",
            "enrollment-location",
            "count,country.alpha2,country.alpha3,country.name,course_id,created,date",
            21,
        ),
        (
            "enrollment/demographics/age/",
            "enrollment-by-birth-year",
            "birth_year,count,course_id,created,date",
            0,
        ),
        (
            "enrollment/demographics/education/",
            "enrollment-by-education",
            "count,course_id,created,date,education_level",
            10,
        ),
        (
            "enrollment/demographics/gender/",
            "enrollment-by-gender",
            "course_id,created,date,female,male,other,unknown",
            140,
        ),
        (
            "engagement/activity_trend/",
            "engagement-activity",
            "any,attempted_problem,course_id,created,interval_end,interval_start,played_video,posted_forum",
            20,
        ),
    ] {
        let file = visitor.get(&format!("/courses/{LARGE}/csv/{path}")).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"OpenU-BIO101-2026_T1--{suffix}.csv\"")
        );
        assert!(file.header("content-type").starts_with("text/csv"));
        assert_eq!(file.text.lines().next(), Some(head), "{path}");
        if lines > 0 {
            assert_eq!(file.text.lines().count(), lines + 1, "{path}");
        }
    }
}

#[tokio::test]
async fn tables_sort_and_page_by_their_links() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let base = format!("/courses/{LARGE}/enrollment/geography/");
    let page = visitor.get(&base).await.text;
    let number = page
        .split("id=\"t")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let sorted = visitor
        .get(&format!("{base}?t{number}-sort=country&t{number}-size=25"))
        .await
        .text;
    let place = |text: &str, name: &str| text.rfind(name).unwrap();
    assert!(place(&sorted, ">Brazil<") < place(&sorted, ">Ukraine<"));
    assert!(sorted.contains("aria-sort=\"ascending\""));
}

#[tokio::test]
async fn pages_speak_the_language_asked_for_d10() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor
        .get_in(&format!("/courses/{LARGE}/enrollment/demographics/education/"), "ar")
        .await;
    assert!(page.text.contains("<html lang=\"ar\" dir=\"rtl\""));
    assert!(page.text.contains("بكالوريوس") && page.text.contains("غير معروف"));
    let about = "<div class=\"prose\"";
    assert!(page.text.contains(&format!("{about}><p>")));
    let english = visitor
        .get(&format!("/courses/{LARGE}/enrollment/demographics/education/"))
        .await;
    assert!(
        english
            .text
            .contains(&format!("{about} lang=\"en\" dir=\"ltr\"><p>Levels"))
    );
    let rows = page.text.split("<script type=\"application/json\">").nth(1).unwrap();
    assert!(
        !rows.split("</script>").next().unwrap().contains("غير معروف"),
        "the unknown have no bar in any language"
    );
    let picked = visitor.get("/display/?language=ar&theme=dark&next=/courses/").await;
    assert_eq!(picked.location(), "/courses/");
    let list = visitor.get("/courses/").await;
    assert!(list.text.contains("dir=\"rtl\" data-theme=\"dark\""));
    assert_eq!(visitor.get("/display/?next=//evil.example").await.location(), "/");
    let countries = visitor.get(&format!("/courses/{LARGE}/enrollment/geography/")).await;
    assert!(countries.text.contains("الهند"));
}

#[tokio::test]
async fn the_week_that_is_not_over_is_shown_and_said_to_be_so_d27() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let page = visitor.get(&format!("/courses/{LARGE}/engagement/content/")).await.text;
    assert!(page.contains("The last week is not over: its numbers hold the days up to March 3, 2026."));
    assert!(page.contains("March 8, 2026") && page.contains("1,234"));
    let file = visitor
        .get(&format!("/courses/{LARGE}/csv/engagement/activity_trend/"))
        .await
        .text;
    let holds_open_week = file.lines().any(|line| line.starts_with("1234,"));
    assert!(!holds_open_week, "the data API has complete weeks only");
    let ended = visitor
        .get(&format!("/courses/{LARGE}/engagement/content/?to=2026-03-01"))
        .await
        .text;
    assert!(!ended.contains("March 8, 2026"), "not among the days asked for");
    site.spoil("delete from course_activity").await;
    let first = visitor.get(&format!("/courses/{LARGE}/engagement/content/")).await.text;
    assert!(
        first.contains("March 8, 2026") && first.contains("1,234"),
        "a course in its first week has its days so far"
    );
}

#[tokio::test]
async fn complete_weeks_of_a_group_do_not_hold_the_week_that_was_not_over_d27() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    // As an older run left it: the week has ended since, its numbers are those of some of its days.
    site.spoil(
        "update course_activity_groups set interval_start = (select max(interval_start) from course_activity), \
         interval_end = (select max(interval_end) from course_activity)",
    )
    .await;
    let path = format!("/courses/{LARGE}/engagement/content/?without_staff=1");
    assert!(!visitor.get(&path).await.text.contains("1,234"));
    site.spoil("update course_activity_groups set is_over = 1").await;
    let over = visitor.get(&format!("{path}&track=audit")).await.text;
    assert!(over.contains("1,234"), "a week that is over counts");
}

const VIDEOS_ONLY: &str = r#"
id       = "engagement.videos_only"
version  = 1
title    = "Videos Only"
question = "How many people watch videos each week?"
lens     = "engagement"
audience = "aggregate"
path     = "engagement/videos-only/"

[query.weeks]
doc = "People who watched a video by week."
sql = "weeks.sql"

[[section]]
title = "By Week"
query = "weeks"
view  = "weekly_engagement"
table = ["week_ending", "*"]
"#;

#[tokio::test]
async fn weeks_of_a_plugin_are_not_gone_on_with_by_those_of_another_report_d27() {
    let plugin = tempfile::tempdir().unwrap();
    let sql = "select interval_start, interval_end, label, \"count\" from course_activity \
               where course_id = :course_id and label = 'PLAYED_VIDEO' order by interval_end";
    std::fs::write(plugin.path().join("report.toml"), VIDEOS_ONLY).unwrap();
    std::fs::write(plugin.path().join("weeks.sql"), sql).unwrap();
    let site = Site::open_with_plugin(as_of(), plugin.path()).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let path = format!("/courses/{LARGE}/engagement/videos-only/");
    let page = visitor.get(&path).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("March 1, 2026"), "{}", page.text);
    assert!(!page.text.contains("March 8, 2026") && !page.text.contains("1,234"));
    site.spoil("delete from course_activity").await;
    assert!(!visitor.get(&path).await.text.contains("March 8, 2026"));
}

#[tokio::test]
async fn no_page_holds_inline_scripts_or_styles() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for path in [
        "/courses/".to_owned(),
        format!("/courses/{LARGE}/"),
        format!("/courses/{LARGE}/engagement/content/"),
    ] {
        let page = visitor.get(&path).await.text;
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(
                tag.contains("src=") || tag.contains("application/json"),
                "{path}: {tag}"
            );
        }
        assert!(
            !page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="),
            "{path}"
        );
        assert!(!page.contains("⟦"), "{path} lacks a message");
    }
}

#[tokio::test]
async fn a_failing_store_fails_a_section_or_says_so_honestly_d2() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    assert_eq!(visitor.get("/courses/").await.status, 200);
    site.spoil("update course_activity set count = 'many'").await;
    let home = visitor.get(&format!("/courses/{LARGE}/")).await;
    assert_eq!(home.status, 200);
    assert!(
        home.text.contains("data-tile=\"current\""),
        "the other report's numbers stand"
    );
    assert!(home.text.contains("Code STORE-"), "and what is missing is said");
    let page = visitor.get(&format!("/courses/{LARGE}/engagement/content/")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("This section could not be loaded"));
    assert!(page.text.contains("Code STORE-"));
    let others = ["enrollment.geography", "engagement.learner_groups"];
    let site = Site::open_without(Some(as_of()), &others).await;
    site.spoil("update course_activity set count = 'many'").await;
    site.spoil("update course_enrollment_daily set count = 'many'").await;
    site.spoil("update course_enrollment_mode_daily set count = 'many'")
        .await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let home = visitor.get(&format!("/courses/{LARGE}/")).await;
    assert_eq!(home.status, 200);
    assert!(home.text.contains("Code STORE-") && !home.text.contains("No data for this course yet"));
}

#[tokio::test]
async fn what_a_course_is_made_of_may_be_unknown_or_unreadable() {
    let site = site().await;
    site.spoil("delete from course_contents").await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let graded = visitor
        .get(&format!("/courses/{LARGE}/performance/graded_content/"))
        .await;
    assert_eq!(graded.status, 200);
    assert!(graded.text.contains("The structure of this course is not known"));
    assert!(!graded.text.contains("Nothing in this course is graded"));
    let videos = format!("/courses/{LARGE}/engagement/videos/");
    let unplaced = visitor.get(&videos).await;
    assert!(unplaced.text.contains("Place in the course not known"));
    assert!(!unplaced.text.contains("No longer in the course"));
    site.spoil("alter table course_contents rename column name to title")
        .await;
    let broken = visitor.get(&videos).await;
    assert!(broken.text.contains("This section could not be loaded"));
    assert!(!broken.text.contains("Place in the course not known"));
}

#[tokio::test]
async fn that_nobody_can_tell_how_far_people_come_is_an_answer() {
    let site = site().await;
    let registry = Registry::built_in_all_on();
    let mut publish = site.store.begin_publish("no structure").await.unwrap();
    let mut publications = Vec::new();
    for table in [
        "completion_bands",
        "completion_levels",
        "completion_pages",
        "coverage_levels",
        "drop_off_levels",
    ] {
        let load = publish.table(table, registry.table(table).unwrap()).await.unwrap();
        load.finish().await.unwrap();
        publications.push(Publication {
            table: table.to_owned(),
            fingerprint: "sample".to_owned(),
            as_of: as_of(),
        });
    }
    publish.commit(publications).await.unwrap();
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for (path, sections) in [("completion", 3), ("coverage", 2), ("drop-off", 1)] {
        let page = visitor.get(&format!("/courses/{LARGE}/engagement/{path}/")).await;
        assert_eq!(page.status, 200);
        let said = page
            .text
            .matches("The structure of this course is not known here")
            .count();
        assert!(said >= sections, "{path}: {said}");
        assert!(!page.text.contains("No data for this course yet"), "{path}");
    }
}
