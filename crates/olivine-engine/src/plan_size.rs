//! How large a plan is: for SQL of somebody else.
//!
//! A short statement can double its plan, its columns or a condition in it with every part. Planning that takes longer than anybody
//! waits, and the memory for it is not counted. What stands very deep in itself is more than a thread has room for, which ends the program.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion, TreeNodeVisitor};
use datafusion::error::Result;
use datafusion::logical_expr::{Case, Distinct, Expr, LogicalPlan};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{Expr as SqlExpr, Ident, ObjectName, Query, SelectItem, SetExpr, Visit, Visitor};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::error::EngineError;

/// Words and signs of a statement at most: a sum, for one, stands as deep in itself as it is long.
const MOST_SIGNS: usize = 10_000;
/// How deep its brackets stand in each other at most, and how many types of types it has: those are read without another limit.
const MOST_BRACKETS: usize = 100;
/// Types that are of another one, which is put after them in angle brackets.
const TYPES_OF_TYPES: [&str; 3] = ["array", "map", "struct"];
/// Tables that a statement reads at most; what is read by a part that is read twice counts twice.
const MOST_READS: usize = 5_000;
/// Columns that a query reads or gives at most: with every one, all of them are looked through.
const MOST_COLUMNS: usize = 20_000;
/// Columns of a table that a statement reads, roughly.
const COLUMNS_OF_TABLE: usize = 50;
/// Columns that one named value can be unfolded into: as many as it can have parts.
const COLUMNS_OF_UNFOLDED: usize = 1_000;
/// Steps of a plan at most; what is read twice counts twice.
const MOST_STEPS: usize = 20_000;
/// Steps one upon the other at most.
const MOST_DEPTH: usize = 500;
/// Parts of an expression at most, with what its names stand for in the place of each: conditions are moved down that way. What is
/// written more than once counts as often.
const MOST_PARTS: usize = 100_000;
/// Functions that become a `case`, which asks for a value and then gives it.
const BECOMING_CASES: [&str; 2] = ["coalesce", "nvl"];

