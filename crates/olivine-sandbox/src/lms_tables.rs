//! LMS tables as CSV: header, RFC 4180, `\N` is null; times and booleans as MySQL prints them.

mod customers;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, NaiveDate};

use crate::SandboxError;
use crate::course::Course;
use crate::learner;
use crate::ledger::{self, Membership};
use crate::moment::morning;
use crate::simulation::Site;
use crate::tally::modules::grade_of;
use crate::tally::scores;

const NULL: &str = "\\N";

/// Writes the tables of the LMS and of the shop and says how many rows each has.
pub(crate) fn write(out: &Path, site: &Site) -> Result<BTreeMap<String, u64>, SandboxError> {
    let mut rows = BTreeMap::new();
    for (folder, tables) in [("lms", TABLES), ("ecommerce", SHOP_TABLES)] {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).map_err(|source| SandboxError::Write {
            path: folder.clone(),
            source,
        })?;
        for (name, fill) in tables {
            let path = folder.join(format!("{name}.csv"));
            let written = Table::create(&path).and_then(|mut table| {
                fill(&mut table, site)?;
                table.writer.flush()?;
                Ok(table.rows)
            });
            let written = written.map_err(|source| SandboxError::Table { path, source })?;
            rows.insert((*name).to_owned(), written);
        }
    }
    Ok(rows)
}

type Fill = fn(&mut Table, &Site) -> csv::Result<()>;

const TABLES: &[(&str, Fill)] = &[
    ("auth_user", users),
    ("auth_userprofile", profiles),
    ("student_courseenrollment", enrollments),
    ("grades_persistentcoursegrade", grades),
    ("grades_persistentsubsectiongrade", subsection_grades),
    ("course_groups_courseusergroup", groups),
    ("course_groups_courseusergroup_users", group_members),
    ("student_courseaccessrole", roles),
    ("courseware_studentmodule", modules),
    ("certificates_generatedcertificate", customers::certificates),
    ("enterprise_enterprisecustomer", customers::customers),
    ("enterprise_enterprisecustomeruser", customers::links),
    ("enterprise_enterprisecourseenrollment", customers::course_enrollments),
    ("consent_datasharingconsent", customers::consents),
    ("social_auth_usersocialauth", customers::sign_ins),
    ("entitlements_courseentitlement", customers::entitlements),
];

/// Tables of the shop, a database of its own.
const SHOP_TABLES: &[(&str, Fill)] = &[
    ("ecommerce_user", customers::shop_users),
    ("catalogue_product", customers::products),
    ("catalogue_productattribute", customers::attributes),
    ("catalogue_productattributevalue", customers::attribute_values),
    ("order_order", customers::orders),
    ("order_line", customers::order_lines),
    ("order_orderdiscount", customers::discounts),
    ("refund_refundline", customers::refunds),
    ("voucher_voucher", customers::vouchers),
    ("offer_conditionaloffer", customers::offers),
    ("offer_benefit", customers::benefits),
];

struct Table {
    writer: csv::Writer<std::fs::File>,
    rows: u64,
}

impl Table {
    fn create(path: &Path) -> csv::Result<Self> {
        Ok(Self {
            writer: csv::Writer::from_path(path)?,
            rows: 0,
        })
    }

    fn header(&mut self, columns: &[&str]) -> csv::Result<()> {
        self.writer.write_record(columns)
    }

    fn row(&mut self, values: &[&str]) -> csv::Result<()> {
        self.rows += 1;
        self.writer.write_record(values)
    }
}

/// A time as MySQL prints a `DATETIME(6)`.
fn time(micros: i64) -> String {
    let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    time.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

fn day(date: NaiveDate) -> String {
    time(morning(date))
}

fn bit(value: bool) -> &'static str {
    if value { "1" } else { "0" }
}

