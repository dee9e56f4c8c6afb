//! Names of tables and columns: checked before they get into a statement, and quoted there.

use olivine_report::names;

use crate::error::StoreError;

/// Checks the name of a result table.
pub(crate) fn check_table(name: &str) -> Result<(), StoreError> {
    names::result_table(name).map_err(|reason| StoreError::Name {
        table: name.to_owned(),
        name: name.to_owned(),
        reason,
    })
}

/// Checks the name of a column of a result table.
pub(crate) fn check_column(table: &str, name: &str) -> Result<(), StoreError> {
    names::result_column(name).map_err(|reason| StoreError::Name {
        table: table.to_owned(),
        name: name.to_owned(),
        reason,
    })
}

/// A name in double quotes, which both stores read as a name (MySQL by its session's `ANSI_QUOTES`).
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_cannot_be_is_a_matter_of_its_table() {
        let table = check_table("a__new").unwrap_err();
        assert_eq!(table.of_table(), Some("a__new"));
        let column = check_column("course_days", "id").unwrap_err();
        assert_eq!(column.of_table(), Some("course_days"));
        assert!(check_table("course_days").is_ok() && check_column("course_days", "count").is_ok());
    }
}
