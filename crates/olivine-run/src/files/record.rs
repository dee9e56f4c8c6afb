//! Which files there are, kept with the state of the site.

use std::collections::BTreeMap;

use olivine_store::Store;
use serde::{Deserialize, Serialize};

use crate::error::RunError;

/// The files of one declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesRecord {
    /// What they were made from.
    pub fingerprint: String,
    /// The folder or address that their paths start from.
    pub location: String,
    /// The run that looked after them last.
    pub run_id: String,
    /// The files, by path.
    pub files: Vec<FilePlace>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePlace {
    /// Path below the folder of files.
    pub path: String,
    /// The values that all its rows share, by column.
    pub by: BTreeMap<String, String>,
    /// Rows, without the header.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// The run that made it.
    pub run_id: String,
}

impl FilesRecord {
    /// The files of a declaration; nothing when it was never made.
    ///
    /// # Errors
    /// The state of the site cannot be read.
    pub async fn read(store: &Store, report: &str, file: &str) -> Result<Option<Self>, RunError> {
        let value = store.site().value(&key(report, file)).await?;
        // A record of another form is of another version of the program: the files are made again.
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }

    pub(crate) async fn write(&self, store: &Store, report: &str, file: &str) -> Result<(), RunError> {
        // A struct of texts and numbers always has a JSON form.
        let value = serde_json::to_value(self).unwrap_or_default();
        store.site().set_value(&key(report, file), &value).await?;
        Ok(())
    }
}

fn key(report: &str, file: &str) -> String {
    format!("files/{report}/{file}")
}
