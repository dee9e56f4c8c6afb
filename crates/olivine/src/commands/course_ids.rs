//! Course ids that people type: one that no course has is mostly a slip.

use std::collections::BTreeSet;

use olivine_store::{Store, Value};

use crate::exit::Problem;
use crate::output;

/// The result table with a row for every course of which there are enrollments.
const COURSES: &str = "course_meta_summary_enrollment";

/// Says which of these courses have no numbers yet. It is no error: a course may be about to begin, and nothing may be published yet.
///
/// # Errors
/// The store cannot be read.
pub async fn warn_of_unknown(store: &Store, named: &BTreeSet<String>) -> Result<(), Problem> {
    if named.is_empty() || !store.published().await?.contains_key(COURSES) {
        return Ok(());
    }
    let sql = format!("select distinct course_id from {COURSES}");
    let rows = store.query(&sql, &[]).await?;
    let known: BTreeSet<&str> = rows
        .rows
        .iter()
        .filter_map(|row| match row.first() {
            Some(Value::Text(course)) => Some(course.as_str()),
            _ => None,
        })
        .collect();
    for course in named.iter().filter(|course| !known.contains(course.as_str())) {
        output::note(&format!(
            "There are no numbers of a course `{course}`; `olivine query \"{sql}\"` shows the courses that there are."
        ));
    }
    Ok(())
}
