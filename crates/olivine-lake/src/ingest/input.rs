//! Finding the input files under the named files, folders and addresses (ES E-1, E-4, F-21).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use tokio::runtime::Handle;
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::log_name::{LogPart, is_log, log_and_part, name_at, rotated_by_time, rotation, uncompressed};
use super::remote::RemoteBytes;
use crate::error::LakeError;
use crate::storage::Storage;

/// A rotated file that was not written to for so long is complete, in seconds.
const QUIET: i64 = 3600;
/// A time of change may lie ahead by so many seconds.
const CLOCKS_DIFFER: i64 = 86_400;

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

    /// Looks what there is to take in, as an ingest would find it, without reading it.
    ///
    /// # Errors
    /// The location does not exist or cannot be listed, or a file of this machine cannot be opened.
    pub async fn look(&self) -> Result<LogsThere, LakeError> {
        let found = find(std::slice::from_ref(self)).await?;
        if let Some(error) = found.unreadable.into_values().next() {
            return Err(error);
        }
        for file in &found.files {
            // What is no file, like a pipe, would make us wait for its other end.
            if let Place::Local(path) = &file.place
                && path.is_file()
            {
                File::open(path).map_err(unreadable(path))?;
            }
        }
        Ok(LogsThere {
            files: found.files.len(),
            bytes: found.files.iter().map(|file| file.size).sum(),
        })
    }
}

/// What there is to take in at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogsThere {
    /// Files.
    pub files: usize,
    /// Their bytes, as stored.
    pub bytes: u64,
}

/// What was found under the locations.
pub(crate) struct Found {
    /// The input files, each once: in the order of their rotation, live files last, so that few dates are open at a time.
    pub(crate) files: Vec<InputFile>,
    /// The locations under which there is none, as they were given.
    pub(crate) empty: Vec<String>,
    /// What lies under a folder and cannot be looked at, by name, and why.
    pub(crate) unreadable: BTreeMap<String, LakeError>,
}

/// What was found at one location.
#[derive(Default)]
struct FoundThere {
    files: Vec<InputFile>,
    unreadable: BTreeMap<String, LakeError>,
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
    /// Which part of its log it is.
    part: LogPart,
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
    /// Whether nobody is taken to be writing to it any more once it has been left alone for a while.
    pub(crate) fn is_rotated(&self) -> bool {
        self.part != LogPart::Live
    }

    /// Opens it.
    pub(crate) fn open(&self, runtime: &Handle) -> io::Result<OpenInput> {
        Ok(match &self.place {
            Place::Local(path) => OpenInput::Local(File::open(path)?),
            Place::Remote(store, meta) => OpenInput::Remote(Arc::clone(store), meta.clone(), runtime.clone()),
        })
    }

    /// Names the log that it is a part of: folder and name without the marks of rotation and compression. A live file
    /// and its rotated copies in the same folder have it in common.
    pub(crate) fn log(&self) -> String {
        let (folder, name) = self.name.split_at(name_at(&self.name));
        format!("{folder}{}", log_and_part(name).0)
    }

    /// Names the log as it was done when only dates behind the whole name were understood: what was taken in by then is
    /// known under that name.
    pub(crate) fn former_log(&self) -> String {
        let path = match &self.place {
            Place::Local(path) => path.to_string_lossy(),
            Place::Remote(..) => Cow::Borrowed(self.name.as_str()),
        };
        let (folder, name) = path.split_at(name_at(&path));
        let base = rotation(name).map_or(name, |(base, ..)| base);
        format!("{folder}{}", uncompressed(base).unwrap_or(base))
    }
}

/// An input file that is open. It stays the same file when another one takes its name.
pub(crate) enum OpenInput {
    Local(File),
    Remote(Arc<dyn ObjectStore>, ObjectMeta, Handle),
}

impl OpenInput {
    /// Its bytes as stored.
    pub(crate) fn bytes(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Local(file) => Box::new(file.try_clone()?),
            Self::Remote(store, meta, runtime) => {
                Box::new(RemoteBytes::new(Arc::clone(store), meta.clone(), runtime.clone()))
            }
        })
    }

    /// Its bytes from the beginning again. Those that were asked for before must not be read any more: a local file is read at
    /// one place at a time. What is no file, like a pipe, has its bytes once.
    pub(crate) fn bytes_again(&self) -> io::Result<Box<dyn Read + Send>> {
        if let Self::Local(file) = self {
            let mut file: &File = file;
            file.seek(SeekFrom::Start(0))?;
        }
        self.bytes()
    }
}

/// All input files under the locations.
pub(crate) async fn find(locations: &[InputLocation]) -> Result<Found, LakeError> {
    let mut files = BTreeMap::new();
    let mut empty = Vec::new();
    let mut unreadable = BTreeMap::new();
    for location in locations {
        let storage = Storage::of(&location.location, &location.storage)?;
        let found = match &storage.local {
            Some(path) => find_local(&location.location, path)?,
            None => FoundThere {
                files: find_remote(&location.location, &storage).await?,
                ..FoundThere::default()
            },
        };
        if found.files.is_empty() && found.unreadable.is_empty() {
            empty.push(location.location.clone());
        }
        files.extend(found.files.into_iter().map(|file| (file.name.clone(), file)));
        unreadable.extend(found.unreadable);
    }
    let mut files: Vec<InputFile> = files.into_values().collect();
    files.sort_by(|a, b| a.part.cmp(&b.part).then_with(|| a.name.cmp(&b.name)));
    Ok(Found {
        files,
        empty,
        unreadable,
    })
}

