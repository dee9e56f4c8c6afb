//! What tells who a person is goes only where that is said (`OV-90` to `OV-92`).
//!
//! Columns of events, LMS tables and tables of reports are declared to be about people (`audience = "people"`). A task may count
//! and compare their values. A column of its table that takes them over must say the same, and a result table that has such a column
//! is read by reports about people only. So no chain of tasks ends in names in a report that promises counts.

use std::collections::BTreeMap;

use olivine_engine::{CarriedColumn, ScalarValue, Session, Source};
use olivine_lake::schema::EVENT_COLUMNS;
use olivine_report::manifest::{Audience, Table};
use olivine_report::{Registry, Report};

use crate::error::RunError;
use crate::plan::EVENTS;

/// The column with whole events, of which parts are taken.
const WHOLE_EVENTS: &str = "raw";

/// Checks the SQL of a task against what its table says, on a session that has the task's tables.
///
/// # Errors
/// SQL that cannot be planned; a column that takes over who a person is and does not say so.
pub(crate) async fn check(
    registry: &Registry,
    report: &Report,
    task: &str,
    session: &Session,
    sql: &str,
    bound: &BTreeMap<String, ScalarValue>,
) -> Result<(), RunError> {
    let table = report.manifest.tables.get(&report.manifest.tasks[task].into);
    let carried = session.carried(sql, bound).await?;
    let found = table.map(|table| leaks(registry, table, &carried)).unwrap_or_default();
    match found.first() {
        None => Ok(()),
        Some(leak) => Err(RunError::Audience {
            task: task.to_owned(),
            what: leak.clone(),
        }),
    }
}

/// The columns of a table that take over who a person is and do not say so, in words.
pub(crate) fn leaks(registry: &Registry, table: &Table, carried: &[CarriedColumn]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, declared) in table.columns.iter() {
        let given = carried.iter().find(|column| column.name == name);
        let personal = given.and_then(|column| column.from.iter().find(|source| is_personal(registry, source)));
        if let Some(source) = personal.filter(|_| declared.audience == Audience::Aggregate) {
            found.push(format!(
                "column `{name}` takes over `{source}`, which tells who a person is, and does not say `audience = \"people\"`"
            ));
        }
    }
    found
}

/// Whether the values of a column tell who a person is.
fn is_personal(registry: &Registry, source: &Source) -> bool {
    if source.table == EVENTS {
        if source.column == WHOLE_EVENTS && source.is_impersonal_part() {
            return false;
        }
        return EVENT_COLUMNS
            .iter()
            .any(|column| column.name == source.column && column.personal);
    }
    let table = registry
        .table(&source.table)
        .or_else(|| registry.lms_table(&source.table));
    table
        .and_then(|table| table.columns.get(&source.column))
        .is_some_and(|column| column.audience == Audience::People)
}
