//! The rules `OV-1` to `OV-21`, `OV-54` and `OV-55` once more, as slowly and plainly as they are written: no SQL, no facts by day.

mod completion;
mod coverage;
mod drop_off;
mod first_try;
mod forum;
mod help;
mod runs;
mod scores;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use super::Rows;
use super::course::{Block, Course, Page};
use super::history::{Act, History, Shown};
use crate::reports::delivery::{Cell, day_of, some};

fn percent(part: i64, whole: i64) -> Cell {
    (whole > 0).then(|| (100.0 * part as f64 / whole as f64).to_string())
}

/// All result tables of a history, by name.
pub fn tables(history: &History) -> BTreeMap<&'static str, Rows> {
    let site = Site::of(history);
    BTreeMap::from([
        ("run_page_visits", site.page_visits()),
        ("completion_levels", site.levels()),
        ("completion_pages", site.pages()),
        ("completion_bands", site.bands()),
        ("coverage_levels", site.coverage()),
        ("drop_off_levels", site.drop_off()),
        ("run_problem_tries", site.tries()),
        ("problem_first_try", site.first_try()),
        ("problem_try_counts", site.try_counts()),
        ("course_first_try", site.course_first_try()),
        ("problem_help", site.help()),
        ("run_learner_state", site.states()),
        ("learner_groups", site.groups()),
        ("learner_risk", site.risk()),
        ("forum_daily", site.forum(|day| Some((day, None)))),
        ("forum_weekly", site.forum_weekly()),
        ("forum_topics", site.forum_topics()),
        ("course_run_days", site.run_days()),
        ("course_run_comparison", site.comparison()),
        ("subsection_scores", site.scores()),
    ])
}

struct Site<'a> {
    history: &'a History,
    /// People enrolled at the end, by course.
    enrolled: Vec<BTreeSet<i64>>,
    /// Visited pages by course and person.
    visited: BTreeMap<(usize, i64), BTreeSet<&'a str>>,
}

impl<'a> Site<'a> {
    fn of(history: &'a History) -> Self {
        let mut enrolled = vec![BTreeSet::new(); history.courses.len()];
        let mut moves: Vec<_> = history
            .moves
            .iter()
            .filter(|event| is_inside(history, event.time))
            .collect();
        moves.sort_by_key(|event| event.time);
        for event in moves {
            if event.enrolls {
                enrolled[event.course].insert(event.user);
            } else {
                enrolled[event.course].remove(&event.user);
            }
        }
        let mut visited: BTreeMap<(usize, i64), BTreeSet<&str>> = BTreeMap::new();
        for act in counted(history) {
            let course = &history.courses[act.course];
            for shown in &act.shown {
                if let Some(page) = page_of(course, shown) {
                    visited
                        .entry((act.course, act.user))
                        .or_default()
                        .insert(&page.page.key);
                }
            }
        }
        Self {
            history,
            enrolled,
            visited,
        }
    }

    fn id(&self, course: usize) -> &str {
        &self.history.courses[course].id
    }
}

fn is_inside(history: &History, time: i64) -> bool {
    day_of(time) >= history.from && day_of(time) < history.to
}

/// Acts that count at all.
fn counted(history: &History) -> impl Iterator<Item = &Act> {
    history
        .acts
        .iter()
        .filter(|act| !act.by_worker && !act.by_lms && is_inside(history, act.time))
}

/// `OV-3`: the page that a place shows.
fn page_of<'a>(course: &'a Course, shown: &Shown) -> Option<Page<'a>> {
    let pages = course.pages();
    match shown {
        Shown::Nothing => None,
        Shown::At(subsection, position) => pages
            .into_iter()
            .find(|page| page.subsection.key == *subsection && page.position == *position),
        Shown::Block(key) => {
            let below = |page: &&Page<'_>| page.page.all().iter().any(|block| block.key == *key);
            if let Some(page) = pages.iter().find(below) {
                return Some(*page);
            }
            let of: Vec<Page<'_>> = pages.into_iter().filter(|page| page.subsection.key == *key).collect();
            match of[..] {
                [only] => Some(only),
                _ => None,
            }
        }
    }
}

fn title(block: &Block) -> Cell {
    some(format!("Title of {}", block.name))
}
