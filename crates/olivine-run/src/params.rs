//! Values of the parameters that the SQL of tasks binds.

use std::collections::{BTreeMap, BTreeSet};

use arrow::datatypes::Date32Type;
use chrono::NaiveDate;
use olivine_engine::ScalarValue;
use olivine_report::manifest::{ParamSource, ParamType, Task};
use olivine_report::{Registry, Report, ResolvedParam};
use serde::Serialize;

use crate::dates;
use crate::error::RunError;

/// Where values of settings come from.
pub struct Settings<'a> {
    /// The value of a setting by its name.
    pub value: &'a (dyn Fn(&str) -> Option<toml::Value> + Sync),
    /// Where that value was set, in words.
    pub origin: &'a (dyn Fn(&str) -> String + Sync),
}

/// A parameter as bound for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskParams {
    /// Its name.
    pub name: String,
    /// Its value, as text.
    pub value: String,
    /// Where the value was set.
    pub origin: String,
}

/// The days that are fixed for a whole run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunDays {
    pub(crate) today: NaiveDate,
    pub(crate) import_date: Option<NaiveDate>,
}

/// A parameter that has a value which cannot be used, or none.
#[derive(Debug, Clone)]
pub(crate) struct Unusable {
    /// Its name.
    pub(crate) name: String,
    /// What gives its value.
    pub(crate) setting: String,
    /// What is wrong.
    pub(crate) reason: String,
}

impl From<Unusable> for RunError {
    fn from(unusable: Unusable) -> Self {
        Self::Parameter {
            name: unusable.name,
            setting: unusable.setting,
            reason: unusable.reason,
        }
    }
}

/// Values that win over settings: those of the command line.
pub(crate) type Overrides = BTreeMap<String, String>;

/// The values of a task's parameters and constants: for binding, and for the record.
pub(crate) fn bound(
    registry: &Registry,
    report: &Report,
    task: &Task,
    settings: &Settings<'_>,
    overrides: &Overrides,
    days: RunDays,
) -> Result<(BTreeMap<String, ScalarValue>, Vec<TaskParams>), Unusable> {
    let (mut values, mut records) = bound_of(registry, report, &task.params, settings, overrides, days)?;
    for (name, text) in &task.constants {
        values.insert(name.clone(), ScalarValue::Utf8(Some(text.clone())));
        records.push(TaskParams {
            name: name.clone(),
            value: text.clone(),
            origin: "the task itself".to_owned(),
        });
    }
    Ok((values, records))
}

/// The values of these parameters of a report.
pub(crate) fn bound_of(
    registry: &Registry,
    report: &Report,
    wanted: &[String],
    settings: &Settings<'_>,
    overrides: &Overrides,
    days: RunDays,
) -> Result<(BTreeMap<String, ScalarValue>, Vec<TaskParams>), Unusable> {
    let mut values = BTreeMap::new();
    let mut records = Vec::new();
    let known = registry.params(report);
    // Validation has made sure that each is declared.
    for param in known
        .iter()
        .filter(|param| wanted.iter().any(|name| name == param.name))
    {
        let (value, origin) = find(param, settings, overrides, days)?;
        let scalar = scalar(param, &value, days.today)?;
        records.push(TaskParams {
            name: param.name.to_owned(),
            value: scalar.to_string(),
            origin,
        });
        values.insert(param.name.to_owned(), scalar);
    }
    Ok((values, records))
}

/// Parameters of a report of which a run will find a value that cannot be used, or none: each as the failure of that run. They are those
/// that its tasks bind, and its files where files are made.
pub fn unusable_parameters(
    registry: &Registry,
    report: &Report,
    settings: &Settings<'_>,
    with_files: bool,
    today: NaiveDate,
) -> Vec<RunError> {
    let manifest = &report.manifest;
    let of_tasks = manifest.tasks.values().flat_map(|task| &task.params);
    let of_files = manifest.files.values().filter(|_| with_files);
    let of_files = of_files.flat_map(|file| &file.params);
    let names: BTreeSet<&str> = of_tasks.chain(of_files).map(String::as_str).collect();
    let overrides = Overrides::new();
    let days = RunDays {
        today,
        import_date: None,
    };
    let known = registry.params(report);
    let bound = known.iter().filter(|param| names.contains(param.name));
    let refused = bound.filter_map(|param| {
        let found = find(param, settings, &overrides, days);
        let usable = found.and_then(|(value, _)| scalar(param, &value, today));
        usable.err().map(RunError::from)
    });
    refused.collect()
}