/// Refuses the text of a statement that stands too deep in itself to be read.
pub(crate) fn check_text(sql: &str) -> Result<(), EngineError> {
    // Whoever reads it says what is wrong with it.
    let Ok(tokens) = Tokenizer::new(&GenericDialect, sql).tokenize() else {
        return Ok(());
    };
    let is_sign = |token: &&Token| !matches!(token, Token::Whitespace(_));
    let signs: Vec<&Token> = tokens.iter().filter(is_sign).collect();
    if signs.len() > MOST_SIGNS {
        return refused(format!("it is longer than {MOST_SIGNS} words and signs"));
    }
    let (mut open, mut deepest) = (0_usize, 0);
    for sign in &signs {
        match sign {
            Token::LParen | Token::LBracket | Token::LBrace => open += 1,
            Token::RParen | Token::RBracket | Token::RBrace => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    let types_of_types = signs.windows(2).filter(|pair| match pair {
        [Token::Word(word), Token::Lt] => TYPES_OF_TYPES.contains(&word.value.to_lowercase().as_str()),
        [Token::RBracket, Token::LBracket] => true,
        _ => false,
    });
    if deepest.max(types_of_types.count()) > MOST_BRACKETS {
        return refused(format!("more than {MOST_BRACKETS} of its brackets stand in each other"));
    }
    Ok(())
}

/// Refuses a statement that reads so much that no plan can be made of it.
pub(crate) fn check_statement(statement: &Statement) -> Result<(), EngineError> {
    let (mut reads, mut repeats) = (Reads::default(), Repeats::default());
    if let Statement::Statement(statement) = statement {
        let _: ControlFlow<()> = statement.visit(&mut reads);
        let _: ControlFlow<()> = statement.visit(&mut repeats);
    }
    if reads.most > MOST_READS {
        return refused(format!("it comes to more than {MOST_READS} tables that are read"));
    }
    if reads.most_columns > MOST_COLUMNS {
        return refused(format!("a query in it comes to more than {MOST_COLUMNS} columns"));
    }
    if repeats.found > MOST_PARTS {
        return refused(format!(
            "`any`, `all`, `case` and `map` one in the other come to more than {MOST_PARTS} parts"
        ));
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
            "an expression comes to more than {MOST_PARTS} parts with all that its names stand for"
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
    /// Columns that a query reads or gives, for the one of which they are most.
    most_columns: usize,
}

/// A query that was not looked at to its end.
#[derive(Default)]
struct OpenQuery {
    /// Names of its parts that come next: they stand before everything else.
    to_come: VecDeque<String>,
    /// What its parts read.
    known: HashMap<String, Read>,
    /// What it reads so far.
    found: Read,
}

/// What a query reads.
#[derive(Clone, Copy, Default)]
struct Read {
    tables: usize,
    /// Those of the tables, or those that are given on.
    columns: usize,
}

impl Read {
    fn add(&mut self, other: Self) {
        self.tables = self.tables.saturating_add(other.tables);
        self.columns = self.columns.saturating_add(other.columns);
    }
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

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let found = self.open.pop().map(|open| open.found).unwrap_or_default();
        let given = Read {
            tables: found.tables,
            columns: columns_given(&query.body, found.columns),
        };
        self.most = self.most.max(found.tables);
        self.most_columns = self.most_columns.max(found.columns).max(given.columns);
        if let Some(around) = self.open.last_mut() {
            if let Some(name) = around.to_come.pop_front() {
                let tables = given.tables.max(1);
                around.known.insert(name, Read { tables, ..given });
            } else {
                around.found.add(given);
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
        let table = Read {
            tables: 1,
            columns: COLUMNS_OF_TABLE,
        };
        let read = part.copied().unwrap_or(table);
        if let Some(query) = self.open.last_mut() {
            query.found.add(read);
        }
        ControlFlow::Continue(())
    }
}

/// How many columns a query gives that reads so many, at most about.
fn columns_given(body: &SetExpr, read: usize) -> usize {
    let mut first = body;
    // All that are put together give as many.
    while let SetExpr::SetOperation { left, .. } = first {
        first = left.as_ref();
    }
    match first {
        SetExpr::Select(select) => {
            let columns = select.projection.iter().map(|item| match item {
                SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => read,
                SelectItem::UnnamedExpr(expression) | SelectItem::ExprWithAlias { expr: expression, .. }
                    if is_call(expression, "unnest") =>
                {
                    COLUMNS_OF_UNFOLDED
                }
                _ => 1,
            });
            columns.fold(0, usize::saturating_add)
        }
        SetExpr::Values(values) => values.rows.first().map_or(0, |row| row.len()),
        _ => read,
    }
}

/// Counts what is planned more than once, as often as it is.
#[derive(Default)]
struct Repeats {
    /// How often each of the expressions around the place that is looked at is planned.
    open: Vec<usize>,
    found: usize,
}

impl Visitor for Repeats {
    type Break = ();

    fn pre_visit_expr(&mut self, expression: &SqlExpr) -> ControlFlow<()> {
        let times = self.open.last().copied().unwrap_or(1);
        if times > 1 {
            self.found = self.found.saturating_add(times);
        }
        self.open.push(times.saturating_mul(times_planned(expression)));
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, _: &SqlExpr) -> ControlFlow<()> {
        self.open.pop();
        ControlFlow::Continue(())
    }
}

/// How often the query engine plans, writes or looks at the parts of an expression where it does so once with those of others.
fn times_planned(expression: &SqlExpr) -> usize {
    match expression {
        // What is compared with a list is compared with its least, its greatest, its length and its nulls.
        SqlExpr::AnyOp { right, .. } | SqlExpr::AllOp { right, .. } if !matches!(**right, SqlExpr::Subquery(_)) => 6,
        // It is asked for its type, and then whether it can be null.
        SqlExpr::Case { .. } => 2,
        // Whether it is given lists shows when they are planned.
        expression if is_call(expression, "map") => 2,
        _ => 1,
    }
}

fn is_call(expression: &SqlExpr, function: &str) -> bool {
    let SqlExpr::Function(call) = expression else {
        return false;
    };
    match call.name.0.as_slice() {
        [part] => part.as_ident().is_some_and(|name| name_of(name) == function),
        _ => false,
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
    let stays = matches!(plan, LogicalPlan::Projection(_) | LogicalPlan::Window(_));
    let moved_over: &[Input] = if stays { &[] } else { &inputs };
    plan.apply_expressions(|expression| {
        largest.parts = largest.parts.max(parts(expression, moved_over)?);
        Ok(TreeNodeRecursion::Continue)
    })?;
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

/// How many parts an expression comes to, with what its names stand for in the place of each.
fn parts(expression: &Expr, inputs: &[Input]) -> Result<usize> {
    let mut counted = Parts {
        inputs,
        open: Vec::new(),
        found: 0,
    };
    expression.visit(&mut counted)?;
    Ok(counted.found)
}

/// Counts the parts of an expression.
struct Parts<'a> {
    inputs: &'a [Input<'a>],
    /// The expressions around the place that is looked at.
    open: Vec<OpenExpression<'a>>,
    /// Those of the whole.
    found: usize,
}

/// An expression that was not looked at to its end.
struct OpenExpression<'a> {
    expression: &'a Expr,
    /// How many of its parts were looked at.
    seen: usize,
    /// What they come to.
    found: usize,
}

impl<'a> TreeNodeVisitor<'a> for Parts<'a> {
    type Node = Expr;

    fn f_down(&mut self, expression: &'a Expr) -> Result<TreeNodeRecursion> {
        self.open.push(OpenExpression {
            expression,
            seen: 0,
            found: 0,
        });
        Ok(TreeNodeRecursion::Continue)
    }

    fn f_up(&mut self, expression: &'a Expr) -> Result<TreeNodeRecursion> {
        let of_name = match expression {
            Expr::Column(column) => self.inputs.iter().find_map(|input| {
                let at = input.plan.schema().maybe_index_of_column(column)?;
                input.parts.get(at).copied()
            }),
            _ => None,
        };
        let below = self.open.pop().map_or(0, |open| open.found);
        let found = below.saturating_add(of_name.unwrap_or(1));
        match self.open.last_mut() {
            Some(around) => {
                let of_part = found.saturating_mul(copies(around.expression, around.seen));
                around.found = around.found.saturating_add(of_part);
                around.seen += 1;
            }
            None => self.found = found,
        }
        Ok(TreeNodeRecursion::Continue)
    }
}

/// How often a part of an expression is written in what the query engine makes of it.
fn copies(expression: &Expr, part: usize) -> usize {
    match expression {
        // Not less than one and not more than the other.
        Expr::Between(_) if part == 0 => 2,
        Expr::ScalarFunction(call) if BECOMING_CASES.contains(&call.name()) && part + 1 < call.args.len() => 2,
        // As one condition it has each value together with all conditions before it.
        Expr::Case(case) if is_condition_of(case, part) && may_become_condition(case) => case.when_then_expr.len() + 1,
        _ => 1,
    }
}

/// Whether a part of a `case` without a value before it is one of its conditions: they come in turn with the values.
fn is_condition_of(case: &Case, part: usize) -> bool {
    case.expr.is_none() && part < 2 * case.when_then_expr.len() && part.is_multiple_of(2)
}

/// Whether the values of a `case` are true or false, as far as can be told without knowing its names: it then becomes one condition,
/// if there are few of them or all are written out.
fn may_become_condition(case: &Case) -> bool {
    let are_few = case.when_then_expr.len() < 3;
    case.when_then_expr.iter().all(|(_, value)| match value.as_ref() {
        Expr::Literal(value, _) => matches!(value.data_type(), DataType::Boolean | DataType::Null),
        _ => are_few,
    })
}
