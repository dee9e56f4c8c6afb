//! The enrollment events of all groups of an aggregation, kept compactly until their answers are asked for.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int8Array, Int8Builder, Int64Builder, StringBuilder, StructArray,
};
use arrow::datatypes::{DataType, Field, Fields, Int8Type, Int64Type, TimestampMicrosecondType};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::EmitTo;

use super::rows::list;
use crate::enrollment::{Kind, Step};

/// One event of a group; the track is a number in [`Tracks`].
#[derive(Debug, Clone, Copy)]
struct Entry {
    group: u32,
    step: Step<u32>,
}

/// The names of tracks, each once: there are few.
#[derive(Debug, Default)]
struct Tracks {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    bytes: usize,
}

impl Tracks {
    fn number(&mut self, name: &str) -> Result<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = u32::try_from(self.names.len())
            .map_err(|_| DataFusionError::ResourcesExhausted("too many different tracks".to_owned()))?;
        let name: Arc<str> = name.into();
        self.bytes += name.len() + 64;
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        Ok(number)
    }

    /// The names in the order of their bytes, and the place there of each number.
    fn sorted(&self) -> (Vec<Arc<str>>, Vec<u32>) {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_unstable_by_key(|number| &self.names[*number]);
        let mut places = vec![0; self.names.len()];
        for (place, number) in (0_u32..).zip(&order) {
            places[*number] = place;
        }
        (
            order
                .into_iter()
                .map(|number| Arc::clone(&self.names[number]))
                .collect(),
            places,
        )
    }
}

/// The enrollment events of all groups. It holds sets: the order of coming and repetitions leave no trace.
#[derive(Debug, Default)]
pub(super) struct EnrollmentLog {
    entries: Vec<Entry>,
    tracks: Tracks,
    groups: usize,
}

/// The events of some groups: each group's sorted and without repetitions, one group after the other.
pub(super) struct Taken {
    pub(super) steps: Vec<Step<u32>>,
    /// Where each group ends in `steps`.
    pub(super) ends: Vec<usize>,
    /// Names of tracks by their number in `steps`; they sort alike.
    pub(super) tracks: Vec<Arc<str>>,
}

impl Taken {
    /// The steps of each group.
    pub(super) fn groups(&mut self) -> Vec<&mut [Step<u32>]> {
        let mut groups = Vec::with_capacity(self.ends.len());
        let mut rest = self.steps.as_mut_slice();
        let mut begin = 0;
        for end in &self.ends {
            let (group, others) = rest.split_at_mut(end - begin);
            groups.push(group);
            rest = others;
            begin = *end;
        }
        groups
    }

    /// The number of a track, if any step names it.
    pub(super) fn track(tracks: &[Arc<str>], name: &str) -> Option<u32> {
        let place = tracks.binary_search_by(|known| known.as_ref().cmp(name)).ok()?;
        u32::try_from(place).ok()
    }
}

impl EnrollmentLog {
    /// Takes rows of (time, event type, track). Rows without one of them and other events are passed over (`EN 3.2`).
    pub(super) fn update(
        &mut self,
        columns: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        total_groups: usize,
    ) -> Result<()> {
        self.groups = self.groups.max(total_groups);
        let times = columns[0].as_primitive::<TimestampMicrosecondType>();
        let types = columns[1].as_string_view();
        let tracks = columns[2].as_string_view();
        for (row, group) in groups.iter().enumerate() {
            let is_wanted = filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row));
            if !is_wanted || times.is_null(row) || types.is_null(row) || tracks.is_null(row) {
                continue;
            }
            if let Some(kind) = Kind::of_event_type(types.value(row)) {
                self.add(*group, times.value(row), kind, tracks.value(row))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, group: usize, time: i64, kind: Kind, track: &str) -> Result<()> {
        let group = u32::try_from(group)
            .map_err(|_| DataFusionError::ResourcesExhausted("too many groups of enrollments".to_owned()))?;
        let mode = self.tracks.number(track)?;
        let step = Step { time, kind, mode };
        self.entries.push(Entry { group, step });
        Ok(())
    }

