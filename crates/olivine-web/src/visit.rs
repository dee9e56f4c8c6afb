//! Who looks at a page, in which language and light: worked out once per request.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use olivine_store::{Courses, Principal};
use tower_sessions::Session;
use tower_sessions::cookie::{Cookie, SameSite};

use crate::address::Query;
use crate::error::WebError;
use crate::guard;
use crate::language::Words;
use crate::session::{SEEN, USER};
use crate::site::Site;

/// Cookie with the language picked.
const LANGUAGE: &str = "olivine_language";
/// Cookie with the theme picked.
const THEME: &str = "olivine_theme";
/// Themes one can pick; the first is the default.
pub const THEMES: [&str; 3] = ["auto", "light", "dark"];
/// How exactly the last visit of a session is known.
const SEEN_SECONDS: i64 = 600;
/// Days a choice of language or theme is kept.
const CHOICE_DAYS: i64 = 365;

/// One request of one visitor.
#[derive(Clone)]
pub struct Visit {
    /// The words of the visitor's language.
    pub words: Words,
    /// One of [`THEMES`].
    pub theme: &'static str,
    /// Path and query asked for.
    pub here: String,
    /// The query.
    pub query: Query,
    /// What forms must carry.
    pub csrf: String,
    /// Who is signed in.
    pub principal: Option<Principal>,
}

impl Visit {
    /// Whether the visitor may see this course.
    pub fn may_see(&self, course_id: &str) -> bool {
        match self.principal.as_ref().map(|principal| &principal.courses) {
            Some(Courses::All) => true,
            Some(Courses::Some(courses)) => courses.contains(course_id),
            None => false,
        }
    }

    /// Whether the visitor may see any course at all.
    pub fn may_see_any(&self) -> bool {
        match self.principal.as_ref().map(|principal| &principal.courses) {
            Some(Courses::All) => true,
            Some(Courses::Some(courses)) => !courses.is_empty(),
            None => false,
        }
    }
}

/// Puts the [`Visit`] into the request.
pub async fn attach(State(site): State<Arc<Site>>, session: Session, mut request: Request, next: Next) -> Response {
    let cookies = Cookies::of(request.headers(), site.options.https);
    let known = cookies.get(guard::COOKIE).filter(|value| guard::is_token(value));
    let csrf = known.clone().unwrap_or_else(guard::new_token);
    let accepted = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let words = site.languages.words(cookies.get(LANGUAGE).as_deref(), accepted);
    let picked = cookies.get(THEME);
    let theme = THEMES
        .into_iter()
        .find(|theme| Some(*theme) == picked.as_deref())
        .unwrap_or(THEMES[0]);
    let principal = match signed_in(&site, &session).await {
        Ok(principal) => principal,
        Err(error) => {
            // Without the site's state nobody is signed in; the page that follows says what can be said.
            tracing::error!(%error, "a session could not be read");
            None
        }
    };
    let is_signed_in = principal.is_some();
    let uri = request.uri();
    let visit = Visit {
        words,
        theme,
        here: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        query: Query::parse(uri.query().unwrap_or_default()),
        csrf: csrf.clone(),
        principal,
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if is_signed_in {
        let headers = response.headers_mut();
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static(guard::UNSTORED));
    }
    if known.is_none() && !sets(&response, &guard::cookie_name(site.options.https, guard::COOKIE)) {
        set(&mut response, cookie(guard::COOKIE, csrf, &site).build());
    }
    response
}

async fn signed_in(site: &Site, session: &Session) -> Result<Option<Principal>, WebError> {
    let Some(user) = session.get::<String>(USER).await? else {
        return Ok(None);
    };
    // A session ends after so long without a visit; to note every visit would be a write per page.
    let (now, seen) = (
        chrono::Utc::now().timestamp(),
        session.get::<i64>(SEEN).await?.unwrap_or(0),
    );
    let step = SEEN_SECONDS.min(i64::from(site.options.idle_minutes) * 60 / 4);
    if now - seen > step {
        session.insert(SEEN, now).await?;
    }
    // Read anew each time: rights that were taken away are gone at the next click.
    Ok(site.api.people().principal(&user).await?)
}

/// Adds a cookie to a response.
pub fn set(response: &mut Response, cookie: Cookie<'_>) {
    // The text of a cookie is made of visible ASCII only, so this cannot fail; a bad one would be left out.
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// A cookie of ours with all protections.
pub fn cookie<'a>(name: &str, value: String, site: &Site) -> tower_sessions::cookie::CookieBuilder<'a> {
    Cookie::build((guard::cookie_name(site.options.https, name), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.options.https)
}

/// Remembers choices of language and theme.
pub fn remember(response: &mut Response, site: &Site, language: Option<&str>, theme: Option<&str>) {
    let age = tower_sessions::cookie::time::Duration::days(CHOICE_DAYS);
    if let Some(language) = language.filter(|code| site.languages.knows(code)) {
        set(
            response,
            cookie(LANGUAGE, language.to_owned(), site).max_age(age).build(),
        );
    }
    if let Some(theme) = theme.filter(|theme| THEMES.contains(theme)) {
        set(response, cookie(THEME, theme.to_owned(), site).max_age(age).build());
    }
}

fn sets(response: &Response, name: &str) -> bool {
    let mut values = response.headers().get_all(SET_COOKIE).iter();
    values.any(|value| value.as_bytes().starts_with(name.as_bytes()) && value.as_bytes().get(name.len()) == Some(&b'='))
}

/// The cookies of a request.
pub struct Cookies {
    cookies: Vec<Cookie<'static>>,
    https: bool,
}

impl Cookies {
    /// Reads the headers of a site with or without HTTPS.
    pub fn of(headers: &HeaderMap, https: bool) -> Self {
        let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookies = texts.flat_map(|text| {
            Cookie::split_parse(text.to_owned())
                .filter_map(Result::ok)
                .collect::<Vec<_>>()
        });
        Self {
            cookies: cookies.collect(),
            https,
        }
    }

    /// The value of a cookie of ours.
    pub fn get(&self, name: &str) -> Option<String> {
        let name = guard::cookie_name(self.https, name);
        self.cookies
            .iter()
            .find(|cookie| cookie.name() == name)
            .map(|cookie| cookie.value().to_owned())
    }
}
