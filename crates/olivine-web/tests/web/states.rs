//! What is said where there are no numbers: nothing chosen, nothing known, nothing to be read.

use olivine_report::Registry;
use olivine_store::Publication;

use crate::sample::{LARGE, SILENT, STAFF};
use crate::visitor::{Site, Visitor, as_of, site};

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
