//! Learners of a course (`UI 3.2`): search, filters, order and page stand in the URL; the store finds, orders and pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use olivine_api::query::{Answer, Cell, Params, Reader};
use olivine_report::Report;
use olivine_store::Store;
use url::form_urlencoded;

use super::refusal::Refusal;
use crate::address::course_link;
use crate::error::WebError;
use crate::filter::ON;
use crate::format;
use crate::frame::{CourseHead, Frame, lens_name, report_words};
use crate::language::Words;
use crate::prose::About;
use crate::reading::Range;
use crate::section::{State, standing};
use crate::selection::{self, Asked, Tables, tables_of};
use crate::site::Site;
use crate::table::{Head, Kind, PageLink, page_links};
use crate::visit::Visit;

/// The report whose page this is.
pub const REPORT: &str = "learners.roster";
/// The report with the page of one person.
const DETAIL: &str = "learners.detail";
/// The query of the people.
const PEOPLE: &str = "learners";
/// The query of what they can be looked for by.
const FACETS: &str = "course_learner_metadata";
/// Parameter of the last day shown.
const UNTIL: &str = "to";
/// The filter that leaves staff out.
const WITHOUT_STAFF: &str = "without_staff";
/// People on a page.
const PAGE: usize = 25;
/// The numbers of a person: name in the data, whether few are good.
const NUMBERS: [(&str, bool); 5] = [
    ("problems_attempted", false),
    ("problems_completed", false),
    ("problem_attempts_per_completed", true),
    ("videos_viewed", false),
    ("discussion_contributions", false),
];
/// The query of what the download holds.
pub const DOWNLOAD: &str = "roster";
/// The groups that are left out, of which there may be several.
const IGNORED: &str = "ignore_segments";
/// Who has done nothing for two weeks.
const INACTIVE: &str = "inactive";
/// Parameter that shows those, too.
const EVERYBODY: &str = "everybody";
/// Parameters of the page that are those of the query.
const PASSED: [&str; 5] = ["text_search", "cohort", "enrollment_mode", "order_by", "sort_order"];

