//! Answers as text (`PF A12`, `A16`, `R6`, `R7`).

use std::borrow::Cow;

use olivine_markup::text_of_html;
use serde_json::Value;

use super::clean::TextCleaner;

/// An answer as one text: a text without white space around it, a list as `[a|b]`, nothing for null, anything else as JSON. With
/// `compat` null, true and false have the words of the old pipeline.
pub fn text(value: &Value, compat: bool) -> String {
    stringify(value, compat, &|text| Cow::Borrowed(text.trim()))
}

/// As [`text`], but texts are read as HTML.
pub fn markup_text(value: &Value, compat: bool) -> String {
    stringify(value, compat, &|text| Cow::Owned(text_of_html(text)))
}

fn stringify(value: &Value, compat: bool, clean: &dyn Fn(&str) -> Cow<'_, str>) -> String {
    let one = |value: &Value| match value {
        Value::String(text) => clean(text).into_owned(),
        Value::Null if compat => "None".to_owned(),
        Value::Null => String::new(),
        Value::Bool(true) if compat => "True".to_owned(),
        Value::Bool(false) if compat => "False".to_owned(),
        other => other.to_string(),
    };
    match value {
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(one).collect();
            format!("[{}]", elements.join("|"))
        }
        other => one(other),
    }
}

/// An answer as a report of responses shows it: texts cleaned, a list with `delimiter` between its elements.
pub fn response_text(value: &Value, delimiter: &str, cleaner: &TextCleaner) -> String {
    let one = |value: &Value| match value {
        Value::String(text) => cleaner.clean(text),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match value {
        Value::Array(elements) => elements.iter().map(one).collect::<Vec<_>>().join(delimiter),
        other => one(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_answer() {
        let table = [
            (json!("\u{a0} 4 \n"), "4", "4"),
            (json!([]), "[]", "[]"),
            (json!([" a ", "<b>b</b>", 5, null]), "[a|<b>b</b>|5|]", "[a|b|5|]"),
            (json!(null), "", ""),
            (json!(true), "true", "true"),
            (json!(2.50), "2.5", "2.5"),
            (json!({"k": "v"}), r#"{"k":"v"}"#, r#"{"k":"v"}"#),
            (json!("x<sub>2</sub>y"), "x<sub>2</sub>y", "x 2 y"),
        ];
        for (value, plain, markup) in table {
            assert_eq!(
                (text(&value, false), markup_text(&value, false)),
                (plain.into(), markup.into()),
                "{value}"
            );
        }
        assert_eq!(text(&json!([null, true, false]), true), "[None|True|False]");
    }

    #[test]
    fn responses() {
        let list = json!(["Green  <choicehint>no</choicehint>", "Blue", 5]);
        let shown = |value: &Value| {
            let cleaner = TextCleaner::new(crate::answers::CHOICE_HINTS).unwrap();
            response_text(value, "|", &cleaner)
        };
        assert_eq!(shown(&list), "Green |Blue|5");
        assert_eq!(shown(&json!([])), "");
        assert_eq!(shown(&json!({"a": [1]})), r#"{"a":[1]}"#);
    }
}
