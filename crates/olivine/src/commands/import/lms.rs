//! `olivine import lms`: the tables of the LMS, the course catalog and the course list into the lake.

use std::path::PathBuf;

use chrono::{NaiveDate, Utc};
use olivine_lake::Lake;
use olivine_source::catalog::{self, CatalogSource, CourseListSource};
use olivine_source::lms::{self, ImportSummary, LmsSource, Tls, Watch};
use olivine_source::tables::{ECOMMERCE_TABLES, ENTERPRISE_TABLES, LMS_TABLES, LmsTable};

use super::{TableBar, client};
use crate::exit::{Problem, ProgramError};
use crate::progress::Bar;
use crate::rooms::{self, with_password};
use crate::settings::{SettingsError, Site, refuse_password};

/// The report whose tables are read only while it is on.
pub const ENTERPRISE_REPORT: &str = "site.enterprise";

/// Takes the LMS tables, those of the shop, the catalog, and the course list where it is wanted, as the snapshot of one day.
///
/// # Errors
/// A source cannot be read, or the lake cannot be written; what was taken in before stays.
pub async fn import_lms(
    site: &Site,
    lake: &Lake,
    from: Option<String>,
    catalog: Option<String>,
    date: Option<NaiveDate>,
) -> Result<ImportSummary, Problem> {
    let date = date.unwrap_or_else(|| Utc::now().date_naive());
    let source = lms_source(site, from)?;
    let catalog = catalog_source(site, catalog)?;
    catalog.check()?;
    let with_enterprise = is_enterprise_on(site).await;
    let mut summary = import_tables(lake, &source, with_enterprise, date).await?;
    if has_shop(site, with_enterprise) {
        summary.add(import_shop(site, lake, date).await?);
    }
    summary.add(import_catalog(site, lake, catalog, date).await?);
    Ok(summary)
}

/// Takes the tables of the LMS.
///
/// # Errors
/// The source cannot be read, or the lake cannot be written.
pub async fn import_tables(
    lake: &Lake,
    source: &LmsSource,
    with_enterprise: bool,
    date: NaiveDate,
) -> Result<ImportSummary, Problem> {
    let wanted = wanted_tables(with_enterprise);
    read_tables("reading LMS tables", lake, source, &wanted, date).await
}

/// Takes the tables of the shop.
///
/// # Errors
/// As [`import_tables`].
pub async fn import_shop(site: &Site, lake: &Lake, date: NaiveDate) -> Result<ImportSummary, Problem> {
    let wanted: Vec<&'static LmsTable> = ECOMMERCE_TABLES.iter().collect();
    read_tables("reading tables of the shop", lake, &shop_source(site)?, &wanted, date).await
}

async fn read_tables(
    what: &str,
    lake: &Lake,
    source: &LmsSource,
    wanted: &[&'static LmsTable],
    date: NaiveDate,
) -> Result<ImportSummary, Problem> {
    let _held = lake.lock()?;
    let bar = TableBar(Bar::steps(what, 0));
    let imported = lms::import_tables(source, wanted, lake, date, &bar).await;
    bar.0.done();
    Ok(imported?)
}

/// Takes the catalog, and the course list where it is wanted.
///
/// # Errors
/// As [`import_tables`].
pub async fn import_catalog(
    site: &Site,
    lake: &Lake,
    catalog: CatalogSource,
    date: NaiveDate,
) -> Result<ImportSummary, Problem> {
    let _held = lake.lock()?;
    let bar = TableBar(Bar::steps("reading the catalog", 0));
    let imported = read_catalog(site, lake, catalog, date, &bar).await;
    bar.0.done();
    imported
}

async fn read_catalog(
    site: &Site,
    lake: &Lake,
    catalog: CatalogSource,
    date: NaiveDate,
    bar: &TableBar,
) -> Result<ImportSummary, Problem> {
    let mut summary = ImportSummary::new(date);
    let list_folder = match &catalog {
        CatalogSource::Folder(folder) if folder.join("course_list.json").is_file() => Some(folder.clone()),
        _ => None,
    };
    bar.table("catalog");
    catalog::import(catalog, lake, date, &mut summary).await?;
    let list = match list_folder {
        Some(folder) => Some(CourseListSource::Folder(folder)),
        None if site.settings.lms.course_list => Some(CourseListSource::Api {
            lms: site.settings.lms.url.clone(),
            client: Box::new(client(site)?),
        }),
        None => None,
    };
    if let Some(list) = list {
        bar.table("course list");
        catalog::import_course_list(list, lake, date, &mut summary).await?;
    }
    Ok(summary)
}

/// Whether there is a shop whose tables are read.
pub fn has_shop(site: &Site, with_enterprise: bool) -> bool {
    with_enterprise && !site.settings.ecommerce.database.is_empty()
}

/// Whether the tables that only one report reads are read, too.
async fn is_enterprise_on(site: &Site) -> bool {
    rooms::registry_at_rest(site).await.report(ENTERPRISE_REPORT).is_some()
}

/// The tables of the LMS that are read.
pub fn wanted_tables(with_enterprise: bool) -> Vec<&'static LmsTable> {
    let mut wanted: Vec<&'static LmsTable> = LMS_TABLES.iter().collect();
    if with_enterprise {
        wanted.extend(ENTERPRISE_TABLES);
    }
    wanted
}

