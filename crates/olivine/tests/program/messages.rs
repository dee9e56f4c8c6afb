//! What the program says to people: codes of what was mistyped, hints that can be typed as they stand, short answers.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use olivine_test_tools::missing;
use serde_json::Value;

use crate::commands::small_site;
use crate::running::{done, olivine, on, said, unwrapped, with_input};

fn empty_site(dir: &Path) -> PathBuf {
    let site = dir.join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    site
}

#[test]
fn a_mistyped_command_has_a_code_and_help_has_none() {
    for arguments in [&["run", "--nonsense"][..], &["rnu"], &["token", "revoke", "x"]] {
        let output = olivine().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            said(&output).contains("MAIN-004: See"),
            "{arguments:?}: {}",
            said(&output)
        );
    }
    for arguments in [&["--help"][..], &["--version"], &["help", "run"]] {
        let output = olivine().args(arguments).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn hints_can_be_typed_as_they_stand() {
    let dir = tempfile::tempdir().unwrap();
    let made = olivine()
        .current_dir(dir.path())
        .args(["init", "my site"])
        .output()
        .unwrap();
    let told = said(&made);
    assert!(told.contains("olivine -C 'my site' doctor"), "{told}");
    assert!(told.contains("edit 'my site/olivine.toml'"), "{told}");
    let here = olivine().current_dir(dir.path()).arg("init").output().unwrap();
    let told = said(&here);
    assert!(told.contains("  olivine doctor\n") && !told.contains("-C"), "{told}");
}

#[test]
fn questions_that_cannot_be_answered_say_why() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let slip = on(&site, &["query", "selec 1"]);
    assert!(said(&slip).contains("`select`"), "{}", said(&slip));
    let empty = on(&site, &["query", "--on", "lake", "select count(*) from events"]);
    assert_eq!(empty.status.code(), Some(20), "{}", said(&empty));
    assert!(said(&empty).contains("MAIN-010"), "{}", said(&empty));
    done(&site, &["query", "--on", "lake", "select 1"]);
}

#[test]
fn accounts_are_told_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let added = on(&site, &["user", "add", "--no-password", "bot"]);
    assert!(!said(&added).contains("can sign in"), "{}", said(&added));
    done(&site, &["user", "disable", "bot"]);
    let refused = on(&site, &["token", "create", "bot"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    let told = unwrapped(&said(&refused));
    assert!(told.contains("olivine user enable bot"), "{told}");
    done(&site, &["user", "enable", "bot"]);
    done(&site, &["token", "create", "bot"]);
    // Nothing is published yet, so that no course can be known.
    let added = with_input(
        &site,
        &["user", "add", "ann", "--course", "a/b/c"],
        "long enough a word",
    );
    assert!(!said(&added).contains("a/b/c"), "{}", said(&added));
    let blind = with_input(&site, &["user", "add", "bob"], "long enough a word");
    let told = said(&blind);
    assert!(told.contains("`olivine user set bob --course COURSE_ID`"), "{told}");
}

#[test]
fn a_report_that_is_switched_off_names_those_that_go_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let off = said(&on(&site, &["report", "disable", "enrollment.activity"]));
    assert!(
        off.contains("Left out with it, until `olivine report enable enrollment.activity`:\n"),
        "{off}"
    );
    assert!(
        off.contains("which is broken itself") && !off.contains("no task makes"),
        "{off}"
    );
    let back = said(&on(&site, &["report", "enable", "enrollment.activity"]));
    assert!(!back.contains("Left out"), "{back}");
}

#[test]
fn an_empty_lake_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let status = on(&empty_site(dir.path()), &["lake", "status"]);
    assert!(status.status.success() && status.stdout.is_empty());
    assert!(said(&status).contains("holds nothing yet"), "{}", said(&status));
}

#[test]
fn courses_without_numbers_are_told_and_a_run_is_shown_in_short() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    for command in [&["ingest"][..], &["import", "lms"], &["run"]] {
        done(&site, command);
    }
    let sql = "select course_id from course_meta_summary_enrollment limit 1";
    let rows: Value = serde_json::from_str(&done(&site, &["query", "--format", "json", sql])).unwrap();
    let course = rows[0]["course_id"].as_str().unwrap();
    let known = on(&site, &["user", "add", "--no-password", "ann", "--course", course]);
    assert!(!said(&known).contains("no numbers"), "{}", said(&known));
    for command in [
        &["user", "add", "--no-password", "bob", "--course", "a/b/typo"][..],
        &["user", "set", "ann", "--course", "a/b/typo"],
        &["token", "create", "ann", "--course", "a/b/typo"],
    ] {
        let unknown = on(&site, command);
        assert!(unknown.status.success(), "{}", said(&unknown));
        assert!(
            said(&unknown).contains("no numbers of a course `a/b/typo`"),
            "{}",
            said(&unknown)
        );
    }

    let short = done(&site, &["runs", "show", "last"]);
    assert!(
        short.starts_with("Run ") && short.contains("course_activity"),
        "{short}"
    );
    let whole: Value = serde_json::from_str(&done(&site, &["--json", "runs", "show", "last"])).unwrap();
    assert!(whole["detail"]["tasks"].is_array());
    assert!(short.len() < whole.to_string().len(), "{}", short.len());
    done(&site, &["run"]);
    let idle = done(&site, &["runs", "show", "last"]);
    assert!(idle.contains("skipped") && idle.lines().count() < 10, "{idle}");
    // The command for the rest can be typed as it stands.
    let latest: Value = serde_json::from_str(&done(&site, &["--json", "runs", "show", "last"])).unwrap();
    let rest = format!("`olivine --json runs show {}`", latest["id"].as_str().unwrap());
    assert!(idle.contains(&rest), "{idle}");
}

/// Whether a terminal of this name shows what is typed there.
fn is_shown_at(terminal: &str) -> bool {
    let output = Command::new("stty").args(["-F", terminal, "-a"]).output().unwrap();
    assert!(output.status.success(), "{terminal}: {}", said(&output));
    let settings = String::from_utf8_lossy(&output.stdout);
    !settings.split_whitespace().any(|setting| setting == "-echo")
}

/// A password is typed at a terminal, which `script` is to the program.
#[test]
fn a_password_is_not_shown_as_it_is_typed() {
    if !Path::new("/usr/bin/script").exists() {
        missing("/usr/bin/script");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let command = format!(
        "tty; {} -C {} user add ann --staff",
        env!("CARGO_BIN_EXE_olivine"),
        site.display()
    );
    let mut terminal = Command::new("/usr/bin/script")
        .args(["-qec", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = Vec::new();
    let mut out = terminal.stdout.take().unwrap();
    let mut byte = [0];
    while !String::from_utf8_lossy(&shown).contains("as you type") && out.read(&mut byte).unwrap() > 0 {
        shown.extend(byte);
    }
    // The showing is switched off right after these words.
    let name = String::from_utf8_lossy(&shown)
        .lines()
        .next()
        .unwrap()
        .trim()
        .to_owned();
    let begun = Instant::now();
    while is_shown_at(&name) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{name} shows what is typed");
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut keys = terminal.stdin.take().unwrap();
    keys.write_all(b"olives and bread\n").unwrap();
    out.read_to_end(&mut shown).unwrap();
    assert!(terminal.wait().unwrap().success());
    let text = String::from_utf8_lossy(&shown);
    assert!(text.contains("ann can sign in") && !text.contains("olives"), "{text}");
    drop(keys);
    fs::remove_dir_all(&site).unwrap();
}
