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

/// Keys with a part that is worked out: the texts before and behind it, of `format!("operate-{anchor}-title")`.
fn composed(text: &str) -> Vec<(String, String)> {
    let is_plain = |part: &str| part.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_'));
    let formats = text.split("format!(").skip(1).filter_map(|rest| {
        let literal = rest.trim_start().strip_prefix('"')?;
        let (literal, _) = literal.split_once('"')?;
        let (begin, rest) = literal.split_once('{')?;
        let (_, end) = rest.split_once('}')?;
        let is_key = begin.ends_with('-') || end.starts_with('-');
        (is_key && is_plain(begin) && is_plain(end)).then(|| (begin.to_owned(), end.to_owned()))
    });
    formats.collect()
}

#[test]
fn no_message_is_left_over() {
    let mut texts = sources("src", ".rs");
    texts.retain(|(file, _)| !file.ends_with("_tests.rs"));
    texts.extend(sources("templates", ".html"));
    for ending in [".toml", ".sql", ".json"] {
        texts.extend(sources("../../reports", ending));
    }
    // States of runs.
    texts.extend(sources("../olivine-store/src/site", ".rs"));
    let ends_word = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
    let words: BTreeSet<&str> = texts.iter().flat_map(|(_, text)| text.split(ends_word)).collect();
    let composed: BTreeSet<(String, String)> = texts.iter().flat_map(|(_, text)| composed(text)).collect();
    let theme = ("theme-".to_owned(), String::new());
    assert!(composed.contains(&theme), "does the search still fit the code?");
    // A note is named once and made of two messages.
    let ends = ["-title", "-text"];
    let left_over: Vec<String> = keys(DEFAULT_LANGUAGE)
        .into_iter()
        .filter(|key| {
            let whole = words.contains(key.as_str());
            let mut middles = composed
                .iter()
                .filter_map(|(begin, end)| key.strip_prefix(begin.as_str())?.strip_suffix(end.as_str()));
            let mut noted = ends.iter().filter_map(|end| key.strip_suffix(end));
            // Values are named by their column; they themselves stand in results.
            let value = key.strip_prefix("value-").and_then(|rest| rest.split_once('-'));
            // Names of columns are written with underscores; months are counted.
            let named = |rest: &str| words.contains(rest) || words.contains(rest.replace('-', "_").as_str());
            let counted = key.rsplit_once('-').filter(|(_, end)| end.parse::<u32>().is_ok());
            let is_composed = middles.any(named)
                || noted.any(|name| words.contains(name))
                || counted.is_some_and(|(name, _)| words.contains(name))
                || value.is_some_and(|(column, _)| words.contains(column));
            !whole && !is_composed && !key.starts_with("country-")
        })
        .collect();
    assert_eq!(left_over, Vec::<String>::new(), "nothing says these");
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
    for (code, _) in Languages::load().unwrap().names() {
        for (key, text) in entries(&code) {
            let Some(original) = english.get(&key) else { continue };
            // A wording by number may leave the shown number out where the words say it; clocks have 12 or 24 hours.
            let optional = ["count", "shown", "minutes", "hour", "hour24", "half"];
            let shown = |text: &str| -> Vec<String> {
                let names = values(text).into_iter();
                names.filter(|name| !optional.contains(&name.as_str())).collect()
            };
            assert_eq!(shown(&text), shown(original), "{code}: {key}");
            // Dates come with the number of their day: some languages say the first of a month in another way.
            let is_given = |name: &str| name == "hour24" || name == "count" && key.starts_with("date-");
            let unknown: Vec<String> = values(&text)
                .into_iter()
                .filter(|name| !values(original).contains(name) && !is_given(name))
                .collect();
            assert_eq!(unknown, Vec::<String>::new(), "{code}: {key}");
        }
    }
}

/// Chinese signs are as wide as high, and so are the marks between them.
#[test]
fn chinese_is_written_with_its_own_marks() {
    let is_sign = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_narrow = |c: char| ",;:?!()".contains(c);
    let reports = sources("../../reports", "words/zh-CN.ftl");
    for (file, text) in sources("locales/zh-CN", ".ftl").into_iter().chain(reports) {
        for line in text.lines() {
            let mut pairs = line.chars().zip(line.chars().skip(1));
            let mixed =
                pairs.find(|(one, next)| (is_sign(*one) && is_narrow(*next)) || (is_narrow(*one) && is_sign(*next)));
            assert_eq!(mixed, None, "{file}: {line}");
        }
    }
}

#[test]
fn the_best_language_is_found() {
    let languages = Languages::load().unwrap();
    let code = |picked, header| languages.words(picked, header).code().to_owned();
    assert_eq!(code(None, None), "en");
    assert_eq!(code(None, Some("ar")), "ar");
    assert_eq!(code(None, Some("ar-EG,en;q=0.5")), "ar");
    assert_eq!(code(None, Some("de;q=0.9, ar;q=0.3, en;q=0.5")), "en");
    assert_eq!(code(None, Some("de")), "en");
    assert_eq!(code(None, Some("fr-CA,en;q=0.5")), "fr");
    assert_eq!(code(None, Some("es-419")), "es");
    assert_eq!(code(None, Some("pt-BR,pt;q=0.9")), "pt-BR");
    assert_eq!(code(None, Some("pt")), "pt-BR");
    assert_eq!(code(None, Some("zh-CN,zh;q=0.9")), "zh-CN");
    assert_eq!(code(None, Some("zh")), "zh-CN");
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
    assert_eq!(arabic.counted("results-count", 2, &[]), "مساقان");
    let shown = |code: &str, count| languages.words(Some(code), None).counted("results-count", count, &[]);
    assert_eq!(shown("es", 1), "1 curso");
    assert_eq!(shown("es", 1234), "1.234 cursos");
    assert_eq!(shown("fr", 0), "Aucun cours");
    assert_eq!(shown("pt-BR", 2), "2 cursos");
    assert_eq!(shown("zh-CN", 1), "1 门课程");
    for code in ["es", "fr", "pt-BR", "zh-CN"] {
        assert_eq!(languages.words(Some(code), None).direction(), "ltr");
    }
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
