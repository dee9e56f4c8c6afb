//! The reports of a site: built in and plugins, switched on or off, in one list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::audience;
use crate::cases;
use crate::error::{Problem, ReportError};
use crate::found::{built_in_reports, embedded, folder_is_built_in, plugins_in};
use crate::manifest::{Audience, Filter, OutputFile, Param, Table, Task};
use crate::order;
use crate::params::{self, ParamGroups, ResolvedParam};
use crate::report::{Origin, Report, nearest};
use crate::switches::Switches;
use crate::upstream::{self, Here};
use crate::validate;

/// File with the parameter groups that reports extend.
const PARAM_GROUPS_FILE: &str = "params.toml";
/// File with the tables of the LMS and the catalog.
const LMS_FILE: &str = "lms.toml";

/// The tables of the LMS and the catalog that tasks may read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LmsTables {
    #[serde(rename = "table")]
    tables: BTreeMap<String, Table>,
}

/// A report that cannot be used, and why.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The report, where its manifest can be read.
    pub report: Option<Box<Report>>,
    /// Where it came from.
    pub origin: Origin,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

impl Broken {
    fn of(report: Report, problems: Vec<Problem>) -> Self {
        Self {
            origin: report.origin.clone(),
            report: Some(Box::new(report)),
            problems,
        }
    }
}

/// The reports of a site.
#[derive(Debug, Clone)]
pub struct Registry {
    reports: Vec<Report>,
    off: Vec<Report>,
    broken: Vec<Broken>,
    groups: ParamGroups,
    lms: LmsTables,
    /// Tasks in the order in which they can run: report id and task name.
    order: Vec<(usize, String)>,
    switches: Switches,
}

impl Registry {
    /// The built-in reports, as switched on when shipped.
    pub fn built_in() -> Self {
        Self::load(&[], &Switches::default())
    }

    /// The built-in reports, those included that are off as shipped.
    pub fn built_in_all_on() -> Self {
        let off = Self::built_in().off;
        let on = off.into_iter().map(|report| report.manifest.id).collect();
        Self::load(
            &[],
            &Switches {
                on,
                ..Switches::default()
            },
        )
    }

    /// Built-in reports and those of plugin folders. A folder is either a report itself or holds one folder for each. What is
    /// broken is left out and named by [`Registry::broken`].
    pub fn load(plugin_folders: &[PathBuf], switches: &Switches) -> Self {
        let groups = embedded(PARAM_GROUPS_FILE)
            .map(|text| ParamGroups::read(&text))
            .unwrap_or_default();
        let mut found = built_in_reports();
        for folder in plugin_folders {
            found.extend(plugins_in(folder));
        }
        let mut registry = Self {
            reports: Vec::new(),
            off: Vec::new(),
            broken: Vec::new(),
            groups,
            lms: lms_tables(),
            order: Vec::new(),
            switches: switches.clone(),
        };
        for report in found {
            registry.admit(report);
        }
        registry.settle();
        registry
    }

    /// Takes a report in, unless it is off, broken, or its id is taken.
    fn admit(&mut self, found: Result<Report, Broken>) {
        let report = match found {
            Ok(report) => report,
            Err(broken) => return self.broken.push(broken),
        };
        let (is_on, _) = self.switches.of(&report.manifest);
        if !is_on {
            return self.off.push(report);
        }
        let problems = validate::alone(&report, &self.groups);
        let problems = if problems.is_empty() {
            // What is off keeps its names: its tables may be there, with rows that not everybody may read.
            validate::beside(&report, self.reports.iter().chain(&self.off))
        } else {
            problems
        };
        if problems.is_empty() {
            self.reports.push(report);
        } else {
            self.broken.push(Broken::of(report, problems));
        }
    }

    /// Leaves out reports that read what nobody makes, until the rest holds together; then orders the tasks.
    fn settle(&mut self) {
        self.keep_sound(|registry, report| {
            let (on, off) = (&registry.reports, &registry.off);
            validate::reads(report, on, off, registry.broken_reports(), &registry.lms.tables)
        });
        // Tables of reports that are off, or built in and waiting for one that is, are no mistake of those who read them: they are
        // as if not published.
        self.keep_sound(|registry, report| audience::queries(report, registry.declaring()));
        self.reports
            .sort_by(|a, b| (&a.manifest.lens, a.manifest.position).cmp(&(&b.manifest.lens, b.manifest.position)));
        while let Err(cycle) = order::tasks(&self.reports).map(|order| self.order = order) {
            // Whoever closes the circle is out; a built-in report never does.
            let at = self
                .reports
                .iter()
                .position(|report| report.manifest.id == cycle.report)
                .unwrap_or(0);
            let report = self.reports.remove(at);
            self.broken.push(Broken::of(report, vec![cycle]));
        }
    }

    /// Leaves out the first report in which something is found, until nothing is found any more.
    fn keep_sound(&mut self, problems_of: impl Fn(&Self, &Report) -> Vec<Problem>) {
        loop {
            let found = self.reports.iter().enumerate().find_map(|(at, report)| {
                let problems = problems_of(self, report);
                (!problems.is_empty()).then_some((at, problems))
            });
            let Some((at, problems)) = found else { return };
            let report = self.reports.remove(at);
            self.broken.push(Broken::of(report, problems));
        }
    }

