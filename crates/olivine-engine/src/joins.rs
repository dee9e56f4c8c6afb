//! Joins that have to hold one of their sides in memory.

use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::Result;
use datafusion::logical_expr::LogicalPlan;

/// The conditions of joins that name no equality, in an optimized plan.
pub(crate) fn without_equality(plan: &LogicalPlan) -> Result<Vec<String>> {
    let mut conditions = Vec::new();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::Join(join) = node
            && join.on.is_empty()
        {
            conditions.extend(join.filter.iter().map(ToString::to_string));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(conditions)
}
