//! Reads and presents the sections of one page: every query is asked once, whichever sections show its rows.

mod ask;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use olivine_api::ApiError;
use olivine_api::course_key::file_name_part;
use olivine_api::query::Answer;
use olivine_report::manifest::{Audience, Section};
use olivine_report::{Reach, Report};

use crate::address::{Query, course_link, segment};
use crate::chart::{self, Chart};
use crate::content::Further;
use crate::error::WebError;
use crate::export::{DOWNLOAD, Form, Wanted};
use crate::filter::{Choice, takes};
use crate::format;
use crate::frame::report_words;
use crate::mark::{self, Mark};
use crate::place::Source;
use crate::presenter::{Context, Presented, Presenter, Tile, presenter};
use crate::section::{SectionView, State, TableView, failed, shows_tiles, standing};
use crate::selection::{self, Tables};
use crate::site::Site;
use crate::table::DataTable;
use crate::visit::Visit;
use crate::wired::CONTENTS;

/// Parameter that names a person, in addresses and in queries.
pub const PERSON: &str = "username";
/// An end after every day there is: asks for the whole history.
const OPEN_END: &str = "9999-12-31";
/// Its year.
const OPEN_END_YEAR: i32 = 9999;

/// The days a page shows; open ends mean all there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Range {
    /// The range of a URL: `from` and `to`, both days included. What is no date, or one of a year that is none of ours, counts as not given.
    pub fn of(query: &Query) -> Self {
        let is_ours = |day: &NaiveDate| (1..OPEN_END_YEAR).contains(&day.year());
        let day = |name| query.get(name).and_then(|text| text.parse().ok()).filter(is_ours);
        Self {
            from: day("from"),
            to: day("to"),
        }
    }

    /// Whether it leaves anything out.
    pub fn is_given(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether it begins after its end, so that no day is in it.
    pub fn is_reversed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from > to)
    }
}

/// The sections of one page of a report for one course, as far as they were read.
pub struct Reading<'a> {
    site: &'a Site,
    visit: &'a Visit,
    course_id: &'a str,
    report: &'a Report,
    /// Which days and people are counted.
    choice: Choice,
    /// Which page of the report; none: its own.
    page: Option<&'a str>,
    /// What the page is about.
    values: BTreeMap<String, String>,
    /// What is marked on time axes.
    marks: Vec<Mark>,
    /// Address of the report's own page.
    base: String,
    /// Of what is published, for everybody.
    published: HashMap<(String, String), Result<Arc<Answer>, Arc<WebError>>>,
    /// Of what is shown.
    answers: HashMap<(String, String), Result<Arc<Answer>, Arc<WebError>>>,
    /// The tables for the choice, once something asked for them.
    selected: Option<Result<Tables, Arc<WebError>>>,
    presented: HashMap<(String, &'static str), Arc<Presented>>,
    /// The only section to be read, by its number; none: all of the page.
    only: Option<usize>,
    /// Whether cells and marks lead to other pages.
    has_links: bool,
}

impl<'a> Reading<'a> {
    /// Nothing is read yet.
    pub fn new(site: &'a Site, visit: &'a Visit, course_id: &'a str, report: &'a Report, choice: Choice) -> Self {
        Self {
            site,
            visit,
            course_id,
            report,
            choice,
            page: None,
            values: BTreeMap::new(),
            marks: Vec::new(),
            base: course_link(course_id, report.manifest.path.as_deref().unwrap_or_default()),
            published: HashMap::new(),
            answers: HashMap::new(),
            selected: None,
            presented: HashMap::new(),
            only: None,
            has_links: true,
        }
    }

    /// The same for a page below the report's own, with the values of its address.
    pub fn below(mut self, page: &'a str, values: BTreeMap<String, String>) -> Self {
        self.page = Some(page);
        self.values = values;
        self
    }

    /// The same for a frame of another page, where none of ours can be shown: without links. With a number it is that section alone.
    pub fn embedded(mut self, only: Option<usize>) -> Self {
        self.only = only;
        self.has_links = false;
        self
    }

    /// The same with marks on time axes.
    pub fn marked(mut self, marks: Vec<Mark>) -> Self {
        self.marks = marks;
        self
    }

