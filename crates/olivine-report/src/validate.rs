//! The checks that a report passes before it is used.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::manifest::{ColumnType, Grain, INTERFACE_VERSION, OutputFile, Table, Task};
use crate::params::{self, ParamGroups};
use crate::registry::is_fact_table;
use crate::report::{Report, nearest};
use crate::sql_names::placeholders;

/// Versions of the data API.
const API_VERSIONS: &[&str] = &["v0", "v1"];
/// Lenses that have a place in the navigation.
const LENSES: &[&str] = &["enrollment", "engagement", "performance", "learners", "site"];

/// Characters that a column of limited length may have on every store.
const LONGEST_STRING: u32 = 1024;
/// The table of events.
const EVENTS: &str = "events";
/// How the names of tables of the LMS and the catalog begin.
const LMS_PREFIX: &str = "lms_";

/// Collects problems of one report.
struct Findings<'a> {
    report: &'a str,
    problems: Vec<Problem>,
}

impl Findings<'_> {
    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.problems.push(Problem {
            report: self.report.to_owned(),
            place: place.into(),
            what: what.into(),
        });
    }

    fn unless(&mut self, fine: bool, place: impl Into<String>, what: impl Into<String>) {
        if !fine {
            self.add(place, what);
        }
    }
}

/// What can be seen from the folder alone.
pub(crate) fn alone(report: &Report, groups: &ParamGroups) -> Vec<Problem> {
    let manifest = &report.manifest;
    let mut found = Findings {
        report: &manifest.id,
        problems: Vec::new(),
    };

    let id_is_dotted = manifest.id.contains('.') && manifest.id.split('.').all(is_name);
    found.unless(
        id_is_dotted,
        "id",
        "is not of the form `lens.report`, lower case letters, digits and `_`",
    );
    found.unless(
        manifest.interface == INTERFACE_VERSION,
        "interface",
        format!(
            "was written for interface {}; this program has interface {INTERFACE_VERSION}",
            manifest.interface
        ),
    );
    found.unless(
        LENSES.contains(&manifest.lens.as_str()),
        "lens",
        format!("`{}` is none of {}", manifest.lens, LENSES.join(", ")),
    );
    for (place, words) in [("title", &manifest.title), ("question", &manifest.question)] {
        found.unless(!words.trim().is_empty(), place, "is empty");
    }
    if let Some(path) = &manifest.path {
        let fine = path.ends_with('/') && !path.starts_with('/') && !path.contains("..");
        found.unless(
            fine,
            "path",
            "must end with `/`, must not begin with `/`, and must stay below the course",
        );
    }
    for group in &manifest.extends {
        if groups.get(group).is_none() {
            let known: Vec<String> = groups.iter().map(|(name, _)| format!("params.{name}")).collect();
            let near = nearest(group, known.iter().map(String::as_str));
            found.add(
                "extends",
                format!(
                    "there is no `{group}`{}",
                    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
                ),
            );
        }
    }
    tables(report, &mut found);
    let known: BTreeSet<&str> = params::resolve(report, groups).iter().map(|param| param.name).collect();
    for (name, task) in &manifest.tasks {
        check_task(report, name, task, &known, &mut found);
    }
    for (name, file) in &manifest.files {
        check_file(report, name, file, &known, &mut found);
    }
    for (name, query) in &manifest.queries {
        let place = format!("query.{name}");
        found.unless(
            is_name(name),
            &place,
            "the name must be lower case letters, digits and `_`",
        );
        let sources = usize::from(query.sql.is_some()) + usize::from(query.handler.is_some());
        found.unless(sources > 0, &place, "has neither `sql` nor `handler`");
        if let Some(file) = &query.sql {
            found.unless(
                report.file(file).is_some(),
                format!("{place}.sql"),
                format!("there is no file `{file}`"),
            );
        }
        if let Some(path) = &query.path {
            let fine = path.ends_with('/') && !path.starts_with('/') && path.split('/').rev().skip(1).all(is_path_part);
            found.unless(
                fine,
                format!("{place}.path"),
                "must be words and whole parts such as `{course_id}`, each followed by `/`",
            );
        }
        found.unless(
            query.path.is_some() != query.api.is_empty(),
            format!("{place}.api"),
            "`path` and the API versions that serve it come together",
        );
        for version in query
            .api
            .iter()
            .filter(|version| !API_VERSIONS.contains(&version.as_str()))
        {
            found.add(
                format!("{place}.api"),
                format!("`{version}` is none of {}", API_VERSIONS.join(", ")),
            );
        }
    }
    for (at, section) in manifest.sections.iter().enumerate() {
        let place = format!("section.{}", at + 1);
        for query in std::iter::once(&section.query).chain(&section.csv_query) {
            found.unless(
                manifest.queries.contains_key(query),
                &place,
                format!("there is no query `{query}`"),
            );
        }
        if let Some(chart) = &section.chart {
            found.unless(
                report.file(chart).is_some(),
                &place,
                format!("there is no file `{chart}`"),
            );
        }
    }
    found.problems
}

