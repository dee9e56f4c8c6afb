//! What courses are made of, as the LMS tells it, and the true rows of the tables about it.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::SandboxError;
use crate::catalog::{lines, stamp};
use crate::course::{ASSIGNMENT_TYPES, Block, Course, KeyStyle};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Writes `structure/`.
pub(crate) fn write(out: &Path, site: &Site) -> Result<(), SandboxError> {
    let folder = out.join("structure");
    let policies: Vec<Value> = with_learners(site)
        .map(|course| json!({"course_id": course.id, "policy": course.grading_policy()}))
        .collect();
    lines(&folder, "grading_policies.json", &policies)?;
    for course in with_learners(site) {
        lines(&folder, &format!("{}.json", course.safe_name()), &[blocks(course)])?;
    }
    Ok(())
}

fn with_learners(site: &Site) -> impl Iterator<Item = &Course> {
    site.courses.iter().filter(|course| course.has_learners())
}

/// Videos, then the problems that the author has not taken out, with their type and whether the author made them practice.
fn leaves(course: &Course) -> impl Iterator<Item = (&Block, &'static str, bool)> {
    let videos = course.videos.iter().map(|video| (&video.block, "video", false));
    let kept = course.problems.iter().filter(|problem| !problem.is_deleted);
    let problems = kept
        .enumerate()
        .map(|(nth, problem)| (&problem.block, "problem", nth % 9 == 5));
    videos.chain(problems)
}

/// A course as the blocks API gives it, with one block that nothing leads to (ES 5.6).
fn blocks(course: &Course) -> Value {
    let mut blocks = Map::new();
    // As the LMS has it: what stands in a graded subsection is graded, unless the author made it practice, and is due with it.
    let mut add = |usage: &str, kind: &str, title: &str, children: Vec<&str>, part: Option<usize>, practice: bool| {
        let format = part.and_then(|sequential| course.assignment_type(sequential));
        let due = part.and_then(|sequential| course.due(sequential)).map(stamp);
        let mut block =
            json!({"id": usage, "block_id": usage.rsplit(['@', '/']).next(), "type": kind, "display_name": title});
        block["graded"] = json!(format.is_some() && !practice);
        block["format"] = json!(format);
        block["due"] = json!(due);
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
        None,
        false,
    );
    for (chapter, part) in course.chapters.iter().enumerate() {
        let children = course.sequentials.iter().filter(|child| child.parent == chapter);
        add(
            &part.usage,
            "chapter",
            &part.title,
            children.map(|child| child.usage.as_str()).collect(),
            None,
            false,
        );
    }
    for (sequential, part) in course.sequentials.iter().enumerate() {
        let children = course.units.iter().filter(|unit| unit.sequential == sequential);
        add(
            &part.usage,
            "sequential",
            &part.title,
            children.map(|unit| unit.usage.as_str()).collect(),
            Some(sequential),
            false,
        );
    }
    for (position, unit) in course.units.iter().enumerate() {
        let children = leaves(course).filter(|(block, ..)| block.unit == position);
        add(
            &unit.usage,
            "vertical",
            &unit.title,
            children.map(|(block, ..)| block.usage.as_str()).collect(),
            Some(unit.sequential),
            false,
        );
    }
    for (block, kind, is_practice) in leaves(course) {
        let part = course.units[block.unit].sequential;
        add(&block.usage, kind, &block.title, vec![], Some(part), is_practice);
    }
    let orphan = match course.style {
        KeyStyle::Old => format!("i4x://{}/{}/html/left_over", course.org, course.number),
        _ => course
            .root
            .replace("+type@course+block@course", "+type@html+block@left_over"),
    };
    add(&orphan, "html", "Left over", vec![], None, false);
    json!({"course_id": course.id, "root": course.root, "blocks": blocks})
}

/// The true rows of the tables about what courses are made of (UI 4.1, UI 4.2, UI 7.3).
pub(crate) fn tables(site: &Site) -> Vec<TrueTable> {
    let mut contents = TrueTable::new(
        "course_contents",
        &[
            "course_id",
            "block_id",
            "block_type",
            "name",
            "sort_idx",
            "section_id",
            "section",
            "subsection_id",
            "subsection",
            "page",
            "assignment_id",
            "assignment",
            "assignment_type",
        ],
    );
    let mut due_dates = TrueTable::new("course_due_dates", &["course_id", "block_id", "name", "due"]);
    let mut policies = TrueTable::new(
        "grading_policy",
        &["course_id", "position", "assignment_type", "weight"],
    );
    for course in with_learners(site) {
        add_contents(&mut contents, course);
        for (sequential, part) in course.sequentials.iter().enumerate() {
            if let Some(due) = course.due(sequential) {
                due_dates.push([
                    Cell::from(&course.id),
                    Cell::from(&part.usage),
                    Cell::from(&part.title),
                    Cell::from(due),
                ]);
            }
        }
        for (position, (kind, weight)) in ASSIGNMENT_TYPES.into_iter().enumerate() {
            policies.push([
                Cell::from(&course.id),
                Cell::from(position),
                Cell::from(kind),
                Cell::from(weight),
            ]);
        }
    }
    vec![contents, due_dates, policies]
}

/// Problems and videos with their place in the order of the course, in which every block counts, the course itself as 0.
fn add_contents(table: &mut TrueTable, course: &Course) {
    let mut place = 0;
    for (chapter, section) in course.chapters.iter().enumerate() {
        place += 1;
        let lessons = course.sequentials.iter().enumerate();
        for (sequential, subsection) in lessons.filter(|(_, part)| part.parent == chapter) {
            place += 1;
            let pages = course.units.iter().enumerate();
            for (position, page) in pages.filter(|(_, unit)| unit.sequential == sequential) {
                place += 1;
                for (block, kind, is_practice) in leaves(course).filter(|(block, ..)| block.unit == position) {
                    place += 1;
                    let assignment = course.assignment_type(sequential).filter(|_| !is_practice);
                    table.push([
                        Cell::from(&course.id),
                        Cell::from(&block.usage),
                        Cell::from(kind),
                        Cell::from(&block.title),
                        Cell::from(place),
                        Cell::from(&section.usage),
                        Cell::from(&section.title),
                        Cell::from(&subsection.usage),
                        Cell::from(&subsection.title),
                        Cell::from(&page.title),
                        or_null(assignment.map(|_| &subsection.usage)),
                        or_null(assignment.map(|_| &subsection.title)),
                        or_null(assignment),
                    ]);
                }
            }
        }
    }
}
