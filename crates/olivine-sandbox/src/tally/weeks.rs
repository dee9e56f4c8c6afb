//! Who was active in which week, and at what (EN 4).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::active::monday;
use super::groups::{GROUP_COLUMNS, Group};
use crate::moment::{Act, CourseFrom, Device, Moment, Post, Session, midnight};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};
use crate::truth::ActivityWeek;

const LABELS: [&str; 4] = ["ACTIVE", "ATTEMPTED_PROBLEM", "PLAYED_VIDEO", "POSTED_FORUM"];

/// The label of any activity, as a position in [`LABELS`].
pub(super) const ACTIVE: usize = 0;

/// Complete weeks that reports show, counted back from the last one.
const SHOWN: u64 = 24;

#[derive(Debug, Default)]
pub(super) struct Weeks {
    /// Who was active in the current week, by course and label.
    current: HashMap<(u16, usize), HashSet<u32>>,
    /// People by course, week and label; also weeks that are not complete.
    pub activity: Vec<ActivityWeek>,
    /// People by complete week, its Monday, by label and by the group they were in at its end.
    by_group: BTreeMap<(NaiveDate, usize, Group), u64>,
    /// The same of the week that is not over when the site ends.
    open: BTreeMap<(NaiveDate, usize, Group), u64>,
}

impl Weeks {
    /// Notes an activity.
    pub(super) fn came(&mut self, course: u16, label: usize, learner: u32) {
        self.current.entry((course, label)).or_default().insert(learner);
    }

    /// Closes the week of a date, its last one or that of the site.
    pub(super) fn close(&mut self, site: &Site, date: NaiveDate) {
        let week = monday(date);
        let is_complete = date.weekday() == Weekday::Sun;
        for ((course, label), people) in self.current.drain() {
            self.activity.push(ActivityWeek {
                course_id: site.courses[course as usize].id.clone(),
                week,
                label: LABELS[label].to_owned(),
                count: people.len() as i64,
            });
            let by_group = if is_complete {
                &mut self.by_group
            } else {
                &mut self.open
            };
            for learner in people {
                let group = Group::of(site, course, learner);
                *by_group.entry((week, label, group)).or_default() += 1;
            }
        }
    }

    /// The complete weeks by group, and the week that is not over.
    pub(super) fn tables(&self, site: &Site, end: NaiveDate) -> [TrueTable; 2] {
        let first = monday(end - Days::new(7 * SHOWN));
        let shown = self.by_group.iter().filter(|((week, ..), _)| *week >= first);
        [
            table("course_activity_groups", site, shown),
            table("course_activity_open_groups", site, self.open.iter()),
        ]
    }
}

fn table<'a>(
    name: &str,
    site: &Site,
    weeks: impl Iterator<Item = (&'a (NaiveDate, usize, Group), &'a u64)>,
) -> TrueTable {
    let own = ["interval_start", "interval_end", "label", "count"];
    let columns: Vec<&str> = GROUP_COLUMNS.into_iter().chain(own).collect();
    let mut table = TrueTable::new(name, &columns);
    for ((week, label, group), people) in weeks {
        let values = [
            Cell::time(midnight(*week)),
            Cell::time(midnight(*week + Days::new(7))),
            Cell::from(LABELS[*label]),
            Cell::from(people),
        ];
        table.push(group.cells(site).into_iter().chain(values));
    }
    table
}

/// What an event says about the activity of its user (EN 4.2), as positions in [`LABELS`].
pub(super) fn labels(moment: &Moment, session: &Session) -> impl Iterator<Item = usize> {
    let counts = moment.course_from != CourseFrom::Nowhere
        && session.device != Device::Worker
        && !matches!(moment.act, Act::Enrollment { .. });
    let other = match moment.act {
        Act::CheckAnswer { .. } | Act::CheckNothing => Some(1),
        Act::PlayVideo { .. } => Some(2),
        Act::Forum(Post::Write { .. }) => Some(3),
        _ => None,
    };
    [Some(ACTIVE), other].into_iter().flatten().filter(move |_| counts)
}
