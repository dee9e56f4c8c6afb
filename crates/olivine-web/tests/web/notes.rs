//! Notes of a course, written and taken away through its page.

use tokio::task::JoinSet;

use crate::sample::{LARGE, STAFF};
use crate::visitor::{Site, Visitor};

const NOTES: u32 = 24;

fn text(number: u32) -> String {
    format!("Note number {number:02}.")
}

/// Sends one form for each note, all at once.
async fn change(visitor: &Visitor, path: &str, numbers: impl Iterator<Item = u32>, remove: &'static str) {
    let mut changes = JoinSet::new();
    for number in numbers {
        let (mut visitor, path) = (visitor.clone(), path.to_owned());
        changes.spawn(async move {
            let (token, text) = (visitor.cookie("olivine_csrf"), text(number));
            let form = [
                ("csrf", token.as_str()),
                ("day", "2026-02-01"),
                ("text", text.as_str()),
                ("remove", remove),
            ];
            visitor.post(&path, &form).await.status
        });
    }
    while let Some(status) = changes.join_next().await {
        assert_eq!(status.unwrap(), 303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_changed_at_once_are_all_changed() {
    let site = Site::open(None).await;
    let mut visitor = Visitor::signed_in(&site, STAFF).await;
    let path = format!("/courses/{LARGE}/notes/");
    assert_eq!(visitor.get(&path).await.status, 200);
    change(&visitor, &path, 0..NOTES, "").await;
    let page = visitor.get(&path).await.text;
    for number in 0..NOTES {
        assert!(page.contains(&text(number)), "{number}: {page}");
    }
    change(&visitor, &path, (0..NOTES).step_by(2), "1").await;
    let page = visitor.get(&path).await.text;
    for number in 0..NOTES {
        assert_eq!(page.contains(&text(number)), number % 2 == 1, "{number}: {page}");
    }
}
