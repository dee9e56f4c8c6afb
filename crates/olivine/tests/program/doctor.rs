//! `olivine doctor` tries what the settings name, and says for each thing whether it works.

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use olivine_test_tools::quiet_port;

use crate::running::{olivine, on};

/// A site with these settings.
fn site(dir: &Path, settings: &str) -> PathBuf {
    let site = dir.join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    fs::write(site.join("olivine.toml"), settings).unwrap();
    site
}

/// What it finds, and its exit code.
fn looked(site: &Path, command: &[&str]) -> (String, Option<i32>) {
    let output = on(site, command);
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

/// The line that begins with this word and holds this text.
fn line<'a>(found: &'a str, mark: &str, what: &str) -> &'a str {
    let mut lines = found.lines();
    let line = lines.find(|line| line.starts_with(mark) && line.contains(what));
    line.unwrap_or_else(|| panic!("no `{mark}` with `{what}`: {found}"))
}

#[test]
fn values_that_cannot_work_are_found_without_asking_anybody() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(
        dir.path(),
        "[run]\nfrom = \"last summer\"\n[web]\nbind = \"8000\"\npublic_url = \"insights.example.org\"\nembed_key = \"file:key\"\n\
         embed_origins = [\"https://studio.example.org\"]\n[reports]\non = [\"enrollment.activty\"]\noff = [\"learners.roster\"]\n\
         [files]\nurl = \"ftp://files.example.org\"\n",
    );
    fs::write(site.join("key"), "short").unwrap();
    for (command, code) in [(&["doctor"][..], 1), (&["config", "lint"], 2)] {
        let (found, ended) = looked(&site, command);
        assert_eq!(ended, Some(code), "{found}");
        line(&found, "wrong", "`run.from`: `last summer` is no day");
        line(&found, "wrong", "`web.bind`: `8000`");
        line(&found, "wrong", "`web.public_url`: `insights.example.org`");
        line(&found, "wrong", "`web.embed_key`");
        line(&found, "wrong", "`reports.on`: there is no report `enrollment.activty`");
        assert!(found.contains("did you mean `enrollment.activity`?"), "{found}");
        assert!(!found.contains("learners.roster"), "{found}");
        line(&found, "wrong", "files for download: ftp://files.example.org");
    }
    let (found, _) = looked(
        &site,
        &["--set", "run.from=today", "--set", "run.to=yesterday", "doctor"],
    );
    line(&found, "wrong", "hold no day");
}

#[test]
fn logs_tables_and_countries_are_tried() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(
        dir.path(),
        "[ingest]\nsources = [\"logs\", \"gone\"]\n[lms]\ndatabase = \"lms\"\n[geo]\ndatabase = \"country.mmdb\"\n\
         [structure]\nurl = \"blocks\"\n",
    );
    for folder in ["logs", "lms", "blocks"] {
        fs::create_dir(site.join(folder)).unwrap();
    }
    fs::write(site.join("logs/tracking.log"), "{}\n").unwrap();
    fs::write(site.join("country.mmdb"), "no database").unwrap();
    fs::write(site.join("lms/auth_user.csv"), "id,username\n").unwrap();
    let (found, code) = looked(&site, &["doctor"]);
    assert_eq!(code, Some(1), "{found}");
    assert!(line(&found, "ok", "site/logs").contains("1 file,"), "{found}");
    line(&found, "wrong", "site/gone");
    line(&found, "ok", "LMS tables: 1 of 10 can be read");
    line(&found, "missing", "auth_user has no column email");
    line(&found, "missing", "auth_userprofile");
    line(&found, "missing", "course structures in the lake");
    assert!(line(&found, "wrong", "country database").contains("country.mmdb"));
}

#[test]
fn what_failed_is_told_with_its_cause() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(dir.path(), "");
    fs::write(site.join("data/lake"), "no folder").unwrap();
    let (found, code) = looked(&site, &["doctor"]);
    assert_eq!(code, Some(1), "{found}");
    assert!(line(&found, "wrong", "lake: ").contains("os error"), "{found}");
}

