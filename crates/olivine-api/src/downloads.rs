//! Files of reports for download: who may have one gets a link that works for a short time without a token (`API 2.1`, reports).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use chrono::{DateTime, TimeDelta, Utc};
use futures::stream::BoxStream;
use olivine_report::manifest::Audience;
use ring::hmac;

/// How long a link works.
pub const LINK_LIFETIME: Duration = Duration::from_secs(120);
/// Where links lead.
const LINKS: &str = "/api/report-files";

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Path below the folder of files.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// When it was made.
    pub modified: DateTime<Utc>,
}

/// The content of a file, piece by piece.
pub type Content = BoxStream<'static, Result<Bytes, std::io::Error>>;

/// Where files of reports are found; what fails is said in words.
#[async_trait]
pub trait ReportFiles: Send + Sync {
    /// Who may read the files of that name, one for each course, made or not; none: no report makes them.
    fn audience(&self, name: &str) -> Option<Audience>;

    /// The file of that name for a course; nothing when there is none.
    ///
    /// # Errors
    /// What failed.
    async fn find(&self, name: &str, course_id: &str) -> Result<Option<ReportFile>, String>;

    /// The content of a file by its path; nothing when it is gone.
    ///
    /// # Errors
    /// What failed.
    async fn read(&self, path: &str) -> Result<Option<Content>, String>;
}

/// Files and the key by which links to them are signed. Whoever shares the key honours the links.
#[derive(Clone)]
pub struct Downloads {
    files: Arc<dyn ReportFiles>,
    key: hmac::Key,
    /// Address at which clients reach the API, without a slash at its end; empty: links begin with the address that they asked.
    base_url: String,
}

impl fmt::Debug for Downloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Downloads")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Downloads {
    /// Downloads of these files.
    pub fn new(files: Arc<dyn ReportFiles>, key: &[u8], base_url: &str) -> Self {
        Self {
            files,
            key: hmac::Key::new(hmac::HMAC_SHA256, key),
            base_url: base_url.trim_end_matches('/').to_owned(),
        }
    }

    /// The files.
    pub fn files(&self) -> &dyn ReportFiles {
        self.files.as_ref()
    }

    /// A link to a file, and when it stops working. `origin` is the scheme and host by which the client came, `name` what the file
    /// will be called where it is saved.
    pub fn link(&self, origin: &str, path: &str, name: &str, now: DateTime<Utc>) -> (String, DateTime<Utc>) {
        let lifetime = TimeDelta::from_std(LINK_LIFETIME).unwrap_or_default();
        let expires = now + lifetime;
        let stamp = expires.timestamp();
        let signature = self.signature(stamp, name, path);
        let encode =
            |part: &str| percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC).to_string();
        let path: Vec<String> = path.split('/').map(encode).collect();
        let base = if self.base_url.is_empty() {
            origin
        } else {
            &self.base_url
        };
        let link = format!("{base}{LINKS}/{stamp}/{signature}/{}/{}", encode(name), path.join("/"));
        (link, expires)
    }

    fn signature(&self, expires: i64, name: &str, path: &str) -> String {
        let tag = hmac::sign(&self.key, &signed(expires, name, path));
        hex::encode(tag)
    }

    /// Whether a link is one of ours and still works.
    fn honours(&self, expires: i64, signature: &str, name: &str, path: &str, now: DateTime<Utc>) -> bool {
        let is_ours =
            hex::decode(signature).is_ok_and(|tag| hmac::verify(&self.key, &signed(expires, name, path), &tag).is_ok());
        is_ours && now.timestamp() < expires
    }
}

/// What a link's signature is about.
fn signed(expires: i64, name: &str, path: &str) -> Vec<u8> {
    format!("{expires}\n{name}\n{path}").into_bytes()
}

/// The addresses that links lead to.
pub fn router(downloads: Downloads) -> Router {
    Router::new()
        .route(
            &format!("{LINKS}/{{expires}}/{{signature}}/{{name}}/{{*path}}"),
            get(download),
        )
        .with_state(downloads)
}

