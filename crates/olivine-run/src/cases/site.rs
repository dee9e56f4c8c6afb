//! A small site of its own for a case: a lake in a temporary folder, nothing published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray, new_null_array};
use arrow::compute::cast;
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{NaiveDate, Utc};
use futures::TryStreamExt;
use olivine_engine::{EngineError, ScalarValue, Session, SessionOptions};
use olivine_lake::{Counts, IngestOptions, InputLocation, Lake, LakeError, LakeOptions};
use olivine_report::Registry;
use olivine_report::Report;
use olivine_report::cases::{Case, Grid};
use olivine_report::manifest::{Grain, Table, Task};
use tempfile::TempDir;

use super::countries;
use crate::convert::{as_declared, by_date, schema_of};
use crate::error::RunError;
use crate::limits::TaskLimits;
use crate::params::{self, Overrides, RunDays, Settings};
use crate::plan::EVENTS;
use crate::runner::in_time;

/// Memory of a case's session and of its ingest: cases are small.
const MEMORY_BYTES: usize = 256 << 20;

/// Why a case could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// A file of the small site.
    #[error("temporary site: {0}")]
    Folder(#[from] std::io::Error),
    /// The case holds something that is not what it should be.
    #[error("{0}")]
    Case(String),
    /// A line is of no use: the log file was refused as a whole.
    #[error("the log was refused: {0}")]
    Log(String),
    /// Rows could not be made or shown.
    #[error(transparent)]
    Rows(#[from] ArrowError),
    /// A task failed.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The engine could not carry out the SQL of a task.
    #[error("task {task}: {error}")]
    Task {
        /// The task.
        task: String,
        /// What the engine says.
        error: EngineError,
    },
}

impl CaseError {
    /// The same, saying which task the engine was at: its own words do not.
    fn of(self, task: &str) -> Self {
        match self {
            Self::Run(RunError::Engine(error)) => Self::Task {
                task: task.to_owned(),
                error,
            },
            other => other,
        }
    }
}

impl From<LakeError> for CaseError {
    fn from(error: LakeError) -> Self {
        Self::Run(error.into())
    }
}

impl From<EngineError> for CaseError {
    fn from(error: EngineError) -> Self {
        Self::Run(error.into())
    }
}

/// A lake with the inputs of a case, and what is needed to compute tables from it.
pub struct CaseSite<'a> {
    registry: &'a Registry,
    lake: Lake,
    engine: SessionOptions,
    /// Values of settings, from the parameters of the case.
    settings: BTreeMap<String, String>,
    days: RunDays,
    /// How much tasks of plugins may take.
    limits: TaskLimits,
    folder: TempDir,
    log_files: usize,
    /// Lines that did not become events of their own, in words.
    notes: Vec<String>,
}

impl<'a> CaseSite<'a> {
    /// A site with the LMS rows, the country database and the parameters of a case, without any event.
    ///
    /// # Errors
    /// The temporary folder cannot be used, or the case holds values that are not of their columns' types.
    pub async fn prepare(registry: &'a Registry, case: &Case) -> Result<Self, CaseError> {
        let folder = tempfile::tempdir()?;
        let lake = Lake::open(&LakeOptions::at(path_text(&folder.path().join("lake")))).await?;
        let today = Utc::now().date_naive();
        let day = |name: &str| -> Result<Option<NaiveDate>, CaseError> {
            let parse = |text: &String| {
                text.parse()
                    .map_err(|_| CaseError::Case(format!("{name}: `{text}` is no day")))
            };
            case.params.get(name).map(parse).transpose()
        };
        let import_date = day("import_date")?.or(day("to")?).unwrap_or(today);
        let mut geo_database = None;
        if !case.countries.is_empty() {
            let path = folder.path().join("countries.mmdb");
            std::fs::write(&path, countries::database(&case.countries).map_err(CaseError::Case)?)?;
            geo_database = Some(path);
        }
        for (name, grid) in &case.lms {
            let table = registry.lms_table(name);
            let table = table.ok_or_else(|| CaseError::Case(format!("there is no table `{name}`")))?;
            let rows = batch_of(table, grid)?;
            lake.write_lms_snapshot(name, import_date, &schema_of(table), &[rows])
                .await?;
        }
        let engine = SessionOptions {
            memory_bytes: MEMORY_BYTES,
            threads: 2,
            spill_dir: folder.path().join("spill"),
            geo_database,
        };
        let days = RunDays {
            today,
            import_date: Some(import_date),
        };
        let mut settings = BTreeMap::from([("run.from".to_owned(), lake.options().first_date.to_string())]);
        for param in registry.reports().iter().flat_map(|report| registry.params(report)) {
            if let (Some(value), Some(setting)) = (case.params.get(param.name), param.setting) {
                settings.insert(setting, value.clone());
            }
        }
        Ok(Self {
            registry,
            lake,
            engine,
            settings,
            days,
            limits: TaskLimits::default(),
            folder,
            log_files: 0,
            notes: Vec::new(),
        })
    }

