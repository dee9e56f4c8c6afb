//! `metric_ranges`: the ranges of a metric of engagement as an aggregate function.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Builder, StringBuilder, StructArray};
use arrow::datatypes::{DataType, Field, FieldRef, Fields, Float64Type};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature};

use super::arguments::{Argument, coerce, signature};
use super::rows::list;
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::engagement::{PERCENTS, Rounding, ranges};

pub(super) const DOC: FunctionDoc = FunctionDoc {
    name: "metric_ranges",
    signature: "metric_ranges(value float, low_percentile float, high_percentile float, as_upstream boolean) -> list of (range_type text, \
low_value float, high_value float)",
    kind: FunctionKind::Aggregate,
    doc: "From the values of a metric: `low` from 0 up to the low percentile, `normal` up to the high one, `high` from there on. There is \
no `low` where nothing can be below, and no `high` where both percentiles are the same. Without values everything is `normal`. Nulls are \
passed over; bounds may be infinite. With `as_upstream` the last bit of percentiles between equal values is as in the old pipeline.",
    rule: "PF G1-G5",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "select metric_ranges(value, 15, 85, false)[2]['low_value'] from (values (1), (2), (3), (4), (5), (6), (7), (null)) as \
rows (value)",
            result: "1.9",
        },
        Example {
            sql: "select array_length(metric_ranges(value, 15, 85, true)) from (values (3), (3), (3)) as rows (value)",
            result: "3",
        },
    ],
};

pub(super) fn metric_ranges() -> AggregateUDF {
    AggregateUDF::new_from_impl(MetricRanges { signature: signature() })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct MetricRanges {
    signature: Signature,
}

impl AggregateUDFImpl for MetricRanges {
    fn name(&self) -> &str {
        DOC.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let wanted = [Argument::Float, Argument::Float, Argument::Float, Argument::Boolean];
        coerce(DOC.name, &wanted, given)
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(Arc::new(range_field())))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |name: &str, kind| Arc::new(Field::new(format!("{}[{name}]", args.name), kind, true)) as FieldRef;
        Ok(vec![
            field("values", DataType::new_list(DataType::Float64, true)),
            field("low", DataType::Float64),
            field("high", DataType::Float64),
            field("as_upstream", DataType::Boolean),
        ])
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Values::default()))
    }
}

/// The values of one group, and how they are to be cut.
#[derive(Debug, Default)]
struct Values {
    values: Vec<f64>,
    cut: Option<Cut>,
}

/// The further arguments, which are the same in every row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cut {
    low: f64,
    high: f64,
    as_upstream: bool,
}

impl Cut {
    /// The arguments of the first row that has them all.
    fn of(columns: &[ArrayRef]) -> Result<Option<Self>> {
        let (low, high) = (
            columns[0].as_primitive::<Float64Type>(),
            columns[1].as_primitive::<Float64Type>(),
        );
        let as_upstream = columns[2].as_boolean();
        let is_whole = |row: &usize| low.is_valid(*row) && high.is_valid(*row) && as_upstream.is_valid(*row);
        let Some(row) = (0..low.len()).find(is_whole) else {
            return Ok(None);
        };
        let cut = Self {
            low: low.value(row),
            high: high.value(row),
            as_upstream: as_upstream.value(row),
        };
        if PERCENTS.contains(&cut.low) && PERCENTS.contains(&cut.high) && cut.low <= cut.high {
            return Ok(Some(cut));
        }
        Err(DataFusionError::Execution(format!(
            "percentiles must be from 0 to 100, the low one not above the high one: {}, {}",
            cut.low, cut.high
        )))
    }
}

impl Values {
    fn take_cut(&mut self, columns: &[ArrayRef]) -> Result<()> {
        if self.cut.is_none() {
            self.cut = Cut::of(columns)?;
        }
        Ok(())
    }
}

impl Accumulator for Values {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        self.values
            .extend(columns[0].as_primitive::<Float64Type>().iter().flatten());
        self.take_cut(&columns[1..])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for values in states[0].as_list::<i32>().iter().flatten() {
            self.values
                .extend(values.as_primitive::<Float64Type>().iter().flatten());
        }
        self.take_cut(&states[1..])
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values: Vec<ScalarValue> = self
            .values
            .iter()
            .map(|value| ScalarValue::Float64(Some(*value)))
            .collect();
        let cut = self.cut;
        Ok(vec![
            ScalarValue::List(ScalarValue::new_list_nullable(&values, &DataType::Float64)),
            ScalarValue::Float64(cut.map(|cut| cut.low)),
            ScalarValue::Float64(cut.map(|cut| cut.high)),
            ScalarValue::Boolean(cut.map(|cut| cut.as_upstream)),
        ])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let found = match self.cut {
            None => Vec::new(),
            Some(cut) => {
                let rounding = if cut.as_upstream {
                    Rounding::Upstream
                } else {
                    Rounding::Exact
                };
                ranges(&mut self.values, cut.low, cut.high, rounding)
            }
        };
        let (mut names, mut lows, mut highs) = (StringBuilder::new(), Float64Builder::new(), Float64Builder::new());
        for range in &found {
            names.append_value(range.rank.name());
            lows.append_value(range.low);
            highs.append_value(range.high);
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(names.finish()),
            Arc::new(lows.finish()),
            Arc::new(highs.finish()),
        ];
        let rows = StructArray::try_new(range_fields(), columns, None)?;
        ScalarValue::try_from_array(&list(range_field(), Arc::new(rows), &[found.len()], None)?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<f64>()
    }
}

fn range_fields() -> Fields {
    Fields::from(vec![
        Field::new("range_type", DataType::Utf8, true),
        Field::new("low_value", DataType::Float64, true),
        Field::new("high_value", DataType::Float64, true),
    ])
}

fn range_field() -> Field {
    Field::new("item", DataType::Struct(range_fields()), true)
}
