//! By how much the counts of what events say in vain change when the events are read again.
//!
//! What was counted for an event is not kept with it, but follows from its row: where a column is null although the line has a value for
//! it, that value was counted.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, Int32Array, RecordBatch};
use arrow::datatypes::Int32Type;
use olivine_event::course_key::CourseKey;
use olivine_event::{Event, Unread};

use super::summary::UNREAD;
use crate::status::{TOTAL, totals};
use crate::transactions::Transactions;

/// The first version of the parser that counted.
const COUNTED_SINCE: i32 = 3;

/// By how much the count of each member changes.
#[derive(Debug, Default)]
pub(super) struct UnreadChanges(BTreeMap<&'static str, i64>);

impl UnreadChanges {
    /// Takes in what an event was counted for before, and what it is counted for now.
    pub(super) fn take(&mut self, before: Unread, now: Unread) {
        for member in before.names() {
            *self.0.entry(member).or_default() -= 1;
        }
        for member in now.names() {
            *self.0.entry(member).or_default() += 1;
        }
    }

    /// Adds other changes.
    pub(super) fn add(&mut self, other: &Self) {
        for (member, change) in &other.0 {
            *self.0.entry(member).or_default() += change;
        }
    }

    /// Whether all counts stay as they are.
    pub(super) fn is_nothing(&self) -> bool {
        self.0.values().all(|change| *change == 0)
    }

    /// The running totals after the changes.
    pub(super) fn new_totals(&self, known: &Transactions) -> Vec<(String, i64)> {
        let before = totals(known);
        let changed = self.0.iter().filter(|(_, change)| **change != 0);
        let after = changed.map(|(member, change)| {
            let name = format!("{UNREAD}{member}");
            let total = before.get(&name).copied().unwrap_or(0).saturating_add(*change);
            (format!("{TOTAL}{name}"), total.max(0))
        });
        after.collect()
    }
}

/// Rows of events as an earlier version of the parser understood them.
pub(super) struct RowsBefore<'a> {
    versions: Option<&'a Int32Array>,
    course_id: Option<&'a ArrayRef>,
    user_id: Option<&'a ArrayRef>,
    enrollment_course_id: Option<&'a ArrayRef>,
    enrollment_user_id: Option<&'a ArrayRef>,
}

impl<'a> RowsBefore<'a> {
    pub(super) fn of(batch: &'a RecordBatch) -> Self {
        Self {
            versions: batch
                .column_by_name("parser_version")
                .and_then(|column| column.as_primitive_opt::<Int32Type>()),
            course_id: batch.column_by_name("course_id"),
            user_id: batch.column_by_name("user_id"),
            enrollment_course_id: batch.column_by_name("enrollment_course_id"),
            enrollment_user_id: batch.column_by_name("enrollment_user_id"),
        }
    }

    /// What the event of a row was counted for, by what its line says to this version.
    pub(super) fn unread(&self, row: usize, event: &Event<'_>) -> Unread {
        let was_counted = self
            .versions
            .is_some_and(|versions| versions.is_valid(row) && versions.value(row) >= COUNTED_SINCE);
        if !was_counted {
            return Unread::default();
        }
        let was_in_vain =
            |column: Option<&ArrayRef>, has_value: bool| has_value && column.is_none_or(|column| column.is_null(row));
        let now = event.unread;
        let enrollment = event.enrollment.as_ref();
        let (course, user) = (
            enrollment.is_some_and(|enrollment| enrollment.course_id.is_some()),
            enrollment.is_some_and(|enrollment| enrollment.user_id.is_some()),
        );
        Unread {
            course_id: was_in_vain(self.course_id, now.course_id || event.course_id.is_some()),
            odd_course_id: self.has_odd_course(row),
            user_id: was_in_vain(self.user_id, now.user_id || event.user_id.is_some()),
            enrollment_course_id: was_in_vain(self.enrollment_course_id, now.enrollment_course_id || course),
            enrollment_user_id: was_in_vain(self.enrollment_user_id, now.enrollment_user_id || user),
        }
    }

    fn has_odd_course(&self, row: usize) -> bool {
        let courses = self.course_id.and_then(|column| column.as_binary_view_opt());
        let course = courses
            .filter(|courses| courses.is_valid(row))
            .and_then(|courses| std::str::from_utf8(courses.value(row)).ok());
        course
            .and_then(CourseKey::parse)
            .is_some_and(|course| !course.is_strict())
    }
}
