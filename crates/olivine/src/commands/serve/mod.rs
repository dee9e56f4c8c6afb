//! `olivine serve`: the dashboard, the data API, and the passes of the timetable.

mod pass;

use std::sync::Arc;

use olivine_schedule::{ENDED, Timetable, follow};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info};

use crate::exit::{Problem, ProgramError};
use crate::live::LiveSite;
use crate::output;
use crate::serving::Serving;
use crate::settings::Site;

/// Serves until the program is told to stop. Told to hang up (`SIGHUP`), it reads settings and reports again; reports that are
/// switched or installed meanwhile are taken up by themselves.
///
/// # Errors
/// The site is being replaced, the address cannot be listened on, or the store cannot be opened.
pub async fn serve(site: &Site, bind: Option<&str>) -> Result<(), Problem> {
    // Asked for before anything else: a hang-up without anybody who hears it ends the program, and opening a site may take a while.
    let hangups = signal(SignalKind::hangup()).ok();
    let address = bind.unwrap_or(&site.settings.web.bind);
    let _serving = Serving::begin(&site.dir)?;
    let live = LiveSite::open(site).await?;
    let listening = |source| ProgramError::Listen {
        address: address.to_owned(),
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(listening)?;
    let bound = listener.local_addr().map_err(listening)?;
    output::note(&format!("Serving {} at http://{bound}/", site.settings.site.name));

    let (stop, stopped) = watch::channel(false);
    let changes = tokio::spawn(Arc::clone(&live).follow_changes(hangups, stopped.clone()));
    let timetable = Timetable::every_minutes(site.settings.run.every_minutes);
    let daemon = timetable.map(|timetable| tokio::spawn(follow_timetable(Arc::clone(&live), timetable, stopped)));
    let served = olivine_api::serve(listener, live.router(), told_to_stop()).await;
    // The daemon may be gone; then nobody needs to be told.
    let _ = stop.send(true);
    changes.abort();
    // What it had begun to write is left for the end, once it is gone. That it ended by being told to is no news.
    let _ = changes.await;
    if let Some(daemon) = daemon {
        // A pass under way is not waited for: it is as safe to end as by any other death, and begins anew at the next start.
        daemon.abort();
    }
    live.end().await;
    Ok(served?)
}

/// The passes of a site being served, until it is served no more.
async fn follow_timetable(live: Arc<LiveSite>, timetable: Timetable, stopped: watch::Receiver<bool>) {
    let pass = move || {
        let live = Arc::clone(&live);
        async move {
            let mut site = live.site();
            // The next pass asks APIs again anyway: no page of theirs is waited for longer than from one pass to the next.
            let distance = u64::from(site.settings.run.every_minutes) * 60;
            let patience = &mut site.settings.rest.retry_seconds;
            *patience = distance.min(*patience);
            pass::refresh(&site).await
        }
    };
    // Other than a task by itself, a set ends what runs in it when it is dropped.
    let mut following = JoinSet::new();
    following.spawn(follow(timetable, stopped, pass));
    if let Some(Err(broken)) = following.join_next().await {
        error!(code = ENDED.code, hint = ENDED.hint, "{}: {broken}", ENDED.title);
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
    info!("told to stop");
}
