//! `olivine serve`: the dashboard, the data API, and the passes of the timetable.

use std::sync::Arc;

use olivine_lake::Lake;
use olivine_schedule::{Outcome, Timetable, follow};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::{error, info};

use crate::commands::import::import_lms;
use crate::commands::import_structure::import_daily;
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
                let live = Arc::clone(&live);
                async move {
                    let mut site = live.site();
                    // The next pass asks APIs again anyway: none waits for them longer than until then.
                    let until_next = u64::from(site.settings.run.every_minutes) * 60;
                    let patience = &mut site.settings.rest.retry_seconds;
                    *patience = until_next.min(*patience);
                    refresh(&site).await
                }
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

/// One pass: take in what is new, compute what changed. Events do not wait for the LMS: where an import fails, what it brought before
/// is computed with, and the pass has failed all the same.
async fn refresh(site: &Site) -> Outcome {
    let rooms = match take_logs_in(site).await {
        Ok(rooms) => rooms,
        Err(problem) => return failed(&problem),
    };
    let tables = ended(import_tables(site, &rooms.lake).await);
    let structures = ended(import_daily(site, &rooms.lake).await);
    let computed = ended(compute(site, &rooms).await);
    tables.and(structures).and(computed)
}

async fn take_logs_in(site: &Site) -> Result<Rooms, Problem> {
    let rooms = Rooms::open(site).await?;
    if !site.settings.ingest.sources.is_empty() {
        let summary = ingest_into(site, &rooms.lake, &[]).await?;
        info!(
            events = summary.counts.events,
            failed = summary.files.failed.len(),
            "took logs in"
        );
    }
    Ok(rooms)
}

async fn import_tables(site: &Site, lake: &Lake) -> Result<(), Problem> {
    if !site.settings.lms.database.is_empty() {
        import_lms(site, lake, None, None, None).await?;
    }
    Ok(())
}

async fn compute(site: &Site, rooms: &Rooms) -> Result<(), Problem> {
    run_tasks(site, rooms, &rooms::run_options(site)?).await?;
    Ok(())
}

/// How a part of a pass ended; a failure goes to the log.
fn ended(part: Result<(), Problem>) -> Outcome {
    match part {
        Ok(()) => Outcome::Done,
        Err(problem) => failed(&problem),
    }
}

fn failed(problem: &Problem) -> Outcome {
    let failure = problem.error.failure();
    error!(code = failure.code, hint = failure.hint, "{}", problem.error);
    if problem.error.is_transient() {
        Outcome::TryAgain
    } else {
        Outcome::Failed
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

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn an_import_that_fails_keeps_no_event_from_being_computed() {
        let dir = tempfile::tempdir().unwrap();
        let event = json!({
            "time": "2024-02-01T08:00:00+00:00", "event_source": "server", "event_type": "edx.course.enrollment.activated",
            "event": {"course_id": "course-v1:X+A+1", "user_id": 1, "mode": "audit"},
        });
        fs::create_dir(dir.path().join("logs")).unwrap();
        fs::write(dir.path().join("logs/tracking.log"), format!("{event}\n")).unwrap();
        let text = "[ingest]\nsources = [\"logs\"]\n[lms]\ndatabase = \"gone\"\n[structure]\nurl = \"gone\"\n";
        fs::write(dir.path().join(crate::settings::SITE_FILE), text).unwrap();
        let site = Site::open(dir.path(), &[]).unwrap();
        assert_eq!(refresh(&site).await, Outcome::Failed);
        let store = rooms::store_at_rest(&site).await.unwrap();
        let published = store.published().await.unwrap();
        assert!(published["course_enrollment_daily"].rows > 0);
    }
}
