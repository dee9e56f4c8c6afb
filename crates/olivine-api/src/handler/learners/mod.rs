//! People of a course, one page of those that are looked for (`API 2.8`).

mod choice;
mod metadata;
mod one;
mod person;

use async_trait::async_trait;
use olivine_store::Value;

use super::{Handler, Parameter, Reply, Values};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::listing::PageSizes;
use crate::query::params::Params;
use crate::query::table::Table;
use choice::{check_order, check_segments};

pub use metadata::LearnerMetadata;
pub use one::{OneLearner, no_learner};
pub use person::Accounts;

/// Everybody who is looked for.
const PEOPLE: &str = "queries/learners.sql";
/// People on a page (`API 1.6`).
const PAGE_SIZES: PageSizes = PageSizes { default: 25, max: 100 };
/// The groups that people may be in.
const SEGMENTS: [&str; 5] = ["highly_engaged", "disengaging", "struggling", "inactive", "unenrolled"];

/// Finds, orders and pages in the store: a course may have a hundred thousand people.
#[derive(Default)]
pub struct Learners(pub Accounts);

#[async_trait]
impl Handler for Learners {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let params = ask.params;
        check_course(params)?;
        check_segments(params)?;
        check_order(params)?;
        // Not every store lowers letters beyond ASCII.
        let text_search = params
            .text("text_search")
            .map_or(Value::Null, |text| Value::Text(text.to_lowercase()));
        let found = ask
            .page_with(PEOPLE, &[("text_search", text_search)], PAGE_SIZES)
            .await?;
        let people = found.table;
        let rows = people.rows.iter().map(|row| person::row(&people, row, &self.0));
        Ok(Reply {
            table: Table::of(&person::FIELDS, rows.collect()),
            page: found.page,
        })
    }

    fn columns(&self) -> &'static [&'static str] {
        &person::FIELDS
    }

    fn required(&self) -> &'static [&'static str] {
        &["course_id"]
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: [Parameter; 7] = [
            Parameter::new("segments", Values::SomeOf(&SEGMENTS), "People in any of these groups."),
            Parameter::new(
                "ignore_segments",
                Values::SomeOf(&SEGMENTS),
                "People in none of these groups; not together with `segments`.",
            ),
            Parameter::new(
                "text_search",
                Values::Any,
                "People with this text in name, user name or mail address, whatever its case.",
            ),
            Parameter::new(
                "order_by",
                Values::OneOf(&choice::ORDERS),
                "What people are ordered by; `username` without it.",
            ),
            Parameter::new(
                "sort_order",
                Values::OneOf(&["asc", "desc"]),
                "`asc` (default) or `desc`; what is missing comes last upwards, first downwards.",
            ),
            Parameter::new("page", Values::Page, "Number of the page, or `last`."),
            Parameter::new(
                "page_size",
                Values::Any,
                "People on a page: 25 without it, 100 at most.",
            ),
        ];
        &PARAMETERS
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        person::schema(field)
    }
}

/// Refuses a request that names no course.
pub(super) fn check_course(params: &Params) -> Result<(), ApiError> {
    match params.text("course_id") {
        Some(_) => Ok(()),
        None => Err(ApiError::Coded {
            status: 400,
            code: "course_not_specified",
            message: "Course id/key not specified.".to_owned(),
        }),
    }
}
