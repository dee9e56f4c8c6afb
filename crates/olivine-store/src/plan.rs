//! What a next run would change: declared tables against published ones.

use olivine_report::manifest::Table;
use serde_json::json;

use crate::error::StoreError;
use crate::published::Published;
use crate::store::Store;
use crate::{ddl, published};

/// A table and what the next publish means for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TablePlan {
    /// The table.
    pub table: String,
    /// What changes.
    pub change: Change,
    /// What is published now.
    pub published: Option<Published>,
}

/// What the next publish of a table changes in its form.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Change {
    /// Nothing: its form is the declared one.
    None,
    /// It comes into being.
    New,
    /// It is built anew in another form; each difference in words.
    Differs {
        /// Added, dropped and changed columns, key, indexes.
        differences: Vec<String>,
    },
    /// Nothing declares it any more; it stays until dropped by hand.
    NotDeclared,
}

/// The form of a table, without words: equal if and only if the physical tables are.
pub(crate) fn declaration(table: &Table) -> String {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|(name, column)| json!([name, column.kind.to_string(), column.nullable]))
        .collect();
    json!({ "columns": columns, "key": table.key, "indexes": table.indexes }).to_string()
}

fn differences(was: &str, now: &str) -> Vec<String> {
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let (was, now) = (parse(was), parse(now));
    let columns = |form: &serde_json::Value| -> Vec<(String, String)> {
        let describe = |column: &serde_json::Value| {
            let null = if column[2] == true { ", may be null" } else { "" };
            (
                column[0].as_str().unwrap_or_default().to_owned(),
                format!("{}{null}", column[1].as_str().unwrap_or_default()),
            )
        };
        form["columns"]
            .as_array()
            .map(|columns| columns.iter().map(describe).collect())
            .unwrap_or_default()
    };
    let (old_columns, new_columns) = (columns(&was), columns(&now));
    let mut found = Vec::new();
    for (name, kind) in &new_columns {
        match old_columns.iter().find(|(known, _)| known == name) {
            None => found.push(format!("adds column {name} ({kind})")),
            Some((_, old)) if old != kind => found.push(format!("changes column {name} from {old} to {kind}")),
            Some(_) => {}
        }
    }
    for (name, _) in &old_columns {
        if !new_columns.iter().any(|(known, _)| known == name) {
            found.push(format!("drops column {name}"));
        }
    }
    if was["key"] != now["key"] {
        found.push(format!("changes the key to {}", now["key"]));
    }
    if was["indexes"] != now["indexes"] {
        found.push(format!("changes the indexes to {}", now["indexes"]));
    }
    if found.is_empty() {
        found.push("changes the order of columns".to_owned());
    }
    found
}

impl Store {
    /// What the next publish changes, for each declared table in the order given, then for those no longer declared.
    ///
    /// # Errors
    /// A declaration that cannot be a table; what stops a read.
    pub async fn plan(&self, tables: &[(&str, &Table)]) -> Result<Vec<TablePlan>, StoreError> {
        let mut known = published::in_use(self.records().await?);
        let mut plans = Vec::with_capacity(tables.len());
        for (name, table) in tables {
            ddl::check(name, table)?;
            let published = known.remove(*name);
            let now = declaration(table);
            let change = match &published {
                None => Change::New,
                Some(record) if record.declaration == now => Change::None,
                Some(record) => Change::Differs {
                    differences: differences(&record.declaration, &now),
                },
            };
            plans.push(TablePlan {
                table: (*name).to_owned(),
                change,
                published,
            });
        }
        plans.extend(known.into_iter().map(|(table, record)| TablePlan {
            table,
            change: Change::NotDeclared,
            published: Some(record),
        }));
        Ok(plans)
    }
}
