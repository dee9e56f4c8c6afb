//! The check of a report's tasks against the real engine: whether their SQL can be planned over the tables they read, gives the
//! columns that their tables declare, keeps to their audience and, for reports of ours, does no needless work. Nothing is computed.

use std::collections::BTreeMap;

use arrow::compute::can_cast_types;
use arrow::datatypes::DataType;
use olivine_engine::{ScalarValue, Session, SessionOptions};
use olivine_lake::schema::{EVENT_COLUMNS, arrow_schema};
use olivine_report::manifest::{Grain, Param, ParamType, Task};
use olivine_report::{Problem, Registry, Report};

use crate::audience::leaks;
use crate::convert::schema_of;
use crate::error::RunError;
use crate::limits::TaskLimits;
use crate::plan::EVENTS;
use crate::runner::contained;

/// Memory of the session: nothing is computed in it.
const MEMORY_BYTES: usize = 64 << 20;

/// What is wrong with the tasks of a report that is part of a registry. Planning may take long, too: a task of a plugin has as much time for
/// it as a run gives it.
pub async fn tasks(registry: &Registry, report: &Report, limits: TaskLimits) -> Vec<Problem> {
    let limits = if report.is_plugin() {
        limits
    } else {
        TaskLimits::default()
    };
    let mut problems = Vec::new();
    for (name, task) in &report.manifest.tasks {
        let found = match contained(name, &limits, task_problems(registry, report, name, task)).await {
            Ok(found) => found,
            Err(error) => vec![("sql", in_words(registry, task, &error))],
        };
        problems.extend(found.into_iter().map(|(part, what)| Problem {
            report: report.manifest.id.clone(),
            place: format!("task.{name}.{part}"),
            what,
        }));
    }
    problems
}

/// Why SQL cannot be planned. The session knows the tables that the task lists, so a table that it does not find may be there for others.
fn in_words(registry: &Registry, task: &Task, error: &RunError) -> String {
    let text = error.to_string();
    let missing = text
        .strip_prefix("table '")
        .and_then(|rest| rest.strip_suffix("' not found"));
    let Some(table) = missing else { return text };
    let is_known = table == EVENTS || registry.table(table).is_some() || registry.lms_table(table).is_some();
    if is_known {
        format!("reads `{table}`, which is not listed under `reads`")
    } else {
        format!("there is no table `{table}`; the task reads {}", task.reads.join(", "))
    }
}

type Found = Vec<(&'static str, String)>;

async fn task_problems(registry: &Registry, report: &Report, name: &str, task: &Task) -> Result<Found, RunError> {
    let (Some(sql), Some(table)) = (report.task_sql(name), report.manifest.tables.get(&task.into)) else {
        return Ok(Vec::new());
    };
    if task.grain == Grain::Day && task.reads != [EVENTS] {
        let what = "a task that goes day by day reads `events` alone".to_owned();
        return Ok(vec![("reads", what)]);
    }
    let folder = tempfile::tempdir().map_err(RunError::intermediate(&std::env::temp_dir()))?;
    let session = Session::new(&SessionOptions {
        memory_bytes: MEMORY_BYTES,
        threads: 1,
        spill_dir: folder.path().to_owned(),
        geo_database: None,
    })?;
    let session = if report.is_plugin() {
        session.guarded()?
    } else {
        session
    };
    for input in &task.reads {
        let declared = registry
            .table(input)
            .or_else(|| registry.lms_table(input))
            .map(schema_of);
        let schema = if input == EVENTS {
            Some(arrow_schema(EVENT_COLUMNS))
        } else {
            declared
        };
        if let Some(schema) = schema {
            session.register_batches(input, schema, Vec::new())?;
        }
    }
    let values = sample_values(registry, report, task);
    let carried = session.carried(sql, &values).await?;
    // Some statements make sense and still cannot be carried out: a run would be the first to say so.
    drop(session.query(sql, &values).await?);
    let mut found = Found::new();
    if !report.is_plugin() {
        // The size of a site must not decide whether a report of ours can be computed, nor how dear it is; who writes another may know
        // his site.
        let needless = session.needless_work(sql, &values).await?;
        for condition in needless.joins_without_equality {
            found.push(("sql", format!("joins on `{condition}`, which names no equality")));
        }
        for call in needless.repeated_calls {
            found.push(("sql", format!("works out `{call}` more than once for a row")));
        }
    }
    let wanted = schema_of(table);
    for field in wanted.fields() {
        match carried.iter().find(|column| column.name == *field.name()) {
            None => found.push(("sql", format!("gives no column `{}` for `{}`", field.name(), task.into))),
            Some(given) if !becomes(&given.data_type, field.data_type()) => found.push((
                "sql",
                format!(
                    "gives `{}` as {}, which cannot become {}",
                    field.name(),
                    given.data_type,
                    field.data_type()
                ),
            )),
            Some(_) => {}
        }
    }
    found.extend(leaks(registry, table, &carried).into_iter().map(|leak| ("sql", leak)));
    Ok(found)
}

/// Whether values of a type can be kept as another. A day or a time made into a number would be a count of days or microseconds, and
/// the other way round: nobody means that.
fn becomes(given: &DataType, wanted: &DataType) -> bool {
    let is_day = |kind: &DataType| matches!(kind, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..));
    let is_mixed = (is_day(given) && wanted.is_numeric()) || (given.is_numeric() && is_day(wanted));
    !is_mixed && can_cast_types(given, wanted)
}

/// The constants of a task, and a value of each parameter's type, for texts the default: planning asks for no more, but works out
/// what is constant.
fn sample_values(registry: &Registry, report: &Report, task: &Task) -> BTreeMap<String, ScalarValue> {
    let sample = |param: &Param| match param.kind {
        ParamType::Integer => ScalarValue::Int64(Some(1)),
        ParamType::Float => ScalarValue::Float64(Some(1.0)),
        ParamType::String => {
            let default = param.default.as_ref().and_then(|value| value.as_str());
            ScalarValue::Utf8(Some(default.unwrap_or("x").to_owned()))
        }
        ParamType::Boolean => ScalarValue::Boolean(Some(true)),
        ParamType::Date => ScalarValue::Date32(Some(19_783)),
    };
    let params = registry.params(report).into_iter();
    let params = params.map(|param| (param.name.to_owned(), sample(param.param)));
    let constants = task.constants.iter();
    params
        .chain(constants.map(|(name, text)| (name.clone(), ScalarValue::Utf8(Some(text.clone())))))
        .collect()
}
