//! Files made from tables: what is in them, when they are made again, and what becomes of them when something fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use olivine_engine::SessionOptions;
use olivine_lake::{FileArea, IngestOptions, InputLocation, Lake, LakeOptions};
use olivine_report::{Registry, Switches};
use olivine_run::{FilesRecord, Outcome, RunOptions, RunSummary, Runner, Settings};
use olivine_store::{Store, StoreOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

const REPORT: &str = "performance.answers";
const FILE: &str = "answer_distribution";

struct Site {
    dir: TempDir,
    lake: Lake,
    store: Store,
    registry: Registry,
    /// The reports that are run.
    wanted: Vec<String>,
    settings: BTreeMap<String, toml::Value>,
}

impl Site {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).display().to_string();
        let lake = Lake::open(&LakeOptions::at(path("lake"))).await.unwrap();
        let store = Store::open(&format!("sqlite://{}", path("results.db")), StoreOptions::default())
            .await
            .unwrap();
        Self {
            lake,
            store,
            registry: Registry::built_in(),
            wanted: vec![REPORT.to_owned(), "performance.responses_export".to_owned()],
            settings: BTreeMap::new(),
            dir,
        }
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    async fn ingest(&self, name: &str, lines: &[Value]) {
        let file = self.dir.path().join(name);
        let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
        std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        let options = IngestOptions {
            threads: 1,
            memory_bytes: 64 << 20,
        };
        let inputs = [InputLocation::new(file.display().to_string())];
        let _held = self.lake.lock().unwrap();
        let summary = self.lake.ingest(&inputs, options, &()).await.unwrap();
        assert!(summary.files.failed.is_empty());
    }

    async fn run(&self, files: &str) -> RunSummary {
        let value = |name: &str| self.settings.get(name).cloned();
        let runner = Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine: SessionOptions {
                memory_bytes: 128 << 20,
                threads: 1,
                spill_dir: self.dir.path().join("spill"),
                geo_database: None,
            },
            settings: Settings {
                value: &value,
                origin: &|_| "test".to_owned(),
            },
        };
        let only: BTreeSet<String> = self.registry.tasks_named(&self.wanted).unwrap();
        let options = RunOptions {
            from: Some("2024-03-01".to_owned()),
            to: Some("2024-03-10".to_owned()),
            only,
            now: Some("2024-03-12T00:00:00Z".parse().unwrap()),
            files: Some(FileArea::open(files, &BTreeMap::new()).unwrap()),
            ..RunOptions::default()
        };
        runner.run(&options, &()).await.unwrap()
    }

    async fn run_here(&self) -> RunSummary {
        self.run(&self.folder().display().to_string()).await
    }

    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.folder().join(path)).ok()
    }
}

fn made(summary: &RunSummary) -> BTreeMap<&str, (Outcome, usize)> {
    let files = summary.files.iter();
    files
        .map(|file| (file.file.as_str(), (file.outcome, file.made.len())))
        .collect()
}

fn submission(course: &str, learner: &str, day: u32, answer: &str) -> Value {
    json!({
        "time": format!("2024-03-{day:02}T10:00:00+00:00"), "username": learner,
        "event_type": "problem_check", "event_source": "server",
        "context": { "course_id": course, "module": { "display_name": "Name, with \"marks\"" } },
        "event": {
            "problem_id": "p", "grade": 1, "max_grade": 2, "answers": { "p_2_1": answer },
            "correct_map": { "p_2_1": { "correctness": "correct" } },
            "submission": { "p_2_1": { "answer": answer, "correct": true, "response_type": "stringresponse" } },
        },
    })
}

const NEW: &str = "course-v1:X+A+1";
const OLD: &str = "X/A/1";

#[tokio::test]
async fn every_course_has_a_file_and_courses_with_one_name_have_two() {
    let site = Site::new().await;
    let lines = [
        submission(NEW, "ann", 1, "zwei\r\nZeilen"),
        submission(NEW, "bob", 1, "4"),
        submission(OLD, "ann", 2, "five"),
    ];
    site.ingest("one.log", &lines).await;
    let summary = site.run_here().await;
    assert!(!summary.has_failures(), "{:?} {:?}", summary.tasks, summary.files);
    assert_eq!(
        made(&summary),
        BTreeMap::from([
            (FILE, (Outcome::Computed, 2)),
            ("problem_response", (Outcome::Computed, 2))
        ])
    );
    let record = FilesRecord::read(&site.store, REPORT, FILE).await.unwrap().unwrap();
    let of_course = |course: &str| record.files.iter().find(|file| file.by["course_id"] == course).unwrap();
    let new = of_course(NEW);
    assert!(new.path.ends_with("/X_A_1_answer_distribution.csv"), "{}", new.path);
    assert_ne!(of_course(OLD).path, new.path);
    let text = site.text(&new.path).unwrap();
    assert_eq!(new.bytes, text.len() as u64);
    assert_eq!(
        text,
        "ModuleID,PartID,Correct Answer,First Response Count,Last Response Count,ValueID,AnswerValue,Variant,Problem Display Name,Question\r\n\
         p,p_2_1,1,1,1,,4,,\"Name, with \"\"marks\"\"\",\r\n\
         p,p_2_1,1,1,1,,\"zwei\r\nZeilen\",,\"Name, with \"\"marks\"\"\",\r\n"
    );
    assert_eq!(
        site.text("X_A_1_problem_response.csv").unwrap().lines().nth(2).unwrap(),
        "bob,p,p_2_1,\"(Deleted block :) / Name, with \"\"marks\"\"\",,1.0,2.0,True,4,1,2024-03-01 10:00:00+00:00,2024-03-01 10:00:00+00:00"
    );
}

