//! The mark of a site that is being served, so that nobody puts another in its place meanwhile.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::exit::ProgramError;
use crate::settings::DATA_FOLDER;

/// Name of the file that is locked, in the data folder.
const FILE: &str = ".serving";

/// Held while a program serves a site or replaces it; gone when the program ends, however it ends.
#[derive(Debug)]
pub struct Serving {
    _file: File,
}

impl Serving {
    /// Marks the site in a folder as served. Several programs may serve a site at the same time. None where the folder cannot be
    /// written, as on machines that keep nothing of the site: nobody can replace it there.
    ///
    /// # Errors
    /// The site is being replaced.
    pub fn begin(dir: &Path) -> Result<Option<Self>, ProgramError> {
        let Ok(file) = open(dir) else { return Ok(None) };
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(ProgramError::Served(dir.to_owned())),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    /// Keeps others from serving the site in a folder while it is replaced.
    ///
    /// # Errors
    /// A program serves it; the mark cannot be made.
    pub fn prevent(dir: &Path) -> Result<Self, ProgramError> {
        let failed = |source| ProgramError::File {
            path: dir.join(DATA_FOLDER).join(FILE),
            source,
        };
        let file = open(dir).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(ProgramError::Served(dir.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

fn open(dir: &Path) -> io::Result<File> {
    let path = dir.join(DATA_FOLDER).join(FILE);
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_that_is_served_cannot_be_replaced_and_the_other_way_round() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Serving::begin(dir.path()).unwrap().is_none(), "no data folder");
        std::fs::create_dir(dir.path().join(DATA_FOLDER)).unwrap();
        let one = Serving::begin(dir.path()).unwrap().unwrap();
        let other = Serving::begin(dir.path()).unwrap().unwrap();
        assert!(Serving::prevent(dir.path()).is_err());
        drop((one, other));
        let replacing = Serving::prevent(dir.path()).unwrap();
        assert!(Serving::begin(dir.path()).is_err());
        drop(replacing);
        assert!(Serving::begin(dir.path()).unwrap().is_some());
    }
}
