//! Runs that die, disks that fill up, answers that get lost: the next run makes the table as if nothing had happened.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use crate::support::faulty::{Fault, Faulty};
use crate::support::{self, EventRow, TestLake, event, event_lines, event_rows, gzip, ingest, ingest_as};
use object_store::local::LocalFileSystem;
use olivine_failure::Failing;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeError, LakeOptions, LakeStatus};

/// Set for a test of this module that is run as a child: the lake, the logs, the fault and the write it hits, threads and
/// memory.
const CHILD: &str = "OLIVINE_TEST_CRASH";

fn write_logs(site: &TestLake) {
    let lines = event_lines(900);
    for (number, part) in lines.chunks(300).enumerate() {
        let content = format!("{}\nnoise\n{{\"broken\": {number}\n", part.join("\n"));
        site.write(
            &format!("tracking.log-2024050{}.gz", number + 2),
            &gzip(content.as_bytes()),
        );
    }
    site.write("tracking.log", format!("{}\n", lines[..5].join("\n")).as_bytes());
}

/// What must come out the same: the rows, the dead letters, the totals.
async fn outcome(lake: &Lake) -> (Vec<EventRow>, u64, LakeStatus) {
    let mut status = lake.status().await.unwrap();
    status.location.clear();
    for table in status.tables.values_mut() {
        table.version = 0;
        table.bytes = 0;
        table.dates.values_mut().for_each(|date| date.bytes = 0);
    }
    let dead = lake.snapshot("dead_letters").await.unwrap().unwrap().rows();
    (event_rows(lake).await, dead, status)
}

pub async fn assert_as_undisturbed(lake: &Lake, logs: &Path, context: &str) {
    let undisturbed = TestLake::new().await;
    ingest(&undisturbed.lake, logs).await;
    let (rows, dead, status) = outcome(lake).await;
    let (expected_rows, expected_dead, expected_status) = outcome(&undisturbed.lake).await;
    assert_eq!(dead, expected_dead, "{context}");
    assert!(
        rows == expected_rows,
        "{context}: {} and {} rows",
        rows.len(),
        expected_rows.len()
    );
    assert_eq!(status.totals, expected_status.totals, "{context}");
    for (name, table) in &status.tables {
        assert_eq!(
            table.fingerprint, expected_status.tables[name].fingerprint,
            "{context}: {name}"
        );
    }
}

/// Run as a child only: ingests over a store at which the process dies.
#[test]
#[ignore = "run by the other tests as a process of its own"]
fn child() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let [root, logs, fault, at, threads, memory] = task.split('|').collect::<Vec<_>>()[..] else {
        panic!("{task}")
    };
    let fault = if fault == "before" {
        Fault::DieBefore
    } else {
        Fault::DieAfter
    };
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at.parse().unwrap());
    let options = IngestOptions {
        threads: threads.parse().unwrap(),
        memory_bytes: memory.parse().unwrap(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let lake = Lake::open_on(&LakeOptions::at(root), store).await.unwrap();
        let _lock = lake.lock().unwrap();
        ingest_as(&lake, Path::new(logs), options).await;
    });
}

fn run_child(site: &TestLake, fault: &str, at: usize) -> std::process::Child {
    run_child_with(site, fault, at, IngestOptions::default())
}

