//! `video_curve`: how many people watched each second of a video.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, Int64Builder};
use arrow::datatypes::{DataType, Fields};
use datafusion::error::Result;

use crate::functions::arguments::Argument;
use crate::functions::collected::{Names, Rule};
use crate::functions::rows::{field, in_groups, integers, rows_array, rows_type};
use crate::functions::{Carries, Example, FunctionDoc, FunctionKind};
use crate::video::coverage::{self, Span};

/// Milliseconds of a second of a curve.
const SECOND: i64 = 1_000;

/// `video_curve`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::functions) struct Curve;

impl Curve {
    fn fields() -> Fields {
        let integer = |name| field(name, DataType::Int64);
        Fields::from(vec![
            integer("second"),
            integer("until"),
            integer("learners"),
            integer("views"),
        ])
    }
}

impl Rule for Curve {
    /// Who, from where to where in milliseconds.
    type Row = (i64, i64, i64);

    const DOC: FunctionDoc = FunctionDoc {
        name: "video_curve",
        signature: "video_curve(user_id integer, begin_ms integer, end_ms integer) -> list of (second integer, until integer, learners \
integer, views integer)",
        kind: FunctionKind::Aggregate,
        doc: "From the watched stretches of one video: how many people watched each second, and how often it was watched. Seconds in a row \
with the same numbers are one row, from `second` to before `until`; seconds that nobody watched have none. A stretch watches every \
second that it touches. Rows with a null or outside of any video are passed over; order does not matter.",
        rule: "OV-37",
        carries: Carries::Nothing,
        examples: &[Example {
            sql: "select video_curve(user_id, begin_ms, end_ms)[2]['views'] from (values \
(1, 0, 10000), (1, 5000, 10000), (2, 2000, 5000)) as stretches (user_id, begin_ms, end_ms)",
            result: "2",
        }],
    };
    const ARGUMENTS: &'static [Argument] = &[Argument::Integer, Argument::Integer, Argument::Integer];

    fn read(columns: &[ArrayRef], _: &mut Names) -> Result<Vec<Option<Self::Row>>> {
        Ok(integers(columns, |row: [i64; 3]| (row[0], row[1], row[2])))
    }

    fn write(rows: &[Self::Row], _: &[Arc<str>]) -> Vec<ArrayRef> {
        let of = |value: fn(&Self::Row) -> i64| Arc::new(Int64Array::from_iter_values(rows.iter().map(value)));
        vec![of(|row| row.0), of(|row| row.1), of(|row| row.2)]
    }

    fn order(one: &Self::Row, other: &Self::Row) -> Ordering {
        one.cmp(other)
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [Self::Row]], _: &[Arc<str>]) -> Result<ArrayRef> {
        let mut numbers = [(); 4].map(|()| Int64Builder::new());
        let ends = in_groups(groups, |rows| {
            let span = |(user, begin, end): &Self::Row| {
                let last = end.checked_sub(1)?.div_euclid(SECOND);
                Some(Span {
                    user: *user,
                    first: u32::try_from(begin.div_euclid(SECOND)).ok()?,
                    last: u32::try_from(last).ok().filter(|_| begin < end)?,
                })
            };
            let mut spans: Vec<Span> = rows.iter().filter_map(span).collect();
            let runs = coverage::runs(&mut spans);
            for run in &runs {
                let of_run = [i64::from(run.first), i64::from(run.until), run.users, run.views];
                for (builder, number) in numbers.iter_mut().zip(of_run) {
                    builder.append_value(number);
                }
            }
            runs.len()
        });
        let columns = numbers.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef);
        rows_array(Self::fields(), columns.collect(), &ends)
    }
}
