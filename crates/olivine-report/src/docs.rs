//! The reference of reports, as pages of the book made from the manifests.

use std::fmt::Write;

use crate::manifest::{API_VERSIONS, ApiVersion, Audience, Grain, OutputFile, ParamSource, Stale, Table};
use crate::registry::{Registry, is_fact_table, is_working_table};
use crate::report::Report;

/// A page of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path below the reference part of the book.
    pub path: String,
    /// Markdown.
    pub text: String,
}

/// All pages: one for each report, and lists of tasks, tables, queries and shared parameters.
pub fn reference(registry: &Registry) -> Vec<Page> {
    let reports = || registry.reports().iter().chain(registry.reports_off());
    let mut pages: Vec<Page> = reports().map(|report| report_page(registry, report)).collect();
    let mut list = String::from("# Reports\n\n| report | question | audience |\n|---|---|---|\n");
    for report in reports() {
        let manifest = &report.manifest;
        push(
            &mut list,
            format_args!(
                "| [{0}](reports/{0}.md) | {1} | {2} |\n",
                manifest.id,
                manifest.question,
                audience(report)
            ),
        );
    }
    pages.push(Page {
        path: "reports.md".into(),
        text: list,
    });
    pages.push(tasks_page(registry));
    pages.push(tables_page(registry));
    pages.push(lms_page(registry));
    pages.push(params_page(registry));
    pages
}

// Writing to a String cannot fail.
fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}

fn audience(report: &Report) -> &'static str {
    match report.manifest.audience {
        Audience::Aggregate => "whoever may see the course",
        Audience::People => "who may see people",
    }
}

fn report_page(registry: &Registry, report: &Report) -> Page {
    let manifest = &report.manifest;
    let mut text = format!(
        "# {}\n\n*{}*\n\n{}\n\n",
        manifest.title,
        manifest.question,
        manifest.doc.trim()
    );
    push(
        &mut text,
        format_args!(
            "Id `{}` · version {} · read by {}",
            manifest.id,
            manifest.version,
            audience(report)
        ),
    );
    if let Some(path) = &manifest.path {
        push(&mut text, format_args!(" · page `{path}`"));
    }
    text.push_str("\n\n## Tasks\n");
    for (name, task) in &manifest.tasks {
        let into = &task.into;
        push(&mut text, format_args!("\n### {name}\n\n{}\n\n", task.doc));
        push(&mut text, format_args!("Reads {}; fills `{into}`", quoted(&task.reads)));
        if !task.optional.is_empty() {
            push(&mut text, format_args!(" (without {} too)", quoted(&task.optional)));
        }
        text.push_str(match task.grain {
            Grain::Day => ", anew for each day whose events changed.",
            Grain::Whole => ", anew as a whole when an input changed.",
        });
        if task.whole_history {
            text.push_str(" A first day that a page shows takes nothing away from it (`OV-71`).");
        }
        if !task.upstream.is_empty() {
            push(
                &mut text,
                format_args!(" In the pipeline that Olivine replaces: {}.", quoted(&task.upstream)),
            );
        }
        text.push('\n');
    }
    let params = registry.params(report);
    if !params.is_empty() {
        text.push_str("\n## Parameters\n\n| parameter | type | default | setting | declared in | meaning |\n|---|---|---|---|---|---|\n");
        for param in params {
            let default = match (&param.param.default, &param.setting) {
                (Some(value), _) => format!("`{value}`"),
                (None, Some(_)) => "set by the site".to_owned(),
                (None, None) => String::new(),
            };
            let kind = param.param.kind_and_bounds();
            let given_by = given_by(param.setting.as_deref(), param.param.from);
            push(
                &mut text,
                format_args!(
                    "| `{}` | {kind} | {default} | {given_by} | {} | {} |\n",
                    param.name, param.declared_in, param.param.doc
                ),
            );
        }
    }
    text.push_str("\n## Tables\n");
    for (name, table) in &manifest.tables {
        table_section(&mut text, name, table);
    }
    for (name, file) in &manifest.files {
        file_section(&mut text, name, file);
    }
    if !manifest.queries.is_empty() {
        text.push_str("\n## Queries\n\n| query | path | meaning |\n|---|---|---|\n");
        for (name, query) in &manifest.queries {
            let served = |version: &&ApiVersion| query.api.iter().any(|name| name == version.name);
            let versions = API_VERSIONS
                .iter()
                .filter(served)
                .map(|version| format!("`{}{}`", version.base, query.path.as_deref().unwrap_or_default()));
            let own = format!("`/api/reports/{}/{name}/`", manifest.id);
            let paths: Vec<String> = versions.chain([own]).collect();
            push(
                &mut text,
                format_args!("| `{name}` | {} | {} |\n", paths.join(" "), query.doc),
            );
        }
    }
    Page {
        path: format!("reports/{}.md", manifest.id),
        text,
    }
}