fn users(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "username",
        "email",
        "last_login",
        "date_joined",
        "is_active",
        "is_superuser",
        "is_staff",
    ])?;
    for (position, person) in site.learners.iter().enumerate() {
        let id = learner::id(position as u32).to_string();
        let last_login = person.last_login(position as u32).map_or(NULL.to_owned(), time);
        table.row(&[
            &id,
            &person.username,
            &person.email,
            &last_login,
            &time(person.created()),
            bit(person.is_active),
            bit(position == 0),
            bit(person.is_staff),
        ])?;
    }
    Ok(())
}

fn profiles(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "user_id",
        "name",
        "gender",
        "year_of_birth",
        "level_of_education",
        "language",
        "location",
        "mailing_address",
        "city",
        "country",
        "goals",
    ])?;
    for (position, person) in site
        .learners
        .iter()
        .enumerate()
        .filter(|(_, person)| person.has_profile)
    {
        let id = learner::id(position as u32).to_string();
        let row = (position + 1).to_string();
        let birth_year = person.birth_year.map_or(NULL.to_owned(), |year| year.to_string());
        let goals = match position % 9 {
            0 => "To learn,\nslowly; with \"care\"",
            1 => "Tabs\tand \\backslashes\\",
            2 => NULL,
            _ => "",
        };
        table.row(&[
            &row,
            &id,
            &person.name,
            person.gender.unwrap_or(NULL),
            &birth_year,
            person.education.unwrap_or(NULL),
            "",
            "",
            NULL,
            if position % 4 == 0 { "Ålesund" } else { NULL },
            crate::address::COUNTRIES[person.home].0,
            goals,
        ])?;
    }
    Ok(())
}

fn enrollments(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "user_id", "course_id", "created", "is_active", "mode"])?;
    for (position, member) in site.memberships.iter().enumerate() {
        table.row(&[
            &ledger::enrollment_id(position).to_string(),
            &learner::id(member.learner).to_string(),
            &site.courses[member.course as usize].id,
            &time(member.created),
            bit(member.is_active),
            member.mode,
        ])?;
    }
    Ok(())
}

fn grades(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "user_id",
        "course_id",
        "course_edited_timestamp",
        "course_version",
        "grading_policy_hash",
        "percent_grade",
        "letter_grade",
        "passed_timestamp",
        "created",
        "modified",
    ])?;
    let graded = site
        .memberships
        .iter()
        .filter_map(|member| member.grade.as_ref().map(|grade| (member, grade)));
    for (position, (member, grade)) in graded.enumerate() {
        table.row(&[
            &(position + 1).to_string(),
            &learner::id(member.learner).to_string(),
            &site.courses[member.course as usize].id,
            &day(site.courses[member.course as usize].start),
            "5f3a9c",
            "b1oRiverHash=",
            &grade.part.to_string(),
            grade.letter,
            &grade.passed.map_or(NULL.to_owned(), time),
            &time(grade.created),
            &time(grade.modified),
        ])?;
    }
    Ok(())
}

/// Nothing is graded in a subsection that is practice: its grade is that of all its problems.
fn subsection_grades(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "created",
        "modified",
        "user_id",
        "course_id",
        "usage_key",
        "course_version",
        "earned_all",
        "possible_all",
        "earned_graded",
        "possible_graded",
        "first_attempted",
    ])?;
    let mut id = 0_u64;
    for member in &site.memberships {
        let course = &site.courses[usize::from(member.course)];
        for (sequential, part) in course.sequentials.iter().enumerate() {
            let Some(points) = scores::kept(member, course, sequential) else {
                continue;
            };
            id += 1;
            let created = time(member.created);
            let (earned, possible) = (points.earned.to_string(), points.possible.to_string());
            let (graded, possible_graded) = match course.assignment_type(sequential) {
                Some(_) => (earned.as_str(), possible.as_str()),
                None => ("0", "0"),
            };
            table.row(&[
                &id.to_string(),
                &created,
                &created,
                &learner::id(member.learner).to_string(),
                &course.id,
                &part.usage,
                "5f3a9c",
                &earned,
                &possible,
                graded,
                possible_graded,
                &created,
            ])?;
        }
    }
    Ok(())
}

