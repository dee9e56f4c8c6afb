//! A site with made-up results, served on a port of this machine.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime};
use olivine_api::downloads::Content;
use olivine_api::handler::Handlers;
use olivine_api::http::throttle::Limits;
use olivine_api::{ApiOptions, ApiState, Downloads, ReportFile, ReportFiles};
use olivine_report::Registry;
use olivine_report::manifest::{Audience, ColumnType};
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

/// A customer with learners in the old course.
pub const CUSTOMER: &str = "0b1c5d4e-6f70-4192-8a4b-5c6d7e8f9001";

/// What a body is.
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub const JSON: (&str, &str) = ("content-type", "application/json");
pub const TEXT: (&str, &str) = ("content-type", "text/plain");

/// For tests that ask more often than anybody may.
pub fn unlimited() -> ApiOptions {
    ApiOptions {
        limits: Limits {
            user: 0,
            anonymous: 0,
            ..Limits::default()
        },
        failed_attempts_per_minute: 0,
        ..ApiOptions::default()
    }
}

/// Every table with made-up rows, those of reports that are off by default as well.
pub fn all_tables() -> Vec<String> {
    let registry = Registry::built_in_all_on();
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")).unwrap();
    let names = files.filter_map(|file| {
        let name = file.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".csv").map(str::to_owned)
    });
    let mut names: Vec<String> = names.filter(|name| registry.table(name).is_some()).collect();
    names.sort();
    names
}

/// One file of a report: for the old course.
struct OneFile;

#[async_trait]
impl ReportFiles for OneFile {
    fn audience(&self, name: &str) -> Option<Audience> {
        (name == "problem_response").then_some(Audience::People)
    }

    async fn find(&self, name: &str, course_id: &str) -> Result<Option<ReportFile>, String> {
        let is_there = name == "problem_response" && course_id == OLD;
        Ok(is_there.then(|| ReportFile {
            path: "OldX_OS1_Run_A_problem_response.csv".to_owned(),
            size: 48_213,
            modified: DateTime::from_timestamp(1_930_000_000, 0).unwrap(),
        }))
    }

    async fn read(&self, _: &str) -> Result<Option<Content>, String> {
        Ok(None)
    }
}

/// The handlers of a site that has the file.
fn handlers_with_file() -> Handlers {
    Handlers::with_downloads(Some(Downloads::new(Arc::new(OneFile), b"key", "")))
}

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
        Self::start(store, registry, tables, options, &Handlers::built_in(), folder, None).await
    }

    /// A site with reports of its own, and a file of a report.
    pub async fn of_with_file(registry: Registry, tables: &[&str]) -> Self {
        let (store, folder) = file_store().await;
        let (options, handlers) = (ApiOptions::default(), handlers_with_file());
        Self::start(store, registry, tables, options, &handlers, folder, None).await
    }

    /// A site with handlers of its own.
    pub async fn with_handlers(tables: &[&str], options: ApiOptions, handlers: &Handlers) -> Self {
        let (store, folder) = file_store().await;
        Self::start(store, Registry::built_in(), tables, options, handlers, folder, None).await
    }

    /// A site with all reports on, rows in all tables, and a file of a report.
    pub async fn whole(options: ApiOptions) -> Self {
        let tables = all_tables();
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        Self::all_reports(&tables, options).await
    }

    /// A site with all reports on that has run nothing yet.
    pub async fn new_born() -> Self {
        Self::all_reports(&[], ApiOptions::default()).await
    }

    /// The same with the rows of one course and no others; what belongs to no course is not there either.
    pub async fn of_course(course_id: &'static str, options: ApiOptions) -> Self {
        let tables = all_tables();
        let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
        let (store, folder) = file_store().await;
        let (registry, handlers) = (Registry::built_in_all_on(), handlers_with_file());
        Self::start(store, registry, &tables, options, &handlers, folder, Some(course_id)).await
    }

    async fn all_reports(tables: &[&str], options: ApiOptions) -> Self {
        let handlers = handlers_with_file();
        let (store, folder) = file_store().await;
        let registry = Registry::built_in_all_on();
        let site = Self::start(store, registry, tables, options, &handlers, folder, None).await;
        assert!(site.state.problems().is_empty(), "{:?}", site.state.problems());
        site
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
            None,
        )
        .await
    }

    /// A site with all reports on, on a store that is open already.
    pub async fn all_on(store: Store, tables: &[&str], folder: TempDir) -> Self {
        let (registry, handlers) = (Registry::built_in_all_on(), Handlers::built_in());
        Self::start(store, registry, tables, ApiOptions::default(), &handlers, folder, None).await
    }

    async fn start(
        store: Store,
        registry: Registry,
        tables: &[&str],
        options: ApiOptions,
        handlers: &Handlers,
        folder: TempDir,
        only: Option<&str>,
    ) -> Self {
        let registry = Arc::new(registry);
        let created = publish(&store, &registry, tables, "run-1", only).await;
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
        publish(&self.store, self.state.registry(), tables, "run-2", None).await;
    }

    /// Publishes the tables again, all counts so many times as large.
    pub async fn publish_scaled(&self, tables: &[&str], factor: i64) {
        let run = format!("run-x{factor}");
        publish_rows(&self.store, self.state.registry(), tables, &run, None, factor).await;
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

    /// POST with the token of the user who sees everything.
    pub async fn post(&self, path: &str, kind: (&str, &str), body: &str) -> Reply {
        let token = format!("Token {}", self.token);
        self.send(Method::POST, path, &[("authorization", token.as_str()), kind], body)
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

pub async fn file_store() -> (Store, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("results.db").display());
    (Store::open(&url, StoreOptions::default()).await.unwrap(), folder)
}

/// Whether a row of the made-up data is of that course.
fn is_of_course(header: &csv::StringRecord, record: &csv::StringRecord, course_id: &str) -> bool {
    let value = |column: &str| {
        let place = header.iter().position(|known| known == column)?;
        record.get(place)
    };
    let course = value("course_id").or(value("courserun_key"));
    let of_video = || value("pipeline_video_id").and_then(|id| id.split('|').next());
    course.or_else(of_video) == Some(course_id)
}

async fn publish(store: &Store, registry: &Registry, tables: &[&str], run: &str, only: Option<&str>) -> NaiveDateTime {
    publish_rows(store, registry, tables, run, only, 1).await
}

async fn publish_rows(
    store: &Store,
    registry: &Registry,
    tables: &[&str],
    run: &str,
    only: Option<&str>,
    factor: i64,
) -> NaiveDateTime {
    let mut publish = store.begin_publish(run).await.unwrap();
    let mut publications = Vec::new();
    for name in tables {
        let declared = registry.table(name).unwrap_or_else(|| panic!("no table {name}"));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{name}.csv"));
        let mut reader = csv::Reader::from_path(file).unwrap();
        let header = reader.headers().unwrap().clone();
        let records = reader.records().map(Result::unwrap);
        let records = records.filter(|record| only.is_none_or(|course_id| is_of_course(&header, record, course_id)));
        let rows = records.map(|record| {
            let value = |(column, declared): (&str, &olivine_report::columns::Column)| {
                let place = header.iter().position(|known| known == column);
                let text = place.and_then(|place| record.get(place)).unwrap_or_default();
                let is_text = matches!(declared.kind, ColumnType::String(_) | ColumnType::Text);
                if text.is_empty() && is_text && !declared.nullable {
                    return Value::Text(String::new());
                }
                match value(text, declared.kind) {
                    Value::Int(number) if declared.unit.as_deref() == Some("people") => Value::Int(number * factor),
                    value => value,
                }
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
