//! Work that a query does and could do without.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// How names begin that the optimizer gives to what several expressions of a step have in common.
const SHARED: &str = "__common_expr_";

/// Calls by their text.
type Calls = BTreeMap<String, Expr>;

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
    collect_repeated(plan, ours, &Calls::new(), &mut found.repeated_calls)?;
    Ok(found)
}

/// Goes down from a step whose rows go through steps that make the calls `above`.
fn collect_repeated(
    plan: &LogicalPlan,
    ours: &BTreeSet<&str>,
    above: &Calls,
    repeated: &mut BTreeSet<String>,
) -> Result<()> {
    let from_above = written_out(above, plan)?;
    let mut calls = Calls::new();
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
                calls.insert(part.to_string(), part.clone());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    repeated.extend(calls.keys().filter(|text| from_above.contains_key(*text)).cloned());
    calls.extend(from_above);
    for input in plan.inputs() {
        collect_repeated(input, ours, &calls, repeated)?;
    }
    Ok(())
}

/// The calls of the steps above, as a step below would write them: where the optimizer made a column of what several expressions have in
/// common, that stands in place of the column. A condition that was moved down to the lines does not know that column.
fn written_out(above: &Calls, plan: &LogicalPlan) -> Result<Calls> {
    let LogicalPlan::Projection(projection) = plan else {
        return Ok(above.clone());
    };
    let shared: BTreeMap<&str, &Expr> = projection.expr.iter().filter_map(shared_part).collect();
    let mut calls = Calls::new();
    for call in above.values() {
        let whole = call.clone().transform(|part| {
            let known = match &part {
                Expr::Column(column) => shared.get(column.name.as_str()),
                _ => None,
            };
            Ok(match known {
                Some(known) => Transformed::yes((*known).clone()),
                None => Transformed::no(part),
            })
        })?;
        calls.insert(whole.data.to_string(), whole.data);
    }
    Ok(calls)
}

/// The name and the expression of a column that the optimizer made of what several expressions have in common.
fn shared_part(expression: &Expr) -> Option<(&str, &Expr)> {
    match expression {
        Expr::Alias(alias) if alias.name.starts_with(SHARED) => Some((alias.name.as_str(), alias.expr.as_ref())),
        _ => None,
    }
}
