//! Reads one JSON text of a log line into a flat document, in the dialect that trackers write (`ES E-10` … `E-21`).
//!
//! A general parser cannot be used: lines hold raw control characters, invalid UTF-8, lone surrogates, unknown escapes,
//! `NaN` and `+5`, none of which may cost the event. One pass reads, checks and hashes: each value gets a 128-bit hash
//! that does not depend on key order, white space or the spelling of escapes, from which the event's id is made.

use std::borrow::Cow;

use memchr::memchr2;
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

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
    hash: u128,
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
        let mut reader = Reader {
            text,
            at: 0,
            nodes: Vec::with_capacity(64),
        };
        reader.skip_space();
        reader.value(Cow::Borrowed(""), 0)?;
        reader.skip_space();
        if reader.at == text.len() {
            Ok(Self { nodes: reader.nodes })
        } else {
            Err(Flaw::Malformed)
        }
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

    /// Hash of the content, the same for every spelling of it.
    pub fn hash(self) -> u128 {
        self.node().hash
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
        let end = match self.node().kind {
            Kind::Object(end) => end,
            _ => 0,
        };
        let mut next = self.at + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let member = Value {
                document: self.document,
                at: next,
            };
            next = match member.node().kind {
                Kind::Array(behind) | Kind::Object(behind) => behind,
                _ => next + 1,
            };
            Some(member)
        })
    }
}

/// Seeds keep values of different types apart. They are part of the stored ids: never change them.
mod seed {
    pub const STRING: u64 = 1;
    pub const INTEGER: u64 = 2;
    pub const FLOAT: u64 = 3;
    pub const ARRAY: u64 = 4;
    pub const OBJECT: u64 = 5;
}

