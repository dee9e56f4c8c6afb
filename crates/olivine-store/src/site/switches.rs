//! Reports that were switched on the site itself, by people or by the program when it stopped one.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{SiteState, time};
use crate::error::StoreError;

/// Beginning of the names under which switches are kept.
const SWITCH: &str = "report/switch/";
/// Name under which is kept when a plugin was last put in or taken out.
const INSTALLED: &str = "report/installed";

/// A report that was switched on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportSwitch {
    /// Id of the report.
    pub report: String,
    /// Whether it was switched on.
    pub on: bool,
    /// Who did it, or why the program did.
    pub reason: String,
    /// When, UTC.
    pub changed: NaiveDateTime,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    on: bool,
    reason: String,
}

impl SiteState {
    /// The reports that were switched on the site, by id.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn report_switches(&self) -> Result<Vec<ReportSwitch>, StoreError> {
        let sql = "SELECT name, value, changed FROM olivine_value WHERE name LIKE 'report/switch/%' ORDER BY name";
        let rows = match self.rows(sql, Vec::new()).await {
            // A schema that knows no switches yet, or was brought back to that.
            Err(StoreError::NotPublished { .. }) => return Ok(Vec::new()),
            read => read?,
        };
        let switch = |row: &Vec<crate::value::Value>| {
            let kept: Kept = serde_json::from_str(row.get(1)?.as_text()?).ok()?;
            Some(ReportSwitch {
                report: row.first()?.as_text()?.strip_prefix(SWITCH)?.to_owned(),
                on: kept.on,
                reason: kept.reason,
                changed: time(row.get(2)?.as_int()?),
            })
        };
        Ok(rows.rows.iter().filter_map(switch).collect())
    }

    /// Switches a report on or off on the site, or leaves it to the settings again (`None`).
    ///
    /// # Errors
    /// What stops a write.
    pub async fn switch_report(&self, report: &str, to: Option<(bool, &str)>) -> Result<(), StoreError> {
        let kept = to.map(|(on, reason)| Kept {
            on,
            reason: reason.to_owned(),
        });
        let value = serde_json::to_value(kept).unwrap_or_default();
        self.set_value(&format!("{SWITCH}{report}"), &value).await
    }

    /// Notes that a plugin was put in, so that programs that serve the site look again.
    ///
    /// # Errors
    /// What stops a write.
    pub async fn note_installed(&self, report: &str) -> Result<(), StoreError> {
        let now = chrono::Utc::now().timestamp_micros();
        let value = serde_json::json!({ "report": report, "at": now });
        self.set_value(INSTALLED, &value).await
    }

    /// What changes whenever a report is switched or a plugin put in.
    ///
    /// # Errors
    /// What stops a read.
    pub async fn reports_version(&self) -> Result<String, StoreError> {
        let sql = "SELECT name, value, changed FROM olivine_value WHERE name LIKE 'report/%' ORDER BY name";
        let rows = self.rows(sql, Vec::new()).await?;
        Ok(format!("{:?}", rows.rows))
    }
}
