//! `olivine import`: LMS data into the lake.

mod lms;
mod structure;
mod youtube;

use std::time::Duration;

use chrono::{NaiveDate, Utc};
use clap::Subcommand;
use olivine_source::lms::{ImportSummary, Watch};
use olivine_source::{Account, RestClient};

use crate::cli::Cli;
use crate::exit::{Problem, ProgramError};
use crate::output;
use crate::progress::Bar;
use crate::rooms;
use crate::settings::Site;

pub use lms::{
    ENTERPRISE_REPORT, catalog_source, has_shop, import_catalog, import_lms, import_shop, import_tables, lms_source,
    shop_source, wanted_tables,
};
pub use structure::{import_daily, import_structure};
use youtube::import_youtube;

/// What to import.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The course list and the structure of each course.
    Structure {
        /// A folder of JSON files or the base URL of the LMS, instead of the settings `structure.url` and `lms.url`.
        #[arg(long)]
        from: Option<String>,
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<NaiveDate>,
    },
    /// Lengths of the videos of YouTube that players did not tell; needs `video.youtube_key`. Run `olivine run` before, so that it is
    /// known which.
    Youtube {
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<NaiveDate>,
    },
    /// The LMS tables, and the course catalog when one is set.
    Lms {
        /// A folder of CSV files or a `mysql://` URL, instead of the setting `lms.database`.
        #[arg(long)]
        from: Option<String>,
        /// A folder of JSON files or a URL, instead of the setting `catalog.url`.
        #[arg(long)]
        catalog: Option<String>,
        /// Day of the snapshot; today (UTC) when not given.
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<NaiveDate>,
    },
}

/// Runs an `import` command.
///
/// # Errors
/// The day is still to come, the source cannot be read, the LMS failed at some courses, or the lake cannot be written.
pub async fn import(cli: &Cli, site: &Site, command: Import) -> Result<(), Problem> {
    let (Import::Lms { date, .. } | Import::Structure { date, .. } | Import::Youtube { date }) = &command;
    check_day(*date)?;
    let lake = rooms::lake(site).await?;
    let summary = match command {
        Import::Lms { from, catalog, date } => import_lms(site, &lake, from, catalog, date).await?,
        Import::Structure { from, date } => import_structure(site, &lake, from, date).await?,
        Import::Youtube { date } => import_youtube(site, &lake, date).await?,
    };
    if cli.json {
        output::json(&summary);
    } else {
        tell(&summary);
    }
    Ok(summary.check_complete()?)
}

/// Refuses a day that nobody has lived: one after tomorrow, which somewhere has begun already.
fn check_day(date: Option<NaiveDate>) -> Result<(), ProgramError> {
    let today = Utc::now().date_naive();
    let last = today.succ_opt().unwrap_or(today);
    match date {
        Some(date) if date > last => Err(ProgramError::DayToCome(date)),
        _ => Ok(()),
    }
}

/// A client with the service account of the LMS, where one is set.
fn client(site: &Site) -> Result<RestClient, Problem> {
    patient(site, rooms::service_account(site, &site.settings.lms.url)?)
}

/// A client that is as patient as the site says.
fn patient(site: &Site, account: Option<Account>) -> Result<RestClient, Problem> {
    let patience = Duration::from_secs(site.settings.rest.retry_seconds);
    Ok(RestClient::new(account)?.with_patience(patience))
}

/// Shows which table is taken in.
struct TableBar(Bar);

impl Watch for TableBar {
    fn table(&self, name: &str) {
        self.0.begin(name);
    }
}

fn tell(summary: &ImportSummary) {
    let rows = summary.tables.iter().map(|(name, table)| {
        let skipped: Vec<String> = table
            .skipped
            .iter()
            .map(|(reason, number)| format!("{number} left out: {reason}"))
            .collect();
        vec![name.clone(), output::grouped(table.rows), skipped.join("; ")]
    });
    output::note(&output::table(&["table", "rows", ""], rows));
    if !summary.absent.is_empty() {
        output::note(&format!("not there: {}", summary.absent.join(", ")));
    }
    if !summary.kept.is_empty() {
        output::note(&format!(
            "not told of, and kept as they were: {}",
            summary.kept.join(", ")
        ));
    }
    for course in &summary.failed {
        output::note(&format!("the LMS failed at {course}: what was known of it is kept"));
    }
    output::note(&format!("Snapshot of {}.", summary.date));
}
