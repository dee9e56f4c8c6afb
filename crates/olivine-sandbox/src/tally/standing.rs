//! Where people stand at the end: grades and certificates (OV-50 … OV-53), passing people by track (EN 3.10), groups and risk
//! (OV-7, OV-8).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use super::answers::Answers;
use super::customers::{ActiveDays, whole_percent};
use super::places::Places;
use crate::course::Course;
use crate::learner;
use crate::ledger::Membership;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// Days without a visit after which a person is not active any more.
const AWAY: u32 = 7;
/// What was lately, in days.
const LATELY: u32 = 28;

/// What is known of people besides their memberships.
pub(super) struct Known<'a> {
    pub active: &'a ActiveDays,
    pub worked: &'a BTreeSet<(u16, u32)>,
    pub places: &'a Places,
    pub answers: &'a Answers,
    /// Tracks in which anybody ever was at the end of a day, by course key.
    pub tracks: &'a BTreeSet<(String, String)>,
}

pub(super) fn tables(site: &Site, known: &Known<'_>) -> Vec<TrueTable> {
    let people: Vec<Person<'_>> = site
        .memberships
        .iter()
        .filter(|member| member.told.is_some_and(|told| told.is_enrolled))
        .map(|member| Person::of(site, known, member))
        .collect();
    vec![
        by_track(site, known),
        status(site, &people),
        bands(site, &people),
        groups(&people),
        risk(site, &people),
    ]
}

/// Passing people of each course by the track of their grade; whether they are still there is not asked.
pub(super) fn passing(site: &Site) -> HashMap<(u16, &'static str), i64> {
    let mut passing = HashMap::new();
    for member in &site.memberships {
        if let Some(grade) = member.grade.as_ref().filter(|_| has_passed(member))
            && let Some(track) = grade.track
        {
            *passing.entry((member.course, track)).or_default() += 1;
        }
    }
    passing
}

/// Whether somebody passed, and kept the letter.
pub(super) fn has_passed(member: &Membership) -> bool {
    let grade = member.grade.as_ref();
    grade.is_some_and(|grade| grade.passed.is_some() && !grade.letter.is_empty())
}

fn by_track(site: &Site, known: &Known<'_>) -> TrueTable {
    let passing = passing(site);
    let course_of: HashMap<&str, u16> = (0..)
        .zip(&site.courses)
        .map(|(at, course)| (course.id.as_str(), at))
        .collect();
    let mut table = TrueTable::new("course_grade_by_mode", &["course_id", "mode", "passing_users"]);
    for (course, track) in known.tracks {
        let of_track = passing.get(&(course_of[course.as_str()], track.as_str()));
        table.push([
            Cell::from(course),
            Cell::from(track),
            Cell::from(of_track.copied().unwrap_or_default()),
        ]);
    }
    table
}

/// Somebody enrolled at the end.
struct Person<'a> {
    member: &'a Membership,
    course: &'a Course,
    track: &'static str,
    has_passed: bool,
    /// Grade in whole percent.
    percent: Option<u32>,
    has_certificate: bool,
    /// Day of the last visit.
    last_visit: Option<u32>,
    days_away: Option<u32>,
    /// Days with activity, lately and before.
    days: [usize; 2],
    /// Submissions lately and before; right ones of them.
    tries: [usize; 2],
    right: [usize; 2],
    /// Days to the end of the course.
    days_left: Option<i64>,
    group: &'static str,
}

