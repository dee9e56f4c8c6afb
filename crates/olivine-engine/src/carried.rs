//! Which columns of tables the values of an answer are taken from.
//!
//! An answer *carries* a column when its values are, or are made from, those of that column. Counting values and comparing them
//! carries nothing: `count(distinct username)` says how many people there are, `username is null` whether there is one, but
//! neither says who (`OV-91`). This is how a report that promises counts only is held to it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::LazyLock;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchemaRef, JoinType, ScalarValue, TableReference};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::expr::WindowFunctionDefinition;
use datafusion::logical_expr::{Distinct, Expr, ExprSchemable, GroupingSet, LogicalPlan, Subquery};

use crate::functions::{Carries, functions};

/// Functions of groups and windows of the query engine whose answer says nothing about the values they are given.
const COUNTING: [&str; 9] = [
    "approx_distinct",
    "count",
    "cume_dist",
    "dense_rank",
    "grouping",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
];
/// Functions of groups and windows of the query engine whose answer is one of the values they are given, as it is.
const CHOOSING: [&str; 7] = ["first_value", "lag", "last_value", "lead", "max", "min", "nth_value"];
/// Members of events whose values do not tell who a person is. Whoever writes events can name a member as he likes: what is not listed
/// counts as personal.
const IMPERSONAL_MEMBERS: [&str; 59] = [
    "attempts",
    "block_id",
    "block_type",
    "category_id",
    "chapter",
    "code",
    "commentable_id",
    "correct",
    "correctness",
    "course_id",
    "created",
    "currentTime",
    "current_slide",
    "current_tab",
    "current_time",
    "direction",
    "display_name",
    "dump_end",
    "dump_start",
    "duration",
    "enrollment_mode",
    "event_source",
    "event_transaction_type",
    "grade",
    "hint_index",
    "hint_len",
    "id",
    "input_type",
    "is_active",
    "letter_grade",
    "max_grade",
    "mode",
    "module_id",
    "new_speed",
    "new_time",
    "old_speed",
    "old_time",
    "org_id",
    "percent_grade",
    "position",
    "problem",
    "problem_id",
    "rating",
    "response_type",
    "saved_tags",
    "seek_type",
    "skip",
    "speed",
    "success",
    "tab_count",
    "target_tab",
    "thread_type",
    "time",
    "topic",
    "type",
    "usage_key",
    "weight",
    "weighted_earned",
    "weighted_possible",
];
/// Members of events under which those stand.
const IMPERSONAL_HOLDERS: [&str; 7] = [
    "asides",
    "context",
    "course",
    "event",
    "module",
    "options",
    "tagging_aside",
];

/// A column of an answer and what its values are taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedColumn {
    /// Its name in the answer.
    pub name: String,
    /// Its type.
    pub data_type: DataType,
    /// The columns of tables that it carries.
    pub from: BTreeSet<Source>,
}

/// A column of a table, or one part of the events in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The path of the part that was taken out of it, for columns that hold whole events.
    pub part: Option<String>,
    /// Whether the values, or the part of them, are handed on as they are. In a text that was put together anew, any member can be
    /// anything.
    pub as_it_is: bool,
}

impl Source {
    /// Whether it is a part of an event that, by its path, tells nothing about who a person is (`OV-90`).
    ///
    /// It says something of columns that hold whole events; of others, what they are declared to be counts.
    pub fn is_impersonal_part(&self) -> bool {
        let Some(part) = self.part.as_deref() else {
            return false;
        };
        let (before, last) = part.rsplit_once('.').unwrap_or(("", part));
        let mut holders = before.split('.').filter(|holder| !holder.is_empty());
        IMPERSONAL_MEMBERS.contains(&last) && holders.all(|holder| IMPERSONAL_HOLDERS.contains(&holder))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.column)?;
        match &self.part {
            Some(part) => write!(f, " ({part})"),
            None => Ok(()),
        }
    }
}

/// What the columns of a plan carry, in order. `is_table` says whether a name is that of a table.
pub(crate) fn carried(
    plan: &LogicalPlan,
    is_table: &dyn Fn(&str) -> bool,
) -> Result<Vec<CarriedColumn>, DataFusionError> {
    check_recursions(plan, is_table)?;
    let sources = of_plan(plan, &[])?;
    let fields = plan.schema().fields().iter().zip(sources);
    Ok(fields
        .map(|(field, from)| CarriedColumn {
            name: field.name().clone(),
            data_type: field.data_type().clone(),
            from,
        })
        .collect())
}

