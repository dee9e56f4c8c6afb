//! What keeps others out of a visitor's browser: the content policy of every page and the tokens of forms.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::visit::Visit;

/// Cookie that holds the token forms must carry. A page of another site can neither read nor set it.
pub const COOKIE: &str = "olivine_csrf";
/// Length of a token as text: 32 random bytes.
const TOKEN_LENGTH: usize = 43;

/// Nothing but our own files; no inline scripts or styles; nobody may frame us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the headers every answer carries.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
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
    // Pages hold numbers of courses: no shared cache may keep them. Assets set their own rule.
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

/// Compares in a time that does not depend on where the texts differ.
fn same(left: &str, right: &str) -> bool {
    let differences = left.bytes().zip(right.bytes()).fold(0, |found, (l, r)| found | (l ^ r));
    left.len() == right.len() && differences == 0
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
