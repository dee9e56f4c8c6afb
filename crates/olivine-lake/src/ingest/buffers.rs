//! Rows that are read but not yet written: by date, within a budget of memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Condvar, Mutex, PoisonError};

use arrow::array::RecordBatch;
use chrono::NaiveDate;

use super::poison::locked;

/// Rows of one date.
#[derive(Default)]
pub(crate) struct DateRows {
    pub(crate) batches: Vec<RecordBatch>,
    bytes: usize,
}

/// Rows by date.
pub(crate) struct Buffers {
    state: Mutex<State>,
    written: Condvar,
    budget: usize,
}

#[derive(Default)]
struct State {
    waiting: BTreeMap<NaiveDate, DateRows>,
    waiting_bytes: usize,
    /// Rows that were taken out and are being written: how many times by date, and bytes.
    in_writing: HashMap<NaiveDate, usize>,
    in_writing_bytes: usize,
}

impl Buffers {
    /// Buffers that hold about so many bytes, half of them waiting and half in writing.
    pub(crate) fn new(budget: usize) -> Self {
        Self {
            state: Mutex::new(State::default()),
            written: Condvar::new(),
            budget,
        }
    }

    /// Adds rows, and waits first while too many are in writing. When enough wait, gives back the rows of the date that
    /// holds most: the caller writes them and then calls [`Buffers::done`].
    pub(crate) fn add(&self, date: NaiveDate, batch: RecordBatch, bytes: usize) -> Option<(NaiveDate, DateRows)> {
        let mut state = locked(&self.state);
        while state.in_writing_bytes > 0 && state.in_writing_bytes + state.waiting_bytes + bytes > self.budget {
            state = self.written.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let rows = state.waiting.entry(date).or_default();
        rows.batches.push(batch);
        rows.bytes += bytes;
        state.waiting_bytes += bytes;
        if state.waiting_bytes <= self.budget / 2 {
            return None;
        }
        let largest = state.largest()?;
        state.take(largest)
    }

    /// The rows of the largest date, until there are none left.
    pub(crate) fn take_largest(&self) -> Option<(NaiveDate, DateRows)> {
        let mut state = locked(&self.state);
        let largest = state.largest()?;
        state.take(largest)
    }

    /// The rows of a date.
    pub(crate) fn take_date(&self, date: NaiveDate) -> Option<(NaiveDate, DateRows)> {
        locked(&self.state).take(date)
    }

    /// Rows that were taken are written, or given up.
    pub(crate) fn done(&self, date: NaiveDate, rows: DateRows) {
        let mut state = locked(&self.state);
        state.in_writing_bytes = state.in_writing_bytes.saturating_sub(rows.bytes);
        if let Some(times) = state.in_writing.get_mut(&date) {
            *times -= 1;
            if *times == 0 {
                state.in_writing.remove(&date);
            }
        }
        drop(rows);
        self.written.notify_all();
    }

    /// Whether rows of a date are being written.
    pub(crate) fn is_writing(&self, date: NaiveDate) -> bool {
        locked(&self.state).in_writing.contains_key(&date)
    }

    /// Forgets all rows.
    pub(crate) fn clear(&self) {
        *locked(&self.state) = State::default();
    }
}

impl State {
    fn largest(&self) -> Option<NaiveDate> {
        self.waiting
            .iter()
            .max_by_key(|(_, rows)| rows.bytes)
            .map(|(date, _)| *date)
    }

    fn take(&mut self, date: NaiveDate) -> Option<(NaiveDate, DateRows)> {
        let rows = self.waiting.remove(&date)?;
        self.waiting_bytes -= rows.bytes;
        self.in_writing_bytes += rows.bytes;
        *self.in_writing.entry(date).or_default() += 1;
        Some((date, rows))
    }
}