async fn download(
    State(downloads): State<Downloads>,
    Path((expires, signature, name, path)): Path<(i64, String, String, String)>,
) -> Response<Body> {
    let plain = |status: StatusCode| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        response
    };
    if !downloads.honours(expires, &signature, &name, &path, Utc::now()) {
        return plain(StatusCode::FORBIDDEN);
    }
    let content = match downloads.files.read(&path).await {
        Ok(Some(content)) => content,
        Ok(None) => return plain(StatusCode::NOT_FOUND),
        Err(problem) => {
            tracing::error!(%problem, path, "a file of a report cannot be read");
            return plain(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let mut response = Response::new(Body::from_stream(content));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use futures::{StreamExt, stream};
    use tower::ServiceExt;

    use super::*;

    struct Folder;

    #[async_trait]
    impl ReportFiles for Folder {
        fn audience(&self, _: &str) -> Option<Audience> {
            None
        }
        async fn find(&self, _: &str, _: &str) -> Result<Option<ReportFile>, String> {
            Ok(None)
        }
        async fn read(&self, path: &str) -> Result<Option<Content>, String> {
            match path {
                "a b/é_x.csv" => Ok(Some(stream::iter([Ok(Bytes::from_static(b"a,b\r\n"))]).boxed())),
                "broken" => Err("the disk is gone".to_owned()),
                _ => Ok(None),
            }
        }
    }

    fn downloads(key: &[u8]) -> Downloads {
        Downloads::new(Arc::new(Folder), key, "")
    }

    async fn status(downloads: &Downloads, link: &str) -> (StatusCode, String) {
        let request = Request::get(link).body(Body::empty()).unwrap();
        let response = router(downloads.clone()).oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn links_begin_with_the_address_of_the_site_or_else_the_one_that_was_asked() {
        let link = |base: &str| {
            let downloads = Downloads::new(Arc::new(Folder), b"key", base);
            downloads.link("http://here.test:81", "a.csv", "x.csv", Utc::now()).0
        };
        assert!(link("").starts_with("http://here.test:81/api/report-files/"));
        assert!(link("https://site.test/").starts_with("https://site.test/api/report-files/"));
    }

    #[tokio::test]
    async fn links_work_for_their_file_and_time_alone() {
        let ours = downloads(b"key");
        let (link, expires) = ours.link("", "a b/é_x.csv", "x.csv", Utc::now());
        assert!(expires > Utc::now() && expires <= Utc::now() + TimeDelta::seconds(120));
        assert_eq!(status(&ours, &link).await, (StatusCode::OK, "a,b\r\n".to_owned()));
        assert_eq!(status(&downloads(b"other"), &link).await.0, StatusCode::FORBIDDEN);
        let (old, _) = ours.link("", "a b/é_x.csv", "x.csv", Utc::now() - TimeDelta::seconds(121));
        assert_eq!(status(&ours, &old).await.0, StatusCode::FORBIDDEN);
        let elsewhere = link.replace("x%2Ecsv", "y%2Ecsv");
        assert_ne!(elsewhere, link);
        assert_eq!(status(&ours, &elsewhere).await.0, StatusCode::FORBIDDEN);
        let stamp = expires.timestamp();
        let signature = ours.signature(stamp, "x.csv", "a b/é_x.csv");
        assert_eq!(signature.len(), 64);
        for other in [&signature[..62], &signature[..63], "zz", "00"] {
            let meddled = link.replace(&signature, other);
            assert_ne!(meddled, link);
            assert_eq!(status(&ours, &meddled).await.0, StatusCode::FORBIDDEN, "{other}");
        }
        let (gone, _) = ours.link("", "gone", "x.csv", Utc::now());
        assert_eq!(status(&ours, &gone).await.0, StatusCode::NOT_FOUND);
        let (broken, _) = ours.link("", "broken", "x.csv", Utc::now());
        assert_eq!(status(&ours, &broken).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    }
}
