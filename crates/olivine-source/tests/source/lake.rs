//! A lake to import into, and what it holds.

use arrow::array::RecordBatch;
use arrow::util::display::array_value_to_string;
use chrono::NaiveDate;
use olivine_lake::{Lake, LakeOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use tempfile::TempDir;

/// The day of the snapshots.
pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, 20).unwrap()
}

pub struct Place {
    pub folder: TempDir,
    pub lake: Lake,
}

impl Place {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = LakeOptions::at(folder.path().join("lake").to_str().unwrap());
        let lake = Lake::open(&options).await.unwrap();
        Self { folder, lake }
    }

    async fn batches(&self, table: &str) -> Vec<RecordBatch> {
        let Some((_, snapshot)) = self.lake.latest_lms(table).await.unwrap() else {
            return Vec::new();
        };
        let root = self.folder.path().join("lake");
        let mut batches = Vec::new();
        for file in &snapshot.files {
            let file = std::fs::File::open(root.join(&file.path)).unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
            batches.extend(reader.map(Result::unwrap));
        }
        batches
    }

    /// The columns of a table.
    pub async fn columns(&self, table: &str) -> Vec<String> {
        let batches = self.batches(table).await;
        let schema = batches[0].schema();
        schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The rows of some columns as texts, sorted; null is `-`.
    pub async fn rows(&self, table: &str, columns: &[&str]) -> Vec<String> {
        let mut rows = Vec::new();
        for batch in self.batches(table).await {
            for row in 0..batch.num_rows() {
                let cell = |name: &&str| {
                    let column = batch.column_by_name(name).unwrap();
                    if column.is_null(row) {
                        "-".to_owned()
                    } else {
                        array_value_to_string(column, row).unwrap()
                    }
                };
                rows.push(columns.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
        rows.sort();
        rows
    }
}
