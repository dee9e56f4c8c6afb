//! What the catalog and the LMS say about courses: discovery course runs, courses and programs, LMS course list.

use std::io::Write;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::SandboxError;
use crate::course::Course;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};
use crate::truth::ProgramRow;

/// Programs: UUID, type, title.
const PROGRAMS: [(&str, &str, &str); 3] = [
    (
        "1f0b4a52-6b7e-4b57-9d3e-0a5b6c7d8e01",
        "MicroMasters",
        "Reading a Landscape",
    ),
    (
        "1f0b4a52-6b7e-4b57-9d3e-0a5b6c7d8e02",
        "Professional Certificate",
        "Numbers for Green Fingers",
    ),
    ("1f0b4a52-6b7e-4b57-9d3e-0a5b6c7d8e03", "XSeries", "Slow Sciences"),
];

/// Subjects: slug, name.
const SUBJECTS: [(&str, &str); 5] = [
    ("biology-life-sciences", "Biology & Life Sciences"),
    ("environmental-studies", "Environmental Studies"),
    ("data-analysis-statistics", "Data Analysis & Statistics"),
    ("art-culture", "Art & Culture"),
    ("crafts", "Crafts"),
];
/// Least and most hours a week that learners need for a course.
pub(crate) const EFFORT: (u32, u32) = (2, 4);
/// Weeks that learners need for a course at their own pace.
pub(crate) const WEEKS: i64 = 8;
/// Partner in whose catalog everything is.
const PARTNER: &str = "fern";

/// What the discovery service says about a run that it knows.
pub(crate) struct Facts {
    pub title: String,
    pub course: String,
    pub start: NaiveDateTime,
    pub end: Option<NaiveDateTime>,
    pub pacing: &'static str,
    pub availability: &'static str,
}

/// What the discovery service says about a run; none when it does not know it.
pub(crate) fn facts(course: &Course) -> Option<Facts> {
    course.in_catalog.then(|| Facts {
        title: course.title.clone(),
        course: format!("{}+{}", course.org, course.number),
        start: opening(course.start),
        end: course.end.map(opening),
        pacing: if course.self_paced {
            "self_paced"
        } else {
            "instructor_paced"
        },
        availability: if course.end.is_some() {
            "Current"
        } else {
            "Starting Soon"
        },
    })
}

fn opening(date: NaiveDate) -> NaiveDateTime {
    date.and_hms_opt(5, 0, 0).unwrap_or_default()
}

/// A time as the LMS writes it.
pub(crate) fn stamp(time: NaiveDateTime) -> String {
    format!("{}Z", time.format("%Y-%m-%dT%H:%M:%S"))
}

/// The rows that programs must have.
pub(crate) fn program_rows(site: &Site) -> Vec<ProgramRow> {
    let mut rows: Vec<ProgramRow> = Vec::new();
    for course in site.courses.iter().filter(|course| course.in_catalog) {
        for program in &course.programs {
            let (id, kind, title) = PROGRAMS[*program];
            rows.push(ProgramRow {
                course_id: course.id.clone(),
                program_id: id.to_owned(),
                program_type: kind.to_owned(),
                program_title: title.to_owned(),
            });
        }
    }
    rows.sort();
    rows
}

/// Writes `catalog/`.
pub(crate) fn write(out: &Path, site: &Site) -> Result<(), SandboxError> {
    let runs = course_runs(site);
    let list: Vec<Value> = site
        .courses
        .iter()
        .filter(|course| course.has_learners())
        .map(list_entry)
        .collect();
    lines(&out.join("catalog"), "course_runs.json", &runs)?;
    lines(&out.join("catalog"), "courses.json", &courses(site))?;
    lines(&out.join("catalog"), "programs.json", &programs(site))?;
    lines(&out.join("catalog"), "course_list.json", &list)
}

