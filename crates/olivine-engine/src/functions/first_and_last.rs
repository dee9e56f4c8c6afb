//! `first_and_last`: the texts of a group that came first and last. Of a group no more than two texts are kept, however large it is.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayAccessor, ArrayRef, AsArray, BooleanArray, LargeStringBuilder, StringViewBuilder, StructArray,
    TimestampMicrosecondArray, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature};

use super::arguments::{Argument, coerce, signature, time_type};
use super::{Carries, Example, FunctionDoc, FunctionKind};

pub(super) const DOC: FunctionDoc = FunctionDoc {
    name: "first_and_last",
    signature: "first_and_last(value text, time timestamp) -> (first text, first_time timestamp, last text, last_time timestamp)",
    kind: FunctionKind::Aggregate,
    doc: "The earliest and the latest text of a group, with their times. Of texts at the same time the smaller one, by its bytes, is the \
earlier. Rows that are null in text or time are passed over; `last` and `last_time` are null where all rows are the same, and everything \
is null where there are none.",
    rule: "PF A5",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "select first_and_last(value, to_timestamp_micros(time))['last'] from (values ('b', 7), ('c', 9), ('a', 9)) as rows \
(value, time)",
            result: "c",
        },
        Example {
            sql: "select first_and_last(value, to_timestamp_micros(time))['last'] from (values ('b', 7), ('b', 7), ('c', null)) as rows \
(value, time)",
            result: "null",
        },
    ],
};

const ARGUMENTS: [Argument; 2] = [Argument::Text, Argument::Time];

pub(super) fn first_and_last() -> AggregateUDF {
    AggregateUDF::new_from_impl(FirstAndLast { signature: signature() })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct FirstAndLast {
    signature: Signature,
}

impl AggregateUDFImpl for FirstAndLast {
    fn name(&self) -> &str {
        DOC.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(DOC.name, &ARGUMENTS, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(fields(DataType::Utf8View)))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let named = |field: &FieldRef| {
            let name = format!("{}[{}]", args.name, field.name());
            Arc::new(field.as_ref().clone().with_name(name)) as FieldRef
        };
        Ok(fields(DataType::LargeUtf8).iter().map(named).collect())
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OneGroup(Groups::default())))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups::default()))
    }
}

/// Columns of an answer, and of a state. The latter goes to disk, where a view would take all texts of its batch along.
fn fields(text: DataType) -> Fields {
    Fields::from(vec![
        Field::new("first", text.clone(), true),
        Field::new("first_time", time_type(), true),
        Field::new("last", text, true),
        Field::new("last_time", time_type(), true),
    ])
}

/// A text and its time, in microseconds. Of two, the earlier is before; at the same time the smaller text.
#[derive(Debug, Clone)]
struct Said {
    time: i64,
    text: Box<str>,
}

/// What is known of a group.
#[derive(Debug, Clone, Default)]
struct Ends {
    first: Option<Said>,
    /// The last, once another than the first is known.
    last: Option<Said>,
}

impl Ends {
    /// Takes one more row. Gives by how many bytes of text the group has grown.
    fn take(&mut self, time: i64, text: &str) -> isize {
        let said = || Said {
            time,
            text: text.into(),
        };
        let Some(first) = &mut self.first else {
            self.first = Some(said());
            return length(text);
        };
        let is_before = |other: &Said| (time, text) < (other.time, &*other.text);
        let is_after = |other: &Said| (time, text) > (other.time, &*other.text);
        if is_before(first) {
            let second = std::mem::replace(first, said());
            if self.last.is_none() {
                self.last = Some(second);
                return length(text);
            }
            return length(text) - length(&second.text);
        }
        if is_after(first) && self.last.as_ref().is_none_or(is_after) {
            let before = self.last.replace(said());
            return length(text) - before.map_or(0, |before| length(&before.text));
        }
        0
    }
}

/// A text is never longer than `isize::MAX`.
fn length(text: &str) -> isize {
    text.len() as isize
}

/// The groups of an aggregation.
#[derive(Debug, Default)]
struct Groups {
    ends: Vec<Ends>,
    text_bytes: usize,
}

