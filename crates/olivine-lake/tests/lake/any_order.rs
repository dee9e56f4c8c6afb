//! Promise 1: shuffled, split into other files, replayed, the same lines give the same rows and fingerprints.

use crate::support::{TestLake, event_lines, gzip};
use olivine_lake::{IngestOptions, InputLocation};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn shuffled(lines: &[String], seed: u64) -> Vec<String> {
    let mut keyed: Vec<(u64, &String)> = lines
        .iter()
        .enumerate()
        .map(|(place, line)| {
            (
                (place as u64 + 1)
                    .wrapping_mul(seed | 1)
                    .rotate_left(29)
                    .wrapping_mul(0x9e37_79b9_7f4a_7c15),
                line,
            )
        })
        .collect();
    keyed.sort();
    keyed.into_iter().map(|(_, line)| line.clone()).collect()
}

#[test]
fn order_and_files_do_not_matter() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let lines = event_lines(1500);
    let reference = runtime.block_on(async {
        let site = TestLake::new().await;
        site.write("tracking.log-20240504", (lines.join("\n") + "\n").as_bytes());
        site.ingest().await;
        (site.event_rows().await, site.events().await.fingerprint_by_date())
    });
    let cases = Config {
        cases: 12,
        failure_persistence: None,
        ..Config::default()
    };
    let parts = prop::sample::select(vec![1usize, 7, 100]);
    let strategy = (
        any::<u64>(),
        parts,
        0..1500usize,
        1..4usize,
        any::<bool>(),
        any::<bool>(),
    );
    TestRunner::new(cases)
        .run(&strategy, |(seed, parts, replayed, threads, compressed, compact)| {
            let (rows, prints, summary_adds_up) = runtime.block_on(async {
                let site = TestLake::new().await;
                let mut all = shuffled(&lines, seed);
                all.extend_from_slice(&lines[..replayed]);
                for (number, part) in all.chunks(all.len().div_ceil(parts)).enumerate() {
                    let content = part.join("\n") + "\n";
                    if compressed {
                        site.write(&format!("{number}/tracking.log-20240504.gz"), &gzip(content.as_bytes()));
                    } else {
                        site.write(&format!("{number}/tracking.log"), content.as_bytes());
                    }
                }
                // In two runs, the first of which sees a part of the files only.
                let some = InputLocation::new(site.logs().join("0").to_str().unwrap());
                let whole = InputLocation::new(site.logs().to_str().unwrap());
                let options = IngestOptions {
                    threads,
                    memory_bytes: 4 << 20,
                };
                let first = site.lake.ingest(&[some], options, &()).await.unwrap().counts;
                if compact {
                    site.lake.compact().await.unwrap();
                }
                let second = site.lake.ingest(&[whole], options, &()).await.unwrap().counts;
                let adds_up = first.lines + second.lines == (lines.len() + replayed) as u64
                    && first.duplicates + second.duplicates == replayed as u64;
                site.assert_sorted().await;
                (
                    site.event_rows().await,
                    site.events().await.fingerprint_by_date(),
                    adds_up,
                )
            });
            prop_assert!(summary_adds_up);
            prop_assert!(rows == reference.0);
            prop_assert_eq!(prints, reference.1.clone());
            Ok(())
        })
        .unwrap();
}
