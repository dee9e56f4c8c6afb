//! Reads one JSON text of a log line into a flat document, in the dialect that trackers write (`ES E-10` … `E-21`).
//!
//! A general parser cannot be used: lines hold raw control characters, invalid UTF-8, lone surrogates, unknown escapes,
//! `NaN` and `+5`, none of which may cost the event. One pass reads, checks and, for events, hashes, so that the strict and the odd
//! spellings of an event have the same identity by construction.

mod hash;
mod reader;
mod write;

use std::borrow::Cow;

use reader::Reader;
pub use write::write_text;

/// Values nested deeper than this are refused.
pub const DEPTH_LIMIT: usize = 128;

/// Why a text is not JSON of our dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not well-formed.
    Malformed,
    /// Nested deeper than [`DEPTH_LIMIT`].
    TooDeep,
}

/// A JSON text as a flat list of its values in reading order; the first is the whole.
#[derive(Debug)]
pub struct Document<'a> {
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    /// Member name, when the value stands in an object.
    key: Cow<'a, str>,
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// Also integers beyond 64 bits, which count as invalid numbers (`ES E-19`), as not-a-number.
    Float(f64),
    String(Cow<'a, str>),
    /// Index behind the last value inside.
    Array(usize),
    /// Index behind the last value inside.
    Object(usize),
}

/// One value of a document.
#[derive(Debug, Clone, Copy)]
pub struct Value<'d, 'a> {
    document: &'d Document<'a>,
    at: usize,
}

impl<'a> Document<'a> {
    /// Reads a whole text: one value with white space around it.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn read(text: &'a [u8]) -> Result<Self, Flaw> {
        Ok(Reader::<false>::read(text)?.0)
    }

    /// Reads a whole text, and finds the hash of its content: the same for every spelling of it, since key order, white space and
    /// escapes do not matter.
    ///
    /// # Errors
    /// As [`Document::read`].
    pub fn read_hashed(text: &'a [u8]) -> Result<(Self, u128), Flaw> {
        Reader::<true>::read(text)
    }

    /// The whole.
    pub fn root(&self) -> Value<'_, 'a> {
        Value { document: self, at: 0 }
    }
}

