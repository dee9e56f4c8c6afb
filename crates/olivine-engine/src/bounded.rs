//! Functions that make long texts out of short ones, or values of many parts out of those of few, held to a size: for SQL of somebody
//! else.
//!
//! What a function makes of a batch of rows is not counted by the memory of a session before it is there. Here it is reckoned from what
//! the function is given, and it gets few enough rows at a time; a single row that is still too much is an error.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringViewBuilder};
use arrow::compute::concat;
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::utils::list_ndims;
use datafusion::common::{DFSchema, ScalarValue};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::FunctionRegistry;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::expr_rewriter::FunctionRewrite;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr, RawDictionaryExpr};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion::prelude::SessionContext;
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// Bytes that a function makes of one batch of rows at most.
const MOST_BYTES: usize = 32 << 20;
/// Length of a value that is no text, written as one, roughly.
const OTHER_LENGTH: usize = 32;
/// Parts of the type of a value at most: named values of named values can double them with every step, and what is done with a type takes
/// as long as it has parts.
const MOST_PARTS: usize = 1_000;
/// The functions, and how long their answers can be.
const GROWING: [(&str, Length); 14] = [
    ("array_append", Length::Sum),
    ("array_prepend", Length::Sum),
    ("arrays_zip", Length::Sum),
    ("concat", Length::Sum),
    ("concat_ws", Length::SumWithSeparators),
    ("encode", Length::Product),
    ("make_array", Length::Sum),
    ("map", Length::Sum),
    ("named_struct", Length::Sum),
    ("overlay", Length::Sum),
    ("regexp_replace", Length::Product),
    ("replace", Length::Product),
    ("struct", Length::Sum),
    ("to_char", Length::Product),
];

/// Holds the functions of a session that make long values to a size, and the literals and the operator `||` with them. Those of the
/// names `missing` are refused, also where an operator or a literal stands for them, and so are lists of lists, which can double with
/// every step, and values of very many parts.
pub(crate) fn hold(context: &SessionContext, missing: &'static [&'static str]) -> Result<()> {
    for (name, length) in GROWING {
        if let Ok(inner) = context.udf(name) {
            context.register_udf(ScalarUDF::new_from_impl(Bounded { inner, length }));
        }
    }
    let literals = Literals {
        list: context.udf("make_array")?,
        map: context.udf("map")?,
        named: context.udf("named_struct")?,
        unnamed: context.udf("struct")?,
    };
    let state = context.state_ref();
    state.write().register_expr_planner(Arc::new(JoinsTexts))?;
    state.write().register_function_rewrite(Arc::new(Missing(missing)))?;
    state.write().register_function_rewrite(Arc::new(Held))?;
    plan_first(context, Arc::new(literals));
    Ok(())
}

/// Lets a planner plan before those that are there; what is registered comes after them.
fn plan_first(context: &SessionContext, planner: Arc<dyn ExprPlanner>) {
    let state = context.state_ref();
    let mut state = state.write();
    let mut planners = vec![planner];
    planners.extend(state.expr_planners().iter().cloned());
    let planned_first = SessionStateBuilder::new_from_existing(state.clone())
        .with_session_id(state.session_id().to_owned())
        .with_expr_planners(planners)
        .build();
    *state = planned_first;
}

/// How long the answer of a function can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Length {
    /// All that it is given, one after the other.
    Sum,
    /// The same with the first between the others.
    SumWithSeparators,
    /// What is put in, in the place of each letter of the first: the third, or the second of two.
    Product,
}

impl Length {
    /// The most for one row.
    fn most(self, arguments: &[ColumnarValue], row: usize) -> usize {
        let lengths = arguments.iter().map(|argument| length(argument, row));
        match self {
            Self::Sum => lengths.fold(0, usize::saturating_add),
            Self::SumWithSeparators => {
                let separator = arguments.first().map_or(0, |first| length(first, row));
                let separators = separator.saturating_mul(arguments.len());
                lengths.fold(separators, usize::saturating_add)
            }
            Self::Product => {
                let put_in = arguments.get(2).or(arguments.get(1));
                let times = arguments.first().map_or(0, |first| length(first, row)) + 1;
                times.saturating_mul(put_in.map_or(0, |text| length(text, row)) + 1)
            }
        }
    }
}

