//! Links to files of reports (`API 2.1`, reports).

use async_trait::async_trait;
use chrono::Utc;
use olivine_event::course_key::filename_safe;
use olivine_report::manifest::Audience;

use super::{Handler, Reply};
use crate::downloads::Downloads;
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 6] = [
    "course_id",
    "report_name",
    "download_url",
    "last_modified",
    "expiration_date",
    "file_size",
];

/// Makes links, where the program has files of reports; else no file is found.
pub struct ReportFileLinks(pub Option<Downloads>);

#[async_trait]
impl Handler for ReportFileLinks {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let value = |name: &str| ask.params.raw(name).unwrap_or_default();
        let (course, name) = (value("course_id"), value("report_name"));
        let readers = self.0.as_ref().and_then(|downloads| downloads.files().audience(name));
        // Any report may ask for a file by its name: one about counts is no way to those about people.
        if readers == Some(Audience::People) && ask.audience() != Audience::People {
            return Err(ApiError::Forbidden);
        }
        let found = match &self.0 {
            Some(downloads) => downloads.files().find(name, course).await.map_err(ApiError::Writing)?,
            None => None,
        };
        let safe = filename_safe(course, '_');
        let (Some(file), Some(downloads)) = (found, &self.0) else {
            // Clients know the course by its safe id where there is such a report, and as they wrote it where there is none.
            let course = if readers.is_some() { safe.as_str() } else { course };
            return Err(ApiError::Coded {
                status: 404,
                code: "report_file_not_found",
                message: format!("Could not find report '{name}' for course {course}."),
            });
        };
        let saved_as = format!("{safe}-{name}-{}.csv", file.modified.format("%Y%m%dT%H%M%SZ"));
        let (url, expires) = downloads.link(&ask.params.origin, &file.path, &saved_as, Utc::now());
        let row = vec![
            Cell::Text(safe),
            Cell::Text(name.to_owned()),
            Cell::Text(url),
            Cell::Datetime(file.modified.naive_utc()),
            Cell::Datetime(expires.naive_utc()),
            Cell::Int(i64::try_from(file.size).unwrap_or(i64::MAX)),
        ];
        Ok(Table::of(&FIELDS, vec![row]).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }
}