fn find_local(named: &str, path: &FilePath) -> Result<FoundThere, LakeError> {
    let canonical = path.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => LakeError::InputMissing { name: named.to_owned() },
        _ => unreadable(path)(error),
    })?;
    let mut found = FoundThere::default();
    if canonical.is_dir() {
        walk(&canonical, &mut found)?;
    } else {
        let metadata = fs::metadata(&canonical).map_err(unreadable(&canonical))?;
        found.files.push(local_file(canonical, &metadata));
    }
    Ok(found)
}

fn unreadable(path: &FilePath) -> impl FnOnce(io::Error) -> LakeError {
    let name = path.display().to_string();
    move |source| LakeError::InputUnreadable {
        name,
        source: Box::new(source),
    }
}

/// Looks through a folder. What of it cannot be looked at is noted, and the rest goes on without it.
fn walk(folder: &FilePath, found: &mut FoundThere) -> Result<(), LakeError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(unreadable(folder))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        let kind = entry.file_type().map_err(unreadable(&path))?;
        // Links to files are followed, links to folders are not: they could lead in circles.
        let looked = if kind.is_dir() {
            walk(&path, found)
        } else if is_log(&name) {
            take(&path, found)
        } else {
            Ok(())
        };
        if let Err(error) = looked {
            found.unreadable.insert(name_of(&path), error);
        }
    }
    Ok(())
}

/// Notes a file, if it is one and still there.
fn take(path: &FilePath, found: &mut FoundThere) -> Result<(), LakeError> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(path)(error)),
    };
    if metadata.is_file() {
        let canonical = path.canonicalize().map_err(unreadable(path))?;
        found.files.push(local_file(canonical, &metadata));
    }
    Ok(())
}

/// The name of a local file: its path, or its address where the path is no text. In an address each byte has its place,
/// so that two such files are never taken for one; no path looks like one.
fn name_of(path: &FilePath) -> String {
    match path.to_str() {
        Some(path) => path.to_owned(),
        None => Url::from_file_path(path).map_or_else(|()| path.to_string_lossy().into_owned(), String::from),
    }
}