impl<'d, 'a> Value<'d, 'a> {
    fn node(self) -> &'d Node<'a> {
        &self.document.nodes[self.at]
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.node().kind, Kind::Null)
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        matches!(self.node().kind, Kind::Object(_))
    }

    /// Whether it is an array.
    pub fn is_array(self) -> bool {
        matches!(self.node().kind, Kind::Array(_))
    }

    /// The text, when it is one.
    pub fn as_text(self) -> Option<&'d Cow<'a, str>> {
        match &self.node().kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is a whole one of 64 bits.
    pub fn as_integer(self) -> Option<i64> {
        match self.node().kind {
            Kind::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// The number, when it is finite.
    pub fn as_number(self) -> Option<f64> {
        match self.node().kind {
            Kind::Integer(number) => Some(number as f64),
            Kind::Float(number) => Some(number).filter(|number| number.is_finite()),
            _ => None,
        }
    }

    /// The truth value, when it is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.node().kind {
            Kind::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The member of that name, when this is an object that has one; of several, the last (`ES E-20`).
    pub fn get(self, name: &str) -> Option<Value<'d, 'a>> {
        self.members().filter(|member| member.name() == name).last()
    }

    /// Name of the member that this value is.
    pub fn name(self) -> &'d str {
        &self.node().key
    }

    /// The members of an object; nothing for other values.
    pub fn members(self) -> impl Iterator<Item = Value<'d, 'a>> {
        match self.node().kind {
            Kind::Object(end) => self.inside(end),
            _ => self.inside(0),
        }
    }

    /// The elements of an array; nothing for other values.
    pub fn elements(self) -> impl Iterator<Item = Value<'d, 'a>> {
        match self.node().kind {
            Kind::Array(end) => self.inside(end),
            _ => self.inside(0),
        }
    }

    /// The values directly inside this one, which ends before `end`.
    fn inside(self, end: usize) -> impl Iterator<Item = Value<'d, 'a>> {
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let value = Value {
                document: self.document,
                at: next,
            };
            next = match value.node().kind {
                Kind::Array(behind) | Kind::Object(behind) => behind,
                _ => next + 1,
            };
            Some(value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> Option<String> {
        Document::read(json.as_bytes())
            .ok()?
            .root()
            .as_text()
            .map(|text| text.to_string())
    }

    #[test]
    fn dialect_of_texts() {
        assert_eq!(text_of(r#""a\/b""#).as_deref(), Some("a/b"));
        assert_eq!(text_of(r#""\ud83d\ude00""#).as_deref(), Some("😀"));
        assert_eq!(text_of(r#""x\ud83dy""#).as_deref(), Some("x\u{fffd}y"));
        assert_eq!(text_of(r#""\ud83d\u0041""#).as_deref(), Some("\u{fffd}A"));
        assert_eq!(text_of(r#""\u12""#), None);
        assert_eq!(text_of("\"a\tb\""), Some("a\tb".into()));
        assert_eq!(text_of(r#""\x41 \a \'""#).as_deref(), Some(r"\x41 \a \'"));
        assert_eq!(text_of("\"open"), None);
        let invalid = Document::read(b"\"\xff\"").unwrap();
        assert_eq!(invalid.root().as_text().map(|text| text.as_ref()), Some("\u{fffd}"));
        assert_eq!(text_of("\"é\"").as_deref(), Some("é"));
    }

    #[test]
    fn dialect_of_numbers() {
        let integer = |json: &str| {
            Document::read(json.as_bytes())
                .ok()
                .and_then(|doc| doc.root().as_integer())
        };
        let number = |json: &str| {
            Document::read(json.as_bytes())
                .ok()
                .and_then(|doc| doc.root().as_number())
        };
        assert_eq!(
            (integer("5"), integer("+5"), integer("-0")),
            (Some(5), Some(5), Some(0))
        );
        assert_eq!((integer("01"), number("1."), number(".5")), (None, None, None));
        assert_eq!(number("1.5e2"), Some(150.0));
        for odd in ["NaN", "Infinity", "-Infinity", "123456789012345678901234567890"] {
            assert!(Document::read(odd.as_bytes()).is_ok(), "{odd}");
            assert_eq!(number(odd), None, "{odd}");
        }
        for wrong in ["[1,]", "{\"a\":1,}", "//x", "1 2", "", "-", "nul"] {
            assert_eq!(Document::read(wrong.as_bytes()).err(), Some(Flaw::Malformed), "{wrong}");
        }
    }

    #[test]
    fn hash_depends_on_content_alone() {
        let hash = |json: &str| Document::read_hashed(json.as_bytes()).unwrap().1;
        assert_eq!(
            hash(r#"{"a":1,"b":["x",null]}"#),
            hash(" { \"b\" : [ \"\\u0078\" ,null], \"a\":1 } ")
        );
        assert_eq!(hash(r#"{"a":1,"a":2}"#), hash(r#"{"a":2}"#));
        let different = [
            "{}",
            "[]",
            "null",
            "0",
            "0.0",
            "\"\"",
            "\"0\"",
            "true",
            "false",
            "[null]",
            "[[]]",
            "{\"a\":[]}",
            "{\"a\":{}}",
            "[1,2]",
            "[2,1]",
            "{\"a\":1}",
            "{\"a\":2}",
            "{\"b\":1}",
            "{\"a\":1,\"b\":2}",
            "{\"a\":2,\"b\":1}",
        ];
        let hashes: std::collections::BTreeSet<u128> = different.iter().map(|json| hash(json)).collect();
        assert_eq!(hashes.len(), different.len());
    }

    #[test]
    fn members_skip_what_is_nested() {
        let document = Document::read(br#"{"a":{"x":[1,{"b":0}]},"b":[{"b":1}],"c":3,"c":4}"#).unwrap();
        let root = document.root();
        let names: Vec<&str> = root.members().map(Value::name).collect();
        assert_eq!(names, ["a", "b", "c", "c"]);
        assert_eq!(root.get("c").and_then(Value::as_integer), Some(4));
        let list = root.get("a").and_then(|a| a.get("x")).unwrap();
        assert!(list.is_array() && list.members().count() == 0);
        assert_eq!(
            list.elements().map(Value::as_integer).collect::<Vec<_>>(),
            [Some(1), None]
        );
        assert_eq!(root.elements().count(), 0);
        assert!(root.get("x").is_none());
    }

    #[test]
    fn depth_is_capped() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Document::read(nested(DEPTH_LIMIT).as_bytes()).is_ok());
        assert_eq!(Document::read(nested(100_000).as_bytes()).err(), Some(Flaw::TooDeep));
    }
}