fn tables(report: &Report, found: &mut Findings<'_>) {
    for (name, table) in &report.manifest.tables {
        let place = format!("table.{name}");
        found.unless(
            is_name(name),
            &place,
            "the name must be lower case letters, digits and `_`",
        );
        found.unless(!table.columns.is_empty(), &place, "has no columns");
        found.unless(!table.doc.trim().is_empty(), &place, "has no `doc`");
        found.unless(!table.key.is_empty(), format!("{place}.key"), "is empty");
        found.unless(
            name != EVENTS && !name.starts_with(LMS_PREFIX),
            &place,
            "the name belongs to the lake: `events` and `lms_…` are what tasks read",
        );
        let makers = report.manifest.tasks.values().filter(|task| task.into == *name).count();
        found.unless(
            makers == 1,
            &place,
            format!("is filled by {makers} tasks; each table has one task that fills it"),
        );
        for column in table.key.iter().chain(table.indexes.iter().flatten()) {
            found.unless(
                table.columns.get(column).is_some(),
                &place,
                format!("key or index names `{column}`, which is no column"),
            );
        }
        for (column, declared) in table.columns.iter() {
            let place = format!("{place}.columns.{column}");
            found.unless(
                is_name(column),
                &place,
                "the name must be lower case letters, digits and `_`",
            );
            found.unless(
                !matches!(column, "id" | "created"),
                &place,
                "the name is taken by the store",
            );
            found.unless(!declared.doc.trim().is_empty(), &place, "has no `doc`");
            if let ColumnType::String(length) = declared.kind {
                let fine = (1..=LONGEST_STRING).contains(&length);
                found.unless(
                    fine,
                    &place,
                    format!("a string has 1 to {LONGEST_STRING} characters; use `text` for longer ones"),
                );
            }
        }
        if is_fact_table(name) {
            found.unless(
                table.columns.get("date").is_some(),
                &place,
                "facts need a column `date`",
            );
        }
    }
}

fn check_task(report: &Report, name: &str, task: &Task, known: &BTreeSet<&str>, found: &mut Findings<'_>) {
    let place = format!("task.{name}");
    found.unless(
        is_name(name),
        &place,
        "the name must be lower case letters, digits and `_`",
    );
    found.unless(!task.doc.trim().is_empty(), &place, "has no `doc`");
    found.unless(
        report.manifest.tables.contains_key(&task.into),
        format!("{place}.into"),
        format!("the report declares no table `{}`", task.into),
    );
    let into_facts = is_fact_table(&task.into);
    found.unless(
        into_facts == (task.grain == Grain::Day),
        format!("{place}.grain"),
        "tables named `facts_…` are filled day by day (`grain = \"day\"`), all others as a whole",
    );
    for table in task.optional.iter().filter(|table| !task.reads.contains(table)) {
        found.add(
            format!("{place}.optional"),
            format!("`{table}` is not among the tables that the task reads"),
        );
    }
    for param in &task.params {
        found.unless(
            known.contains(param.as_str()),
            format!("{place}.params"),
            format!("there is no parameter `{param}`"),
        );
    }
    match report.file(&task.sql) {
        None => found.add(format!("{place}.sql"), format!("there is no file `{}`", task.sql)),
        Some(sql) => {
            for bound in placeholders(sql) {
                found.unless(
                    task.params.contains(&bound),
                    format!("{place}.params"),
                    format!("the SQL binds `${bound}`, which is not listed"),
                );
            }
        }
    }
}

