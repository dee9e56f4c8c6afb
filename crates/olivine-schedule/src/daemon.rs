//! Follows a timetable: one pass at a time, none after the stop signal, none for times that went by during another, and whatever
//! becomes of one, the next.

use std::time::Duration;

use chrono::{DateTime, Utc};
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

/// Pauses before a job that may heal is tried again: each twice as long as the one before, up to the longest.
#[derive(Debug, Clone, Copy)]
struct Pauses {
    first: Duration,
    longest: Duration,
}

impl Pauses {
    /// Those of a program that is at work. What was away for long is found within the longest one, however far the next due time is.
    const AT_WORK: Self = Self {
        first: Duration::from_secs(30),
        longest: Duration::from_secs(60 * 60),
    };

    fn longer(self, pause: Duration) -> Duration {
        pause.saturating_mul(2).min(self.longest)
    }
}

/// How often the clock is looked at: it may be set while we wait.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

/// Runs `job` once now and then at each due time, until `stop` turns true. A pass is never cut off: the stop signal is
/// heeded between passes. Passes never overlap; a time that goes by during a pass is not made up for. A pass that panics has
/// failed, and the next one comes at its time. A pass ends early only when what follows the timetable is dropped.
pub async fn follow<F>(timetable: Timetable, stop: watch::Receiver<bool>, job: impl FnMut() -> F)
where
    F: Future<Output = Outcome> + Send + 'static,
{
    follow_with(Pauses::AT_WORK, timetable, stop, job).await;
}

async fn follow_with<F>(
    pauses: Pauses,
    timetable: Timetable,
    mut stop: watch::Receiver<bool>,
    mut job: impl FnMut() -> F,
) where
    F: Future<Output = Outcome> + Send + 'static,
{
    let mut pause = pauses.first;
    loop {
        let outcome = contained(job()).await;
        let now = Utc::now();
        let due = timetable.next_after(now);
        let next = match outcome {
            Outcome::TryAgain => {
                warn!(seconds = pause.as_secs(), "the job is tried again");
                let again = after(now, pause).min(due);
                pause = pauses.longer(pause);
                again
            }
            Outcome::Done | Outcome::Failed => {
                pause = pauses.first;
                due
            }
        };
        info!(%next, "next pass");
        if wait_until(next, timetable, &mut stop).await == Waited::Stopped {
            return;
        }
    }
}

/// How waiting for a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waited {
    Due,
    Stopped,
}

/// Waits for the next pass or the stop signal, whichever comes first.
async fn wait_until(mut next: DateTime<Utc>, timetable: Timetable, stop: &mut watch::Receiver<bool>) -> Waited {
    loop {
        let now = Utc::now();
        next = as_the_clock_stands(next, timetable, now);
        let left = (next - now).to_std().unwrap_or_default();
        if left.is_zero() {
            return Waited::Due;
        }
        tokio::select! {
            () = tokio::time::sleep(left.min(LOOK_AGAIN)) => {}
            stopped = stop.wait_for(|stop| *stop) => {
                // A sender that is gone means that the program ends.
                drop(stopped);
                return Waited::Stopped;
            }
        }
    }
}

/// The time of the next pass as the clock stands now. One that was set back must not make us wait for longer than one distance.
fn as_the_clock_stands(next: DateTime<Utc>, timetable: Timetable, now: DateTime<Utc>) -> DateTime<Utc> {
    next.min(timetable.next_after(now))
}

/// The time so long after another; the last there is where it lies beyond all times.
fn after(time: DateTime<Utc>, pause: Duration) -> DateTime<Utc> {
    let pause = chrono::Duration::from_std(pause).unwrap_or(chrono::Duration::MAX);
    time.checked_add_signed(pause).unwrap_or(DateTime::<Utc>::MAX_UTC)
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

    #[tokio::test]
    async fn a_job_that_is_never_done_is_tried_again_for_ever() {
        let (stop, stopped) = watch::channel(false);
        let passes = Arc::new(AtomicUsize::new(0));
        let counted = passes.clone();
        let daily = Timetable::every_minutes(24 * 60).unwrap();
        let short = Pauses {
            first: Duration::from_millis(1),
            longest: Duration::from_millis(2),
        };
        let daemon = tokio::spawn(follow_with(short, daily, stopped, move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async { Outcome::TryAgain }
        }));
        let begun = std::time::Instant::now();
        while passes.load(Ordering::SeqCst) < 100 {
            assert!(begun.elapsed() < Duration::from_secs(60), "the timetable has ended");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(!daemon.is_finished());
        stop.send(true).unwrap();
        daemon.await.unwrap();
    }

    #[test]
    fn pauses_grow_to_the_longest_and_no_pause_leads_beyond_all_times() {
        let mut pause = Pauses::AT_WORK.first;
        let mut all = Vec::new();
        for _ in 0..100 {
            all.push(pause.as_secs());
            pause = Pauses::AT_WORK.longer(pause);
        }
        assert_eq!(all[..9], [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(all[99], 3600);
        let now = Utc::now();
        assert_eq!(after(now, Duration::from_secs(30)), now + Duration::from_secs(30));
        assert_eq!(after(now, Duration::MAX), DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn a_clock_that_was_set_back_brings_the_next_pass_nearer() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let hourly = Timetable::every_minutes(60).unwrap();
        let next = at("2026-03-01T11:00:00Z");
        for (now, expected) in [
            ("2026-03-01T10:00:01Z", "2026-03-01T11:00:00Z"),
            ("2026-03-01T05:10:00Z", "2026-03-01T06:00:00Z"),
            ("2026-02-20T05:10:00Z", "2026-02-20T06:00:00Z"),
            ("2026-03-01T11:00:03Z", "2026-03-01T11:00:00Z"),
        ] {
            assert_eq!(as_the_clock_stands(next, hourly, at(now)), at(expected), "{now}");
        }
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