const NULL_HASH: u128 = 0x6e75_6c6c_0000_0000_0000_0000_0000_0001;
const TRUE_HASH: u128 = 0x7472_7565_0000_0000_0000_0000_0000_0002;
const FALSE_HASH: u128 = 0x6661_6c73_6500_0000_0000_0000_0000_0003;

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    nodes: Vec<Node<'a>>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        // Vertical tab and form feed end lines of some forwarders (`ES 1.2`).
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Flaw> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(Flaw::Malformed)
        }
    }

    /// Reads a value and everything in it; gives its hash.
    fn value(&mut self, key: Cow<'a, str>, depth: usize) -> Result<u128, Flaw> {
        if depth > DEPTH_LIMIT {
            return Err(Flaw::TooDeep);
        }
        let (kind, hash) = match self.peek().ok_or(Flaw::Malformed)? {
            b'{' => return self.object(key, depth),
            b'[' => return self.array(key, depth),
            b'"' => {
                let text = self.string()?;
                let hash = xxh3_128_with_seed(text.as_bytes(), seed::STRING);
                (Kind::String(text), hash)
            }
            b't' => self.word("true", Kind::Bool(true), TRUE_HASH)?,
            b'f' => self.word("false", Kind::Bool(false), FALSE_HASH)?,
            b'n' => self.word("null", Kind::Null, NULL_HASH)?,
            _ => self.number()?,
        };
        self.nodes.push(Node { key, kind, hash });
        Ok(hash)
    }

    fn word(&mut self, word: &str, kind: Kind<'a>, hash: u128) -> Result<(Kind<'a>, u128), Flaw> {
        if self.text[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok((kind, hash))
        } else {
            Err(Flaw::Malformed)
        }
    }

    fn array(&mut self, key: Cow<'a, str>, depth: usize) -> Result<u128, Flaw> {
        let place = self.open(key);
        let mut hashes: Vec<u8> = Vec::new();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                self.skip_space();
                hashes.extend(self.value(Cow::Borrowed(""), depth + 1)?.to_le_bytes());
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    _ => break self.expect(b']')?,
                }
            }
        }
        let end = self.nodes.len();
        Ok(self.close(place, Kind::Array(end), xxh3_128_with_seed(&hashes, seed::ARRAY)))
    }

    fn object(&mut self, key: Cow<'a, str>, depth: usize) -> Result<u128, Flaw> {
        let place = self.open(key);
        // Members by the hash of their name: their order must not matter, and of two alike only the last counts.
        let mut members: Vec<(u128, u128)> = Vec::new();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                self.skip_space();
                let name = self.string()?;
                let name_hash = xxh3_128(name.as_bytes());
                self.skip_space();
                self.expect(b':')?;
                self.skip_space();
                members.push((name_hash, self.value(name, depth + 1)?));
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    _ => break self.expect(b'}')?,
                }
            }
        }
        members.sort_by_key(|(name, _)| *name);
        let mut hashed = Vec::with_capacity(members.len() * 32);
        for (at, (name, value)) in members.iter().enumerate() {
            // The sort is stable, so the last of equal names is the one before the next name.
            if members.get(at + 1).is_none_or(|(next, _)| next != name) {
                hashed.extend(name.to_le_bytes());
                hashed.extend(value.to_le_bytes());
            }
        }
        let end = self.nodes.len();
        Ok(self.close(place, Kind::Object(end), xxh3_128_with_seed(&hashed, seed::OBJECT)))
    }

    /// Begins an array or object; its place in the list is before its values.
    fn open(&mut self, key: Cow<'a, str>) -> usize {
        self.at += 1;
        self.nodes.push(Node {
            key,
            kind: Kind::Null,
            hash: 0,
        });
        self.nodes.len() - 1
    }

    fn close(&mut self, place: usize, kind: Kind<'a>, hash: u128) -> u128 {
        let node = &mut self.nodes[place];
        node.kind = kind;
        node.hash = hash;
        hash
    }

    fn number(&mut self) -> Result<(Kind<'a>, u128), Flaw> {
        let begin = self.at;
        let negative = self.peek() == Some(b'-');
        if matches!(self.peek(), Some(b'-' | b'+')) {
            self.at += 1;
        }
        for (word, value) in [("NaN", f64::NAN), ("Infinity", f64::INFINITY)] {
            if self.text[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(float(if negative { -value } else { value }));
            }
        }
        let digits = self.at;
        self.digits()?;
        if self.at - digits > 1 && self.text[digits] == b'0' {
            return Err(Flaw::Malformed);
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'-' | b'+')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = std::str::from_utf8(&self.text[begin..self.at]).map_err(|_| Flaw::Malformed)?;
        if !whole {
            return Ok(float(text.parse().map_err(|_| Flaw::Malformed)?));
        }
        let magnitude = &self.text[digits..self.at];
        match text.parse::<i64>() {
            Ok(number) => Ok((
                Kind::Integer(number),
                xxh3_128_with_seed(&number.to_le_bytes(), seed::INTEGER),
            )),
            // More than 64 bits: an invalid number, but still part of what the event is.
            Err(_) => {
                let hash = xxh3_128_with_seed(magnitude, seed::INTEGER).wrapping_add(u128::from(negative));
                Ok((Kind::Float(f64::NAN), hash))
            }
        }
    }

    fn digits(&mut self) -> Result<(), Flaw> {
        let begin = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == begin { Err(Flaw::Malformed) } else { Ok(()) }
    }

    /// Reads a text. Borrowed where it holds no escape and is UTF-8.
    fn string(&mut self) -> Result<Cow<'a, str>, Flaw> {
        self.expect(b'"')?;
        let begin = self.at;
        let found = memchr2(b'"', b'\\', &self.text[begin..]).ok_or(Flaw::Malformed)?;
        self.at = begin + found;
        if self.text[self.at] == b'"' {
            self.at += 1;
            return Ok(String::from_utf8_lossy(&self.text[begin..begin + found]));
        }
        let mut decoded = self.text[begin..self.at].to_vec();
        loop {
            match self.text[self.at] {
                b'"' => {
                    self.at += 1;
                    return Ok(Cow::Owned(match String::from_utf8(decoded) {
                        Ok(text) => text,
                        Err(invalid) => String::from_utf8_lossy(invalid.as_bytes()).into_owned(),
                    }));
                }
                _ => self.escape(&mut decoded)?,
            }
            let rest = &self.text[self.at..];
            let plain = memchr2(b'"', b'\\', rest).ok_or(Flaw::Malformed)?;
            decoded.extend_from_slice(&rest[..plain]);
            self.at += plain;
        }
    }

    fn escape(&mut self, decoded: &mut Vec<u8>) -> Result<(), Flaw> {
        let letter = *self.text.get(self.at + 1).ok_or(Flaw::Malformed)?;
        self.at += 2;
        match letter {
            b'"' | b'\\' | b'/' => decoded.push(letter),
            b'b' => decoded.push(0x08),
            b'f' => decoded.push(0x0c),
            b'n' => decoded.push(b'\n'),
            b'r' => decoded.push(b'\r'),
            b't' => decoded.push(b'\t'),
            b'u' => {
                let mut code = u32::from(self.code_unit()?);
                if (0xd800..0xdc00).contains(&code) && self.text[self.at..].starts_with(b"\\u") {
                    let before = self.at;
                    self.at += 2;
                    let low = u32::from(self.code_unit()?);
                    if (0xdc00..0xe000).contains(&low) {
                        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    } else {
                        // Not the other half: it is read again on its own.
                        self.at = before;
                    }
                }
                // A lone surrogate is no character (`ES E-13`).
                let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
            // An escape that JSON does not know stays as it is written (`ES E-21`).
            other => decoded.extend([b'\\', other]),
        }
        Ok(())
    }

    fn code_unit(&mut self) -> Result<u16, Flaw> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Flaw::Malformed)?;
        let mut unit = 0;
        for digit in digits {
            let digit = char::from(*digit).to_digit(16).ok_or(Flaw::Malformed)?;
            // Four digits of four bits fit.
            unit = unit << 4 | digit as u16;
        }
        self.at += 4;
        Ok(unit)
    }
}

fn float<'a>(number: f64) -> (Kind<'a>, u128) {
    // All spellings of not-a-number are one.
    let bits = if number.is_nan() {
        f64::NAN.to_bits()
    } else {
        number.to_bits()
    };
    (
        Kind::Float(number),
        xxh3_128_with_seed(&bits.to_le_bytes(), seed::FLOAT),
    )
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
        let hash = |json: &str| Document::read(json.as_bytes()).unwrap().root().hash();
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
        assert!(root.get("a").and_then(|a| a.get("x")).is_some_and(Value::is_array));
        assert!(root.get("x").is_none());
    }

    #[test]
    fn depth_is_capped() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Document::read(nested(DEPTH_LIMIT).as_bytes()).is_ok());
        assert_eq!(Document::read(nested(100_000).as_bytes()).err(), Some(Flaw::TooDeep));
    }
}
