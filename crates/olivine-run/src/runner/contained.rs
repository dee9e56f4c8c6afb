//! Keeps what goes wrong in one task from the others.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use olivine_engine::failures::MEMORY;
use olivine_failure::Failing;

use crate::error::RunError;
use crate::limits::TaskLimits;

/// Does the work of one task so that nothing of it reaches the others: within its limits, and also when it panics.
///
/// The time is heeded whatever the SQL of a plugin does: it is planned and computed on threads of its own (`Session::guarded`), for which
/// the work only waits here. They are given up with it.
pub(crate) async fn contained<T>(
    task: &str,
    limits: &TaskLimits,
    work: impl Future<Output = Result<T, RunError>>,
) -> Result<T, RunError> {
    let work = AssertUnwindSafe(work).catch_unwind();
    match in_time(task, limits, work).await? {
        Ok(Err(error)) if limits.memory_bytes.is_some() && error.failure().code == MEMORY.code => {
            Err(stopped(task, error.to_string()))
        }
        Ok(done) => done,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text
                .or(panic.downcast_ref::<&str>().copied())
                .unwrap_or("it does not say why");
            Err(RunError::BrokeOff {
                task: task.to_owned(),
                what: text.to_owned(),
            })
        }
    }
}

/// Waits for the work of one task as long as it may take.
pub(crate) async fn in_time<T>(task: &str, limits: &TaskLimits, work: impl Future<Output = T>) -> Result<T, RunError> {
    let Some(time) = limits.time else {
        return Ok(work.await);
    };
    let ended = tokio::time::timeout(time, work).await;
    ended.map_err(|_| stopped(task, format!("it took longer than {} seconds", time.as_secs_f64())))
}

fn stopped(task: &str, what: String) -> RunError {
    RunError::Limit {
        task: task.to_owned(),
        what,
    }
}
