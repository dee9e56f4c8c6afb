//! `video_viewings`, `video_usage`, `video_stretches`, `video_curve` and `covered_length`: what player events say, as aggregate
//! functions.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Float64Builder, Int64Array, Int64Builder, StringArray, StringBuilder,
    StructArray, TimestampMicrosecondArray, TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Fields, Float64Type, Int64Type, TimestampMicrosecondType};
use datafusion::error::Result;

use super::arguments::{Argument, time_type};
use super::collected::{Names, Rule};
use super::enrollment_log::list;
use super::{Example, FunctionDoc, FunctionKind};
use crate::video::coverage::{self, Span};
use crate::video::usage::{self, Watched};
use crate::video::viewing::{self, Kind, PlayerEvent};
use crate::video::watching::{self, Act, WatchEvent};

/// A list of structs: its fields and type.
pub(super) fn rows_type(fields: Fields) -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Struct(fields), true)))
}

/// Lists of structs, from the columns of all their rows and where each list ends.
pub(super) fn rows_array(fields: Fields, columns: Vec<ArrayRef>, ends: &[usize]) -> Result<ArrayRef> {
    let rows = StructArray::try_new(fields.clone(), columns, None)?;
    let item = Field::new("item", DataType::Struct(fields), true);
    Ok(Arc::new(list(item, Arc::new(rows), ends, None)?))
}

pub(super) fn field(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, true)
}

fn float_at(column: &Float64Array, row: usize) -> Option<f64> {
    column.is_valid(row).then(|| column.value(row))
}

/// `video_viewings`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Viewings;

impl Viewings {
    fn fields() -> Fields {
        Fields::from(vec![
            field("start_time", time_type()),
            field("start_offset", DataType::Float64),
            field("end_offset", DataType::Float64),
            field("duration", DataType::Float64),
            field("reason", DataType::Utf8),
        ])
    }
}

impl Rule for Viewings {
    type Row = PlayerEvent;

    const DOC: FunctionDoc = FunctionDoc {
        name: "video_viewings",
        signature: "video_viewings(time timestamp, event_type text, position number, old_position number, duration number) -> list of \
(start_time timestamp, start_offset number, end_offset number, duration number, reason text)",
        kind: FunctionKind::Aggregate,
        doc: "From the player events of one person at one video: the viewings, each from a play to the next pause, seek or stop, as the old \
pipeline saw them. `position` is where a play, pause or stop was and where a seek led, `old_position` where a seek came from; seconds. \
Other events and rows without time or position are passed over; order does not matter.",
        rule: "PF 7.3",
        examples: &[Example {
            sql: "select video_viewings(time, event_type, position, old_position, null)[2]['start_offset'] from (values \
(timestamp '2024-03-01T10:00:22', 'stop_video', 22.0, null), \
(timestamp '2024-03-01T10:00:07', 'seek_video', 15.0, 7.0), \
(timestamp '2024-03-01T10:00:00', 'play_video', 0.0, null), \
(timestamp '2024-03-01T10:00:08', 'play_video', 7.0, null)) as events (time, event_type, position, old_position)",
            result: "15.0",
        }],
    };
    const ARGUMENTS: &'static [Argument] = &[
        Argument::Time,
        Argument::Text,
        Argument::Float,
        Argument::Float,
        Argument::Float,
    ];

    fn read(columns: &[ArrayRef], _: &mut Names) -> Result<Vec<Option<PlayerEvent>>> {
        let times = columns[0].as_primitive::<TimestampMicrosecondType>();
        let types = columns[1].as_string_view();
        let [positions, olds, durations] = [2, 3, 4].map(|place| columns[place].as_primitive::<Float64Type>());
        let row = |row: usize| {
            Some(PlayerEvent {
                time: times.is_valid(row).then(|| times.value(row))?,
                kind: types.is_valid(row).then(|| Kind::of_event_type(types.value(row)))??,
                position: float_at(positions, row)?,
                old_position: float_at(olds, row),
                duration: float_at(durations, row),
            })
        };
        Ok((0..times.len()).map(row).collect())
    }

    fn write(rows: &[PlayerEvent], _: &[Arc<str>]) -> Vec<ArrayRef> {
        vec![
            times_of(rows.iter().map(|row| row.time)),
            Arc::new(StringArray::from_iter_values(
                rows.iter().map(|row| row.kind.event_type()),
            )),
            Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.position))),
            Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.old_position))),
            Arc::new(Float64Array::from_iter(rows.iter().map(|row| row.duration))),
        ]
    }

    fn order(one: &PlayerEvent, other: &PlayerEvent) -> Ordering {
        one.order(other)
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [PlayerEvent]], _: &[Arc<str>]) -> Result<ArrayRef> {
        let mut times = time_builder();
        let [mut starts, mut stops, mut durations] = [(); 3].map(|()| Float64Builder::new());
        let mut reasons = StringBuilder::new();
        let ends = in_groups(groups, |events| {
            let found = viewing::viewings(events);
            for viewing in &found {
                times.append_value(viewing.start_time);
                starts.append_value(viewing.start);
                stops.append_value(viewing.end);
                durations.append_option(viewing.duration);
                reasons.append_value(viewing.reason.event_type());
            }
            found.len()
        });
        let columns: Vec<ArrayRef> = vec![
            Arc::new(times.finish()),
            Arc::new(starts.finish()),
            Arc::new(stops.finish()),
            Arc::new(durations.finish()),
            Arc::new(reasons.finish()),
        ];
        rows_array(Self::fields(), columns, &ends)
    }
}

