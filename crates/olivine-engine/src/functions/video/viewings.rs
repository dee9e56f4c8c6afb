//! `video_viewings`: the viewings of a video, as the old pipeline saw them.

use std::cmp::Ordering;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, Float64Builder, StringArray, StringBuilder};
use arrow::datatypes::{DataType, Fields, Float64Type, TimestampMicrosecondType};
use datafusion::error::Result;

use crate::functions::arguments::{Argument, time_type};
use crate::functions::collected::{Names, Rule};
use crate::functions::rows::{field, float_at, in_groups, rows_array, rows_type, time_builder, times_of};
use crate::functions::{Carries, Example, FunctionDoc, FunctionKind};
use crate::video::viewing::{self, Kind, PlayerEvent};

/// `video_viewings`.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::functions) struct Viewings;

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
        carries: Carries::Values,
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
