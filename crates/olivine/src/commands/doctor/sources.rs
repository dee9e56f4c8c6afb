//! What is read from elsewhere: logs, countries, courses.

use std::io::ErrorKind;
use std::path::Path;

use olivine_engine::country::CountryDatabase;
use olivine_lake::InputLocation;

use super::finding::{Finding, Findings};
use super::{Closeness, in_time, lms};
use crate::output;
use crate::rooms;
use crate::settings::Site;

/// Looks at everything that is read from elsewhere; at tables that only the report about enterprises reads where that is asked for.
pub async fn look_at_sources(site: &Site, closeness: Closeness, with_enterprise: bool, findings: &mut Findings) {
    look_at_logs(site, closeness, findings).await;
    lms::look_at_lms(site, closeness, with_enterprise, findings).await;
    findings.push(structures(site));
    findings.extend(catalog(site));
    findings.push(countries(site, closeness));
}

async fn look_at_logs(site: &Site, closeness: Closeness, findings: &mut Findings) {
    let sources = &site.settings.ingest.sources;
    if sources.is_empty() {
        findings.push(Finding::missing(
            "tracking logs",
            "set `ingest.sources`, or name files with `olivine ingest PATH…`",
        ));
    }
    for source in sources {
        let place = site.place(source);
        match closeness {
            Closeness::Tried => findings.push(listed_logs(site, place).await),
            Closeness::Named if source.contains("://") => {}
            Closeness::Named => findings.push(named_logs(Path::new(&place))),
        }
    }
}

fn named_logs(path: &Path) -> Finding {
    match std::fs::metadata(path) {
        Ok(_) => Finding::fine(format!("tracking logs at {}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Finding::wrong(
            format!("tracking logs: there is no {}", path.display()),
            "correct `ingest.sources`",
        ),
        Err(error) => Finding::wrong(
            format!("tracking logs at {}: {error}", path.display()),
            "let the user who runs olivine read them",
        ),
    }
}

/// Lists a folder or bucket as an ingest would.
async fn listed_logs(site: &Site, place: String) -> Finding {
    let what = format!("tracking logs at {place}");
    let mut storage = match rooms::object_store_options(site) {
        Ok(storage) => storage,
        Err(error) => return Finding::failed(&what, &error),
    };
    // Whoever asks sits at a terminal: what does not answer at once is told, not tried again.
    storage.insert("max_retries".to_owned(), "0".to_owned());
    let location = InputLocation {
        storage,
        ..InputLocation::new(place)
    };
    match in_time(&what, location.look()).await {
        Ok(there) if there.files == 0 => Finding::missing(
            format!("{what}: no file whose name holds `.log`"),
            "correct `ingest.sources`, or wait for the first log",
        ),
        Ok(there) => Finding::fine(format!(
            "{what}: {}, {}",
            output::counted(there.files as u64, "file"),
            output::bytes(there.bytes)
        )),
        Err(finding) => finding,
    }
}

fn structures(site: &Site) -> Finding {
    let place = &site.settings.structure.url;
    if place.is_empty() {
        let advice = "set `structure.url` to the LMS: until then courses and problems go by their keys, and there is no course completion";
        return Finding::missing("course structures", advice);
    }
    folder(site, place, "course structures", "structure.url")
}

fn catalog(site: &Site) -> Option<Finding> {
    let place = &site.settings.catalog.url;
    if place.is_empty() {
        return None;
    }
    Some(folder(site, place, "catalog", "catalog.url"))
}

/// A folder of JSON files; of an address, that it is asked only when it is read.
fn folder(site: &Site, place: &str, what: &str, key: &str) -> Finding {
    if place.contains("://") {
        return Finding::fine(format!("{what} at {place}, which is not asked"));
    }
    let path = site.path(place);
    if path.is_dir() {
        Finding::fine(format!("{what} in {}", path.display()))
    } else {
        Finding::wrong(
            format!("{what}: no folder {}", path.display()),
            format!("correct `{key}`"),
        )
    }
}

fn countries(site: &Site, closeness: Closeness) -> Finding {
    let named = &site.settings.geo.database;
    if named.as_os_str().is_empty() {
        let advice =
            "set `geo.database` to a country database (MaxMind DB format); until then every country is unknown";
        return Finding::missing("country database", advice);
    }
    let path = site.path(named);
    if !path.is_file() {
        return Finding::wrong(format!("no file {}", path.display()), "correct `geo.database`");
    }
    let what = format!("country database {}", named.display());
    match closeness {
        Closeness::Named => Finding::fine(what),
        Closeness::Tried => match CountryDatabase::open(&path) {
            Ok(database) => Finding::fine(format!("{what}: {}", database.edition())),
            Err(error) => Finding::failed("country database", &error),
        },
    }
}
