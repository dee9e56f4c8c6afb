//! What the distribution of answers needs of one record (`PF A10` … `A17`).

use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_128;

use super::stringify::text;

/// Types of responses whose answers are chosen by code.
const CHOICES: [&str; 2] = ["choiceresponse", "multiplechoiceresponse"];

/// What is known of old submissions from elsewhere: an object of objects by id of the answer (`PF A13`).
#[derive(Debug, Clone, Default)]
pub struct AnswerMetadata(Map<String, Value>);

impl AnswerMetadata {
    /// Reads the JSON text; a text that holds no object knows nothing.
    pub fn read(json: &str) -> Self {
        match serde_json::from_str(json) {
            Ok(Value::Object(by_id)) => Self(by_id),
            _ => Self::default(),
        }
    }

    fn of(&self, answer_id: &str) -> Option<&Map<String, Value>> {
        self.0.get(answer_id)?.as_object()
    }
}

/// One answer of the first or last submission of a learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Type of the response; none in old submissions.
    pub response_type: Option<String>,
    /// The same for answers that count as the same: 32 hexadecimal digits.
    pub key: String,
    /// Code of what was chosen, as JSON.
    pub value_id: Option<String>,
    /// What was answered, as JSON.
    pub answer: Option<String>,
    /// Variant of the problem as text; empty for none.
    pub variant: String,
    /// Text of the question; empty for none.
    pub question: String,
    /// Whether the answer is right.
    pub correct: bool,
    /// Name of the problem; empty for none.
    pub display_name: String,
}

/// Reads a record as [`super::records`] gives it. `compat` keeps apart and names what the old pipeline did. Nothing for a text that is
/// no JSON object.
pub fn part_of_record(record: &str, answer_id: &str, metadata: &AnswerMetadata, compat: bool) -> Option<Part> {
    let Ok(Value::Object(mut record)) = serde_json::from_str(record) else {
        return None;
    };
    if let Some(known) = metadata.of(answer_id) {
        complete(&mut record, known);
    }
    let value_id = record.get("answer_value_id");
    let answer = record.get("answer");
    let value = value_id.or(answer).map(|value| text(value, compat)).unwrap_or_default();
    let variant = record.get("variant");
    let variant_key = match variant {
        None => "1".to_owned(),
        Some(Value::Null) if !compat => "1".to_owned(),
        Some(given) => match text(given, compat) {
            empty if empty.is_empty() => "1".to_owned(),
            given => given,
        },
    };
    let plain = |name: &str| match record.get(name) {
        Some(Value::Null) | None => String::new(),
        Some(given) => match given {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
    };
    Some(Part {
        response_type: record.get("response_type").and_then(Value::as_str).map(str::to_owned),
        key: format!("{:032x}", xxh3_128(format!("{variant_key}\0{value}").as_bytes())),
        value_id: value_id.map(Value::to_string),
        answer: answer.map(Value::to_string),
        variant: variant
            .filter(|variant| is_true(variant))
            .map(|given| text(given, compat))
            .unwrap_or_default(),
        question: plain("question"),
        correct: record.get("correct").is_some_and(is_true),
        display_name: plain("problem_display_name"),
    })
}

/// Fills in what a record lacks (`PF A13`).
fn complete(record: &mut Map<String, Value>, known: &Map<String, Value>) {
    for (name, value) in known.iter().filter(|(_, value)| value.is_string()) {
        if !record.get(name).is_some_and(is_true) {
            record.insert(name.clone(), value.clone());
        }
    }
    if record.contains_key("answer") {
        return;
    }
    let is_choice = record
        .get("response_type")
        .and_then(Value::as_str)
        .is_some_and(|kind| CHOICES.contains(&kind));
    if !is_choice {
        if let Some(given) = record.remove("answer_value_id") {
            record.insert("answer".to_owned(), given);
        }
        return;
    }
    let (Some(given), Some(texts)) = (
        record.get("answer_value_id"),
        known.get("answer_value_id_map").and_then(Value::as_object),
    ) else {
        return;
    };
    let text_of = |code: &Value| {
        let text = code.as_str().and_then(|code| texts.get(code));
        text.cloned().unwrap_or_else(|| Value::String(String::new()))
    };
    let answer = match given {
        Value::Array(codes) => Value::Array(codes.iter().map(text_of).collect()),
        code => text_of(code),
    };
    record.insert("answer".to_owned(), answer);
}

/// Whether a value counts as true: not null, false, zero or empty.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(record: &str, compat: bool) -> Part {
        part_of_record(record, "a", &AnswerMetadata::default(), compat).unwrap()
    }

    #[test]
    fn the_same_answers_have_the_same_key() {
        let key = |record: &str| part(record, false).key;
        let same = [
            r#"{"answer": " 4 "}"#,
            r#"{"answer": "4", "variant": ""}"#,
            r#"{"answer": "4", "variant": null}"#,
            r#"{"answer_value_id": "4", "variant": 1}"#,
            r#"{"answer_value_id": "4", "answer": "four", "variant": "1"}"#,
        ];
        for record in same {
            assert_eq!(key(record), key(same[0]), "{record}");
        }
        for record in [
            r#"{"answer": "4", "variant": 2}"#,
            r#"{"answer": ["4"]}"#,
            r#"{"answer": "5"}"#,
        ] {
            assert_ne!(key(record), key(same[0]), "{record}");
        }
        let null = r#"{"answer": "4", "variant": null}"#;
        assert_ne!(part(null, true).key, part(same[0], true).key);
    }

    #[test]
    fn metadata_completes_old_records() {
        let metadata = AnswerMetadata::read(
            r#"{"a": {"response_type": "multiplechoiceresponse", "question": "Q", "answer_value_id_map": {"c1": "One"}, "n": 5},
                "b": {"response_type": "optionresponse"}}"#,
        );
        let of = |record: &str, id: &str| part_of_record(record, id, &metadata, false).unwrap();
        let chosen = of(r#"{"answer_value_id": ["c1", "c2"], "question": ""}"#, "a");
        assert_eq!(chosen.answer.as_deref(), Some(r#"["One",""]"#));
        assert_eq!((chosen.question.as_str(), chosen.value_id.is_some()), ("Q", true));
        let option = of(r#"{"answer_value_id": "x"}"#, "b");
        assert_eq!((option.answer.as_deref(), option.value_id), (Some(r#""x""#), None));
        assert_eq!(of(r#"{"answer_value_id": "x"}"#, "c").response_type, None);
        for bad in ["", "[]", "{\"a\": 5}", "no"] {
            let none = AnswerMetadata::read(bad);
            assert_eq!(part_of_record("{}", "a", &none, false).unwrap().response_type, None);
        }
    }

    #[test]
    fn odd_records_have_no_parts_or_empty_ones() {
        assert_eq!(part_of_record("[]", "a", &AnswerMetadata::default(), false), None);
        let odd = part(
            r#"{"response_type": 5, "question": null, "correct": 0, "variant": 0}"#,
            false,
        );
        assert_eq!(odd.response_type, None);
        assert_eq!(
            (odd.question.as_str(), odd.correct, odd.variant.as_str()),
            ("", false, "")
        );
    }
}
