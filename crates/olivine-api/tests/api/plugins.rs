//! A report that a site adds is served like a built-in one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use olivine_api::query::check;
use olivine_api::{ApiOptions, Handlers};
use olivine_report::manifest::{Audience, Table};
use olivine_report::{Registry, Report, Switches};
use olivine_store::{Publication, Value};
use serde_json::json;

use crate::site::{NEW, OLD, Site, TABLES, file_store};

/// What the check says about the queries of a report.
async fn problems_of_queries(registry: &Registry, report: &Report) -> Vec<String> {
    let (store, _folder) = file_store().await;
    let found = check::queries(registry, report, &Handlers::built_in(), &store).await;
    found.unwrap().iter().map(ToString::to_string).collect()
}

const TWICE: &str = r#"
id       = "enrollment.twice"
version  = 1
title    = "Enrollment, twice"
question = "How many people would it be if everybody came twice?"
lens     = "enrollment"
audience = "aggregate"

[query.twice]
doc   = "Twice the enrollment of a day."
path  = "courses/{course_id}/enrollment/twice/"
api   = ["v1"]
sql   = "twice.sql"
slug  = "twice"
shape = { nest = true }
columns = { count = { type = "integer", doc = "Least enrollment." } }

[query.sum]
doc = "Enrollment of all courses, not telling whose it is."
sql = "sum.sql"

[query.broken]
doc     = "Names a handler that is not there."
handler = "nobody"
"#;

const PEOPLE: &str = r#"
id       = "learners.names"
version  = 1
title    = "Names"
question = "Who is there?"
lens     = "learners"
audience = "people"

[query.names]
doc   = "One name."
path  = "courses/{course_id}/names/"
api   = ["v0"]
sql   = "names.sql"
"#;

fn write(folder: &Path, name: &str, manifest: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder.join(name);
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("report.toml"), manifest).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

async fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let twice = "select course_id, \"date\", 2 * \"count\" as \"twice.count\", :note as \"twice.note\" \
                 from course_enrollment_daily where course_id = :course_id and \"count\" >= :count order by \"date\"";
    let sum = "select sum(\"count\") as total from course_enrollment_daily";
    let names = "select course_id, 'Ada' as name from course_enrollment_daily where course_id = :course_id limit 1";
    let plugins = [
        write(folder.path(), "twice", TWICE, &[("twice.sql", twice), ("sum.sql", sum)]),
        write(folder.path(), "people", PEOPLE, &[("names.sql", names)]),
    ];
    let registry = Registry::load(&plugins, &Switches::default());
    assert!(registry.broken().is_empty(), "{:?}", registry.broken());
    Site::of(registry, &TABLES, ApiOptions::default()).await
}

#[tokio::test]
async fn its_queries_are_endpoints() {
    let site = site().await;
    let reply = site
        .get(&format!("/api/v1/courses/{OLD}/enrollment/twice/?count=100&note=it's"))
        .await;
    let row =
        |date: &str, count: i64| json!({ "course_id": OLD, "date": date, "twice": { "count": count, "note": "it's" } });
    assert_eq!(
        (reply.status, reply.json()),
        (200, json!([row("2031-03-03", 200), row("2031-03-04", 212)]))
    );
    let csv = site
        .get(&format!("/api/v1/courses/{OLD}/enrollment/twice.csv?count=106"))
        .await;
    assert_eq!(
        csv.text(),
        format!("course_id,date,twice.count,twice.note\r\n{OLD},2031-03-04,212,\r\n")
    );
    assert_eq!(
        site.get(&format!("/api/v0/courses/{OLD}/enrollment/twice/"))
            .await
            .status,
        404
    );
    let refused = site
        .get(&format!("/api/v1/courses/{OLD}/enrollment/twice/?count=many"))
        .await;
    assert_eq!(refused.status, 400);
    let document = site.get("/api/openapi.json").await.json();
    assert!(document["paths"]["/api/v1/courses/{course_id}/enrollment/twice/"]["get"].is_object());
}

#[tokio::test]
async fn what_cannot_be_served_is_left_out_and_named() {
    let site = site().await;
    let problems: Vec<String> = site.state.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("`broken`") && problems[0].contains("no handler `nobody`"),
        "{problems:?}"
    );
    assert_eq!(site.get("/api/reports/enrollment.twice/broken/").await.status, 404);
    let report = site.state.registry().report("enrollment.twice").unwrap();
    let found = problems_of_queries(site.state.registry(), report).await;
    assert_eq!(found.len(), 1, "{found:?}");
}

