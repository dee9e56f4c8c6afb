//! The databases and APIs of the LMS, and what they let this program read.

use std::time::Duration;

use olivine_source::RestClient;
use olivine_source::lms::LmsSource;
use olivine_source::look::{TableLook, TableState, look};
use olivine_source::tables::{ECOMMERCE_TABLES, LmsTable};

use super::finding::{Finding, Findings};
use super::{Closeness, PATIENCE, in_time};
use crate::commands::import::{lms_source, shop_source, wanted_tables};
use crate::exit::Problem;
use crate::rooms;
use crate::settings::Site;

/// The tables of the LMS and, where reports want them, of enterprises and the shop; and the service account.
pub async fn look_at_lms(site: &Site, closeness: Closeness, with_enterprise: bool, findings: &mut Findings) {
    let settings = &site.settings;
    if settings.lms.database.is_empty() {
        let advice = "set `lms.database`: without LMS tables there are no demographics, geography and passing learners";
        findings.push(Finding::missing("LMS database", advice));
    } else if closeness == Closeness::Tried {
        let wanted = wanted_tables(with_enterprise);
        findings.extend(tried_tables("LMS tables", lms_source(site, None), &wanted).await);
    } else {
        findings.extend(named_folder(site, &settings.lms.database, "LMS tables", "lms.database"));
    }
    if with_enterprise {
        findings.extend(look_at_shop(site, closeness).await);
    }
    if closeness == Closeness::Tried {
        findings.extend(look_at_account(site).await);
    }
}

async fn look_at_shop(site: &Site, closeness: Closeness) -> Vec<Finding> {
    let place = &site.settings.ecommerce.database;
    if place.is_empty() {
        return Vec::new();
    }
    let what = "tables of the shop";
    if closeness == Closeness::Named {
        return named_folder(site, place, what, "ecommerce.database")
            .into_iter()
            .collect();
    }
    let wanted: Vec<&'static LmsTable> = ECOMMERCE_TABLES.iter().collect();
    tried_tables(what, shop_source(site), &wanted).await
}

/// A folder of tables; nothing of a database, which is not asked.
fn named_folder(site: &Site, place: &str, what: &str, key: &str) -> Option<Finding> {
    if LmsSource::is_database(place) {
        return None;
    }
    let folder = site.path(place);
    Some(if folder.is_dir() {
        Finding::fine(format!("{what} in {}", folder.display()))
    } else {
        Finding::wrong(format!("no folder {}", folder.display()), format!("correct `{key}`"))
    })
}

/// Connects, and looks whether the rights are enough.
async fn tried_tables(what: &str, source: Result<LmsSource, Problem>, wanted: &[&'static LmsTable]) -> Vec<Finding> {
    let source = match source {
        Ok(source) => source,
        Err(problem) => return vec![Finding::failed(what, &*problem.error)],
    };
    match in_time(what, look(&source, wanted, PATIENCE)).await {
        Ok(looks) => what_may_be_read(what, &looks),
        Err(finding) => vec![finding],
    }
}

fn what_may_be_read(what: &str, looks: &[TableLook]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let readable = looks.iter().filter(|look| look.state.lets_import()).count();
    let said = format!("{what}: {readable} of {} can be read", looks.len());
    findings.push(if readable > 0 {
        Finding::fine(said)
    } else {
        Finding::wrong(
            said,
            "check that it is the database of an LMS (mostly `edxapp`), and the rights of the user",
        )
    });
    let absent: Vec<&str> = looks
        .iter()
        .filter(|look| look.state == TableState::Absent)
        .map(|look| look.table)
        .collect();
    if !absent.is_empty() {
        findings.push(Finding::missing(
            format!("{what}: {} not there, or hidden from the user", absent.join(", ")),
            "let the user read them (`GRANT SELECT`), where the LMS has them; reports that need them wait",
        ));
    }
    findings.extend(looks.iter().filter_map(|look| shortcoming(what, look)));
    findings
}

/// What is wrong with a table that is there.
fn shortcoming(what: &str, look: &TableLook) -> Option<Finding> {
    let table = look.table;
    match &look.state {
        TableState::Readable | TableState::Absent => None,
        TableState::Lacks {
            columns,
            stops_import: true,
        } => Some(Finding::wrong(
            format!("{what}: {table} has no column {}", columns.join(", ")),
            "let the user read all columns of it; no import is possible until then",
        )),
        TableState::Lacks { columns, .. } => Some(Finding::missing(
            format!("{what}: {table} has no column {}", columns.join(", ")),
            "add them to the file, with a header; until then they are empty",
        )),
        TableState::Refused(reason) => Some(Finding::wrong(
            format!("{what}: {table}: {reason}"),
            "let the user read it: `GRANT SELECT`",
        )),
    }
}

/// Asks for a token, where a service account is set.
async fn look_at_account(site: &Site) -> Option<Finding> {
    let what = "service account of the LMS";
    let settings = &site.settings.lms;
    if settings.client_id.is_empty() && settings.client_secret.is_empty() {
        return None;
    }
    if settings.url.is_empty() {
        let advice = "set `lms.url`: its token is asked for there";
        return Some(Finding::wrong(format!("{what}: no address"), advice));
    }
    let account = match rooms::service_account(site, &settings.url) {
        Ok(Some(account)) => account,
        Ok(None) => {
            let advice = "set both `lms.client_id` and `lms.client_secret`";
            return Some(Finding::wrong(format!("{what}: only half of it is set"), advice));
        }
        Err(error) => return Some(Finding::failed(what, &error)),
    };
    let mut client = match RestClient::new(Some(account)) {
        Ok(client) => client.with_patience(Duration::ZERO),
        Err(error) => return Some(Finding::failed(what, &error)),
    };
    Some(match in_time(what, client.sign_in()).await {
        Ok(()) => Finding::fine(format!("{what}: it gets a token")),
        Err(finding) => finding,
    })
}
