//! Each person's engagement in a course (`API 2.1`, user_engagement).

use async_trait::async_trait;
use chrono::{Days, Utc};
use olivine_store::Value;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;

/// Days of the last week before the last complete one.
const DAYS_BEFORE: Days = Days::new(6);
const FILE: &str = "queries/user_engagement.sql";

/// Says which days are the last week: the seven up to the last complete day, by the days of the events and not by when they
/// were loaded.
pub struct UserEngagement;

#[async_trait]
impl Handler for UserEngagement {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let last_day = ask.freshness().await?.as_of.unwrap_or_else(|| Utc::now().date_naive());
        let first_day = last_day.checked_sub_days(DAYS_BEFORE).unwrap_or(last_day);
        Ok(ask
            .rows_with(FILE, &[("week_date", Value::Date(first_day))])
            .await?
            .into())
    }

    fn own_values(&self) -> &'static [&'static str] {
        &["week_date"]
    }
}