#[tokio::test]
async fn the_tables_of_a_query_are_those_that_it_reads_however_it_names_them() {
    let folder = tempfile::tempdir().unwrap();
    let slow = "select count(*) as n from course_enrollment_daily a, \"course_activity\" b";
    let many = "select 'x from video' as course_id from course_activity -- like course_enrollment_daily";
    let plugin = write(folder.path(), "slow", SLOW, &[("slow.sql", slow), ("many.sql", many)]);
    let registry = Registry::load(&[plugin], &Switches::default());
    let site = Site::of(registry, &TABLES, ApiOptions::default()).await;
    let tables = |query: &str| -> Vec<String> {
        let prepared = site.state.queries().find("enrollment.slow", query).unwrap();
        prepared.table_names().map(str::to_owned).collect()
    };
    let mut both = tables("slow");
    both.sort();
    assert_eq!(both, ["course_activity", "course_enrollment_daily"]);
    assert_eq!(tables("many"), ["course_activity"]);
}

#[tokio::test]
async fn a_query_may_read_the_rows_of_another() {
    let folder = tempfile::tempdir().unwrap();
    // What is added stands with the last query, `many`.
    let of = |name: &str| format!("{SLOW}of = \"{name}\"\n");
    let slow =
        "select course_id, \"count\" as people from course_enrollment_daily where \"count\" >= :count -- all days";
    let many = "select course_id, max(people) as most from slow group by course_id";
    let files = [("slow.sql", slow), ("many.sql", many)];
    let registry = Registry::load(
        &[write(folder.path(), "slow", &of("slow"), &files)],
        &Switches::default(),
    );
    let site = Site::of(registry, &TABLES, ApiOptions::default()).await;
    let reply = site.get("/api/reports/enrollment.slow/many/?count=106").await;
    assert_eq!(reply.json()["rows"], json!([{ "course_id": OLD, "most": 106 }]));
    for other in ["many", "nothing"] {
        let plugin = write(folder.path(), other, &of(other), &files);
        let registry = Registry::load(&[plugin], &Switches::default());
        let found: Vec<String> = registry.broken()[0].problems.iter().map(ToString::to_string).collect();
        assert!(found[0].contains("is no query of the report"), "{found:?}");
    }
}

/// An empty drawing says nothing of the letter that is wrong.
#[tokio::test]
async fn a_chart_draws_columns_that_its_query_gives() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = SLOW.replace("\"aggregate\"\n", "\"aggregate\"\npath = \"enrollment/slow/\"\n");
    let manifest = format!("{manifest}\n[[section]]\ntitle = \"T\"\nquery = \"many\"\nchart = \"c.vl.json\"\n");
    let sql = "select \"date\", \"count\" as people from course_enrollment_daily";
    for (name, chart, expected) in [
        ("right", r#"{ "encoding": { "y": { "field": "people" } } }"#, None),
        (
            "wrong",
            r#"{ "encoding": { "y": { "field": "peple" } } }"#,
            Some("peple"),
        ),
        (
            "made",
            r#"{ "transform": [{ "calculate": "1", "as": "one" }], "encoding": { "y": { "field": "one" } } }"#,
            None,
        ),
    ] {
        let files = [("slow.sql", sql), ("many.sql", sql), ("c.vl.json", chart)];
        let registry = Registry::load(&[write(folder.path(), name, &manifest, &files)], &Switches::default());
        let report = registry.report("enrollment.slow").unwrap();
        let expected = expected.map(|column| {
            format!("enrollment.slow: section.1.chart: draws `{column}`, which the query `many` does not give")
        });
        let found = problems_of_queries(&registry, report).await;
        assert_eq!(found, Vec::from_iter(expected), "{name}");
    }
}

#[tokio::test]
async fn rows_that_do_not_say_whose_they_are_need_all_courses() {
    let site = site().await;
    let path = "/api/reports/enrollment.twice/sum/";
    assert_eq!(site.get(path).await.json()["rows"], json!([{ "total": 307 }]));
    let token = site.user("team", &[NEW], true).await;
    assert_eq!(site.get_as(&token, path).await.status, 403);
}

