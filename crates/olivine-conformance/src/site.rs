//! A site in a temporary folder, on which the real pipeline runs with all switches of the old behaviour on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use chrono::{NaiveDate, Utc};
use futures::TryStreamExt;
use olivine_engine::{EngineError, ScalarValue, Session, SessionOptions};
use olivine_lake::{FileArea, IngestOptions, InputLocation, Lake, LakeError, LakeOptions};
use olivine_report::{Registry, is_fact_table, is_working_table};
use olivine_run::enrollment_files::{Form, write_repairs};
use olivine_run::{RunError, RunOptions, Runner, Settings};
use olivine_source::SourceError;
use olivine_source::blocks::Numbering;
use olivine_source::catalog::{CatalogSource, CourseListSource};
use olivine_source::lms::{ImportSummary, LmsSource, import_tables};
use olivine_source::structure::StructureSource;
use olivine_source::tables::{ECOMMERCE_TABLES, ENTERPRISE_TABLES, LMS_TABLES, LmsTable};
use olivine_store::{Store, StoreError, StoreOptions};

use crate::rows::Rows;

/// Memory of a site's engine: the cases are small.
const MEMORY: usize = 256 << 20;

/// Why a site cannot do something.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each stands for the room it is named after")]
pub enum SiteError {
    #[error("lake: {0}")]
    Lake(#[from] LakeError),
    #[error("engine: {0}")]
    Engine(#[from] EngineError),
    #[error("run: {0}")]
    Run(#[from] RunError),
    #[error("store: {0}")]
    Store(#[from] StoreError),
    #[error("source: {0}")]
    Source(#[from] SourceError),
    #[error("rows: {0}")]
    Rows(#[from] arrow::error::ArrowError),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
    #[error("{0}")]
    Other(String),
}

/// A site.
pub struct Site {
    folder: tempfile::TempDir,
    lake: Lake,
    store: Store,
    registry: Registry,
    geo: Option<PathBuf>,
    settings: BTreeMap<String, toml::Value>,
}

/// What a run is for.
#[derive(Debug, Clone, Default)]
pub struct Span {
    /// First day.
    pub from: String,
    /// Day after the last one.
    pub to: String,
    /// Weeks of the activity table.
    pub weeks: Option<i64>,
    /// Parameters of reports, by name.
    pub params: BTreeMap<String, toml::Value>,
}

impl Span {
    /// These days, the end not included.
    pub fn days(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            ..Self::default()
        }
    }
}

impl Site {
    /// A new site, with this country database.
    ///
    /// # Errors
    /// A room that cannot be opened.
    pub async fn new(geo: Option<&Path>) -> Result<Self, SiteError> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name).display().to_string();
        let mut options = LakeOptions::at(path("lake"));
        options.deduplicate = false;
        let lake = Lake::open(&options).await?;
        let store = Store::open(&format!("sqlite://{}", path("results.db")), StoreOptions::default()).await?;
        let registry = Registry::built_in_all_on();
        if let Some(broken) = registry.broken().first() {
            return Err(SiteError::Other(format!("a built-in report is broken: {broken:?}")));
        }
        Ok(Self {
            lake,
            store,
            registry,
            geo: geo.map(Path::to_owned),
            settings: BTreeMap::new(),
            folder,
        })
    }

    /// Sets a setting, for example a parameter `report.ID.NAME`.
    pub fn set(&mut self, setting: impl Into<String>, value: impl Into<toml::Value>) {
        self.settings.insert(setting.into(), value.into());
    }

    /// Takes these lines in, as one log file.
    ///
    /// # Errors
    /// As the lake's.
    pub async fn ingest_lines(&self, lines: &[String]) -> Result<(), SiteError> {
        let file = self.folder.path().join("lines.log");
        std::fs::write(&file, lines.join("\n") + "\n")?;
        self.ingest(&file).await
    }

    /// Takes a log file in.
    ///
    /// # Errors
    /// As the lake's, or a file that fails.
    pub async fn ingest(&self, file: &Path) -> Result<(), SiteError> {
        let options = IngestOptions {
            threads: 1,
            memory_bytes: MEMORY as u64,
        };
        let _held = self.lake.lock()?;
        let summary = self
            .lake
            .ingest(&[InputLocation::new(file.display().to_string())], options, &())
            .await?;
        match summary.files.failed.first() {
            Some(failed) => Err(SiteError::Other(format!("{failed:?}"))),
            None => Ok(()),
        }
    }

    /// Takes LMS tables in from a folder of CSV files.
    ///
    /// # Errors
    /// As the source's.
    pub async fn import_lms(&self, folder: &Path, date: NaiveDate) -> Result<(), SiteError> {
        let _held = self.lake.lock()?;
        let wanted: Vec<&'static LmsTable> = LMS_TABLES.iter().chain(ENTERPRISE_TABLES).collect();
        import_tables(&LmsSource::Csv(folder.to_owned()), &wanted, &self.lake, date, &()).await?;
        Ok(())
    }

    /// Takes tables of the shop in from a folder of CSV files.
    ///
    /// # Errors
    /// As the source's.
    pub async fn import_shop(&self, folder: &Path, date: NaiveDate) -> Result<(), SiteError> {
        let _held = self.lake.lock()?;
        let wanted: Vec<&'static LmsTable> = ECOMMERCE_TABLES.iter().collect();
        import_tables(&LmsSource::Csv(folder.to_owned()), &wanted, &self.lake, date, &()).await?;
        Ok(())
    }

    /// Writes the enrollment events that were found to be lacking as log files.
    ///
    /// # Errors
    /// The report was not computed.
    pub async fn write_enrollment_repairs(&self, folder: &Path) -> Result<(), SiteError> {
        write_repairs(&self.store, folder, Form::Events, Utc::now()).await?;
        Ok(())
    }

    /// Takes course runs in from a folder with `course_runs.json`.
    ///
    /// # Errors
    /// As the source's.
    pub async fn import_catalog(&self, folder: &Path, date: NaiveDate) -> Result<(), SiteError> {
        let _held = self.lake.lock()?;
        let mut summary = ImportSummary::new(date);
        let source = CatalogSource::Folder(folder.to_owned());
        Ok(olivine_source::catalog::import(source, &self.lake, date, &mut summary).await?)
    }

    /// Takes the course list in from a folder with `course_list.json`.
    ///
    /// # Errors
    /// As the source's.
    pub async fn import_course_list(&self, folder: &Path, date: NaiveDate) -> Result<(), SiteError> {
        let _held = self.lake.lock()?;
        let mut summary = ImportSummary::new(date);
        let source = CourseListSource::Folder(folder.to_owned());
        Ok(olivine_source::catalog::import_course_list(source, &self.lake, date, &mut summary).await?)
    }

    /// Takes course structures in from a folder of API answers.
    ///
    /// # Errors
    /// As the source's.
    pub async fn import_structure(
        &self,
        folder: &Path,
        numbering: &Numbering,
        date: NaiveDate,
    ) -> Result<(), SiteError> {
        let _held = self.lake.lock()?;
        let mut summary = ImportSummary::new(date);
        let source = StructureSource::Folder(folder.to_owned());
        Ok(olivine_source::structure::import(source, numbering, &self.lake, date, &mut summary, &()).await?)
    }

    /// The rows of a table: computed and published where it is a result, computed where it is a working or fact table, as it is
    /// where it is a table of the LMS.
    ///
    /// # Errors
    /// Anything that stops the pipeline.
    pub async fn table(&self, name: &str, span: &Span) -> Result<Rows, SiteError> {
        if name.starts_with("lms_") {
            return self.query(&format!("select * from {name}"), &[name]).await;
        }
        let value = |setting: &str| match setting {
            _ if self.settings.contains_key(setting) => self.settings.get(setting).cloned(),
            _ if setting.starts_with("compat.") => Some(toml::Value::Boolean(true)),
            _ if setting.ends_with(".weeks") => span.weeks.map(toml::Value::Integer),
            _ => span.params.get(setting.rsplit('.').next().unwrap_or_default()).cloned(),
        };
        let origin = |_: &str| "case".to_owned();
        let runner = Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine: self.engine(),
            settings: Settings {
                value: &value,
                origin: &origin,
            },
        };
        let options = RunOptions {
            from: Some(span.from.clone()),
            to: Some(span.to.clone()),
            ..RunOptions::default()
        };
        if is_working_table(name) {
            return Ok(Rows::of_batches(&runner.compute_table(name, &options).await?)?);
        }
        if is_fact_table(name) {
            runner.compute_table(name, &options).await?;
            return self.query(&format!("select * from {name}"), &[name]).await;
        }
        let task = self.registry.tasks_in_order().find(|(_, _, task)| task.into == name);
        let Some((_, task, _)) = task else {
            return Err(SiteError::Other(format!("no task makes {name}")));
        };
        let only = BTreeSet::from([task.to_owned()]);
        let summary = runner.run(&RunOptions { only, ..options }, &()).await?;
        if let Some(failed) = summary.tasks.iter().find(|task| task.failure.is_some()) {
            return Err(SiteError::Other(format!("{failed:?}")));
        }
        self.published(name).await
    }

    /// The text of a file that reports make, by its path below the folder of files; nothing when it was not made.
    ///
    /// # Errors
    /// Anything that stops the pipeline.
    pub async fn file(&self, declared: &str, path: &str, span: &Span) -> Result<Option<String>, SiteError> {
        let value = |setting: &str| match setting {
            _ if self.settings.contains_key(setting) => self.settings.get(setting).cloned(),
            _ if setting.starts_with("compat.") => Some(toml::Value::Boolean(true)),
            _ => None,
        };
        let origin = |_: &str| "case".to_owned();
        let runner = Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine: self.engine(),
            settings: Settings {
                value: &value,
                origin: &origin,
            },
        };
        let folder = self.folder.path().join("files");
        let only = self
            .registry
            .tasks_named(&[declared.to_owned()])
            .map_err(|error| SiteError::Other(error.to_string()))?;
        let options = RunOptions {
            from: Some(span.from.clone()),
            to: Some(span.to.clone()),
            only,
            files: Some(FileArea::open(&folder.display().to_string(), &BTreeMap::new())?),
            ..RunOptions::default()
        };
        let summary = runner.run(&options, &()).await?;
        if summary.has_failures() {
            return Err(SiteError::Other(format!("{:?} {:?}", summary.tasks, summary.files)));
        }
        match std::fs::read_to_string(folder.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The rows that tasks give which read one after the other, the first of them a table of the given rows.
    ///
    /// # Errors
    /// As the engine's.
    pub async fn tasks_over(
        &self,
        tasks: &[&str],
        input: &str,
        rows: RecordBatch,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<Rows, SiteError> {
        let session = Session::new(&self.engine())?;
        let (mut table, mut batches) = (input.to_owned(), vec![rows]);
        for name in tasks {
            let known = self.registry.task(name);
            let Some((task, sql)) = known.and_then(|(report, task)| Some((task, report.task_sql(name)?))) else {
                return Err(SiteError::Other(format!("no task {name}")));
            };
            let Some(first) = batches.first() else {
                return Ok(Rows::default());
            };
            session.register_batches(&table, first.schema(), batches)?;
            let stream = session.query(sql, params).await?;
            batches = stream.try_collect().await.map_err(EngineError::from)?;
            table.clone_from(&task.into);
        }
        Ok(Rows::of_batches(&batches)?)
    }

    /// The reports.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    async fn published(&self, table: &str) -> Result<Rows, SiteError> {
        let declared = self.registry.table(table);
        let kind = |column: &str| declared?.columns.get(column).map(|column| column.kind);
        let rows = self
            .store
            .query_typed(&format!("select * from {table}"), &[], &kind)
            .await?;
        Ok(Rows::of_store(rows))
    }

    /// The rows of a `select` over lake tables; one that was never written has no rows and no columns.
    ///
    /// # Errors
    /// As the engine's.
    pub async fn query(&self, sql: &str, tables: &[&str]) -> Result<Rows, SiteError> {
        let session = Session::new(&self.engine())?;
        for table in tables {
            match self.lake.snapshot(table).await? {
                Some(snapshot) => session.register_lake_table(table, &self.lake, &snapshot)?,
                None => return Ok(Rows::default()),
            }
        }
        let stream = session.query(sql, &BTreeMap::new()).await?;
        let batches: Vec<RecordBatch> = stream.try_collect().await.map_err(EngineError::from)?;
        Ok(Rows::of_batches(&batches)?)
    }

    /// What the SQL of a task makes of rows that its input tables hold, with these values of its parameters.
    ///
    /// # Errors
    /// No such task, or as the engine's.
    pub async fn compute(
        &self,
        task: &str,
        inputs: Vec<(&str, Rows)>,
        params: &BTreeMap<String, ScalarValue>,
    ) -> Result<Rows, SiteError> {
        let unknown = |what: &str| SiteError::Other(format!("no {what} of task {task}"));
        let (report, _) = self.registry.task(task).ok_or_else(|| unknown("report"))?;
        let sql = report.task_sql(task).ok_or_else(|| unknown("SQL"))?;
        let session = Session::new(&self.engine())?;
        for (table, rows) in inputs {
            let declared = self.registry.table(table).ok_or_else(|| unknown(table))?;
            let batch = rows.typed(declared)?;
            session.register_batches(table, batch.schema(), vec![batch])?;
        }
        let batches: Vec<RecordBatch> = session
            .query(sql, params)
            .await?
            .try_collect()
            .await
            .map_err(EngineError::from)?;
        Ok(Rows::of_batches(&batches)?)
    }

    fn engine(&self) -> SessionOptions {
        SessionOptions {
            memory_bytes: MEMORY,
            threads: 1,
            spill_dir: self.folder.path().join("spill"),
            geo_database: self.geo.clone(),
        }
    }
}
