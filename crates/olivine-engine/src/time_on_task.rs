//! Time on task, from the times of a person's events (`OV-40`), free of any query engine.
//!
//! The time from one event to the next belongs to what the first was about, if it is not longer than a gap; where a longer one
//! follows, or nothing, a short tail is credited. [`runs`] sums up the events of a day without losing anything that matters for
//! that, and [`spells`] works the time out from such runs: the same as from the events themselves.

/// Consecutive events of one person about the same, none further from the next than the gap. `C` stands for the course, `K` for
/// the kind of activity: their names, or anything that sorts like them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run<C, K> {
    /// Time of the first event; microseconds since 1970, UTC.
    pub begin: i64,
    /// In which course.
    pub course: C,
    /// At what.
    pub kind: K,
    /// Time of the last event.
    pub end: i64,
}

/// Time that one run takes, with what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spell<C, K> {
    /// When it began; microseconds since 1970, UTC.
    pub begin: i64,
    /// In which course.
    pub course: C,
    /// At what.
    pub kind: K,
    /// How long; microseconds.
    pub length: i64,
    /// Whether a session of the person begins with it.
    pub begins_session: bool,
}

/// Joins runs that follow each other within the gap (microseconds) and are about the same. A single event is a run that ends
/// where it begins. Sorts the runs.
pub fn runs<C: Copy + Ord, K: Copy + Ord>(of_events: &mut [Run<C, K>], gap: i64) -> Vec<Run<C, K>> {
    of_events.sort_unstable();
    let mut found: Vec<Run<C, K>> = Vec::new();
    for next in of_events.iter() {
        match found.last_mut() {
            Some(last)
                if (last.course, last.kind) == (next.course, next.kind)
                    && next.begin.saturating_sub(last.end) <= gap =>
            {
                last.end = last.end.max(next.end);
            }
            _ => found.push(*next),
        }
    }
    found
}

/// The time that each run takes. `gap` and `tail` in microseconds; the tail is never longer than the gap. Sorts the runs.
pub fn spells<C: Copy + Ord, K: Copy + Ord>(runs: &mut [Run<C, K>], gap: i64, tail: i64) -> Vec<Spell<C, K>> {
    runs.sort_unstable();
    let tail = tail.clamp(0, gap.max(0));
    let mut begins_session = true;
    let mut found = Vec::with_capacity(runs.len());
    for (place, run) in runs.iter().enumerate() {
        let to_next = runs.get(place + 1).map(|next| next.begin.saturating_sub(run.end));
        let goes_on = to_next.filter(|to_next| *to_next <= gap);
        found.push(Spell {
            begin: run.begin,
            course: run.course,
            kind: run.kind,
            length: run
                .end
                .saturating_sub(run.begin)
                .saturating_add(goes_on.unwrap_or(tail).max(0)),
            begins_session,
        });
        begins_session = goes_on.is_none();
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1_000_000;

    fn event(second: i64, course: u32, kind: u32) -> Run<u32, u32> {
        Run {
            begin: second * SECOND,
            course,
            kind,
            end: second * SECOND,
        }
    }

    /// (course, kind, seconds, whether a session begins).
    fn spells_of(events: &mut [Run<u32, u32>]) -> Vec<(u32, u32, i64, bool)> {
        spells(events, 1800 * SECOND, 60 * SECOND)
            .iter()
            .map(|spell| (spell.course, spell.kind, spell.length / SECOND, spell.begins_session))
            .collect()
    }

    #[test]
    fn time_goes_to_what_the_person_was_at() {
        let mut events = [
            event(0, 1, 1),
            event(100, 1, 1),
            event(400, 1, 2),
            event(900, 2, 1),
            event(2700, 2, 1),
        ];
        assert_eq!(
            spells_of(&mut events),
            [
                (1, 1, 100, true),
                (1, 1, 300, false),
                (1, 2, 500, false),
                (2, 1, 1800, false),
                (2, 1, 60, false)
            ]
        );
        let mut gaps = [event(0, 1, 1), event(1801, 1, 1)];
        assert_eq!(spells_of(&mut gaps), [(1, 1, 60, true), (1, 1, 60, true)]);
        assert_eq!(spells_of(&mut [event(5, 1, 1)]), [(1, 1, 60, true)]);
        assert_eq!(spells_of(&mut []), []);
        let mut odd = [event(0, 1, 1), event(0, 1, 1)];
        odd[0].begin = i64::MIN;
        odd[0].end = i64::MIN;
        odd[1].begin = i64::MAX;
        odd[1].end = i64::MAX;
        assert_eq!(spells_of(&mut odd).len(), 2);
        assert_eq!(spells(&mut [event(5, 1, 1)], 10, 1000)[0].length, 10);
    }

    /// The rule once more, event by event.
    fn slowly(mut events: Vec<(i64, u32, u32)>, gap: i64, tail: i64) -> BTreeMap<(u32, u32), i64> {
        events.sort_unstable();
        let mut sums = BTreeMap::new();
        for (place, (time, course, kind)) in events.iter().enumerate() {
            let credit = match events.get(place + 1) {
                Some((next, ..)) if next - time <= gap => next - time,
                _ => tail,
            };
            *sums.entry((*course, *kind)).or_insert(0) += credit;
        }
        sums
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn runs_of_parts_give_what_the_events_give(
            events in prop::collection::vec((0_i64..400, 0_u32..3, 0_u32..3), 0..60),
            day in 1_i64..200,
            gap in 0_i64..30,
            tail in 0_i64..40,
        ) {
            let tail = tail.min(gap);
            let expected = slowly(events.clone(), gap, tail);
            let mut days: BTreeMap<i64, Vec<Run<u32, u32>>> = BTreeMap::new();
            for (time, course, kind) in events {
                days.entry(time / day).or_default().push(Run { begin: time, course, kind, end: time });
            }
            let mut all: Vec<Run<u32, u32>> = days.into_values().rev().flat_map(|mut of_day| runs(&mut of_day, gap)).collect();
            let mut sums = BTreeMap::new();
            for spell in spells(&mut all, gap, tail) {
                *sums.entry((spell.course, spell.kind)).or_insert(0) += spell.length;
            }
            prop_assert_eq!(sums, expected);
        }
    }
}