pub(super) fn times_of(times: impl Iterator<Item = i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from_iter_values(times).with_timezone("UTC"))
}

pub(super) fn time_builder() -> TimestampMicrosecondBuilder {
    TimestampMicrosecondBuilder::new().with_timezone("UTC")
}

/// Works on each group, which gives so many rows; tells where the rows of each end.
pub(super) fn in_groups<T>(groups: &mut [&mut [T]], mut work: impl FnMut(&mut [T]) -> usize) -> Vec<usize> {
    let mut end = 0;
    let ends = groups.iter_mut().map(|group| {
        end += work(group);
        end
    });
    ends.collect()
}

/// `video_usage`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct UsageOfVideo;

/// A viewing with the threshold that it came with: the same in all rows of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct WatchedRow {
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

/// `video_stretches`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Stretches;

impl Stretches {
    fn fields() -> Fields {
        let integer = |name| field(name, DataType::Int64);
        Fields::from(vec![
            field("course_id", DataType::Utf8),
            field("video_id", DataType::Utf8),
            field("time", time_type()),
            integer("begin_ms"),
            integer("end_ms"),
            integer("spent_ms"),
            field("reason", DataType::Utf8),
        ])
    }
}

/// Seconds or a factor as thousandths. What does not fit is none.
fn thousandths(number: Option<f64>) -> Option<i32> {
    let thousandths = (number? * 1e3).round();
    // The range is checked, so the cast keeps the value.
    (thousandths.abs() < 2e9).then_some(thousandths as i32)
}

impl Rule for Stretches {
    type Row = WatchEvent<u32, u32>;