    /// The same with limits for tasks of plugins: their time and their rows, since cases are small and have little memory anyway.
    pub fn limited(self, limits: TaskLimits) -> Self {
        Self { limits, ..self }
    }

    /// Takes log lines in, as one more log file.
    ///
    /// # Errors
    /// The lake refuses the file.
    pub async fn ingest(&mut self, lines: &[String]) -> Result<(), CaseError> {
        self.log_files += 1;
        let path = self.folder.path().join(format!("tracking-{}.log", self.log_files));
        std::fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>())?;
        let options = IngestOptions {
            threads: 1,
            memory_bytes: MEMORY_BYTES as u64,
        };
        let summary = self
            .lake
            .ingest(&[InputLocation::new(path_text(&path))], options, &())
            .await?;
        self.notes.extend(notes_of(&summary.counts));
        match summary.files.failed.first() {
            Some(failed) => Err(CaseError::Log(failed.text.clone())),
            None => Ok(()),
        }
    }

    /// What became of lines that are no events or count once with others, in words.
    pub fn into_notes(self) -> Vec<String> {
        self.notes
    }

    /// The rows of tables, computed by the tasks behind them.
    ///
    /// # Errors
    /// A task fails.
    pub async fn tables(&self, names: &BTreeSet<&str>) -> Result<BTreeMap<String, Grid>, CaseError> {
        let mut made: BTreeMap<&str, Vec<RecordBatch>> = BTreeMap::new();
        for (report, name, task) in self.registry.tasks_behind(names) {
            let limits = if report.is_plugin() {
                self.limits
            } else {
                TaskLimits::default()
            };
            let work = self.compute(report, name, task, &made, limits);
            let batches = in_time(name, &limits, work).await?.map_err(|error| error.of(name))?;
            made.insert(&task.into, batches);
        }
        let wanted = made.iter().filter(|(table, _)| names.contains(*table));
        wanted
            .map(|(table, batches)| Ok(((*table).to_owned(), grid_of(batches)?)))
            .collect()
    }

    async fn compute(
        &self,
        report: &Report,
        name: &str,
        task: &Task,
        made: &BTreeMap<&str, Vec<RecordBatch>>,
        limits: TaskLimits,
    ) -> Result<Vec<RecordBatch>, CaseError> {
        // Validation has made sure of both.
        let (Some(sql), Some(table)) = (report.task_sql(name), report.manifest.tables.get(&task.into)) else {
            return Ok(Vec::new());
        };
        let session = Session::new(&self.engine)?;
        let session = if report.is_plugin() {
            session.guarded()?
        } else {
            session
        };
        for input in &task.reads {
            self.register(&session, name, task, input, made).await?;
        }
        let value = |setting: &str| self.settings.get(setting).cloned().map(toml::Value::String);
        let settings = Settings {
            value: &value,
            origin: &|_| "case".to_owned(),
        };
        let bound = params::bound(self.registry, report, task, &settings, &Overrides::new(), self.days);
        let (bound, _) = bound.map_err(RunError::from)?;
        let by_day = match task.grain {
            Grain::Day => self.lake.snapshot(EVENTS).await?,
            Grain::Whole => None,
        };
        let mut selected = Selected {
            session,
            sql,
            bound,
            limits,
            made: 0,
        };
        let mut batches = Vec::new();
        if let Some(events) = by_day {
            // What a day gives is its own, whichever days a run has to do at the same time (`OV-96`).
            for day in events.fingerprint_by_date().into_keys() {
                let its_events = events.restricted_to(|date| date == day);
                selected.session.register_lake_table(EVENTS, &self.lake, &its_events)?;
                for batch in selected.rows(name).await? {
                    let declared = as_declared(name, &task.into, table, &batch)?;
                    let of_day = by_date(&declared)?.into_iter().filter(|(date, _)| *date == day);
                    batches.extend(of_day.map(|(_, part)| part));
                }
            }
        } else {
            for batch in selected.rows(name).await? {
                batches.push(as_declared(name, &task.into, table, &batch)?);
            }
        }
        if batches.is_empty() {
            batches.push(RecordBatch::new_empty(schema_of(table)));
        }
        Ok(batches)
    }

    async fn register(
        &self,
        session: &Session,
        task_name: &str,
        task: &Task,
        input: &str,
        made: &BTreeMap<&str, Vec<RecordBatch>>,
    ) -> Result<(), CaseError> {
        let snapshot = if input == EVENTS {
            self.lake.snapshot(EVENTS).await?
        } else {
            self.lake.latest_lms(input).await?.map(|(_, snapshot)| snapshot)
        };
        let declared = self.registry.table(input).or_else(|| self.registry.lms_table(input));
        match (made.get(input), snapshot, declared) {
            (Some(batches), _, Some(table)) => session.register_batches(input, schema_of(table), batches.clone())?,
            (None, Some(snapshot), _) => session.register_lake_table(input, &self.lake, &snapshot)?,
            (None, None, Some(table)) if task.optional.iter().any(|name| name == input) => {
                session.register_batches(input, schema_of(table), Vec::new())?;
            }
            (None, None, None) if input == EVENTS => return Err(CaseError::Case("the case has no events".to_owned())),
            _ => {
                let not_imported = RunError::NotImported {
                    task: task_name.to_owned(),
                    table: input.to_owned(),
                };
                return Err(not_imported.into());
            }
        }
        Ok(())
    }
}

