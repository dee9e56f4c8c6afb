//! What the LMS keeps for each learner and block (PF 10).

use std::collections::BTreeMap;

use crate::ledger::{Answered, Membership};
use crate::problem::Problem;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Points and most points that the LMS keeps; some rows lack the one or the other.
pub(crate) fn grade_of(member: &Membership, answered: &Answered, problem: &Problem) -> (Option<u8>, Option<u8>) {
    let points = if answered.is_right { problem.points } else { 0 };
    (
        (member.learner % 29 != 3).then_some(points),
        (member.learner % 37 != 5).then_some(problem.points),
    )
}

pub(super) fn tables(site: &Site) -> Vec<TrueTable> {
    let mut grades: BTreeMap<(u16, u16, u8, Option<u8>), u64> = BTreeMap::new();
    let mut opens: BTreeMap<(u16, usize), u64> = BTreeMap::new();
    for member in &site.memberships {
        let course = &site.courses[usize::from(member.course)];
        for answered in &member.answers {
            let problem = &course.problems[usize::from(answered.problem)];
            if let (Some(grade), most) = grade_of(member, answered, problem) {
                *grades
                    .entry((member.course, answered.problem, grade, most))
                    .or_default() += 1;
            }
        }
        for sequential in (0..course.sequentials.len()).filter(|position| member.opened >> position & 1 == 1) {
            *opens.entry((member.course, sequential)).or_default() += 1;
        }
    }
    let mut grade_table = TrueTable::new(
        "grade_distribution",
        &["module_id", "course_id", "grade", "max_grade", "count"],
    );
    for ((course, problem, grade, most), count) in grades {
        let course = &site.courses[usize::from(course)];
        grade_table.push([
            Cell::from(&course.problems[usize::from(problem)].block.usage),
            Cell::from(&course.id),
            Cell::from(grade),
            or_null(most),
            Cell::from(count),
        ]);
    }
    let mut open_table = TrueTable::new("sequential_open_distribution", &["module_id", "course_id", "count"]);
    for ((course, sequential), count) in opens {
        let course = &site.courses[usize::from(course)];
        open_table.push([
            Cell::from(&course.sequentials[sequential].usage),
            Cell::from(&course.id),
            Cell::from(count),
        ]);
    }
    vec![grade_table, open_table]
}
