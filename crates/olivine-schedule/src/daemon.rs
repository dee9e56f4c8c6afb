//! Follows a timetable: one pass at a time, none after the stop signal, none for times that went by during another.

use std::time::Duration;

use chrono::Utc;
use tokio::sync::watch;
use tracing::{info, warn};

use crate::Timetable;

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

/// First pause before a job that may heal is tried again; doubled each time, up to the next due time.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// How often the clock is looked at: it may be set while we wait.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// Runs `job` once now and then at each due time, until `stop` turns true. A pass is never cut off: the stop signal is
/// heeded between passes. Passes never overlap; a time that goes by during a pass is not made up for.
pub async fn follow<F>(timetable: Timetable, mut stop: watch::Receiver<bool>, mut job: impl FnMut() -> F)
where
    F: Future<Output = Outcome>,
{
    let mut pause = FIRST_PAUSE;
    loop {
        let outcome = job().await;
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
}
