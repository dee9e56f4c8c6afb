//! Grading policies of courses: types of assignments and their weights (`UI 4.2`).

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use olivine_lake::Lake;
use reqwest::Url;
use serde_json::Value;
use tracing::warn;

use crate::catalog::collapsed;
use crate::client::RestClient;
use crate::error::SourceError;
use crate::kept::keep;
use crate::rows::{Complete, Rows};
use crate::tables::GRADING_POLICIES;

/// File of a folder that holds policies: one a line, each an object with `course_id` and `policy`, the answer of the API.
pub(crate) const POLICIES_FILE: &str = "grading_policies.json";
/// Keys and names must not be longer.
const TEXT_LIMIT: usize = 255;
/// An LMS that fails at the policies of so many courses one after another tells none.
const FAILED_IN_A_ROW: usize = 3;

/// The policies taken so far.
pub(crate) struct Policies {
    rows: Rows,
    known: BTreeSet<String>,
    /// Courses at whose policies the LMS failed.
    failed: BTreeSet<String>,
    /// At how many of the courses asked for last it failed, one after another.
    failed_in_a_row: usize,
    /// Whether the LMS let us ask; once it did not, it is not asked again.
    is_refused: bool,
}

impl Policies {
    pub(crate) async fn begin(lake: &Lake, date: NaiveDate) -> Result<Self, SourceError> {
        Ok(Self {
            rows: Rows::begin(lake, &GRADING_POLICIES, date).await?,
            known: BTreeSet::new(),
            failed: BTreeSet::new(),
            failed_in_a_row: 0,
            is_refused: false,
        })
    }

    /// Takes the policies of a folder's file.
    pub(crate) async fn of_folder(folder: &Path, lake: &Lake, date: NaiveDate) -> Result<Complete, SourceError> {
        let file = folder.join(POLICIES_FILE);
        let text = std::fs::read_to_string(&file).map_err(|error| SourceError::File {
            file: file.display().to_string(),
            reason: error.to_string(),
        })?;
        let mut policies = Self::begin(lake, date).await?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let policy: Value = serde_json::from_str(line).unwrap_or_default();
            match policy.get("course_id").and_then(Value::as_str) {
                Some(course) => policies.take(course, &policy["policy"]).await?,
                None => policies.rows.skip("no course id".to_owned()),
            }
        }
        policies.finish(lake).await
    }

    /// Asks for one course. Weights are an ornament of one page: an LMS that does not tell them stops no import.
    pub(crate) async fn ask(&mut self, client: &mut RestClient, lms: &str, course: &str) -> Result<(), SourceError> {
        if self.is_refused {
            return Ok(());
        }
        let Ok(mut url) = Url::parse(&format!("{}/api/grades/v1/policy/courses/", lms.trim_end_matches('/'))) else {
            return Ok(());
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(course).push("");
        }
        let answer = client.find(&url).await;
        let has_failed = matches!(answer, Err(SourceError::ApiFails { .. }));
        self.failed_in_a_row = if has_failed { self.failed_in_a_row + 1 } else { 0 };
        match answer {
            Ok(Some(policy)) => self.take(course, &policy).await,
            Err(SourceError::ApiFails { .. }) if self.failed_in_a_row < FAILED_IN_A_ROW => {
                self.rows.skip("the LMS failed at the policy".to_owned());
                self.failed.insert(course.to_owned());
                Ok(())
            }
            Ok(None) => {
                self.rows.skip("course without a policy".to_owned());
                Ok(())
            }
            Err(error) => {
                warn!(%error, "the LMS does not tell grading policies; graded content is shown without weights");
                self.is_refused = true;
                Ok(())
            }
        }
    }

    /// Takes the entries of one policy; those without a type are dropped (`UI 4.2`).
    async fn take(&mut self, course: &str, policy: &Value) -> Result<(), SourceError> {
        let Some(entries) = policy.as_array() else {
            self.rows.skip("no list of types".to_owned());
            return Ok(());
        };
        if course.chars().count() > TEXT_LIMIT || !self.known.insert(course.to_owned()) {
            self.rows.skip("course id is too long, or comes twice".to_owned());
            return Ok(());
        }
        for (position, entry) in entries.iter().enumerate() {
            let kind = entry.get("assignment_type").and_then(Value::as_str).unwrap_or_default();
            let kind = collapsed(&kind.chars().take(TEXT_LIMIT).collect::<String>());
            let weight = entry
                .get("weight")
                .and_then(Value::as_f64)
                .filter(|weight| *weight >= 0.0);
            let (false, Some(weight)) = (kind.trim().is_empty(), weight) else {
                self.rows.skip("entry without a type or a weight".to_owned());
                continue;
            };
            let (position, weight) = (position.to_string(), weight.to_string());
            self.rows
                .push(&[Some(course), Some(&position), Some(&kind), Some(&weight)])
                .await?;
        }
        Ok(())
    }

    /// Writes what is held, and takes over what was known of the policies at which the LMS failed.
    pub(crate) async fn finish(mut self, lake: &Lake) -> Result<Complete, SourceError> {
        self.failed.retain(|course| !self.known.contains(course));
        keep(&self.failed, lake, &mut self.rows).await?;
        self.rows.finish().await
    }
}