/// The `select` of a task, with all that it needs.
struct Selected<'a> {
    session: Session,
    sql: &'a str,
    bound: BTreeMap<String, ScalarValue>,
    limits: TaskLimits,
    /// Rows so far, of all days.
    made: u64,
}

impl Selected<'_> {
    /// Its rows, which are held in memory: no more of them than the task may make.
    async fn rows(&mut self, task: &str) -> Result<Vec<RecordBatch>, CaseError> {
        let mut stream = self.session.query(self.sql, &self.bound).await?;
        let mut batches = Vec::new();
        while let Some(batch) = stream.try_next().await.map_err(EngineError::from)? {
            self.made += batch.num_rows() as u64;
            self.limits.check_rows(task, self.made)?;
            batches.push(batch);
        }
        Ok(batches)
    }
}

/// What became of lines that did not become events of their own, in words.
fn notes_of(counts: &Counts) -> Vec<String> {
    let mut notes = Vec::new();
    if counts.dead() > 0 {
        let reasons = counts.dead_letters.iter();
        let reasons: Vec<String> = reasons.map(|(reason, count)| format!("{reason} {count}")).collect();
        notes.push(format!(
            "{} of its {} lines could not be understood ({})",
            counts.dead(),
            counts.lines,
            reasons.join(", ")
        ));
    }
    if counts.duplicates > 0 {
        notes.push(format!(
            "{} of its {} lines say the same as another, and count once with it",
            counts.duplicates, counts.lines
        ));
    }
    notes
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}

/// Rows of a declared table from their text form. Columns that are not named are null.
fn batch_of(table: &Table, grid: &Grid) -> Result<RecordBatch, CaseError> {
    let schema = schema_of(table);
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(schema.fields().len());
    for field in schema.fields() {
        let place = grid.columns.iter().position(|column| column == field.name());
        columns.push(match place {
            Some(place) => {
                let texts: StringArray = grid.rows.iter().map(|row| row[place].as_deref()).collect();
                let typed = cast(&texts, field.data_type())?;
                if arrow::array::Array::null_count(&typed) > arrow::array::Array::null_count(&texts) {
                    let what = format!("a value of column `{}` is no {}", field.name(), field.data_type());
                    return Err(CaseError::Case(what));
                }
                typed
            }
            None => new_null_array(field.data_type(), grid.rows.len()),
        });
    }
    Ok(RecordBatch::try_new(Arc::clone(&schema), columns)?)
}

/// The text form of rows.
fn grid_of(batches: &[RecordBatch]) -> Result<Grid, CaseError> {
    let options = FormatOptions::new();
    let mut grid = Grid::default();
    for batch in batches {
        grid.columns = batch
            .schema()
            .fields()
            .iter()
            .map(|field| field.name().clone())
            .collect();
        let columns = batch.columns();
        let shown: Result<Vec<ArrayFormatter<'_>>, ArrowError> = columns
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect();
        let shown = shown?;
        for row in 0..batch.num_rows() {
            let cells = columns.iter().zip(&shown);
            grid.rows.push(
                cells
                    .map(|(column, shown)| column.is_valid(row).then(|| shown.value(row).to_string()))
                    .collect(),
            );
        }
    }
    Ok(grid)
}
