//! Styles, scripts and the map, built by npm into `web/dist` and embedded. Their names carry a hash of their content, so
//! they may be cached for ever.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

/// Path below which assets are served.
pub const PREFIX: &str = "/assets/";

#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Dist;

/// Which file stands behind each plain name.
pub struct Assets(HashMap<String, String>);

impl Assets {
    /// Reads the list that the build wrote; empty if the program was built without assets.
    pub fn load() -> Self {
        let list = Dist::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok());
        if list.is_none() {
            tracing::warn!(
                code = crate::failures::ASSETS.code,
                hint = crate::failures::ASSETS.hint,
                "{}",
                crate::failures::ASSETS.title
            );
        }
        Self(list.unwrap_or_default())
    }

    /// Address of the file of that plain name, for example `style.css`.
    pub fn link(&self, name: &str) -> String {
        let file = self.0.get(name).map_or(name, String::as_str);
        format!("{PREFIX}{file}")
    }
}

/// Serves one file.
pub fn serve(file: &str, request: &HeaderMap) -> Response {
    let Some(found) = Dist::get(file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", file);
    if request
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let kind = found.metadata.mimetype().to_owned();
    // Compressed by the build as well as it can be; other browsers get what the server makes on the way.
    let takes_brotli = request
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| list.split(',').any(|name| name.trim() == "br"));
    let compressed = if takes_brotli {
        Dist::get(&format!("{file}.br"))
    } else {
        None
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (ETAG, tag),
    ];
    match compressed {
        Some(small) => {
            let coded = [(CONTENT_ENCODING, "br"), (VARY, "accept-encoding")];
            (headers, coded, Body::from(small.data.into_owned())).into_response()
        }
        None => (headers, Body::from(found.data.into_owned())).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_import_what_is_served() {
        for name in Dist::iter().filter(|name| name.ends_with(".js")) {
            let text = String::from_utf8(Dist::get(&name).unwrap().data.into_owned()).unwrap();
            let paths = text.split("\"./").skip(1).filter_map(|rest| rest.split('"').next());
            for path in paths.filter(|path| path.ends_with(".js")) {
                let answer = serve(path, &HeaderMap::new());
                assert_eq!(answer.status(), StatusCode::OK, "{name} imports {path}");
                let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap();
                assert!(kind.ends_with("/javascript"), "{path}: {kind}");
            }
        }
    }
}
