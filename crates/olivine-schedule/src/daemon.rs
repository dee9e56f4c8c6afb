//! Follows a timetable: one pass at a time, none after the stop signal, none for times that went by during another, and whatever
//! becomes of one, the next.

use std::time::Duration;

use chrono::Utc;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use crate::Timetable;
use crate::failures::BROKE_OFF;

/// How one pass of a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what it should.
    Done,
    /// It failed in a way that may pass by itself: it is tried again before its next time.
    TryAgain,
    /// It failed and somebody must act; it runs again at its next time.
    Failed,
}

impl Outcome {
    /// How a pass of two parts ended: what may pass by itself is tried again, even where the other part needs somebody to act.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::TryAgain, _) | (_, Self::TryAgain) => Self::TryAgain,
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::Done, Self::Done) => Self::Done,
        }
    }
}

/// First pause before a job that may heal is tried again; doubled each time, up to the next due time.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// How often the clock is looked at: it may be set while we wait.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// Runs `job` once now and then at each due time, until `stop` turns true. A pass is never cut off: the stop signal is
/// heeded between passes. Passes never overlap; a time that goes by during a pass is not made up for. A pass that panics has
/// failed, and the next one comes at its time. A pass ends early only when what follows the timetable is dropped.
pub async fn follow<F>(timetable: Timetable, mut stop: watch::Receiver<bool>, mut job: impl FnMut() -> F)
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let mut pause = FIRST_PAUSE;
    loop {
        let outcome = contained(job()).await;
        let now = Utc::now();
        let due = timetable.next_after(now);
        let next = match outcome {
            Outcome::TryAgain => {
                warn!(seconds = pause.as_secs(), "the job is tried again");
                let again = now + pause;
                pause = pause.saturating_mul(2);
                again.min(due)
            }
            Outcome::Done | Outcome::Failed => {
                pause = FIRST_PAUSE;
                due
            }
        };
        info!(%next, "next pass");
        loop {
            let left = (next - Utc::now()).to_std().unwrap_or_default();
            // A clock that was set back must not make us wait for longer than one distance.
            if left.is_zero() || timetable.next_after(Utc::now()) < next - chrono::Duration::days(1) {
                break;
            }
            tokio::select! {
                () = tokio::time::sleep(left.min(LOOK_AGAIN)) => {}
                stopped = stop.wait_for(|stop| *stop) => {
                    // A sender that is gone means that the program ends.
                    drop(stopped);
                    return;
                }
            }
        }
    }
}

/// How a pass ended, be it with a panic.
async fn contained(pass: impl Future<Output = Outcome> + Send + 'static) -> Outcome {
    // Other than a task by itself, a set ends what runs in it when it is dropped.
    let mut passes = JoinSet::new();
    passes.spawn(pass);
    match passes.join_next().await {
        Some(Err(broken)) => {
            error!(
                code = BROKE_OFF.code,
                hint = BROKE_OFF.hint,
                "a pass of the timetable broke off: {broken}"
            );
            Outcome::Failed
        }
        Some(Ok(outcome)) => outcome,
        // There is one in the set.
        None => Outcome::Done,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn runs_at_once_and_ends_with_the_stop_signal() {
        let (stop, stopped) = watch::channel(false);
        let passes = Arc::new(AtomicUsize::new(0));
        let counted = passes.clone();
        let hourly = Timetable::every_minutes(60).unwrap();
        let daemon = tokio::spawn(follow(hourly, stopped, move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async { Outcome::Failed }
        }));
        while passes.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        daemon.await.unwrap();
        assert_eq!(passes.load(Ordering::SeqCst), 1);
    }

    async fn broken(passes: Arc<AtomicUsize>) -> Outcome {
        passes.fetch_add(1, Ordering::SeqCst);
        panic!("a defect");
    }

    #[tokio::test]
    async fn after_a_pass_that_panics_the_next_one_comes() {
        let (stop, stopped) = watch::channel(false);
        let passes = Arc::new(AtomicUsize::new(0));
        let counted = passes.clone();
        let job = move || broken(counted.clone());
        let daemon = tokio::spawn(follow(Timetable::every_second(), stopped, job));
        let begun = std::time::Instant::now();
        while passes.load(Ordering::SeqCst) < 3 {
            assert!(begun.elapsed() < Duration::from_secs(60), "the timetable has ended");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(!daemon.is_finished());
        stop.send(true).unwrap();
        daemon.await.unwrap();
    }

    #[tokio::test]
    async fn a_pass_ends_with_what_follows_the_timetable() {
        let (_stop, stopped) = watch::channel(false);
        let held = Arc::new(());
        let in_pass = held.clone();
        let job = move || {
            let in_pass = in_pass.clone();
            async move {
                std::future::pending::<()>().await;
                drop(in_pass);
                Outcome::Done
            }
        };
        let daemon = tokio::spawn(follow(Timetable::every_second(), stopped, job));
        while Arc::strong_count(&held) < 3 {
            tokio::task::yield_now().await;
        }
        daemon.abort();
        assert!(daemon.await.unwrap_err().is_cancelled());
        while Arc::strong_count(&held) > 1 {
            tokio::task::yield_now().await;
        }
    }

    #[test]
    fn a_pass_of_several_parts_ends_as_its_worst_part_that_may_heal() {
        use Outcome::{Done, Failed, TryAgain};
        for (one, other, both) in [
            (Done, Done, Done),
            (Done, Failed, Failed),
            (Done, TryAgain, TryAgain),
            (Failed, Failed, Failed),
            (Failed, TryAgain, TryAgain),
            (TryAgain, TryAgain, TryAgain),
        ] {
            assert_eq!((one.and(other), other.and(one)), (both, both));
        }
    }
}
