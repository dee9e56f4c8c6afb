//! Learners of a course (`UI 3.2`): search, filters, order and page stand in the URL; the store finds, orders and pages.

mod address;
mod download;
mod facets;

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use olivine_api::query::{Answer, Cell, Params, Reader};
use olivine_report::Report;
use olivine_store::Store;

pub use self::address::{LIST, list_link};
pub use self::download::{downloaded, old_download};

use self::address::{EVERYBODY, chips, detail_link, heads, last_day, wanted, without_staff};
use self::download::download_link;
use self::facets::{Drop, Facets, member};
use super::refusal::Refusal;
use crate::error::WebError;
use crate::filter::{Chip, ON, WITHOUT_STAFF};
use crate::format;
use crate::frame::{CourseHead, Frame, lens_name, report_words};
use crate::language::Words;
use crate::prose::About;
use crate::section::{State, standing};
use crate::selection::{self, Asked, Tables, tables_of};
use crate::site::Site;
use crate::table::{Head, PageLink, page_links};
use crate::visit::Visit;
use crate::wired::{LEARNER_DETAIL, LEARNER_FACETS, LEARNERS, Named};

/// The numbers of a person: name in the data, whether few are good.
const NUMBERS: [(&str, bool); 5] = [
    ("problems_attempted", false),
    ("problems_completed", false),
    ("problem_attempts_per_completed", true),
    ("videos_viewed", false),
    ("discussion_contributions", false),
];

#[derive(Template)]
#[template(path = "learners.html")]
struct Learners {
    frame: Frame,
    lens: String,
    title: String,
    question: String,
    /// The days of the numbers; none where there are no numbers.
    period: Option<String>,
    state: Option<State>,
    /// What to do where nobody is shown: address and words.
    way_on: Option<(String, String)>,
    search: String,
    hides_inactive: bool,
    /// Whether days and staff can be chosen.
    has_selections: bool,
    until: String,
    without_staff: bool,
    /// Whether staff are left out where an address does not say.
    leaves_out_staff: bool,
    drops: Vec<Drop>,
    kept: Vec<(&'static str, String)>,
    chips: Vec<Chip>,
    result_count: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    range: String,
    pager: Vec<PageLink>,
    csv: String,
    standing: Vec<String>,
    about: Option<About>,
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
    let asked = wanted(params(), visit, hides_inactive);
    let (facets, people) = match read(site, visit, &course_id, &params(), asked).await {
        Ok((facets, people)) => (facets, Ok(people)),
        Err(error) => {
            let problem = Problem::of(error)?;
            (
                ask(site, site.api.store(), LEARNER_FACETS, &params()).await?,
                Err(problem),
            )
        }
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
        period: people.is_ok().then(|| facets.period(words)),
        state: None,
        way_on: None,
        search: visit.query.get("text_search").unwrap_or_default().to_owned(),
        hides_inactive,
        has_selections: site.options.selections.is_some(),
        until: last_day(visit).map(|day| day.to_string()).unwrap_or_default(),
        without_staff: without_staff(site, visit),
        leaves_out_staff: site.options.leave_out_staff,
        drops: facets.drops(visit),
        kept: ["order_by", "sort_order"]
            .into_iter()
            .filter_map(|name| Some((name, visit.query.get(name)?.to_owned())))
            .collect(),
        chips: chips(site, visit),
        result_count: String::new(),
        heads: heads(visit),
        rows: Vec::new(),
        range: String::new(),
        pager: Vec::new(),
        csv: download_link(visit, &course_id, hides_inactive),
        standing: Vec::new(),
        about: About::of(words, &report.manifest.id, &report.manifest.doc),
        frame,
        title,
    };
    match &people {
        Ok(people) if people.page.is_some_and(|page| page.count > 0) => {
            let has_detail = site.api.registry().report(LEARNER_DETAIL).is_some();
            page.result_count = counted(people, words);
            page.standing = standing(words, people.as_of, people.created);
            fill(&mut page, people, &facets, &course_id, has_detail, visit);
        }
        Ok(people) => {
            // Of days before all results nothing is worked out, although it was computed.
            let is_published = people.as_of.is_some()
                || ask(site, site.api.store(), LEARNER_FACETS, &params())
                    .await?
                    .as_of
                    .is_some();
            page.result_count = counted(people, words);
            page.standing = standing(words, people.as_of, people.created);
            page.say_that_nobody_is_found(is_published, visit);
        }
        Err(problem) => page.say(problem, visit),
    }
    Ok(Html(page.render().map_err(WebError::from)?).into_response())
}

/// What people can be looked for by, and those that are looked for.
async fn read(
    site: &Site,
    visit: &Visit,
    course_id: &str,
    params: &Params,
    mut asked: Params,
) -> Result<(Answer, Answer), WebError> {
    let tables = selected(site, visit, course_id).await?;
    let store = tables.as_ref().map_or(site.api.store(), |tables| &tables.store);
    let facets = ask(site, store, LEARNER_FACETS, params).await?;
    let people = match ask(site, store, LEARNERS, &asked).await {
        // A page that is no more: the last one there is.
        Err(WebError::Query(olivine_api::ApiError::InvalidPage)) => {
            asked.set("page", "last");
            ask(site, store, LEARNERS, &asked).await?
        }
        answer => answer?,
    };
    Ok((facets, people))
}

/// Why nobody can be shown, although nothing failed.
enum Problem {
    /// The people of the day chosen are still being worked out.
    Working,
    /// The address asks for an order or a filter that there is not.
    Address,
}

impl Problem {
    /// What an error means for the page.
    ///
    /// # Errors
    /// The error itself, where something failed.
    fn of(error: WebError) -> Result<Self, WebError> {
        match error {
            WebError::Working => Ok(Self::Working),
            error if error.is_of_address() => Ok(Self::Address),
            error => Err(error),
        }
    }
}

impl Learners {
    /// Says why nobody is shown, and what to do about it.
    fn say(&mut self, problem: &Problem, visit: &Visit) {
        let words = &visit.words;
        let (name, way_on) = match problem {
            Problem::Working => ("state-working", (visit.here.clone(), words.t("error-try-again"))),
            Problem::Address => ("courses-bad-query", ("?".to_owned(), words.t("filters-clear"))),
        };
        self.result_count.clone_from(&self.title);
        self.state = Some(State::note(words, name));
        self.way_on = Some(way_on);
    }