#[derive(Template)]
#[template(path = "learners.html")]
struct Learners {
    frame: Frame,
    lens: String,
    title: String,
    question: String,
    period: String,
    state: Option<State>,
    search: String,
    hides_inactive: bool,
    /// Whether days and staff can be chosen.
    has_selections: bool,
    until: String,
    without_staff: bool,
    drops: Vec<Drop>,
    kept: Vec<(&'static str, String)>,
    chips: Vec<Chip>,
    result_count: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    range: String,
    pager: Vec<PageLink>,
    csv: String,
    everybody: String,
    standing: Vec<String>,
    about: Option<About>,
}

/// A list to choose one value of.
struct Drop {
    name: &'static str,
    title: String,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    count: String,
    selected: bool,
}

/// A filter in use and the link that removes it.
struct Chip {
    label: String,
    link: String,
}

struct Row {
    name: String,
    username: String,
    link: Option<String>,
    segments: Vec<String>,
    numbers: Vec<Number>,
}

/// A number and where it lies in the class.
struct Number {
    text: String,
    /// `high`, `low`, or empty.
    class: &'static str,
    /// The same in words, for those who do not see it.
    words: String,
}

/// Asks the store and writes the page.
pub async fn page(site: &Arc<Site>, visit: &Visit, course: CourseHead, report: &Report) -> Result<Response, Refusal> {
    let words = &visit.words;
    let principal = visit.principal.as_ref().ok_or(Refusal::SignIn)?;
    let course_id = course.course_id.clone();
    let params = || Params::new(Reader::from(principal)).with("course_id", &course_id);
    let hides_inactive = visit.query.get(EVERYBODY).is_none();
    let mut asked = wanted(params(), visit, hides_inactive);
    let tables = selected(site, visit, &course_id).await?;
    let store = tables.as_ref().map_or(site.api.store(), |tables| &tables.store);
    let facets = ask(site, store, FACETS, &params()).await?;
    let people = match ask(site, store, PEOPLE, &asked).await {
        // A page that is no more: the last one there is.
        Err(WebError::Query(olivine_api::ApiError::InvalidPage)) => {
            asked.set("page", "last");
            ask(site, store, PEOPLE, &asked).await?
        }
        answer => answer?,
    };
    let facets = Facets::of(&facets);
    let title = report_words(words, &report.manifest.id, "title", &report.manifest.title);
    let question = report_words(words, &report.manifest.id, "question", &report.manifest.question);
    let path = report.manifest.path.as_deref().unwrap_or_default();
    let frame = Frame::new(site, visit, "course_learners_roster", &title)
        .of_course(course, &title, visit, path)
        .answering(&question);
    let mut page = Learners {
        lens: lens_name(words, &report.manifest.lens),
        question,
        period: facets.period(words),
        state: None,
        search: visit.query.get("text_search").unwrap_or_default().to_owned(),
        hides_inactive,
        has_selections: site.options.selections.is_some(),
        until: last_day(visit).map(|day| day.to_string()).unwrap_or_default(),
        without_staff: without_staff(visit),
        drops: facets.drops(visit),
        kept: ["order_by", "sort_order"]
            .into_iter()
            .filter_map(|name| Some((name, visit.query.get(name)?.to_owned())))
            .collect(),
        chips: chips(visit),
        result_count: String::new(),
        heads: heads(visit),
        rows: Vec::new(),
        range: String::new(),
        pager: Vec::new(),
        csv: download_link(visit, &course_id, hides_inactive),
        everybody: changed(visit, &[(EVERYBODY, Some(ON)), ("page", None)]),
        standing: standing(words, people.as_of, people.created),
        about: About::of(words, &report.manifest.id, &report.manifest.doc),
        frame,
        title,
    };
    let total = people.page.map_or(0, |page| page.count);
    page.result_count = words.counted("learners-count", total as i64, &[]);
    if total == 0 {
        let published = people.as_of.is_some();
        page.state = Some(State::note(
            words,
            if published {
                "learners-none"
            } else {
                "state-unpublished"
            },
        ));
    } else {
        let has_detail = site.api.registry().report(DETAIL).is_some();
        fill(&mut page, &people, &facets, &course_id, has_detail, visit);
    }
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}

/// What is asked of the roster besides the course: search, filters, order and page of the address.
fn wanted(mut params: Params, visit: &Visit, hides_inactive: bool) -> Params {
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

/// The people of a course that an address looks for, all pages of them: what the download holds. Beside what the page itself knows, an
/// address may name groups, as those of the old dashboard did; without any it is everybody.
///
/// # Errors
/// What failed, or that the tables for the choice are still being worked out.
pub async fn downloaded(site: &Site, visit: &Visit, course_id: &str, mut params: Params) -> Result<Answer, WebError> {
    for name in PASSED {
        if let Some(value) = visit.query.get(name) {
            params.set(name, value);
        }
    }
    if let Some(text) = visit.query.get("text_search") {
        params.set("text_search", text.to_lowercase());
    }
    for name in ["segments", IGNORED] {
        for group in visit.query.list(name) {
            params.add(name, group);
        }
    }
    let tables = selected(site, visit, course_id).await?;
    let store = tables.as_ref().map_or(site.api.store(), |tables| &tables.store);
    ask(site, store, DOWNLOAD, &params).await
}

/// Where the people of this page are found as a file: search, filters and order go along, pages do not.
fn download_link(visit: &Visit, course_id: &str, hides_inactive: bool) -> String {
    let ignored = hides_inactive.then_some(INACTIVE);
    let changes = [
        (IGNORED, ignored),
        ("segments", None),
        (EVERYBODY, None),
        ("page", None),
    ];
    with_query(course_link(course_id, "csv/learners/"), &changed(visit, &changes))
}

/// An address with parameters, which may be none.
fn with_query(link: String, query: &str) -> String {
    if query == "?" { link } else { link + query }
}

/// The address that the download had in the old dashboard (`UI 1.2`): its parameters are those of this one, beside the course.
pub async fn old_download(Extension(visit): Extension<Visit>) -> Redirect {
    let course = visit.query.get("course_id").unwrap_or_default();
    let rest = changed(&visit, &[("course_id", None), ("page", None), ("page_size", None)]);
    Redirect::permanent(&with_query(course_link(course, "csv/learners/"), &rest))
}

async fn ask(site: &Site, store: &Store, query: &str, params: &Params) -> Result<Answer, WebError> {
    Ok(olivine_api::query::answer_from(&site.api, store, REPORT, query, params).await?)
}

/// The last day shown, where one was chosen.
fn last_day(visit: &Visit) -> Option<NaiveDate> {
    Range::of(&visit.query).to
}

/// Whether staff are left out.
fn without_staff(visit: &Visit) -> bool {
    visit.query.get(WITHOUT_STAFF) == Some(ON)
}

/// The roster of another day, or without staff, which is worked out where it is asked for; none: that of the last complete day. Track and
/// cohort are found in it as they are.
async fn selected(site: &Site, visit: &Visit, course_id: &str) -> Result<Option<Tables>, WebError> {
    let (until, without_staff) = (last_day(visit), without_staff(visit));
    if site.options.selections.is_none() || (until.is_none() && !without_staff) {
        return Ok(None);
    }
    let filters = without_staff.then(|| (WITHOUT_STAFF.to_owned(), ON.to_owned()));
    let tables = [PEOPLE, FACETS].iter().flat_map(|query| tables_of(site, REPORT, query));
    let asked = Asked {
        courses: BTreeSet::from([course_id.to_owned()]),
        filters: filters.into_iter().collect(),
        since: None,
        until,
        tables: tables.collect(),
    };
    selection::tables(site, asked).await.map(Some)
}

fn fill(page: &mut Learners, people: &Answer, facets: &Facets, course_id: &str, has_detail: bool, visit: &Visit) {
    let words = &visit.words;
    let number = |number: usize| format::integer(words, number as i64);
    page.rows = people
        .rows
        .iter()
        .map(|row| person(people, row, facets, course_id, has_detail, words))
        .collect();
    let Some(shown) = people.page else { return };
    let first = (shown.number - 1) * shown.size;
    page.range = words.with(
        "table-rows",
        &[
            ("from", &number(first + 1)),
            ("to", &number(first + page.rows.len())),
            ("total", &number(shown.count)),
        ],
    );
    page.pager = page_links(shown.number, shown.total(), |number| {
        changed(visit, &[("page", Some(&number.to_string()))])
    });
}

fn person(people: &Answer, row: &[Cell], facets: &Facets, course_id: &str, has_detail: bool, words: &Words) -> Row {
    let text = |name: &str| people.field(row, name).as_text().unwrap_or_default().to_owned();
    let username = text("username");
    let numbers = NUMBERS.iter().map(|(name, fewer_is_better)| {
        let value = member(people.field(row, "engagements"), name).and_then(Cell::as_float);
        let shown = match value {
            None => words.t("learners-no-ratio"),
            Some(value) if *fewer_is_better => format::one_decimal(words, value),
            Some(value) => format::integer(words, value as i64),
        };
        let class = value.map_or("", |value| facets.rank(name, value));
        Number {
            text: shown,
            class,
            words: if class.is_empty() {
                String::new()
            } else {
                words.t(&format!("learners-rank-{class}"))
            },
        }
    });
    let segments = match people.field(row, "segments") {
        Cell::List(names) => names.iter().filter_map(Cell::as_text).collect(),
        _ => Vec::new(),
    };
    let key: String = form_urlencoded::byte_serialize(username.as_bytes()).collect();
    Row {
        name: text("name"),
        link: has_detail.then(|| course_link(course_id, "learners/details/") + "?username=" + &key),
        username,
        segments: segments
            .into_iter()
            .map(|name| words.t(&format!("learners-segment-{}", name.replace('_', "-"))))
            .collect(),
        numbers: numbers.collect(),
    }
}

/// A member of an object.
fn member<'a>(object: &'a Cell, name: &str) -> Option<&'a Cell> {
    match object {
        Cell::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
        _ => None,
    }
}

