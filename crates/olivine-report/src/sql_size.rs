//! How long the SQL of a report may be: what is far longer than people write would keep the program busy before it runs, and
//! parts within parts go down as deep as the text is long.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Token, Tokenizer};

/// Most bytes of a text of SQL.
const BYTES: usize = 64 << 10;
/// Most words and signs of it: a chain of so many can still be taken apart one within the other.
const TOKENS: usize = 5_000;

/// What is wrong with the length of a text of SQL.
pub(crate) fn too_long(dialect: &dyn Dialect, sql: &str) -> Option<String> {
    if sql.len() > BYTES {
        return Some(format!("is longer than {BYTES} bytes"));
    }
    // What cannot be told apart is refused by whoever runs it.
    let tokens = Tokenizer::new(dialect, sql).tokenize().unwrap_or_default();
    let is_space = |token: &&Token| matches!(token, Token::Whitespace(_));
    let count = tokens.iter().filter(|token| !is_space(token)).count();
    (count > TOKENS).then(|| format!("has more than {TOKENS} words and signs"))
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::GenericDialect;

    use super::*;

    #[test]
    fn what_nobody_writes_is_too_long() {
        let too_long = |sql: &str| too_long(&GenericDialect {}, sql).is_some();
        assert!(!too_long(&format!("select 1{}", " + 1".repeat(1_000))));
        assert!(too_long(&format!("select 1{}", "+1".repeat(3_000))));
        assert!(too_long(&format!("select 1 {}", " ".repeat(BYTES))));
    }
}
