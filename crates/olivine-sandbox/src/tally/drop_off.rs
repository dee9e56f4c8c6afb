//! How far people came, and who of those who came no further is still there (OV-18, OV-19).

use super::customers::ActiveDays;
use super::places::Places;
use crate::course::Course;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Days without activity from which on nobody is taken to go on.
const AWAY: u32 = 7;

/// Somebody enrolled at the end.
struct Person {
    /// Visited pages, a bit each.
    visited: u64,
    is_active: bool,
}

impl Person {
    /// The last page that they visited, in the order of the course.
    fn furthest(&self) -> Option<usize> {
        (0..u64::BITS as usize).rev().find(|unit| self.visited >> unit & 1 == 1)
    }

    fn visited_any(&self, is_in: &dyn Fn(usize) -> bool) -> bool {
        (0..u64::BITS as usize).any(|unit| self.visited >> unit & 1 == 1 && is_in(unit))
    }
}

pub(super) fn table(site: &Site, places: &Places, active: &ActiveDays) -> TrueTable {
    let mut table = TrueTable::new(
        "drop_off_levels",
        &[
            "course_id",
            "level",
            "block_id",
            "enrolled",
            "reached",
            "furthest",
            "may_go_on",
            "stopped",
            "reach_percent",
            "stopped_percent",
        ],
    );
    for (position, course) in site.courses.iter().enumerate() {
        if !course.has_learners() {
            continue;
        }
        let number = position as u16;
        let members = site.memberships.iter().filter(|member| member.course == number);
        let enrolled = members.filter(|member| member.told.is_some_and(|told| told.is_enrolled));
        let person = |learner: u32| {
            let last = active.get(&(number, learner)).and_then(|days| days.last());
            Person {
                visited: places.visited(number, learner),
                is_active: last.is_some_and(|day| site.days - 1 - day < AWAY),
            }
        };
        let people: Vec<Person> = enrolled.map(|member| person(member.learner)).collect();
        add_levels(&mut table, course, &people);
    }
    table
}

/// The course, its sections and its subsections, all of which have pages.
fn add_levels(table: &mut TrueTable, course: &Course, people: &[Person]) {
    let mut add = |level: &str, block_id: &str, is_in: &dyn Fn(usize) -> bool| {
        let reached = people.iter().filter(|person| person.visited_any(is_in)).count();
        let ends_here = |person: &&Person| person.furthest().is_some_and(is_in);
        let furthest = people.iter().filter(ends_here).count();
        let may_go_on = people
            .iter()
            .filter(|person| ends_here(person) && person.is_active)
            .count();
        let stopped = furthest - may_go_on;
        let percent = |part: usize, whole: usize| (whole > 0).then(|| 100.0 * part as f64 / whole as f64);
        table.push([
            Cell::from(&course.id),
            Cell::from(level),
            Cell::from(block_id),
            Cell::from(people.len()),
            Cell::from(reached),
            Cell::from(furthest),
            Cell::from(may_go_on),
            Cell::from(stopped),
            or_null(percent(reached, people.len())),
            or_null(percent(stopped, reached)),
        ]);
    };
    add("course", "", &|_| true);
    for (chapter, section) in course.chapters.iter().enumerate() {
        add("section", &section.usage, &|unit| course.units[unit].chapter == chapter);
    }
    for (sequential, subsection) in course.sequentials.iter().enumerate() {
        add("subsection", &subsection.usage, &|unit| {
            course.units[unit].sequential == sequential
        });
    }
}
