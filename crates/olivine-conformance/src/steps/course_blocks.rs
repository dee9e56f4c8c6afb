//! `course_blocks.*`: structures of courses as the API of the LMS gives them.

use chrono::NaiveDate;
use olivine_source::SourceError;
use olivine_source::blocks::Numbering;
use serde_json::{Value, json};

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

const COLUMNS: [&str; 10] = [
    "block_id",
    "course_id",
    "block_type",
    "display_name",
    "is_root",
    "is_orphan",
    "is_dag",
    "parent_block_id",
    "course_path",
    "sort_idx",
];

/// The rows that come of a line of an API answer.
async fn imported(line: &str, numbering: &Numbering) -> Result<Rows, SiteError> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("course_blocks.json"), line.to_owned() + "\n")?;
    let site = Site::new(None).await?;
    site.import_structure(folder.path(), numbering, NaiveDate::default())
        .await?;
    site.table("lms_course_blocks", &Span::default()).await
}

pub(super) async fn parse(vector: &Vector) -> Result<Verdict, SiteError> {
    let line = vector.text("line").unwrap_or_default();
    let expected = Vector::list(&vector.expected, "records");
    let gives_none = match imported(line, &Numbering::default()).await {
        Ok(found) => found.rows.is_empty(),
        // A folder without a single structure is refused: no row comes of it, either.
        Err(SiteError::Source(SourceError::NoFiles { .. })) => true,
        Err(error) => return Err(error),
    };
    Ok(Verdict::of(gives_none, expected.is_empty()))
}

pub(super) async fn index(vector: &Vector) -> Result<Verdict, SiteError> {
    let text = |name: &str| vector.text(name).unwrap_or_default().to_owned();
    let numbering = Numbering {
        path_delimiter: text("path_delimiter"),
        deleted_blocks_path: text("deleted_blocks_path"),
        sort_orphan_blocks_up: vector.input["sort_orphan_blocks_up"].as_bool().unwrap_or_default(),
    };
    let mut answer = Vector::list(&vector.input, "courses")
        .first()
        .cloned()
        .unwrap_or(json!({}));
    answer["course_id"] = Value::String(text("course_id"));
    let found = imported(&answer.to_string(), &numbering).await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &COLUMNS);
    Ok(found.compare(&expected, &Comparison::default()))
}
