//! How old what a site holds is: whether runs and imports still happen.

use chrono::NaiveDate;
use olivine_lake::LakeStatus;
use olivine_run::dates::day;
use olivine_source::tables::{COURSE_BLOCKS, LMS_TABLES};
use olivine_store::site::runs::{RunRecord, RunStatus};

use super::finding::Finding;
use crate::settings::Site;

/// Runs among which the last one that ended well is looked for.
pub const RUNS_LOOKED_AT: u32 = 50;
/// Days for which results may be behind, and for which the lake may go without events or an import.
const DAYS_BEHIND: i64 = 1;
const DAYS_IN_THE_LAKE: i64 = 3;
const MINUTES_OF_A_DAY: u32 = 24 * 60;

/// How the last run ended, and how far the last one came that ended well. The newest run comes first.
pub fn look_at_runs(site: &Site, runs: &[RunRecord], today: NaiveDate) -> Vec<Finding> {
    let ended = runs.first().and_then(|last| how_it_ended(last, today));
    ended.into_iter().chain(how_far_behind(site, runs, today)).collect()
}

fn how_it_ended(run: &RunRecord, today: NaiveDate) -> Option<Finding> {
    let began = run.started.format("%Y-%m-%d %H:%M UTC");
    match run.status {
        RunStatus::Failed => Some(Finding::wrong(
            format!("the last run failed; it began {began}"),
            "see why: `olivine runs show last`",
        )),
        RunStatus::Interrupted => Some(Finding::missing(
            format!("end of the last run, which was interrupted; it began {began}"),
            "let the next one do the rest: `olivine run`",
        )),
        RunStatus::Running if (today - run.started.date()).num_days() > DAYS_BEHIND => Some(Finding::missing(
            format!("end of the last run; it began {began}"),
            "look whether its program is still at work; if not, start the next one: `olivine run`",
        )),
        RunStatus::Running | RunStatus::Done => None,
    }
}

/// What there is to say where the results end earlier than the settings want.
fn how_far_behind(site: &Site, runs: &[RunRecord], today: NaiveDate) -> Option<Finding> {
    let done = runs.iter().find(|run| run.status == RunStatus::Done)?;
    let reached: NaiveDate = done.detail["as_of"].as_str()?.parse().ok()?;
    let wanted = day(&site.settings.run.to, today)?.min(today).pred_opt()?;
    let days = (wanted - reached).num_days();
    (days > DAYS_BEHIND).then(|| {
        let what = format!("results of {days} days: the last run that ended well computed up to the end of {reached}");
        overdue(
            site,
            what,
            "compute them with `olivine run`, and see to it that it runs daily",
        )
    })
}

/// Events and imports that ended.
pub fn look_at_lake_ages(site: &Site, status: &LakeStatus, today: NaiveDate) -> Vec<Finding> {
    let settings = &site.settings;
    let newest = |table: &str| status.tables.get(table)?.dates.keys().next_back().copied();
    let imported = |table: &str| newest(&format!("lms_{table}"));
    let age = |last: &NaiveDate| (today - *last).num_days();
    let is_old = |last: &NaiveDate| age(last) > DAYS_IN_THE_LAKE;
    // Where they are wanted less often than that, they are as old as they may be, and a day for the import itself.
    let days_of_tables = DAYS_IN_THE_LAKE.max(i64::from(settings.lms.import_minutes.div_ceil(MINUTES_OF_A_DAY)) + 1);
    let mut findings = Vec::new();
    if !settings.ingest.sources.is_empty()
        && let Some(last) = newest("events").filter(is_old)
    {
        // No events is what a quiet site has, too.
        findings.push(Finding::missing(
            format!("events after {last}"),
            "take logs in with `olivine ingest`; if there are none, look whether logs still come to `ingest.sources`",
        ));
    }
    let of_tables = LMS_TABLES.iter().filter_map(|table| imported(table.name)).max();
    if !settings.lms.database.is_empty()
        && let Some(last) = of_tables.filter(|last| age(last) > days_of_tables)
    {
        let what = format!("LMS tables after {last}");
        findings.push(overdue(
            site,
            what,
            "take them in with `olivine import lms`, and see to it that it runs daily",
        ));
    }
    if !settings.structure.url.is_empty()
        && let Some(last) = imported(COURSE_BLOCKS.name).filter(is_old)
    {
        let what = format!("course structures after {last}");
        let advice = "take them in with `olivine import structure`, and see to it that it runs daily";
        findings.push(overdue(site, what, advice));
    }
    findings
}

