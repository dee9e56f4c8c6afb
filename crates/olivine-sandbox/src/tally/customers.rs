//! What customers see of their learners (EN 9).

mod admin;
mod portal;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::standing::has_passed;
use crate::address::COUNTRIES;
use crate::catalog;
use crate::course::Course;
use crate::enterprise::{self, CUSTOMERS, Customer, Link, Offer, PRICE, Purchase, VOUCHER};
use crate::learner::{self, Learner};
use crate::ledger::Membership;
use crate::moment::date_of;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// The status of enrollments that are neither passed nor over.
const UNDER_WAY: &str = "In Progress";

/// Days of the simulation on which people were active, by course and learner.
pub(super) type ActiveDays = HashMap<(u16, u32), Vec<u32>>;

pub(super) fn tables(site: &Site, active: &ActiveDays, end: NaiveDate) -> Vec<TrueTable> {
    let users = linked(site, active);
    let enrollments = enrolled(site, &users, active);
    let mut tables = vec![user_table(&users), enrollment_table(&enrollments)];
    tables.extend([
        portal::learners(&users),
        portal::learner_enrollments(site, &enrollments, end),
        portal::offers(&enrollments, end),
        admin::progress(&enrollments, end),
        admin::insights(site, &enrollments, end),
    ]);
    tables
}

/// A learner linked to a customer.
struct User<'a> {
    link: Link,
    customer: &'static Customer,
    person: &'a Learner,
    /// The name at the customer's sign-in.
    sign_in: Option<String>,
    /// Last day with activity in any course.
    last_activity: Option<NaiveDate>,
}

/// An enrollment that a customer made.
struct Enrollment<'a> {
    /// Its number among those that customers made.
    id: u32,
    user: &'a User<'a>,
    member: &'a Membership,
    course: &'a Course,
    /// What the catalog says of the course.
    known: catalog::Facts,
    paid: Paid,
    /// Days of the simulation with activity in the course.
    days: &'a [u32],
    /// The last of them.
    last_activity: Option<NaiveDate>,
}

impl Enrollment<'_> {
    /// Weeks that the course takes.
    fn weeks(&self) -> Option<i64> {
        if self.course.self_paced {
            return Some(catalog::WEEKS);
        }
        self.known.end.map(|end| ((end - self.known.start).num_days() + 6) / 7)
    }

    /// What became of it before a day.
    fn status(&self, end: NaiveDate) -> &'static str {
        let is_over = self.known.end.is_some_and(|time| time.date() < end);
        match (has_passed(self.member), is_over) {
            (true, _) => "Passed",
            (false, true) => "Failed",
            (false, false) => UNDER_WAY,
        }
    }

    /// When the learner first passed, whatever letter the grade has now.
    fn passed_on(&self) -> Option<NaiveDate> {
        self.member.grade.as_ref()?.passed.map(date_of)
    }

    fn letter_grade(&self) -> Option<&'static str> {
        self.member.grade.as_ref().map(|grade| grade.letter)
    }

    /// The grade as a share, two digits.
    fn current_grade(&self) -> Option<f64> {
        let grade = self.member.grade.as_ref()?;
        Some(f64::from(whole_percent(grade.part, self.course.points())) / 100.0)
    }
}

/// What the shop says of an enrollment. Prices are in cents.
#[derive(Default)]
struct Paid {
    /// Name and code of the voucher.
    coupon: Option<(&'static str, &'static str)>,
    offer: Option<&'static Offer>,
    /// Before discounts.
    price: Option<u32>,
    /// After them; none where something else was bought along with it.
    total: Option<u32>,
}

impl Paid {
    fn with(purchase: Purchase) -> Self {
        let total = match purchase {
            // The free seat is left.
            Purchase::PaidBack => {
                return Self {
                    price: Some(0),
                    total: Some(0),
                    ..Self::default()
                };
            }
            Purchase::WithMug => None,
            _ => Some(purchase.total()),
        };
        Self {
            coupon: (purchase == Purchase::Voucher).then_some(VOUCHER),
            offer: purchase.offer(),
            price: Some(PRICE),
            total,
        }
    }
}

fn dollars(cents: u32) -> f64 {
    f64::from(cents) / 100.0
}

fn last_day(site: &Site, days: &[u32]) -> Option<NaiveDate> {
    days.last().map(|day| site.start + Days::new(u64::from(*day)))
}

