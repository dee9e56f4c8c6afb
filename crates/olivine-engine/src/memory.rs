//! How the memory of a session is shared among the steps of its queries.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use datafusion::common::resources_datafusion_err;
use datafusion::error::Result;
use datafusion::execution::memory_pool::{
    MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation, human_readable_size,
};

/// A pool in which steps that can move to disk leave room for those that cannot.
///
/// The engine's own fair pool lets sorts and groupings fill all of it: the merge of what they wrote to disk cannot spill, comes
/// last and then finds nothing, so whether a query ends depends on which thread is faster. Here the steps that can spill share seven
/// eighths of the pool evenly, and the rest is out of their reach.
#[derive(Debug)]
pub struct SharedPool {
    bytes: usize,
    shares: Mutex<Shares>,
}

#[derive(Debug, Default)]
struct Shares {
    /// How many steps that can spill take part.
    spilling: usize,
    spillable: usize,
    unspillable: usize,
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
        if consumer.can_spill() {
            self.shares().spilling += 1;
        }
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        if consumer.can_spill() {
            let mut shares = self.shares();
            shares.spilling = shares.spilling.saturating_sub(1);
        }
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        let mut shares = self.shares();
        if reservation.consumer().can_spill() {
            shares.spillable += additional;
        } else {
            shares.unspillable += additional;
        }
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        let mut shares = self.shares();
        if reservation.consumer().can_spill() {
            shares.spillable = shares.spillable.saturating_sub(shrink);
        } else {
            shares.unspillable = shares.unspillable.saturating_sub(shrink);
        }
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let mut shares = self.shares();
        if reservation.consumer().can_spill() {
            let share = self.spillable_bytes(shares.unspillable) / shares.spilling.max(1);
            if reservation.size() + additional > share {
                return Err(too_little(
                    reservation,
                    additional,
                    share.saturating_sub(reservation.size()),
                ));
            }
            shares.spillable += additional;
        } else {
            // What spilling steps took before others joined them may be more than their part: it is theirs to give back.
            let taken = shares.spillable.min(self.spilling_limit()) + shares.unspillable;
            let left = self.bytes.saturating_sub(taken);
            if additional > left {
                return Err(too_little(reservation, additional, left));
            }
            shares.unspillable += additional;
        }
        Ok(())
    }

    fn reserved(&self) -> usize {
        let shares = self.shares();
        shares.spillable + shares.unspillable
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
        assert!(second.try_grow(1).is_err(), "a share is half of what both have");
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
}
