//! Parameters of tasks: own ones, and groups that several reports share.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::manifest::{Filter, Param};
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
    /// The setting that gives its value.
    pub setting: String,
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
            let setting = param.setting.clone().unwrap_or_else(|| format!("report.{id}.{name}"));
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
