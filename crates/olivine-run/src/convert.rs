//! From what SQL gives to what tables declare.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray,
    StringViewArray, TimestampMicrosecondArray,
};
use arrow::compute::{cast, sort_to_indices, take_record_batch};
use arrow::datatypes::{DataType, Date32Type, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;
use chrono::{DateTime, NaiveDate};
use olivine_report::manifest::{ColumnType, Table};
use olivine_store::Value;

use crate::error::RunError;

/// The columns of a table as the engine and the lake hold them.
pub(crate) fn schema_of(table: &Table) -> SchemaRef {
    let fields = table
        .columns
        .iter()
        .map(|(name, column)| Field::new(name, data_type(column.kind), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::String(_) | ColumnType::Text => DataType::Utf8,
        ColumnType::Integer => DataType::Int64,
        ColumnType::Float => DataType::Float64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Datetime => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// The declared columns of a batch, in declared order and of the declared types.
///
/// # Errors
/// A declared column that the batch has not, or that cannot become the declared type.
pub(crate) fn as_declared(task: &str, into: &str, table: &Table, batch: &RecordBatch) -> Result<RecordBatch, RunError> {
    let schema = schema_of(table);
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for (name, column) in table.columns.iter() {
        let wrong = || RunError::Columns {
            task: task.to_owned(),
            table: into.to_owned(),
            column: name.to_owned(),
            expected: column.kind.to_string(),
        };
        let given = batch.column_by_name(name).ok_or_else(wrong)?;
        columns.push(to_type(given, &data_type(column.kind)).ok_or_else(wrong)?);
    }
    RecordBatch::try_new(schema, columns).map_err(|_| RunError::Columns {
        task: task.to_owned(),
        table: into.to_owned(),
        column: "*".to_owned(),
        expected: "as declared".to_owned(),
    })
}

/// A column as another type. Times without a zone are UTC.
fn to_type(column: &ArrayRef, wanted: &DataType) -> Option<ArrayRef> {
    if column.data_type() == wanted {
        return Some(Arc::clone(column));
    }
    if let (DataType::Timestamp(_, None), DataType::Timestamp(unit, Some(zone))) = (column.data_type(), wanted) {
        let same_unit = cast(column, &DataType::Timestamp(*unit, None)).ok()?;
        let times = same_unit.as_any().downcast_ref::<TimestampMicrosecondArray>()?;
        return Some(Arc::new(times.clone().with_timezone(Arc::clone(zone))));
    }
    cast(column, wanted).ok()
}

/// Rows for the store. A row with a null where none may be is left out; gives how many (`ES O-6`).
pub(crate) fn rows_of(table: &Table, batch: &RecordBatch) -> (Vec<Vec<Value>>, u64) {
    let columns: Vec<Vec<Value>> = batch.columns().iter().map(values_of).collect();
    let required: Vec<bool> = table.columns.iter().map(|(_, column)| !column.nullable).collect();
    let mut rows = Vec::with_capacity(batch.num_rows());
    let mut left_out = 0;
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    for _ in 0..batch.num_rows() {
        // Every column has as many values as the batch has rows.
        let row: Vec<Value> = columns.iter_mut().filter_map(Iterator::next).collect();
        if row
            .iter()
            .zip(&required)
            .any(|(value, required)| *required && value.is_null())
        {
            left_out += 1;
        } else {
            rows.push(row);
        }
    }
    (rows, left_out)
}

/// The values of a column that has one of the types of [`data_type`], or of text as the engine reads it from a file.
pub(crate) fn values_of(column: &ArrayRef) -> Vec<Value> {
    let any = column.as_any();
    let or_null = |value: Option<Value>| value.unwrap_or(Value::Null);
    if let Some(texts) = any.downcast_ref::<StringArray>() {
        return texts
            .iter()
            .map(|text| or_null(text.map(|text| Value::Text(text.to_owned()))))
            .collect();
    }
    if let Some(texts) = any.downcast_ref::<StringViewArray>() {
        return texts
            .iter()
            .map(|text| or_null(text.map(|text| Value::Text(text.to_owned()))))
            .collect();
    }
    if let Some(numbers) = any.downcast_ref::<Int64Array>() {
        return numbers.iter().map(|number| or_null(number.map(Value::Int))).collect();
    }
    if let Some(numbers) = any.downcast_ref::<Float64Array>() {
        return numbers.iter().map(|number| or_null(number.map(Value::Float))).collect();
    }
    if let Some(truths) = any.downcast_ref::<BooleanArray>() {
        return truths.iter().map(|truth| or_null(truth.map(Value::Bool))).collect();
    }
    if let Some(days) = any.downcast_ref::<Date32Array>() {
        return days
            .iter()
            .map(|day| or_null(day.and_then(Date32Type::to_naive_date_opt).map(Value::Date)))
            .collect();
    }
    if let Some(times) = any.downcast_ref::<TimestampMicrosecondArray>() {
        let time = |micros| DateTime::from_timestamp_micros(micros).map(|time| Value::Datetime(time.naive_utc()));
        return times.iter().map(|micros| or_null(micros.and_then(time))).collect();
    }
    vec![Value::Null; column.len()]
}

/// Splits a batch by the values of its column `date`, whatever the order of its rows. Rows without a date are left out.
///
/// # Errors
/// None that can be caused from outside.
pub(crate) fn by_date(batch: &RecordBatch) -> Result<Vec<(NaiveDate, RecordBatch)>, ArrowError> {
    let Some(dates) = batch.column_by_name("date") else {
        return Ok(Vec::new());
    };
    let batch = take_record_batch(batch, &sort_to_indices(dates, None, None)?)?;
    let Some(dates) = batch
        .column_by_name("date")
        .and_then(|dates| dates.as_primitive_opt::<Date32Type>())
    else {
        return Ok(Vec::new());
    };
    let mut parts = Vec::new();
    // Missing dates stand before all others.
    let mut begin = dates.null_count();
    for rows in dates.values()[begin..].chunk_by(|one, next| one == next) {
        if let Some(day) = rows.first().and_then(|day| Date32Type::to_naive_date_opt(*day)) {
            parts.push((day, batch.slice(begin, rows.len())));
        }
        begin += rows.len();
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::Int64Type;

    use super::*;

    fn table() -> Table {
        toml::from_str(
            r#"doc = "d"
            key = ["name"]
            [columns]
            name = { type = "string(5)", doc = "d" }
            day = { type = "date", nullable = true, doc = "d" }
            seen = { type = "datetime", nullable = true, doc = "d" }
            count = { type = "integer", nullable = true, doc = "d" }"#,
        )
        .unwrap()
    }

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)))
            .unwrap()
    }

    #[test]
    fn columns_are_matched_by_name_and_converted() {
        let given = batch(vec![
            ("count", Arc::new(arrow::array::Int32Array::from(vec![Some(7), None]))),
            (
                "seen",
                Arc::new(arrow::array::TimestampNanosecondArray::from(vec![
                    Some(1_500_000_000),
                    None,
                ])),
            ),
            ("day", Arc::new(Date32Array::from(vec![Some(-1), None]))),
            (
                "name",
                Arc::new(arrow::array::StringViewArray::from(vec![Some("ann"), None])),
            ),
        ]);
        let declared = as_declared("t", "x", &table(), &given).unwrap();
        let (rows, left_out) = rows_of(&table(), &declared);
        assert_eq!(left_out, 1);
        let seen = DateTime::from_timestamp_micros(1_500_000).unwrap().naive_utc();
        let day = "1969-12-31".parse().unwrap();
        assert_eq!(
            rows,
            [vec![
                Value::Text("ann".into()),
                Value::Date(day),
                Value::Datetime(seen),
                Value::Int(7)
            ]]
        );
    }

    #[test]
    fn a_missing_column_is_named() {
        let given = batch(vec![("name", Arc::new(StringArray::from(vec!["ann"])))]);
        let error = as_declared("t", "x", &table(), &given).unwrap_err();
        assert!(error.to_string().contains("`day` of type date"), "{error}");
    }

    #[test]
    fn batches_are_split_by_day() {
        let days = Date32Array::from(vec![Some(2), Some(1), None, Some(2), Some(1), Some(0)]);
        let given = batch(vec![
            ("date", Arc::new(days)),
            ("n", Arc::new(Int64Array::from(vec![1, 2, 3, 4, 5, 6]))),
        ]);
        let parts: Vec<(String, i64)> = by_date(&given)
            .unwrap()
            .iter()
            .map(|(day, part)| {
                (
                    day.to_string(),
                    part["n"].as_primitive::<Int64Type>().values().iter().sum(),
                )
            })
            .collect();
        assert_eq!(
            parts,
            [
                ("1970-01-01".to_owned(), 6),
                ("1970-01-02".to_owned(), 2 + 5),
                ("1970-01-03".to_owned(), 1 + 4)
            ]
        );
        assert!(by_date(&given.slice(2, 1)).unwrap().is_empty());
    }
}
