//! How the learners of a customer do, for its administrators (API 3.2).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::portal::{PortalTable, senders};
use super::{Enrollment, UNDER_WAY, has_passed};
use crate::moment::date_of;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable};

/// What was lately, in days.
const LATELY: i64 = 30;
/// What was lately or in as many days before, in days.
const LATELY_OR_BEFORE: i64 = 2 * LATELY;

/// Whether something was lately (0) or in as many days before (1); none for what is longer ago.
fn period(date: NaiveDate, end: NaiveDate) -> Option<usize> {
    match (end - date).num_days() {
        days if days <= LATELY => Some(0),
        days if days <= LATELY_OR_BEFORE => Some(1),
        _ => None,
    }
}

fn ends_soon(enrollment: &Enrollment<'_>, end: NaiveDate) -> bool {
    let last = enrollment.known.end.map(|time| time.date());
    last.is_some_and(|last| (last - end).num_days() < LATELY)
}

fn is_dormant(enrollment: &Enrollment<'_>, end: NaiveDate) -> bool {
    let last = enrollment.last_activity;
    last.is_none_or(|last| period(last, end) != Some(0))
}

pub(super) fn progress(enrollments: &[Enrollment<'_>], end: NaiveDate) -> TrueTable {
    let mut table = PortalTable::new(
        "enterprise_admin_learner_progress",
        &[
            "enterprise_customer_uuid",
            "enterprise_customer_name",
            "active_subscription_plan",
            "active_enrollments",
            "at_risk_enrollment_end_date_soon",
            "at_risk_enrollment_dormant",
        ],
        &[
            "assigned_licenses",
            "activated_licenses",
            "assigned_licenses_percentage",
            "activated_licenses_percentage",
            "at_risk_enrollment_less_than_one_hour",
        ],
    );
    for sender in senders(enrollments) {
        let (mut under_way, mut end_soon, mut dormant) = (0_u64, 0_u64, 0_u64);
        for enrollment in sender.enrollments {
            if enrollment.status(end) != UNDER_WAY || !enrollment.member.is_active {
                continue;
            }
            under_way += 1;
            end_soon += u64::from(ends_soon(enrollment, end));
            dormant += u64::from(is_dormant(enrollment, end));
        }
        table.push([
            Cell::from(sender.customer.uuid),
            Cell::from(sender.customer.name),
            // Nobody has licences here.
            Cell::truth(false),
            Cell::from(under_way),
            Cell::from(end_soon),
            Cell::from(dormant),
        ]);
    }
    table.finish()
}

pub(super) fn insights(site: &Site, enrollments: &[Enrollment<'_>], end: NaiveDate) -> TrueTable {
    let mut table = PortalTable::new(
        "enterprise_admin_summarize_insights",
        &[
            "enterprise_customer_uuid",
            "enterprise_customer_name",
            "enrolls",
            "enrolls_prior",
            "passed",
            "passed_prior",
            "engage",
            "engage_prior",
        ],
        &["hours", "hours_prior", "contract_end_date", "active_contract"],
    );
    for sender in senders(enrollments) {
        let (mut enrolled, mut passed) = ([0_u64; 2], [0_u64; 2]);
        let mut active = [BTreeSet::new(), BTreeSet::new()];
        for enrollment in sender.enrollments {
            let member = enrollment.member;
            if let Some(at) = period(date_of(member.created), end) {
                enrolled[at] += 1;
            }
            let passed_on = enrollment.passed_on().filter(|_| has_passed(member));
            if let Some(at) = passed_on.and_then(|date| period(date, end)) {
                passed[at] += 1;
            }
            let days = enrollment.days.iter().map(|day| site.date(*day));
            for at in days.filter_map(|date| period(date, end)) {
                active[at].insert(member.learner);
            }
        }
        table.push([
            Cell::from(sender.customer.uuid),
            Cell::from(sender.customer.name),
            Cell::from(enrolled[0]),
            Cell::from(enrolled[1]),
            Cell::from(passed[0]),
            Cell::from(passed[1]),
            Cell::from(active[0].len()),
            Cell::from(active[1].len()),
        ]);
    }
    table.finish()
}
