//! The built-in reports: every case gives the rows it expects, and over random histories the SQL agrees with a slow model that
//! is written from the rules alone.

mod cases;
mod engagement;
mod history;
mod learning;
mod model;
mod random;

use olivine_report::{Registry, Switches};

/// All built-in reports, also those that are off as shipped.
fn every_report() -> Registry {
    let off = Registry::built_in();
    let on = off.reports_off().iter().map(|report| report.manifest.id.clone());
    let switches = Switches {
        on: on.collect(),
        ..Switches::default()
    };
    Registry::load(&[], &switches)
}
