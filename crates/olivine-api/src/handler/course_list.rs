//! Which courses of the list, in which order, and which page of it (`API 2.7`).

use std::collections::HashSet;

use super::course_summaries::Summary;
use crate::error::ApiError;
use crate::query::cell::Cell;
use crate::query::page::Page;
use crate::query::params::Params;

/// What the list may be ordered by.
pub const ORDERS: [&str; 8] = [
    "catalog_course_title",
    "start_date",
    "end_date",
    "count",
    "cumulative_count",
    "count_change_7_days",
    "passing_users",
    "verified_enrollment",
];
/// Courses on a page.
const PAGE_SIZE: usize = 100;

/// Keeps what the parameters ask for.
pub fn filter(summaries: &mut Vec<Summary>, params: &Params, programs: &HashSet<&str>) {
    let availability = params.list("availability");
    let pacing = params.list("pacing_type");
    let search = params.text("text_search").map(str::to_lowercase);
    summaries.retain(|summary| {
        let in_title = |search: &String| {
            let title = summary.title.as_text().unwrap_or_default();
            title.to_lowercase().contains(search) || summary.course_id.to_lowercase().contains(search)
        };
        let in_programs = || match &summary.programs {
            Cell::List(own) => own
                .iter()
                .any(|program| program.as_text().is_some_and(|id| programs.contains(id))),
            _ => false,
        };
        is_listed(&availability, &summary.availability)
            && is_listed(&pacing, &summary.pacing)
            && search.as_ref().is_none_or(in_title)
            && (programs.is_empty() || in_programs())
    });
}

fn is_listed(wanted: &[&str], value: &Cell) -> bool {
    wanted.is_empty() || wanted.contains(&value.as_text().unwrap_or("unknown"))
}

/// What the list is ordered by, if not by course id.
pub struct Order {
    by: Option<String>,
    descending: bool,
}

impl Order {
    pub fn asked(params: &Params) -> Result<Self, ApiError> {
        let by = params.text("order_by").map(str::to_owned);
        let refused = |name: &str, value: &str, allowed: &[&str]| ApiError::BadChoice {
            name: name.to_owned(),
            value: value.to_owned(),
            allowed: allowed.join(", "),
        };
        if let Some(unknown) = by.as_deref().filter(|by| !ORDERS.contains(by)) {
            return Err(refused("order_by", unknown, &ORDERS));
        }
        let descending = match params.text("sort_order") {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(unknown) => return Err(refused("sort_order", unknown, &["asc", "desc"])),
        };
        Ok(Self { by, descending })
    }

    pub fn apply(&self, summaries: &mut [Summary]) {
        let key = |summary: &Summary| match self.by.as_deref() {
            Some("catalog_course_title") => summary.title.clone(),
            Some("start_date") => summary.start.clone(),
            Some("end_date") => summary.end.clone(),
            Some("count") => Cell::Int(summary.totals[0]),
            Some("cumulative_count") => Cell::Int(summary.totals[1]),
            Some("count_change_7_days") => Cell::Int(summary.totals[2]),
            Some("passing_users") => Cell::Int(summary.totals[3]),
            Some("verified_enrollment") => Cell::Int(summary.verified()),
            _ => Cell::Text(summary.course_id.clone()),
        };
        // Equal keys keep the order of the course ids, so that pages never overlap.
        summaries.sort_by(|left, right| {
            let order = key(left).order(&key(right));
            let order = if self.descending { order.reverse() } else { order };
            order.then_with(|| left.course_id.cmp(&right.course_id))
        });
    }
}

/// The page asked for; none for the whole list, which is what dashboards rely on.
pub fn asked_page(params: &Params, count: usize) -> Result<Option<Page>, ApiError> {
    let is_asked = params.text("page").is_some() || params.text("page_size").is_some();
    if !is_asked || params.text("all").is_some() {
        return Ok(None);
    }
    Page::asked(params, count, PAGE_SIZE, PAGE_SIZE).map(Some)
}
