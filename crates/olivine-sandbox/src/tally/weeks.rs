//! Who was active in which week, and at what (EN 4).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};

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
    /// People by week, its Monday, by label and by the group they were in at its end or that of the site.
    by_group: BTreeMap<(NaiveDate, usize, Group), u64>,
}

impl Weeks {
    /// Notes an activity.
    pub(super) fn came(&mut self, course: u16, label: usize, learner: u32) {
        self.current.entry((course, label)).or_default().insert(learner);
    }

    /// Closes the week of a date, its last one or that of the site.
    pub(super) fn close(&mut self, site: &Site, date: NaiveDate) {
        let week = monday(date);
        for ((course, label), people) in self.current.drain() {
            self.activity.push(ActivityWeek {
                course_id: site.courses[course as usize].id.clone(),
                week,
                label: LABELS[label].to_owned(),
                count: people.len() as i64,
            });
            for learner in people {
                let group = Group::of(site, course, learner);
                *self.by_group.entry((week, label, group)).or_default() += 1;
            }
        }
    }

    /// The weeks by group, the one that is not over when the site ends among them.
    pub(super) fn table(&self, site: &Site, end: NaiveDate) -> TrueTable {
        let first = monday(end - Days::new(7 * SHOWN));
        let own = ["interval_start", "interval_end", "is_over", "label", "count"];
        let columns: Vec<&str> = GROUP_COLUMNS.into_iter().chain(own).collect();
        let mut table = TrueTable::new("course_activity_groups", &columns);
        let shown = self.by_group.iter().filter(|((week, ..), _)| *week >= first);
        for ((week, label, group), people) in shown {
            let next = *week + Days::new(7);
            let values = [
                Cell::time(midnight(*week)),
                Cell::time(midnight(next)),
                Cell::truth(next <= end),
                Cell::from(LABELS[*label]),
                Cell::from(people),
            ];
            table.push(group.cells(site).into_iter().chain(values));
        }
        table
    }
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
