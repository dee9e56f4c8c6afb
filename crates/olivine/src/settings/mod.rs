//! Settings: declared in [`declared`], gathered here from default, site file, environment and command line.
//!
//! Precedence (`OP b.3` rule 2): command line → environment (`OLIVINE_SECTION__KEY`) → site file → default.

mod declared;
mod error;
mod explain;
mod failures;
mod reference;
mod secret;
mod sign_in;

use std::io;
use std::path::{Component, Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use figment::value::{Dict, Map};
use figment::{Metadata, Profile, Provider};

pub use declared::Settings;
pub use error::SettingsError;
pub use explain::{Explained, explain};
pub use failures::FAILURES;
pub use reference::{entries, example_file};
pub use sign_in::is_web_address;

/// Name of the site file.
pub const SITE_FILE: &str = "olivine.toml";
/// The folder of a site for all that the program keeps, unless settings say otherwise.
pub const DATA_FOLDER: &str = "data";

/// A site folder with its settings.
#[derive(Debug, Clone)]
pub struct Site {
    /// The site folder, absolute; relative paths in settings start here.
    pub dir: PathBuf,
    /// The settings in force.
    pub settings: Settings,
    /// Where each value came from.
    sources: Figment,
    /// `section.key=value` pairs of the command line.
    overrides: Vec<String>,
}

impl Site {
    /// Reads the settings of the site in `dir`; `overrides` are `section.key=value` pairs of the command line.
    ///
    /// # Errors
    /// The site file is missing or cannot be read, a key is unknown, a value has the wrong type, or a secret stands where it must
    /// not.
    pub fn open(dir: &Path, overrides: &[String]) -> Result<Self, SettingsError> {
        let file = dir.join(SITE_FILE);
        check_file(dir, &file)?;
        let sources = Figment::from(Serialized::defaults(Settings::default()))
            .merge(Toml::file_exact(&file))
            .merge(
                Env::prefixed("OLIVINE_")
                    .filter(|key| key.as_str().contains("__"))
                    .split("__"),
            )
            .merge(CommandLine::parse(overrides)?);
        let settings: Settings = sources.extract().map_err(SettingsError::from_figment)?;
        check_bounds(&sources)?;
        settings.check()?;
        Ok(Self {
            dir: whole(dir).map_err(|_| SettingsError::NoSite { dir: dir.to_owned() })?,
            settings,
            sources,
            overrides: overrides.to_vec(),
        })
    }

    /// Reads the settings of the same site again.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub fn again(&self) -> Result<Self, SettingsError> {
        Self::open(&self.dir, &self.overrides)
    }

    /// A path of the settings, made absolute from the site folder.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.dir.join(path)
    }

    /// A place of the settings: an address as it is, a path from the site folder, nothing where nothing is set.
    pub fn place(&self, place: &str) -> String {
        if place.is_empty() || place.contains("://") {
            place.to_owned()
        } else {
            self.path(place).display().to_string()
        }
    }

    /// Value and origin of every setting, and of the parameters of single reports that are set.
    pub fn explain(&self) -> Vec<Explained> {
        let mut all = explain(&self.sources);
        all.extend(explain::parameters(&self.sources, self.settings.report_parameters()));
        all
    }

    /// The value of a setting by its name, for parameters of reports that follow a setting.
    pub fn value(&self, key: &str) -> Option<toml::Value> {
        if let Some(switch) = key.strip_prefix("compat.") {
            return Some(toml::Value::Boolean(self.settings.compat.switch(switch)?));
        }
        let value = explain::find(&self.sources, key)?;
        toml::Value::try_from(value).ok()
    }

    /// Where the value of a setting came from, in words.
    pub fn origin(&self, key: &str) -> String {
        explain::origin(&self.sources, key)
    }
}

/// Tells a folder without a site from one into which nobody lets the program look.
fn check_file(dir: &Path, file: &Path) -> Result<(), SettingsError> {
    match file.metadata() {
        Ok(there) if there.is_file() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(SettingsError::Unreadable {
            file: file.display().to_string(),
            reason: error.to_string(),
        }),
        Ok(_) | Err(_) => Err(SettingsError::NoSite { dir: dir.to_owned() }),
    }
}

/// A folder that is there, absolute and without `..`. Links are followed only where `..` makes that needful: files that were taken
/// in are known by their paths.
fn whole(folder: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    if absolute.components().any(|part| part == Component::ParentDir) {
        absolute.canonicalize()
    } else {
        Ok(absolute)
    }
}

