//! JSON text the way the LMS writes it: ASCII only, `", "` and `": "` between things.

/// Appends a JSON string with everything outside ASCII as `\uXXXX` (ES E-6).
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    escaped(out, text);
    out.push(b'"');
}

/// Appends the inside of a JSON string.
pub(crate) fn escaped(out: &mut Vec<u8>, text: &str) {
    let mut plain_from = 0;
    for (at, character) in text.char_indices() {
        if matches!(character, ' '..='~') && character != '"' && character != '\\' {
            continue;
        }
        out.extend_from_slice(&text.as_bytes()[plain_from..at]);
        plain_from = at + character.len_utf8();
        match character {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                }
            }
        }
    }
    out.extend_from_slice(&text.as_bytes()[plain_from..]);
}

/// Appends `"key": "value", `.
pub(crate) fn member(out: &mut Vec<u8>, key: &str, value: &str) {
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\": ");
    string(out, value);
    out.extend_from_slice(b", ");
}

/// Appends `"key": value, ` where the value is JSON text already.
pub(crate) fn raw_member(out: &mut Vec<u8>, key: &str, value: &str) {
    out.push(b'"');
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\": ");
    out.extend_from_slice(value.as_bytes());
    out.extend_from_slice(b", ");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_in_ascii_and_reads_back() {
        for text in [
            "plain",
            "Ålesund \"X\"",
            "tab\there\\",
            "two\nlines",
            "😀 lichen",
            "\u{7f}\u{1}",
        ] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert!(out.is_ascii());
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