/// What people can be looked for by, and the ranges of the class.
struct Facets {
    cohorts: Vec<(String, i64)>,
    tracks: Vec<(String, i64)>,
    ranges: Cell,
}

impl Facets {
    fn of(answer: &Answer) -> Self {
        let row = answer.rows.first().map_or(&[][..], Vec::as_slice);
        let counts = |name: &str| match answer.field(row, name) {
            Cell::Object(members) => members
                .iter()
                .map(|(value, count)| (value.clone(), count.as_int().unwrap_or(0)))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            cohorts: counts("cohorts"),
            tracks: counts("enrollment_modes"),
            ranges: answer.field(row, "engagement_ranges").clone(),
        }
    }

    /// The days of the numbers.
    fn period(&self, words: &Words) -> String {
        let days = member(&self.ranges, "date_range");
        let day = |name: &str| days.and_then(|days| member(days, name)).and_then(Cell::as_date);
        match (day("start"), day("end").and_then(|end| end.pred_opt())) {
            (Some(start), Some(last)) => words.with(
                "learners-period",
                &[
                    ("start", &format::date_long(words, start)),
                    ("end", &format::date_long(words, last)),
                ],
            ),
            _ => words.t("learners-period-none"),
        }
    }

    /// `high` at the top of the class, `low` at its bottom. Equal bounds are that value alone; no bound is infinite.
    fn rank(&self, metric: &str, value: f64) -> &'static str {
        let ranks = member(&self.ranges, metric);
        let holds = |name: &str| match ranks.and_then(|ranks| member(ranks, name)) {
            Some(Cell::List(bounds)) => {
                let bound = |place: usize| bounds.get(place).and_then(Cell::as_float).unwrap_or(f64::INFINITY);
                let (low, high) = (bound(0), bound(1));
                (low <= value && value < high) || (low == high && value == low)
            }
            _ => false,
        };
        match (holds("class_rank_top"), holds("class_rank_bottom")) {
            (true, _) => "high",
            (_, true) => "low",
            _ => "",
        }
    }

    /// The lists to choose from; one without values is left out.
    fn drops(&self, visit: &Visit) -> Vec<Drop> {
        let words = &visit.words;
        let drop = |name: &'static str, title: &str, values: &[(String, i64)]| {
            let mut values = values.to_vec();
            values.sort_by_key(|(value, _)| value.to_lowercase());
            Drop {
                name,
                title: words.t(title),
                options: values
                    .into_iter()
                    .map(|(value, count)| Choice {
                        label: label(words, name, &value),
                        count: format::integer(words, count),
                        selected: visit.query.get(name) == Some(&value),
                        value,
                    })
                    .collect(),
            }
        };
        let drops = [
            drop("cohort", "learners-cohort", &self.cohorts),
            drop("enrollment_mode", "learners-track", &self.tracks),
        ];
        drops.into_iter().filter(|drop| !drop.options.is_empty()).collect()
    }
}