/// Writes a file with one value a line.
pub(crate) fn lines(folder: &Path, name: &str, values: &[Value]) -> Result<(), SandboxError> {
    let path = folder.join(name);
    let written = std::fs::create_dir_all(folder).and_then(|()| {
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
        for value in values {
            serde_json::to_writer(&mut file, value)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    });
    written.map_err(|source| SandboxError::Write { path, source })
}

/// The runs; the first one comes again at the end with another title, and one program has no type: what is bad is left
/// out, of two the first counts (EN 3.11, 3.12).
fn course_runs(site: &Site) -> Vec<Value> {
    let mut runs: Vec<Value> = site.courses.iter().filter_map(run_entry).collect();
    if let Some(first) = runs.first().cloned() {
        let mut again = first;
        again["title"] = json!("The Same Run under Another Title");
        runs.push(again);
    }
    runs
}

/// The keys of the courses that the catalog knows, each with its runs, in order.
fn catalog_courses(site: &Site) -> Vec<(String, Vec<&Course>)> {
    let mut courses: Vec<(String, Vec<&Course>)> = Vec::new();
    for run in &site.courses {
        let Some(known) = facts(run) else { continue };
        match courses.iter_mut().find(|(key, _)| *key == known.course) {
            Some((_, runs)) => runs.push(run),
            None => courses.push((known.course, vec![run])),
        }
    }
    courses
}

/// The subjects of the course at a position: every third has two.
fn subjects(position: usize) -> Vec<(&'static str, &'static str)> {
    let mut subjects = vec![SUBJECTS[position % SUBJECTS.len()]];
    if position.is_multiple_of(3) {
        subjects.push(SUBJECTS[(position + 2) % SUBJECTS.len()]);
    }
    subjects
}

/// The courses; a subject without a slug is left out, and runs of white space in names become one blank (EX 12).
fn courses(site: &Site) -> Vec<Value> {
    let entry = |(position, (key, runs)): (usize, (String, Vec<&Course>))| {
        let known = subjects(position).into_iter();
        let mut subjects: Vec<Value> = known
            .map(|(slug, name)| json!({"slug": slug, "name": name.replacen(' ', " \n ", 1)}))
            .collect();
        subjects.push(json!({"slug": null, "name": "Unsorted"}));
        let runs: Vec<Value> = runs.iter().map(|run| json!({"key": run.id})).collect();
        json!({"key": key, "title": format!("Course {key}"), "course_runs": runs, "subjects": subjects})
    };
    catalog_courses(site).into_iter().enumerate().map(entry).collect()
}

/// The courses of a program in its order: the newest first, one that the catalog does not know in second place, and without
/// the oldest in the last program.
fn order(site: &Site, program: usize) -> Vec<String> {
    let runs = |runs: &[&Course]| runs.iter().any(|run| run.programs.contains(&program));
    let mut order: Vec<String> = catalog_courses(site)
        .into_iter()
        .filter(|(_, of_course)| runs(of_course.as_slice()))
        .map(|(key, _)| key)
        .rev()
        .collect();
    if program + 1 == PROGRAMS.len() && order.len() > 1 {
        order.pop();
    }
    order.insert(order.len().min(1), "Elsewhere+PEAT9".to_owned());
    order
}

fn programs(site: &Site) -> Vec<Value> {
    let entry = |(position, (id, kind, title)): (usize, &(&str, &str, &str))| {
        let courses: Vec<Value> = order(site, position).iter().map(|key| json!({"key": key})).collect();
        json!({"uuid": id, "type": kind, "title": title, "courses": courses})
    };
    PROGRAMS.iter().enumerate().map(entry).collect()
}

/// The true rows of the tables of the catalog (EX 12).
pub(crate) fn tables(site: &Site) -> Vec<TrueTable> {
    vec![
        run_table(site),
        seat_table(site),
        subject_table(site),
        program_table(site),
    ]
}

fn run_table(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "course_catalog",
        &[
            "course_id",
            "catalog_course",
            "catalog_course_title",
            "start_time",
            "end_time",
            "enrollment_start_time",
            "enrollment_end_time",
            "content_language",
            "pacing_type",
            "level_type",
            "availability",
            "org_id",
            "partner_short_code",
            "marketing_url",
            "min_effort",
            "max_effort",
            "weeks_to_complete",
            "announcement_time",
            "reporting_type",
        ],
    );
    let nothing = || or_null(None::<&str>);
    for course in &site.courses {
        let Some(known) = facts(course) else { continue };
        table.push([
            Cell::from(&course.id),
            Cell::from(known.course),
            Cell::from(known.title),
            Cell::from(known.start),
            or_null(known.end),
            nothing(),
            or_null(known.end),
            Cell::from("en-us"),
            Cell::from(known.pacing),
            Cell::from("Introductory"),
            Cell::from(known.availability),
            Cell::from(&course.org),
            Cell::from(PARTNER),
            nothing(),
            Cell::from(EFFORT.0),
            Cell::from(EFFORT.1),
            Cell::from(WEEKS),
            nothing(),
            Cell::from("mooc"),
        ]);
    }
    table
}

