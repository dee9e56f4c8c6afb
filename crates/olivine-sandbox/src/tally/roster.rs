//! Who is in which course, and how they are doing (PF 8.6).

use chrono::{Days, NaiveDate};

use super::engagement::{self, Engagement, Week};
use crate::learner;
use crate::lms_tables::cohort;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

pub(super) fn tables(site: &Site, engagement: &Engagement, end: NaiveDate) -> Vec<TrueTable> {
    let last = (end - site.start).num_days();
    let this_week = engagement.week(last);
    let week_before = engagement.week(last - 7);
    let bounds = engagement::bounds(&this_week);
    let mut roster = TrueTable::new(
        "learner_roster",
        &[
            "course_id",
            "username",
            "user_id",
            "email",
            "name",
            "enrollment_mode",
            "enrollment_date",
            "cohort",
            "problem_attempts",
            "problems_attempted",
            "problems_completed",
            "problem_attempts_per_completed",
            "videos_viewed",
            "discussion_contributions",
            "segments",
            "attempt_ratio_order",
        ],
    );
    let idle = Week::default();
    for member in &site.memberships {
        let person = &site.learners[member.learner as usize];
        let Some(told) = member.told.filter(|_| person.has_profile) else {
            continue;
        };
        let key = (member.course, member.learner);
        let week = this_week.get(&key);
        let mut segments = Vec::new();
        if !told.is_enrolled {
            segments.push("unenrolled");
        }
        match (week, week_before.contains_key(&key)) {
            (Some(week), _) => segments.extend(engagement::segments(week, member.course, &bounds)),
            (None, true) => segments.push("disengaging"),
            (None, false) => segments.push("inactive"),
        }
        let week = week.unwrap_or(&idle);
        let ratio = week.ratio();
        let order = week.attempts as i64 * if ratio.is_finite() { 1 } else { -1 };
        roster.push([
            Cell::from(&site.courses[usize::from(member.course)].id),
            Cell::from(&person.username),
            Cell::from(learner::id(member.learner)),
            Cell::from(&person.email),
            Cell::from(&person.name),
            Cell::from(told.mode),
            or_null(member.enrolled_on),
            or_null(cohort(member)),
            Cell::from(week.attempts),
            Cell::from(week.attempted()),
            Cell::from(week.completed()),
            or_null(ratio.is_finite().then_some(ratio)),
            Cell::from(week.viewed()),
            Cell::from(week.contributions),
            Cell::from(segments.join(",")),
            Cell::from(order),
        ]);
    }
    vec![engagement.by_day(site), engagement::ranges(site, &bounds, end), roster]
}

/// Notes the first day at whose end somebody is enrolled.
pub(super) fn note_enrolled(site: &mut Site, day: u32) {
    let date = site.start + Days::new(u64::from(day));
    for member in &mut site.memberships {
        if member.enrolled_on.is_none() && member.told.is_some_and(|told| told.is_enrolled) {
            member.enrolled_on = Some(date);
        }
    }
}
