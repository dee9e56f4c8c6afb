//! A site being served, whose reports and settings can change while it is: the router is made anew and exchanged, and no request
//! is lost over it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use olivine_api::{ApiOptions, ApiState, Downloads, Exchange, Handlers};
use olivine_failure::Failing;
use olivine_lake::DeadLetterReason;
use olivine_report::Registry;
use olivine_store::{Store, StoreOptions};
use olivine_web::operations::{DeadLetters, LakeState, LakeTable};
use olivine_web::{Operations, WebOptions, WebState};
use tokio::signal::unix::Signal;
use tokio::sync::watch;
use tracing::{error, info, warn};

use crate::exit::Problem;
use crate::report_files;
use crate::rooms;
use crate::selections::SelectionService;
use crate::settings::{Settings, Site};
use crate::sign_in;

/// How often it is looked whether somebody switched or installed a report.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A site being served.
pub struct LiveSite {
    store: Store,
    exchange: Exchange,
    selections: Arc<SelectionService>,
    now: Mutex<Now>,
    /// Held while the router is made anew: one at a time.
    reloading: tokio::sync::Mutex<()>,
}

/// What it is served as now.
struct Now {
    site: Site,
    api: ApiState,
    downloads: Option<Downloads>,
    /// What tells whether reports were switched or installed since.
    version: String,
}

/// What depends on reports and settings.
struct Loaded {
    registry: Arc<Registry>,
    options: ApiOptions,
    downloads: Option<Downloads>,
    version: String,
}

impl Loaded {
    async fn load(site: &Site, store: &Store) -> Result<Self, Problem> {
        // Asked before the reports are read: what is switched meanwhile is taken up at the next look.
        let version = store.site().reports_version().await?;
        let registry = reports(site, store).await?;
        Ok(Self {
            options: api_options(site, store).await?,
            downloads: report_files::downloads(site, store, &registry).await?,
            registry,
            version,
        })
    }

    fn handlers(&self, site: &Site) -> Handlers {
        Handlers::with_downloads(self.downloads.clone()).with_accounts(&site.settings.lms.account_url)
    }
}

impl LiveSite {
    /// Opens a site for serving.
    ///
    /// # Errors
    /// The store cannot be opened.
    pub async fn open(site: &Site) -> Result<Arc<Self>, Problem> {
        let store = rooms::store(site, StoreOptions::default()).await?;
        let loaded = Loaded::load(site, &store).await?;
        let handlers = loaded.handlers(site);
        let live = Arc::new_cyclic(|live| Self {
            selections: Arc::new(SelectionService::new(Served {
                store: store.clone(),
                live: live.clone(),
            })),
            now: Mutex::new(Now {
                site: site.clone(),
                api: ApiState::with_handlers(store.clone(), loaded.registry, loaded.options, &handlers),
                downloads: loaded.downloads,
                version: loaded.version,
            }),
            store: store.clone(),
            exchange: Exchange::default(),
            reloading: tokio::sync::Mutex::default(),
        });
        live.use_router()?;
        Ok(live)
    }

    /// The router to serve; it stays the same when the site changes.
    pub fn router(&self) -> Router {
        self.exchange.router()
    }

    /// The site with its settings of now.
    pub fn site(&self) -> Site {
        self.now().site.clone()
    }

    /// Makes everything anew that depends on reports and, when asked, on settings. When that fails, all stays as it was. What cannot be
    /// exchanged under a server stays as it was served from the start, for all that works on the site.
    ///
    /// # Errors
    /// Settings that cannot be used; what stops the store.
    pub async fn reload(self: &Arc<Self>, settings: bool) -> Result<(), Problem> {
        let _one_at_a_time = self.reloading.lock().await;
        let mut site = self.site();
        if settings {
            let served = site.settings.clone();
            site = site.again()?;
            for setting in keep_until_restart(&mut site.settings, &served) {
                warn!(setting, "changed, and as it was until the server is started again");
            }
        }
        let loaded = Loaded::load(&site, &self.store).await?;
        let (handlers, count) = (loaded.handlers(&site), loaded.registry.reports().len());
        {
            let mut now = self.now();
            now.api = now.api.with_reports(loaded.registry, loaded.options, &handlers);
            now.site = site;
            now.downloads = loaded.downloads;
            now.version = loaded.version;
        }
        self.use_router()?;
        info!(reports = count, "loaded anew");
        Ok(())
    }

