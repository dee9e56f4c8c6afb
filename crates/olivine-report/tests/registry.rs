//! Built-in reports hold together; plugins are taken in, switched and refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use olivine_report::upstream::ENTRY_POINTS;
use olivine_report::{Origin, Registry, Switches, cases, docs};

/// A plugin that passes all checks.
const GOOD: &str = r#"
id = "engagement.quiet"
version = 1
title = "Quiet courses"
question = "Which courses are quiet?"
lens = "engagement"
audience = "aggregate"
extends = ["params.interval"]

[task.quiet_courses]
doc = "Courses without activity."
reads = ["facts_activity"]
sql = "quiet.sql"
into = "quiet_course"
params = ["to"]

[table.quiet_course]
doc = "One course."
key = ["course_id"]
[table.quiet_course.columns]
course_id = { type = "string(255)", doc = "Course key." }
"#;

fn write(dir: &Path, manifest: &str) {
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join("report.toml"), manifest).unwrap();
    fs::write(
        dir.join("quiet.sql"),
        "select course_id from facts_activity where day < $to",
    )
    .unwrap();
}

/// What is wrong with the good plugin after a change to its manifest.
fn problem_after(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &GOOD.replacen(from, to, 1));
    Registry::check(dir.path())
        .map(|_| String::new())
        .unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_report_that_is_off_is_named_with_the_way_to_turn_it_on() {
    let alone = Switches {
        off: BTreeSet::from(["learners.detail".to_owned()]),
        on: BTreeSet::from(["learners.roster".to_owned()]),
        ..Switches::default()
    };
    let registry = Registry::load(&[], &alone);
    let error = registry.tasks_named(&["learners.detail".to_owned()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`learners.detail` is off: turn it on with `olivine report enable learners.detail`"
    );
    let broken = registry.broken().iter().find(|broken| {
        let report = broken.report.as_deref();
        report.is_some_and(|report| report.manifest.id == "learners.roster")
    });
    let problems = &broken.unwrap().problems;
    let told = "`facts_module_engagement` is made by learners.detail, which is off";
    assert!(
        problems.iter().any(|problem| problem.what.contains(told)),
        "{problems:?}"
    );
}

#[test]
fn built_in_reports_are_sound() {
    let registry = Registry::built_in_all_on();
    let broken: Vec<String> = registry
        .broken()
        .iter()
        .flat_map(|b| &b.problems)
        .map(ToString::to_string)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    for id in [
        "enrollment.activity",
        "enrollment.demographics.age",
        "enrollment.demographics.education",
        "enrollment.demographics.gender",
        "enrollment.geography",
        "engagement.content",
        "engagement.students",
        "learners.detail",
        "learners.roster",
        "site.courses",
    ] {
        assert!(registry.report(id).is_some(), "{id}");
    }
    let order: Vec<&str> = registry.tasks_in_order().map(|(_, name, _)| name).collect();
    let at = |task: &str| order.iter().position(|name| *name == task).unwrap();
    assert!(at("enrollment_facts") < at("enrollment_days") && at("enrollment_days") < at("enrollment_mode_daily"));
    assert!(at("enrollment_mode_daily") < at("course_summaries") && at("grade_by_mode") < at("course_summaries"));
}

#[test]
fn inherited_parameters_know_where_they_come_from() {
    let registry = Registry::built_in();
    let report = registry.report("engagement.content").unwrap();
    let params = registry.params(report);
    let find = |name: &str| params.iter().find(|param| param.name == name).unwrap();
    assert_eq!(
        (find("to").declared_in, find("to").setting.as_deref()),
        ("params.interval", Some("run.to"))
    );
    assert_eq!(
        (find("weeks").declared_in, find("weeks").setting.as_deref()),
        ("engagement.content", Some("report.engagement.content.weeks"))
    );
    // A day that a run finds is no setting.
    let params = registry.params(registry.report("enrollment.geography").unwrap());
    let day = params.iter().find(|param| param.name == "import_date").unwrap();
    assert_eq!(
        (day.setting.as_deref(), day.given_by().as_str()),
        (None, "newest LMS snapshot")
    );
    let pages = docs::reference(&registry);
    assert!(pages.iter().all(|page| !page.text.contains("run.import_date")));
}

#[test]
fn plugins_are_taken_in_and_switched() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("quiet"), GOOD);
    let plugins = [dir.path().to_owned()];
    let registry = Registry::load(&plugins, &Switches::default());
    let report = registry.report("engagement.quiet").unwrap();
    assert!(matches!(report.origin, Origin::Plugin(_)));
    assert_eq!(
        report.task_sql("quiet_courses"),
        Some("select course_id from facts_activity where day < $to")
    );

    let off = Switches {
        off: BTreeSet::from(["engagement.quiet".to_owned()]),
        ..Switches::default()
    };
    let registry = Registry::load(&plugins, &off);
    assert!(registry.report("engagement.quiet").is_none() && registry.table("quiet_course").is_none());
    let is_off = |id: &str| registry.reports_off().iter().any(|report| report.manifest.id == id);
    assert!(is_off("engagement.quiet") && is_off("enrollment.validation"));
}

