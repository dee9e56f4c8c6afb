//! Copies of a lake that others write to, and copies that break off: each table is there as it was at one moment, or not at all.

use std::sync::Arc;

use crate::crashes::assert_as_undisturbed;
use crate::support::faulty::{Fault, Faulty};
use crate::support::{TestLake, event_lines, gzip, ingest};
use object_store::local::LocalFileSystem;
use olivine_lake::{Lake, LakeOptions};

/// The lake of a site over a store that fails, and the store.
async fn over(site: &TestLake, fault: Fault, at: usize) -> (Lake, Arc<Faulty>) {
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let options = LakeOptions::at(site.root().to_str().unwrap());
    (Lake::open_on(&options, store.clone()).await.unwrap(), store)
}

/// A lake, and a copy of it before whose read of a number others took logs in and merged files. Without a lock, as on an object
/// store. Nothing: the copy has fewer reads.
async fn disturbed(at: usize) -> Option<(TestLake, Lake)> {
    let site = TestLake::new().await;
    let lines = event_lines(20);
    for (part, name) in lines.chunks(10).zip(["before", "others"]) {
        let content = format!("{}\n{{\"broken\": \"{name}\n", part.join("\n"));
        site.write(&format!("{name}/tracking.log-20240502.gz"), &gzip(content.as_bytes()));
    }
    ingest(&site.lake, &site.logs().join("before")).await;
    let (lake, store) = over(&site, Fault::WaitToRead, at).await;
    let place = site.root().with_file_name("copy").display().to_string();
    let to = place.clone();
    let mut copying = tokio::spawn(async move { lake.copy_to(&to).await });
    tokio::select! {
        done = &mut copying => {
            done.unwrap().unwrap();
            return None;
        }
        () = store.reached() => {}
    }
    ingest(&site.lake, &site.logs().join("others")).await;
    site.lake.compact().await.unwrap();
    store.let_go();
    copying.await.unwrap().unwrap();
    let copy = Lake::open(&LakeOptions::at(place)).await.unwrap();
    Some((site, copy))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_others_do_between_two_reads_each_dead_letter_is_there_once() {
    let mut at = 1;
    while let Some((site, copy)) = disturbed(at).await {
        ingest(&copy, &site.logs()).await;
        assert_as_undisturbed(&copy, &site.logs(), &format!("before read {at}")).await;
        at += 1;
    }
    assert!(at > 10, "only {at} reads");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_that_breaks_off_holds_no_older_table() {
    let site = TestLake::new().await;
    // So many that the logs have a checkpoint.
    for (number, line) in event_lines(6).iter().enumerate() {
        site.write(&format!("{number}/tracking.log"), format!("{line}\n{{\n").as_bytes());
        site.ingest().await;
    }
    let whole = site.lake.status().await.unwrap().tables;
    let mut at = 1;
    loop {
        let (lake, store) = over(&site, Fault::Unreadable, at).await;
        let place = site.root().with_file_name(format!("copy-{at}")).display().to_string();
        let copied = lake.copy_to(&place).await;
        let copy = Lake::open(&LakeOptions::at(place)).await.unwrap();
        for name in copy.tables().await.unwrap() {
            // What is no table is refused or not there.
            if let Ok(Some(table)) = copy.snapshot(&name).await {
                assert_eq!(table.version, whole[&name].version, "{name}, at read {at}");
                assert_eq!(table.fingerprint(), whole[&name].fingerprint, "{name}, at read {at}");
            }
        }
        if store.reads() < at {
            assert_eq!(copied.unwrap().tables, 2);
            break;
        }
        at += 1;
    }
    assert!(at > 20, "only {at} reads");
}
