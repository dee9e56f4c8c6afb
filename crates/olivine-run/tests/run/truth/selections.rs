//! Numbers for some people and days are those of a site where nothing else happened (`OV-70`): such a site is made by leaving lines
//! out of the logs and rows out of the LMS tables, and computed as any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use chrono::{Days, NaiveDate};
use flate2::read::MultiGzDecoder;
use olivine_report::{PersonColumn, Registry};
use olivine_run::{RunError, Selection, TaskLimits};
use olivine_store::{Store, StoreOptions};

use super::site::{Site, files};
use super::text;

const SEED: u64 = 20_260;
const DAYS: u32 = 35;
/// Beginnings of the ids of reports that set courses side by side, or of which a row is about somebody whom a line names in passing, as
/// whoever was voted for.
const OTHERS: [&str; 2] = ["site.", "engagement.students"];

type Rows = BTreeMap<String, Vec<Vec<String>>>;

/// The result tables behind the pages of courses.
fn tables(registry: &Registry) -> BTreeSet<String> {
    let reports = registry.reports().iter();
    let of_courses = reports.filter(|report| !OTHERS.iter().any(|begin| report.manifest.id.starts_with(begin)));
    let results: BTreeSet<&str> = registry.result_tables().map(|(name, _)| name).collect();
    let tables = of_courses.flat_map(|report| report.manifest.tables.keys());
    let is_known = |name: &&String| results.contains(name.as_str()) && !name.ends_with("_groups");
    let with_course = |name: &&String| {
        registry
            .table(name)
            .is_some_and(|table| table.columns.get("course_id").is_some())
    };
    tables.filter(is_known).filter(with_course).cloned().collect()
}

/// All rows of a course, sorted.
async fn rows(store: &Store, registry: &Registry, tables: &BTreeSet<String>, course: &str) -> Rows {
    let mut all = Rows::new();
    for name in tables {
        let columns: Vec<String> = registry
            .table(name)
            .unwrap()
            .columns
            .iter()
            .map(|(column, _)| format!("\"{column}\""))
            .collect();
        let sql = format!("select {} from {name} where course_id = :course", columns.join(", "));
        let found = store.query(&sql, &[("course", course.into())]).await.unwrap();
        let mut found: Vec<Vec<String>> = found.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        found.sort();
        all.insert(name.clone(), found);
    }
    all
}

fn compare(what: &str, selected: &Rows, alone: &Rows) {
    for (table, alone) in alone {
        let selected = &selected[table];
        let missing: Vec<_> = alone.iter().filter(|row| !selected.contains(row)).take(3).collect();
        let extra: Vec<_> = selected.iter().filter(|row| !alone.contains(row)).take(3).collect();
        assert!(
            missing.is_empty() && extra.is_empty() && selected.len() == alone.len(),
            "{what}, {table}: alone but not selected {missing:?}; selected but not alone {extra:?}"
        );
    }
}

impl Site {
    /// The tables of a selection.
    async fn selected(&self, selection: &Selection, tables: &BTreeSet<String>) -> (Store, tempfile::TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", dir.path().join("selected.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        let select =
            async |runner: &olivine_run::Runner<'_>| runner.select(selection, tables, TaskLimits::default()).await;
        self.with_runner(&store, select).await.unwrap();
        (store, dir)
    }
}

/// The event of a line; null where there is none. Some machines write something of their own in front.
fn event_of(line: &str) -> serde_json::Value {
    let json = &line[line.find('{').unwrap_or(line.len())..];
    serde_json::from_str(json).unwrap_or_default()
}

/// Whom a line of a log is about, by number or by name: some lines name two people. An enrollment is that of the person in its payload,
/// and so is a grade. Lines of which nothing becomes an event name nobody.
fn named_by(line: &str, by_name: bool, ids: &BTreeMap<String, i64>) -> Option<i64> {
    let json = &line[line.find('{').unwrap_or(line.len())..];
    let event = olivine_event::parse(json.as_bytes()).ok()?;
    if let Some(enrollment) = event.enrollment {
        return enrollment.user_id;
    }
    let is_of_grade = |name: &str| name.starts_with("edx.grades.course.") || name.starts_with("edx.course.grade.");
    if event.event_type.as_deref().is_some_and(is_of_grade) {
        let whole: serde_json::Value = serde_json::from_slice(event.json).ok()?;
        return whole["event"]["user_id"].as_str()?.parse().ok();
    }
    if by_name {
        return ids.get(event.username?.trim()).copied();
    }
    event.user_id
}

