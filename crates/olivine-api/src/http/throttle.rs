//! How many requests are answered within a minute (`API 1.8`).

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);
/// Keys remembered before those without a request in the window are dropped.
const MAX_KEYS: usize = 10_000;

/// Requests per minute; 0 means no limit.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Of one user. The dashboard of a busy site asks as one user, so the default is generous.
    pub user: u32,
    /// Of one user named in `service_users`.
    pub service: u32,
    /// Of one address, without token (docs, login).
    pub anonymous: u32,
    /// Users with the higher limit.
    pub service_users: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        let service_users = ["enterprise_worker", "ecommerce_worker"].map(String::from).to_vec();
        Self {
            user: 1200,
            service: 6000,
            anonymous: 120,
            service_users,
        }
    }
}

impl Limits {
    /// The limit of a user.
    pub fn of_user(&self, name: &str) -> u32 {
        if self.service_users.iter().any(|known| known == name) {
            self.service
        } else {
            self.user
        }
    }
}

/// Counts what happened per key within the last minute.
#[derive(Debug, Default)]
pub struct SlidingWindow(Mutex<HashMap<String, VecDeque<Instant>>>);

impl SlidingWindow {
    /// Counts one more for the key unless the limit is reached.
    ///
    /// # Errors
    /// Seconds, rounded up, until one more would be let through. What is refused is not counted.
    pub fn take(&self, key: &str, limit: u32, now: Instant) -> Result<(), u64> {
        self.check(key, limit, now)?;
        if limit > 0 {
            self.count(key, now);
        }
        Ok(())
    }

    /// Whether one more would be let through.
    ///
    /// # Errors
    /// Seconds, rounded up, until it would.
    pub fn check(&self, key: &str, limit: u32, now: Instant) -> Result<(), u64> {
        if limit == 0 {
            return Ok(());
        }
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(times) = keys.get_mut(key) else { return Ok(()) };
        forget_old(times, now);
        if times.len() < limit as usize {
            return Ok(());
        }
        let oldest = times.front().copied().unwrap_or(now);
        let wait = WINDOW.saturating_sub(now.saturating_duration_since(oldest));
        Err((wait.as_secs_f64().ceil() as u64).max(1))
    }

    /// Counts one more for the key.
    pub fn count(&self, key: &str, now: Instant) {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MAX_KEYS && !keys.contains_key(key) {
            keys.retain(|_, times| {
                forget_old(times, now);
                !times.is_empty()
            });
        }
        keys.entry(key.to_owned()).or_default().push_back(now);
    }
}

fn forget_old(times: &mut VecDeque<Instant>, now: Instant) {
    while times
        .front()
        .is_some_and(|&oldest| now.saturating_duration_since(oldest) >= WINDOW)
    {
        times.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_slides_and_refusals_do_not_count() {
        let window = SlidingWindow::default();
        let start = Instant::now();
        let at = |seconds: f64| start + Duration::from_secs_f64(seconds);
        assert_eq!(window.take("a", 2, at(0.0)), Ok(()));
        assert_eq!(window.take("a", 2, at(10.0)), Ok(()));
        assert_eq!(window.take("a", 2, at(10.5)), Err(50));
        assert_eq!(window.take("a", 2, at(59.5)), Err(1));
        assert_eq!(window.take("b", 2, at(59.5)), Ok(()));
        assert_eq!(window.take("a", 2, at(60.0)), Ok(()));
        assert_eq!(window.take("a", 2, at(60.0)), Err(10));
    }

    #[test]
    fn zero_means_no_limit() {
        let window = SlidingWindow::default();
        let now = Instant::now();
        assert!((0..1000).all(|_| window.take("a", 0, now).is_ok()));
    }

    #[test]
    fn forgotten_keys_make_room() {
        let window = SlidingWindow::default();
        let start = Instant::now();
        (0..MAX_KEYS).for_each(|key| window.count(&key.to_string(), start));
        window.count("new", start + WINDOW);
        assert_eq!(window.0.lock().unwrap().len(), 1);
    }
}
