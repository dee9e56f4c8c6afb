//! Copying what the tables hold to another place.

use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use serde::Serialize;

use crate::data_file::put;
use crate::error::LakeError;
use crate::imports::IMPORTS;
use crate::lake::{COMMIT_ATTEMPTS, Lake};
use crate::options::LakeOptions;
use crate::schema::{DEAD_LETTERS, EVENTS};
use crate::snapshot::TableSnapshot;
use crate::storage::Storage;
use crate::transactions::log_files;

/// What was copied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CopySummary {
    /// Tables.
    pub tables: u64,
    /// Files of rows and of logs.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What is copied of a table.
struct Taken {
    snapshot: TableSnapshot,
    /// The files of its log, by path from the lake's root, the newest first.
    log: Vec<Path>,
}

impl Lake {
    /// Copies all tables as they are now to a folder or an address with the same storage options, where there is nothing yet. What
    /// was replaced is left behind. The caller holds the writer lock, so that the tables are those of one moment; where others write
    /// all the same, `events` and `dead_letters` are, which belong together, and so are those of the LMS.
    ///
    /// # Errors
    /// [`LakeError::Location`] for a place that holds something or lies inside the lake; a storage that fails;
    /// [`LakeError::Conflict`] when others write all the time.
    pub async fn copy_to(&self, location: &str) -> Result<CopySummary, LakeError> {
        let target = self.nothing_yet_at(location).await?;
        let tables = self.take_tables().await?;
        let mut copied = CopySummary {
            tables: tables.len() as u64,
            ..CopySummary::default()
        };
        for table in &tables {
            for file in &table.snapshot.files {
                let path = Path::from(file.path.as_str());
                self.copy_file(&target, &path, &mut copied).await?;
            }
        }
        // Logs make files a table, and without its beginning or a checkpoint a log is refused: a copy that broke off before holds no
        // older table.
        for table in &tables {
            for path in &table.log {
                self.copy_file(&target, path, &mut copied).await?;
            }
        }
        Ok(copied)
    }

    /// Looks what there is to copy before anything is.
    async fn take_tables(&self) -> Result<Vec<Taken>, LakeError> {
        let (events, dead_letters) = self.events_with_dead_letters().await?;
        let imports = self.snapshot(IMPORTS).await?;
        // Before there is a version, nothing is named.
        let version = imports.as_ref().map_or(-1, |imports| imports.version);
        let imported = self.imported_by(version).await?;
        let mut snapshots = vec![
            (DEAD_LETTERS.to_owned(), dead_letters),
            (EVENTS.to_owned(), events),
            (IMPORTS.to_owned(), imports),
        ];
        for name in self.tables().await? {
            if name != EVENTS && name != DEAD_LETTERS {
                let snapshot = imported.snapshot(&name).await?;
                snapshots.push((name, snapshot));
            }
        }
        let mut tables = Vec::new();
        for (name, snapshot) in snapshots {
            let Some(snapshot) = snapshot else { continue };
            let files = log_files(&self.table(&name)?, snapshot.version).await?;
            let log = files.iter().rev().map(|file| Path::from(format!("{name}/{file}")));
            tables.push(Taken {
                log: log.collect(),
                snapshot,
            });
        }
        Ok(tables)
    }

    /// Both tables of an ingest. The dead letters of each batch that the events confirm are there: they were read after the events. Those
    /// of other batches can be told from them: as long as no batch was confirmed since, none of it was merged, and nothing was dropped
    /// that it is to replace.
    async fn events_with_dead_letters(&self) -> Result<(Option<TableSnapshot>, Option<TableSnapshot>), LakeError> {
        let mut events = self.snapshot(EVENTS).await?;
        for _ in 0..COMMIT_ATTEMPTS {
            let dead_letters = self.whole_snapshot(DEAD_LETTERS).await?;
            let since = self.snapshot(EVENTS).await?;
            let [before, now] = [&events, &since].map(|table| table.as_ref().map(|table| table.version));
            if before == now {
                return Ok((events, dead_letters));
            }
            events = since;
        }
        Err(LakeError::Conflict {
            table: EVENTS.to_owned(),
            attempts: COMMIT_ATTEMPTS,
        })
    }

    async fn nothing_yet_at(&self, location: &str) -> Result<Lake, LakeError> {
        let options = LakeOptions {
            location: location.to_owned(),
            ..self.options().clone()
        };
        let bad = |reason: &str| LakeError::Location {
            location: location.to_owned(),
            reason: reason.to_owned(),
        };
        let place = Storage::of(location, &options.storage)?.url;
        if format!("{}/", place.as_str().trim_end_matches('/')).starts_with(self.root_url().as_str()) {
            return Err(bad("it lies inside the lake"));
        }
        let target = Lake::open(&options).await?;
        let first = target.object_store().list(None).try_next().await;
        let first = first.map_err(LakeError::storage(format!("look what is at {location}")))?;
        match first {
            None => Ok(target),
            Some(_) => Err(bad("there is something already")),
        }
    }

    async fn copy_file(&self, target: &Lake, path: &Path, copied: &mut CopySummary) -> Result<(), LakeError> {
        let failed = || LakeError::storage(format!("copy {path}"));
        let found = self.object_store().get(path).await.map_err(failed())?;
        let bytes = found.bytes().await.map_err(failed())?;
        copied.files += 1;
        copied.bytes += bytes.len() as u64;
        let is_local = target.storage.local.is_some();
        put(&target.object_store(), is_local, path, bytes)
            .await
            .map_err(failed())
    }
}