#[test]
fn a_broken_plugin_is_left_out_with_its_reason_and_harms_no_other() {
    let dir = tempfile::tempdir().unwrap();
    write(&dir.path().join("good"), GOOD);
    write(
        &dir.path().join("bad"),
        &GOOD
            .replace("engagement.quiet", "engagement.bad")
            .replace("quiet_course", "bad_course")
            .replace("facts_activity", "facts_activty"),
    );
    let registry = Registry::load(
        &[dir.path().to_owned(), dir.path().join("missing")],
        &Switches::default(),
    );
    assert!(
        registry.report("engagement.quiet").is_some(),
        "{:#?}",
        registry.broken()
    );
    assert_eq!(registry.broken().len(), 2);
    assert_eq!(registry.reports().len(), Registry::built_in().reports().len() + 1);
}

#[test]
fn a_report_that_reads_from_one_that_is_off_is_left_out() {
    let off = Switches {
        off: BTreeSet::from(["enrollment.activity".to_owned()]),
        ..Switches::default()
    };
    let registry = Registry::load(&[], &off);
    assert!(registry.report("enrollment.demographics.age").is_none());
    assert!(registry.report("enrollment.geography").is_some());
    // Those that read from one that is left out say so, instead of taking its tables for mistyped.
    let problems = registry.broken().iter().flat_map(|broken| &broken.problems);
    let told: Vec<String> = problems.map(ToString::to_string).collect();
    let names = |what: &str| told.iter().any(|text| text.contains(what));
    assert!(!names("no task makes") && !names("no report declares"), "{told:#?}");
    assert!(
        names("`facts_activity` is made by engagement.content, which is broken itself"),
        "{told:#?}"
    );
    // A page shows what it can without the tables of others.
    assert!(registry.report("site.overview").is_some(), "{told:#?}");
}

