//! Every report says itself in every language: title, question, headings, explanations, what its numbers mean, and the columns of
//! its tables.

use std::collections::{BTreeMap, BTreeSet};

use olivine_report::{Registry, Report};
use olivine_web::language::{DEFAULT_LANGUAGE, Languages};
use pulldown_cmark::{Event, Parser, Tag};

/// The key of the translations of a text.
fn key_of(report: &Report, part: &str) -> String {
    format!("report-{}-{part}", report.manifest.id.replace('.', "-"))
}

/// The texts of a manifest that pages show, by the key of their translations. A report without a page has its name among others.
fn texts(report: &Report) -> BTreeMap<String, String> {
    let manifest = &report.manifest;
    let key = |part: &str| key_of(report, part);
    let mut texts = BTreeMap::from([(key("title"), manifest.title.clone())]);
    if manifest.path.is_none() && manifest.sections.is_empty() {
        return texts;
    }
    texts.insert(key("question"), manifest.question.clone());
    if !manifest.doc.trim().is_empty() {
        texts.insert(key("about"), manifest.doc.clone());
    }
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
        if !section.none.is_empty() {
            texts.insert(key(&format!("section-{number}-none")), section.none.clone());
        }
    }
    texts
}

#[test]
fn reports_are_translated() {
    let languages = Languages::load().unwrap();
    let registry = Registry::built_in_all_on();
    let mut problems = Vec::new();
    let mut checked = 0;
    for report in registry.reports() {
        let manifest = &report.manifest;
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

/// How a Markdown text is built: its paragraphs, lists and items in order, how many words are set off, and its code.
#[derive(Debug, PartialEq)]
struct Build {
    blocks: Vec<&'static str>,
    emphasised: usize,
    strong: usize,
    code: Vec<String>,
}

impl Build {
    fn of(markdown: &str) -> Self {
        let mut build = Self {
            blocks: Vec::new(),
            emphasised: 0,
            strong: 0,
            code: Vec::new(),
        };
        for event in Parser::new(markdown) {
            match event {
                Event::Start(Tag::Paragraph) => build.blocks.push("paragraph"),
                Event::Start(Tag::List(_)) => build.blocks.push("list"),
                Event::Start(Tag::Item) => build.blocks.push("item"),
                Event::Start(Tag::Emphasis) => build.emphasised += 1,
                Event::Start(Tag::Strong) => build.strong += 1,
                Event::Start(_) => build.blocks.push("something else"),
                Event::Code(text) => build.code.push(text.into_string()),
                _ => {}
            }
        }
        // Another language may say things in another order.
        build.code.sort();
        build
    }
}

/// A mark that is no Markdown in the signs of a language, or a line that Fluent takes for something else, loses part of the text.
#[test]
fn translations_of_what_numbers_mean_are_built_like_the_original() {
    let codes = ["ar", "es", "fr", "pt-BR", "zh-CN"];
    let registry = Registry::built_in_all_on();
    let mut files = Vec::new();
    for report in registry.reports() {
        for code in codes {
            if let Some(text) = report.file(&format!("words/{code}.ftl")) {
                files.push((code.to_owned(), report.manifest.id.clone(), text.to_owned()));
            }
        }
    }
    let languages = Languages::load_with(&files).unwrap();
    let mut checked = 0;
    for report in registry.reports() {
        for code in codes {
            let Some(about) = languages.words(Some(code), None).own(&key_of(report, "about")) else {
                continue;
            };
            let name = format!("{} in {code}", report.manifest.id);
            assert_eq!(Build::of(&about), Build::of(&report.manifest.doc), "{name}");
            let words = plain(&about);
            for mark in ["*", "__", "`"] {
                assert!(!words.contains(mark), "{name}: `{mark}` is left in {words}");
            }
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} texts found");
}

/// The words of a Markdown text alone.
fn plain(markdown: &str) -> String {
    let texts = Parser::new(markdown).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
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