impl<'a> Person<'a> {
    fn of(site: &'a Site, known: &Known<'_>, member: &'a Membership) -> Self {
        let course = &site.courses[usize::from(member.course)];
        let key = (member.course, member.learner);
        let visits = known.active.get(&key).map_or(&[][..], Vec::as_slice);
        let last_day = site.days - 1;
        let last_visit = visits.last().copied();
        let days_away = last_visit.map(|day| last_day - day);
        let lately = site.days.saturating_sub(LATELY);
        let before = site.days.saturating_sub(2 * LATELY);
        let submissions = known.answers.of(member.course, member.learner);
        let count = |is_late: bool, is_right: bool| {
            let wanted = submissions
                .iter()
                .filter(|(day, right)| (*day >= lately) == is_late && (*right || !is_right));
            wanted.count()
        };
        let has_passed = has_passed(member);
        let last_date = site.date(last_day);
        let is_running = course.start <= last_date && course.end.is_none_or(|end| end >= last_date);
        let did_more = known.worked.contains(&key) || known.places.came(member.course, member.learner);
        let group = match days_away {
            _ if has_passed => "passed",
            Some(away) if away < AWAY => "active",
            Some(_) if is_running && did_more => "at_risk",
            _ => "other",
        };
        let grade = member.grade.as_ref();
        Self {
            member,
            course,
            track: member.told.map_or("", |told| told.mode),
            has_passed,
            percent: grade.map(|grade| whole_percent(grade.part, course.points())),
            has_certificate: grade.is_some_and(|grade| grade.passed.is_some()) && member.mode != course.modes[0],
            last_visit,
            days_away,
            days: [
                visits.iter().filter(|day| **day >= lately).count(),
                visits.iter().filter(|day| (before..lately).contains(*day)).count(),
            ],
            tries: [count(true, false), count(false, false)],
            right: [count(true, true), count(false, true)],
            days_left: course
                .end
                .map(|end| (end - last_date).num_days())
                .filter(|left| *left >= 0),
            group,
        }
    }

    /// The reasons for risk, each with its points.
    fn reasons(&self) -> Vec<(&'static str, u64)> {
        let away = self.days_away.unwrap_or_default();
        let [tries, before] = self.tries;
        let [right, right_before] = self.right;
        // Shares of right ones that differ by a fifth or more, in whole numbers.
        let is_worse = tries >= 3 && before >= 3 && 5 * right_before * tries >= before * tries + 5 * right * before;
        let all = [
            ("away", 1 + u64::from(away >= 2 * AWAY) + u64::from(away >= 4 * AWAY)),
            (
                "deadline",
                self.days_left
                    .map_or(0, |left| u64::from(left <= 28) + u64::from(left <= 7)),
            ),
            ("activity", u64::from(self.days[0] * 2 < self.days[1])),
            ("trend", u64::from(is_worse)),
            (
                "answers",
                u64::from(tries + before >= 5 && (right + right_before) * 2 < tries + before),
            ),
            ("grade", u64::from(self.percent.is_some_and(|percent| percent < 50))),
        ];
        all.into_iter().filter(|(_, points)| *points > 0).collect()
    }
}

fn last_date(site: &Site) -> NaiveDate {
    site.start + Days::new(u64::from(site.days) - 1)
}

