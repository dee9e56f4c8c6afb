//! One pass of the timetable: take in what is new, read again what may be understood otherwise by now, compute what changed, and once a
//! day keep house in the lake.

use chrono::{DateTime, NaiveDate, Utc};
use olivine_event::PARSER_VERSION;
use olivine_failure::{Class, Failure};
use olivine_lake::{FailedFile, HELD, Lake, ReplayOptions};
use olivine_run::{Outcome as TaskOutcome, RunSummary};
use olivine_schedule::Outcome;
use serde_json::{Value, json};
use tracing::{error, info, warn};

use crate::commands::import::{
    ENTERPRISE_REPORT, catalog_source, has_shop, import_catalog, import_daily, import_shop, import_tables, lms_source,
};
use crate::commands::ingest::{self, ingest_into};
use crate::commands::run::run_tasks;
use crate::exit::Problem;
use crate::rooms::{self, Rooms};
use crate::settings::Site;

/// Under this name it is kept with what dead letters and events were read again last, and in which lake.
const READ_AGAIN: &str = "serve/replay";
/// Under this name it is kept when house was kept last, and in which lake.
const HOUSE_KEPT: &str = "serve/housekeeping";

/// One pass. Its parts do not wait for each other: where logs or an import fail, what was brought before is computed with, and the pass
/// has failed all the same.
pub(super) async fn refresh(site: &Site) -> Outcome {
    let rooms = match Rooms::open(site).await {
        Ok(rooms) => rooms,
        Err(problem) => return failed(&problem),
    };
    let logs = ended(take_logs_in(site, &rooms.lake).await);
    let mut tables = Outcome::Done;
    for part in Part::ALL {
        tables = tables.and(ended(import_part(site, &rooms, part).await));
    }
    let structures = ended(import_daily(site, &rooms.lake).await.map(|()| Outcome::Done));
    let again = ended(read_again(site, &rooms).await);
    let computed = ended(compute(site, &rooms).await);
    let kept = ended(keep_house(site, &rooms).await);
    logs.and(tables).and(structures).and(again).and(computed).and(kept)
}

/// Takes logs in. A file that cannot be read is refused as a whole and told of (`ES F-20`); the others are taken in.
async fn take_logs_in(site: &Site, lake: &Lake) -> Result<Outcome, Problem> {
    if site.settings.ingest.sources.is_empty() {
        return Ok(Outcome::Done);
    }
    let summary = ingest_into(site, lake, &[]).await?;
    let failed = &summary.files.failed;
    info!(events = summary.counts.events, failed = failed.len(), "took logs in");
    Ok(failed.iter().map(refused).fold(Outcome::Done, Outcome::and))
}

fn refused(file: &FailedFile) -> Outcome {
    let failure = failure_of(file.code);
    let hint = failure.map_or("", |failure| failure.hint);
    error!(code = file.code, hint, "not taken in: {}: {}", file.name, file.text);
    match failure {
        Some(failure) if failure.class == Class::Transient => Outcome::TryAgain,
        _ => Outcome::Failed,
    }
}

fn failure_of(code: &str) -> Option<&'static Failure> {
    rooms::failures().into_iter().find(|failure| failure.code == code)
}

/// What is taken in once in a stretch of time. Each stands by itself: where one cannot be reached, the others are not read again with it.
#[derive(Debug, Clone, Copy)]
enum Part {
    Tables,
    Shop,
    Catalog,
}

impl Part {
    const ALL: [Self; 3] = [Self::Tables, Self::Shop, Self::Catalog];