    /// Loads anew when told to by a signal, and when reports were switched or installed, until the server stops.
    pub async fn follow_changes(self: Arc<Self>, mut hangups: Option<Signal>, mut stopped: watch::Receiver<bool>) {
        loop {
            let told = async {
                match &mut hangups {
                    Some(hangups) => hangups.recv().await,
                    None => std::future::pending().await,
                }
            };
            let settings = tokio::select! {
                _ = told => true,
                () = tokio::time::sleep(LOOK_EVERY) => false,
                _ = stopped.changed() => return,
            };
            self.selections.tidy().await;
            self.api().write_people_log(false).await;
            if !settings && !self.has_changed().await {
                continue;
            }
            if let Err(problem) = self.reload(settings).await {
                let failure = problem.error.failure();
                error!(
                    code = failure.code,
                    hint = failure.hint,
                    "{}; the site stays as it was",
                    problem.error.full_text()
                );
            }
        }
    }

    /// Keeps what would be gone with the program, once nobody is served any more.
    pub async fn end(&self) {
        self.api().write_people_log(true).await;
    }

    fn api(&self) -> ApiState {
        self.now().api.clone()
    }

    async fn has_changed(&self) -> bool {
        let known = self.now().version.clone();
        // A store that does not answer now is asked again soon.
        let version = self.store.site().reports_version().await;
        version.is_ok_and(|version| version != known)
    }

    fn use_router(self: &Arc<Self>) -> Result<(), Problem> {
        let (site, api, downloads) = {
            let now = self.now();
            (now.site.clone(), now.api.clone(), now.downloads.clone())
        };
        let mut options = web_options(&site);
        options.operations = Some(Arc::new(Reached(Arc::downgrade(self))));
        options.selections = Some(Arc::clone(&self.selections) as Arc<dyn olivine_web::Selections>);
        let pages = olivine_web::router(WebState {
            api: api.clone(),
            options,
        })?;
        let mut app = olivine_api::router(api).merge(pages);
        if let Some(downloads) = downloads {
            app = app.merge(olivine_api::downloads::router(downloads));
        }
        self.exchange.replace(app);
        Ok(())
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts back what a server cannot exchange while it serves: passes and pages must go on in the same store, and the timetable was made
/// at the start. Gives the settings that somebody has changed.
fn keep_until_restart(settings: &mut Settings, served: &Settings) -> Vec<&'static str> {
    let (store, kept) = (&settings.store, &served.store);
    let changed = [
        ("store.url", store.url != kept.url),
        ("store.password", store.password != kept.password),
        ("web.bind", settings.web.bind != served.web.bind),
        (
            "run.every_minutes",
            settings.run.every_minutes != served.run.every_minutes,
        ),
    ];
    settings.store = kept.clone();
    settings.web.bind.clone_from(&served.web.bind);
    settings.run.every_minutes = served.run.every_minutes;
    let changed = changed.into_iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(setting, _)| setting).collect()
}

/// A site being served, for what works beside its pages.
#[derive(Clone)]
pub struct Served {
    store: Store,
    live: Weak<LiveSite>,
}

impl Served {
    /// Its results.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Its settings and reports of now; none once it is served no more.
    pub fn now(&self) -> Option<(Site, ApiState)> {
        let live = self.live.upgrade()?;
        let now = live.now();
        Some((now.site.clone(), now.api.clone()))
    }
}

/// The reports of a site; what is wrong with broken ones goes to the log. Tables get the columns that are new.
async fn reports(site: &Site, store: &Store) -> Result<Arc<Registry>, Problem> {
    let registry = Arc::new(rooms::registry(site, store).await?);
    for broken in registry.broken() {
        for problem in &broken.problems {
            error!(%problem, "a report is switched off");
        }
    }
    // A query may read a column that the last run of an older program did not make.
    let tables: Vec<_> = registry.result_tables().collect();
    for column in store.expand(&tables).await? {
        info!(%column, "added; empty until the next run");
    }
    Ok(registry)
}

/// How the site wants its API.
///
/// # Errors
/// A secret that cannot be read.
pub async fn api_options(site: &Site, store: &Store) -> Result<ApiOptions, Problem> {
    let settings = &site.settings;
    let mut options = ApiOptions {
        standalone: false,
        behind_proxy: settings.web.trust_forwarded,
        cors_origins: settings.api.cors_origins.clone(),
        plugin_limits: rooms::query_limits(site),
        people: Some(sign_in::people(site, store).await?),
        session_cookie: Some(olivine_web::session_cookie(
            settings.web.public_url.starts_with("https:"),
        )),
        embed: sign_in::embedding(site)?,
        ..ApiOptions::default()
    };
    if settings.api.requests_per_minute > 0 {
        options.limits.user = settings.api.requests_per_minute;
    }
    if settings.api.empty_course_summaries {
        options.empty.insert(
            "site.courses/course_summaries".to_owned(),
            olivine_api::shape::Empty::List,
        );
    }
    Ok(options)
}