fn run_child_with(site: &TestLake, fault: &str, at: usize, options: IngestOptions) -> std::process::Child {
    let (root, logs) = (site.root(), site.logs());
    let (threads, memory) = (options.threads, options.memory_bytes);
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crashes::child", "--ignored"])
        .env(
            CHILD,
            format!("{}|{}|{fault}|{at}|{threads}|{memory}", root.display(), logs.display()),
        )
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_at_any_write_leaves_no_trace() {
    for fault in ["before", "after"] {
        let mut at = 1;
        loop {
            let site = TestLake::new().await;
            write_logs(&site);
            if run_child(&site, fault, at).wait().unwrap().success() {
                assert!(at > 5, "only {at} writes");
                break;
            }
            let _lock = site.lake.lock().expect("the lock of a dead process is free");
            site.ingest().await;
            assert_as_undisturbed(&site.lake, &site.logs(), &format!("{fault} write {at}")).await;
            at += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_between_files_of_dead_letters_leaves_no_trace() {
    // So little memory that each log has a file of dead letters of its own.
    let options = IngestOptions {
        threads: 1,
        memory_bytes: 256 << 10,
    };
    let lines: Vec<String> = (0..20).map(|n| event(n, "2024-05-01T10:00:00+00:00")).collect();
    for fault in ["before", "after"] {
        let mut at = 1;
        loop {
            let site = TestLake::new().await;
            for (number, part) in lines.chunks(5).enumerate() {
                let broken: Vec<String> = (0..100).map(|n| format!("{{{n}{}", "x".repeat(400))).collect();
                let content = format!("{}\n{}\n", broken.join("\n"), part.join("\n"));
                site.write(&format!("{number}/tracking.log-20240502.gz"), &gzip(content.as_bytes()));
            }
            if run_child_with(&site, fault, at, options).wait().unwrap().success() {
                let dead = site.lake.snapshot("dead_letters").await.unwrap().unwrap();
                assert_eq!((dead.files.len(), dead.rows()), (4, 400));
                break;
            }
            site.ingest().await;
            assert_as_undisturbed(&site.lake, &site.logs(), &format!("{fault} write {at}")).await;
            at += 1;
        }
        assert!(at > 9, "only {at} writes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_dies_again_and_again_comes_to_the_same_end() {
    let site = TestLake::new().await;
    write_logs(&site);
    for at in 1..12 {
        run_child(&site, if at % 2 == 0 { "before" } else { "after" }, at)
            .wait()
            .unwrap();
    }
    site.ingest().await;
    assert_as_undisturbed(&site.lake, &site.logs(), "many deaths").await;
    // What the dead left behind goes, what is used stays.
    let before = support::objects(&site.lake).await.len();
    let removed = site.lake.vacuum(Duration::ZERO, false).await.unwrap();
    assert!(removed.files > 0);
    assert!(support::objects(&site.lake).await.len() < before);
    assert_as_undisturbed(&site.lake, &site.logs(), "after the vacuum").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_no_trace() {
    let undisturbed = TestLake::new().await;
    let lines = event_lines(60_000);
    for site in [&undisturbed] {
        for (number, part) in lines.chunks(20_000).enumerate() {
            site.write(
                &format!("tracking.log-2024050{}.gz", number + 2),
                &gzip((part.join("\n") + "\n").as_bytes()),
            );
        }
    }
    for milliseconds in [30, 90, 200, 400] {
        let site = TestLake::new().await;
        for name in [
            "tracking.log-20240502.gz",
            "tracking.log-20240503.gz",
            "tracking.log-20240504.gz",
        ] {
            std::fs::copy(undisturbed.logs().join(name), site.path(name)).unwrap();
        }
        let mut child = run_child(&site, "before", usize::MAX);
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        site.ingest().await;
        let rows = site.event_rows().await;
        assert_eq!(rows.len(), lines.len(), "killed after {milliseconds} ms");
        assert_eq!(site.lake.status().await.unwrap().totals["events"], lines.len() as i64);
    }
}

/// Ingests over a store whose write fails once.
async fn ingest_with(site: &TestLake, fault: Fault, at: usize) -> (Result<(), LakeError>, usize) {
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let lake = Lake::open_on(&LakeOptions::at(site.root().to_str().unwrap()), store.clone())
        .await
        .unwrap();
    let locations = [InputLocation::new(site.logs().to_str().unwrap())];
    let result = lake.ingest(&locations, IngestOptions::default(), &()).await;
    (result.map(|_| ()), store.writes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_named_and_loses_nothing() {
    let mut at = 1;
    loop {
        let site = TestLake::new().await;
        write_logs(&site);
        let (result, writes) = ingest_with(&site, Fault::Full, at).await;
        if writes < at {
            assert!(result.is_ok());
            break;
        }
        if let Err(error) = result {
            assert_eq!(error.failure().code, "LAKE-004", "write {at}: {}", error.full_text());
        }
        site.ingest().await;
        assert_as_undisturbed(&site.lake, &site.logs(), &format!("full at write {at}")).await;
        at += 1;
    }
    assert!(at > 5, "only {at} writes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_not_counted_twice() {
    for fault in [Fault::Before, Fault::After] {
        let mut at = 1;
        loop {
            let site = TestLake::new().await;
            write_logs(&site);
            let (result, writes) = ingest_with(&site, fault, at).await;
            if writes < at {
                assert!(result.is_ok());
                break;
            }
            if let Err(error) = result {
                assert!(error.is_transient(), "{fault:?} {at}: {}", error.full_text());
            }
            site.ingest().await;
            assert_as_undisturbed(&site.lake, &site.logs(), &format!("{fault:?} at write {at}")).await;
            at += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_at_once_take_each_line_in_once() {
    let site = TestLake::new().await;
    let lines = event_lines(4000);
    for (number, part) in lines.chunks(500).enumerate() {
        site.write(
            &format!("{number}/tracking.log-20240502.gz"),
            &gzip((part.join("\n") + "\n{\n").as_bytes()),
        );
    }
    // As on an object store, where no lock keeps them apart.
    let one = Lake::open(&LakeOptions::at(site.root().to_str().unwrap()))
        .await
        .unwrap();
    let other = Lake::open(&LakeOptions::at(site.root().to_str().unwrap()))
        .await
        .unwrap();
    let logs = site.logs();
    let (first, second) = tokio::join!(
        tokio::spawn({
            let logs = logs.clone();
            async move { ingest(&one, &logs).await }
        }),
        tokio::spawn({
            let logs = logs.clone();
            async move { ingest(&other, &logs).await }
        }),
    );
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.counts.events + second.counts.events, 4000);
    assert_eq!(first.counts.lines + second.counts.lines, 4008);
    assert_eq!(site.event_rows().await.len(), 4000);
    assert_eq!(site.lake.snapshot("dead_letters").await.unwrap().unwrap().rows(), 8);
    assert_eq!(site.lake.status().await.unwrap().totals["lines"], 4008);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_written_in_vain_beside_another_writer_is_not_left_behind() {
    let site = TestLake::new().await;
    for (number, name) in ["before", "own", "others"].into_iter().enumerate() {
        let line = event(number, "2024-05-01T10:00:00+00:00") + "\n";
        site.write(&format!("{name}/tracking.log-20240502.gz"), &gzip(line.as_bytes()));
    }
    ingest(&site.lake, &site.logs().join("before")).await;
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), Fault::Wait, 1);
    let options = LakeOptions::at(site.root().to_str().unwrap());
    let lake = Lake::open_on(&options, store.clone()).await.unwrap();
    let own = site.logs().join("own");
    let writer = tokio::spawn(async move { ingest(&lake, &own).await });
    store.reached().await;
    ingest(&site.lake, &site.logs().join("others")).await;
    store.let_go();
    assert_eq!(writer.await.unwrap().counts.events, 1);
    let mut there = support::objects(&site.lake).await;
    there.retain(|path| path.starts_with("events/date="));
    there.sort();
    let used: Vec<String> = site.events().await.files.into_iter().map(|file| file.path).collect();
    assert_eq!((there, used.len()), (used, 3));
}

/// What others do to a lake while a writer is held up before one of its writes.
#[derive(Debug, Clone, Copy)]
enum Others {
    /// Merge files.
    Compact,
    /// Look for logs and find nothing new, which clears what they take for dead; then merge files.
    FindNothing,
    /// Take in other logs; then merge files.
    TakeInOtherLogs,
    /// Take in the logs of the writer itself; then merge files.
    TakeInTheSame,
}

impl Others {
    const ALL: [Self; 4] = [
        Self::Compact,
        Self::FindNothing,
        Self::TakeInOtherLogs,
        Self::TakeInTheSame,
    ];

    async fn at_work(self, site: &TestLake) {
        let logs = match self {
            Self::Compact => None,
            Self::FindNothing => Some("before"),
            Self::TakeInOtherLogs => Some("others"),
            Self::TakeInTheSame => Some("own"),
        };
        if let Some(logs) = logs {
            ingest(&site.lake, &site.logs().join(logs)).await;
        }
        site.lake.compact().await.unwrap();
    }
}

/// Takes logs in over a store that fails before the events are committed, so that their dead letters stay behind without them.
async fn fail_between_the_commits(site: &TestLake, logs: &str) {
    let dead = async || site.lake.snapshot("dead_letters").await.unwrap().unwrap().rows();
    let events = site.version().await;
    let before = dead().await;
    let locations = [InputLocation::new(site.logs().join(logs).to_str().unwrap())];
    let options = LakeOptions::at(site.root().to_str().unwrap());
    let mut at = 1;
    while dead().await == before {
        let store = Faulty::new(Arc::new(LocalFileSystem::new()), Fault::Before, at);
        let lake = Lake::open_on(&options, store).await.unwrap();
        let failed = lake.ingest(&locations, IngestOptions::default(), &()).await;
        failed.unwrap_err();
        at += 1;
    }
    assert_eq!(site.version().await, events);
}

/// Lets a writer take in logs with dead letters, and others be at work before its write of a number, on a lake that holds some already;
/// if so wanted, also those of a writer that died. Without a lock, as on an object store. Nothing: the writer has fewer writes.
async fn disturbed(fault: Fault, at: usize, others: Others, one_died: bool) -> Option<TestLake> {
    let site = TestLake::new().await;
    let lines = event_lines(40);
    for (part, name) in lines.chunks(10).zip(["before", "own", "others", "dead"]) {
        let content = format!("{}\n{{\"broken\": \"{name}\n", part.join("\n"));
        site.write(&format!("{name}/tracking.log-20240502.gz"), &gzip(content.as_bytes()));
    }
    ingest(&site.lake, &site.logs().join("before")).await;
    if one_died {
        fail_between_the_commits(&site, "dead").await;
    }
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let options = LakeOptions::at(site.root().to_str().unwrap());
    let lake = Lake::open_on(&options, store.clone()).await.unwrap();
    let own = [InputLocation::new(site.logs().join("own").to_str().unwrap())];
    let mut writer = tokio::spawn(async move { lake.ingest(&own, IngestOptions::default(), &()).await });
    tokio::select! {
        done = &mut writer => {
            done.unwrap().unwrap();
            return None;
        }
        () = store.reached() => {}
    }
    others.at_work(&site).await;
    store.let_go();
    let done = writer.await.unwrap();
    if fault == Fault::Wait {
        done.unwrap();
    }
    Some(site)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_others_do_between_two_writes_each_dead_letter_is_there_once() {
    for (fault, one_died) in [
        (Fault::Wait, false),
        (Fault::WaitAndEnd, false),
        (Fault::Wait, true),
        (Fault::WaitAndEnd, true),
    ] {
        for others in Others::ALL {
            let mut at = 1;
            while let Some(site) = disturbed(fault, at, others, one_died).await {
                site.lake.compact().await.unwrap();
                site.ingest().await;
                let context = format!("{fault:?}, {others:?} before write {at}, one died: {one_died}");
                assert_as_undisturbed(&site.lake, &site.logs(), &context).await;
                at += 1;
            }
            // Where one died, its dead letters are dropped in two more.
            assert!(at > if one_died { 6 } else { 4 }, "only {at} writes");
        }
    }
}
