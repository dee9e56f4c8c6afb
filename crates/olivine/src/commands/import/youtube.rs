//! `olivine import youtube`: lengths of videos of YouTube into the lake (`PF V9`).

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::Float64Type;
use chrono::{NaiveDate, Utc};
use futures::TryStreamExt;
use olivine_engine::{EngineError, Session};
use olivine_lake::Lake;
use olivine_source::lms::ImportSummary;
use olivine_source::youtube;

use super::patient;
use crate::exit::{Problem, ProgramError};
use crate::rooms;
use crate::settings::Site;

/// The videos whose length no event tells.
const WANTED: &str = "select youtube_id, max(duration) as duration from facts_video where youtube_id is not null \
                      group by youtube_id having max(duration) is null";
/// What was looked up before.
const KNOWN: &str =
    "select youtube_id, max(duration) as duration from lms_youtube_videos where duration > 0 group by youtube_id";

/// Looks up what is missing, and keeps what is known.
///
/// # Errors
/// There is no key, the service cannot be used, or the lake cannot be read or written.
pub async fn import_youtube(site: &Site, lake: &Lake, date: Option<NaiveDate>) -> Result<ImportSummary, Problem> {
    let settings = &site.settings.video;
    let Some(key) = settings.youtube_key.reveal("video.youtube_key", &site.dir)? else {
        let text = "set `video.youtube_key` in olivine.toml: without a key YouTube tells nothing";
        return Err(ProgramError::Usage(text.to_owned()).into());
    };
    let date = date.unwrap_or_else(|| Utc::now().date_naive());
    let session = Session::new(&rooms::engine(site))?;
    let wanted: BTreeSet<String> = match lake.snapshot("facts_video").await? {
        Some(snapshot) => {
            session.register_lake_table("facts_video", lake, &snapshot)?;
            lengths(&session, WANTED).await?.into_keys().collect()
        }
        None => BTreeSet::new(),
    };
    let known = match lake.latest_lms("youtube_videos").await? {
        Some((_, snapshot)) => {
            session.register_lake_table("lms_youtube_videos", lake, &snapshot)?;
            let known = lengths(&session, KNOWN).await?;
            known
                .into_iter()
                .filter_map(|(id, length)| Some((id, length?)))
                .collect()
        }
        None => BTreeMap::new(),
    };
    let mut client = patient(site, None)?.with_key(youtube::KEY_HEADER, &key)?;
    let _held = lake.lock()?;
    let mut summary = ImportSummary::new(date);
    youtube::import(
        &settings.youtube_url,
        &mut client,
        &wanted,
        known,
        lake,
        date,
        &mut summary,
    )
    .await?;
    Ok(summary)
}

/// Ids and lengths that a statement gives.
async fn lengths(session: &Session, sql: &str) -> Result<BTreeMap<String, Option<f64>>, Problem> {
    let stream = session.query(sql, &BTreeMap::new()).await?;
    let batches: Vec<RecordBatch> = stream.try_collect().await.map_err(EngineError::from)?;
    let mut found = BTreeMap::new();
    for batch in batches {
        let lengths = batch.column(1).as_primitive::<Float64Type>();
        for (row, id) in texts(batch.column(0)).into_iter().enumerate() {
            if let Some(id) = id {
                found.insert(id, lengths.is_valid(row).then(|| lengths.value(row)));
            }
        }
    }
    Ok(found)
}

/// A column of texts, in either form that the engine gives.
fn texts(column: &ArrayRef) -> Vec<Option<String>> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    if let Some(texts) = column.as_string_view_opt() {
        return texts.iter().map(owned).collect();
    }
    match column.as_string_opt::<i32>() {
        Some(texts) => texts.iter().map(owned).collect(),
        None => vec![None; column.len()],
    }
}
