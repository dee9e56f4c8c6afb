//! Groups of people that pages can be about (UI D-24): who is in them, and how enrollment in them changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::ledger::{Membership, Told};
use crate::lms_tables::{cohort, is_tester};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// The columns that say which group it is.
pub(super) const GROUP_COLUMNS: [&str; 4] = ["course_id", "mode", "cohort", "is_staff"];

/// People of a course who are in the same track and cohort, and are staff of the course or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    course: u16,
    /// Empty: in none.
    track: &'static str,
    /// Empty: in none.
    cohort: &'static str,
    is_staff: bool,
}

impl Group {
    /// The group of somebody in a course, with the track that events told last.
    pub(super) fn of(site: &Site, course: u16, learner: u32) -> Self {
        let position = site.membership(learner, course);
        let member = position.map(|position| &site.memberships[position]);
        Self {
            course,
            track: member.and_then(|member| member.told).map_or("", |told| told.mode),
            cohort: member.and_then(cohort).unwrap_or_default(),
            // Instructors are staff of the site.
            is_staff: site.learners[learner as usize].is_staff || member.is_some_and(is_tester),
        }
    }

    /// The values of [`GROUP_COLUMNS`].
    pub(super) fn cells(&self, site: &Site) -> [Cell; 4] {
        [
            Cell::from(&site.courses[usize::from(self.course)].id),
            Cell::from(self.track),
            Cell::from(self.cohort),
            Cell::truth(self.is_staff),
        ]
    }
}

/// How many came to a group, less those who left it, by day: enrolled in it, and present whether enrolled or not.
#[derive(Debug, Default)]
pub(super) struct Changes {
    by_day: BTreeMap<(NaiveDate, Group), (i64, i64)>,
}

impl Changes {
    /// Notes what a day made of a membership.
    pub(super) fn observe(&mut self, site: &Site, date: NaiveDate, member: &Membership, before: Option<Told>) {
        if member.told == before {
            return;
        }
        let group = Group::of(site, member.course, member.learner);
        for (state, sign) in [(before, -1_i64), (member.told, 1)] {
            let Some(told) = state else { continue };
            let track = told.mode;
            let (enrolled, present) = self.by_day.entry((date, Group { track, ..group })).or_default();
            *enrolled += sign * i64::from(told.is_enrolled);
            *present += sign;
        }
    }

    pub(super) fn table(&self, site: &Site) -> TrueTable {
        let own = ["date", "enrolled", "present"];
        let columns: Vec<&str> = GROUP_COLUMNS.into_iter().chain(own).collect();
        let mut table = TrueTable::new("course_enrollment_changes", &columns);
        for ((date, group), (enrolled, present)) in &self.by_day {
            let values = [Cell::from(date), Cell::from(enrolled), Cell::from(present)];
            table.push(group.cells(site).into_iter().chain(values));
        }
        table
    }
}

/// Cohorts with their members, enrolled or not.
pub(super) fn cohorts(site: &Site) -> TrueTable {
    let mut members: BTreeMap<(u16, &str), u64> = BTreeMap::new();
    for member in &site.memberships {
        if let Some(name) = cohort(member) {
            *members.entry((member.course, name)).or_default() += 1;
        }
    }
    let mut table = TrueTable::new("course_cohorts", &["course_id", "cohort", "members"]);
    for ((course, name), count) in members {
        table.push([
            Cell::from(&site.courses[usize::from(course)].id),
            Cell::from(name),
            Cell::from(count),
        ]);
    }
    table
}