    const DOC: FunctionDoc = FunctionDoc {
        name: "video_stretches",
        signature: "video_stretches(time timestamp, event_type text, course_id text, video_id text, position number, old_position number, \
duration number, speed number) -> list of (course_id text, video_id text, time timestamp, begin_ms integer, end_ms integer, spent_ms \
integer, reason text)",
        kind: FunctionKind::Aggregate,
        doc: "From the player events of one person and the times at which pages were closed: the stretches of videos that were really watched, \
believing no more than the clock and the playing speed allow. Positions and durations come in seconds and go in milliseconds; `spent_ms` \
is the time by the clock. A null `video_id` stands for no video (a closed page). Other events and rows without time or course are passed \
over; order and repetitions do not matter.",
        rule: "OV-30",
        examples: &[Example {
            sql: "select video_stretches(time, event_type, 'c', 'v', position, null, null, null)[1]['end_ms'] from (values \
(timestamp '2024-03-01T00:00:40', 'pause_video', 100.0), \
(timestamp '2024-02-29T23:59:50', 'play_video', 0.0)) as events (time, event_type, position)",
            result: "50000",
        }],
    };
    const ARGUMENTS: &'static [Argument] = &[
        Argument::Time,
        Argument::Text,
        Argument::Text,
        Argument::Text,
        Argument::Float,
        Argument::Float,
        Argument::Float,
        Argument::Float,
    ];

    fn read(columns: &[ArrayRef], names: &mut Names) -> Result<Vec<Option<Self::Row>>> {
        let times = columns[0].as_primitive::<TimestampMicrosecondType>();
        let [types, courses, videos] = [1, 2, 3].map(|place| columns[place].as_string_view());
        let numbers = [4, 5, 6, 7].map(|place| columns[place].as_primitive::<Float64Type>());
        let mut rows = Vec::with_capacity(times.len());
        for row in 0..times.len() {
            let act = types
                .is_valid(row)
                .then(|| Act::of_event_type(types.value(row)))
                .flatten();
            let act = act.filter(|_| times.is_valid(row) && courses.is_valid(row));
            let act = act.filter(|act| videos.is_valid(row) || *act == Act::Leave);
            let Some(act) = act else {
                rows.push(None);
                continue;
            };
            let [position, old_position, duration, speed] = numbers.map(|column| thousandths(float_at(column, row)));
            rows.push(Some(WatchEvent {
                time: times.value(row),
                act,
                course: names.number(courses.value(row))?,
                video: names.number(if videos.is_valid(row) { videos.value(row) } else { "" })?,
                position,
                old_position,
                duration,
                speed,
            }));
        }
        Ok(rows)
    }

    fn write(rows: &[Self::Row], names: &[Arc<str>]) -> Vec<ArrayRef> {
        let name = |number: u32| names[number as usize].as_ref();
        let of = |value: fn(&Self::Row) -> Option<i32>| {
            let values = rows
                .iter()
                .map(|row| value(row).map(|thousandths| f64::from(thousandths) / 1e3));
            Arc::new(Float64Array::from_iter(values))
        };
        vec![
            times_of(rows.iter().map(|row| row.time)),
            Arc::new(StringArray::from_iter_values(
                rows.iter().map(|row| event_type_of(row.act)),
            )),
            Arc::new(StringArray::from_iter_values(rows.iter().map(|row| name(row.course)))),
            Arc::new(StringArray::from_iter_values(rows.iter().map(|row| name(row.video)))),
            of(|row| row.position),
            of(|row| row.old_position),
            of(|row| row.duration),
            of(|row| row.speed),
        ]
    }

    fn order(one: &Self::Row, other: &Self::Row) -> Ordering {
        one.cmp(other)
    }

    fn renumber(row: &mut Self::Row, places: &[u32]) {
        row.course = places[row.course as usize];
        row.video = places[row.video as usize];
    }

    fn answer_type() -> DataType {
        rows_type(Self::fields())
    }

    fn answer(groups: &mut [&mut [Self::Row]], names: &[Arc<str>]) -> Result<ArrayRef> {
        let name = |number: u32| names[number as usize].as_ref();
        let (mut courses, mut videos, mut reasons) = (StringBuilder::new(), StringBuilder::new(), StringBuilder::new());
        let mut times = time_builder();
        let mut numbers = [(); 3].map(|()| Int64Builder::new());
        let ends = in_groups(groups, |events| {
            let found = watching::stretches(events);
            for stretch in &found {
                courses.append_value(name(stretch.course));
                videos.append_value(name(stretch.video));
                times.append_value(stretch.time);
                let of_stretch = [stretch.begin, stretch.end, stretch.spent];
                for (builder, number) in numbers.iter_mut().zip(of_stretch) {
                    builder.append_value(number);
                }
                reasons.append_value(stretch.reason.name());
            }
            found.len()
        });
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(courses.finish()),
            Arc::new(videos.finish()),
            Arc::new(times.finish()),
        ];
        columns.extend(numbers.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
        columns.push(Arc::new(reasons.finish()));
        rows_array(Self::fields(), columns, &ends)
    }
}

/// A type of event that stands for the act.
fn event_type_of(act: Act) -> &'static str {
    match act {
        Act::Pause => "pause_video",
        Act::Stop => "stop_video",
        Act::Seek => "seek_video",
        Act::Speed => "speed_change_video",
        Act::Leave => "page_close",
        Act::Play => "play_video",
    }
}

/// Milliseconds of a second of a curve.
const SECOND: i64 = 1_000;

/// `video_curve`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Curve;

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

/// Rows of whole numbers; those with a null are passed over.
fn integers<const N: usize, T>(columns: &[ArrayRef], make: impl Fn([i64; N]) -> T) -> Vec<Option<T>> {
    let columns: [&Int64Array; N] = std::array::from_fn(|place| columns[place].as_primitive::<Int64Type>());
    let row = |row: usize| {
        let is_whole = columns.iter().all(|column| column.is_valid(row));
        is_whole.then(|| make(columns.map(|column| column.value(row))))
    };
    (0..columns[0].len()).map(row).collect()
}

/// `covered_length`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct CoveredLength;

impl Rule for CoveredLength {
    type Row = (i64, i64);

    const DOC: FunctionDoc = FunctionDoc {
        name: "covered_length",
        signature: "covered_length(begins integer, ends integer) -> integer",
        kind: FunctionKind::Aggregate,
        doc: "The length of the union of intervals: what several cover counts once. Intervals that end before they begin and rows with a null \
are passed over; 0 where there is none. Order does not matter.",
        rule: "OV-36",
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
