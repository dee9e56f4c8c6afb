//! A value as canonical JSON text.

use super::{Kind, Value};

impl<'d> Value<'d, '_> {
    /// The value as JSON text in the one form that depends on its content alone: members in the order of the bytes of their names,
    /// of several with the same name the last (`ES E-20`), no white space, escapes only where JSON demands them, NUL characters left
    /// out (`ES E-15`). Numbers that are not finite or have more than 64 bits are `null`.
    pub fn to_json(self) -> String {
        let mut text = String::new();
        self.write_json(&mut text);
        text
    }

    /// Appends [`Value::to_json`] to a text.
    pub fn write_json(self, out: &mut String) {
        match &self.node().kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Kind::Integer(number) => out.push_str(&number.to_string()),
            Kind::Float(number) => out.push_str(&number_text(*number)),
            Kind::String(text) => write_text(text, out),
            Kind::Array(_) => {
                out.push('[');
                for (place, element) in self.elements().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    element.write_json(out);
                }
                out.push(']');
            }
            Kind::Object(_) => {
                out.push('{');
                for (place, member) in self.sorted_members().into_iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    write_text(member.name(), out);
                    out.push(':');
                    member.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// The members of an object by the bytes of their names; of several with the same name the last (`ES E-20`).
    pub fn sorted_members(self) -> Vec<Self> {
        let mut members: Vec<Self> = self.members().collect();
        if members.is_sorted_by(|one, other| one.name() < other.name()) {
            return members;
        }
        // Stable, so that the last of equal names stays the last.
        members.sort_by(|one, other| one.name().cmp(other.name()));
        let mut sorted: Vec<Self> = Vec::with_capacity(members.len());
        for member in members {
            match sorted.last_mut() {
                Some(last) if last.name() == member.name() => *last = member,
                _ => sorted.push(member),
            }
        }
        sorted
    }

    /// The value found by going from member to member: `context.module.display_name`. An empty path is the value itself.
    pub fn at(self, path: &str) -> Option<Self> {
        if path.is_empty() {
            return Some(self);
        }
        path.split('.').try_fold(self, Self::get)
    }
}

/// The shortest text that reads as the same number, with a fraction or an exponent; `null` for what is not finite.
fn number_text(number: f64) -> String {
    if number.is_finite() {
        format!("{number:?}")
    } else {
        "null".to_owned()
    }
}

/// Appends a text as JSON, in the form of [`Value::to_json`].
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_escaped) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            0 => {}
            byte => out.push_str(&format!("\\u{byte:04x}")),
        }
        // It was a character of one byte.
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use crate::json::Document;

    fn canonical(text: &str) -> String {
        Document::read(text.as_bytes()).unwrap().root().to_json()
    }

    #[test]
    fn text_depends_on_content_alone() {
        let table = [
            (
                r#" { "b" : [1 , 2.50, "\u00e9\/"] , "a" : null } "#,
                r#"{"a":null,"b":[1,2.5,"é/"]}"#,
            ),
            (r#"{"a":1,"b":true,"a":false}"#, r#"{"a":false,"b":true}"#),
            (r#""tab\tline\n\u0001\u0000end\"\\""#, r#""tab\tline\n\u0001end\"\\""#),
            ("[NaN, -Infinity, 123456789012345678901234567890]", "[null,null,null]"),
            ("[1e300, 1.0, -0.5, 5]", "[1e300,1.0,-0.5,5]"),
            ("{}", "{}"),
            ("[]", "[]"),
        ];
        for (text, expected) in table {
            assert_eq!(canonical(text), expected, "{text}");
            assert_eq!(canonical(expected), expected, "stays the same");
        }
    }

    #[test]
    fn what_is_written_is_json_with_the_same_content() {
        for text in [r#"{"z":{"y":[{"x":"\u001f"},[]]},"é":"€"}"#, "0.1", r#""\ud83d\ude00""#] {
            let written = canonical(text);
            let hash = |text: &str| Document::read_hashed(text.as_bytes()).unwrap().1;
            assert_eq!(hash(&written), hash(text), "{text}");
            let _: serde_json::Value = serde_json::from_str(&written).unwrap();
        }
    }

    #[test]
    fn paths_lead_through_objects() {
        let document = Document::read(br#"{"a":{"b":{"c":7}},"d":[1]}"#).unwrap();
        let at = |path: &str| document.root().at(path).map(|value| value.to_json());
        assert_eq!(at("a.b.c").as_deref(), Some("7"));
        assert_eq!(at("").as_deref(), Some(r#"{"a":{"b":{"c":7}},"d":[1]}"#));
        assert_eq!((at("a.x"), at("d.0"), at("a.b.c.d")), (None, None, None));
    }
}
