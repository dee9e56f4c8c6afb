//! The pages over a store with made-up results: what is shown, in which form and language, and where links lead.

use std::sync::Arc;
use std::time::Duration;

use crate::sample::{LARGE, OLD, STAFF, TEACHER, YOUNG};
use crate::visitor::{Site, Visitor, as_of, site, tile};
use olivine_api::{ApiOptions, Embedding};
use olivine_identity::{EmbedKey, Embedded};
use olivine_report::Registry;
use olivine_store::{Publication, Value};
use olivine_web::WebOptions;

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
