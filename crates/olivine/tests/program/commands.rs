//! Commands from an empty folder on, and what they answer when something is wrong.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::running::{done, olivine, on, said, with_input};

/// A made-up site of small size, and the folder of an Olivine site over it.
pub fn small_site(dir: &Path) -> std::path::PathBuf {
    let sandbox = dir.join("sandbox");
    let made = olivine()
        .args([
            "sandbox",
            "generate",
            "--courses",
            "3",
            "--learners",
            "60",
            "--days",
            "12",
            "--seed",
            "5",
            "--out",
        ])
        .arg(&sandbox)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let site = dir.join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let text = "[ingest]\nsources = [\"../sandbox/logs\"]\n[lms]\ndatabase = \"../sandbox/lms\"\n[catalog]\nurl = \"../sandbox/catalog\"\n\
                [structure]\nurl = \"../sandbox/structure\"\n                [geo]\ndatabase = \"../sandbox/country.mmdb\"\n";
    fs::write(site.join("olivine.toml"), text).unwrap();
    site
}

#[test]
fn from_an_empty_folder_to_numbers_that_equal_the_truth() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    let truth: Value = serde_json::from_slice(&fs::read(dir.path().join("sandbox/truth.json")).unwrap()).unwrap();

    let taken: Value = serde_json::from_str(&done(&site, &["--json", "ingest"])).unwrap();
    // A whole copy of a file is recognised and not read, so the lines can be fewer than were written; the events are not.
    assert_eq!(taken["events"], truth["events"]);
    let number = |name: &str| taken[name].as_u64().unwrap();
    let dead: u64 = taken["dead_letters"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_u64)
        .sum();
    assert_eq!(
        number("lines"),
        number("events") + number("duplicates") + number("noise") + dead
    );
    done(&site, &["import", "lms"]);
    let plan: Value = serde_json::from_str(&done(&site, &["--json", "run", "--dry-run"])).unwrap();
    assert!(
        plan.as_array()
            .unwrap()
            .iter()
            .all(|step| step["reason"]["kind"] != "current")
    );
    done(&site, &["run"]);

    // Nothing changed: nothing is read, nothing is computed, and a script can tell.
    let again: Value = serde_json::from_str(&done(&site, &["--json", "ingest"])).unwrap();
    assert_eq!(again["events"], 0);
    let unchanged = on(&site, &["run", "--fail-if-unchanged"]);
    assert_eq!(unchanged.status.code(), Some(25), "{}", said(&unchanged));

    let total = "select sum(\"count\") as n from course_meta_summary_enrollment";
    let answer: Value = serde_json::from_str(&done(&site, &["query", "--format", "json", total])).unwrap();
    let expected: i64 = truth["summary"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["count"].as_i64().unwrap())
        .sum();
    assert_eq!(answer[0]["n"].as_i64(), Some(expected));
    let events = done(
        &site,
        &[
            "query",
            "--on",
            "lake",
            "--format",
            "csv",
            "select count(*) as n from events",
        ],
    );
    assert_eq!(
        events.lines().nth(1).map(str::to_owned),
        Some(truth["events"].to_string())
    );

    let looked = on(&site, &["doctor"]);
    assert!(looked.status.success(), "{}", String::from_utf8_lossy(&looked.stdout));
}

