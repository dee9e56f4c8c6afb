//! The door of the room: an open lake.

use std::sync::Arc;

use object_store::ObjectStore;
use url::Url;

use crate::error::LakeError;
use crate::ingest::counting_dead_letters;
use crate::lms::is_lms;
use crate::lock::SiteLock;
use crate::options::LakeOptions;
use crate::schema::DEAD_LETTERS;
use crate::snapshot::TableSnapshot;
use crate::storage::Storage;
use crate::table::{Table, TableState};

/// How often a change is tried again when another writer was first.
pub(crate) const COMMIT_ATTEMPTS: usize = 8;

/// An open lake. Clones share it.
#[derive(Clone)]
pub struct Lake {
    pub(crate) options: Arc<LakeOptions>,
    pub(crate) storage: Storage,
}

impl Lake {
    /// Opens the lake at a location; a folder is made when it does not exist.
    ///
    /// # Errors
    /// A location that is not understood, or a storage that refuses access or does not answer.
    pub async fn open(options: &LakeOptions) -> Result<Self, LakeError> {
        let storage = Storage::of(&options.location, &options.storage)?;
        Self::open_storage(options, storage).await
    }

    /// Opens the lake over a given object store, which holds the location from the root of its file system or bucket.
    ///
    /// # Errors
    /// As [`Lake::open`].
    pub async fn open_on(options: &LakeOptions, store: Arc<dyn ObjectStore>) -> Result<Self, LakeError> {
        let storage = Storage::of(&options.location, &options.storage)?.over(store);
        Self::open_storage(options, storage).await
    }

    async fn open_storage(options: &LakeOptions, mut storage: Storage) -> Result<Self, LakeError> {
        if !storage.url.path().ends_with('/') {
            let path = format!("{}/", storage.url.path());
            storage.url.set_path(&path);
        }
        match &storage.local {
            Some(folder) => std::fs::create_dir_all(folder)
                .map_err(LakeError::file(format!("make the lake folder {}", folder.display())))?,
            None => {
                let listing = storage.prefixed().list_with_delimiter(None).await;
                listing.map_err(LakeError::storage(format!("open the lake {}", storage.url)))?;
            }
        }
        Ok(Self {
            options: Arc::new(options.clone()),
            storage,
        })
    }

    /// Takes the writer lock. Whoever calls `ingest`, `replay`, `write_*`, `commit_lms`, `compact` or `vacuum` holds it.
    ///
    /// # Errors
    /// [`LakeError::Held`] when another run holds it.
    pub fn lock(&self) -> Result<SiteLock, LakeError> {
        SiteLock::take(self.storage.local.as_deref().or(self.options.lock_folder.as_deref()))
    }

    /// A table at its newest version; nothing when it was never written. While dead letters are read again, each is there once: as it
    /// was, or as what it became. A table of the LMS is as the last complete import left it.
    ///
    /// # Errors
    /// A log that cannot be read.
    pub async fn snapshot(&self, table: &str) -> Result<Option<TableSnapshot>, LakeError> {
        if is_lms(table) {
            return self.imported().await?.snapshot(table).await;
        }
        match self.table(table)?.load().await? {
            Some(state) => self.what_counts(table, state).await.map(Some),
            None => Ok(None),
        }
    }

    /// What counts of a table that is not of the LMS.
    pub(crate) async fn what_counts(&self, table: &str, state: TableState) -> Result<TableSnapshot, LakeError> {
        if table == DEAD_LETTERS {
            counting_dead_letters(self, state).await
        } else {
            Ok(state.snapshot)
        }
    }

    /// A table at its newest version with all files that its log names, also those in between two commits.
    pub(crate) async fn whole_snapshot(&self, table: &str) -> Result<Option<TableSnapshot>, LakeError> {
        Ok(self.table(table)?.load().await?.map(|state| state.snapshot))
    }

    /// The store whose root is the lake, as the paths of [`crate::DataFile`] are.
    pub fn object_store(&self) -> Arc<dyn ObjectStore> {
        self.storage.prefixed()
    }

    /// The store whose root is the root of the file system or bucket, as the paths of [`Lake::root_url`] are.
    pub fn root_object_store(&self) -> Arc<dyn ObjectStore> {
        Arc::clone(&self.storage.root)
    }

    /// The address of the lake; it ends in `/`.
    pub fn root_url(&self) -> Url {
        self.storage.url.clone()
    }

    /// How the lake was opened.
    pub fn options(&self) -> &LakeOptions {
        &self.options
    }

    pub(crate) fn table(&self, name: &str) -> Result<Table, LakeError> {
        Table::new(&self.storage, name, self.options.checkpoint_every)
    }
}
