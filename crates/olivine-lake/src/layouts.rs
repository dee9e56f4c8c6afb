//! How the files of `events` and `dead_letters` are laid out.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields, Schema};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterPropertiesBuilder};
use parquet::schema::types::ColumnPath;

use crate::data_file::{Layout, base_properties, with_page_index};
use crate::error::LakeError;
use crate::facts::DATE;
use crate::normal_types::file_schema;
use crate::schema::{Column, DEAD_LETTER_COLUMNS, EVENT_COLUMNS, arrow_schema};

/// The column of lines as received.
pub(crate) const RAW: &str = "raw";

/// Files of `events`: pages are small, and those of the columns that decide the order carry least and greatest values.
pub(crate) fn events(level: i32) -> Result<Layout, LakeError> {
    // A file holds all types of event of a day, so the other columns would hardly rule one out; finding the least and greatest of
    // forty columns costs.
    let properties = with_page_index(
        base_properties().set_statistics_enabled(EnabledStatistics::None),
        &["event_type", "course_id_or_url", "user_id", "time"],
    );
    let id = ColumnPath::from("event_id");
    let time = ColumnPath::from("time");
    let properties = with_raw(properties, level)?
        .set_column_dictionary_enabled(id.clone(), false)
        .set_column_encoding(id.clone(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
        .set_column_compression(id, Compression::UNCOMPRESSED)
        .set_column_dictionary_enabled(time.clone(), false)
        .set_column_encoding(time, Encoding::DELTA_BINARY_PACKED);
    Ok(layout(EVENT_COLUMNS, properties))
}

/// Files of `dead_letters`.
pub(crate) fn dead_letters(level: i32) -> Result<Layout, LakeError> {
    Ok(layout(DEAD_LETTER_COLUMNS, with_raw(base_properties(), level)?))
}

fn layout(columns: &[Column], properties: WriterPropertiesBuilder) -> Layout {
    let file_schema = file_schema(&arrow_schema(columns), DATE);
    // Lines and texts stay where they were read until they are written: a view, not a copy. To make views of texts would check
    // once more whether they are texts.
    let viewed = |field: &FieldRef| match (field.name().as_str(), field.data_type()) {
        (RAW, _) | (_, DataType::Utf8) => Arc::new(Field::new(field.name(), DataType::BinaryView, true)),
        _ => Arc::clone(field),
    };
    Layout {
        schema: Arc::new(Schema::new(file_schema.fields().iter().map(viewed).collect::<Fields>())),
        file_schema,
        partition_column: DATE.to_owned(),
        properties: properties.build(),
    }
}

/// Lines as received: no dictionary, no statistics, their own level of compression.
fn with_raw(builder: WriterPropertiesBuilder, level: i32) -> Result<WriterPropertiesBuilder, LakeError> {
    let level = ZstdLevel::try_new(level).map_err(|error| LakeError::Location {
        location: "compression level".to_owned(),
        reason: error.to_string(),
    })?;
    let raw = ColumnPath::from(RAW);
    Ok(builder
        .set_column_dictionary_enabled(raw.clone(), false)
        .set_column_encoding(raw.clone(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
        .set_column_statistics_enabled(raw.clone(), EnabledStatistics::None)
        .set_column_data_page_size_limit(raw.clone(), 1 << 20)
        .set_column_compression(raw, Compression::ZSTD(level)))
}