/// The learners that are linked now and have a profile.
fn linked<'a>(site: &'a Site, active: &ActiveDays) -> Vec<User<'a>> {
    let mut last: HashMap<u32, NaiveDate> = HashMap::new();
    for ((_, learner), days) in active {
        if let Some(day) = last_day(site, days) {
            let newest = last.entry(*learner).or_insert(day);
            *newest = day.max(*newest);
        }
    }
    let mut users = Vec::new();
    for link in enterprise::links(site) {
        let person = &site.learners[link.learner as usize];
        if link.is_linked && person.has_profile {
            users.push(User {
                link,
                customer: &CUSTOMERS[link.customer],
                person,
                sign_in: enterprise::sign_in_name(site, link.learner),
                last_activity: last.get(&link.learner).copied(),
            });
        }
    }
    users
}

/// The enrollments of these learners in courses that the catalog knows.
fn enrolled<'a>(site: &'a Site, users: &'a [User<'a>], active: &'a ActiveDays) -> Vec<Enrollment<'a>> {
    let by_link: HashMap<u32, &'a User<'a>> = users.iter().map(|user| (user.link.id, user)).collect();
    let mut enrollments = Vec::new();
    for made in enterprise::course_enrollments(site) {
        let member = made.member;
        let course = &site.courses[usize::from(member.course)];
        let (Some(user), Some(known)) = (by_link.get(&made.link.id).copied(), catalog::facts(course)) else {
            continue;
        };
        let days = active
            .get(&(member.course, member.learner))
            .map_or(&[][..], Vec::as_slice);
        enrollments.push(Enrollment {
            id: made.id,
            user,
            member,
            course,
            known,
            paid: enterprise::purchase(course, member).map(Paid::with).unwrap_or_default(),
            days,
            last_activity: last_day(site, days),
        });
    }
    enrollments
}

fn user_table(users: &[User<'_>]) -> TrueTable {
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
    for user in users {
        table.push([
            Cell::from(user.customer.uuid),
            Cell::from(learner::id(user.link.learner)),
            Cell::from(user.link.id),
            or_null(user.sign_in.as_ref()),
            Cell::from(&user.person.email),
            Cell::from(&user.person.username),
            Cell::from(COUNTRIES[user.person.home].0),
            or_null(user.last_activity),
        ]);
    }
    table
}

fn enrollment_table(enrollments: &[Enrollment<'_>]) -> TrueTable {
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
    for enrollment in enrollments {
        let Enrollment {
            user,
            member,
            course,
            known,
            paid,
            ..
        } = enrollment;
        let consents = enterprise::consents(member);
        let mut said: Vec<Option<bool>> = consents.iter().map(|(_, granted)| Some(*granted)).collect();
        if said.is_empty() {
            said.push(None);
        }
        for granted in said {
            table.push([
                Cell::from(user.customer.uuid),
                Cell::from(user.customer.name),
                Cell::from(learner::id(user.link.learner)),
                Cell::from(user.link.id),
                Cell::from(&course.id),
                Cell::from(member.mode),
                or_null(granted.map(u8::from)),
                or_null(enrollment.letter_grade()),
                Cell::truth(has_passed(member)),
                or_null(user.sign_in.as_ref()),
                Cell::from(user.customer.site),
                Cell::from(&known.title),
                Cell::from(known.pacing),
                or_null(enrollment.weeks()),
                Cell::from(catalog::EFFORT.0),
                Cell::from(catalog::EFFORT.1),
                Cell::from(&user.person.email),
                Cell::from(&user.person.username),
                Cell::from(&known.course),
                Cell::from(COUNTRIES[user.person.home].0),
                or_null(enrollment.last_activity),
                or_null(paid.coupon.map(|(name, _)| name)),
                or_null(paid.coupon.map(|(_, code)| code)),
                or_null(paid.offer.map(Offer::name)),
                or_null(enrollment.current_grade()),
                or_null(paid.price.map(dollars)),
                or_null(paid.total.map(dollars)),
            ]);
        }
    }
    table
}

/// A part of the points in whole percent, halves up.
pub(crate) fn whole_percent(part: f64, points: u32) -> u32 {
    let earned = (part * f64::from(points)).round() as u32;
    (earned * 200 + points) / (points * 2)
}
