//! Files of reports as the data API serves them: from the record of what was made, and the place where it lies.

use std::sync::Arc;

use async_trait::async_trait;
use futures::{StreamExt, TryStreamExt};
use olivine_api::downloads::Content;
use olivine_api::{Downloads, ReportFile, ReportFiles};
use olivine_failure::Failing;
use olivine_lake::FileArea;
use olivine_report::manifest::{Audience, OutputFile};
use olivine_report::{Registry, Report};
use olivine_run::FilesRecord;
use olivine_store::Store;

use crate::exit::Problem;
use crate::rooms;
use crate::settings::Site;

/// Name under which the key that signs links is kept with the state of the site.
const KEY_NAME: &str = "downloads/key";
/// Bytes of that key.
const KEY_BYTES: usize = 32;

/// Downloads of a site; nothing where no files are made.
///
/// # Errors
/// A place of files that is not understood, or a store that cannot be used.
pub async fn downloads(site: &Site, store: &Store, registry: &Arc<Registry>) -> Result<Option<Downloads>, Problem> {
    let Some(area) = rooms::files(site)? else {
        return Ok(None);
    };
    let key = key(store).await?;
    let files = Files {
        area,
        store: store.clone(),
        registry: Arc::clone(registry),
    };
    Ok(Some(Downloads::new(
        Arc::new(files),
        &key,
        &site.settings.web.public_url,
    )))
}

/// The key by which links are signed, made at first use. All programs of a site share it.
async fn key(store: &Store) -> Result<Vec<u8>, Problem> {
    let site = store.site();
    let read = |value: serde_json::Value| serde_json::from_value::<Vec<u8>>(value).ok();
    if let Some(key) = site.value(KEY_NAME).await?.and_then(read) {
        return Ok(key);
    }
    let made: [u8; KEY_BYTES] = rand::random();
    site.set_value(KEY_NAME, &serde_json::Value::from(made.to_vec()))
        .await?;
    Ok(made.to_vec())
}

struct Files {
    area: FileArea,
    store: Store,
    registry: Arc<Registry>,
}

impl Files {
    /// The report that makes a file of this name for each course, and how it declares them.
    fn declared(&self, name: &str) -> Option<(&Report, &OutputFile)> {
        let declared = self.registry.files().find(|(_, known, _)| *known == name);
        // Files that are told apart by more than the course cannot be named by it.
        let (report, _, file) = declared.filter(|(_, _, file)| file.by == ["course_id"])?;
        Some((report, file))
    }
}

#[async_trait]
impl ReportFiles for Files {
    fn audience(&self, name: &str) -> Option<Audience> {
        let (report, file) = self.declared(name)?;
        Some(report.file_audience(file))
    }

    async fn find(&self, name: &str, course_id: &str) -> Result<Option<ReportFile>, String> {
        let Some((report, _)) = self.declared(name) else {
            return Ok(None);
        };
        let record = FilesRecord::read(&self.store, &report.manifest.id, name).await;
        let record = record.map_err(|error| error.to_string())?;
        let places = record
            .filter(|record| record.location == self.area.location())
            .map(|record| record.files);
        let of_course = |place: &olivine_run::FilePlace| place.by.get("course_id").is_some_and(|id| id == course_id);
        let Some(place) = places.into_iter().flatten().find(of_course) else {
            return Ok(None);
        };
        let content = self.area.read(&place.path).await.map_err(|error| error.full_text())?;
        Ok(content.map(|content| ReportFile {
            path: place.path,
            size: content.size,
            modified: content.modified,
        }))
    }

    async fn read(&self, path: &str) -> Result<Option<Content>, String> {
        let content = self.area.read(path).await.map_err(|error| error.full_text())?;
        Ok(content.map(|content| {
            let pieces = content.pieces.map_err(|error| std::io::Error::other(error.full_text()));
            pieces.boxed()
        }))
    }
}
