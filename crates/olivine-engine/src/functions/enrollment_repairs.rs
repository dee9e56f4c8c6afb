//! `enrollment_repairs`: the backward walk of enrollment validation as an aggregate function.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Int8Builder, Int64Builder, ListArray, StringBuilder, StructArray,
    TimestampMicrosecondBuilder,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Int8Type, Int64Type, TimestampMicrosecondType};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature};

use super::arguments::{Argument, coerce, signature, time_type};
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::enrollment_repair::{Item, Repair, Repairing, Said, Validation, repairs};

pub(super) const DOC: FunctionDoc = FunctionDoc {
    name: "enrollment_repairs",
    signature: "enrollment_repairs(time timestamp, event_type text, mode text, is_active integer, created timestamp, dump_start \
timestamp, dump_end timestamp, from timestamp, generate_before integer, include_nonstate_changes integer, earliest timestamp, \
expected_validation timestamp) -> list of (time timestamp, event_type text, mode text, reason text, after_time timestamp, before_time \
timestamp)",
    kind: FunctionKind::Aggregate,
    doc: "From the enrollment events of one person in one course and the copies of the LMS table (`edx.course.enrollment.validated`, with \
what the table held and when it was copied): the events that are lacking between them, latest first. The last five arguments are \
parameters, the same for all rows; flags are 0 or 1. Other events, validations without the times of their copy, and rows with no time, \
type or track are passed over; order and repetitions do not matter.",
    rule: "EN 8.3",
    carries: Carries::Values,
    examples: &[Example {
        sql: "select enrollment_repairs(time, event_type, mode, is_active, created, time, time, timestamp '2024-01-01T00:00:00', 0, 0, \
null, null)[1]['reason'] from (values \
(timestamp '2024-02-01T08:00:00', 'edx.course.enrollment.activated', 'audit', null, null), \
(timestamp '2024-03-01T02:00:00', 'edx.course.enrollment.validated', 'audit', 0, timestamp '2024-02-01T08:00:00')) \
as events (time, event_type, mode, is_active, created)",
        result: "activate => validate(inactive)",
    }],
};

const ARGUMENTS: &[Argument] = &[
    Argument::Time,
    Argument::Text,
    Argument::Text,
    Argument::Integer,
    Argument::Time,
    Argument::Time,
    Argument::Time,
    Argument::Time,
    Argument::Integer,
    Argument::Integer,
    Argument::Time,
    Argument::Time,
];

pub(super) fn repairs_function() -> AggregateUDF {
    AggregateUDF::new_from_impl(EnrollmentRepairs { signature: signature() })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct EnrollmentRepairs {
    signature: Signature,
}

impl AggregateUDFImpl for EnrollmentRepairs {
    fn name(&self) -> &str {
        DOC.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerce(self.name(), ARGUMENTS, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(Arc::new(repair_field())))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, data_type| Arc::new(Field::new(format!("{}[{name}]", args.name), data_type, true));
        let mut fields = vec![field("items", DataType::List(Arc::new(item_field())))];
        fields.extend(PARAMETERS.map(|name| field(name, DataType::Int64)));
        Ok(fields)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Walk::default()))
    }
}

const PARAMETERS: [&str; 5] = [
    "from",
    "generate_before",
    "include_nonstate_changes",
    "earliest",
    "expected_validation",
];

/// The items of one person in one course.
#[derive(Debug, Default)]
struct Walk {
    items: Vec<Item>,
    how: Option<Repairing>,
}

impl Accumulator for Walk {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let time = |column: usize, row: usize| {
            let times = values[column].as_primitive::<TimestampMicrosecondType>();
            times.is_valid(row).then(|| times.value(row))
        };
        let number = |column: usize, row: usize| {
            let numbers = values[column].as_primitive::<Int64Type>();
            numbers.is_valid(row).then(|| numbers.value(row))
        };
        let (types, modes) = (values[1].as_string_view(), values[2].as_string_view());
        for row in 0..values[0].len() {
            self.how.get_or_insert_with(|| Repairing {
                from: time(7, row).unwrap_or(i64::MIN),
                generate_before: number(8, row) == Some(1),
                include_nonstate_changes: number(9, row) == Some(1),
                earliest: time(10, row),
                expected_validation: time(11, row),
            });
            let Some(at) = time(0, row).filter(|_| types.is_valid(row) && modes.is_valid(row)) else {
                continue;
            };
            let said = match types.value(row) {
                "edx.course.enrollment.activated" => Said::Activated,
                "edx.course.enrollment.deactivated" => Said::Deactivated,
                "edx.course.enrollment.mode_changed" => Said::ModeChanged,
                "edx.course.enrollment.validated" => {
                    let (Some(active), Some(dump_start), Some(dump_end)) = (number(3, row), time(5, row), time(6, row))
                    else {
                        continue;
                    };
                    Said::Validated(Validation {
                        is_active: active == 1,
                        created: time(4, row),
                        dump_start,
                        dump_end,
                    })
                }
                _ => continue,
            };
            let mode = modes.value(row).into();
            self.items.push(Item { time: at, said, mode });
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let how = self.how.unwrap_or_default();
        let found = repairs(&mut self.items, &how);
        Ok(ScalarValue::List(Arc::new(one_list(repair_field(), answer(&found)?)?)))
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.items.capacity() * size_of::<Item>() + self.items.len() * 16
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let items = one_list(item_field(), state(&self.items)?)?;
        let how = self.how;
        let flag = |set: bool| i64::from(set);
        let mut scalars = vec![ScalarValue::List(Arc::new(items))];
        let parameters = [
            how.map(|how| how.from),
            how.map(|how| flag(how.generate_before)),
            how.map(|how| flag(how.include_nonstate_changes)),
            how.and_then(|how| how.earliest),
            how.and_then(|how| how.expected_validation),
        ];
        scalars.extend(parameters.map(ScalarValue::Int64));
        Ok(scalars)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let lists = states[0].as_list::<i32>();
        let parameter = |column: usize, row: usize| {
            let numbers = states[column].as_primitive::<Int64Type>();
            numbers.is_valid(row).then(|| numbers.value(row))
        };
        for row in 0..lists.len() {
            if let (None, Some(from)) = (self.how, parameter(1, row)) {
                self.how = Some(Repairing {
                    from,
                    generate_before: parameter(2, row) == Some(1),
                    include_nonstate_changes: parameter(3, row) == Some(1),
                    earliest: parameter(4, row),
                    expected_validation: parameter(5, row),
                });
            }
            if lists.is_valid(row) {
                self.take(&lists.value(row))?;
            }
        }
        Ok(())
    }
}

