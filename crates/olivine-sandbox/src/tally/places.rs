//! Which pages people came to (OV-1 to OV-4).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::line;
use crate::moment::{Act, CourseFrom, Device, Help, Lived, Moment, Page, Reading, Request};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

#[derive(Debug, Default)]
pub(super) struct Places {
    /// Visited pages of people, a bit each.
    visited: HashMap<(u16, u32), u64>,
    /// Who came to any place of a course (OV-1).
    came: HashSet<(u16, u32)>,
}

impl Places {
    pub(super) fn observe(&mut self, site: &Site, lived: &Lived, moment: &Moment) {
        let session = &lived.sessions[moment.session as usize];
        let Some(learner) = session.learner else { return };
        if moment.course_from == CourseFrom::Nowhere || session.device == Device::Worker {
            return;
        }
        let course = &site.courses[usize::from(session.course)];
        let of_problem = |problem: u16| {
            let problem = &course.problems[usize::from(problem)];
            (!problem.is_deleted).then_some(problem.block.unit)
        };
        let of_video = |video: u16| Some(course.videos[usize::from(video)].block.unit);
        let mut pages = [None, None];
        pages[0] = match moment.act {
            Act::Visit { unit, page, request } => match (page, request) {
                (Page::Unit | Page::JumpTo, _) | (Page::Goto, Request::Position(_)) => Some(usize::from(unit)),
                _ => None,
            },
            Act::Turn { unit: 0 } => Some(0),
            Act::Turn { unit } => {
                let before = usize::from(unit) - 1;
                if course.units[before].sequential == course.units[usize::from(unit)].sequential {
                    pages[1] = Some(usize::from(unit));
                }
                Some(before)
            }
            Act::CheckAnswer { problem, .. } | Act::FinishProblem { problem } => of_problem(problem),
            Act::Help { problem, help } if help != Help::Feedback => of_problem(problem),
            Act::LoadVideo { video }
            | Act::PlayVideo { video, .. }
            | Act::PauseVideo { video, .. }
            | Act::SeekVideo { video, .. }
            | Act::StopVideo { video, .. }
            | Act::ChangeSpeed { video, .. }
            | Act::FinishVideo { video } => of_video(video),
            Act::Read { video, reading } if names_its_video(reading, session.device) => of_video(video),
            _ => None,
        };
        let visited = self.visited.entry((session.course, learner)).or_default();
        for page in pages.into_iter().flatten() {
            *visited |= 1 << page;
        }
        // The micro front end names the page in its address.
        let is_there = moment.course_from == CourseFrom::FrontEnd && session.device == Device::Browser;
        let is_named = is_there && line::is_of_browser(moment.act);
        if is_named {
            *visited |= 1 << line::unit_of(course, moment.act);
        }
        if is_named || is_at_a_place(moment.act, session.device) {
            self.came.insert((session.course, learner));
        }
    }

    /// Whether somebody came to any place of a course.
    pub(super) fn came(&self, course: u16, learner: u32) -> bool {
        self.came.contains(&(course, learner))
    }

    /// Pages of a course that somebody visited, a bit each.
    pub(super) fn visited(&self, course: u16, learner: u32) -> u64 {
        self.visited.get(&(course, learner)).copied().unwrap_or_default()
    }

    /// Pages of a course that each of the people enrolled visited, a bit each.
    fn of_enrolled(&self, site: &Site, course: u16) -> Vec<u64> {
        let members = site.memberships.iter().filter(|member| member.course == course);
        let enrolled = members.filter(|member| member.told.is_some_and(|told| told.is_enrolled));
        enrolled.map(|member| self.visited(course, member.learner)).collect()
    }

    /// Mean share of the pages of a course that an enrolled person visited, in percent; none where nobody is.
    pub(super) fn mean_percent(&self, site: &Site, course: u16) -> Option<f64> {
        let enrolled = self.of_enrolled(site, course);
        let pages = site.courses[usize::from(course)].units.len();
        let visited: u32 = enrolled.iter().map(|visited| visited.count_ones()).sum();
        (!enrolled.is_empty()).then(|| 100.0 * f64::from(visited) / (pages * enrolled.len()) as f64)
    }

