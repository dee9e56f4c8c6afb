//! What customers see of their learners (EN 9).

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use crate::address::COUNTRIES;
use crate::catalog;
use crate::enterprise::{self, CUSTOMERS, PRICE, Purchase, VOUCHER};
use crate::learner;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Days of the simulation on which people were active, by course and learner.
pub(super) type ActiveDays = HashMap<(u16, u32), Vec<u32>>;

pub(super) fn tables(site: &Site, active: &ActiveDays) -> Vec<TrueTable> {
    vec![users(site, active), enrollments(site, active)]
}

fn last_day(site: &Site, days: &[u32]) -> Option<NaiveDate> {
    days.last().map(|day| site.start + Days::new(u64::from(*day)))
}

fn users(site: &Site, active: &ActiveDays) -> TrueTable {
    let mut table = TrueTable::new(
        "enterprise_user",
        &[
            "enterprise_id",
            "lms_user_id",
            "enterprise_user_id",
            "enterprise_sso_uid",
            "user_email",
            "user_username",
            "user_country_code",
            "last_activity_date",
        ],
    );
    let mut last: HashMap<u32, NaiveDate> = HashMap::new();
    for ((_, learner), days) in active {
        if let Some(day) = last_day(site, days) {
            let newest = last.entry(*learner).or_insert(day);
            *newest = day.max(*newest);
        }
    }
    for link in enterprise::links(site).filter(|link| link.is_linked) {
        let person = &site.learners[link.learner as usize];
        if !person.has_profile {
            continue;
        }
        table.push([
            Cell::from(CUSTOMERS[link.customer].uuid),
            Cell::from(learner::id(link.learner)),
            Cell::from(link.id),
            or_null(enterprise::sign_in_name(site, link.learner)),
            Cell::from(&person.email),
            Cell::from(&person.username),
            Cell::from(COUNTRIES[person.home].0),
            or_null(last.get(&link.learner)),
        ]);
    }
    table
}

/// Name and code of the voucher, offer, price, price after discounts.
type Paid = (
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    Option<f64>,
    Option<f64>,
);

fn paid(purchase: Option<Purchase>) -> Paid {
    let Some(purchase) = purchase else {
        return (None, None, None, None, None);
    };
    let dollars = |cents: u32| Some(f64::from(cents) / 100.0);
    let total = dollars(purchase.total());
    match purchase {
        Purchase::Voucher => (Some(VOUCHER.0), Some(VOUCHER.1), None, dollars(PRICE), total),
        Purchase::HalfOff => (None, None, Some("Percentage, 50 (#2)"), dollars(PRICE), total),
        // The free seat is left.
        Purchase::PaidBack => (None, None, None, Some(0.0), Some(0.0)),
        Purchase::WithMug => (None, None, None, dollars(PRICE), None),
        Purchase::Plain | Purchase::Entitlement => (None, None, None, dollars(PRICE), total),
    }
}

fn enrollments(site: &Site, active: &ActiveDays) -> TrueTable {
    let mut table = TrueTable::new(
        "enterprise_enrollment",
        &[
            "enterprise_id",
            "enterprise_name",
            "lms_user_id",
            "enterprise_user_id",
            "course_id",
            "user_current_enrollment_mode",
            "consent_granted",
            "letter_grade",
            "has_passed",
            "enterprise_sso_uid",
            "enterprise_site_id",
            "course_title",
            "course_pacing_type",
            "course_duration_weeks",
            "course_min_effort",
            "course_max_effort",
            "user_email",
            "user_username",
            "course_key",
            "user_country_code",
            "last_activity_date",
            "coupon_name",
            "coupon_code",
            "offer",
            "current_grade",
            "course_price",
            "discount_price",
        ],
    );
    for link in enterprise::links(site).filter(|link| link.is_linked) {
        let person = &site.learners[link.learner as usize];
        let customer = &CUSTOMERS[link.customer];
        for member in site
            .memberships_of(link.learner)
            .filter(|member| enterprise::made(&link, member))
        {
            let course = &site.courses[usize::from(member.course)];
            let Some(known) = catalog::facts(course).filter(|_| person.has_profile) else {
                continue;
            };
            let weeks = if course.self_paced {
                Some(8)
            } else {
                known.end.map(|end| ((end - known.start).num_days() + 6) / 7)
            };
            let grade = member.grade.as_ref();
            let (coupon, code, offer, price, total) = paid(enterprise::purchase(course, member));
            let consents = enterprise::consents(member);
            let mut said: Vec<Option<bool>> = consents.iter().map(|(_, granted)| Some(*granted)).collect();
            if said.is_empty() {
                said.push(None);
            }
            let days = active.get(&(member.course, member.learner));
            for granted in said {
                table.push([
                    Cell::from(customer.uuid),
                    Cell::from(customer.name),
                    Cell::from(learner::id(link.learner)),
                    Cell::from(link.id),
                    Cell::from(&course.id),
                    Cell::from(member.mode),
                    or_null(granted.map(u8::from)),
                    or_null(grade.map(|grade| grade.letter)),
                    Cell::truth(grade.is_some_and(|grade| grade.passed.is_some() && !grade.letter.is_empty())),
                    or_null(enterprise::sign_in_name(site, link.learner)),
                    Cell::from(customer.site),
                    Cell::from(&known.title),
                    Cell::from(known.pacing),
                    or_null(weeks),
                    Cell::from(2),
                    Cell::from(4),
                    Cell::from(&person.email),
                    Cell::from(&person.username),
                    Cell::from(&known.course),
                    Cell::from(COUNTRIES[person.home].0),
                    or_null(days.and_then(|days| last_day(site, days))),
                    or_null(coupon),
                    or_null(code),
                    or_null(offer),
                    or_null(grade.map(|grade| f64::from(whole_percent(grade.part, course.points())) / 100.0)),
                    or_null(price),
                    or_null(total),
                ]);
            }
        }
    }
    table
}

/// A part of the points in whole percent, halves up.
pub(super) fn whole_percent(part: f64, points: u32) -> u32 {
    let earned = (part * f64::from(points)).round() as u32;
    (earned * 200 + points) / (points * 2)
}
