//! What the API needs to answer: the results, the reports, and how the site wants it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use olivine_report::Registry;
use olivine_store::Store;

use crate::error::ApiError;
use crate::handler::Handlers;
use crate::http::throttle::{Limits, SlidingWindow};
use crate::http::{AttemptGuard, Endpoints};
use crate::query::catalog::Catalog;
use crate::shape::Empty;

/// How a site wants its API.
#[derive(Debug, Clone)]
pub struct ApiOptions {
    /// Whether `/` leads to the docs and every unknown address answers in the form of the data API. Off where pages
    /// are served by the same program.
    pub standalone: bool,
    /// Requests per minute.
    pub limits: Limits,
    /// Failed logins and wrong tokens per minute and address, after which further ones are refused unseen.
    pub failed_attempts_per_minute: u32,
    /// Whether the last entry of `X-Forwarded-For` is the client's address: only behind a proxy that sets it.
    pub behind_proxy: bool,
    /// Origins that scripts in browsers may call from; none by default (`API 1.9`).
    pub cors_origins: Vec<String>,
    /// Whether browsers may send cookies along with such calls.
    pub cors_credentials: bool,
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Longest time for one answer.
    pub answer_timeout: Duration,
    /// Requests answered at the same time; further ones wait, and are refused when the answer time is over.
    pub concurrency: usize,
    /// What clients of the data API get when a query has no rows, by `report/query`, where it is not what the report
    /// declares. For example `site.courses/course_summaries`: a list instead of 404 (`API 6`).
    pub empty: HashMap<String, Empty>,
}

impl Default for ApiOptions {
    fn default() -> Self {
        Self {
            standalone: true,
            limits: Limits::default(),
            failed_attempts_per_minute: 30,
            behind_proxy: false,
            cors_origins: Vec::new(),
            cors_credentials: false,
            body_limit: 2 * 1024 * 1024 + 512 * 1024,
            answer_timeout: Duration::from_secs(60),
            concurrency: 256,
            empty: HashMap::new(),
        }
    }
}

/// Everything that answering needs; cheap to clone.
#[derive(Clone)]
pub struct ApiState(Arc<Inner>);

struct Inner {
    store: Store,
    registry: Arc<Registry>,
    options: ApiOptions,
    catalog: Catalog,
    endpoints: Endpoints,
    requests: SlidingWindow,
    attempts: AttemptGuard,
}

impl ApiState {
    /// Prepares the queries of all reports. Those that cannot be served are left out; [`ApiState::problems`] says why.
    pub fn new(store: Store, registry: Arc<Registry>, options: ApiOptions) -> Self {
        Self::with_handlers(store, registry, options, &Handlers::built_in())
    }

    /// As [`ApiState::new`], with handlers of one's own.
    pub fn with_handlers(store: Store, registry: Arc<Registry>, options: ApiOptions, handlers: &Handlers) -> Self {
        let catalog = Catalog::new(&registry, handlers, &options.empty);
        for problem in catalog.problems() {
            tracing::warn!(%problem, "query left out");
        }
        let endpoints = Endpoints::new(&catalog);
        let attempts = AttemptGuard::new(options.failed_attempts_per_minute);
        let requests = SlidingWindow::default();
        Self(Arc::new(Inner {
            store,
            registry,
            options,
            catalog,
            endpoints,
            requests,
            attempts,
        }))
    }

    /// The result store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The reports.
    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    /// How the site wants it.
    pub fn options(&self) -> &ApiOptions {
        &self.0.options
    }

    /// The queries.
    pub fn catalog(&self) -> &Catalog {
        &self.0.catalog
    }

    /// Queries that cannot be served, with the reason.
    pub fn problems(&self) -> &[ApiError] {
        self.0.catalog.problems()
    }

    pub(crate) fn endpoints(&self) -> &Endpoints {
        &self.0.endpoints
    }

    pub(crate) fn requests(&self) -> &SlidingWindow {
        &self.0.requests
    }

    pub(crate) fn attempts(&self) -> &AttemptGuard {
        &self.0.attempts
    }
}
