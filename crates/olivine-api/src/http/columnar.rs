//! Answers as Parquet and as an Arrow stream: the columns of the CSV form, each with its type.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{DataType, Date32Type, Field, Schema, TimeUnit};
use arrow::ipc::writer::StreamWriter;
use olivine_report::manifest::ColumnType;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use crate::error::ApiError;
use crate::query::cell::{Cell, JsonCell};
use crate::query::{Answer, AnswerColumn};

/// The zone of all times.
const UTC: &str = "UTC";

/// Writes a Parquet file.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn parquet(answer: &Answer) -> Result<Vec<u8>, ApiError> {
    let failed = |error: parquet::errors::ParquetError| ApiError::Writing(error.to_string());
    let batch = batch(answer)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(failed)?;
    writer.write(&batch).map_err(failed)?;
    writer.close().map_err(failed)?;
    Ok(bytes)
}

/// Writes an Arrow stream.
///
/// # Errors
/// [`ApiError::Writing`], which would be our fault.
pub fn arrow(answer: &Answer) -> Result<Vec<u8>, ApiError> {
    let failed = |error: arrow::error::ArrowError| ApiError::Writing(error.to_string());
    let batch = batch(answer)?;
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).map_err(failed)?;
    writer.write(&batch).map_err(failed)?;
    writer.finish().map_err(failed)?;
    drop(writer);
    Ok(bytes)
}

/// A column on its way: its values, objects taken apart into columns with dotted names.
struct FlatColumn<'a> {
    name: String,
    kind: Option<ColumnType>,
    iso8601: bool,
    cells: Vec<&'a Cell>,
}

fn batch(answer: &Answer) -> Result<RecordBatch, ApiError> {
    let columns = flat_columns(answer);
    let mut fields = Vec::with_capacity(columns.len());
    let mut arrays: Vec<ArrayRef> = Vec::with_capacity(columns.len());
    for column in &columns {
        let array = column.array();
        fields.push(Field::new(&column.name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(answer.rows.len()));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
        .map_err(|error| ApiError::Writing(error.to_string()))
}

fn flat_columns(answer: &Answer) -> Vec<FlatColumn<'_>> {
    let mut flat = Vec::new();
    for (place, column) in answer.columns.iter().enumerate() {
        let cells: Vec<&Cell> = answer.rows.iter().map(|row| &row[place]).collect();
        flatten(&column.name, column, cells, &mut flat);
    }
    flat
}

fn flatten<'a>(name: &str, column: &AnswerColumn, cells: Vec<&'a Cell>, flat: &mut Vec<FlatColumn<'a>>) {
    let mut keys: Vec<&str> = Vec::new();
    for cell in &cells {
        if let Cell::Object(fields) = cell {
            for (key, _) in fields {
                if !keys.contains(&key.as_str()) {
                    keys.push(key);
                }
            }
        }
    }
    if keys.is_empty() {
        flat.push(FlatColumn {
            name: name.to_owned(),
            kind: column.kind,
            iso8601: column.iso8601,
            cells,
        });
        return;
    }
    for key in keys {
        let inner = |cell: &&'a Cell| match cell {
            Cell::Object(fields) => fields
                .iter()
                .find(|(known, _)| known == key)
                .map_or(&Cell::Absent, |(_, cell)| cell),
            _ => &Cell::Absent,
        };
        let inside = AnswerColumn {
            kind: None,
            ..column.clone()
        };
        flatten(
            &format!("{name}.{key}"),
            &inside,
            cells.iter().map(inner).collect(),
            flat,
        );
    }
}

