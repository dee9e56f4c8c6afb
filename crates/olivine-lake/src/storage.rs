//! The storage under a lake or an input: an address, its object store, and a prefix.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path as FilePath, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};
use url::Url;

use crate::durable::DurableLocal;
use crate::error::LakeError;
use crate::patient::Patient;

/// An address with its object store.
#[derive(Debug, Clone)]
pub(crate) struct Storage {
    /// The store from the root of the file system or bucket.
    pub(crate) root: Arc<dyn ObjectStore>,
    /// The address as a URL that ends in `/` for a lake.
    pub(crate) url: Url,
    /// The path of the address inside `root`.
    pub(crate) prefix: Path,
    /// The folder, when it is one of this machine.
    pub(crate) local: Option<PathBuf>,
}

impl Storage {
    /// Understands an address without touching the storage.
    pub(crate) fn of(location: &str, options: &BTreeMap<String, String>) -> Result<Self, LakeError> {
        let url = url_of(location)?;
        let bad = |reason: String| LakeError::Location {
            location: location.to_owned(),
            reason,
        };
        let prefix = Path::from_url_path(url.path()).map_err(|error| bad(error.to_string()))?;
        let (root, local): (Arc<dyn ObjectStore>, _) = match url.scheme() {
            "file" => {
                let folder = url
                    .to_file_path()
                    .map_err(|()| bad("not a path of this machine".to_owned()))?;
                (Arc::new(DurableLocal::new()), Some(folder))
            }
            "memory" => (Arc::new(InMemory::new()), None),
            "s3" | "s3a" => (Arc::new(s3(&url, options)?), None),
            other => return Err(bad(format!("addresses of the kind {other}:// are not known"))),
        };
        Ok(Self {
            root,
            url,
            prefix,
            local,
        })
    }

    /// The same address over another store, rooted in the same place.
    pub(crate) fn over(mut self, root: Arc<dyn ObjectStore>) -> Self {
        self.root = root;
        self
    }

    /// The store whose root is the address.
    pub(crate) fn prefixed(&self) -> Arc<dyn ObjectStore> {
        Arc::new(PrefixStore::new(Arc::clone(&self.root), self.prefix.clone()))
    }
}

/// An address or path as a URL. Relative paths start in the current folder.
fn url_of(location: &str) -> Result<Url, LakeError> {
    let bad = |reason: String| LakeError::Location {
        location: location.to_owned(),
        reason,
    };
    if location.contains("://") {
        return Url::parse(location).map_err(|error| bad(error.to_string()));
    }
    if location.is_empty() {
        return Err(bad("is empty".to_owned()));
    }
    let absolute = resolved(FilePath::new(location)).map_err(|error| bad(error.to_string()))?;
    Url::from_file_path(absolute).map_err(|()| bad("not a path of this machine".to_owned()))
}

/// A path as an absolute one without `.` and `..`, which addresses cannot hold. Links are followed only where there is a `..`:
/// files that were taken in are known by their paths.
fn resolved(path: &FilePath) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let is_up = |part: Component<'_>| part == Component::ParentDir;
    if !absolute.components().any(is_up) {
        return Ok(absolute);
    }
    // What `..` leads to depends on links, so as much of the path as exists is resolved by the system.
    let there = absolute.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some((real, absolute.strip_prefix(above).ok()?))
    });
    let Some((mut whole, rest)) = there else {
        return Ok(absolute);
    };
    for part in rest.components() {
        if is_up(part) {
            whole.pop();
        } else {
            whole.push(part);
        }
    }
    Ok(whole)
}

fn s3(url: &Url, options: &BTreeMap<String, String>) -> Result<Patient, LakeError> {
    let bad = |reason: String| LakeError::Location {
        location: url.to_string(),
        reason,
    };
    let mut retry = RetryConfig::default();
    let mut builder = AmazonS3Builder::from_env().with_url(url.as_str());
    for (name, value) in options {
        match name.as_str() {
            "max_retries" => {
                retry.max_retries = value
                    .parse()
                    .map_err(|_| bad(format!("max_retries is not a count: {value}")))?;
            }
            "retry_timeout" => {
                let seconds = value
                    .parse()
                    .map_err(|_| bad(format!("retry_timeout is not in seconds: {value}")))?;
                retry.retry_timeout = Duration::from_secs(seconds);
            }
            _ => {
                let key = AmazonS3ConfigKey::from_str(name)
                    .map_err(|_| bad(format!("storage option {name} is not known")))?;
                builder = builder.with_config(key, value);
            }
        }
    }
    let store = builder
        .with_retry(retry.clone())
        .build()
        .map_err(|error| bad(error.to_string()))?;
    Ok(Patient::new(Arc::new(store), &retry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_understood() {
        let here = Storage::of("/some/lake", &BTreeMap::new()).unwrap();
        assert_eq!(here.prefix, Path::from("some/lake"));
        assert_eq!(here.local.as_deref(), Some(FilePath::new("/some/lake")));
        let options = BTreeMap::from([("region".to_owned(), "eu-west-1".to_owned())]);
        let there = Storage::of("s3://bucket/a/b", &options).unwrap();
        assert_eq!(there.prefix, Path::from("a/b"));
        assert_eq!(there.local, None);
    }

    #[test]
    fn paths_that_lead_upwards_are_resolved() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("site")).unwrap();
        let table = [
            ("site/../lake", "lake"),
            ("site/./../site/../lake/events", "lake/events"),
            ("site/not/there/../../lake", "site/lake"),
            ("not/there/../lake", "not/lake"),
            ("site", "site"),
        ];
        for (written, meant) in table {
            let location = root.join(written).display().to_string();
            let storage = Storage::of(&location, &BTreeMap::new()).unwrap();
            assert_eq!(storage.local, Some(root.join(meant)), "{written}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (location, name) in [("ftp://host/x", "ftp"), ("", "empty")] {
            let error = Storage::of(location, &BTreeMap::new()).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
        }
        let options = BTreeMap::from([("regoin".to_owned(), "x".to_owned())]);
        let error = Storage::of("s3://bucket/a", &options).unwrap_err();
        assert!(error.to_string().contains("regoin"), "{error}");
    }
}
