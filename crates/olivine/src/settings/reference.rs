//! The list of settings as read from their declaration: for the reference page, the example file and `config explain`.

use schemars::schema_for;
use serde_json::Value;

use super::Settings;

/// One setting as declared.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Canonical name, `section.key`.
    pub key: String,
    /// Type in words.
    pub kind: String,
    /// Where the value belongs: `site`, `secret`, `job` or `run`.
    pub class: String,
    /// Value when nothing is set, as TOML.
    pub default: String,
    /// Least and greatest number, where not every number can be used.
    pub bounds: Option<(f64, f64)>,
    /// Meaning.
    pub doc: String,
    /// What the section is about.
    pub section_doc: String,
}

/// Every setting, in declared order.
pub fn entries() -> Vec<Entry> {
    let schema = schema_for!(Settings).to_value();
    let defaults = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut all = Vec::new();
    for (section, shape) in properties(&schema) {
        let section_doc = text(shape, "description");
        for (name, setting) in properties(resolved(&schema, shape)) {
            let target = resolved(&schema, setting);
            all.push(Entry {
                key: format!("{section}.{name}"),
                kind: kind_in_words(setting, target),
                bounds: bounds(setting),
                class: text(setting, "class"),
                default: as_toml(&defaults[section][name]),
                doc: text(setting, "description").replace('\n', " "),
                section_doc: section_doc.clone(),
            });
        }
    }
    all
}

/// The annotated example file: every setting with its default, commented out.
pub fn example_file() -> String {
    let mut out = String::from(
        "# Settings of an Olivine site. Every line that begins with `#` shows a default.\n\
         # Secrets are named, never written here: `env:NAME` or `file:PATH`.\n",
    );
    let mut section = String::new();
    for entry in entries() {
        let (name, key) = entry.key.split_once('.').unwrap_or(("", &entry.key));
        if section != name {
            out.push_str(&format!("\n# {}\n[{name}]\n", entry.section_doc));
            section = name.to_owned();
        }
        out.push_str(&format!("# {}\n", entry.doc));
        let shown = if entry.default.is_empty() {
            "false".to_owned()
        } else {
            entry.default
        };
        out.push_str(&format!("# {key} = {shown}\n"));
    }
    out
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

/// Follows a `$ref` of the schema, plain or wrapped.
fn resolved<'a>(root: &'a Value, shape: &'a Value) -> &'a Value {
    let reference = shape
        .get("$ref")
        .or_else(|| shape.pointer("/allOf/0/$ref"))
        .and_then(Value::as_str);
    reference
        .and_then(|path| root.pointer(path.trim_start_matches('#')))
        .unwrap_or(shape)
}

fn kind_in_words(setting: &Value, target: &Value) -> String {
    if text(setting, "class") == "secret" {
        return "secret".into();
    }
    let of = |shape: &Value| match shape.get("type") {
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(several)) => several.first().and_then(Value::as_str).unwrap_or("text").to_owned(),
        _ => "text".into(),
    };
    let date = target.get("format").and_then(Value::as_str) == Some("date");
    match of(target).as_str() {
        _ if date => "date".into(),
        "string" => "text".into(),
        "array" => "list of text".into(),
        "integer" | "number" => match bounds(setting) {
            Some((least, greatest)) => format!("number from {least} to {greatest}"),
            None => "number".into(),
        },
        "boolean" => "true or false".into(),
        other => other.to_owned(),
    }
}

/// Least and greatest number. The type alone gives a least one, but no greatest.
fn bounds(setting: &Value) -> Option<(f64, f64)> {
    let number = |name: &str| setting.get(name).and_then(Value::as_f64);
    number("minimum").zip(number("maximum"))
}

fn text(shape: &Value, name: &str) -> String {
    shape.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn as_toml(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => toml::Value::try_from(other)
            .map(|value| value.to_string())
            .unwrap_or_default(),
    }
}