    /// OV-4: people by the share of pages, rounded up to tens of percent.
    fn bands(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new("completion_bands", &["course_id", "up_to_percent", "learners"]);
        for (position, course) in site
            .courses
            .iter()
            .enumerate()
            .filter(|(_, course)| course.has_learners())
        {
            let mut bands: BTreeMap<u32, u64> = (0..=10).map(|tenth| (tenth * 10, 0)).collect();
            let enrolled = self.of_enrolled(site, position as u16);
            for visited in &enrolled {
                let tenth = (visited.count_ones() * 10).div_ceil(course.units.len() as u32);
                *bands.entry(tenth * 10).or_default() += 1;
            }
            for (band, learners) in bands.into_iter().filter(|_| !enrolled.is_empty()) {
                table.push([Cell::from(&course.id), Cell::from(band), Cell::from(learners)]);
            }
        }
        table
    }

    pub(super) fn tables(&self, site: &Site) -> Vec<TrueTable> {
        let mut pages = TrueTable::new("completion_pages", &["course_id", "page_id", "learners"]);
        let mut levels = TrueTable::new(
            "completion_levels",
            &[
                "course_id",
                "level",
                "block_id",
                "pages",
                "enrolled",
                "visited_none",
                "visited_some",
                "visited_all",
            ],
        );
        for (position, course) in site
            .courses
            .iter()
            .enumerate()
            .filter(|(_, course)| course.has_learners())
        {
            let enrolled = self.of_enrolled(site, position as u16);
            for (unit, page) in course.units.iter().enumerate() {
                pages.push([
                    Cell::from(&course.id),
                    Cell::from(&page.usage),
                    Cell::from(enrolled.iter().filter(|visited| *visited >> unit & 1 == 1).count()),
                ]);
            }
            let mut level = |level: &str, block: &str, is_in: &dyn Fn(usize) -> bool| {
                let all: u64 = (0..course.units.len())
                    .filter(|unit| is_in(*unit))
                    .map(|unit| 1 << unit)
                    .sum();
                let none = enrolled.iter().filter(|visited| *visited & all == 0).count();
                let whole = enrolled.iter().filter(|visited| *visited & all == all).count();
                levels.push([
                    Cell::from(&course.id),
                    Cell::from(level),
                    Cell::from(block),
                    Cell::from(all.count_ones()),
                    Cell::from(enrolled.len()),
                    Cell::from(none),
                    Cell::from(enrolled.len() - none - whole),
                    Cell::from(whole),
                ]);
            };
            level("course", "", &|_| true);
            for (chapter, part) in course.chapters.iter().enumerate() {
                level("section", &part.usage, &|unit| course.units[unit].chapter == chapter);
            }
            for (sequential, part) in course.sequentials.iter().enumerate() {
                level("subsection", &part.usage, &|unit| {
                    course.units[unit].sequential == sequential
                });
            }
        }
        vec![pages, levels, self.bands(site)]
    }
}

/// Whether an event of it speaks of the video, in its address or as one of a player.
fn names_its_video(reading: Reading, device: Device) -> bool {
    reading == Reading::Downloaded || reading.is_known_of_players(device)
}

/// Whether an event of it speaks of a place, whatever page it is sent from (OV-1).
fn is_at_a_place(act: Act, device: Device) -> bool {
    match act {
        Act::Visit { page, .. } => !matches!(page, Page::Home | Page::Info),
        Act::Help { help, .. } => help != Help::Feedback,
        Act::Read { reading, .. } => names_its_video(reading, device),
        Act::Turn { .. }
        | Act::LoadVideo { .. }
        | Act::PlayVideo { .. }
        | Act::PauseVideo { .. }
        | Act::SeekVideo { .. }
        | Act::StopVideo { .. }
        | Act::ChangeSpeed { .. }
        | Act::CheckAnswer { .. }
        | Act::FinishProblem { .. }
        | Act::FinishVideo { .. } => true,
        _ => false,
    }
}
