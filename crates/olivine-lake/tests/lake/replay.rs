//! Dead letters that are read again: what is understood by now becomes events, once, whatever happens meanwhile.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::AsArray;
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use chrono::NaiveDate;
use object_store::local::LocalFileSystem;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeError, LakeOptions, ReplayOptions, ReplaySummary};

use crate::support::faulty::{Fault, Faulty};
use crate::support::{self, EventRow, TestLake, event, event_rows, gzip, ingest, read};

/// Set for a test of this module that is run as a child: the lake, the fault and the write it hits.
const CHILD: &str = "OLIVINE_TEST_REPLAY";

/// The last day that is accepted at first; the letters below are of a day behind it.
const TODAY: &str = "2024-05-02";
const LATER: &str = "2024-05-20";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A row of `dead_letters`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct LetterRow {
    source: String,
    offset: i64,
    reason: String,
    received_at: i64,
    raw: Vec<u8>,
}

/// All dead letters that count, sorted.
async fn letters(lake: &Lake) -> Vec<LetterRow> {
    let mut rows = Vec::new();
    for file in lake.snapshot("dead_letters").await.unwrap().unwrap().files {
        for batch in read(lake, &file.path).await {
            let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
            let (reason, source, raw) = (column("reason"), column("source"), column("raw"));
            let (offset, received) = (column("offset"), column("received_at"));
            rows.extend((0..batch.num_rows()).map(|row| LetterRow {
                source: source.as_string::<i32>().value(row).to_owned(),
                offset: offset.as_primitive::<Int64Type>().value(row),
                reason: reason.as_string::<i32>().value(row).to_owned(),
                received_at: received.as_primitive::<TimestampMicrosecondType>().value(row),
                raw: raw.as_binary::<i32>().value(row).to_vec(),
            }));
        }
    }
    rows.sort();
    rows
}

/// A lake whose today is the second of May.
async fn site() -> TestLake {
    TestLake::with(|options| options.last_date = Some(day(TODAY))).await
}

/// How the lake of a site is opened some days later.
fn options_later(site: &TestLake) -> LakeOptions {
    LakeOptions {
        last_date: Some(day(LATER)),
        ..site.lake.options().clone()
    }
}

/// The lake of a site, some days later.
async fn later(site: &TestLake) -> Lake {
    Lake::open(&options_later(site)).await.unwrap()
}

async fn replay(lake: &Lake) -> ReplaySummary {
    lake.replay(&ReplayOptions::default(), &()).await.unwrap()
}

/// Versions of both tables.
async fn versions(lake: &Lake) -> [i64; 2] {
    let version = async |table: &str| lake.snapshot(table).await.unwrap().unwrap().version;
    [version("events").await, version("dead_letters").await]
}

async fn totals(lake: &Lake) -> BTreeMap<String, i64> {
    let mut totals = lake.status().await.unwrap().totals;
    // Whether a reason is there that no letter has any more is no difference.
    totals.retain(|_, total| *total != 0);
    totals
}

