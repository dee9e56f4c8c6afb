//! The query layer: an endpoint, a generic route and a page section are all one query of a report.
//!
//! A query is declared in a manifest: its SQL or handler, its shape, its columns. [`answer`] binds the parameters,
//! reads one published state of the result store, keeps what the reader may see, and shapes the rows.

pub mod answer;
mod ask;
mod binding;
mod calendar;
pub mod cell;
pub mod check;
pub mod date;
pub mod listing;
pub mod page;
pub mod params;
pub mod placeholder;
pub mod prepared;
pub mod queries;
pub mod table;

pub use answer::{Answer, AnswerColumn};
pub use ask::{Ask, Freshness};
pub use cell::{Cell, JsonCell};
pub use listing::Listing;
pub use params::{Params, Reader};

use olivine_report::manifest::Audience;
use olivine_store::site::people_reads::PeopleRead;
use olivine_store::{Store, StoreError};

use crate::error::ApiError;
use crate::handler::Reply;
use crate::state::ApiState;
use page::Page;
use prepared::Prepared;

/// Answers a query of a report.
///
/// # Errors
/// [`ApiError::UnknownQuery`] when there is no such query or its report is off; [`ApiError::Forbidden`] when the reader
/// may not see the course or, for reports about people, no people; errors in parameters; failures of the store. An
/// answer without rows is no error.
pub async fn answer(state: &ApiState, report: &str, query: &str, params: &Params) -> Result<Answer, ApiError> {
    answer_from(state, state.store(), report, query, params).await
}

/// The same from another store than that of the site: one that holds the tables of the query for some people or days.
///
/// # Errors
/// As [`answer`].
pub async fn answer_from(
    state: &ApiState,
    store: &Store,
    report: &str,
    query: &str,
    params: &Params,
) -> Result<Answer, ApiError> {
    let unknown = || ApiError::UnknownQuery {
        report: report.to_owned(),
        query: query.to_owned(),
    };
    let prepared = state.queries().find(report, query).ok_or_else(unknown)?;
    answer_prepared_from(state, store, prepared, params, &Listing::default()).await
}

/// Answers a query that has been looked up already.
pub(crate) async fn answer_prepared(
    state: &ApiState,
    prepared: &Prepared,
    params: &Params,
    listing: &Listing,
) -> Result<Answer, ApiError> {
    answer_prepared_from(state, state.store(), prepared, params, listing).await
}

async fn answer_prepared_from(
    state: &ApiState,
    store: &Store,
    prepared: &Prepared,
    params: &Params,
    listing: &Listing,
) -> Result<Answer, ApiError> {
    check_rights(prepared, params)?;
    let (limits, _permit) = state.admit(prepared).await?;
    let answered = store
        .read(|snapshot| {
            answer_in(
                Ask::new(snapshot.limited(limits), prepared, params),
                prepared,
                params,
                listing,
            )
        })
        .await;
    if let Err(ApiError::Store(error @ StoreError::Limit { .. })) = &answered {
        tracing::warn!(report = prepared.report, query = prepared.name, %error, "query stopped");
    }
    let answer = answered?;
    if let (Audience::People, Some(name)) = (prepared.audience, &params.reader.name) {
        let asked = |parameter: &str| params.text(parameter).unwrap_or_default().to_owned();
        let read = PeopleRead {
            user_name: name.clone(),
            report: prepared.report.clone(),
            query: prepared.name.clone(),
            course_id: asked("course_id"),
            person: asked("username"),
        };
        state.people_log().note(state.store(), read).await;
    }
    Ok(answer)
}

/// How fresh the answer of a query would be, without asking it.
pub(crate) async fn freshness(state: &ApiState, prepared: &Prepared, params: &Params) -> Result<Freshness, ApiError> {
    check_rights(prepared, params)?;
    let ask = |snapshot| async move { Ask::new(snapshot, prepared, params).freshness().await };
    state.store().read(ask).await
}

async fn answer_in(ask: Ask<'_>, prepared: &Prepared, params: &Params, listing: &Listing) -> Result<Answer, ApiError> {
    // The store cuts the page where its rows are those of the answer, so that a long list is never held as a whole.
    let rows_are_final = prepared.handler.is_none() && prepared.shape.fold.is_none();
    let in_store = listing.paging().filter(|_| rows_are_final && listing.is_plain());
    let reply = match (&prepared.handler, in_store) {
        (Some(handler), _) => handler.answer(&ask).await?,
        (None, Some(sizes)) if ask.sees_all_rows() => ask.page_of_rows(sizes).await?,
        (None, _) => Reply::from(ask.rows().await?),
    };
    let freshness = ask.freshness().await?;
    let mut table = without_extra(prepared.shape.apply(reply.table), prepared, params);
    let mut page = reply.page;
    if page.is_some() && !listing.is_plain() {
        let text = "this query cuts its pages itself: use its own parameters to filter and sort";
        return Err(ApiError::Unfit(text.to_owned()));
    }
    listing.apply(&mut table, |name| prepared.describe(name))?;
    if let (None, Some(sizes)) = (page, listing.paging()) {
        let asked = Page::asked(params, table.rows.len(), sizes.default, sizes.max)?;
        table.rows = asked.cut(table.rows);
        page = Some(asked);
    }
    if prepared.shape.choose || listing.chooses_fields() {
        table = chosen(table, params);
    }
    Ok(Answer {
        columns: table.columns.iter().map(|name| prepared.describe(name)).collect(),
        rows: table.rows,
        single: prepared.shape.single,
        page,
        as_of: freshness.as_of,
        created: freshness.created,
        version: freshness.version,
    })
}

fn check_rights(prepared: &Prepared, params: &Params) -> Result<(), ApiError> {
    let hidden_people = prepared.audience == Audience::People && !params.reader.people;
    let hidden_course = params
        .text("course_id")
        .is_some_and(|course_id| !params.reader.may_see(course_id));
    if hidden_people || hidden_course {
        Err(ApiError::Forbidden)
    } else {
        Ok(())
    }
}

/// Leaves out the columns that are served only when `extra_fields` names them (`API 2.9`).
fn without_extra(table: table::Table, prepared: &Prepared, params: &Params) -> table::Table {
    let extra = &prepared.shape.extra;
    if extra.is_empty() {
        return table;
    }
    let wanted = params.list("extra_fields");
    let is_shown = |name: &&String| !extra.contains(name) || wanted.contains(&name.as_str());
    let names: Vec<String> = table.columns.iter().filter(is_shown).cloned().collect();
    table.select(&names)
}

/// Keeps the columns that `fields` names, without those that `exclude` names (`API 2.4`).
fn chosen(table: table::Table, params: &Params) -> table::Table {
    let (fields, exclude) = (params.list("fields"), params.list("exclude"));
    if fields.is_empty() && exclude.is_empty() {
        return table;
    }
    // `a.b` names a column of the CSV form: it needs all of `a`.
    let is_named = |name: &str| fields.iter().any(|field| field.split('.').next() == Some(name));
    let is_wanted = |name: &str| (fields.is_empty() || is_named(name)) && !exclude.contains(&name);
    let names: Vec<String> = table.columns.iter().filter(|name| is_wanted(name)).cloned().collect();
    table.select(&names)
}
