use std::collections::BTreeSet;
use std::fs;

use olivine_failure::Failing;
use olivine_report::Registry;

use super::{SettingsError, Site, entries, example_file};

fn site(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("olivine.toml"), text).unwrap();
    dir
}

fn open(text: &str, overrides: &[&str]) -> Result<Site, SettingsError> {
    let dir = site(text);
    Site::open(
        dir.path(),
        &overrides.iter().map(|pair| (*pair).to_owned()).collect::<Vec<_>>(),
    )
}

#[test]
fn default_holds_when_nothing_is_set() {
    let site = open("", &[]).unwrap();
    assert_eq!(site.settings.web.bind, "127.0.0.1:8000");
    assert_eq!(site.origin("web.bind"), "default");
}

#[test]
fn site_file_wins_over_default_and_command_line_over_file() {
    let site = open("[web]\nbind = \"0.0.0.0:80\"\n", &[]).unwrap();
    assert_eq!(site.settings.web.bind, "0.0.0.0:80");
    assert!(site.origin("web.bind").ends_with("olivine.toml"));

    let site = open(
        "[web]\nbind = \"0.0.0.0:80\"\nsession_hours = 3\n",
        &["web.bind=127.0.0.1:9", "engine.threads=2"],
    )
    .unwrap();
    assert_eq!(site.settings.web.bind, "127.0.0.1:9");
    assert_eq!(site.settings.web.session_hours, 3);
    assert_eq!(site.settings.engine.threads, 2);
    assert_eq!(site.origin("web.bind"), "command line");
}

#[test]
fn unknown_key_is_refused_with_a_suggestion() {
    let error = open("[lake]\nduplicate = true\n", &[]).unwrap_err();
    assert_eq!(error.failure().code, "SITE-002");
    let text = error.to_string();
    assert!(
        text.contains("lake.duplicate") && text.contains("lake.deduplicate"),
        "{text}"
    );
}

#[test]
fn unknown_section_is_refused() {
    let error = open("[lakes]\nurl = \"x\"\n", &[]).unwrap_err();
    assert!(error.to_string().contains("did you mean `lake`"), "{error}");
}

#[test]
fn wrong_type_names_the_setting() {
    let error = open("[engine]\nthreads = \"many\"\n", &[]).unwrap_err();
    assert!(error.to_string().contains("engine.threads"), "{error}");
}

#[test]
fn wrong_types_are_told_in_words() {
    for (text, told) in [
        (
            "[run]\nfrom = 2026-01-01\n",
            "expected text in quotes, found a section, or a day without quotes",
        ),
        (
            "[run]\nevery_minutes = \"5\"\n",
            "expected a whole number, not below 0, found the text \"5\"",
        ),
        (
            "[run]\nevery_minutes = -5\n",
            "expected a whole number, not below 0, found `-5`",
        ),
        ("[web]\nbind = 8000\n", "expected text in quotes, found `8000`"),
        (
            "[reports]\noff = \"x\"\n",
            "expected a list in brackets, found the text \"x\"",
        ),
    ] {
        let error = open(text, &[]).unwrap_err();
        assert_eq!(error.failure().code, "SITE-003");
        assert!(error.to_string().ends_with(told), "{text}: {error}");
    }
}

#[test]
fn a_site_file_that_is_no_toml_is_told_as_a_whole() {
    let error = open("[web]\nbind = \"127.0.0.1:80\"\n[web]\n", &[]).unwrap_err();
    assert_eq!(error.failure().code, "SITE-006");
    let text = error.to_string();
    assert!(text.contains("olivine.toml: ") && text.contains("line 3"), "{text}");
    assert!(!text.contains("(file)") && text.trim_end() == text, "{text}");
}

#[test]
fn numbers_that_cannot_be_used_are_refused_where_they_stand() {
    let error = open("[engine]\nmemory_mib = 0\n", &[]).unwrap_err();
    assert_eq!(error.failure().code, "SITE-003");
    let text = error.to_string();
    assert!(
        text.contains("`engine.memory_mib` in ") && text.contains("olivine.toml"),
        "{text}"
    );
    assert!(text.contains("0 is not from 32 to 16777216"), "{text}");
    for wrong in [
        "engine.memory_mib=99999999999",
        "engine.threads=2000",
        "ingest.memory_mib=1",
        "reports.task_memory_mib=0",
        "reports.task_seconds=31536001",
        "reports.query_seconds=4000000000",
        "web.session_hours=4000000000",
        "web.idle_minutes=0",
        "engagement.low_percentile=120.5",
    ] {
        let text = open("", &[wrong]).unwrap_err().to_string();
        assert!(
            text.contains("in command line") && text.contains("is not from"),
            "{text}"
        );
    }
    open("", &["engine.memory_mib=32", "engine.threads=0", "run.every_minutes=0"]).unwrap();
    open("", &["reports.task_seconds=0", "reports.query_seconds=0"]).unwrap();
}

