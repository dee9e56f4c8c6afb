//! Weeks of engagement, of which the last may not be over.

use crate::sample::{LARGE, STAFF};
use crate::visitor::{Site, Visitor, as_of, site};

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
