//! The writer lock of a lake.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::error::LakeError;

/// Held while something writes to the lake; dropped when the writer is done or its process ends, however it ends.
///
/// A lake on an object store has it in a folder of this machine, if anywhere: writers on different machines are kept apart by the
/// commits alone.
#[derive(Debug)]
pub struct SiteLock {
    _file: Option<File>,
}

impl SiteLock {
    /// Takes the lock of the lake in a folder.
    pub(crate) fn take(folder: Option<&Path>) -> Result<Self, LakeError> {
        let Some(folder) = folder else {
            return Ok(Self { _file: None });
        };
        let path = folder.join(".lock");
        let what = || format!("open the lock {}", path.display());
        std::fs::create_dir_all(folder).map_err(LakeError::file(what()))?;
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(LakeError::file(what()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(LakeError::Held {
                lock: path.display().to_string(),
            }),
            Err(TryLockError::Error(source)) => Err(LakeError::file(what())(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let first = SiteLock::take(Some(folder.path())).unwrap();
        let refused = SiteLock::take(Some(folder.path())).unwrap_err();
        assert!(matches!(refused, LakeError::Held { .. }), "{refused}");
        drop(first);
        SiteLock::take(Some(folder.path())).unwrap();
    }
}
