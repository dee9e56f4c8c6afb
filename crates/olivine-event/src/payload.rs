//! The payload of an event, its member `event` (`ES 1.6`).

use crate::json::{Document, Value};

/// Why an event has no payload object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPayload {
    /// Missing or null.
    Missing,
    /// The text of an implicit event, cut by the LMS at 512 characters.
    Truncated,
    /// Form-encoded keys and values of a browser event.
    Form,
    /// A text that is no JSON.
    BadJson,
    /// A list.
    List,
    /// A number, a truth value, or JSON text of something else than an object.
    NotAnObject,
}

/// A payload: where its object is found.
#[derive(Debug)]
pub enum Payload<'d, 'a> {
    /// An object in the line itself.
    Inline(Value<'d, 'a>),
    /// An object inside a text, read a second time; for an empty text an empty object.
    Text(Document<'d>),
}

impl Payload<'_, '_> {
    /// The payload object.
    pub fn object(&self) -> Value<'_, '_> {
        match self {
            Self::Inline(object) => *object,
            Self::Text(document) => document.root(),
        }
    }
}

/// Finds the payload object of an event.
///
/// # Errors
/// Why there is none. Texts are tried as JSON first; the tests for cut and form-encoded texts only name the reason (upstream
/// refuses a whole text of 512 characters that mentions POST).
pub fn decode<'d, 'a>(event: Option<Value<'d, 'a>>) -> Result<Payload<'d, 'a>, NoPayload> {
    let Some(event) = event.filter(|event| !event.is_null()) else {
        return Err(NoPayload::Missing);
    };
    if event.is_object() {
        return Ok(Payload::Inline(event));
    }
    if event.is_array() {
        return Err(NoPayload::List);
    }
    let Some(text) = event.as_text() else {
        return Err(NoPayload::NotAnObject);
    };
    let json = if text.is_empty() { "{}" } else { text.as_ref() };
    match Document::read(json.as_bytes()) {
        Ok(document) if document.root().is_object() => Ok(Payload::Text(document)),
        Ok(_) => Err(NoPayload::NotAnObject),
        Err(_) if text.contains("POST") && text.chars().count() == 512 => Err(NoPayload::Truncated),
        Err(_) if !text.contains('{') && text.contains('=') => Err(NoPayload::Form),
        Err(_) => Err(NoPayload::BadJson),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Result<usize, NoPayload> {
        let document = Document::read(json.as_bytes()).unwrap();
        let payload = decode(document.root().get("event"))?;
        Ok(payload.object().members().count())
    }

    #[test]
    fn every_form_of_payload() {
        assert_eq!(of("{}"), Err(NoPayload::Missing));
        assert_eq!(of(r#"{"event":null}"#), Err(NoPayload::Missing));
        assert_eq!(of(r#"{"event":""}"#), Ok(0));
        assert_eq!(of(r#"{"event":{"a":1,"b":2}}"#), Ok(2));
        assert_eq!(of(r#"{"event":"{\"a\": 1}"}"#), Ok(1));
        assert_eq!(of(r#"{"event":"input_77aa_2_1=choice_0"}"#), Err(NoPayload::Form));
        assert_eq!(of(r#"{"event":"{broken"}"#), Err(NoPayload::BadJson));
        assert_eq!(of(r#"{"event":" "}"#), Err(NoPayload::BadJson));
        assert_eq!(of(r#"{"event":[1]}"#), Err(NoPayload::List));
        for other in ["5", "true", r#""[1]""#, r#""5""#, r#""null""#] {
            assert_eq!(
                of(&format!(r#"{{"event":{other}}}"#)),
                Err(NoPayload::NotAnObject),
                "{other}"
            );
        }
    }

    #[test]
    fn implicit_events_cut_at_512_characters() {
        let cut = format!("{{\\\"POST\\\": {{{}", "é".repeat(512 - 10));
        assert_eq!(of(&format!("{{\"event\":\"{cut}\"}}")), Err(NoPayload::Truncated));
        // A whole text of that length is read, unlike upstream.
        let whole = format!("{{\\\"POST\\\": {{}}, \\\"GET\\\": {{}}}}{}", " ".repeat(512 - 25));
        assert_eq!(of(&format!("{{\"event\":\"{whole}\"}}")), Ok(2));
    }
}
