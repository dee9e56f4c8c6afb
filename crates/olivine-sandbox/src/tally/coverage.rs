//! Which problems people tried and of which videos they watched something (OV-16, OV-17).

use std::collections::BTreeSet;

use super::answers::Answers;
use super::videos::Videos;
use super::watching::Watching;
use crate::course::Course;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// A problem or video that the course has, by the subsection it stands in, and who used it.
struct Used {
    sequential: usize,
    by: BTreeSet<u32>,
}

pub(super) fn table(site: &Site, answers: &Answers, watching: &Watching, videos: &Videos) -> TrueTable {
    let mut table = TrueTable::new(
        "coverage_levels",
        &[
            "course_id",
            "block_type",
            "level",
            "block_id",
            "blocks",
            "enrolled",
            "used_none",
            "used_some",
            "used_all",
            "used_percent",
        ],
    );
    for (position, course) in site.courses.iter().enumerate() {
        if !course.has_learners() {
            continue;
        }
        let number = position as u16;
        let members = site.memberships.iter().filter(|member| member.course == number);
        let enrolled = members.filter(|member| member.told.is_some_and(|told| told.is_enrolled));
        let enrolled: Vec<u32> = enrolled.map(|member| member.learner).collect();
        let place = |unit: usize| course.units[unit].sequential;
        let kept = course
            .problems
            .iter()
            .enumerate()
            .filter(|(_, problem)| !problem.is_deleted);
        let problems = kept.map(|(nth, problem)| Used {
            sequential: place(problem.block.unit),
            by: answers.who_tried(number, nth as u16),
        });
        let problems: Vec<Used> = problems.collect();
        let shown = course.videos.iter().enumerate().map(|(nth, video)| Used {
            sequential: place(video.block.unit),
            by: watching.who_watched(site, videos, number, nth as u16),
        });
        let shown: Vec<Used> = shown.collect();
        for (kind, blocks) in [("problem", problems), ("video", shown)] {
            add_levels(&mut table, course, kind, &blocks, &enrolled);
        }
    }
    table
}

/// The course, its sections and its subsections, as far as they have such blocks.
fn add_levels(table: &mut TrueTable, course: &Course, kind: &str, blocks: &[Used], enrolled: &[u32]) {
    let mut add = |level: &str, block_id: &str, is_in: &dyn Fn(usize) -> bool| {
        let of_part: Vec<&Used> = blocks.iter().filter(|block| is_in(block.sequential)).collect();
        if of_part.is_empty() {
            return;
        }
        let (mut none, mut all, mut pairs) = (0, 0, 0);
        for learner in enrolled {
            let used = of_part.iter().filter(|block| block.by.contains(learner)).count();
            none += usize::from(used == 0);
            all += usize::from(used == of_part.len());
            pairs += used;
        }
        let share = (!enrolled.is_empty()).then(|| 100.0 * pairs as f64 / (of_part.len() * enrolled.len()) as f64);
        table.push([
            Cell::from(&course.id),
            Cell::from(kind),
            Cell::from(level),
            Cell::from(block_id),
            Cell::from(of_part.len()),
            Cell::from(enrolled.len()),
            Cell::from(none),
            Cell::from(enrolled.len() - none - all),
            Cell::from(all),
            or_null(share),
        ]);
    };
    add("course", "", &|_| true);
    for (chapter, section) in course.chapters.iter().enumerate() {
        add("section", &section.usage, &|sequential| {
            course.sequentials[sequential].parent == chapter
        });
    }
    for (nth, subsection) in course.sequentials.iter().enumerate() {
        add("subsection", &subsection.usage, &|sequential| sequential == nth);
    }
}
