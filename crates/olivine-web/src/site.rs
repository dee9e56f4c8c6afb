//! What the pages are made from: options, words, assets and the data API's state.

use std::sync::Arc;

use olivine_api::ApiState;

use crate::assets::Assets;
use crate::catalogue::CatalogueCache;
use crate::error::WebError;
use crate::language::{DEFAULT_LANGUAGE, Languages};

/// What a site may choose about its pages.
#[derive(Debug, Clone)]
pub struct WebOptions {
    /// Name of the site, in the header and in titles.
    pub site_name: String,
    /// Whether people reach it by HTTPS: cookies are then sent over HTTPS only.
    pub https: bool,
    /// LMS base of course links, for example `https://lms.example.org/courses`; course home links to it.
    pub lms_courses_url: Option<String>,
    /// Studio base of course links, for example `https://studio.example.org/course`.
    pub studio_courses_url: Option<String>,
    /// Mail address for questions, in the footer.
    pub support_email: Option<String>,
    /// Further links of the footer: text, address.
    pub footer_links: Vec<(String, String)>,
    /// Minutes after which somebody who does nothing is signed out.
    pub session_minutes: u32,
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            site_name: "Olivine".to_owned(),
            https: false,
            lms_courses_url: None,
            studio_courses_url: None,
            support_email: None,
            footer_links: Vec::new(),
            session_minutes: 12 * 60,
        }
    }
}

/// What the router is made from.
#[derive(Clone)]
pub struct WebState {
    /// Store, registry and queries.
    pub api: ApiState,
    /// What the site chose.
    pub options: WebOptions,
}

/// Everything a request needs; made once.
pub struct Site {
    pub api: ApiState,
    pub options: WebOptions,
    pub languages: Languages,
    pub assets: Assets,
    pub catalogue: CatalogueCache,
}

impl Site {
    /// Reads words and the list of assets.
    ///
    /// # Errors
    /// [`WebError::Messages`] if the built-in words are broken. Words of a report that are broken are left out and
    /// logged: a plugin never takes the site down.
    pub fn new(state: WebState) -> Result<Arc<Self>, WebError> {
        let built_in = Languages::load()?;
        let words = report_words(&state.api, &built_in);
        let languages = match Languages::load_with(&words) {
            Ok(languages) => languages,
            Err(error) => {
                tracing::error!(%error, "the words of reports are left out");
                built_in
            }
        };
        Ok(Arc::new(Self {
            api: state.api,
            options: state.options,
            languages,
            assets: Assets::load(),
            catalogue: CatalogueCache::default(),
        }))
    }
}

/// Translations that reports bring along in `words/<code>.ftl`.
fn report_words(api: &ApiState, languages: &Languages) -> Vec<(String, String, String)> {
    let mut words = Vec::new();
    for report in api.registry().reports() {
        for (code, _) in languages.names() {
            let file = format!("words/{code}.ftl");
            if code == DEFAULT_LANGUAGE {
                continue;
            }
            if let Some(text) = report.file(&file) {
                words.push((code, format!("{}/{file}", report.manifest.id), text.to_owned()));
            }
        }
    }
    words
}
