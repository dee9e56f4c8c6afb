//! Course runs and programs from the discovery service (`ES 5.7`), and the course list of the LMS (`ES 5.5`, `EN 7`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use olivine_lake::Lake;
use serde_json::Value;
use tracing::warn;

use crate::client::RestClient;
use crate::error::SourceError;
use crate::kept::keep_all;
use crate::lms::ImportSummary;
use crate::rows::{Complete, Rows, cleaned};
use crate::tables::{
    COURSE_LIST, COURSE_RUN_PROGRAMS, COURSE_RUN_SEATS, COURSE_RUN_SUBJECTS, COURSE_RUNS, LmsTable, PROGRAM_COURSES,
};

/// Elements on a page.
const PAGE: &str = "100";
/// Names and titles are cut to this many characters, other texts must not be longer (`EN 7` 4, 5).
const TEXT_LIMIT: usize = 255;

/// File of the course list in a folder.
pub(crate) const COURSE_LIST_FILE: &str = "course_list.json";

/// Where the catalog is.
pub enum CatalogSource {
    /// None: the tables are empty.
    None,
    /// A folder with `course_runs.json`, one JSON object a line or one list; `courses.json` and `programs.json` likewise. What is made of
    /// a file that is not there stays what it was; a file that is empty tells that there is nothing.
    Folder(PathBuf),
    /// The discovery API at this root, for these partners.
    Api {
        /// For example `https://discovery.example.org/api/v1`.
        root: String,
        /// Short codes of the partners.
        partners: Vec<String>,
        /// Who asks.
        client: Box<RestClient>,
    },
}

/// The files of a folder that hold a catalog: course runs, courses, programs.
const CATALOG_FILES: [&str; 3] = ["course_runs.json", "courses.json", "programs.json"];
/// The tables that are made of course runs.
const RUN_TABLES: [&LmsTable; 3] = [&COURSE_RUNS, &COURSE_RUN_PROGRAMS, &COURSE_RUN_SEATS];

impl CatalogSource {
    /// Makes sure that there is something to read, before anything is written: a folder that was mistyped must not empty the tables.
    ///
    /// # Errors
    /// A folder that is not there, or has none of the files of a catalog.
    pub fn check(&self) -> Result<(), SourceError> {
        let Self::Folder(folder) = self else { return Ok(()) };
        if !folder.is_dir() {
            return Err(SourceError::NoFolder {
                folder: folder.display().to_string(),
            });
        }
        if holds_catalog(folder) || folder.join(COURSE_LIST_FILE).is_file() {
            return Ok(());
        }
        Err(SourceError::NoFiles {
            folder: folder.display().to_string(),
            wanted: format!("{}, and no {COURSE_LIST_FILE}", CATALOG_FILES.join(", no ")),
        })
    }
}

fn holds_catalog(folder: &Path) -> bool {
    CATALOG_FILES.iter().any(|file| folder.join(file).is_file())
}

/// Brings course runs and programs into the lake. Bad records are left out and counted. Tables of which a folder does not tell are taken
/// over as they were and named in the summary.
///
/// # Errors
/// The source cannot be read, or the lake cannot be written; then the lake holds what it held before.
pub async fn import(
    source: CatalogSource,
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
) -> Result<(), SourceError> {
    source.check()?;
    let told: Told = match source {
        CatalogSource::None => Catalog::default().into(),
        CatalogSource::Folder(folder) => Told {
            runs: read_if_there(&folder.join(CATALOG_FILES[0]))?,
            courses: read_if_there(&folder.join(CATALOG_FILES[1]))?,
            programs: read_if_there(&folder.join(CATALOG_FILES[2]))?,
        },
        CatalogSource::Api {
            root,
            partners,
            mut client,
        } => ask(&root, partners, &mut client).await?.into(),
    };
    let mut tables = Vec::new();
    let mut kept: Vec<&'static LmsTable> = Vec::new();
    match told.runs {
        Some(runs) => {
            tables.extend(course_runs(&runs, lake, date).await?);
            tables.push(seats(&runs, lake, date).await?);
        }
        None => kept.extend(RUN_TABLES),
    }
    match told.courses {
        Some(courses) => tables.push(subjects(&courses, lake, date).await?),
        None => kept.push(&COURSE_RUN_SUBJECTS),
    }
    match told.programs {
        Some(programs) => tables.push(program_courses(&programs, lake, date).await?),
        None => kept.push(&PROGRAM_COURSES),
    }
    for table in kept.iter().copied() {
        // What was known of it is that of this day, too.
        let mut rows = Rows::begin(lake, table, date).await?;
        keep_all(lake, &mut rows).await?;
        tables.push(rows.finish().await?);
    }
    summary.commit(lake, tables).await?;
    summary.note_kept(&kept);
    Ok(())
}

