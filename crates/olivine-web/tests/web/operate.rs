//! Pages for operators: who sees them, what they show, and the switch of a report.

use crate::sample::{STAFF, TEACHER};
use crate::visitor::{Site, Visitor, as_of};
use olivine_store::site::runs::RunStatus;
use serde_json::json;

const PAGES: [&str; 4] = ["/operate/", "/operate/runs/", "/operate/data/", "/operate/reports/"];

async fn site() -> Site {
    let site = Site::open(Some(as_of())).await;
    let record = json!({
        "run_id": "20260304T010000000Z", "as_of": "2026-03-03", "seconds": 12.5,
        "tasks": [
            { "task": "course_activity", "report": "engagement.content", "table": "course_activity", "outcome": "computed",
              "because": "it was never computed", "rows": 1234, "seconds": 3.5, "failure": null },
            { "task": "forum_weekly", "report": "engagement.forum", "table": "forum_weekly", "outcome": "failed",
              "because": "it was never computed", "rows": 0, "seconds": 0.5,
              "failure": { "code": "RUN-003", "class": "configuration", "text": "task forum_weekly gives no column `x`",
                           "hint": "Make the SELECT give every declared column.", "transient": false } },
            { "task": "forum_daily", "report": "engagement.forum", "table": "forum_daily", "outcome": "skipped",
              "because": "nothing changed since it was computed", "rows": 0, "seconds": 0.0, "failure": null },
        ],
    });
    let state = site.store.site();
    state.begin_run("20260304T010000000Z", &json!({})).await.unwrap();
    state
        .finish_run("20260304T010000000Z", RunStatus::Failed, &record)
        .await
        .unwrap();
    site
}

#[tokio::test]
async fn pages_are_for_operators_and_for_nobody_else() {
    let site = site().await;
    let mut nobody = Visitor::new(&site);
    let mut teacher = Visitor::signed_in(&site, TEACHER).await;
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    for path in PAGES {
        let answer = nobody.get(path).await;
        assert_eq!(
            (answer.status, answer.location().starts_with("/login/?next=")),
            (303, true),
            "{path}"
        );
        assert_eq!(teacher.get(path).await.status, 404, "{path}");
        let page = staff.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.text.contains(&format!("href=\"{path}\" aria-current=\"page\"")),
            "{path}"
        );
        let arabic = staff.get_in(path, "ar").await;
        assert!(
            arabic.text.contains("dir=\"rtl\"") && !arabic.text.contains('⟦'),
            "{path}"
        );
    }
    assert!(staff.get("/courses/").await.text.contains("href=\"/operate/\""));
    assert!(!teacher.get("/courses/").await.text.contains("/operate/"));
    let token = teacher.cookie("olivine_csrf");
    let form = [
        ("csrf", token.as_str()),
        ("report", "engagement.forum"),
        ("on", "false"),
    ];
    assert_eq!(teacher.post("/operate/reports/", &form).await.status, 404);
    assert!(site.store.site().report_switches().await.unwrap().is_empty());
}

#[tokio::test]
async fn runs_show_what_failed_and_what_to_do() {
    let site = site().await;
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    let list = staff.get("/operate/runs/").await.text;
    assert!(
        list.contains("href=\"/operate/runs/20260304T010000000Z/\"") && list.contains("mark-failed"),
        "{list}"
    );
    let run = staff.get("/operate/runs/20260304T010000000Z/").await;
    assert_eq!(run.status, 200);
    for part in [
        "RUN-003",
        "gives no column `x`",
        "Make the SELECT give every declared column.",
        "course_activity",
        "1,234",
        "3.5 s",
        "it was never computed",
    ] {
        assert!(run.text.contains(part), "{part}: {}", run.text);
    }
    assert_eq!(staff.get("/operate/runs/none/").await.status, 404);
    let overview = staff.get("/operate/").await.text;
    assert!(overview.contains("data-tile=\"run\"") && overview.contains("Failed"));
    let data = staff.get("/operate/data/").await.text;
    assert!(
        data.contains("engagement.content") && data.contains("3.5 s") && data.contains("KiB"),
        "{data}"
    );
    let reports = staff.get("/operate/reports/").await.text;
    assert!(
        reports.contains("RUN-003: task forum_weekly gives no column `x`"),
        "{reports}"
    );
}