impl FlatColumn<'_> {
    /// The type that all values have: the declared one, else that of the values themselves. Where they differ, text.
    fn data_type(&self) -> DataType {
        let mut found: Option<DataType> = self.kind.map(declared_type);
        for cell in self.cells.iter().filter(|cell| !cell.is_missing()) {
            let own = match cell {
                Cell::Bool(_) => DataType::Boolean,
                Cell::Int(_) => DataType::Int64,
                Cell::Float(_) => DataType::Float64,
                Cell::Date(_) => DataType::Date32,
                Cell::Datetime(_) => time_type(),
                _ => DataType::Utf8,
            };
            found = Some(match (found, own) {
                (None, own) => own,
                (Some(known), own) if known == own => own,
                (Some(DataType::Int64 | DataType::Float64), DataType::Int64 | DataType::Float64) => DataType::Float64,
                _ => return DataType::Utf8,
            });
        }
        found.unwrap_or(DataType::Utf8)
    }

    fn array(&self) -> ArrayRef {
        let cells = self.cells.iter();
        match self.data_type() {
            DataType::Boolean => Arc::new(cells.map(|cell| as_bool(cell)).collect::<BooleanArray>()),
            DataType::Int64 => Arc::new(cells.map(|cell| cell.as_int()).collect::<Int64Array>()),
            DataType::Float64 => Arc::new(cells.map(|cell| cell.as_float()).collect::<Float64Array>()),
            DataType::Date32 => {
                let days = |cell: &&Cell| cell.as_date().map(Date32Type::from_naive_date);
                Arc::new(cells.map(days).collect::<Date32Array>())
            }
            DataType::Timestamp(..) => {
                let micros = |cell: &&Cell| cell.as_datetime().map(|time| time.and_utc().timestamp_micros());
                Arc::new(
                    cells
                        .map(micros)
                        .collect::<TimestampMicrosecondArray>()
                        .with_timezone(UTC),
                )
            }
            _ => Arc::new(cells.map(|cell| self.text(cell)).collect::<StringArray>()),
        }
    }

    /// A text as it is; anything else as JSON.
    fn text(&self, cell: &Cell) -> Option<String> {
        match cell {
            Cell::Absent | Cell::Null => None,
            Cell::Text(text) => Some(text.clone()),
            cell => serde_json::to_string(&JsonCell {
                cell,
                iso8601: self.iso8601,
            })
            .ok(),
        }
    }
}

/// Times are UTC. Parquet has no times in seconds: readers other than those of Arrow would see numbers.
fn time_type() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()))
}

fn declared_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Integer => DataType::Int64,
        ColumnType::Float => DataType::Float64,
        ColumnType::Boolean => DataType::Boolean,
        ColumnType::Date => DataType::Date32,
        ColumnType::Datetime => time_type(),
        ColumnType::String(_) | ColumnType::Text => DataType::Utf8,
    }
}

fn as_bool(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(flag) => Some(*flag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Array, AsArray};
    use arrow::datatypes::{Float64Type, Int64Type};

    use super::*;

    fn column(name: &str, kind: Option<ColumnType>) -> AnswerColumn {
        AnswerColumn {
            name: name.to_owned(),
            kind,
            doc: String::new(),
            unit: None,
            iso8601: false,
        }
    }

    fn answer() -> Answer {
        let object = |n: Cell| Cell::Object(vec![("n".into(), n)]);
        Answer {
            columns: vec![
                column("date", Some(ColumnType::Date)),
                column("count", Some(ColumnType::Integer)),
                column("mode", None),
                column("tags", None),
            ],
            rows: vec![
                vec![
                    Cell::Date("2031-03-04".parse().unwrap()),
                    Cell::Int(3),
                    object(Cell::Int(1)),
                    Cell::List(vec![Cell::Text("a".into())]),
                ],
                vec![Cell::Null, Cell::Float(0.5), object(Cell::Null), Cell::Absent],
            ],
            single: false,
            page: None,
            as_of: None,
            created: None,
            version: String::new(),
        }
    }

    #[test]
    fn columns_have_types_and_missing_values_stay_missing() {
        let batch = batch(&answer()).unwrap();
        let names: Vec<String> = batch
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        assert_eq!(names, ["date", "count", "mode.n", "tags"]);
        let dates = batch.column(0).as_primitive::<Date32Type>();
        assert_eq!((dates.value(0), dates.is_null(1)), (22_342, true));
        // One number with a fraction makes the column one of such numbers.
        assert_eq!(batch.column(1).as_primitive::<Float64Type>().values(), &[3.0, 0.5]);
        assert!(batch.column(2).as_primitive::<Int64Type>().is_null(1));
        assert_eq!(batch.column(3).as_string::<i32>().value(0), r#"["a"]"#);
    }

    #[test]
    fn an_answer_without_rows_has_its_columns() {
        let mut empty = answer();
        empty.rows.clear();
        assert_eq!(batch(&empty).unwrap().num_columns(), 4);
        assert!(!parquet(&empty).unwrap().is_empty() && !arrow(&empty).unwrap().is_empty());
    }
}
