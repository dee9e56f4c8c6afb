//! A site over lines and LMS data as they come.

pub mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use olivine_engine::SessionOptions;
use olivine_lake::{FileArea, IngestOptions, InputLocation, Lake, LakeOptions};
use olivine_report::Registry;
use olivine_run::{RunOptions, RunSummary, Runner, Settings};
use olivine_source::blocks::Numbering;
use olivine_source::catalog::{self, CatalogSource, CourseListSource};
use olivine_source::lms::{self, ImportSummary, LmsSource};
use olivine_source::structure::{self, StructureSource};
use olivine_store::{Store, StoreOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bad_input::lines::GOOD;

pub struct Site {
    dir: TempDir,
    lake: Lake,
    store: Store,
    registry: Registry,
    logs: AtomicU32,
}

/// What became of lines.
pub struct Counts {
    pub events: u64,
    pub dead_letters: BTreeMap<String, u64>,
    pub unread: BTreeMap<String, u64>,
}

impl std::fmt::Debug for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} events, {:?}", self.events, self.dead_letters)
    }
}

impl Site {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = |name: &str| dir.path().join(name).display().to_string();
        let lake = Lake::open(&LakeOptions::at(path("lake"))).await.unwrap();
        let url = format!("sqlite://{}", path("r.db"));
        Self {
            lake,
            store: Store::open(&url, StoreOptions::default()).await.unwrap(),
            registry: Registry::built_in_all_on(),
            logs: AtomicU32::new(0),
            dir,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Takes lines in; all of them are accounted for.
    pub async fn ingest(&self, lines: &[String]) -> Counts {
        let file = self.path(&format!("tracking.log-{}", self.logs.fetch_add(1, Ordering::Relaxed)));
        fs::write(&file, lines.join("\n") + "\n").unwrap();
        let input = InputLocation::new(file.display().to_string());
        let summary = self.lake.ingest(&[input], IngestOptions::default(), &()).await.unwrap();
        assert!(summary.files.failed.is_empty(), "{summary:?}");
        let counts = &summary.counts;
        let dead: u64 = counts.dead_letters.values().sum();
        assert_eq!(counts.lines, lines.len() as u64);
        assert_eq!(counts.lines, counts.events + counts.duplicates + counts.noise + dead);
        let named = |counts: &BTreeMap<&str, u64>| {
            let named = counts.iter().map(|(name, count)| ((*name).to_owned(), *count));
            named.collect::<BTreeMap<String, u64>>()
        };
        Counts {
            events: counts.events,
            dead_letters: named(&counts.dead_letters),
            unread: named(&counts.unread),
        }
    }

    /// Takes LMS data in: good rows, and a row for each column and odd cell; a good record and these answers; a good structure and
    /// these.
    pub async fn import(&self, cells: &[&str], answers: &[Value], structures: &[Value]) -> ImportSummary {
        let date = NaiveDate::from_ymd_opt(2024, 3, 6).unwrap();
        let folder = self.path("lms");
        tables::write(&folder, cells);
        let mut summary = lms::import_tables(&LmsSource::Csv(folder), &tables::all(), &self.lake, date, &())
            .await
            .unwrap();
        let folder = self.path("catalog");
        fs::create_dir_all(&folder).unwrap();
        let good = json!({
            "key": GOOD, "course": "River+Soil", "title": "Soil", "start": "2024-01-01T00:00:00Z", "end": "2024-03-20T00:00:00Z",
            "id": GOOD, "name": "Soil", "org": "River", "number": "Soil", "blocks_url": "b",
            "seats": [{"type": "audit", "price": "0.00", "currency": "USD"}],
            "programs": [{"uuid": "good", "type": "XSeries", "title": "Good"}], "uuid": "good", "courses": [{"key": "River+Soil"}],
            "course_runs": [{"key": GOOD}], "subjects": [{"slug": "soil", "name": "Soil"}],
        });
        let all = [&[good][..], answers].concat();
        let text: String = all.iter().map(|answer| format!("{answer}\n")).collect();
        for file in ["course_runs.json", "courses.json", "programs.json", "course_list.json"] {
            fs::write(folder.join(file), &text).unwrap();
        }
        catalog::import(CatalogSource::Folder(folder.clone()), &self.lake, date, &mut summary)
            .await
            .unwrap();
        catalog::import_course_list(CourseListSource::Folder(folder), &self.lake, date, &mut summary)
            .await
            .unwrap();
        let folder = self.path("structure");
        fs::create_dir_all(&folder).unwrap();
        let all = [&[structure_of_good()][..], structures].concat();
        let text: String = all.iter().map(|structure| format!("{structure}\n")).collect();
        fs::write(folder.join("course_blocks.json"), text).unwrap();
        let source = StructureSource::Folder(folder);
        structure::import(source, &Numbering::default(), &self.lake, date, &mut summary, &())
            .await
            .unwrap();
        summary
    }

    /// Runs everything, and gives the rows of each table that belong to a course, without times of loading.
    pub async fn numbers_of(&self, course: &str) -> BTreeMap<String, Vec<String>> {
        self.run().await;
        let mut numbers = BTreeMap::new();
        for (name, table) in self.registry.result_tables() {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|(column, _)| format!("\"{column}\""))
                .collect();
            if !columns.iter().any(|column| column == "\"course_id\"") {
                continue;
            }
            let columns = columns.join(", ");
            let sql = format!("select {columns} from {name} where course_id = '{course}' order by {columns}");
            let rows = self.store.query(&sql, &[]).await.unwrap().rows;
            numbers.insert(name.to_owned(), rows.iter().map(|row| format!("{row:?}")).collect());
        }
        numbers
    }

