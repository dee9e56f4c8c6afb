//! The courses of the LMS and what they are made of, from the courses and blocks APIs (`EN 7`, `PF 5`, `ES 5.5`, `ES 5.6`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use olivine_event::course_key;
use olivine_lake::Lake;
use serde_json::{Map, Value};
use tracing::warn;

use crate::blocks::{Block, Numbering, in_order};
use crate::catalog::{COURSE_LIST_FILE, collapsed, course_id, course_list, courses_of_api, courses_of_folder};
use crate::client::{RestClient, with_query};
use crate::error::SourceError;
use crate::kept::{keep, keep_all};
use crate::lms::{ImportSummary, Watch};
use crate::policies::{POLICIES_FILE, Policies};
use crate::rows::{Rows, time};
use crate::tables::COURSE_BLOCKS;

/// Names are cut to this many characters (`PF K7`); course keys and types must not be longer.
const TEXT_LIMIT: usize = 255;
/// Usage keys must not be longer.
const ID_LIMIT: usize = 564;
/// An API that fails at so many courses one after another is broken itself; it is not asked for all others.
const FAILED_IN_A_ROW: usize = 10;

/// Where course structures are.
pub enum StructureSource {
    /// A folder of JSON files: answers of the blocks API, one a line or one a file, each with `course_id` (or a root that tells
    /// it); `course_list.json` where the course list is to be read too, `grading_policies.json` likewise. With these alone, the
    /// structures stay what they were.
    Folder(PathBuf),
    /// The APIs of the LMS for courses, blocks and grading policies, at this base URL.
    Api {
        /// For example `https://lms.example.org`.
        lms: String,
        /// Who asks.
        client: Box<RestClient>,
    },
}

/// Brings the course list, the blocks and the grading policy of each course into the lake. A course that the blocks API does not know, or whose
/// answer is no structure, is left out and counted. One that it fails at is named in the summary, and what was known of it is kept.
///
/// # Errors
/// The source cannot be read, the LMS fails at all courses or at many one after another, or the lake cannot be written; then the lake
/// holds what it held before.
pub async fn import(
    source: StructureSource,
    numbering: &Numbering,
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
    watch: &dyn Watch,
) -> Result<(), SourceError> {
    let mut structure = Structure {
        rows: Rows::begin(lake, &COURSE_BLOCKS, date).await?,
        known: BTreeSet::new(),
        failed: BTreeSet::new(),
        failed_in_a_row: 0,
        is_answered: false,
        last_failure: None,
        numbering,
    };
    let mut tables = Vec::new();
    let mut is_kept = false;
    match source {
        StructureSource::Folder(folder) => {
            let structures = files(&folder)?;
            let has_lists = [COURSE_LIST_FILE, POLICIES_FILE]
                .iter()
                .any(|file| folder.join(file).is_file());
            // A folder that was mistyped must not empty the table.
            if structures.is_empty() && !has_lists {
                return Err(SourceError::NoFiles {
                    folder: folder.display().to_string(),
                    wanted: format!(
                        "file of course structures (`*.json`), and neither {COURSE_LIST_FILE} nor {POLICIES_FILE}"
                    ),
                });
            }
            if folder.join(COURSE_LIST_FILE).is_file() {
                watch.table("course list");
                let listed = courses_of_folder(&folder)?;
                tables.push(course_list(&listed, lake, date).await?);
            }
            if folder.join(POLICIES_FILE).is_file() {
                watch.table("grading policies");
                tables.push(Policies::of_folder(&folder, lake, date).await?);
            }
            let has_structures = !structures.is_empty();
            for file in structures {
                watch.table(&file.file_stem().unwrap_or_default().to_string_lossy());
                structure.take_file(&file).await?;
            }
            if !has_structures {
                // Lists alone tell nothing of structures: what was known of them is that of this day, too.
                keep_all(lake, &mut structure.rows).await?;
                is_kept = true;
            } else if structure.known.is_empty() {
                // JSON of another kind, or nothing, must not empty the table either.
                return Err(SourceError::NoFiles {
                    folder: folder.display().to_string(),
                    wanted:
                        "structure of a course: nothing in its `*.json` has the `root` and `blocks` of one and tells its \
                         course"
                            .to_owned(),
                });
            }
        }
        StructureSource::Api { lms, mut client } => {
            watch.table("course list");
            let listed = courses_of_api(&lms, &mut client).await?;
            tables.push(course_list(&listed, lake, date).await?);
            let url = format!("{}/api/courses/v1/blocks/", lms.trim_end_matches('/'));
            let mut policies = Policies::begin(lake, date).await?;
            for course in listed.iter().filter_map(course_id) {
                watch.table(&course);
                structure.ask(&mut client, &url, &course).await?;
                policies.ask(&mut client, &lms, &course).await?;
            }
            structure.keep_failed(lake).await?;
            tables.push(policies.finish(lake).await?);
        }
    }
    tables.push(structure.rows.finish().await?);
    summary.commit(lake, tables).await?;
    if is_kept {
        summary.note_kept(&[&COURSE_BLOCKS]);
    }
    summary.failed.extend(structure.failed);
    Ok(())
}

