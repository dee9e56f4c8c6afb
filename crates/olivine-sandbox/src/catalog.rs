//! What the catalog and the LMS say about courses: discovery course runs, LMS course list, course blocks.

use std::io::Write;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value, json};

use crate::SandboxError;
use crate::course::{Course, KeyStyle};
use crate::simulation::Site;
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

fn stamp(time: NaiveDateTime) -> String {
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

/// Writes `catalog/` and `structure/`.
pub(crate) fn write(out: &Path, site: &Site) -> Result<(), SandboxError> {
    let runs = course_runs(site);
    let list: Vec<Value> = site
        .courses
        .iter()
        .filter(|course| course.has_learners())
        .map(list_entry)
        .collect();
    lines(&out.join("catalog"), "course_runs.json", &runs)?;
    lines(&out.join("catalog"), "course_list.json", &list)?;
    for course in site.courses.iter().filter(|course| course.has_learners()) {
        lines(
            &out.join("structure"),
            &format!("{}.json", course.safe_name()),
            &[structure(course)],
        )?;
    }
    Ok(())
}

fn lines(folder: &Path, name: &str, values: &[Value]) -> Result<(), SandboxError> {
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
        "min_effort": 2,
        "max_effort": 4,
        "weeks_to_complete": 8,
        "reporting_type": "mooc",
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

/// A course as the blocks API gives it, with one block that nothing leads to (ES 5.6).
fn structure(course: &Course) -> Value {
    let mut blocks = Map::new();
    // What the author took out is not there any more.
    let kept = || course.problems.iter().filter(|problem| !problem.is_deleted);
    let mut add = |usage: &str, kind: &str, title: &str, children: Vec<&str>| {
        let mut block =
            json!({"id": usage, "block_id": usage.rsplit(['@', '/']).next(), "type": kind, "display_name": title});
        if !children.is_empty() {
            block["children"] = json!(children);
        }
        blocks.insert(usage.to_owned(), block);
    };
    add(
        &course.root,
        "course",
        &course.title,
        course.chapters.iter().map(|part| part.usage.as_str()).collect(),
    );
    for (chapter, part) in course.chapters.iter().enumerate() {
        let children = course.sequentials.iter().filter(|child| child.parent == chapter);
        add(
            &part.usage,
            "chapter",
            &part.title,
            children.map(|child| child.usage.as_str()).collect(),
        );
    }
    for (sequential, part) in course.sequentials.iter().enumerate() {
        let children = course.units.iter().filter(|unit| unit.sequential == sequential);
        add(
            &part.usage,
            "sequential",
            &part.title,
            children.map(|unit| unit.usage.as_str()).collect(),
        );
    }
    for (position, unit) in course.units.iter().enumerate() {
        let videos = course.videos.iter().map(|video| &video.block);
        let inside = videos.chain(kept().map(|problem| &problem.block));
        let children = inside
            .filter(|block| block.unit == position)
            .map(|block| block.usage.as_str())
            .collect();
        add(&unit.usage, "vertical", &unit.title, children);
    }
    for video in &course.videos {
        add(&video.block.usage, "video", &video.block.title, vec![]);
    }
    for problem in kept() {
        add(&problem.block.usage, "problem", &problem.block.title, vec![]);
    }
    let orphan = match course.style {
        KeyStyle::Old => format!("i4x://{}/{}/html/left_over", course.org, course.number),
        _ => course
            .root
            .replace("+type@course+block@course", "+type@html+block@left_over"),
    };
    add(&orphan, "html", "Left over", vec![]);
    json!({"course_id": course.id, "root": course.root, "blocks": blocks})
}
