//! Names in the SQL of a task.

use std::collections::BTreeSet;

/// The parameters that SQL binds as `$name`, outside of texts, quoted names and comments.
pub fn placeholders(sql: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'', '"', '-', '/']) {
        let behind = &rest[at..];
        rest = if let Some(name) = behind.strip_prefix('$') {
            let end = name
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            if end > 0 {
                names.insert(name[..end].to_owned());
            }
            &name[end..]
        } else if behind.starts_with("--") {
            behind.split_once('\n').map_or("", |(_, next)| next)
        } else if behind.starts_with("/*") {
            behind.split_once("*/").map_or("", |(_, next)| next)
        } else if behind.starts_with(['\'', '"']) {
            let quote = &behind[..1];
            behind[1..].split_once(quote).map_or("", |(_, next)| next)
        } else {
            &behind[1..]
        };
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_stand_outside_of_texts_and_comments() {
        let sql = "-- $no\nselect '$no', \"$no\", $from, /* $no */ a - b / $to_day where x = 'it''s $no' and $from > 1";
        assert_eq!(
            placeholders(sql),
            BTreeSet::from(["from".to_owned(), "to_day".to_owned()])
        );
    }
}
