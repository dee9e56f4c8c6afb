//! Work that a query does and could do without.

use std::collections::BTreeSet;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// Work that an optimized query does and could do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeedlessWork {
    /// Conditions of joins that name no equality. Such a join compares each row of one side with all of the other, and fails where the
    /// memory does not hold one of them: no other step of a query does.
    pub joins_without_equality: Vec<String>,
    /// Calls of functions of ours that are made for a row, and once more further up for what became of it. A condition on what a
    /// function gave is asked before anything else is done with the row, and what it was asked of is not kept.
    pub repeated_calls: BTreeSet<String>,
}

/// Finds it in an optimized plan. `ours` are the names of the functions whose calls count.
pub(crate) fn of_plan(plan: &LogicalPlan, ours: &BTreeSet<&str>) -> Result<NeedlessWork> {
    let mut found = NeedlessWork::default();
    plan.apply_with_subqueries(|node| {
        if let LogicalPlan::Join(join) = node
            && join.on.is_empty()
        {
            let conditions = join.filter.iter().map(ToString::to_string);
            found.joins_without_equality.extend(conditions);
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    collect_repeated(plan, ours, &BTreeSet::new(), &mut found.repeated_calls)?;
    Ok(found)
}

/// Goes down from a step whose rows go through steps that make the calls `above`.
fn collect_repeated(
    plan: &LogicalPlan,
    ours: &BTreeSet<&str>,
    above: &BTreeSet<String>,
    repeated: &mut BTreeSet<String>,
) -> Result<()> {
    let mut calls = BTreeSet::new();
    // A table is told of conditions to rule files out; it calls nothing for a row.
    let expressions = match plan {
        LogicalPlan::TableScan(_) => Vec::new(),
        plan => plan.expressions(),
    };
    for expression in &expressions {
        expression.apply(|part| {
            if let Expr::ScalarFunction(call) = part
                && ours.contains(call.name())
                && part.any_column_refs()
            {
                calls.insert(part.to_string());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    repeated.extend(calls.intersection(above).cloned());
    calls.extend(above.iter().cloned());
    for input in plan.inputs() {
        collect_repeated(input, ours, &calls, repeated)?;
    }
    Ok(())
}
