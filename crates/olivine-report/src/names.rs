//! Names that result tables and their columns may have: what a report may declare, and what the result store makes.

/// The longest name of a result table. MySQL allows 64 characters; what a publish puts behind a name while it works takes 19.
const LONGEST_TABLE: usize = 45;
/// The longest name of a column (MySQL's limit).
const LONGEST_COLUMN: usize = 64;
/// Columns that every result table has of its own (`EN S12` rule 1).
const OWN_COLUMNS: [&str; 2] = ["id", "created"];

/// Checks the name of a result table.
///
/// Lower-case letters, digits and single underscores, a letter first: a double underscore is what a publish uses for the tables
/// beside, and `olivine_` and `sqlite_` begin tables that are not results.
///
/// # Errors
/// The rule that it breaks, in words.
pub fn result_table(name: &str) -> Result<(), &'static str> {
    if !is_plain(name) || name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Err("use lower-case letters, digits and underscores, a letter first")
    } else if name.len() > LONGEST_TABLE {
        Err("at most 45 characters")
    } else if name.contains("__") {
        Err("two underscores in a row are kept for tables being built")
    } else if name.starts_with("olivine_") || name.starts_with("sqlite_") {
        Err("this beginning is kept for the store's own tables")
    } else {
        Ok(())
    }
}

/// Checks the name of a column of a result table.
///
/// # Errors
/// The rule that it breaks, in words.
pub fn result_column(name: &str) -> Result<(), &'static str> {
    if !is_plain(name) {
        Err("use letters, digits and underscores, a letter first")
    } else if name.len() > LONGEST_COLUMN {
        Err("at most 64 characters")
    } else if OWN_COLUMNS.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        Err("`id` and `created` are added to every table")
    } else {
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_something_else_are_refused() {
        assert!(result_table("course_enrollment_mode_daily").is_ok());
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
            assert!(result_table(bad).is_err(), "{bad}");
        }
        assert!(result_column("count").is_ok());
        for bad in ["", "id", "Created", "a-b", "a`b", &"a".repeat(65)] {
            assert!(result_column(bad).is_err(), "{bad}");
        }
    }
}
