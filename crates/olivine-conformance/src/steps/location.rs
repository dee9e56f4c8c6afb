//! `location.*`: where people connect from.

use olivine_engine::country::CountryDatabase;
use serde_json::{Value, json};

use super::country_file;
use crate::rows::{Comparison, Rows};
use crate::score::Verdict;
use crate::site::{Site, SiteError, Span};
use crate::vectors::Vector;

pub(super) async fn extract(vector: &Vector) -> Result<Verdict, SiteError> {
    let site = Site::new(None).await?;
    site.ingest_lines(&[vector.text("line").unwrap_or_default().to_owned()])
        .await?;
    let day = |name: &str| vector.input["interval"][name].as_str().unwrap_or_default();
    let (from, to) = (day("start"), day("end"));
    site.table("facts_location", &Span::days(from, to)).await?;
    let sql =
        format!("select time as timestamp, ip, user_id from facts_location where date >= '{from}' and date < '{to}'");
    let found = site.query(&sql, &["facts_location"]).await?;
    let columns = ["timestamp", "ip", "user_id"];
    let expected = Rows::of_objects(Vector::list(&vector.expected, "records"), &columns);
    Ok(found.compare(&expected, &Comparison::default()))
}

/// Only the code is kept here; the name of a country is made where it is shown (`ES G-2`).
pub(super) async fn last_country(vector: &Vector) -> Result<Verdict, SiteError> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("country.mmdb");
    let countries = vector.input["geo"].as_object().into_iter().flatten();
    // An answer of blanks is in the words of the vector only.
    let blank = vector.text("geo_note").is_some_and(|note| note.contains("blanks"));
    let codes = countries.map(|(ip, names)| (ip.as_str(), if blank { Some("  ") } else { names["code"].as_str() }));
    std::fs::write(&file, country_file::bytes(&codes.collect::<Vec<_>>()))?;

    let site = Site::new(Some(&file)).await?;
    let line = |ip: &Value| {
        json!({ "time": ip["timestamp"], "ip": ip["ip"], "context": { "user_id": vector.input["user_id"] } })
            .to_string()
    };
    site.ingest_lines(&Vector::list(&vector.input, "ips").iter().map(line).collect::<Vec<_>>())
        .await?;
    let found = site
        .table("run_last_country", &Span::days("2012-01-01", "2030-01-01"))
        .await?;
    let expected = Rows::of_objects(Vector::list(&vector.expected, "rows"), &["country_code", "user_id"]);
    Ok(found.compare(&expected, &Comparison::default()))
}

pub(super) fn fallback(vector: &Vector) -> Result<Verdict, SiteError> {
    if vector.text("wanted") == Some("name") {
        return Ok(Verdict::NotApplicable(
            "names of countries are not looked up, only codes (ES G-2)",
        ));
    }
    let (Some(ip), Some(lookup)) = (vector.text("ip"), vector.text("lookup")) else {
        return Err(SiteError::Other("no address".to_owned()));
    };
    let answer = lookup
        .strip_prefix("answers \"")
        .and_then(|answer| answer.strip_suffix('"'));
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("country.mmdb");
    std::fs::write(&file, country_file::bytes(&[(ip, answer)]))?;
    let found = CountryDatabase::open(&file)?.country_code(ip).to_owned();
    Ok(Verdict::of(json!(found), vector.expected["value"].clone()))
}
