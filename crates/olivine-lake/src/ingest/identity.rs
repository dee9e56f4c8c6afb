//! What was taken in before: identities of input files in the commits of `events`.
//!
//! A file is known by its content, not by its name: by the hash of its first line, and by how many bytes of its
//! content were taken in and what their hash was. So a live log is followed, its rotated and compressed copy is
//! recognised, and a file that was replaced by another is read anew. The name with size and time of change only saves
//! reading a file that did not change since.

use std::collections::HashMap;
use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::content::{Consumed, Content};
use super::input::InputFile;
use super::sources::Outcome;
use crate::transactions::Transactions;

/// Application ids of content begin with this; then log, first line and hash; the version is the length.
const CONTENT: &str = "olivine/content/";
/// Application ids of files begin with this; then the name; the version is the stamp.
const FILE: &str = "olivine/file/";

/// All that was taken in before.
#[derive(Debug, Default)]
pub(crate) struct KnownFiles {
    stamps: HashMap<String, i64>,
    /// By hash of the first line.
    contents: HashMap<u64, Vec<KnownContent>>,
    /// Whether the same content in another log is another content: when copies are to be kept (ES E-4).
    by_log: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct KnownContent {
    log: u64,
    length: u64,
    hash: u128,
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
        for (id, version) in transactions {
            if let Some(name) = id.strip_prefix(FILE) {
                known.stamps.insert(name.to_owned(), *version);
            } else if let Some((head, content)) = id.strip_prefix(CONTENT).and_then(|id| content_of(id, *version)) {
                known.contents.entry(head).or_default().push(content);
            }
        }
        for contents in known.contents.values_mut() {
            contents.sort_by_key(|content| content.length);
        }
        known
    }

    /// Whether a file did not change since all of it was taken in.
    pub(crate) fn is_unchanged(&self, file: &InputFile) -> bool {
        self.stamps.get(&file.name) == Some(&file.stamp)
    }

    /// How many bytes of a content were taken in before. Reads up to the longest known length.
    pub(crate) fn known_part(&self, file: &InputFile, content: &mut Content) -> io::Result<u64> {
        let mut known_length = 0;
        for candidate in self.candidates(file, content.head()) {
            content.skip_to(candidate.length)?;
            let passed = content.consumed();
            if passed.length < candidate.length {
                break;
            }
            if passed.hash == candidate.hash {
                known_length = candidate.length;
            }
        }
        Ok(known_length)
    }

    /// Contents that began with the same line, the shortest first.
    fn candidates(&self, file: &InputFile, head: u64) -> impl Iterator<Item = &KnownContent> {
        let logs = [file.log(), file.former_log()].map(|log| hash_of_log(&log));
        let contents = self.contents.get(&head).into_iter().flatten();
        contents.filter(move |content| !self.by_log || logs.contains(&content.log))
    }
}

fn content_of(id: &str, version: i64) -> Option<(u64, KnownContent)> {
    let mut parts = id.split('/').map(|part| u128::from_str_radix(part, 16).ok());
    let log = u64::try_from(parts.next()??).ok()?;
    let head = u64::try_from(parts.next()??).ok()?;
    let hash = parts.next()??;
    Some((
        head,
        KnownContent {
            log,
            length: u64::try_from(version).ok()?,
            hash,
        },
    ))
}

/// The application transactions that say: so much of this file was taken in.
///
/// A rotated file of which a last line was left is looked at again although it does not change: once nobody is taken to be
/// writing to it any more, that line counts, too.
pub(crate) fn transactions(file: &InputFile, outcome: &Outcome) -> Vec<(String, i64)> {
    let looked_at_again = outcome.unfinished && file.is_rotated();
    let mut transactions = Vec::new();
    if !looked_at_again {
        transactions.push((format!("{FILE}{}", file.name), file.stamp));
    }
    let is_more = |consumed: &Consumed| !looked_at_again || consumed.length > outcome.known;
    if let Some(consumed) = &outcome.consumed
        && consumed.length > 0
        && is_more(consumed)
        && let Ok(length) = i64::try_from(consumed.length)
    {
        let id = format!(
            "{CONTENT}{:016x}/{:016x}/{:032x}",
            hash_of_log(&file.log()),
            consumed.head,
            consumed.hash
        );
        transactions.push((id, length));
    }
    transactions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::input::{InputLocation, find};

    fn file_at(folder: &std::path::Path, name: &str) -> InputFile {
        let path = folder.join(name);
        std::fs::write(&path, "").unwrap();
        let location = InputLocation::new(path.to_str().unwrap());
        futures::executor::block_on(find(&[location])).unwrap().files.remove(0)
    }

    #[test]
    fn a_file_of_which_a_line_was_left_is_looked_at_again() {
        let folder = tempfile::tempdir().unwrap();
        let rotated = file_at(folder.path(), "tracking.log-20150413");
        let prefixes = |file: &InputFile, unfinished, known| -> Vec<&'static str> {
            let outcome = Outcome {
                consumed: Some(Consumed {
                    head: 1,
                    hash: 2,
                    length: 30,
                }),
                known,
                unfinished,
                ..Outcome::default()
            };
            let ids = transactions(file, &outcome);
            let prefix = |id: &str| [FILE, CONTENT].into_iter().find(|prefix| id.starts_with(prefix));
            ids.iter().filter_map(|(id, _)| prefix(id)).collect()
        };
        assert_eq!(prefixes(&rotated, false, 0), [FILE, CONTENT]);
        assert_eq!(prefixes(&rotated, false, 30), [FILE, CONTENT], "also under this name");
        assert_eq!(prefixes(&rotated, true, 20), [CONTENT]);
        assert!(prefixes(&rotated, true, 30).is_empty(), "nothing to commit");
        // Somebody may write to this one for ever: nothing comes of it unless it changes.
        let live = file_at(folder.path(), "tracking.log");
        assert_eq!(prefixes(&live, true, 20), [FILE, CONTENT]);
    }

    #[test]
    fn what_was_taken_in_under_the_former_name_of_a_log_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_at(folder.path(), "tracking-20150413.log.gz");
        assert!(file.log().ends_with("/tracking.log") && file.former_log().ends_with("/tracking"));
        let id = |log: &str| format!("{CONTENT}{:016x}/{:016x}/{:032x}", hash_of_log(log), 1, 2);
        let known = Transactions::from([
            (id(&file.former_log()), 30),
            (id(&file.log()), 20),
            (id("/another/tracking.log"), 10),
        ]);
        let lengths = |by_log| -> Vec<u64> {
            let known = KnownFiles::of(&known, by_log);
            known.candidates(&file, 1).map(|content| content.length).collect()
        };
        assert_eq!(lengths(true), [20, 30]);
        assert_eq!(lengths(false), [10, 20, 30]);
    }
}
