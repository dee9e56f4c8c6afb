//! `covered_length`: the length of what intervals cover together.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array};
use arrow::datatypes::DataType;
use datafusion::error::Result;

use crate::functions::arguments::Argument;
use crate::functions::collected::{Names, Rule};
use crate::functions::rows::integers;
use crate::functions::{Carries, Example, FunctionDoc, FunctionKind};
use crate::video::coverage;

/// `covered_length`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::functions) struct CoveredLength;

impl Rule for CoveredLength {
    type Row = (i64, i64);

    const DOC: FunctionDoc = FunctionDoc {
        name: "covered_length",
        signature: "covered_length(begins integer, ends integer) -> integer",
        kind: FunctionKind::Aggregate,
        doc: "The length of the union of intervals: what several cover counts once. Intervals that end before they begin and rows with a null \
are passed over; 0 where there is none. Order does not matter.",
        rule: "OV-36",
        carries: Carries::Nothing,
        examples: &[
            Example {
                sql: "select covered_length(b, e) from (values (0, 100), (50, 120), (200, 210)) as intervals (b, e)",
                result: "130",
            },
            Example {
                sql: "select covered_length(b, e) from (values (9, 3)) as intervals (b, e)",
                result: "0",
            },
        ],
    };
    const ARGUMENTS: &'static [Argument] = &[Argument::Integer, Argument::Integer];

    fn read(columns: &[ArrayRef], _: &mut Names) -> Result<Vec<Option<Self::Row>>> {
        Ok(integers(columns, |row: [i64; 2]| (row[0], row[1])))
    }

    fn write(rows: &[Self::Row], _: &[Arc<str>]) -> Vec<ArrayRef> {
        let of = |value: fn(&Self::Row) -> i64| Arc::new(Int64Array::from_iter_values(rows.iter().map(value)));
        vec![of(|row| row.0), of(|row| row.1)]
    }

    fn order(one: &Self::Row, other: &Self::Row) -> Ordering {
        one.cmp(other)
    }

    fn answer_type() -> DataType {
        DataType::Int64
    }

    fn answer(groups: &mut [&mut [Self::Row]], _: &[Arc<str>]) -> Result<ArrayRef> {
        let lengths = groups.iter_mut().map(|intervals| coverage::covered_length(intervals));
        Ok(Arc::new(Int64Array::from_iter_values(lengths)))
    }
}
