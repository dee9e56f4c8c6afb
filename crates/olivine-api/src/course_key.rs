//! The parts of a course id that file names are made of.

pub use olivine_event::course_key::is_valid;

/// `org-course-run` for file names (`API 1.3`); characters that have no place in a header or a file name become `_`.
pub fn file_name_part(course_id: &str) -> String {
    let parts = match course_id.split_once(':') {
        Some((style, parts)) if !style.contains(['+', '/']) => parts,
        _ => course_id,
    };
    parts
        .chars()
        .map(|c| match c {
            '+' | '/' => '-',
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '@') => c,
            _ => '_',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_have_the_parts_and_nothing_else() {
        let cases = [
            ("OldX/OS1/Run_A", "OldX-OS1-Run_A"),
            ("course-v1:TestX+TS101+2031_T1", "TestX-TS101-2031_T1"),
            ("ccx-v1:TestX+TS101+2031+ccx@7", "TestX-TS101-2031-ccx@7"),
            ("A+B+C\r\nX: y", "A-B-C__X__y"),
        ];
        for (course_id, expected) in cases {
            assert_eq!(file_name_part(course_id), expected);
        }
    }
}
