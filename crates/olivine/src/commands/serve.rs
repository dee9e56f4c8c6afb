//! `olivine serve`: the dashboard, the data API, and the passes of the timetable.

use std::sync::Arc;

use olivine_api::{ApiOptions, ApiState, Handlers, ReportFileLinks};
use olivine_run::RunOptions;
use olivine_schedule::{Outcome, Timetable, follow};
use olivine_store::StoreOptions;
use olivine_web::{WebOptions, WebState};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{error, info};

use crate::commands::ingest::ingest_into;
use crate::commands::run::run_tasks;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::report_files;
use crate::rooms::{self, Rooms};
use crate::settings::Site;

/// Serves until the program is told to stop.
///
/// # Errors
/// The address cannot be listened on, or the store cannot be opened.
pub async fn serve(site: &Site, bind: Option<&str>) -> Result<(), Problem> {
    let address = bind.unwrap_or(&site.settings.web.bind);
    let store = rooms::store(site, StoreOptions::default()).await?;
    let registry = Arc::new(rooms::registry(site));
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
    let downloads = report_files::downloads(site, &store, &registry).await?;
    let mut handlers = Handlers::built_in();
    handlers.register("report_files", Arc::new(ReportFileLinks(downloads.clone())));
    let api = ApiState::with_handlers(store, registry, api_options(site), &handlers);
    let pages = olivine_web::router(WebState {
        api: api.clone(),
        options: web_options(site),
    })?;
    let mut app = olivine_api::router(api).merge(pages);
    if let Some(downloads) = downloads {
        app = app.merge(olivine_api::downloads::router(downloads));
    }
    let listening = |source| ProgramError::Listen {
        address: address.to_owned(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(listening)?;
    let bound = listener.local_addr().map_err(listening)?;
    output::note(&format!("Serving {} at http://{bound}/", site.settings.site.name));

    let (stop, stopped) = watch::channel(false);
    let daemon = Timetable::every_minutes(site.settings.run.every_minutes).map(|timetable| {
        let site = site.clone();
        tokio::spawn(async move { follow(timetable, stopped, || refresh(&site)).await })
    });
    let served = olivine_api::serve(listener, app, told_to_stop()).await;
    // The daemon may be gone; then nobody needs to be told.
    let _ = stop.send(true);
    if let Some(daemon) = daemon {
        // A pass under way is not waited for: it is as safe to end as by any other death, and begins anew at the next start.
        daemon.abort();
    }
    Ok(served?)
}

/// One pass: take in what is new, compute what changed.
async fn refresh(site: &Site) -> Outcome {
    match try_refresh(site).await {
        Ok(()) => Outcome::Done,
        Err(problem) => {
            let failure = problem.error.failure();
            error!(code = failure.code, hint = failure.hint, "{}", problem.error);
            if problem.error.is_transient() {
                Outcome::TryAgain
            } else {
                Outcome::Failed
            }
        }
    }
}

async fn try_refresh(site: &Site) -> Result<(), Problem> {
    let rooms = Rooms::open(site).await?;
    if !site.settings.ingest.sources.is_empty() {
        let summary = ingest_into(site, &rooms.lake, &[]).await?;
        info!(
            events = summary.counts.events,
            failed = summary.files.failed.len(),
            "took logs in"
        );
    }
    if !site.settings.lms.database.is_empty() {
        crate::commands::import::import_lms(site, &rooms.lake, None, None, None).await?;
    }
    crate::commands::import_structure::import_daily(site, &rooms.lake).await?;
    run_tasks(site, &rooms, &RunOptions::default()).await?;
    Ok(())
}

fn api_options(site: &Site) -> ApiOptions {
    let settings = &site.settings;
    let mut options = ApiOptions {
        standalone: false,
        behind_proxy: settings.web.trust_forwarded,
        cors_origins: settings.api.cors_origins.clone(),
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
    options
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
        ..WebOptions::default()
    }
}

/// Ends with the first interrupt or termination signal.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}
