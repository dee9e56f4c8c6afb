//! The query layer: an endpoint, a generic route and a page section are all one query of a report.
//!
//! A query is declared in a manifest: its SQL or handler, its shape, its columns. [`answer`] binds the parameters,
//! reads one published state of the result store, keeps what the reader may see, and shapes the rows.

pub mod answer;
mod ask;
mod binding;
pub mod catalog;
pub mod cell;
pub mod date;
pub mod page;
pub mod params;
pub mod placeholder;
pub mod prepared;
pub mod table;

pub use answer::{Answer, AnswerColumn};
pub use ask::{Ask, Freshness};
pub use cell::{Cell, JsonCell};
pub use params::{Params, Reader};

use olivine_report::manifest::Audience;

use crate::error::ApiError;
use crate::handler::Reply;
use crate::state::ApiState;
use prepared::Prepared;

/// Answers a query of a report.
///
/// # Errors
/// [`ApiError::UnknownQuery`] when there is no such query or its report is off; [`ApiError::Forbidden`] when the reader
/// may not see the course or, for reports about people, no people; errors in parameters; failures of the store. An
/// answer without rows is no error.
pub async fn answer(state: &ApiState, report: &str, query: &str, params: &Params) -> Result<Answer, ApiError> {
    let unknown = || ApiError::UnknownQuery {
        report: report.to_owned(),
        query: query.to_owned(),
    };
    let prepared = state.catalog().find(report, query).ok_or_else(unknown)?;
    answer_prepared(state, prepared, params).await
}

/// Answers a query that has been looked up already.
pub(crate) async fn answer_prepared(
    state: &ApiState,
    prepared: &Prepared,
    params: &Params,
) -> Result<Answer, ApiError> {
    check_rights(prepared, params)?;
    state
        .store()
        .read(|snapshot| answer_in(Ask::new(snapshot, prepared, params), prepared, params))
        .await
}

/// How fresh the answer of a query would be, without asking it.
pub(crate) async fn freshness(state: &ApiState, prepared: &Prepared, params: &Params) -> Result<Freshness, ApiError> {
    check_rights(prepared, params)?;
    let ask = |snapshot| async move { Ask::new(snapshot, prepared, params).freshness().await };
    state.store().read(ask).await
}

async fn answer_in(ask: Ask<'_>, prepared: &Prepared, params: &Params) -> Result<Answer, ApiError> {
    let reply = match &prepared.handler {
        Some(handler) => handler.answer(&ask).await?,
        None => Reply::from(ask.rows().await?),
    };
    let freshness = ask.freshness().await?;
    let mut table = prepared.shape.apply(reply.table);
    if prepared.shape.choose {
        table = chosen(table, params);
    }
    Ok(Answer {
        columns: table.columns.iter().map(|name| prepared.describe(name)).collect(),
        rows: table.rows,
        single: prepared.shape.single,
        page: reply.page,
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
