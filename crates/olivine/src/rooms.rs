//! Opens the rooms of a site as its settings say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use olivine_engine::SessionOptions;
use olivine_failure::Failure;
use olivine_lake::{FileArea, Lake, LakeOptions};
use olivine_report::{Registry, Switched, Switches};
use olivine_run::{RunOptions, Runner, Settings, TaskLimits};
use olivine_source::Account;
use olivine_store::{MigrateAtOpen, QueryLimits, Store, StoreOptions};

use crate::exit::{Problem, ProgramError};
use crate::settings::{DATA_FOLDER, SettingsError, Site};
use crate::{failures, settings, stopped};

/// All declared failures, by code.
pub fn failures() -> Vec<&'static Failure> {
    let rooms = [
        failures::FAILURES,
        settings::FAILURES,
        olivine_lake::FAILURES,
        olivine_source::FAILURES,
        olivine_engine::FAILURES,
        olivine_report::FAILURES,
        olivine_run::FAILURES,
        olivine_store::FAILURES,
        olivine_api::FAILURES,
        olivine_identity::FAILURES,
        olivine_web::FAILURES,
        olivine_sandbox::FAILURES,
        olivine_schedule::FAILURES,
    ];
    let mut all: Vec<&Failure> = rooms.into_iter().flatten().copied().collect();
    all.sort_by_key(|failure| failure.code);
    all
}