/// Bytes of the texts of an argument in a row.
fn length(argument: &ColumnarValue, row: usize) -> usize {
    match argument {
        ColumnarValue::Scalar(value) => match value {
            ScalarValue::Utf8(text) | ScalarValue::LargeUtf8(text) | ScalarValue::Utf8View(text) => {
                text.as_ref().map_or(0, String::len)
            }
            ScalarValue::Binary(bytes) | ScalarValue::LargeBinary(bytes) | ScalarValue::BinaryView(bytes) => {
                bytes.as_ref().map_or(0, Vec::len)
            }
            ScalarValue::List(list) => length_in(&**list, 0),
            ScalarValue::LargeList(list) => length_in(&**list, 0),
            ScalarValue::FixedSizeList(list) => length_in(&**list, 0),
            ScalarValue::Struct(parts) => length_in(&**parts, 0),
            ScalarValue::Map(entries) => length_in(&**entries, 0),
            _ => OTHER_LENGTH,
        },
        ColumnarValue::Array(column) => length_in(column.as_ref(), row),
    }
}

/// Bytes of the texts of a column in a row.
fn length_in(column: &dyn Array, row: usize) -> usize {
    if column.is_null(row) {
        return 0;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).len(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).len(),
        DataType::Utf8View => column.as_string_view().value(row).len(),
        DataType::Binary => column.as_binary::<i32>().value(row).len(),
        DataType::LargeBinary => column.as_binary::<i64>().value(row).len(),
        DataType::BinaryView => column.as_binary_view().value(row).len(),
        DataType::List(_) => length_of_all(&column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => length_of_all(&column.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => length_of_all(&column.as_fixed_size_list().value(row)),
        DataType::Map(..) => length_of_all(&column.as_map().value(row)),
        DataType::Struct(_) => {
            let of_parts = column.as_struct().columns().iter();
            let lengths = of_parts.map(|part| length_in(part.as_ref(), row));
            lengths.fold(0, usize::saturating_add)
        }
        _ => OTHER_LENGTH,
    }
}

fn length_of_all(column: &dyn Array) -> usize {
    let lengths = (0..column.len()).map(|row| length_in(column, row));
    lengths.fold(0, usize::saturating_add)
}

fn too_long(function: &str) -> DataFusionError {
    let most = MOST_BYTES >> 20;
    DataFusionError::ResourcesExhausted(format!("`{function}` wants to make values of more than {most} MiB"))
}

/// A function of the query engine, held to a size.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bounded {
    inner: Arc<ScalarUDF>,
    length: Length,
}

impl Bounded {
    /// The answer for some of the rows.
    fn part(&self, args: &ScalarFunctionArgs, begin: usize, rows: usize) -> Result<ArrayRef> {
        let part = |argument: &ColumnarValue| match argument {
            ColumnarValue::Array(column) => ColumnarValue::Array(column.slice(begin, rows)),
            ColumnarValue::Scalar(value) => ColumnarValue::Scalar(value.clone()),
        };
        let of_part = ScalarFunctionArgs {
            args: args.args.iter().map(part).collect(),
            arg_fields: args.arg_fields.clone(),
            number_rows: rows,
            return_field: Arc::clone(&args.return_field),
            config_options: Arc::clone(&args.config_options),
        };
        self.inner.invoke_with_args(of_part)?.into_array(rows)
    }
}

