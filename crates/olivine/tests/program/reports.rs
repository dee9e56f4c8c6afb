//! Reports as their authors and operators handle them: new, check, test, install, list, enable, disable, and a server that takes it up.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::commands::small_site;
use crate::running::{Served, done, hang_up, olivine, on, said, unwrapped, with_input};

/// A site without data.
fn empty_site(dir: &Path) -> PathBuf {
    let site = dir.join("site");
    assert!(olivine().arg("init").arg(&site).output().unwrap().status.success());
    site
}

/// Runs the program in a folder, without a site.
fn within(folder: &Path, arguments: &[&str]) -> Output {
    olivine().current_dir(folder).args(arguments).output().unwrap()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What the list says about a report.
fn listed(site: &Path, id: &str) -> Value {
    let all: Value = serde_json::from_str(&done(site, &["--json", "report", "list"])).unwrap();
    let line = all.as_array().unwrap().iter().find(|line| line["id"] == id);
    line.unwrap_or_else(|| panic!("{id} is not listed: {all}")).clone()
}

/// Asks until the answer has this status; a server takes changes up by itself.
async fn becomes(url: &str, token: &str, status: u16) {
    let client = reqwest::Client::new();
    let begin = Instant::now();
    loop {
        let asked = client.get(url).header("authorization", format!("Token {token}"));
        let found = asked.send().await.unwrap().status().as_u16();
        if found == status {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "{url} stays at {found}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[test]
fn a_new_report_passes_and_is_installed_as_folder_and_as_archive() {
    let dir = tempfile::tempdir().unwrap();
    let made = within(dir.path(), &["report", "new", "engagement.first_try"]);
    assert!(made.status.success(), "{}", said(&made));
    let folder = dir.path().join("engagement-first-try");
    let manifest = fs::read_to_string(folder.join("report.toml")).unwrap();
    assert!(manifest.starts_with("#:schema ../report.schema.json\n"));
    let schema: Value = serde_json::from_slice(&fs::read(dir.path().join("report.schema.json")).unwrap()).unwrap();
    assert!(schema["properties"]["audience"].is_object(), "{schema}");
    for command in ["check", "test"] {
        let output = within(dir.path(), &["report", command, "engagement-first-try"]);
        assert!(output.status.success(), "{}", said(&output));
    }
    let again = within(dir.path(), &["report", "new", "engagement.first_try"]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));

    let site = empty_site(dir.path());
    done(&site, &["report", "install", folder.to_str().unwrap()]);
    let line = listed(&site, "engagement.first_try");
    assert_eq!(
        (&line["state"], &line["version"], &line["plugin"]),
        (&"on".into(), &1.into(), &true.into())
    );
    assert!(site.join("plugins/engagement-first-try/report.toml").is_file());

    // A newer version comes as an archive and takes its place.
    fs::write(
        folder.join("report.toml"),
        manifest.replace("version  = 1", "version  = 2"),
    )
    .unwrap();
    let packed = std::process::Command::new("tar")
        .args(["czf", "new.tar.gz", "engagement-first-try"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(packed.status.success());
    let archive = dir.path().join("new.tar.gz");
    done(&site, &["report", "install", archive.to_str().unwrap()]);
    assert_eq!(listed(&site, "engagement.first_try")["version"], 2);
    assert_eq!(plugin_folders(&site), 1);
    let schema = site.join("plugins/report.schema.json");
    assert!(schema.is_file(), "editors look for it beside the folders");
}

#[test]
fn what_does_not_pass_is_not_installed() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let broken = repository().join("examples/plugins/performance-names");
    let refused = on(&site, &["report", "install", broken.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(!site.join("plugins").exists());

    // A case that gives other rows stops it, too.
    assert!(
        within(dir.path(), &["report", "new", "engagement.mine"])
            .status
            .success()
    );
    let case = dir.path().join("engagement-mine/cases/two-people.toml");
    let text = fs::read_to_string(&case).unwrap();
    fs::write(&case, text.replace("| 2      | 3", "| 2      | 4")).unwrap();
    let refused = within(dir.path(), &["-C", "site", "report", "install", "engagement-mine"]);
    let text = said(&refused);
    assert!(
        !refused.status.success() && text.contains("REPORT-005") && text.contains("two-people"),
        "{text}"
    );
    let failed = within(dir.path(), &["report", "test", "engagement-mine"]);
    assert_eq!(failed.status.code(), Some(1), "{}", said(&failed));
    fs::remove_file(&case).unwrap();
    let untested = within(dir.path(), &["report", "test", "engagement-mine"]);
    assert!(said(&untested).contains("there is no case"), "{}", said(&untested));
    let no_archive = dir.path().join("x.tar.gz");
    fs::write(&no_archive, "x").unwrap();
    let refused = on(&site, &["report", "install", no_archive.to_str().unwrap()]);
    assert!(said(&refused).contains("REPORT-004"), "{}", said(&refused));
}

#[test]
fn a_switch_is_kept_and_takes_everything_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let tasks = |site: &Path| done(site, &["tasks"]);
    assert!(tasks(&site).contains("forum_weekly"));
    done(&site, &["report", "disable", "engagement.forum"]);
    let line = listed(&site, "engagement.forum");
    assert_eq!(line["state"], "off");
    assert!(
        line["reason"]
            .as_str()
            .unwrap()
            .starts_with("switched off on the command line, 2"),
        "{line}"
    );
    assert!(!tasks(&site).contains("forum_weekly"));
    done(&site, &["report", "enable", "engagement.forum"]);
    assert_eq!(
        (
            &listed(&site, "engagement.forum")["state"],
            &listed(&site, "engagement.forum")["reason"]
        ),
        (&"on".into(), &"".into())
    );

    // The switch of the site comes before the settings, until both say the same.
    fs::write(site.join("olivine.toml"), "[reports]\noff = [\"engagement.forum\"]\n").unwrap();
    assert_eq!(
        listed(&site, "engagement.forum")["reason"],
        "off by the setting `reports.off`"
    );
    done(&site, &["report", "enable", "engagement.forum"]);
    assert_eq!(listed(&site, "engagement.forum")["state"], "on");
    done(&site, &["report", "disable", "engagement.forum"]);
    assert_eq!(
        listed(&site, "engagement.forum")["reason"],
        "off by the setting `reports.off`"
    );
    let unknown = on(&site, &["report", "enable", "engagement.nothing"]);
    assert!(said(&unknown).contains("MAIN-007"), "{}", said(&unknown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_takes_switches_and_plugins_up_without_losing_a_request() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    assert!(
        with_input(
            &site,
            &["user", "add", "anna", "--staff", "--people"],
            "olives-and-bread"
        )
        .status
        .success()
    );
    let token = done(&site, &["token", "create", "anna"]);
    let token = token.split_whitespace().last().unwrap().to_owned();
    let served = Served::start(&site);
    let forum = format!("{}/api/reports/engagement.forum/", served.url);
    becomes(&forum, &token, 200).await;

    // Somebody asks all the time; nothing of it is refused or broken off.
    let health = format!("{}/status/", served.url);
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let asking = tokio::spawn(async move {
        let client = reqwest::Client::new();
        let mut answers = 0;
        while !*stopped.borrow_and_update() {
            assert_eq!(client.get(&health).send().await.unwrap().status(), 200);
            answers += 1;
        }
        answers
    });

    done(&site, &["report", "disable", "engagement.forum"]);
    becomes(&forum, &token, 404).await;
    done(&site, &["report", "enable", "engagement.forum"]);
    becomes(&forum, &token, 200).await;

    let weekdays = format!("{}/api/reports/engagement.weekdays/", served.url);
    becomes(&weekdays, &token, 404).await;
    let example = repository().join("examples/plugins/engagement-weekdays");
    done(&site, &["report", "install", example.to_str().unwrap()]);
    becomes(&weekdays, &token, 200).await;

    // Settings are read again when it is told to, and only when they can be used.
    fs::write(site.join("olivine.toml"), "[reports]\noff = 5\n").unwrap();
    served.hang_up();
    tokio::time::sleep(Duration::from_millis(500)).await;
    becomes(&forum, &token, 200).await;
    fs::write(site.join("olivine.toml"), "[reports]\noff = [\"engagement.forum\"]\n").unwrap();
    served.hang_up();
    becomes(&forum, &token, 404).await;
    becomes(&weekdays, &token, 200).await;

    stop.send(true).unwrap();
    assert!(asking.await.unwrap() > 10);
}

/// A server reads its secrets while it opens the site. From a pipe it can do so only when somebody writes there: until then it is known
/// to be opening the site.
#[test]
fn a_hang_up_while_the_site_is_opened_ends_no_server() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let pipe = site.join("key");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::write(site.join("olivine.toml"), "[web]\nembed_key = \"file:key\"\n").unwrap();
    let served = Served::start_while(&site, "127.0.0.1:0", |server| {
        let mut key = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
        hang_up(server);
        // A server that has ended reads nothing; that it has is seen when nothing is served.
        let _ = key.write_all(b"a key that is long enough to sign links");
    });
    assert!(served.url.starts_with("http://127.0.0.1:"));
}

/// Folders that hold a report, below one.
fn report_folders(below: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(below).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("report.toml").is_file()).collect();
    folders.sort();
    folders
}

/// What the check of a folder is to say: the lines of its README below "says:", or that it passes.
fn promised(folder: &Path) -> Option<Vec<String>> {
    let readme = fs::read_to_string(folder.join("README.md")).ok()?;
    let (_, behind) = readme.split_once("says:\n\n```text\n")?;
    let (lines, _) = behind.split_once("```")?;
    Some(lines.lines().map(str::to_owned).collect())
}

#[test]
fn every_report_passes_or_fails_as_its_readme_says() {
    let root = repository();
    let mut folders = report_folders(&root.join("reports"));
    assert!(folders.len() >= 26, "{}", folders.len());
    let examples = report_folders(&root.join("examples/plugins"));
    assert_eq!(examples.len(), 3);
    folders.extend(examples);
    let mut wrong = Vec::new();
    for folder in &folders {
        let output = within(&root, &["report", "check", folder.to_str().unwrap()]);
        match promised(folder) {
            None if output.status.success() => {}
            None => wrong.push(format!("{}: {}", folder.display(), said(&output))),
            Some(lines) => {
                let text = unwrapped(&said(&output));
                for line in lines.iter().filter(|line| !text.contains(&unwrapped(line))) {
                    wrong.push(format!("{} does not say {line:?}: {text}", folder.display()));
                }
                if output.status.success() {
                    wrong.push(format!("{} passes", folder.display()));
                }
            }
        }
        let readme = fs::read_to_string(folder.join("README.md")).unwrap_or_default();
        if readme.contains("report test") {
            let output = within(&root, &["report", "test", folder.to_str().unwrap()]);
            if !output.status.success() {
                wrong.push(format!("{}: {}", folder.display(), said(&output)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_site_with_the_examples_works_and_shows_what_is_broken() {
    let dir = tempfile::tempdir().unwrap();
    let site = empty_site(dir.path());
    let examples = repository().join("examples/plugins");
    let text = format!("[reports]\nplugins = [{:?}]\n", examples.canonicalize().unwrap());
    fs::write(site.join("olivine.toml"), text).unwrap();
    for (id, state) in [
        ("engagement.weekdays", "on"),
        ("learners.quiet", "on"),
        ("performance.names", "broken"),
        ("engagement.forum", "on"),
    ] {
        assert_eq!(listed(&site, id)["state"], state, "{id}");
    }
    let broken = listed(&site, "performance.names");
    assert!(
        broken["reason"].as_str().unwrap().contains("learner_roster")
            || broken["reason"].as_str().unwrap().contains("username"),
        "{broken}"
    );
    let doctor = on(&site, &["doctor"]);
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("performance.names"));
    let tasks = done(&site, &["tasks"]);
    assert!(
        tasks.contains("quiet_learners") && tasks.contains("weekday_activity") && !tasks.contains("failed_attempts")
    );
}

#[test]
fn a_plugin_whose_sql_broke_is_switched_off_until_it_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    let example = repository().join("examples/plugins/engagement-weekdays");
    done(&site, &["report", "install", example.to_str().unwrap()]);
    done(&site, &["ingest"]);
    let file = site.join("plugins/engagement-weekdays/weekdays.sql");
    let sql = fs::read_to_string(&file).unwrap();
    fs::write(&file, sql.replace("facts_activity", "facts_activty")).unwrap();
    let failed = on(&site, &["run", "engagement.weekdays"]);
    assert_eq!(failed.status.code(), Some(30), "{}", said(&failed));
    let line = listed(&site, "engagement.weekdays");
    assert_eq!(line["state"], "off");
    assert!(line["reason"].as_str().unwrap().contains("facts_activty"), "{line}");
    fs::write(&file, sql).unwrap();
    assert_eq!(listed(&site, "engagement.weekdays")["state"], "on");
    done(&site, &["run", "engagement.weekdays"]);
}

#[test]
fn a_stopped_plugin_is_tried_again_when_its_limits_or_its_files_change() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    let example = repository().join("examples/plugins/engagement-weekdays");
    done(&site, &["report", "install", example.to_str().unwrap()]);
    done(&site, &["ingest"]);
    let narrow = ["--set", "reports.task_rows=1"];
    let state = |settings: &[&str]| -> Value {
        let command = [settings, &["--json", "report", "list"]].concat();
        let all: Value = serde_json::from_str(&done(&site, &command)).unwrap();
        let line = all
            .as_array()
            .unwrap()
            .iter()
            .find(|line| line["id"] == "engagement.weekdays");
        line.unwrap().clone()
    };
    let stopped = on(&site, &[&narrow[..], &["run", "engagement.weekdays"]].concat());
    assert_eq!(stopped.status.code(), Some(30), "{}", said(&stopped));
    let line = state(&narrow);
    assert_eq!(line["state"], "off");
    let reason = line["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("stopped in run ") && reason.contains("more than 1 rows (RUN-031)"),
        "{reason}"
    );
    let looked = on(&site, &[&narrow[..], &["doctor"]].concat());
    let looked = String::from_utf8(looked.stdout).unwrap();
    assert!(
        looked.contains("engagement.weekdays is off: stopped in run"),
        "{looked}"
    );

    // The limits are wider again: so it is on, and runs.
    assert_eq!(state(&[])["state"], "on");
    done(&site, &["run", "engagement.weekdays"]);

    // A changed file may have mended it, too; what somebody switches off stays off.
    assert_eq!(state(&narrow)["state"], "off");
    let manifest = site.join("plugins/engagement-weekdays/README.md");
    fs::write(&manifest, "Mended.\n").unwrap();
    assert_eq!(state(&narrow)["state"], "on");
    done(&site, &["report", "disable", "engagement.weekdays"]);
    assert_eq!(state(&[])["state"], "off");
    assert_eq!(state(&narrow)["state"], "off");
}

/// How many plugins stand in the folder of the site.
fn plugin_folders(site: &Path) -> usize {
    let entries = fs::read_dir(site.join("plugins")).unwrap();
    entries.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn a_removed_plugin_leaves_its_numbers_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    let example = repository().join("examples/plugins/engagement-weekdays");
    let checked = within(dir.path(), &["report", "check", example.to_str().unwrap()]);
    assert!(
        said(&checked).contains("1 task, 1 query, 1 section"),
        "{}",
        said(&checked)
    );
    done(&site, &["report", "install", example.to_str().unwrap()]);
    done(&site, &["ingest"]);
    done(&site, &["run", "engagement.weekdays"]);
    let built_in = on(&site, &["report", "remove", "engagement.forum"]);
    assert_eq!(built_in.status.code(), Some(2), "{}", said(&built_in));
    let told = unwrapped(&said(&built_in));
    assert!(told.contains("report disable engagement.forum"), "{told}");
    let removed = on(&site, &["report", "remove", "engagement.weekdays"]);
    assert!(removed.status.success(), "{}", said(&removed));
    assert!(said(&removed).contains("weekday_activity"), "{}", said(&removed));
    assert_eq!(plugin_folders(&site), 0);
    assert!(!done(&site, &["report", "list"]).contains("engagement.weekdays"));
    done(&site, &["query", "select count(*) as n from weekday_activity"]);
    let twice = on(&site, &["report", "remove", "engagement.weekdays"]);
    assert!(said(&twice).contains("MAIN-007"), "{}", said(&twice));

    // One whose manifest cannot be read goes by the name of its folder; one of another folder is left alone.
    fs::create_dir(site.join("plugins/broken")).unwrap();
    fs::write(site.join("plugins/broken/report.toml"), "id = 5").unwrap();
    done(&site, &["report", "remove", "broken"]);
    let text = format!(
        "[reports]\nplugins = [\"plugins\", {:?}]\n",
        example.canonicalize().unwrap()
    );
    fs::write(site.join("olivine.toml"), text).unwrap();
    let elsewhere = on(&site, &["report", "remove", "engagement.weekdays"]);
    assert_eq!(elsewhere.status.code(), Some(2), "{}", said(&elsewhere));
    assert!(example.join("report.toml").is_file());
}