#[test]
fn a_lost_store_comes_back_from_its_back_up() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    done(&site, &["ingest"]);
    done(&site, &["run", "enrollment_daily"]);
    let total = [
        "query",
        "--format",
        "csv",
        "select sum(\"count\") as n from course_enrollment_daily",
    ];
    let before = done(&site, &total);
    let kept = site.join("kept");
    let kept = kept.to_str().unwrap();
    done(&site, &["backup", "create", kept]);
    done(&site, &["backup", "verify", kept]);
    let there = on(&site, &["backup", "restore", kept]);
    assert!(!there.status.success(), "a store in use was written over");
    assert!(said(&there).contains("STORE-030"), "{}", said(&there));

    for file in fs::read_dir(site.join("data")).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() && path.to_string_lossy().contains(".db") {
            fs::remove_file(path).unwrap();
        }
    }
    // Whoever looks meanwhile has the files made anew, with nothing in them.
    done(&site, &["user", "list"]);
    done(&site, &["backup", "restore", kept]);
    assert_eq!(done(&site, &total), before);

    let file = Path::new(kept).join("results.db");
    let mut content = fs::read(&file).unwrap();
    let middle = content.len() / 2;
    content[middle] ^= 1;
    fs::write(&file, content).unwrap();
    let damaged = on(&site, &["backup", "verify", kept]);
    assert!(!damaged.status.success(), "a damaged back-up passed");
}

#[test]
fn a_question_can_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    done(&site, &["ingest"]);
    for statement in [
        "drop table events",
        "create table x as select 1",
        "copy events to 'x.csv'",
        "select 1; select 2",
    ] {
        let output = on(&site, &["query", "--on", "lake", statement]);
        assert!(!output.status.success(), "{statement}");
    }
    for statement in [
        "drop table olivine_published",
        "delete from olivine_published",
        "pragma journal_mode = delete",
    ] {
        let output = on(&site, &["query", statement]);
        assert!(!output.status.success(), "{statement}");
    }
}

#[test]
fn a_question_without_an_answer_leaves_the_file_of_the_last_one() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    let file = dir.path().join("answer.csv");
    let out = file.to_str().unwrap();
    for place in ["results", "lake"] {
        let ask = |sql: &str| on(&site, &["query", "--on", place, "--format", "csv", "--out", out, sql]);
        assert!(ask("select 1 as n").status.success(), "{place}");
        let before = fs::read_to_string(&file).unwrap();
        assert!(before.contains('1'), "{place}: {before}");
        assert!(!ask("select n from nowhere").status.success(), "{place}");
        assert_eq!(fs::read_to_string(&file).unwrap(), before, "{place}");
    }
}

