//! Tables of customers in the LMS, and of the shop (EN 9.1).

use super::{NULL, Table, bit, time};
use crate::enterprise::{self, CUSTOMERS, HALF_OFF, PRICE, Purchase, TWENTY_OFF, VOUCHER, course_uuid, person};
use crate::ledger::enrollment_id;
use crate::simulation::Site;

pub(super) fn customers(table: &mut Table, _: &Site) -> csv::Result<()> {
    table.header(&["uuid", "name", "site_id"])?;
    for customer in &CUSTOMERS {
        table.row(&[customer.uuid, customer.name, &customer.site.to_string()])?;
    }
    Ok(())
}

pub(super) fn links(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "user_id", "enterprise_customer_id", "linked"])?;
    for link in enterprise::links(site) {
        table.row(&[
            &link.id.to_string(),
            &person(link.learner),
            CUSTOMERS[link.customer].uuid,
            bit(link.is_linked),
        ])?;
    }
    Ok(())
}

pub(super) fn course_enrollments(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "course_id", "enterprise_customer_user_id"])?;
    for made in enterprise::course_enrollments(site) {
        let course = &site.courses[usize::from(made.member.course)].id;
        table.row(&[&made.id.to_string(), course, &made.link.id.to_string()])?;
    }
    Ok(())
}

pub(super) fn consents(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "username", "granted", "course_id", "enterprise_customer_id"])?;
    let mut id = 0_u32;
    for member in &site.memberships {
        for (customer, granted) in enterprise::consents(member) {
            id += 1;
            table.row(&[
                &id.to_string(),
                &site.learners[member.learner as usize].username,
                bit(*granted),
                &site.courses[usize::from(member.course)].id,
                CUSTOMERS[*customer].uuid,
            ])?;
        }
    }
    Ok(())
}

pub(super) fn sign_ins(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "user_id", "provider", "uid"])?;
    let mut id = 0_u32;
    for link in enterprise::links(site) {
        if link.customer == 1 && link.learner % 6 == 1 {
            continue; // Written with the first customer.
        }
        for (provider, name) in enterprise::sign_ins(site, link.learner) {
            id += 1;
            table.row(&[&id.to_string(), &person(link.learner), provider, &name])?;
        }
    }
    Ok(())
}

pub(super) fn entitlements(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "uuid",
        "course_uuid",
        "user_id",
        "enrollment_course_run_id",
        "order_number",
    ])?;
    for (position, member) in site.memberships.iter().enumerate() {
        let course = &site.courses[usize::from(member.course)];
        if enterprise::purchase(course, member) == Some(Purchase::Entitlement) {
            table.row(&[
                &(position + 1).to_string(),
                &format!("{position:032x}"),
                &course_uuid(member.course).replace('-', ""),
                &person(member.learner),
                &enrollment_id(position).to_string(),
                &order_number(position, true),
            ])?;
        }
    }
    Ok(())
}

pub(super) fn certificates(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "user_id",
        "course_id",
        "grade",
        "status",
        "mode",
        "created_date",
        "modified_date",
    ])?;
    let mut id = 0_u32;
    for member in &site.memberships {
        let course = &site.courses[usize::from(member.course)];
        let Some((grade, passed)) = member.grade.as_ref().and_then(|grade| Some((grade, grade.passed?))) else {
            continue;
        };
        id += 1;
        let passed = time(passed);
        let is_paid = member.mode != course.modes[0];
        table.row(&[
            &id.to_string(),
            &person(member.learner),
            &course.id,
            &grade.part.to_string(),
            if is_paid { "downloadable" } else { "audit_passing" },
            member.mode,
            &passed,
            &passed,
        ])?;
    }
    Ok(())
}

pub(super) fn shop_users(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "username"])?;
    for (position, learner) in site.learners.iter().enumerate() {
        table.row(&[&shop_user(position as u32), &learner.username])?;
    }
    Ok(())
}

fn shop_user(learner: u32) -> String {
    (learner + 90_001).to_string()
}

/// Products: for each course the free seat, the paid one and the entitlement; at last a mug.
fn product(course: u16, kind: u32) -> String {
    (u32::from(course) * 3 + kind + 1).to_string()
}

const FREE: u32 = 0;
const PAID: u32 = 1;
const ANY_RUN: u32 = 2;

fn mug(site: &Site) -> String {
    product(site.courses.len() as u16, 0)
}

pub(super) fn products(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "course_id"])?;
    for (position, course) in site.courses.iter().enumerate() {
        let position = position as u16;
        table.row(&[&product(position, FREE), &course.id])?;
        table.row(&[&product(position, PAID), &course.id])?;
        table.row(&[&product(position, ANY_RUN), NULL])?;
    }
    table.row(&[&mug(site), NULL])
}

pub(super) fn attributes(table: &mut Table, _: &Site) -> csv::Result<()> {
    table.header(&["id", "code"])?;
    table.row(&["1", "UUID"])?;
    table.row(&["2", "certificate_type"])
}

