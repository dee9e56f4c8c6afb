//! The folder of a new report: small, complete, and passing its own checks, so that its author changes something that works.

use crate::error::{Problem, ReportError};
use crate::install::folder_name;
use crate::names;
use crate::registry::{is_fact_table, is_working_table};
use crate::validate::{LMS_PREFIX, SITE_LENS};

/// Files of the folder, as templates.
const FILES: [(&str, &str); 7] = [
    ("report.toml", include_str!("report.toml")),
    ("facts.sql", include_str!("facts.sql")),
    ("daily.sql", include_str!("daily.sql")),
    ("days.sql", include_str!("days.sql")),
    ("days.vl.json", include_str!("days.vl.json")),
    ("cases/two-people.toml", include_str!("case.toml")),
    ("README.md", include_str!("README.md")),
];

/// File with the JSON Schema of manifests, which the manifest of a new report names for editors.
pub const SCHEMA_FILE: &str = "report.schema.json";

/// The chart, and where the sections begin in the manifest: what a report without a page does not have.
const CHART: &str = "days.vl.json";
const SECTIONS: &str = "\n[[section]]";

/// A new report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    /// Name of its folder.
    pub folder: String,
    /// Its files: path in the folder and text.
    pub files: Vec<(&'static str, String)>,
}

/// The folder of a new report with this id.
///
/// # Errors
/// An id that no report can have.
pub fn scaffold(id: &str) -> Result<Scaffold, ReportError> {
    let wrong = |what: &str| {
        ReportError::Invalid(vec![Problem {
            report: id.to_owned(),
            place: "id".to_owned(),
            what: what.to_owned(),
        }])
    };
    let parts: Vec<&str> = id.split('.').collect();
    let is_name = |part: &&str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let (Some((lens, rest)), true) = (parts.split_first(), parts.iter().all(is_name)) else {
        return Err(wrong(
            "is not of the form `lens.report`, lower case letters, digits and `_`",
        ));
    };
    if rest.is_empty() || !crate::validate::LENSES.contains(lens) {
        return Err(wrong(&format!(
            "is not of the form `lens.report` with one of the lenses {}",
            crate::validate::LENSES.join(", ")
        )));
    }
    let name = rest.join("_");
    // What its tables are called.
    let result = format!("{name}_daily");
    let rule = match names::result_table(&result) {
        Err(rule) => Some(rule),
        Ok(()) if result.starts_with(LMS_PREFIX) || is_fact_table(&result) || is_working_table(&result) => {
            Some("this beginning is kept for other tables")
        }
        Ok(()) => None,
    };
    if let Some(rule) = rule {
        return Err(wrong(&format!(
            "makes a table `{result}`, which is no name for one: {rule}"
        )));
    }
    let mut title = name.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let path = format!("{}/", parts.join("/").replace('_', "-"));
    let filled = |text: &str| {
        text.replace("__ID__", id)
            .replace("__LENS__", lens)
            .replace("__NAME__", &name)
            .replace("__TITLE__", &title)
            .replace("__PATH__", &path)
            .replace("__FOLDER__", &folder_name(id))
    };
    // The pages of the site are those of the program.
    let has_page = *lens != SITE_LENS;
    let files = FILES.iter().filter(|(file, _)| has_page || *file != CHART);
    let text_of = |text: &str| {
        if has_page {
            filled(text)
        } else {
            filled(&without_page(text))
        }
    };
    Ok(Scaffold {
        folder: folder_name(id),
        files: files.map(|(file, text)| (*file, text_of(text))).collect(),
    })
}

/// A template without what it says of the page.
fn without_page(text: &str) -> String {
    let text = text.split_once(SECTIONS).map_or(text, |(before, _)| before);
    let is_about_page = |line: &&str| line.starts_with("path ") || line.contains(CHART);
    let lines = text.lines().filter(|line| !is_about_page(line));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    text.replace(" and the sections of the page", "")
        .replace(" and shown on the page", "")
        .replace("the page and the API read", "the API reads")
        .replace("what the page reads", "what the API reads")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_report_passes_the_checks() {
        for id in ["engagement.bookmarks", "performance.late.by_week", "site.quiet_courses"] {
            let dir = tempfile::tempdir().unwrap();
            for (file, text) in scaffold(id).unwrap().files {
                let path = dir.path().join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            let report = crate::Registry::check(dir.path()).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(report.manifest.id, id);
            assert_eq!(report.cases().count(), 1);
            let has_page = report.manifest.lens != "site";
            assert_eq!(
                (report.manifest.path.is_some(), !report.manifest.sections.is_empty()),
                (has_page, has_page)
            );
        }
    }

    #[test]
    fn an_id_that_no_report_can_have_is_refused() {
        for id in [
            "",
            "bookmarks",
            "engagement.",
            "Engagement.x",
            "engagement.x y",
            "fun.x",
            "../x.y",
            "engagement.a__b",
            "engagement.lms_users",
            "engagement.a_name_that_is_longer_than_tables_can_be",
        ] {
            assert!(scaffold(id).is_err(), "{id}");
        }
    }
}