#[test]
fn every_default_is_within_its_bounds() {
    let bounded = entries().into_iter().filter_map(|entry| Some((entry.bounds?, entry)));
    let mut seen = 0;
    for ((least, greatest), entry) in bounded {
        let default: f64 = entry.default.parse().unwrap();
        assert!((least..=greatest).contains(&default), "{}", entry.key);
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

/// A report runs with the setting; who reads its page or tries its SQL alone sees the default of the parameter.
#[test]
fn parameters_that_follow_a_setting_have_its_default() {
    let site = open("", &[]).unwrap();
    let settings: Vec<String> = entries().into_iter().map(|entry| entry.key).collect();
    let registry = Registry::built_in_all_on();
    let params = registry.reports().iter().flat_map(|report| registry.params(report));
    let mut seen = BTreeSet::new();
    for resolved in params {
        let (Some(setting), Some(default)) = (resolved.setting, &resolved.param.default) else {
            continue;
        };
        if settings.contains(&setting) {
            assert_eq!(site.value(&setting).as_ref(), Some(default), "{setting}");
            seen.insert(setting);
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn secrets_are_refused_in_file_url_and_argument() {
    let literal = open("[store]\npassword = \"hunter2\"\n", &[]).unwrap_err().to_string();
    assert!(
        literal.contains("store.password") && !literal.contains("hunter2"),
        "{literal}"
    );
    let url = open("[store]\nurl = \"mysql://u:hunter2@h/db\"\n", &[])
        .unwrap_err()
        .to_string();
    assert!(!url.contains("hunter2"), "{url}");
    let argument = open("", &["store.password=env:X"]).unwrap_err();
    assert_eq!(argument.failure().code, "SITE-004");
}

#[test]
fn secret_is_read_from_its_file() {
    let dir = site("[store]\npassword = \"file:pw\"\n");
    fs::write(dir.path().join("pw"), "open sesame\n").unwrap();
    let site = Site::open(dir.path(), &[]).unwrap();
    let secret = site
        .settings
        .store
        .password
        .reveal("store.password", dir.path())
        .unwrap();
    assert_eq!(secret.as_deref(), Some("open sesame"));
    fs::remove_file(dir.path().join("pw")).unwrap();
    let error = site
        .settings
        .store
        .password
        .reveal("store.password", dir.path())
        .unwrap_err();
    assert_eq!(error.failure().code, "SITE-005");
}

#[test]
fn every_secret_is_among_the_secrets() {
    let declared: Vec<String> = entries()
        .into_iter()
        .filter(|entry| entry.class == "secret")
        .map(|entry| entry.key)
        .collect();
    let site = open("", &[]).unwrap();
    let known: Vec<&str> = site.settings.secrets().into_iter().map(|(key, _)| key).collect();
    assert_eq!(known, declared);
}

#[test]
fn compat_master_rules_switches_that_are_not_set_themselves() {
    let site = open("[compat]\nupstream = true\nkeys = false\n", &[]).unwrap();
    assert_eq!(site.value("compat.time"), Some(toml::Value::Boolean(true)));
    assert_eq!(site.value("compat.keys"), Some(toml::Value::Boolean(false)));
    assert_eq!(site.value("compat.nothing"), None);
}

#[test]
fn parameters_of_reports_are_found_under_the_quoted_id_and_under_nested_sections() {
    let key = "report.engagement.content.weeks";
    for text in [
        "[report.\"engagement.content\"]\nweeks = 30\n",
        "[report.engagement.content]\nweeks = 30\n",
    ] {
        let site = open(text, &[]).unwrap();
        assert_eq!(site.value(key), Some(toml::Value::Integer(30)), "{text}");
        assert!(site.origin(key).ends_with("olivine.toml"), "{text}");
        for pair in [
            "report.engagement.content.weeks=7",
            "report.\"engagement.content\".weeks=7",
        ] {
            let site = open(text, &[pair]).unwrap();
            assert_eq!(site.value(key), Some(toml::Value::Integer(7)), "{text} {pair}");
            assert_eq!(site.origin(key), "command line", "{text} {pair}");
        }
    }
    assert_eq!(open("", &[]).unwrap().value(key), None);
}

#[test]
fn the_folder_of_a_site_has_no_way_upwards_in_it() {
    let dir = site("");
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir(root.join("inner")).unwrap();
    let opened = Site::open(&root.join("inner").join(".."), &[]).unwrap();
    assert_eq!(opened.dir, root);
}

#[test]
fn every_setting_has_doc_class_and_type() {
    let all = entries();
    assert!(all.len() > 30);
    for entry in all {
        assert!(!entry.doc.is_empty(), "{} has no doc", entry.key);
        assert!(
            ["site", "secret", "job", "run"].contains(&entry.class.as_str()),
            "{} has class `{}`",
            entry.key,
            entry.class
        );
    }
}

#[test]
fn example_file_with_every_default_uncommented_is_accepted() {
    let text = example_file();
    let uncommented: String = text
        .lines()
        .map(|line| {
            let setting = line
                .strip_prefix("# ")
                .filter(|rest| rest.split(" = ").next().is_some_and(|key| !key.contains(' ')) && rest.contains(" = "));
            format!("{}\n", setting.unwrap_or(line))
        })
        .collect();
    open(&uncommented, &[]).unwrap();
}
