//! Tables: their names, columns, keys, and who may see them.

use super::{EVENTS, Findings, LMS_PREFIX, is_name};
use crate::manifest::{Audience, ColumnType};
use crate::names;
use crate::registry::{is_fact_table, is_working_table};
use crate::report::Report;

/// Characters that a column of limited length may have on every store.
const LONGEST_STRING: u32 = 1024;

pub(super) fn check_tables(report: &Report, found: &mut Findings<'_>) {
    for (name, table) in &report.manifest.tables {
        let place = format!("table.{name}");
        let is_result = !(is_fact_table(name) || is_working_table(name));
        found.unless(
            is_name(name),
            &place,
            "the name must be lower case letters, digits and `_`",
        );
        if is_result
            && is_name(name)
            && let Err(rule) = names::result_table(name)
        {
            found.add(&place, format!("is no name for a result table: {rule}"));
        }
        found.unless(!table.columns.is_empty(), &place, "has no columns");
        found.unless(!table.doc.trim().is_empty(), &place, "has no `doc`");
        found.unless(!table.key.is_empty(), format!("{place}.key"), "is empty");
        found.unless(
            name != EVENTS && !name.starts_with(LMS_PREFIX),
            &place,
            "the name belongs to the lake: `events` and `lms_…` are what tasks read",
        );
        let makers = report.manifest.tasks.values().filter(|task| task.into == *name).count();
        found.unless(
            makers == 1,
            &place,
            format!("is filled by {makers} tasks; each table has one task that fills it"),
        );
        for column in table.key.iter().chain(table.indexes.iter().flatten()) {
            found.unless(
                table.columns.get(column).is_some(),
                &place,
                format!("key or index names `{column}`, which is no column"),
            );
        }
        let readers = table.audience.unwrap_or(report.manifest.audience);
        for (column, declared) in table.columns.iter() {
            found.unless(
                !is_result || readers == Audience::People || declared.audience == Audience::Aggregate,
                format!("{place}.audience"),
                format!("column `{column}` tells who a person is, and the table is read by reports for whoever may see the course"),
            );
            let place = format!("{place}.columns.{column}");
            found.unless(
                is_name(column),
                &place,
                "the name must be lower case letters, digits and `_`",
            );
            if is_name(column)
                && let Err(rule) = names::result_column(column)
            {
                found.add(&place, format!("is no name for a column: {rule}"));
            }
            found.unless(!declared.doc.trim().is_empty(), &place, "has no `doc`");
            if let ColumnType::String(length) = declared.kind {
                let fine = (1..=LONGEST_STRING).contains(&length);
                found.unless(
                    fine,
                    &place,
                    format!("a string has 1 to {LONGEST_STRING} characters; use `text` for longer ones"),
                );
            }
        }
        found.unless(
            table.audience.is_none() || !(is_fact_table(name) || is_working_table(name)),
            format!("{place}.audience"),
            "is for result tables; of facts and working tables, say which columns are about people",
        );
        if is_fact_table(name) {
            found.unless(
                table.columns.get("date").is_some(),
                &place,
                "facts need a column `date`",
            );
        }
    }
}
