//! The checks that a report passes before it is used.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Problem;
use crate::manifest::{
    API_VERSIONS, Audience, ColumnType, Grain, INTERFACE_VERSION, OutputFile, Query, Section, Table, Task,
};
use crate::params::{self, ParamGroups};
use crate::registry::{is_fact_table, is_working_table};
use crate::report::{Report, nearest};
use crate::sql_names::placeholders;

/// Lenses that have a place in the navigation.
pub(crate) const LENSES: &[&str] = &["enrollment", "engagement", "performance", "learners", "site"];

/// The lens whose pages are about the site, not about a course.
const SITE_LENS: &str = "site";
/// Characters that an id may have: it is part of names that the state of the site is kept under.
const LONGEST_ID: usize = 120;
/// Folder of the downloads among the pages of a course.
const DOWNLOADS: &str = "csv/";

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
        manifest.id.len() <= LONGEST_ID,
        "id",
        format!("is longer than {LONGEST_ID} characters"),
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
            fine && !path.starts_with(DOWNLOADS),
            "path",
            "must end with `/`, must not begin with `/` or `csv/`, and must stay below the course",
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
            let stem = path.strip_suffix('/').unwrap_or(path);
            let is_closed = path.ends_with('/') || path.ends_with('}');
            found.unless(
                is_closed && stem.split('/').all(is_path_part),
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
            .filter(|version| API_VERSIONS.iter().all(|known| known.name != **version))
        {
            let known = API_VERSIONS.map(|version| version.name).join(", ");
            found.add(format!("{place}.api"), format!("`{version}` is none of {known}"));
        }
    }
    for (at, page) in manifest.pages.iter().enumerate() {
        let place = format!("page.{}", at + 1);
        let is_part = |part: &str| is_path_part(part) || (!part.is_empty() && part.split('-').all(is_name));
        let fine = page.path.ends_with('/') && page.path.split('/').rev().skip(1).all(is_part);
        found.unless(
            fine && manifest.path.is_some(),
            &place,
            "the path must be words and whole parts such as `{video}`, each followed by `/`, below a report with a path",
        );
        found.unless(
            manifest.sections_of(Some(&page.path)).next().is_some(),
            &place,
            "no section stands on it",
        );
    }
    for (at, section) in manifest.sections.iter().enumerate() {
        let place = format!("section.{}", at + 1);
        for query in std::iter::once(&section.query)
            .chain(&section.csv_query)
            .chain(&section.query_of_group)
        {
            // Whether another report has it can change while this one is on: the page looks when it is shown.
            found.unless(
                query.contains('/') || manifest.queries.contains_key(query),
                &place,
                format!("there is no query `{query}`"),
            );
        }
        if let Some(chart) = &section.chart {
            found.unless(
                report.chart(chart).is_some(),
                &place,
                format!("there is no file `{chart}`"),
            );
        }
        if let Some(page) = &section.page {
            found.unless(
                manifest.pages.iter().any(|known| known.path == *page),
                &place,
                format!("there is no page `{page}`"),
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
        let is_result = !(is_fact_table(name) || is_working_table(name));
        let readers = table.audience.unwrap_or(report.manifest.audience);
        for (column, declared) in table.columns.iter() {
            found.unless(
                !is_result || readers == Audience::People || declared.audience == Audience::Aggregate,
                format!("{place}.audience"),
                format!("column `{column}` tells who a person is, and the table is read by reports for whoever may see the course"),
            );
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
        found.unless(
            table.audience.is_none() || !(is_fact_table(name) || is_working_table(name)),
            format!("{place}.audience"),
            "is for result tables; of facts and working tables, say which columns are about people",
        );
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
    for constant in task.constants.keys() {
        found.unless(
            is_name(constant) && !known.contains(constant.as_str()),
            format!("{place}.constants"),
            format!("`{constant}` must be lower case letters, digits and `_`, and the name of no parameter"),
        );
    }
    match report.file(&task.sql) {
        None => found.add(format!("{place}.sql"), format!("there is no file `{}`", task.sql)),
        Some(sql) => {
            for bound in placeholders(sql) {
                found.unless(
                    task.params.contains(&bound) || task.constants.contains_key(&bound),
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

/// What can only be seen beside other reports: names and addresses taken twice.
pub(crate) fn beside<'a>(report: &Report, others: impl IntoIterator<Item = &'a Report>) -> Vec<Problem> {
    let manifest = &report.manifest;
    let mut found = Findings {
        report: &manifest.id,
        problems: Vec::new(),
    };
    for other in others {
        let taken_by = &other.manifest.id;
        found.unless(manifest.id != *taken_by, "id", "is taken by another report");
        let mut taken = |place: String| found.add(place, format!("is taken by {taken_by}"));
        for name in manifest
            .tasks
            .keys()
            .filter(|name| other.manifest.tasks.contains_key(*name))
        {
            taken(format!("task.{name}"));
        }
        for name in manifest
            .tables
            .keys()
            .filter(|name| other.manifest.tables.contains_key(*name))
        {
            taken(format!("table.{name}"));
        }
        for name in manifest
            .files
            .keys()
            .filter(|name| other.manifest.files.contains_key(*name))
        {
            taken(format!("file.{name}"));
        }
        if page_address(report).is_some_and(|address| page_address(other) == Some(address)) {
            taken("path".to_owned());
        }
        for (name, query) in &manifest.queries {
            let addresses = api_addresses(query);
            let is_taken = |other: &Query| api_addresses(other).iter().any(|address| addresses.contains(address));
            if other.manifest.queries.values().any(is_taken) {
                taken(format!("query.{name}.path"));
            }
        }
        for (at, section) in manifest.sections.iter().enumerate() {
            // Pages of two reports may lead to the same download: the rows of one query under one address.
            let is_shared = |other: &Section| {
                let query = section.csv_query.as_ref();
                query.is_some_and(|query| query.contains('/')) && query == other.csv_query.as_ref()
            };
            let same = |other: &Section| section.csv.is_some() && section.csv == other.csv && !is_shared(other);
            if other.manifest.sections.iter().any(same) {
                taken(format!("section.{}.csv", at + 1));
            }
        }
    }
    found.problems
}

/// Where the page of a report is: below courses, or below the site.
fn page_address(report: &Report) -> Option<(bool, &str)> {
    let manifest = &report.manifest;
    Some((manifest.lens == SITE_LENS, manifest.path.as_deref()?))
}

/// The addresses of a query in the data API, their filled-in parts made alike.
fn api_addresses(query: &Query) -> Vec<(String, String)> {
    let Some(path) = &query.path else { return Vec::new() };
    let alike = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
    let path = path.split('/').map(alike).collect::<Vec<_>>().join("/");
    query
        .api
        .iter()
        .map(|version| (version.clone(), path.clone()))
        .collect()
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
