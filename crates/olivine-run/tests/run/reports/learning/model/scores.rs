//! How learners score in subsections (`OV-54`, `OV-55`).

use std::collections::BTreeMap;

use super::super::course::Block;
use super::super::points::{Module, SubsectionGrade};
use super::{Rows, Site, some, title};

/// Points in thousandths: reached and possible.
type Points = (i64, i64);

impl Site<'_> {
    /// The grade that the LMS keeps: of several the one changed last.
    fn grade(&self, course: usize, user: i64, subsection: &Block) -> Option<Points> {
        let is_own = |grade: &&SubsectionGrade| {
            grade.course == course && grade.user == user && grade.subsection == subsection.key
        };
        let grades = self.history.points.grades.iter().filter(is_own);
        let newest = grades.max_by_key(|grade| grade.modified)?;
        let is_graded = newest.graded[1].is_some_and(|possible| possible > 0);
        let [reached, possible] = if is_graded { newest.graded } else { newest.all };
        let reached = reached.filter(|reached| *reached >= 0)?;
        Some((reached, possible.filter(|possible| *possible > 0)?))
    }

    /// Points of its blocks, as far as the LMS tells of anybody how many are possible.
    fn points(&self, course: usize, user: i64, subsection: &Block) -> Option<Points> {
        let all = &self.history.points.modules;
        let mut possible: BTreeMap<&str, i64> = BTreeMap::new();
        for block in subsection.children.iter().flat_map(Block::all) {
            let of_block = all
                .iter()
                .filter(|module| module.course == course && module.block == block.key);
            let most = of_block.filter_map(|module| module.possible).max();
            if let Some(most) = most.filter(|most| *most > 0) {
                possible.insert(&block.key, most);
            }
        }
        let is_own = |module: &&Module| {
            module.course == course && module.user == user && possible.contains_key(module.block.as_str())
        };
        let own = all.iter().filter(is_own).filter_map(|module| module.reached);
        let own: Vec<i64> = own.filter(|reached| *reached >= 0).collect();
        (!own.is_empty()).then(|| (own.iter().sum(), possible.values().sum()))
    }

    pub(super) fn scores(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            for section in &course.root.children {
                for subsection in &section.children {
                    let grades = self.enrolled[at]
                        .iter()
                        .map(|user| (*user, self.grade(at, *user, subsection)));
                    let grades: Vec<(i64, Option<Points>)> = grades.collect();
                    let scores = grades
                        .iter()
                        .filter_map(|(user, grade)| grade.or_else(|| self.points(at, *user, subsection)));
                    let scores: Vec<Points> = scores.collect();
                    if scores.is_empty() {
                        continue;
                    }
                    let percents = scores
                        .iter()
                        .map(|(reached, possible)| *reached as f64 / *possible as f64);
                    let hundredths: i64 = scores
                        .iter()
                        .map(|(reached, possible)| (10_000.0 * *reached as f64 / *possible as f64).round() as i64)
                        .sum();
                    // No share that histories make lies so near to the end of a band that it is not exact.
                    let percents: Vec<f64> = percents.map(|share| (share * 1e6).round() / 1e4).collect();
                    let within = |above: f64, to: f64| {
                        let is_in = |percent: &&f64| **percent > above && **percent <= to;
                        some(percents.iter().filter(is_in).count())
                    };
                    rows.push(vec![
                        some(&course.id),
                        some(&subsection.key),
                        title(section),
                        title(subsection),
                        some(subsection.sort_idx),
                        some(scores.len()),
                        some(grades.iter().filter(|(_, grade)| grade.is_some()).count()),
                        some(hundredths as f64 / (100.0 * scores.len() as f64)),
                        within(-1.0, 0.0),
                        within(0.0, 30.0),
                        within(30.0, 50.0),
                        within(50.0, 70.0),
                        within(70.0, 90.0),
                        within(90.0, f64::INFINITY),
                    ]);
                }
            }
        }
        (
            &[
                "course_id",
                "block_id",
                "section",
                "subsection",
                "sort_idx",
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
            rows,
        )
    }
}