impl declared::Compat {
    /// A switch in force: its own value, else that of `compat.upstream`.
    pub fn switch(&self, name: &str) -> Option<bool> {
        let own = match name {
            "upstream" => Some(self.upstream),
            "time" => self.time,
            "keys" => self.keys,
            "mfe" => self.mfe,
            "location_date" => self.location_date,
            "video" => self.video,
            "segments" => self.segments,
            "anonymous" => self.anonymous,
            "answers" => self.answers,
            _ => return None,
        };
        Some(own.unwrap_or(self.upstream))
    }
}

impl Settings {
    /// The names of all parameters of single reports that are set, `report.ID.NAME`.
    pub fn report_parameters(&self) -> Vec<String> {
        fn collect(name: String, value: &serde_json::Value, names: &mut Vec<String>) {
            match value.as_object() {
                // The id may be written as sections within each other.
                Some(section) => {
                    for (inner, value) in section {
                        collect(format!("{name}.{inner}"), value, names);
                    }
                }
                None => names.push(name),
            }
        }
        let mut names = Vec::new();
        for (id, section) in &self.report {
            for (name, value) in section {
                collect(format!("report.{id}.{name}"), value, &mut names);
            }
        }
        names
    }

    /// Checks what types alone cannot say.
    fn check(&self) -> Result<(), SettingsError> {
        check_one_of(
            "lms.database_tls",
            &self.lms.database_tls,
            &["off", "preferred", "required", "verify"],
        )?;
        self.check_sign_in()?;
        let addresses = [
            ("store.url", &self.store.url),
            ("lms.database", &self.lms.database),
            ("ecommerce.database", &self.ecommerce.database),
        ];
        for (key, url) in addresses {
            refuse_password(key, url)?;
        }
        Ok(())
    }
}

/// Refuses numbers that are outside of what their declaration says.
fn check_bounds(sources: &Figment) -> Result<(), SettingsError> {
    for entry in entries() {
        let Some((least, greatest)) = entry.bounds else {
            continue;
        };
        let number = explain::find(sources, &entry.key).and_then(|value| value.deserialize::<f64>().ok());
        let Some(number) = number.filter(|number| !(least..=greatest).contains(number)) else {
            continue;
        };
        return Err(SettingsError::Value {
            source_name: explain::origin(sources, &entry.key),
            reason: format!("{number} is not from {least} to {greatest}"),
            key: entry.key,
        });
    }
    Ok(())
}

/// Refuses an address that holds a password, whether it stands in the settings or is an argument.
///
/// # Errors
/// It holds one.
pub fn refuse_password(key: &str, address: &str) -> Result<(), SettingsError> {
    if url::Url::parse(address).is_ok_and(|url| url.password().is_some()) {
        Err(SettingsError::SecretInUrl { key: key.into() })
    } else {
        Ok(())
    }
}

fn wrong(key: &str, reason: impl Into<String>) -> SettingsError {
    SettingsError::Value {
        key: key.into(),
        source_name: "settings".into(),
        reason: reason.into(),
    }
}

fn check_one_of(key: &str, value: &str, allowed: &[&str]) -> Result<(), SettingsError> {
    if allowed.contains(&value) {
        Ok(())
    } else {
        Err(wrong(key, format!("`{value}` is not one of {}", allowed.join(", "))))
    }
}

/// `section.key=value` pairs of the command line as a source of settings.
struct CommandLine(Dict);

impl CommandLine {
    fn parse(pairs: &[String]) -> Result<Self, SettingsError> {
        let mut all = Dict::new();
        for pair in pairs {
            let (key, text) = pair
                .split_once('=')
                .ok_or_else(|| SettingsError::Pair { pair: pair.clone() })?;
            // The id of a report stands in quotes in the site file; who writes them here, too, means the same.
            let key = key.replace('"', "");
            let secret = entries()
                .into_iter()
                .any(|entry| entry.key == key && entry.class == "secret");
            if secret {
                return Err(SettingsError::SecretOnCommandLine { key });
            }
            // The figment syntax for values: numbers, booleans, lists; everything else is text.
            let value: figment::value::Value = text.parse().unwrap_or_else(|_| text.into());
            all = merged(all, figment::util::nest(&key, value));
        }
        Ok(Self(all))
    }
}

/// Joins the sections of two settings sources; later pairs win.
fn merged(mut into: Dict, from: figment::value::Value) -> Dict {
    let Some(sections) = from.into_dict() else { return into };
    for (name, value) in sections {
        let joined = match (into.remove(&name), value) {
            (Some(figment::value::Value::Dict(tag, old)), new @ figment::value::Value::Dict(..)) => {
                figment::value::Value::Dict(tag, merged(old, new))
            }
            (_, new) => new,
        };
        into.insert(name, joined);
    }
    into
}

impl Provider for CommandLine {
    fn metadata(&self) -> Metadata {
        Metadata::named("command line")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.0.clone())]))
    }
}

#[cfg(test)]
mod tests;