#[tokio::test]
async fn files_are_made_again_when_something_changed_and_stay_when_a_course_is_quiet() {
    let mut site = Site::new().await;
    site.ingest(
        "one.log",
        &[
            submission(NEW, "ann", 1, "4"),
            submission("course-v1:Y+B+2", "ann", 1, "4"),
        ],
    )
    .await;
    site.run_here().await;
    let again = site.run_here().await;
    assert!(again.files.is_empty() && !again.changed_anything(), "{again:?}");

    let report = "report.performance.responses_export";
    site.settings.insert(format!("{report}.null_text"), "None".into());
    site.settings.insert(
        format!("{report}.report_fields"),
        "username, nothing as Nothing, correct".into(),
    );
    assert_eq!(
        made(&site.run_here().await),
        BTreeMap::from([("problem_response", (Outcome::Computed, 2))])
    );
    assert_eq!(
        site.text("X_A_1_problem_response.csv").unwrap(),
        "username,Nothing,correct\r\nann,None,True\r\n"
    );

    site.settings
        .insert(format!("{report}.report_filename"), "new/{course_id}.csv".into());
    site.run_here().await;
    assert!(site.text("new/Y_B_2.csv").is_some(), "files have their new name");
    assert!(
        site.text("Y_B_2_problem_response.csv").is_some(),
        "and those of earlier runs stay"
    );

    std::fs::remove_file(site.folder().join("Y_B_2_problem_response.csv")).unwrap();
    assert!(site.run_here().await.files.is_empty(), "those of earlier runs may go");
    std::fs::remove_file(site.folder().join("new/Y_B_2.csv")).unwrap();
    assert_eq!(
        made(&site.run_here().await),
        BTreeMap::from([("problem_response", (Outcome::Computed, 2))])
    );
    assert!(
        site.text("new/Y_B_2.csv").is_some(),
        "a file that was taken away is there again"
    );
    assert!(!site.run_here().await.changed_anything());

    let elsewhere = site.dir.path().join("elsewhere");
    let moved = site.run(&elsewhere.display().to_string()).await;
    assert_eq!(made(&moved).len(), 2, "a new place has all files");
    assert!(elsewhere.join("new/Y_B_2.csv").is_file());
}

#[tokio::test]
async fn what_cannot_be_written_is_told_and_made_by_the_next_run() {
    let mut site = Site::new().await;
    site.ingest("one.log", &[submission(NEW, "ann", 1, "4")]).await;
    // Where the folder of files should be stands a file.
    std::fs::write(site.folder(), "in the way").unwrap();
    let summary = site.run_here().await;
    assert!(summary.has_failures());
    assert!(
        summary.tasks.iter().all(|task| task.failure.is_none()),
        "the results themselves are published"
    );
    assert!(
        summary
            .files
            .iter()
            .all(|file| file.outcome == Outcome::Failed && file.failure.is_some())
    );
    let rows = site
        .store
        .query("select count(*) from answer_distribution", &[])
        .await
        .unwrap();
    assert_eq!(rows.rows[0][0].as_int(), Some(1));

    std::fs::remove_file(site.folder()).unwrap();
    assert_eq!(made(&site.run_here().await).len(), 2);
    assert!(site.text("X_A_1_problem_response.csv").is_some());

    site.settings.insert(
        "report.performance.responses_export.report_filename".to_owned(),
        "../out.csv".into(),
    );
    let summary = site.run_here().await;
    let refused: Vec<_> = summary.files.iter().filter_map(|file| file.failure.as_ref()).collect();
    assert_eq!(refused.len(), 1, "the others are as they were: {:?}", summary.files);
    assert_eq!(refused[0].code, "RUN-002");
    assert!(refused[0].text.contains("report_filename"), "{}", refused[0].text);
    assert!(!site.dir.path().join("out.csv").exists());
}

/// A report with one table, and a file of it.
const TOLD: &str = r#"
id = "engagement.told"
version = 1
title = "T"
question = "Q?"
lens = "engagement"
audience = "aggregate"

[task.told]
doc = "D."
reads = ["events"]
sql = "task.sql"
into = "told"

[table.told]
doc = "D."
key = ["course_id"]
[table.told.columns]
course_id = { type = "string(255)", nullable = true, doc = "C." }

[file.told]
doc = "D."
table = "told"
path = "told.csv"
columns = ["course_id"]
"#;

#[tokio::test]
async fn a_table_that_is_not_published_leaves_its_files_as_they_were() {
    let mut site = Site::new().await;
    let lines = [submission(NEW, "ann", 1, "4"), submission(NEW, "bob", 1, "4")];
    site.ingest("one.log", &lines).await;
    let plugins = site.dir.path().join("plugins");
    let folder = plugins.join("told");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("report.toml"), TOLD).unwrap();
    site.wanted = vec!["engagement.told".to_owned()];
    for (sql, outcome, code) in [
        ("select distinct course_id from events", Outcome::Computed, None),
        ("select course_id from events", Outcome::Blocked, Some("STORE-019")),
    ] {
        std::fs::write(folder.join("task.sql"), sql).unwrap();
        site.registry = Registry::load(std::slice::from_ref(&plugins), &Switches::default());
        assert!(site.registry.broken().is_empty(), "{:?}", site.registry.broken());
        let summary = site.run_here().await;
        let task = summary.tasks.iter().find(|task| task.task == "told").unwrap();
        assert_eq!(task.failure.as_ref().map(|failure| failure.code), code, "{summary:?}");
        assert_eq!(made(&summary)["told"].0, outcome, "{summary:?}");
        let text = site.text("told.csv").unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), ["course_id", NEW]);
    }
}