/// What a service or nobody tells of a catalog: all there is.
#[derive(Default)]
struct Catalog {
    runs: Vec<Value>,
    courses: Vec<Value>,
    programs: Vec<Value>,
}

/// What a source tells; of a part that is none, it tells nothing.
struct Told {
    runs: Option<Vec<Value>>,
    courses: Option<Vec<Value>>,
    programs: Option<Vec<Value>>,
}

impl From<Catalog> for Told {
    fn from(all: Catalog) -> Self {
        Self {
            runs: Some(all.runs),
            courses: Some(all.courses),
            programs: Some(all.programs),
        }
    }
}

/// Asks for course runs and courses of each partner, and for programs (`EX 12`).
async fn ask(root: &str, partners: Vec<String>, client: &mut RestClient) -> Result<Catalog, SourceError> {
    if partners.is_empty() {
        // Upstream says nothing and has no courses then.
        warn!("no partner is named in `catalog.partners`: no course run is read");
    }
    let root = root.trim_end_matches('/');
    let mut catalog = Catalog::default();
    for partner in partners {
        let query = [
            ("limit", PAGE.to_owned()),
            ("partner", partner.clone()),
            ("exclude_utm", "1".to_owned()),
        ];
        let runs = client.list(&format!("{root}/course_runs/"), &query).await?;
        catalog.runs.extend(runs.into_iter().map(|mut run| {
            if let Value::Object(members) = &mut run {
                members.insert("partner_short_code".to_owned(), partner.as_str().into());
            }
            run
        }));
        // Services that serve runs only are good enough for every report but the catalog's own.
        catalog
            .courses
            .extend(listed_or_none(client, &format!("{root}/courses/"), &query).await?);
    }
    let query = [("limit", PAGE.to_owned()), ("exclude_utm", "1".to_owned())];
    catalog.programs = listed_or_none(client, &format!("{root}/programs/"), &query).await?;
    Ok(catalog)
}

/// A list, or none where the service knows no such thing.
async fn listed_or_none(
    client: &mut RestClient,
    url: &str,
    query: &[(&str, String)],
) -> Result<Vec<Value>, SourceError> {
    match client.list(url, query).await {
        Err(SourceError::NotFound { url }) => {
            warn!(url, "the catalog has no such list; it is left out");
            Ok(Vec::new())
        }
        answer => answer,
    }
}

/// Where the course list is.
pub enum CourseListSource {
    /// A folder with `course_list.json`.
    Folder(PathBuf),
    /// The courses API of the LMS at this base URL.
    Api {
        /// For example `https://lms.example.org`.
        lms: String,
        /// Who asks.
        client: Box<RestClient>,
    },
}

/// Brings the course list into the lake. A bad course is left out and counted.
///
/// # Errors
/// As [`import`].
pub async fn import_course_list(
    source: CourseListSource,
    lake: &Lake,
    date: NaiveDate,
    summary: &mut ImportSummary,
) -> Result<(), SourceError> {
    let listed = match source {
        CourseListSource::Folder(folder) => courses_of_folder(&folder)?,
        CourseListSource::Api { lms, mut client } => courses_of_api(&lms, &mut client).await?,
    };
    let table = course_list(&listed, lake, date).await?;
    summary.commit(lake, vec![table]).await
}

/// The courses of the list in a folder, as they come.
pub(crate) fn courses_of_folder(folder: &Path) -> Result<Vec<Value>, SourceError> {
    Ok(read_if_there(&folder.join(COURSE_LIST_FILE))?.unwrap_or_default())
}

/// The courses of the list as the LMS gives them.
pub(crate) async fn courses_of_api(lms: &str, client: &mut RestClient) -> Result<Vec<Value>, SourceError> {
    let url = format!("{}/api/courses/v1/courses/", lms.trim_end_matches('/'));
    client.list(&url, &[("page_size", PAGE.to_owned())]).await
}

