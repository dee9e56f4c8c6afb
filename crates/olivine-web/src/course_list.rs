//! The list of courses: search, filters, order and pages (`UI 3.1`, `UI D-7`, `UI D-8`). The list of all courses is
//! kept in memory and read anew when results were published; the work on it is pure.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use olivine_api::query::{Answer, Cell, Params, Reader};
use tokio::sync::RwLock;

use crate::error::WebError;
use crate::presenter::{Row, created, rows_of};
use crate::selection::tables_of;
use crate::site::Site;
use crate::table::natural;
use crate::wired::{COURSE_SUMMARIES, COURSE_TITLES, Named, PROGRAMS};

/// What is known of a course.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Course {
    pub course_id: String,
    /// Title of the catalog, else of the LMS; none where neither was imported.
    pub title: Option<String>,
    pub catalog_course: Option<String>,
    pub start: Option<NaiveDateTime>,
    pub end: Option<NaiveDateTime>,
    pub pacing: Option<String>,
    pub availability: Option<String>,
    pub count: i64,
    pub cumulative_count: i64,
    pub change: i64,
    pub passing: i64,
    /// Track → current and cumulative enrollment.
    pub modes: BTreeMap<String, (i64, i64)>,
    /// Ids of its programs.
    pub programs: Vec<String>,
    /// What search looks at: title, catalog course and key in lower case.
    pub haystack: String,
}

impl Course {
    /// People currently on a track.
    pub fn on_track(&self, track: &str) -> i64 {
        self.modes.get(track).map_or(0, |(count, _)| *count)
    }

    /// Availability as a filter has it: `archived`, `current`, `upcoming`, `unknown`.
    pub fn availability_key(&self) -> &'static str {
        match self.availability.as_deref().map(str::to_lowercase).as_deref() {
            Some("archived") => "archived",
            Some("current") => "current",
            Some("upcoming" | "starting soon") => "upcoming",
            _ => "unknown",
        }
    }

    /// Pacing as a filter has it: `instructor_paced`, `self_paced`, `unknown`.
    pub fn pacing_key(&self) -> &'static str {
        match self.pacing.as_deref() {
            Some("instructor_paced") => "instructor_paced",
            Some("self_paced") => "self_paced",
            _ => "unknown",
        }
    }
}

/// All courses of the site.
#[derive(Debug, Default)]
pub struct CourseList {
    /// Courses by title A–Z, untitled last.
    pub courses: Vec<Course>,
    /// Program id → title.
    pub programs: BTreeMap<String, String>,
    pub as_of: Option<NaiveDate>,
    pub created: Option<NaiveDateTime>,
    /// What the tables it was read from were published by.
    pub version: String,
}

impl CourseList {
    /// The course of that key.
    pub fn find(&self, course_id: &str) -> Option<&Course> {
        self.courses.iter().find(|course| course.course_id == course_id)
    }

    fn of(summaries: &Answer, programs: Option<&Answer>, titles: Option<&Answer>) -> Self {
        let titles = titles.into_iter().flat_map(rows_of);
        let titles: BTreeMap<&str, &str> = titles
            .filter_map(|row| Some((row.text("course_id")?, row.text("title")?)))
            .collect();
        let mut courses: Vec<Course> = rows_of(summaries).filter_map(|row| course(row, &titles)).collect();
        courses.sort_by(by_title);
        let titles = programs.map(|answer| {
            let titled = rows_of(answer).filter_map(|row| {
                let id = row.text("program_id")?;
                Some((id.to_owned(), row.text("program_title").unwrap_or(id).to_owned()))
            });
            titled.collect()
        });
        Self {
            courses,
            programs: titles.unwrap_or_default(),
            as_of: summaries.as_of,
            created: created(summaries),
            version: summaries.version.clone(),
        }
    }
}

fn course(row: Row<'_>, titles: &BTreeMap<&str, &str>) -> Option<Course> {
    let owned = |name| row.text(name).map(str::to_owned);
    let course_id = owned("course_id")?;
    let of_lms = || titles.get(course_id.as_str()).map(|title| (*title).to_owned());
    let title = owned("catalog_course_title").or_else(of_lms);
    let catalog_course = owned("catalog_course");
    let haystack = [title.as_deref(), catalog_course.as_deref(), Some(&course_id)];
    let haystack = haystack
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    Some(Course {
        start: row.datetime("start_date"),
        end: row.datetime("end_date"),
        pacing: owned("pacing_type"),
        availability: owned("availability"),
        count: row.count("count"),
        cumulative_count: row.count("cumulative_count"),
        change: row.count("count_change_7_days"),
        passing: row.count("passing_users"),
        modes: modes(row.field("enrollment_modes")),
        programs: texts(row.field("programs")),
        course_id,
        title,
        catalog_course,
        haystack,
    })
}

fn modes(cell: &Cell) -> BTreeMap<String, (i64, i64)> {
    let Cell::Object(modes) = cell else {
        return BTreeMap::new();
    };
    let number = |fields: &[(String, Cell)], name: &str| {
        fields
            .iter()
            .find(|(known, _)| known == name)
            .and_then(|(_, cell)| cell.as_int())
            .unwrap_or(0)
    };
    let counted = modes.iter().filter_map(|(mode, numbers)| match numbers {
        Cell::Object(fields) => Some((
            mode.clone(),
            (number(fields, "count"), number(fields, "cumulative_count")),
        )),
        _ => None,
    });
    counted.collect()
}

