//! Value and origin of each setting.

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
        value: sources
            .find_value(&entry.key)
            .map_or_else(|_| "none".into(), |value| as_text(&value)),
        origin: origin(sources, &entry.key),
        key: entry.key,
        kind: entry.kind,
        class: entry.class,
        default: entry.default,
        doc: entry.doc,
    });
    explained.collect()
}

/// Where the value of a setting came from, in words.
pub fn origin(sources: &Figment, key: &str) -> String {
    sources.find_metadata(key).map_or_else(|| "default".into(), source_name)
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

fn as_text(value: &figment::value::Value) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "?".into())
}