/// Where the tables of the LMS are: at the place named, else where the settings say.
pub fn lms_source(site: &Site, from: Option<String>) -> Result<LmsSource, Problem> {
    let settings = &site.settings.lms;
    if let Some(from) = &from {
        refuse_password("--from", from)?;
    }
    let place = from.unwrap_or_else(|| tables_place(site, &settings.database));
    if place.is_empty() {
        let text = "name a folder of CSV files with `--from`, or set `lms.database` in olivine.toml";
        return Err(ProgramError::Usage(text.to_owned()).into());
    }
    table_source(site, place, || {
        settings.database_password.reveal("lms.database_password", &site.dir)
    })
}

/// Where the tables of the shop are.
pub fn shop_source(site: &Site) -> Result<LmsSource, Problem> {
    let settings = &site.settings.ecommerce;
    table_source(site, tables_place(site, &settings.database), || {
        settings
            .database_password
            .reveal("ecommerce.database_password", &site.dir)
    })
}

/// A place of tables in the settings: the address of a database as it is, a folder from the site folder.
fn tables_place(site: &Site, named: &str) -> String {
    match LmsSource::is_database(named) {
        true => named.to_owned(),
        false => site.place(named),
    }
}

/// A database, or a folder.
fn table_source(
    site: &Site,
    place: String,
    password: impl Fn() -> Result<Option<String>, SettingsError>,
) -> Result<LmsSource, Problem> {
    if !LmsSource::is_database(&place) {
        return Ok(LmsSource::Csv(PathBuf::from(place)));
    }
    let tls = match site.settings.lms.database_tls.as_str() {
        "off" => Tls::Off,
        "required" => Tls::Required,
        "verify" => Tls::Verify,
        _ => Tls::Preferred,
    };
    Ok(LmsSource::Mysql {
        url: with_password(&place, password()?),
        tls,
    })
}

/// Where the catalog is: at the place named, else where the settings say.
pub fn catalog_source(site: &Site, named: Option<String>) -> Result<CatalogSource, Problem> {
    let settings = &site.settings.catalog;
    let place = named.unwrap_or_else(|| site.place(&settings.url));
    if place.is_empty() {
        return Ok(CatalogSource::None);
    }
    if place.contains("://") {
        let client = Box::new(client(site)?);
        return Ok(CatalogSource::Api {
            root: place,
            partners: settings.partners.clone(),
            client,
        });
    }
    Ok(CatalogSource::Folder(PathBuf::from(place)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use olivine_failure::Failing;

    use super::*;

    /// A site whose LMS tables are at a place.
    fn site(database: &str) -> (tempfile::TempDir, Site) {
        let dir = tempfile::tempdir().unwrap();
        let text = format!("[lms]\ndatabase = \"{database}\"\n");
        fs::write(dir.path().join(crate::settings::SITE_FILE), text).unwrap();
        let site = Site::open(dir.path(), &[]).unwrap();
        (dir, site)
    }

    #[test]
    fn databases_of_both_schemes_are_databases_and_folders_are_folders() {
        for address in ["mysql://u@h:3306/edxapp", "mariadb://u@h:3306/edxapp"] {
            let (_dir, site) = site(address);
            let source = lms_source(&site, None).unwrap();
            assert!(
                matches!(source, LmsSource::Mysql { url, .. } if url == address),
                "{address}"
            );
        }
        let (dir, site) = site("lms");
        let source = lms_source(&site, None).unwrap();
        assert!(matches!(source, LmsSource::Csv(folder) if folder == dir.path().join("lms")));
        let named = lms_source(&site, Some("elsewhere".to_owned())).unwrap();
        assert!(matches!(named, LmsSource::Csv(folder) if folder == Path::new("elsewhere")));
    }

    #[tokio::test]
    async fn no_message_shows_the_password_of_an_address() {
        let folder = tempfile::tempdir().unwrap();
        let options = olivine_lake::LakeOptions::at(folder.path().display().to_string());
        let lake = Lake::open(&options).await.unwrap();
        let (_dir, site) = site("");
        for address in ["postgres://u:hunter2@h/edxapp", "mysql:u:hunter2@h/edxapp"] {
            let source = table_source(&site, address.to_owned(), || Ok(None)).unwrap();
            let error = lms::import(&source, &lake, NaiveDate::default(), &())
                .await
                .unwrap_err();
            assert_eq!(error.failure().code, "SOURCE-004");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
    }

    #[test]
    fn a_password_in_an_argument_is_refused_as_in_the_settings() {
        let (_dir, site) = site("");
        let address = "mysql://ro:hunter2@h/edxapp".to_owned();
        let Err(problem) = lms_source(&site, Some(address)) else {
            panic!("the password was taken");
        };
        assert_eq!(problem.error.failure().code, "SITE-004");
        assert!(!problem.error.to_string().contains("hunter2"), "{}", problem.error);
    }
}
