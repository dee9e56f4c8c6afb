//! Plugins that take too much, reach where they may not, or give what does not fit: each is stopped and shown, all others go on.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use olivine_engine::SessionOptions;
use olivine_failure::Failing;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeOptions};
use olivine_report::{Registry, Report, Switches};
use olivine_run::{Outcome, RunOptions, RunSummary, Runner, Settings, TaskLimits, TaskRecord, check};
use olivine_store::{Store, StoreOptions};
use tempfile::TempDir;

/// A plugin with one task over events.
fn manifest(name: &str, table: &str) -> String {
    format!(
        r#"
id = "engagement.{name}"
version = 1
title = "T"
question = "Q?"
lens = "engagement"
audience = "aggregate"

[task.{name}]
doc = "D."
reads = ["events"]
sql = "task.sql"
into = "{name}"
allow_empty = true

[table.{name}]
doc = "D."
{table}
"#
    )
}

const ONE_COLUMN: &str =
    "key = [\"x\"]\n[table.NAME.columns]\nx = { type = \"string(255)\", nullable = true, doc = \"X.\" }";

fn plugin(home: &Path, name: &str, sql: &str) -> PathBuf {
    let folder = home.join(name);
    fs::create_dir_all(&folder).unwrap();
    let text = manifest(name, &ONE_COLUMN.replace("NAME", name));
    fs::write(folder.join("report.toml"), text).unwrap();
    fs::write(folder.join("task.sql"), sql).unwrap();
    folder
}

struct Site {
    dir: TempDir,
    lake: Lake,
    store: Store,
}

impl Site {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(&LakeOptions::at(dir.path().join("lake").display().to_string()))
            .await
            .unwrap();
        let url = format!("sqlite://{}", dir.path().join("r.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        let log = dir.path().join("tracking.log");
        let lines = (0..200).map(|number| {
            format!(
                "{{\"time\": \"2024-03-0{}T10:00:{:02}+00:00\", \"event_type\": \"play_video\", \"event_source\": \"browser\", \
                 \"username\": \"user{}\", \"context\": {{\"user_id\": {}, \"course_id\": \"course-v1:a+b+c\"}}, \"event\": {{}}}}\n",
                1 + number % 3,
                number % 60,
                number % 20,
                number % 20
            )
        });
        fs::write(&log, lines.collect::<String>()).unwrap();
        lake.ingest(
            &[InputLocation::new(log.display().to_string())],
            IngestOptions::default(),
            &(),
        )
        .await
        .unwrap();
        Self { dir, lake, store }
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("plugins")
    }

    fn registry(&self) -> Registry {
        let registry = Registry::load(&[self.home()], &Switches::default());
        assert!(registry.broken().is_empty(), "{:?}", registry.broken());
        registry
    }

    async fn run(&self, registry: &Registry, limits: TaskLimits) -> RunSummary {
        let now: DateTime<Utc> = "2024-03-06T12:00:00Z".parse().unwrap();
        let plugins = registry.reports().iter().filter(|report| report.is_plugin());
        let mut only: BTreeSet<String> = plugins
            .flat_map(|report| report.manifest.tasks.keys().cloned())
            .collect();
        only.insert("course_activity".to_owned());
        let runner = Runner {
            lake: &self.lake,
            store: &self.store,
            registry,
            engine: SessionOptions {
                memory_bytes: 256 << 20,
                threads: 2,
                spill_dir: self.dir.path().join("spill"),
                geo_database: None,
            },
            settings: Settings {
                value: &|_| None,
                origin: &|_| "test".to_owned(),
            },
        };
        let options = RunOptions {
            from: Some("2024-03-01".into()),
            to: Some("2024-03-11".into()),
            now: Some(now),
            only,
            plugin_limits: limits,
            ..RunOptions::default()
        };
        runner.run(&options, &()).await.unwrap()
    }
}

/// Time enough for whatever is not meant to be stopped for it, however slow the machine is.
fn limits() -> TaskLimits {
    TaskLimits {
        time: Some(Duration::from_secs(300)),
        memory_bytes: Some(24 << 20),
        rows: Some(100_000),
    }
}

fn record<'a>(summary: &'a RunSummary, task: &str) -> &'a TaskRecord {
    summary.tasks.iter().find(|record| record.task == task).unwrap()
}

/// Code and text of a task's failure.
fn failure(summary: &RunSummary, task: &str) -> (&'static str, String) {
    let record = record(summary, task);
    assert_eq!(record.outcome, Outcome::Failed, "{record:?}");
    let failure = record.failure.as_ref().unwrap();
    (failure.code, failure.text.clone())
}

