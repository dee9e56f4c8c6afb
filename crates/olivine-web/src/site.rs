//! What the pages are made from: options, words, assets and the data API's state.

use std::sync::Arc;

use olivine_api::ApiState;

use crate::assets::Assets;
use crate::course_list::CourseListCache;
use crate::error::WebError;
use crate::guard::Policies;
use crate::language::Languages;
use crate::operations::Operations;
use crate::selection::Selections;

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
    /// Minutes after which a sign-in ends in any case.
    pub session_minutes: u32,
    /// The rest of the program, for the pages of operators; without it they show what results and site state tell.
    pub operations: Option<Arc<dyn Operations>>,
    /// Works numbers out for some people and days; without it filters do as far as the SQL of queries knows them.
    pub selections: Option<Arc<dyn Selections>>,
    /// Minutes after which somebody who does nothing is signed out.
    pub idle_minutes: u32,
    /// Whether accounts of the site can sign in beside the LMS.
    pub local_accounts: bool,
    /// Where people go after signing out, to end their visit of the LMS, too.
    pub logout_url: Option<String>,
    /// Origins whose pages may show embedded reports.
    pub embed_origins: Vec<String>,
    /// Whether pages leave out staff unless an address says that they count, too (`UI D-24`).
    pub leave_out_staff: bool,
    /// How many people a choice must leave for its numbers to be shown to who may not see single learners; 0: any number.
    pub smallest_group: u32,
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
            operations: None,
            selections: None,
            idle_minutes: 4 * 60,
            local_accounts: true,
            logout_url: None,
            embed_origins: Vec::new(),
            leave_out_staff: false,
            smallest_group: 0,
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
    pub course_list: CourseListCache,
    pub policies: Policies,
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
        let languages = with_words(words).unwrap_or(built_in);
        Ok(Arc::new(Self {
            policies: Policies::of(&state.options),
            api: state.api,
            options: state.options,
            languages,
            assets: Assets::load(),
            course_list: CourseListCache::default(),
        }))
    }
}

/// Code of a language, name of a file, its text.
type ReportWords = (String, String, String);

/// All languages with the words of reports. Those of a file that do not fit are left out, and the others stay.
fn with_words(words: Vec<ReportWords>) -> Option<Languages> {
    if let Ok(languages) = Languages::load_with(&words) {
        return Some(languages);
    }
    let mut fitting: Vec<ReportWords> = Vec::new();
    let mut languages = None;
    for one in words {
        fitting.push(one);
        match Languages::load_with(&fitting) {
            Ok(more) => languages = Some(more),
            Err(error) => {
                if let Some((_, file, _)) = fitting.pop() {
                    tracing::error!(file, %error, "words of a report are left out");
                }
            }
        }
    }
    languages
}

/// Translations that reports bring along in `words/<code>.ftl`.
fn report_words(api: &ApiState, languages: &Languages) -> Vec<ReportWords> {
    let mut words = Vec::new();
    for report in api.registry().reports() {
        for (code, _) in languages.names() {
            let file = format!("words/{code}.ftl");
            if let Some(text) = report.file(&file) {
                words.push((code, format!("{}/{file}", report.manifest.id), text.to_owned()));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_fit_leave_the_others_alone() {
        let file = |report: &str, text: &str| ("es".to_owned(), format!("{report}/words/es.ftl"), text.to_owned());
        let words = vec![
            file("a", "report-a-title = Uno\n"),
            file("broken", "report-broken-title\n"),
            file("thief", "report-a-title = Otro\n"),
            file("b", "report-b-title = Dos\n"),
        ];
        let languages = with_words(words).unwrap();
        let spanish = languages.words(Some("es"), None);
        assert_eq!(spanish.own("report-a-title").as_deref(), Some("Uno"));
        assert_eq!(spanish.own("report-b-title").as_deref(), Some("Dos"));
        assert_eq!(spanish.own("report-broken-title"), None);
    }
}
