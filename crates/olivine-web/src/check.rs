//! The check of what a report brings for its page: views, charts, words.

use olivine_report::manifest::Manifest;
use olivine_report::{Problem, Report};
use serde_json::Value;

use crate::assets::Assets;
use crate::chart;
use crate::frame::words_begin;
use crate::language::{DEFAULT_LANGUAGE, Languages};
use crate::presenter::{ChartRows, PRESENTERS, presenter};

/// Members of a chart that lead out of the page.
const LEADING_AWAY: [&str; 2] = ["url", "href"];

/// What is wrong with the page of a report.
pub fn report(report: &Report) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |place: String, what: String| {
        problems.push(Problem {
            report: report.manifest.id.clone(),
            place,
            what,
        });
    };
    let languages = match Languages::load() {
        Ok(languages) => languages,
        Err(error) => {
            problem("words".to_owned(), error.to_string());
            return problems;
        }
    };
    let words = languages.words(Some(DEFAULT_LANGUAGE), None);
    let assets = Assets::load();
    for (at, section) in report.manifest.sections.iter().enumerate() {
        let place = |part: &str| format!("section.{}.{part}", at + 1);
        if presenter(section.view.as_deref()).is_none() {
            let known: Vec<&str> = PRESENTERS.iter().map(|presenter| presenter.name).collect();
            problem(
                place("view"),
                format!(
                    "there is no view `{}`; there are {}",
                    section.view.as_deref().unwrap_or_default(),
                    known.join(", ")
                ),
            );
        }
        let Some((file, text)) = section
            .chart
            .as_ref()
            .and_then(|file| Some((file, report.chart(file)?)))
        else {
            continue;
        };
        if let Err(what) = chart::json(text, &ChartRows::default(), &[], &words, &assets) {
            problem(place("chart"), format!("{file}: {what}"));
        } else if let Some(member) = serde_json::from_str(text).ok().as_ref().and_then(reaching)
            // Charts of the program lead to pages of the report.
            && !file.starts_with(olivine_report::KIT_PREFIX)
        {
            problem(
                place("chart"),
                format!("{file}: `{member}` leads out of the page; a chart draws the rows of its query"),
            );
        }
    }
    for (name, text) in report.files() {
        let Some(code) = name.strip_prefix("words/").and_then(|name| name.strip_suffix(".ftl")) else {
            continue;
        };
        if !languages.knows(code) {
            problem(
                name.to_owned(),
                format!("is in `{code}`, a language that the pages do not speak"),
            );
        } else if let Err(error) = Languages::load_with(&[(code.to_owned(), name.to_owned(), text.to_owned())]) {
            problem(name.to_owned(), error.to_string());
        }
        let begin = words_begin(&report.manifest.id);
        for key in keys(text) {
            let what = match key.strip_prefix(&begin) {
                None => format!("`{key}` is no word of this report: its keys begin with `{begin}`"),
                Some(part) if !is_asked_for(&report.manifest, part) => {
                    format!("`{key}` stands for nothing: the report has no such section, page or column")
                }
                Some(_) => continue,
            };
            problem(name.to_owned(), what);
        }
    }
    problems
}

/// Whether the pages of a report ask for the word whose key ends so.
fn is_asked_for(manifest: &Manifest, part: &str) -> bool {
    if matches!(part, "title" | "question" | "about") {
        return true;
    }
    if let Some(column) = part.strip_prefix("column-") {
        return has_column(manifest, column);
    }
    if let Some(value) = part.strip_prefix("value-") {
        return value
            .split_once('-')
            .is_some_and(|(column, _)| has_column(manifest, column));
    }
    let is_numbered = |begin: &str, ends: &[&str], count: usize| {
        let rest = part.strip_prefix(begin).and_then(|rest| rest.split_once('-'));
        let number = rest
            .filter(|(_, end)| ends.contains(end))
            .map(|(number, _)| number.parse::<usize>());
        number.is_some_and(|number| number.is_ok_and(|number| (1..=count).contains(&number)))
    };
    is_numbered("section-", &["title", "help", "none"], manifest.sections.len())
        || is_numbered("page-", &["title"], manifest.pages.len())
}

/// Whether a table, a query or a page of the report names a column. What shows all columns of an answer may show any.
fn has_column(manifest: &Manifest, column: &str) -> bool {
    let mut tables = manifest.tables.values();
    let mut queries = manifest.queries.values();
    let mut shown = manifest.sections.iter().flat_map(|section| &section.table);
    tables.any(|table| table.columns.get(column).is_some())
        || queries.any(|query| query.columns.get(column).is_some())
        || shown.any(|name| name == column || name == "*")
}

/// The keys of a Fluent text: what stands before `=` at the beginning of a line.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    let begins_key = |line: &&str| line.starts_with(|first: char| first == '-' || first.is_ascii_alphabetic());
    let keys = text.lines().filter(begins_key);
    keys.filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_end())
}

/// The first member by which a chart would do more than draw the rows of its query.
fn reaching(specification: &Value) -> Option<&'static str> {
    let embeds = specification.get(chart::EMBEDDING).map(|_| chart::EMBEDDING);
    embeds.or_else(|| leading_away(specification))
}

/// The first member that leads out of the page; assets of the program do not.
fn leading_away(value: &Value) -> Option<&'static str> {
    match value {
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let leads = LEADING_AWAY.into_iter().find(|member| member == name);
            let is_ours = field.as_str().is_some_and(|text| text.starts_with("@asset:"));
            leads.filter(|_| !is_ours).or_else(|| leading_away(field))
        }),
        Value::Array(items) => items.iter().find_map(leading_away),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_at_the_begin_of_lines() {
        let text = "# a = b\nreport-x-title = Título\nreport-x-about =\n    a = b\n\n    - c\ncolumn-x=Equis\n";
        assert_eq!(
            keys(text).collect::<Vec<_>>(),
            ["report-x-title", "report-x-about", "column-x"]
        );
    }

    #[test]
    fn words_are_those_that_pages_ask_for() {
        let manifest: Manifest = serde_json::from_value(serde_json::json!({
            "id": "engagement.x", "version": 1, "title": "X", "question": "X?", "lens": "engagement", "audience": "aggregate",
            "query": { "all": { "doc": "x", "columns": { "kind": { "type": "text" } } } },
            "section": [{ "title": "X", "query": "all", "table": ["people"] }],
        }))
        .unwrap();
        for part in [
            "title",
            "about",
            "section-1-none",
            "column-people",
            "value-kind-long_one",
        ] {
            assert!(is_asked_for(&manifest, part), "{part}");
        }
        for part in [
            "titel",
            "section-2-title",
            "section-1-text",
            "section-0-title",
            "section-title",
            "page-1-title",
            "column-peple",
            "value-kind",
            "value-sort-a",
        ] {
            assert!(!is_asked_for(&manifest, part), "{part}");
        }
    }

    #[test]
    fn what_leads_out_of_the_page_is_found() {
        let found = |text: &str| reaching(&serde_json::from_str(text).unwrap());
        assert_eq!(found(r#"{ "data": { "name": "rows" } }"#), None);
        assert_eq!(found(r#"{ "data": { "url": "@asset:world.json" } }"#), None);
        assert_eq!(
            found(r#"{ "layer": [{ "data": { "url": "https://example.org/x" } }] }"#),
            Some("url")
        );
        assert_eq!(
            found(r#"{ "usermeta": { "embedOptions": { "actions": true } } }"#),
            Some("usermeta")
        );
        assert_eq!(found(r#"{ "encoding": { "href": { "field": "x" } } }"#), Some("href"));
    }
}
