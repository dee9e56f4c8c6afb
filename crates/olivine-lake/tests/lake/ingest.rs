//! Taking in logs: exactly once, however they come.

use std::fs;
use std::io::Write;
use std::time::{Duration, SystemTime};

use crate::support::{self, TestLake, event, event_lines, gzip};
use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use chrono::NaiveDate;
use olivine_failure::Failing;
use olivine_lake::{IngestOptions, IngestSummary, InputLocation, Lake, LakeError, LakeOptions};

#[tokio::test(flavor = "multi_thread")]
async fn counters_add_up_and_dead_letters_are_kept() {
    let site = TestLake::new().await;
    let good = event(1, "2024-05-01T10:00:00.000001+00:00");
    let lines = [
        good.as_str(),
        "",
        "Traceback (most recent call last):",
        "2024 INFO [tracking] - {\"username\": \"bo",
        good.as_str(),
        &event(2, "2011-12-31T23:59:59+00:00"),
        &event(3, "2999-01-01T00:00:00+00:00"),
        "[1,2] {",
        r#"{"event_type": "x"}"#,
    ];
    let content = lines.join("\r\n") + "\n";
    site.write("tracking.log-20240502.gz", &gzip(content.as_bytes()));
    let summary = site.ingest().await;
    let counts = &summary.counts;
    assert_eq!(
        (counts.lines, counts.events, counts.duplicates, counts.noise),
        (9, 1, 1, 2)
    );
    assert_eq!(
        counts.lines,
        counts.events + counts.duplicates + counts.noise + counts.dead()
    );
    assert_eq!(counts.dead_letters["date_out_of_range"], 2);
    assert_eq!(counts.dead_letters["no_time"], 1);
    assert_eq!(counts.dead(), 5);

    let dead = site.lake.snapshot("dead_letters").await.unwrap().unwrap();
    assert_eq!(dead.rows(), 5);
    let status = site.lake.status().await.unwrap();
    assert_eq!(status.totals["lines"], 9);
    assert_eq!(status.totals["dead_letters"], 5);
    assert_eq!(status.totals["dead_letters/date_out_of_range"], 2);
    assert!(status.dead_letters().any(|dead| dead == ("date_out_of_range", 2)));
    assert_eq!(status.dead_letters().map(|(_, lines)| lines).sum::<u64>(), 5);
    let rows = site.event_rows().await;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        rows[0].raw,
        good.as_bytes(),
        "the line is kept as received, without its line end"
    );

    let again = site.ingest().await;
    assert_eq!(
        (again.files.read, again.files.skipped_known, again.counts.lines),
        (0, 1, 0)
    );
    assert_eq!(site.lake.status().await.unwrap().totals["lines"], 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_log_is_followed_and_its_rotated_copy_is_known() {
    let site = TestLake::new().await;
    let lines: Vec<String> = event_lines(300);
    let (first, rest) = lines.split_at(100);
    let (second, third) = rest.split_at(100);
    // The last line of the first part is only half written, that of the second lacks its line end.
    let half = &second[0][..40];
    site.write("tracking.log", format!("{}\n{half}", first.join("\n")).as_bytes());
    let summary = site.ingest().await;
    assert_eq!((summary.counts.events, summary.files.unfinished), (100, 1));
    site.write("tracking.log", [first, second].concat().join("\n").as_bytes());
    let summary = site.ingest().await;
    assert_eq!(
        (summary.counts.lines, summary.counts.events, summary.counts.duplicates),
        (100, 100, 0)
    );
    // Unchanged: nothing to do, no commit.
    let version = site.version().await;
    assert_eq!(site.ingest().await.files.skipped_known, 1);
    assert_eq!(site.version().await, version);
    // Rotated and compressed, with lines that were never seen; a new log begins.
    fs::remove_file(site.logs().join("tracking.log")).unwrap();
    let whole = lines.join("\n") + "\n";
    site.write("tracking.log-20240502.gz", &gzip(whole.as_bytes()));
    site.write("tracking.log", b"");
    let summary = site.ingest().await;
    assert_eq!((summary.counts.lines, summary.counts.events), (100, third.len() as u64));
    assert_eq!(summary.counts.duplicates, 0);
    // The same content once more under yet another name.
    site.write("old/tracking.log-20240502", whole.as_bytes());
    let summary = site.ingest().await;
    assert_eq!((summary.counts.lines, summary.files.skipped_known), (0, 3));
    assert_eq!(site.event_rows().await.len(), 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_left_in_a_log_that_was_just_rotated_is_looked_at_again() {
    let site = TestLake::new().await;
    let lines = event_lines(3);
    let half = &lines[2][..40];
    let content = format!("{}\n{half}", lines[..2].join("\n"));
    site.write("tracking.log-20240502", content.as_bytes());
    let summary = site.ingest().await;
    assert_eq!((summary.counts.events, summary.files.unfinished), (2, 1));
    // It has not changed, but some time it counts as closed, and the line as one that is none. Looking alone is no commit.
    let version = site.version().await;
    let summary = site.ingest().await;
    assert_eq!((summary.counts.lines, summary.files.unfinished), (0, 1));
    assert_eq!(site.version().await, version);
    // After the quiet hour.
    let path = site.path("tracking.log-20240502");
    let log = fs::OpenOptions::new().write(true).open(path).unwrap();
    log.set_modified(SystemTime::now() - Duration::from_secs(3700)).unwrap();
    let summary = site.ingest().await;
    assert_eq!(
        (summary.counts.lines, summary.counts.dead(), summary.files.unfinished),
        (1, 1, 0)
    );
    assert_eq!(site.ingest().await.counts.lines, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_was_replaced_is_read_anew() {
    let site = TestLake::new().await;
    let lines = event_lines(20);
    site.write("tracking.log", (lines[..10].join("\n") + "\n").as_bytes());
    assert_eq!(site.ingest().await.counts.events, 10);
    // Begins with the same line and is longer, but is another file.
    site.write(
        "tracking.log",
        ([&lines[..1], &lines[10..]].concat().join("\n") + "\n").as_bytes(),
    );
    let summary = site.ingest().await;
    assert_eq!(
        (summary.counts.lines, summary.counts.events, summary.counts.duplicates),
        (11, 10, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_fails_as_a_whole_and_the_others_go_on() {
    let site = TestLake::new().await;
    let lines = event_lines(6000);
    let part = |range: std::ops::Range<usize>| gzip((lines[range].join("\n") + "\n").as_bytes());
    let whole = part(2000..4000);
    site.write("tracking.log-20240501.gz", &part(0..2000));
    site.write("tracking.log-20240502.gz", &whole[..whole.len() - 20]);
    site.write("tracking.log-20240503.gz", &part(4000..6000));
    let summary = site.ingest().await;
    assert_eq!((summary.files.read, summary.counts.events), (2, 4000));
    assert_eq!(summary.files.failed.len(), 1);
    assert_eq!(summary.files.failed[0].code, "LAKE-007");
    assert!(summary.files.failed[0].name.ends_with("tracking.log-20240502.gz"));
    assert_eq!(site.event_rows().await.len(), 4000);
    site.write("tracking.log-20240502.gz", &whole);
    let summary = site.ingest().await;
    assert_eq!(
        (
            summary.files.failed.len(),
            summary.counts.events,
            summary.counts.duplicates
        ),
        (0, 2000, 0)
    );
    site.lake.vacuum(std::time::Duration::ZERO, false).await.unwrap();
    assert_eq!(site.event_rows().await.len(), 6000);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_kept_when_that_is_wanted() {
    let site = TestLake::with(|options| options.deduplicate = false).await;
    let lines = event_lines(10);
    let content = lines.join("\n") + "\n";
    site.write("a/tracking.log", content.as_bytes());
    site.write("b/tracking.log", (content.clone() + &lines[0] + "\n").as_bytes());
    assert_eq!(
        site.ingest().await.counts.events,
        21,
        "another log with the same lines counts again (ES E-4)"
    );
    site.write("a/tracking.log-20240502.gz", &gzip(content.as_bytes()));
    assert_eq!(site.ingest().await.counts.events, 0, "a rotated copy does not");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_copy_under_any_usual_name_does_not_count_again() {
    let content = event_lines(10).join("\n") + "\n";
    let packed = gzip(content.as_bytes());
    let in_zstd = zstd::encode_all(content.as_bytes(), 1).unwrap();
    for (name, bytes) in [
        ("tracking.log.1", content.as_bytes()),
        ("tracking.log.2.gz", packed.as_slice()),
        ("tracking.log-20150413.zst", in_zstd.as_slice()),
        ("tracking-20150413.log", content.as_bytes()),
        ("tracking-20150413.log.gz", packed.as_slice()),
    ] {
        let site = TestLake::with(|options| options.deduplicate = false).await;
        site.write("tracking.log", content.as_bytes());
        assert_eq!(site.ingest().await.counts.events, 10);
        fs::remove_file(site.path("tracking.log")).unwrap();
        site.write(name, bytes);
        assert_eq!(site.ingest().await.counts.lines, 0, "{name}");
        // Beside a log that begins anew.
        site.write(
            "tracking.log",
            (event(77, "2024-05-03T10:00:00+00:00") + "\n").as_bytes(),
        );
        assert_eq!(site.ingest().await.counts.events, 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_followed_log_is_known_whatever_becomes_of_it() {
    for deduplicate in [true, false] {
        let site = TestLake::with(|options| options.deduplicate = deduplicate).await;
        let lines = event_lines(1000);
        let mut taken = 400;
        site.write("tracking.log", (lines[..taken].join("\n") + "\n").as_bytes());
        assert_eq!(site.ingest().await.counts.events, 400);
        while taken < 900 {
            taken += 50;
            site.write("tracking.log", (lines[..taken].join("\n") + "\n").as_bytes());
            let counts = site.ingest().await.counts;
            assert_eq!((counts.lines, counts.events), (50, 50), "deduplicate {deduplicate}");
        }
        // Copied and cut back to nothing, then packed, then copied to another machine as it is.
        let whole = lines.join("\n") + "\n";
        site.write("tracking.log.1", whole.as_bytes());
        site.write("tracking.log", b"");
        let counts = site.ingest().await.counts;
        assert_eq!((counts.lines, counts.events), (100, 100), "deduplicate {deduplicate}");
        fs::remove_file(site.path("tracking.log.1")).unwrap();
        site.write("tracking.log.2.gz", &gzip(whole.as_bytes()));
        assert_eq!(site.ingest().await.counts.lines, 0, "deduplicate {deduplicate}");
        if deduplicate {
            site.write("copies/tracking.log-20240504", whole.as_bytes());
            assert_eq!(site.ingest().await.counts.lines, 0);
        }
        assert_eq!(site.event_rows().await.len(), 1000);
    }
}

/// A crash leaves a hole of NULs in a log; somebody repairs it.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_another_one_in_its_middle_is_read_anew() {
    let site = TestLake::new().await;
    let lines = event_lines(1500);
    let whole = |lines: &[String]| lines.join("\n") + "\n";
    site.write("tracking.log", whole(&lines[..500]).as_bytes());
    assert_eq!(site.ingest().await.counts.events, 500);
    let mut holed = whole(&lines[..1000]).into_bytes();
    let middle = whole(&lines[..700]).len();
    holed[middle..middle + 4096].fill(0);
    site.write("tracking.log", &holed);
    assert!(site.ingest().await.counts.events < 500);
    site.write("tracking.log", whole(&lines[..1200]).as_bytes());
    site.ingest().await;
    assert_eq!(site.event_rows().await.len(), 1200);
    fs::remove_file(site.path("tracking.log")).unwrap();
    site.write("tracking.log.1.gz", &gzip(whole(&lines).as_bytes()));
    site.ingest().await;
    assert_eq!(site.event_rows().await.len(), 1500);
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_that_begin_with_the_same_line_do_not_wait_for_each_other() {
    let site = TestLake::new().await;
    let lines = event_lines(40);
    for (number, line) in lines.iter().enumerate() {
        site.write(&format!("tracking.log.{number}"), format!("\n{line}\n").as_bytes());
    }
    assert_eq!(site.ingest().await.counts.events, 40);
    let events = site.lake.snapshot("events").await.unwrap().unwrap();
    assert!(events.version < 3, "{} commits", events.version);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compression_that_is_not_read_is_refused_and_the_others_go_on() {
    let site = TestLake::new().await;
    let lines = event_lines(3000);
    let content = lines.join("\n") + "\n";
    site.write("tracking.log-20240501.bz2", b"BZh91AY&SY\x01\x02\n\x03{\n\x04");
    site.write(
        "tracking.log-20240502.zst",
        &zstd::encode_all(content.as_bytes(), 1).unwrap(),
    );
    for _ in 0..2 {
        let summary = site.ingest().await;
        assert_eq!(summary.files.failed.len(), 1);
        let failed = &summary.files.failed[0];
        assert_eq!(failed.code, "LAKE-014");
        assert!(
            failed.text.contains("bzip2") && failed.text.contains("ingest what is in it, plain"),
            "{}",
            failed.text
        );
        assert_eq!((summary.counts.noise, summary.counts.dead()), (0, 0));
    }
    assert_eq!(site.event_rows().await.len(), 3000);
    // Packed again under the same name it is taken in.
    let packed = gzip((event(7000, "2024-05-01T10:00:00+00:00") + "\n").as_bytes());
    site.write("tracking.log-20240501.bz2", &packed);
    assert_eq!(site.ingest().await.counts.events, 1);
}

/// Source, offset and line of the dead letters, by file.
async fn dead_letters(lake: &Lake) -> Vec<Vec<(String, i64, Vec<u8>)>> {
    let mut files = Vec::new();
    for file in lake.snapshot("dead_letters").await.unwrap().unwrap().files {
        let mut rows = Vec::new();
        for batch in support::read(lake, &file.path).await {
            let column = |name: &str| batch.column_by_name(name).unwrap();
            let (sources, offsets, raw) = (column("source"), column("offset"), column("raw"));
            rows.extend((0..batch.num_rows()).map(|row| {
                (
                    sources.as_string::<i32>().value(row).to_owned(),
                    offsets.as_primitive::<Int64Type>().value(row),
                    raw.as_binary::<i32>().value(row).to_vec(),
                )
            }));
        }
        files.push(rows);
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_that_memory_does_not_hold_are_written_as_they_come() {
    let generous = TestLake::new().await;
    let tight = TestLake::new().await;
    let broken = |numbers: std::ops::Range<usize>| -> Vec<u8> {
        let lines = numbers.map(|number| format!("{{\"number\": {number}, \"text\": \"{}\"\n", "x".repeat(200)));
        lines.collect::<String>().into_bytes()
    };
    for site in [&generous, &tight] {
        for number in 0..10 {
            let content = broken(number * 2000..(number + 1) * 2000);
            site.write(&format!("{number}/tracking.log-20240502.gz"), &gzip(&content));
        }
        site.write(
            "9/tracking.log-20240503.gz",
            &gzip((event_lines(100).join("\n") + "\n").as_bytes()),
        );
    }
    // Breaks off after some of its lines were written, so that the batch is done again without it.
    let cut = gzip(&broken(50_000..60_000));
    tight.write("5/tracking.log-20240501.gz", &cut[..cut.len() - 20]);

    generous.ingest().await;
    let options = IngestOptions {
        threads: 3,
        memory_bytes: 1 << 20,
    };
    let summary = support::ingest_as(&tight.lake, &tight.logs(), options).await;
    assert_eq!(summary.files.failed.len(), 1);
    assert_eq!((summary.counts.events, summary.counts.dead()), (100, 20_000));

    let files = dead_letters(&tight.lake).await;
    assert!(files.len() > 2, "{} files", files.len());
    for rows in &files {
        assert!(rows.is_sorted(), "a file is in order of sources and lines");
    }
    let mut tight_rows: Vec<_> = files.into_iter().flatten().collect();
    assert_eq!(tight_rows.len(), 20_000);
    tight_rows.sort();
    tight_rows.dedup();
    assert_eq!(tight_rows.len(), 20_000, "each is there once");
    let of = async |site: &TestLake| site.lake.snapshot("dead_letters").await.unwrap().unwrap();
    let (many, few) = (of(&tight).await, of(&generous).await);
    assert_eq!(few.files.len(), 1);
    assert_eq!(many.fingerprint(), few.fingerprint());

    // Files of the batch that was given up are gone, and those of the other one stay whatever is done.
    let data = support::objects(&tight.lake).await;
    let data = data.iter().filter(|path| path.starts_with("dead_letters/date="));
    assert_eq!(data.count(), many.files.len());
    assert_eq!(tight.ingest().await.counts.lines, 0);
    tight.lake.compact().await.unwrap();
    let merged = of(&tight).await;
    assert_eq!((merged.files.len(), merged.fingerprint()), (1, few.fingerprint()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_without_a_log_is_told_and_is_no_failure() {
    let site = TestLake::new().await;
    site.write("none/events.txt", b"{}\n");
    site.write("some/tracking.log", (event_lines(3).join("\n") + "\n").as_bytes());
    let locations = ["none", "some"].map(|name| InputLocation::new(site.logs().join(name).to_str().unwrap()));
    let summary = site
        .lake
        .ingest(&locations, IngestOptions::default(), &())
        .await
        .unwrap();
    assert_eq!(summary.counts.events, 3);
    assert_eq!(summary.files.empty_locations, [locations[0].location.as_str()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_input_is_refused_before_anything_is_read() {
    let site = TestLake::new().await;
    site.write("tracking.log", b"x\n");
    let locations = [
        InputLocation::new(site.logs().to_str().unwrap()),
        InputLocation::new("/no/such/place"),
    ];
    let error = site
        .lake
        .ingest(&locations, IngestOptions::default(), &())
        .await
        .unwrap_err();
    assert_eq!(error.failure().code, "LAKE-006");
    assert!(site.lake.snapshot("events").await.unwrap().is_none());
}

#[tokio::test]
async fn a_runtime_of_one_thread_works_too() {
    let site = TestLake::new().await;
    site.write("tracking.log", (event_lines(10).join("\n") + "\n").as_bytes());
    assert_eq!(site.ingest().await.counts.events, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn little_memory_gives_the_same_rows() {
    let generous = TestLake::new().await;
    let tight = TestLake::new().await;
    let lines = event_lines(20_000);
    for site in [&generous, &tight] {
        for (number, part) in lines.chunks(3000).enumerate() {
            site.write(
                &format!("{number}/tracking.log-20240502.gz"),
                &gzip((part.join("\n") + "\n").as_bytes()),
            );
        }
        site.write(
            "9/tracking.log-20240502.gz",
            &gzip((lines[..9000].join("\n") + "\n").as_bytes()),
        );
    }
    generous.ingest().await;
    let options = IngestOptions {
        threads: 3,
        memory_bytes: 1 << 20,
    };
    let locations = [InputLocation::new(tight.logs().to_str().unwrap())];
    let summary: IngestSummary = tight.lake.ingest(&locations, options, &()).await.unwrap();
    assert_eq!((summary.counts.events, summary.counts.duplicates), (20_000, 9000));
    let (many, few) = (tight.events().await, generous.events().await);
    assert!(many.files.len() > few.files.len(), "{} files", many.files.len());
    assert_eq!(many.fingerprint_by_date(), few.fingerprint_by_date());
    assert_eq!(tight.event_rows().await, generous.event_rows().await);

    let summary = tight.lake.compact().await.unwrap();
    assert!(summary.files_after < summary.files_before);
    let merged = tight.events().await;
    assert_eq!(merged.fingerprint_by_date(), few.fingerprint_by_date());
    assert_eq!(merged.files.len(), few.files.len());
    assert_eq!(tight.event_rows().await, generous.event_rows().await);
    tight.assert_sorted().await;
    generous.assert_sorted().await;
    let removed = tight.lake.vacuum(std::time::Duration::ZERO, false).await.unwrap();
    assert_eq!(removed.files, summary.files_before);
    assert_eq!(tight.event_rows().await, generous.event_rows().await);
    assert_eq!(tight.ingest().await.counts.lines, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_are_told_apart() {
    let site = TestLake::new().await;
    let _held = site.lake.lock().unwrap();
    let other = Lake::open(&LakeOptions::at(site.root().to_str().unwrap()))
        .await
        .unwrap();
    assert!(matches!(other.lock(), Err(LakeError::Held { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_without_end_does_not_take_the_memory() {
    let site = TestLake::new().await;
    let mut file = fs::File::create(site.path("tracking.log")).unwrap();
    for _ in 0..40 {
        file.write_all(&vec![b'{'; 1 << 20]).unwrap();
    }
    file.write_all(format!("\n{}\n", event(1, "2024-05-01T10:00:00+00:00")).as_bytes())
        .unwrap();
    drop(file);
    let summary = site.ingest().await;
    assert_eq!((summary.counts.lines, summary.counts.events), (2, 1));
    assert_eq!(summary.counts.dead_letters["line_too_long"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_go_to_the_day_they_happened() {
    let site = TestLake::new().await;
    let times = [
        "2024-05-01T23:59:59.999999+00:00",
        "2024-05-02T00:00:00+00:00",
        "2024-05-02T01:00:00+05:00",
    ];
    let lines: Vec<String> = times.iter().enumerate().map(|(n, time)| event(n, time)).collect();
    site.write("tracking.log-20240503.gz", &gzip((lines.join("\n") + "\n").as_bytes()));
    site.ingest().await;
    let dates: Vec<(NaiveDate, u64)> = site
        .events()
        .await
        .fingerprint_by_date()
        .into_iter()
        .map(|(date, print)| (date, print.rows))
        .collect();
    let day = |day| NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    assert_eq!(dates, [(day(1), 2), (day(2), 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_log_and_its_copy_in_one_run_count_once() {
    for deduplicate in [true, false] {
        let site = TestLake::with(|options| options.deduplicate = deduplicate).await;
        let lines = event_lines(500);
        site.write("tracking.log", (lines.join("\n") + "\n").as_bytes());
        site.write(
            "tracking.log-20240502.gz",
            &gzip((lines[..400].join("\n") + "\n").as_bytes()),
        );
        let counts = site.ingest().await.counts;
        assert_eq!(
            (counts.lines, counts.events, counts.duplicates),
            (500, 500, 0),
            "deduplicate {deduplicate}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_one_event_type_reads_few_pages() {
    use object_store::ObjectStoreExt;
    use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
    use parquet::file::metadata::PageIndexPolicy;
    use parquet::file::page_index::column_index::ColumnIndexMetaData;

    let site = TestLake::new().await;
    let lines: Vec<String> = (0..60_000)
        .map(|n| event(n, &format!("2024-05-01T10:00:00.{n:06}+00:00")))
        .collect();
    site.write("tracking.log-20240502.gz", &gzip((lines.join("\n") + "\n").as_bytes()));
    site.ingest().await;
    let file = &site.events().await.files[0];
    let bytes = site
        .lake
        .object_store()
        .get(&file.path.as_str().into())
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    let options = ArrowReaderOptions::new().with_page_index_policy(PageIndexPolicy::Required);
    let metadata = ArrowReaderMetadata::load(&bytes, options).unwrap();
    let metadata = metadata.metadata();
    let place = |name: &str| {
        let columns = metadata.file_metadata().schema_descr().columns();
        columns.iter().position(|column| column.name() == name).unwrap()
    };
    let ColumnIndexMetaData::BYTE_ARRAY(types) = &metadata.column_index().unwrap()[0][place("event_type")] else {
        panic!("no least and greatest values of pages")
    };
    let pages = types.min_values_iter().zip(types.max_values_iter());
    let wanted =
        pages.filter(|(least, greatest)| *least <= Some(b"play_video") && Some(&b"play_video"[..]) <= *greatest);
    assert!(wanted.count() * 3 <= types.num_pages() as usize + 6);
    let raw = metadata.offset_index().unwrap()[0][place("raw")].page_locations();
    let rows = raw
        .windows(2)
        .map(|pages| pages[1].first_row_index - pages[0].first_row_index)
        .max();
    assert!(rows.unwrap() <= 8192, "{rows:?} lines in a page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["my lake", "лог #1%20?", "a+b=c&d"] {
        let root = folder.path().join(name);
        let logs = folder.path().join(format!("{name} logs"));
        fs::create_dir_all(&logs).unwrap();
        fs::write(logs.join("tracking.log"), event_lines(30).join("\n") + "\n{\n").unwrap();
        let lake = Lake::open(&LakeOptions::at(root.to_str().unwrap())).await.unwrap();
        let summary = support::ingest(&lake, &logs).await;
        assert_eq!((summary.counts.events, summary.counts.dead()), (30, 1), "{name}");
        assert_eq!(support::event_rows(&lake).await.len(), 30, "{name}");
        assert!(root.join("events/_delta_log").is_dir(), "{name}");
        assert_eq!(support::ingest(&lake, &logs).await.files.skipped_known, 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_of_any_kind_are_counted_and_kept() {
    let site = TestLake::new().await;
    let mut state = 7u64;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    })
    .take(300_000)
    .chain(*b"\n")
    .collect();
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    let with_brace = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| line.contains(&b'{'))
        .count() as u64;
    // Begins like no compressed file.
    site.write("tracking.log", &[b"x", &bytes[..]].concat());
    let counts = site.ingest().await.counts;
    assert_eq!(
        (counts.lines, counts.noise, counts.dead()),
        (lines, lines - with_brace, with_brace)
    );
    let dead = site.lake.snapshot("dead_letters").await.unwrap().unwrap();
    let rows = support::read(&site.lake, &dead.files[0].path).await;
    let raw = rows[0].column_by_name("raw").unwrap();
    let first = arrow::array::AsArray::as_binary::<i32>(raw).value(0);
    assert!(memchr::memmem::find(&bytes, first).is_some(), "kept byte for byte");
}
