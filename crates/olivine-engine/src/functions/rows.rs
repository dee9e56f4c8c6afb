//! Columns of rows: what functions about whole rows read from their arguments, and the lists of rows that they answer.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float64Array, Int64Array, ListArray, StructArray, TimestampMicrosecondArray,
    TimestampMicrosecondBuilder,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::datatypes::{DataType, Field, Fields, Int64Type};
use datafusion::error::{DataFusionError, Result};

/// A list column from the values of all lists and where each list ends.
pub(super) fn list(field: Field, values: ArrayRef, ends: &[usize], nulls: Option<NullBuffer>) -> Result<ListArray> {
    let too_long = |_| DataFusionError::ResourcesExhausted("more than 2^31 rows in one batch of lists".to_owned());
    i32::try_from(values.len()).map_err(too_long)?;
    let mut begin = 0;
    let lengths = ends.iter().map(|end| end - std::mem::replace(&mut begin, *end));
    Ok(ListArray::try_new(
        Arc::new(field),
        OffsetBuffer::from_lengths(lengths),
        values,
        nulls,
    )?)
}

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

pub(super) fn float_at(column: &Float64Array, row: usize) -> Option<f64> {
    column.is_valid(row).then(|| column.value(row))
}

/// Rows of whole numbers; those with a null are passed over.
pub(super) fn integers<const N: usize, T>(columns: &[ArrayRef], make: impl Fn([i64; N]) -> T) -> Vec<Option<T>> {
    let columns: [&Int64Array; N] = std::array::from_fn(|place| columns[place].as_primitive::<Int64Type>());
    let row = |row: usize| {
        let is_whole = columns.iter().all(|column| column.is_valid(row));
        is_whole.then(|| make(columns.map(|column| column.value(row))))
    };
    (0..columns[0].len()).map(row).collect()
}