/// A query that reads its own rows does so under its name, which tells them from tables only where nothing else has it.
fn check_recursions(plan: &LogicalPlan, is_table: &dyn Fn(&str) -> bool) -> Result<(), DataFusionError> {
    plan.apply_with_subqueries(|node| {
        let LogicalPlan::RecursiveQuery(query) = node else {
            return Ok(TreeNodeRecursion::Continue);
        };
        let holds_another = repeats(&query.static_term, &query.name)? || repeats(&query.recursive_term, &query.name)?;
        // The rows of its own that it reads have the name as SQL without quotes would say it.
        let is_read_otherwise =
            TableReference::from(query.name.as_str()) != TableReference::bare(query.name.as_str());
        if is_table(&query.name) || holds_another || is_read_otherwise {
            let what = format!(
                "the recursion `{}` has the name of something that it could read, or one that is not plain lower case: name it otherwise",
                query.name
            );
            return Err(DataFusionError::Plan(what));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(())
}

/// Whether a recursion of a name is part of a plan.
fn repeats(plan: &LogicalPlan, name: &str) -> Result<bool, DataFusionError> {
    let mut found = false;
    plan.apply_with_subqueries(|node| {
        found |= matches!(node, LogicalPlan::RecursiveQuery(query) if query.name == name);
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(found)
}

type Sources = BTreeSet<Source>;

/// Columns that expressions can name, and what each carries.
struct Scope {
    schema: DFSchemaRef,
    sources: Vec<Sources>,
}

fn of_plan(plan: &LogicalPlan, outer: &[&Scope]) -> Result<Vec<Sources>, DataFusionError> {
    let found = match plan {
        LogicalPlan::TableScan(scan) => {
            let source = |name: &String| {
                Sources::from([Source {
                    table: scan.table_name.table().to_owned(),
                    column: name.clone(),
                    part: None,
                    as_it_is: true,
                }])
            };
            let fields = scan.projected_schema.fields().iter();
            fields.map(|field| source(field.name())).collect()
        }
        LogicalPlan::Projection(projection) => {
            let scope = scope(&projection.input, outer)?;
            of_expressions(&projection.expr, &scope, outer)?
        }
        LogicalPlan::Distinct(Distinct::On(on)) => {
            let scope = scope(&on.input, outer)?;
            of_expressions(&on.select_expr, &scope, outer)?
        }
        LogicalPlan::Window(window) => {
            let scope = scope(&window.input, outer)?;
            let mut all = scope.sources.clone();
            all.extend(of_expressions(&window.window_expr, &scope, outer)?);
            all
        }
        LogicalPlan::Aggregate(aggregate) => {
            let scope = scope(&aggregate.input, outer)?;
            let mut all = match aggregate.group_expr.as_slice() {
                [Expr::GroupingSet(sets)] => {
                    let distinct: Vec<Expr> = sets.distinct_expr().into_iter().cloned().collect();
                    let mut all = of_expressions(&distinct, &scope, outer)?;
                    // Which of the sets a row belongs to.
                    all.push(Sources::new());
                    all
                }
                group => of_expressions(group, &scope, outer)?,
            };
            all.extend(of_expressions(&aggregate.aggr_expr, &scope, outer)?);
            all
        }
        LogicalPlan::Join(join) => {
            let (left, right) = (of_plan(&join.left, outer)?, of_plan(&join.right, outer)?);
            match join.join_type {
                JoinType::LeftSemi | JoinType::LeftAnti => left,
                JoinType::RightSemi | JoinType::RightAnti => right,
                JoinType::LeftMark => left.into_iter().chain([Sources::new()]).collect(),
                JoinType::RightMark => right.into_iter().chain([Sources::new()]).collect(),
                _ => left.into_iter().chain(right).collect(),
            }
        }
        LogicalPlan::Union(union) => {
            let inputs: Vec<Vec<Sources>> = union
                .inputs
                .iter()
                .map(|input| of_plan(input, outer))
                .collect::<Result<_, _>>()?;
            position_by_position(inputs)
        }
        LogicalPlan::RecursiveQuery(query) => {
            let terms = [&query.static_term, &query.recursive_term];
            let terms: Vec<Vec<Sources>> = terms
                .into_iter()
                .map(|term| of_plan(term, outer))
                .collect::<Result<_, _>>()?;
            let names: Vec<&str> = plan
                .schema()
                .fields()
                .iter()
                .map(|field| field.name().as_str())
                .collect();
            resolved(position_by_position(terms), &query.name, &names)
        }
        LogicalPlan::Unnest(unnest) => {
            let input = of_plan(&unnest.input, outer)?;
            let depends = unnest.dependency_indices.iter();
            depends.map(|at| input.get(*at).cloned().unwrap_or_default()).collect()
        }
        LogicalPlan::Values(values) => {
            let scope = Scope {
                schema: plan.schema().clone(),
                sources: Vec::new(),
            };
            let rows: Vec<Vec<Sources>> = values
                .values
                .iter()
                .map(|row| of_expressions(row, &scope, outer))
                .collect::<Result<_, _>>()?;
            position_by_position(rows)
        }
        LogicalPlan::EmptyRelation(_) => vec![Sources::new(); plan.schema().fields().len()],
        LogicalPlan::Subquery(subquery) => of_plan(&subquery.subquery, outer)?,
        LogicalPlan::Filter(_)
        | LogicalPlan::Sort(_)
        | LogicalPlan::Limit(_)
        | LogicalPlan::Repartition(_)
        | LogicalPlan::SubqueryAlias(_)
        | LogicalPlan::Distinct(Distinct::All(_)) => match plan.inputs().first() {
            Some(input) => of_plan(input, outer)?,
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    if found.len() == plan.schema().fields().len() {
        return Ok(found);
    }
    // A step of another kind: each of its columns may be made from everything that goes in.
    let mut everything = Sources::new();
    for input in plan.inputs() {
        everything.extend(of_plan(input, outer)?.into_iter().flatten());
    }
    Ok(vec![everything; plan.schema().fields().len()])
}

fn scope(input: &LogicalPlan, outer: &[&Scope]) -> Result<Scope, DataFusionError> {
    Ok(Scope {
        schema: input.schema().clone(),
        sources: of_plan(input, outer)?,
    })
}

fn position_by_position(inputs: Vec<Vec<Sources>>) -> Vec<Sources> {
    let mut all: Vec<Sources> = Vec::new();
    for input in inputs {
        for (at, sources) in input.into_iter().enumerate() {
            match all.get_mut(at) {
                Some(known) => known.extend(sources),
                None => all.push(sources),
            }
        }
    }
    all
}

/// Columns of a query that reads its own rows under a name, with that name's columns in the place of it.
fn resolved(mut columns: Vec<Sources>, own: &str, names: &[&str]) -> Vec<Sources> {
    // A value can wander through every column before it comes to rest.
    for _ in 0..columns.len() {
        let before = columns.clone();
        for sources in &mut columns {
            let of_itself = sources.iter().filter(|source| source.table == own);
            let places = of_itself.filter_map(|source| names.iter().position(|name| *name == source.column));
            let further: Sources = places.flat_map(|at| before[at].clone()).collect();
            sources.extend(further);
        }
    }
    for sources in &mut columns {
        sources.retain(|source| source.table != own);
    }
    columns
}

fn of_expressions(expressions: &[Expr], scope: &Scope, outer: &[&Scope]) -> Result<Vec<Sources>, DataFusionError> {
    expressions
        .iter()
        .map(|expression| of_expression(expression, scope, outer))
        .collect()
}

fn of_expression(expression: &Expr, scope: &Scope, outer: &[&Scope]) -> Result<Sources, DataFusionError> {
    // Whether something is so tells how people compare, not who they are.
    let is_truth = matches!(expression.get_type(scope.schema.as_ref()), Ok(DataType::Boolean));
    if is_truth {
        return Ok(Sources::new());
    }
    let unchanged = |parts: &[&Expr]| -> Result<Sources, DataFusionError> {
        let mut found = Sources::new();
        for part in parts {
            found.extend(of_expression(part, scope, outer)?);
        }
        Ok(found)
    };
    let all = |parts: &[&Expr]| -> Result<Sources, DataFusionError> {
        let changed = |source: Source| Source {
            as_it_is: false,
            ..source
        };
        Ok(unchanged(parts)?.into_iter().map(changed).collect())
    };
    Ok(match expression {
        Expr::Column(column) => of_column(column, &[scope]),
        Expr::OuterReferenceColumn(_, column) => of_column(column, outer),
        Expr::Alias(alias) => of_expression(&alias.expr, scope, outer)?,
        Expr::Cast(cast) => of_expression(&cast.expr, scope, outer)?,
        Expr::TryCast(cast) => of_expression(&cast.expr, scope, outer)?,
        Expr::AggregateFunction(function) if carries_nothing(function.func.name()) => Sources::new(),
        Expr::AggregateFunction(function) => {
            let arguments: Vec<&Expr> = function.params.args.iter().collect();
            if CHOOSING.contains(&function.func.name()) {
                unchanged(&arguments)?
            } else {
                all(&arguments)?
            }
        }
        Expr::WindowFunction(function) => {
            let name = match &function.fun {
                WindowFunctionDefinition::AggregateUDF(function) => function.name(),
                WindowFunctionDefinition::WindowUDF(function) => function.name(),
            };
            let arguments: Vec<&Expr> = function.params.args.iter().collect();
            if carries_nothing(name) {
                Sources::new()
            } else if CHOOSING.contains(&name) {
                unchanged(&arguments)?
            } else {
                all(&arguments)?
            }
        }
        Expr::ScalarFunction(function) if carries_nothing(function.name()) => {
            // That holds of what tables hold. A text that was put together can say a name where such a function looks for a place.
            let given = unchanged(&function.args.iter().collect::<Vec<_>>())?;
            given.into_iter().filter(|source| !source.as_it_is).collect()
        }
        Expr::ScalarFunction(function) => {
            let arguments: Vec<&Expr> = function.args.iter().collect();
            match (carries(function.name()), arguments.as_slice()) {
                (Carries::PartOfEvent, [event, path]) => {
                    let path = text(path);
                    let found = of_expression(event, scope, outer)?.into_iter();
                    found.map(|source| part_of(source, path.as_deref())).collect()
                }
                _ => all(&arguments)?,
            }
        }
        Expr::Case(case) => {
            // What decides between values is not among them.
            let values = case.when_then_expr.iter().map(|(_, then)| then.as_ref());
            unchanged(&values.chain(case.else_expr.as_deref()).collect::<Vec<_>>())?
        }
        Expr::ScalarSubquery(Subquery { subquery, .. }) => {
            let scopes: Vec<&Scope> = outer.iter().copied().chain([scope]).collect();
            of_plan(subquery, &scopes)?.into_iter().flatten().collect()
        }
        Expr::Exists(_) | Expr::InSubquery(_) | Expr::Literal(..) => Sources::new(),
        Expr::GroupingSet(GroupingSet::Rollup(parts) | GroupingSet::Cube(parts)) => {
            all(&parts.iter().collect::<Vec<_>>())?
        }
        other => {
            let mut parts: Vec<&Expr> = Vec::new();
            other.apply_children(|part| {
                parts.push(part);
                Ok(TreeNodeRecursion::Continue)
            })?;
            all(&parts)?
        }
    })
}

fn of_column(column: &Column, scopes: &[&Scope]) -> Sources {
    let found = scopes.iter().rev().find_map(|scope| {
        let at = scope.schema.maybe_index_of_column(column)?;
        scope.sources.get(at).cloned()
    });
    found.unwrap_or_default()
}

/// What the answer of a function tells of what it is given, where it is one of our own; those of the query engine hand on values.
fn carries(function: &str) -> Carries {
    static OURS: LazyLock<HashMap<&str, Carries>> =
        LazyLock::new(|| functions().iter().map(|doc| (doc.name, doc.carries)).collect());
    OURS.get(function).copied().unwrap_or(Carries::Values)
}

fn carries_nothing(function: &str) -> bool {
    COUNTING.contains(&function) || carries(function) == Carries::Nothing
}

/// A part of what a source holds. Where the path is not written out, or the text is none that the table holds, the part can be any.
fn part_of(source: Source, path: Option<&str>) -> Source {
    let part = match (path, source.part.as_deref()) {
        (Some(path), Some(before)) if source.as_it_is => Some(format!("{before}.{path}")),
        (Some(path), None) if source.as_it_is => Some(path.to_owned()),
        _ => None,
    };
    Source {
        as_it_is: part.is_some(),
        part,
        ..source
    }
}

/// The text of a literal.
fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Literal(ScalarValue::Utf8(text) | ScalarValue::Utf8View(text) | ScalarValue::LargeUtf8(text), _) => {
            text.clone()
        }
        Expr::Cast(cast) => self::text(&cast.expr),
        _ => None,
    }
}
