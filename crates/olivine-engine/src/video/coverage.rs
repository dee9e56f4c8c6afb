//! How many people and views each piece of a video has: a sweep over spans, whose cost does not depend on how long they are.

/// What one person watched at one go: from one cell to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Who.
    pub user: i64,
    /// First cell.
    pub first: u32,
    /// Last cell.
    pub last: u32,
}

/// Cells in a row with the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// First cell.
    pub first: u32,
    /// The cell after the last.
    pub until: u32,
    /// Different people who watched these cells.
    pub users: i64,
    /// How often they were watched.
    pub views: i64,
}

/// The cells that were watched, in order. Sorts the spans; a span that ends before it begins is none.
pub fn runs(spans: &mut [Span]) -> Vec<Run> {
    spans.sort_unstable();
    // (cell, change of people, change of views)
    let mut changes: Vec<(u32, i64, i64)> = Vec::with_capacity(spans.len() * 2);
    let mut covered: Option<(i64, u32)> = None;
    for span in spans.iter().filter(|span| span.first <= span.last) {
        let until = span.last.saturating_add(1);
        changes.push((span.first, 0, 1));
        changes.push((until, 0, -1));
        // Where a person was already is not counted again. Spans of a person come in the order of their beginning.
        let known = covered.filter(|(user, _)| *user == span.user).map(|(_, until)| until);
        let fresh = known.map_or(span.first, |known| known.max(span.first));
        if fresh < until {
            changes.push((fresh, 1, 0));
            changes.push((until, -1, 0));
        }
        covered = Some((span.user, known.map_or(until, |known| known.max(until))));
    }
    changes.sort_unstable();
    let mut found: Vec<Run> = Vec::new();
    let (mut users, mut views) = (0, 0);
    let mut at = 0;
    for (cell, more_users, more_views) in changes {
        if cell > at && views > 0 {
            add(
                &mut found,
                Run {
                    first: at,
                    until: cell,
                    users,
                    views,
                },
            );
        }
        at = cell;
        users += more_users;
        views += more_views;
    }
    found
}

fn add(found: &mut Vec<Run>, run: Run) {
    match found.last_mut() {
        Some(before) if before.until == run.first && (before.users, before.views) == (run.users, run.views) => {
            before.until = run.until;
        }
        _ => found.push(run),
    }
}

/// Length of the union of intervals `[begin, end)`. Sorts them; one that ends before it begins is empty.
pub fn covered_length(intervals: &mut [(i64, i64)]) -> i64 {
    intervals.sort_unstable();
    let mut length = 0_i64;
    let mut covered_until = i64::MIN;
    for (begin, end) in intervals.iter() {
        let fresh = (*begin).max(covered_until);
        if fresh < *end {
            length = length.saturating_add(end.saturating_sub(fresh));
            covered_until = *end;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    fn span(user: i64, first: u32, last: u32) -> Span {
        Span { user, first, last }
    }

    #[test]
    fn people_count_once_and_views_each_time() {
        let mut spans = [span(1, 0, 1), span(1, 1, 2), span(2, 4, 4), span(2, 3, 2)];
        let run = |first, until, users, views| Run {
            first,
            until,
            users,
            views,
        };
        assert_eq!(
            runs(&mut spans),
            [run(0, 1, 1, 1), run(1, 2, 1, 2), run(2, 3, 1, 1), run(4, 5, 1, 1)]
        );
        assert_eq!(runs(&mut []), []);
        assert_eq!(covered_length(&mut [(0, 100), (50, 120), (200, 210), (9, 3)]), 130);
    }

    proptest! {
        #[test]
        fn the_sweep_gives_what_counting_cell_by_cell_gives(
            spans in prop::collection::vec((0_i64..5, 0_u32..40, 0_u32..40), 0..60)
        ) {
            let mut spans: Vec<Span> = spans.into_iter().map(|(user, first, last)| span(user, first, last)).collect();
            let mut cells: BTreeMap<u32, (BTreeSet<i64>, i64)> = BTreeMap::new();
            let mut of_user: BTreeMap<i64, BTreeSet<u32>> = BTreeMap::new();
            for span in &spans {
                for cell in span.first..=span.last {
                    let entry = cells.entry(cell).or_default();
                    entry.0.insert(span.user);
                    entry.1 += 1;
                    of_user.entry(span.user).or_default().insert(cell);
                }
            }
            let mut one: Vec<(i64, i64)> = spans
                .iter()
                .filter(|span| span.user == 1)
                .map(|span| (i64::from(span.first), i64::from(span.last) + 1))
                .collect();
            prop_assert_eq!(covered_length(&mut one), of_user.get(&1).map_or(0, |cells| cells.len() as i64));
            let mut found = BTreeMap::new();
            let runs = runs(&mut spans);
            for run in &runs {
                for cell in run.first..run.until {
                    prop_assert!(found.insert(cell, (run.users, run.views)).is_none());
                }
            }
            let expected: BTreeMap<u32, (i64, i64)> =
                cells.into_iter().map(|(cell, (users, views))| (cell, (users.len() as i64, views))).collect();
            prop_assert_eq!(found, expected);
            for pair in runs.windows(2) {
                let same = (pair[0].users, pair[0].views) == (pair[1].users, pair[1].views);
                prop_assert!(pair[0].until < pair[1].first || !same, "runs are as long as can be");
            }
        }
    }
}
