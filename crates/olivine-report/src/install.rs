//! Putting a plugin into the folder of plugins of a site: from a folder, or from an archive (`.tar`, `.tar.gz`, `.tgz`).
//!
//! An archive comes from elsewhere: only plain files and folders below its root are taken out of it, and only as many bytes as a
//! report has. The plugin is put in place by a rename, so a program that reads the folder sees all of it or nothing.

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use tar::{Archive, EntryType};

use crate::error::{Problem, ReportError};
use crate::report::{FILE_BYTES, FILES, MANIFEST_FILE, Report};

/// Most bytes of all files of a plugin.
const ALL_BYTES: u64 = 32 << 20;

/// A plugin that waits to be put in place: its folder, and what is removed with this value.
pub struct Incoming {
    /// The folder that holds its manifest.
    pub folder: PathBuf,
    _unpacked: Option<tempfile::TempDir>,
}

/// Finds the plugin in a folder, or takes it out of an archive.
///
/// # Errors
/// A source that cannot be read, is no archive, or holds anything but plain files; no manifest, or more than one.
pub fn open(source: &Path) -> Result<Incoming, ReportError> {
    if source.is_dir() {
        return Ok(Incoming {
            folder: source.to_owned(),
            _unpacked: None,
        });
    }
    let failed = |error: io::Error| ReportError::Archive {
        archive: source.display().to_string(),
        what: error.to_string(),
    };
    let unpacked = tempfile::Builder::new()
        .prefix("olivine-plugin-")
        .tempdir()
        .map_err(failed)?;
    let file = fs::File::open(source).map_err(failed)?;
    let name = source.to_string_lossy().to_lowercase();
    let content: Box<dyn Read> = if name.ends_with(".tar") {
        Box::new(file)
    } else if name.ends_with(".tar.gz") || name.ends_with(".tgz") {
        Box::new(GzDecoder::new(file))
    } else {
        return Err(failed(io::Error::other(
            "is neither a folder nor a .tar, .tar.gz or .tgz",
        )));
    };
    // What a small archive becomes when it is unpacked is bounded, too.
    unpack(content.take(2 * ALL_BYTES), unpacked.path()).map_err(failed)?;
    let folder = folder_with_manifest(unpacked.path())
        .ok_or_else(|| failed(io::Error::other(format!("holds no {MANIFEST_FILE}, or more than one"))))?;
    Ok(Incoming {
        folder,
        _unpacked: Some(unpacked),
    })
}

fn unpack(content: impl Read, into: &Path) -> io::Result<()> {
    let mut archive = Archive::new(content);
    let (mut files, mut bytes) = (0, 0);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let refuse = |why: &str| Err(io::Error::other(format!("`{}` {why}", path.display())));
        let is_below = path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !is_below {
            return refuse("is not below the root of the archive");
        }
        match entry.header().entry_type() {
            EntryType::Directory => fs::create_dir_all(into.join(&path))?,
            EntryType::Regular => {
                files += 1;
                bytes += entry.size();
                if entry.size() > FILE_BYTES || files > FILES || bytes > ALL_BYTES {
                    return refuse("makes it larger than a report is");
                }
                let target = into.join(&path);
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder)?;
                }
                let mut text = Vec::new();
                entry.read_to_end(&mut text)?;
                fs::write(target, text)?;
            }
            // Archives begin with remarks about themselves.
            EntryType::XGlobalHeader => {}
            _ => return refuse("is neither a plain file nor a folder"),
        }
    }
    Ok(())
}

/// The root, or the only folder in it.
fn folder_with_manifest(root: &Path) -> Option<PathBuf> {
    let has_manifest = |folder: &PathBuf| folder.join(MANIFEST_FILE).is_file();
    let root = root.to_owned();
    if has_manifest(&root) {
        return Some(root);
    }
    let below = fs::read_dir(&root).ok()?.flatten().map(|entry| entry.path());
    let mut found = below.filter(|path| path.is_dir() && has_manifest(path));
    match (found.next(), found.next()) {
        (Some(folder), None) => Some(folder),
        _ => None,
    }
}

/// Name of the folder of a plugin.
pub fn folder_name(id: &str) -> String {
    id.replace(['.', '_'], "-")
}

/// Copies a plugin beside those of a site and puts it in place of the one of that name, if there is one.
///
/// # Errors
/// Another plugin stands there, or files cannot be read or written; then what was there stays.
pub fn put_in_place(folder: &Path, home: &Path, name: &str) -> Result<PathBuf, ReportError> {
    check_same_id(folder, &home.join(name))?;
    let failed = |source: io::Error| ReportError::Folder {
        folder: home.display().to_string(),
        source,
    };
    fs::create_dir_all(home).map_err(failed)?;
    // A name that begins with a dot is passed over by those who look for plugins.
    let making = tempfile::Builder::new()
        .prefix(".making-")
        .tempdir_in(home)
        .map_err(failed)?;
    let made = making.path().join("new");
    copy(folder, &made, &mut 0).map_err(failed)?;
    let target = home.join(name);
    let old = making.path().join("old");
    if target.exists() {
        fs::rename(&target, &old).map_err(failed)?;
    }
    if let Err(error) = fs::rename(&made, &target) {
        if old.exists() {
            fs::rename(&old, &target).map_err(failed)?;
        }
        return Err(failed(error));
    }
    Ok(target)
}

