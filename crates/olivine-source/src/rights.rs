//! Which courses somebody may see, as the LMS tells (`UI 5.2`, `MS e.5`).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Mutex;

use crate::account::Account;
use crate::client::RestClient;
use crate::error::SourceError;

/// Keys in one answer.
const PAGE_SIZE: usize = 1000;
/// Somebody may be waiting: one more try, soon.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(500);

/// Asks the courses API of the LMS, with its service account.
pub struct CourseRights {
    url: String,
    roles: Vec<String>,
    client: Mutex<RestClient>,
}

impl CourseRights {
    /// Asks the LMS at a base URL for the courses in which people have one of these roles. A role of the LMS includes
    /// those above it: `staff` also finds instructors and staff of a whole organisation.
    ///
    /// # Errors
    /// The certificates of this machine cannot be read.
    pub fn new(base: &str, account: Account, roles: Vec<String>) -> Result<Self, SourceError> {
        Ok(Self {
            url: format!("{}/api/courses/v1/course_ids/", base.trim_end_matches('/')),
            roles,
            client: Mutex::new(
                RestClient::new(Some(account))?
                    .with_patience(PATIENCE)
                    .with_first_pause(PAUSE),
            ),
        })
    }

    /// Courses of somebody, and the roles in them; empty for somebody whom the LMS does not know.
    ///
    /// # Errors
    /// As [`RestClient::get`].
    pub async fn of(&self, user_name: &str) -> Result<BTreeMap<String, BTreeSet<String>>, SourceError> {
        // A copy, so that several people can be asked for at once; the token it fetches is kept for the next.
        let mut client = self.client.lock().await.clone();
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for role in &self.roles {
            let query = [
                ("username", user_name.to_owned()),
                ("role", role.clone()),
                ("page_size", PAGE_SIZE.to_string()),
            ];
            let courses = match client.list(&self.url, &query).await {
                Err(SourceError::NotFound { .. }) => Vec::new(),
                courses => courses?,
            };
            for course in courses.iter().filter_map(Value::as_str) {
                found.entry(course.to_owned()).or_default().insert(role.clone());
            }
        }
        *self.client.lock().await = client;
        Ok(found)
    }
}
