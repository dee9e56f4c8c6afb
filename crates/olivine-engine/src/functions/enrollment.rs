//! `enrollment_days` and `enrollment_summary`: the state machines of enrollment as aggregate functions.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, BooleanBuilder, Date32Builder, Int64Builder, StringBuilder, StructArray,
    TimestampMicrosecondBuilder,
};
use arrow::buffer::{BooleanBuffer, NullBuffer};
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use chrono::{Datelike, NaiveDate};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};

use super::arguments::{Argument, coerce, signature, time_type};
use super::enrollment_log::{EnrollmentLog, Taken, state, state_type};
use super::rows::list;
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::enrollment;

pub(super) const DAYS_DOC: FunctionDoc = FunctionDoc {
    name: "enrollment_days",
    signature: "enrollment_days(time timestamp, event_type text, mode text) -> list of (date date, until date, is_first boolean, \
at_end integer, change integer, mode text)",
    kind: FunctionKind::Aggregate,
    doc: "From the enrollment events of one person in one course: the stretches of days with the same state at their end, in order. \
`date` is the first day, `until` the day after the last (null: not ended), `at_end` 1 while enrolled, `change` the difference to \
the stretch before, `mode` the track of the last event. Other events and rows with a null are passed over; order and repetitions do \
not matter.",
    rule: "EN 3.3",
    carries: Carries::Values,
    examples: &[Example {
        sql: "select enrollment_days(time, event_type, mode)[2]['mode'] from (values \
(timestamp '2024-03-02T09:00:00', 'edx.course.enrollment.mode_changed', 'verified'), \
(timestamp '2024-03-01T10:00:00', 'edx.course.enrollment.activated', 'audit')) as events (time, event_type, mode)",
        result: "verified",
    }],
};

pub(super) const SUMMARY_DOC: FunctionDoc = FunctionDoc {
    name: "enrollment_summary",
    signature: "enrollment_summary(time timestamp, event_type text, mode text) -> (current_mode text, is_active boolean, first_mode \
text, first_time timestamp, last_unenrollment_time timestamp, first_verified_time timestamp, first_credit_time timestamp)",
    kind: FunctionKind::Aggregate,
    doc: "From the enrollment events of one person in one course: the way through it, leaving out events that change nothing. Null for a \
person who never enrolled. Other events and rows with a null are passed over; order and repetitions do not matter.",
    rule: "EN 3.4",
    carries: Carries::Values,
    examples: &[Example {
        sql: "select enrollment_summary(time, event_type, mode)['is_active'] from (values \
(timestamp '2024-03-02T09:00:00', 'edx.course.enrollment.deactivated', 'honor'), \
(timestamp '2024-03-01T10:00:00', 'edx.course.enrollment.activated', 'audit')) as events (time, event_type, mode)",
        result: "false",
    }],
};

/// Which state machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Answer {
    Days,
    Summary,
}

pub(super) fn days() -> AggregateUDF {
    AggregateUDF::new_from_impl(EnrollmentAnswer::of(Answer::Days))
}

pub(super) fn summary() -> AggregateUDF {
    AggregateUDF::new_from_impl(EnrollmentAnswer::of(Answer::Summary))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct EnrollmentAnswer {
    answer: Answer,
    signature: Signature,
}

impl EnrollmentAnswer {
    fn of(answer: Answer) -> Self {
        Self {
            answer,
            signature: signature(),
        }
    }
}

impl AggregateUDFImpl for EnrollmentAnswer {
    fn name(&self) -> &str {
        match self.answer {
            Answer::Days => DAYS_DOC.name,
            Answer::Summary => SUMMARY_DOC.name,
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), &[Argument::Time, Argument::Text, Argument::Text], given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.answer.data_type())
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(
            format!("{}[events]", args.name),
            state_type(),
            true,
        ))])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OneGroup {
            answer: self.answer,
            log: EnrollmentLog::default(),
        }))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(ManyGroups {
            answer: self.answer,
            log: EnrollmentLog::default(),
        }))
    }
}

/// The aggregation of grouped rows.
struct ManyGroups {
    answer: Answer,
    log: EnrollmentLog,
}

impl GroupsAccumulator for ManyGroups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.log.update(values, group_indices, opt_filter, total_num_groups)
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        self.answer.of_groups(self.log.take(emit_to))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![state(&self.log.take(emit_to))?])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.log.merge(&values[0], group_indices, total_num_groups)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let each_its_own: Vec<usize> = (0..rows).collect();
        let mut log = EnrollmentLog::default();
        log.update(values, &each_its_own, opt_filter, rows)?;
        Ok(vec![state(&log.take(EmitTo::All))?])
    }

    fn size(&self) -> usize {
        self.log.size()
    }
}

/// The aggregation of all rows into one.
#[derive(Debug)]
struct OneGroup {
    answer: Answer,
    log: EnrollmentLog,
}