#[test]
fn a_database_and_an_api_that_do_not_answer_are_told() {
    let dir = tempfile::tempdir().unwrap();
    // Nobody listens there.
    let nobody = format!("127.0.0.1:{}", quiet_port().unwrap());
    let settings = format!(
        "[lms]\ndatabase = \"mysql://reader@{nobody}/edxapp\"\nurl = \"http://{nobody}\"\nclient_id = \"olivine\"\n\
         client_secret = \"file:secret\"\n"
    );
    let site = site(dir.path(), &settings);
    fs::write(site.join("secret"), "quiet").unwrap();
    let (found, code) = looked(&site, &["doctor"]);
    assert_eq!(code, Some(1), "{found}");
    line(&found, "wrong", "LMS tables: the LMS database cannot be reached");
    line(&found, "wrong", "service account of the LMS");
    assert!(found.contains("SOURCE-006") && found.contains("SOURCE-009"), "{found}");
    let (found, code) = looked(&site, &["config", "lint"]);
    assert_eq!(code, Some(0), "lint asks nobody: {found}");
}

#[test]
fn a_store_that_does_not_answer_is_told_by_doctor_and_not_asked_by_lint() {
    let dir = tempfile::tempdir().unwrap();
    // Whoever connects waits there for a word that never comes.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    silent.set_nonblocking(true).unwrap();
    let address = silent.local_addr().unwrap();
    let settings = format!(
        "[store]\nurl = \"mysql://olivine@{address}/olivine\"\n[catalog]\nurl = \"http://{address}/api/v1\"\n\
         [structure]\nurl = \"http://{address}\"\n"
    );
    let site = site(dir.path(), &settings);
    let (found, code) = looked(&site, &["config", "lint"]);
    assert_eq!(code, Some(0), "{found}");
    let nobody_came = silent.accept().unwrap_err().kind();
    assert_eq!(nobody_came, ErrorKind::WouldBlock, "lint asks nobody");
    for (what, place) in [("catalog", "/api/v1"), ("course structures", "")] {
        let told = format!("{what} at http://{address}{place}, which is not asked");
        line(&found, "ok", &told);
    }

    let (found, code) = looked(&site, &["doctor"]);
    assert_eq!(code, Some(1), "{found}");
    line(&found, "wrong", "result store: no answer within 10 seconds");
    assert_eq!(found.matches("no answer within").count(), 1, "{found}");
}

#[test]
fn each_line_is_told_while_the_next_thing_is_still_asked() {
    let dir = tempfile::tempdir().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let site = site(
        dir.path(),
        &format!("[store]\nurl = \"mysql://olivine@{address}/olivine\"\n"),
    );
    let began = Instant::now();
    let mut looking = olivine();
    looking.arg("-C").arg(&site).arg("doctor").stdout(Stdio::piped());
    let mut looking = looking.spawn().unwrap();
    let mut first = String::new();
    let mut lines = BufReader::new(looking.stdout.take().unwrap());
    lines.read_line(&mut first).unwrap();
    let waited = began.elapsed();
    looking.kill().unwrap();
    looking.wait().unwrap();
    line(&first, "ok", "settings of");
    assert!(
        waited < Duration::from_secs(10),
        "told only after the store: {waited:?}"
    );
}

#[test]
fn parameters_without_a_value_that_can_be_used_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let site = site(dir.path(), "[report.\"engagement.content\"]\nweeks = 0\n");
    let plugin = site.join("plugins/engagement-weekdays");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/plugins/engagement-weekdays");
    copy_folder(&example, &plugin);
    let manifest = plugin.join("report.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let bound = text.replace("[\"from\", \"to\"]", "[\"from\", \"to\", \"wanted\"]");
    assert_ne!(bound, text);
    let declared = "\n[param.wanted]\ntype = \"integer\"\ndoc = \"Learners wanted.\"\n";
    fs::write(&manifest, bound + declared).unwrap();

    let (found, code) = looked(&site, &["doctor"]);
    assert_eq!(code, Some(1), "{found}");
    line(&found, "wrong", "report.engagement.weekdays.wanted): has no value");
    line(
        &found,
        "wrong",
        "report.engagement.content.weeks): `0` is not 1 or more",
    );
    assert_eq!(found.matches("RUN-002").count(), 2, "{found}");

    let given = "[report.\"engagement.weekdays\"]\nwanted = 3\n";
    fs::write(site.join("olivine.toml"), given).unwrap();
    let (found, _) = looked(&site, &["doctor"]);
    assert!(!found.contains("RUN-002"), "{found}");
}

/// Copies a folder with what is in its folders.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
