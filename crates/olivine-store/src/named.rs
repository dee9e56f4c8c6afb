//! Reading a statement just far enough: `:name` parameters, one statement only, reading only.
//!
//! Both stores bind by position. The text is walked by its lexical units (strings, quoted names, comments), so that
//! a colon in a string is a colon. MySQL sessions run with `ANSI_QUOTES` and `NO_BACKSLASH_ESCAPES`, which makes
//! those units the same on both stores.

use crate::error::StoreError;
use crate::value::Value;

/// A statement with `?` in place of its names, and the values in the order of the marks.
#[derive(Debug, PartialEq)]
pub(crate) struct Positional {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// First words of statements that only read.
const READING: [&str; 6] = ["select", "with", "values", "explain", "show", "describe"];

/// Binds the named values of a reading statement.
///
/// # Errors
/// A name without value, a value whose name does not occur, a bare `?`, more than one statement, an unfinished string or
/// comment, or a statement that does not begin like a reading one. (That it does not write is ensured by the
/// connection it runs on; this only gives the better message.)
pub(crate) fn reading(sql: &str, named: &[(&str, Value)]) -> Result<Positional, StoreError> {
    let mut out = String::with_capacity(sql.len());
    let mut values = Vec::new();
    let mut used = vec![false; named.len()];
    let mut first_word: Option<String> = None;
    let mut ended = false;
    for unit in Units::new(sql) {
        let (kind, text) = unit?;
        if ended && !matches!(kind, Kind::Space) {
            return Err(refused("only one statement at a time"));
        }
        match kind {
            Kind::Space => out.push_str(if text.starts_with("--") || text.starts_with("/*") {
                " "
            } else {
                text
            }),
            Kind::End => ended = true,
            Kind::Parameter => {
                let name = &text[1..];
                let place =
                    named
                        .iter()
                        .position(|(known, _)| *known == name)
                        .ok_or_else(|| StoreError::Parameter {
                            name: name.to_owned(),
                            reason: "the statement names it, but it has no value",
                        })?;
                used[place] = true;
                out.push('?');
                values.push(named[place].1.clone());
            }
            Kind::Mark => return Err(refused("write parameters as :name, not as ?")),
            Kind::Word => {
                let word = text.to_ascii_lowercase();
                if word == "into" {
                    return Err(refused("a reading statement writes nowhere"));
                }
                first_word.get_or_insert(word);
                out.push_str(text);
            }
            Kind::Other => out.push_str(text),
        }
    }
    match first_word {
        Some(word) if READING.contains(&word.as_str()) => {}
        Some(_) => {
            return Err(refused(
                "it must begin with `select` or `with`: only statements that read are run",
            ));
        }
        None => return Err(refused("the statement is empty")),
    }
    if let Some(unused) = used.iter().position(|used| !used) {
        return Err(StoreError::Parameter {
            name: named[unused].0.to_owned(),
            reason: "it has a value, but the statement does not name it",
        });
    }
    Ok(Positional { sql: out, values })
}

/// The names of the parameters of a statement, each once, in order of appearance.
pub fn parameter_names(sql: &str) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = Vec::new();
    for unit in Units::new(sql) {
        let (kind, text) = unit?;
        if kind == Kind::Parameter && !names.iter().any(|known| known == &text[1..]) {
            names.push(text[1..].to_owned());
        }
    }
    Ok(names)
}

fn refused(reason: &'static str) -> StoreError {
    StoreError::Refused { reason }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// White space or a comment.
    Space,
    /// `;`
    End,
    /// `:name`
    Parameter,
    /// `?`
    Mark,
    /// A keyword or a bare name.
    Word,
    /// Everything else: strings, quoted names, numbers, operators.
    Other,
}

struct Units<'a> {
    sql: &'a str,
    at: usize,
}

impl<'a> Units<'a> {
    fn new(sql: &'a str) -> Self {
        Self { sql, at: 0 }
    }

    /// The end of a quoted piece that starts at `start`; the quote doubled stands for itself.
    fn quoted_end(&self, start: usize, quote: u8) -> Result<usize, StoreError> {
        let bytes = self.sql.as_bytes();
        let mut at = start + 1;
        while at < bytes.len() {
            if bytes[at] == quote {
                if bytes.get(at + 1) == Some(&quote) {
                    at += 1;
                } else {
                    return Ok(at + 1);
                }
            }
            at += 1;
        }
        Err(refused("a quoted text or name does not end"))
    }

