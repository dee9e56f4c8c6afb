//! What somebody who watches a run is told.

use crate::record::TaskRecord;

/// Sees how a run goes.
pub trait Watch: Sync {
    /// So many tasks will be computed.
    fn planned(&self, tasks: usize) {
        let _ = tasks;
    }
    /// A task begins.
    fn task_begins(&self, task: &str) {
        let _ = task;
    }
    /// Facts of so many days are there.
    fn task_advanced(&self, task: &str, days: usize) {
        let _ = (task, days);
    }
    /// A task has ended.
    fn task_ends(&self, record: &TaskRecord) {
        let _ = record;
    }
}

/// Sees nothing.
impl Watch for () {}
