//! One person of a course (`API 2.8`).

use async_trait::async_trait;

use super::super::{Handler, Reply};
use super::{Accounts, check_course, person};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::table::Table;

/// Nobody of that name is known in the course (`API 1.5`).
pub fn no_learner(user_name: &str, course_id: &str) -> ApiError {
    ApiError::Coded {
        status: 404,
        code: "no_learner_for_course",
        message: format!("Learner {user_name} not found for course {course_id}."),
    }
}

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
            return Err(no_learner(text("username"), text("course_id")));
        };
        let fields = person::row(&people, row, &self.0);
        Ok(Table::of(&person::FIELDS, vec![fields]).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &person::FIELDS
    }

    fn required(&self) -> &'static [&'static str] {
        &["course_id"]
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        person::schema(field)
    }
}
