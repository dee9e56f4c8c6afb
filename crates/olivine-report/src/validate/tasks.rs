//! Tasks: what they fill, what they read, and what their SQL binds.

use std::collections::BTreeSet;

use sqlparser::dialect::GenericDialect;

use super::{Findings, is_name};
use crate::manifest::{Grain, Task};
use crate::registry::is_fact_table;
use crate::report::Report;
use crate::sql_names::{placeholders, unsteady_call};
use crate::sql_size::too_long;

pub(super) fn check_task(report: &Report, name: &str, task: &Task, known: &BTreeSet<&str>, found: &mut Findings<'_>) {
    let place = format!("task.{name}");
    found.unless(
        is_name(name),
        &place,
        "the name must be lower case letters, digits and `_`",
    );
    found.unless(!task.doc.trim().is_empty(), &place, "has no `doc`");
    found.unless(
        report.manifest.tables.contains_key(&task.into),
        format!("{place}.into"),
        format!("the report declares no table `{}`", task.into),
    );
    let into_facts = is_fact_table(&task.into);
    found.unless(
        into_facts == (task.grain == Grain::Day),
        format!("{place}.grain"),
        "tables named `facts_…` are filled day by day (`grain = \"day\"`), all others as a whole",
    );
    for table in task.optional.iter().filter(|table| !task.reads.contains(table)) {
        found.add(
            format!("{place}.optional"),
            format!("`{table}` is not among the tables that the task reads"),
        );
    }
    for param in &task.params {
        found.unless(
            known.contains(param.as_str()),
            format!("{place}.params"),
            format!("there is no parameter `{param}`"),
        );
    }
    for constant in task.constants.keys() {
        found.unless(
            is_name(constant) && !known.contains(constant.as_str()),
            format!("{place}.constants"),
            format!("`{constant}` must be lower case letters, digits and `_`, and the name of no parameter"),
        );
    }
    match report.file(&task.sql) {
        None => found.add(format!("{place}.sql"), format!("there is no file `{}`", task.sql)),
        Some(sql) => {
            if let Some(what) = too_long(&GenericDialect {}, sql) {
                found.add(format!("{place}.sql"), format!("`{}` {what}", task.sql));
            }
            if let Some(function) = unsteady_call(sql) {
                let what = "gives something else each time; bind parameters such as `$to` instead";
                found.add(
                    format!("{place}.sql"),
                    format!("`{}` calls `{function}`, which {what}", task.sql),
                );
            }
            for bound in placeholders(sql) {
                found.unless(
                    task.params.contains(&bound) || task.constants.contains_key(&bound),
                    format!("{place}.params"),
                    format!("the SQL binds `${bound}`, which is not listed"),
                );
            }
        }
    }
}
