//! LMS tables as CSV: for each a good row, and rows of which one cell is odd.

use std::fs;
use std::path::Path;

use olivine_source::tables::{ECOMMERCE_TABLES, ENTERPRISE_TABLES, Kind, LMS_TABLES, LmsTable};

use crate::bad_input::lines::GOOD;

/// All tables of databases.
pub fn all() -> Vec<&'static LmsTable> {
    LMS_TABLES
        .iter()
        .chain(ENTERPRISE_TABLES)
        .chain(ECOMMERCE_TABLES)
        .collect()
}

/// Names and numbers of columns.
pub fn sizes() -> Vec<(&'static str, usize)> {
    all().iter().map(|table| (table.name, table.columns.len())).collect()
}

/// A value of the right type that belongs to a person and a course.
fn cell(name: &str, kind: Kind, person: u32, course: &str) -> String {
    match (name, kind) {
        ("course_id", _) => course.to_owned(),
        ("module_id", _) => format!(
            "block-v1:{}+type@problem+block@p",
            course.trim_start_matches("course-v1:")
        ),
        ("username", _) => format!("person{person}"),
        ("module_type", _) => "problem".to_owned(),
        (_, Kind::Integer) => person.to_string(),
        (_, Kind::Text) => format!("text of {person}"),
        (_, Kind::Time) => "2024-03-01 10:00:00.000000".to_owned(),
        (_, Kind::Boolean) => "1".to_owned(),
        (_, Kind::Float | Kind::Decimal2) => "0.75".to_owned(),
    }
}

/// Writes the tables: the good row of the good course, then a row for each column and odd cell, of other people in another course.
pub fn write(folder: &Path, odd: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    for table in all() {
        let mut file = csv::Writer::from_path(folder.join(format!("{}.csv", table.name))).unwrap();
        file.write_record(table.columns.iter().map(|(name, _)| name)).unwrap();
        let row = |person: u32, course: &str| -> Vec<String> {
            let columns = table.columns.iter();
            columns.map(|(name, kind)| cell(name, *kind, person, course)).collect()
        };
        file.write_record(row(1, GOOD)).unwrap();
        let mut person = 100;
        for column in 0..table.columns.len() {
            for text in odd {
                person += 1;
                let mut row = row(person, "course-v1:Bad+Input+1");
                (*text).clone_into(&mut row[column]);
                file.write_record(row).unwrap();
            }
        }
        file.flush().unwrap();
    }
}
