//! Removing files that no table uses any more: left behind by runs that died, by replaced dates and by compaction.

use std::collections::HashSet;
use std::fs;
use std::path::Path as FilePath;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use object_store::{ObjectMeta, ObjectStoreExt};
use serde::Serialize;

use crate::error::LakeError;
use crate::lake::Lake;

/// What a vacuum removed, or would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VacuumSummary {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Lake {
    /// Removes the files that no table uses and that are older than `keep`, which has to be longer than any query that
    /// may still read an older version of a table. `dry_run` only counts. The caller holds the writer lock.
    ///
    /// # Errors
    /// A storage that fails; what was removed before stays removed.
    pub async fn vacuum(&self, keep: Duration, dry_run: bool) -> Result<VacuumSummary, LakeError> {
        let mut summary = VacuumSummary::default();
        let before = Utc::now() - chrono::Duration::from_std(keep).unwrap_or(chrono::Duration::MAX);
        for name in self.tables().await? {
            let table = self.table(&name)?;
            let Some(snapshot) = self.snapshot(&name).await? else {
                continue;
            };
            let prefix = format!("{name}/");
            let used: HashSet<&str> = snapshot
                .files
                .iter()
                .filter_map(|file| file.path.strip_prefix(prefix.as_str()))
                .collect();
            let failed = || LakeError::storage(format!("remove unused files of {name}"));
            let listing: Vec<ObjectMeta> = table.store().list(None).try_collect().await.map_err(failed())?;
            for meta in listing {
                let path = meta.location.as_ref();
                let is_data = path.ends_with(".parquet") && !path.starts_with("_delta_log/");
                if !is_data || used.contains(path) || meta.last_modified >= before {
                    continue;
                }
                summary.files += 1;
                summary.bytes += meta.size;
                if !dry_run {
                    table.store().delete(&meta.location).await.map_err(failed())?;
                }
            }
        }
        if let Some(folder) = &self.storage.local {
            remove_half_written(folder, before, dry_run, &mut summary)?;
        }
        Ok(summary)
    }
}

/// Removes what was being written when a run died: names that end in `#` and digits, which listings leave out.
fn remove_half_written(
    folder: &FilePath,
    before: DateTime<Utc>,
    dry_run: bool,
    summary: &mut VacuumSummary,
) -> Result<(), LakeError> {
    let failed = |path: &FilePath| LakeError::file(format!("remove unused files in {}", path.display()));
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let metadata = entry.metadata().map_err(failed(&path))?;
        if metadata.is_dir() {
            remove_half_written(&path, before, dry_run, summary)?;
            continue;
        }
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let half_written = name
            .rsplit_once('#')
            .is_some_and(|(_, id)| id.bytes().all(|byte| byte.is_ascii_digit()));
        let modified: DateTime<Utc> = metadata.modified().map_err(failed(&path))?.into();
        if half_written && modified < before {
            summary.files += 1;
            summary.bytes += metadata.len();
            if !dry_run {
                fs::remove_file(&path).map_err(failed(&path))?;
            }
        }
    }
    Ok(())
}