#[tokio::test]
async fn runs_that_failed_as_a_whole_or_in_files_say_why_and_quiet_ones_that_all_is_current() {
    let site = site().await;
    let state = site.store.site();
    let failure = |text: &str| json!({ "code": "STORE-005", "text": text, "hint": "Look at it." });
    let records = [
        (
            "20260304T020000000Z",
            RunStatus::Failed,
            json!({ "tasks": [], "files": [], "failure": failure("the store is busy") }),
        ),
        (
            "20260304T030000000Z",
            RunStatus::Failed,
            json!({ "tasks": [], "files": [{ "file": "answer_sheet", "failure": failure("no room for it") }] }),
        ),
        (
            "20260304T040000000Z",
            RunStatus::Done,
            json!({ "tasks": [], "files": [], "failure": null, "current": 1234 }),
        ),
    ];
    for (id, status, record) in records {
        state.begin_run(id, &json!({})).await.unwrap();
        state.finish_run(id, status, &record).await.unwrap();
    }
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    let list = staff.get("/operate/runs/").await.text;
    for part in ["the store is busy", "no room for it", "1,234"] {
        assert!(list.contains(part), "{part}: {list}");
    }
    let whole = staff.get("/operate/runs/20260304T020000000Z/").await.text;
    assert!(
        whole.contains("The run as a whole") && whole.contains("STORE-005"),
        "{whole}"
    );
    let files = staff.get("/operate/runs/20260304T030000000Z/").await.text;
    assert!(
        files.contains("answer_sheet") && files.contains("no room for it"),
        "{files}"
    );
    assert!(!files.contains("Everything was current"), "{files}");
    let quiet = staff.get("/operate/runs/20260304T040000000Z/").await.text;
    assert!(quiet.contains("Everything was current"), "{quiet}");
    // What no run on the list has computed costs nobody knows how much.
    let data = staff.get("/operate/data/").await.text;
    assert!(data.contains("3.5 s") && !data.contains("0.0 s"), "{data}");
}

#[tokio::test]
async fn a_report_is_switched_by_a_form_of_ours_only() {
    let site = site().await;
    let mut staff = Visitor::signed_in(&site, STAFF).await;
    let page = staff.get("/operate/reports/").await.text;
    assert!(page.contains("aria-label=\"Switch off: Discussions\""), "{page}");
    let token = staff.cookie("olivine_csrf");
    let form = |csrf: &'static str| [("csrf", csrf), ("report", "engagement.forum"), ("on", "false")];
    assert_eq!(staff.post("/operate/reports/", &form("forged")).await.status, 403);
    assert!(site.store.site().report_switches().await.unwrap().is_empty());
    let form = [
        ("csrf", token.as_str()),
        ("report", "engagement.forum"),
        ("on", "false"),
    ];
    let switched = staff.post("/operate/reports/", &form).await;
    assert_eq!((switched.status, switched.location()), (303, "/operate/reports/"));
    let switches = site.store.site().report_switches().await.unwrap();
    assert_eq!(switches.len(), 1);
    assert_eq!(
        (switches[0].report.as_str(), switches[0].on, switches[0].reason.as_str()),
        ("engagement.forum", false, &*format!("switched off by {}", STAFF.0))
    );
    // Back to what the settings say: nothing is kept.
    let form = [("csrf", token.as_str()), ("report", "engagement.forum"), ("on", "true")];
    staff.post("/operate/reports/", &form).await;
    assert!(site.store.site().report_switches().await.unwrap().is_empty());
    let form = [
        ("csrf", token.as_str()),
        ("report", "engagement.nothing"),
        ("on", "true"),
    ];
    assert_eq!(staff.post("/operate/reports/", &form).await.status, 404);
}
