//! Names of countries in the language of the page (`UI 2.11` rule 2).

use olivine_api::country::Country;

use crate::language::Words;

/// The name in this language, else the short name of the data API.
pub fn country_name(words: &Words, country: &Country) -> String {
    words
        .own(&format!("country-{}", country.alpha2))
        .unwrap_or_else(|| country.name.to_owned())
}
