//! Reading all application transactions of a table's log at once.
//!
//! The log library answers for one application id at a time, by going through the log. An ingest asks about every
//! input file, so this reads the column once: from the newest checkpoint and the commits after it.

use std::collections::HashMap;

use arrow::array::{Array, AsArray};
use arrow::datatypes::Int64Type;
use deltalake_core::DeltaTableError;
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStoreExt};
use serde::Deserialize;

use crate::error::LakeError;
use crate::read_file::{Selection, read_file};
use crate::table::Table;

/// Application ids of what the last commit left out begin with this; the reason follows.
pub(crate) const LEFT_OUT: &str = "olivine/left_out/";

/// Application transactions: the last version of each id.
pub(crate) type Transactions = HashMap<String, i64>;

#[derive(Deserialize)]
struct Line {
    txn: Option<Txn>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Txn {
    app_id: String,
    version: i64,
}

/// What a file in the log folder is.
enum LogFile {
    Commit,
    Checkpoint,
}

fn log_file(path: &Path) -> Option<(i64, LogFile)> {
    let name = path.filename()?;
    let version = name.get(..20)?.parse().ok()?;
    match name.get(20..)? {
        ".json" => Some((version, LogFile::Commit)),
        rest if rest.starts_with(".checkpoint") && rest.ends_with(".parquet") => Some((version, LogFile::Checkpoint)),
        _ => None,
    }
}

/// The files of a table's log that tell of its versions up to one, in order, by path inside the table.
pub(crate) async fn log_files(table: &Table, version: i64) -> Result<Vec<Path>, LakeError> {
    let listing = list_log(table).await?;
    let mut files: Vec<Path> = listing
        .into_iter()
        .map(|meta| meta.location)
        .filter(|path| log_file(path).is_some_and(|(at, _)| at <= version))
        .collect();
    files.sort();
    Ok(files)
}

async fn list_log(table: &Table) -> Result<Vec<ObjectMeta>, LakeError> {
    let listing = table.store().list(Some(&Path::from("_delta_log")));
    let failed = LakeError::storage(format!("read the log of {}", table.name));
    listing.try_collect().await.map_err(failed)
}

/// The application transactions of a table as of a version.
pub(crate) async fn read_transactions(table: &Table, version: i64) -> Result<Transactions, LakeError> {
    let what = || format!("read the log of {}", table.name);
    let listing = list_log(table).await?;
    let mut commits = Vec::new();
    let mut checkpoints = Vec::new();
    for meta in listing {
        match log_file(&meta.location) {
            Some((at, LogFile::Commit)) if at <= version => commits.push((at, meta)),
            Some((at, LogFile::Checkpoint)) if at <= version => checkpoints.push((at, meta)),
            _ => {}
        }
    }
    let newest = checkpoints.iter().map(|(at, _)| *at).max();
    let mut transactions = Transactions::new();
    for (_, meta) in checkpoints.into_iter().filter(|(at, _)| Some(*at) == newest) {
        read_checkpoint(table, meta, &mut transactions).await?;
    }
    commits.retain(|(at, _)| newest.is_none_or(|newest| *at > newest));
    commits.sort_by_key(|(at, _)| *at);
    for (at, meta) in commits {
        let answer = table
            .store()
            .get(&meta.location)
            .await
            .map_err(LakeError::storage(what()))?;
        let bytes = answer.bytes().await.map_err(LakeError::storage(what()))?;
        for line in bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| memchr::memmem::find(line, b"\"txn\"").is_some())
        {
            let line: Line = serde_json::from_slice(line).map_err(|json_err| {
                let line = String::from_utf8_lossy(line).into_owned();
                LakeError::table(&table.name)(DeltaTableError::InvalidJsonLog {
                    json_err,
                    line,
                    version: at.unsigned_abs(),
                })
            })?;
            if let Some(txn) = line.txn {
                transactions.insert(txn.app_id, txn.version);
            }
        }
    }
    Ok(transactions)
}

async fn read_checkpoint(table: &Table, meta: ObjectMeta, into: &mut Transactions) -> Result<(), LakeError> {
    let selection = Selection {
        columns: Some(&["txn"]),
        ..Selection::default()
    };
    let stream = read_file(table.store(), &meta.location, meta.size, selection).await;
    let mut stream = stream.map_err(LakeError::data_file(&table.name))?;
    while let Some(batch) = stream.try_next().await.map_err(LakeError::data_file(&table.name))? {
        let Some(txns) = batch.column(0).as_struct_opt() else {
            continue;
        };
        let ids = txns
            .column_by_name("appId")
            .and_then(|column| column.as_string_opt::<i32>());
        let versions = txns
            .column_by_name("version")
            .and_then(|column| column.as_primitive_opt::<Int64Type>());
        let (Some(ids), Some(versions)) = (ids, versions) else {
            return Err(LakeError::Schema {
                table: table.name.clone(),
                reason: "checkpoint of another form".to_owned(),
            });
        };
        for row in 0..txns.len() {
            if txns.is_valid(row) && ids.is_valid(row) && versions.is_valid(row) {
                into.insert(ids.value(row).to_owned(), versions.value(row));
            }
        }
    }
    Ok(())
}
