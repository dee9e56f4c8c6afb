//! Every page and download of the old dashboard (`UI 1`): its address still works, and says what it should.

use std::collections::BTreeSet;

use crate::sample::content::{block, old_block, old_part};
use crate::sample::{LARGE, OLD, STAFF};
use crate::visitor::{Site, Visitor, as_of};
use olivine_store::site::users::NewUser;

const TUTOR: (&str, &str) = ("tutor", "a tutor password");
const ON: [&str; 2] = ["learners.roster", "learners.detail"];

async fn site() -> Site {
    let site = Site::open_switched(Some(as_of()), &[], &ON).await;
    site.store
        .site()
        .create_user(NewUser {
            name: TUTOR.0.to_owned(),
            password: Some(TUTOR.1.to_owned()),
            staff: true,
            people: true,
            courses: BTreeSet::new(),
        })
        .await
        .unwrap();
    site
}

/// Pages below a course: id in the site map, path, what must stand there.
fn pages() -> Vec<(&'static str, String, &'static str)> {
    let (section, subsection) = (block("chapter", "cells"), block("sequential", "membranes"));
    let quiz = block("sequential", "check_your_cells");
    let (video, problem) = (block("video", "membranes_1"), block("problem", "membranes_1"));
    let graded = block("problem", "check_your_cells_1");
    let fixed = |path: &str| path.to_owned();
    vec![
        ("HOME", fixed(""), "Enrollment Activity"),
        ("E-ACT", fixed("enrollment/activity/"), "Enrollment Over Time"),
        ("E-AGE", fixed("enrollment/demographics/age/"), "Age Breakdown"),
        (
            "E-EDU",
            fixed("enrollment/demographics/education/"),
            "Educational Breakdown",
        ),
        (
            "E-GEN",
            fixed("enrollment/demographics/gender/"),
            "Gender Breakdown Over Time",
        ),
        ("E-GEO", fixed("enrollment/geography/"), "Geographic Breakdown"),
        ("G-CON", fixed("engagement/content/"), "Content Engagement Breakdown"),
        ("V-1", fixed("engagement/videos/"), "Average complete views"),
        ("V-2", format!("engagement/videos/sections/{section}/"), "Membranes"),
        (
            "V-3",
            format!("engagement/videos/sections/{section}/subsections/{subsection}/"),
            "Membranes, video 2",
        ),
        (
            "V-4",
            format!("engagement/videos/sections/{section}/subsections/{subsection}/modules/{video}/timeline/"),
            "Unique viewers",
        ),
        ("P-G1", fixed("performance/graded_content/"), "60.0%"),
        ("P-G2", fixed("performance/graded_content/final-exam/"), "The end"),
        (
            "P-G2",
            fixed("performance/graded_content/homework/"),
            "Check your cells",
        ),
        (
            "P-G3",
            format!("performance/graded_content/assignments/{quiz}/"),
            "Check your cells, problem 1",
        ),
        (
            "P-G4",
            format!(
                "performance/graded_content/assignments/{quiz}/problems/{graded}/parts/check_your_cells_1_10_1/answer_distribution/"
            ),
            "Part 2: How many",
        ),
        (
            "P-U1",
            fixed("performance/ungraded_content/"),
            "No longer in the course",
        ),
        (
            "P-U2",
            format!("performance/ungraded_content/sections/{section}/"),
            "Membranes",
        ),
        (
            "P-U3",
            format!("performance/ungraded_content/sections/{section}/subsections/{subsection}/"),
            "Membranes, problem 1",
        ),
        (
            "P-U4",
            format!(
                "performance/ungraded_content/sections/{section}/subsections/{subsection}/problems/{problem}/parts/membranes_1_2_1/answer_distribution/"
            ),
            "12.50",
        ),
        ("P-O1", fixed("performance/learning_outcomes/"), "Explain a cell"),
        (
            "P-O2",
            fixed("performance/learning_outcomes/explain-a-cell/"),
            "Membranes, A page, Membranes, problem 1",
        ),
        (
            "P-O3",
            format!("performance/learning_outcomes/explain-a-cell/problems/{problem}/"),
            "Part 1: How many",
        ),
        (
            "P-O3",
            format!("performance/learning_outcomes/explain-a-cell/problems/{problem}/membranes_1_10_1/"),
            "Part 2: How many",
        ),
        ("L-1", fixed("learners/"), "Learners"),
        ("L-2", fixed("learners/details/"), "user name"),
    ]
}

