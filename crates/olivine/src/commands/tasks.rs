//! `olivine tasks`: the tasks that work out the reports.

use olivine_report::upstream::{ENTRY_POINTS, Here};
use serde::Serialize;

use crate::cli::Cli;
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
    files: Vec<FileLine<'a>>,
}

/// Files made from what the task fills.
#[derive(Serialize)]
struct FileLine<'a> {
    name: &'a str,
    path: &'a str,
    doc: &'a str,
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
pub async fn tasks(cli: &Cli, site: &Site, with_params: bool) {
    let registry = rooms::registry_at_rest(site).await;
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
            files: files_of(report, task),
        })
        .collect();
    if cli.json {
        output::json(&lines);
        return;
    }
    if !with_params {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for line in &lines {
            let row = [line.task, line.report, line.fills, line.doc];
            rows.push(row.map(str::to_owned).to_vec());
            for file in &line.files {
                let row = [file.name, line.report, file.path, file.doc];
                rows.push(row.map(str::to_owned).to_vec());
            }
        }
        output::say(&output::table(&["task", "report", "fills", "what"], rows));
        return;
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
}

#[derive(Serialize)]
struct UpstreamLine {
    names: &'static [&'static str],
    tasks: Vec<String>,
    command: Option<&'static str>,
    note: Option<&'static str>,
    to_come: Option<&'static str>,
}

/// Lists the jobs of the old pipeline and what stands in for each.
pub async fn upstream(cli: &Cli, site: &Site) {
    let registry = rooms::registry_at_rest(site).await;
    let lines = ENTRY_POINTS.iter().map(|point| {
        let tasks = point.tasks(&registry).into_iter().map(str::to_owned).collect();
        let mut line = UpstreamLine {
            names: point.names,
            tasks,
            command: None,
            note: None,
            to_come: None,
        };
        match point.here {
            Here::Tasks => {}
            Here::Command(command) => line.command = Some(command),
            Here::Nothing(note) => line.note = Some(note),
            Here::ToCome(part) => line.to_come = Some(part),
        }
        line
    });
    let lines: Vec<UpstreamLine> = lines.collect();
    if cli.json {
        output::json(&lines);
        return;
    }
    let rows = lines.iter().map(|line| {
        let here = match (line.command.or(line.note), line.to_come) {
            (Some(text), _) => text.to_owned(),
            (_, Some(part)) => format!("still to come: {part}"),
            _ if line.tasks.is_empty() => "its report is off".to_owned(),
            _ => line.tasks.join(", "),
        };
        vec![line.names.join(", "), here]
    });
    output::say(&output::table(&["old job", "here"], rows));
}

fn files_of<'a>(report: &'a olivine_report::Report, task: &olivine_report::manifest::Task) -> Vec<FileLine<'a>> {
    let made = report.manifest.files.iter().filter(|(_, file)| file.table == task.into);
    let line = |(name, file): (&'a String, &'a olivine_report::manifest::OutputFile)| FileLine {
        name,
        path: &file.path,
        doc: &file.doc,
    };
    made.map(line).collect()
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
        let set = param.setting.as_ref().and_then(|setting| site.value(setting));
        let origin = match (&param.setting, &set) {
            (None, _) => param.given_by(),
            (Some(setting), Some(_)) => site.origin(setting),
            (Some(_), None) if param.param.default.is_none() => String::new(),
            (Some(_), None) => "default".to_owned(),
        };
        let value = set.or_else(|| param.param.default.clone());
        let without = match param.setting {
            Some(_) => "none",
            None => "resolved at run",
        };
        ParamLine {
            name: param.name.to_owned(),
            value: value.map_or_else(|| without.to_owned(), |value| value.to_string()),
            set_by: param.setting.clone().unwrap_or_default(),
            declared_in: param.declared_in.to_owned(),
            origin,
            doc: param.param.doc.clone(),
        }
    };
    params.map(line).collect()
}
