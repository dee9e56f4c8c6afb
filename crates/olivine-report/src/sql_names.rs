//! Names in the SQL of a task.

use std::collections::BTreeSet;

use sqlparser::dialect::GenericDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

/// Functions that give something else each time, or tell of the machine instead of the rows.
const UNSTEADY: [&str; 10] = [
    "current_date",
    "current_time",
    "current_timestamp",
    "input_file_name",
    "localtimestamp",
    "now",
    "random",
    "today",
    "uuid",
    "version",
];
/// Those of them that are called without brackets, too.
const BARE: [&str; 4] = ["current_date", "current_time", "current_timestamp", "localtimestamp"];

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

/// A function that SQL calls although it gives something else each time: a result that nothing in its inputs explains, and that is not
/// computed again when it should change.
pub fn unsteady_call(sql: &str) -> Option<String> {
    // What cannot be told apart is refused by whoever runs it.
    let all = Tokenizer::new(&GenericDialect {}, sql).tokenize().ok()?;
    let is_space = |token: &&Token| matches!(token, Token::Whitespace(_));
    let tokens: Vec<&Token> = all.iter().filter(|token| !is_space(token)).collect();
    let is_called = |at: usize, name: &str| {
        let is_member = at > 0 && *tokens[at - 1] == Token::Period;
        let has_brackets = tokens.get(at + 1).is_some_and(|next| **next == Token::LParen);
        !is_member && (has_brackets || BARE.contains(&name))
    };
    tokens.iter().enumerate().find_map(|(at, token)| {
        let Token::Word(word) = token else { return None };
        let name = word.value.to_lowercase();
        (UNSTEADY.contains(&name.as_str()) && is_called(at, &name)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_give_something_else_each_time_are_found() {
        for (sql, found) in [
            ("select NOW () from t", Some("now")),
            ("select \"uuid\"() from t", Some("uuid")),
            ("select * from t where date < current_date", Some("current_date")),
            ("select line.uuid, version, 'now()' -- random()\nfrom t", None),
            ("select t.current_date from t", None),
        ] {
            assert_eq!(unsteady_call(sql).as_deref(), found, "{sql}");
        }
    }

    #[test]
    fn placeholders_stand_outside_of_texts_and_comments() {
        let sql = "-- $no\nselect '$no', \"$no\", $from, /* $no */ a - b / $to_day where x = 'it''s $no' and $from > 1";
        assert_eq!(
            placeholders(sql),
            BTreeSet::from(["from".to_owned(), "to_day".to_owned()])
        );
    }
}
