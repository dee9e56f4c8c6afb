//! Pages for some people and days: what they ask to be worked out, and what they show until it is, when it is, and when it cannot be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::NaiveDate;
use olivine_web::selection::{Asked, Selected, Tables};
use olivine_web::{Selections, WebOptions, failures};

use crate::sample::{LARGE, STAFF, YOUNG};
use crate::visitor::{Site, Visitor};

/// Answers as it is told, and keeps in mind what it was asked.
struct Told {
    answer: Selected,
    asked: Mutex<Vec<Asked>>,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told")
    }
}

#[async_trait]
impl Selections for Told {
    async fn selected(&self, asked: Asked) -> Selected {
        self.asked.lock().unwrap().push(asked);
        self.answer.clone()
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

async fn site(answer: Selected) -> (Site, Arc<Told>) {
    let told = Arc::new(Told {
        answer,
        asked: Mutex::default(),
    });
    let options = WebOptions {
        selections: Some(Arc::clone(&told) as Arc<dyn Selections>),
        ..WebOptions::default()
    };
    (Site::open_with(day("2026-03-03"), &[], &[], options).await, told)
}

const AGES: &str = "enrollment/demographics/age/";

async fn page(site: &Site, path: &str) -> String {
    let mut visitor = Visitor::signed_in(site, STAFF).await;
    let page = visitor.get(&format!("/courses/{LARGE}/{path}")).await;
    assert_eq!(page.status, 200);
    page.text
}

#[tokio::test]
async fn a_page_says_that_its_numbers_are_being_worked_out_and_asks_once() {
    let (site, told) = site(Selected::Working).await;
    let text = page(&site, &format!("{AGES}?without_staff=1&to=2026-02-01")).await;
    assert_eq!(text.matches("Working it out").count(), 3, "each section says so");
    assert!(!text.contains("Median age"), "no number is shown");
    let asked = told.asked.lock().unwrap();
    let expected = Asked {
        courses: BTreeSet::from([LARGE.to_owned()]),
        filters: BTreeMap::from([("without_staff".to_owned(), "1".to_owned())]),
        since: None,
        until: day("2026-02-01"),
        tables: BTreeSet::from(["course_enrollment_birth_year_daily".to_owned()]),
        smallest_group: 0,
    };
    assert_eq!(*asked, [expected]);
}

/// `UI D-24`, for a site that has it so.
#[tokio::test]
async fn staff_are_left_out_unless_an_address_counts_them_in() {
    let told = Arc::new(Told {
        answer: Selected::Working,
        asked: Mutex::default(),
    });
    let options = WebOptions {
        selections: Some(Arc::clone(&told) as Arc<dyn Selections>),
        leave_out_staff: true,
        ..WebOptions::default()
    };
    let site = Site::open_with(day("2026-03-03"), &[], &[], options).await;
    let usual = page(&site, AGES).await;
    assert!(usual.contains("Working it out"));
    assert!(usual.contains("<input type=\"hidden\" name=\"without_staff\" value=\"0\">"));
    let filters = told.asked.lock().unwrap()[0].filters.clone();
    assert_eq!(filters, BTreeMap::from([("without_staff".to_owned(), "1".to_owned())]));
    // What the form sends when its box is not checked, and when it is.
    let everybody = page(&site, &format!("{AGES}?without_staff=0")).await;
    assert!(everybody.contains("Median age"));
    assert!(
        page(&site, &format!("{AGES}?without_staff=0&without_staff=1"))
            .await
            .contains("Working it out")
    );
    // The home asks for what it has headlines of, and says what is not there yet.
    told.asked.lock().unwrap().clear();
    assert!(page(&site, "").await.contains("Working it out"));
    let asked = told.asked.lock().unwrap().clone();
    let mut tables = asked.iter().flat_map(|asked| &asked.tables);
    assert!(!asked.is_empty() && !tables.any(|table| table == "course_enrollment_birth_year_daily"));
}

/// `UI D-24`: nobody chose it, and nobody can take it back.
#[tokio::test]
async fn staff_left_out_by_the_site_are_nobodys_choice() {
    let other = Site::open(day("2026-03-03")).await;
    let tables = Tables {
        store: other.store.clone(),
        held: Arc::new(()),
    };
    let told = Told {
        answer: Selected::Ready(tables),
        asked: Mutex::default(),
    };
    let options = WebOptions {
        selections: Some(Arc::new(told)),
        leave_out_staff: true,
        ..WebOptions::default()
    };
    let site = Site::open_with(day("2026-03-03"), &[], &[], options).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    // Of this course no ages are known.
    for (choice, is_own) in [("", false), ("?without_staff=1", false), ("?to=2026-03-02", true)] {
        let page = visitor.get(&format!("/courses/{YOUNG}/{AGES}{choice}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("name=\"without_staff\" value=\"1\" checked"));
        assert_eq!(page.text.contains("Nothing for this choice"), is_own, "{choice}");
        assert_eq!(page.text.contains("Show everything"), is_own, "{choice}");
    }
    let everybody = visitor.get(&format!("/courses/{YOUNG}/{AGES}?without_staff=0")).await;
    assert!(
        everybody.text.contains("Show everything"),
        "back to how the site has it"
    );
    assert!(
        !everybody.text.contains("Nothing for this choice"),
        "nobody is left out"
    );
}

#[tokio::test]
async fn a_file_that_is_not_there_yet_is_asked_for_again_later() {
    let (site, _) = site(Selected::Working).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let file = visitor
        .get(&format!("/courses/{LARGE}/{AGES}?without_staff=1&download=t3.csv"))
        .await;
    assert_eq!(file.status, 503);
}

#[tokio::test]
async fn what_cannot_be_worked_out_says_so_with_its_code() {
    let (site, _) = site(Selected::Failed(
        &failures::TOO_LONG,
        "more than 120 seconds".to_owned(),
    ))
    .await;
    let text = page(&site, &format!("{AGES}?without_staff=1")).await;
    assert!(text.contains("Code WEB-007"));
    assert!(!page(&site, AGES).await.contains("Code WEB-007"), "everybody is shown");
}

#[tokio::test]
async fn the_numbers_are_those_that_were_worked_out() {
    let other = Site::open(day("2026-03-03")).await;
    other
        .spoil("update course_enrollment_birth_year_daily set \"count\" = 77")
        .await;
    let tables = Tables {
        store: other.store.clone(),
        held: Arc::new(()),
    };
    let (site, _) = site(Selected::Ready(tables)).await;
    let unknown = |text: &str| text.contains(">77<");
    assert!(unknown(&page(&site, &format!("{AGES}?without_staff=1")).await));
    assert!(!unknown(&page(&site, AGES).await));
}

#[tokio::test]
async fn a_choice_that_changes_nothing_is_not_worked_out() {
    let (site, told) = site(Selected::Working).await;
    let text = page(&site, &format!("{AGES}?from=2026-01-01")).await;
    assert!(text.contains("These numbers do not depend on: From."));
    assert!(text.contains("Median age"));
    // Queries that know days themselves are asked with them.
    let text = page(&site, "enrollment/activity/?from=2026-02-01&to=2026-02-03").await;
    assert!(text.contains("Rows 1 to 3 of 3"));
    // A value that is none changes nothing either.
    for choice in [
        "without_staff=yes&cohort=nobody&to=never",
        "to=-0001-01-01&from=%2B262142-12-31",
        "to=9999-12-31",
    ] {
        let text = page(&site, &format!("{AGES}?{choice}")).await;
        assert!(
            text.contains("Median age") && !text.contains("could not be loaded"),
            "{choice}"
        );
    }
    assert!(told.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn where_nothing_is_worked_out_only_what_queries_know_can_be_chosen() {
    let site = Site::open(day("2026-03-03")).await;
    let text = page(&site, &format!("{AGES}?without_staff=1")).await;
    assert!(text.contains("Median age") && !text.contains("name=\"without_staff\""));
    let known = page(&site, "engagement/content/").await;
    assert!(known.contains("name=\"without_staff\""));
}

#[tokio::test]
async fn of_days_before_all_results_there_is_nothing_although_it_was_computed() {
    let nothing = Site::open(None).await;
    let tables = Tables {
        store: nothing.store.clone(),
        held: Arc::new(()),
    };
    let (site, _) = site(Selected::Ready(tables)).await;
    let text = page(&site, &format!("{AGES}?to=2001-01-01")).await;
    assert!(text.contains("Nothing for this choice") && !text.contains("Not computed yet"));
}

#[tokio::test]
async fn numbers_of_few_people_are_for_those_who_may_see_each_of_them() {
    let told = Arc::new(Told {
        answer: Selected::TooSmall(&failures::TOO_LONG),
        asked: Mutex::default(),
    });
    let options = WebOptions {
        selections: Some(Arc::clone(&told) as Arc<dyn Selections>),
        smallest_group: 5,
        ..WebOptions::default()
    };
    let site = Site::open_with(day("2026-03-03"), &[], &[], options).await;
    let text = page(&site, &format!("{AGES}?track=verified&without_staff=1")).await;
    assert!(text.contains("Too few people") && !text.contains("Median age"));
    assert!(!text.contains("could not be loaded"), "nothing failed");
    let file = format!("/courses/{LARGE}/{AGES}?track=verified&download=t3.csv");
    let refused = Visitor::signed_in(&site, STAFF).await.get(&file).await;
    assert_eq!(refused.status, 403);
    assert!(!refused.text.contains("Try again"), "they stay as few");
    page(&site, &format!("{AGES}?without_staff=1")).await;
    let asked = told.asked.lock().unwrap();
    let smallest: Vec<u32> = asked.iter().map(|asked| asked.smallest_group).collect();
    assert_eq!(smallest, [5, 5, 0], "whoever is not staff are many");
}
