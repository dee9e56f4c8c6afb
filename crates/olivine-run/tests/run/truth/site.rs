//! A made-up site: its logs come in, its LMS tables are imported, its reports computed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use olivine_engine::SessionOptions;
use olivine_lake::{FileArea, IngestOptions, IngestSummary, InputLocation, Lake, LakeOptions};
use olivine_report::Registry;
use olivine_run::{RunOptions, Runner, Settings};
use olivine_sandbox::{SandboxOptions, Truth, generate};
use olivine_source::blocks::Numbering;
use olivine_source::catalog::{self, CatalogSource, CourseListSource};
use olivine_source::lms::{self, LmsSource};
use olivine_source::structure::{self, StructureSource};
use olivine_source::tables::{ECOMMERCE_TABLES, ENTERPRISE_TABLES, LMS_TABLES, LmsTable};
use olivine_store::{Store, StoreOptions};
use tempfile::TempDir;

pub struct Site {
    dir: TempDir,
    pub lake: Lake,
    pub store: Store,
    pub truth: Truth,
}

impl Site {
    /// Makes up a site; `days` before `end`, a Thursday.
    pub async fn new(seed: u64, days: u32) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let options = SandboxOptions {
            out: dir.path().join("site"),
            courses: 9,
            learners: 160,
            days,
            seed,
            end: NaiveDate::from_ymd_opt(2025, 3, 20).unwrap(),
            target_events: None,
        };
        let truth = generate(&options, &|_| ()).unwrap();
        let lake = Lake::open(&LakeOptions::at(dir.path().join("lake").display().to_string()))
            .await
            .unwrap();
        let url = format!("sqlite://{}", dir.path().join("results.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        Self {
            dir,
            lake,
            store,
            truth,
        }
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.dir.path().join("site").join(below)
    }

    /// The folder of files for download.
    pub fn files(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    pub async fn ingest(&self, paths: &[PathBuf]) -> IngestSummary {
        let inputs: Vec<InputLocation> = paths
            .iter()
            .map(|path| InputLocation::new(path.display().to_string()))
            .collect();
        let summary = self.lake.ingest(&inputs, IngestOptions::default(), &()).await.unwrap();
        assert!(summary.files.failed.is_empty(), "{summary:?}");
        let counts = &summary.counts;
        let dead: u64 = counts.dead_letters.values().sum();
        assert_eq!(
            counts.lines,
            counts.events + counts.duplicates + counts.noise + dead,
            "counters add up"
        );
        summary
    }

    pub async fn import(&self) {
        let date = self.truth.end;
        let all: Vec<&'static LmsTable> = LMS_TABLES.iter().chain(ENTERPRISE_TABLES).collect();
        let source = LmsSource::Csv(self.path("lms"));
        let mut summary = lms::import_tables(&source, &all, &self.lake, date, &()).await.unwrap();
        let shop: Vec<&'static LmsTable> = ECOMMERCE_TABLES.iter().collect();
        let source = LmsSource::Csv(self.path("ecommerce"));
        summary.add(lms::import_tables(&source, &shop, &self.lake, date, &()).await.unwrap());
        let source = CatalogSource::Folder(self.path("catalog"));
        catalog::import(source, &self.lake, date, &mut summary).await.unwrap();
        let source = CourseListSource::Folder(self.path("catalog"));
        catalog::import_course_list(source, &self.lake, date, &mut summary)
            .await
            .unwrap();
        let source = StructureSource::Folder(self.path("structure"));
        structure::import(source, &Numbering::default(), &self.lake, date, &mut summary, &())
            .await
            .unwrap();
    }

    /// Computes all reports and publishes them; tells whether anything changed.
    pub async fn run(&self) -> bool {
        let files = FileArea::open(&self.files().display().to_string(), &BTreeMap::new()).unwrap();
        self.run_into(&self.store, self.truth.end, Some(files)).await
    }

    /// Computes all reports as of the day before `end` into another store.
    pub async fn run_until(&self, store: &Store, end: NaiveDate) {
        self.run_into(store, end, None).await;
    }

    async fn run_into(&self, store: &Store, end: NaiveDate, files: Option<FileArea>) -> bool {
        let now: DateTime<Utc> = self.truth.end.and_hms_opt(4, 0, 0).unwrap().and_utc();
        let options = RunOptions {
            from: Some(self.truth.start.to_string()),
            to: Some(end.to_string()),
            now: Some(now),
            files,
            ..RunOptions::default()
        };
        let run = async |runner: &Runner<'_>| runner.run(&options, &()).await;
        let summary = self.with_runner(store, run).await.unwrap();
        assert!(!summary.has_failures(), "{:#?}", summary.tasks);
        summary.changed_anything()
    }

    /// Something that computes reports into a store.
    pub async fn with_runner<T>(&self, store: &Store, work: impl AsyncFnOnce(&Runner<'_>) -> T) -> T {
        let engine = SessionOptions {
            memory_bytes: 256 << 20,
            threads: 2,
            spill_dir: self.dir.path().join("spill"),
            geo_database: Some(self.path("country.mmdb")),
        };
        let start = self.truth.start.to_string();
        let settings = Settings {
            value: &|name| (name == "run.from").then(|| toml::Value::String(start.clone())),
            origin: &|_| "test".to_owned(),
        };
        let registry = Registry::built_in_all_on();
        let runner = Runner {
            lake: &self.lake,
            store,
            registry: &registry,
            engine,
            settings,
        };
        work(&runner).await
    }
}

/// All files below a folder, by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(path)
        }
    }
    found.sort();
    found
}
