//! Who may read which table: a report about counts has no business in tables about single people (`OV-93`).

use std::collections::BTreeSet;

use crate::error::Problem;
use crate::manifest::Audience;
use crate::query_sql::tables_of_query;
use crate::registry::{is_fact_table, is_working_table};
use crate::report::{Report, nearest};

/// Who may read a result table: what it declares, else the audience of its report.
pub(crate) fn of_table<'a>(reports: impl Iterator<Item = &'a Report>, name: &str) -> Option<Audience> {
    let mut found = reports.filter_map(|report| {
        let table = report.manifest.tables.get(name)?;
        Some(table.audience.unwrap_or(report.manifest.audience))
    });
    found.next()
}

/// The tables that the SQL of a query of this report reads.
///
/// # Errors
/// What it may not do, in words: the SQL reaches beyond result tables, or into one that its audience forbids.
pub fn query_tables(
    audience: Audience,
    sql: &str,
    audience_of: impl Fn(&str) -> Option<Audience>,
) -> Result<BTreeSet<String>, String> {
    let tables = tables_of_query(sql)?;
    // Facts and working tables never come into the result store: a query of them would have no rows, ever.
    if let Some(table) = tables
        .iter()
        .find(|table| is_fact_table(table) || is_working_table(table))
    {
        return Err(format!(
            "reads `{table}`, which is there for tasks alone; let a task fill a result table from it"
        ));
    }
    let forbidden = |table: &&String| audience == Audience::Aggregate && audience_of(table) == Some(Audience::People);
    match tables.iter().find(forbidden) {
        Some(table) => Err(format!(
            "reads `{table}`, which tells of single people; the report says that its audience is `aggregate`"
        )),
        None => Ok(tables),
    }
}

/// What is wrong with the SQL of a report's queries.
pub(crate) fn queries<'a>(report: &Report, all: impl Iterator<Item = &'a Report> + Clone) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, query) in &report.manifest.queries {
        let (Some(file), Some(sql)) = (&query.sql, report.query_text(name)) else {
            continue;
        };
        let audience_of = |table: &str| of_table(all.clone(), table);
        let what = match query_tables(report.manifest.audience, &sql, audience_of) {
            Err(what) => what,
            Ok(tables) => match tables.iter().find(|table| audience_of(table).is_none()) {
                Some(unknown) => {
                    let known = all.clone().flat_map(|report| report.manifest.tables.keys());
                    let near = nearest(unknown, known.map(String::as_str));
                    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                    format!("reads `{unknown}`, which no report declares{hint}")
                }
                None => continue,
            },
        };
        problems.push(Problem {
            report: report.manifest.id.clone(),
            place: format!("query.{name}.sql"),
            what: format!("{file} {what}"),
        });
    }
    problems
}
