//! Reading while tables are swapped: the numbers of one answer are always of one published state.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::server;
use crate::site::{OLD, Site, TABLES, unlimited};

const PUBLISHES: i64 = 25;
/// Answers that are waited for after each publish.
const READS: u64 = 3;

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value}"))
}

/// The factor by which all counts of an answer are larger than the made-up ones; fails where they differ.
fn factor_of_days(answer: &Value) -> i64 {
    let factors: Vec<i64> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|day| {
            let modes = ["audit", "credit", "honor", "professional", "verified", "masters"];
            let known: i64 = modes.iter().map(|mode| number(&day[*mode])).sum();
            assert!(known <= number(&day["count"]), "{day}");
            let original = match day["date"].as_str().unwrap() {
                "2031-03-04" => 106,
                "2031-03-03" => 100,
                _ => 90,
            };
            assert_eq!(number(&day["count"]) % original, 0, "{day}");
            number(&day["count"]) / original
        })
        .collect();
    assert!(factors.windows(2).all(|pair| pair[0] == pair[1]), "{answer}");
    factors[0]
}

/// Two tables in one answer: the change since a day is the difference of both.
fn factor_of_summaries(answer: &Value) -> i64 {
    let old = &answer[0];
    let modes = old["enrollment_modes"].as_object().unwrap();
    let total: i64 = modes.values().map(|mode| number(&mode["count"])).sum();
    assert_eq!(number(&old["count"]), total, "{old}");
    let factor = total / 10;
    assert_eq!(
        (total, number(&old["recent_count_change"])),
        (10 * factor, 6 * factor),
        "{old}"
    );
    factor
}

async fn read_while_publishing(site: Site) {
    let site = Arc::new(site);
    let finished = Arc::new(AtomicBool::new(false));
    let answers = Arc::new(AtomicU64::new(0));
    let mut readers = Vec::new();
    for reader in 0..4 {
        let (site, finished, answers) = (Arc::clone(&site), Arc::clone(&finished), Arc::clone(&answers));
        readers.push(tokio::spawn(async move {
            let mut seen = 0;
            loop {
                // Whoever was kept from reading until then reads once more.
                let is_last = finished.load(Ordering::Relaxed);
                let (path, factor): (String, fn(&Value) -> i64) = if reader % 2 == 0 {
                    (
                        format!("/api/v0/courses/{OLD}/enrollment/mode/?end_date=2031-03-05"),
                        factor_of_days,
                    )
                } else {
                    (
                        "/api/v0/course_summaries/?recent_date=2020-01-03".to_owned(),
                        factor_of_summaries,
                    )
                };
                let reply = site.get(&path).await;
                assert_eq!(reply.status, 200, "{}", reply.text());
                let now = factor(&reply.json());
                assert!(now >= seen, "an older state after a newer one: {now} after {seen}");
                seen = now;
                answers.fetch_add(1, Ordering::Relaxed);
                if is_last {
                    return seen;
                }
            }
        }));
    }
    for factor in 2..=PUBLISHES {
        site.publish_scaled(&TABLES, factor).await;
        // However the threads are shared out: each publish is followed by some reads.
        let begun = Instant::now();
        let before = answers.load(Ordering::Relaxed);
        while answers.load(Ordering::Relaxed) < before + READS {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody reads any more");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    finished.store(true, Ordering::Relaxed);
    for reader in readers {
        assert!(reader.await.unwrap() > 1, "the reader saw several states");
    }
    let answers = answers.load(Ordering::Relaxed);
    println!("read {answers} answers during {PUBLISHES} publishes");
    assert!(answers > 50, "{answers}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_from_a_file_are_never_mixed() {
    read_while_publishing(Site::with(&TABLES, unlimited()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_from_a_server_are_never_mixed() {
    let Some((_server, store)) = server::store().await else {
        return;
    };
    let site = Site::on(store, &TABLES, unlimited(), tempfile::tempdir().unwrap()).await;
    read_while_publishing(site).await;
}