impl Accumulator for OneGroup {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.log.update(values, &vec![0; values[0].len()], None, 1)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mut all = self.log.peek();
        if all.ends.is_empty() {
            all.ends.push(0);
        }
        ScalarValue::try_from_array(&self.answer.of_groups(all)?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.log.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let mut all = self.log.peek();
        if all.ends.is_empty() {
            all.ends.push(0);
        }
        Ok(vec![ScalarValue::try_from_array(&state(&all)?, 0)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.log.merge(&states[0], &vec![0; states[0].len()], 1)
    }
}

impl Answer {
    fn data_type(self) -> DataType {
        match self {
            Self::Days => DataType::List(Arc::new(stretch_field())),
            Self::Summary => DataType::Struct(summary_fields()),
        }
    }

    /// The answer of each group.
    fn of_groups(self, taken: Taken) -> Result<ArrayRef> {
        match self {
            Self::Days => days_of_groups(taken),
            Self::Summary => summaries_of_groups(taken),
        }
    }
}

fn stretch_fields() -> Fields {
    Fields::from(vec![
        Field::new("date", DataType::Date32, true),
        Field::new("until", DataType::Date32, true),
        Field::new("is_first", DataType::Boolean, true),
        Field::new("at_end", DataType::Int64, true),
        Field::new("change", DataType::Int64, true),
        Field::new("mode", DataType::Utf8, true),
    ])
}

fn stretch_field() -> Field {
    Field::new("item", DataType::Struct(stretch_fields()), true)
}

fn summary_fields() -> Fields {
    Fields::from(vec![
        Field::new("current_mode", DataType::Utf8, true),
        Field::new("is_active", DataType::Boolean, true),
        Field::new("first_mode", DataType::Utf8, true),
        Field::new("first_time", time_type(), true),
        Field::new("last_unenrollment_time", time_type(), true),
        Field::new("first_verified_time", time_type(), true),
        Field::new("first_credit_time", time_type(), true),
    ])
}

fn days_since_1970(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

fn days_of_groups(mut taken: Taken) -> Result<ArrayRef> {
    let tracks = std::mem::take(&mut taken.tracks);
    let (mut dates, mut untils) = (Date32Builder::new(), Date32Builder::new());
    let mut firsts = BooleanBuilder::new();
    let (mut at_ends, mut changes) = (Int64Builder::new(), Int64Builder::new());
    let mut modes = StringBuilder::new();
    let mut ends = Vec::with_capacity(taken.ends.len());
    let mut count = 0;
    for steps in taken.groups() {
        for stretch in enrollment::stretches(steps) {
            dates.append_value(days_since_1970(stretch.date));
            untils.append_option(stretch.until.map(days_since_1970));
            firsts.append_value(stretch.is_first);
            at_ends.append_value(i64::from(stretch.at_end));
            changes.append_value(i64::from(stretch.change));
            modes.append_value(&tracks[stretch.mode as usize]);
            count += 1;
        }
        ends.push(count);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(dates.finish()),
        Arc::new(untils.finish()),
        Arc::new(firsts.finish()),
        Arc::new(at_ends.finish()),
        Arc::new(changes.finish()),
        Arc::new(modes.finish()),
    ];
    let stretches = StructArray::try_new(stretch_fields(), columns, None)?;
    Ok(Arc::new(list(stretch_field(), Arc::new(stretches), &ends, None)?))
}

fn summaries_of_groups(mut taken: Taken) -> Result<ArrayRef> {
    let tracks = std::mem::take(&mut taken.tracks);
    let (verified, credit) = (Taken::track(&tracks, "verified"), Taken::track(&tracks, "credit"));
    let (mut current_modes, mut first_modes) = (StringBuilder::new(), StringBuilder::new());
    let mut active = BooleanBuilder::new();
    let time_builder = || TimestampMicrosecondBuilder::new().with_timezone("UTC");
    let mut times = [time_builder(), time_builder(), time_builder(), time_builder()];
    let mut found = Vec::with_capacity(taken.ends.len());
    for steps in taken.groups() {
        let summary = enrollment::summary(steps, verified, credit);
        found.push(summary.is_some());
        let name = |mode: u32| tracks[mode as usize].as_ref();
        current_modes.append_option(summary.map(|summary| name(summary.current_mode)));
        active.append_option(summary.map(|summary| summary.is_active));
        first_modes.append_option(summary.map(|summary| name(summary.first_mode)));
        let of_summary = [
            summary.map(|summary| summary.first_time),
            summary.and_then(|summary| summary.last_unenrollment_time),
            summary.and_then(|summary| summary.first_verified_time),
            summary.and_then(|summary| summary.first_credit_time),
        ];
        for (builder, time) in times.iter_mut().zip(of_summary) {
            builder.append_option(time);
        }
    }
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(current_modes.finish()),
        Arc::new(active.finish()),
        Arc::new(first_modes.finish()),
    ];
    columns.extend(times.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
    let nulls = NullBuffer::new(BooleanBuffer::from(found));
    Ok(Arc::new(StructArray::try_new(summary_fields(), columns, Some(nulls))?))
}