    /// The reports that are on, by lens and position.
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// The reports that are off.
    pub fn reports_off(&self) -> &[Report] {
        &self.off
    }

    /// Which reports are on, and who says so.
    pub fn switches(&self) -> &Switches {
        &self.switches
    }

    /// What the state of the site has to keep so that a report is on or off from now on: nothing where the settings say the same.
    /// None: there is no such report.
    pub fn switch_to_keep(&self, id: &str, on: bool) -> Option<Option<bool>> {
        let (by_settings, _) = self.switches.by_settings(&self.any_report(id)?.manifest);
        Some((by_settings != on).then_some(on))
    }

    /// The report of that id, whether it is on, off or broken.
    pub fn any_report(&self, id: &str) -> Option<&Report> {
        let mut all = self.reports.iter().chain(&self.off).chain(self.broken_reports());
        all.find(|report| report.manifest.id == id)
    }

    /// Who may read a result table: what it declares, else the audience of its report.
    pub fn table_audience(&self, name: &str) -> Option<Audience> {
        audience::of_table(self.declaring(), name)
    }

    /// Reports whose tables may be there: those that are on or off, and what is built in and only broken because another is off. What a
    /// broken plugin says of tables does not count.
    fn declaring(&self) -> impl Iterator<Item = &Report> + Clone {
        let built_in = self.broken_reports().filter(|report| report.origin == Origin::BuiltIn);
        self.reports.iter().chain(&self.off).chain(built_in)
    }

    /// Reports that are broken, where their manifests can be read.
    fn broken_reports(&self) -> impl Iterator<Item = &Report> + Clone {
        self.broken.iter().filter_map(|broken| broken.report.as_deref())
    }

    /// What is left out because it is broken.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// The report of that id, when it is on.
    pub fn report(&self, id: &str) -> Option<&Report> {
        self.reports.iter().find(|report| report.manifest.id == id)
    }

    /// The task of that name and its report.
    pub fn task(&self, name: &str) -> Option<(&Report, &Task)> {
        self.reports
            .iter()
            .find_map(|report| Some((report, report.manifest.tasks.get(name)?)))
    }

    /// All files that are made from tables: report, name, declaration.
    pub fn files(&self) -> impl Iterator<Item = (&Report, &str, &OutputFile)> {
        self.reports.iter().flat_map(|report| {
            let files = report.manifest.files.iter();
            files.map(move |(name, file)| (report, name.as_str(), file))
        })
    }

