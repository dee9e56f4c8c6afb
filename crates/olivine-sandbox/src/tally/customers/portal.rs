//! What portals of customers show of their learners (API 3.2).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Enrollment, User, dollars, has_passed};
use crate::address::COUNTRIES;
use crate::catalog;
use crate::enterprise::{self, Customer, Offer};
use crate::learner;
use crate::ledger;
use crate::moment::{date_of, midnight};
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};
use crate::truth::ProgramRow;

/// A table with columns that have no source: they are null.
pub(super) struct PortalTable {
    rows: TrueTable,
    nulls: usize,
}

impl PortalTable {
    pub(super) fn new(name: &str, known: &[&str], without_source: &[&str]) -> Self {
        let columns: Vec<&str> = [known, without_source].concat();
        Self {
            rows: TrueTable::new(name, &columns),
            nulls: without_source.len(),
        }
    }

    /// Adds a row, by its known columns.
    pub(super) fn push(&mut self, known: impl IntoIterator<Item = Cell>) {
        let nulls = (0..self.nulls).map(|_| or_null(None::<&str>));
        self.rows.push(known.into_iter().chain(nulls));
    }

    pub(super) fn finish(self) -> TrueTable {
        self.rows
    }
}

/// A customer that made enrollments, with them.
pub(super) struct Sender<'a> {
    pub customer: &'static Customer,
    pub enrollments: Vec<&'a Enrollment<'a>>,
}

