//! `olivine init`: makes a site folder.

use std::fs;
use std::path::Path;

use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::settings::{DATA_FOLDER, SITE_FILE};

/// The site file a new site starts with: the two lines that most sites change, and where to find the rest.
const SITE_TEMPLATE: &str = include_str!("../templates/olivine.toml");

/// Makes the folder, its site file and its data folder.
///
/// # Errors
/// The folder holds a site already, or cannot be written.
pub fn init(dir: &Path) -> Result<(), Problem> {
    let file = dir.join(SITE_FILE);
    if file.exists() {
        return Err(ProgramError::SiteExists(dir.to_owned()).into());
    }
    write_site(dir, SITE_TEMPLATE)?;
    // Commands work on the current folder by themselves.
    let on_it = if dir == Path::new(".") {
        "olivine".to_owned()
    } else {
        format!("olivine -C {}", output::in_shell(dir))
    };
    output::note(&format!(
        "Made {0}.\nNext:\n  edit {0} (where the logs are, and the LMS database)\n  {on_it} doctor\n  {on_it} ingest\n  \
         {on_it} import lms\n  {on_it} run\n  {on_it} user add NAME --staff\n  {on_it} serve",
        output::in_shell(&file),
    ));
    Ok(())
}

/// Writes a site file and makes the data folder, which holds personal data and is for its owner only.
pub fn write_site(dir: &Path, text: &str) -> Result<(), Problem> {
    let data = dir.join(DATA_FOLDER);
    fs::create_dir_all(&data).map_err(|source| ProgramError::File {
        path: data.clone(),
        source,
    })?;
    only_owner(&data)?;
    let file = dir.join(SITE_FILE);
    fs::write(&file, text).map_err(|source| ProgramError::File { path: file, source })?;
    Ok(())
}

#[cfg(unix)]
fn only_owner(path: &Path) -> Result<(), Problem> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(|source| ProgramError::File {
        path: path.to_owned(),
        source,
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn only_owner(_: &Path) -> Result<(), Problem> {
    Ok(())
}
