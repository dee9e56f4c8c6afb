//! Files made from tables: written while the old results are still in use, put in place when the new ones are published.

use std::time::Instant;

use olivine_engine::failures::MEMORY;
use olivine_failure::Failing;
use olivine_lake::FileArea;
use tracing::warn;

use super::Runner;
use crate::compute::{Computation, Share};
use crate::error::RunError;
use crate::files::{self, FileStep, MadeFile};
use crate::made::MadeTable;
use crate::plan::Plan;
use crate::record::{FailureRecord, FilesOutcome, Outcome, RunSummary};

/// Files of one declaration before they are put in place.
pub(super) struct FilesInTheMaking<'p> {
    step: &'p FileStep,
    outcome: FilesOutcome,
    files: Vec<MadeFile>,
}

/// Writes the files of a table that was computed; a failure of one declaration is in its outcome.
pub(super) async fn make_files<'p>(
    computation: &Computation<'_>,
    plan: &'p Plan,
    table: &str,
    made: &MadeTable,
) -> Vec<FilesInTheMaking<'p>> {
    let mut all = Vec::new();
    for step in plan.files.iter().filter(|step| step.make && step.table == table) {
        all.push(FilesInTheMaking::make(computation, step, made, Share::Part).await);
    }
    all
}

/// Writes files again that found too little memory beside tasks, when no task is at work any more.
pub(super) async fn make_again(computation: &Computation<'_>, files: &mut [FilesInTheMaking<'_>]) {
    for making in files.iter_mut().filter(|making| making.lacked_memory()) {
        if let Some(made) = computation.made(&making.step.table) {
            *making = FilesInTheMaking::make(computation, making.step, &made, Share::Memory).await;
        }
    }
}

/// Files of all declarations in the order of the plan: those that were made, and none where there is no table to make them from.
pub(super) fn all_files<'p>(plan: &'p Plan, mut made: Vec<FilesInTheMaking<'p>>) -> Vec<FilesInTheMaking<'p>> {
    let steps = plan.files.iter().filter(|step| step.make);
    let all = steps.map(|step| {
        let known = made.iter().position(|making| std::ptr::eq(making.step, step));
        known.map_or_else(|| FilesInTheMaking::blocked(step), |at| made.swap_remove(at))
    });
    all.collect()
}

impl<'p> FilesInTheMaking<'p> {
    async fn make(computation: &Computation<'_>, step: &'p FileStep, table: &MadeTable, share: Share) -> Self {
        let begin = Instant::now();
        let mut making = Self::blocked(step);
        making.outcome.outcome = Outcome::Computed;
        let made = match computation.session_of(computation.threads(share)) {
            Ok(session) => files::make(&session, step, table, computation.folder()).await,
            Err(error) => Err(error),
        };
        match made {
            Ok(made) => making.files = made,
            Err(error) => making.outcome.fail(&error),
        }
        making.outcome.seconds = begin.elapsed().as_secs_f64();
        making
    }

    fn lacked_memory(&self) -> bool {
        let failure = self.outcome.failure.as_ref();
        failure.is_some_and(|failure| failure.code == MEMORY.code)
    }

    /// None, as long as there is no table to make them from.
    fn blocked(step: &'p FileStep) -> Self {
        Self {
            step,
            outcome: FilesOutcome {
                file: step.file.clone(),
                report: step.report.clone(),
                table: step.table.clone(),
                outcome: Outcome::Blocked,
                made: Vec::new(),
                rows: 0,
                bytes: 0,
                seconds: 0.0,
                failure: None,
            },
            files: Vec::new(),
        }
    }
}

impl Runner<'_> {
    /// Puts files in place, after the results that they go with are published. Those of one declaration that fail keep their old
    /// record, so that the next run makes them again; those of a table that was not published stay as they were, too.
    pub(super) async fn put_files(&self, area: &FileArea, made: Vec<FilesInTheMaking<'_>>, summary: &mut RunSummary) {
        for FilesInTheMaking {
            step,
            mut outcome,
            files,
        } in made
        {
            let begin = Instant::now();
            if outcome.outcome == Outcome::Computed && summary.is_refused(&step.table) {
                // They would say what is not published.
                outcome.outcome = Outcome::Blocked;
            }
            if outcome.outcome == Outcome::Computed {
                outcome.made = files.iter().map(|file| file.place.path.clone()).collect();
                outcome.rows = files.iter().map(|file| file.place.rows).sum();
                outcome.bytes = files.iter().map(|file| file.place.bytes).sum();
                let put = files::put_in_place(area, self.store, &summary.run_id, step, files).await;
                if let Err(error) = put {
                    outcome.fail(&error);
                }
            }
            outcome.seconds += begin.elapsed().as_secs_f64();
            summary.files.push(outcome);
        }
    }
}

impl FilesOutcome {
    fn fail(&mut self, error: &RunError) {
        warn!(file = self.file, code = error.failure().code, "{}", error.full_text());
        self.outcome = Outcome::Failed;
        self.failure = Some(FailureRecord::of(error));
    }
}
