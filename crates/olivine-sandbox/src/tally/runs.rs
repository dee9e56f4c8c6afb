//! Runs of one course beside each other (OV-13 … OV-15).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::customers::{ActiveDays, whole_percent};
use super::places::Places;
use super::standing;
use crate::catalog;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};
use crate::truth::EnrollmentDay;

/// A run on a day.
struct RunDay {
    date: NaiveDate,
    number: i64,
    enrolled: i64,
    ever_enrolled: i64,
    active: usize,
    ever_active: usize,
}

/// People active on each day of the simulation, and those active for the first time.
struct Visits {
    active: Vec<usize>,
    first_active: Vec<usize>,
}

impl Visits {
    fn none(days: u32) -> Self {
        Self {
            active: vec![0; days as usize],
            first_active: vec![0; days as usize],
        }
    }
}

/// A run with its days, the last one last.
struct Run {
    position: u16,
    catalog_course: String,
    days: Vec<RunDay>,
}

pub(super) fn tables(
    site: &Site,
    enrollment: &[EnrollmentDay],
    active: &ActiveDays,
    places: &Places,
) -> Vec<TrueTable> {
    let runs = runs(site, enrollment, active);
    vec![days(site, &runs), comparison(site, &runs, active, places)]
}

fn runs(site: &Site, enrollment: &[EnrollmentDay], active: &ActiveDays) -> Vec<Run> {
    let mut of_course: HashMap<&str, Vec<&EnrollmentDay>> = HashMap::new();
    for day in enrollment {
        of_course.entry(&day.course_id).or_default().push(day);
    }
    let nobody = Visits::none(site.days);
    let mut visits: HashMap<u16, Visits> = HashMap::new();
    for ((course, _), days) in active {
        let visits = visits.entry(*course).or_insert_with(|| Visits::none(site.days));
        days.iter().for_each(|day| visits.active[*day as usize] += 1);
        days.first()
            .into_iter()
            .for_each(|day| visits.first_active[*day as usize] += 1);
    }
    let mut runs = Vec::new();
    for (position, course) in (0..).zip(&site.courses) {
        let Some(mut told) = of_course.remove(course.id.as_str()) else {
            continue;
        };
        told.sort_by_key(|day| day.date);
        let visits = visits.get(&position).unwrap_or(&nobody);
        let day = |told: &&EnrollmentDay| {
            let day = (told.date - site.start).num_days() as usize;
            RunDay {
                date: told.date,
                number: (told.date - course.start).num_days(),
                enrolled: told.count,
                ever_enrolled: told.cumulative_count,
                active: visits.active[day],
                ever_active: visits.first_active[..=day].iter().sum(),
            }
        };
        runs.push(Run {
            position,
            // All courses of this world that the catalog does not know have an organisation and a number in their key.
            catalog_course: format!("{}+{}", course.org, course.number),
            days: told.iter().map(day).collect(),
        });
    }
    runs
}

fn days(site: &Site, runs: &[Run]) -> TrueTable {
    let mut table = TrueTable::new(
        "course_run_days",
        &[
            "catalog_course",
            "course_id",
            "day_number",
            "date",
            "enrolled",
            "ever_enrolled",
            "active",
            "ever_active",
        ],
    );
    for run in runs {
        for day in &run.days {
            table.push([
                Cell::from(&run.catalog_course),
                Cell::from(&site.courses[usize::from(run.position)].id),
                Cell::from(day.number),
                Cell::from(day.date),
                Cell::from(day.enrolled),
                Cell::from(day.ever_enrolled),
                Cell::from(day.active),
                Cell::from(day.ever_active),
            ]);
        }
    }
    table
}

fn comparison(site: &Site, runs: &[Run], active: &ActiveDays, places: &Places) -> TrueTable {
    let mut table = TrueTable::new(
        "course_run_comparison",
        &[
            "catalog_course",
            "course_id",
            "title",
            "number",
            "runs",
            "day_zero",
            "counted_from",
            "day_number",
            "enrolled",
            "ever_enrolled",
            "ever_active",
            "active_last_week",
            "visited_percent",
            "passing",
            "passing_percent",
            "mean_grade_percent",
            "same_day_number",
            "same_day_enrolled",
            "same_day_ever_enrolled",
            "same_day_ever_active",
        ],
    );
    let passing = standing::passing(site);
    let mut courses: BTreeMap<&str, Vec<&Run>> = BTreeMap::new();
    for run in runs {
        courses.entry(&run.catalog_course).or_default().push(run);
    }
    for (catalog_course, mut runs) in courses {
        runs.sort_by_key(|run| {
            let course = &site.courses[usize::from(run.position)];
            (std::cmp::Reverse(course.start), &course.id)
        });
        let numbers = runs.iter().filter_map(|run| run.days.last()).map(|day| day.number);
        let age = numbers.filter(|number| *number >= 0).min();
        for (at, run) in runs.iter().enumerate() {
            let course = &site.courses[usize::from(run.position)];
            let Some(last) = run.days.last() else { continue };
            let same = run.days.iter().find(|day| Some(day.number) == age);
            let lately = active
                .iter()
                .filter(|((position, _), _)| *position == run.position)
                .filter(|(_, days)| days.last().is_some_and(|day| day + 7 >= site.days));
            let passing: i64 = passing
                .iter()
                .filter(|((position, _), _)| *position == run.position)
                .map(|(_, people)| people)
                .sum();
            let grades: Vec<u32> = site
                .memberships
                .iter()
                .filter(|member| member.course == run.position)
                .filter_map(|member| Some(whole_percent(member.grade.as_ref()?.part, course.points())))
                .collect();
            let mean = f64::from(grades.iter().sum::<u32>()) / grades.len() as f64;
            let title = catalog::facts(course).map_or(course.title.clone(), |known| known.title);
            table.push([
                Cell::from(catalog_course),
                Cell::from(&course.id),
                Cell::from(title),
                Cell::from(at + 1),
                Cell::from(runs.len()),
                Cell::from(course.start),
                Cell::from("start"),
                Cell::from(last.number),
                Cell::from(last.enrolled),
                Cell::from(last.ever_enrolled),
                Cell::from(last.ever_active),
                Cell::from(lately.count()),
                or_null(places.mean_percent(site, run.position)),
                Cell::from(passing),
                Cell::from(100.0 * passing as f64 / last.ever_enrolled as f64),
                or_null((!grades.is_empty()).then_some(mean)),
                or_null(age),
                or_null(same.map(|day| day.enrolled)),
                or_null(same.map(|day| day.ever_enrolled)),
                or_null(same.map(|day| day.ever_active)),
            ]);
        }
    }
    table
}
