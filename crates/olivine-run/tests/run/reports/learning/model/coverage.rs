//! Problems that people tried and videos of which they watched something (`OV-16`, `OV-17`).

use std::collections::BTreeSet;

use super::super::course::Block;
use super::{Cell, Rows, Site, counted, is_inside, percent, some, title};

impl<'a> Site<'a> {
    /// `OV-16`: course, person, key of the block. Who plays a video pauses it a second later, so that the end of a stretch is known.
    fn used(&self) -> BTreeSet<(usize, i64, &'a str)> {
        let mut used = BTreeSet::new();
        for act in counted(self.history) {
            if let Some(tried) = &act.tried {
                used.insert((act.course, act.user, tried.problem.as_str()));
            }
            if let Some(watched) = &act.watched
                && is_inside(self.history, watched.since)
            {
                used.insert((act.course, act.user, watched.video.as_str()));
            }
        }
        used
    }

    /// `OV-17`.
    pub(super) fn coverage(&self) -> Rows {
        let used = self.used();
        let mut rows = Vec::new();
        for (at, course) in self.history.courses.iter().enumerate() {
            for kind in ["problem", "video"] {
                let blocks = |subsection: &'a Block| {
                    let pages = subsection.children.iter().flat_map(Block::all);
                    pages.filter(|block| block.kind == kind).collect::<Vec<_>>()
                };
                let mut add = |level: &str, key: &str, names: [Cell; 2], sort_idx: usize, of_part: &[&'a Block]| {
                    if of_part.is_empty() {
                        return;
                    }
                    let (mut none, mut partly, mut all, mut sum) = (0, 0, 0, 0);
                    for user in &self.enrolled[at] {
                        let is_used = |block: &&&'a Block| used.contains(&(at, *user, block.key.as_str()));
                        let count = of_part.iter().filter(is_used).count();
                        sum += count as i64;
                        match count {
                            0 => none += 1,
                            count if count == of_part.len() => all += 1,
                            _ => partly += 1,
                        }
                    }
                    let enrolled = self.enrolled[at].len() as i64;
                    let [section, subsection] = names;
                    rows.push(vec![
                        some(&course.id),
                        some(kind),
                        some(level),
                        some(key),
                        section,
                        subsection,
                        some(sort_idx),
                        some(of_part.len()),
                        some(enrolled),
                        some(none),
                        some(partly),
                        some(all),
                        percent(sum, enrolled * of_part.len() as i64),
                    ]);
                };
                let of_course: Vec<&Block> = course.subsections().into_iter().flat_map(blocks).collect();
                add("course", "", [None, None], 0, &of_course);
                for section in &course.root.children {
                    let of_section: Vec<&Block> = section.children.iter().flat_map(blocks).collect();
                    let names = [title(section), None];
                    add("section", &section.key, names, section.sort_idx, &of_section);
                    for subsection in &section.children {
                        let names = [title(section), title(subsection)];
                        let own = blocks(subsection);
                        add("subsection", &subsection.key, names, subsection.sort_idx, &own);
                    }
                }
            }
        }
        (
            &[
                "course_id",
                "block_type",
                "level",
                "block_id",
                "section",
                "subsection",
                "sort_idx",
                "blocks",
                "enrolled",
                "used_none",
                "used_some",
                "used_all",
                "used_percent",
            ],
            rows,
        )
    }
}
