//! The ids of the events of one date, to know a second copy (architecture: one copy per date).

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Ids are hashes already.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 ^= u64::from_le_bytes(word);
        }
    }

    fn write_u128(&mut self, id: u128) {
        self.0 = id as u64;
    }
}

/// A set of ids: a large sorted part that takes 16 bytes an id, and a small part of new ones.
#[derive(Default)]
pub(crate) struct IdSet {
    sorted: Vec<u128>,
    new: HashSet<u128, BuildHasherDefault<IdHasher>>,
}

impl IdSet {
    /// A set of ids in any order.
    pub(crate) fn of(mut ids: Vec<u128>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        Self {
            sorted: ids,
            new: HashSet::default(),
        }
    }

    /// Adds an id. False: it was there.
    pub(crate) fn insert(&mut self, id: u128) -> bool {
        if self.sorted_holds(id) || !self.new.insert(id) {
            return false;
        }
        if self.new.len() >= (self.sorted.len() / 4).max(64 << 10) {
            self.merge();
        }
        true
    }

    /// Bytes that the set takes.
    pub(crate) fn bytes(&self) -> usize {
        self.sorted.capacity() * 16 + self.new.capacity() * 18
    }

    /// Ids are evenly spread hashes, so their place in the sorted part can be guessed: the first guess is off by about
    /// the square root of the length.
    fn sorted_holds(&self, id: u128) -> bool {
        let (mut low, mut high) = (0, self.sorted.len());
        let mut reach = (self.sorted.len() as f64).sqrt() as usize + 8;
        let guess = ((id >> 64) as f64 / 2f64.powi(64) * self.sorted.len() as f64) as usize;
        loop {
            let from = guess.saturating_sub(reach).max(low);
            let to = guess.saturating_add(reach).min(high);
            if from < to && self.sorted[from] <= id && id <= self.sorted[to - 1] {
                return self.sorted[from..to].binary_search(&id).is_ok();
            }
            if from == low && to == high || from >= to {
                return self.sorted[low..high].binary_search(&id).is_ok();
            }
            if self.sorted[from] > id {
                high = from;
            } else if self.sorted[to - 1] < id {
                low = to;
            }
            reach = reach.saturating_mul(4);
        }
    }

    /// Moves the new ids into the sorted part, from the end, without a copy of it.
    fn merge(&mut self) {
        let mut new: Vec<u128> = std::mem::take(&mut self.new).into_iter().collect();
        new.sort_unstable();
        let mut left = self.sorted.len();
        self.sorted.reserve_exact(new.len());
        self.sorted.resize(left + new.len(), 0);
        let mut place = self.sorted.len();
        while let Some(&largest) = new.last() {
            place -= 1;
            if left > 0 && self.sorted[left - 1] > largest {
                left -= 1;
                self.sorted[place] = self.sorted[left];
            } else {
                new.pop();
                self.sorted[place] = largest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_set(old in prop::collection::vec(any::<u128>(), 0..3000), new in prop::collection::vec(any::<u128>(), 0..3000),
                       skew in prop::collection::vec(0..50u128, 0..100)) {
            let mut set = IdSet::of(old.clone());
            let mut model: HashSet<u128> = old.iter().copied().collect();
            for (n, id) in new.iter().chain(&skew).chain(old.iter().take(50)).chain(&new).enumerate() {
                prop_assert_eq!(set.insert(*id), model.insert(*id));
                if n % 700 == 0 {
                    set.merge();
                }
            }
            set.merge();
            let mut sorted: Vec<u128> = model.into_iter().collect();
            sorted.sort_unstable();
            prop_assert_eq!(set.sorted, sorted);
        }
    }
}
