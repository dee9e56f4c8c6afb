//! Offers of a customer and the budgets behind them (`API 2.9`).

use async_trait::async_trait;
use serde_json::json;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;

const BUDGETS: &str = "budgets";

/// Adds the list of budgets. Budgets belong to a subsidy service that is no source here, so it is empty.
pub struct EnterpriseOffers;

#[async_trait]
impl Handler for EnterpriseOffers {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let mut offers = ask.rows().await?;
        offers.columns.push(BUDGETS.to_owned());
        for row in &mut offers.rows {
            row.push(Cell::List(Vec::new()));
        }
        Ok(offers.into())
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        (field == BUDGETS).then(|| json!({ "type": "array", "items": { "type": "object" }, "maxItems": 0 }))
    }
}
