//! The order of events inside a data file: (event_type, course_id_or_url, user_id, time, event_id), missing values
//! first. A reader of one event type so reads few pages, and like lines lie beside each other and compress well.

use std::cmp::Ordering;
use std::collections::HashMap;

use arrow::array::{Array, AsArray, BinaryViewArray, RecordBatch};
use arrow::compute::{cast, interleave_record_batch};
use arrow::datatypes::{DataType, Int64Type, TimestampMicrosecondType};
use foldhash::fast::RandomState;

use crate::error::LakeError;
use crate::schema::EVENTS;

/// Rows in a batch that is written.
const BATCH_ROWS: usize = 4096;

/// The columns that decide the order.
#[derive(Clone)]
pub(crate) struct KeyColumns {
    event_type: BinaryViewArray,
    course: BinaryViewArray,
    user: arrow::array::Int64Array,
    time: arrow::array::TimestampMicrosecondArray,
    id: arrow::array::BinaryArray,
}

impl KeyColumns {
    pub(crate) fn of(batch: &RecordBatch) -> Result<Self, LakeError> {
        let column = |name: &str| {
            batch.column_by_name(name).ok_or_else(|| LakeError::Schema {
                table: EVENTS.to_owned(),
                reason: format!("rows have no column {name}"),
            })
        };
        let wrong = |name: &str| LakeError::Schema {
            table: EVENTS.to_owned(),
            reason: format!("column {name} is of another type"),
        };
        let texts = |name: &str| {
            let views = cast(column(name)?, &DataType::BinaryView).map_err(LakeError::rows(EVENTS))?;
            views.as_binary_view_opt().cloned().ok_or_else(|| wrong(name))
        };
        Ok(Self {
            event_type: texts("event_type")?,
            course: texts("course_id_or_url")?,
            user: column("user_id")?
                .as_primitive_opt::<Int64Type>()
                .ok_or_else(|| wrong("user_id"))?
                .clone(),
            time: column("time")?
                .as_primitive_opt::<TimestampMicrosecondType>()
                .ok_or_else(|| wrong("time"))?
                .clone(),
            id: column("event_id")?
                .as_binary_opt()
                .ok_or_else(|| wrong("event_id"))?
                .clone(),
        })
    }

    /// The id of a row.
    pub(crate) fn id(&self, row: usize) -> u128 {
        id_of(self.id.value(row))
    }

    /// Compares a row with one of other columns.
    pub(crate) fn compare(&self, row: usize, other: &Self, other_row: usize) -> Ordering {
        text(&self.event_type, row)
            .cmp(&text(&other.event_type, other_row))
            .then_with(|| text(&self.course, row).cmp(&text(&other.course, other_row)))
            .then_with(|| self.user(row).cmp(&other.user(other_row)))
            .then_with(|| self.time.value(row).cmp(&other.time.value(other_row)))
            .then_with(|| self.id.value(row).cmp(other.id.value(other_row)))
    }

    fn user(&self, row: usize) -> Option<i64> {
        self.user.is_valid(row).then(|| self.user.value(row))
    }
}

fn text(column: &BinaryViewArray, row: usize) -> Option<&[u8]> {
    column.is_valid(row).then(|| column.value(row))
}

/// An event id in its stored form.
pub(crate) fn id_of(bytes: &[u8]) -> u128 {
    let mut id = [0; 16];
    let length = bytes.len().min(16);
    id[..length].copy_from_slice(&bytes[..length]);
    u128::from_be_bytes(id)
}

/// A row's key with texts replaced by their ranks, and its place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    event_type: u32,
    course: u32,
    user: Option<i64>,
    time: i64,
    id: u128,
    batch: u32,
    row: u32,
}

/// Hands out the rows of all batches in order, a batch at a time.
pub(crate) fn in_order(
    batches: &[RecordBatch],
    mut take: impl FnMut(&RecordBatch) -> Result<(), LakeError>,
) -> Result<(), LakeError> {
    let columns = batches.iter().map(KeyColumns::of).collect::<Result<Vec<_>, _>>()?;
    let types = ranks(columns.iter().map(|columns| &columns.event_type));
    let courses = ranks(columns.iter().map(|columns| &columns.course));
    let mut keys = Vec::with_capacity(types.len());
    let mut ranks = types.into_iter().zip(courses);
    for (batch, columns) in columns.iter().enumerate() {
        for (row, (event_type, course)) in (0..columns.time.len()).zip(&mut ranks) {
            keys.push(Key {
                event_type,
                course,
                user: columns.user(row),
                time: columns.time.value(row),
                id: columns.id(row),
                batch: batch as u32,
                row: row as u32,
            });
        }
    }
    keys.sort_unstable();
    let sources: Vec<&RecordBatch> = batches.iter().collect();
    for keys in keys.chunks(BATCH_ROWS) {
        let places: Vec<(usize, usize)> = keys.iter().map(|key| (key.batch as usize, key.row as usize)).collect();
        take(&interleave_record_batch(&sources, &places).map_err(LakeError::rows(EVENTS))?)?;
    }
    Ok(())
}

/// The rank of each text among all that there are, row after row.
fn ranks<'a>(columns: impl Iterator<Item = &'a BinaryViewArray>) -> Vec<u32> {
    let mut numbers: HashMap<Option<&[u8]>, u32, RandomState> = HashMap::default();
    let mut rows = Vec::new();
    for column in columns {
        rows.extend((0..column.len()).map(|row| {
            let next = numbers.len() as u32;
            *numbers.entry(text(column, row)).or_insert(next)
        }));
    }
    let mut texts: Vec<(Option<&[u8]>, u32)> = numbers.into_iter().collect();
    texts.sort_unstable();
    let mut ranks = vec![0; texts.len()];
    for (rank, (_, number)) in texts.into_iter().enumerate() {
        ranks[number as usize] = rank as u32;
    }
    for row in &mut rows {
        *row = ranks[*row as usize];
    }
    rows
}