    /// The table of that name.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.reports.iter().find_map(|report| report.manifest.tables.get(name))
    }

    /// The table of the LMS or the catalog of that name, as tasks see it (`lms_…`).
    pub fn lms_table(&self, name: &str) -> Option<&Table> {
        self.lms.tables.get(name)
    }

    /// All tables of the LMS and the catalog that tasks may read, by name.
    pub fn lms_tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        self.lms.tables.iter().map(|(name, table)| (name.as_str(), table))
    }

    /// The tasks that tables need, those that fill them included, in an order in which they can run.
    pub fn tasks_behind(&self, tables: &BTreeSet<&str>) -> Vec<(&Report, &str, &Task)> {
        let mut wanted: BTreeSet<&str> = tables.clone();
        let ordered: Vec<(&Report, &str, &Task)> = self.tasks_in_order().collect();
        for (_, _, task) in ordered.iter().rev() {
            if wanted.contains(task.into.as_str()) {
                wanted.extend(task.reads.iter().map(String::as_str));
            }
        }
        let is_wanted = |(_, _, task): &(&Report, &str, &Task)| wanted.contains(task.into.as_str());
        ordered.into_iter().filter(is_wanted).collect()
    }

    /// All tables of the result store by name; facts and working tables are left out.
    pub fn result_tables(&self) -> impl Iterator<Item = (&str, &Table)> {
        let all = self.reports.iter().flat_map(|report| &report.manifest.tables);
        all.map(|(name, table)| (name.as_str(), table))
            .filter(|(name, _)| !is_fact_table(name) && !is_working_table(name))
    }

    /// All tasks in an order in which they can run.
    pub fn tasks_in_order(&self) -> impl Iterator<Item = (&Report, &str, &Task)> {
        self.order.iter().filter_map(|(report, name)| {
            let report = &self.reports[*report];
            Some((report, name.as_str(), report.manifest.tasks.get(name)?))
        })
    }

    /// The parameters that a report's tasks may bind, inherited ones included.
    pub fn params<'a>(&'a self, report: &'a Report) -> Vec<ResolvedParam<'a>> {
        params::resolve(report, &self.groups)
    }

    /// The groups of parameters that reports may extend.
    pub fn param_groups(&self) -> impl Iterator<Item = (&str, &BTreeMap<String, Param>)> {
        self.groups.iter()
    }

    /// Filters of pages by name: which people are counted.
    pub fn filters(&self) -> impl Iterator<Item = (&str, &Filter)> {
        self.groups.filters()
    }

    /// Names of tasks for words of a command line: a task's own name, all tasks of a report, or the task behind a file.
    ///
    /// # Errors
    /// A word is neither.
    pub fn tasks_named(&self, words: &[String]) -> Result<BTreeSet<String>, ReportError> {
        let mut names = BTreeSet::new();
        for word in words {
            if let Some(report) = self.report(word) {
                names.extend(report.manifest.tasks.keys().cloned());
            } else if self.task(word).is_some() {
                names.insert(word.clone());
            } else if let Some(tasks) = self.tasks_of_upstream(word) {
                names.extend(tasks);
            } else if let Some((_, _, file)) = self.files().find(|(_, name, _)| name == word) {
                let maker = self.tasks_in_order().find(|(_, _, task)| task.into == file.table);
                names.extend(maker.map(|(_, name, _)| name.to_owned()));
            } else if let Some(report) = self.off_with(word) {
                return Err(ReportError::Off {
                    name: word.clone(),
                    report: report.manifest.id.clone(),
                });
            } else {
                let known = self.reports.iter().flat_map(|report| {
                    std::iter::once(report.manifest.id.as_str()).chain(report.manifest.tasks.keys().map(String::as_str))
                });
                let suggestion = match upstream::entry_point(word).map(|point| point.here) {
                    Some(Here::Command(command)) => Some(command.to_owned()),
                    _ => nearest(word, known).map(str::to_owned),
                };
                return Err(ReportError::Unknown {
                    kind: "task or report",
                    name: word.clone(),
                    suggestion,
                });
            }
        }
        Ok(names)
    }

    /// The report that is off and is, or has a task or file, of that name.
    fn off_with(&self, name: &str) -> Option<&Report> {
        self.off.iter().find(|report| {
            let manifest = &report.manifest;
            manifest.id == name || manifest.tasks.contains_key(name) || manifest.files.contains_key(name)
        })
    }

    /// The tasks that stand in for a job of the old pipeline, by one of its names; none where it has none.
    fn tasks_of_upstream(&self, name: &str) -> Option<Vec<String>> {
        let named = |task: &Task| task.upstream.iter().any(|known| known == name);
        let of_manifests = self.tasks_in_order().filter(|(_, _, task)| named(task));
        let mut tasks: Vec<String> = of_manifests.map(|(_, task, _)| task.to_owned()).collect();
        if tasks.is_empty() {
            let of_point = upstream::entry_point(name)?.tasks(self);
            tasks = of_point.into_iter().map(str::to_owned).collect();
        }
        Some(tasks).filter(|tasks| !tasks.is_empty())
    }

    /// Checks one folder against the built-in reports.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(folder: &Path) -> Result<Report, ReportError> {
        Self::built_in_all_on().check_with(folder).map(|(_, report)| report)
    }

    /// Checks one folder against the reports of this registry, of which one with the same id makes way. Gives the registry with
    /// the report in it, switched on.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check_with(&self, folder: &Path) -> Result<(Self, Report), ReportError> {
        let mut report = Report::from_folder(folder)?;
        let id = report.manifest.id.clone();
        let is_other = |other: &&Report| other.manifest.id != id;
        let mut with = Self {
            reports: self.reports.iter().filter(is_other).cloned().collect(),
            off: self.off.iter().filter(is_other).cloned().collect(),
            broken: Vec::new(),
            ..self.clone()
        };
        if self
            .any_report(&id)
            .is_some_and(|other| other.origin == Origin::BuiltIn)
        {
            if folder_is_built_in(&report) {
                report.origin = Origin::BuiltIn;
            } else {
                return Err(ReportError::Invalid(vec![Problem {
                    report: id,
                    place: "id".to_owned(),
                    what: "is that of a built-in report".to_owned(),
                }]));
            }
        }
        let mut problems = validate::alone(&report, &with.groups);
        problems.extend(validate::beside(&report, with.reports.iter().chain(&with.off)));
        let others = with.reports.iter().chain(&with.off).chain([&report]).cloned();
        let all: Vec<Report> = others.collect();
        let broken = self.broken_reports().filter(is_other);
        problems.extend(validate::reads(&report, &all, &[], broken, &with.lms.tables));
        problems.extend(audience::queries(&report, all.iter()));
        with.reports.push(report.clone());
        match order::tasks(&with.reports) {
            Ok(order) => with.order = order,
            Err(cycle) => problems.push(cycle),
        }
        if problems.is_empty() {
            problems.extend(cases::of_report(&report, &with).err().unwrap_or_default());
        }
        if problems.is_empty() {
            Ok((with, report))
        } else {
            Err(ReportError::Invalid(problems))
        }
    }
}

/// A test makes sure that the built-in file is well-formed.
fn lms_tables() -> LmsTables {
    embedded(LMS_FILE)
        .and_then(|text| toml::from_str(&text).ok())
        .unwrap_or_default()
}

/// Whether a table lives in the lake as facts.
pub fn is_fact_table(name: &str) -> bool {
    name.starts_with("facts_")
}

/// Whether a table is only there while a run works: other tasks read it, nobody else.
pub fn is_working_table(name: &str) -> bool {
    name.starts_with("run_")
}
