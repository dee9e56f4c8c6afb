//! How far people came, and who of those who came no further may go on (`OV-18`, `OV-19`).

use chrono::TimeDelta;

use super::super::course::Page;
use super::{Cell, Rows, Site, counted, day_of, percent, some, title};

impl Site<'_> {
    fn may_go_on(&self, course: usize, user: i64) -> bool {
        let since = self.history.to - TimeDelta::days(self.history.active_days);
        counted(self.history).any(|act| act.course == course && act.user == user && day_of(act.time) >= since)
    }

    pub(super) fn drop_off(&self) -> Rows {
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            let pages = course.pages();
            // Pages in the order of the course: the last one lies in the furthest subsection.
            let mut people: Vec<(i64, Vec<Page<'_>>)> = Vec::new();
            for user in &self.enrolled[at] {
                let visited = pages.iter().filter(|page| self.has_visited(at, *user, page));
                people.push((*user, visited.copied().collect()));
            }
            let mut add =
                |level: &str, key: &str, names: [Cell; 2], sort_idx: usize, is_in: &dyn Fn(&Page<'_>) -> bool| {
                    if !pages.iter().any(is_in) {
                        return;
                    }
                    let (mut reached, mut furthest, mut may_go_on) = (0, 0, 0);
                    for (user, seen) in &people {
                        reached += i64::from(seen.iter().any(is_in));
                        if seen.last().is_some_and(is_in) {
                            furthest += 1;
                            may_go_on += i64::from(self.may_go_on(at, *user));
                        }
                    }
                    let [section, subsection] = names;
                    rows.push(vec![
                        some(&course.id),
                        some(level),
                        some(key),
                        section,
                        subsection,
                        some(sort_idx),
                        some(people.len()),
                        some(reached),
                        some(furthest),
                        some(may_go_on),
                        some(furthest - may_go_on),
                        percent(reached, people.len() as i64),
                        percent(furthest - may_go_on, reached),
                    ]);
                };
            add("course", "", [None, None], 0, &|_| true);
            for section in &course.root.children {
                let names = [title(section), None];
                add("section", &section.key, names, section.sort_idx, &|page| {
                    page.section.key == section.key
                });
                for subsection in &section.children {
                    let names = [title(section), title(subsection)];
                    add("subsection", &subsection.key, names, subsection.sort_idx, &|page| {
                        page.subsection.key == subsection.key
                    });
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
                "enrolled",
                "reached",
                "furthest",
                "may_go_on",
                "stopped",
                "reach_percent",
                "stopped_percent",
            ],
            rows,
        )
    }
}