const COHORTS: [&str; 2] = ["Early birds", "Night owls, étoiles"];

/// The name of the cohort that somebody is in.
pub(crate) fn cohort(member: &Membership) -> Option<&'static str> {
    member.cohort.map(|cohort| COHORTS[usize::from(cohort)])
}

/// Whether somebody tests the course they are in: a role there alone (UI D-24).
pub(crate) fn is_tester(member: &Membership) -> bool {
    member.learner % 23 == 5
}

fn group_id(course: usize, cohort: usize) -> String {
    (course * COHORTS.len() + cohort + 1).to_string()
}

fn with_cohorts(site: &Site) -> impl Iterator<Item = (usize, &Course)> {
    site.courses
        .iter()
        .enumerate()
        .filter(|(position, course)| position % 2 == 0 && course.has_learners())
}

fn groups(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "name", "course_id", "group_type"])?;
    for (position, course) in with_cohorts(site) {
        for (cohort, name) in COHORTS.iter().enumerate() {
            table.row(&[&group_id(position, cohort), name, &course.id, "cohort"])?;
        }
    }
    Ok(())
}

fn group_members(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "courseusergroup_id", "user_id"])?;
    let members = site
        .memberships
        .iter()
        .filter_map(|member| Some((member, usize::from(member.cohort?))));
    for (position, (member, cohort)) in members.enumerate() {
        table.row(&[
            &(position + 1).to_string(),
            &group_id(usize::from(member.course), cohort),
            &learner::id(member.learner).to_string(),
        ])?;
    }
    Ok(())
}

/// Each run has an instructor, who is staff of the site, and those who test it.
fn roles(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&["id", "org", "course_id", "role", "user_id"])?;
    let staff: Vec<u32> = (0..site.learners.len() as u32)
        .filter(|position| site.learners[*position as usize].is_staff)
        .collect();
    let runs = site.courses.iter().filter(|course| course.has_learners());
    let instructors = runs
        .enumerate()
        .map(|(position, course)| (course, "instructor", staff[position % staff.len()]));
    let testers = site
        .memberships
        .iter()
        .filter(|member| is_tester(member))
        .map(|member| {
            let course = &site.courses[usize::from(member.course)];
            (course, "beta_testers", member.learner)
        });
    for (position, (course, role, learner)) in instructors.chain(testers).enumerate() {
        table.row(&[
            &(position + 1).to_string(),
            &course.org,
            &course.id,
            role,
            &learner::id(learner).to_string(),
        ])?;
    }
    Ok(())
}

fn modules(table: &mut Table, site: &Site) -> csv::Result<()> {
    table.header(&[
        "id",
        "module_type",
        "module_id",
        "student_id",
        "grade",
        "created",
        "modified",
        "max_grade",
        "done",
        "course_id",
    ])?;
    let mut id = 0_u64;
    for member in &site.memberships {
        let course = &site.courses[member.course as usize];
        let student = learner::id(member.learner).to_string();
        for answered in &member.answers {
            id += 1;
            let problem = &course.problems[answered.problem as usize];
            let (grade, points) = grade_of(member, answered, problem);
            let text = |points: Option<u8>| points.map_or(NULL.to_owned(), |points| points.to_string());
            let (grade, points) = (text(grade), text(points));
            let (first, last) = (time(answered.first), time(answered.last));
            table.row(&[
                &id.to_string(),
                "problem",
                &problem.block.usage,
                &student,
                &grade,
                &first,
                &last,
                &points,
                "na",
                &course.id,
            ])?;
        }
        let opened = course.sequentials.iter().enumerate();
        for (_, part) in opened.filter(|(position, _)| member.opened >> position & 1 == 1) {
            id += 1;
            let created = time(member.created);
            table.row(&[
                &id.to_string(),
                "sequential",
                &part.usage,
                &student,
                NULL,
                &created,
                &created,
                NULL,
                "na",
                &course.id,
            ])?;
        }
    }
    Ok(())
}
