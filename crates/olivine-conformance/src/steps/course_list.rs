//! `course_list.*`: courses as the API of the LMS gives them.

use chrono::NaiveDate;

use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

const COLUMNS: [&str; 14] = [
    "course_id",
    "name",
    "org",
    "number",
    "blocks_url",
    "short_description",
    "enrollment_start",
    "enrollment_end",
    "start_date",
    "end_date",
    "start_display",
    "start_type",
    "effort",
    "pacing",
];

/// The rows that come of lines of an API answer.
async fn imported(lines: &[String]) -> Result<Rows, SiteError> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("course_list.json"), lines.join("\n") + "\n")?;
    let site = Site::new(None).await?;
    site.import_course_list(folder.path(), NaiveDate::default()).await?;
    site.table("lms_course_list", &Span::default()).await
}

pub(super) async fn parse(vector: &Vector) -> Result<Verdict, SiteError> {
    if !Vector::list(&vector.expected, "records").is_empty() {
        return Ok(Verdict::NotApplicable(
            "a course is read and checked in one step; the vector's have none of the values that a row needs",
        ));
    }
    let found = imported(&[vector.text("line").unwrap_or_default().to_owned()]).await?;
    Ok(Verdict::of(found.rows.len(), 0))
}

pub(super) async fn rows(vector: &Vector) -> Result<Verdict, SiteError> {
    let courses = Vector::list(&vector.input, "courses");
    let found = imported(&courses.iter().map(ToString::to_string).collect::<Vec<_>>()).await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &COLUMNS);
    Ok(found.compare(&expected, &Comparison::default()))
}