/// The structures taken so far.
struct Structure<'a> {
    rows: Rows,
    known: BTreeSet<String>,
    /// Courses that the LMS failed at.
    failed: BTreeSet<String>,
    /// How many of the courses asked for last it failed at, one after another.
    failed_in_a_row: usize,
    /// Whether it told anything of any course.
    is_answered: bool,
    last_failure: Option<SourceError>,
    numbering: &'a Numbering,
}

impl Structure<'_> {
    async fn take_file(&mut self, file: &Path) -> Result<(), SourceError> {
        let text = std::fs::read(file).map_err(|error| SourceError::File {
            file: file.display().to_string(),
            reason: error.to_string(),
        })?;
        if let Ok(one) = serde_json::from_slice(&text) {
            match one {
                Value::Array(all) => {
                    for answer in all {
                        self.take(answer).await?;
                    }
                }
                answer => self.take(answer).await?,
            }
            return Ok(());
        }
        for line in text
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.trim_ascii().is_empty())
        {
            match serde_json::from_slice(line) {
                Ok(answer) => self.take(answer).await?,
                Err(_) => self.rows.skip("no JSON".to_owned()),
            }
        }
        Ok(())
    }

    /// Asks for one course (`PF H4`).
    async fn ask(&mut self, client: &mut RestClient, url: &str, course: &str) -> Result<(), SourceError> {
        let query = [
            ("course_id", course.to_owned()),
            ("depth", "all".to_owned()),
            ("requested_fields", "children,graded,format,due".to_owned()),
            ("all_blocks", "true".to_owned()),
        ];
        let answer = match client.find(&with_query(url, &query)?).await {
            Err(error @ SourceError::ApiFails { .. }) => return self.fail(course, error),
            answer => answer?,
        };
        self.is_answered = true;
        self.failed_in_a_row = 0;
        match answer {
            Some(mut answer) => {
                if let Value::Object(members) = &mut answer {
                    members.insert("course_id".to_owned(), course.into());
                }
                self.take(answer).await
            }
            None => {
                warn!(course, "the blocks API knows no such course; it is left out");
                self.rows.skip("course not found".to_owned());
                Ok(())
            }
        }
    }

    /// One broken course must not cost the others their structure.
    fn fail(&mut self, course: &str, error: SourceError) -> Result<(), SourceError> {
        self.failed_in_a_row += 1;
        if self.failed_in_a_row >= FAILED_IN_A_ROW {
            return Err(error);
        }
        warn!(course, "{error}; what was known of the course is kept");
        self.rows.skip("the LMS failed at the course".to_owned());
        self.failed.insert(course.to_owned());
        self.last_failure = Some(error);
        Ok(())
    }

    /// Takes over what was known of the courses that the LMS failed at.
    async fn keep_failed(&mut self, lake: &Lake) -> Result<(), SourceError> {
        if !self.is_answered
            && let Some(error) = self.last_failure.take()
        {
            return Err(error);
        }
        // A list may name a course twice, and the second answer be good.
        self.failed.retain(|course| !self.known.contains(course));
        keep(&self.failed, lake, &mut self.rows).await
    }

    /// Takes one answer, or counts why not (`PF K1`).
    async fn take(&mut self, answer: Value) -> Result<(), SourceError> {
        let root = answer.get("root").and_then(Value::as_str);
        let blocks = answer.get("blocks").and_then(Value::as_object);
        let (Some(root), Some(blocks)) = (root, blocks) else {
            self.rows.skip("no root or no blocks".to_owned());
            return Ok(());
        };
        if !blocks.contains_key(root) {
            self.rows.skip("root is no block".to_owned());
            return Ok(());
        }
        let named = answer.get("course_id").and_then(Value::as_str).map(str::to_owned);
        let Some(course) = named.or_else(|| course_of_root(root)) else {
            self.rows.skip("no course id".to_owned());
            return Ok(());
        };
        if course.is_empty() || course.chars().count() > TEXT_LIMIT {
            self.rows.skip("course id is empty or too long".to_owned());
            return Ok(());
        }
        if !self.known.insert(course.clone()) {
            self.rows.skip("second structure of a course".to_owned());
            return Ok(());
        }
        self.push(&course, root, blocks).await
    }

    async fn push(&mut self, course: &str, root: &str, blocks: &Map<String, Value>) -> Result<(), SourceError> {
        for block in in_order(root, blocks, self.numbering) {
            if block.id.chars().count() > ID_LIMIT || block.kind.chars().count() > TEXT_LIMIT {
                self.rows.skip("block id or type is too long".to_owned());
                continue;
            }
            self.push_block(course, &block).await?;
        }
        Ok(())
    }

    async fn push_block(&mut self, course: &str, block: &Block<'_>) -> Result<(), SourceError> {
        let name = collapsed(&block.name.chars().take(TEXT_LIMIT).collect::<String>());
        let path = collapsed(&block.path);
        let format = block
            .format
            .map(|format| collapsed(&format.chars().take(TEXT_LIMIT).collect::<String>()));
        let flag = |set: bool| Some(if set { "1" } else { "0" });
        let cells = [
            Some(block.id),
            Some(course),
            Some(block.kind),
            Some(name.as_str()),
            flag(block.is_root),
            flag(block.is_orphan),
            flag(block.is_dag),
            block.parent,
            Some(path.as_str()),
            Some(&*block.sort_idx.to_string()),
            block.graded.and_then(flag),
            format.as_deref(),
            // A block does not go missing because somebody wrote no date where one belongs.
            block.due.filter(|due| time(due.trim()).is_some()),
        ];
        self.rows.push(&cells).await
    }
}

