//! `video_usage`: how a video was watched, in pieces of five seconds.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Float64Builder, Int64Array, Int64Builder};
use arrow::datatypes::{DataType, Fields, Float64Type, Int64Type};
use datafusion::error::Result;

use crate::functions::arguments::Argument;
use crate::functions::collected::{Names, Rule};
use crate::functions::rows::{field, float_at, in_groups, rows_array, rows_type};
use crate::functions::{Carries, Example, FunctionDoc, FunctionKind};
use crate::video::usage::{self, Watched};

/// `video_usage`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::functions) struct UsageOfVideo;

/// A viewing with the threshold that it came with: the same in all rows of a statement.
#[derive(Debug, Clone, Copy)]
pub(in crate::functions) struct WatchedRow {
    watched: Watched,
    dropoff_threshold: f64,
}

impl UsageOfVideo {
    fn fields() -> Fields {
        let integer = |name| field(name, DataType::Int64);
        Fields::from(vec![
            field("duration", DataType::Float64),
            integer("users_at_start"),
            integer("users_at_end"),
            integer("segment"),
            integer("num_users"),
            integer("num_views"),
        ])
    }
}

impl Rule for UsageOfVideo {
    type Row = WatchedRow;

    const DOC: FunctionDoc = FunctionDoc {
        name: "video_usage",
        signature: "video_usage(user_id integer, start_offset number, end_offset number, duration number, dropoff_threshold number) -> \
list of (duration number, users_at_start integer, users_at_end integer, segment integer, num_users integer, num_views integer)",
        kind: FunctionKind::Aggregate,
        doc: "From the viewings of one video: its watched pieces of five seconds, in order up to the final one. Its length is that of the \
viewings, the largest, or inferred from where watching ends when a viewing has none: beyond a piece that fewer than the share \
`dropoff_threshold` of the viewers of the piece before have watched there are only stray events. `users_at_end` counts people at the \
piece 30 seconds or 5 % before the end. Rows with a null, but for the duration, are passed over; order does not matter.",
        rule: "PF 7.5",
        carries: Carries::Nothing,
        examples: &[
            Example {
                sql: "select video_usage(user_id, begin_at, end_at, 22.0, 0.05)[1]['num_views'] from (values \
(1, 0.0, 7.0), (1, 15.0, 22.0), (2, 0.0, 3.0), (2, 3.0, 5.0)) as viewings (user_id, begin_at, end_at)",
                result: "3",
            },
            Example {
                sql: "select video_usage(user_id, 0.0, 7.0, duration, 0.05)[1]['duration'] from (values \
(1, 22.0), (2, null)) as viewings (user_id, duration)",
                result: "9.0",
            },
        ],
    };
    const ARGUMENTS: &'static [Argument] = &[
        Argument::Integer,
        Argument::Float,
        Argument::Float,
        Argument::Float,
        Argument::Float,
    ];

    fn read(columns: &[ArrayRef], _: &mut Names) -> Result<Vec<Option<WatchedRow>>> {
        let users = columns[0].as_primitive::<Int64Type>();
        let [starts, ends, durations, thresholds] =
            [1, 2, 3, 4].map(|place| columns[place].as_primitive::<Float64Type>());
        let row = |row: usize| {
            Some(WatchedRow {
                watched: Watched {
                    user: users.is_valid(row).then(|| users.value(row))?,
                    start: float_at(starts, row)?,
                    end: float_at(ends, row)?,
                    duration: float_at(durations, row),
                },
                dropoff_threshold: float_at(thresholds, row)?,
            })
        };
        Ok((0..users.len()).map(row).collect())
    }

    fn write(rows: &[WatchedRow], _: &[Arc<str>]) -> Vec<ArrayRef> {
        let of = |value: fn(&WatchedRow) -> Option<f64>| Arc::new(Float64Array::from_iter(rows.iter().map(value)));
        vec![
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.watched.user))),
            of(|row| Some(row.watched.start)),
            of(|row| Some(row.watched.end)),
            of(|row| row.watched.duration),
            of(|row| Some(row.dropoff_threshold)),
        ]
    }

    // The computation sorts itself; nothing in it depends on the order of equal viewings.
    fn order(_: &WatchedRow, _: &WatchedRow) -> Ordering {
        Ordering::Equal
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [WatchedRow]], _: &[Arc<str>]) -> Result<ArrayRef> {
        let mut durations = Float64Builder::new();
        let mut numbers = [(); 5].map(|()| Int64Builder::new());
        let ends = in_groups(groups, |rows| {
            let threshold = rows.first().map_or(0.0, |row| row.dropoff_threshold);
            let viewings: Vec<Watched> = rows.iter().map(|row| row.watched).collect();
            let Some(usage) = usage::usage(&viewings, threshold) else {
                return 0;
            };
            for cell in &usage.segments {
                durations.append_value(usage.duration);
                let of_cell = [
                    usage.users_at_start,
                    usage.users_at_end,
                    cell.segment,
                    cell.users,
                    cell.views,
                ];
                for (builder, number) in numbers.iter_mut().zip(of_cell) {
                    builder.append_value(number);
                }
            }
            usage.segments.len()
        });
        let mut columns: Vec<ArrayRef> = vec![Arc::new(durations.finish())];
        columns.extend(numbers.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        rows_array(Self::fields(), columns, &ends)
    }
}