/// Events of today and of some days later, lines that are cut off, and one without a time.
fn mixed_lines(numbers: std::ops::Range<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for number in numbers {
        lines.push(event(number, "2024-05-01T10:00:00+00:00"));
        lines.push(event(number, &format!("2024-05-{:02}T10:00:00+00:00", 10 + number % 2)));
        lines.push(format!("{{\"broken\": {number}"));
    }
    lines.push(r#"{"event_type": "x"}"#.to_owned());
    lines
}

fn write(site: &TestLake, name: &str, lines: &[String]) {
    site.write(name, &gzip((lines.join("\n") + "\n").as_bytes()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_a_day_to_come_is_an_event_once_that_day_is_there() {
    let site = site().await;
    let mut lines = mixed_lines(0..3);
    // A letter may be there twice, and one of them is a duplicate.
    lines.push(lines[1].clone());
    write(&site, "tracking.log-20240502.gz", &lines);
    let counts = site.ingest().await.counts;
    assert_eq!((counts.lines, counts.events, counts.dead()), (11, 3, 8));
    let before = letters(&site.lake).await;

    // Nothing is understood that was not: nothing changes.
    let unchanged = versions(&site.lake).await;
    let summary = replay(&site.lake).await;
    assert_eq!((summary.counts.lines, summary.counts.dead()), (8, 8));
    assert_eq!((summary.files, summary.files_replaced), (1, 0));
    assert_eq!(versions(&site.lake).await, unchanged);

    let lake = later(&site).await;
    let summary = replay(&lake).await;
    let counts = &summary.counts;
    assert_eq!(
        (
            counts.lines,
            counts.events,
            counts.duplicates,
            counts.noise,
            counts.dead()
        ),
        (8, 3, 1, 0, 4)
    );
    assert_eq!(counts.dead_letters, BTreeMap::from([("bad_json", 3), ("no_time", 1)]));
    assert_eq!(summary.files_replaced, 1);
    let rest: Vec<LetterRow> = before
        .into_iter()
        .filter(|letter| letter.reason != "date_out_of_range")
        .collect();
    assert_eq!(letters(&lake).await, rest, "with source, place and time");
    assert_eq!(event_rows(&lake).await.len(), 6);
    let expected = [
        ("lines", 11),
        ("events", 6),
        ("duplicates", 1),
        ("dead_letters", 4),
        ("dead_letters/bad_json", 3),
        ("dead_letters/no_time", 1),
    ];
    let expected = expected.map(|(name, total)| (name.to_owned(), total));
    let mut found = totals(&lake).await;
    found.retain(|name, _| !name.starts_with("unread/"));
    assert_eq!(found, BTreeMap::from(expected));

    // It is as if all had been taken in on that day.
    let at_once = TestLake::with(|options| options.last_date = Some(day(LATER))).await;
    write(&at_once, "tracking.log-20240502.gz", &lines);
    at_once.ingest().await;
    assert_eq!(event_rows(&lake).await, at_once.event_rows().await);
    assert_eq!(totals(&lake).await, totals(&at_once.lake).await);
    assert_eq!(letters(&at_once.lake).await.len(), rest.len());
    assert_eq!(
        lake.snapshot("events").await.unwrap().unwrap().fingerprint(),
        at_once.events().await.fingerprint()
    );

    // Once more: nothing changes. The same log once more, under another name, and lines of it in another log: nothing doubles.
    let unchanged = versions(&lake).await;
    let summary = replay(&lake).await;
    assert_eq!((summary.counts.lines, summary.counts.dead()), (4, 4));
    assert_eq!(versions(&lake).await, unchanged);
    write(&site, "again/tracking.log-20240502.gz", &lines);
    assert_eq!(ingest(&lake, &site.logs()).await.counts.lines, 0);
    write(&site, "other/tracking.log-20240503.gz", &lines[..2]);
    assert_eq!(ingest(&lake, &site.logs()).await.counts.duplicates, 2);
    assert_eq!(event_rows(&lake).await.len(), 6);
    site.assert_sorted().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_letters_with_the_reasons_named_are_read_again() {
    let site = site().await;
    write(&site, "tracking.log-20240502.gz", &mixed_lines(0..3));
    site.ingest().await;
    let lake = later(&site).await;
    let only = async |reasons: &[&str]| {
        let options = ReplayOptions {
            reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            ..ReplayOptions::default()
        };
        lake.replay(&options, &()).await.unwrap()
    };
    let unchanged = versions(&lake).await;
    let summary = only(&["bad_json", "no_time"]).await;
    assert_eq!((summary.counts.lines, summary.counts.dead()), (4, 4));
    assert_eq!(versions(&lake).await, unchanged);
    let summary = only(&["date_out_of_range"]).await;
    assert_eq!(
        (summary.counts.lines, summary.counts.events, summary.counts.dead()),
        (3, 3, 0)
    );
    assert_eq!(letters(&lake).await.len(), 4);
    let totals = totals(&lake).await;
    assert_eq!((totals["lines"], totals["events"], totals["dead_letters"]), (10, 6, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    let site = site().await;
    let mut lines = mixed_lines(0..3);
    lines.push(lines[1].clone());
    write(&site, "tracking.log-20240502.gz", &lines);
    site.ingest().await;
    let lake = later(&site).await;
    let dry = ReplayOptions {
        dry_run: true,
        ..ReplayOptions::default()
    };
    let mut before = support::objects(&lake).await;
    let foretold = lake.replay(&dry, &()).await.unwrap();
    let mut after = support::objects(&lake).await;
    before.sort();
    after.sort();
    assert_eq!(before, after);
    let done = replay(&lake).await;
    assert_eq!(foretold.counts, done.counts);
    assert_eq!(
        (foretold.files, foretold.files_replaced),
        (done.files, done.files_replaced)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_no_time_for_is_left_to_the_next_time() {
    let site = with_letters().await;
    let lake = later(&site).await;
    let in_time = async |time: Duration| {
        let options = ReplayOptions {
            time: Some(time),
            ..ReplayOptions::default()
        };
        lake.replay(&options, &()).await.unwrap()
    };
    let before = (versions(&lake).await, letters(&lake).await.len());
    let summary = in_time(Duration::ZERO).await;
    assert!(summary.is_cut_short);
    assert_eq!((summary.counts.lines, summary.files), (0, 0));
    assert_eq!((versions(&lake).await, letters(&lake).await.len()), before);
    let summary = in_time(Duration::from_secs(3600)).await;
    assert!(!summary.is_cut_short);
    assert_eq!((summary.counts.events, summary.files), (20, 2));
    assert_eq!(letters(&lake).await.len(), before.1 - 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lake_without_letters_has_nothing_to_read_again() {
    let site = site().await;
    let summary = replay(&site.lake).await;
    assert_eq!((summary.counts.lines, summary.files), (0, 0));
    assert!(support::objects(&site.lake).await.is_empty());
    write(
        &site,
        "tracking.log-20240502.gz",
        &[event(1, "2024-05-01T10:00:00+00:00")],
    );
    site.ingest().await;
    assert_eq!(replay(&site.lake).await.files, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_kept_when_that_is_wanted() {
    let site = TestLake::with(|options| {
        options.deduplicate = false;
        options.last_date = Some(day(TODAY));
    })
    .await;
    let line = event(1, "2024-05-10T10:00:00+00:00");
    write(&site, "tracking.log-20240502.gz", &[line.clone(), line]);
    assert_eq!(site.ingest().await.counts.dead(), 2);
    let lake = later(&site).await;
    let counts = replay(&lake).await.counts;
    assert_eq!((counts.events, counts.duplicates), (2, 0));
    assert_eq!(event_rows(&lake).await.len(), 2);
}

#[tokio::test]
async fn letters_of_many_files_and_days_are_read_with_little_memory() {
    let site = site().await;
    for number in 0..4 {
        write(
            &site,
            &format!("{number}/tracking.log-20240502.gz"),
            &mixed_lines(number * 300..number * 300 + 300),
        );
        site.ingest().await;
    }
    let lake = later(&site).await;
    let options = ReplayOptions {
        ingest: IngestOptions {
            threads: 2,
            memory_bytes: 256 << 10,
        },
        ..ReplayOptions::default()
    };
    let summary = lake.replay(&options, &()).await.unwrap();
    assert_eq!((summary.counts.events, summary.counts.dead()), (1200, 1204));
    assert_eq!((summary.files, summary.files_replaced), (4, 4));
    assert_eq!(event_rows(&lake).await.len(), 2400);
    assert_eq!(letters(&lake).await.len(), 1204);
    lake.compact().await.unwrap();
    assert_eq!(letters(&lake).await.len(), 1204);
    let summary = replay(&lake).await;
    assert_eq!((summary.counts.dead(), summary.files_replaced), (1204, 0));
}

/// What must come out the same: events, letters without what differs from lake to lake, totals.
type Outcome = (Vec<EventRow>, Vec<(i64, String, Vec<u8>)>, BTreeMap<String, i64>);

async fn outcome(lake: &Lake) -> Outcome {
    let mut rest: Vec<_> = letters(lake)
        .await
        .into_iter()
        .map(|letter| (letter.offset, letter.reason, letter.raw))
        .collect();
    rest.sort();
    (event_rows(lake).await, rest, totals(lake).await)
}

/// Logs with letters, taken in on a day on which some of them are of a day to come.
async fn with_letters() -> TestLake {
    let site = site().await;
    for number in 0..2 {
        write(
            &site,
            &format!("{number}/tracking.log-20240502.gz"),
            &mixed_lines(number * 10..number * 10 + 10),
        );
        site.ingest().await;
    }
    write(&site, "others/tracking.log-20240503.gz", &mixed_lines(50..60));
    site
}

/// A lake where all was taken in and read again, and nothing happened meanwhile.
async fn undisturbed() -> TestLake {
    let site = with_letters().await;
    let lake = later(&site).await;
    ingest(&lake, &site.logs()).await;
    replay(&lake).await;
    site
}

/// Whoever reads now finds each line once: as an event, or as a letter.
async fn assert_never_half(lake: &Lake, lines: usize, context: &str) {
    let events = event_rows(lake).await.len();
    let letters = letters(lake).await.len();
    assert_eq!(events + letters, lines, "{context}: {events} events, {letters} letters");
}

/// Run as a child only: reads again over a store at which the process dies.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn child() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let [root, fault, at] = task.split('|').collect::<Vec<_>>()[..] else {
        panic!("{task}")
    };
    let fault = if fault == "before" {
        Fault::DieBefore
    } else {
        Fault::DieAfter
    };
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at.parse().unwrap());
    let options = LakeOptions {
        last_date: Some(day(LATER)),
        ..LakeOptions::at(root)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let lake = Lake::open_on(&options, store).await.unwrap();
        let _lock = lake.lock().unwrap();
        replay(&lake).await;
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_write_leaves_no_trace() {
    let expected = outcome(&later(&undisturbed().await).await).await;
    for fault in ["before", "after"] {
        let mut at = 1;
        loop {
            let site = with_letters().await;
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "replay::child", "--ignored"])
                .env(CHILD, format!("{}|{fault}|{at}", site.root().display()))
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status();
            let lake = later(&site).await;
            assert_never_half(&lake, 62, &format!("{fault} write {at}")).await;
            let succeeded = child.unwrap().success();
            let _lock = lake.lock().expect("the lock of a dead process is free");
            // Housekeeping, a copy and an ingest may come before somebody reads again.
            lake.compact().await.unwrap();
            assert_never_half(&lake, 62, &format!("{fault} write {at}, joined")).await;
            let place = site.root().with_file_name("copy").display().to_string();
            lake.copy_to(&place).await.unwrap();
            let copy = LakeOptions {
                location: place,
                ..options_later(&site)
            };
            let copy = Lake::open(&copy).await.unwrap();
            for lake in [&lake, &copy] {
                ingest(lake, &site.logs()).await;
                assert_never_half(lake, 93, &format!("{fault} write {at}, taken in")).await;
                replay(lake).await;
                assert!(outcome(lake).await == expected, "{fault} write {at}");
            }
            if succeeded {
                break;
            }
            at += 1;
        }
        // Events of two days, what is left of the letters, and three commits.
        assert!(at > 5, "only {at} writes");
    }
}

/// Reads again over a store whose write fails once.
async fn replay_with(site: &TestLake, fault: Fault, at: usize) -> (Result<ReplaySummary, LakeError>, usize) {
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let lake = Lake::open_on(&options_later(site), store.clone()).await.unwrap();
    let result = lake.replay(&ReplayOptions::default(), &()).await;
    (result, store.writes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_or_a_lost_answer_loses_and_doubles_nothing() {
    let expected = outcome(&later(&undisturbed().await).await).await;
    for fault in [Fault::Full, Fault::Before, Fault::After] {
        let mut at = 1;
        loop {
            let site = with_letters().await;
            let (result, writes) = replay_with(&site, fault, at).await;
            let lake = later(&site).await;
            assert_never_half(&lake, 62, &format!("{fault:?} at write {at}")).await;
            if writes < at {
                result.unwrap();
                break;
            }
            ingest(&lake, &site.logs()).await;
            replay(&lake).await;
            assert!(outcome(&lake).await == expected, "{fault:?} at write {at}");
            at += 1;
        }
        assert!(at > 5, "only {at} writes");
    }
}

/// What others do to a lake while a replay is held up before one of its writes.
#[derive(Debug, Clone, Copy)]
enum Others {
    /// Merge files.
    Compact,
    /// Look for logs and find nothing new, which ends what they take for dead.
    FindNothing,
    /// Take in other logs; then merge files.
    TakeIn,
    /// Read the same letters again.
    Replay,
}

impl Others {
    const ALL: [Self; 4] = [Self::Compact, Self::FindNothing, Self::TakeIn, Self::Replay];

    async fn at_work(self, site: &TestLake, lake: &Lake) {
        match self {
            Self::Compact => {}
            Self::FindNothing => {
                ingest(lake, &site.logs().join("0")).await;
            }
            Self::TakeIn => {
                ingest(lake, &site.logs().join("others")).await;
            }
            Self::Replay => {
                replay(lake).await;
            }
        }
        lake.compact().await.unwrap();
    }
}

/// Lets a replay be held up before its write of a number, and others be at work meanwhile, without a lock, as on an object store.
/// Nothing: the replay has fewer writes.
async fn disturbed(fault: Fault, at: usize, others: Others) -> Option<TestLake> {
    let site = with_letters().await;
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let lake = Lake::open_on(&options_later(&site), store.clone()).await.unwrap();
    let mut replaying = tokio::spawn(async move { lake.replay(&ReplayOptions::default(), &()).await });
    tokio::select! {
        done = &mut replaying => {
            done.unwrap().unwrap();
            return None;
        }
        () = store.reached() => {}
    }
    others.at_work(&site, &later(&site).await).await;
    store.let_go();
    let done = replaying.await.unwrap();
    if fault == Fault::Wait {
        let counts = done.unwrap().counts;
        assert_eq!(
            counts.lines,
            counts.events + counts.duplicates + counts.noise + counts.dead()
        );
    }
    Some(site)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_others_do_between_two_writes_each_line_is_there_once() {
    let expected = outcome(&later(&undisturbed().await).await).await;
    for fault in [Fault::Wait, Fault::WaitAndEnd] {
        for others in Others::ALL {
            let mut at = 1;
            while let Some(site) = disturbed(fault, at, others).await {
                let context = format!("{fault:?}, {others:?} before write {at}");
                let lake = later(&site).await;
                let lines = if matches!(others, Others::TakeIn) { 93 } else { 62 };
                assert_never_half(&lake, lines, &context).await;
                lake.compact().await.unwrap();
                ingest(&lake, &site.logs()).await;
                replay(&lake).await;
                assert!(outcome(&lake).await == expected, "{context}");
                at += 1;
            }
            assert!(at > 5, "only {at} writes");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_read_again_and_one_that_takes_in_at_once_do_each_line_once() {
    let expected = outcome(&later(&undisturbed().await).await).await;
    let site = with_letters().await;
    let (one, two, three) = (later(&site).await, later(&site).await, later(&site).await);
    let others = [InputLocation::new(site.logs().join("others").to_str().unwrap())];
    let (first, second, taken) = tokio::join!(
        tokio::spawn(async move { one.replay(&ReplayOptions::default(), &()).await }),
        tokio::spawn(async move { two.replay(&ReplayOptions::default(), &()).await }),
        tokio::spawn(async move { three.ingest(&others, IngestOptions::default(), &()).await }),
    );
    first.unwrap().unwrap();
    second.unwrap().unwrap();
    taken.unwrap().unwrap();
    let lake = later(&site).await;
    assert_never_half(&lake, 93, "at once").await;
    replay(&lake).await;
    assert!(outcome(&lake).await == expected);
}
