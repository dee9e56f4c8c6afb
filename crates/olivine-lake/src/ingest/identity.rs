//! What was taken in before: identities of input files in the commits of `events`.
//!
//! A file is known by its content, not by its name: by the hash of its first line, and by how many bytes of its
//! content were taken in and what their hash was. So a live log is followed, its rotated and compressed copy is
//! recognised, and a file that was replaced by another is read anew. The name with size and time of change only saves
//! reading a file that did not change since.
//!
//! To hash all bytes of a log that never ends would take longer with each pass. So a log that may grow is also known by
//! the hash of the last bytes of what was taken in: a file with the same first line and the same bytes in that place is
//! that log, grown, and is read on from there. Its last length in each stretch is kept, in the place of the one before:
//! as many as the log is long, however often it is looked at, and enough to know most of a copy that is still being
//! made.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use super::content::{Consumed, Content};
use super::input::InputFile;
use crate::transactions::Transactions;

/// Application ids of content begin with this; then log, first line and hash; the version is the length.
const CONTENT: &str = "olivine/content/";
/// Application ids of logs that may grow begin with this; then log, first line, root, stretch, and one of the two below.
const FOLLOWED: &str = "olivine/followed/";
/// The version is the length that was taken in.
const LENGTH: &str = "length";
/// The version is the hash of the last bytes before it.
const LAST: &str = "last";
/// Application ids of files begin with this; then the name; the version is the stamp.
const FILE: &str = "olivine/file/";
/// Bytes of a log of which one length is kept.
const STRETCH: u64 = 64 << 20;

/// All that was taken in before.
#[derive(Debug, Default)]
pub(crate) struct KnownFiles {
    stamps: HashMap<String, i64>,
    /// By hash of the first line.
    contents: HashMap<u64, Vec<KnownContent>>,
    /// Whether the same content in another log is another content: when copies are to be kept (ES E-4).
    by_log: bool,
}

/// A content of which so many bytes were taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownContent {
    log: u64,
    pub(crate) length: u64,
    pub(crate) mark: Mark,
}

/// What tells whether a content is a known one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// The hash of all bytes up to the length.
    Whole(u128),
    /// The hash of the last bytes before the length, and the root of the log.
    Last { hash: i64, root: u128 },
}

impl KnownContent {
    /// Whether it is what was read of a content so far.
    pub(crate) fn is(&self, content: &Content) -> bool {
        self.length == content.offset()
            && match self.mark {
                Mark::Whole(hash) => content.hash() == Some(hash),
                Mark::Last { hash, .. } => content.last() == hash,
            }
    }
}

fn hash_of_log(log: &str) -> u64 {
    xxh3_64(log.as_bytes())
}

impl KnownFiles {
    /// Reads the identities out of the application transactions of `events`.
    pub(crate) fn of(transactions: &Transactions, by_log: bool) -> Self {
        let mut known = Self {
            by_log,
            ..Self::default()
        };
        let mut followed: HashMap<&str, (Option<i64>, Option<i64>)> = HashMap::new();
        for (id, version) in transactions {
            if let Some(name) = id.strip_prefix(FILE) {
                known.stamps.insert(name.to_owned(), *version);
            } else if let Some(id) = id.strip_prefix(CONTENT) {
                known.add(id, *version, Mark::Whole);
            } else if let Some((id, what)) = id.strip_prefix(FOLLOWED).and_then(|id| id.rsplit_once('/')) {
                let versions = followed.entry(id).or_default();
                match what {
                    LENGTH => versions.0 = Some(*version),
                    LAST => versions.1 = Some(*version),
                    _ => {}
                }
            }
        }
        for (id, versions) in followed {
            if let (Some(length), Some(hash)) = versions {
                known.add(id, length, |root| Mark::Last { hash, root });
            }
        }
        for contents in known.contents.values_mut() {
            contents.sort_by_key(|content| (content.length, content.mark));
        }
        known
    }

