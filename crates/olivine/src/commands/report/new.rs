//! `olivine report new`: the folder of a new report.

use std::path::Path;

use olivine_report::scaffold::scaffold;

use super::{write, write_schema};
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
    write_schema(within)?;
    output::note(&format!(
        "Made {0}.\nNext:\n  edit its files\n  olivine report check {0}\n  olivine report test {0}\n  olivine -C SITE report install {0}",
        output::in_shell(&folder)
    ));
    Ok(())
}
