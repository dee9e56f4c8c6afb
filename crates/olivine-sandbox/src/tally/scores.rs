//! How people score in the subsections of courses (OV-54, OV-55).

use std::collections::BTreeMap;

use super::modules::grade_of;
use crate::course::Course;
use crate::ledger::{Answered, Membership};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// Points of somebody in a subsection: reached and possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Points {
    pub earned: u32,
    pub possible: u32,
}

/// Upper ends of bands of scores, percent; what lies above the last is a band, too.
const BANDS: [u32; 5] = [0, 30, 50, 70, 90];

/// What somebody answered in a subsection, of problems that are still there.
fn answered(member: &Membership, course: &Course, sequential: usize) -> Vec<Answered> {
    let answers = member.answers.iter().copied();
    answers
        .filter(|answered| stands_in(course, usize::from(answered.problem), sequential))
        .collect()
}

fn stands_in(course: &Course, problem: usize, sequential: usize) -> bool {
    let problem = &course.problems[problem];
    !problem.is_deleted && course.units[problem.block.unit].sequential == sequential
}

/// The grade of a subsection that the LMS keeps; none where nothing was answered, and for some whose rows were lost.
pub(crate) fn kept(member: &Membership, course: &Course, sequential: usize) -> Option<Points> {
    let answered = answered(member, course, sequential);
    if answered.is_empty() || member.learner % 5 == 2 {
        return None;
    }
    let points = |problem: usize| u32::from(course.problems[problem].points);
    let there = (0..course.problems.len()).filter(|problem| stands_in(course, *problem, sequential));
    let possible: u32 = there.map(points).sum();
    let right = answered.iter().filter(|answered| answered.is_right);
    // Now and then the course team gives all points to somebody.
    let earned = match member.learner % 11 {
        4 => possible,
        _ => right.map(|answered| points(usize::from(answered.problem))).sum(),
    };
    Some(Points { earned, possible })
}

/// Points by what the LMS keeps of single problems; `possible` are those it knows.
fn of_problems(
    member: &Membership,
    course: &Course,
    sequential: usize,
    possible: &BTreeMap<u16, u32>,
) -> Option<Points> {
    let known = answered(member, course, sequential);
    let reached: Vec<u32> = known
        .iter()
        .filter(|answered| possible.contains_key(&answered.problem))
        .filter_map(|answered| grade_of(member, answered, &course.problems[usize::from(answered.problem)]).0)
        .map(u32::from)
        .collect();
    let all = possible
        .iter()
        .filter(|(problem, _)| stands_in(course, usize::from(**problem), sequential));
    (!reached.is_empty()).then(|| Points {
        earned: reached.iter().sum(),
        possible: all.map(|(_, points)| points).sum(),
    })
}

pub(super) fn table(site: &Site) -> TrueTable {
    let mut table = TrueTable::new(
        "subsection_scores",
        &[
            "course_id",
            "block_id",
            "section",
            "subsection",
            "learners",
            "from_grades",
            "mean_percent",
            "scored_0",
            "scored_to_30",
            "scored_to_50",
            "scored_to_70",
            "scored_to_90",
            "scored_above_90",
        ],
    );
    for (position, course) in site.courses.iter().enumerate() {
        let of_course = || {
            site.memberships
                .iter()
                .filter(move |member| usize::from(member.course) == position)
        };
        // Whoever answered tells the LMS how many points a problem gives, but for those of whom it keeps no points possible.
        let mut possible: BTreeMap<u16, u32> = BTreeMap::new();
        for member in of_course() {
            for answered in &member.answers {
                let problem = &course.problems[usize::from(answered.problem)];
                if let (_, Some(points)) = grade_of(member, answered, problem) {
                    possible.insert(answered.problem, u32::from(points));
                }
            }
        }
        for (sequential, part) in course.sequentials.iter().enumerate() {
            let mut scores = Vec::new();
            let mut from_grades = 0;
            for member in of_course().filter(|member| member.told.is_some_and(|told| told.is_enrolled)) {
                let grade = kept(member, course, sequential);
                from_grades += u32::from(grade.is_some());
                scores.extend(grade.or_else(|| of_problems(member, course, sequential, &possible)));
            }
            if scores.is_empty() {
                continue;
            }
            let hundredths: i64 = scores
                .iter()
                .map(|score| (10_000.0 * f64::from(score.earned) / f64::from(score.possible)).round() as i64)
                .sum();
            let mut counts = [0; BANDS.len() + 1];
            for score in &scores {
                let is_above = |band: &&u32| 100 * score.earned > **band * score.possible;
                counts[BANDS.iter().filter(is_above).count()] += 1;
            }
            let numbers = [
                Cell::from(&course.id),
                Cell::from(&part.usage),
                Cell::from(&course.chapters[part.parent].title),
                Cell::from(&part.title),
                Cell::from(scores.len()),
                Cell::from(from_grades),
                Cell::from(hundredths as f64 / (100.0 * scores.len() as f64)),
            ];
            table.push(numbers.into_iter().chain(counts.map(Cell::from)));
        }
    }
    table
}