#[test]
fn what_is_wrong_is_said_with_code_and_hint() {
    let dir = tempfile::tempdir().unwrap();
    let nothing = on(dir.path(), &["run"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(
        said(&nothing).contains("SITE-001") && said(&nothing).contains("olivine init"),
        "{}",
        said(&nothing)
    );

    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let twice = olivine().arg("init").arg(&site).output().unwrap();
    assert_eq!(twice.status.code(), Some(2), "{}", said(&twice));

    let absent = on(&site, &["ingest", "/nowhere/tracking.log"]);
    assert_eq!(absent.status.code(), Some(20), "{}", said(&absent));

    let mistyped = on(&site, &["--set", "lake.urll=x", "lake", "status"]);
    assert!(said(&mistyped).contains("lake.url"), "{}", said(&mistyped));

    let unknown = on(&site, &["run", "course_activty"]);
    assert!(said(&unknown).contains("course_activity"), "{}", said(&unknown));

    let no_lms = on(&site, &["run"]);
    assert_eq!(no_lms.status.code(), Some(30), "{}", said(&no_lms));
    assert!(said(&no_lms).contains("RUN-001"), "{}", said(&no_lms));
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let logs = dir.path().join("logs");
    fs::create_dir(&logs).unwrap();
    fs::write(
        logs.join("tracking.log-20240101"),
        "{\"time\":\"2024-01-01T00:00:00\"}\n",
    )
    .unwrap();
    fs::write(logs.join("tracking.log-20240102.gz"), b"\x1f\x8b\x08\x00broken").unwrap();
    std::os::unix::fs::symlink("circle.log", logs.join("circle.log")).unwrap();
    let output = on(&site, &["ingest", logs.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("tracking.log-20240102.gz"), "{}", said(&output));
    assert!(said(&output).contains("circle.log (LAKE-008)"), "{}", said(&output));
    assert!(said(&output).contains("1 event new"), "{}", said(&output));
}

#[test]
fn dead_letters_become_events_once_their_days_are_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let log = dir.path().join("tracking.log-20240101");
    let lines = [
        "{\"time\":\"2023-12-31T00:00:00\"}",
        "{\"time\":\"2024-01-01T00:00:00\"}",
        "{\"cut",
    ];
    fs::write(&log, lines.join("\n") + "\n").unwrap();
    let taken = on(
        &site,
        &["--set", "lake.accept_from=2024-01-01", "ingest", log.to_str().unwrap()],
    );
    assert!(said(&taken).contains("1 event new"), "{}", said(&taken));

    let unknown = on(&site, &["lake", "replay", "--reason", "bad_jsn"]);
    assert_eq!(unknown.status.code(), Some(2), "{}", said(&unknown));
    assert!(said(&unknown).contains("bad_json"), "{}", said(&unknown));
    let replay = |arguments: &[&str]| -> Value {
        let mut all = vec!["--json", "lake", "replay"];
        all.extend_from_slice(arguments);
        serde_json::from_str(&done(&site, &all)).unwrap()
    };
    let foretold = replay(&["--dry-run"]);
    assert_eq!((&foretold["lines"], &foretold["events"]), (&2.into(), &1.into()));
    let cut = replay(&["--reason", "bad_json"]);
    assert_eq!((&cut["lines"], &cut["events"]), (&1.into(), &0.into()));

    let lock = fs::File::create(site.join("data/lake/.lock")).unwrap();
    lock.lock().unwrap();
    let held = on(&site, &["lake", "replay"]);
    assert_eq!(held.status.code(), Some(10), "{}", said(&held));
    drop(lock);
    let read = on(&site, &["lake", "replay"]);
    assert!(read.status.success(), "{}", said(&read));
    assert!(said(&read).contains("2 dead letters read again"), "{}", said(&read));
    assert!(said(&read).contains("1 event new"), "{}", said(&read));
    assert!(said(&read).contains("1 still dead letters"), "{}", said(&read));
    let again = replay(&[]);
    assert_eq!((&again["lines"], &again["events"]), (&1.into(), &0.into()));
    let status: Value = serde_json::from_str(&done(&site, &["--json", "lake", "status"])).unwrap();
    assert_eq!(status["totals"]["events"], 2);
    assert_eq!(status["totals"]["dead_letters"], 1);
    assert_eq!(status["tables"]["dead_letters"]["rows"], 1);
}

#[test]
fn accounts_and_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let short = with_input(&site, &["user", "add", "ann", "--staff"], "short");
    assert!(!short.status.success());
    let added = with_input(&site, &["user", "add", "ann", "--staff"], "a long enough password");
    assert!(added.status.success(), "{}", said(&added));
    let token = done(&site, &["token", "create", "ann", "--label", "notebook"]);
    let listed = done(&site, &["--json", "token", "list"]);
    assert!(
        listed.contains("notebook") && !listed.contains(token.trim()),
        "{listed}"
    );
    let nobody = on(&site, &["token", "create", "bob"]);
    assert!(!nobody.status.success());
    let taken_over = &["token", "import", "ann", "--label", "old scripts", "--days", "30"];
    let imported = with_input(&site, taken_over, "0123456789abcdef0123456789abcdef01234567");
    assert!(imported.status.success(), "{}", said(&imported));
    let tokens: Value = serde_json::from_str(&done(&site, &["--json", "token", "list"])).unwrap();
    assert_eq!(tokens[1]["label"], "old scripts");
    assert!(tokens[1]["expires"].is_string() && tokens[0]["expires"].is_null());
    assert!(
        !with_input(&site, &["token", "import", "ann"], "too short")
            .status
            .success()
    );

    let account = || -> Value {
        let all: Value = serde_json::from_str(&done(&site, &["--json", "user", "list"])).unwrap();
        all[0].clone()
    };
    done(
        &site,
        &[
            "user",
            "set",
            "ann",
            "--staff",
            "false",
            "--course",
            "course-v1:A+B+C",
            "--course",
            "d/e/f",
        ],
    );
    let (is_staff, courses) = (account()["staff"].clone(), account()["courses"].clone());
    assert_eq!(
        (is_staff, courses),
        (false.into(), serde_json::json!(["course-v1:A+B+C", "d/e/f"]))
    );
    done(&site, &["user", "set", "ann", "--no-courses"]);
    assert_eq!(account()["courses"], serde_json::json!([]));
    let both = on(&site, &["user", "set", "ann", "--no-courses", "--course", "d/e/f"]);
    assert_eq!(both.status.code(), Some(2), "{}", said(&both));

    done(&site, &["user", "remove", "ann"]);
    assert_eq!(account(), Value::Null);
    assert!(!done(&site, &["--json", "token", "list"]).contains("notebook"));
    assert!(!on(&site, &["user", "remove", "ann"]).status.success());
}

#[test]
fn migrations_have_a_way_back() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    done(&site, &["user", "list"]);
    assert!(!done(&site, &["db", "plan"]).contains("runs at the next start"));
    done(&site, &["db", "migrate", "--back-to", "5"]);
    assert!(done(&site, &["db", "plan"]).contains("runs at the next start"));
    done(&site, &["db", "migrate"]);
    assert!(!done(&site, &["db", "plan"]).contains("runs at the next start"));
}