/// The customers that made enrollments.
pub(super) fn senders<'a>(enrollments: &'a [Enrollment<'a>]) -> Vec<Sender<'a>> {
    let mut by_uuid: BTreeMap<&str, Sender<'a>> = BTreeMap::new();
    for enrollment in enrollments {
        let customer = enrollment.user.customer;
        let sender = by_uuid.entry(customer.uuid).or_insert_with(|| Sender {
            customer,
            enrollments: Vec::new(),
        });
        sender.enrollments.push(enrollment);
    }
    by_uuid.into_values().collect()
}

pub(super) fn learners(users: &[User<'_>]) -> TrueTable {
    let mut table = PortalTable::new(
        "enterprise_learner",
        &[
            "enterprise_user_id",
            "enterprise_customer_uuid",
            "enterprise_user_active",
            "is_linked",
            "lms_user_id",
            "user_username",
            "user_email",
            "lms_user_created",
            "lms_last_login",
            "lms_user_country",
            "enterprise_sso_uid",
            "last_activity_date",
        ],
        &["enterprise_user_created", "enterprise_user_modified"],
    );
    for user in users {
        let person = user.person;
        let last_login = person.last_login(user.link.learner);
        table.push([
            Cell::from(user.link.id),
            Cell::from(user.customer.uuid),
            Cell::truth(person.is_active),
            Cell::truth(user.link.is_linked),
            Cell::from(learner::id(user.link.learner)),
            Cell::from(&person.username),
            Cell::from(&person.email),
            Cell::time(person.created()),
            last_login.map_or_else(|| or_null(None::<&str>), Cell::time),
            Cell::from(COUNTRIES[person.home].0),
            or_null(user.sign_in.as_ref()),
            or_null(user.last_activity),
        ]);
    }
    table.finish()
}

pub(super) fn learner_enrollments(site: &Site, enrollments: &[Enrollment<'_>], end: NaiveDate) -> TrueTable {
    let mut programs: HashMap<String, ProgramRow> = HashMap::new();
    for program in catalog::program_rows(site) {
        // They are in order, and the first one counts.
        programs.entry(program.course_id.clone()).or_insert(program);
    }
    let mut table = PortalTable::new(
        "enterprise_learner_enrollment",
        &[
            "enrollment_id",
            "enterprise_enrollment_id",
            "is_consent_granted",
            "user_current_enrollment_mode",
            "enrollment_date",
            "unenrollment_date",
            "offer_id",
            "offer_name",
            "offer_type",
            "coupon_code",
            "coupon_name",
            "course_list_price",
            "amount_learner_paid",
            "course_key",
            "courserun_key",
            "course_title",
            "course_pacing_type",
            "course_start_date",
            "course_end_date",
            "course_duration_weeks",
            "course_max_effort",
            "course_min_effort",
            "course_primary_program",
            "primary_program_type",
            "has_passed",
            "last_activity_date",
            "progress_status",
            "passed_date",
            "current_grade",
            "letter_grade",
            "enterprise_user_id",
            "user_email",
            "user_account_creation_date",
            "user_country_code",
            "user_username",
            "enterprise_name",
            "enterprise_customer_uuid",
            "enterprise_sso_uid",
            "course_api_url",
            "is_subsidy",
        ],
        &[
            "paid_by",
            "unenrollment_end_within_date",
            "is_refunded",
            "seat_delivery_method",
            "contract_id",
            "course_primary_subject",
            "total_learning_time_seconds",
            "course_product_line",
            "budget_id",
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
        let position = site.membership(member.learner, member.course);
        let program = programs.get(&course.id);
        table.push([
            or_null(position.map(ledger::enrollment_id)),
            Cell::from(enrollment.id),
            Cell::truth(enterprise::consents(member).contains(&(user.link.customer, true))),
            Cell::from(member.mode),
            Cell::from(date_of(member.created)),
            or_null(member.left.map(date_of)),
            or_null(paid.offer.map(|offer| offer.id)),
            or_null(paid.offer.map(Offer::name)),
            or_null(paid.offer.map(|offer| offer.kind)),
            or_null(paid.coupon.map(|(_, code)| code)),
            or_null(paid.coupon.map(|(name, _)| name)),
            or_null(paid.price.map(dollars)),
            or_null(paid.total.map(dollars)),
            Cell::from(&known.course),
            Cell::from(&course.id),
            Cell::from(&known.title),
            Cell::from(known.pacing),
            Cell::from(known.start.date()),
            or_null(known.end.map(|time| time.date())),
            or_null(enrollment.weeks()),
            Cell::from(catalog::EFFORT.1),
            Cell::from(catalog::EFFORT.0),
            or_null(program.map(|program| &program.program_title)),
            or_null(program.map(|program| &program.program_type)),
            Cell::truth(has_passed(member)),
            or_null(enrollment.last_activity),
            Cell::from(enrollment.status(end)),
            or_null(enrollment.passed_on()),
            or_null(enrollment.current_grade()),
            or_null(enrollment.letter_grade()),
            Cell::from(user.link.id),
            Cell::from(&user.person.email),
            Cell::from(user.person.joined),
            Cell::from(COUNTRIES[user.person.home].0),
            Cell::from(&user.person.username),
            Cell::from(user.customer.name),
            Cell::from(user.customer.uuid),
            or_null(user.sign_in.as_ref()),
            Cell::from(catalog_address(user.customer, &course.id)),
            Cell::truth(paid.coupon.is_some() || paid.offer.is_some()),
        ]);
    }
    table.finish()
}

/// The address of a course in the catalog of a customer, below that of the LMS.
fn catalog_address(customer: &Customer, course: &str) -> String {
    let uuid = customer.uuid;
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &uuid[part]);
    format!(
        "/enterprise/v1/enterprise-catalogs/{}/courses/{course}",
        parts.join("-")
    )
}

/// What was bought with an offer, in cents.
#[derive(Default)]
struct Spent {
    price: u32,
    paid: u32,
}

pub(super) fn offers(enrollments: &[Enrollment<'_>], end: NaiveDate) -> TrueTable {
    let mut table = PortalTable::new(
        "enterprise_offer_aggregates",
        &[
            "offer_id",
            "enterprise_customer_uuid",
            "enterprise_name",
            "offer_type",
            "discount_type",
            "discount_value",
            "total_discount_ecommerce",
            "amount_of_offer_spent",
            "sum_amount_learner_paid",
            "sum_course_price",
            "export_timestamp",
        ],
        &[
            "status",
            "date_created",
            "emails_for_usage_alert",
            "max_discount",
            "percent_of_offer_spent",
            "remaining_balance",
            "amount_offer_spent_ocm",
            "amount_offer_spent_exec_ed",
        ],
    );
    for sender in senders(enrollments) {
        let mut spent: BTreeMap<u32, (&Offer, Spent)> = BTreeMap::new();
        for paid in sender.enrollments.iter().map(|enrollment| &enrollment.paid) {
            let Some(offer) = paid.offer else { continue };
            let (_, sum) = spent.entry(offer.id).or_insert_with(|| (offer, Spent::default()));
            sum.price += paid.price.unwrap_or_default();
            sum.paid += paid.total.unwrap_or_default();
        }
        for (offer, sum) in spent.into_values() {
            let saved = dollars(sum.price - sum.paid);
            table.push([
                Cell::from(offer.id),
                Cell::from(sender.customer.uuid),
                Cell::from(sender.customer.name),
                Cell::from(offer.kind),
                Cell::from(offer.kind),
                Cell::from(offer.value),
                Cell::from(saved),
                Cell::from(saved),
                Cell::from(dollars(sum.paid)),
                Cell::from(dollars(sum.price)),
                Cell::time(midnight(end)),
            ]);
        }
    }
    table.finish()
}