fn local_file(path: PathBuf, metadata: &Metadata) -> InputFile {
    let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let since_epoch = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    let name = name_of(&path);
    let file_name = &name[name_at(&name)..];
    let part = log_and_part(file_name).1;
    InputFile {
        stamp: stamp(&format!(
            "{} {} {}",
            metadata.len(),
            since_epoch.as_nanos(),
            change_of(metadata)
        )),
        size: metadata.len(),
        live: is_live(file_name, part, DateTime::<Utc>::from(modified), Utc::now()),
        part,
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

/// Whether somebody may be writing to a file at a moment. A file without a mark of rotation in its name is being written to; one with a
/// mark may be for a while after, and one whose name ends in a day that is not over, for as long as that.
fn is_live(name: &str, part: LogPart, modified: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let age = (now - modified).num_seconds();
    let day_is_not_over = || rotated_by_time(name).is_some_and(|(_, date)| date >= now.date_naive());
    // A time of change far ahead says nothing, and would hold for ever.
    part == LogPart::Live || (-CLOCKS_DIFFER..QUIET).contains(&age) || day_is_not_over()
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
    let file_name = &name[name_at(&name)..];
    let part = log_and_part(file_name).1;
    let live = is_live(file_name, part, meta.last_modified, Utc::now());
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
        live,
        part,
        place: Place::Remote(Arc::clone(&storage.root), meta),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let found = futures::executor::block_on(find(&locations)).unwrap().files;
        let names: Vec<_> = found.iter().map(|file| file.name.rsplit_once('/').unwrap().1).collect();
        assert_eq!(
            names,
            ["tracking.log-20240501", "tracking.log-20240502.gz", "tracking.log"]
        );
        assert_eq!(found[1].log(), found[2].log());
        assert_ne!(found[0].log(), found[2].log());
    }

    #[test]
    fn files_of_one_log_that_python_rotates_come_by_their_time() {
        let folder = tempfile::tempdir().unwrap();
        let in_order = [
            "tracking.log.2024-04-30_23",
            "tracking.log.2024-05-01_09.gz",
            "tracking.log.2024-05-01_13",
            "tracking.log.2024-05-02_00",
            "tracking.log",
        ];
        for name in in_order {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let location = InputLocation::new(folder.path().to_str().unwrap());
        let found = futures::executor::block_on(find(&[location])).unwrap().files;
        let names: Vec<_> = found.iter().map(|file| file.name.rsplit_once('/').unwrap().1).collect();
        assert_eq!(names, in_order);
        assert!(found.iter().all(|file| file.log().ends_with("/tracking.log")));
        // What was taken in before such names were understood is known under the name of the file.
        assert!(found[0].former_log().ends_with("/tracking.log.2024-04-30_23"));
    }

    #[test]
    fn a_rotated_file_is_live_until_it_was_left_alone_and_its_day_is_over() {
        let now = DateTime::from_timestamp(1_714_651_200, 0).unwrap();
        assert_eq!(now.to_string(), "2024-05-02 12:00:00 UTC");
        for (name, age, live) in [
            ("tracking.log", 1_000_000, true),
            ("tracking.log-20240502", 3599, true),
            ("tracking.log-20240502", 3600, false),
            ("tracking.log.1", 3599, true),
            ("tracking.log.1", 3600, false),
            // Another clock is ahead, by little or by much.
            ("tracking.log.1", -60, true),
            ("tracking.log.1", -86_400, true),
            ("tracking.log.1", -86_401, false),
            // Some write to a file with the name of the day.
            ("tracking.log.2024-05-01", 3600, false),
            ("tracking.log.2024-05-01_23", 3600, false),
            ("tracking.log.2024-05-02", 3600, true),
            ("tracking.log.2024-05-02_09", 3600, true),
            ("tracking.log.2024-05-03", 3600, true),
            ("tracking.log.2024-05-02.gz", 3600, false),
        ] {
            let modified = now - chrono::Duration::seconds(age);
            let part = log_and_part(name).1;
            assert_eq!(is_live(name, part, modified, now), live, "{name} after {age} seconds");
        }
    }

    #[test]
    fn a_look_finds_what_an_ingest_would_take() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("tracking.log", "12345"), ("tracking.log.1", "1"), ("notes.txt", "x")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let look = |path: &FilePath| {
            let location = InputLocation::new(path.to_str().unwrap());
            futures::executor::block_on(location.look())
        };
        assert_eq!(look(folder.path()).unwrap(), LogsThere { files: 2, bytes: 6 });
        let error = look(&folder.path().join("gone")).unwrap_err();
        assert!(matches!(error, LakeError::InputMissing { .. }), "{error}");
    }

    #[test]
    fn what_cannot_be_looked_at_is_named_and_the_rest_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("b")).unwrap();
        fs::write(root.join("b/tracking.log"), "x").unwrap();
        let circle = root.join("b/circle.log");
        std::os::unix::fs::symlink(&circle, &circle).unwrap();
        // A link that leads nowhere is a file that is gone; one that nobody would take is not looked at.
        std::os::unix::fs::symlink(root.join("gone"), root.join("b/gone.log")).unwrap();
        std::os::unix::fs::symlink(root.join("circle"), root.join("circle")).unwrap();
        let location = InputLocation::new(root.to_str().unwrap());
        let found = futures::executor::block_on(find(std::slice::from_ref(&location))).unwrap();
        assert_eq!(found.files.len(), 1);
        assert!(found.empty.is_empty());
        let unreadable: Vec<&String> = found.unreadable.keys().collect();
        let circle = root.canonicalize().unwrap().join("b/circle.log");
        assert_eq!(unreadable, [circle.to_str().unwrap()]);
        let error = futures::executor::block_on(location.look()).unwrap_err();
        assert!(matches!(error, LakeError::InputUnreadable { .. }), "{error}");
    }

    #[test]
    fn a_missing_input_is_an_error() {
        let missing = [InputLocation::new("/no/such/folder")];
        let error = futures::executor::block_on(find(&missing)).err().unwrap();
        assert!(matches!(error, LakeError::InputMissing { .. }), "{error}");
    }

    #[test]
    fn a_location_without_a_log_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("none")).unwrap();
        fs::write(root.join("none/notes.txt"), "x").unwrap();
        fs::write(root.join("notes.txt"), "x").unwrap();
        let locations =
            [root.join("none"), root.join("notes.txt")].map(|path| InputLocation::new(path.to_str().unwrap()));
        let found = futures::executor::block_on(find(&locations)).unwrap();
        assert_eq!(found.empty, [locations[0].location.as_str()]);
        assert_eq!(
            found.files.len(),
            1,
            "a file that is named is taken whatever its name is"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_no_text_are_told_apart() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let folder = tempfile::tempdir().unwrap();
        for name in [&b"a\xfe.log"[..], b"a\xff.log", b"a\xff.log.1", b"a%FE.log"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), "x").unwrap();
        }
        let location = InputLocation::new(folder.path().to_str().unwrap());
        let files = futures::executor::block_on(find(&[location])).unwrap().files;
        let mut names: Vec<_> = files.iter().map(|file| file.name.rsplit_once('/').unwrap().1).collect();
        names.sort_unstable();
        assert_eq!(names, ["a%FE.log", "a%FE.log", "a%FF.log", "a%FF.log.1"]);
        let addresses = files.iter().filter(|file| file.name.starts_with("file:///")).count();
        assert_eq!(addresses, 3, "the one that is text keeps its path");
        let logs: std::collections::BTreeSet<_> = files.iter().map(InputFile::log).collect();
        assert_eq!(logs.len(), 3, "{logs:?}");
    }
}
