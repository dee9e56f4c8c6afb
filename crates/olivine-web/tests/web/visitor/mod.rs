//! A site in a folder of its own, and a browser without scripts that keeps cookies.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use chrono::NaiveDate;
use olivine_api::{ApiOptions, ApiState, Handlers};
use olivine_report::{Registry, Switches};
use olivine_store::{Store, StoreOptions};
use olivine_web::{WebOptions, WebState};
use sqlx::Connection;
use tower::ServiceExt;

use crate::sample;

/// The last complete day of the sample.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 3).unwrap()
}

/// A site with the sample's results.
pub async fn site() -> Site {
    Site::open(Some(as_of())).await
}

/// What a tile of a page says.
pub fn tile(page: &str, id: &str) -> String {
    let start = page
        .find(&format!("data-tile=\"{id}\""))
        .unwrap_or_else(|| panic!("no tile {id}"));
    let figure = &page[start..];
    let figure = &figure[figure.find("class=\"figure").unwrap()..];
    let figure = &figure[figure.find('>').unwrap() + 1..figure.find("</dd>").unwrap()];
    figure.replace("<bdi>", "").replace("</bdi>", "")
}

/// A site with accounts, and results if it has a last complete day.
pub struct Site {
    pub store: Store,
    app: Router,
    folder: tempfile::TempDir,
}

impl Site {
    pub async fn open(as_of: Option<NaiveDate>) -> Self {
        Self::open_without(as_of, &[]).await
    }

    /// The same with some reports off.
    pub async fn open_without(as_of: Option<NaiveDate>, off: &[&str]) -> Self {
        Self::open_switched(as_of, off, &[]).await
    }

    /// The same with some reports off, and some on that are off as shipped.
    pub async fn open_switched(as_of: Option<NaiveDate>, off: &[&str], on: &[&str]) -> Self {
        Self::open_with(as_of, off, on, WebOptions::default()).await
    }

    /// The same with other options.
    pub async fn open_with(as_of: Option<NaiveDate>, off: &[&str], on: &[&str], options: WebOptions) -> Self {
        let api_options = ApiOptions {
            standalone: false,
            ..ApiOptions::default()
        };
        Self::open_as(as_of, (off, on), options, api_options).await
    }

    /// The same with other options of the data API as well.
    pub async fn open_as(
        as_of: Option<NaiveDate>,
        switched: (&[&str], &[&str]),
        options: WebOptions,
        api_options: ApiOptions,
    ) -> Self {
        Self::open_handled(as_of, switched, options, api_options, &Handlers::built_in()).await
    }

    /// The same with other handlers of queries, such as those that find files.
    pub async fn open_handled(
        as_of: Option<NaiveDate>,
        (off, on): (&[&str], &[&str]),
        options: WebOptions,
        api_options: ApiOptions,
        handlers: &Handlers,
    ) -> Self {
        let switches = Switches {
            off: off.iter().map(|id| (*id).to_owned()).collect(),
            on: on.iter().map(|id| (*id).to_owned()).collect(),
            ..Switches::default()
        };
        let registry = Registry::load(&[], &switches);
        Self::open_of(as_of, registry, options, api_options, handlers).await
    }

    /// A site with a plugin.
    pub async fn open_with_plugin(as_of: NaiveDate, plugin: &Path) -> Self {
        let registry = Registry::load(&[plugin.to_owned()], &Switches::default());
        assert!(registry.broken().is_empty(), "{:?}", registry.broken());
        let api_options = ApiOptions {
            standalone: false,
            ..ApiOptions::default()
        };
        let (options, handlers) = (WebOptions::default(), Handlers::built_in());
        Self::open_of(Some(as_of), registry, options, api_options, &handlers).await
    }

    async fn open_of(
        as_of: Option<NaiveDate>,
        registry: Registry,
        options: WebOptions,
        api_options: ApiOptions,
        handlers: &Handlers,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("results.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        sample::accounts(&store).await.unwrap();
        let everything = Registry::built_in_all_on();
        assert!(everything.broken().is_empty(), "{:?}", everything.broken());
        if let Some(as_of) = as_of {
            sample::results(&store, &everything, as_of).await.unwrap();
        }
        let api = ApiState::with_handlers(store.clone(), Arc::new(registry), api_options, handlers);
        assert!(api.problems().is_empty(), "{:?}", api.problems());
        let app = olivine_web::router(WebState { api, options }).unwrap();
        Self { store, app, folder }
    }

    /// Its pages, for a server.
    pub fn app(&self) -> Router {
        self.app.clone()
    }

    /// Changes results behind the store's back.
    pub async fn spoil(&self, statement: &'static str) {
        let file = self.folder.path().join("results.db");
        let url = format!("sqlite://{}", file.display());
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
}

/// Somebody with a browser.
#[derive(Clone)]
pub struct Visitor {
    app: Router,
    cookies: BTreeMap<String, String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub text: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn set_cookie(&self, name: &str) -> &str {
        let start = format!("{name}=");
        let cookies = self.headers.iter().filter(|(known, _)| known == "set-cookie");
        cookies
            .map(|(_, value)| value.as_str())
            .find(|value| value.starts_with(&start))
            .unwrap_or("")
    }
}

impl Visitor {
    pub fn new(site: &Site) -> Self {
        Self {
            app: site.app.clone(),
            cookies: BTreeMap::new(),
        }
    }

    pub async fn signed_in(site: &Site, (user, password): (&str, &str)) -> Self {
        let mut visitor = Self::new(site);
        assert_eq!(visitor.sign_in(user, password).await.status, 303);
        visitor
    }

    pub fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub async fn sign_in(&mut self, user: &str, password: &str) -> Answer {
        self.get("/login/").await;
        let token = self.cookie("olivine_csrf");
        self.post("/login/", &[("csrf", &token), ("user", user), ("password", password)])
            .await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn get_in(&mut self, path: &str, language: &str) -> Answer {
        self.send(Request::get(path).header("accept-language", language), Body::empty())
            .await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.post_with(path, form, &[]).await
    }

    /// The same with further headers.
    pub async fn post_with(&mut self, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request, Body::from(body)).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request.header("cookie", cookies.join("; ")).body(body).unwrap();
        let response: Response<Body> = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        let headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let answer = Answer {
            status: parts.status.as_u16(),
            text,
            headers,
        };
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() || rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}