/// Refuses a plugin of another id than the one whose place it would take. What is no report any more may be replaced by any.
fn check_same_id(folder: &Path, target: &Path) -> Result<(), ReportError> {
    let id_in = |folder: &Path| Report::from_folder(folder).ok().map(|report| report.manifest.id);
    match (id_in(folder), id_in(target)) {
        (Some(id), Some(there)) if id != there => Err(ReportError::Invalid(vec![Problem {
            what: format!("its folder would be {}, which is that of {there}", target.display()),
            report: id,
            place: "id".to_owned(),
        }])),
        _ => Ok(()),
    }
}

/// Removes the folder of a plugin: as a whole for those who look for plugins, whatever becomes of its files.
///
/// # Errors
/// A folder that cannot be moved or removed.
pub fn take_away(folder: &Path) -> Result<(), ReportError> {
    let failed = |source: io::Error| ReportError::Folder {
        folder: folder.display().to_string(),
        source,
    };
    let home = folder.parent().unwrap_or(folder);
    let going = tempfile::Builder::new()
        .prefix(".going-")
        .tempdir_in(home)
        .map_err(failed)?;
    fs::rename(folder, going.path().join("old")).map_err(failed)?;
    going.close().map_err(failed)
}

/// Copies plain files and folders; links are left out, as they are when a report is read.
fn copy(from: &Path, to: &Path, files: &mut usize) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden {
            copy(&entry.path(), &to.join(entry.file_name()), files)?;
        } else if kind.is_file() && !hidden {
            *files += 1;
            if *files > FILES {
                return Err(io::Error::other(format!("a report has at most {FILES} files")));
            }
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &[(&str, EntryType, &str)]) -> tempfile::NamedTempFile {
        let file = tempfile::Builder::new().suffix(".tar").tempfile().unwrap();
        let mut builder = tar::Builder::new(file.reopen().unwrap());
        for (name, kind, text) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(*kind);
            header.set_mode(0o644);
            if *kind == EntryType::Symlink {
                header.set_link_name("/etc/passwd").unwrap();
                header.set_size(0);
            } else {
                header.set_size(text.len() as u64);
            }
            // Past the checks that the writer makes: this is about what others may send.
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            builder.append(&header, text.as_bytes()).unwrap();
        }
        builder.finish().unwrap();
        file
    }

    #[test]
    fn a_plugin_is_taken_out_of_an_archive() {
        let file = archive(&[
            ("mine/", EntryType::Directory, ""),
            ("mine/report.toml", EntryType::Regular, "x"),
            ("mine/cases/one.toml", EntryType::Regular, "y"),
        ]);
        let incoming = open(file.path()).unwrap();
        assert_eq!(fs::read_to_string(incoming.folder.join("cases/one.toml")).unwrap(), "y");
    }

    #[test]
    fn what_is_no_plugin_is_refused_and_leaves_nothing() {
        let outside = std::env::temp_dir().join("olivine-escaped");
        for entries in [
            &[("../olivine-escaped", EntryType::Regular, "x")][..],
            &[("/tmp/olivine-escaped", EntryType::Regular, "x")][..],
            &[("report.toml", EntryType::Symlink, "")][..],
            &[("other.txt", EntryType::Regular, "x")][..],
            &[
                ("a/report.toml", EntryType::Regular, "x"),
                ("b/report.toml", EntryType::Regular, "x"),
            ][..],
        ] {
            assert!(open(archive(entries).path()).is_err(), "{entries:?}");
            assert!(!outside.exists());
        }
    }

    #[test]
    fn a_newer_one_takes_the_place_of_an_older_one() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two, home) = (dir.path().join("one"), dir.path().join("two"), dir.path().join("home"));
        for (folder, text) in [(&one, "1"), (&two, "2")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(MANIFEST_FILE), text).unwrap();
        }
        fs::write(one.join("only-in-one"), "").unwrap();
        for folder in [&one, &two] {
            put_in_place(folder, &home, "mine").unwrap();
        }
        assert_eq!(fs::read_to_string(home.join("mine").join(MANIFEST_FILE)).unwrap(), "2");
        assert!(!home.join("mine/only-in-one").exists());
        assert_eq!(fs::read_dir(&home).unwrap().count(), 1);
    }

    #[test]
    fn a_plugin_does_not_take_the_place_of_another_one() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        let put = |id: &str| {
            let folder = dir.path().join(id);
            fs::create_dir(&folder).unwrap();
            let words = "title = \"T\"\nquestion = \"Q?\"\nlens = \"engagement\"\naudience = \"aggregate\"\n";
            let manifest = format!("id = \"{id}\"\nversion = 1\n{words}");
            fs::write(folder.join(MANIFEST_FILE), manifest).unwrap();
            put_in_place(&folder, &home, &folder_name(id))
        };
        let place = put("engagement.late_days").unwrap();
        let refused = put("engagement.late.days").unwrap_err().to_string();
        assert!(refused.contains("that of engagement.late_days"), "{refused}");
        let text = fs::read_to_string(place.join(MANIFEST_FILE)).unwrap();
        assert!(text.contains("engagement.late_days"));
        assert_eq!(fs::read_dir(&home).unwrap().count(), 1);
    }
}
