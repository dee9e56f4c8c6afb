//! Values for the parameters that a query's SQL names.

use olivine_report::manifest::ColumnType;
use olivine_store::Value;

use super::params::Params;
use super::placeholder::{Sql, item_name};
use crate::error::ApiError;

/// How many values of a list are bound in one statement; SQLite binds at most 32,766.
pub const MAX_LIST: usize = 10_000;

/// Suffix of the parameter that says whether another one was given.
const GIVEN: &str = "_given";
/// Suffix of a parameter that is taken as text, where its name would make it a day.
const RAW: &str = "_raw";

/// The statement to run and the values to bind.
///
/// Besides parameters by name: `:x_date` is a day and `:x_time` the same parameter with its time of day (`API 1.4`:
/// tables of days drop the time, tables of times do not); `:x_given` is 1 or 0; `:x_date_raw` is `x_date` as text. Other parameters take the type of the
/// result column of the same name, and are text where there is none. `own` values win over what was asked.
///
/// # Errors
/// [`ApiError::BadDate`] and [`ApiError::TooManyValues`].
pub fn bind(
    sql: &Sql,
    params: &Params,
    own: &[(&str, Value)],
    column_type: impl Fn(&str) -> Option<ColumnType>,
) -> Result<(String, Vec<(String, Value)>), ApiError> {
    let mut values: Vec<(String, Value)> = Vec::new();
    for placeholder in sql.placeholders() {
        let name = placeholder.name;
        if let Some((_, value)) = own.iter().find(|(own, _)| *own == name) {
            push(&mut values, name.to_owned(), value.clone());
            continue;
        }
        if placeholder.list {
            let items = params.list(name);
            if items.len() > MAX_LIST {
                return Err(ApiError::TooManyValues {
                    name: name.to_owned(),
                    max: MAX_LIST,
                });
            }
            for (index, item) in items.into_iter().enumerate() {
                push(&mut values, item_name(name, index), Value::Text(item.to_owned()));
            }
            continue;
        }
        push(&mut values, name.to_owned(), single_value(name, params, &column_type)?);
    }
    Ok((sql.written_out(|name| params.list(name).len()), values))
}

/// Name of the request parameter behind a parameter of SQL.
pub fn request_name(name: &str) -> String {
    if let Some(base) = name.strip_suffix(GIVEN) {
        return request_name(base);
    }
    if let Some(base) = name.strip_suffix(RAW) {
        return base.to_owned();
    }
    match name.strip_suffix("_time") {
        Some(base) => format!("{base}_date"),
        None => name.to_owned(),
    }
}

fn push(values: &mut Vec<(String, Value)>, name: String, value: Value) {
    if !values.iter().any(|(known, _)| *known == name) {
        values.push((name, value));
    }
}

fn single_value(
    name: &str,
    params: &Params,
    column_type: impl Fn(&str) -> Option<ColumnType>,
) -> Result<Value, ApiError> {
    let asked = request_name(name);
    if name.ends_with(GIVEN) {
        let given = !params.list(&asked).is_empty();
        return Ok(Value::Int(i64::from(given)));
    }
    if name.ends_with(RAW) {
        let text = params.text(&asked).map(|text| Value::Text(text.to_owned()));
        return Ok(text.unwrap_or(Value::Null));
    }
    if name.ends_with("_time") {
        return Ok(params.time(&asked)?.map_or(Value::Null, Value::Datetime));
    }
    if name.ends_with("_date") || name == "date" {
        return Ok(params
            .time(&asked)?
            .map_or(Value::Null, |time| Value::Date(time.date())));
    }
    let Some(text) = params.text(name) else {
        return Ok(Value::Null);
    };
    let number = |kind: &str| ApiError::BadChoice {
        name: name.to_owned(),
        value: text.to_owned(),
        allowed: kind.to_owned(),
    };
    match column_type(name) {
        Some(ColumnType::Integer) => text.parse().map(Value::Int).map_err(|_| number("whole numbers")),
        Some(ColumnType::Float) => text.parse().map(Value::Float).map_err(|_| number("numbers")),
        Some(ColumnType::Boolean) => match text.to_lowercase().as_str() {
            "true" | "1" => Ok(Value::Bool(true)),
            "false" | "0" => Ok(Value::Bool(false)),
            _ => Err(number("true, false")),
        },
        Some(ColumnType::Datetime) => Ok(params.time(name)?.map_or(Value::Null, Value::Datetime)),
        Some(ColumnType::Date) => Ok(params.time(name)?.map_or(Value::Null, |time| Value::Date(time.date()))),
        Some(ColumnType::String(_) | ColumnType::Text) | None => Ok(Value::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::params::Reader;

    fn bound(sql: &str, params: &Params) -> Result<(String, Vec<(String, Value)>), ApiError> {
        let kind = |name: &str| (name == "birth_year").then_some(ColumnType::Integer);
        bind(&Sql::parse(sql), params, &[], kind)
    }

    #[test]
    fn values_take_the_type_their_name_says() {
        let params = Params::new(Reader::unlimited())
            .with("start_date", "2031-03-04T235959")
            .with("course_ids", "a,b")
            .with("birth_year", "1990")
            .with("passed_date", "last_week");
        let sql = ":passed_date_raw :start_date :start_time :start_date_given :end_date :end_date_given :birth_year in (:course_ids)";
        let (text, values) = bound(sql, &params).unwrap();
        assert!(text.ends_with("in (:course_ids_0, :course_ids_1)"), "{text}");
        let day: chrono::NaiveDate = "2031-03-04".parse().unwrap();
        let expected = [
            ("passed_date_raw", Value::Text("last_week".into())),
            ("start_date", Value::Date(day)),
            ("start_time", Value::Datetime("2031-03-04T23:59:59".parse().unwrap())),
            ("start_date_given", Value::Int(1)),
            ("end_date", Value::Null),
            ("end_date_given", Value::Int(0)),
            ("birth_year", Value::Int(1990)),
            ("course_ids_0", Value::Text("a".into())),
            ("course_ids_1", Value::Text("b".into())),
        ];
        assert_eq!(values, expected.map(|(name, value)| (name.to_owned(), value)));
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused() {
        let params = Params::new(Reader::unlimited())
            .with("birth_year", "x")
            .with("end_date", "2031-02-30");
        assert!(matches!(bound(":birth_year", &params), Err(ApiError::BadChoice { .. })));
        assert!(matches!(bound(":end_date", &params), Err(ApiError::BadDate { .. })));
        let many = Params::new(Reader::unlimited()).with("ids", vec!["x"; MAX_LIST + 1].join(","));
        assert!(matches!(bound("in (:ids)", &many), Err(ApiError::TooManyValues { .. })));
    }
}
