//! The reports of a site: built in and plugins, switched on or off, in one list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::cases;
use crate::error::{Problem, ReportError};
use crate::manifest::{OutputFile, Param, Table, Task};
use crate::order;
use crate::params::{self, ParamGroups, ResolvedParam};
use crate::report::{Origin, Report, nearest};
use crate::upstream::{self, Here};
use crate::validate;

#[derive(RustEmbed)]
#[folder = "../../reports"]
struct BuiltIn;

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

/// Which reports are on.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    /// Ids that are off.
    pub off: BTreeSet<String>,
    /// Ids that are on although their manifest says off.
    pub on: BTreeSet<String>,
}

/// A report that cannot be used, and why.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Where it came from.
    pub origin: Origin,
    /// What is wrong.
    pub problems: Vec<Problem>,
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
        };
        for report in found {
            registry.admit(report, switches);
        }
        registry.settle();
        registry
    }

    /// Takes a report in, unless it is off, broken, or its id is taken.
    fn admit(&mut self, found: Result<Report, Broken>, switches: &Switches) {
        let report = match found {
            Ok(report) => report,
            Err(broken) => return self.broken.push(broken),
        };
        let id = &report.manifest.id;
        let is_on = !switches.off.contains(id) && (report.manifest.enabled || switches.on.contains(id));
        if !is_on {
            return self.off.push(report);
        }
        let problems = validate::alone(&report, &self.groups);
        let problems = if problems.is_empty() {
            validate::beside(&report, &self.reports)
        } else {
            problems
        };
        if problems.is_empty() {
            self.reports.push(report);
        } else {
            self.broken.push(Broken {
                origin: report.origin,
                problems,
            });
        }
    }

    /// Leaves out reports that read what nobody makes, until the rest holds together; then orders the tasks.
    fn settle(&mut self) {
        loop {
            let problems: Vec<Vec<Problem>> = self
                .reports
                .iter()
                .map(|report| validate::reads(report, &self.reports, &self.lms.tables))
                .collect();
            let Some(at) = problems.iter().position(|problems| !problems.is_empty()) else {
                break;
            };
            let report = self.reports.remove(at);
            self.broken.push(Broken {
                origin: report.origin,
                problems: problems[at].clone(),
            });
        }
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
            self.broken.push(Broken {
                origin: report.origin,
                problems: vec![cycle],
            });
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
        let report = Report::from_folder(folder)?;
        let known = Self::built_in();
        let others: Vec<Report> = known
            .reports
            .iter()
            .chain(&known.off)
            .filter(|other| other.manifest.id != report.manifest.id)
            .cloned()
            .collect();
        let mut problems = validate::alone(&report, &known.groups);
        problems.extend(validate::beside(&report, &others));
        let mut all = others;
        all.push(report.clone());
        problems.extend(validate::reads(&report, &all, &known.lms.tables));
        problems.extend(order::tasks(&all).err());
        if problems.is_empty() {
            problems.extend(cases_beside(&report, &all, known));
        }
        if problems.is_empty() {
            Ok(report)
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

/// What is wrong with the cases of a sound report, beside the reports it stands among.
fn cases_beside(report: &Report, all: &[Report], mut known: Registry) -> Vec<Problem> {
    known.reports = all.to_vec();
    known.order = order::tasks(all).unwrap_or_default();
    cases::of_report(report, &known).err().unwrap_or_default()
}

/// Whether a table lives in the lake as facts.
pub fn is_fact_table(name: &str) -> bool {
    name.starts_with("facts_")
}

/// Whether a table is only there while a run works: other tasks read it, nobody else.
pub fn is_working_table(name: &str) -> bool {
    name.starts_with("run_")
}

fn embedded(path: &str) -> Option<String> {
    BuiltIn::get(path).and_then(|file| String::from_utf8(file.data.into_owned()).ok())
}

fn built_in_reports() -> Vec<Result<Report, Broken>> {
    let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for path in BuiltIn::iter() {
        if let (Some((folder, name)), Some(text)) = (path.split_once('/'), embedded(&path)) {
            folders
                .entry(folder.to_owned())
                .or_default()
                .insert(name.to_owned(), text);
        }
    }
    let read = |(folder, files): (String, _)| {
        Report::from_files(&folder, Origin::BuiltIn, files).map_err(|problem| Broken {
            origin: Origin::BuiltIn,
            problems: vec![problem],
        })
    };
    folders.into_iter().map(read).collect()
}

fn plugins_in(folder: &Path) -> Vec<Result<Report, Broken>> {
    let broken = |error: ReportError| match error {
        ReportError::Invalid(problems) => Broken {
            origin: Origin::Plugin(folder.to_owned()),
            problems,
        },
        other => {
            let problem = Problem {
                report: folder.display().to_string(),
                place: String::new(),
                what: other.to_string(),
            };
            Broken {
                origin: Origin::Plugin(folder.to_owned()),
                problems: vec![problem],
            }
        }
    };
    if folder.join(crate::report::MANIFEST_FILE).is_file() {
        return vec![Report::from_folder(folder).map_err(broken)];
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) => {
            return vec![Err(broken(ReportError::Folder {
                folder: folder.display().to_string(),
                source,
            }))];
        }
    };
    let mut below: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    below.sort();
    below
        .iter()
        .map(|path| Report::from_folder(path).map_err(broken))
        .collect()
}
