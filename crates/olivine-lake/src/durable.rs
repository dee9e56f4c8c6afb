//! The local file system as an object store whose writes survive a power cut.
//!
//! `object_store`'s own local store makes a file visible before its bytes are on disk. A commit must not: what was
//! acknowledged is on disk. So a file is written beside its place, synced, put in place, and the folder is synced.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

const STORE: &str = "LocalFileSystem";

/// The local file system, with synced writes.
#[derive(Debug)]
pub(crate) struct DurableLocal {
    inner: LocalFileSystem,
}

impl DurableLocal {
    /// The file system from its root.
    pub(crate) fn new() -> Self {
        Self {
            inner: LocalFileSystem::new(),
        }
    }
}

impl fmt::Display for DurableLocal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// The name of a file while it is written. Listings of the inner store leave such names out.
fn staging(target: &FilePath) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!("#{}", rand::random::<u64>()));
    name.into()
}

fn generic(source: io::Error) -> Error {
    Error::Generic {
        store: STORE,
        source: Box::new(source),
    }
}

fn write_synced(target: &FilePath, payload: &PutPayload, create: bool) -> Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(generic)?;
    }
    let staged = staging(target);
    let written = write_staged(&staged, payload).and_then(|()| {
        if create {
            fs::hard_link(&staged, target)
        } else {
            fs::rename(&staged, target)
        }
    });
    if create || written.is_err() {
        // Only the name beside the target goes; a left-over is harmless and vacuum removes it.
        let _ = fs::remove_file(&staged);
    }
    written.map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Error::AlreadyExists {
            path: target.display().to_string(),
            source: Box::new(source),
        },
        io::ErrorKind::PermissionDenied => Error::PermissionDenied {
            path: target.display().to_string(),
            source: Box::new(source),
        },
        _ => generic(source),
    })?;
    sync_folder(target).map_err(generic)
}

fn write_staged(staged: &FilePath, payload: &PutPayload) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(staged)?;
    for part in payload {
        file.write_all(part)?;
    }
    file.sync_all()
}

fn sync_folder(file: &FilePath) -> io::Result<()> {
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[async_trait]
impl ObjectStore for DurableLocal {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let create = match opts.mode {
            PutMode::Create => true,
            PutMode::Overwrite => false,
            PutMode::Update(_) => return self.inner.put_opts(location, payload, opts).await,
        };
        let target = self.inner.path_to_filesystem(location)?;
        tokio::task::spawn_blocking(move || write_synced(&target, &payload, create))
            .await
            .map_err(|source| Error::JoinError { source })??;
        Ok(PutResult {
            e_tag: None,
            version: None,
        })
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.inner.put_multipart_opts(location, opts).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}