    /// Takes what [`EnrollmentLog::state`] of another log gave.
    pub(super) fn merge(&mut self, states: &ArrayRef, groups: &[usize], total_groups: usize) -> Result<()> {
        self.groups = self.groups.max(total_groups);
        let states = states.as_list::<i32>();
        let steps = states.values().as_struct();
        let times = steps.column(0).as_primitive::<Int64Type>();
        let kinds: &Int8Array = steps.column(1).as_primitive::<Int8Type>();
        let tracks = steps.column(2).as_string::<i32>();
        for (row, group) in groups.iter().enumerate() {
            if states.is_null(row) {
                continue;
            }
            let offsets = states.value_offsets();
            let (begin, end) = (offsets[row] as usize, offsets[row + 1] as usize);
            for place in begin..end {
                let kind = kind_of(kinds.value(place))?;
                self.add(*group, times.value(place), kind, tracks.value(place))?;
            }
        }
        Ok(())
    }

    /// Hands out the events of the groups to be emitted.
    pub(super) fn take(&mut self, emit: EmitTo) -> Taken {
        let (count, entries) = match emit {
            EmitTo::All => (std::mem::take(&mut self.groups), std::mem::take(&mut self.entries)),
            EmitTo::First(count) => {
                let (taken, mut rest): (Vec<Entry>, Vec<Entry>) = std::mem::take(&mut self.entries)
                    .into_iter()
                    .partition(|entry| (entry.group as usize) < count);
                for entry in &mut rest {
                    // `count` is at most the number of a group, which fits.
                    entry.group -= count as u32;
                }
                self.entries = rest;
                self.groups = self.groups.saturating_sub(count);
                (count, taken)
            }
        };
        self.sorted(entries, count)
    }

    /// As [`EnrollmentLog::take`] of all groups, but the log keeps them.
    pub(super) fn peek(&self) -> Taken {
        self.sorted(self.entries.clone(), self.groups)
    }

    fn sorted(&self, mut entries: Vec<Entry>, groups: usize) -> Taken {
        let (tracks, places) = self.tracks.sorted();
        for entry in &mut entries {
            entry.step.mode = places[entry.step.mode as usize];
        }
        entries.sort_unstable_by_key(|entry| (entry.group, entry.step));
        entries.dedup_by_key(|entry| (entry.group, entry.step));
        let mut ends = vec![0; groups];
        for entry in &entries {
            ends[entry.group as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        Taken {
            steps: entries.into_iter().map(|entry| entry.step).collect(),
            ends,
            tracks,
        }
    }

    /// Bytes in use.
    pub(super) fn size(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.tracks.bytes
    }
}

/// The type of the state of one group.
pub(super) fn state_type() -> DataType {
    DataType::List(Arc::new(step_field()))
}

fn step_fields() -> Fields {
    Fields::from(vec![
        Field::new("time", DataType::Int64, false),
        Field::new("kind", DataType::Int8, false),
        Field::new("mode", DataType::Utf8, false),
    ])
}

fn step_field() -> Field {
    Field::new("item", DataType::Struct(step_fields()), false)
}

/// The events of each group as one list.
pub(super) fn state(taken: &Taken) -> Result<ArrayRef> {
    let mut times = Int64Builder::with_capacity(taken.steps.len());
    let mut kinds = Int8Builder::with_capacity(taken.steps.len());
    let mut tracks = StringBuilder::with_capacity(taken.steps.len(), taken.steps.len() * 8);
    for step in &taken.steps {
        times.append_value(step.time);
        kinds.append_value(number_of(step.kind));
        tracks.append_value(&taken.tracks[step.mode as usize]);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(times.finish()),
        Arc::new(kinds.finish()),
        Arc::new(tracks.finish()),
    ];
    let steps = StructArray::try_new(step_fields(), columns, None)?;
    Ok(Arc::new(list(step_field(), Arc::new(steps), &taken.ends, None)?))
}

fn number_of(kind: Kind) -> i8 {
    match kind {
        Kind::Activated => 0,
        Kind::Deactivated => 1,
        Kind::ModeChanged => 2,
    }
}

fn kind_of(number: i8) -> Result<Kind> {
    match number {
        0 => Ok(Kind::Activated),
        1 => Ok(Kind::Deactivated),
        2 => Ok(Kind::ModeChanged),
        other => Err(DataFusionError::Internal(format!(
            "no kind of enrollment event: {other}"
        ))),
    }
}
