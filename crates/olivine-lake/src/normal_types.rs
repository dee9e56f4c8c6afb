//! Arrow types as Delta tables can hold them.
//!
//! The engine computes with more types than other Delta readers know (views, dictionaries, unsigned integers, times
//! of any unit). Rows are brought to the types of the Delta protocol before they are written.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

use crate::error::LakeError;

/// The type under which values of a type are stored.
pub(crate) fn normal_type(kind: &DataType) -> DataType {
    match kind {
        DataType::Utf8View | DataType::LargeUtf8 => DataType::Utf8,
        DataType::BinaryView | DataType::LargeBinary | DataType::FixedSizeBinary(_) => DataType::Binary,
        DataType::UInt8 => DataType::Int16,
        DataType::UInt16 => DataType::Int32,
        DataType::UInt32 | DataType::UInt64 => DataType::Int64,
        DataType::Float16 => DataType::Float32,
        DataType::Date64 => DataType::Date32,
        DataType::Null => DataType::Utf8,
        DataType::Dictionary(_, value) => normal_type(value),
        DataType::Timestamp(_, _) => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        DataType::List(item) | DataType::LargeList(item) | DataType::ListView(item) | DataType::LargeListView(item) => {
            DataType::List(Arc::new(normal_field(item)))
        }
        DataType::Struct(fields) => DataType::Struct(normal_fields(fields)),
        other => other.clone(),
    }
}

fn normal_field(field: &Field) -> Field {
    Field::new(field.name(), normal_type(field.data_type()), true)
}

fn normal_fields(fields: &Fields) -> Fields {
    fields.iter().map(|field| normal_field(field)).collect()
}

/// The columns of a file: normal types, all nullable, without the partition column.
pub(crate) fn file_schema(schema: &Schema, partition_column: &str) -> SchemaRef {
    let fields = schema.fields().iter().filter(|field| field.name() != partition_column);
    Arc::new(Schema::new(fields.map(|field| normal_field(field)).collect::<Fields>()))
}

/// The columns of a table: those of its files, then the partition column.
pub(crate) fn table_schema(file_schema: &Schema, partition_column: &str) -> SchemaRef {
    let partition = Arc::new(Field::new(partition_column, DataType::Date32, true));
    Arc::new(Schema::new(
        file_schema
            .fields()
            .iter()
            .cloned()
            .chain([partition])
            .collect::<Fields>(),
    ))
}

/// Brings rows to the columns of a file, by name. All columns have to be there.
pub(crate) fn normalize(table: &str, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, LakeError> {
    let missing = schema
        .fields()
        .iter()
        .find(|field| batch.column_by_name(field.name()).is_none());
    match missing {
        None => normalize_or_null(table, batch, schema),
        Some(field) => Err(LakeError::Schema {
            table: table.to_owned(),
            reason: format!("rows have no column {}", field.name()),
        }),
    }
}

/// Brings rows to the columns of a file, by name. A column that they lack is null.
pub(crate) fn normalize_or_null(
    table: &str,
    batch: &RecordBatch,
    schema: &SchemaRef,
) -> Result<RecordBatch, LakeError> {
    let columns = schema
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(column) => cast(column, field.data_type()).map_err(LakeError::rows(table)),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options).map_err(LakeError::rows(table))
}
