//! Course runs of this world: keys of every style, content, dates.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::moment::{SECOND, midnight};
use crate::problem::Problem;
use crate::words;

/// How the key of a course is written (ES 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyStyle {
    /// `course-v1:Org+Number+Run`.
    New,
    /// `Org/Number/Run`.
    Old,
    /// `ccx-v1:Org+Number+Run+ccx@N`, a coach's course.
    Coach,
    /// `library-v1:Org+Number`: content without learners; counts as a course where activity is counted (ES K-5).
    Library,
}

/// A unit: the page a learner looks at, inside a lesson inside a chapter.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub chapter: usize,
    pub sequential: usize,
    pub usage: String,
    pub title: String,
}

/// A problem or video.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub unit: usize,
    /// Usage key as in events and in the course structure.
    pub usage: String,
    /// The id in pages (ES 2.3): the last part of the key, or the whole old key with other signs replaced.
    pub html_id: String,
    pub title: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Video {
    pub block: Block,
    /// Seconds.
    pub duration: u16,
    /// What events say of its length.
    pub told: ToldLength,
    /// Id at a video host; none for a file.
    pub hosted: Option<String>,
}

/// How events say how long a video is (PF V3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ToldLength {
    Number,
    /// The number as text.
    Text,
    /// Not at all.
    No,
}

/// A section or subsection.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub usage: String,
    pub title: String,
    /// The section of a subsection.
    pub parent: usize,
}

/// A course run.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub id: String,
    pub style: KeyStyle,
    pub org: String,
    pub number: String,
    pub run: String,
    pub title: String,
    pub start: NaiveDate,
    pub end: Option<NaiveDate>,
    pub self_paced: bool,
    /// Tracks that are offered.
    pub modes: &'static [&'static str],
    pub root: String,
    pub chapters: Vec<Part>,
    pub sequentials: Vec<Part>,
    pub units: Vec<Unit>,
    pub problems: Vec<Problem>,
    pub videos: Vec<Video>,
    /// Share of learners.
    pub weight: f64,
    /// Programs it is in.
    pub programs: Vec<usize>,
    /// Whether the discovery service knows it.
    pub in_catalog: bool,
}

const TRACKS: [&[&str]; 4] = [
    &["audit", "verified"],
    &["audit", "verified", "credit"],
    &["honor", "verified"],
    &["audit", "professional"],
];

/// The course runs of a site, the library last.
pub(crate) fn found(rng: &mut ChaCha8Rng, count: usize, start: NaiveDate, days: u32) -> Vec<Course> {
    // When the site lives, and how long, in microseconds.
    let life = (midnight(start), i64::from(days) * 86_400 * SECOND);
    let mut courses: Vec<Course> = Vec::with_capacity(count + 1);
    for position in 0..count {
        let (title, org, number) = words::COURSES[position % words::COURSES.len()];
        let term = position / words::COURSES.len() + 1;
        // The second course of a site has an old key, the fourth is a coach's copy of the first.
        let style = match position {
            1 => KeyStyle::Old,
            3 => KeyStyle::Coach,
            _ if position % 11 == 10 => KeyStyle::Old,
            _ => KeyStyle::New,
        };
        let run = format!("{}_T{term}", start.year());
        let opened = start + Days::new(rng.random_range(0..u64::from(days / 3 + 1)));
        let opened = if position % 3 == 0 {
            start - Days::new(30)
        } else {
            opened
        };
        let outline = Outline {
            style,
            title: title.to_owned(),
            org: org.to_owned(),
            number: number.to_owned(),
            run,
            start: opened,
            // The seventh of nine is short, others end after four months or never.
            end: match position % 9 {
                6 => Some(opened + Days::new(40)),
                _ if opened.day().is_multiple_of(3) => None,
                _ => Some(opened + Days::new(120)),
            },
            weight: 1.0 / ((position + 1) as f64).sqrt(),
            tracks: TRACKS[position % TRACKS.len()],
            programs: if position % 4 == 0 {
                vec![position / 4 % 2, 2]
            } else {
                vec![]
            },
            in_catalog: position % 7 != 5,
        };
        let mut course = outline.fill(rng, life);
        if style == KeyStyle::Coach {
            let (first_org, first_number, first_run) = (
                courses[0].org.clone(),
                courses[0].number.clone(),
                courses[0].run.clone(),
            );
            course.title = format!("{} (with a coach)", courses[0].title);
            course.rekey(first_org, first_number, first_run);
        }
        courses.push(course);
    }
    let library = Outline {
        style: KeyStyle::Library,
        title: "Shared problems".to_owned(),
        org: "Halden".to_owned(),
        number: "SharedProblems".to_owned(),
        run: String::new(),
        start,
        end: None,
        weight: 0.0,
        tracks: TRACKS[0],
        programs: vec![],
        in_catalog: false,
    };
    courses.push(library.fill(rng, life));
    courses
}

