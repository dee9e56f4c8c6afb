//! What keeps others out of a visitor's browser: the content policy of every page and the tokens of forms.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use crate::site::{Site, WebOptions};
use crate::visit::Visit;

/// Cookie that holds the token forms must carry. A page of another site can neither read nor set it.
pub const COOKIE: &str = "olivine_csrf";
/// Put before the names of cookies on sites with HTTPS: browsers then let nobody but this very host set them.
const HOST_PREFIX: &str = "__Host-";
/// Length of a token as text: 32 random bytes.
const TOKEN_LENGTH: usize = 43;

/// Nothing but our own files; no inline scripts or styles.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'";

/// For what somebody signed in has seen: on a shared computer it is gone with the sign-in, from the back button, too.
pub const UNSTORED: &str = "private, no-store";

/// What browsers may do with our pages.
pub struct Policies {
    /// Pages: nobody may frame them, and their forms go nowhere else.
    page: HeaderValue,
    /// Embedded reports: pages of the origins that the site named may frame them.
    pub embedded: HeaderValue,
}

impl Policies {
    /// Policies of a site.
    pub fn of(options: &WebOptions) -> Self {
        // Browsers hold the redirect that follows a form to its policy, too: after signing out here it leads to the LMS.
        let form_targets = match options.logout_url.as_deref().and_then(origin) {
            Some(lms) => format!("'self' {lms}"),
            None => "'self'".to_owned(),
        };
        let framing = if options.embed_origins.is_empty() {
            "'none'".to_owned()
        } else {
            options.embed_origins.join(" ")
        };
        let written = |form: &str, frame: &str| {
            let text = format!("{POLICY}; form-action {form}; frame-ancestors {frame}");
            // Origins are checked with the settings; one that cannot stand in a header gives nobody a right.
            HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
        };
        Self {
            page: written(&form_targets, "'none'"),
            embedded: written("'self'", &framing),
        }
    }
}

fn origin(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

/// Name of a cookie of ours: own names, so that an LMS on the same domain is not disturbed (`UI 5.1`).
pub fn cookie_name(https: bool, name: &str) -> String {
    if https {
        format!("{HOST_PREFIX}{name}")
    } else {
        name.to_owned()
    }
}

/// Adds the headers every answer carries.
pub async fn headers(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert_with(|| site.policies.page.clone());
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Other pages say who looks at them in which language: no shared cache may keep them. Assets set their own rule.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// A new token.
pub fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Whether a text has the form of a token.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a form was sent from one of our pages: it carries the token of the cookie, and the browser, where it says
/// where a request comes from, does not say elsewhere.
pub fn accepts(visit: &Visit, headers: &HeaderMap, token: &str) -> bool {
    is_token(token) && same(token, &visit.csrf) && !is_from_elsewhere(headers)
}

/// Whether the browser says that another site made this request.
pub fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    !matches!(site, None | Some(b"same-origin" | b"none"))
}

/// Whether the browser says that a page of this origin made the request, as the LMS does from a hidden frame when somebody
/// signs out there (`UI 5.1`).
pub fn is_from(headers: &HeaderMap, address: &str) -> bool {
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    matches!((referrer.and_then(origin), origin(address)), (Some(from), Some(allowed)) if from == allowed)
}

/// Compares in a time that does not depend on where the texts differ.
pub fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, two) = (new_token(), new_token());
        assert!(is_token(&one) && is_token(&two) && one != two);
        assert!(!is_token("") && !is_token(&one[1..]) && !is_token(&format!("{}\"", &one[1..])));
        assert!(same(&one, &one) && !same(&one, &two) && !same(&one, &one[1..]));
    }

    #[test]
    fn policies_name_who_may_frame_and_where_forms_lead() {
        let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
        let closed = Policies::of(&WebOptions::default());
        assert!(text(&closed.page).ends_with("form-action 'self'; frame-ancestors 'none'"));
        assert!(text(&closed.embedded).ends_with("frame-ancestors 'none'"));
        let open = Policies::of(&WebOptions {
            logout_url: Some("https://lms.example.org/logout?x=1".to_owned()),
            embed_origins: vec!["https://studio.example.org".to_owned()],
            ..WebOptions::default()
        });
        assert!(text(&open.page).contains("form-action 'self' https://lms.example.org;"));
        assert!(text(&open.page).ends_with("frame-ancestors 'none'"));
        assert!(text(&open.embedded).ends_with("frame-ancestors https://studio.example.org"));
    }

    #[test]
    fn the_lms_is_known_by_its_origin() {
        let from = |referrer: &'static str| {
            let headers = HeaderMap::from_iter([(header::REFERER, HeaderValue::from_static(referrer))]);
            is_from(&headers, "https://lms.example.org/")
        };
        assert!(from("https://lms.example.org/logout") && from("https://lms.example.org/"));
        assert!(!from("https://lms.example.org.evil.example/") && !from("http://lms.example.org/") && !from("none"));
        assert!(!is_from(&HeaderMap::new(), "https://lms.example.org"));
        assert!(!from("data:text/html,x"));
    }

    #[test]
    fn what_comes_from_elsewhere_is_told_by_the_browser() {
        let mut headers = HeaderMap::new();
        assert!(!is_from_elsewhere(&headers));
        for (value, elsewhere) in [
            ("same-origin", false),
            ("none", false),
            ("same-site", true),
            ("cross-site", true),
        ] {
            headers.insert("sec-fetch-site", HeaderValue::from_static(value));
            assert_eq!(is_from_elsewhere(&headers), elsewhere, "{value}");
        }
    }
}