/// The lake of a site.
pub async fn lake(site: &Site) -> Result<Lake, Problem> {
    let settings = &site.settings.lake;
    let options = LakeOptions {
        storage: object_store_options(site)?,
        deduplicate: settings.deduplicate,
        first_date: settings.accept_from,
        lock_folder: Some(site.dir.join(DATA_FOLDER)),
        keep_snapshots: site.settings.lms.keep_snapshots,
        ..LakeOptions::at(site.place(&settings.url))
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
    let location = site.place(&site.settings.files.url);
    if location.is_empty() {
        return Ok(None);
    }
    Ok(Some(FileArea::open(&location, &object_store_options(site)?)?))
}

/// The result store of a site.
pub async fn store(site: &Site, options: StoreOptions) -> Result<Store, Problem> {
    Ok(Store::open(&store_url(site)?, options).await?)
}

/// The result store of a site as it is: nothing in it is brought to this program's version.
pub async fn store_at_rest(site: &Site) -> Result<Store, Problem> {
    let options = StoreOptions {
        migrate: MigrateAtOpen::Never,
        ..StoreOptions::default()
    };
    store(site, options).await
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

/// The reports of a site, switched as its settings and its state say. Plugins that the program stopped are on again when what they were
/// stopped under has changed.
pub async fn registry(site: &Site, store: &Store) -> Result<Registry, Problem> {
    let switched = store.site().report_switches().await?.into_iter().map(|switch| {
        let when = switch.changed.format("%Y-%m-%d %H:%M UTC");
        let switched = Switched {
            on: switch.on,
            reason: format!("{}, {when}", switch.reason),
        };
        (switch.report, switched)
    });
    let mut switched: BTreeMap<String, Switched> = switched.collect();
    let registry = registry_of(site, switched.clone());
    let again = stopped::to_try_again(site, store, &registry).await?;
    if again.is_empty() {
        return Ok(registry);
    }
    switched.retain(|id, _| !again.contains(id));
    Ok(registry_of(site, switched))
}

/// The same without changing anything of the site: where there is no state yet, or it cannot be read, as the settings say.
pub async fn registry_at_rest(site: &Site) -> Registry {
    let store = store_at_rest(site).await.ok();
    registry_at_rest_in(site, store.as_ref()).await
}

/// The same for those who opened the store themselves, or could not.
pub async fn registry_at_rest_in(site: &Site, store: Option<&Store>) -> Registry {
    let registry = match store {
        Some(store) => registry(site, store).await.ok(),
        None => None,
    };
    registry.unwrap_or_else(|| registry_of(site, BTreeMap::new()))
}

/// All reports of a site, those that are off included, for those who check another one beside them.
pub fn registry_all_on(site: &Site) -> Registry {
    let known = registry_of(site, BTreeMap::new());
    let on = known.reports_off().iter().map(|report| report.manifest.id.clone());
    let switches = Switches {
        on: on.collect(),
        ..Switches::default()
    };
    Registry::load(&plugin_folders(site), &switches)
}

fn registry_of(site: &Site, switched: BTreeMap<String, Switched>) -> Registry {
    let reports = &site.settings.reports;
    let switches = Switches {
        off: reports.off.iter().cloned().collect(),
        on: reports.on.iter().cloned().collect(),
        switched,
    };
    Registry::load(&plugin_folders(site), &switches)
}

/// Folders of plugins. The one that every site may have is no mistake when it is missing.
fn plugin_folders(site: &Site) -> Vec<PathBuf> {
    let by_default = settings::Settings::default().reports.plugins;
    let named = site.settings.reports.plugins.iter();
    named
        .filter(|folder| !by_default.contains(folder) || site.path(folder).exists())
        .map(|folder| site.path(folder))
        .collect()
}

/// Where plugins are put: the first of their folders.
pub fn plugin_home(site: &Site) -> PathBuf {
    let by_default = || settings::Settings::default().reports.plugins.first().cloned();
    let first = site.settings.reports.plugins.first().cloned().or_else(by_default);
    site.path(first.unwrap_or_default())
}

/// How much a task of a plugin may take.
pub fn task_limits(site: &Site) -> TaskLimits {
    task_limits_of(&site.settings)
}

/// The same by settings, for those who have no site.
pub fn task_limits_of(settings: &settings::Settings) -> TaskLimits {
    let reports = &settings.reports;
    TaskLimits {
        time: given(reports.task_seconds).map(Duration::from_secs),
        memory_bytes: Some(reports.task_memory_mib << 20),
        rows: given(reports.task_rows),
    }
}

/// How much a query of a plugin may take.
pub fn query_limits(site: &Site) -> QueryLimits {
    let reports = &site.settings.reports;
    QueryLimits {
        time: given(reports.query_seconds).map(Duration::from_secs),
        rows: given(reports.query_rows),
    }
}

/// A setting of which 0 says that there is none.
fn given(number: u64) -> Option<u64> {
    (number > 0).then_some(number)
}

/// How long the daily housekeeping leaves files of the lake that were replaced; none where there is no such housekeeping.
pub fn replaced_files_kept(site: &Site) -> Option<Duration> {
    let hours = given(u64::from(site.settings.lake.keep_hours));
    hours.map(|hours| Duration::from_secs(hours * 3600))
}

/// How long a server reads dead letters and events again in a day; none where it does not.
pub fn replay_time(site: &Site) -> Option<Duration> {
    let minutes = given(u64::from(site.settings.lake.replay_minutes));
    minutes.map(|minutes| Duration::from_secs(minutes * 60))
}

/// The service account at the LMS that is reached at `base`, where one is set.
pub fn service_account(site: &Site, base: &str) -> Result<Option<Account>, SettingsError> {
    let settings = &site.settings.lms;
    let secret = settings.client_secret.reveal("lms.client_secret", &site.dir)?;
    let password = settings.oauth_password.reveal("lms.oauth_password", &site.dir)?;
    let account = |client_secret| Account {
        token_type: settings.token_type.clone(),
        person: password.map(|password| (settings.oauth_username.clone(), password)),
        ..Account::new(
            format!("{}/oauth2/access_token", base.trim_end_matches('/')),
            settings.client_id.clone(),
            client_secret,
        )
    };
    Ok(secret.filter(|_| !settings.client_id.is_empty()).map(account))
}

/// How a run goes on a site, whatever it is asked for.
pub fn run_options(site: &Site) -> Result<RunOptions, Problem> {
    Ok(RunOptions {
        files: files(site)?,
        plugin_limits: task_limits(site),
        ..RunOptions::default()
    })
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
        let store = store(site, StoreOptions::default()).await?;
        Ok(Self {
            lake: lake(site).await?,
            registry: registry(site, &store).await?,
            store,
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
    std::fs::create_dir_all(folder).map_err(|source| ProgramError::File {
        path: folder.to_owned(),
        source,
    })?;
    Ok(())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
