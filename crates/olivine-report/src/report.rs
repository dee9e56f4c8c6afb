//! A report as loaded: its manifest and the files of its folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Problem, ReportError};
use crate::kit;
use crate::manifest::{Audience, Manifest, OutputFile};

/// Most bytes of a file of a report, and most files of its folder: texts that people write are far from it.
pub const FILE_BYTES: u64 = 1 << 20;
/// Most files.
pub const FILES: usize = 500;

/// Name of the manifest in a report's folder.
pub const MANIFEST_FILE: &str = "report.toml";

/// Where a report came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Part of the program.
    BuiltIn,
    /// A folder named by the site.
    Plugin(PathBuf),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::Plugin(folder) => write!(f, "{}", folder.display()),
        }
    }
}

/// A report: its manifest and the texts of its folder.
#[derive(Debug, Clone)]
pub struct Report {
    /// The manifest.
    pub manifest: Manifest,
    /// Where it came from.
    pub origin: Origin,
    files: BTreeMap<String, String>,
}

impl Report {
    /// The text of a file in the report's folder; `cases/…` for the ones below.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// The specification of a chart that a section names: a file of the folder, or `kit:NAME`.
    pub fn chart(&self, name: &str) -> Option<&str> {
        match name.strip_prefix(kit::PREFIX) {
            Some(name) => kit::chart(name),
            None => self.file(name),
        }
    }

    /// The files of its folder `cases/`, by name.
    pub fn cases(&self) -> impl Iterator<Item = (&str, &str)> {
        let below = self
            .files
            .iter()
            .filter_map(|(name, text)| Some((name.strip_prefix("cases/")?, text.as_str())));
        below.filter(|(name, _)| name.ends_with(".toml"))
    }

    /// Its files by name, `cases/…` for the ones below.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether it is a plugin.
    pub fn is_plugin(&self) -> bool {
        self.origin != Origin::BuiltIn
    }

    /// Who may read the files of one of its declarations: who may read the report, and people only where their table tells who
    /// somebody is.
    pub fn file_audience(&self, file: &OutputFile) -> Audience {
        let table = self.manifest.tables.get(&file.table);
        let is_personal = table.is_some_and(|table| {
            let mut columns = table.columns.iter();
            table.audience == Some(Audience::People) || columns.any(|(_, column)| column.audience == Audience::People)
        });
        if is_personal {
            Audience::People
        } else {
            self.manifest.audience
        }
    }

    /// The SQL of one of its tasks. Validation has made sure that it is there.
    pub fn task_sql(&self, task: &str) -> Option<&str> {
        self.file(&self.manifest.tasks.get(task)?.sql)
    }

    /// The SQL of one of its queries; where that is one of the rows of another query, with the SQL of that one as a part of it.
    pub fn query_text(&self, name: &str) -> Option<Cow<'_, str>> {
        let query = self.manifest.queries.get(name)?;
        let text = self.file(query.sql.as_deref()?)?;
        let Some(of) = &query.of else {
            return Some(Cow::Borrowed(text));
        };
        let rows = self.file(self.manifest.queries.get(of)?.sql.as_deref()?)?;
        // The line behind the rows ends a comment that may stand there.
        Some(Cow::Owned(format!("with {of} as (\n{rows}\n)\n{text}")))
    }

    /// Reads a report from the texts of its folder.
    ///
    /// # Errors
    /// The manifest is missing or not well-formed.
    pub fn from_files(folder: &str, origin: Origin, files: BTreeMap<String, String>) -> Result<Self, Problem> {
        let problem = |what: String| Problem {
            report: folder.to_owned(),
            place: MANIFEST_FILE.to_owned(),
            what,
        };
        let text = files
            .get(MANIFEST_FILE)
            .ok_or_else(|| problem("is missing".to_owned()))?;
        let manifest = toml::from_str(text).map_err(|error| problem(with_suggestion(&error)))?;
        Ok(Self {
            manifest,
            origin,
            files,
        })
    }

    /// Reads the folder of a plugin.
    ///
    /// # Errors
    /// The folder cannot be read, or the manifest is not well-formed.
    pub fn from_folder(folder: &Path) -> Result<Self, ReportError> {
        let name = folder.display().to_string();
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files).map_err(|source| ReportError::Folder {
            folder: name.clone(),
            source,
        })?;
        Self::from_files(&name, Origin::Plugin(folder.to_owned()), files)
            .map_err(|problem| ReportError::Invalid(vec![problem]))
    }
}

/// Reads the text files of a folder and of the folders in it. Links are not followed: a plugin is what lies in its folder.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if kind.is_file() {
            let bytes = entry.metadata()?.len();
            if bytes > FILE_BYTES || files.len() >= FILES {
                let what = format!("`{name}`: a report has at most {FILES} files of at most {FILE_BYTES} bytes");
                return Err(std::io::Error::other(what));
            }
            let Ok(text) = fs::read_to_string(entry.path()) else {
                continue;
            };
            files.insert(name, text);
        }
    }
    Ok(())
}
/// The parser's message, with the nearest known name where a name is unknown.
fn with_suggestion(error: &toml::de::Error) -> String {
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (Some(wrong), true) = (quoted.first(), message.starts_with("unknown field")) else {
        return error.to_string().trim_end().to_owned();
    };
    let near = nearest(wrong, quoted[1..].iter().copied());
    format!(
        "{}{}",
        error.to_string().trim_end(),
        near.map(|near| format!("\ndid you mean `{near}`?")).unwrap_or_default()
    )
}

/// The known name that is most like a wrong one, if any is alike.
pub(crate) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(score, _)| *score > 0.75);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