fn find(
    param: &ResolvedParam<'_>,
    settings: &Settings<'_>,
    overrides: &Overrides,
    days: RunDays,
) -> Result<(toml::Value, String), Unusable> {
    if let Some(source @ ParamSource::Snapshot) = param.param.from {
        // Without any snapshot the tasks that bind it fail for want of their table, not of this value.
        let date = days.import_date.unwrap_or(days.today);
        return Ok((toml::Value::String(date.to_string()), source.to_string()));
    }
    if let Some(setting) = &param.setting {
        if let Some(text) = overrides.get(setting) {
            return Ok((toml::Value::String(text.clone()), "command line".to_owned()));
        }
        if let Some(value) = (settings.value)(setting) {
            return Ok((value, (settings.origin)(setting)));
        }
    }
    match &param.param.default {
        Some(value) => Ok((value.clone(), "default".to_owned())),
        None => Err(wrong(param, "has no value".to_owned())),
    }
}

fn scalar(param: &ResolvedParam<'_>, value: &toml::Value, today: NaiveDate) -> Result<ScalarValue, Unusable> {
    let text = value.as_str();
    let found = match param.param.kind {
        ParamType::Integer => {
            let number = value.as_integer().or_else(|| text?.trim().parse().ok());
            check_bounds(param, number.map(|number| number as f64))?;
            number.map(|number| ScalarValue::Int64(Some(number)))
        }
        ParamType::Float => {
            let number = value
                .as_float()
                .or_else(|| value.as_integer().map(|number| number as f64));
            let number = number.or_else(|| text?.trim().parse().ok());
            check_bounds(param, number)?;
            number.map(|number| ScalarValue::Float64(Some(number)))
        }
        ParamType::Boolean => value
            .as_bool()
            .or_else(|| text?.trim().parse().ok())
            .map(|truth| ScalarValue::Boolean(Some(truth))),
        ParamType::String => text.map(|text| ScalarValue::Utf8(Some(text.to_owned()))),
        ParamType::Date => {
            let written = text
                .map(str::to_owned)
                .or_else(|| value.as_datetime().map(ToString::to_string));
            written
                .and_then(|text| dates::day(&text, today))
                .map(|day| ScalarValue::Date32(Some(Date32Type::from_naive_date(day))))
        }
    };
    let kind = format!("{:?}", param.param.kind).to_lowercase();
    found.ok_or_else(|| wrong(param, format!("`{}` is no {kind}", value.to_string().trim_matches('"'))))
}

fn check_bounds(param: &ResolvedParam<'_>, number: Option<f64>) -> Result<(), Unusable> {
    let Some((number, bounds)) = number.zip(param.param.bounds()) else {
        return Ok(());
    };
    // No bound holds what is no number.
    let fits = param.param.least.is_none_or(|least| number >= least)
        && param.param.greatest.is_none_or(|greatest| number <= greatest);
    if fits {
        Ok(())
    } else {
        Err(wrong(param, format!("`{number}` is not {bounds}")))
    }
}

fn wrong(param: &ResolvedParam<'_>, reason: String) -> Unusable {
    Unusable {
        name: param.name.to_owned(),
        setting: param.given_by(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beyond_its_bounds_is_no_value() {
        let registry = Registry::built_in_all_on();
        let value_of = |report: &str, name: &str, value: toml::Value| {
            let report = registry.report(report).unwrap();
            let params = registry.params(report);
            let param = params.iter().find(|param| param.name == name).unwrap();
            scalar(param, &value, NaiveDate::default()).map_err(|unusable| RunError::from(unusable).to_string())
        };
        let weeks = |value: toml::Value| value_of("engagement.content", "weeks", value);
        assert_eq!(weeks(1.into()), Ok(ScalarValue::Int64(Some(1))));
        let error = weeks(0.into()).unwrap_err();
        assert!(error.contains("`0` is not 1 or more"), "{error}");
        assert!(weeks("-3".into()).is_err());
        let percentile = |value: toml::Value| value_of("learners.roster", "low_percentile", value);
        assert!(percentile(0.into()).is_ok() && percentile(100.0.into()).is_ok());
        for value in [toml::Value::from(100.5), (-1).into(), f64::NAN.into(), "nan".into()] {
            let error = percentile(value).unwrap_err();
            assert!(error.contains("from 0 to 100"), "{error}");
        }
    }
}
