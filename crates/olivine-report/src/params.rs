//! Parameters of tasks: own ones, and groups that several reports share.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::manifest::{Filter, Param, ParamType};
use crate::report::Report;

/// Groups of parameters by name, without the `params.` in front.
#[derive(Debug, Clone, Default)]
pub struct ParamGroups {
    groups: BTreeMap<String, BTreeMap<String, Param>>,
    filters: BTreeMap<String, Filter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupsFile {
    params: BTreeMap<String, BTreeMap<String, Param>>,
    #[serde(rename = "filter")]
    filters: BTreeMap<String, Filter>,
}

impl ParamGroups {
    /// Reads the groups of the built-in file. A test makes sure that it is well-formed.
    pub(crate) fn read(text: &str) -> Self {
        toml::from_str::<GroupsFile>(text)
            .map(|file| Self {
                groups: file.params,
                filters: file.filters,
            })
            .unwrap_or_default()
    }

    /// The group that a report's `extends` names as `params.NAME`.
    pub(crate) fn get(&self, reference: &str) -> Option<&BTreeMap<String, Param>> {
        self.groups.get(reference.strip_prefix("params.")?)
    }

    /// Filters of pages by name.
    pub fn filters(&self) -> impl Iterator<Item = (&str, &Filter)> {
        self.filters.iter().map(|(name, filter)| (name.as_str(), filter))
    }

    /// Names as in `extends`, without `params.`, and what is in the group.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, Param>)> {
        self.groups.iter().map(|(name, group)| (name.as_str(), group))
    }
}

/// A parameter that a report's tasks may bind, and where it is declared.
#[derive(Debug, Clone)]
pub struct ResolvedParam<'a> {
    /// Its name; SQL binds `$name`.
    pub name: &'a str,
    /// Its declaration.
    pub param: &'a Param,
    /// `params.GROUP` it is inherited from, or the id of the report itself.
    pub declared_in: &'a str,
    /// The setting that gives its value; none: a run finds it itself.
    pub setting: Option<String>,
}

impl ResolvedParam<'_> {
    /// What gives its value, in words: the setting, or where a run finds it.
    pub fn given_by(&self) -> String {
        let found = self.param.from.map(|source| source.to_string());
        self.setting.clone().or(found).unwrap_or_default()
    }
}

/// The parameters of a report: inherited ones, then its own, which win over inherited ones of the same name.
pub fn resolve<'a>(report: &'a Report, groups: &'a ParamGroups) -> Vec<ResolvedParam<'a>> {
    let id = report.manifest.id.as_str();
    let mut found: BTreeMap<&str, ResolvedParam<'a>> = BTreeMap::new();
    let inherited = report
        .manifest
        .extends
        .iter()
        .filter_map(|group| Some((group.as_str(), groups.get(group)?)));
    for (declared_in, params) in inherited.chain([(id, &report.manifest.params)]) {
        for (name, param) in params {
            let setting = match (&param.setting, param.from) {
                (_, Some(_)) => None,
                (Some(setting), None) => Some(setting.clone()),
                (None, None) => Some(format!("report.{id}.{name}")),
            };
            found.insert(
                name,
                ResolvedParam {
                    name,
                    param,
                    declared_in,
                    setting,
                },
            );
        }
    }
    found.into_values().collect()
}

/// What is wrong with the default of a parameter: its type, or its bounds.
pub(crate) fn default_problem(param: &Param) -> Option<String> {
    let value = param.default.as_ref()?;
    let text = value.as_str();
    let whole = || value.as_integer().or_else(|| text?.trim().parse().ok());
    let number = match param.kind {
        ParamType::Integer => whole().map(|number| number as f64),
        ParamType::Float => {
            let written = value
                .as_float()
                .or_else(|| value.as_integer().map(|number| number as f64));
            written.or_else(|| text?.trim().parse().ok())
        }
        ParamType::Boolean | ParamType::String | ParamType::Date => None,
    };
    let is_of_type = match param.kind {
        ParamType::Integer | ParamType::Float => number.is_some(),
        ParamType::Boolean => value.is_bool() || text.is_some_and(|text| text.trim().parse::<bool>().is_ok()),
        ParamType::String => text.is_some(),
        ParamType::Date => match value.as_datetime() {
            Some(day) => is_day(&day.to_string()),
            None => text.is_some_and(is_day),
        },
    };
    if !is_of_type {
        let kind = format!("{:?}", param.kind).to_lowercase();
        return Some(format!("`{}` is no {kind}", value.to_string().trim_matches('"')));
    }
    // No bound holds what is no number.
    let fits = |number: f64| {
        param.least.is_none_or(|least| number >= least) && param.greatest.is_none_or(|greatest| number <= greatest)
    };
    let (number, bounds) = number.zip(param.bounds())?;
    (!fits(number)).then(|| format!("`{number}` is not {bounds}"))
}

/// Whether a text is a day as a run reads it: `YYYY-MM-DD`, `today`, `yesterday`, or `N days ago`.
fn is_day(text: &str) -> bool {
    let text = text.trim();
    let ago = text.strip_suffix("days ago").or_else(|| text.strip_suffix("day ago"));
    match ago {
        Some(number) => number.trim().parse::<u64>().is_ok(),
        None if matches!(text, "today" | "yesterday") => true,
        // No time stands behind a day.
        None => {
            text.len() == 10
                && text
                    .parse::<toml::value::Datetime>()
                    .is_ok_and(|day| day.date.is_some())
        }
    }
}
