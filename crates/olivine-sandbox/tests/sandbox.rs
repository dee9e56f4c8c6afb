//! A sandbox is what it says it is.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use olivine_sandbox::{SandboxOptions, Truth, generate};

fn options(out: &Path, seed: u64) -> SandboxOptions {
    SandboxOptions {
        out: out.to_owned(),
        courses: 6,
        learners: 120,
        days: 17,
        seed,
        end: NaiveDate::from_ymd_opt(2025, 3, 20).unwrap(),
        target_events: None,
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(path)
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    let mut file = File::open(path).unwrap();
    if path.extension().is_some_and(|suffix| suffix == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut text).unwrap();
    } else {
        file.read_to_end(&mut text).unwrap();
    }
    text
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = text.strip_suffix(b"\n").unwrap_or(text).split(|byte| *byte == b'\n');
    // A worker with nothing to do writes an empty file, which has no line.
    whole.take(if text.is_empty() { 0 } else { usize::MAX })
}

#[test]
fn lines_are_what_the_truth_says() {
    let folder = tempfile::tempdir().unwrap();
    let truth = generate(&options(folder.path(), 4), &|_| ()).unwrap();
    let read: Truth = serde_json::from_slice(&fs::read(folder.path().join("truth.json")).unwrap()).unwrap();
    assert_eq!(read, truth);

    let mut all = 0;
    let mut noise = 0;
    let mut copies = 0;
    let mut dead: BTreeMap<String, u64> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut by_day: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut bytes = 0;
    for file in files(&folder.path().join("logs")) {
        let text = text(&file);
        bytes += text.len() as u64;
        for line in lines(&text) {
            all += 1;
            let event = match olivine_event::parse(line) {
                Ok(event) => event,
                Err(reason) if reason.is_noise() => {
                    noise += 1;
                    continue;
                }
                Err(reason) => {
                    *dead.entry(reason.code().to_owned()).or_default() += 1;
                    continue;
                }
            };
            if event.date() >= truth.end {
                *dead.entry("date_out_of_range".to_owned()).or_default() += 1;
            } else if seen.insert(event.id) {
                *by_day.entry(event.date()).or_default() += 1;
            } else {
                copies += 1;
            }
        }
    }
    assert_eq!((all, noise, copies), (truth.lines, truth.noise, truth.duplicates));
    assert_eq!(dead, truth.dead_letters);
    assert_eq!(by_day, truth.events_by_day);
    assert_eq!(seen.len() as u64, truth.events);
    assert_eq!(dead.len(), 6, "each reason at least once: {dead:?}");
    let mean = bytes / all;
    eprintln!("{mean} bytes a line, {} events", truth.events);
    assert!((700..1400).contains(&mean), "{mean} bytes a line");
    assert!(truth.events > 5_000, "{} events", truth.events);
    assert_eq!(truth.repeated_files.len(), 3);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let folders = [
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
        tempfile::tempdir().unwrap(),
    ];
    for (folder, seed) in folders.iter().zip([5, 5, 6]) {
        let mut small = options(folder.path(), seed);
        small.days = 4;
        generate(&small, &|_| ()).unwrap();
    }
    let bytes = |folder: &Path| -> BTreeMap<PathBuf, Vec<u8>> {
        let below = |path: PathBuf| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
        files(folder).into_iter().map(below).collect()
    };
    let [first, second, other] = folders.each_ref().map(|folder| bytes(folder.path()));
    assert!(first == second, "the same seed gave other bytes");
    assert!(first != other, "another seed gave the same bytes");
}