    fn end_while(&self, start: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let bytes = self.sql.as_bytes();
        bytes[start..]
            .iter()
            .position(|byte| !belongs(*byte))
            .map_or(bytes.len(), |length| start + length)
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl<'a> Iterator for Units<'a> {
    type Item = Result<(Kind, &'a str), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.sql.as_bytes();
        let start = self.at;
        let first = *bytes.get(start)?;
        let second = bytes.get(start + 1).copied();
        let found = match (first, second) {
            (b'\'' | b'"' | b'`', _) => self.quoted_end(start, first).map(|end| (Kind::Other, end)),
            (b'-', Some(b'-')) => Ok((Kind::Space, self.end_while(start, |byte| byte != b'\n'))),
            // MySQL runs what stands in /*! … */; nothing that only reads needs it.
            (b'/', Some(b'*')) if matches!(bytes.get(start + 2), Some(b'!' | b'M')) => {
                Err(refused("comments that are executed are not allowed"))
            }
            (b'/', Some(b'*')) => match self.sql[start + 2..].find("*/") {
                Some(length) => Ok((Kind::Space, start + 2 + length + 2)),
                None => Err(refused("a comment does not end")),
            },
            // A comment on MySQL, an error on SQLite.
            (b'#', _) => Err(refused("write comments with -- or /* */")),
            (b';', _) => Ok((Kind::End, start + 1)),
            (b'?', _) => Ok((Kind::Mark, start + 1)),
            (b':', Some(b':')) => Ok((Kind::Other, start + 2)),
            (b':', Some(next)) if next.is_ascii_alphabetic() || next == b'_' => Ok((
                Kind::Parameter,
                self.end_while(start + 1, |byte| byte.is_ascii_alphanumeric() || byte == b'_'),
            )),
            (byte, _) if byte.is_ascii_whitespace() => {
                Ok((Kind::Space, self.end_while(start, |byte| byte.is_ascii_whitespace())))
            }
            (byte, _) if byte.is_ascii_digit() => {
                Ok((Kind::Other, self.end_while(start, |byte| is_name(byte) || byte == b'.')))
            }
            (byte, _) if is_name(byte) => Ok((Kind::Word, self.end_while(start, is_name))),
            _ => Ok((Kind::Other, start + 1)),
        };
        Some(match found {
            Ok((kind, end)) => {
                self.at = end;
                Ok((kind, &self.sql[start..end]))
            }
            Err(error) => {
                self.at = bytes.len();
                Err(error)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(sql: &str, named: &[(&str, Value)]) -> (String, Vec<Value>) {
        let positional = reading(sql, named).unwrap();
        (positional.sql, positional.values)
    }

    #[test]
    fn names_become_marks_in_order() {
        let (sql, values) = bound(
            "select :b, :a from t where x = :b;  -- done",
            &[("a", Value::Int(1)), ("b", Value::from("two"))],
        );
        assert_eq!(sql.trim_end(), "select ?, ? from t where x = ?");
        assert_eq!(values, [Value::from("two"), Value::Int(1), Value::from("two")]);
    }

    #[test]
    fn colons_elsewhere_are_colons() {
        for sql in [
            "select ':a', \"x:a\", `q:a` from t",
            "select 'it''s :a' from t",
            "select 1 -- :a ?\n from t",
            "select 1 /* :a ; ? */ from t",
            "select 'back\\' from t",
            "select 12:30 from t",
        ] {
            assert!(bound(sql, &[]).1.is_empty(), "{sql}");
        }
    }

    #[test]
    fn names_and_values_must_match() {
        assert!(matches!(reading("select :a", &[]), Err(StoreError::Parameter { .. })));
        assert!(matches!(
            reading("select 1", &[("a", Value::Null)]),
            Err(StoreError::Parameter { .. })
        ));
        assert!(matches!(reading("select ?", &[]), Err(StoreError::Refused { .. })));
        assert_eq!(parameter_names("select :a, ':c', :b, :a").unwrap(), ["a", "b"]);
    }

    #[test]
    fn one_reading_statement_only() {
        for sql in [
            "",
            " -- nothing\n",
            "select 1; select 2",
            "delete from t",
            "pragma query_only = off",
            "set session transaction read write",
            "select 1 into outfile '/tmp/x'",
            "select 'open",
            "select /* open",
            "select /*! 1 */ 1",
            "select 1 # x",
            "attach 'x' as y",
        ] {
            assert!(matches!(reading(sql, &[]), Err(StoreError::Refused { .. })), "{sql}");
        }
        assert!(reading("WITH t as (select 1) select * from t;", &[]).is_ok());
        assert!(reading("select \"into\" from t", &[]).is_ok());
    }
}
