//! `olivine serve`: the dashboard, the data API, and the passes of the timetable.

use std::sync::Arc;

use olivine_schedule::{Outcome, Timetable, follow};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{error, info};

use crate::commands::ingest::ingest_into;
use crate::commands::run::run_tasks;
use crate::exit::{Problem, ProgramError};
use crate::live::LiveSite;
use crate::output;
use crate::rooms::{self, Rooms};
use crate::settings::Site;

/// Serves until the program is told to stop. Told to hang up (`SIGHUP`), it reads settings and reports again; reports that are
/// switched or installed meanwhile are taken up by themselves.
///
/// # Errors
/// The address cannot be listened on, or the store cannot be opened.
pub async fn serve(site: &Site, bind: Option<&str>) -> Result<(), Problem> {
    let address = bind.unwrap_or(&site.settings.web.bind);
    let live = LiveSite::open(site).await?;
    let listening = |source| ProgramError::Listen {
        address: address.to_owned(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(listening)?;
    let bound = listener.local_addr().map_err(listening)?;
    output::note(&format!("Serving {} at http://{bound}/", site.settings.site.name));

    let (stop, stopped) = watch::channel(false);
    let changes = tokio::spawn(Arc::clone(&live).follow_changes(stopped.clone()));
    let daemon = Timetable::every_minutes(site.settings.run.every_minutes).map(|timetable| {
        let live = Arc::clone(&live);
        tokio::spawn(async move {
            let pass = || {
                let mut site = live.site();
                // The next pass asks APIs again anyway: none waits for them longer than until then.
                let until_next = u64::from(site.settings.run.every_minutes) * 60;
                let patience = &mut site.settings.rest.retry_seconds;
                *patience = until_next.min(*patience);
                async move { refresh(&site).await }
            };
            follow(timetable, stopped, pass).await;
        })
    });
    let served = olivine_api::serve(listener, live.router(), told_to_stop()).await;
    // The daemon may be gone; then nobody needs to be told.
    let _ = stop.send(true);
    changes.abort();
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
    run_tasks(site, &rooms, &rooms::run_options(site)?).await?;
    Ok(())
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