#[test]
fn the_last_grades_that_the_log_tells_are_those_of_the_lms() {
    let folder = tempfile::tempdir().unwrap();
    let truth = generate(&options(folder.path(), 9), &|_| ()).unwrap();
    let mut told: BTreeMap<(String, String), (i64, f64, String)> = BTreeMap::new();
    for file in files(&folder.path().join("logs")) {
        let text = text(&file);
        for line in lines(&text) {
            let Ok(event) = olivine_event::parse(line) else {
                continue;
            };
            let is_grade = event.event_type.as_deref() == Some("edx.grades.course.grade_calculated");
            if !is_grade || event.date() >= truth.end {
                continue;
            }
            let whole: serde_json::Value = serde_json::from_slice(event.json).unwrap();
            let member = |name: &str| whole["event"][name].as_str().unwrap().to_owned();
            let share = whole["event"]["percent_grade"].as_f64().unwrap();
            let grade = (event.time, share, member("letter_grade"));
            let key = (member("course_id"), member("user_id"));
            let newest = told.entry(key).or_insert_with(|| grade.clone());
            if grade.0 > newest.0 {
                *newest = grade;
            }
        }
    }
    let mut reader = csv::Reader::from_path(folder.path().join("lms/grades_persistentcoursegrade.csv")).unwrap();
    let head = reader.headers().unwrap().clone();
    let (mut rows, mut with_letter) = (0, 0);
    for row in reader.records() {
        let row = row.unwrap();
        let field = |column: &str| row[head.iter().position(|name| name == column).unwrap()].to_owned();
        let key = (field("course_id"), field("user_id"));
        let (_, share, letter) = &told[&key];
        let kept: f64 = field("percent_grade").parse().unwrap();
        assert!((kept - share).abs() < 0.005_001, "{key:?}: {kept} is not {share}");
        assert_eq!(field("letter_grade"), *letter, "{key:?}");
        rows += 1;
        with_letter += usize::from(!letter.is_empty());
    }
    assert_eq!(rows, told.len());
    assert!(
        rows > 50 && with_letter > 0,
        "{rows} grades, {with_letter} with a letter"
    );
}

#[test]
fn the_wanted_number_of_events_is_met() {
    let folder = tempfile::tempdir().unwrap();
    let mut wanted = options(folder.path(), 1);
    wanted.target_events = Some(40_000);
    let truth = generate(&wanted, &|_| ()).unwrap();
    assert!((39_500..41_500).contains(&truth.events), "{} events", truth.events);
}

#[test]
fn the_smallest_site_is_a_site() {
    let folder = tempfile::tempdir().unwrap();
    let days = std::sync::atomic::AtomicU64::new(0);
    let smallest = SandboxOptions {
        courses: 1,
        learners: 2,
        days: 1,
        ..options(folder.path(), 1)
    };
    let truth = generate(&smallest, &|done| {
        days.store(done, std::sync::atomic::Ordering::Relaxed)
    })
    .unwrap();
    assert_eq!(days.into_inner(), 1);
    assert_eq!(truth.courses.len(), 1);
}

#[test]
fn options_out_of_range_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let good = options(folder.path(), 1);
    for bad in [
        SandboxOptions {
            courses: 0,
            ..good.clone()
        },
        SandboxOptions {
            learners: 1,
            ..good.clone()
        },
        SandboxOptions {
            days: 0,
            ..good.clone()
        },
        SandboxOptions {
            end: NaiveDate::from_ymd_opt(2012, 1, 5).unwrap(),
            ..good.clone()
        },
    ] {
        assert!(matches!(
            generate(&bad, &|_| ()),
            Err(olivine_sandbox::SandboxError::Options { .. })
        ));
    }
    let in_a_file = folder.path().join("file");
    fs::write(&in_a_file, "").unwrap();
    let blocked = SandboxOptions { out: in_a_file, ..good };
    assert!(matches!(
        generate(&blocked, &|_| ()),
        Err(olivine_sandbox::SandboxError::Write { .. })
    ));
}

#[test]
fn enrollments_add_up_over_every_grouping() {
    let folder = tempfile::tempdir().unwrap();
    let truth = generate(&options(folder.path(), 9), &|_| ()).unwrap();
    for day in &truth.enrollment {
        for groups in [&truth.enrollment_by_mode, &truth.enrollment_by_gender] {
            let same = groups
                .iter()
                .filter(|group| group.course_id == day.course_id && group.date == day.date);
            let sum = same.fold((0, 0), |sum, group| {
                (sum.0 + group.count, sum.1 + group.cumulative_count)
            });
            assert_eq!(sum, (day.count, day.cumulative_count));
        }
    }
    let rows: i64 = truth.location.iter().map(|row| row.cumulative_count).sum();
    assert_eq!(rows as u64, truth.lms_rows["student_courseenrollment"]);
    assert!(truth.summary.iter().any(|row| row.passing_users > 0), "somebody passes");
    assert!(
        truth
            .activity
            .iter()
            .any(|row| row.course_id.starts_with("library-v1:"))
    );
    assert!(truth.location.iter().any(|row| row.country_code.is_none()));
    assert!(
        truth
            .location
            .iter()
            .any(|row| row.country_code.as_deref() == Some("UNKNOWN"))
    );
}