fn check_file(report: &Report, name: &str, file: &OutputFile, known: &BTreeSet<&str>, found: &mut Findings<'_>) {
    let place = format!("file.{name}");
    found.unless(
        is_name(name),
        &place,
        "the name must be lower case letters, digits and `_`",
    );
    found.unless(!file.doc.trim().is_empty(), &place, "has no `doc`");
    let Some(table) = report.manifest.tables.get(&file.table) else {
        return found.add(
            format!("{place}.table"),
            format!("the report declares no table `{}`", file.table),
        );
    };
    found.unless(
        !is_fact_table(&file.table),
        format!("{place}.table"),
        "files are made from result tables or `run_…` tables, not from facts",
    );
    let columns = file.by.iter().map(String::as_str);
    let order = file.order.iter().map(|column| column.trim_end_matches(" desc"));
    for column in columns.chain(order).filter(|name| table.columns.get(name).is_none()) {
        found.add(&place, format!("`{column}` is no column of `{}`", file.table));
    }
    let texts = [&file.path, &file.null, &file.booleans, &file.datetime_format];
    for param in texts
        .into_iter()
        .chain(&file.columns)
        .filter_map(|text| text.strip_prefix('$'))
    {
        found.unless(
            file.params.iter().any(|listed| listed == param),
            format!("{place}.params"),
            format!("`${param}` is not listed"),
        );
    }
    for param in file.params.iter().filter(|param| !known.contains(param.as_str())) {
        found.add(format!("{place}.params"), format!("there is no parameter `{param}`"));
    }
    if !file.path.starts_with('$')
        && let Err(what) = path_template(&file.path, &file.by)
    {
        found.add(format!("{place}.path"), what);
    }
    found.unless(
        file.booleans.starts_with('$') || file.booleans.matches(',').count() == 1,
        format!("{place}.booleans"),
        "must be two texts with a comma between them",
    );
}

/// Whether a text can be the path of files told apart by these columns.
///
/// # Errors
/// What is wrong with it.
pub fn path_template(path: &str, by: &[String]) -> Result<(), String> {
    if path.is_empty()
        || path.starts_with('/')
        || path.ends_with('/')
        || path.split('/').any(|part| matches!(part, "" | "." | ".."))
    {
        return Err("must be a path below the folder of files".to_owned());
    }
    let mut rest = path;
    let mut used = BTreeSet::new();
    while let Some((_, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').ok_or("has a `{` without `}`")?;
        let column = name
            .strip_suffix("_sha1")
            .filter(|column| by.iter().any(|known| known == column));
        let column = column.unwrap_or(name);
        if !by.iter().any(|known| known == column) {
            return Err(format!("`{{{name}}}` is no column of `by`"));
        }
        used.insert(column);
        rest = behind;
    }
    match by.iter().find(|column| !used.contains(column.as_str())) {
        Some(column) => Err(format!("files that differ in `{column}` would have the same path")),
        None => Ok(()),
    }
}

/// What can only be seen beside other reports: names taken twice.
pub(crate) fn beside(report: &Report, others: &[Report]) -> Vec<Problem> {
    let manifest = &report.manifest;
    let mut found = Findings {
        report: &manifest.id,
        problems: Vec::new(),
    };
    for other in others {
        let taken_by = &other.manifest.id;
        found.unless(manifest.id != *taken_by, "id", "is taken by another report");
        for name in manifest
            .tasks
            .keys()
            .filter(|name| other.manifest.tasks.contains_key(*name))
        {
            found.add(format!("task.{name}"), format!("the name is taken by {taken_by}"));
        }
        for name in manifest
            .tables
            .keys()
            .filter(|name| other.manifest.tables.contains_key(*name))
        {
            found.add(format!("table.{name}"), format!("the name is taken by {taken_by}"));
        }
        for name in manifest
            .files
            .keys()
            .filter(|name| other.manifest.files.contains_key(*name))
        {
            found.add(format!("file.{name}"), format!("the name is taken by {taken_by}"));
        }
        let same_path =
            manifest.path.is_some() && manifest.path == other.manifest.path && manifest.lens == other.manifest.lens;
        found.unless(!same_path, "path", format!("is taken by {taken_by}"));
    }
    found.problems
}

/// Whether everything that tasks read is made by somebody.
pub(crate) fn reads(report: &Report, all: &[Report], lms: &BTreeMap<String, Table>) -> Vec<Problem> {
    let made: BTreeSet<&str> = all
        .iter()
        .flat_map(|other| other.manifest.tasks.values())
        .map(|task| task.into.as_str())
        .collect();
    let mut found = Findings {
        report: &report.manifest.id,
        problems: Vec::new(),
    };
    for (name, task) in &report.manifest.tasks {
        for table in &task.reads {
            if table == EVENTS || lms.contains_key(table) || made.contains(table.as_str()) {
                continue;
            }
            let is_lms = table.starts_with(LMS_PREFIX);
            let what = if is_lms { "nothing imports" } else { "no task makes" };
            let readable = made.iter().copied().chain(lms.keys().map(String::as_str));
            let near = nearest(
                table,
                readable
                    .chain([EVENTS])
                    .filter(|near| near.starts_with(LMS_PREFIX) == is_lms),
            );
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            found.add(format!("task.{name}.reads"), format!("{what} `{table}`{hint}"));
        }
    }
    found.problems
}

/// A word of a path, or a whole part that is filled in.
fn is_path_part(part: &str) -> bool {
    part.strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .map_or_else(|| is_name(part), is_name)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