#[test]
fn problems_are_named_with_their_place() {
    assert_eq!(
        problem_after("Courses without activity.", "Courses without any activity."),
        ""
    );
    let table = [
        (
            "lens = \"engagement\"",
            "lens = \"engagment\"",
            "lens: `engagment` is none of",
        ),
        ("title = \"Quiet courses\"", "title = \" \"", "title: is empty"),
        ("id = \"engagement.quiet\"", "id = \"Quiet\"", "id: is not of the form"),
        (
            "version = 1",
            "version = 1\ninterface = 9",
            "interface: was written for interface 9",
        ),
        ("question =", "questoin =", "did you mean `question`"),
        (
            "sql = \"quiet.sql\"",
            "sql = \"loud.sql\"",
            "task.quiet_courses.sql: there is no file `loud.sql`",
        ),
        (
            "params = [\"to\"]",
            "params = []",
            "the SQL binds `$to`, which is not listed",
        ),
        (
            "params = [\"to\"]",
            "params = [\"to\", \"tow\"]",
            "there is no parameter `tow`",
        ),
        (
            "extends = [\"params.interval\"]",
            "extends = [\"params.intervall\"]",
            "did you mean `params.interval`",
        ),
        (
            "reads = [\"facts_activity\"]",
            "reads = [\"facts_activty\"]",
            "no task makes `facts_activty`; did you mean `facts_activity`",
        ),
        (
            "reads = [\"facts_activity\"]",
            "reads = [\"quiet_course\"]",
            "tasks wait for each other",
        ),
        (
            "into = \"quiet_course\"",
            "into = \"course_activity\"",
            "the report declares no table `course_activity`",
        ),
        (
            "key = [\"course_id\"]",
            "key = [\"course\"]",
            "`course`, which is no column",
        ),
        (
            "[task.quiet_courses]",
            "[task.course_activity]",
            "task.course_activity: is taken by engagement.content",
        ),
        ("string(255)", "varchar", "is not a column type"),
        ("string(255)", "string(4000)", "use `text` for longer ones"),
        (
            "reads = [\"facts_activity\"]",
            "reads = [\"lms_auth_usr\"]",
            "nothing imports `lms_auth_usr`; did you mean `lms_auth_user`",
        ),
        (
            "reads = [\"facts_activity\"]",
            "reads = [\"facts_activity\"]\noptional = [\"lms_auth_user\"]",
            "task.quiet_courses.optional: `lms_auth_user` is not among the tables that the task reads",
        ),
        ("key = [\"course_id\"]", "key = []", "table.quiet_course.key: is empty"),
        (
            "[table.quiet_course]",
            "[task.again]\ndoc = \"x\"\nreads = [\"events\"]\nsql = \"quiet.sql\"\ninto = \"quiet_course\"\nparams = [\"to\"]\n\
             [table.quiet_course]",
            "table.quiet_course: is filled by 2 tasks",
        ),
        (
            "[table.quiet_course]",
            "[query.all]\ndoc = \"x\"\nsql = \"quiet.sql\"\npath = \"courses/a{course}/\"\napi = [\"v0\"]\n[table.quiet_course]",
            "query.all.path: must be words and whole parts",
        ),
        (
            "[table.quiet_course]",
            "[query.all]\ndoc = \"x\"\nsql = \"quiet.sql\"\npath = \"quiet/\"\napi = [\"v7\"]\n[table.quiet_course]",
            "query.all.api: `v7` is none of v0, v1",
        ),
        (
            "[table.quiet_course]",
            "[file.quiet]\ndoc = \"x\"\ntable = \"quiet_course\"\npath = \"event_counts.csv\"\ncolumns = [\"course_id\"]\n\
             [table.quiet_course]",
            "file.quiet.path: is taken by site.events",
        ),
        (
            "doc = \"Course key.\"",
            "doc = \"\"",
            "table.quiet_course.columns.course_id: has no `doc`",
        ),
    ];
    for (from, to, expected) in table {
        let found = problem_after(from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
}

/// What is wrong with a case of the good plugin.
fn case_problem(case: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), GOOD);
    fs::create_dir(dir.path().join("cases")).unwrap();
    fs::write(dir.path().join("cases/one.toml"), case).unwrap();
    Registry::check(dir.path())
        .map(|_| String::new())
        .unwrap_or_else(|error| error.to_string())
}

#[test]
fn cases_of_a_plugin_are_checked() {
    let good = "title = \"x\"\nparams = { to = 2024-03-01, compat_keys = true }\nwords = { C = \"a/b/c\" }\n\
                [lms]\nauth_user = \"id | username\"\n[expect]\nquiet_course = \"\"\"\ncourse_id\nC\"\"\"";
    assert_eq!(case_problem(good), "");
    let table = [
        ("title", "titel", "cases/one.toml: TOML parse error"),
        ("to = 2024", "too = 2024", "cases/one.toml: there is no parameter `too`"),
        ("course_id", "course", "`quiet_course` has no column `course`"),
        ("quiet_course", "quiet", "there is no table `quiet`"),
        ("auth_user =", "auth_users =", "there is no table `lms_auth_users`"),
        ("\nC", "\nC | D", "`C | D` has 2 cells, the header has 1"),
    ];
    for (from, to, expected) in table {
        let found = case_problem(&good.replacen(from, to, 1));
        assert!(found.contains(expected), "{to}: {found}");
    }
}

