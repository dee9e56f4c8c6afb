//! Every report says itself in every language: title, question, headings, explanations, and the columns of its tables.

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::{Registry, Report};
use olivine_web::language::{DEFAULT_LANGUAGE, Languages};

/// The texts of a manifest, by the key of their translations.
fn texts(report: &Report) -> BTreeMap<String, String> {
    let manifest = &report.manifest;
    let key = |part: &str| format!("report-{}-{part}", manifest.id.replace('.', "-"));
    let mut texts = BTreeMap::from([
        (key("title"), manifest.title.clone()),
        (key("question"), manifest.question.clone()),
    ]);
    for (place, page) in manifest.pages.iter().enumerate() {
        if let Some(title) = &page.title {
            texts.insert(key(&format!("page-{}-title", place + 1)), title.clone());
        }
    }
    for (place, section) in manifest.sections.iter().enumerate() {
        let number = place + 1;
        texts.insert(key(&format!("section-{number}-title")), section.title.clone());
        if !section.help.is_empty() {
            texts.insert(key(&format!("section-{number}-help")), section.help.clone());
        }
    }
    texts
}

#[test]
fn reports_with_a_page_are_translated() {
    let languages = Languages::load().unwrap();
    let registry = Registry::built_in_all_on();
    let mut problems = Vec::new();
    let mut checked = 0;
    for report in registry.reports() {
        let manifest = &report.manifest;
        if manifest.path.is_none() && manifest.sections.is_empty() {
            continue;
        }
        let wanted: BTreeSet<String> = texts(report).into_keys().collect();
        for (code, _) in languages.names() {
            if code == DEFAULT_LANGUAGE {
                continue;
            }
            let file = format!("words/{code}.ftl");
            let text = report.file(&file).unwrap_or_default();
            let own = text.lines().filter_map(|line| line.split_once(" ="));
            let own: BTreeSet<String> = own
                .map(|(key, _)| key.to_owned())
                .filter(|key| !key.starts_with(['#', ' ']))
                .collect();
            problems.extend(
                wanted
                    .difference(&own)
                    .map(|key| format!("{}/{file} lacks {key}", manifest.id)),
            );
            let columns = |key: &&String| !key.contains("-column-");
            problems.extend(
                own.difference(&wanted)
                    .filter(columns)
                    .map(|key| format!("{}/{file} has {key}, which nothing says", manifest.id)),
            );
            checked += wanted.len();
        }
    }
    assert!(
        checked > 100,
        "only {checked} texts found: does the search still fit the manifests?"
    );
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn columns_of_tables_have_words() {
    let languages = Languages::load().unwrap();
    let registry = Registry::built_in_all_on();
    let mut problems = BTreeSet::new();
    for report in registry.reports() {
        for section in &report.manifest.sections {
            // Views of their own name their columns themselves.
            if section.view.is_some() {
                continue;
            }
            for (code, _) in languages.names() {
                let words = languages.words(Some(&code), None);
                // `*` stands for all further columns of the answer.
                for column in section.table.iter().filter(|column| *column != "*") {
                    if words.own(&format!("column-{column}")).is_none() {
                        problems.insert(format!("{code}: column-{column} ({})", report.manifest.id));
                    }
                }
            }
        }
    }
    let problems: Vec<_> = problems.into_iter().collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