struct Outline {
    style: KeyStyle,
    title: String,
    org: String,
    number: String,
    run: String,
    start: NaiveDate,
    end: Option<NaiveDate>,
    weight: f64,
    tracks: &'static [&'static str],
    programs: Vec<usize>,
    in_catalog: bool,
}

impl Outline {
    fn fill(self, rng: &mut ChaCha8Rng, life: (i64, i64)) -> Course {
        let keys = Keys {
            style: self.style,
            org: &self.org,
            number: &self.number,
            run: &self.run,
        };
        let mut course = Course {
            id: keys.course(),
            style: self.style,
            root: keys.usage(
                "course",
                if self.style == KeyStyle::Old {
                    &self.run
                } else {
                    "course"
                },
            ),
            end: self.end,
            self_paced: self.start.day().is_multiple_of(2),
            modes: self.tracks,
            chapters: Vec::new(),
            sequentials: Vec::new(),
            units: Vec::new(),
            problems: Vec::new(),
            videos: Vec::new(),
            org: self.org.clone(),
            number: self.number.clone(),
            run: self.run.clone(),
            title: self.title,
            start: self.start,
            weight: self.weight,
            programs: self.programs,
            in_catalog: self.in_catalog,
        };
        if self.style == KeyStyle::Library {
            return course;
        }
        for chapter in 0..rng.random_range(3..7) {
            let theme = words::THEMES[(chapter * 3 + rng.random_range(0..3)) % words::THEMES.len()];
            let usage = keys.usage("chapter", &block_id(rng));
            course.chapters.push(Part {
                usage,
                title: format!("Week {}: {theme}", chapter + 1),
                parent: 0,
            });
            for lesson in 0..rng.random_range(2..4) {
                let usage = keys.usage("sequential", &block_id(rng));
                let title = format!("{} {}", words::pick(rng, &words::THEMES), lesson + 1);
                course.sequentials.push(Part {
                    usage,
                    title,
                    parent: chapter,
                });
                for _ in 0..rng.random_range(2..4) {
                    add_unit(rng, &keys, &mut course, chapter, life);
                }
            }
        }
        course
    }
}

fn add_unit(rng: &mut ChaCha8Rng, keys: &Keys<'_>, course: &mut Course, chapter: usize, life: (i64, i64)) {
    let unit = course.units.len();
    course.units.push(Unit {
        chapter,
        sequential: course.sequentials.len() - 1,
        usage: keys.usage("vertical", &block_id(rng)),
        title: (*words::pick(rng, &words::THEMES)).to_owned(),
    });
    if course.videos.is_empty() || rng.random_ratio(3, 5) {
        let title = format!("Film: {}", words::pick(rng, &words::THEMES).to_lowercase());
        let block = keys.block(unit, "video", &block_id(rng), title);
        let nth = course.videos.len();
        course.videos.push(Video {
            block,
            duration: rng.random_range(60..900),
            told: match nth % 7 {
                3 => ToldLength::No,
                5 => ToldLength::Text,
                _ => ToldLength::Number,
            },
            hosted: (nth % 4 == 3).then(|| format!("moss{:07x}", rng.random_range(0..1 << 28))),
        });
    }
    if course.problems.is_empty() || rng.random_ratio(3, 5) {
        let title = format!("{}?", words::pick(rng, &words::THEMES));
        let block = keys.block(unit, "problem", &block_id(rng), title);
        let nth = course.problems.len();
        let problem = Problem::author(rng, nth, block, life.0, life.1);
        course.problems.push(problem);
    }
}

/// A type of assignment.
const LAB: &str = "Lab";
/// Types of assignments with their weights, as grading policies have them.
pub(crate) const ASSIGNMENT_TYPES: [(&str, f64); 3] = [("Homework", 0.5), (LAB, 0.15), ("Final Exam", 0.35)];