impl ScalarUDFImpl for Bounded {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(given)
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        let kind = self.inner.return_type(given)?;
        check_parts(self.name(), &kind)?;
        Ok(kind)
    }

    /// Asked for each step while it is planned: a type whose parts double never gets into the columns of a step, where more is done with
    /// all of them than anybody waits for.
    fn return_field_from_args(&self, given: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let field = self.inner.return_field_from_args(given)?;
        check_parts(self.name(), field.data_type())?;
        Ok(field)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let most: Vec<usize> = (0..rows).map(|row| self.length.most(&args.args, row)).collect();
        if most.iter().copied().fold(0, usize::saturating_add) <= MOST_BYTES {
            return self.inner.invoke_with_args(args);
        }
        if is_constant {
            return Err(too_long(self.name()));
        }
        let mut parts: Vec<ArrayRef> = Vec::new();
        let (mut begin, mut made) = (0, 0);
        while begin < rows {
            let (mut end, mut bytes) = (begin, 0_usize);
            while end < rows && bytes.saturating_add(most[end]) <= MOST_BYTES {
                bytes += most[end];
                end += 1;
            }
            if end == begin {
                return Err(too_long(self.name()));
            }
            let part = self.part(&args, begin, end - begin)?;
            made += part.get_array_memory_size();
            if made > MOST_BYTES {
                return Err(too_long(self.name()));
            }
            parts.push(part);
            begin = end;
        }
        let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
        Ok(ColumnarValue::Array(concat(&parts)?))
    }
}

/// Refuses functions that operators and literals stand for: they are no more to be found by name, but the planner does not look.
#[derive(Debug)]
struct Missing(&'static [&'static str]);

impl FunctionRewrite for Missing {
    fn name(&self) -> &'static str {
        "missing"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        if let Expr::ScalarFunction(call) = &expr {
            let elements = match call.name() {
                "make_array" => call.args.as_slice(),
                "array_append" => call.args.get(1..).unwrap_or_default(),
                "array_prepend" => call.args.get(..1).unwrap_or_default(),
                _ => &[],
            };
            let mut is_refused = self.0.contains(&call.name());
            for element in elements {
                is_refused |= holds_a_list(&element.get_type(schema)?);
            }
            if is_refused {
                let what = format!(
                    "`{}` is not there for plugins: it makes values of any length",
                    call.name()
                );
                return Err(DataFusionError::Plan(what));
            }
        }
        Ok(Transformed::no(expr))
    }
}

/// Holds functions to a size that operators stand for, and refuses whatever else makes values of very many parts.
#[derive(Debug)]
struct Held;

impl FunctionRewrite for Held {
    fn name(&self) -> &'static str {
        "held"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        // What has no type here is refused by whoever plans further.
        let kind = match &expr {
            Expr::ScalarFunction(_) => expr.get_type(schema).ok(),
            _ => None,
        };
        let Expr::ScalarFunction(mut call) = expr else {
            return Ok(Transformed::no(expr));
        };
        if let Some(kind) = kind {
            check_parts(call.name(), &kind)?;
        }
        let known = GROWING.iter().find(|(name, _)| *name == call.name());
        match known.filter(|_| !call.func.inner().is::<Bounded>()) {
            Some((_, length)) => {
                call.func = Arc::new(ScalarUDF::new_from_impl(Bounded {
                    inner: call.func,
                    length: *length,
                }));
                Ok(Transformed::yes(Expr::ScalarFunction(call)))
            }
            None => Ok(Transformed::no(Expr::ScalarFunction(call))),
        }
    }
}

/// Refuses a function whose values have very many parts.
fn check_parts(function: &str, kind: &DataType) -> Result<()> {
    if parts(kind, MOST_PARTS) > MOST_PARTS {
        let what = format!("`{function}` makes a value of more than {MOST_PARTS} parts");
        return Err(DataFusionError::Plan(what));
    }
    Ok(())
}

/// How many parts a type has; where they are more than `most`, not all of them are counted.
fn parts(kind: &DataType, most: usize) -> usize {
    match kind {
        DataType::Struct(fields) => parts_of(fields.iter(), most),
        DataType::Union(fields, _) => parts_of(fields.iter().map(|(_, field)| field), most),
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => parts_of(std::iter::once(field), most),
        DataType::Dictionary(_, value) => parts(value, most),
        DataType::RunEndEncoded(_, field) => parts(field.data_type(), most),
        _ => 1,
    }
}

fn parts_of<'a>(fields: impl Iterator<Item = &'a FieldRef>, most: usize) -> usize {
    let mut found = 1;
    for field in fields {
        if found > most {
            break;
        }
        found += parts(field.data_type(), most - found);
    }
    found
}