#[test]
fn cases_of_built_in_reports_are_sound() {
    let registry = Registry::built_in();
    for report in registry.reports() {
        let cases = cases::of_report(report, &registry).unwrap_or_else(|problems| panic!("{problems:#?}"));
        // A report without tasks computes nothing: there are no rows that a case could expect.
        let computes = !report.manifest.tasks.is_empty();
        assert!(!computes || !cases.is_empty(), "{} has no case", report.manifest.id);
        assert!(
            cases
                .iter()
                .all(|case| !case.expect.is_empty() && !case.rules.is_empty())
        );
    }
}

#[test]
fn old_jobs_are_known_by_their_names() {
    let registry = Registry::built_in_all_on();
    let mut names = BTreeSet::new();
    for point in ENTRY_POINTS {
        assert!(
            point.names.iter().all(|name| names.insert(*name)),
            "{:?} is named twice",
            point.names
        );
    }
    let named = |word: &str| {
        registry
            .tasks_named(&[word.to_owned()])
            .map_err(|error| error.to_string())
    };
    let enrollments = named("ImportEnrollmentsIntoMysql").unwrap();
    assert_eq!(named("enrollments").unwrap(), enrollments);
    assert!(enrollments.len() >= 7, "{enrollments:?}");
    assert_eq!(
        named("grade-dist").unwrap(),
        BTreeSet::from(["grade_distribution".to_owned()])
    );
    assert!(named("database-import").unwrap_err().contains("olivine import lms"));
}

#[test]
fn tables_of_the_lms_are_declared_once_and_whole() {
    let registry = Registry::built_in();
    for (name, table) in registry.lms_tables() {
        assert!(name.starts_with("lms_") && !table.doc.is_empty());
        assert!(
            !table.key.is_empty() && table.key.iter().all(|key| table.columns.get(key).is_some()),
            "{name}"
        );
        assert!(table.columns.iter().all(|(_, column)| !column.doc.is_empty()), "{name}");
    }
    let read: BTreeSet<&String> = registry.tasks_in_order().flat_map(|(_, _, task)| &task.reads).collect();
    for table in read.iter().filter(|table| table.starts_with("lms_")) {
        assert!(registry.lms_table(table).is_some(), "{table}");
    }
}

#[test]
fn tasks_behind_a_table_are_all_it_needs() {
    let registry = Registry::built_in();
    let behind = |table: &str| -> Vec<&str> {
        let tasks = registry.tasks_behind(&BTreeSet::from([table]));
        tasks.into_iter().map(|(_, name, _)| name).collect()
    };
    assert_eq!(behind("course_activity"), ["activity_facts", "course_activity"]);
    assert_eq!(
        behind("course_enrollment_daily"),
        ["enrollment_facts", "enrollment_days", "enrollment_daily"]
    );
    assert_eq!(behind("course_meta_summary_enrollment").len(), 5);
}

#[test]
fn tasks_are_named_by_themselves_or_by_report() {
    let registry = Registry::built_in();
    let named = |word: &str| {
        registry
            .tasks_named(&[word.to_owned()])
            .map_err(|error| error.to_string())
    };
    assert_eq!(named("course_activity").unwrap().len(), 1);
    assert_eq!(named("engagement.content").unwrap().len(), 3);
    assert!(
        named("course_activty")
            .unwrap_err()
            .contains("did you mean `course_activity`")
    );
}

#[test]
fn reference_names_every_table_column_and_parameter() {
    let registry = Registry::built_in();
    let pages = docs::reference(&registry);
    for report in registry.reports() {
        let page = pages
            .iter()
            .find(|page| page.path == format!("reports/{}.md", report.manifest.id))
            .unwrap();
        for (name, table) in &report.manifest.tables {
            assert!(page.text.contains(name));
            for (column, _) in table.columns.iter() {
                assert!(page.text.contains(&format!("`{column}`")), "{name}.{column}");
            }
        }
        for param in registry.params(report) {
            assert!(
                page.text.contains(&format!("| {} |", param.declared_in)),
                "{}",
                param.name
            );
        }
    }
}