pub(super) fn attribute_values(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "value_text", "attribute_id", "product_id"])?;
    for course in 0..site.courses.len() as u16 {
        let id = u32::from(course) * 2;
        table.row(&[
            &(id + 1).to_string(),
            &course_uuid(course),
            "1",
            &product(course, ANY_RUN),
        ])?;
        table.row(&[&(id + 2).to_string(), "verified", "2", &product(course, PAID)])?;
    }
    Ok(())
}

/// Orders of a membership: the free seat first, then what is paid.
fn order_number(position: usize, is_paid: bool) -> String {
    format!("MOSS-{}", order(position, is_paid))
}

fn order(position: usize, is_paid: bool) -> String {
    (position * 2 + 1 + usize::from(is_paid)).to_string()
}

fn cents(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Each paid membership with its place, what was bought, and whether there was a free seat before.
fn sales(site: &Site) -> impl Iterator<Item = (usize, u32, u16, Purchase)> {
    site.memberships.iter().enumerate().filter_map(|(position, member)| {
        let course = &site.courses[usize::from(member.course)];
        let purchase = enterprise::purchase(course, member)?;
        Some((position, member.learner, member.course, purchase))
    })
}

pub(super) fn orders(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "number", "total_incl_tax", "user_id"])?;
    for (position, learner, _, purchase) in sales(site) {
        if purchase != Purchase::Entitlement {
            let (id, number) = (order(position, false), order_number(position, false));
            table.row(&[&id, &number, "0.00", &shop_user(learner)])?;
        }
        let (id, number) = (order(position, true), order_number(position, true));
        table.row(&[&id, &number, &cents(purchase.total()), &shop_user(learner)])?;
    }
    Ok(())
}

/// A line has the number of its order; the mug's has one of its own.
pub(super) fn order_lines(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "line_price_before_discounts_excl_tax", "order_id", "product_id"])?;
    for (position, _, course, purchase) in sales(site) {
        let (free, paid) = (order(position, false), order(position, true));
        if purchase != Purchase::Entitlement {
            table.row(&[&free, "0.00", &free, &product(course, FREE)])?;
        }
        let kind = if purchase == Purchase::Entitlement {
            ANY_RUN
        } else {
            PAID
        };
        table.row(&[&paid, &cents(PRICE), &paid, &product(course, kind)])?;
        if purchase == Purchase::WithMug {
            table.row(&[&(10_000_000 + position).to_string(), "9.00", &paid, &mug(site)])?;
        }
    }
    Ok(())
}

pub(super) fn discounts(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "offer_id", "voucher_id", "order_id"])?;
    for (position, _, _, purchase) in sales(site) {
        let (offer, voucher) = match (purchase, purchase.offer()) {
            (Purchase::Voucher, _) => ("1".to_owned(), "1"),
            (_, Some(offer)) => (offer.id.to_string(), NULL),
            _ => continue,
        };
        let id = order(position, true);
        table.row(&[&id, &offer, voucher, &id])?;
    }
    Ok(())
}

pub(super) fn refunds(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "status", "order_line_id"])?;
    for (position, _, _, purchase) in sales(site) {
        let status = match purchase {
            Purchase::PaidBack => "Complete",
            // Asked for, and not given.
            Purchase::Plain if position % 4 == 0 => "Denied",
            _ => continue,
        };
        let id = order(position, true);
        table.row(&[&id, status, &id])?;
    }
    Ok(())
}

pub(super) fn vouchers(table: &mut Table, _: &Site) -> csv::Result<()> {
    table.header(&["id", "name", "code"])?;
    table.row(&["1", VOUCHER.0, VOUCHER.1])
}

/// Each offer has a benefit of the same number.
pub(super) fn offers(table: &mut Table, _: &Site) -> csv::Result<()> {
    table.header(&["id", "offer_type", "benefit_id"])?;
    table.row(&["1", "Voucher", "1"])?;
    for offer in [&HALF_OFF, &TWENTY_OFF] {
        let id = offer.id.to_string();
        table.row(&[&id, "Site", &id])?;
    }
    Ok(())
}

pub(super) fn benefits(table: &mut Table, _: &Site) -> csv::Result<()> {
    table.header(&["id", "type", "value", "proxy_class"])?;
    table.row(&["1", "Percentage", "20.00", NULL])?;
    // The kind stands in the name of a class, or as it is.
    table.row(&[
        &HALF_OFF.id.to_string(),
        "",
        &cents(HALF_OFF.value * 100),
        "ecommerce.extensions.offer.benefits.PercentageOffBenefit",
    ])?;
    table.row(&[
        &TWENTY_OFF.id.to_string(),
        TWENTY_OFF.kind,
        &cents(TWENTY_OFF.value * 100),
        NULL,
    ])
}
