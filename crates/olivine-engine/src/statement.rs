//! One reading statement with its placeholders filled.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast::{
    CastKind, DataType as SqlType, ExactNumberInfo, Expr, Statement as SqlStatement, TimezoneInfo, Value,
    visit_expressions_mut,
};

use crate::error::EngineError;

/// Reads the text of one `select` and puts the values in place of `$name`. Values become nodes of the parsed statement, so no
/// value can change what the statement does.
pub(crate) fn read(sql: &str, params: &BTreeMap<String, ScalarValue>) -> Result<Statement, EngineError> {
    let mut statements = DFParser::parse_sql(sql)?;
    let (Some(statement), None) = (statements.pop_front(), statements.pop_front()) else {
        return refused("there must be exactly one statement");
    };
    let Statement::Statement(mut statement) = statement else {
        return refused("only `select` is allowed");
    };
    if !matches!(*statement, SqlStatement::Query(_)) {
        return refused("only `select` is allowed");
    }
    let filled = visit_expressions_mut(statement.as_mut(), |expression| match placeholder(expression) {
        None => ControlFlow::Continue(()),
        Some(name) => match params.get(&name).map(|value| literal(&name, value)) {
            Some(Ok(value)) => {
                *expression = value;
                ControlFlow::Continue(())
            }
            Some(Err(error)) => ControlFlow::Break(error),
            None => ControlFlow::Break(EngineError::Parameter {
                name,
                known: params.keys().cloned().collect(),
            }),
        },
    });
    match filled {
        ControlFlow::Continue(()) => Ok(Statement::Statement(statement)),
        ControlFlow::Break(error) => Err(error),
    }
}

fn refused<T>(reason: &str) -> Result<T, EngineError> {
    Err(EngineError::Refused {
        reason: reason.to_owned(),
    })
}

/// The name of a placeholder, without `$`.
fn placeholder(expression: &Expr) -> Option<String> {
    let Expr::Value(value) = expression else { return None };
    let Value::Placeholder(text) = &value.value else {
        return None;
    };
    Some(text.strip_prefix('$').unwrap_or(text).to_owned())
}

/// A value as it stands in a statement, with its type.
fn literal(name: &str, value: &ScalarValue) -> Result<Expr, EngineError> {
    let kind = match value {
        ScalarValue::Utf8(Some(text)) | ScalarValue::LargeUtf8(Some(text)) | ScalarValue::Utf8View(Some(text)) => {
            return Ok(Expr::Value(Value::SingleQuotedString(text.clone()).into()));
        }
        ScalarValue::Boolean(Some(value)) => return Ok(Expr::Value(Value::Boolean(*value).into())),
        ScalarValue::Null => return Ok(Expr::Value(Value::Null.into())),
        ScalarValue::Utf8(_) | ScalarValue::LargeUtf8(_) | ScalarValue::Utf8View(_) => SqlType::Varchar(None),
        ScalarValue::Boolean(_) => SqlType::Boolean,
        other if other.data_type().is_integer() => SqlType::BigInt(None),
        other if other.data_type().is_floating() => SqlType::Double(ExactNumberInfo::None),
        ScalarValue::Date32(_) => SqlType::Date,
        ScalarValue::TimestampMicrosecond(_, _) => SqlType::Timestamp(None, TimezoneInfo::None),
        other => {
            return refused(&format!(
                "${name} is of the type {}, which cannot be bound",
                other.data_type()
            ));
        }
    };
    let written = if value.is_null() {
        Value::Null
    } else {
        Value::SingleQuotedString(text_of(value)?)
    };
    Ok(Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(Expr::Value(written.into())),
        data_type: kind,
        array: false,
        format: None,
    })
}

/// A number, day or time as SQL writes it.
fn text_of(value: &ScalarValue) -> Result<String, EngineError> {
    let column = value.to_array()?;
    let formatter = ArrayFormatter::try_new(&column, &FormatOptions::default()).map_err(DataFusionError::from)?;
    Ok(formatter.value(0).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(sql: &str, params: &[(&str, ScalarValue)]) -> Result<String, EngineError> {
        let params = params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        read(sql, &params).map(|statement| statement.to_string())
    }

    #[test]
    fn values_take_the_place_of_placeholders() {
        let text = filled(
            "select a from t where d >= $from and n = $name and ($on or b)",
            &[
                ("from", ScalarValue::Date32(Some(19783))),
                ("name", "it's $from; drop".into()),
                ("on", true.into()),
            ],
        )
        .unwrap();
        assert_eq!(
            text,
            "SELECT a FROM t WHERE d >= CAST('2024-03-01' AS DATE) AND n = 'it''s $from; drop' AND (true OR b)"
        );
    }

    #[test]
    fn placeholders_in_texts_and_comments_are_no_placeholders() {
        assert_eq!(filled("select '$x' -- $y\n from t", &[]).unwrap(), "SELECT '$x' FROM t");
    }

    #[test]
    fn a_placeholder_without_value_is_named_with_those_that_have_one() {
        let error = filled("select $fron", &[("from", 1_i64.into())]).unwrap_err();
        assert_eq!(error.to_string(), "there is no value for $fron; there are $from");
    }
}