fn texts(cell: &Cell) -> Vec<String> {
    match cell {
        Cell::List(items) => items.iter().filter_map(Cell::as_text).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// What tables were published by, each of them: any may come without the others. One that was never published has nothing there.
fn version_of<'p>(tables: &BTreeSet<String>, run_of: impl Fn(&str) -> Option<&'p str>) -> String {
    let runs = tables
        .iter()
        .map(|table| format!("{table}={}\n", run_of(table).unwrap_or_default()));
    runs.collect()
}

/// The list last read.
#[derive(Default)]
pub struct CourseListCache(RwLock<Option<Arc<CourseList>>>);

impl CourseListCache {
    /// The list as last published.
    ///
    /// # Errors
    /// [`WebError::Query`] if the store cannot be read.
    pub async fn get(&self, site: &Site) -> Result<Arc<CourseList>, WebError> {
        let published = site.api.store().published().await?;
        let sources = [COURSE_SUMMARIES, PROGRAMS, COURSE_TITLES];
        let tables: BTreeSet<String> = sources
            .iter()
            .flat_map(|(report, query)| tables_of(site, report, query))
            .collect();
        let version = version_of(&tables, |table| Some(published.get(table)?.run_id.as_str()));
        if let Some(known) = self.0.read().await.as_ref().filter(|known| known.version == version) {
            return Ok(known.clone());
        }
        let params = || Params::new(Reader::unlimited());
        let summaries = ask(site, COURSE_SUMMARIES, params().with("programs", "1")).await?;
        let programs = ask(site, PROGRAMS, params()).await.ok();
        // Its report may be off.
        let titles = ask(site, COURSE_TITLES, params()).await.ok();
        let mut course_list = CourseList::of(&summaries, programs.as_ref(), titles.as_ref());
        course_list.version = version;
        let fresh = Arc::new(course_list);
        *self.0.write().await = Some(fresh.clone());
        Ok(fresh)
    }
}

async fn ask(site: &Site, (report, query): Named, params: Params) -> Result<Answer, WebError> {
    Ok(olivine_api::query::answer(&site.api, report, query, &params).await?)
}

/// Columns the list can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Title,
    Start,
    End,
    Total,
    Current,
    Change,
    Verified,
    Masters,
    Passing,
}

/// What is asked of the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    /// Plain words; all must occur (`UI D-7`).
    pub words: Vec<String>,
    /// Any of these, if there are any; likewise below.
    pub availability: Vec<String>,
    pub pacing: Vec<String>,
    pub programs: Vec<String>,
    /// Column and whether from the largest down; without it by how well the words match, then by title.
    pub order: Option<(Order, bool)>,
}

impl Wanted {
    /// Splits a search text into its words.
    pub fn words_of(text: &str) -> Vec<String> {
        text.to_lowercase().split_whitespace().map(str::to_owned).collect()
    }

    /// Whether a course fits search and filters.
    pub fn fits(&self, course: &Course) -> bool {
        let any = |wanted: &[String], key: &str| wanted.is_empty() || wanted.iter().any(|value| value == key);
        self.words.iter().all(|word| course.haystack.contains(word.as_str()))
            && any(&self.availability, course.availability_key())
            && any(&self.pacing, course.pacing_key())
            && (self.programs.is_empty() || course.programs.iter().any(|program| self.programs.contains(program)))
    }

    /// The courses that fit, in order.
    pub fn select<'a>(&self, courses: impl Iterator<Item = &'a Course>) -> Vec<&'a Course> {
        let mut found: Vec<&Course> = courses.filter(|course| self.fits(course)).collect();
        match self.order {
            Some((order, descending)) => found.sort_by(|left, right| compare(order, descending, left, right)),
            None if !self.words.is_empty() => found.sort_by_key(|course| self.rank(course)),
            None => {}
        }
        found
    }

    /// How well a course fits the words: a title that begins with them, a title that holds them, the rest.
    fn rank(&self, course: &Course) -> u8 {
        let title = course.title.as_deref().unwrap_or_default().to_lowercase();
        let first = self.words.first().map_or("", String::as_str);
        match () {
            () if course.course_id.to_lowercase() == first => 0,
            () if title.starts_with(first) => 1,
            () if self.words.iter().all(|word| title.contains(word.as_str())) => 2,
            () => 3,
        }
    }
}

/// By title as people count (`Part 2` before `Part 10`), untitled last, then by key.
fn by_title(left: &Course, right: &Course) -> Ordering {
    let title = |course: &Course| course.title.as_deref().unwrap_or_default().to_lowercase();
    let untitled = left.title.is_none().cmp(&right.title.is_none());
    untitled
        .then_with(|| natural(&title(left), &title(right)))
        .then_with(|| left.course_id.cmp(&right.course_id))
}

/// Missing dates and titles come last upwards and first downwards (`UI 3.1`).
fn compare(order: Order, descending: bool, left: &Course, right: &Course) -> Ordering {
    let number = |get: fn(&Course) -> i64| get(left).cmp(&get(right));
    let date = |get: fn(&Course) -> Option<NaiveDateTime>| {
        let key = |course| (get(course).is_none(), get(course));
        key(left).cmp(&key(right))
    };
    let ordered = match order {
        Order::Title => by_title(left, right),
        Order::Start => date(|course| course.start),
        Order::End => date(|course| course.end),
        Order::Total => number(|course| course.cumulative_count),
        Order::Current => number(|course| course.count),
        Order::Change => number(|course| course.change),
        Order::Verified => number(|course| course.on_track("verified")),
        Order::Masters => number(|course| course.on_track("masters")),
        Order::Passing => number(|course| course.passing),
    };
    if descending { ordered.reverse() } else { ordered }
}

#[cfg(test)]
#[path = "course_list_tests.rs"]
mod tests;