#[tokio::test]
async fn every_page_of_the_site_map_is_there() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, TUTOR).await;
    assert_eq!(Visitor::new(&site).get("/").await.status, 200, "LAND");
    assert!(visitor.get("/courses/").await.text.contains("Biology"), "LIST");
    let mut seen = BTreeSet::from(["LAND", "LIST"]);
    for (id, path, holds) in pages() {
        let page = visitor.get(&format!("/courses/{LARGE}/{path}")).await;
        assert_eq!(page.status, 200, "{id} {path}");
        assert!(page.text.contains(holds), "{id} {path} lacks {holds}");
        assert!(!page.text.contains("⟦"), "{id} lacks a message");
        assert!(!page.text.contains("note failed\" role"), "{id} {path} failed");
        seen.insert(id);
    }
    assert_eq!(seen.len(), 26, "{seen:?}");
}

#[tokio::test]
async fn old_keys_with_slashes_lead_to_their_pages() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let (section, subsection) = (old_block("chapter", "one"), old_block("sequential", "two"));
    let video = old_block("video", "v");
    let problem = old_block("problem", "p");
    let part = old_part("p");
    for (path, holds) in [
        (
            format!("engagement/videos/sections/{section}/subsections/{subsection}/modules/{video}/timeline/"),
            "00:33",
        ),
        (
            format!(
                "performance/ungraded_content/sections/{section}/subsections/{subsection}/problems/{problem}/parts/{part}/answer_distribution/"
            ),
            "a daisy",
        ),
        (
            format!("performance/learning_outcomes/look/problems/{problem}/{part}/"),
            "a daisy",
        ),
    ] {
        let page = visitor.get(&format!("/courses/{OLD}/{path}")).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(holds), "{path}");
        assert!(!page.text.contains("a tulip"), "answers of another run");
        let merged = visitor
            .get(&format!("/courses/{OLD}/{}", path.replace("i4x://", "i4x:/")))
            .await;
        assert_eq!(merged.status, 200, "slashes that a server in between has merged");
    }
}