    /// Adds a content with the parts of its id: log, first line, and a hash of which its mark is made.
    fn add(&mut self, id: &str, length: i64, mark: impl FnOnce(u128) -> Mark) {
        let mut parts = id.split('/').map(|part| u128::from_str_radix(part, 16).ok());
        let mut part = || parts.next().flatten();
        if let (Some(log), Some(head), Some(hash)) = (part(), part(), part())
            && let (Ok(log), Ok(head), Ok(length)) = (u64::try_from(log), u64::try_from(head), u64::try_from(length))
        {
            let mark = mark(hash);
            self.contents
                .entry(head)
                .or_default()
                .push(KnownContent { log, length, mark });
        }
    }

    /// Whether a file did not change since all of it was taken in.
    pub(crate) fn is_unchanged(&self, file: &InputFile) -> bool {
        self.stamps.get(&file.name) == Some(&file.stamp)
    }

    /// What a file with that first line may hold, the shortest first. Of the same length, what is known by its last
    /// bytes comes last.
    pub(crate) fn contents(&self, file: &InputFile, head: u64) -> Vec<KnownContent> {
        let Some(contents) = self.contents.get(&head) else {
            return Vec::new();
        };
        let logs = [file.log(), file.former_log()].map(|log| hash_of_log(&log));
        let wanted = contents
            .iter()
            .filter(|content| !self.by_log || logs.contains(&content.log));
        wanted.copied().collect()
    }
}

/// The application transactions that say: so much of this file was taken in. `known` bytes of it were before.
pub(crate) fn transactions(file: &InputFile, consumed: Option<&Consumed>, known: u64) -> Vec<(String, i64)> {
    let mut transactions = vec![(format!("{FILE}{}", file.name), file.stamp)];
    if let Some(consumed) = consumed.filter(|consumed| consumed.length > 0)
        && let Ok(length) = i64::try_from(consumed.length)
    {
        let part = format!("{:016x}/{:016x}", hash_of_log(&file.log()), consumed.head);
        if let Some(hash) = consumed.hash {
            transactions.push((format!("{CONTENT}{part}/{hash:032x}"), length));
        }
        let is_followed = match consumed.hash {
            Some(_) => consumed.grows,
            // There is no other mark of what is new.
            None => consumed.length > known,
        };
        if is_followed {
            let stretch = consumed.length / STRETCH;
            let id = format!("{FOLLOWED}{part}/{:032x}/{stretch:x}", consumed.root);
            transactions.push((format!("{id}/{LENGTH}"), length));
            transactions.push((format!("{id}/{LAST}"), consumed.last));
        }
    }
    transactions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::input::{InputLocation, find};

    fn file(folder: &tempfile::TempDir, name: &str) -> InputFile {
        let path = folder.path().join(name);
        std::fs::write(&path, "x").unwrap();
        let location = InputLocation::new(path.to_str().unwrap());
        futures::executor::block_on(find(&[location])).unwrap().files.remove(0)
    }

    #[test]
    fn of_each_stretch_of_a_log_the_last_length_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder, "tracking.log");
        let mut known = Transactions::new();
        for length in [10, 20, STRETCH + 5, STRETCH + 7] {
            let consumed = Consumed {
                head: 1,
                length,
                hash: None,
                last: 3,
                root: 4,
                grows: true,
            };
            known.extend(transactions(&file, Some(&consumed), 0));
        }
        let contents = KnownFiles::of(&known, true).contents(&file, 1);
        let lengths: Vec<u64> = contents.iter().map(|content| content.length).collect();
        assert_eq!(lengths, [20, STRETCH + 7]);
        assert_eq!(contents[0].mark, Mark::Last { hash: 3, root: 4 });
    }

    #[test]
    fn what_was_taken_in_under_the_former_name_of_a_log_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder, "tracking-20150413.log.gz");
        assert!(file.log().ends_with("/tracking.log") && file.former_log().ends_with("/tracking"));
        let id = |log: &str| format!("{CONTENT}{:016x}/{:016x}/{:032x}", hash_of_log(log), 1, 2);
        let known = Transactions::from([
            (id(&file.former_log()), 30),
            (id(&file.log()), 20),
            (id("/another/tracking.log"), 10),
        ]);
        let lengths = |by_log| -> Vec<u64> {
            let contents = KnownFiles::of(&known, by_log).contents(&file, 1);
            contents.iter().map(|content| content.length).collect()
        };
        assert_eq!(lengths(true), [20, 30]);
        assert_eq!(lengths(false), [10, 20, 30]);
    }
}
