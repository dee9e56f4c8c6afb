//! Computes the facts of changed days.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use chrono::NaiveDate;
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session};
use olivine_lake::{Fingerprint, TableSnapshot};
use olivine_report::Report;
use olivine_report::manifest::Table;

use crate::audience;
use crate::compute::Computation;
use crate::convert::{as_declared, by_date, schema_of};
use crate::error::RunError;
use crate::plan::{EVENTS, Step};
use crate::runner::Watch;

/// Events in one pass at most, unless a single day has more: bounds the facts that are held before they are written, by each of the
/// tasks that work side by side.
const EVENTS_IN_A_PASS: u64 = 1_000_000;

/// Computes facts of days with so many threads and writes them; gives the number of rows.
pub(crate) async fn compute_days(
    computation: &Computation<'_>,
    step: &Step,
    table: &Table,
    sql: &str,
    days: &BTreeMap<NaiveDate, Fingerprint>,
    threads: usize,
    watch: &dyn Watch,
) -> Result<u64, RunError> {
    let mut rows: u64 = 0;
    let Some(events) = computation.inputs.lake.get(EVENTS) else {
        return Ok(0);
    };
    let Some((report, _)) = computation.registry.task(&step.task) else {
        return Ok(0);
    };
    if days.is_empty() {
        return Ok(0);
    }
    let schema = schema_of(table);
    let session = computation.session_for(report, threads)?;
    if report.is_plugin() {
        session.register_lake_table(
            EVENTS,
            computation.lake,
            &events.restricted_to(|date| days.contains_key(&date)),
        )?;
        audience::check(computation.registry, report, &step.task, &session, sql, &step.bound).await?;
    }
    for pass in passes(events, days) {
        let mut found: BTreeMap<NaiveDate, Vec<RecordBatch>> = pass.keys().map(|day| (*day, Vec::new())).collect();
        for group in computed_together(report, &pass) {
            let of_group = events.restricted_to(|date| group.contains(&date));
            session.register_lake_table(EVENTS, computation.lake, &of_group)?;
            let check = move |more: u64| computation.check_rows(report, &step.task, rows + more);
            rows += collect(&session, step, table, sql, &group, &mut found, check).await?;
        }
        let mut days = Vec::with_capacity(found.len());
        for ((day, batches), source) in found.into_iter().zip(pass.values()) {
            // A day has a few rows of each batch: as one they are written at a fraction of the cost.
            let rows = concat_batches(&schema, &batches).map_err(EngineError::from)?;
            days.push((day, *source, vec![rows]));
        }
        computation
            .lake
            .write_facts(&step.table, Arc::clone(&schema), days)
            .await?;
        watch.task_advanced(&step.task, pass.len());
    }
    Ok(rows)
}

/// Puts the rows of some days with those found; gives their number. `check` is asked after each batch, since all of them are held.
async fn collect(
    session: &Session,
    step: &Step,
    table: &Table,
    sql: &str,
    group: &BTreeSet<NaiveDate>,
    found: &mut BTreeMap<NaiveDate, Vec<RecordBatch>>,
    check: impl Fn(u64) -> Result<(), RunError>,
) -> Result<u64, RunError> {
    let mut stream = session.query(sql, &step.bound).await?;
    let mut rows = 0;
    while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
        let declared = as_declared(&step.task, &step.table, table, &batch)?;
        for (day, part) in by_date(&declared).map_err(EngineError::from)? {
            // Rows of a day that was not asked for would be doubled when its turn comes.
            if let Some(parts) = found.get_mut(&day).filter(|_| group.contains(&day)) {
                rows += part.num_rows() as u64;
                parts.push(part);
            }
        }
        check(rows)?;
    }
    Ok(rows)
}

/// The days of a pass in groups that are computed by one statement each.
///
/// That it makes no difference which days are together is tested for reports of ours. Another may count over all events that it sees
/// (`OV-96`), and which those are must not depend on how many days a run has to do.
fn computed_together(report: &Report, pass: &BTreeMap<NaiveDate, Fingerprint>) -> Vec<BTreeSet<NaiveDate>> {
    let days = pass.keys().copied();
    if report.is_plugin() {
        days.map(|day| BTreeSet::from([day])).collect()
    } else {
        vec![days.collect()]
    }
}

/// The days in groups whose facts are held at once and written together.
fn passes(events: &TableSnapshot, days: &BTreeMap<NaiveDate, Fingerprint>) -> Vec<BTreeMap<NaiveDate, Fingerprint>> {
    let rows_by_date = events.fingerprint_by_date();
    let mut passes: Vec<BTreeMap<NaiveDate, Fingerprint>> = Vec::new();
    let mut rows = 0;
    for (day, source) in days {
        let of_day = rows_by_date.get(day).map_or(0, |known| known.rows);
        if passes.is_empty() || rows + of_day > EVENTS_IN_A_PASS {
            passes.push(BTreeMap::new());
            rows = 0;
        }
        rows += of_day;
        // There is a group: one was made above at the latest for the first day.
        if let Some(pass) = passes.last_mut() {
            pass.insert(*day, *source);
        }
    }
    passes
}
