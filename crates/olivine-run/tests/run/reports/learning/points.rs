//! Random points that the LMS keeps of subsections and of single blocks.

use chrono::DateTime;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::Rows;
use super::course::Course;

/// A person's points in a subsection, in thousandths: reached and possible in all its problems, and in those that are graded.
#[derive(Debug, Clone)]
pub struct SubsectionGrade {
    pub course: usize,
    pub user: i64,
    pub subsection: String,
    pub all: [Option<i64>; 2],
    pub graded: [Option<i64>; 2],
    /// Seconds since 1970.
    pub modified: i64,
}

/// A person's points in a block, in thousandths.
#[derive(Debug, Clone)]
pub struct Module {
    pub course: usize,
    pub user: i64,
    pub block: String,
    pub reached: Option<i64>,
    pub possible: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Points {
    pub grades: Vec<SubsectionGrade>,
    pub modules: Vec<Module>,
}

const REACHED: &[Option<i64>] = &[
    None,
    Some(0),
    Some(0),
    Some(333),
    Some(500),
    Some(1_000),
    Some(2_700),
    Some(-1_000),
];
const POSSIBLE: &[Option<i64>] = &[
    None,
    Some(0),
    Some(1_000),
    Some(1_000),
    Some(2_000),
    Some(3_000),
    Some(-1_000),
];

impl Points {
    /// Points of some subsections, twice of a few, and of some blocks.
    pub fn random(rng: &mut ChaCha8Rng, courses: &[Course], users: i64) -> Self {
        let mut points = Self::default();
        for (at, course) in courses.iter().enumerate() {
            for user in 1..=users {
                points.person(rng, at, course, user);
            }
        }
        points
    }

    fn person(&mut self, rng: &mut ChaCha8Rng, at: usize, course: &Course, user: i64) {
        for subsection in course.subsections() {
            for modified in 0..*[0, 0, 0, 1, 1, 2].choose(rng).unwrap() {
                let mut pair = || [*REACHED.choose(rng).unwrap(), *POSSIBLE.choose(rng).unwrap()];
                self.grades.push(SubsectionGrade {
                    course: at,
                    user,
                    subsection: subsection.key.clone(),
                    all: pair(),
                    graded: pair(),
                    modified,
                });
            }
        }
        for (block, ..) in course.rows() {
            if rng.random_ratio(1, 3) {
                self.modules.push(Module {
                    course: at,
                    user,
                    block: block.key.clone(),
                    reached: *REACHED.choose(rng).unwrap(),
                    possible: *POSSIBLE.choose(rng).unwrap(),
                });
            }
        }
    }

    /// Rows of the LMS.
    pub fn lms(&self, courses: &[Course]) -> Vec<(&'static str, Rows)> {
        let text = |text: &str| Some(text.to_owned());
        let written = |points: Option<i64>| points.map(|thousandths| (thousandths as f64 / 1e3).to_string());
        let grades = self.grades.iter().map(|grade| {
            let modified = DateTime::from_timestamp(grade.modified, 0).unwrap();
            vec![
                Some(grade.user.to_string()),
                text(&courses[grade.course].id),
                text(&grade.subsection),
                written(grade.all[0]),
                written(grade.all[1]),
                written(grade.graded[0]),
                written(grade.graded[1]),
                Some(modified.naive_utc().to_string()),
            ]
        });
        let modules = self.modules.iter().map(|module| {
            vec![
                Some(module.user.to_string()),
                text(&courses[module.course].id),
                text(&module.block),
                written(module.reached),
                written(module.possible),
            ]
        });
        vec![
            (
                "lms_grades_persistentsubsectiongrade",
                (
                    &[
                        "user_id",
                        "course_id",
                        "usage_key",
                        "earned_all",
                        "possible_all",
                        "earned_graded",
                        "possible_graded",
                        "modified",
                    ],
                    grades.collect(),
                ),
            ),
            (
                "lms_courseware_studentmodule",
                (
                    &["student_id", "course_id", "module_id", "grade", "max_grade"],
                    modules.collect(),
                ),
            ),
        ]
    }
}