    /// Under this name it is kept when the part was taken in last, and from where.
    fn mark(self) -> &'static str {
        match self {
            Self::Tables => "serve/lms_tables",
            Self::Shop => "serve/shop",
            Self::Catalog => "serve/catalog",
        }
    }

    /// What an import is told from others by: that of the next stretch of time is another one, and so is one with other settings.
    fn wanted(self, site: &Site, with_enterprise: bool, now: DateTime<Utc>) -> Value {
        let settings = &site.settings;
        let read_with = match self {
            Self::Tables => json!({ "lms": settings.lms, "enterprise": with_enterprise }),
            Self::Shop => json!({ "shop": settings.ecommerce, "tls": settings.lms.database_tls }),
            // Its account is that of the LMS, and so is the course list.
            Self::Catalog => json!({ "catalog": settings.catalog, "lms": settings.lms }),
        };
        json!({
            "stretch": now.timestamp() / 60 / i64::from(settings.lms.import_minutes),
            "lake": site.place(&settings.lake.url),
            "settings": read_with,
        })
    }

    /// Whether there is something to take in. The catalog comes with the tables of the LMS, and without them where it is set itself.
    fn is_set(self, site: &Site, with_enterprise: bool) -> bool {
        let settings = &site.settings;
        let has_tables = !settings.lms.database.is_empty();
        match self {
            Self::Tables => has_tables,
            Self::Shop => has_tables && has_shop(site, with_enterprise),
            Self::Catalog => has_tables || !settings.catalog.url.is_empty() || settings.lms.course_list,
        }
    }

    async fn import(self, site: &Site, lake: &Lake, with_enterprise: bool, date: NaiveDate) -> Result<(), Problem> {
        let summary = match self {
            Self::Tables => import_tables(lake, &lms_source(site, None)?, with_enterprise, date).await?,
            Self::Shop => import_shop(site, lake, date).await?,
            Self::Catalog => import_catalog(site, lake, catalog_source(site, None)?, date).await?,
        };
        if !summary.kept.is_empty() {
            info!(tables = summary.kept.join(", "), "not told of, and kept as they were");
        }
        Ok(())
    }
}

/// Takes a part in where it is set and was not taken in lately: not today, as shipped (`PF H5`).
async fn import_part(site: &Site, rooms: &Rooms, part: Part) -> Result<Outcome, Problem> {
    let with_enterprise = rooms.registry.report(ENTERPRISE_REPORT).is_some();
    if !part.is_set(site, with_enterprise) {
        return Ok(Outcome::Done);
    }
    let now = Utc::now();
    let wanted = part.wanted(site, with_enterprise, now);
    let state = rooms.store.site();
    if state.value(part.mark()).await?.as_ref() != Some(&wanted) {
        part.import(site, &rooms.lake, with_enterprise, now.date_naive())
            .await?;
        state.set_value(part.mark(), &wanted).await?;
    }
    Ok(Outcome::Done)
}

/// Reads dead letters and events again that another version, or other settings, may have understood otherwise: for some time a day, until
/// all of them are read.
async fn read_again(site: &Site, rooms: &Rooms) -> Result<Outcome, Problem> {
    let Some(time) = rooms::replay_time(site) else {
        return Ok(Outcome::Done);
    };
    let (all_read, tried) = (read_with(site), tried_on(Utc::now().date_naive(), site));
    let state = rooms.store.site();
    let known = state.value(READ_AGAIN).await?;
    if known.is_some_and(|known| known == all_read || known == tried) {
        return Ok(Outcome::Done);
    }
    let held = rooms.lake.lock()?;
    // Before it is tried: what fails, or brings the program down, would do so in each pass.
    state.set_value(READ_AGAIN, &tried).await?;
    let options = ReplayOptions {
        ingest: ingest::options(site),
        time: Some(time),
        ..ReplayOptions::default()
    };
    let summary = rooms.lake.replay(&options, &()).await?;
    drop(held);
    info!(
        letters = summary.counts.lines,
        understood = summary.counts.events,
        events = summary.renewed.events,
        renewed = summary.renewed.renewed,
        "read dead letters and events again"
    );
    if summary.is_cut_short {
        info!("the rest is read tomorrow, or by `olivine lake replay`");
    } else {
        state.set_value(READ_AGAIN, &all_read).await?;
    }
    Ok(Outcome::Done)
}

/// What lines are understood with, and where they lie: once all were read so, none needs to be read again.
fn read_with(site: &Site) -> Value {
    json!({
        "program": env!("CARGO_PKG_VERSION"),
        "parser": PARSER_VERSION,
        "accept_from": site.settings.lake.accept_from,
        "lake": site.place(&site.settings.lake.url),
    })
}

/// That it was begun on a day to read all so.
fn tried_on(day: NaiveDate, site: &Site) -> Value {
    json!({ "tried": day, "with": read_with(site) })
}

async fn compute(site: &Site, rooms: &Rooms) -> Result<Outcome, Problem> {
    let summary = run_tasks(site, rooms, &rooms::run_options(site)?).await?;
    let count = |outcome: TaskOutcome| summary.tasks.iter().filter(|task| task.outcome == outcome).count();
    info!(
        run = summary.run_id,
        computed = count(TaskOutcome::Computed),
        current = count(TaskOutcome::Skipped),
        failed = count(TaskOutcome::Failed) + count(TaskOutcome::Blocked),
        "computed what changed"
    );
    Ok(outcome_of(&summary))
}

