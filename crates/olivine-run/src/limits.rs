//! How much a task of a plugin may take (`OV-95`). Built-in reports are tested and measured with the program; a plugin is somebody else's
//! work, and one that takes too much must not keep the others from their numbers.

use std::time::Duration;

use crate::error::RunError;

/// How much a task of a plugin may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskLimits {
    /// Time for the whole task.
    pub time: Option<Duration>,
    /// Memory for its sorts, groups and joins, in bytes; never more than the engine has.
    pub memory_bytes: Option<usize>,
    /// Rows of its table, or of the facts of one run.
    pub rows: Option<u64>,
}

impl TaskLimits {
    /// Whether a task has made no more rows than it may.
    pub(crate) fn check_rows(&self, task: &str, rows: u64) -> Result<(), RunError> {
        match self.rows {
            Some(most) if rows > most => Err(RunError::Limit {
                task: task.to_owned(),
                what: format!("it made more than {most} rows"),
            }),
            _ => Ok(()),
        }
    }
}
