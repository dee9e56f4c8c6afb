//! Finding the input files under the named files, folders and addresses (ES E-1, E-4, F-21).

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate, Utc};
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use xxhash_rust::xxh3::xxh3_64;

use super::remote::RemoteBytes;
use crate::error::LakeError;
use crate::storage::Storage;

/// A rotated file that was not written to for so long is complete, in seconds.
const QUIET: i64 = 3600;

/// A file, folder or address to ingest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputLocation {
    /// A path, or a `file://` or `s3://` address. Of a folder, all files are taken whose names hold `.log` and do not
    /// begin with a dot; a file is taken whatever its name is.
    pub location: String,
    /// Options of the object store, as in [`crate::LakeOptions::storage`].
    pub storage: BTreeMap<String, String>,
}

impl InputLocation {
    /// A location that needs no options.
    pub fn new(location: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            storage: BTreeMap::new(),
        }
    }
}

/// One input file.
#[derive(Debug, Clone)]
pub(crate) struct InputFile {
    /// Its canonical path or address.
    pub(crate) name: String,
    /// Bytes, as stored.
    pub(crate) size: u64,
    /// Stands for its state: the same stamp means that it was not changed since.
    pub(crate) stamp: i64,
    /// The date of rotation in its name.
    pub(crate) rotated: Option<NaiveDate>,
    /// Whether somebody may still be writing to it.
    pub(crate) live: bool,
    place: Place,
}

#[derive(Debug, Clone)]
enum Place {
    Local(PathBuf),
    Remote(Arc<dyn ObjectStore>, ObjectMeta),
}

impl InputFile {
    /// Its bytes as stored.
    pub(crate) fn open(&self, runtime: &tokio::runtime::Handle) -> io::Result<Box<dyn Read + Send>> {
        match &self.place {
            Place::Local(path) => Ok(Box::new(File::open(path)?)),
            Place::Remote(store, meta) => Ok(Box::new(RemoteBytes::new(
                Arc::clone(store),
                meta.clone(),
                runtime.clone(),
            ))),
        }
    }

    /// Names the log that it is a part of: folder and name without the marks of rotation and compression. A live file
    /// and its rotated copies in the same folder have it in common.
    pub(crate) fn log(&self) -> &str {
        let name_at = self.name.rfind('/').map_or(0, |slash| slash + 1);
        let base = rotation(&self.name[name_at..]).map_or(&self.name[name_at..], |(base, _)| base);
        let base = base
            .strip_suffix(".gz")
            .or_else(|| base.strip_suffix(".zst"))
            .unwrap_or(base);
        &self.name[..name_at + base.len()]
    }
}

/// Splits `tracking.log-20240501-1714521600.gz` into what comes before the date, and the date.
fn rotation(name: &str) -> Option<(&str, NaiveDate)> {
    name.match_indices('-').find_map(|(at, _)| {
        let digits = name.get(at + 1..at + 9)?;
        let followed_by = name.as_bytes().get(at + 9);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || followed_by.is_some_and(u8::is_ascii_digit) {
            return None;
        }
        Some((&name[..at], NaiveDate::parse_from_str(digits, "%Y%m%d").ok()?))
    })
}

/// All input files under the locations, each once: in the order of their rotation, live files last, so that few dates
/// are open at a time.
pub(crate) async fn find(locations: &[InputLocation]) -> Result<Vec<InputFile>, LakeError> {
    let mut files = BTreeMap::new();
    for location in locations {
        let storage = Storage::of(&location.location, &location.storage)?;
        let found = match &storage.local {
            Some(path) => find_local(&location.location, path)?,
            None => find_remote(&location.location, &storage).await?,
        };
        files.extend(found.into_iter().map(|file| (file.name.clone(), file)));
    }
    let mut files: Vec<InputFile> = files.into_values().collect();
    files.sort_by(|a, b| {
        let order = |file: &InputFile| (file.rotated.is_none(), file.rotated);
        order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(files)
}

fn find_local(named: &str, path: &FilePath) -> Result<Vec<InputFile>, LakeError> {
    let canonical = path.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LakeError::InputMissing { name: named.to_owned() },
        _ => unreadable(path)(error),
    })?;
    let mut files = Vec::new();
    if canonical.is_dir() {
        walk(&canonical, &mut files)?;
    } else {
        let metadata = fs::metadata(&canonical).map_err(unreadable(&canonical))?;
        files.push(local_file(canonical, &metadata));
    }
    Ok(files)
}

fn unreadable(path: &FilePath) -> impl FnOnce(io::Error) -> LakeError {
    let name = path.display().to_string();
    move |source| LakeError::InputUnreadable {
        name,
        source: Box::new(source),
    }
}

fn walk(folder: &FilePath, files: &mut Vec<InputFile>) -> Result<(), LakeError> {
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Links to files are followed, links to folders are not: they could lead in circles.
        let metadata = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(unreadable(&path)(error)),
        };
        let kind = entry.file_type().map_err(unreadable(&path))?;
        if kind.is_dir() {
            walk(&path, files)?;
        } else if metadata.is_file() && is_log(&name) {
            let canonical = path.canonicalize().map_err(unreadable(&path))?;
            files.push(local_file(canonical, &metadata));
        }
    }
    Ok(())
}

fn is_log(name: &str) -> bool {
    name.contains(".log") && !name.starts_with('.')
}