/// How a run ended whose results are published: tasks that failed in a way that may pass are tried again.
fn outcome_of(summary: &RunSummary) -> Outcome {
    if summary.failures().any(|failure| failure.transient) {
        Outcome::TryAgain
    } else if summary.has_failures() {
        Outcome::Failed
    } else {
        Outcome::Done
    }
}

/// Joins small files of the lake and removes those that nobody needs any more, once a day.
async fn keep_house(site: &Site, rooms: &Rooms) -> Result<Outcome, Problem> {
    let settings = &site.settings.lake;
    let Some(kept_for) = rooms::replaced_files_kept(site) else {
        return Ok(Outcome::Done);
    };
    let today = json!({ "day": Utc::now().date_naive(), "lake": site.place(&settings.url) });
    let state = rooms.store.site();
    if state.value(HOUSE_KEPT).await?.as_ref() == Some(&today) {
        return Ok(Outcome::Done);
    }
    let held = rooms.lake.lock()?;
    let joined = rooms.lake.compact().await?;
    let removed = rooms.lake.vacuum(kept_for, false).await?;
    drop(held);
    info!(
        before = joined.files_before,
        after = joined.files_after,
        removed = removed.files,
        freed = removed.bytes,
        "kept house in the lake"
    );
    state.set_value(HOUSE_KEPT, &today).await?;
    Ok(Outcome::Done)
}

/// How a part of a pass ended; a failure goes to the log.
fn ended(part: Result<Outcome, Problem>) -> Outcome {
    part.unwrap_or_else(|problem| failed(&problem))
}

