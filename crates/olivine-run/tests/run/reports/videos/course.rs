//! Where the videos of random histories stand: in two sections, but for one video that was taken out of its course.

use crate::reports::delivery::{Cell, some};

/// A section with one page of videos.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Section {
    /// Place in the order of the course.
    pub sort_idx: usize,
    pub title: &'static str,
    videos: &'static [&'static str],
}

pub static SECTIONS: [Section; 2] = [
    Section {
        sort_idx: 1,
        title: "Knots",
        videos: &["v0", "v1"],
    },
    Section {
        sort_idx: 6,
        title: "Wind",
        videos: &["v2"],
    },
];

/// The course that has lost the videos of its last section.
const SHORTENED: &str = "course-v1:Org+C1+R";

impl Section {
    /// Its usage key.
    pub fn key(&self, course: &str) -> String {
        key(course, "chapter", self.title)
    }

    /// Whether a video of a course stands in it.
    pub fn holds(&self, course: &str, video: &str) -> bool {
        self.videos(course).contains(&video)
    }

    fn videos(&self, course: &str) -> &'static [&'static str] {
        match (course, self.sort_idx) {
            (SHORTENED, 6) => &[],
            _ => self.videos,
        }
    }
}

fn key(course: &str, kind: &str, name: &str) -> String {
    let body = course.trim_start_matches("course-v1:");
    format!("block-v1:{body}+type@{kind}+block@{name}")
}

pub const COLUMNS: &[&str] = &[
    "block_id",
    "course_id",
    "block_type",
    "display_name",
    "is_root",
    "is_orphan",
    "parent_block_id",
    "sort_idx",
];

/// The blocks of a course as the LMS gives them.
pub fn blocks(course: &str) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut add = |kind: &str, name: &str, parent: Option<&str>, sort_idx: usize| {
        let id = key(course, kind, name);
        rows.push(vec![
            some(&id),
            some(course),
            some(kind),
            some(name),
            some(parent.is_none()),
            some(false),
            parent.and_then(some),
            some(sort_idx),
        ]);
        id
    };
    let root = add("course", "course", None, 0);
    for section in &SECTIONS {
        let begin = section.sort_idx;
        let chapter = add("chapter", section.title, Some(root.as_str()), begin);
        let subsection = add("sequential", section.title, Some(chapter.as_str()), begin + 1);
        let page = add("vertical", section.title, Some(subsection.as_str()), begin + 2);
        for (nth, video) in section.videos(course).iter().enumerate() {
            add("video", video, Some(page.as_str()), begin + 3 + nth);
        }
    }
    rows
}