    /// Says that nobody was found.
    fn say_that_nobody_is_found(&mut self, is_published: bool, visit: &Visit) {
        let words = &visit.words;
        let name = if is_published {
            "learners-none"
        } else {
            "state-unpublished"
        };
        self.state = Some(State::note(words, name));
        self.way_on = self.hides_inactive.then(|| {
            let everybody = visit.query.changed(&[(EVERYBODY, Some(ON)), ("page", None)]);
            (everybody, words.t("learners-show-inactive"))
        });
    }
}

/// How many people were found.
fn counted(people: &Answer, words: &Words) -> String {
    words.counted("learners-count", people.page.map_or(0, |page| page.count) as i64, &[])
}

async fn ask(site: &Site, store: &Store, (report, query): Named, params: &Params) -> Result<Answer, WebError> {
    Ok(olivine_api::query::answer_from(&site.api, store, report, query, params).await?)
}

/// The roster of another day, or without staff, which is worked out where it is asked for; none: that of the last complete day. Track and
/// cohort are found in it as they are.
async fn selected(site: &Site, visit: &Visit, course_id: &str) -> Result<Option<Tables>, WebError> {
    let (until, without_staff) = (last_day(visit), without_staff(site, visit));
    if site.options.selections.is_none() || (until.is_none() && !without_staff) {
        return Ok(None);
    }
    let filters = without_staff.then(|| (WITHOUT_STAFF.to_owned(), ON.to_owned()));
    let queries = [LEARNERS, LEARNER_FACETS].into_iter();
    let tables = queries.flat_map(|(report, query)| tables_of(site, report, query));
    let asked = Asked {
        courses: BTreeSet::from([course_id.to_owned()]),
        filters: filters.into_iter().collect(),
        since: None,
        until,
        tables: tables.collect(),
        // The roster is for those who may see people.
        smallest_group: 0,
    };
    selection::tables(site, asked).await.map(Some)
}

fn fill(page: &mut Learners, people: &Answer, facets: &Facets, course_id: &str, has_detail: bool, visit: &Visit) {
    let words = &visit.words;
    let number = |number: usize| format::integer(words, number as i64);
    let list = has_detail.then(|| visit.query.changed(&[]).trim_start_matches('?').to_owned());
    page.rows = people
        .rows
        .iter()
        .map(|row| person(people, row, facets, course_id, list.as_deref(), words))
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
        visit.query.changed(&[("page", Some(&number.to_string()))])
    });
}

/// A person; `list` is what the page of the person needs to know of this one, where there is such a page.
fn person(people: &Answer, row: &[Cell], facets: &Facets, course_id: &str, list: Option<&str>, words: &Words) -> Row {
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
    Row {
        name: text("name"),
        link: list.map(|list| detail_link(course_id, &username, list)),
        username,
        segments: segments
            .into_iter()
            .map(|name| words.t(&format!("learners-segment-{}", name.replace('_', "-"))))
            .collect(),
        numbers: numbers.collect(),
    }
}