#[tokio::test]
async fn people_are_shown_to_those_with_the_right_only() {
    let site = site().await;
    let path = format!("/api/v0/courses/{NEW}/names/");
    let with = site.user("with", &[NEW], true).await;
    let without = site.user("without", &[NEW], false).await;
    assert_eq!(
        site.get_as(&with, &path).await.json(),
        json!([{ "course_id": NEW, "name": "Ada" }])
    );
    let refused = site.get_as(&without, &path).await;
    assert_eq!(
        (refused.status, refused.json()["detail"].as_str().unwrap()),
        (403, "You do not have permission to perform this action.")
    );
    assert_eq!(
        site.get_as(&without, "/api/reports/learners.names/names/?course_id=a/b/c")
            .await
            .status,
        403
    );
    assert_eq!(
        site.get_as(&with, &format!("/api/v0/courses/{OLD}/names/"))
            .await
            .status,
        403
    );
}

const SLOW: &str = r#"
id       = "enrollment.slow"
version  = 1
title    = "Slow"
question = "Does it ever end?"
lens     = "enrollment"
audience = "aggregate"

[query.slow]
doc = "Pairs every day with every other, many times over."
sql = "slow.sql"

[query.many]
doc = "More rows than a plugin may give."
sql = "many.sql"
"#;

/// A site with a plugin whose queries take too much.
async fn slow_site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let crossed = |times: usize| {
        let names: Vec<String> = (0..times)
            .map(|number| format!("course_enrollment_daily t{number}"))
            .collect();
        names.join(", ")
    };
    let slow = format!("select count(*) as n from {}", crossed(14));
    let many = format!("select t0.course_id from {}", crossed(4));
    let plugin = write(folder.path(), "slow", SLOW, &[("slow.sql", &slow), ("many.sql", &many)]);
    let registry = Registry::load(&[plugin], &Switches::default());
    assert!(registry.broken().is_empty(), "{:?}", registry.broken());
    let options = ApiOptions {
        plugin_limits: olivine_store::QueryLimits {
            time: Some(Duration::from_secs(2)),
            rows: Some(50),
        },
        ..ApiOptions::default()
    };
    Site::of(registry, &TABLES, options).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn queries_that_take_too_much_are_stopped_and_slow_nobody_down() {
    let site = slow_site().await;
    let slow = site.get("/api/reports/enrollment.slow/slow/").await;
    assert_eq!(slow.status, 503);
    assert_eq!(site.get("/api/reports/enrollment.slow/many/").await.status, 503);

    // Many at once: on all connections they would keep the others waiting for longer than is borne below.
    let many = futures::future::join_all((0..96).map(|_| site.get("/api/reports/enrollment.slow/slow/")));
    let others = async {
        let begin = std::time::Instant::now();
        for _ in 0..20 {
            let path = format!("/api/v0/courses/{OLD}/enrollment/");
            assert_eq!(site.get(&path).await.status, 200);
        }
        begin.elapsed()
    };
    let (slow, took) = futures::future::join(many, others).await;
    assert!(slow.iter().all(|reply| reply.status == 503), "{slow:?}");
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn queries_keep_to_result_tables_and_to_their_audience() {
    let folder = tempfile::tempdir().unwrap();
    for (at, (sql, says)) in [
        ("select * from learner_roster", "tells of single people"),
        ("select * from \"LEARNER_ROSTER\"", "named in lower case"),
        (
            "select r.email from course_activity a, learner_roster r",
            "tells of single people",
        ),
        (
            "select (select max(username) from learner_roster) as x from course_activity",
            "tells of single people",
        ),
        ("select * from olivine_user", "is no result table"),
        ("select * from olivine_session", "is no result table"),
        ("select * from sqlite_schema", "is no result table"),
        ("select * from information_schema.tables", "named without a database"),
        ("select * from course_activty", "no report declares"),
        ("select date from facts_activity", "is there for tasks alone"),
        ("select user_id from run_course_staff", "is there for tasks alone"),
        (
            "select load_extension('/tmp/x.so') from course_activity",
            "calls `load_extension`",
        ),
        ("select sleep(100) from course_activity", "calls `sleep`"),
        ("delete from course_activity", "is not one `select`"),
    ]
    .into_iter()
    .enumerate()
    {
        let manifest = SLOW.replace(
            "[query.many]\ndoc = \"More rows than a plugin may give.\"\nsql = \"many.sql\"\n",
            "",
        );
        let plugin = write(folder.path(), &format!("plugin{at}"), &manifest, &[("slow.sql", sql)]);
        let registry = Registry::load(&[plugin], &Switches::default());
        assert!(registry.report("enrollment.slow").is_none(), "{sql}");
        let found: Vec<String> = registry.broken()[0].problems.iter().map(ToString::to_string).collect();
        assert!(found.len() == 1 && found[0].contains(says), "{sql}: {found:?}");
        assert_eq!(registry.reports().len(), Registry::built_in().reports().len());
    }
}

/// A report about counts with a table of its own.
const COUNTED: &str = r#"
id       = "learners.counted"
version  = 1
title    = "Counted"
question = "How many are there?"
lens     = "learners"
audience = "aggregate"

[task.counted]
doc   = "Courses."
reads = ["facts_activity"]
sql   = "task.sql"
into  = "counted_name"

[table.counted_name]
doc = "One name."
key = ["name"]
[table.counted_name.columns]
name = { type = "string(255)", doc = "What is counted." }

[query.all]
doc = "All names."
sql = "all.sql"
"#;

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_report_that_is_gone_are_not_shown_by_one_that_takes_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let sql = [
        ("task.sql", "select course_id as name from facts_activity"),
        ("all.sql", "select name from counted_name"),
    ];
    let plugin = write(folder.path(), "counted", COUNTED, &sql);
    let registry = Registry::load(&[plugin], &Switches::default());
    assert!(registry.broken().is_empty(), "{:?}", registry.broken());
    let table = registry.table("counted_name").unwrap().clone();
    let site = Site::of(registry, &[], ApiOptions::default()).await;
    for (readers, shown) in [
        (Audience::People, json!([])),
        (Audience::Aggregate, json!([{ "name": "Ada" }])),
    ] {
        let audience = Some(readers);
        let declared = Table {
            audience,
            ..table.clone()
        };
        let mut publish = site.store.begin_publish("before").await.unwrap();
        let mut load = publish.table("counted_name", &declared).await.unwrap();
        load.append(vec![vec![Value::from("Ada")]]).await.unwrap();
        load.finish().await.unwrap();
        let publication = Publication {
            table: "counted_name".to_owned(),
            fingerprint: String::new(),
            as_of: chrono::NaiveDate::default(),
        };
        publish.commit(vec![publication]).await.unwrap();
        let reply = site.get("/api/reports/learners.counted/all/").await;
        assert_eq!((reply.status, &reply.json()["rows"]), (200, &shown), "{readers:?}");
    }
}