    /// Runs everything; nothing fails.
    pub async fn run(&self) -> RunSummary {
        let engine = SessionOptions {
            memory_bytes: 512 << 20,
            threads: 2,
            spill_dir: self.path("spill"),
            geo_database: None,
        };
        let settings = Settings {
            value: &|_| None,
            origin: &|_| "test".to_owned(),
        };
        let runner = Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine,
            settings,
        };
        let now: DateTime<Utc> = "2024-03-06T12:00:00Z".parse().unwrap();
        let options = RunOptions {
            from: Some("2024-03-01".into()),
            to: Some("2024-03-06".into()),
            now: Some(now),
            files: Some(FileArea::open(&self.path("files").display().to_string(), &BTreeMap::new()).unwrap()),
            ..RunOptions::default()
        };
        let summary = runner.run(&options, &()).await.unwrap();
        assert!(!summary.has_failures(), "{:#?} {:#?}", summary.tasks, summary.files);
        summary
    }

    /// How many files of responses there are.
    pub async fn responses(&self) -> usize {
        let files = fs::read_dir(self.path("files"))
            .unwrap()
            .map(|file| file.unwrap().path());
        files
            .filter(|path| path.to_string_lossy().ends_with("_problem_response.csv"))
            .count()
    }
}

fn structure_of_good() -> Value {
    let block = |kind: &str, name: &str| format!("block-v1:River+Soil+1+type@{kind}+block@{name}");
    json!({"course_id": GOOD, "root": block("course", "course"), "blocks": {
        (block("course", "course")): {"type": "course", "display_name": "Soil", "children": [block("chapter", "c")]},
        (block("chapter", "c")): {"type": "chapter", "display_name": "Week", "children": [block("sequential", "s")]},
        (block("sequential", "s")): {
            "type": "sequential", "display_name": "Lesson", "children": [block("vertical", "u")], "due": "2024-02-01T23:00:00Z",
        },
        (block("vertical", "u")): {"type": "vertical", "display_name": "Page", "children": [block("problem", "p"), block("video", "v")]},
        (block("problem", "p")): {"type": "problem", "display_name": "Problem"},
        (block("video", "v")): {"type": "video", "display_name": "Film"},
    }})
}
