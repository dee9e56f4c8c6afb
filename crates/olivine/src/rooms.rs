//! Opens the rooms of a site as its settings say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

use olivine_engine::SessionOptions;
use olivine_failure::Failure;
use olivine_lake::{FileArea, Lake, LakeOptions};
use olivine_report::{Registry, Switches};
use olivine_run::{Runner, Settings};
use olivine_store::{Store, StoreOptions};

use crate::exit::Problem;
use crate::settings::{SettingsError, Site};
use crate::{exit, settings};

/// All declared failures, by code.
pub fn failures() -> Vec<&'static Failure> {
    let rooms = [
        exit::FAILURES,
        settings::FAILURES,
        olivine_lake::FAILURES,
        olivine_source::FAILURES,
        olivine_engine::FAILURES,
        olivine_report::FAILURES,
        olivine_run::FAILURES,
        olivine_store::FAILURES,
        olivine_api::FAILURES,
        olivine_web::FAILURES,
        olivine_sandbox::FAILURES,
    ];
    let mut all: Vec<&Failure> = rooms.into_iter().flatten().copied().collect();
    all.sort_by_key(|failure| failure.code);
    all
}

/// The lake of a site.
pub async fn lake(site: &Site) -> Result<Lake, Problem> {
    let settings = &site.settings.lake;
    let location = if settings.url.contains("://") {
        settings.url.clone()
    } else {
        site.path(&settings.url).display().to_string()
    };
    let options = LakeOptions {
        storage: object_store_options(site)?,
        deduplicate: settings.deduplicate,
        first_date: settings.accept_from,
        ..LakeOptions::at(location)
    };
    Ok(Lake::open(&options).await?)
}

/// Options of the object store, for the lake and for logs that are read from one.
pub fn object_store_options(site: &Site) -> Result<BTreeMap<String, String>, SettingsError> {
    let settings = &site.settings.lake;
    let key = settings.access_key_id.reveal("lake.access_key_id", &site.dir)?;
    let secret = settings.secret_access_key.reveal("lake.secret_access_key", &site.dir)?;
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let options = [
        ("endpoint", given(&settings.endpoint)),
        ("region", given(&settings.region)),
        ("access_key_id", key),
        ("secret_access_key", secret),
        ("allow_http", settings.allow_http.then(|| "true".to_owned())),
    ];
    Ok(options
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect())
}

/// Where files made from results go; nothing when none are made.
pub fn files(site: &Site) -> Result<Option<FileArea>, Problem> {
    let url = &site.settings.files.url;
    if url.is_empty() {
        return Ok(None);
    }
    let location = if url.contains("://") {
        url.clone()
    } else {
        site.path(url).display().to_string()
    };
    Ok(Some(FileArea::open(&location, &object_store_options(site)?)?))
}

/// The result store of a site.
pub async fn store(site: &Site, options: StoreOptions) -> Result<Store, Problem> {
    Ok(Store::open(&store_url(site)?, options).await?)
}

/// Where the result store of a site is.
pub fn store_url(site: &Site) -> Result<String, Problem> {
    let settings = &site.settings.store;
    Ok(match settings.url.strip_prefix("sqlite:") {
        Some(path) => {
            let path = site.path(path.trim_start_matches("//"));
            if let Some(folder) = path.parent() {
                make_folder(folder)?;
            }
            format!("sqlite://{}", absolute(&path).display())
        }
        None => with_password(&settings.url, settings.password.reveal("store.password", &site.dir)?),
    })
}

/// A database URL with a password put in.
pub fn with_password(url: &str, password: Option<String>) -> String {
    let (Ok(mut parsed), Some(password)) = (url::Url::parse(url), password) else {
        return url.to_owned();
    };
    match parsed.set_password(Some(&password)) {
        Ok(()) => parsed.into(),
        Err(()) => url.to_owned(),
    }
}

/// The reports of a site.
pub fn registry(site: &Site) -> Registry {
    let reports = &site.settings.reports;
    let plugins: Vec<PathBuf> = reports.plugins.iter().map(|path| site.path(path)).collect();
    let switches = Switches {
        off: reports.off.iter().cloned().collect(),
        on: reports.on.iter().cloned().collect(),
    };
    Registry::load(&plugins, &switches)
}

/// How SQL runs on a site.
pub fn engine(site: &Site) -> SessionOptions {
    let settings = &site.settings;
    let geo = &settings.geo.database;
    SessionOptions {
        memory_bytes: settings.engine.memory_mib << 20,
        threads: threads(settings.engine.threads),
        spill_dir: site.path(&settings.engine.spill_dir),
        geo_database: (!geo.as_os_str().is_empty()).then(|| site.path(geo)),
    }
}

/// A number of threads; zero means one per core.
pub fn threads(setting: usize) -> usize {
    if setting > 0 {
        setting
    } else {
        available_parallelism().map_or(1, usize::from)
    }
}

/// What `with` gets to run tasks of a site.
pub struct Rooms {
    /// Events, facts, snapshots.
    pub lake: Lake,
    /// Results and site state.
    pub store: Store,
    /// Reports that are on.
    pub registry: Registry,
}

impl Rooms {
    /// Opens lake, store and reports.
    pub async fn open(site: &Site) -> Result<Self, Problem> {
        Ok(Self {
            lake: lake(site).await?,
            store: store(site, StoreOptions::default()).await?,
            registry: registry(site),
        })
    }

    /// Something that runs tasks; `value` and `origin` answer for settings.
    pub fn runner<'a>(&'a self, site: &Site, settings: Settings<'a>) -> Runner<'a> {
        Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine: engine(site),
            settings,
        }
    }
}

fn make_folder(folder: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(folder).map_err(|source| exit::ProgramError::File {
        path: folder.to_owned(),
        source,
    })?;
    Ok(())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
