//! `activity_runs` and `time_on_task`: time spent, as aggregate functions.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanBuilder, Int64Array, Int64Builder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Fields, Int64Type, TimestampMicrosecondType};
use datafusion::error::Result;

use super::arguments::{Argument, time_type};
use super::collected::{Names, Rule};
use super::rows::{field, in_groups, rows_array, rows_type, time_builder, times_of};
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::time_on_task::{self, Run};

const MICROS: i64 = 1_000_000;

/// A run with the gap and the tail that it came with (seconds): the same in all rows of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunRow {
    run: Run<u32, u32>,
    gap: i32,
    tail: i32,
}

/// Seconds that are sensible for gaps and tails.
fn seconds(column: &Int64Array, row: usize) -> Option<i32> {
    let seconds = column.is_valid(row).then(|| column.value(row))?;
    i32::try_from(seconds).ok().filter(|seconds| *seconds >= 0)
}

fn order(one: &RunRow, other: &RunRow) -> Ordering {
    one.run.cmp(&other.run)
}

fn renumber(row: &mut RunRow, places: &[u32]) {
    row.run.course = places[row.run.course as usize];
    row.run.kind = places[row.run.kind as usize];
}

fn texts_of<'a>(names: &'a [Arc<str>], numbers: impl Iterator<Item = u32> + 'a) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(
        numbers.map(|number| names[number as usize].as_ref()),
    ))
}

/// `activity_runs`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct ActivityRuns;

impl ActivityRuns {
    fn fields() -> Fields {
        Fields::from(vec![
            field("course_id", DataType::Utf8),
            field("kind", DataType::Utf8),
            field("begin", time_type()),
            field("end", time_type()),
        ])
    }
}

impl Rule for ActivityRuns {
    type Row = RunRow;

    const DOC: FunctionDoc = FunctionDoc {
        name: "activity_runs",
        signature: "activity_runs(time timestamp, course_id text, kind text, gap_seconds integer) -> list of (course_id text, kind text, begin \
timestamp, end timestamp)",
        kind: FunctionKind::Aggregate,
        doc: "From the events of one person: consecutive ones about the same, none further from the next than the gap, as one run each, in \
order. `time_on_task` gives the same for the runs of all days as for the events. Rows with a null are passed over; order and repetitions \
do not matter.",
        rule: "OV-42",
        carries: Carries::Values,
        examples: &[Example {
            sql: "select cardinality(activity_runs(time, course, kind, 1800)) from (values \
(timestamp '2024-03-01T10:00:00', 'c', 'video'), (timestamp '2024-03-01T10:20:00', 'c', 'video'), \
(timestamp '2024-03-01T10:30:00', 'c', 'problem'), (timestamp '2024-03-01T11:00:01', 'c', 'problem')) as events (time, course, kind)",
            result: "3",
        }],
    };
    const ARGUMENTS: &'static [Argument] = &[Argument::Time, Argument::Text, Argument::Text, Argument::Integer];

    fn read(columns: &[ArrayRef], names: &mut Names) -> Result<Vec<Option<RunRow>>> {
        let times = columns[0].as_primitive::<TimestampMicrosecondType>();
        let [courses, kinds] = [1, 2].map(|place| columns[place].as_string_view());
        let gaps = columns[3].as_primitive::<Int64Type>();
        let mut rows = Vec::with_capacity(times.len());
        for row in 0..times.len() {
            let is_whole = times.is_valid(row) && courses.is_valid(row) && kinds.is_valid(row);
            let Some(gap) = seconds(gaps, row).filter(|_| is_whole) else {
                rows.push(None);
                continue;
            };
            let run = Run {
                begin: times.value(row),
                course: names.number(courses.value(row))?,
                kind: names.number(kinds.value(row))?,
                end: times.value(row),
            };
            rows.push(Some(RunRow { run, gap, tail: 0 }));
        }
        Ok(rows)
    }

    fn write(rows: &[RunRow], names: &[Arc<str>]) -> Vec<ArrayRef> {
        vec![
            times_of(rows.iter().map(|row| row.run.begin)),
            texts_of(names, rows.iter().map(|row| row.run.course)),
            texts_of(names, rows.iter().map(|row| row.run.kind)),
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| i64::from(row.gap)))),
        ]
    }

    fn order(one: &RunRow, other: &RunRow) -> Ordering {
        order(one, other)
    }

    fn renumber(row: &mut RunRow, places: &[u32]) {
        renumber(row, places);
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [RunRow]], names: &[Arc<str>]) -> Result<ArrayRef> {
        let (mut courses, mut kinds) = (StringBuilder::new(), StringBuilder::new());
        let (mut begins, mut stops) = (time_builder(), time_builder());
        let ends = in_groups(groups, |rows| {
            let gap = rows.first().map_or(0, |row| i64::from(row.gap) * MICROS);
            let mut events: Vec<Run<u32, u32>> = rows.iter().map(|row| row.run).collect();
            let runs = time_on_task::runs(&mut events, gap);
            for run in &runs {
                courses.append_value(&names[run.course as usize]);
                kinds.append_value(&names[run.kind as usize]);
                begins.append_value(run.begin);
                stops.append_value(run.end);
            }
            runs.len()
        });
        let columns: Vec<ArrayRef> = vec![
            Arc::new(courses.finish()),
            Arc::new(kinds.finish()),
            Arc::new(begins.finish()),
            Arc::new(stops.finish()),
        ];
        rows_array(Self::fields(), columns, &ends)
    }
}