/// Something that did not happen: worse where the timetable should have seen to it.
fn overdue(site: &Site, what: String, advice: &str) -> Finding {
    if site.settings.run.every_minutes > 0 {
        Finding::wrong(
            format!("no {what}"),
            format!("{advice}: the log of `olivine serve` says why it did not"),
        )
    } else {
        Finding::missing(what, advice)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use olivine_lake::{DateStatus, Fingerprint, TableStatus};
    use serde_json::json;

    use super::*;
    use crate::settings::SITE_FILE;

    fn site(settings: &str) -> Site {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(SITE_FILE), settings).unwrap();
        Site::open(dir.path(), &[]).unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn run(status: RunStatus, began: &str, as_of: &str) -> RunRecord {
        RunRecord {
            id: began.to_owned(),
            started: date(began).and_hms_opt(3, 0, 0).unwrap(),
            finished: None,
            status,
            detail: json!({ "as_of": as_of }),
        }
    }

    fn said(findings: &[Finding]) -> String {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    #[test]
    fn runs_that_failed_or_stopped_are_told() {
        let (by_hand, by_itself) = (site(""), site("[run]\nevery_minutes = 5\n"));
        let today = date("2026-03-10");
        let good = run(RunStatus::Done, "2026-03-10", "2026-03-09");
        assert!(
            look_at_runs(&by_itself, &[], today).is_empty(),
            "that is told of the results"
        );
        assert!(look_at_runs(&by_itself, std::slice::from_ref(&good), today).is_empty());

        let failed = run(RunStatus::Failed, "2026-03-10", "2026-03-09");
        let found = look_at_runs(&by_hand, &[failed, good.clone()], today);
        assert!(found.len() == 1 && found[0].is_wrong(), "{}", said(&found));
        for (status, began) in [
            (RunStatus::Interrupted, "2026-03-10"),
            (RunStatus::Running, "2026-03-08"),
        ] {
            let found = look_at_runs(&by_hand, &[run(status, began, "2026-03-09"), good.clone()], today);
            assert!(
                found.len() == 1 && !found[0].is_fine() && !found[0].is_wrong(),
                "{}",
                said(&found)
            );
        }
        let at_work = run(RunStatus::Running, "2026-03-10", "2026-03-09");
        assert!(look_at_runs(&by_hand, &[at_work, good], today).is_empty());

        let old = [run(RunStatus::Done, "2026-03-04", "2026-03-03")];
        for (site, is_wrong) in [(&by_hand, false), (&by_itself, true)] {
            let found = look_at_runs(site, &old, today);
            assert_eq!((found.len(), found[0].is_wrong()), (1, is_wrong), "{}", said(&found));
            assert!(said(&found).contains("results of 6 days"), "{}", said(&found));
        }
        let until_then = site("[run]\nto = \"2026-03-04\"\n");
        assert!(look_at_runs(&until_then, &old, today).is_empty());
    }

    #[test]
    fn events_and_imports_that_ended_are_told() {
        let table = |newest: &str| TableStatus {
            version: 1,
            files: 1,
            rows: 1,
            bytes: 1,
            fingerprint: Fingerprint::default(),
            dates: BTreeMap::from([
                (date("2026-01-01"), DateStatus::default()),
                (date(newest), DateStatus::default()),
            ]),
        };
        let status = |newest: &str| LakeStatus {
            location: String::new(),
            tables: ["events", "lms_auth_user", "lms_course_blocks"]
                .map(|name| (name.to_owned(), table(newest)))
                .into(),
            totals: BTreeMap::new(),
            earlier_parser: 0,
        };
        let set = "[ingest]\nsources = [\"logs\"]\n[lms]\ndatabase = \"lms\"\n[structure]\nurl = \"courses\"\n";
        let (by_hand, by_itself) = (site(set), site(&format!("{set}[run]\nevery_minutes = 5\n")));
        let today = date("2026-03-10");
        assert!(look_at_lake_ages(&by_itself, &status("2026-03-07"), today).is_empty());
        let old = status("2026-03-06");
        let wrong = |site: &Site| {
            let found = look_at_lake_ages(site, &old, today);
            (found.len(), found.iter().filter(|finding| finding.is_wrong()).count())
        };
        assert_eq!(wrong(&by_hand), (3, 0));
        assert_eq!(wrong(&by_itself), (3, 2), "no events may be what there is");
        assert_eq!(wrong(&site("")), (0, 0), "it is not expected there");
        let weekly = set.replace("\"lms\"\n", "\"lms\"\nimport_minutes = 10080\n");
        assert_eq!(wrong(&site(&weekly)), (2, 0), "tables are wanted once a week");
    }
}
