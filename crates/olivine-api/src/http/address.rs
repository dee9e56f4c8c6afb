//! Where a request comes from and how its sender reached us.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::request::Parts;

/// Address of the client of a request, for counting; see [`client_address`].
pub fn of_client(parts: &Parts, behind_proxy: bool) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    client_address(&parts.headers, peer.map(|ConnectInfo(peer)| *peer), behind_proxy)
}

/// Address of the client of a request with these headers that came from `peer`, for counting. Behind a proxy it is the last entry of
/// the last line of `X-Forwarded-For`, the only one that the proxy itself wrote.
pub fn client_address(headers: &HeaderMap, peer: Option<SocketAddr>, behind_proxy: bool) -> String {
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .filter(|_| behind_proxy);
    if let Some(last) = forwarded
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
    {
        return last.trim().to_owned();
    }
    peer.map_or_else(|| "unknown".to_owned(), |peer| peer.ip().to_string())
}

/// Scheme and host as the client wrote them, for absolute links.
pub fn origin(parts: &Parts, behind_proxy: bool) -> String {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = header("x-forwarded-proto").filter(|_| behind_proxy).unwrap_or("http");
    format!("{scheme}://{}", header(HOST.as_str()).unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let mut request = axum::http::Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut parts = request.body(()).unwrap().into_parts().0;
        parts
            .extensions
            .insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 5000))));
        parts
    }

    #[test]
    fn forwarded_headers_count_only_behind_a_proxy() {
        let parts = parts(&[
            ("x-forwarded-for", "1.1.1.1, 2.2.2.2"),
            ("x-forwarded-proto", "https"),
            ("host", "a.test"),
        ]);
        assert_eq!(of_client(&parts, false), "10.0.0.1");
        assert_eq!(of_client(&parts, true), "2.2.2.2");
        assert_eq!(origin(&parts, false), "http://a.test");
        assert_eq!(origin(&parts, true), "https://a.test");
    }

    #[test]
    fn of_several_lines_the_last_is_that_of_the_proxy() {
        let parts = parts(&[("x-forwarded-for", "9.9.9.9"), ("x-forwarded-for", "1.1.1.1, 2.2.2.2")]);
        assert_eq!(of_client(&parts, true), "2.2.2.2");
        assert_eq!(of_client(&parts, false), "10.0.0.1");
        assert_eq!(client_address(&HeaderMap::new(), None, true), "unknown");
    }
}