fn failed(problem: &Problem) -> Outcome {
    let failure = problem.error.failure();
    let text = problem.error.full_text();
    // Whoever holds the site lets go of it without anybody doing anything.
    if failure.code == HELD.code {
        warn!(code = failure.code, "{text}");
        return Outcome::TryAgain;
    }
    error!(code = failure.code, hint = failure.hint, "{text}");
    if problem.error.is_transient() {
        Outcome::TryAgain
    } else {
        Outcome::Failed
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use olivine_run::FailureRecord;
    use olivine_test_tools::quiet_port;

    use super::*;
    use crate::settings::SITE_FILE;

    /// A site with settings, whose folder of logs holds one event.
    fn site(settings: &str) -> (tempfile::TempDir, Site) {
        let dir = tempfile::tempdir().unwrap();
        let event = json!({
            "time": "2024-02-01T08:00:00+00:00", "event_source": "server", "event_type": "edx.course.enrollment.activated",
            "event": {"course_id": "course-v1:X+A+1", "user_id": 1, "mode": "audit"},
        });
        fs::create_dir(dir.path().join("logs")).unwrap();
        fs::write(dir.path().join("logs/tracking.log"), format!("{event}\n")).unwrap();
        fs::write(dir.path().join(SITE_FILE), settings).unwrap();
        let site = Site::open(dir.path(), &[]).unwrap();
        (dir, site)
    }

    /// Tables of an LMS in which so many people have accounts.
    fn write_accounts(dir: &Path, people: u32) {
        let rows = (1..=people).map(|id| format!("{id},name{id}\n"));
        fs::create_dir_all(dir.join("lms")).unwrap();
        fs::write(
            dir.join("lms/auth_user.csv"),
            format!("id,username\n{}", rows.collect::<String>()),
        )
        .unwrap();
    }

    async fn accounts(site: &Site) -> Option<u64> {
        let lake = rooms::lake(site).await.unwrap();
        let (_, snapshot) = lake.latest_lms("auth_user").await.unwrap()?;
        Some(snapshot.files.iter().map(|file| file.rows).sum())
    }

    async fn enrollment_days(site: &Site) -> Option<u64> {
        let store = rooms::store_at_rest(site).await.unwrap();
        let published = store.published().await.unwrap();
        published.get("course_enrollment_daily").map(|table| table.rows)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_import_that_fails_keeps_no_event_from_being_computed() {
        let (_dir, site) =
            site("[ingest]\nsources = [\"logs\"]\n[lms]\ndatabase = \"gone\"\n[structure]\nurl = \"gone\"\n");
        assert_eq!(refresh(&site).await, Outcome::Failed);
        assert!(enrollment_days(&site).await.unwrap() > 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn logs_that_cannot_be_read_keep_nothing_else_from_its_work() {
        let (dir, mut site) = site("[ingest]\nsources = [\"logs\"]\n[lms]\ndatabase = \"lms\"\n");
        write_accounts(dir.path(), 3);
        fs::write(
            dir.path().join("logs/cut.log.gz"),
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03no deflate",
        )
        .unwrap();
        let lake = rooms::lake(&site).await.unwrap();
        let logs = take_logs_in(&site, &lake).await.unwrap();
        assert_eq!(logs, Outcome::Failed, "one file is refused");
        refresh(&site).await;
        assert!(enrollment_days(&site).await.unwrap() > 0, "the other one is taken in");
        fs::remove_dir_all(dir.path().join("data")).unwrap();
        site.settings.ingest.sources = vec!["gone".to_owned()];
        assert_eq!(refresh(&site).await, Outcome::Failed, "a source is not there");
        assert_eq!(accounts(&site).await, Some(3));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn lms_tables_are_taken_in_once_a_day_and_when_settings_changed() {
        let (dir, mut site) = site("[lms]\ndatabase = \"lms\"\n");
        write_accounts(dir.path(), 3);
        refresh(&site).await;
        write_accounts(dir.path(), 5);
        refresh(&site).await;
        assert_eq!(accounts(&site).await, Some(3), "today's are there");
        fs::rename(dir.path().join("lms"), dir.path().join("other")).unwrap();
        site.settings.lms.database = "other".to_owned();
        refresh(&site).await;
        assert_eq!(accounts(&site).await, Some(5));
        let rooms = Rooms::open(&site).await.unwrap();
        let yesterday = Utc::now() - chrono::Days::new(1);
        let taken = Part::Tables.wanted(&site, false, yesterday);
        let mark = Part::Tables.mark();
        rooms.store.site().set_value(mark, &taken).await.unwrap();
        write_accounts(dir.path(), 7);
        let (new, old) = ("lms/auth_user.csv", "other/auth_user.csv");
        fs::rename(dir.path().join(new), dir.path().join(old)).unwrap();
        refresh(&site).await;
        assert_eq!(accounts(&site).await, Some(7), "yesterday's do not do");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_catalog_that_is_down_has_no_lms_table_read_again() {
        let nobody_listens_at = quiet_port().unwrap();
        let (dir, mut site) = site(&format!(
            "[lms]\ndatabase = \"lms\"\n[catalog]\nurl = \"http://127.0.0.1:{nobody_listens_at}/api/v1\"\n[rest]\nretry_seconds = 0\n"
        ));
        write_accounts(dir.path(), 3);
        assert_eq!(imported(&site, Part::Catalog).await, Outcome::TryAgain);
        refresh(&site).await;
        write_accounts(dir.path(), 5);
        refresh(&site).await;
        assert_eq!(accounts(&site).await, Some(3), "the tables are there");
        fs::create_dir(dir.path().join("catalog")).unwrap();
        fs::write(dir.path().join("catalog/course_runs.json"), "").unwrap();
        site.settings.catalog.url = "catalog".to_owned();
        assert_eq!(imported(&site, Part::Catalog).await, Outcome::Done);
        refresh(&site).await;
        assert_eq!(accounts(&site).await, Some(3), "only the catalog has other settings");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_catalog_is_taken_in_without_tables_of_the_lms() {
        let (dir, site) = site("[catalog]\nurl = \"catalog\"\n");
        let run = json!({ "key": "course-v1:X+A+1", "course": "X+A" });
        fs::create_dir(dir.path().join("catalog")).unwrap();
        fs::write(dir.path().join("catalog/course_runs.json"), run.to_string()).unwrap();
        assert_eq!(imported(&site, Part::Tables).await, Outcome::Done);
        assert_eq!(imported(&site, Part::Catalog).await, Outcome::Done);
        let lake = rooms::lake(&site).await.unwrap();
        let (_, snapshot) = lake.latest_lms("course_runs").await.unwrap().unwrap();
        assert_eq!(snapshot.rows(), 1);
        assert!(lake.latest_lms("auth_user").await.unwrap().is_none());
    }

    async fn imported(site: &Site, part: Part) -> Outcome {
        let rooms = Rooms::open(site).await.unwrap();
        ended(import_part(site, &rooms, part).await)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn house_is_kept_once_a_day_unless_the_settings_say_never() {
        let (dir, mut site) = site("[ingest]\nsources = [\"logs\"]\n");
        let event = fs::read_to_string(dir.path().join("logs/tracking.log")).unwrap();
        site.settings.lake.keep_hours = 0;
        refresh(&site).await;
        let later = event.replace("08:00:00", "09:00:00");
        fs::write(dir.path().join("logs/tracking.log.1"), later).unwrap();
        refresh(&site).await;
        assert_eq!(files_of_events(&site).await, 2);
        site.settings.lake.keep_hours = 1;
        refresh(&site).await;
        assert_eq!(files_of_events(&site).await, 1, "they are joined");
        let latest = event.replace("08:00:00", "10:00:00");
        fs::write(dir.path().join("logs/tracking.log.2"), latest).unwrap();
        refresh(&site).await;
        assert_eq!(files_of_events(&site).await, 2, "not twice a day");
    }

    /// Events and dead letters in the lake.
    async fn events_and_letters(site: &Site) -> (i64, i64) {
        let lake = rooms::lake(site).await.unwrap();
        let totals = lake.status().await.unwrap().totals;
        let of = |name: &str| totals.get(name).copied().unwrap_or(0);
        (of("events"), of("dead_letters"))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn letters_that_the_settings_accept_by_now_are_read_again_and_computed() {
        let (_dir, mut site) = site("[ingest]\nsources = [\"logs\"]\n[lake]\naccept_from = \"2024-02-02\"\n");
        let today = Utc::now().date_naive();
        refresh(&site).await;
        assert_eq!(events_and_letters(&site).await, (0, 1));
        site.settings.lake.accept_from = NaiveDate::from_ymd_opt(2024, 2, 1).unwrap();
        site.settings.lake.replay_minutes = 0;
        refresh(&site).await;
        assert_eq!(events_and_letters(&site).await, (0, 1), "the settings say never");
        site.settings.lake.replay_minutes = 1;
        let store = rooms::store_at_rest(&site).await.unwrap();
        let state = store.site();
        state.set_value(READ_AGAIN, &tried_on(today, &site)).await.unwrap();
        refresh(&site).await;
        assert_eq!(events_and_letters(&site).await, (0, 1), "not twice a day");
        let yesterday = today.pred_opt().unwrap();
        state.set_value(READ_AGAIN, &tried_on(yesterday, &site)).await.unwrap();
        refresh(&site).await;
        assert_eq!(events_and_letters(&site).await, (1, 0));
        assert_eq!(state.value(READ_AGAIN).await.unwrap(), Some(read_with(&site)));
        assert!(enrollment_days(&site).await.unwrap() > 0, "by the same pass");
    }

    #[test]
    fn what_may_pass_by_itself_is_tried_again() {
        let failure = |transient| FailureRecord {
            code: "ENGINE-012",
            class: "transient",
            text: String::new(),
            hint: "",
            transient,
            stops_report: false,
        };
        let run = |failure| RunSummary {
            run_id: String::new(),
            started: Utc::now(),
            seconds: 0.0,
            as_of: NaiveDate::default(),
            lake_versions: BTreeMap::new(),
            left_out: BTreeMap::new(),
            tasks: Vec::new(),
            files: Vec::new(),
            failure,
        };
        assert_eq!(outcome_of(&run(Some(failure(true)))), Outcome::TryAgain);
        assert_eq!(outcome_of(&run(Some(failure(false)))), Outcome::Failed);
        assert_eq!(outcome_of(&run(None)), Outcome::Done);
    }

    async fn files_of_events(site: &Site) -> usize {
        let lake = rooms::lake(site).await.unwrap();
        lake.snapshot("events").await.unwrap().unwrap().files.len()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_site_that_another_run_holds_is_tried_again() {
        let (_dir, site) = site("[ingest]\nsources = [\"logs\"]\n");
        let lake = rooms::lake(&site).await.unwrap();
        let held = lake.lock().unwrap();
        assert_eq!(refresh(&site).await, Outcome::TryAgain);
        drop(held);
        // Without tables of the LMS some tasks fail, and go on to fail.
        assert_eq!(refresh(&site).await, Outcome::Failed);
    }
}