#[test]
fn going_back_takes_nothing_away_that_was_not_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    done(&site, &["report", "enable", "learners.roster"]);
    let asked = on(&site, &["db", "migrate", "--back-to", "3"]);
    assert_eq!(asked.status.code(), Some(2), "{}", said(&asked));
    assert!(
        said(&asked).contains("STORE-032") && said(&asked).contains("olivine_value:"),
        "{}",
        said(&asked)
    );
    assert!(!done(&site, &["db", "plan"]).contains("runs at the next start"));

    done(&site, &["db", "migrate", "--back-to", "3", "--lose-data"]);
    assert!(done(&site, &["db", "plan"]).contains("runs at the next start"));
    done(&site, &["db", "status"]);
    done(&site, &["db", "migrate"]);
    assert!(!done(&site, &["db", "plan"]).contains("runs at the next start"));
}

#[test]
fn settings_that_do_not_exist_are_named_and_end_with_the_code_of_wrong_settings() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let output = on(&site, &["config", "explain", "web.bnd"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `web.bind`"), "{}", said(&output));

    let text = "[report.\"engagement.content\"]\nweeks = 30\n";
    fs::write(site.join("olivine.toml"), text).unwrap();
    let output = on(&site, &["config", "lint"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );

    let text = "[report.\"engagement.content\"]\nweks = 30\n[report.engagement.nothing]\nweeks = 1\n";
    fs::write(site.join("olivine.toml"), text).unwrap();
    let output = on(&site, &["config", "lint"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("did you mean `weeks`?"), "{told}");
    assert!(told.contains("there is no report `engagement.nothing`"), "{told}");
}

#[test]
fn settings_are_explained_with_their_origin() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    let output = olivine()
        .arg("-C")
        .arg(&site)
        .args(["--json", "--set", "engine.threads=3", "config", "explain", "engine"])
        .env("OLIVINE_ENGINE__MEMORY_MIB", "300")
        .output()
        .unwrap();
    let explained: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |key: &str| {
        explained
            .as_array()
            .unwrap()
            .iter()
            .find(|setting| setting["key"] == key)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (
            of("engine.threads")["value"].clone(),
            of("engine.threads")["origin"].clone()
        ),
        ("3".into(), "command line".into())
    );
    assert_eq!(
        (
            of("engine.memory_mib")["value"].clone(),
            of("engine.memory_mib")["origin"].clone()
        ),
        ("300".into(), "environment".into())
    );
    assert_eq!(of("engine.spill_dir")["origin"], "default");
}
