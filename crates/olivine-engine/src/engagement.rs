//! Ranges of a metric of engagement among the learners of a course (`PF 8.4`), free of any query engine.
//!
//! Everything here is a pure function of a bag of values: it sorts inside.

/// The smallest and the largest percentile that can be asked for.
pub const PERCENTS: std::ops::RangeInclusive<f64> = 0.0..=100.0;

/// Where a value lies among those of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// Below the low percentile.
    Low,
    /// Between the two.
    Normal,
    /// At or above the high percentile.
    High,
}

impl Rank {
    /// Its name in result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// Values of one rank: from `low`, up to `high` without it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Which rank.
    pub rank: Rank,
    /// Its smallest value; may be infinite.
    pub low: f64,
    /// Where it ends; may be infinite.
    pub high: f64,
}

/// How a percentile between two equal values is computed (`PF G5`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// It is that value.
    Exact,
    /// By the formula, whose last bit may differ: a second percentile of the same values may then be larger.
    Upstream,
}

/// A percentile of values in ascending order (`PF G2`); none without values. Linear between neighbours, in IEEE doubles, in exactly
/// this order of operations. A percentile at a finite value whose neighbour is infinite is infinite: 0·∞ is no number, and what is no
/// number becomes ∞.
pub fn percentile(ascending: &[f64], percent: f64, rounding: Rounding) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = (percent / 100.0) * last as f64;
    // Percents are 0 to 100, so the place is one of the list.
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let (low, high) = (ascending[below], ascending[above]);
    if rounding == Rounding::Exact && low == high {
        return Some(low);
    }
    let weight = place - below as f64;
    let between = low * (1.0 - weight) + high * weight;
    Some(if between.is_nan() { f64::INFINITY } else { between })
}

/// The ranges of a metric, from the values of all learners who count for it (`PF G3`, `PF G4`): `low` only where something can be
/// below, `high` only where the two percentiles differ. What is no number does not count.
pub fn ranges(values: &mut Vec<f64>, low_percent: f64, high_percent: f64, rounding: Rounding) -> Vec<Range> {
    values.retain(|value| !value.is_nan());
    values.sort_unstable_by(f64::total_cmp);
    let of = |percent| percentile(values, percent, rounding);
    let range = |rank, low, high| Range { rank, low, high };
    let (Some(low), Some(high)) = (of(low_percent), of(high_percent)) else {
        return vec![range(Rank::Normal, 0.0, f64::INFINITY)];
    };
    let mut found = Vec::with_capacity(3);
    if low > 0.0 {
        found.push(range(Rank::Low, 0.0, low));
    }
    if low == high {
        found.push(range(Rank::Normal, low, f64::INFINITY));
    } else {
        found.push(range(Rank::Normal, low, high));
        found.push(range(Rank::High, high, f64::INFINITY));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NO_END: f64 = f64::INFINITY;

    fn of(values: &[f64], rounding: Rounding) -> Vec<(&'static str, f64, f64)> {
        ranges(&mut values.to_vec(), 15.0, 85.0, rounding)
            .into_iter()
            .map(|range| (range.rank.name(), range.low, range.high))
            .collect()
    }

    #[test]
    fn the_examples_of_the_rules() {
        for rounding in [Rounding::Exact, Rounding::Upstream] {
            let of = |values: &[f64]| of(values, rounding);
            assert_eq!(of(&[]), [("normal", 0.0, NO_END)]);
            assert_eq!(of(&[NO_END]), [("low", 0.0, NO_END), ("normal", NO_END, NO_END)]);
            assert_eq!(
                of(&[1.0, 2.0, 3.0, NO_END, NO_END]),
                [("low", 0.0, 1.6), ("normal", 1.6, NO_END), ("high", NO_END, NO_END)]
            );
            assert_eq!(
                of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, NO_END]),
                [("low", 0.0, 2.05), ("normal", 2.05, 6.95), ("high", 6.95, NO_END)]
            );
            assert_eq!(
                of(&[1.0, 0.0, 0.0, 0.0]),
                [
                    ("normal", 0.0, 0.549_999_999_999_999_8),
                    ("high", 0.549_999_999_999_999_8, NO_END)
                ]
            );
            assert_eq!(of(&[5.0; 6]), [("low", 0.0, 5.0), ("normal", 5.0, NO_END)]);
            let mut mostly_ones = vec![1.0; 18];
            mostly_ones.extend([NO_END; 3]);
            assert_eq!(percentile(&mostly_ones, 85.0, rounding), Some(NO_END));
        }
        let discussion = of(&[0.0, 0.0, 0.0, 2.0], Rounding::Exact);
        assert_eq!(discussion[1].1, 1.099_999_999_999_999_6);
    }

    #[test]
    fn equal_values_make_no_high_range_unless_the_old_noise_is_asked_for() {
        let equal = [3.0; 3];
        assert_eq!(
            of(&equal, Rounding::Exact),
            [("low", 0.0, 3.0), ("normal", 3.0, NO_END)]
        );
        assert_eq!(of(&equal, Rounding::Upstream).len(), 3);
    }

    #[test]
    fn what_is_no_number_does_not_count() {
        assert_eq!(of(&[f64::NAN], Rounding::Exact), [("normal", 0.0, NO_END)]);
        assert_eq!(
            of(&[f64::NAN, 5.0], Rounding::Exact),
            [("low", 0.0, 5.0), ("normal", 5.0, NO_END)]
        );
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![
            8 => (0_u32..40).prop_map(f64::from),
            4 => (1_u32..40, 1_u32..40).prop_map(|(tries, right)| f64::from(tries) / f64::from(right)),
            1 => Just(NO_END),
            1 => Just(f64::MAX),
        ];
        prop::collection::vec(value, 0..60)
    }

    proptest! {
        #[test]
        fn order_does_not_matter(mut values in values(), seed in any::<u64>()) {
            let before = of(&values, Rounding::Exact);
            // A fixed shuffle: sort by a hash of place and seed.
            let mut places: Vec<usize> = (0..values.len()).collect();
            places.sort_by_key(|place| (*place as u64 ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            values = places.iter().map(|place| values[*place]).collect();
            prop_assert_eq!(of(&values, Rounding::Exact), before);
        }

        #[test]
        fn ranges_lie_side_by_side_and_cover_everything(values in values()) {
            let found = ranges(&mut values.clone(), 15.0, 85.0, Rounding::Exact);
            prop_assert!(found.first().is_some_and(|range| range.low == 0.0));
            prop_assert!(found.last().is_some_and(|range| range.high == NO_END));
            for pair in found.windows(2) {
                prop_assert_eq!(pair[0].high, pair[1].low);
                prop_assert!(pair[0].low <= pair[1].low);
            }
        }

        #[test]
        fn a_percentile_lies_between_the_smallest_and_the_largest(values in values(), percent in PERCENTS) {
            let mut ascending = values;
            ascending.sort_unstable_by(f64::total_cmp);
            match (percentile(&ascending, percent, Rounding::Exact), ascending.first(), ascending.last()) {
                (Some(found), Some(first), Some(last)) => {
                    // Between two large numbers the formula may be off by its last bits.
                    prop_assert!(found >= *first * (1.0 - 1e-12) && (found <= *last * (1.0 + 1e-12) || found == NO_END));
                }
                (found, _, _) => prop_assert!(found.is_none()),
            }
        }
    }
}
