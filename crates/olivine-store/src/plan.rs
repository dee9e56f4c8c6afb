//! What a next run would change: declared tables against published ones.

use olivine_report::columns::Column;
use olivine_report::manifest::{Audience, Table};
use serde_json::{Value, json};

use crate::error::StoreError;
use crate::name::quoted;
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

/// Member of a declaration on record that says who may read the table.
const READERS: &str = "audience";

/// The form of a table, without words: equal if and only if the physical tables are. Who may read it stands beside, where that is said.
pub(crate) fn declaration(table: &Table) -> String {
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|(name, column)| json!([name, column.kind.to_string(), column.nullable]))
        .collect();
    let mut form = json!({ "columns": columns, "key": table.key, "indexes": table.indexes });
    if let Some(readers) = table.audience {
        form[READERS] = json!(readers);
    }
    form.to_string()
}

/// Who may read the table of a declaration on record, where that is said.
pub(crate) fn readers(declaration: &str) -> Option<Audience> {
    let form: Value = serde_json::from_str(declaration).ok()?;
    serde_json::from_value(form.get(READERS)?.clone()).ok()
}

/// Whether two declarations make the same physical table.
fn is_same_form(one: &str, other: &str) -> bool {
    let form = |text: &str| -> Option<Value> {
        let mut form: Value = serde_json::from_str(text).ok()?;
        form.as_object_mut()?.remove(READERS);
        Some(form)
    };
    one == other || form(one).is_some_and(|one| form(other) == Some(one))
}

/// The table of a declaration on record, without its words.
pub(crate) fn declared(declaration: &str) -> Option<Table> {
    let form: serde_json::Value = serde_json::from_str(declaration).ok()?;
    let names = |list: &serde_json::Value| -> Option<Vec<String>> {
        list.as_array()?
            .iter()
            .map(|name| name.as_str().map(str::to_owned))
            .collect()
    };
    let column = |column: &serde_json::Value| {
        let kind = column[1].as_str()?.parse().ok()?;
        let nullable = column[2].as_bool()?;
        Some((
            column[0].as_str()?.to_owned(),
            Column {
                kind,
                nullable,
                doc: String::new(),
                unit: None,
                audience: Default::default(),
            },
        ))
    };
    Some(Table {
        doc: String::new(),
        key: names(&form["key"])?,
        audience: readers(declaration),
        across_courses: false,
        indexes: form["indexes"].as_array()?.iter().map(names).collect::<Option<_>>()?,
        columns: form["columns"].as_array()?.iter().map(column).collect::<Option<_>>()?,
    })
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
                Some(record) if is_same_form(&record.declaration, &now) => Change::None,
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

impl Store {
    /// Adds to tables in use the declared columns that they lack and that may be null, so that a query that reads one finds
    /// nulls until the next publish computes them (`OP (i)`: expand, then contract). Gives what was added, as `table.column`.
    ///
    /// Readers go on meanwhile. The records stay as they are: the tables still wait for a run. A declaration that cannot be a table is
    /// passed over.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn expand(&self, tables: &[(&str, &Table)]) -> Result<Vec<String>, StoreError> {
        let mut added = Vec::new();
        let can_be = |(name, table): &&(&str, &Table)| match ddl::check(name, table) {
            Ok(()) => true,
            // Its task fails and says so; that is no reason to do without the others.
            Err(error) => {
                tracing::error!(%error, table = *name, "a declared table cannot be made");
                false
            }
        };
        let tables: Vec<(&str, &Table)> = tables.iter().filter(can_be).copied().collect();
        for plan in self.plan(&tables).await? {
            let Change::Differs { .. } = plan.change else { continue };
            let Some((name, table)) = tables.iter().find(|(name, _)| *name == plan.table) else {
                continue;
            };
            let present = self.columns_of(&format!("SELECT * FROM {}", quoted(name)), &[]).await?;
            let mut connection = self.writer().await?;
            for (column, declared) in table.columns.iter().filter(|(_, declared)| declared.nullable) {
                if present.iter().any(|known| known.eq_ignore_ascii_case(column)) {
                    continue;
                }
                let kind = ddl::column_type(declared.kind, connection.is_mysql());
                let sql = format!("ALTER TABLE {} ADD COLUMN {} {kind} NULL", quoted(name), quoted(column));
                match connection.plain(sql).await {
                    Ok(()) => added.push(format!("{name}.{column}")),
                    // Another program that starts at the same moment added it, or a publish brought it.
                    Err(error) if says_duplicate(&error) || self.has_column(name, column).await? => {
                        tracing::debug!(%error, table = name, column, "the column was added by another");
                    }
                    Err(error) => return Err(error),
                }
            }
            connection.close().await?;
        }
        Ok(added)
    }

    async fn has_column(&self, table: &str, column: &str) -> Result<bool, StoreError> {
        match self
            .columns_of(&format!("SELECT {} FROM {}", quoted(column), quoted(table)), &[])
            .await
        {
            Ok(columns) => Ok(columns == [column]),
            Err(StoreError::UnknownColumn { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Whether the database itself says that the column is there. A reading connection may not see it yet.
fn says_duplicate(error: &StoreError) -> bool {
    error.to_string().to_ascii_lowercase().contains("duplicate column name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use olivine_report::manifest::ColumnType;

    #[test]
    fn a_declaration_reads_back() {
        let column = |kind, nullable| Column {
            kind,
            nullable,
            doc: String::new(),
            unit: None,
            audience: Default::default(),
        };
        let mut table = Table {
            doc: "words are not kept".to_owned(),
            key: vec!["a".to_owned()],
            audience: Some(Audience::People),
            across_courses: false,
            indexes: vec![vec!["b".to_owned(), "a".to_owned()]],
            columns: [
                ("a".to_owned(), column(ColumnType::String(7), false)),
                ("b".to_owned(), column(ColumnType::Date, true)),
            ]
            .into_iter()
            .collect(),
        };
        let read = declared(&declaration(&table)).unwrap();
        assert_eq!(
            (&read.key, &read.indexes, &read.columns),
            (&table.key, &table.indexes, &table.columns)
        );
        assert!(declared("{}").is_none());

        let said = declaration(&table);
        assert_eq!((read.audience, readers(&said)), (table.audience, table.audience));
        table.audience = None;
        let unsaid = declaration(&table);
        assert!(readers(&unsaid).is_none() && is_same_form(&said, &unsaid));
        table.key.push("b".to_owned());
        assert!(!is_same_form(&said, &declaration(&table)));
    }
}
