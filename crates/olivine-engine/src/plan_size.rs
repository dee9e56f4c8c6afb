//! How large a plan is: for SQL of somebody else.
//!
//! A short statement can double its plan, or a condition in it, with every part. Planning that takes longer than anybody waits.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::error::Result;
use datafusion::logical_expr::{Distinct, Expr, LogicalPlan};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{Ident, ObjectName, Query, Visit, Visitor};

use crate::error::EngineError;

/// Tables that a statement reads at most; what is read by a part that is read twice counts twice.
const MOST_READS: usize = 5_000;
/// Steps of a plan at most; what is read twice counts twice.
const MOST_STEPS: usize = 20_000;
/// Steps one upon the other at most.
const MOST_DEPTH: usize = 500;
/// Parts of an expression at most, with what its names stand for in the place of each: conditions are moved down that way.
const MOST_PARTS: usize = 100_000;

/// Refuses a statement that reads so much that no plan can be made of it.
pub(crate) fn check_statement(statement: &Statement) -> Result<(), EngineError> {
    let mut reads = Reads::default();
    if let Statement::Statement(statement) = statement {
        let _: ControlFlow<()> = statement.visit(&mut reads);
    }
    if reads.most > MOST_READS {
        return refused(format!("it comes to more than {MOST_READS} tables that are read"));
    }
    Ok(())
}

/// Refuses a plan that is too large to be worked on.
pub(crate) fn check_plan(plan: &LogicalPlan) -> Result<(), EngineError> {
    let mut steps = 0;
    plan.apply_with_subqueries(|_| {
        steps += 1;
        Ok(if steps > MOST_STEPS {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    })?;
    if steps > MOST_STEPS {
        return refused(format!("it comes to more than {MOST_STEPS} steps"));
    }
    let mut largest = Largest::default();
    parts_of_columns(plan, 1, &mut largest)?;
    if largest.depth > MOST_DEPTH {
        return refused(format!("more than {MOST_DEPTH} of its steps stand one upon the other"));
    }
    if largest.parts > MOST_PARTS {
        return refused(format!(
            "a condition comes to more than {MOST_PARTS} parts with all that its names stand for"
        ));
    }
    Ok(())
}

fn refused(reason: String) -> Result<(), EngineError> {
    Err(EngineError::Refused { reason })
}

/// Counts what the queries of a statement read.
#[derive(Default)]
struct Reads {
    /// The queries around the place that is looked at.
    open: Vec<OpenQuery>,
    /// By the query that reads most.
    most: usize,
}

/// A query that was not looked at to its end.
#[derive(Default)]
struct OpenQuery {
    /// Names of its parts that come next: they stand before everything else.
    to_come: VecDeque<String>,
    /// What its parts read.
    known: HashMap<String, usize>,
    /// What it reads so far.
    found: usize,
}

impl Visitor for Reads {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let parts = query.with.iter().flat_map(|with| &with.cte_tables);
        self.open.push(OpenQuery {
            to_come: parts.map(|part| name_of(&part.alias.name)).collect(),
            ..OpenQuery::default()
        });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        let found = self.open.pop().map_or(0, |query| query.found);
        self.most = self.most.max(found);
        if let Some(around) = self.open.last_mut() {
            if let Some(name) = around.to_come.pop_front() {
                around.known.insert(name, found.max(1));
            } else {
                around.found = around.found.saturating_add(found);
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<()> {
        let name = match relation.0.as_slice() {
            [part] => part.as_ident().map(name_of),
            _ => None,
        };
        let part = name.and_then(|name| self.open.iter().rev().find_map(|query| query.known.get(&name)));
        let reads = part.copied().unwrap_or(1);
        if let Some(query) = self.open.last_mut() {
            query.found = query.found.saturating_add(reads);
        }
        ControlFlow::Continue(())
    }
}

fn name_of(name: &Ident) -> String {
    if name.quote_style.is_some() {
        name.value.clone()
    } else {
        name.value.to_lowercase()
    }
}

/// The most that was found in a plan.
#[derive(Default)]
struct Largest {
    depth: usize,
    parts: usize,
}

/// How many parts what a column stands for has, for each column of a plan.
fn parts_of_columns(plan: &LogicalPlan, depth: usize, largest: &mut Largest) -> Result<Vec<usize>> {
    largest.depth = largest.depth.max(depth);
    let columns = plan.schema().fields().len();
    if depth > MOST_DEPTH {
        return Ok(vec![1; columns]);
    }
    let mut inputs: Vec<Input> = Vec::new();
    for input in plan.inputs() {
        let parts = parts_of_columns(input, depth + 1, largest)?;
        inputs.push(Input { plan: input, parts });
    }
    plan.apply_subqueries(|subquery| {
        parts_of_columns(subquery, depth + 1, largest)?;
        Ok(TreeNodeRecursion::Continue)
    })?;
    // What is computed stays where it is: only what rows are chosen, joined, grouped or sorted by is moved.
    if !matches!(plan, LogicalPlan::Projection(_) | LogicalPlan::Window(_)) {
        plan.apply_expressions(|expression| {
            largest.parts = largest.parts.max(parts(expression, &inputs)?);
            Ok(TreeNodeRecursion::Continue)
        })?;
    }
    let of_all = |expressions: &[Expr]| -> Result<Vec<usize>> {
        expressions
            .iter()
            .map(|expression| parts(expression, &inputs))
            .collect()
    };
    let through = || inputs.iter().flat_map(|input| input.parts.iter().copied());
    let mut found = match plan {
        LogicalPlan::Projection(projection) => of_all(&projection.expr)?,
        LogicalPlan::Distinct(Distinct::On(on)) => of_all(&on.select_expr)?,
        LogicalPlan::Aggregate(aggregate) => match aggregate.group_expr.as_slice() {
            [Expr::GroupingSet(_)] => vec![of_all(&aggregate.group_expr)?.into_iter().max().unwrap_or(1); columns],
            group => of_all(group)?,
        },
        LogicalPlan::Unnest(_) => vec![through().max().unwrap_or(1); columns],
        _ => through().collect(),
    };
    if found.len() > columns {
        // Not one beside the other: each column can be any of those.
        found = vec![through().max().unwrap_or(1); columns];
    }
    // What is counted or numbered here stands for itself.
    found.resize(columns, 1);
    Ok(found)
}

/// A step that another one reads.
struct Input<'a> {
    plan: &'a LogicalPlan,
    parts: Vec<usize>,
}

/// How many parts an expression has, with what its names stand for in the place of each.
fn parts(expression: &Expr, inputs: &[Input]) -> Result<usize> {
    let mut found = 0_usize;
    expression.apply(|part| {
        let of_part = match part {
            Expr::Column(column) => inputs.iter().find_map(|input| {
                let at = input.plan.schema().maybe_index_of_column(column)?;
                input.parts.get(at).copied()
            }),
            _ => None,
        };
        found = found.saturating_add(of_part.unwrap_or(1));
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}
