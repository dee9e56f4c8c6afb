//! `olivine import structure`: the course list and the structure of each course into the lake.

use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use olivine_lake::Lake;
use olivine_source::blocks::Numbering;
use olivine_source::lms::ImportSummary;
use olivine_source::structure::{self, StructureSource};
use tracing::info;

use super::{TableBar, client};
use crate::exit::{Problem, ProgramError};
use crate::progress::Bar;
use crate::settings::Site;

/// Takes the course list and the structures as the snapshot of one day. The summary names courses that the LMS failed at.
///
/// # Errors
/// The source cannot be read, or the lake cannot be written.
pub async fn import_structure(
    site: &Site,
    lake: &Lake,
    from: Option<String>,
    date: Option<NaiveDate>,
) -> Result<ImportSummary, Problem> {
    let date = date.unwrap_or_else(|| Utc::now().date_naive());
    let source = source(site, from)?;
    let settings = &site.settings.structure;
    let numbering = Numbering {
        path_delimiter: settings.path_delimiter.clone(),
        deleted_blocks_path: settings.deleted_blocks_path.clone(),
        sort_orphan_blocks_up: settings.sort_orphan_blocks_up,
    };
    let _held = lake.lock()?;
    let bar = TableBar(Bar::steps("reading course structures", 0));
    let mut summary = ImportSummary::new(date);
    let imported = structure::import(source, &numbering, lake, date, &mut summary, &bar).await;
    bar.0.done();
    imported?;
    Ok(summary)
}

/// Takes the structures where they are set and the lake does not hold those of today (`PF H5`).
///
/// # Errors
/// As [`import_structure`]; the LMS failed at some courses.
pub async fn import_daily(site: &Site, lake: &Lake) -> Result<(), Problem> {
    let today = Utc::now().date_naive();
    if site.settings.structure.url.is_empty() || structure::is_imported(lake, today).await? {
        return Ok(());
    }
    let summary = import_structure(site, lake, None, Some(today)).await?;
    let blocks = summary.tables.get("lms_course_blocks").map_or(0, |table| table.rows);
    if summary.kept.is_empty() {
        info!(blocks, failed = summary.failed.len(), "took course structures in");
    } else {
        info!(blocks, "structures are not told of, and kept as they were");
    }
    Ok(summary.check_complete()?)
}

fn source(site: &Site, from: Option<String>) -> Result<StructureSource, Problem> {
    let settings = &site.settings;
    let place = match from {
        Some(place) => place,
        None if settings.structure.url.is_empty() => settings.lms.url.clone(),
        None => site.place(&settings.structure.url),
    };
    if place.is_empty() {
        let text =
            "name a folder of JSON files or the URL of the LMS with `--from`, or set `structure.url` in olivine.toml";
        return Err(ProgramError::Usage(text.to_owned()).into());
    }
    if place.contains("://") {
        return Ok(StructureSource::Api {
            lms: place,
            client: Box::new(client(site)?),
        });
    }
    Ok(StructureSource::Folder(PathBuf::from(place)))
}
