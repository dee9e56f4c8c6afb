//! `olivine report new`: the folder of a new report.

use std::fs;
use std::path::{Path, PathBuf};

use olivine_report::manifest_schema;
use olivine_report::scaffold::{SCHEMA_FILE, scaffold};

use crate::exit::{Problem, ProgramError};
use crate::output;

/// Makes the folder, and beside it the JSON Schema that its manifest names for editors.
///
/// # Errors
/// An id that no report can have; a folder that is there already or cannot be written.
pub fn new(id: &str, within: &Path) -> Result<(), Problem> {
    let made = scaffold(id)?;
    let folder = within.join(&made.folder);
    if folder.exists() {
        return Err(ProgramError::Usage(format!("{} is there already", folder.display())).into());
    }
    for (file, text) in &made.files {
        write(folder.join(file), text)?;
    }
    let schema = serde_json::to_string_pretty(&manifest_schema()).unwrap_or_default();
    write(within.join(SCHEMA_FILE), &format!("{schema}\n"))?;
    output::note(&format!(
        "Made {0}.\nNext:\n  edit its files\n  olivine report check {0}\n  olivine report test {0}\n  olivine -C SITE report install {0}",
        folder.display()
    ));
    Ok(())
}

fn write(path: PathBuf, text: &str) -> Result<(), Problem> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| fs::write(&path, text));
    written.map_err(|source| ProgramError::File { path, source })?;
    Ok(())
}
