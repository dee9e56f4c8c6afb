//! What the API needs to answer: the results, the reports, and how the site wants it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use olivine_identity::{EmbedKey, People};
use olivine_report::Registry;
use olivine_store::{QueryLimits, Store};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::ApiError;
use crate::handler::Handlers;
use crate::http::throttle::{Limits, SlidingWindow};
use crate::http::{AttemptGuard, Endpoints};
use crate::people_log::PeopleLog;
use crate::query::prepared::Prepared;
use crate::query::queries::Queries;
use crate::shape::Empty;
use crate::sign_in::UnderWay;

/// How sections of reports get into pages of other sites.
#[derive(Debug, Clone)]
pub struct Embedding {
    /// Signs the links.
    pub key: Arc<EmbedKey>,
    /// How long a link is good.
    pub good_for: Duration,
    /// Where people reach this site, without a slash at the end; empty: links are relative.
    pub base: String,
}

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
    /// What one query of a plugin may take.
    pub plugin_limits: QueryLimits,
    /// Queries of plugins at work at the same time; further ones wait, so that slow ones leave connections to the others.
    pub plugin_concurrency: usize,
    /// What clients of the data API get when a query has no rows, by `report/query`, where it is not what the report
    /// declares. For example `site.courses/course_summaries`: a list instead of 404 (`API 6`).
    pub empty: HashMap<String, Empty>,
    /// Everybody who may ask; none: those with accounts of the site.
    pub people: Option<People>,
    /// Name of the cookie of the pages' sign-ins, which count here for reading (`API 1.2`); none: they do not.
    pub session_cookie: Option<String>,
    /// How reports are embedded; none: they are not.
    pub embed: Option<Embedding>,
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
            plugin_limits: QueryLimits {
                time: Some(Duration::from_secs(5)),
                rows: Some(100_000),
            },
            plugin_concurrency: 2,
            empty: HashMap::new(),
            people: None,
            session_cookie: None,
            embed: None,
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
    people: People,
    queries: Queries,
    endpoints: Endpoints,
    /// What is counted of clients; it outlives a change of the reports.
    counts: Arc<Counts>,
    plugin_permits: Semaphore,
}

struct Counts {
    requests: SlidingWindow,
    attempts: AttemptGuard,
    sign_ins: Arc<UnderWay>,
    people_log: PeopleLog,
}

impl ApiState {
    /// Prepares the queries of all reports. Those that cannot be served are left out; [`ApiState::problems`] says why.
    pub fn new(store: Store, registry: Arc<Registry>, options: ApiOptions) -> Self {
        Self::with_handlers(store, registry, options, &Handlers::built_in())
    }

    /// As [`ApiState::new`], with handlers of one's own.
    pub fn with_handlers(store: Store, registry: Arc<Registry>, options: ApiOptions, handlers: &Handlers) -> Self {
        let counts = Counts {
            requests: SlidingWindow::default(),
            attempts: AttemptGuard::new(options.failed_attempts_per_minute),
            sign_ins: Arc::default(),
            people_log: PeopleLog::default(),
        };
        Self::prepared(store, registry, options, handlers, Arc::new(counts))
    }

    /// The same site with other reports and options. What was counted of clients goes on counting: changing a report is no way to
    /// try more passwords.
    #[must_use]
    pub fn with_reports(&self, registry: Arc<Registry>, options: ApiOptions, handlers: &Handlers) -> Self {
        let counts = Arc::clone(&self.0.counts);
        Self::prepared(self.0.store.clone(), registry, options, handlers, counts)
    }

    fn prepared(
        store: Store,
        registry: Arc<Registry>,
        options: ApiOptions,
        handlers: &Handlers,
        counts: Arc<Counts>,
    ) -> Self {
        let queries = Queries::new(&registry, handlers, &options.empty);
        for problem in queries.problems() {
            tracing::warn!(%problem, "query left out");
        }
        let endpoints = Endpoints::new(&queries);
        let plugin_permits = Semaphore::new(options.plugin_concurrency.max(1));
        let people = options.people.clone();
        let people = people.unwrap_or_else(|| People::local(store.site().clone()));
        Self(Arc::new(Inner {
            store,
            registry,
            options,
            people,
            queries,
            endpoints,
            counts,
            plugin_permits,
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

    /// Everybody, and what they may see.
    pub fn people(&self) -> &People {
        &self.0.people
    }

    /// The queries.
    pub fn queries(&self) -> &Queries {
        &self.0.queries
    }

    /// Queries that cannot be served, with the reason.
    pub fn problems(&self) -> &[ApiError] {
        self.0.queries.problems()
    }

    pub(crate) fn endpoints(&self) -> &Endpoints {
        &self.0.endpoints
    }

    /// What a query may take, and for one of a plugin the leave to begin.
    ///
    /// # Errors
    /// [`ApiError::Busy`] when other queries of plugins take too long.
    pub(crate) async fn admit(
        &self,
        prepared: &Prepared,
    ) -> Result<(QueryLimits, Option<SemaphorePermit<'_>>), ApiError> {
        let options = &self.0.options;
        if !prepared.plugin {
            let limits = QueryLimits {
                time: Some(options.answer_timeout),
                rows: None,
            };
            return Ok((limits, None));
        }
        let wait = options.plugin_limits.time.unwrap_or(options.answer_timeout);
        match tokio::time::timeout(wait, self.0.plugin_permits.acquire()).await {
            // The semaphore is never closed, so a permit always comes.
            Ok(permit) => Ok((options.plugin_limits, permit.ok())),
            Err(_) => Err(ApiError::Busy),
        }
    }

    pub(crate) fn requests(&self) -> &SlidingWindow {
        &self.0.counts.requests
    }

    /// Puts reads of rows about learners on record that were only counted so far: those of more than a minute ago, and where the program
    /// ends all of them. What serves a site asks for it again and again.
    pub async fn write_people_log(&self, is_end: bool) {
        self.people_log().write(self.store(), is_end).await;
    }

    pub(crate) fn people_log(&self) -> &PeopleLog {
        &self.0.counts.people_log
    }

    pub(crate) fn sign_ins(&self) -> &Arc<UnderWay> {
        &self.0.counts.sign_ins
    }

    pub(crate) fn attempts(&self) -> &AttemptGuard {
        &self.0.counts.attempts
    }
}
