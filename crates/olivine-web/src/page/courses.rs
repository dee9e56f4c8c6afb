//! The list of courses (`UI 3.1`): search, filters, order and page stand in the URL and are worked out here.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State as Shared;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::refusal::{self, Refusal};
use crate::address::{Query, course_link};
use crate::course_list::{Course, CourseList, Order, Wanted};
use crate::error::WebError;
use crate::filter::Chip;
use crate::format;
use crate::frame::Frame;
use crate::language::Words;
use crate::presenter::Tile;
use crate::section::{State, standing};
use crate::site::Site;
use crate::table::{Head, Kind, PageLink, page_links};
use crate::visit::Visit;

/// Courses on a page.
const PAGE: usize = 100;
/// Values of filters: as old links have them, and their words.
const AVAILABILITY: [(&str, &str); 4] = [
    ("archived", "availability-archived"),
    ("current", "availability-current"),
    ("unknown", "availability-unknown"),
    ("upcoming", "availability-upcoming"),
];
const PACING: [(&str, &str); 3] = [
    ("instructor_paced", "pacing-instructor"),
    ("self_paced", "pacing-self"),
    ("unknown", "pacing-unknown"),
];
/// Names of columns in URLs, as old links have them.
const ORDERS: [(&str, Order, &str, Kind); 9] = [
    ("catalog_course_title", Order::Title, "courses-column-name", Kind::Text),
    ("start_date", Order::Start, "courses-column-start", Kind::Date),
    ("end_date", Order::End, "courses-column-end", Kind::Date),
    ("cumulative_count", Order::Total, "courses-column-total", Kind::Number),
    ("count", Order::Current, "courses-column-current", Kind::Number),
    (
        "count_change_7_days",
        Order::Change,
        "courses-column-change",
        Kind::Number,
    ),
    (
        "verified_enrollment",
        Order::Verified,
        "courses-column-verified",
        Kind::Number,
    ),
    (
        "masters_enrollment",
        Order::Masters,
        "courses-column-masters",
        Kind::Number,
    ),
    ("passing_users", Order::Passing, "courses-column-passing", Kind::Number),
];

#[derive(Template)]
#[template(path = "courses.html")]
struct Courses {
    frame: Frame,
    bad_query: bool,
    state: Option<State>,
    tiles: Vec<Tile>,
    search: String,
    groups: Vec<Group>,
    kept: Vec<(&'static str, String)>,
    chips: Vec<Chip>,
    result_count: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    range: String,
    pager: Vec<PageLink>,
    standing: Vec<String>,
}

/// A group of check boxes.
struct Group {
    name: &'static str,
    title: String,
    options: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    count: String,
    checked: bool,
}

struct Row {
    link: String,
    title: String,
    course_id: String,
    start: String,
    end: String,
    numbers: Vec<String>,
}

/// `GET /courses`.
pub async fn add_slash() -> Redirect {
    Redirect::permanent("/courses/")
}

/// `GET /courses/`.
pub async fn list(Shared(site): Shared<Arc<Site>>, Extension(visit): Extension<Visit>) -> Response {
    let result = page(&site, &visit).await;
    refusal::answer(&site, &visit, result)
}

async fn page(site: &Arc<Site>, visit: &Visit) -> Result<Response, Refusal> {
    if visit.principal.is_none() {
        return Err(Refusal::SignIn);
    }
    if !visit.may_see_any() {
        return Err(Refusal::NoCourses);
    }
    let words = &visit.words;
    let course_list = site.course_list.get(site).await?;
    let permitted: Vec<&Course> = course_list
        .courses
        .iter()
        .filter(|course| visit.may_see(&course.course_id))
        .collect();
    let mut page = Courses {
        frame: Frame::new(site, visit, "courses", &words.t("courses-title")).answering(&words.t("courses-question")),
        bad_query: false,
        state: None,
        tiles: Vec::new(),
        search: visit.query.get("text_search").unwrap_or_default().to_owned(),
        groups: Vec::new(),
        kept: Vec::new(),
        chips: Vec::new(),
        result_count: String::new(),
        heads: Vec::new(),
        rows: Vec::new(),
        range: String::new(),
        pager: Vec::new(),
        standing: standing(words, course_list.as_of, course_list.created),
    };
    let wanted = wanted(&visit.query, &course_list);
    match wanted {
        None => page.bad_query = true,
        Some(_) if permitted.is_empty() => {
            let name = if course_list.created.is_none() {
                "state-unpublished"
            } else {
                "courses-none"
            };
            page.state = Some(State::note(words, name));
        }
        Some(wanted) => fill(&mut page, &wanted, &permitted, &course_list, visit),
    }
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}

/// Reads the URL; none if it holds a filter, order or page that does not exist.
fn wanted(query: &Query, course_list: &CourseList) -> Option<Wanted> {
    let list = |name: &str, known: &dyn Fn(&str) -> bool| {
        let values: Vec<String> = query.list(name).into_iter().map(str::to_owned).collect();
        values.iter().all(|value| known(value)).then_some(values)
    };
    let lower = |values: Vec<String>| values.into_iter().map(|value| value.to_lowercase()).collect::<Vec<_>>();
    let among = |known: &[(&str, &str)], value: &str| known.iter().any(|(name, _)| name.eq_ignore_ascii_case(value));
    let order = match query.get("sortKey") {
        None => None,
        Some(key) => Some(ORDERS.iter().find(|(name, ..)| *name == key)?),
    };
    let descending = match query.get("order") {
        None => order.is_some_and(|(.., kind)| *kind != Kind::Text),
        Some("asc") => false,
        Some("desc") => true,
        Some(_) => return None,
    };
    if query.get("page").is_some() && query.number("page").is_none_or(|page| page == 0) {
        return None;
    }
    Some(Wanted {
        words: Wanted::words_of(query.get("text_search").unwrap_or_default()),
        availability: lower(list("availability", &|value| among(&AVAILABILITY, value))?),
        pacing: lower(list("pacing_type", &|value| among(&PACING, value))?),
        programs: list("program_ids", &|value| course_list.programs.contains_key(value))?,
        order: order.map(|(_, order, ..)| (*order, descending)),
    })
}

/// Columns that are there only if a course has anything in them.
#[derive(Clone, Copy)]
struct Columns {
    masters: bool,
    passing: bool,
}

impl Columns {
    fn of(permitted: &[&Course]) -> Self {
        Self {
            masters: permitted.iter().any(|course| course.on_track("masters") > 0),
            passing: permitted.iter().any(|course| course.passing > 0),
        }
    }

