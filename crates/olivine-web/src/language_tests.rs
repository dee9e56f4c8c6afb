//! Every language says everything, and pages only say what exists.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;

use super::*;

/// Keys of a language, without names of countries, which fall back to the data API's.
fn keys(code: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for path in Locales::iter().filter(|path| path.starts_with(&format!("{code}/"))) {
        let text = String::from_utf8(Locales::get(&path).unwrap().data.into_owned()).unwrap();
        FluentResource::try_new(text.clone()).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
        let named = text
            .lines()
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()));
        keys.extend(named.filter(|key| {
            key.starts_with(|c: char| c.is_ascii_lowercase()) && !key.starts_with("country-")
                || key == "country-unknown"
        }));
    }
    keys
}

fn sources(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn every_language_has_every_message() {
    let languages = Languages::load().unwrap();
    let english = keys(DEFAULT_LANGUAGE);
    assert!(english.len() > 150);
    for (code, _) in languages.names() {
        let own = keys(&code);
        assert_eq!(
            english.difference(&own).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "missing in {code}"
        );
        assert_eq!(
            own.difference(&english).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "only in {code}"
        );
    }
}

#[test]
fn every_message_that_code_and_templates_name_exists() {
    let english = keys(DEFAULT_LANGUAGE);
    let pattern = |text: &str| {
        let mut found = Vec::new();
        for call in [
            "words.t(\"",
            "words.t1(\"",
            "words.with(\"",
            "words.counted(\"",
            "words.with(\n        \"",
            ".t(\"",
        ] {
            for (position, _) in text.match_indices(call) {
                let rest = &text[position + call.len()..];
                found.push(rest[..rest.find('"').unwrap_or(0)].to_owned());
            }
        }
        found
    };
    let mut named = 0;
    for (file, text) in sources("src", ".rs").into_iter().chain(sources("templates", ".html")) {
        if file.ends_with("_tests.rs") {
            continue;
        }
        for key in pattern(&text) {
            assert!(english.contains(&key), "{file} names `{key}`");
            named += 1;
        }
    }
    assert!(
        named > 100,
        "only {named} messages found: does the search still fit the code?"
    );
}

#[test]
fn messages_with_values_have_all_of_them() {
    // A message whose values differ between languages would show `{$name}` in one of them.
    let values = |text: &str| {
        let mut names: Vec<String> = Vec::new();
        for part in text.split('$').skip(1) {
            names.push(
                part.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
        names.sort();
        names.dedup();
        names
    };
    let entries = |code: &str| {
        let mut all = BTreeMap::new();
        for path in Locales::iter().filter(|path| path.starts_with(&format!("{code}/"))) {
            let text = String::from_utf8(Locales::get(&path).unwrap().data.into_owned()).unwrap();
            let mut current = String::new();
            for line in text.lines() {
                if let Some((key, value)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                    current = key.to_owned();
                    all.insert(current.clone(), value.to_owned());
                } else if let Some(entry) = all.get_mut(&current) {
                    entry.push_str(line);
                }
            }
        }
        all
    };
    let english = entries("en");
    for (key, text) in entries("ar") {
        let Some(original) = english.get(&key) else { continue };
        let (own, wanted) = (values(&text), values(original));
        assert!(
            own.iter().all(|name| wanted.contains(name)),
            "{key}: {own:?} of {wanted:?}"
        );
    }
}

#[test]
fn the_best_language_is_found() {
    let languages = Languages::load().unwrap();
    let code = |picked, header| languages.words(picked, header).code().to_owned();
    assert_eq!(code(None, None), "en");
    assert_eq!(code(None, Some("ar")), "ar");
    assert_eq!(code(None, Some("ar-EG,en;q=0.5")), "ar");
    assert_eq!(code(None, Some("fr;q=0.9, ar;q=0.3, en;q=0.5")), "en");
    assert_eq!(code(None, Some("fr")), "en");
    assert_eq!(code(Some("en"), Some("ar")), "en");
    assert_eq!(code(Some("xx"), Some("ar")), "ar");
    assert_eq!(code(None, Some("*;q=x,,;")), "en");
}

#[test]
fn direction_and_plurals_follow_the_language() {
    let languages = Languages::load().unwrap();
    let (english, arabic) = (languages.words(Some("en"), None), languages.words(Some("ar"), None));
    assert_eq!((english.direction(), arabic.direction()), ("ltr", "rtl"));
    assert_eq!(english.counted("results-count", 1, &[]), "1 course");
    assert_eq!(english.counted("results-count", 1234, &[]), "1,234 courses");
    assert_eq!(arabic.counted("results-count", 2, &[]), "مقرران");
}

#[test]
fn words_of_reports_are_added_and_broken_ones_refused() {
    let file = |text: &str| vec![("ar".to_owned(), "x.ftl".to_owned(), text.to_owned())];
    let languages = Languages::load_with(&file("report-x-title = عنوان\n")).unwrap();
    assert_eq!(
        languages.words(Some("ar"), None).own("report-x-title").unwrap(),
        "عنوان"
    );
    assert_eq!(languages.words(Some("en"), None).own("report-x-title"), None);
    assert!(Languages::load_with(&file("report-x-title\n")).is_err());
    assert!(Languages::load_with(&file("course-home = twice\n")).is_err());
    let unknown = vec![("xx".to_owned(), "x.ftl".to_owned(), "broken".to_owned())];
    assert!(
        Languages::load_with(&unknown).is_ok(),
        "languages we do not speak are left out"
    );
}