fn file_section(text: &mut String, name: &str, file: &OutputFile) {
    push(
        text,
        format_args!(
            "\n## File {name}\n\n{} Made from `{}`; path `{}` below the folder of files.\n\n",
            file.doc, file.table, file.path
        ),
    );
    push(text, format_args!("Columns: {}.", quoted(&file.columns)));
    if !file.order.is_empty() {
        push(text, format_args!(" Sorted by {}.", quoted(&file.order)));
    }
    text.push_str(match file.stale {
        Stale::Keep => " Files of earlier runs that a run does not make stay.\n",
        Stale::Remove => " Files of earlier runs that a run does not make are removed.\n",
    });
}

fn table_section(text: &mut String, name: &str, table: &Table) {
    let home = if is_fact_table(name) {
        "in the lake"
    } else if is_working_table(name) {
        "only while a run works"
    } else {
        "in the result store"
    };
    push(
        text,
        format_args!(
            "\n### {name}\n\n{} Kept {home}; a row is known by {}.\n\n",
            table.doc,
            quoted(&table.key)
        ),
    );
    if table.across_courses {
        text.push_str(
            "Rows of one course mean nothing without those that the same person has in others (`OV-71`).\n\n",
        );
    }
    columns_table(text, table);
}

fn columns_table(text: &mut String, table: &Table) {
    text.push_str("| column | type | null | unit | meaning |\n|---|---|---|---|---|\n");
    for (column, declared) in table.columns.iter() {
        push(
            text,
            format_args!(
                "| `{column}` | {} | {} | {} | {}{} |\n",
                declared.kind,
                if declared.nullable { "yes" } else { "no" },
                declared.unit.as_deref().unwrap_or(""),
                declared.doc,
                match declared.audience {
                    Audience::Aggregate => "",
                    Audience::People => " Tells who a person is.",
                }
            ),
        );
    }
}

fn tasks_page(registry: &Registry) -> Page {
    let mut text = String::from(
        "# Tasks\n\nIn the order in which they run.\n\n| task | report | fills | what |\n|---|---|---|---|\n",
    );
    for (report, name, task) in registry.tasks_in_order() {
        let id = &report.manifest.id;
        push(
            &mut text,
            format_args!(
                "| `{name}` | [{id}](reports/{id}.md) | `{}` | {} |\n",
                task.into, task.doc
            ),
        );
    }
    Page {
        path: "tasks.md".into(),
        text,
    }
}

fn tables_page(registry: &Registry) -> Page {
    let mut text = String::from("# Tables of the result store\n\n| table | report | a row is |\n|---|---|---|\n");
    for report in registry.reports() {
        let id = &report.manifest.id;
        let tables = report
            .manifest
            .tables
            .iter()
            .filter(|(name, _)| !is_fact_table(name) && !is_working_table(name));
        for (name, table) in tables {
            push(
                &mut text,
                format_args!("| `{name}` | [{id}](reports/{id}.md) | {} |\n", table.doc),
            );
        }
    }
    Page {
        path: "result-tables.md".into(),
        text,
    }
}

fn lms_page(registry: &Registry) -> Page {
    let mut text = String::from(
        "# Tables of the LMS and the catalog\n\nTasks read the newest snapshot of each. `olivine import lms` and `olivine import structure` bring them in.\n",
    );
    for (name, table) in registry.lms_tables() {
        push(&mut text, format_args!("\n## {name}\n\n{} Read by ", table.doc));
        let readers = registry
            .tasks_in_order()
            .filter(|(_, _, task)| task.reads.iter().any(|read| read == name))
            .map(|(report, task, _)| format!("`{task}` of [{0}](reports/{0}.md)", report.manifest.id));
        let readers: Vec<String> = readers.collect();
        let readers = if readers.is_empty() {
            "no built-in task".to_owned()
        } else {
            readers.join(", ")
        };
        push(&mut text, format_args!("{readers}.\n\n"));
        columns_table(&mut text, table);
    }
    Page {
        path: "lms-tables.md".into(),
        text,
    }
}

/// What gives the value of a parameter: a setting, or where a run finds it.
fn given_by(setting: Option<&str>, from: Option<ParamSource>) -> String {
    match (from, setting) {
        (Some(source), _) => source.to_string(),
        (None, Some(setting)) => format!("`{setting}`"),
        (None, None) => String::new(),
    }
}

fn params_page(registry: &Registry) -> Page {
    let mut text = String::from("# Shared parameters\n\nA report takes a group over with `extends`.\n");
    for (group, params) in registry.param_groups() {
        push(
            &mut text,
            format_args!("\n## params.{group}\n\n| parameter | type | setting | meaning |\n|---|---|---|---|\n"),
        );
        for (name, param) in params {
            let kind = param.kind_and_bounds();
            let given_by = given_by(param.setting.as_deref(), param.from);
            push(
                &mut text,
                format_args!("| `{name}` | {kind} | {given_by} | {} |\n", param.doc),
            );
        }
    }
    text.push_str(
        "\n## Filters of pages\n\nEvery page of a course has those that can change its numbers (`OV-70`), under their name in the address; \
         days are `from` and `to`.\n\n| filter | meaning | people, by |\n|---|---|---|\n",
    );
    for (name, filter) in registry.filters() {
        push(
            &mut text,
            format_args!("| `{name}` | {} | {} |\n", filter.doc, quoted(&filter.reads)),
        );
    }
    Page {
        path: "parameters.md".into(),
        text,
    }
}

fn quoted(names: &[String]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