    /// Address of the report's own page.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What the page is about; a place may add to it.
    pub fn values(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.values
    }

    /// The answers that a place is found from. A report that is off has none.
    ///
    /// # Errors
    /// What failed: without it nobody knows whether there is such a place.
    pub async fn ground(&mut self, sources: &'static [Source]) -> Result<Further, Arc<WebError>> {
        let mut further = Further::new();
        for (report, query, needs) in sources {
            let is_asked = needs.is_none_or(|name| self.values.contains_key(name));
            if is_asked && self.is_readable(report) {
                further.insert(*query, self.published(report, query).await?);
            }
        }
        Ok(further)
    }

    /// Whether a report is on and its rows may be seen.
    fn is_readable(&self, report: &str) -> bool {
        let people = self.visit.principal.as_ref().is_some_and(|principal| principal.people);
        let report = self.site.api.registry().report(report);
        report.is_some_and(|report| people || report.manifest.audience == Audience::Aggregate)
    }

    /// All sections in order.
    pub async fn sections(&mut self) -> Vec<SectionView> {
        let report = self.report;
        let of_page: Vec<(usize, &Section)> = self.of_page().collect();
        let mut views = Vec::with_capacity(of_page.len());
        for (number, section) in of_page {
            let (source, _) = section.source(&report.manifest.id);
            if self.is_readable(source) {
                views.push(self.section(number, section).await);
            }
        }
        views
    }

