//! Asks the queries of a page: each once, for the days and people chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::Days;
use olivine_api::query::{Answer, Params, Reader};
use olivine_store::Courses;

use super::{OPEN_END, PERSON, Reading};
use crate::error::WebError;
use crate::filter::{self, takes};
use crate::presenter::rows_of;
use crate::selection::{self, Asked, Unknown};

impl Reading<'_> {
    /// The query that counts the people the filters leave, where the one named does not know them.
    pub(super) fn of_group(&self, report: &str, query: &str) -> String {
        let filters = &self.choice.filters;
        let is_enough = |query: &str| filters.keys().all(|name| takes(self.site, report, query, name));
        if filters.is_empty() || is_enough(query) {
            return query.to_owned();
        }
        let sections = self
            .site
            .api
            .registry()
            .report(report)
            .map(|report| &report.manifest.sections);
        let mut of_query = sections.into_iter().flatten().filter(|section| section.query == query);
        let other = of_query.find_map(|section| section.query_of_group.clone());
        other.unwrap_or_else(|| query.to_owned())
    }

    /// The answer of a query for the days and people chosen, asked once.
    pub(super) async fn read(&mut self, report: &str, query: &str) -> Result<Arc<Answer>, Arc<WebError>> {
        let query = &*self.of_group(report, query);
        let key = (report.to_owned(), query.to_owned());
        if let Some(known) = self.answers.get(&key) {
            return known.clone();
        }
        let mut answer = self.published(report, query).await;
        // What was never published is not worked out for anybody.
        let is_published = answer.as_ref().is_ok_and(|answer| answer.as_of.is_some());
        if is_published && !self.unknown(report, query).is_nothing() {
            answer = self.selected(report, query).await;
        }
        self.answers.insert(key, answer.clone());
        answer
    }

    /// The answer of a query from what is published, asked once.
    pub(super) async fn published(&mut self, report: &str, query: &str) -> Result<Arc<Answer>, Arc<WebError>> {
        let key = (report.to_owned(), query.to_owned());
        if let Some(known) = self.published.get(&key) {
            return known.clone();
        }
        let answer = olivine_api::query::answer(&self.site.api, report, query, &self.params(report, query)).await;
        let answer = answer.map(Arc::new).map_err(|error| Arc::new(WebError::from(error)));
        self.published.insert(key, answer.clone());
        answer
    }

    /// What of the choice a query does not know although its tables could.
    fn unknown(&self, report: &str, query: &str) -> Unknown {
        match self.course_id {
            // Pages of the whole site have no people to choose from.
            "" => Unknown::default(),
            _ => selection::unknown(self.site, report, query, &self.choice, self.smallest_group()),
        }
    }

    fn smallest_group(&self) -> u32 {
        selection::smallest_group(self.site, self.visit, &self.choice)
    }

    /// The answer of a query from tables that hold the days and people chosen and nothing else.
    async fn selected(&mut self, report: &str, query: &str) -> Result<Arc<Answer>, Arc<WebError>> {
        let selected = match self.selected.clone() {
            Some(selected) => selected,
            None => {
                let asked = self.asked().await;
                let selected = selection::tables(self.site, asked).await.map_err(Arc::new);
                self.selected.insert(selected).clone()
            }
        };
        let tables = selected?;
        let params = self.params(report, query);
        let answer = olivine_api::query::answer_from(&self.site.api, &tables.store, report, query, &params).await;
        answer.map(Arc::new).map_err(|error| Arc::new(WebError::from(error)))
    }

    /// The tables that the page needs for the choice: one selection for all of its sections. A section that sets several courses side by
    /// side needs all of them.
    async fn asked(&mut self) -> Asked {
        let mut asked = Asked {
            courses: BTreeSet::from([self.course_id.to_owned()]),
            filters: self.choice.filters.clone(),
            smallest_group: self.smallest_group(),
            ..Asked::default()
        };
        for (report, query) in filter::sources(self.report, self.page) {
            let query = self.of_group(report, query);
            let unknown = self.unknown(report, &query);
            if unknown.is_nothing() || !self.is_readable(report) {
                continue;
            }
            asked.since = asked.since.or(self.choice.range.from.filter(|_| unknown.since));
            asked.until = asked.until.or(self.choice.range.to.filter(|_| unknown.until));
            if let Ok(published) = self.published(report, &query).await
                && published.as_of.is_some()
            {
                let courses = rows_of(&published).filter_map(|row| row.text("course_id"));
                asked.courses.extend(courses.map(str::to_owned));
                asked.tables.extend(selection::tables_of(self.site, report, &query));
            }
        }
        asked
    }

    /// Both days of the range are shown; the query's end is exclusive, and only an end means the whole history
    /// (`API 2.1`). A person named in the address reaches the queries about one person.
    fn params(&self, report: &str, query: &str) -> Params {
        let nobody = || Reader {
            name: None,
            courses: Courses::Some(BTreeSet::new()),
            people: false,
        };
        let reader = self.visit.principal.as_ref().map_or_else(nobody, Reader::from);
        let mut params = Params::new(reader).with("course_id", self.course_id);
        let asks_for = |wanted: &str| takes(self.site, report, query, wanted);
        if let Some(person) = self.visit.query.get(PERSON).filter(|_| asks_for(PERSON)) {
            params.set(PERSON, person);
        }
        let given = self.values.iter().chain(&self.choice.filters);
        for (name, value) in given.filter(|(name, _)| asks_for(name)) {
            params.set(name, value);
        }
        if let Some(from) = self.choice.range.from {
            params.set("start_date", from.format("%Y-%m-%d").to_string());
        }
        let end = self.choice.range.to.and_then(|to| to.checked_add_days(Days::new(1)));
        params.set(
            "end_date",
            end.map_or_else(|| OPEN_END.to_owned(), |end| end.format("%Y-%m-%d").to_string()),
        );
        params
    }
}