/// The files of a folder that hold structures, sorted by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let entries = std::fs::read_dir(folder).map_err(|_| SourceError::NoFolder {
        folder: folder.display().to_string(),
    })?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| SourceError::File {
                file: folder.display().to_string(),
                reason: error.to_string(),
            })?
            .path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let is_list = path
            .file_name()
            .is_some_and(|name| name == COURSE_LIST_FILE || name == POLICIES_FILE || name == "course_runs.json");
        if is_json && !is_list && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The course of a root block: the API's own answers do not name it.
fn course_of_root(root: &str) -> Option<String> {
    let Some(old) = root.strip_prefix("i4x://") else {
        return course_key::of_usage_key(root);
    };
    match old.split('/').collect::<Vec<_>>()[..] {
        [org, number, "course", run] => Some(format!("{org}/{number}/{run}")),
        _ => None,
    }
}

/// Whether the lake holds the structure of that day, or of a later one: an import by the timetable need not ask for every
/// course again (`PF H5`).
///
/// # Errors
/// The lake cannot be read.
pub async fn is_imported(lake: &Lake, date: NaiveDate) -> Result<bool, SourceError> {
    let newest = lake.latest_lms(COURSE_BLOCKS.name).await?;
    // One of a later day was made by a clock that went wrong.
    let last = date.succ_opt().unwrap_or(date);
    Ok(newest.is_some_and(|(newest, _)| (date..=last).contains(&newest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_tells_the_course() {
        let table = [
            ("block-v1:X+A+1+type@course+block@course", Some("course-v1:X+A+1")),
            ("i4x://X/A/course/Run_1", Some("X/A/Run_1")),
            ("i4x://X/A/chapter/Run_1", None),
            ("root", None),
        ];
        for (root, course) in table {
            assert_eq!(course_of_root(root).as_deref(), course, "{root}");
        }
    }
}