impl Walk {
    /// Takes items that [`state`] wrote.
    fn take(&mut self, items: &ArrayRef) -> Result<()> {
        let items = items.as_struct();
        let number = |column: usize, row: usize| {
            let numbers = items.column(column).as_primitive::<Int64Type>();
            numbers.is_valid(row).then(|| numbers.value(row))
        };
        let (kinds, modes) = (
            items.column(1).as_primitive::<Int8Type>(),
            items.column(2).as_string::<i32>(),
        );
        for row in 0..items.len() {
            let validation = |is_active| {
                Said::Validated(Validation {
                    is_active,
                    created: number(3, row),
                    dump_start: number(4, row).unwrap_or_default(),
                    dump_end: number(5, row).unwrap_or_default(),
                })
            };
            let said = match kinds.value(row) {
                0 => Said::Activated,
                1 => Said::Deactivated,
                2 => Said::ModeChanged,
                3 => validation(false),
                4 => validation(true),
                other => return Err(DataFusionError::Internal(format!("no kind of item: {other}"))),
            };
            let time = number(0, row).unwrap_or_default();
            let mode = modes.value(row).into();
            self.items.push(Item { time, said, mode });
        }
        Ok(())
    }
}

fn item_fields() -> Fields {
    Fields::from(vec![
        Field::new("time", DataType::Int64, false),
        Field::new("kind", DataType::Int8, false),
        Field::new("mode", DataType::Utf8, false),
        Field::new("created", DataType::Int64, true),
        Field::new("dump_start", DataType::Int64, true),
        Field::new("dump_end", DataType::Int64, true),
    ])
}

fn item_field() -> Field {
    Field::new("item", DataType::Struct(item_fields()), false)
}

fn state(items: &[Item]) -> Result<StructArray> {
    let number = || Int64Builder::with_capacity(items.len());
    let (mut times, mut created, mut starts, mut ends) = (number(), number(), number(), number());
    let mut kinds = Int8Builder::with_capacity(items.len());
    let mut modes = StringBuilder::new();
    for item in items {
        times.append_value(item.time);
        modes.append_value(&item.mode);
        let (kind, validation) = match &item.said {
            Said::Activated => (0, None),
            Said::Deactivated => (1, None),
            Said::ModeChanged => (2, None),
            Said::Validated(validation) => (3 + i8::from(validation.is_active), Some(validation)),
        };
        kinds.append_value(kind);
        created.append_option(validation.and_then(|validation| validation.created));
        starts.append_option(validation.map(|validation| validation.dump_start));
        ends.append_option(validation.map(|validation| validation.dump_end));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(times.finish()),
        Arc::new(kinds.finish()),
        Arc::new(modes.finish()),
        Arc::new(created.finish()),
        Arc::new(starts.finish()),
        Arc::new(ends.finish()),
    ];
    Ok(StructArray::try_new(item_fields(), columns, None)?)
}

fn repair_fields() -> Fields {
    Fields::from(vec![
        Field::new("time", time_type(), true),
        Field::new("event_type", DataType::Utf8, true),
        Field::new("mode", DataType::Utf8, true),
        Field::new("reason", DataType::Utf8, true),
        Field::new("after_time", time_type(), true),
        Field::new("before_time", time_type(), true),
    ])
}

fn repair_field() -> Field {
    Field::new("item", DataType::Struct(repair_fields()), true)
}

fn answer(found: &[Repair]) -> Result<StructArray> {
    let time = || TimestampMicrosecondBuilder::with_capacity(found.len()).with_timezone("UTC");
    let (mut times, mut afters, mut befores) = (time(), time(), time());
    let (mut types, mut modes, mut reasons) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
    for repair in found {
        times.append_value(repair.time);
        types.append_value(repair.event_type);
        modes.append_value(&repair.mode);
        reasons.append_value(&repair.reason);
        afters.append_option(repair.after);
        befores.append_value(repair.before);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(times.finish()),
        Arc::new(types.finish()),
        Arc::new(modes.finish()),
        Arc::new(reasons.finish()),
        Arc::new(afters.finish()),
        Arc::new(befores.finish()),
    ];
    Ok(StructArray::try_new(repair_fields(), columns, None)?)
}

/// A list array with one list in it.
fn one_list(field: Field, values: StructArray) -> Result<ListArray> {
    let offsets = OffsetBuffer::from_lengths([values.len()]);
    Ok(ListArray::try_new(Arc::new(field), offsets, Arc::new(values), None)?)
}