/// `time_on_task`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TimeOnTask;

impl TimeOnTask {
    fn fields() -> Fields {
        Fields::from(vec![
            field("course_id", DataType::Utf8),
            field("kind", DataType::Utf8),
            field("begin", time_type()),
            field("microseconds", DataType::Int64),
            field("begins_session", DataType::Boolean),
        ])
    }
}

impl Rule for TimeOnTask {
    type Row = RunRow;

    const DOC: FunctionDoc = FunctionDoc {
        name: "time_on_task",
        signature: "time_on_task(begins timestamp, ends timestamp, course_id text, kind text, gap_seconds integer, tail_seconds integer) -> \
list of (course_id text, kind text, begin timestamp, microseconds integer, begins_session boolean)",
        kind: FunctionKind::Aggregate,
        doc: "From the runs of one person (or single events: runs that end where they begin): the time that each took, in order. The time up to \
the next run belongs to a run unless it is longer than the gap; then the tail is credited, which is never longer than the gap. A session \
begins after each such gap. Rows with a null are passed over; order does not matter.",
        rule: "OV-40",
        carries: Carries::Values,
        examples: &[Example {
            sql: "select time_on_task(b, e, 'c', 'video', 1800, 60)[1]['microseconds'] from (values \
(timestamp '2024-03-01T10:00:00', timestamp '2024-03-01T10:05:00'), \
(timestamp '2024-03-01T10:15:00', timestamp '2024-03-01T10:15:00')) as runs (b, e)",
            result: "900000000",
        }],
    };
    const ARGUMENTS: &'static [Argument] = &[
        Argument::Time,
        Argument::Time,
        Argument::Text,
        Argument::Text,
        Argument::Integer,
        Argument::Integer,
    ];

    fn read(columns: &[ArrayRef], names: &mut Names) -> Result<Vec<Option<RunRow>>> {
        let [begins, stops] = [0, 1].map(|place| columns[place].as_primitive::<TimestampMicrosecondType>());
        let [courses, kinds] = [2, 3].map(|place| columns[place].as_string_view());
        let [gaps, tails] = [4, 5].map(|place| columns[place].as_primitive::<Int64Type>());
        let mut rows = Vec::with_capacity(begins.len());
        for row in 0..begins.len() {
            let is_whole = begins.is_valid(row) && stops.is_valid(row) && courses.is_valid(row) && kinds.is_valid(row);
            let parameters = seconds(gaps, row).zip(seconds(tails, row)).filter(|_| is_whole);
            let Some((gap, tail)) = parameters else {
                rows.push(None);
                continue;
            };
            let run = Run {
                begin: begins.value(row),
                course: names.number(courses.value(row))?,
                kind: names.number(kinds.value(row))?,
                end: stops.value(row),
            };
            rows.push(Some(RunRow { run, gap, tail }));
        }
        Ok(rows)
    }

    fn write(rows: &[RunRow], names: &[Arc<str>]) -> Vec<ArrayRef> {
        let of = |value: fn(&RunRow) -> i32| {
            Arc::new(Int64Array::from_iter_values(
                rows.iter().map(|row| i64::from(value(row))),
            ))
        };
        vec![
            times_of(rows.iter().map(|row| row.run.begin)),
            times_of(rows.iter().map(|row| row.run.end)),
            texts_of(names, rows.iter().map(|row| row.run.course)),
            texts_of(names, rows.iter().map(|row| row.run.kind)),
            of(|row| row.gap),
            of(|row| row.tail),
        ]
    }

    fn order(one: &RunRow, other: &RunRow) -> Ordering {
        order(one, other)
    }

    fn renumber(row: &mut RunRow, places: &[u32]) {
        renumber(row, places);
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [RunRow]], names: &[Arc<str>]) -> Result<ArrayRef> {
        let (mut courses, mut kinds) = (StringBuilder::new(), StringBuilder::new());
        let mut begins = time_builder();
        let mut lengths = Int64Builder::new();
        let mut sessions = BooleanBuilder::new();
        let ends = in_groups(groups, |rows| {
            let (gap, tail) = rows
                .first()
                .map_or((0, 0), |row| (i64::from(row.gap), i64::from(row.tail)));
            let mut runs: Vec<Run<u32, u32>> = rows.iter().map(|row| row.run).collect();
            let spells = time_on_task::spells(&mut runs, gap * MICROS, tail * MICROS);
            for spell in &spells {
                courses.append_value(&names[spell.course as usize]);
                kinds.append_value(&names[spell.kind as usize]);
                begins.append_value(spell.begin);
                lengths.append_value(spell.length);
                sessions.append_value(spell.begins_session);
            }
            spells.len()
        });
        let columns: Vec<ArrayRef> = vec![
            Arc::new(courses.finish()),
            Arc::new(kinds.finish()),
            Arc::new(begins.finish()),
            Arc::new(lengths.finish()),
            Arc::new(sessions.finish()),
        ];
        rows_array(Self::fields(), columns, &ends)
    }
}