impl Groups {
    /// Takes a row of a column of texts, in whichever form.
    fn take<'a>(
        &mut self,
        group: usize,
        texts: impl ArrayAccessor<Item = &'a str>,
        times: &TimestampMicrosecondArray,
        row: usize,
    ) {
        if texts.is_valid(row) && times.is_valid(row) {
            let growth = self.ends[group].take(times.value(row), texts.value(row));
            self.text_bytes = self.text_bytes.saturating_add_signed(growth);
        }
    }

    fn grow(&mut self, groups: usize) {
        if groups > self.ends.len() {
            self.ends.resize_with(groups, Ends::default);
        }
    }

    fn emit(&mut self, emit_to: EmitTo) -> Vec<Ends> {
        let ends = emit_to.take_needed(&mut self.ends);
        let texts = ends.iter().flat_map(|ends| [&ends.first, &ends.last]).flatten();
        self.text_bytes -= texts.map(|said| said.text.len()).sum::<usize>();
        ends
    }
}

/// The times of one end of groups.
fn times_of<'a>(said: impl Iterator<Item = Option<&'a Said>>) -> ArrayRef {
    let mut times = TimestampMicrosecondBuilder::new().with_data_type(time_type());
    for said in said {
        times.append_option(said.map(|said| said.time));
    }
    Arc::new(times.finish())
}

fn answer(ends: Vec<Ends>) -> Result<ArrayRef> {
    let columns = columns(ends, |said| {
        let mut texts = StringViewBuilder::with_capacity(said.len());
        for said in said {
            texts.append_option(said.map(|said| said.text));
        }
        Arc::new(texts.finish())
    });
    Ok(Arc::new(StructArray::try_new(
        fields(DataType::Utf8View),
        columns,
        None,
    )?))
}

fn state(ends: Vec<Ends>) -> Vec<ArrayRef> {
    columns(ends, |said| {
        let bytes = said.iter().flatten().map(|said| said.text.len()).sum();
        let mut texts = LargeStringBuilder::with_capacity(said.len(), bytes);
        for said in said {
            texts.append_option(said.map(|said| said.text));
        }
        Arc::new(texts.finish())
    })
}

/// Texts and times of both ends. Each text goes as soon as it is copied, so that the groups never take their memory twice.
fn columns(ends: Vec<Ends>, texts: impl Fn(Vec<Option<Said>>) -> ArrayRef) -> Vec<ArrayRef> {
    let (first, last): (Vec<_>, Vec<_>) = ends.into_iter().map(|ends| (ends.first, ends.last)).unzip();
    let column = |said: Vec<Option<Said>>| {
        let times = times_of(said.iter().map(Option::as_ref));
        [texts(said), times]
    };
    [column(first), column(last)].into_iter().flatten().collect()
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        self.grow(total_num_groups);
        let (texts, times) = (values[0].as_string_view(), values[1].as_primitive());
        for (row, group) in group_indices.iter().enumerate() {
            if opt_filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row)) {
                self.take(*group, texts, times, row);
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        answer(self.emit(emit_to))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(state(self.emit(emit_to)))
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.grow(total_num_groups);
        for end in values.chunks_exact(2) {
            let (texts, times) = (end[0].as_string::<i64>(), end[1].as_primitive());
            for (row, group) in group_indices.iter().enumerate() {
                self.take(*group, texts, times, row);
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values[0].len();
        let each_its_own: Vec<usize> = (0..rows).collect();
        let mut groups = Self::default();
        groups.update_batch(values, &each_its_own, opt_filter, rows)?;
        groups.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        self.ends.capacity() * size_of::<Ends>() + self.text_bytes
    }
}

/// The aggregation of all rows into one.
#[derive(Debug)]
struct OneGroup(Groups);

impl Accumulator for OneGroup {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.update_batch(values, &vec![0; values[0].len()], None, 1)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.0.grow(1);
        ScalarValue::try_from_array(&answer(self.0.ends.clone())?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.0.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.0.grow(1);
        let columns = state(self.0.ends.clone());
        columns
            .iter()
            .map(|column| ScalarValue::try_from_array(column, 0))
            .collect()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.merge_batch(states, &vec![0; states[0].len()], 1)
    }
}