fn holds_a_list(kind: &DataType) -> bool {
    match kind {
        DataType::Struct(fields) => fields.iter().any(|field| holds_a_list(field.data_type())),
        DataType::Map(..) => true,
        kind => list_ndims(kind) > 0,
    }
}

/// Makes literals the functions of the session, which are held to a size. Planners of the query engine would take functions for them that
/// are not; it has to be asked before those.
#[derive(Debug)]
struct Literals {
    /// For `[…]`.
    list: Arc<ScalarUDF>,
    /// For `map {…}`.
    map: Arc<ScalarUDF>,
    /// For `{…}`, and `struct(…)` with names.
    named: Arc<ScalarUDF>,
    /// For `struct(…)` without, and `(…)` of several.
    unnamed: Arc<ScalarUDF>,
}

impl ExprPlanner for Literals {
    fn plan_array_literal(&self, elements: Vec<Expr>, _: &DFSchema) -> Result<PlannerResult<Vec<Expr>>> {
        Ok(PlannerResult::Planned(self.list.call(elements)))
    }

    fn plan_dictionary_literal(
        &self,
        expr: RawDictionaryExpr,
        _: &DFSchema,
    ) -> Result<PlannerResult<RawDictionaryExpr>> {
        let pairs = expr.keys.into_iter().zip(expr.values);
        let names_and_values = pairs.flat_map(|(name, value)| [name, value]).collect();
        Ok(PlannerResult::Planned(self.named.call(names_and_values)))
    }

    fn plan_struct_literal(&self, parts: Vec<Expr>, is_named: bool) -> Result<PlannerResult<Vec<Expr>>> {
        let function = if is_named { &self.named } else { &self.unnamed };
        Ok(PlannerResult::Planned(function.call(parts)))
    }

    fn plan_make_map(&self, keys_and_values: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        if !keys_and_values.len().is_multiple_of(2) {
            // The query engine says what is wrong with it.
            return Ok(PlannerResult::Original(keys_and_values));
        }
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for (at, expr) in keys_and_values.into_iter().enumerate() {
            let side = if at.is_multiple_of(2) { &mut keys } else { &mut values };
            side.push(expr);
        }
        let lists = vec![self.list.call(keys), self.list.call(values)];
        Ok(PlannerResult::Planned(self.map.call(lists)))
    }
}

/// Makes `||` of texts a function that is held to a size.
#[derive(Debug)]
struct JoinsTexts;

impl ExprPlanner for JoinsTexts {
    fn plan_binary_op(&self, expr: RawBinaryExpr, _: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        // Lists are joined by a planner that comes before.
        if expr.op != BinaryOperator::StringConcat {
            return Ok(PlannerResult::Original(expr));
        }
        let joined = ScalarUDF::new_from_impl(Joined {
            signature: Signature::user_defined(Volatility::Immutable),
        });
        Ok(PlannerResult::Planned(joined.call(vec![expr.left, expr.right])))
    }
}

/// Two texts one after the other; null where one of them is.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Joined {
    signature: Signature,
}

impl ScalarUDFImpl for Joined {
    fn name(&self) -> &'static str {
        "||"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        Ok(vec![DataType::Utf8View; given.len()])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if is_constant { 1 } else { args.number_rows };
        let most = (0..rows).map(|row| Length::Sum.most(&args.args, row));
        if most.fold(0, usize::saturating_add) > MOST_BYTES {
            return Err(too_long(self.name()));
        }
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let [left, right] = columns.as_slice() else {
            return Err(DataFusionError::Plan("`||` joins two texts".to_owned()));
        };
        let mut joined = StringViewBuilder::new();
        for (left, right) in left.as_string_view().iter().zip(right.as_string_view().iter()) {
            joined.append_option(left.zip(right).map(|(left, right)| format!("{left}{right}")));
        }
        let joined: ArrayRef = Arc::new(joined.finish());
        if is_constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&joined, 0)?));
        }
        Ok(ColumnarValue::Array(joined))
    }
}