/// The lines of all logs of a site.
fn lines(site: &Site) -> Vec<String> {
    let mut all = Vec::new();
    for path in files(&site.path("logs")) {
        let mut bytes = Vec::new();
        fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
        let reader: Box<dyn Read> = match bytes.starts_with(&[0x1f, 0x8b]) {
            true => Box::new(MultiGzDecoder::new(&bytes[..])),
            false => Box::new(&bytes[..]),
        };
        let lines = BufReader::new(reader).split(b'\n');
        all.extend(lines.map(|line| String::from_utf8_lossy(&line.unwrap()).into_owned()));
    }
    all
}

struct Csv {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Csv {
    fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let head = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self {
            head,
            rows: rows.collect(),
        }
    }

    fn at(&self, column: &str) -> Option<usize> {
        self.head.iter().position(|name| name == column)
    }

    fn field<'r>(&self, row: &'r [String], column: &str) -> &'r str {
        &row[self.at(column).unwrap()]
    }
}

/// The same LMS tables without rows about people who are not accepted: what they did, not who they are.
fn keep_rows(folder: &Path, accept: &dyn Fn(Option<i64>) -> bool) {
    for path in files(folder) {
        let mut table = Csv::read(&path);
        let person = table.at("user_id").or_else(|| table.at("student_id"));
        let (Some(person), Some(_)) = (person, table.at("course_id")) else {
            continue;
        };
        if path.ends_with("student_courseaccessrole.csv") {
            continue;
        }
        table.rows.retain(|row| accept(row[person].parse().ok()));
        let mut writer = csv::Writer::from_path(&path).unwrap();
        writer.write_record(&table.head).unwrap();
        for row in &table.rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }
}

/// The track of each person's last enrollment event in a course.
fn last_tracks(lines: &[String], course: &str) -> BTreeMap<i64, String> {
    let mut last: BTreeMap<i64, (String, String)> = BTreeMap::new();
    for line in lines {
        let event = event_of(line);
        let kind = event["event_type"].as_str().unwrap_or_default();
        let payload = match &event["event"] {
            serde_json::Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
            payload => payload.clone(),
        };
        if !kind.starts_with("edx.course.enrollment.") || payload["course_id"] != course {
            continue;
        }
        let (Some(person), Some(mode)) = (payload["user_id"].as_i64(), payload["mode"].as_str()) else {
            continue;
        };
        let time = event["time"].as_str().unwrap_or_default().to_owned();
        let known = last.entry(person).or_default();
        if time >= known.0 {
            *known = (time, mode.to_owned());
        }
    }
    last.into_iter().map(|(person, (_, mode))| (person, mode)).collect()
}

/// A site with the same people and courses, of which only some lines reached the logs and some rows the LMS.
async fn alone(
    whole: &Site,
    lines: &[String],
    line: impl Fn(&str) -> bool,
    accept: &dyn Fn(Option<i64>) -> bool,
) -> Site {
    let site = Site::new(SEED, DAYS).await;
    keep_rows(&site.path("lms"), accept);
    let log = site.path("kept.log");
    let mut file = fs::File::create(&log).unwrap();
    for kept in lines.iter().filter(|text| line(text)) {
        writeln!(file, "{kept}").unwrap();
    }
    drop(file);
    site.ingest(&[log]).await;
    site.import().await;
    site.run().await;
    assert_eq!(site.truth.end, whole.truth.end);
    site
}

