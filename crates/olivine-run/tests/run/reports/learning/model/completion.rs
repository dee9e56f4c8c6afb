//! How far people come in a course (`OV-3`, `OV-4`).

use super::super::course::Page;
use super::{Cell, Rows, Site, percent, some, title};

impl Site<'_> {
    pub(super) fn page_visits(&self) -> Rows {
        let mut rows = Vec::new();
        for ((course, user), pages) in &self.visited {
            rows.extend(
                pages
                    .iter()
                    .map(|page| vec![some(self.id(*course)), some(user), some(page)]),
            );
        }
        (&["course_id", "user_id", "page_id"], rows)
    }

    pub(super) fn has_visited(&self, course: usize, user: i64, page: &Page<'_>) -> bool {
        self.visited
            .get(&(course, user))
            .is_some_and(|pages| pages.contains(page.page.key.as_str()))
    }

    pub(super) fn levels(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let pages = course.pages();
            let mut add =
                |level: &str, key: &str, section: Cell, subsection: Cell, sort_idx: usize, pages: &[Page<'_>]| {
                    if pages.is_empty() {
                        return;
                    }
                    let (mut none, mut partly, mut all, mut sum) = (0, 0, 0, 0);
                    for user in &self.enrolled[at] {
                        let seen = pages.iter().filter(|page| self.has_visited(at, *user, page)).count();
                        sum += seen as i64;
                        match seen {
                            0 => none += 1,
                            seen if seen == pages.len() => all += 1,
                            _ => partly += 1,
                        }
                    }
                    let enrolled = self.enrolled[at].len() as i64;
                    rows.push(vec![
                        some(&course.id),
                        some(level),
                        some(key),
                        section,
                        subsection,
                        some(sort_idx),
                        some(pages.len()),
                        some(enrolled),
                        some(none),
                        some(partly),
                        some(all),
                        percent(sum, enrolled * pages.len() as i64),
                    ]);
                };
            add("course", "", None, None, 0, &pages);
            for section in &course.root.children {
                let of: Vec<Page<'_>> = pages
                    .iter()
                    .filter(|page| page.section.key == section.key)
                    .copied()
                    .collect();
                add("section", &section.key, title(section), None, section.sort_idx, &of);
                for subsection in &section.children {
                    let of: Vec<Page<'_>> = pages
                        .iter()
                        .filter(|page| page.subsection.key == subsection.key)
                        .copied()
                        .collect();
                    let idx = subsection.sort_idx;
                    add(
                        "subsection",
                        &subsection.key,
                        title(section),
                        title(subsection),
                        idx,
                        &of,
                    );
                }
            }
        }
        (
            &[
                "course_id",
                "level",
                "block_id",
                "section",
                "subsection",
                "sort_idx",
                "pages",
                "enrolled",
                "visited_none",
                "visited_some",
                "visited_all",
                "visited_percent",
            ],
            rows,
        )
    }

    pub(super) fn pages(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            for (number, page) in course.pages().iter().enumerate() {
                let learners = self.enrolled[at]
                    .iter()
                    .filter(|user| self.has_visited(at, **user, page))
                    .count();
                rows.push(vec![
                    some(&course.id),
                    some(&page.page.key),
                    some(number + 1),
                    title(page.page),
                    some(learners),
                    percent(learners as i64, self.enrolled[at].len() as i64),
                ]);
            }
        }
        (
            &["course_id", "page_id", "number", "page", "learners", "reach_percent"],
            rows,
        )
    }

    pub(super) fn bands(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let pages = course.pages();
            if pages.is_empty() || self.enrolled[at].is_empty() {
                continue;
            }
            for band in (0..=100).step_by(10) {
                let is_in = |user: &&i64| {
                    let seen = pages.iter().filter(|page| self.has_visited(at, **user, page)).count();
                    (seen as f64 * 10.0 / pages.len() as f64).ceil() as i64 * 10 == band
                };
                let learners = self.enrolled[at].iter().filter(is_in).count();
                rows.push(vec![some(&course.id), some(band), some(learners)]);
            }
        }
        (&["course_id", "up_to_percent", "learners"], rows)
    }
}
