//! CSV files made from tables: planned like tasks, written beside, and put in place when the results are published.

mod names;
mod record;
mod text;
mod write;

use std::collections::BTreeMap;

use olivine_engine::ScalarValue;
use olivine_failure::Failing;
use olivine_lake::{FileArea, Fingerprint};
use olivine_report::Registry;
use olivine_report::manifest::{LineEnd, OutputFile, Stale};
use olivine_store::Store;
use serde::Serialize;
use tracing::warn;

use crate::error::RunError;
use crate::params::{self, Overrides, RunDays, Settings, Unusable};

pub use record::{FilePlace, FilesRecord};
pub(crate) use write::{MadeFile, make};

/// What will become of the files of one declaration.
#[derive(Debug, Clone, Serialize)]
pub struct FileStep {
    /// Name of the declaration.
    pub file: String,
    /// The report it belongs to.
    pub report: String,
    /// The table it is made from.
    pub table: String,
    /// Whether it is made.
    pub make: bool,
    /// What the files will have been made from.
    #[serde(skip)]
    pub(crate) fingerprint: String,
    #[serde(skip)]
    form: Result<Form, Unusable>,
}

impl FileStep {
    /// How the files look.
    ///
    /// # Errors
    /// A text of a parameter that cannot be used: the files of this declaration fail, and no others.
    pub(crate) fn form(&self) -> Result<&Form, RunError> {
        self.form.as_ref().map_err(|unusable| unusable.clone().into())
    }
}

/// How the files of a declaration look, with the texts of parameters filled in.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) by: Vec<String>,
    pub(crate) path: String,
    /// Column of the table and header.
    pub(crate) columns: Vec<(String, String)>,
    pub(crate) order: Vec<String>,
    pub(crate) crlf: bool,
    pub(crate) null: String,
    pub(crate) booleans: (String, String),
    pub(crate) datetime_format: String,
    pub(crate) stale: Stale,
}

impl Form {
    fn of(name: &str, file: &OutputFile, bound: &BTreeMap<String, ScalarValue>) -> Result<Self, Unusable> {
        let text = |text: &str| match text.strip_prefix('$') {
            // Validation has made sure that it is among the parameters.
            Some(param) => bound.get(param).map(plain_text).unwrap_or_default(),
            None => text.to_owned(),
        };
        let wrong = |setting: &str, reason: String| Unusable {
            name: setting.trim_start_matches('$').to_owned(),
            setting: format!("file {name}"),
            reason,
        };
        let path = text(&file.path);
        olivine_report::path_template(&path, &file.by).map_err(|reason| wrong(&file.path, reason))?;
        let columns: Vec<(String, String)> = file
            .columns
            .iter()
            .flat_map(|column| {
                let given = text(column);
                let listed = given.split(',').map(|one| column_and_header(one.trim()));
                listed.collect::<Vec<_>>()
            })
            .filter(|(column, _)| !column.is_empty())
            .collect();
        if columns.is_empty() {
            return Err(wrong("columns", "names no column".to_owned()));
        }
        let booleans = text(&file.booleans);
        let (yes, no) = booleans.split_once(',').unwrap_or((&booleans, ""));
        let datetime_format = text(&file.datetime_format);
        if chrono::format::StrftimeItems::new(&datetime_format).any(|item| item == chrono::format::Item::Error) {
            let reason = format!("`{datetime_format}` is no form of times");
            return Err(wrong(&file.datetime_format, reason));
        }
        Ok(Self {
            by: file.by.clone(),
            path,
            columns,
            order: file.order.clone(),
            crlf: file.line_end == LineEnd::Crlf,
            null: text(&file.null),
            booleans: (yes.to_owned(), no.to_owned()),
            datetime_format,
            stale: file.stale,
        })
    }
}

fn column_and_header(column: &str) -> (String, String) {
    let (name, header) = column.split_once(" as ").unwrap_or((column, column));
    (name.trim().to_owned(), header.trim().to_owned())
}

