//! A made-up Open edX site whose true numbers are known.
//!
//! [`generate`] lets learners live through a number of days: they join courses, move, watch, answer, post, change their
//! track and leave. What they did is written the way an LMS and its machines would have written it (tracking logs with
//! all their flaws, LMS tables, catalog answers, course structures, a country database), and what was true is written
//! to `truth.json`. The truth is counted while the learners live; no code of the pipeline takes part in it, so the two
//! can be compared.
//!
//! ```text
//! logs/<host>/tracking.log-YYYYMMDD.gz   rotated logs; the date is the day after (ES E-1)
//! logs/<host>/tracking.log               the live log of the last day
//! logs/archive/…                         files that were copied around
//! lms/<table>.csv                        LMS tables: header, RFC 4180, `\N` is null
//! ecommerce/<table>.csv                  tables of the shop, in the same form
//! catalog/course_runs.json               discovery course runs, one JSON object a line
//! catalog/courses.json                   discovery courses with their subjects, one JSON object a line
//! catalog/programs.json                  discovery programs with their courses in order, one JSON object a line
//! catalog/course_list.json               LMS courses, one JSON object a line
//! structure/<safe course id>.json        course blocks as the LMS gives them
//! structure/grading_policies.json        grading policies of courses, one JSON object a line
//! country.mmdb                           addresses of this world; field `country.iso_code`
//! truth.json                             the true numbers ([`Truth`])
//! truth/<table>.jsonl                    the true rows of larger result tables ([`TrueTable`])
//! ```
//!
//! The same seed and options give the same bytes.
#![forbid(unsafe_code)]

mod address;
mod catalog;
mod course;
mod enterprise;
mod error;
mod failures;
mod geo;
mod grades;
mod help;
mod json;
mod learner;
mod ledger;
mod line;
mod lms_tables;
mod logs;
mod mischief;
mod moment;
mod payload;
mod player;
mod problem;
mod running;
mod session;
mod simulation;
mod structure;
mod table;
mod tally;
mod transcripts;
mod truth;
mod words;

use std::path::PathBuf;

use chrono::{Days, NaiveDate};

pub use error::SandboxError;
pub use failures::FAILURES;
pub use table::TrueTable;
pub use truth::*;

/// What kind of site to make up.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// The folder to write to; made when missing. Files of an earlier sandbox in it are written over.
    pub out: PathBuf,
    /// Course runs (1 to 500). One library is added to them.
    pub courses: u32,
    /// Learners, staff included (2 to 2 000 000).
    pub learners: u32,
    /// Days (1 to 3000).
    pub days: u32,
    /// Another seed gives another site.
    pub seed: u64,
    /// The first day that is not part of the logs, so that the last complete day is the day before.
    pub end: NaiveDate,
    /// About how many events to write; without it learners are as active as learners are.
    pub target_events: Option<u64>,
}

impl SandboxOptions {
    fn check(&self) -> Result<NaiveDate, SandboxError> {
        let refuse = |what: &'static str| Err(SandboxError::Options { what });
        if !(1..=500).contains(&self.courses) {
            return refuse("courses must be 1 to 500");
        }
        if !(2..=2_000_000).contains(&self.learners) {
            return refuse("learners must be 2 to 2000000");
        }
        if !(1..=3000).contains(&self.days) {
            return refuse("days must be 1 to 3000");
        }
        match self.end.checked_sub_days(Days::new(u64::from(self.days))) {
            Some(start) if start >= NaiveDate::from_ymd_opt(2012, 1, 1).unwrap_or_default() => Ok(start),
            _ => refuse("the first day must not be before 2012-01-01"),
        }
    }
}

/// Makes the site and returns its true numbers, which are also in `truth.json`. Says after each day how many are done.
///
/// # Errors
///
/// When the options are out of range or a file cannot be written.
pub fn generate(options: &SandboxOptions, days_done: &(dyn Fn(u64) + Sync)) -> Result<Truth, SandboxError> {
    let start = options.check()?;
    let mut site = simulation::Site::found(options, start);
    let mut tally = tally::Tally::new(&site, start, options.end);
    let mut logs = logs::Logs::create(&options.out, options)?;
    for day in 0..options.days {
        let lived = site.live_through(day);
        tally.observe(&site, &lived);
        logs.write_day(&site, &lived)?;
        tally.close_day(&mut site, &lived);
        days_done(u64::from(day) + 1);
    }
    let log = logs.finish();
    let lms_rows = lms_tables::write(&options.out, &site)?;
    catalog::write(&options.out, &site)?;
    structure::write(&options.out, &site)?;
    geo::write(&options.out.join("country.mmdb"), options.end)?;
    table::write(&options.out.join("truth"), tally.tables(&site))?;
    let truth = tally.into_truth(&site, options, log, lms_rows);
    let path = options.out.join("truth.json");
    let text = serde_json::to_vec_pretty(&truth).map_err(|source| SandboxError::Truth { source })?;
    std::fs::write(&path, text).map_err(|source| SandboxError::Write { path, source })?;
    Ok(truth)
}
