//! What the LMS keeps for each learner and block (PF 10).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::course::Course;
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
    vec![grade_table, open_table, names(site)]
}

/// The blocks in which anybody did something, by their names, in the order of the course.
fn names(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "course_module_names",
        &["course_id", "module_id", "name", "course_path", "place"],
    );
    let mut opened = vec![0; site.courses.len()];
    let mut answered = vec![BTreeSet::new(); site.courses.len()];
    for member in &site.memberships {
        opened[usize::from(member.course)] |= member.opened;
        answered[usize::from(member.course)].extend(member.answers.iter().map(|answered| answered.problem));
    }
    for ((course, opened), answered) in site.courses.iter().zip(opened).zip(answered) {
        let named = outline(course)
            .into_iter()
            .filter(|block| match block.what {
                What::Subsection(sequential) => opened >> sequential & 1 == 1,
                What::Problem(problem) => answered.contains(&problem),
            })
            .collect::<Vec<_>>();
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, block) in named.iter().enumerate() {
            let same = named.iter().filter(|other| other.name == block.name).count();
            let nth = seen.entry(&*block.name).or_default();
            *nth += 1;
            let name = if same > 1 {
                format!("{} ({nth})", block.name)
            } else {
                block.name.clone().into_owned()
            };
            table.push([
                Cell::from(&course.id),
                Cell::from(block.usage),
                Cell::from(name),
                or_null(block.path.as_ref()),
                Cell::from(place + 1),
            ]);
        }
    }
    table
}

/// A block that learners open or answer.
struct Named<'a> {
    what: What,
    usage: &'a str,
    name: Cow<'a, str>,
    /// Names of what is above it; none where it is not in the course any more.
    path: Option<String>,
}

enum What {
    /// By its position in the course.
    Subsection(usize),
    Problem(u16),
}

/// What a problem is called that was taken out of its course: the beginning of its id.
fn name_of_gone(usage: &str) -> String {
    let id = usage.rsplit(['@', '/']).next().unwrap_or(usage);
    if id.chars().count() > 12 {
        let begin: String = id.chars().take(8).collect();
        format!("problem {begin}…")
    } else {
        format!("problem {id}")
    }
}

/// Subsections and problems in the order of the course; those that were taken out come last.
fn outline(course: &Course) -> Vec<Named<'_>> {
    let mut blocks = Vec::new();
    let (gone, there): (Vec<_>, Vec<_>) = (0..).zip(&course.problems).partition(|(_, problem)| problem.is_deleted);
    for (chapter, section) in course.chapters.iter().enumerate() {
        let subsections = course.sequentials.iter().enumerate();
        for (sequential, part) in subsections.filter(|(_, part)| part.parent == chapter) {
            blocks.push(Named {
                what: What::Subsection(sequential),
                usage: &part.usage,
                name: Cow::Borrowed(part.title.as_str()),
                path: Some([course.title.as_str(), &section.title].join(" / ")),
            });
            let units = course.units.iter().enumerate();
            for (unit, page) in units.filter(|(_, unit)| unit.sequential == sequential) {
                for (problem, asked) in there.iter().filter(|(_, problem)| problem.block.unit == unit) {
                    blocks.push(Named {
                        what: What::Problem(*problem),
                        usage: &asked.block.usage,
                        name: Cow::Borrowed(asked.block.title.as_str()),
                        path: Some([course.title.as_str(), &section.title, &part.title, &page.title].join(" / ")),
                    });
                }
            }
        }
    }
    let mut gone: Vec<_> = gone
        .into_iter()
        .map(|(problem, asked)| Named {
            what: What::Problem(problem),
            usage: &asked.block.usage,
            name: Cow::Owned(name_of_gone(&asked.block.usage)),
            path: None,
        })
        .collect();
    gone.sort_by_key(|block| block.usage);
    blocks.extend(gone);
    blocks
}
