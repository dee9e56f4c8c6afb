//! `olivine docs`: writes the reference part of the book from the declarations, or checks that it is current.

mod commands;
mod failures;
mod functions;
mod settings;
mod tables;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use olivine_report::Registry;

use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::settings::example_file;

/// A generated page of the book.
pub struct Page {
    /// Path below the folder of the book.
    pub path: PathBuf,
    /// Markdown.
    pub text: String,
}

/// What stands on top of each generated page.
const MADE: &str = "<!-- Made by `olivine docs`; change the declaration, not this page. -->\n\n";

/// Folder of the book that holds generated pages only.
const REFERENCE: &str = "reference";

/// Writes the pages, or compares them when `check` is set.
///
/// # Errors
/// A page cannot be written; with `check`, a page is stale, missing or left over.
pub fn docs(out: &Path, check: bool) -> Result<(), Problem> {
    let pages = pages();
    let folder = out.join(REFERENCE);
    let known: BTreeSet<PathBuf> = pages.iter().map(|page| out.join(&page.path)).collect();
    let left_over: Vec<PathBuf> = files_below(&folder)
        .into_iter()
        .filter(|file| !known.contains(file))
        .collect();
    if check {
        let stale = pages.iter().map(|page| (out.join(&page.path), &page.text));
        let stale = stale
            .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(text))
            .map(|(path, _)| path);
        let stale: Vec<String> = stale.chain(left_over).map(|path| path.display().to_string()).collect();
        return if stale.is_empty() {
            Ok(())
        } else {
            Err(ProgramError::StaleDocs(stale).into())
        };
    }
    for path in left_over {
        fs::remove_file(&path).map_err(|source| ProgramError::File { path, source })?;
    }
    for page in &pages {
        let path = out.join(&page.path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, &page.text));
        written.map_err(|source| ProgramError::File { path, source })?;
    }
    output::note(&format!("{} pages below {}", pages.len(), folder.display()));
    Ok(())
}

/// All generated pages.
fn pages() -> Vec<Page> {
    let registry = Registry::built_in_all_on();
    let mut pages = vec![commands::page(), settings::page(), functions::page(), tables::page()];
    pages.extend(failures::pages());
    let reports = olivine_report::docs::reference(&registry);
    pages.extend(reports.into_iter().map(|page| Page {
        path: page.path.into(),
        text: page.text,
    }));
    for page in &mut pages {
        page.path = Path::new(REFERENCE).join(&page.path);
        page.text.insert_str(0, MADE);
    }
    pages.push(Page {
        path: Path::new(REFERENCE).join("olivine.example.toml"),
        text: example_file(),
    });
    let schema = serde_json::to_string_pretty(&olivine_report::manifest_schema()).unwrap_or_default();
    pages.push(Page {
        path: Path::new(REFERENCE).join(olivine_report::scaffold::SCHEMA_FILE),
        text: format!("{schema}\n"),
    });
    pages
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}