fn web_options(site: &Site) -> WebOptions {
    let settings = &site.settings;
    let given = |text: &str| (!text.is_empty()).then(|| text.trim_end_matches('/').to_owned());
    WebOptions {
        site_name: settings.site.name.clone(),
        https: settings.web.public_url.starts_with("https:"),
        lms_courses_url: given(&settings.lms.url).map(|base| format!("{base}/courses")),
        studio_courses_url: given(&settings.lms.studio_url).map(|base| format!("{base}/course")),
        support_email: given(&settings.site.support_email),
        session_minutes: settings.web.session_hours * 60,
        idle_minutes: settings.web.idle_minutes,
        embed_origins: settings.web.embed_origins.clone(),
        leave_out_staff: settings.web.leave_out_staff,
        smallest_group: settings.web.smallest_group,
        local_accounts: settings.sign_in.local_accounts || !settings.signs_in_with_lms(),
        logout_url: given(&settings.sign_in.logout_url).filter(|_| settings.signs_in_with_lms()),
        ..WebOptions::default()
    }
}

/// What the pages of operators reach of the program; nothing once the site is served no more.
struct Reached(Weak<LiveSite>);

impl std::fmt::Debug for Reached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reached")
    }
}

impl Reached {
    fn live(&self) -> Result<Arc<LiveSite>, String> {
        self.0.upgrade().ok_or_else(|| "the server is stopping".to_owned())
    }
}

#[async_trait]
impl Operations for Reached {
    async fn lake(&self) -> Result<LakeState, String> {
        let site = self.live()?.site();
        let lake = rooms::lake(&site).await.map_err(|problem| problem.error.full_text())?;
        let status = lake.status().await.map_err(|error| error.full_text())?;
        Ok(lake_state(&status))
    }

    async fn reload(&self) -> Result<(), String> {
        let reloaded = self.live()?.reload(false).await;
        reloaded.map_err(|problem| problem.error.full_text())
    }
}

fn lake_state(status: &olivine_lake::LakeStatus) -> LakeState {
    let total = |name: &str| {
        status
            .totals
            .get(name)
            .map_or(0, |total| u64::try_from(*total).unwrap_or(0))
    };
    let tables = status.tables.iter().map(|(name, table)| {
        let (first, last) = (table.dates.keys().next(), table.dates.keys().next_back());
        LakeTable {
            name: name.clone(),
            rows: table.rows,
            bytes: table.bytes,
            days: first.copied().zip(last.copied()),
        }
    });
    let mut dead_letters: Vec<DeadLetters> = status
        .dead_letters()
        .filter(|(_, lines)| *lines > 0)
        .map(|(reason, lines)| DeadLetters {
            reason: reason.to_owned(),
            meaning: DeadLetterReason::meaning(reason).unwrap_or_default().to_owned(),
            lines,
        })
        .collect();
    dead_letters.sort_by(|a, b| (b.lines, &a.reason).cmp(&(a.lines, &b.reason)));
    LakeState {
        tables: tables.collect(),
        lines: total("lines"),
        events: total("events"),
        duplicates: total("duplicates"),
        noise: total("noise"),
        dead_letters,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::settings::SITE_FILE;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_needs_a_restart_is_as_it_was_until_then() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(SITE_FILE);
        fs::write(&file, "[site]\nname = \"Old\"\n[run]\nevery_minutes = 60\n").unwrap();
        let live = LiveSite::open(&Site::open(dir.path(), &[]).unwrap()).await.unwrap();
        let before = live.site().settings;
        let changed =
            "[site]\nname = \"New\"\n[store]\nurl = \"sqlite:data/other.db\"\n[web]\nbind = \"127.0.0.1:1\"\n";
        fs::write(&file, changed).unwrap();
        live.reload(true).await.unwrap();
        let mut now = live.site().settings;
        assert_eq!(now.site.name, "New");
        assert_eq!(
            (now.store.url.as_str(), now.web.bind.as_str(), now.run.every_minutes),
            (before.store.url.as_str(), before.web.bind.as_str(), 60)
        );
        assert!(!dir.path().join("data/other.db").exists());
        let wanted = live.site().again().unwrap().settings;
        now.store.url = wanted.store.url;
        now.run.every_minutes = wanted.run.every_minutes;
        assert_eq!(
            keep_until_restart(&mut now, &before),
            ["store.url", "run.every_minutes"]
        );
    }
}
