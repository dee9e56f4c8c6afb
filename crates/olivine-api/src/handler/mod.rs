//! Answers that SQL and shapes cannot say: handlers, registered by name and named in manifests.

mod answer_distribution;
mod countries;
mod course_list;
mod course_summaries;
mod course_totals;
mod engagement_timeline;
mod enterprise_insights;
mod enterprise_offers;
mod learners;
mod problems;
mod problems_and_tags;
mod recent_activity;
mod report_files;
mod runs_compared;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;

use crate::downloads::Downloads;
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::page::Page;
use crate::query::table::Table;

pub(crate) use engagement_timeline::no_timeline;
pub(crate) use learners::no_learner;

/// A parameter that a handler understands beyond those its SQL names.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// What it may be.
    pub values: Values,
}

impl Parameter {
    /// A parameter by its parts.
    pub const fn new(name: &'static str, values: Values, doc: &'static str) -> Self {
        Self { name, doc, values }
    }
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Any text.
    Any,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A list of some of these.
    SomeOf(&'static [&'static str]),
    /// A day, `YYYY-MM-DD`.
    Day,
    /// The number of a page, or `last`.
    Page,
}

/// Rows made by a handler.
#[derive(Debug, Default)]
pub struct Reply {
    /// The rows, with the columns that the handler or the query's shape names.
    pub table: Table,
    /// Which page of a longer list they are, if they are one.
    pub page: Option<Page>,
}

impl From<Table> for Reply {
    fn from(table: Table) -> Self {
        Self { table, page: None }
    }
}

/// Makes the rows of a query.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Answers one request.
    ///
    /// # Errors
    /// Whatever the client is to be told, and failures of the store.
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError>;

    /// Names of the columns of the rows, in order, where they are always the same; none: the query's shape says them.
    fn columns(&self) -> &'static [&'static str] {
        &[]
    }

    /// Files of the report's folder with further SQL that it reads through [`Ask::rows_of`].
    fn files(&self) -> &'static [&'static str] {
        &[]
    }

    /// Parameters without which it refuses to answer.
    fn required(&self) -> &'static [&'static str] {
        &[]
    }

    /// Parameters it understands beyond those its SQL names; one that SQL names as well is described here.
    fn parameters(&self) -> &'static [Parameter] {
        &[]
    }

    /// JSON schema of a field that is a list or an object.
    fn schema(&self, _field: &str) -> Option<serde_json::Value> {
        None
    }
}

/// Handlers by name.
#[derive(Clone)]
pub struct Handlers(BTreeMap<&'static str, Arc<dyn Handler>>);

impl Handlers {
    /// The handlers of the built-in reports, where there are no files of reports.
    pub fn built_in() -> Self {
        Self::with_downloads(None)
    }

    /// The handlers of the built-in reports, with links to files of reports.
    pub fn with_downloads(downloads: Option<Downloads>) -> Self {
        let mut handlers = Self(BTreeMap::new());
        handlers.register("answer_distribution", Arc::new(answer_distribution::AnswerDistribution));
        handlers.register("countries", Arc::new(countries::Countries));
        handlers.register("course_summaries", Arc::new(course_summaries::CourseSummaries));
        handlers.register("course_totals", Arc::new(course_totals::CourseTotals));
        handlers.register("course_learner_metadata", Arc::new(learners::LearnerMetadata));
        handlers.register("engagement_timeline", Arc::new(engagement_timeline::EngagementTimeline));
        handlers.register("enterprise_insights", Arc::new(enterprise_insights::EnterpriseInsights));
        handlers.register("enterprise_offers", Arc::new(enterprise_offers::EnterpriseOffers));
        handlers.register("learner", Arc::new(learners::OneLearner::default()));
        handlers.register("learner_days", Arc::new(engagement_timeline::LearnerDays));
        handlers.register("learners", Arc::new(learners::Learners::default()));
        handlers.register("recent_activity", Arc::new(recent_activity::RecentActivity));
        handlers.register("problems", Arc::new(problems::Problems));
        handlers.register("problems_and_tags", Arc::new(problems_and_tags::ProblemsAndTags));
        handlers.register("runs_compared", Arc::new(runs_compared::RunsCompared));
        handlers.register("report_files", Arc::new(report_files::ReportFileLinks(downloads)));
        handlers
    }

    /// The same with addresses of learners' accounts, which begin with this; empty: accounts have none (`API 2.8`).
    #[must_use]
    pub fn with_accounts(mut self, base_url: &str) -> Self {
        let accounts = learners::Accounts::new(base_url);
        self.register("learner", Arc::new(learners::OneLearner(accounts.clone())));
        self.register("learners", Arc::new(learners::Learners(accounts)));
        self
    }

    /// Adds one; a later one of the same name takes the place of an earlier one.
    pub fn register(&mut self, name: &'static str, handler: Arc<dyn Handler>) {
        self.0.insert(name, handler);
    }

    /// The handler of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Handler>> {
        self.0.get(name)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }
}