/// Every link of a page below a course leads somewhere.
#[tokio::test]
async fn the_ways_down_hold() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    for course in [LARGE, OLD] {
        let mut waiting: Vec<String> = [
            "engagement/videos/",
            "performance/graded_content/",
            "performance/ungraded_content/",
            "performance/learning_outcomes/",
        ]
        .map(|path| format!("/courses/{course}/{path}"))
        .to_vec();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        while let Some(path) = waiting.pop() {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            for link in page.text.split("href=\"").skip(1) {
                let link = link.split('"').next().unwrap_or_default().replace("&amp;", "&");
                let is_below = ["/videos/", "_content/", "/learning_outcomes/", "/csv/"]
                    .iter()
                    .any(|part| link.contains(part));
                if link.starts_with("/courses/") && is_below && seen.insert(link.clone()) {
                    waiting.push(link);
                }
            }
        }
        assert!(seen.len() > 15, "{seen:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, TUTOR).await;
    let (section, subsection) = (block("chapter", "cells"), block("sequential", "membranes"));
    let (other, video, problem) = (
        block("sequential", "copies"),
        block("video", "membranes_1"),
        block("problem", "membranes_1"),
    );
    for path in [
        format!("engagement/videos/sections/{section}x/"),
        format!("engagement/videos/sections/{section}/subsections/{other}/"),
        format!("engagement/videos/sections/{section}/subsections/{subsection}/modules/{video}x/timeline/"),
        format!(
            "engagement/videos/sections/{section}/subsections/{subsection}/modules/{}/timeline/",
            block("video", "the_end_1")
        ),
        "performance/graded_content/essays/".to_owned(),
        format!("performance/graded_content/assignments/{subsection}/"),
        format!(
            "performance/ungraded_content/sections/{section}/subsections/{subsection}/problems/{problem}/parts/membranes_1_3_1/answer_distribution/"
        ),
        "performance/learning_outcomes/fly/".to_owned(),
        format!("performance/learning_outcomes/read-a-gene/problems/{problem}/"),
        "learners/details/?username=nobody-of-that-name".to_owned(),
        "csv/engagement/videos/course-v1:OpenU+BIO101+2026_T1%7Cnone/".to_owned(),
        format!("csv/performance/graded_content/problems/{problem}x/answer_distribution/p/"),
        "csv/problem_responses/".to_owned(),
    ] {
        assert_eq!(
            visitor.get(&format!("/courses/{LARGE}/{path}")).await.status,
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_download_of_the_site_map_is_there() {
    let site = site().await;
    let mut visitor = Visitor::signed_in(&site, TUTOR).await;
    let problem = block("problem", "membranes_1");
    let downloads = [
        (
            "enrollment/",
            "enrollment",
            "audit,count,course_id,created,credit,cumulative_count,date,honor,masters,professional,verified",
        ),
        (
            "enrollment/geography/",
            "enrollment-location",
            "count,country.alpha2,country.alpha3,country.name,course_id,created,date",
        ),
        (
            "enrollment/demographics/age/",
            "enrollment-by-birth-year",
            "birth_year,count,course_id,created,date",
        ),
        (
            "enrollment/demographics/education/",
            "enrollment-by-education",
            "count,course_id,created,date,education_level",
        ),
        (
            "enrollment/demographics/gender/",
            "enrollment-by-gender",
            "course_id,created,date,female,male,other,unknown",
        ),
        (
            "engagement/activity_trend/",
            "engagement-activity",
            "any,attempted_problem,course_id,created,interval_end,interval_start,played_video,posted_forum",
        ),
        (
            "engagement/videos/course-v1:OpenU+BIO101+2026_T1%7Cmembranes_1/",
            "engagement-video-timeline",
            "created,num_users,num_views,segment",
        ),
        (
            &format!("performance/graded_content/problems/{problem}/answer_distribution/membranes_1_2_1/"),
            "performance-answer-distribution",
            "answer_value,consolidated_variant,correct,course_id,created,first_response_count,last_response_count,module_id,part_id,problem_display_name,question_text,value_id,variant",
        ),
    ];
    for (path, suffix, head) in downloads {
        let file = visitor.get(&format!("/courses/{LARGE}/csv/{path}")).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8", "{path}");
        let name = format!("attachment; filename=\"OpenU-BIO101-2026_T1--{suffix}.csv\"");
        assert_eq!(file.header("content-disposition"), name, "{path}");
        assert_eq!(file.text.lines().next().unwrap(), head, "{path}");
        assert!(file.text.lines().count() > 1, "{path}");
    }
    // All parts, whatever part is named, and of this course alone.
    let old = old_block("problem", "p");
    let all = visitor
        .get(&format!(
            "/courses/{LARGE}/csv/performance/graded_content/problems/{problem}/answer_distribution/membranes_1_2_1/"
        ))
        .await;
    assert!(all.text.contains("membranes_1_10_1"));
    let own = visitor
        .get(&format!(
            "/courses/{OLD}/csv/performance/graded_content/problems/{old}/answer_distribution/{}/",
            old_part("p")
        ))
        .await;
    assert!(
        own.text.contains("a rose") && !own.text.contains("a tulip"),
        "{}",
        own.text
    );
    let video = visitor
        .get(&format!(
            "/courses/{OLD}/csv/engagement/videos/OpenU%2FART1%2FSpring%7Ci4x-OpenU-ART1-video-v/"
        ))
        .await;
    assert_eq!(video.text.lines().count(), 8, "{}", video.text);

    let list = visitor.get("/courses/csv/course_list/").await;
    assert!(list.header("content-disposition").ends_with("--course-list.csv\""));
    let learners = visitor
        .get(&format!(
            "/api/learner_analytics/v0/learners.csv?course_id={}",
            LARGE.replace('+', "%2B")
        ))
        .await;
    assert_eq!(learners.location(), format!("/courses/{LARGE}/csv/learners/"));
}

#[tokio::test]
async fn no_download_holds_a_formula() {
    let site = site().await;
    for change in [
        "update answer_distribution set answer_value_text = '=1+1' where answer_value_text = '9'",
        "update answer_distribution set answer_value_text = '-12.5' where answer_value_text = '12.50'",
        "update course_meta_summary_enrollment set catalog_course_title = '@SUM(1)' \
         where catalog_course_title = 'Art since 1900'",
    ] {
        site.spoil(change).await;
    }
    let mut visitor = Visitor::signed_in(&site, TUTOR).await;
    let problem = block("problem", "membranes_1");
    let path = format!("csv/performance/graded_content/problems/{problem}/answer_distribution/membranes_1_2_1/");
    let answers = visitor.get(&format!("/courses/{LARGE}/{path}")).await.text;
    assert!(
        answers.contains("\r\n'=1+1,") && answers.contains("\r\n-12.5,") && answers.contains("\r\n4,"),
        "{answers}"
    );
    let list = visitor.get("/courses/csv/course_list/").await.text;
    assert!(list.contains(",'@SUM(1),"), "{list}");
}
