//! What each learner did with each problem, video and topic by day, and how the last week looks (PF 8.2 to 8.5).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use crate::moment::{Act, CourseFrom, Moment, Post, Session};
use crate::payload::forum::topic;
use crate::simulation::Site;
use crate::table::{Cell, TrueTable, or_null};

/// What something was done with; positions in the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Deed {
    Attempted(u16),
    Completed(u16),
    Viewed(u16),
    Contributed(u8),
}

#[derive(Debug, Default)]
pub(super) struct Engagement {
    /// By course, learner, day of the simulation, and deed.
    counts: HashMap<(u16, u32, u32, Deed), u64>,
}

/// The last week of somebody in a course.
#[derive(Debug, Default, Clone)]
pub(super) struct Week {
    pub attempts: u64,
    attempted: BTreeSet<u16>,
    completed: BTreeSet<u16>,
    viewed: BTreeSet<u16>,
    pub contributions: u64,
}

impl Week {
    pub(super) fn attempted(&self) -> usize {
        self.attempted.len()
    }

    pub(super) fn completed(&self) -> usize {
        self.completed.len()
    }

    pub(super) fn viewed(&self) -> usize {
        self.viewed.len()
    }

    /// Attempts for each completed problem; infinite where none is.
    pub(super) fn ratio(&self) -> f64 {
        if self.completed.is_empty() {
            return f64::INFINITY;
        }
        let exact = self.attempts as f64 / self.completed.len() as f64;
        // It passes through a text of twelve digits (PF 1.6).
        format!("{exact:.11e}").parse().unwrap_or(exact)
    }

    fn metric(&self, metric: &str) -> f64 {
        match metric {
            "problem_attempts" => self.attempts as f64,
            "problems_attempted" => self.attempted.len() as f64,
            "problems_completed" => self.completed.len() as f64,
            "problem_attempts_per_completed" => self.ratio(),
            "videos_viewed" => self.viewed.len() as f64,
            _ => self.contributions as f64,
        }
    }
}

const RATIO: &str = "problem_attempts_per_completed";
const METRICS: [&str; 6] = [
    "problem_attempts",
    "problems_attempted",
    "problems_completed",
    RATIO,
    "videos_viewed",
    "discussion_contributions",
];

