//! Which language a page speaks and the words of it (`UI 5.6`, `UI D-10`).
//!
//! Messages are Fluent files in `locales/<code>/`. English is complete by definition; a test holds every other language
//! to the same keys. Reports bring their own titles and helps in their manifests, and translations of them in
//! `words/<code>.ftl` beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_langneg::{NegotiationStrategy, negotiate_languages, parse_accepted_languages};
use rust_embed::RustEmbed;
use unic_langid::{CharacterDirection, LanguageIdentifier};

use crate::error::WebError;

/// Language that every message exists in.
pub const DEFAULT_LANGUAGE: &str = "en";

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

/// All languages the program speaks.
pub struct Languages {
    languages: BTreeMap<String, Arc<Language>>,
    codes: Vec<LanguageIdentifier>,
}

struct Language {
    code: String,
    right_to_left: bool,
    bundle: FluentBundle<FluentResource>,
}

impl Languages {
    /// Reads the built-in message files.
    ///
    /// # Errors
    /// [`WebError::Messages`] if a file is not well-formed Fluent or a key stands twice.
    pub fn load() -> Result<Self, WebError> {
        Self::load_with(&[])
    }

    /// Reads the built-in message files and further ones: `(language code, name of the file, Fluent text)`.
    /// Files in languages the program does not speak are left out.
    ///
    /// # Errors
    /// [`WebError::Messages`] if a file is not well-formed Fluent or a key stands twice.
    pub fn load_with(further: &[(String, String, String)]) -> Result<Self, WebError> {
        let mut files: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for path in Locales::iter() {
            let (Some((code, _)), Some(file)) = (path.split_once('/'), Locales::get(&path)) else {
                continue;
            };
            let text = String::from_utf8_lossy(&file.data).into_owned();
            files.entry(code.to_owned()).or_default().push((path.to_string(), text));
        }
        for (code, name, text) in further {
            if let Some(known) = files.get_mut(code) {
                known.push((name.clone(), text.clone()));
            }
        }
        let mut languages = BTreeMap::new();
        let mut codes = Vec::new();
        for (code, texts) in files {
            let language = Language::new(&code, &texts)?;
            codes.push(parse_code(&code)?);
            languages.insert(code, Arc::new(language));
        }
        if !languages.contains_key(DEFAULT_LANGUAGE) {
            return Err(WebError::Messages(format!(
                "there are no messages in `{DEFAULT_LANGUAGE}`"
            )));
        }
        Ok(Self { languages, codes })
    }

    /// The words for a visitor: the language picked, else the best one the browser asks for, else English.
    pub fn words(&self, picked: Option<&str>, accept_language: Option<&str>) -> Words {
        if let Some(language) = picked.and_then(|code| self.languages.get(code)) {
            return self.words_of(language);
        }
        let requested = accept_language.map(by_preference).unwrap_or_default();
        let fallback = LanguageIdentifier::default();
        let found = negotiate_languages(&requested, &self.codes, Some(&fallback), NegotiationStrategy::Lookup);
        let code = found.first().map_or(DEFAULT_LANGUAGE.to_owned(), ToString::to_string);
        match self.languages.get(&code) {
            Some(language) => self.words_of(language),
            None => self.words_of(&self.languages[DEFAULT_LANGUAGE]),
        }
    }

    /// Codes and own names of all languages, for the picker.
    pub fn names(&self) -> Vec<(String, String)> {
        self.languages
            .values()
            .map(|language| (language.code.clone(), self.words_of(language).t("language-name")))
            .collect()
    }

    /// Whether the program speaks this language.
    pub fn knows(&self, code: &str) -> bool {
        self.languages.contains_key(code)
    }

    fn words_of(&self, language: &Arc<Language>) -> Words {
        Words {
            language: language.clone(),
            fallback: self.languages[DEFAULT_LANGUAGE].clone(),
        }
    }
}

impl Language {
    fn new(code: &str, files: &[(String, String)]) -> Result<Self, WebError> {
        let identifier = parse_code(code)?;
        let right_to_left = identifier.character_direction() == CharacterDirection::RTL;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Isolation marks keep left-to-right names in order inside right-to-left sentences; elsewhere they are noise.
        bundle.set_use_isolating(right_to_left);
        for (name, text) in files {
            let resource = FluentResource::try_new(text.clone())
                .map_err(|(_, errors)| WebError::Messages(format!("`{name}`: {}", listed(&errors))))?;
            bundle
                .add_resource(resource)
                .map_err(|errors| WebError::Messages(format!("`{name}`: {}", listed(&errors))))?;
        }
        Ok(Self {
            code: code.to_owned(),
            right_to_left,
            bundle,
        })
    }

    fn text(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(
                key,
                language = self.code,
                errors = listed(&errors),
                "a message lacks a value"
            );
        }
        Some(text)
    }
}

/// The words of one language; cheap to clone. What a language lacks is said in English.
#[derive(Clone)]
pub struct Words {
    language: Arc<Language>,
    fallback: Arc<Language>,
}

impl Words {
    /// A message without values.
    pub fn t(&self, key: &str) -> String {
        self.say(key, None)
    }

    /// A message with one text value.
    pub fn t1(&self, key: &str, name: &'static str, value: &str) -> String {
        self.with(key, &[(name, value)])
    }

    /// A message with several text values.
    pub fn with(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(*value)))
            .collect();
        self.say(key, Some(&args))
    }

    /// A message whose wording depends on a number: the number as `$count`, its formatted text as `$shown`.
    pub fn counted(&self, key: &str, count: i64, values: &[(&'static str, &str)]) -> String {
        let mut args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from(*value)))
            .collect();
        args.set("count", FluentValue::from(count));
        args.set("shown", crate::format::integer(self, count));
        self.say(key, Some(&args))
    }

    /// The message in this language, if it has one; never the English one.
    pub fn own(&self, key: &str) -> Option<String> {
        self.language.text(key, None)
    }

    /// The message in this language or English, if there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.language.text(key, None).or_else(|| self.fallback.text(key, None))
    }

    /// Code of the language, for `lang` attributes.
    pub fn code(&self) -> &str {
        &self.language.code
    }

    /// Direction of writing, for `dir` attributes.
    pub fn direction(&self) -> &'static str {
        if self.language.right_to_left { "rtl" } else { "ltr" }
    }

    fn say(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.language
            .text(key, args)
            .or_else(|| self.fallback.text(key, args))
            .unwrap_or_else(|| {
                tracing::error!(key, "there is no such message");
                format!("⟦{key}⟧")
            })
    }
}

/// The languages a browser asks for, best first: negotiation itself takes the order and ignores the weights.
fn by_preference(header: &str) -> Vec<LanguageIdentifier> {
    let mut weighted: Vec<(f32, &str)> = header
        .split(',')
        .filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |text| text.trim().parse().ok())?;
            (weight > 0.0).then_some((weight, tag.trim()))
        })
        .collect();
    weighted.sort_by(|left, right| right.0.total_cmp(&left.0));
    let ordered: Vec<&str> = weighted.into_iter().map(|(_, tag)| tag).collect();
    parse_accepted_languages(&ordered.join(","))
}

fn parse_code(code: &str) -> Result<LanguageIdentifier, WebError> {
    code.parse()
        .map_err(|_| WebError::Messages(format!("`{code}` is not a language code")))
}

fn listed<E: std::fmt::Display>(errors: &[E]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
#[path = "language_tests.rs"]
mod tests;
