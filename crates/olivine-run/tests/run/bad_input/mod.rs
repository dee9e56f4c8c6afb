//! Fields of the wrong type, missing parts, huge and odd texts, in every kind of event that a report reads, in every column of the
//! LMS and in the answers of its APIs: each costs one dead letter, one counted skip or nothing; no run fails, and what is known of
//! another course stays as it is.

mod lines;
mod site;

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};

use lines::{GOOD, ODD, events_of, log, mutations};
use site::{Site, tables};

/// Numbers of the course of good lines.
async fn good_site() -> Site {
    let site = Site::new().await;
    site.ingest(&log(&events_of(GOOD, 1))).await;
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn any_field_of_any_event_may_be_anything() {
    let site = good_site().await;
    site.import(&[], &[], &[]).await;
    let before = site.numbers_of(GOOD).await;
    let tables_with_rows = before.values().filter(|rows| !rows.is_empty()).count();
    assert!(
        tables_with_rows > 25,
        "{tables_with_rows} tables have rows: {before:#?}"
    );

    let mut bad = Vec::new();
    for event in events_of("course-v1:Bad+Input+1", 2) {
        bad.extend(mutations(&event));
    }
    assert!(bad.len() > 5_000, "{} bad lines", bad.len());
    let counts = site.ingest(&bad).await;
    let dead: u64 = counts.dead_letters.values().sum();
    // Only an object with a time is an event at all.
    assert!(dead > 100, "{counts:?}");
    assert!(counts.events > bad.len() as u64 / 2, "{counts:?}");
    let after = site.numbers_of(GOOD).await;
    for (table, rows) in &before {
        assert_eq!(&after[table], rows, "{table}");
    }
    // The run says what was left out, and what was said in vain.
    let mut left_out = site.run().await.left_out.remove("events").unwrap();
    for member in ["course_id", "user_id", "enrollment_course_id", "enrollment_user_id"] {
        let number = left_out.remove(&format!("unread/{member}"));
        assert!(number.is_some_and(|number| number > 10), "{member}: {number:?}");
        assert_eq!(counts.unread.get(member).copied(), number);
    }
    left_out.remove("unread/odd_course_id");
    assert_eq!(left_out, counts.dead_letters);
}

/// Ten megabytes of answers, and megabytes where names are expected.
#[tokio::test(flavor = "multi_thread")]
async fn texts_may_be_huge() {
    let site = good_site().await;
    site.import(&[], &[], &[]).await;
    let before = site.numbers_of(GOOD).await;
    let course = "course-v1:Bad+Input+1";
    let hint = "<choicehint>".repeat((10 << 20) / 12);
    let submission = |answer: Value| {
        json!({
            "time": "2024-03-02T10:00:00+00:00", "event_source": "server", "event_type": "problem_check", "username": "bo",
            "context": {"course_id": course, "user_id": 2, "module": {"display_name": answer}},
            "event": {
                "problem_id": "block-v1:Bad+Input+1+type@problem+block@p", "success": "correct", "attempts": 1,
                "answers": {"p_2_1": answer}, "correct_map": {"p_2_1": {"correctness": "correct"}},
                "submission": {"p_2_1": {"answer": answer, "question": answer, "response_type": "stringresponse", "correct": true}},
            },
        })
        .to_string()
    };
    let markup = "<b><i>".repeat((10 << 20) / 6);
    let list: Vec<String> = (0..100_000).map(|nth| format!("choice_{nth}")).collect();
    let mut bad = vec![
        submission(json!("x".repeat(10 << 20))),
        submission(json!(hint)),
        submission(json!(markup)),
        submission(json!(list)),
    ];
    for event in events_of(course, 2) {
        bad.extend(lines::leaves(&event).into_iter().map(|place| {
            let mut huge = event.clone();
            *huge.pointer_mut(&place).unwrap() = json!("h".repeat(200_000));
            huge.to_string()
        }));
    }
    let begun = Instant::now();
    site.ingest(&bad).await;
    let after = site.numbers_of(GOOD).await;
    assert_eq!(after, before);
    let files = site.responses().await;
    assert!(files >= 2, "{files} files of responses");
    assert!(begun.elapsed().as_secs() < 300, "{:?}", begun.elapsed());
}

/// Every column of every table, with every odd text.
#[tokio::test(flavor = "multi_thread")]
async fn any_cell_of_any_lms_table_may_be_anything() {
    let site = good_site().await;
    site.import(&[], &[], &[]).await;
    let before = site.numbers_of(GOOD).await;
    let texts = [
        "",
        "\\N",
        "x",
        "-1",
        "0",
        "1e400",
        "NaN",
        "99999999999999999999",
        "2024-99-99",
        "2024-03-02 10:00:00",
        "0000-00-00 00:00:00",
        "a\"b,c\nd",
        "nul\u{0}",
        "é漢",
        "true",
        "0.5",
    ];
    let long = "l".repeat(70_000);
    let odd: Vec<&str> = texts.into_iter().chain([long.as_str()]).collect();
    let summary = site.import(&odd, &[], &[]).await;
    let skipped: BTreeMap<&str, u64> = summary
        .tables
        .iter()
        .map(|(table, counts)| (table.as_str(), counts.skipped.values().sum()))
        .collect();
    // Every table has a key that is a number or must be there, so each loses rows, each for a stated reason.
    for (table, columns) in tables::sizes() {
        let lost = skipped[format!("lms_{table}").as_str()];
        assert!(lost > 0, "{table} took everything");
        assert!(lost < (columns * odd.len()) as u64, "{table} took nothing");
    }
    assert_eq!(site.numbers_of(GOOD).await, before);
    let left_out = site.run().await.left_out;
    let on_record = left_out.iter().filter(|(table, _)| summary.tables.contains_key(*table));
    for (table, reasons) in on_record {
        assert_eq!(*reasons, summary.tables[table].skipped, "{table}");
    }
    assert!(left_out.len() > 10, "{left_out:?}");
}

/// Answers of the discovery service and of the LMS, and structures with circles, orphans and depth.
#[tokio::test(flavor = "multi_thread")]
async fn any_member_of_any_answer_may_be_anything() {
    let site = good_site().await;
    site.import(&[], &[], &[]).await;
    let before = site.numbers_of(GOOD).await;
    let run = json!({
        "key": "course-v1:Bad+Input+1", "course": "Bad+Input", "title": "T", "start": "2024-01-01T00:00:00Z",
        "end": null, "pacing_type": "self_paced", "availability": "Current", "min_effort": 1,
        "seats": [{"type": "audit", "price": "0.00", "currency": "USD", "credit_hours": 3}],
        "programs": [{"uuid": "u", "type": "XSeries", "title": "P"}],
        "course_runs": [{"key": "course-v1:Bad+Input+1"}], "subjects": [{"slug": "s", "name": "S"}],
        "uuid": "u", "courses": [{"key": "Bad+Input"}],
        "id": "course-v1:Bad+Input+1", "name": "N", "org": "Bad", "number": "Input", "blocks_url": "b",
    });
    let mut answers: Vec<Value> = Vec::new();
    for place in lines::places(&run) {
        for odd in ODD {
            let mut answer = run.clone();
            *answer.pointer_mut(&place).unwrap() = serde_json::from_str(odd).unwrap();
            answers.push(answer);
        }
    }
    assert!(answers.len() > 300, "{}", answers.len());
    let deep: serde_json::Map<String, Value> = (0..20_000)
        .map(|nth| {
            (
                format!("b{nth}"),
                json!({"type": "vertical", "display_name": "d", "children": [format!("b{}", nth + 1)]}),
            )
        })
        .collect();
    let whole = json!({"course_id": "course-v1:Bad+Input+1", "root": "r", "blocks": {
        "r": {"type": "course", "display_name": "Bad", "children": ["a", "a", "r", 5, null, "nowhere"]},
        "a": {"type": "chapter", "display_name": "A", "children": ["b"]},
        "b": {
            "type": "sequential", "display_name": "B", "children": ["a", "c"], "graded": true, "format": "Lab",
            "due": "2024-02-01T23:00:00Z",
        },
        "c": {"type": "vertical", "display_name": "C", "children": ["r"]},
        "orphan": {"type": "html", "display_name": "O", "children": ["other"]},
        "other": {"type": "html", "display_name": "O", "children": ["orphan"]},
    }});
    let mut structures = vec![
        whole.clone(),
        json!({"course_id": "course-v1:Bad+Deep+1", "root": "b0", "blocks": deep}),
    ];
    for (nth, place) in lines::places(&whole).into_iter().enumerate() {
        for (other, odd) in ODD.iter().enumerate() {
            let mut structure = whole.clone();
            *structure.pointer_mut(&place).unwrap() = serde_json::from_str(odd).unwrap();
            if !place.starts_with("/course_id") {
                structure["course_id"] = format!("course-v1:Bad+S{nth}+{other}").into();
            }
            structures.push(structure);
        }
    }
    let summary = site.import(&[], &answers, &structures).await;
    for table in ["lms_course_runs", "lms_course_list", "lms_course_blocks"] {
        let skipped = &summary.tables[table].skipped;
        assert!(!skipped.is_empty(), "{table}: {:?}", summary.tables[table]);
    }
    assert!(summary.tables["lms_course_blocks"].rows > 20_000);
    assert_eq!(site.numbers_of(GOOD).await, before);
}
