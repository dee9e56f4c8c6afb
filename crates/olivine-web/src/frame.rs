//! What surrounds every page: header, menu, display settings, footer (`UI 2.1`).

use std::sync::Arc;

use olivine_report::Report;
use olivine_report::manifest::Audience;
use olivine_store::Principal;

use crate::address::course_link;
use crate::filter::FilterForm;
use crate::language::Words;
use crate::site::Site;
use crate::visit::{THEMES, Visit};

/// Lenses in the order of the menu; others follow by name.
const LENSES: [&str; 4] = ["enrollment", "engagement", "performance", "learners"];

/// The surroundings of one page.
pub struct Frame {
    pub words: Words,
    pub site_name: String,
    pub title: String,
    /// What the page is about, for those who only see a link to it.
    pub description: String,
    pub page_name: String,
    pub theme: &'static str,
    pub user: Option<String>,
    pub csrf: String,
    pub here: String,
    pub languages: Vec<Choice>,
    pub course: Option<CourseHead>,
    pub menu: Vec<Lens>,
    /// What the menu is called: for eyes on phones, and for screen readers.
    pub menu_name: String,
    pub menu_label: String,
    /// Whether the visitor looks after the site.
    pub operator: bool,
    pub support: Option<String>,
    pub footer_links: Vec<(String, String)>,
    site: Arc<Site>,
}

/// A language of the picker.
pub struct Choice {
    pub code: String,
    pub name: String,
    pub current: bool,
}

/// The course in the header.
#[derive(Clone)]
pub struct CourseHead {
    pub course_id: String,
    pub name: String,
    pub link: String,
}

impl CourseHead {
    /// Heads pages of a course; without a title the key stands for it.
    pub fn new(course_id: &str, title: Option<String>) -> Self {
        Self {
            course_id: course_id.to_owned(),
            name: title.unwrap_or_else(|| course_id.to_owned()),
            link: course_link(course_id, ""),
        }
    }

    /// `org/course/run`, for page titles.
    fn parts(&self) -> String {
        let parts = self
            .course_id
            .split_once(':')
            .map_or(self.course_id.as_str(), |(_, rest)| rest);
        parts.replace('+', "/")
    }
}

/// A group of the menu.
pub struct Lens {
    /// Its name; none for what stands above all lenses.
    pub name: Option<String>,
    /// The question of the lens, for the course home.
    pub question: String,
    pub entries: Vec<Entry>,
}

impl Lens {
    /// Its name, empty for what stands above all lenses.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

/// A report in the menu.
pub struct Entry {
    pub title: String,
    pub question: String,
    pub link: String,
    pub current: bool,
}

impl Frame {
    /// The frame of a page outside courses.
    pub fn new(site: &Arc<Site>, visit: &Visit, page_name: &str, title: &str) -> Self {
        let words = visit.words.clone();
        let site_name = site.options.site_name.clone();
        let languages = site.languages.names().into_iter().map(|(code, name)| {
            let current = code == words.code();
            Choice { code, name, current }
        });
        Self {
            title: words.with("page-title-site", &[("page", title), ("site", &site_name)]),
            description: description(&words, title, None, &site_name),
            page_name: page_name.to_owned(),
            theme: visit.theme,
            user: visit.principal.as_ref().map(|principal| principal.user_name.clone()),
            csrf: visit.csrf.clone(),
            here: visit.here.clone(),
            languages: languages.collect(),
            course: None,
            menu: Vec::new(),
            menu_name: words.t("menu-reports"),
            menu_label: words.t("menu-reports-of-course"),
            operator: visit.principal.as_ref().is_some_and(Principal::is_operator),
            support: site.options.support_email.clone(),
            footer_links: site.options.footer_links.clone(),
            site: site.clone(),
            words,
            site_name,
        }
    }

    /// The same for a page of a course: with its menu, the entry at `current` marked.
    pub fn of_course(mut self, course: CourseHead, title: &str, visit: &Visit, current: &str) -> Self {
        let parts = course.parts();
        self.title = self.words.with(
            "page-title",
            &[("page", title), ("course", &parts), ("site", &self.site_name)],
        );
        self.description = description(&self.words, title, Some(&course), &self.site_name);
        let home = Entry {
            title: self.words.t("course-home"),
            question: String::new(),
            link: course.link.clone(),
            current: current.is_empty(),
        };
        self.menu = vec![Lens {
            name: None,
            question: String::new(),
            entries: vec![home],
        }];
        self.menu.extend(lenses(&self.site, visit, &course.course_id, current));
        self.course = Some(course);
        self
    }

    /// The same, described by the question that it answers rather than by its title.
    pub fn answering(mut self, question: &str) -> Self {
        self.description = description(&self.words, question, self.course.as_ref(), &self.site_name);
        self
    }

