//! The one pass over a text: reads, checks and, where that is wanted, hashes.

use std::borrow::Cow;

use memchr::memchr2;

use super::{DEPTH_LIMIT, Document, Flaw, Kind, Node, hash};

/// With `HASHED` the hash of the content is found on the way; without it all hashes are zero, and reading does less.
pub(super) struct Reader<'a, const HASHED: bool> {
    text: &'a [u8],
    /// The text, when all of it is UTF-8: then no part needs a look of its own.
    utf8: Option<&'a str>,
    at: usize,
    nodes: Vec<Node<'a>>,
    /// Hashes of the members of the objects being read, the innermost last.
    members: Vec<hash::Member>,
    /// Hashes of the values of the arrays being read, the innermost last.
    values: Vec<[u8; 16]>,
}

impl<'a, const HASHED: bool> Reader<'a, HASHED> {
    /// Reads a whole text; gives the hash of its content with it.
    pub(super) fn read(text: &'a [u8]) -> Result<(Document<'a>, u128), Flaw> {
        let mut reader = Self {
            text,
            utf8: std::str::from_utf8(text).ok(),
            at: 0,
            nodes: Vec::with_capacity(64),
            members: Vec::with_capacity(if HASHED { 32 } else { 0 }),
            values: Vec::new(),
        };
        reader.skip_space();
        let content_hash = reader.value(Cow::Borrowed(""), 0)?;
        reader.skip_space();
        if reader.at == text.len() {
            Ok((Document { nodes: reader.nodes }, content_hash))
        } else {
            Err(Flaw::Malformed)
        }
    }

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
                let hash = hashed::<HASHED>(|| hash::string(&text));
                (Kind::String(text), hash)
            }
            b't' => self.word("true", Kind::Bool(true), hash::TRUE)?,
            b'f' => self.word("false", Kind::Bool(false), hash::FALSE)?,
            b'n' => self.word("null", Kind::Null, hash::NULL)?,
            _ => self.number()?,
        };
        self.nodes.push(Node { key, kind });
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
        let begin = self.values.len();
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                self.skip_space();
                let hash = self.value(Cow::Borrowed(""), depth + 1)?;
                if HASHED {
                    self.values.push(hash.to_le_bytes());
                }
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    _ => break self.expect(b']')?,
                }
            }
        }
        self.nodes[place].kind = Kind::Array(self.nodes.len());
        let hash = hashed::<HASHED>(|| hash::array(&self.values[begin..]));
        self.values.truncate(begin);
        Ok(hash)
    }

    fn object(&mut self, key: Cow<'a, str>, depth: usize) -> Result<u128, Flaw> {
        let place = self.open(key);
        let begin = self.members.len();
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                self.skip_space();
                let name = self.string()?;
                let name_hash = hashed::<HASHED>(|| hash::name(&name));
                self.skip_space();
                self.expect(b':')?;
                self.skip_space();
                let value = self.value(name, depth + 1)?;
                if HASHED {
                    self.members.push(hash::member(name_hash, value));
                }
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    _ => break self.expect(b'}')?,
                }
            }
        }
        self.nodes[place].kind = Kind::Object(self.nodes.len());
        Ok(hashed::<HASHED>(|| hash::object(&mut self.members, begin)))
    }

    /// Begins an array or object; its place in the list is before its values.
    fn open(&mut self, key: Cow<'a, str>) -> usize {
        self.at += 1;
        self.nodes.push(Node { key, kind: Kind::Null });
        self.nodes.len() - 1
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
                return Ok(float::<HASHED>(if negative { -value } else { value }));
            }
        }
        let digits = self.at;
        self.digits()?;
        let magnitude = &self.text[digits..self.at];
        if magnitude.len() > 1 && magnitude[0] == b'0' {
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
            return Ok(float::<HASHED>(text.parse().map_err(|_| Flaw::Malformed)?));
        }
        Ok(match text.parse::<i64>() {
            Ok(number) => (Kind::Integer(number), hashed::<HASHED>(|| hash::integer(number))),
            // More than 64 bits: an invalid number, but still part of what the event is.
            Err(_) => {
                let hash = hashed::<HASHED>(|| hash::big_integer(magnitude, negative));
                (Kind::Float(f64::NAN), hash)
            }
        })
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
        let plain = self.plain()?;
        if self.text[self.at] == b'"' {
            self.at += 1;
            return Ok(plain);
        }
        let mut decoded = String::with_capacity(2 * plain.len() + 64);
        decoded.push_str(&plain);
        while self.text[self.at] == b'\\' {
            self.escape(&mut decoded)?;
            decoded.push_str(&self.plain()?);
        }
        self.at += 1;
        Ok(Cow::Owned(decoded))
    }

    /// The text from here up to the next quote or backslash, where the reader then stands.
    fn plain(&mut self) -> Result<Cow<'a, str>, Flaw> {
        let begin = self.at;
        self.at += quote_or_backslash(&self.text[begin..]).ok_or(Flaw::Malformed)?;
        Ok(match self.utf8 {
            // Both ends stand beside ASCII characters, so they are borders of characters.
            Some(text) => Cow::Borrowed(&text[begin..self.at]),
            None => String::from_utf8_lossy(&self.text[begin..self.at]),
        })
    }

    fn escape(&mut self, decoded: &mut String) -> Result<(), Flaw> {
        let letter = *self.text.get(self.at + 1).ok_or(Flaw::Malformed)?;
        self.at += 2;
        match letter {
            b'"' | b'\\' | b'/' => decoded.push(char::from(letter)),
            b'b' => decoded.push('\u{8}'),
            b'f' => decoded.push('\u{c}'),
            b'n' => decoded.push('\n'),
            b'r' => decoded.push('\r'),
            b't' => decoded.push('\t'),
            b'u' => decoded.push(self.character()?),
            // An escape that JSON does not know stays as it is written (`ES E-21`).
            _ => {
                decoded.push('\\');
                self.at -= 1;
            }
        }
        Ok(())
    }

    /// A character by its code, in one or two halves.
    fn character(&mut self) -> Result<char, Flaw> {
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
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
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

fn float<'a, const HASHED: bool>(number: f64) -> (Kind<'a>, u128) {
    (Kind::Float(number), hashed::<HASHED>(|| hash::float(number)))
}