    /// The sections to be read: those of the page, or the one of them that is asked for.
    fn of_page(&self) -> impl Iterator<Item = (usize, &'a Section)> + use<'a> {
        let only = self.only;
        let of_page = self.report.manifest.sections_of(self.page);
        of_page.filter(move |(number, _)| only.is_none_or(|only| only == *number))
    }

    /// The headline tiles of the report, from its sections that show tiles; none if there is nothing to show.
    ///
    /// # Errors
    /// What failed, where no section has any.
    pub async fn headlines(&mut self) -> Result<Vec<Tile>, Arc<WebError>> {
        let report = self.report;
        let own = report.manifest.sections_of(None).map(|(_, section)| section);
        let mut cause = None;
        let has_headlines = |section: &&Section| {
            let presenter = presenter(section.view.as_deref());
            shows_tiles(section) && presenter.is_some_and(|presenter| presenter.has_headlines)
        };
        for section in own.filter(has_headlines) {
            let (source, _) = section.source(&report.manifest.id);
            if !self.is_readable(source) {
                continue;
            }
            match self.present(section).await {
                Ok(Some(presented)) => {
                    let headlines = presented.tiles.iter().filter(|tile| tile.headline);
                    return Ok(headlines.cloned().collect());
                }
                Ok(None) => {}
                Err(error) => cause = Some(error),
            }
        }
        cause.map_or_else(|| Ok(Vec::new()), Err)
    }

    /// The table of a section as it is seen, with all its rows: name of its file, title, table. None if there is none.
    ///
    /// # Errors
    /// What failed.
    pub async fn exported(&mut self, wanted: usize) -> Result<Option<(String, String, DataTable)>, Arc<WebError>> {
        let report = self.report;
        let mut of_page = report.manifest.sections_of(self.page);
        let Some((number, section)) = of_page.find(|(number, _)| *number == wanted) else {
            return Ok(None);
        };
        let (source, _) = section.source(&report.manifest.id);
        if section.table.is_empty() || !self.is_readable(source) {
            return Ok(None);
        }
        let presented = self.present(section).await?;
        let Some(table) = presented.as_ref().and_then(|presented| presented.table.as_ref()) else {
            return Ok(None);
        };
        let table = table
            .select(&section.table)
            .sorted(&self.visit.query, &format!("t{number}-"));
        let id = &report.manifest.id;
        let title = report_words(
            &self.visit.words,
            id,
            &format!("section-{number}-title"),
            &section.title,
        );
        Ok(Some((self.file_name(section), title, table)))
    }

    async fn section(&mut self, number: usize, section: &Section) -> SectionView {
        let words = self.visit.words.clone();
        let id = &self.report.manifest.id;
        let mut view = SectionView {
            anchor: format!("s{number}"),
            title: report_words(&words, id, &format!("section-{number}-title"), &section.title),
            help: report_words(&words, id, &format!("section-{number}-help"), &section.help),
            ..SectionView::default()
        };
        let shown = match self.present(section).await {
            Ok(Some(presented)) => presented,
            Ok(None) => {
                view.state = Some(self.empty_state(number, section));
                return view;
            }
            Err(error) => {
                view.state = Some(State::of_error(&words, &error));
                return view;
            }
        };
        view.standing = self.standing(section, &shown);
        if let Some(name) = shown.empty {
            view.state = Some(State::note(&words, name));
            return view;
        }
        view.csv = section
            .csv
            .as_ref()
            .and_then(|csv| filled(csv, &self.values))
            .map(|csv| course_link(self.course_id, &format!("csv/{csv}/")));
        view.csv_holds_all = self.choice.is_made();
        if shows_tiles(section) {
            view.tiles = shown.tiles.clone();
            if !self.has_links {
                for tile in &mut view.tiles {
                    tile.link = None;
                }
            }
            return view;
        }
        // Notes stand once on a page: with the drawing, or with the table where nothing is drawn.
        if section.chart.is_some() || self.of_page().all(|(_, section)| section.chart.is_none()) {
            view.notes = shown.notes.clone();
        }
        match self.chart(section, &view, &shown) {
            Ok(Some((chart, marked))) => {
                view.notes.extend(marked);
                view.chart = Some(chart);
            }
            Ok(None) => {}
            Err(error) => {
                view.state = Some(failed(&words, &error));
                return view;
            }
        }
        if !section.table.is_empty() {
            view.table = Some(self.table_view(number, section, &view.title, &shown));
            view.exports = self.exports(number, &view.title);
        }
        view
    }

    /// Where a link leads: to the same choice of days and people, or nowhere.
    fn carried(&self, link: &str) -> Option<String> {
        self.has_links.then(|| self.choice.carried(link))
    }

    /// Whether the drawing of a section answers the pointer.
    fn asks_for_tips(&self, section: &Section) -> bool {
        let specification = section.chart.as_ref().and_then(|file| self.report.chart(file));
        specification.is_some_and(|text| text.contains("\"tooltip\""))
    }

    /// The drawing of a section, and what is marked on it in words; none where nothing is drawn.
    fn chart(
        &self,
        section: &Section,
        view: &SectionView,
        shown: &Presented,
    ) -> Result<Option<(Chart, Option<String>)>, WebError> {
        let Some(file) = &section.chart else {
            return Ok(None);
        };
        let Some(mut rows) = shown.drawn(&section.table, self.asks_for_tips(section)) else {
            return Ok(None);
        };
        rows.change_links(|link| self.carried(link));
        let words = &self.visit.words;
        let missing = || self.problem(section, format!("there is no file `{file}`"));
        let specification = self.report.chart(file).ok_or_else(missing)?;
        let made = chart::json(specification, &rows, &self.marks, words, &self.site.assets);
        let (json, drawn) = made.map_err(|problem| self.problem(section, problem))?;
        let chart = Chart {
            name: view.anchor.clone(),
            label: shown.summary.clone().unwrap_or_else(|| view.title.clone()),
            summary: shown.summary.clone(),
            caption: shown.caption.clone(),
            title: view.title.clone(),
            file: self.file_name(section),
            json,
        };
        Ok(Some((chart, mark::sentence(words, &drawn))))
    }

    /// The table of a section as files: form, address, and both in words.
    fn exports(&self, number: usize, title: &str) -> Vec<(String, String, String)> {
        let file = |form: Form| {
            let value = Wanted::value(number, form);
            let link = self.visit.query.changed(&[(DOWNLOAD, Some(&value))]);
            let form = form.ending().to_uppercase();
            let label = self.visit.words.with("export-of", &[("what", title), ("form", &form)]);
            (form, link, label)
        };
        Form::ALL.into_iter().map(file).collect()
    }

    fn table_view(&self, number: usize, section: &Section, title: &str, presented: &Presented) -> TableView {
        let words = &self.visit.words;
        let anchor = format!("t{number}");
        let none = DataTable::default();
        let table = presented.table.as_ref().unwrap_or(&none);
        let mut page = table.page(&section.table, &self.visit.query, &format!("t{number}-"), &anchor);
        page.change_links(|link| self.carried(link));
        let shown = |number: usize| format::integer(words, number as i64);
        let range = words.with(
            "table-rows",
            &[
                ("from", &shown(page.first)),
                ("to", &shown(page.last)),
                ("total", &shown(page.total)),
            ],
        );
        TableView {
            anchor,
            label: title.to_owned(),
            page,
            range,
        }
    }

    /// What the section's view makes of its rows; none if there are no rows.
    async fn present(&mut self, section: &Section) -> Result<Option<Arc<Presented>>, Arc<WebError>> {
        let Some(presenter) = presenter(section.view.as_deref()) else {
            let problem = format!("there is no view `{}`", section.view.as_deref().unwrap_or_default());
            return Err(Arc::new(self.problem(section, problem)));
        };
        let key = (section.query.clone(), presenter.name);
        if !self.presented.contains_key(&key) {
            let report = self.report;
            let (report, query) = section.source(&report.manifest.id);
            if self.has_no_rows(presenter, report, query).await? {
                return Ok(None);
            }
            let is_drawn = self.is_drawn(&key);
            let presented = self.work(presenter, report, query, is_drawn).await?;
            self.presented.insert(key.clone(), Arc::new(presented));
        }
        Ok(self.presented.get(&key).cloned())
    }

    /// Whether there is nothing to present: no row of the query, nor of the one that goes on where its rows end.
    async fn has_no_rows(&mut self, presenter: &Presenter, report: &str, query: &str) -> Result<bool, Arc<WebError>> {
        let answer = self.read(report, query).await?;
        if !answer.rows.is_empty() {
            return Ok(false);
        }
        let Some((other, name)) = presenter.continued_by.filter(|(other, _)| *other == report) else {
            return Ok(true);
        };
        match self.read(other, name).await {
            Ok(further) => Ok(further.rows.is_empty()),
            Err(error) if is_done_without(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Whether any section to be read draws what a view makes of the rows of a query.
    fn is_drawn(&self, (query, view): &(String, &'static str)) -> bool {
        self.of_page().any(|(_, section)| {
            let is_same = || presenter(section.view.as_deref()).is_some_and(|presenter| presenter.name == *view);
            section.chart.is_some() && section.query == *query && is_same()
        })
    }

    async fn work(
        &mut self,
        presenter: &Presenter,
        report: &str,
        query: &str,
        is_drawn: bool,
    ) -> Result<Presented, Arc<WebError>> {
        let mut further = BTreeMap::new();
        let out_of_place = presenter.out_of_place(report);
        for (other, name) in presenter.further {
            if Some((*other, *name)) == out_of_place {
                continue;
            }
            match self.read(other, name).await {
                Ok(answer) => {
                    further.insert(*name, answer);
                }
                Err(error) if is_done_without(&error) => {}
                Err(error) => return Err(error),
            }
        }
        let to = self.choice.range.to;
        let words = self.visit.words.clone();
        let answer = self.read(report, query).await?;
        let as_of = match (answer.as_of, to) {
            (Some(as_of), Some(to)) => Some(as_of.min(to)),
            (as_of, _) => as_of,
        };
        Ok((presenter.present)(
            &answer,
            &Context {
                words: &words,
                report: &self.report.manifest.id,
                as_of,
                further: &further,
                is_drawn,
                place: &self.values,
                base: &self.base,
            },
        ))
    }

    /// What is said below a section of how new its numbers are, and which filters they do not know.
    fn standing(&self, section: &Section, shown: &Presented) -> Vec<String> {
        let words = &self.visit.words;
        let answer = self.answers.get(&self.key(section));
        let as_of = answer.and_then(|answer| answer.as_ref().ok()?.as_of);
        // Rows end with the last day chosen, where they know it (`OV-70`).
        let to = self.choice.range.to.filter(|_| self.knows_end(section));
        let as_of = as_of.map(|day| to.map_or(day, |to| day.min(to)));
        let mut lines = standing(words, as_of, shown.created);
        let unknown = self.not_applied(section);
        if !unknown.is_empty() {
            let filters = unknown.join(&words.t("list-separator"));
            lines.push(words.t1("filter-not-applied", "filters", &filters));
        }
        lines
    }

    /// Whether the rows of a section end with the last day chosen.
    fn knows_end(&self, section: &Section) -> bool {
        let (report, query) = self.key(section);
        takes(self.site, &report, &query, "end_date") || selection::reach(self.site, &report, &query).until
    }

    fn key(&self, section: &Section) -> (String, String) {
        let (report, query) = section.source(&self.report.manifest.id);
        (report.to_owned(), self.of_group(report, query))
    }

    /// What of the choice the rows of a section do not know, in words.
    fn not_applied(&self, section: &Section) -> Vec<String> {
        let (report, query) = self.key(section);
        let words = &self.visit.words;
        if selection::possible_reach(self.site, &report, &query) == Reach::default() {
            // About nobody, and of no day.
            return Vec::new();
        }
        let reach = selection::reach(self.site, &report, &query);
        let lacks = |parameter: &str| !takes(self.site, &report, &query, parameter);
        let Choice { range, filters, .. } = &self.choice;
        let from = range
            .from
            .filter(|_| !reach.since && lacks("start_date"))
            .map(|_| words.t("range-from"));
        let to = range
            .to
            .filter(|_| !reach.until && lacks("end_date"))
            .map(|_| words.t("range-to"));
        let unknown = filters.keys().filter(|name| !reach.people && lacks(name));
        let people = unknown.map(|name| words.t(&format!("filter-{name}")));
        from.into_iter().chain(to).chain(people).collect()
    }

    /// What stands in place of a section without rows.
    fn empty_state(&self, number: usize, section: &Section) -> State {
        let words = &self.visit.words;
        let key = self.key(section);
        // Of days before all results nothing is worked out, although it was computed.
        let answers = [self.answers.get(&key), self.published.get(&key)].into_iter().flatten();
        let mut answers = answers.filter_map(|answer| answer.as_ref().ok());
        let computed = answers.any(|answer| answer.as_of.is_some() || answer.created.is_some());
        // Where staff are left out anyway, nobody chose that.
        let is_chosen = self.choice.is_made() && self.choice.is_own(self.site);
        match (computed, is_chosen) {
            (false, _) => State::note(words, "state-unpublished"),
            // Every course is made of something: where nothing is known of it, nobody can say that nothing is graded.
            (true, _) if section.source(&self.report.manifest.id) == CONTENTS => {
                State::note(words, "content-no-structure")
            }
            (true, true) if self.choice.range.is_reversed() => State::note(words, "state-reversed"),
            (true, true) => State::note(words, "state-range"),
            (true, false) if section.none.is_empty() => State::note(words, "state-empty"),
            (true, false) => {
                let message = format!("section-{number}-none");
                State::said(report_words(words, &self.report.manifest.id, &message, &section.none))
            }
        }
    }

    /// Name of a file with what the section shows, without ending: as those of downloads, from titles that every language has.
    fn file_name(&self, section: &Section) -> String {
        let words = format!("{}-{}", self.report.manifest.title, section.title).to_lowercase();
        let words: Vec<&str> = words
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        format!("{}--{}", file_name_part(self.course_id), words.join("-"))
    }

    fn problem(&self, section: &Section, problem: String) -> WebError {
        WebError::Section {
            report: self.report.manifest.id.clone(),
            section: section.title.clone(),
            problem,
        }
    }
}

/// Whether a section shows less without the answer to a further query, and stands: the other report is off, or not for the visitor. What
/// failed leaves nobody knowing what the section would be without it.
fn is_done_without(error: &WebError) -> bool {
    matches!(
        error,
        WebError::Query(ApiError::UnknownQuery { .. } | ApiError::Forbidden)
    )
}

/// The path of a download with the values of the page in it; none if one is missing.
fn filled(template: &str, values: &BTreeMap<String, String>) -> Option<String> {
    let parts = template.split('/').map(
        |part| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => values.get(name).map(|value| segment(value)),
            None => Some(part.to_owned()),
        },
    );
    Some(parts.collect::<Option<Vec<String>>>()?.join("/"))
}
