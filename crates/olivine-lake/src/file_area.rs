//! Where files for people lie: a folder of this machine or a prefix of an object store.

use std::collections::{BTreeMap, HashSet};
use std::path::Path as FilePath;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use tokio::io::AsyncReadExt;

use crate::error::LakeError;
use crate::storage::Storage;

/// Larger files are sent to a remote store in parts.
const PART: usize = 8 << 20;
/// Parts on their way at once.
const PARTS_AT_ONCE: usize = 2;

/// A place for files, each of which is there as a whole or not at all.
#[derive(Debug, Clone)]
pub struct FileArea {
    storage: Storage,
}

/// A file of a [`FileArea`], being read.
pub struct FileContent {
    /// Bytes.
    pub size: u64,
    /// When it was put there.
    pub modified: chrono::DateTime<chrono::Utc>,
    /// Its content, piece by piece.
    pub pieces: BoxStream<'static, Result<Bytes, LakeError>>,
}

/// Which files a [`FileArea`] had when it was asked.
pub struct FileListing {
    names: HashSet<Path>,
}

impl FileListing {
    /// Whether a file was there.
    pub fn has(&self, path: &str) -> bool {
        Path::parse(path).is_ok_and(|path| self.names.contains(&path))
    }
}

impl FileArea {
    /// Understands an address, a folder or `s3://bucket/prefix`, without touching it. The options are those of
    /// [`crate::LakeOptions::storage`].
    ///
    /// # Errors
    /// An address or option that is not understood.
    pub fn open(location: &str, options: &BTreeMap<String, String>) -> Result<Self, LakeError> {
        Ok(Self {
            storage: Storage::of(location, options)?,
        })
    }

    /// The address.
    pub fn location(&self) -> String {
        self.storage.url.to_string()
    }

    /// The files that are there now.
    ///
    /// # Errors
    /// A storage that fails.
    pub async fn listing(&self) -> Result<FileListing, LakeError> {
        let all = self.storage.prefixed();
        let names = all.list(None).map_ok(|found| found.location).try_collect();
        let names = names
            .await
            .map_err(LakeError::storage(format!("listing {}", self.location())))?;
        Ok(FileListing { names })
    }

    /// Puts a file of this machine in place; a reader sees the file before or the new one as a whole.
    ///
    /// # Errors
    /// A file that cannot be read, or a storage that fails.
    pub async fn put(&self, path: &str, file: &FilePath) -> Result<(), LakeError> {
        let target = Path::parse(path).map_err(|error| self.bad_path(path, &error))?;
        let store = self.storage.prefixed();
        let reading = || LakeError::file(format!("reading {}", file.display()));
        let size = tokio::fs::metadata(file).await.map_err(reading())?.len();
        // The local store writes and syncs in one go.
        if self.storage.local.is_some() || size <= PART as u64 {
            let bytes = tokio::fs::read(file).await.map_err(reading())?;
            let put = store.put(&target, bytes.into()).await;
            put.map_err(LakeError::storage(format!("writing {path}")))?;
            return Ok(());
        }
        let writing = || LakeError::storage(format!("writing {path}"));
        let upload = store.put_multipart(&target).await.map_err(writing())?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut opened = tokio::fs::File::open(file).await.map_err(reading())?;
        let mut piece = vec![0; PART];
        loop {
            let read = opened.read(&mut piece).await.map_err(reading())?;
            if read == 0 {
                break;
            }
            writer.wait_for_capacity(PARTS_AT_ONCE).await.map_err(writing())?;
            writer.write(&piece[..read]);
        }
        writer.finish().await.map_err(writing())?;
        Ok(())
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// A storage that fails.
    pub async fn remove(&self, path: &str) -> Result<(), LakeError> {
        let target = Path::parse(path).map_err(|error| self.bad_path(path, &error))?;
        match self.storage.prefixed().delete(&target).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(LakeError::storage(format!("removing {path}"))(error)),
        }
    }

    /// Begins to read a file; nothing when it is not there.
    ///
    /// # Errors
    /// A storage that fails.
    pub async fn read(&self, path: &str) -> Result<Option<FileContent>, LakeError> {
        let target = Path::parse(path).map_err(|error| self.bad_path(path, &error))?;
        let found = match self.storage.prefixed().get(&target).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(LakeError::storage(format!("reading {path}"))(error)),
        };
        let path = path.to_owned();
        Ok(Some(FileContent {
            size: found.meta.size,
            modified: found.meta.last_modified,
            pieces: found
                .into_stream()
                .map_err(move |error| LakeError::storage(format!("reading {path}"))(error))
                .boxed(),
        }))
    }

    fn bad_path(&self, path: &str, error: &object_store::path::Error) -> LakeError {
        LakeError::Location {
            location: format!("{}{path}", self.location()),
            reason: error.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn text(area: &FileArea, path: &str) -> Option<String> {
        let content = area.read(path).await.unwrap()?;
        let pieces: Vec<Bytes> = content.pieces.try_collect().await.unwrap();
        let bytes = pieces.concat();
        assert_eq!(bytes.len() as u64, content.size);
        Some(String::from_utf8(bytes).unwrap())
    }

    #[tokio::test]
    async fn files_are_put_replaced_read_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let area = FileArea::open(&folder.path().join("files").display().to_string(), &BTreeMap::new()).unwrap();
        let source = folder.path().join("source");
        assert!(
            !area.listing().await.unwrap().has("a b/c_é.csv"),
            "there is no folder yet"
        );
        for content in ["one", "two, longer"] {
            std::fs::write(&source, content).unwrap();
            area.put("a b/c_é.csv", &source).await.unwrap();
            assert_eq!(text(&area, "a b/c_é.csv").await.as_deref(), Some(content));
        }
        let listing = area.listing().await.unwrap();
        assert!(listing.has("a b/c_é.csv") && !listing.has("c_é.csv") && !listing.has("../a b/c_é.csv"));
        area.remove("a b/c_é.csv").await.unwrap();
        area.remove("a b/c_é.csv").await.unwrap();
        assert_eq!(text(&area, "a b/c_é.csv").await, None);
        assert!(area.put("../out.csv", &source).await.is_err());
        assert!(area.put("x.csv", &folder.path().join("absent")).await.is_err());
    }
}