fn hashed<const HASHED: bool>(hash: impl FnOnce() -> u128) -> u128 {
    if HASHED { hash() } else { 0 }
}

/// Where the first quote or backslash stands. Most texts of an event are short, for which calling a general search costs more than
/// the search itself: the first bytes are looked at here, eight at a time.
fn quote_or_backslash(text: &[u8]) -> Option<usize> {
    const STEP: usize = 8;
    const NEAR: usize = 6 * STEP;
    let near = &text[..text.len().min(NEAR)];
    let (steps, _) = near.as_chunks::<STEP>();
    for (step, bytes) in steps.iter().enumerate() {
        let word = u64::from_le_bytes(*bytes);
        let found = zero_bytes(word ^ repeated(b'"')) | zero_bytes(word ^ repeated(b'\\'));
        if found != 0 {
            return Some(step * STEP + found.trailing_zeros() as usize / 8);
        }
    }
    let looked_at = steps.len() * STEP;
    memchr2(b'"', b'\\', &text[looked_at..]).map(|at| looked_at + at)
}

const fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of the lowest byte that is zero, and perhaps of some above it.
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(repeated(0x01)) & !word & repeated(0x80)
}

#[cfg(test)]
mod tests {
    use super::quote_or_backslash;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        for length in 0..80 {
            let text = vec![b'#'; length];
            assert_eq!(quote_or_backslash(&text), None);
            for at in 0..length {
                for (mark, behind) in [(b'"', b'\\'), (b'\\', b'"'), (b'"', b'#'), (b'\\', 0xff)] {
                    let mut text = text.clone();
                    text[at] = mark;
                    text[at + 1..].fill(behind);
                    assert_eq!(quote_or_backslash(&text), Some(at));
                }
            }
        }
    }
}
