//! How the memory of a session is shared among the steps of its queries.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use datafusion::common::resources_datafusion_err;
use datafusion::error::Result;
use datafusion::execution::memory_pool::{
    MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation, human_readable_size,
};

/// A pool in which steps that can move to disk leave room for those that cannot, and lend to each other what they do not need.
///
/// The engine's own fair pool lets sorts and groupings fill all of it: the merge of what they wrote to disk cannot spill, comes
/// last and then finds nothing, so whether a query ends depends on which thread is faster. Here an eighth is out of their reach.
/// The fair pool also refuses a step more than its even part while all others are idle: of the many steps of queries that work side
/// by side most hold nothing. Here each may have its even part, and beyond the half of it as much as half of what the others have
/// left of the other half of everything.
///
/// What hands rows over to a thread gets what it asks for, each up to half of everything: it holds a few batches, since its writers wait
/// for its readers, and to move them to disk can stop the query for ever (apache/datafusion#24883, in 55.2: a reader waits for the older
/// of two files while its rows are in the newer one). The others have that much less.
#[derive(Debug)]
pub struct SharedPool {
    bytes: usize,
    shares: Mutex<Shares>,
}

#[derive(Debug, Default)]
struct Shares {
    /// The steps that can spill, by their numbers, and what each holds.
    spilling: HashMap<usize, usize>,
    unspillable: usize,
}

impl Shares {
    fn spillable(&self) -> usize {
        self.spilling.values().sum()
    }

    /// The most that a reservation of a step which can spill may hold now, of so many bytes that all of them may.
    fn most(&self, step: usize, bytes: usize) -> usize {
        let others = self.spilling.iter().filter(|(number, _)| **number != step);
        let others: Vec<usize> = others.map(|(_, held)| *held).collect();
        let even = bytes / (others.len() + 1);
        let lent: usize = others.iter().map(|held| held.saturating_sub(even / 2)).sum();
        even.max(even / 2 + (bytes / 2).saturating_sub(lent) / 2)
    }
}

impl SharedPool {
    /// A pool of so many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> SharedPool {
        SharedPool {
            bytes,
            shares: Mutex::default(),
        }
    }

    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The most that steps which can spill have among them.
    fn spilling_limit(&self) -> usize {
        self.bytes - self.bytes / 8
    }

    /// The bytes that steps which can spill have among them now.
    fn spillable_bytes(&self, unspillable: usize) -> usize {
        self.spilling_limit().min(self.bytes.saturating_sub(unspillable))
    }
}

impl MemoryPool for SharedPool {
    fn name(&self) -> &'static str {
        "shared"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        if consumer.can_spill() && !hands_over(consumer) {
            self.shares().spilling.insert(consumer.id(), 0);
        }
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.shares().spilling.remove(&consumer.id());
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        let mut shares = self.shares();
        match shares.spilling.get_mut(&reservation.consumer().id()) {
            Some(held) => *held += additional,
            None => shares.unspillable += additional,
        }
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        let mut shares = self.shares();
        match shares.spilling.get_mut(&reservation.consumer().id()) {
            Some(held) => *held = held.saturating_sub(shrink),
            None => shares.unspillable = shares.unspillable.saturating_sub(shrink),
        }
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let mut shares = self.shares();
        let step = reservation.consumer().id();
        if let Some(held) = shares.spilling.get(&step).copied() {
            // What a step has spilled it reads back into a reservation of its own: each may be as large.
            let most = shares.most(step, self.spillable_bytes(shares.unspillable));
            if reservation.size() + additional > most {
                return Err(too_little(
                    reservation,
                    additional,
                    most.saturating_sub(reservation.size()),
                ));
            }
            shares.spilling.insert(step, held + additional);
        } else {
            // What spilling steps took before others joined them may be more than their part: it is theirs to give back.
            let taken = shares.spillable().min(self.spilling_limit()) + shares.unspillable;
            let left = self.bytes.saturating_sub(taken);
            let is_due = hands_over(reservation.consumer()) && reservation.size() + additional <= self.bytes / 2;
            if additional > left && !is_due {
                return Err(too_little(reservation, additional, left));
            }
            shares.unspillable += additional;
        }
        Ok(())
    }

    fn reserved(&self) -> usize {
        let shares = self.shares();
        shares.spillable() + shares.unspillable
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.bytes)
    }
}

impl fmt::Display for SharedPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.name(), human_readable_size(self.bytes))
    }
}

/// Whether a step only hands rows over from the threads that make them to those that take them.
fn hands_over(consumer: &MemoryConsumer) -> bool {
    consumer.name().starts_with("RepartitionExec[")
}

fn too_little(reservation: &MemoryReservation, additional: usize, left: usize) -> datafusion::error::DataFusionError {
    resources_datafusion_err!(
        "{} holds {} and wants {} more; {} are left for it",
        reservation.consumer().name(),
        human_readable_size(reservation.size()),
        human_readable_size(additional),
        human_readable_size(left)
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn step(pool: &Arc<dyn MemoryPool>, can_spill: bool) -> MemoryReservation {
        MemoryConsumer::new("step").with_can_spill(can_spill).register(pool)
    }

    #[test]
    fn steps_that_can_spill_leave_room_to_those_that_cannot() {
        let pool: Arc<dyn MemoryPool> = Arc::new(SharedPool::new(160));
        let first = step(&pool, true);
        first.try_grow(140).unwrap();
        assert!(first.try_grow(1).is_err());
        let second = step(&pool, true);
        second.try_grow(70).unwrap();
        assert!(
            second.try_grow(1).is_err(),
            "half is its part, and there is nothing to borrow"
        );
        let merge = step(&pool, false);
        merge.try_grow(20).unwrap();
        assert!(merge.try_grow(1).is_err());
        drop((first, second));
        merge.try_grow(140).unwrap();
        assert!(step(&pool, true).try_grow(1).is_err());
        merge.shrink(150);
        step(&pool, true).try_grow(140).unwrap();
        drop(merge);
        assert_eq!(pool.reserved(), 0);
    }

    #[test]
    fn rows_on_their_way_have_room_when_all_is_taken() {
        let pool: Arc<dyn MemoryPool> = Arc::new(SharedPool::new(160));
        let group = step(&pool, true);
        group.try_grow(140).unwrap();
        let exchange = MemoryConsumer::new("RepartitionExec[1]")
            .with_can_spill(true)
            .register(&pool);
        exchange.try_grow(80).unwrap();
        assert!(exchange.try_grow(1).is_err(), "half is enough");
        assert_eq!(pool.reserved(), 220);
        assert!(step(&pool, false).try_grow(1).is_err());
        group.shrink(140);
        assert!(group.try_grow(81).is_err());
        group.try_grow(80).unwrap();
    }

    #[test]
    fn idle_steps_lend_and_keep_what_is_theirs() {
        let pool: Arc<dyn MemoryPool> = Arc::new(SharedPool::new(1600));
        let steps: Vec<MemoryReservation> = (0..7).map(|_| step(&pool, true)).collect();
        // 1400 for all: 200 is the part of each, and 700 are there to borrow, beyond the half of a part.
        steps[0].try_grow(100 + 350).unwrap();
        assert!(steps[0].try_grow(1).is_err());
        steps[1].try_grow(100 + 175).unwrap();
        assert!(steps[1].try_grow(1).is_err());
        for step in &steps[2..] {
            step.try_grow(100 + 87).unwrap();
        }
        steps[2].try_grow(13).unwrap();
        assert!(steps[2].try_grow(1).is_err());
        steps[0].shrink(450);
        steps[1].shrink(275);
        steps[2].try_grow(13).unwrap();
    }
}