/// What a value of a filter says.
fn label(words: &Words, filter: &str, value: &str) -> String {
    let known = (filter == "enrollment_mode").then(|| words.find(&format!("mode-{value}")));
    known.flatten().unwrap_or_else(|| value.to_owned())
}

fn changed(visit: &Visit, changes: &[(&str, Option<&str>)]) -> String {
    let changes: Vec<(String, Option<&str>)> = changes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect();
    visit.query.changed(&changes)
}

fn chips(visit: &Visit) -> Vec<Chip> {
    let words = &visit.words;
    let mut chips = Vec::new();
    if let Some(text) = visit.query.get("text_search") {
        chips.push(Chip {
            label: words.t1("filter-chip-search", "text", text),
            link: changed(visit, &[("text_search", None), ("page", None)]),
        });
    }
    for (name, group) in [("cohort", "learners-cohort"), ("enrollment_mode", "learners-track")] {
        if let Some(value) = visit.query.get(name) {
            chips.push(Chip {
                label: words.with(
                    "filter-chip",
                    &[("group", &words.t(group)), ("value", &label(words, name, value))],
                ),
                link: changed(visit, &[(name, None), ("page", None)]),
            });
        }
    }
    if let Some(day) = last_day(visit) {
        let value = format::date_long(words, day);
        chips.push(Chip {
            label: words.with("filter-chip", &[("group", &words.t("range-to")), ("value", &value)]),
            link: changed(visit, &[(UNTIL, None), ("page", None)]),
        });
    }
    if without_staff(visit) {
        chips.push(Chip {
            label: words.t("filter-without_staff"),
            link: changed(visit, &[(WITHOUT_STAFF, None), ("page", None)]),
        });
    }
    chips
}