/// The built-in task and the good plugin have run, whatever became of the others.
async fn others_went_on(site: &Site, summary: &RunSummary) {
    assert_eq!(record(summary, "course_activity").outcome, Outcome::Computed);
    assert_eq!(record(summary, "good").outcome, Outcome::Computed);
    let rows = site.store.query("select x from good", &[]).await.unwrap();
    assert_eq!(rows.rows.len(), 1);
    assert!(site.store.published().await.unwrap().contains_key("course_activity"));
}

/// A good plugin beside those of a test.
async fn site_with(plugins: &[(&str, &str)]) -> (Site, Registry) {
    let site = Site::new().await;
    plugin(&site.home(), "good", "select distinct course_id as x from events");
    for (name, sql) in plugins {
        plugin(&site.home(), name, sql);
    }
    let registry = site.registry();
    (site, registry)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_takes_too_long_is_stopped() {
    let endless = "select cast(count(*) as text) as x from events a, events b, events c, events d, events e where a.time <> e.time";
    let (site, registry) = site_with(&[("endless", endless)]).await;
    // The good one must end within it.
    let short = TaskLimits {
        time: Some(Duration::from_secs(6)),
        ..limits()
    };
    let begin = Instant::now();
    let summary = site.run(&registry, short).await;
    assert!(begin.elapsed() < Duration::from_secs(120), "{:?}", begin.elapsed());
    let (code, text) = failure(&summary, "endless");
    assert_eq!(
        (code, text.contains("longer than 6 seconds")),
        ("RUN-031", true),
        "{text}"
    );
    others_went_on(&site, &summary).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_takes_too_much_memory_is_stopped() {
    // Two sets at once: they are held in memory until the end.
    let large = "select cast(count(distinct concat(cast(a.raw as text), cast(b.time as text), cast(c.time as text))) + \
                 count(distinct concat(cast(c.time as text), cast(b.time as text), cast(a.raw as text))) as text) as x \
                 from events a, events b, events c";
    let (site, registry) = site_with(&[("large", large)]).await;
    let summary = site.run(&registry, limits()).await;
    let (code, text) = failure(&summary, "large");
    assert_eq!(code, "RUN-031", "{text}");
    assert!(text.contains("wants"), "{text}");
    others_went_on(&site, &summary).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_makes_too_many_rows_is_stopped() {
    let flood = "select concat(a.time, b.time, c.time) as x from events a, events b, events c";
    let (site, registry) = site_with(&[("flood", flood)]).await;
    let summary = site.run(&registry, limits()).await;
    let (code, text) = failure(&summary, "flood");
    assert_eq!(
        (code, text.contains("more than 100000 rows")),
        ("RUN-031", true),
        "{text}"
    );
    others_went_on(&site, &summary).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_does_not_fit_is_left_out_of_the_publish() {
    let (site, registry) = site_with(&[("twice", "select course_id as x from events")]).await;
    let summary = site.run(&registry, limits()).await;
    let (code, text) = failure(&summary, "twice");
    assert_eq!(
        (code, text.contains("more than one row")),
        ("STORE-019", true),
        "{code} {text}"
    );
    others_went_on(&site, &summary).await;
    assert!(!site.store.published().await.unwrap().contains_key("twice"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_reaches_beyond_its_tables_fails_alone() {
    let reaching = [
        ("other", "select username as x from facts_activity"),
        ("file", "select * from '/etc/passwd'"),
        ("net", "select * from 'http://127.0.0.1:1/x.parquet'"),
        ("write", "copy (select 1) to '/tmp/olivine-plugin-wrote'"),
        ("make", "create external table x stored as csv location '/etc/passwd'"),
        ("grow", "select repeat('x', 2000000000) as x from events"),
        (
            "dear",
            "select cast(levenshtein(username, session) as text) as x from events",
        ),
    ];
    let (site, registry) = site_with(&reaching).await;
    let summary = site.run(&registry, limits()).await;
    for (name, _) in reaching {
        let (code, text) = failure(&summary, name);
        assert!(["ENGINE-001", "ENGINE-002"].contains(&code), "{name}: {code} {text}");
    }
    assert!(!Path::new("/tmp/olivine-plugin-wrote").exists());
    others_went_on(&site, &summary).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_people_are_does_not_get_into_counts() {
    let leaking = [
        ("name", "select distinct username as x from events"),
        ("number", "select distinct cast(user_id + 1 as text) as x from events"),
        ("least", "select min(username) as x from events"),
        (
            "inside",
            "select distinct event_text(raw, 'context.user_id') as x from events",
        ),
        ("whole", "select distinct encode(raw, 'hex') as x from events"),
        ("form", "select distinct payload_json(raw, 'POST') as x from events"),
        ("address", "select distinct page as x from events"),
        (
            "built",
            "select distinct event_text(concat('{\"topic\": \"', username, '\"}'), 'topic') as x from events",
        ),
    ];
    let (site, registry) = site_with(&leaking).await;
    for (name, _) in leaking {
        let report = registry.report(&format!("engagement.{name}")).unwrap();
        let found: Vec<String> = check::tasks(&registry, report, limits())
            .await
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("column `x` takes over `events."), "{found:?}");
    }
    // Not only where somebody checks: the task is not run either.
    let summary = site.run(&registry, limits()).await;
    for (name, _) in leaking {
        let (code, text) = failure(&summary, name);
        assert_eq!(
            (code, text.contains("tells who a person is")),
            ("RUN-030", true),
            "{text}"
        );
        assert!(!site.store.published().await.unwrap().contains_key(name));
    }
    others_went_on(&site, &summary).await;
}

/// A chain of tasks is no way around: the working table has to say what it holds, and then what reads it is held to that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_of_tasks_is_no_way_around() {
    let chain = |audience: &str| {
        format!(
            r#"
id = "engagement.chain"
version = 1
title = "T"
question = "Q?"
lens = "engagement"
audience = "aggregate"

[task.first]
doc = "D."
reads = ["events"]
sql = "first.sql"
into = "run_first"

[task.second]
doc = "D."
reads = ["run_first"]
sql = "second.sql"
into = "second"

[table.run_first]
doc = "D."
key = ["u"]
[table.run_first.columns]
u = {{ type = "string(255)", {audience} doc = "U." }}

[table.second]
doc = "D."
key = ["u"]
[table.second.columns]
u = {{ type = "string(255)", doc = "U." }}
"#
        )
    };
    let dir = tempfile::tempdir().unwrap();
    let problems = async |audience: &str| -> Vec<String> {
        fs::write(dir.path().join("report.toml"), chain(audience)).unwrap();
        fs::write(
            dir.path().join("first.sql"),
            "select distinct username as u from events",
        )
        .unwrap();
        fs::write(dir.path().join("second.sql"), "select u from run_first").unwrap();
        let (registry, report): (Registry, Report) = Registry::built_in_all_on().check_with(dir.path()).unwrap();
        check::tasks(&registry, &report, limits())
            .await
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let silent = problems("").await;
    assert!(
        silent.len() == 1 && silent[0].contains("task.first.sql: column `u` takes over `events.username`"),
        "{silent:?}"
    );
    let said = problems("audience = \"people\",").await;
    assert!(
        said.len() == 1 && said[0].contains("task.second.sql: column `u` takes over `run_first.u`"),
        "{said:?}"
    );
}

/// A plugin with a task that goes day by day and one that reads what it made.
const BY_DAY: &str = r#"
id = "engagement.firsts"
version = 1
title = "T"
question = "Q?"
lens = "engagement"
audience = "aggregate"

[task.firsts_facts]
doc = "D."
reads = ["events"]
sql = "facts.sql"
into = "facts_firsts"
grain = "day"

[task.firsts]
doc = "D."
reads = ["facts_firsts"]
sql = "days.sql"
into = "firsts"

[table.facts_firsts]
doc = "D."
key = ["date", "user_id"]
[table.facts_firsts.columns]
date = { type = "date", doc = "D." }
user_id = { type = "integer", audience = "people", doc = "U." }

[table.firsts]
doc = "D."
key = ["x"]
[table.firsts.columns]
x = { type = "string(255)", doc = "X." }
"#;

/// That plugin, with the `select` of its facts.
fn plugin_by_day(home: &Path, facts: &str) {
    let folder = plugin(home, "firsts", "");
    fs::remove_file(folder.join("task.sql")).unwrap();
    fs::write(folder.join("report.toml"), BY_DAY).unwrap();
    fs::write(folder.join("facts.sql"), facts).unwrap();
    let days = "select distinct cast(date as text) as x from facts_firsts";
    fs::write(folder.join("days.sql"), days).unwrap();
}

/// A task that goes day by day sees one day at a time, however many days a run has to do: here the first event of each person.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_does_not_see_the_days_beside_it() {
    let site = Site::new().await;
    let facts = "select date, user_id from (select date, user_id, row_number() over (partition by user_id order by time) as place \
                 from events where user_id is not null) where place = 1";
    plugin_by_day(&site.home(), facts);
    let summary = site.run(&site.registry(), limits()).await;
    assert_eq!(
        record(&summary, "firsts_facts").rows,
        57,
        "19 people on each of 3 days: 0 is nobody"
    );
    let rows = site.store.query("select x from firsts", &[]).await.unwrap();
    assert_eq!(rows.rows.len(), 3);
}

/// Rows of a day are held until all of it is there: too many are stopped before that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_that_makes_too_many_rows_is_stopped_before_its_end() {
    let (site, _) = site_with(&[]).await;
    let flood =
        "select a.date, a.user_id from events a, events b, events c, events d, events e where a.user_id is not null";
    plugin_by_day(&site.home(), flood);
    let few = TaskLimits {
        rows: Some(1_000),
        ..limits()
    };
    let summary = site.run(&site.registry(), few).await;
    let (code, text) = failure(&summary, "firsts_facts");
    assert_eq!(
        (code, text.contains("more than 1000 rows")),
        ("RUN-031", true),
        "{text}"
    );
    others_went_on(&site, &summary).await;
}

/// The rules that hold for plugins hold for what comes with the program.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn built_in_reports_pass_the_checks_of_their_tasks() {
    let registry = Registry::built_in_all_on();
    let mut found = Vec::new();
    for report in registry.reports() {
        found.extend(
            check::tasks(&registry, report, limits())
                .await
                .iter()
                .map(ToString::to_string),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_report_of_too_many_or_too_large_files_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = plugin(dir.path(), "large", "select 1 as x");
    fs::write(folder.join("more.sql"), vec![b'x'; 2 << 20]).unwrap();
    let error = Report::from_folder(&folder).unwrap_err();
    assert_eq!(error.failure().code, "REPORT-002");
    fs::remove_file(folder.join("more.sql")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.join("linked.sql")).unwrap();
    let report = Report::from_folder(&folder).unwrap();
    assert!(report.file("linked.sql").is_none() && report.file("task.sql").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parameter_without_a_value_fails_its_task_alone() {
    let (site, _) = site_with(&[]).await;
    let folder = plugin(
        &site.home(),
        "missing",
        "select cast($wanted as text) as x from events limit 1",
    );
    let manifest_file = folder.join("report.toml");
    let text = fs::read_to_string(&manifest_file).unwrap().replace(
        "allow_empty = true",
        "allow_empty = true\nparams = [\"wanted\"]\n[param.wanted]\ntype = \"integer\"\ndoc = \"W.\"",
    );
    fs::write(manifest_file, text).unwrap();
    let summary = site.run(&site.registry(), limits()).await;
    let (code, text) = failure(&summary, "missing");
    assert_eq!((code, text.contains("has no value")), ("RUN-002", true), "{text}");
    others_went_on(&site, &summary).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_carried_out_is_found_by_the_check() {
    let sideways = "select e.x from events v cross join lateral (select v.course_id as x) e";
    let (_site, registry) = site_with(&[("sideways", sideways)]).await;
    let report = registry.report("engagement.sideways").unwrap();
    let found: Vec<String> = check::tasks(&registry, report, limits())
        .await
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(found.iter().any(|line| line.contains("task.sideways.sql")), "{found:?}");
}

/// Days that an integer column would take as their number would be published without a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_check_tells_what_is_not_listed_and_what_is_of_another_kind() {
    let tasks = [
        (
            "unlisted",
            "select course_id as x from lms_student_courseenrollment",
            "",
        ),
        ("nowhere", "select x from facts_nothing", ""),
        ("counted", "select date as x from events group by date", "integer"),
        ("dated", "select count(*) as x from events", "date"),
    ];
    let says = [
        "reads `lms_student_courseenrollment`, which is not listed under `reads`",
        "there is no table `facts_nothing`; the task reads events",
        "gives `x` as Date32, which cannot become Int64",
        "gives `x` as Int64, which cannot become Date32",
    ];
    let home = tempfile::tempdir().unwrap();
    for ((name, sql, kind), says) in tasks.into_iter().zip(says) {
        let folder = plugin(home.path(), name, sql);
        if !kind.is_empty() {
            let manifest = fs::read_to_string(folder.join("report.toml")).unwrap();
            fs::write(folder.join("report.toml"), manifest.replace("string(255)", kind)).unwrap();
        }
        let (registry, report) = Registry::built_in_all_on().check_with(&folder).unwrap();
        let problems = check::tasks(&registry, &report, limits()).await;
        let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(found.len() == 1 && found[0].ends_with(says), "{name}: {found:?}");
    }
}

/// Constants are worked out while a plan is made: here many of nearly as many letters as a text may have.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_takes_too_long_is_told_by_the_check() {
    let letters = "a".repeat(300);
    let long = format!("replace(replace('{letters}', 'a', '{letters}'), 'a', '{letters}')");
    let columns: String = (0..12)
        .map(|number| format!(", length(upper(reverse(lower(reverse({long}))))) as y{number}"))
        .collect();
    let (_site, registry) = site_with(&[("slow", &format!("select 'x' as x{columns} from events"))]).await;
    let report = registry.report("engagement.slow").unwrap();
    let short = TaskLimits {
        time: Some(Duration::from_millis(50)),
        ..limits()
    };
    let found: Vec<String> = check::tasks(&registry, report, short)
        .await
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        found.len() == 1 && found[0].contains("task.slow.sql: task slow was stopped: it took longer than 0.05 seconds"),
        "{found:?}"
    );
}
