//! A site with made-up results, served on a port of this machine.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use olivine_api::handler::Handlers;
use olivine_api::{ApiOptions, ApiState};
use olivine_report::Registry;
use olivine_report::manifest::ColumnType;
use olivine_store::site::tokens::NewToken;
use olivine_store::site::users::NewUser;
use olivine_store::{Publication, Store, StoreOptions, Value};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, redirect};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Tables with made-up rows, see `tests/data/`.
pub const TABLES: [&str; 9] = [
    "course_activity",
    "course_enrollment_birth_year_daily",
    "course_enrollment_daily",
    "course_enrollment_education_level_daily",
    "course_enrollment_gender_daily",
    "course_enrollment_location_current",
    "course_enrollment_mode_daily",
    "course_meta_summary_enrollment",
    "course_program_metadata",
];

/// Old-style course with rows in every table.
pub const OLD: &str = "OldX/OS1/Run_A";
/// New-style course with few rows.
pub const NEW: &str = "course-v1:TestX+TS101+2031_T1";

/// A served site.
pub struct Site {
    pub store: Store,
    pub state: ApiState,
    pub base: String,
    /// Token of a user who sees everything.
    pub token: String,
    /// When the results were loaded.
    pub created: NaiveDateTime,
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    served: Option<tokio::task::JoinHandle<()>>,
    _folder: TempDir,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn kind(&self) -> Option<&str> {
        self.header("content-type")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Site {
    /// A site with rows in all tables.
    pub async fn full() -> Self {
        Self::with(&TABLES, ApiOptions::default()).await
    }

    /// A site with rows in some tables; the others have not been published yet.
    pub async fn with(tables: &[&str], options: ApiOptions) -> Self {
        let (store, folder) = file_store().await;
        let site = Self::on(store, tables, options, folder).await;
        assert!(site.state.problems().is_empty(), "{:?}", site.state.problems());
        site
    }

    /// A site with reports of its own.
    pub async fn of(registry: Registry, tables: &[&str], options: ApiOptions) -> Self {
        let (store, folder) = file_store().await;
        Self::start(store, registry, tables, options, &Handlers::built_in(), folder).await
    }

    /// A site with handlers of its own.
    pub async fn with_handlers(tables: &[&str], options: ApiOptions, handlers: &Handlers) -> Self {
        let (store, folder) = file_store().await;
        Self::start(store, Registry::built_in(), tables, options, handlers, folder).await
    }

    /// A site on a store that is open already.
    pub async fn on(store: Store, tables: &[&str], options: ApiOptions, folder: TempDir) -> Self {
        Self::start(
            store,
            Registry::built_in(),
            tables,
            options,
            &Handlers::built_in(),
            folder,
        )
        .await
    }

    /// A site with all reports on, on a store that is open already.
    pub async fn all_on(store: Store, tables: &[&str], folder: TempDir) -> Self {
        let (registry, handlers) = (Registry::built_in_all_on(), Handlers::built_in());
        Self::start(store, registry, tables, ApiOptions::default(), &handlers, folder).await
    }

    async fn start(
        store: Store,
        registry: Registry,
        tables: &[&str],
        options: ApiOptions,
        handlers: &Handlers,
        folder: TempDir,
    ) -> Self {
        let registry = Arc::new(registry);
        let created = publish(&store, &registry, tables, "run-1").await;
        let user = NewUser {
            name: "everyone".into(),
            staff: true,
            people: true,
            ..NewUser::default()
        };
        store.site().create_user(user).await.unwrap();
        let (_, token) = store
            .site()
            .create_token("everyone", NewToken::default())
            .await
            .unwrap();
        let state = ApiState::with_handlers(store.clone(), registry, options, handlers);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let app = olivine_api::router(state.clone());
        let served = tokio::spawn(async move {
            let shutdown = async { drop(stopped.await) };
            olivine_api::serve(listener, app, shutdown).await.unwrap();
        });
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self {
            store,
            state,
            base,
            token,
            created,
            client,
            stop: Some(stop),
            served: Some(served),
            _folder: folder,
        }
    }

    /// Publishes the tables again.
    pub async fn publish_again(&self, tables: &[&str]) {
        publish(&self.store, self.state.registry(), tables, "run-2").await;
    }

    /// A user with some courses and their token.
    pub async fn user(&self, name: &str, courses: &[&str], people: bool) -> String {
        let courses: BTreeSet<String> = courses.iter().map(|course| (*course).to_owned()).collect();
        let user = NewUser {
            name: name.into(),
            people,
            password: Some("correct horse battery".into()),
            ..NewUser::default()
        };
        self.store.site().create_user(user).await.unwrap();
        self.store.site().set_courses(name, &courses).await.unwrap();
        self.store
            .site()
            .create_token(name, NewToken::default())
            .await
            .unwrap()
            .1
    }

    /// GET with the token of the user who sees everything.
    pub async fn get(&self, path: &str) -> Reply {
        self.get_with(path, &[]).await
    }

    /// The same with further headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        let token = format!("Token {}", self.token);
        let mut all = vec![("authorization", token.as_str())];
        all.extend_from_slice(headers);
        self.send(Method::GET, path, &all, "").await
    }

    /// GET with a token.
    pub async fn get_as(&self, token: &str, path: &str) -> Reply {
        self.send(Method::GET, path, &[("authorization", &format!("Token {token}"))], "")
            .await
    }

    /// Any request.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Reply {
            status,
            headers,
            bytes: response.bytes().await.unwrap().to_vec(),
        }
    }

    /// When the results were loaded, in the default form.
    pub fn created_text(&self) -> String {
        self.created.format("%Y-%m-%dT%H%M%S").to_string()
    }

    /// Tells the server to stop and waits until it has.
    pub async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
    }
}