    /// The same, with a menu that keeps the days and people chosen: who looks at one cohort goes on to what else it does. The home of a
    /// course has no choice, and what a site leaves out by itself need not be said.
    pub fn keeping(mut self, form: &FilterForm) -> Self {
        if !form.can_clear {
            return self;
        }
        let lenses = self.menu.iter_mut().filter(|lens| lens.name.is_some());
        for entry in lenses.flat_map(|lens| &mut lens.entries) {
            entry.link = form.choice.carried(&entry.link);
        }
        self
    }

    /// Address of an asset.
    pub fn asset(&self, name: &str) -> String {
        self.site.assets.link(name)
    }

    /// Where the logo leads.
    pub fn brand_link(&self) -> &'static str {
        if self.user.is_some() { "/courses/" } else { "/" }
    }

    /// Themes and their names.
    pub fn themes(&self) -> Vec<(&'static str, String)> {
        THEMES
            .iter()
            .map(|theme| (*theme, self.words.t(&format!("theme-{theme}"))))
            .collect()
    }

    /// What a link of a pager says to eyes: its number, or an arrow's word.
    pub fn page_link_text(&self, text: &str) -> String {
        match text {
            "first" | "previous" | "next" | "last" => self.words.t(&format!("pager-{text}")),
            number => number.to_owned(),
        }
    }

    /// What a link of a pager says to screen readers.
    pub fn page_link_label(&self, text: &str) -> String {
        match text {
            "first" | "previous" | "next" | "last" => self.words.t(&format!("pager-{text}")),
            number => self.words.t1("pager-page", "number", number),
        }
    }
}

fn description(words: &Words, what: &str, course: Option<&CourseHead>, site: &str) -> String {
    match course {
        Some(course) => words.with(
            "page-description",
            &[("what", what), ("course", &course.name), ("site", site)],
        ),
        None => words.with("page-description-site", &[("what", what), ("site", site)]),
    }
}

/// Reports with a page of a course that the visitor may see, in the order of the menu: by lens and place.
pub fn ordered_reports<'a>(site: &'a Site, visit: &Visit) -> Vec<&'a Report> {
    let mut reports: Vec<&Report> = course_reports(site, visit).collect();
    let place = |report: &Report| {
        LENSES
            .iter()
            .position(|lens| *lens == report.manifest.lens)
            .unwrap_or(LENSES.len())
    };
    reports.sort_by_key(|report| (place(report), report.manifest.lens.clone(), report.manifest.position));
    reports
}

/// The same, by lens.
pub fn lenses(site: &Site, visit: &Visit, course_id: &str, current: &str) -> Vec<Lens> {
    let reports = ordered_reports(site, visit);
    let mut lenses: Vec<(String, Lens)> = Vec::new();
    for report in reports {
        let manifest = &report.manifest;
        let path = manifest.path.as_deref().unwrap_or_default();
        let entry = Entry {
            title: report_words(&visit.words, &manifest.id, "title", &manifest.title),
            question: report_words(&visit.words, &manifest.id, "question", &manifest.question),
            link: course_link(course_id, path),
            current: path == current,
        };
        match lenses.last_mut() {
            Some((lens, group)) if *lens == manifest.lens => group.entries.push(entry),
            _ => {
                let name = Some(lens_name(&visit.words, &manifest.lens));
                let question = visit
                    .words
                    .find(&format!("lens-question-{}", manifest.lens))
                    .unwrap_or_default();
                lenses.push((
                    manifest.lens.clone(),
                    Lens {
                        name,
                        question,
                        entries: vec![entry],
                    },
                ));
            }
        }
    }
    lenses.into_iter().map(|(_, lens)| lens).collect()
}

/// Reports that are on, have a page of a course, and may be seen by the visitor.
pub fn course_reports<'a>(site: &'a Site, visit: &Visit) -> impl Iterator<Item = &'a Report> {
    let people = visit.principal.as_ref().is_some_and(|principal| principal.people);
    let reports = site.api.registry().reports().iter();
    reports.filter(move |report| {
        let manifest = &report.manifest;
        manifest.path.is_some() && manifest.lens != "site" && (people || manifest.audience == Audience::Aggregate)
    })
}

/// Name of a lens: its word, else as it is in the manifest.
pub fn lens_name(words: &Words, lens: &str) -> String {
    words.find(&format!("lens-{lens}")).unwrap_or_else(|| lens.to_owned())
}

/// A text of a report in the visitor's language, else as its manifest has it.
pub fn report_words(words: &Words, report: &str, part: &str, text: &str) -> String {
    own_report_words(words, report, part).unwrap_or_else(|| text.to_owned())
}

/// A text of a report in the visitor's language, if there is a translation.
pub fn own_report_words(words: &Words, report: &str, part: &str) -> Option<String> {
    words.own(&format!("{}{part}", words_begin(report)))
}

/// How the keys of a report's words begin.
pub fn words_begin(report: &str) -> String {
    format!("report-{}-", report.replace('.', "-"))
}