fn seat_table(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "course_seat",
        &[
            "course_id",
            "course_seat_type",
            "course_seat_price",
            "course_seat_currency",
            "course_seat_upgrade_deadline",
            "course_seat_credit_provider",
            "course_seat_credit_hours",
        ],
    );
    for course in site.courses.iter().filter(|course| course.in_catalog) {
        for mode in course.modes {
            let nothing = || or_null(None::<&str>);
            table.push([
                Cell::from(&course.id),
                Cell::from(*mode),
                Cell::from(if *mode == course.modes[0] { 0 } else { 49 }),
                Cell::from("USD"),
                nothing(),
                nothing(),
                nothing(),
            ]);
        }
    }
    table
}

fn subject_table(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "course_subjects",
        &["course_id", "subject_uri", "subject_title", "subject_language"],
    );
    for (position, (_, runs)) in catalog_courses(site).into_iter().enumerate() {
        for (run, (slug, name)) in runs
            .iter()
            .flat_map(|run| subjects(position).into_iter().map(move |one| (run, one)))
        {
            table.push([
                Cell::from(&run.id),
                Cell::from(format!("/course/subject/{slug}")),
                Cell::from(name),
                Cell::from("en"),
            ]);
        }
    }
    table
}

fn program_table(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "program_course",
        &[
            "program_id",
            "program_type",
            "program_title",
            "catalog_course",
            "catalog_course_title",
            "course_id",
            "org_id",
            "partner_short_code",
            "program_slot_number",
        ],
    );
    for course in &site.courses {
        let Some(known) = facts(course) else { continue };
        for program in &course.programs {
            let (id, kind, title) = PROGRAMS[*program];
            let place = order(site, *program).iter().position(|key| *key == known.course);
            table.push([
                Cell::from(id),
                Cell::from(kind),
                Cell::from(title),
                Cell::from(&known.course),
                Cell::from(&known.title),
                Cell::from(&course.id),
                Cell::from(&course.org),
                Cell::from(PARTNER),
                or_null(place.map(|place| place + 1)),
            ]);
        }
    }
    table
}

fn run_entry(course: &Course) -> Option<Value> {
    let known = facts(course)?;
    let mut programs: Vec<Value> = Vec::new();
    for program in &course.programs {
        let (id, kind, title) = PROGRAMS[*program];
        // Runs of white space become one blank.
        let title = title.replacen(' ', "  ", 1);
        programs.push(json!({"uuid": id, "type": kind, "title": title, "marketing_slug": "", "number_of_courses": 3}));
    }
    if !programs.is_empty() {
        programs.push(json!({"uuid": "1f0b4a52-6b7e-4b57-9d3e-0a5b6c7d8e99", "type": null, "title": "Untyped"}));
    }
    Some(json!({
        "key": course.id,
        "course": known.course,
        "title": known.title,
        "short_description": format!("{}, unhurried.", known.title),
        "start": stamp(known.start),
        "end": known.end.map(stamp),
        "enrollment_start": null,
        "enrollment_end": known.end.map(stamp),
        "announcement": null,
        "content_language": "en-us",
        "pacing_type": known.pacing,
        "availability": known.availability,
        "level_type": "Introductory",
        "min_effort": EFFORT.0,
        "max_effort": EFFORT.1,
        "weeks_to_complete": WEEKS,
        "reporting_type": "mooc",
        "partner_short_code": PARTNER,
        "marketing_url": null,
        "status": "published",
        "seats": course.modes.iter().map(|mode| json!({
            "type": mode, "price": if *mode == course.modes[0] { "0.00" } else { "49.00" }, "currency": "USD",
            "upgrade_deadline": null, "credit_provider": null, "credit_hours": null,
        })).collect::<Vec<_>>(),
        "programs": programs,
    }))
}

fn list_entry(course: &Course) -> Value {
    json!({
        "blocks_url": format!("https://learn.example.org/api/courses/v1/blocks/?course_id={}", course.id.replace('+', "%2B")),
        "effort": "2-4 hours a week",
        "end": course.end.map(opening).map(stamp),
        "enrollment_start": null,
        "enrollment_end": null,
        "id": course.id,
        "media": {"image": {"raw": "https://learn.example.org/asset/cover.png"}},
        "name": course.title,
        "number": course.number,
        "org": course.org,
        "short_description": format!("{}, unhurried.", course.title),
        "start": stamp(opening(course.start)),
        "start_display": course.start.format("%b. %-d, %Y").to_string(),
        "start_type": "timestamp",
        "pacing": if course.self_paced { "self" } else { "instructor" },
        "mobile_available": true,
        "hidden": false,
        "invitation_only": false,
        "course_id": course.id,
    })
}