#[test]
fn names_of_tables_are_those_that_the_store_can_make() {
    let named = |table: &str| {
        let dir = tempfile::tempdir().unwrap();
        let manifest = GOOD.replace("\"quiet_course\"", &format!("\"{table}\""));
        write(
            dir.path(),
            &manifest.replace("[table.quiet_course", &format!("[table.{table}")),
        );
        let checked = Registry::check(dir.path());
        checked.map_or_else(|error| error.to_string(), |_| String::new())
    };
    assert_eq!(named("quiet_course"), "");
    for (table, rule) in [
        ("quiet__course", "two underscores in a row"),
        ("olivine_course", "kept for the store"),
        (&*"q".repeat(46), "at most 45 characters"),
    ] {
        let found = named(table);
        assert!(
            found.contains(&format!("table.{table}")) && found.contains(rule),
            "{found}"
        );
    }
}

#[test]
fn a_default_fits_its_type_and_bounds() {
    let problem = |declared: &str| {
        let param = format!("[param.least_days]\ndoc = \"D.\"\n{declared}\n\n[task.quiet_courses]");
        problem_after("[task.quiet_courses]", &param)
    };
    for fine in [
        "type = \"integer\"",
        "type = \"integer\"\ndefault = 3\nleast = 1",
        "type = \"float\"\ndefault = 3",
        "type = \"boolean\"\ndefault = true",
        "type = \"date\"\ndefault = \"3 days ago\"",
        "type = \"date\"\ndefault = 2024-02-29",
        "type = \"string\"\ndefault = \"\"\nsetting = \"report.engagement.quiet.words\"",
    ] {
        assert_eq!(problem(fine), "", "{fine}");
    }
    for (wrong, what) in [
        ("type = \"integer\"\ndefault = \"abc\"", "`abc` is no integer"),
        ("type = \"integer\"\ndefault = 0\nleast = 1", "`0` is not 1 or more"),
        ("type = \"float\"\ndefault = nan\ngreatest = 1", "is not 1 or less"),
        ("type = \"boolean\"\ndefault = \"maybe\"", "is no boolean"),
        ("type = \"date\"\ndefault = \"tomorrow\"", "is no date"),
        ("type = \"date\"\ndefault = \"2024-02-30\"", "is no date"),
        ("type = \"string\"\ndefault = 1", "is no string"),
        (
            "type = \"string\"\nsetting = \"store.url\"",
            "none of those that give values",
        ),
    ] {
        let found = problem(wrong);
        assert!(
            found.contains("param.least_days") && found.contains(what),
            "{wrong}: {found}"
        );
    }
}

#[test]
fn a_page_has_an_address_that_leads_to_it() {
    let problem = |path: &str| {
        problem_after(
            "lens = \"engagement\"",
            &format!("lens = \"engagement\"\npath = \"{path}\""),
        )
    };
    assert_eq!(problem("engagement/quiet-1/by_week/"), "");
    for path in [
        "",
        "/",
        "engagement/quiet",
        "/engagement/quiet/",
        "engagement//quiet/",
        "engagement/../quiet/",
        "engagement/{x}/",
        "engagement/A b?#/",
        "csv/quiet/",
        "notes/",
        "performance/",
    ] {
        let found = problem(path);
        assert!(found.contains("engagement.quiet: path: "), "{path}: {found}");
    }
    let of_site = problem_after("lens = \"engagement\"", "lens = \"site\"\npath = \"quiet/\"");
    assert!(of_site.contains("its plugins have no `path`"), "{of_site}");
}

#[test]
fn a_plugin_does_not_take_the_tables_of_reports_that_are_off() {
    let dir = tempfile::tempdir().unwrap();
    let manifest = GOOD.replace("\"quiet_course\"", "\"learner_roster\"");
    write(
        dir.path(),
        &manifest.replace("[table.quiet_course", "[table.learner_roster"),
    );
    let registry = Registry::load(&[dir.path().to_owned()], &Switches::default());
    assert!(
        registry
            .reports_off()
            .iter()
            .any(|report| report.manifest.id == "learners.roster")
    );
    assert!(registry.report("engagement.quiet").is_none());
    let problems: Vec<String> = registry.broken()[0].problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        ["engagement.quiet: table.learner_roster: is taken by learners.roster"]
    );
}
