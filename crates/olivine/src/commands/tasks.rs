//! `olivine tasks`: the tasks that work out the reports.

use serde::Serialize;

use crate::cli::Cli;
use crate::exit::Problem;
use crate::output;
use crate::rooms;
use crate::settings::Site;

#[derive(Serialize)]
struct TaskLine<'a> {
    task: &'a str,
    report: &'a str,
    fills: &'a str,
    reads: &'a [String],
    doc: &'a str,
    upstream: &'a [String],
    params: Vec<ParamLine>,
}

#[derive(Serialize)]
struct ParamLine {
    name: String,
    value: String,
    set_by: String,
    declared_in: String,
    origin: String,
    doc: String,
}

/// Lists the tasks in the order in which they run.
///
/// # Errors
/// None yet.
pub fn tasks(cli: &Cli, site: &Site, with_params: bool) -> Result<(), Problem> {
    let registry = rooms::registry(site);
    let lines: Vec<TaskLine<'_>> = registry
        .tasks_in_order()
        .map(|(report, name, task)| TaskLine {
            task: name,
            report: &report.manifest.id,
            fills: &task.into,
            reads: &task.reads,
            doc: &task.doc,
            upstream: &task.upstream,
            params: params_of(site, &registry, report, task),
        })
        .collect();
    if cli.json {
        output::json(&lines);
        return Ok(());
    }
    if !with_params {
        let rows = lines.iter().map(|line| {
            vec![
                line.task.to_owned(),
                line.report.to_owned(),
                line.fills.to_owned(),
                line.doc.to_owned(),
            ]
        });
        output::say(&output::table(&["task", "report", "fills", "what"], rows));
        return Ok(());
    }
    let rows = lines.iter().flat_map(|line| {
        line.params.iter().map(|param| {
            vec![
                line.task.to_owned(),
                param.name.clone(),
                param.value.clone(),
                param.origin.clone(),
                param.set_by.clone(),
                param.declared_in.clone(),
            ]
        })
    });
    output::say(&output::table(
        &["task", "parameter", "value", "from", "setting", "declared in"],
        rows,
    ));
    Ok(())
}

fn params_of(
    site: &Site,
    registry: &olivine_report::Registry,
    report: &olivine_report::Report,
    task: &olivine_report::manifest::Task,
) -> Vec<ParamLine> {
    let of_task = |name: &str| task.params.iter().any(|param| param == name);
    let params = registry.params(report).into_iter().filter(|param| of_task(param.name));
    let line = |param: olivine_report::ResolvedParam<'_>| {
        let set = site.value(&param.setting);
        let origin = if set.is_some() {
            site.origin(&param.setting)
        } else {
            "default".to_owned()
        };
        let value = set.or_else(|| param.param.default.clone());
        ParamLine {
            name: param.name.to_owned(),
            value: value.map_or_else(|| "resolved at run".to_owned(), |value| value.to_string()),
            set_by: param.setting.clone(),
            declared_in: param.declared_in.to_owned(),
            origin,
            doc: param.param.doc.clone(),
        }
    };
    params.map(line).collect()
}