/// The handler that gives links to files, in a report about counts.
const FILES: &str = r#"
id       = "performance.files"
version  = 1
title    = "Files"
question = "Which files are there?"
lens     = "performance"
audience = "aggregate"

[query.file]
doc     = "A file."
handler = "report_files"
shape   = { single = true }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_about_counts_is_no_way_to_files_about_people() {
    let folder = tempfile::tempdir().unwrap();
    let counts = write(folder.path(), "counts", FILES, &[]);
    let about_people = FILES
        .replace("performance.files", "performance.names")
        .replace("\"aggregate\"", "\"people\"");
    let people = write(folder.path(), "people", &about_people, &[]);
    let registry = Registry::load(&[counts, people], &Switches::default());
    assert!(registry.broken().is_empty(), "{:?}", registry.broken());
    let site = Site::of_with_file(registry, &TABLES).await;
    let tutor = site.user("tutor", &[OLD], false).await;
    let path = |report: &str| format!("/api/reports/{report}/file/?course_id={OLD}&report_name=problem_response");
    assert_eq!(site.get_as(&tutor, &path("performance.files")).await.status, 403);
    // Not for those either who may see people: nothing would note that they did.
    assert_eq!(site.get(&path("performance.files")).await.status, 403);
    assert_eq!(site.get(&path("performance.names")).await.status, 200);
}

/// A handler that comes with the program is no way around the audience, though its files are the plugin's.
#[tokio::test]
async fn files_of_handlers_keep_to_the_audience() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = SLOW
        .replace(
            "[query.many]\ndoc = \"More rows than a plugin may give.\"\nsql = \"many.sql\"\n",
            "",
        )
        .replace("sql = \"slow.sql\"", "sql = \"slow.sql\"\nhandler = \"course_totals\"");
    let registry = Registry::built_in_all_on();
    let roster = registry.report("learners.roster").unwrap();
    let used = roster
        .manifest
        .queries
        .values()
        .find_map(|query| query.handler.clone())
        .unwrap();
    let manifest = manifest.replace("course_totals", &used);
    let files: Vec<(&str, &str)> = roster.files().filter(|(name, _)| name.ends_with(".sql")).collect();
    let plugin = write(
        folder.path(),
        "handled",
        &manifest,
        &[("slow.sql", "select 1 as n from course_activity")],
    );
    for (name, text) in files {
        let path = plugin.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let (with, report) = registry.check_with(&plugin).unwrap();
    let found = problems_of_queries(&with, &report).await;
    assert!(
        found.len() == 1 && found[0].contains("tells of single people"),
        "{found:?}"
    );
}
