//! `video_stretches`: the stretches of videos that were really watched.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Int64Builder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Fields, Float64Type, TimestampMicrosecondType};
use datafusion::error::Result;

use crate::functions::arguments::{Argument, time_type};
use crate::functions::collected::{Names, Rule};
use crate::functions::rows::{field, float_at, in_groups, rows_array, rows_type, time_builder, times_of};
use crate::functions::{Carries, Example, FunctionDoc, FunctionKind};
use crate::video::watching::{self, Act, WatchEvent};

/// `video_stretches`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::functions) struct Stretches;

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
        carries: Carries::Values,
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