    fn has(self, order: Order) -> bool {
        match order {
            Order::Masters => self.masters,
            Order::Passing => self.passing,
            _ => true,
        }
    }
}

fn fill(page: &mut Courses, wanted: &Wanted, permitted: &[&Course], course_list: &CourseList, visit: &Visit) {
    let (words, query) = (&visit.words, &visit.query);
    let columns = Columns::of(permitted);
    page.tiles = tiles(permitted, words, columns);
    page.groups = groups(wanted, permitted, course_list, words);
    let kept = ["sortKey", "order"]
        .into_iter()
        .filter_map(|name| Some((name, query.get(name)?.to_owned())));
    page.kept = kept.collect();
    page.chips = chips(wanted, course_list, visit);
    let found = wanted.select(permitted.iter().copied());
    page.result_count = words.counted("results-count", found.len() as i64, &[]);
    page.heads = heads(wanted, columns, visit);
    let pages = found.len().div_ceil(PAGE).max(1);
    let place = query.number("page").unwrap_or(1).min(pages);
    let first = (place - 1) * PAGE;
    let shown = found.iter().skip(first).take(PAGE);
    page.rows = shown.map(|course| row(course, columns, words)).collect();
    let number = |number: usize| format::integer(words, number as i64);
    page.range = words.with(
        "table-rows",
        &[
            ("from", &number(first + 1)),
            ("to", &number(first + page.rows.len())),
            ("total", &number(found.len())),
        ],
    );
    page.pager = page_links(place, pages, |number| {
        query.changed(&[("page", Some(&number.to_string()))])
    });
}

fn heads(wanted: &Wanted, columns: Columns, visit: &Visit) -> Vec<Head> {
    // Without words the list is in the order of titles; with words, in that of how well they match.
    let by_title = wanted.words.is_empty().then_some((Order::Title, false));
    let current = wanted.order.or(by_title);
    let head = |(key, order, label, kind): &(&str, Order, &str, Kind)| {
        let sorted = current
            .filter(|(current, _)| current == order)
            .map(|(_, descending)| descending);
        // Numbers begin with the largest, names with the first.
        let down = sorted.map_or(*kind != Kind::Text, |descending| !descending);
        let direction = if down { "desc" } else { "asc" };
        let changes = [("sortKey", Some(*key)), ("order", Some(direction)), ("page", None)];
        Head {
            label: visit.words.t(label),
            kind: *kind,
            link: visit.query.changed(&changes),
            sorted: sorted.map(|descending| if descending { "descending" } else { "ascending" }),
        }
    };
    let shown = ORDERS.iter().filter(|(_, order, ..)| columns.has(*order));
    shown.map(head).collect()
}

fn row(course: &Course, columns: Columns, words: &Words) -> Row {
    let number = |number: i64| format::integer(words, number);
    let date = |time: Option<chrono::NaiveDateTime>| {
        time.map_or_else(|| words.t("missing"), |time| format::date_short(words, time.date()))
    };
    let mut numbers = vec![
        number(course.cumulative_count),
        number(course.count),
        format::signed(words, course.change),
        number(course.on_track("verified")),
    ];
    numbers.extend(columns.masters.then(|| number(course.on_track("masters"))));
    numbers.extend(columns.passing.then(|| number(course.passing)));
    Row {
        link: course_link(&course.course_id, ""),
        title: course.title.clone().unwrap_or_else(|| words.t("courses-untitled")),
        course_id: course.course_id.clone(),
        start: date(course.start),
        end: date(course.end),
        numbers,
    }
}

/// Sums over all permitted courses: enrollments, not people (`UI D-22`).
fn tiles(permitted: &[&Course], words: &Words, columns: Columns) -> Vec<Tile> {
    let sum = |get: &dyn Fn(&Course) -> i64| permitted.iter().map(|course| get(course)).sum::<i64>();
    let tile = |id, key: &str, number: i64| Tile::new(id, words.t(key), format::integer(words, number));
    let mut tiles = vec![
        tile("total", "courses-column-total", sum(&|course| course.cumulative_count)),
        tile("current", "courses-column-current", sum(&|course| course.count)),
        Tile::new(
            "change",
            words.t("courses-column-change"),
            format::signed(words, sum(&|course| course.change)),
        ),
        tile(
            "verified",
            "tile-verified-enrollment",
            sum(&|course| course.on_track("verified")),
        ),
    ];
    if columns.masters {
        tiles.push(tile(
            "masters",
            "tile-masters-enrollment",
            sum(&|course| course.on_track("masters")),
        ));
    }
    tiles
}

/// Check boxes with the number of courses each would show if it were the only one of its group.
fn groups(wanted: &Wanted, permitted: &[&Course], course_list: &CourseList, words: &Words) -> Vec<Group> {
    let count = |wanted: Wanted| {
        let number = permitted.iter().filter(|course| wanted.fits(course)).count();
        format::integer(words, number as i64)
    };
    let one = |value: &str| vec![value.to_owned()];
    let availability = AVAILABILITY.iter().map(|(value, label)| Choice {
        value: (*value).to_owned(),
        label: words.t(label),
        count: count(Wanted {
            availability: one(value),
            ..wanted.clone()
        }),
        checked: wanted.availability.iter().any(|known| known == value),
    });
    let pacing = PACING.iter().map(|(value, label)| Choice {
        value: (*value).to_owned(),
        label: words.t(label),
        count: count(Wanted {
            pacing: one(value),
            ..wanted.clone()
        }),
        checked: wanted.pacing.iter().any(|known| known == value),
    });
    let offered: BTreeMap<&str, &str> = permitted
        .iter()
        .flat_map(|course| &course.programs)
        .map(|id| {
            (
                id.as_str(),
                course_list.programs.get(id).map_or(id.as_str(), String::as_str),
            )
        })
        .collect();
    let mut programs: Vec<Choice> = offered
        .into_iter()
        .map(|(id, title)| Choice {
            value: id.to_owned(),
            label: title.to_owned(),
            count: count(Wanted {
                programs: one(id),
                ..wanted.clone()
            }),
            checked: wanted.programs.iter().any(|known| known == id),
        })
        .collect();
    programs.sort_by_key(|choice| choice.label.to_lowercase());
    let group = |name, key: &str, options: Vec<Choice>| Group {
        name,
        title: words.t(key),
        options,
    };
    let groups = [
        group("availability", "filter-availability", availability.collect()),
        group("pacing_type", "filter-pacing", pacing.collect()),
        group("program_ids", "filter-programs", programs),
    ];
    groups.into_iter().filter(|group| !group.options.is_empty()).collect()
}

fn chips(wanted: &Wanted, course_list: &CourseList, visit: &Visit) -> Vec<Chip> {
    let (words, query) = (&visit.words, &visit.query);
    let mut chips = Vec::new();
    if let Some(text) = query.get("text_search") {
        let link = query.changed(&[("text_search", None), ("page", None)]);
        chips.push(Chip {
            label: words.t1("filter-chip-search", "text", text),
            link,
        });
    }
    let mut add = |name: &str, group: &str, value: &str, label: String| {
        let label = words.with("filter-chip", &[("group", &words.t(group)), ("value", &label)]);
        chips.push(Chip {
            label,
            link: query.without(name, value, "page"),
        });
    };
    let label = |known: &[(&str, &str)], value: &str| {
        known
            .iter()
            .find(|(name, _)| *name == value)
            .map_or_else(|| value.to_owned(), |(_, key)| words.t(key))
    };
    for value in &wanted.availability {
        add(
            "availability",
            "filter-availability",
            value,
            label(&AVAILABILITY, value),
        );
    }
    for value in &wanted.pacing {
        add("pacing_type", "filter-pacing", value, label(&PACING, value));
    }
    for value in &wanted.programs {
        add(
            "program_ids",
            "filter-programs",
            value,
            course_list.programs.get(value).unwrap_or(value).clone(),
        );
    }
    chips
}