/// The id of a course of the list. An `id` decides even when it is null (`ES 5.5`).
pub(crate) fn course_id(course: &Value) -> Option<String> {
    if course.get("id").is_some() {
        name_of(course, "id")
    } else {
        name_of(course, "course_id")
    }
}

/// What [`read_file`] gives; none where there is no file.
fn read_if_there(path: &Path) -> Result<Option<Vec<Value>>, SourceError> {
    path.is_file().then(|| read_file(path)).transpose()
}

/// JSON objects of a file, one a line, or one list of them.
fn read_file(path: &Path) -> Result<Vec<Value>, SourceError> {
    let wrong = |reason: String| SourceError::File {
        file: path.display().to_string(),
        reason,
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    if let Ok(Value::Array(all)) = serde_json::from_str(&text) {
        return Ok(all);
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).map_err(|error| wrong(format!("line {}: {error}", at + 1))))
        .collect()
}

async fn course_runs(runs: &[Value], lake: &Lake, date: NaiveDate) -> Result<Vec<Complete>, SourceError> {
    let mut run_rows = Rows::begin(lake, &COURSE_RUNS, date).await?;
    let mut program_rows = Rows::begin(lake, &COURSE_RUN_PROGRAMS, date).await?;
    let mut known = BTreeSet::new();
    for run in runs {
        let (Some(key), Some(course)) = (name_of(run, "key"), name_of(run, "course")) else {
            run_rows.skip("no key or no course".to_owned());
            continue;
        };
        // Of two records of a run the first counts (`EN 3.11` 4).
        if !known.insert(key.clone()) {
            run_rows.skip("second record of a run".to_owned());
            continue;
        }
        let title = text(run, "title").map(|title| collapsed(&title));
        let cells = [
            Some(key.clone()),
            Some(course),
            title,
            text(run, "start"),
            text(run, "end"),
            text(run, "enrollment_start"),
            text(run, "enrollment_end"),
            text(run, "pacing_type"),
            text(run, "availability"),
            text(run, "level_type"),
            text(run, "content_language"),
            number(run, "min_effort"),
            number(run, "max_effort"),
            number(run, "weeks_to_complete"),
            text(run, "partner_short_code"),
            text(run, "marketing_url"),
            text(run, "announcement"),
            text(run, "reporting_type"),
        ];
        push(&mut run_rows, &cells).await?;
        let mut programs = BTreeSet::new();
        for program in run.get("programs").and_then(Value::as_array).into_iter().flatten() {
            let (Some(id), Some(kind)) = (name_of(program, "uuid"), name_of(program, "type")) else {
                program_rows.skip("no uuid or no type".to_owned());
                continue;
            };
            // Longer values fit no column of the result (`EN 3.12`).
            if key.chars().count() > TEXT_LIMIT || id.chars().count() > 36 || kind.chars().count() > 32 {
                program_rows.skip("uuid or type is too long".to_owned());
                continue;
            }
            if !programs.insert(id.clone()) {
                program_rows.skip("second record of a program".to_owned());
                continue;
            }
            let title = text(program, "title").map(|title| collapsed(&title));
            push(&mut program_rows, &[Some(key.clone()), Some(id), Some(kind), title]).await?;
        }
    }
    Ok(vec![run_rows.finish().await?, program_rows.finish().await?])
}

/// Seats of the runs (`EX 12`).
async fn seats(runs: &[Value], lake: &Lake, date: NaiveDate) -> Result<Complete, SourceError> {
    let mut rows = Rows::begin(lake, &COURSE_RUN_SEATS, date).await?;
    let mut known = BTreeSet::new();
    for run in runs {
        let Some(key) = name_of(run, "key").filter(|key| known.insert(key.clone())) else {
            continue;
        };
        for seat in elements(run, "seats") {
            let (Some(kind), Some(currency)) = (text(seat, "type"), text(seat, "currency")) else {
                rows.skip("no type or no currency".to_owned());
                continue;
            };
            let cells = [
                Some(key.clone()),
                Some(kind),
                Some(text(seat, "price").unwrap_or_else(|| "0".to_owned())),
                Some(currency),
                text(seat, "upgrade_deadline"),
                text(seat, "credit_provider"),
                number(seat, "credit_hours"),
            ];
            push(&mut rows, &cells).await?;
        }
    }
    rows.finish().await
}

