//! Customers who send learners, and the shop where courses are paid (EN 9).

use crate::course::Course;
use crate::learner;
use crate::ledger::Membership;
use crate::simulation::Site;

/// A customer: UUID without dashes, name, site.
pub(crate) struct Customer {
    pub uuid: &'static str,
    pub name: &'static str,
    pub site: u32,
}

pub(crate) static CUSTOMERS: [Customer; 2] = [
    Customer {
        uuid: "0b1c5d4e6f7081923a4b5c6d7e8f9001",
        name: "Fernhill Gardens",
        site: 1,
    },
    Customer {
        uuid: "0b1c5d4e6f7081923a4b5c6d7e8f9002",
        name: "Škola & Sons, \"Ltd\"",
        site: 2,
    },
];

/// A learner whom a customer knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub id: u32,
    pub learner: u32,
    pub customer: usize,
    pub is_linked: bool,
}

pub(crate) fn links(site: &Site) -> impl Iterator<Item = Link> {
    let learners = 0..site.learners.len() as u32;
    learners.flat_map(|learner| {
        let knows = [learner % 6 == 1, learner % 9 == 1];
        (0..CUSTOMERS.len())
            .filter(move |customer| knows[*customer])
            .map(move |customer| Link {
                id: 500 + learner * 2 + customer as u32,
                learner,
                customer,
                is_linked: learner % 36 != 1 || customer == 1,
            })
    })
}

/// An enrollment that a customer made.
pub(crate) struct CourseEnrollment<'a> {
    pub id: u32,
    pub link: Link,
    pub member: &'a Membership,
}

/// The enrollments that customers made, also those of learners who are not linked any more.
pub(crate) fn course_enrollments(site: &Site) -> impl Iterator<Item = CourseEnrollment<'_>> {
    let all = links(site).flat_map(move |link| site.memberships_of(link.learner).map(move |member| (link, member)));
    let made = all.filter(|(_, member)| !(u32::from(member.course) + member.learner).is_multiple_of(3));
    (1..)
        .zip(made)
        .map(|(id, (link, member))| CourseEnrollment { id, link, member })
}

/// What a learner said about sharing data in a course, by customer.
pub(crate) fn consents(member: &Membership) -> &'static [(usize, bool)] {
    match (member.learner / 3 + u32::from(member.course)) % 4 {
        0 => &[],
        1 => &[(0, true)],
        2 => &[(0, false)],
        _ => &[(0, true), (1, false)],
    }
}

/// The names of a learner at sign-ins, oldest first: provider and name.
pub(crate) fn sign_ins(site: &Site, learner: u32) -> Vec<(&'static str, String)> {
    let name = &site.learners[learner as usize].username;
    let mut all = Vec::new();
    if learner % 5 == 1 {
        all.push(("tpa-saml", format!("old-idp:{name}.old")));
    }
    if learner % 7 != 1 {
        all.push(("tpa-saml", format!("idp:north:{name}")));
    }
    all.push(("google-oauth2", format!("{name}@example.org")));
    all
}

/// The name that reports must show.
pub(crate) fn sign_in_name(site: &Site, learner: u32) -> Option<String> {
    let all = sign_ins(site, learner);
    let last = all.iter().rev().find(|(provider, _)| *provider == "tpa-saml")?;
    last.1.rsplit(':').next().map(str::to_owned)
}

/// How somebody paid for a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purchase {
    Plain,
    /// With a voucher.
    Voucher,
    /// With half off.
    HalfOff,
    /// Paid back since.
    PaidBack,
    /// Together with something else.
    WithMug,
    /// As the right to take any run of the course.
    Entitlement,
    /// With an offer for learners of customers; they went back to the free track since.
    TwentyOff,
}

/// The price of a paid track, in cents.
pub(crate) const PRICE: u32 = 4900;

/// How a membership was paid; none for those that cost nothing.
pub(crate) fn purchase(course: &Course, member: &Membership) -> Option<Purchase> {
    if member.mode == course.modes[0] {
        // They are known to both customers.
        return (member.learner % 18 == 1).then_some(Purchase::TwentyOff);
    }
    Some(match member.learner % 11 {
        0 | 1 => Purchase::Voucher,
        2 | 3 => Purchase::HalfOff,
        4 => Purchase::Entitlement,
        5 => Purchase::PaidBack,
        6 | 7 => Purchase::WithMug,
        _ => Purchase::Plain,
    })
}

pub(crate) const VOUCHER: (&str, &str) = ("Spring", "MOSS10");

/// What the shop takes off without a voucher.
#[derive(Debug)]
pub(crate) struct Offer {
    pub id: u32,
    /// `Percentage` or `Absolute`.
    pub kind: &'static str,
    /// Percent or dollars.
    pub value: u32,
}

pub(crate) static HALF_OFF: Offer = Offer {
    id: 2,
    kind: "Percentage",
    value: 50,
};

pub(crate) static TWENTY_OFF: Offer = Offer {
    id: 3,
    kind: "Absolute",
    value: 20,
};

impl Offer {
    /// What reports must call it.
    pub(crate) fn name(&self) -> String {
        format!("{}, {} (#{})", self.kind, self.value, self.id)
    }
}

impl Purchase {
    /// The offer that was used without a voucher.
    pub(crate) fn offer(self) -> Option<&'static Offer> {
        match self {
            Self::HalfOff => Some(&HALF_OFF),
            Self::TwentyOff => Some(&TWENTY_OFF),
            _ => None,
        }
    }

    /// What was paid in the end, in cents.
    pub(crate) fn total(self) -> u32 {
        match self {
            Self::Voucher => PRICE / 5 * 4,
            Self::HalfOff => PRICE / 2,
            Self::TwentyOff => PRICE - TWENTY_OFF.value * 100,
            Self::WithMug => PRICE + 900,
            _ => PRICE,
        }
    }
}

/// UUID of a course in the shop.
pub(crate) fn course_uuid(course: u16) -> String {
    format!("5e1f0000-0000-4000-8000-{course:012x}")
}

/// The LMS id of a person.
pub(crate) fn person(learner: u32) -> String {
    learner::id(learner).to_string()
}
