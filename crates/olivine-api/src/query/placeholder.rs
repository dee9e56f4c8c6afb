//! The `:name` parameters of a query's SQL.
//!
//! Values are always bound, never spliced. Two forms go beyond a plain value: inside `in (:name)` a parameter is a
//! list and becomes as many bound values as it has; `:name_given` is 1 when the parameter `name` was given, else 0.

use std::fmt::Write as _;

/// A query's SQL, cut at its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Sql {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Param { name: String, list: bool },
}

/// A parameter that SQL names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// Its name without the colon.
    pub name: &'a str,
    /// Whether it stands in `in (…)`.
    pub list: bool,
}

impl Sql {
    /// Finds the parameters, leaving alone what stands in quotes. Comments are dropped.
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let name_length = if next == ':' { identifier_length(&rest[1..]) } else { 0 };
            if name_length > 0 {
                let list = opens_list(&plain);
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Param {
                    name: rest[1..=name_length].to_owned(),
                    list,
                });
                rest = &rest[name_length + 1..];
                continue;
            }
            let comment_end = if rest.starts_with("--") {
                rest.find('\n').unwrap_or(rest.len())
            } else if let Some(inside) = rest.strip_prefix("/*") {
                inside.find("*/").map_or(rest.len(), |end| end + 4)
            } else {
                0
            };
            if comment_end > 0 {
                plain.push(' ');
                rest = &rest[comment_end..];
                continue;
            }
            let length = if matches!(next, '\'' | '"' | '`') {
                quoted_length(rest, next)
            } else {
                next.len_utf8()
            };
            plain.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        pieces.push(Piece::Text(plain));
        Self { pieces }
    }

    /// The parameters in order of appearance; one that appears twice is listed twice.
    pub fn placeholders(&self) -> impl Iterator<Item = Placeholder<'_>> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Param { name, list } => Some(Placeholder { name, list: *list }),
            Piece::Text(_) => None,
        })
    }

    /// The SQL with each list parameter written out as `:name_0, :name_1, …`; an empty list becomes `null`, which
    /// is in no list.
    pub fn written_out(&self, list_length: impl Fn(&str) -> usize) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Param { name, list: false } => {
                    text.push(':');
                    text.push_str(name);
                }
                Piece::Param { name, list: true } => match list_length(name) {
                    0 => text.push_str("null"),
                    length => {
                        for index in 0..length {
                            let comma = if index == 0 { "" } else { ", " };
                            // Writing to a String cannot fail.
                            let _ = write!(text, "{comma}:{}", item_name(name, index));
                        }
                    }
                },
            }
        }
        text
    }
}

/// Name under which the item of a list parameter is bound.
pub fn item_name(name: &str, index: usize) -> String {
    format!("{name}_{index}")
}

fn identifier_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

fn quoted_length(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

fn opens_list(before: &str) -> bool {
    let Some(head) = before.trim_end().strip_suffix('(') else {
        return false;
    };
    let head = head.trim_end();
    head.len() >= 2
        && head.is_char_boundary(head.len() - 2)
        && head[head.len() - 2..].eq_ignore_ascii_case("in")
        && !head[..head.len() - 2].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, bool)> {
        Sql::parse(text)
            .placeholders()
            .map(|found| (found.name.to_owned(), found.list))
            .collect()
    }

    #[test]
    fn parameters_are_found_outside_quotes_and_comments() {
        let sql =
            "select ':a', \":b\" -- :c\n/* :d */ from t where x = :e and y in (:f) and z = max(:g) and 'it''s :h' = :i";
        let expected = [("e", false), ("f", true), ("g", false), ("i", false)];
        assert_eq!(names(sql), expected.map(|(name, list)| (name.to_owned(), list)));
    }

    #[test]
    fn odd_text_is_kept_as_it_is() {
        for text in ["", ":", "'open", "a ::1 b", "x = :1", "é in(", "a - b / c"] {
            assert_eq!(Sql::parse(text).written_out(|_| 0), text);
        }
        assert_eq!(Sql::parse("a /* open").written_out(|_| 0), "a  ");
        assert_eq!(Sql::parse("a /*/ :no */ b").written_out(|_| 0), "a   b");
        assert_eq!(Sql::parse("-- reads t\nb").written_out(|_| 0), " \nb");
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_read(text in "[a-c:_'\"`/*(), \n-]{0,40}|.{0,40}") {
            let sql = Sql::parse(&text);
            for found in sql.placeholders() {
                let as_written = format!(":{}", found.name);
                proptest::prop_assert!(text.contains(&as_written));
            }
            let once = sql.written_out(|_| 1);
            let again = Sql::parse(&once.replace("_0", ""));
            proptest::prop_assert_eq!(again.placeholders().count(), sql.placeholders().count());
        }
    }

    #[test]
    fn lists_are_written_out() {
        let sql = Sql::parse("c in (:ids) or d in (\n :ids )");
        assert_eq!(
            sql.written_out(|_| 2),
            "c in (:ids_0, :ids_1) or d in (\n :ids_0, :ids_1 )"
        );
        assert_eq!(sql.written_out(|_| 0), "c in (null) or d in (\n null )");
    }
}
