//! Value and origin of each setting.

use figment::value::Value;
use figment::{Figment, Metadata, Source};
use serde::Serialize;

use super::reference::entries;

/// A setting with its value in force and where that came from.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// Canonical name.
    pub key: String,
    /// Value in force, as TOML text. Secrets show their reference only.
    pub value: String,
    /// `default`, the site file, a variable, or the command line.
    pub origin: String,
    /// Type in words.
    pub kind: String,
    /// Where the value belongs.
    pub class: String,
    /// Value when nothing is set.
    pub default: String,
    /// Meaning.
    pub doc: String,
}

/// Value and origin of every setting.
pub fn explain(sources: &Figment) -> Vec<Explained> {
    let explained = entries().into_iter().map(|entry| Explained {
        value: find(sources, &entry.key).map_or_else(|| "none".into(), |value| as_text(&value)),
        origin: origin(sources, &entry.key),
        key: entry.key,
        kind: entry.kind,
        class: entry.class,
        default: entry.default,
        doc: entry.doc,
    });
    explained.collect()
}

/// Value and origin of parameters of single reports, by their names.
pub fn parameters(sources: &Figment, names: Vec<String>) -> impl Iterator<Item = Explained> {
    names.into_iter().map(move |key| Explained {
        value: find(sources, &key).map_or_else(|| "none".into(), |value| as_text(&value)),
        origin: origin(sources, &key),
        key,
        kind: "parameter".into(),
        class: "run".into(),
        default: String::new(),
        doc: "A parameter of one report: `olivine tasks --params` shows its meaning and default.".into(),
    })
}

/// Where the value of a setting came from, in words.
pub fn origin(sources: &Figment, key: &str) -> String {
    let metadata = find(sources, key).and_then(|value| sources.get_metadata(value.tag()));
    metadata.map_or_else(|| "default".into(), source_name)
}

/// The value of a setting. Ids of reports hold dots: below `report` the id is looked for as one name, as in
/// `[report."engagement.content"]`, and as sections within each other, as the environment and the command line give it.
pub fn find(sources: &Figment, key: &str) -> Option<Value> {
    let nested = sources.find_value(key).ok();
    let Some(named) = of_report(sources, key) else {
        return nested;
    };
    // Both forms at once: the environment and the command line still win over the site file.
    match nested {
        Some(nested) if is_from_file(sources, &named) && !is_from_file(sources, &nested) => Some(nested),
        _ => Some(named),
    }
}

/// A parameter of a report whose id is written as one name.
fn of_report(sources: &Figment, key: &str) -> Option<Value> {
    let (id, name) = key.strip_prefix("report.")?.rsplit_once('.')?;
    let mut reports = sources.find_value("report").ok()?.into_dict()?;
    reports.remove(id)?.into_dict()?.remove(name)
}

fn is_from_file(sources: &Figment, value: &Value) -> bool {
    let metadata = sources.get_metadata(value.tag());
    metadata.is_some_and(|metadata| matches!(metadata.source, Some(Source::File(_))))
}

/// A source of settings, in words.
pub fn source_name(metadata: &Metadata) -> String {
    match &metadata.source {
        Some(Source::File(path)) => path.display().to_string(),
        Some(Source::Code(_)) => "default".into(),
        _ if metadata.name.contains("environment") => "environment".into(),
        _ => metadata.name.to_string(),
    }
}

fn as_text(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "?".into())
}
