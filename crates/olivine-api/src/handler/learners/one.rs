//! One person of a course (`API 2.8`).

use async_trait::async_trait;

use super::super::{Handler, Reply};
use super::{Accounts, check_course, person};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::table::Table;

/// Finds a person by user name.
#[derive(Default)]
pub struct OneLearner(pub Accounts);

#[async_trait]
impl Handler for OneLearner {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        check_course(ask.params)?;
        let people = ask.rows().await?;
        let [row] = people.rows.as_slice() else {
            let text = |name| ask.params.text(name).unwrap_or_default();
            return Err(ApiError::Coded {
                status: 404,
                code: "no_learner_for_course",
                message: format!(
                    "Learner {} not found for course {}.",
                    text("username"),
                    text("course_id")
                ),
            });
        };
        let table = Table {
            columns: person::columns(),
            rows: vec![person::row(&people, row, &self.0)],
        };
        Ok(table.into())
    }

    fn required(&self) -> &'static [&'static str] {
        &["course_id"]
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        person::schema(field)
    }
}