fn plain_text(value: &ScalarValue) -> String {
    match value {
        ScalarValue::Utf8(Some(text)) => text.clone(),
        other => other.to_string(),
    }
}

/// What planning files needs.
pub(crate) struct FilePlanner<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) store: &'a Store,
    pub(crate) settings: &'a Settings<'a>,
    pub(crate) overrides: &'a Overrides,
    pub(crate) days: RunDays,
}

impl FilePlanner<'_> {
    /// The files of tables that the run looks after: made when what they are made from differs from what is on record, when they were
    /// put somewhere else, or when one of them is gone.
    pub(crate) async fn plan(
        &self,
        area: &FileArea,
        fingerprints: &BTreeMap<String, String>,
        force: bool,
    ) -> Result<Vec<FileStep>, RunError> {
        // Who may write there may not be allowed to list: then the record is all there is to go by.
        let there = area.listing().await;
        let there = there.inspect_err(|error| warn!("{}", error.full_text())).ok();
        let is_gone = |file: &FilePlace| there.as_ref().is_some_and(|there| !there.has(&file.path));
        let mut steps = Vec::new();
        for (report, name, file) in self.registry.files() {
            let Some(table) = fingerprints.get(&file.table) else {
                continue;
            };
            let form = self.bound(report, file).and_then(|bound| Form::of(name, file, &bound));
            let declared = serde_json::to_string(file).unwrap_or_default();
            let text = format!("{declared}\n{form:?}\n{table}\n{}", area.location());
            let fingerprint = Fingerprint::of_bytes(text.as_bytes()).to_string();
            let known = FilesRecord::read(self.store, &report.manifest.id, name).await?;
            let is_current = |known: FilesRecord| {
                let mut made_last = known.files.iter().filter(|file| file.run_id == known.run_id);
                known.fingerprint == fingerprint && !made_last.any(is_gone)
            };
            steps.push(FileStep {
                file: name.to_owned(),
                report: report.manifest.id.clone(),
                table: file.table.clone(),
                make: force || form.is_err() || !known.is_some_and(is_current),
                fingerprint,
                form,
            });
        }
        Ok(steps)
    }

    fn bound(
        &self,
        report: &olivine_report::Report,
        file: &OutputFile,
    ) -> Result<BTreeMap<String, ScalarValue>, Unusable> {
        let (values, _) = params::bound_of(
            self.registry,
            report,
            &file.params,
            self.settings,
            self.overrides,
            self.days,
        )?;
        Ok(values)
    }
}

/// Puts made files in place, takes away what the declaration does not keep, and puts it on record.
pub(crate) async fn put_in_place(
    area: &FileArea,
    store: &Store,
    run_id: &str,
    step: &FileStep,
    made: Vec<MadeFile>,
) -> Result<FilesRecord, RunError> {
    let stale_files = step.form()?.stale;
    let known = FilesRecord::read(store, &step.report, &step.file).await?;
    let mut places: BTreeMap<String, FilePlace> = BTreeMap::new();
    for file in made {
        area.put(&file.place.path, &file.local).await?;
        let place = FilePlace {
            run_id: run_id.to_owned(),
            ..file.place
        };
        places.insert(place.path.clone(), place);
    }
    let before = known.filter(|known| known.location == area.location());
    let stale = before.into_iter().flat_map(|known| known.files);
    for old in stale {
        if places.contains_key(&old.path) {
            continue;
        }
        match stale_files {
            Stale::Remove => area.remove(&old.path).await?,
            Stale::Keep => {
                places.insert(old.path.clone(), old);
            }
        }
    }
    let record = FilesRecord {
        fingerprint: step.fingerprint.clone(),
        location: area.location(),
        run_id: run_id.to_owned(),
        files: places.into_values().collect(),
    };
    record.write(store, &step.report, &step.file).await?;
    Ok(record)
}
