//! Threads of its own for SQL of somebody else.
//!
//! A query gives way to others between batches of rows, not within one, and planning gives way to nobody. What a call takes too long
//! for keeps its thread; were that one of those that the program shares, timers and requests would wait with it. So such SQL has threads
//! of its own, which can be given up: what is at work there ends at its next pause, holding nothing that others wait for.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::error::EngineError;

/// How often threads may be given up and still be at work; no further ones are made then.
const MOST_GIVEN_UP: usize = 4;
/// Bytes that calls in each other may take in a thread: a sum of thousands of terms is a tree as deep, and a thread at its end takes the
/// whole program with it. What is not used is not taken from memory.
const STACK_BYTES: usize = 64 << 20;
/// How long threads that were given up may take before they count.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// Threads that were given up: since when, and how many of them there still are.
static GIVEN_UP: Mutex<Vec<(Instant, Arc<AtomicUsize>)>> = Mutex::new(Vec::new());

/// Threads of its own. They are given up when it goes.
pub(crate) struct Apart {
    /// There until it goes.
    runtime: Option<Runtime>,
    threads: Arc<AtomicUsize>,
}

impl Apart {
    /// So many threads.
    pub(crate) fn new(threads: usize) -> Result<Self, EngineError> {
        if still_at_work(ENDS_WITHIN) >= MOST_GIVEN_UP {
            return Err(EngineError::GivenUp { count: MOST_GIVEN_UP });
        }
        let count = Arc::new(AtomicUsize::new(0));
        let (begun, ended) = (Arc::clone(&count), Arc::clone(&count));
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads.max(1))
            .thread_name("olivine-apart")
            .thread_stack_size(STACK_BYTES)
            .on_thread_start(move || {
                begun.fetch_add(1, Ordering::Relaxed);
            })
            .on_thread_stop(move || {
                ended.fetch_sub(1, Ordering::Relaxed);
            })
            .enable_all()
            .build()
            .map_err(|source| EngineError::Threads { source })?;
        Ok(Self {
            runtime: Some(runtime),
            threads: count,
        })
    }

    /// Does work there. Whoever stops waiting for it stops it, at its next pause.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, EngineError>> + Send + 'static,
    ) -> Result<T, EngineError> {
        let mut tasks = JoinSet::new();
        if let Some(runtime) = &self.runtime {
            tasks.spawn_on(work, runtime.handle());
        }
        match tasks.join_next().await {
            Some(Ok(done)) => done,
            Some(Err(error)) if error.is_panic() => resume_unwind(error.into_panic()),
            // The threads are there as long as this is.
            _ => Err(EngineError::Refused {
                reason: "it was stopped".to_owned(),
            }),
        }
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            let mut given_up = GIVEN_UP.lock().unwrap_or_else(PoisonError::into_inner);
            given_up.push((Instant::now(), Arc::clone(&self.threads)));
            drop(given_up);
            // Does not wait: what is at work may take for ever.
            runtime.shutdown_background();
        }
    }
}

/// How often threads were given up longer ago than that and are still at work.
fn still_at_work(ago: Duration) -> usize {
    let mut given_up = GIVEN_UP.lock().unwrap_or_else(PoisonError::into_inner);
    given_up.retain(|(_, threads)| threads.load(Ordering::Relaxed) > 0);
    given_up.iter().filter(|(since, _)| since.elapsed() > ago).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_pauses_keeps_nobody_waiting() {
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (go_on, may_end) = std::sync::mpsc::channel::<()>();
        let waiting = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let begin = Instant::now();
        let threads = waiting.block_on(async {
            let apart = Apart::new(1).unwrap();
            let work = apart.run(async move {
                begun.send(()).unwrap();
                may_end.recv().ok();
                Ok(())
            });
            let given_up = tokio::time::timeout(Duration::from_secs(2), work).await;
            assert!(given_up.is_err());
            Arc::clone(&apart.threads)
        });
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
        has_begun.recv().unwrap();
        assert!(still_at_work(Duration::ZERO) >= 1);
        go_on.send(()).unwrap();
        while threads.load(Ordering::Relaxed) > 0 {
            assert!(begin.elapsed() < Duration::from_secs(60), "it has ended");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn a_panic_there_is_one_here() {
        let waiting = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let met = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            waiting.block_on(async {
                let apart = Apart::new(1).unwrap();
                apart.run::<()>(async { panic!("as it happens") }).await
            })
        }));
        let text = met.unwrap_err().downcast_ref::<&str>().map(|text| (*text).to_owned());
        assert_eq!(text.as_deref(), Some("as it happens"));
    }
}