fn heads(visit: &Visit) -> Vec<Head> {
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
            link: changed(
                visit,
                &[
                    ("order_by", Some(name)),
                    ("sort_order", Some(direction)),
                    ("page", None),
                ],
            ),
            sorted: is_sorted.then_some(if is_down { "descending" } else { "ascending" }),
        }
    };
    let numbers = NUMBERS.iter().map(|(name, _)| head(name, Kind::Number));
    [head("username", Kind::Text)].into_iter().chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: Vec<(&str, Cell)>) -> Cell {
        Cell::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// A class with the same ranges for one metric.
    fn class(bottom: Cell, top: Cell) -> Facets {
        let ranks = object(vec![
            ("class_rank_bottom", bottom),
            ("class_rank_average", Cell::Null),
            ("class_rank_top", top),
        ]);
        Facets {
            cohorts: Vec::new(),
            tracks: Vec::new(),
            ranges: object(vec![("videos_viewed", ranks)]),
        }
    }

    fn range(low: Option<f64>, high: Option<f64>) -> Cell {
        let bound = |bound: Option<f64>| bound.map_or(Cell::Null, Cell::Float);
        Cell::List(vec![bound(low), bound(high)])
    }

    fn ranks<const N: usize>(class: &Facets, values: [f64; N]) -> [&'static str; N] {
        values.map(|value| class.rank("videos_viewed", value))
    }

    /// `UI X18`.
    #[test]
    fn a_range_holds_its_lower_end_only_x18() {
        let usual = class(range(Some(0.0), Some(10.0)), range(Some(26.0), None));
        assert_eq!(
            ranks(&usual, [0.0, 9.9, 10.0, 25.9, 26.0, 1e9]),
            ["low", "low", "", "", "high", "high"]
        );
        let one_value = class(Cell::Null, range(Some(5.0), Some(5.0)));
        assert_eq!(ranks(&one_value, [4.9, 5.0, 5.1]), ["", "high", ""]);
        let no_ranges = class(Cell::Null, Cell::Null);
        assert_eq!(ranks(&no_ranges, [0.0, 5.0]), ["", ""]);
        assert_eq!(no_ranges.rank("problems_attempted", 5.0), "", "nor for other metrics");
    }

    /// The bottom of attempts per right answer is to have none right: both ends are infinite, and no number lies in it.
    #[test]
    fn a_range_without_ends_is_infinity_alone() {
        let endless = class(range(None, None), range(Some(1.0), Some(1.5)));
        assert_eq!(
            ranks(&endless, [0.0, 1.0, 1.5, 1e9, f64::INFINITY]),
            ["", "high", "", "", "low"]
        );
    }
}
