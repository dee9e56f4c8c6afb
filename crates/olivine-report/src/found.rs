//! Where reports are found: in the program itself and in folders of plugins.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::error::{Problem, ReportError};
use crate::registry::Broken;
use crate::report::{MANIFEST_FILE, Origin, Report};

#[derive(RustEmbed)]
#[folder = "../../reports"]
struct BuiltIn;

/// A file of the folder `reports/`, as it was when the program was built.
pub(crate) fn embedded(path: &str) -> Option<String> {
    BuiltIn::get(path).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
}

/// The reports that are part of the program.
pub(crate) fn built_in_reports() -> Vec<Result<Report, Broken>> {
    let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for path in BuiltIn::iter() {
        if let (Some((folder, name)), Some(text)) = (path.split_once('/'), embedded(&path)) {
            folders
                .entry(folder.to_owned())
                .or_default()
                .insert(name.to_owned(), text);
        }
    }
    let read = |(folder, files): (String, _)| {
        Report::from_files(&folder, Origin::BuiltIn, files).map_err(|problem| Broken {
            report: None,
            origin: Origin::BuiltIn,
            problems: vec![problem],
        })
    };
    folders.into_iter().map(read).collect()
}

/// The reports of a folder: it is one itself, or holds one folder for each.
pub(crate) fn plugins_in(folder: &Path) -> Vec<Result<Report, Broken>> {
    let broken = |at: &Path, error: ReportError| {
        let problems = match error {
            ReportError::Invalid(problems) => problems,
            other => vec![Problem {
                report: at.display().to_string(),
                place: String::new(),
                what: other.to_string(),
            }],
        };
        Broken {
            report: None,
            origin: Origin::Plugin(at.to_owned()),
            problems,
        }
    };
    let read = |at: &Path| Report::from_folder(at).map_err(|error| broken(at, error));
    if folder.join(MANIFEST_FILE).is_file() {
        return vec![read(folder)];
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) => {
            let error = ReportError::Folder {
                folder: folder.display().to_string(),
                source,
            };
            return vec![Err(broken(folder, error))];
        }
    };
    let mut below: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && !is_hidden(path))
        .collect();
    below.sort();
    below.iter().map(|path| read(path)).collect()
}

/// Folders of a name that begins with a dot are in the making, or not ours.
fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Whether a folder holds a built-in report as it was when the program was built, or in the making: same id, same place of its
/// name in `reports/`.
pub(crate) fn folder_is_built_in(report: &Report) -> bool {
    let Origin::Plugin(folder) = &report.origin else {
        return true;
    };
    let name = folder
        .canonicalize()
        .ok()
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let built_in = |name: &String| BuiltIn::get(&format!("{name}/{MANIFEST_FILE}")).is_some();
    name.as_ref().is_some_and(built_in)
}
