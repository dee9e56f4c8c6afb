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

/// On an object store a file that never was in a table stays for so many days: somebody on another machine, whom no lock keeps out, may
/// have written it and not committed it yet.
const ON_ITS_WAY_DAYS: u64 = 7;

/// What a vacuum removed, or would remove.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VacuumSummary {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Lake {
    /// Removes the files that no table uses any more, or never did, for longer than `keep`, which has to be longer than any query
    /// that may still read an older version of a table. The log forgets after a week that a file was replaced: then it goes,
    /// however long `keep` is. On an object store, what never was in a table stays for a week at least. `dry_run` only counts. The
    /// caller holds the writer lock.
    ///
    /// # Errors
    /// A storage that fails; what was removed before stays removed.
    pub async fn vacuum(&self, keep: Duration, dry_run: bool) -> Result<VacuumSummary, LakeError> {
        let mut summary = VacuumSummary::default();
        let before = moment_before(keep);
        let never_used_before = match self.storage.local {
            Some(_) => before,
            None => before.min(moment_before(Duration::from_secs(ON_ITS_WAY_DAYS * 86_400))),
        };
        let imported = self.imported().await?;
        for name in self.tables().await? {
            let table = self.table(&name)?;
            let Some(state) = table.load().await? else { continue };
            // An import that broke off has replaced what counts until the next one.
            let older = imported.older(&name, state.snapshot.version).await?;
            let replaced = table.replaced(&state).await?;
            let prefix = format!("{name}/");
            let used: HashSet<&str> = state
                .snapshot
                .files
                .iter()
                .chain(older.iter().flat_map(|older| &older.files))
                .filter_map(|file| file.path.strip_prefix(prefix.as_str()))
                .collect();
            let failed = || LakeError::storage(format!("remove unused files of {name}"));
            let listing: Vec<ObjectMeta> = table.store().list(None).try_collect().await.map_err(failed())?;
            for meta in listing {
                let path = meta.location.as_ref();
                let is_data = path.ends_with(".parquet") && !path.starts_with("_delta_log/");
                if !is_data || used.contains(path) {
                    continue;
                }
                // What was in the table may be read by whoever began before it was replaced, whatever the age of the file. What never
                // was there may be on its way into a commit.
                let is_young = match replaced.get(path) {
                    Some(replaced) => *replaced > before,
                    None => meta.last_modified >= never_used_before,
                };
                if is_young {
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

/// The moment that lies so far back; the first of all where there is none.
fn moment_before(keep: Duration) -> DateTime<Utc> {
    let keep = chrono::Duration::from_std(keep).ok();
    let before = keep.and_then(|keep| Utc::now().checked_sub_signed(keep));
    before.unwrap_or(DateTime::<Utc>::MIN_UTC)
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
