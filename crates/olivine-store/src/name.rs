//! Names of tables and columns: checked before they get into a statement, and quoted there.

use crate::error::StoreError;

/// The longest table name a report may declare. MySQL allows 64; what a publish puts behind a name while it works takes 19.
pub(crate) const LONGEST_TABLE_NAME: usize = 45;
/// The longest column name (MySQL's limit).
const LONGEST_COLUMN_NAME: usize = 64;
/// Columns every result table has of its own (`EN S12` rule 1).
const OWN_COLUMNS: [&str; 2] = ["id", "created"];

/// Checks the name of a result table.
///
/// Lower-case letters, digits and single underscores, a letter first: a double underscore is what a publish uses
/// for the tables beside, and `olivine_` and `sqlite_` begin tables that are not results.
pub(crate) fn check_table(name: &str) -> Result<(), StoreError> {
    let reason = if !is_plain(name) || name.chars().any(|c| c.is_ascii_uppercase()) {
        "use lower-case letters, digits and underscores, a letter first"
    } else if name.len() > LONGEST_TABLE_NAME {
        "at most 45 characters"
    } else if name.contains("__") {
        "two underscores in a row are kept for tables being built"
    } else if name.starts_with("olivine_") || name.starts_with("sqlite_") {
        "this beginning is kept for the store's own tables"
    } else {
        return Ok(());
    };
    Err(StoreError::Name {
        name: name.to_owned(),
        reason,
    })
}

/// Checks the name of a column of a result table.
pub(crate) fn check_column(name: &str) -> Result<(), StoreError> {
    let reason = if !is_plain(name) {
        "use letters, digits and underscores, a letter first"
    } else if name.len() > LONGEST_COLUMN_NAME {
        "at most 64 characters"
    } else if OWN_COLUMNS.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        "`id` and `created` are added to every table"
    } else {
        return Ok(());
    };
    Err(StoreError::Name {
        name: name.to_owned(),
        reason,
    })
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A name in double quotes, which both stores read as a name (MySQL by its session's `ANSI_QUOTES`).
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_something_else_are_refused() {
        assert!(check_table("course_enrollment_mode_daily").is_ok());
        for bad in [
            "",
            "a b",
            "a;drop",
            "A",
            "1a",
            "a__new",
            "olivine_user",
            "sqlite_x",
            "a\"b",
            "ä",
            &"a".repeat(46),
        ] {
            assert!(check_table(bad).is_err(), "{bad}");
        }
        assert!(check_column("count").is_ok());
        for bad in ["", "id", "Created", "a-b", "a`b", &"a".repeat(65)] {
            assert!(check_column(bad).is_err(), "{bad}");
        }
    }
}
