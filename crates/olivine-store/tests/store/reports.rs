//! The tables and queries of the built-in reports, on both stores.

use olivine_report::Registry;
use olivine_store::{Change, Publication, parameter_names};

use crate::place::{Place, day};

pub async fn built_in_reports_fit_the_store(place: &Place) {
    let store = place.open().await;
    let registry = Registry::built_in_all_on();
    let tables: Vec<_> = registry.result_tables().collect();
    assert!(!tables.is_empty());
    let mut publish = store.begin_publish("run").await.unwrap();
    let mut publications = Vec::new();
    for (name, table) in &tables {
        let load = publish
            .table(name, table)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        load.finish().await.unwrap();
        let table = (*name).to_owned();
        publications.push(Publication {
            table,
            fingerprint: String::new(),
            as_of: day(1),
        });
    }
    publish.commit(publications).await.unwrap();
    let plan = store.plan(&tables).await.unwrap();
    assert!(plan.iter().all(|plan| plan.change == Change::None), "{plan:?}");

    let mut checked = 0;
    for report in registry.reports() {
        for (name, query) in &report.manifest.queries {
            if query.sql.is_none() {
                continue;
            }
            let sql = report.query_text(name).unwrap();
            let parameters = parameter_names(&sql).unwrap();
            let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
            let columns = store.columns_of(&sql, &parameters).await;
            let columns = columns.unwrap_or_else(|error| panic!("{}, query {name}: {error}", report.manifest.id));
            assert!(!columns.is_empty());
            checked += 1;
        }
    }
    eprintln!("{} tables, {checked} queries", tables.len());
    assert!(checked > 0);
}