/// OV-51, OV-53.
fn status(site: &Site, people: &[Person<'_>]) -> TrueTable {
    let date = last_date(site);
    let mut table = TrueTable::new(
        "course_grade_status",
        &[
            "course_id",
            "date",
            "enrollment_mode",
            "status",
            "learners",
            "graded",
            "mean_grade",
            "certificates",
        ],
    );
    let mut groups: BTreeMap<(&str, &str, &str), Vec<&Person<'_>>> = BTreeMap::new();
    for person in people {
        let is_over = person.course.end.is_some_and(|end| end < date);
        let status = match (person.has_passed, is_over) {
            (true, _) => "passed",
            (false, true) => "not passed",
            (false, false) => "in progress",
        };
        let group = (person.course.id.as_str(), person.track, status);
        groups.entry(group).or_default().push(person);
    }
    for ((course, track, status), people) in groups {
        let grades: Vec<u32> = people.iter().filter_map(|person| person.percent).collect();
        let mean = f64::from(grades.iter().sum::<u32>()) / (100.0 * grades.len() as f64);
        table.push([
            Cell::from(course),
            Cell::from(date),
            Cell::from(track),
            Cell::from(status),
            Cell::from(people.len()),
            Cell::from(grades.len()),
            or_null((!grades.is_empty()).then_some(mean)),
            Cell::from(people.iter().filter(|person| person.has_certificate).count()),
        ]);
    }
    table
}

/// OV-52.
fn bands(site: &Site, people: &[Person<'_>]) -> TrueTable {
    let mut table = TrueTable::new(
        "course_grade_bands",
        &["course_id", "date", "band", "learners", "passed"],
    );
    let mut bands: BTreeMap<(&str, u32), (u64, u64)> = BTreeMap::new();
    for person in people {
        if let Some(percent) = person.percent {
            let band = bands
                .entry((person.course.id.as_str(), (percent / 10 * 10).min(90)))
                .or_default();
            band.0 += 1;
            band.1 += u64::from(person.has_passed);
        }
    }
    for ((course, band), (learners, passed)) in bands {
        table.push([
            Cell::from(course),
            Cell::from(last_date(site)),
            Cell::from(band),
            Cell::from(learners),
            Cell::from(passed),
        ]);
    }
    table
}

/// OV-7.
fn groups(people: &[Person<'_>]) -> TrueTable {
    let mut table = TrueTable::new(
        "learner_groups",
        &["course_id", "learner_group", "number", "learners", "percent"],
    );
    let mut courses: BTreeMap<&str, Vec<&Person<'_>>> = BTreeMap::new();
    for person in people {
        courses.entry(&person.course.id).or_default().push(person);
    }
    for (course, of_course) in courses {
        for (at, group) in ["active", "at_risk", "passed", "other"].into_iter().enumerate() {
            let learners = of_course.iter().filter(|person| person.group == group).count();
            table.push([
                Cell::from(course),
                Cell::from(group),
                Cell::from(at + 1),
                Cell::from(learners),
                Cell::from(100.0 * learners as f64 / of_course.len() as f64),
            ]);
        }
    }
    table
}

/// OV-8.
fn risk(site: &Site, people: &[Person<'_>]) -> TrueTable {
    let mut table = TrueTable::new(
        "learner_risk",
        &[
            "course_id",
            "user_id",
            "username",
            "email",
            "mode",
            "number",
            "score",
            "last_visit",
            "days_away",
            "days_left",
            "days_lately",
            "days_before",
            "tries_lately",
            "right_lately",
            "tries_before",
            "right_before",
            "grade_percent",
            "reasons",
        ],
    );
    let mut courses: BTreeMap<&str, Vec<(u64, &Person<'_>)>> = BTreeMap::new();
    for person in people.iter().filter(|person| person.group == "at_risk") {
        let score = person.reasons().iter().map(|(_, points)| points).sum();
        courses.entry(&person.course.id).or_default().push((score, person));
    }
    for (course, mut people) in courses {
        people.sort_by_key(|(score, person)| (std::cmp::Reverse(*score), person.days_away, person.member.learner));
        for (at, (score, person)) in people.into_iter().enumerate() {
            let account = &site.learners[person.member.learner as usize];
            let codes: Vec<&str> = person.reasons().into_iter().map(|(code, _)| code).collect();
            table.push([
                Cell::from(course),
                Cell::from(learner::id(person.member.learner)),
                Cell::from(&account.username),
                Cell::from(&account.email),
                Cell::from(person.track),
                Cell::from(at + 1),
                Cell::from(score),
                or_null(person.last_visit.map(|day| site.date(day))),
                or_null(person.days_away),
                or_null(person.days_left),
                Cell::from(person.days[0]),
                Cell::from(person.days[1]),
                Cell::from(person.tries[0]),
                Cell::from(person.right[0]),
                Cell::from(person.tries[1]),
                Cell::from(person.right[1]),
                or_null(person.percent),
                Cell::from(codes.join(",")),
            ]);
        }
    }
    table
}
