//! What an address of the roster looks for, and the addresses that its page leads to.

use chrono::NaiveDate;
use olivine_api::query::Params;
use url::form_urlencoded;

use super::NUMBERS;
use super::facets::label;
use crate::address::{Query, course_link};
use crate::filter::{self, Chip, OFF, WITHOUT_STAFF};
use crate::format;
use crate::reading::{PERSON, Range};
use crate::site::Site;
use crate::table::{Head, Kind};
use crate::visit::Visit;
use crate::wired::ROSTER;

/// Parameter of the last day shown.
const UNTIL: &str = "to";
/// People on a page.
const PAGE: usize = 25;
/// The groups that are left out, of which there may be several.
pub const IGNORED: &str = "ignore_segments";
/// Who has done nothing for two weeks.
pub const INACTIVE: &str = "inactive";
/// Parameter that shows those, too.
pub const EVERYBODY: &str = "everybody";
/// Parameter of the page of one person: the search, filters, order and page of the list that somebody came from.
pub const LIST: &str = "list";
/// Parameters of the page that are those of the query.
pub const PASSED: [&str; 5] = ["text_search", "cohort", "enrollment_mode", "order_by", "sort_order"];

/// What is asked of the roster besides the course: search, filters, order and page of the address.
pub fn wanted(mut params: Params, visit: &Visit, hides_inactive: bool) -> Params {
    params.set("page_size", PAGE.to_string());
    for name in PASSED {
        if let Some(value) = visit.query.get(name) {
            params.set(name, value);
        }
    }
    if hides_inactive {
        params.set(IGNORED, INACTIVE);
    }
    let place = visit.query.number("page").filter(|page| *page > 0).unwrap_or(1);
    params.set("page", place.to_string());
    params
}

/// The list of learners as it was when somebody left it for a person (`UI 3.3`); none where there is no list.
pub fn list_link(site: &Site, visit: &Visit, course_id: &str) -> Option<String> {
    let roster = site.api.registry().report(ROSTER)?;
    let path = roster.manifest.path.as_deref()?;
    let list = Query::parse(visit.query.get(LIST).unwrap_or_default());
    Some(with_query(course_link(course_id, path), &list.changed(&[])))
}

/// The page of a person, which knows the way back to the list as it is.
pub fn detail_link(course_id: &str, username: &str, list: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(PERSON, username);
    if !list.is_empty() {
        query.append_pair(LIST, list);
    }
    course_link(course_id, "learners/details/") + "?" + &query.finish()
}

/// An address with parameters, which may be none.
pub fn with_query(link: String, query: &str) -> String {
    if query == "?" { link } else { link + query }
}

/// The last day shown, where one was chosen.
pub fn last_day(visit: &Visit) -> Option<NaiveDate> {
    Range::of(&visit.query).to
}

/// Whether staff are left out.
pub fn without_staff(site: &Site, visit: &Visit) -> bool {
    filter::is_on(site, visit, WITHOUT_STAFF)
}

/// The search and the filters in use.
pub fn chips(site: &Site, visit: &Visit) -> Vec<Chip> {
    let words = &visit.words;
    let mut chips = Vec::new();
    if let Some(text) = visit.query.get("text_search") {
        chips.push(Chip {
            label: words.t1("filter-chip-search", "text", text),
            link: visit.query.changed(&[("text_search", None), ("page", None)]),
        });
    }
    for (name, group) in [("cohort", "learners-cohort"), ("enrollment_mode", "learners-track")] {
        if let Some(value) = visit.query.get(name) {
            chips.push(Chip {
                label: words.with(
                    "filter-chip",
                    &[("group", &words.t(group)), ("value", &label(words, name, value))],
                ),
                link: visit.query.changed(&[(name, None), ("page", None)]),
            });
        }
    }
    if let Some(day) = last_day(visit) {
        let value = format::date_long(words, day);
        chips.push(Chip {
            label: words.with("filter-chip", &[("group", &words.t("range-to")), ("value", &value)]),
            link: visit.query.changed(&[(UNTIL, None), ("page", None)]),
        });
    }
    if without_staff(site, visit) {
        let off = site.options.leave_out_staff.then_some(OFF);
        chips.push(Chip {
            label: words.t("filter-without_staff"),
            link: visit.query.changed(&[(WITHOUT_STAFF, off), ("page", None)]),
        });
    }
    chips
}

/// The headings, with the links that order the list by them.
pub fn heads(visit: &Visit) -> Vec<Head> {
    let words = &visit.words;
    let current = visit.query.get("order_by").unwrap_or("username");
    let is_down = visit.query.get("sort_order") == Some("desc");
    let head = |name: &str, kind: Kind| {
        let is_sorted = current == name;
        // Numbers begin with the largest, names with the first.
        let down = if is_sorted { !is_down } else { kind == Kind::Number };
        let direction = if down { "desc" } else { "asc" };
        Head {
            label: words.t(&format!("learners-column-{}", name.replace('_', "-"))),
            kind,
            link: visit.query.changed(&[
                ("order_by", Some(name)),
                ("sort_order", Some(direction)),
                ("page", None),
            ]),
            sorted: is_sorted.then_some(if is_down { "descending" } else { "ascending" }),
        }
    };
    let numbers = NUMBERS.iter().map(|(name, _)| head(name, Kind::Number));
    [head("username", Kind::Text)].into_iter().chain(numbers).collect()
}