/// Subjects of the runs of each course (`EX 12`).
async fn subjects(courses: &[Value], lake: &Lake, date: NaiveDate) -> Result<Complete, SourceError> {
    let mut rows = Rows::begin(lake, &COURSE_RUN_SUBJECTS, date).await?;
    let mut known = BTreeSet::new();
    for course in courses {
        for run in elements(course, "course_runs") {
            let Some(key) = name_of(run, "key") else {
                rows.skip("no key".to_owned());
                continue;
            };
            for subject in elements(course, "subjects") {
                let Some(slug) = name_of(subject, "slug") else {
                    rows.skip("no slug".to_owned());
                    continue;
                };
                if known.insert((key.clone(), slug.clone())) {
                    let title = text(subject, "name").map(|name| collapsed(&name));
                    push(&mut rows, &[Some(key.clone()), Some(slug), title]).await?;
                }
            }
        }
    }
    rows.finish().await
}

/// Courses of programs in order, numbered from 1 (`EX 12`).
async fn program_courses(programs: &[Value], lake: &Lake, date: NaiveDate) -> Result<Complete, SourceError> {
    let mut rows = Rows::begin(lake, &PROGRAM_COURSES, date).await?;
    let mut known = BTreeSet::new();
    for program in programs {
        let Some(id) = name_of(program, "uuid") else {
            rows.skip("no uuid".to_owned());
            continue;
        };
        for (place, course) in elements(program, "courses").enumerate() {
            let Some(key) = name_of(course, "key") else {
                rows.skip("no key".to_owned());
                continue;
            };
            if known.insert((id.clone(), key.clone())) {
                push(&mut rows, &[Some(id.clone()), Some(key), Some((place + 1).to_string())]).await?;
            }
        }
    }
    rows.finish().await
}

/// The elements of a list in a record.
fn elements<'a>(record: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    record.get(name).and_then(Value::as_array).into_iter().flatten()
}

pub(crate) async fn course_list(courses: &[Value], lake: &Lake, date: NaiveDate) -> Result<Complete, SourceError> {
    let mut rows = Rows::begin(lake, &COURSE_LIST, date).await?;
    for course in courses {
        let Some(id) = course_id(course) else {
            rows.skip("no course id".to_owned());
            continue;
        };
        let cut =
            |name: &str| text(course, name).map(|text| collapsed(&text.chars().take(TEXT_LIMIT).collect::<String>()));
        let tidy = |name: &str| text(course, name).map(|text| collapsed(&text));
        let cells = [
            Some(id),
            cut("name"),
            text(course, "org"),
            text(course, "number"),
            text(course, "blocks_url"),
            cut("short_description"),
            text(course, "enrollment_start"),
            text(course, "enrollment_end"),
            text(course, "start"),
            text(course, "end"),
            tidy("start_display"),
            tidy("start_type"),
            cut("effort"),
            tidy("pacing"),
        ];
        // Required: id, name, organisation, number, address of the blocks.
        if let Some(at) = cells[..5].iter().position(Option::is_none) {
            rows.skip(format!("no {}", COURSE_LIST.columns[at].0));
            continue;
        }
        let limited = |at: usize| at != 4;
        let too_long = cells
            .iter()
            .enumerate()
            .find(|(at, text)| limited(*at) && text.as_ref().is_some_and(|text| text.chars().count() > TEXT_LIMIT));
        if let Some((at, _)) = too_long {
            rows.skip(format!("{} is too long", COURSE_LIST.columns[at].0));
            continue;
        }
        push(&mut rows, &cells).await?;
    }
    rows.finish().await
}

async fn push(rows: &mut Rows, cells: &[Option<String>]) -> Result<(), SourceError> {
    let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    rows.push(&cells).await
}

/// A member as text, as it will be kept: two that are kept alike are the same. Numbers where texts are expected are taken as written.
fn text(record: &Value, name: &str) -> Option<String> {
    match record.get(name)? {
        Value::String(text) => Some(cleaned(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A member that names something: a text that is not blank.
fn name_of(record: &Value, name: &str) -> Option<String> {
    text(record, name).filter(|name| !name.trim().is_empty())
}

/// A member as a whole number.
fn number(record: &Value, name: &str) -> Option<String> {
    record.get(name)?.as_i64().map(|number| number.to_string())
}

/// Each run of white space as one blank (`ES O-3`).
pub(crate) fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let space = c.is_ascii_whitespace() || c == '\u{b}';
        if !space {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}