/// The bounds of low and high values of a metric: the 15th and the 85th percentile.
pub(super) type Bounds = BTreeMap<(u16, &'static str), Option<(f64, f64)>>;

impl Engagement {
    pub(super) fn observe(&mut self, site: &Site, day: u32, session: &Session, moment: &Moment) {
        let Some(learner) = session.learner else { return };
        if moment.course_from == CourseFrom::Nowhere {
            return;
        }
        let mut count = |deed| *self.counts.entry((session.course, learner, day, deed)).or_default() += 1;
        match moment.act {
            Act::CheckAnswer { problem, given, .. } => {
                count(Deed::Attempted(problem));
                if given.is_right {
                    count(Deed::Completed(problem));
                }
            }
            Act::PlayVideo { video, .. } => count(Deed::Viewed(video)),
            Act::Forum(Post::Write { post, .. }) => count(Deed::Contributed(
                site.forums[usize::from(session.course)][post as usize].topic,
            )),
            _ => {}
        }
    }

    /// PF 8.2.
    pub(super) fn by_day(&self, site: &Site) -> TrueTable {
        let mut table = TrueTable::new(
            "module_engagement",
            &[
                "course_id",
                "username",
                "date",
                "entity_type",
                "entity_id",
                "event",
                "count",
            ],
        );
        for ((course, learner, day, deed), count) in &self.counts {
            let course = &site.courses[usize::from(*course)];
            let (kind, entity, event) = match deed {
                Deed::Attempted(problem) => (
                    "problem",
                    course.problems[usize::from(*problem)].block.usage.clone(),
                    "attempted",
                ),
                Deed::Completed(problem) => (
                    "problem",
                    course.problems[usize::from(*problem)].block.usage.clone(),
                    "completed",
                ),
                Deed::Viewed(video) => (
                    "video",
                    course.videos[usize::from(*video)].block.html_id.clone(),
                    "viewed",
                ),
                Deed::Contributed(nth) => ("discussion", topic(course, *nth), "contributed"),
            };
            table.push([
                Cell::from(&course.id),
                Cell::from(&site.learners[*learner as usize].username),
                Cell::from(site.start + Days::new(u64::from(*day))),
                Cell::from(kind),
                Cell::from(entity),
                Cell::from(event),
                Cell::from(count),
            ]);
        }
        table
    }

    /// What everybody did who did anything in the seven days before `end`, days of the simulation (PF 8.3).
    pub(super) fn week(&self, end: i64) -> BTreeMap<(u16, u32), Week> {
        let mut weeks: BTreeMap<(u16, u32), Week> = BTreeMap::new();
        for ((course, learner, day, deed), count) in &self.counts {
            if !(end - 7..end).contains(&i64::from(*day)) {
                continue;
            }
            let week = weeks.entry((*course, *learner)).or_default();
            match deed {
                Deed::Attempted(problem) => {
                    week.attempts += count;
                    week.attempted.insert(*problem);
                }
                Deed::Completed(problem) => {
                    week.completed.insert(*problem);
                }
                Deed::Viewed(video) => {
                    week.viewed.insert(*video);
                }
                Deed::Contributed(_) => week.contributions += count,
            }
        }
        weeks
    }
}

/// PF G1 and G2.
pub(super) fn bounds(weeks: &BTreeMap<(u16, u32), Week>) -> Bounds {
    let courses: BTreeSet<u16> = weeks.keys().map(|(course, _)| *course).collect();
    let mut bounds = Bounds::new();
    for course in courses {
        for metric in METRICS {
            let mut values: Vec<f64> = weeks
                .range((course, 0)..=(course, u32::MAX))
                .filter(|(_, week)| metric != RATIO || week.attempts > 0)
                .map(|(_, week)| week.metric(metric))
                .collect();
            values.sort_by(f64::total_cmp);
            let of = |part| percentile(&values, part);
            bounds.insert((course, metric), (!values.is_empty()).then(|| (of(15.0), of(85.0))));
        }
    }
    bounds
}

/// Between the two values nearest to that part of the way (PF G2); equal neighbours give their value (G5).
fn percentile(sorted: &[f64], part: f64) -> f64 {
    let place = part / 100.0 * (sorted.len() - 1) as f64;
    let below = place.floor();
    let weight = place - below;
    let low = sorted[below as usize];
    let high = sorted[(below as usize + 1).min(sorted.len() - 1)];
    if low == high {
        return low;
    }
    let between = low * (1.0 - weight) + high * weight;
    if between.is_nan() { f64::INFINITY } else { between }
}

/// PF G3 and G4.
pub(super) fn ranges(site: &Site, bounds: &Bounds, end: NaiveDate) -> TrueTable {
    let mut table = TrueTable::new(
        "module_engagement_metric_ranges",
        &[
            "course_id",
            "start_date",
            "end_date",
            "metric",
            "range_type",
            "low_value",
            "high_value",
        ],
    );
    for ((course, metric), bounds) in bounds {
        let mut row = |range: &str, low: f64, high: f64| {
            table.push([
                Cell::from(&site.courses[usize::from(*course)].id),
                Cell::from(end - Days::new(7)),
                Cell::from(end),
                Cell::from(*metric),
                Cell::from(range),
                or_null(low.is_finite().then_some(low)),
                or_null(high.is_finite().then_some(high)),
            ]);
        };
        let Some((low, high)) = *bounds else {
            row("normal", 0.0, f64::INFINITY);
            continue;
        };
        if low > 0.0 {
            row("low", 0.0, low);
        }
        if low == high {
            row("normal", low, f64::INFINITY);
        } else {
            row("normal", low, high);
            row("high", high, f64::INFINITY);
        }
    }
    table
}

/// The segments that a week puts somebody in, in order of the alphabet (PF 8.5).
pub(super) fn segments(week: &Week, course: u16, bounds: &Bounds) -> Vec<&'static str> {
    let is_high = |metric: &str| {
        let bounds = bounds
            .iter()
            .find(|((other, name), _)| *other == course && *name == metric);
        match bounds.and_then(|(_, bounds)| *bounds) {
            Some((low, high)) if low != high => week.metric(metric) >= high,
            _ => false,
        }
    };
    let engaged = [
        "problems_attempted",
        "problems_completed",
        "videos_viewed",
        "discussion_contributions",
    ];
    let mut segments = Vec::new();
    if engaged.into_iter().any(is_high) {
        segments.push("highly_engaged");
    }
    if week.attempts > 0 && is_high(RATIO) {
        segments.push("struggling");
    }
    segments
}