async fn file_store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    (Store::open(&url, StoreOptions::default()).await.unwrap(), folder)
}

async fn publish(store: &Store, registry: &Registry, tables: &[&str], run: &str) -> NaiveDateTime {
    let mut publish = store.begin_publish(run).await.unwrap();
    let mut publications = Vec::new();
    for name in tables {
        let declared = registry.table(name).unwrap_or_else(|| panic!("no table {name}"));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{name}.csv"));
        let mut reader = csv::Reader::from_path(file).unwrap();
        let header = reader.headers().unwrap().clone();
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            let value = |(column, declared): (&str, &olivine_report::columns::Column)| {
                let place = header.iter().position(|known| known == column);
                let text = place.and_then(|place| record.get(place)).unwrap_or_default();
                let is_text = matches!(declared.kind, ColumnType::String(_) | ColumnType::Text);
                if text.is_empty() && is_text && !declared.nullable {
                    return Value::Text(String::new());
                }
                value(text, declared.kind)
            };
            declared.columns.iter().map(value).collect()
        });
        let rows = rows.collect();
        let mut load = publish.table(name, declared).await.unwrap();
        load.append(rows).await.unwrap();
        load.finish().await.unwrap();
        let as_of = "2031-03-04".parse().unwrap();
        publications.push(Publication {
            table: (*name).to_owned(),
            fingerprint: format!("{run} {name}"),
            as_of,
        });
    }
    publish.commit(publications).await.unwrap().created
}

fn value(text: &str, kind: ColumnType) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    match kind {
        ColumnType::String(_) | ColumnType::Text => Value::Text(text.to_owned()),
        ColumnType::Integer => Value::Int(text.parse().unwrap()),
        ColumnType::Float => Value::Float(text.parse().unwrap()),
        ColumnType::Boolean => Value::Bool(text.parse().unwrap()),
        ColumnType::Date => Value::Date(text.parse().unwrap()),
        ColumnType::Datetime => Value::Datetime(text.parse().unwrap()),
    }
}