fn local_file(path: PathBuf, metadata: &Metadata) -> InputFile {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let since_epoch = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let name = path.to_string_lossy().into_owned();
    let rotated = path
        .file_name()
        .and_then(|name| rotation(&name.to_string_lossy()).map(|(_, date)| date));
    InputFile {
        stamp: stamp(&format!(
            "{} {} {}",
            metadata.len(),
            since_epoch.as_nanos(),
            change_of(metadata)
        )),
        size: metadata.len(),
        live: is_live(rotated, DateTime::<Utc>::from(modified)),
        rotated,
        name,
        place: Place::Local(path),
    }
}

/// The inode and when it was changed: told apart are also a file that was replaced by one of the same size and with the
/// time of the first, as copying tools make them.
#[cfg(unix)]
fn change_of(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{} {} {}", metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

/// Nothing more is known of a file here.
#[cfg(not(unix))]
fn change_of(_metadata: &Metadata) -> String {
    String::new()
}

/// A file without a date in its name is being written to; one with a date may be for a while after its rotation.
fn is_live(rotated: Option<NaiveDate>, modified: DateTime<Utc>) -> bool {
    rotated.is_none() || (Utc::now() - modified).num_seconds() < QUIET
}

/// A non-negative number that stands for a state.
fn stamp(state: &str) -> i64 {
    (xxh3_64(state.as_bytes()) >> 1) as i64
}

async fn find_remote(named: &str, storage: &Storage) -> Result<Vec<InputFile>, LakeError> {
    let failed = || LakeError::storage(format!("list {named}"));
    let base = storage.url.as_str().trim_end_matches('/');
    // A key of exactly that name is a file; else it is a folder, and what is under it counts: not what merely begins
    // with the same letters (ES S-2).
    if !storage.prefix.as_ref().is_empty() && !named.ends_with('/') {
        match storage.root.head(&storage.prefix).await {
            Ok(meta) => return Ok(vec![remote_file(base.to_owned(), storage, meta)]),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(failed()(error)),
        }
    }
    let listing: Vec<ObjectMeta> = storage
        .root
        .list(Some(&storage.prefix))
        .try_collect()
        .await
        .map_err(failed())?;
    if listing.is_empty() {
        return Err(LakeError::InputMissing { name: named.to_owned() });
    }
    let files = listing.into_iter().filter_map(|meta| {
        let below: Vec<_> = meta.location.prefix_match(&storage.prefix)?.collect();
        let hidden = below.iter().any(|part| part.as_ref().starts_with('.'));
        let wanted = !hidden && meta.size > 0 && is_log(meta.location.filename()?);
        let path: Path = below.into_iter().collect();
        wanted.then(|| remote_file(format!("{base}/{path}"), storage, meta))
    });
    Ok(files.collect())
}

fn remote_file(name: String, storage: &Storage, meta: ObjectMeta) -> InputFile {
    let rotated = meta
        .location
        .filename()
        .and_then(|name| rotation(name).map(|(_, date)| date));
    let state = format!(
        "{} {} {:?}",
        meta.size,
        meta.last_modified.timestamp_micros(),
        meta.e_tag
    );
    InputFile {
        name,
        size: meta.size,
        stamp: stamp(&state),
        live: is_live(rotated, meta.last_modified),
        rotated,
        place: Place::Remote(Arc::clone(&storage.root), meta),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_rotation_are_read_from_names() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for (name, expected) in [
            ("tracking.log", None),
            ("tracking.log-20240501", Some(("tracking.log", date(2024, 5, 1)))),
            ("tracking.log-20240501.gz", Some(("tracking.log", date(2024, 5, 1)))),
            (
                "tracking.log-20240501-1714521600.gz",
                Some(("tracking.log", date(2024, 5, 1))),
            ),
            (
                "web-7-tracking.log-20240501.gz",
                Some(("web-7-tracking.log", date(2024, 5, 1))),
            ),
            ("tracking.log-20219999.gz", None),
            ("tracking.log-1714521600.gz", None),
        ] {
            assert_eq!(rotation(name), expected, "{name}");
        }
    }

    #[test]
    fn a_folder_gives_its_logs_once_in_order_of_rotation() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("b/.hidden")).unwrap();
        for name in [
            "tracking.log",
            "tracking.log-20240502.gz",
            "b/tracking.log-20240501",
            "b/.x.log",
            "b/notes.txt",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        fs::write(root.join("b/.hidden/tracking.log"), "x").unwrap();
        std::os::unix::fs::symlink(root.join("tracking.log"), root.join("b/link.log")).unwrap();
        std::os::unix::fs::symlink(root, root.join("b/circle.log")).unwrap();
        let locations = [root.to_str().unwrap(), root.join("tracking.log").to_str().unwrap()].map(InputLocation::new);
        let found = futures::executor::block_on(find(&locations)).unwrap();
        let names: Vec<_> = found.iter().map(|file| file.name.rsplit_once('/').unwrap().1).collect();
        assert_eq!(
            names,
            ["tracking.log-20240501", "tracking.log-20240502.gz", "tracking.log"]
        );
        assert_eq!(found[1].log(), found[2].log());
        assert_ne!(found[0].log(), found[2].log());
    }

    #[test]
    fn a_missing_input_is_an_error() {
        let missing = [InputLocation::new("/no/such/folder")];
        let error = futures::executor::block_on(find(&missing)).unwrap_err();
        assert!(matches!(error, LakeError::InputMissing { .. }), "{error}");
    }
}