impl Course {
    /// The type of assignment that a subsection is; none where it is practice.
    pub(crate) fn assignment_type(&self, sequential: usize) -> Option<&'static str> {
        let kind = match sequential {
            last if last + 1 == self.sequentials.len() => 2,
            lab if lab % 5 == 3 => 1,
            homework if homework % 2 == 0 => 0,
            _ => return None,
        };
        Some(ASSIGNMENT_TYPES[kind].0)
    }

    /// When work in a subsection is due: at the end of its week where it is graded; labs stay open.
    pub(crate) fn due(&self, sequential: usize) -> Option<NaiveDateTime> {
        self.assignment_type(sequential).filter(|kind| *kind != LAB)?;
        let week = self.sequentials[sequential].parent as u64 + 1;
        (self.start + Days::new(7 * week)).and_hms_opt(23, 30, 0)
    }

    /// The grading policy as the LMS tells it; one entry never got a name.
    pub(crate) fn grading_policy(&self) -> serde_json::Value {
        let entry = |(kind, weight): (&str, f64)| serde_json::json!({"assignment_type": kind, "weight": weight, "count": 3, "dropped": 0});
        ASSIGNMENT_TYPES.into_iter().chain([("", 0.0)]).map(entry).collect()
    }

    /// Gives the course the key of another run, as its coach's copy.
    fn rekey(&mut self, org: String, number: String, run: String) {
        let old = Keys {
            style: self.style,
            org: &self.org,
            number: &self.number,
            run: &self.run,
        };
        let new = Keys {
            style: self.style,
            org: &org,
            number: &number,
            run: &run,
        };
        let (from, to) = (old.body(), new.body());
        let usages = self
            .chapters
            .iter_mut()
            .chain(&mut self.sequentials)
            .map(|part| &mut part.usage);
        let usages = usages.chain(self.units.iter_mut().map(|unit| &mut unit.usage));
        let usages = usages.chain(self.problems.iter_mut().map(|problem| &mut problem.block.usage));
        let usages = usages.chain(self.videos.iter_mut().map(|video| &mut video.block.usage));
        for usage in usages.chain([&mut self.root, &mut self.id]) {
            *usage = usage.replacen(&from, &to, 1);
        }
        (self.org, self.number, self.run) = (org, number, run);
    }

    /// The key in a form that is safe in file names (ES K-8).
    pub(crate) fn safe_name(&self) -> String {
        let body = self.id.split_once(':').map_or(self.id.as_str(), |(_, body)| body);
        let safe = |c: char| {
            if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') {
                c
            } else {
                '_'
            }
        };
        body.chars().map(safe).collect()
    }

    /// Points a learner can have.
    pub(crate) fn points(&self) -> u32 {
        self.problems.iter().map(|problem| u32::from(problem.points)).sum()
    }

    /// The place of a unit in its subsection, from 1.
    pub(crate) fn tab(&self, unit: usize) -> usize {
        let own = self.units[unit].sequential;
        1 + self.units[..unit]
            .iter()
            .filter(|other| other.sequential == own)
            .count()
    }

    /// Whether people enrol in it.
    pub(crate) fn has_learners(&self) -> bool {
        self.style != KeyStyle::Library
    }
}

/// Makes the keys of one course.
struct Keys<'a> {
    style: KeyStyle,
    org: &'a str,
    number: &'a str,
    run: &'a str,
}

impl Keys<'_> {
    fn body(&self) -> String {
        let Self { org, number, run, .. } = self;
        match self.style {
            KeyStyle::New => format!("{org}+{number}+{run}"),
            KeyStyle::Old => format!("{org}/{number}/{run}"),
            KeyStyle::Coach => format!("{org}+{number}+{run}+ccx@7"),
            KeyStyle::Library => format!("{org}+{number}"),
        }
    }

    fn course(&self) -> String {
        match self.style {
            KeyStyle::New => format!("course-v1:{}", self.body()),
            KeyStyle::Old => self.body(),
            KeyStyle::Coach => format!("ccx-v1:{}", self.body()),
            KeyStyle::Library => format!("library-v1:{}", self.body()),
        }
    }

    fn usage(&self, kind: &str, id: &str) -> String {
        match self.style {
            KeyStyle::New => format!("block-v1:{}+type@{kind}+block@{id}", self.body()),
            KeyStyle::Coach => format!("ccx-block-v1:{}+type@{kind}+block@{id}", self.body()),
            KeyStyle::Library => format!("lib-block-v1:{}+type@{kind}+block@{id}", self.body()),
            KeyStyle::Old => format!("i4x://{}/{}/{kind}/{id}", self.org, self.number),
        }
    }

    fn block(&self, unit: usize, kind: &str, id: &str, title: String) -> Block {
        let html_id = match self.style {
            KeyStyle::Old => {
                let word = |c: char| {
                    if c.is_alphanumeric() || c == '_' || c == '-' {
                        c
                    } else {
                        '_'
                    }
                };
                let part = |text: &str| text.chars().map(word).collect::<String>();
                format!("i4x-{}-{}-{kind}-{id}", part(self.org), part(self.number))
            }
            _ => id.to_owned(),
        };
        Block {
            unit,
            usage: self.usage(kind, id),
            html_id,
            title,
        }
    }
}

fn block_id(rng: &mut ChaCha8Rng) -> String {
    format!("{:032x}", rng.random::<u128>())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn keys_of_all_styles_are_keys() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let start = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
        let courses = found(&mut rng, 30, start, 30);
        let ids: std::collections::HashSet<&str> = courses.iter().map(|course| course.id.as_str()).collect();
        assert_eq!(ids.len(), 31);
        for course in &courses {
            assert!(olivine_event::course_key::is_strict(&course.id), "{}", course.id);
        }
        assert_eq!(courses[1].id, format!("RiverU/Soil101/{}_T1", start.year()));
        assert_eq!(
            courses[3].id,
            format!("ccx-v1:Mossgrove+LICHEN1+{}_T1+ccx@7", start.year())
        );
        assert!(
            courses[3]
                .videos
                .iter()
                .all(|video| video.block.usage.starts_with("ccx-block-v1:Mossgrove+LICHEN1+"))
        );
    }
}