/// The site with everything that happened.
async fn computed() -> Site {
    let site = Site::new(SEED, DAYS).await;
    site.ingest(&files(&site.path("logs"))).await;
    site.import().await;
    site.run().await;
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_is_a_site_where_nothing_else_happened() {
    let site = computed().await;
    let registry = Registry::built_in_all_on();
    let tables = tables(&registry);
    assert!(tables.len() > 30, "{tables:?}");
    let lines = lines(&site);

    // Accounts, cohorts and roles, read by ourselves.
    let accounts = Csv::read(&site.path("lms/auth_user.csv"));
    let ids: BTreeMap<String, i64> = accounts
        .rows
        .iter()
        .map(|row| {
            (
                accounts.field(row, "username").to_owned(),
                accounts.field(row, "id").parse().unwrap(),
            )
        })
        .collect();
    let groups = Csv::read(&site.path("lms/course_groups_courseusergroup.csv"));
    let (course, cohort, group) = groups
        .rows
        .first()
        .map(|row| {
            (
                groups.field(row, "course_id"),
                groups.field(row, "name"),
                groups.field(row, "id"),
            )
        })
        .unwrap();
    let members = Csv::read(&site.path("lms/course_groups_courseusergroup_users.csv"));
    let in_cohort: BTreeSet<i64> = members
        .rows
        .iter()
        .filter(|row| members.field(row, "courseusergroup_id") == group)
        .map(|row| members.field(row, "user_id").parse().unwrap())
        .collect();
    let roles = Csv::read(&site.path("lms/student_courseaccessrole.csv"));
    let org = course.trim_start_matches("course-v1:").split('+').next().unwrap();
    let of_course = |row: &&Vec<String>| match roles.field(row, "course_id") {
        "" | "\\N" => roles.field(row, "org") == org,
        other => other == course,
    };
    let mut staff: BTreeSet<i64> = roles
        .rows
        .iter()
        .filter(of_course)
        .map(|row| roles.field(row, "user_id").parse().unwrap())
        .collect();
    let is_true = |row: &[String], column: &str| matches!(accounts.field(row, column), "1" | "true");
    let of_site = accounts
        .rows
        .iter()
        .filter(|row| is_true(row, "is_staff") || is_true(row, "is_superuser"));
    staff.extend(of_site.map(|row| accounts.field(row, "id").parse::<i64>().unwrap()));
    let tracks = last_tracks(&lines, course);
    let in_track: BTreeSet<i64> = tracks
        .iter()
        .filter(|(_, mode)| *mode == "verified")
        .map(|(person, _)| *person)
        .collect();
    assert!(!in_cohort.is_empty() && !in_track.is_empty() && !staff.is_empty());

    let until = site.truth.end.pred_opt().unwrap();
    let everybody = Selection {
        courses: BTreeSet::from([course.to_owned()]),
        filters: BTreeMap::new(),
        since: None,
        until,
        smallest_group: 0,
    };
    let (store, _dir) = site.selected(&everybody, &tables).await;
    let selected = rows(&store, &registry, &tables, course).await;
    let published = rows(&site.store, &registry, &tables, course).await;
    compare("everybody", &selected, &published);
    let filled = published.values().filter(|rows| !rows.is_empty()).count();
    assert!(filled > 28, "{filled} tables have rows of {course}");

    let cases: [(&str, &str, &BTreeSet<i64>, bool); 3] = [
        ("cohort", cohort, &in_cohort, false),
        ("track", "verified", &in_track, false),
        ("without_staff", "1", &staff, true),
    ];
    for (filter, value, people, leaves_out) in cases {
        let selection = Selection {
            filters: BTreeMap::from([(filter.to_owned(), value.to_owned())]),
            ..everybody.clone()
        };
        let (store, _dir) = site.selected(&selection, &tables).await;
        let selected = rows(&store, &registry, &tables, course).await;
        assert_ne!(selected, published, "{filter} changes something");
        let accept = |person: Option<i64>| person.is_some_and(|person| people.contains(&person)) != leaves_out;
        for by_name in [false, true] {
            let line = |line: &str| accept(named_by(line, by_name, &ids));
            let other = alone(&site, &lines, line, &accept).await;
            let tables = tables.iter().filter(|table| is_by_name(&registry, table) == by_name);
            let tables: BTreeSet<String> = tables.cloned().collect();
            let what = format!("{filter}, by name: {by_name}");
            let other = rows(&other.store, &registry, &tables, course).await;
            compare(&what, &selected, &other);
        }
    }

    // Numbers of fewer people than a reader may see are not worked out.
    for (smallest_group, is_refused) in [(1, false), (1_000_000, true)] {
        let selection = Selection {
            filters: BTreeMap::from([("cohort".to_owned(), cohort.to_owned())]),
            smallest_group,
            ..everybody.clone()
        };
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", dir.path().join("group.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        let few = BTreeSet::from(["learner_groups".to_owned()]);
        let select =
            async |runner: &olivine_run::Runner<'_>| runner.select(&selection, &few, TaskLimits::default()).await;
        let made = site.with_runner(&store, select).await;
        assert_eq!(matches!(made, Err(RunError::SmallGroup { .. })), is_refused, "{made:?}");
        assert_eq!(made.is_err(), is_refused, "{made:?}");
    }
}

/// Whether the facts behind a table tell people by name.
fn is_by_name(registry: &Registry, table: &str) -> bool {
    let facts = registry.lake_tables_behind(&BTreeSet::from([table]));
    let mut facts = facts.into_iter().filter_map(|name| registry.table(name));
    facts.any(|facts| matches!(facts.person_column(), Some(PersonColumn::Name(_))))
}

#[tokio::test(flavor = "multi_thread")]
async fn days_are_those_of_a_site_that_began_and_ended_with_them() {
    let site = computed().await;
    let registry = Registry::built_in_all_on();
    let tables = tables(&registry);
    let groups = Csv::read(&site.path("lms/course_groups_courseusergroup.csv"));
    let course = groups.field(&groups.rows[0], "course_id");
    let published = rows(&site.store, &registry, &tables, course).await;

    let end: NaiveDate = site.truth.end - Days::new(9);
    let mut selection = Selection {
        courses: BTreeSet::from([course.to_owned()]),
        filters: BTreeMap::new(),
        since: None,
        until: end.pred_opt().unwrap(),
        smallest_group: 0,
    };
    let (store, _dir) = site.selected(&selection, &tables).await;
    let selected = rows(&store, &registry, &tables, course).await;
    assert_ne!(selected, published);
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("ended.db").display());
    let ended = Store::open(&url, StoreOptions::default()).await.unwrap();
    site.run_until(&ended, end).await;
    compare("until", &selected, &rows(&ended, &registry, &tables, course).await);

    // From a day on: what people did before is not known, but who had enrolled is.
    let since = NaiveDate::from_ymd_opt(2025, 2, 24).unwrap();
    selection.since = Some(since);
    let is_cut = |table: &&String| {
        let name: BTreeSet<&str> = BTreeSet::from([table.as_str()]);
        let mut behind = registry.tasks_behind(&name).into_iter();
        registry.reach(&name).since && !behind.any(|(_, name, _)| name == "last_country" || name == "learner_state")
    };
    let cut: BTreeSet<String> = tables.iter().filter(is_cut).cloned().collect();
    assert!(cut.len() > 15, "{cut:?}");
    // What needs the whole history beside it changes nothing, though it reads some of the same facts.
    let states = ["learner_groups", "course_enrollment_birth_year_daily"].map(str::to_owned);
    let both: BTreeSet<String> = cut.iter().cloned().chain(states.clone()).collect();
    let (store, _dir) = site.selected(&selection, &both).await;
    let selected = rows(&store, &registry, &both, course).await;
    for state in &states {
        let as_ended = rows(&ended, &registry, &BTreeSet::from([state.clone()]), course).await;
        assert_eq!(selected[state], as_ended[state], "{state} knows what was before");
    }
    let lines = lines(&site);
    let is_late = |line: &str| {
        let json = &line[line.find('{').unwrap_or(line.len())..];
        let event = olivine_event::parse(json.as_bytes());
        event.is_ok_and(|event| event.enrollment.is_some() || event.date() >= since)
    };
    let other = alone(&site, &lines, is_late, &|_| true).await;
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", dir.path().join("ended.db").display());
    let ended = Store::open(&url, StoreOptions::default()).await.unwrap();
    other.run_until(&ended, end).await;
    let mut alone = rows(&ended, &registry, &cut, course).await;
    // A change of track, which is kept to know who is enrolled, is activity, too.
    for (table, column) in [("active_learners", "start"), ("course_activity", "interval_start")] {
        let columns = &registry.table(table).unwrap().columns;
        let place = columns.iter().position(|(name, _)| name == column).unwrap();
        let is_late = |row: &Vec<String>| row[place][..10].parse::<NaiveDate>().unwrap() >= since;
        alone.get_mut(table).unwrap().retain(is_late);
    }
    compare("since", &selected, &alone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lake_without_events_gives_no_numbers() {
    let site = Site::new(SEED, 8).await;
    let selection = Selection {
        courses: BTreeSet::from(["course-v1:River+Soil+1".to_owned()]),
        filters: BTreeMap::new(),
        since: None,
        until: site.truth.end,
        smallest_group: 0,
    };
    let tables = BTreeSet::from(["active_learners".to_owned()]);
    let select =
        async |runner: &olivine_run::Runner<'_>| runner.select(&selection, &tables, TaskLimits::default()).await;
    let refused = site.with_runner(&site.store, select).await;
    assert!(matches!(refused, Err(RunError::NoEvents)), "{refused:?}");
    assert!(site.store.published().await.unwrap().is_empty());
}
