//! Locks whose holder panicked.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks. A thread that panicked ends the whole ingest before its results are used, so what it left behind does not
/// matter.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
