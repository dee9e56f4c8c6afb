//! Every endpoint that clients know, one row each: data and none, dates, formats, ids, credentials, methods, versions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use olivine_report::manifest::API_VERSIONS;
use reqwest::Method;
use serde_json::Value;

use crate::addresses::fill;
use crate::site::{FORM, JSON, OLD, Reply, Site, TEXT, unlimited};

/// What is expected of an endpoint.
const ROWS: &str = include_str!("../data/endpoints.tsv");
/// The same endpoints as others list them, where that list is at hand.
const OTHER_LIST: &str = "data-api-endpoints.tsv";

struct Row<'a> {
    methods: Vec<&'a str>,
    path: &'a str,
    versions: Vec<&'a str>,
    query: &'a str,
    shape: &'a str,
    keys: Vec<&'a str>,
    nothing: &'a str,
    csv: &'a str,
    dates: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let row = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [methods, path, versions, query, shape, keys, nothing, csv, dates] = fields[..] else {
            panic!("not nine fields: {line}");
        };
        Row {
            methods: methods.split(' ').collect(),
            path,
            versions: versions.split(' ').collect(),
            query,
            shape,
            keys: keys.split(',').filter(|key| !key.is_empty()).collect(),
            nothing,
            csv,
            dates,
        }
    };
    ROWS.lines().skip(1).map(row).collect()
}

/// Counts what holds and names what does not.
#[derive(Default)]
struct Table {
    passed: usize,
    failed: Vec<String>,
}

impl Table {
    fn check(&mut self, what: &str, address: &str, holds: bool, seen: &Reply) {
        if holds {
            self.passed += 1;
        } else {
            let body: String = String::from_utf8_lossy(&seen.bytes).chars().take(300).collect();
            self.failed
                .push(format!("{what}: {address}: {} {:?} {body}", seen.status, seen.kind()));
        }
    }
}

impl Row<'_> {
    /// Addresses in all versions that serve it, with something behind them or with nothing.
    fn address(&self, version: &str, something: bool) -> String {
        let base = API_VERSIONS.iter().find(|known| known.name == version);
        format!("{}{}", base.map_or("", |base| base.base), fill(self.path, something))
    }

    fn with_query(&self, address: &str, something: bool, further: &str) -> String {
        let query = fill(self.query, something);
        let parts: Vec<&str> = [query.as_str(), further]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            address.to_owned()
        } else {
            format!("{address}?{}", parts.join("&"))
        }
    }
}

/// Whether the body has the shape and keys that clients know, in their order.
fn is_shaped(row: &Row<'_>, reply: &Reply) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(&reply.bytes) else {
        return false;
    };
    let one = match row.shape {
        "list" => body.get(0),
        "page" | "portal" => {
            let keys = if row.shape == "page" {
                "count,num_pages,next,previous,results"
            } else {
                "next,previous,count,num_pages,current_page,start,results"
            };
            if keys_in_text(reply.text()) != keys.split(',').collect::<Vec<_>>() {
                return false;
            }
            body["results"].get(0)
        }
        _ => Some(&body),
    };
    let Some(Value::Object(one)) = one else { return false };
    let found: BTreeSet<&str> = one.keys().map(String::as_str).collect();
    // Those with a question mark are left out where there is nothing to say.
    let is_there = |key: &&&str| !key.ends_with('?') || found.contains(key.trim_end_matches('?'));
    let keys: Vec<&str> = row
        .keys
        .iter()
        .filter(is_there)
        .map(|key| key.trim_end_matches('?'))
        .collect();
    let wanted: BTreeSet<&str> = keys.iter().copied().collect();
    let text = reply.text();
    let rows = text.find("\"results\":").map_or(text, |begin| &text[begin..]);
    // The docs and the operational endpoints are described by no keys here.
    row.keys.is_empty() || found == wanted && is_in_order(rows, &keys)
}

/// Keys of the outermost object in the order of the text.
fn keys_in_text(text: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    let (mut depth, mut rest) = (0, text);
    while let Some(at) = rest.find(['{', '[', '}', ']', '"']) {
        let found = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match found {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {
                let mut end = 0;
                while rest.as_bytes()[end] != b'"' {
                    end += if rest.as_bytes()[end] == b'\\' { 2 } else { 1 };
                }
                let word = &rest[..end];
                rest = &rest[end + 1..];
                if depth == 1 && rest.starts_with(':') {
                    keys.push(word);
                }
            }
        }
    }
    keys
}

fn is_in_order(text: &str, keys: &[&str]) -> bool {
    let places: Vec<Option<usize>> = keys.iter().map(|key| text.find(&format!("\"{key}\":"))).collect();
    places.is_sorted() && places.iter().all(Option::is_some)
}

/// Whether status and begin of the body are those of a case such as `404 {"detail"`.
fn is_case(case: &str, reply: &Reply) -> bool {
    let (status, body) = case.split_once(' ').unwrap();
    reply.status.to_string() == status && reply.text().starts_with(body)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_answers_as_clients_know_it() {
    let site = Site::whole(unlimited()).await;
    let new_born = Site::new_born().await;
    site.user("ada", &[OLD], false).await;
    let mut table = Table::default();
    for row in rows() {
        match row.versions[..] {
            ["-"] => check_unversioned(&mut table, &site, &row).await,
            _ => {
                for version in &row.versions {
                    check(&mut table, &site, &new_born, &row, version).await;
                }
                for other in API_VERSIONS.iter().filter(|known| !row.versions.contains(&known.name)) {
                    check_absent(&mut table, &site, &row, other.name).await;
                }
            }
        }
    }
    println!("api: {} passed, {} failed", table.passed, table.failed.len());
    assert!(table.failed.is_empty(), "{}", table.failed.join("\n"));
    assert!(table.passed > 900, "the table shrank to {}", table.passed);
}

async fn check(table: &mut Table, site: &Site, new_born: &Site, row: &Row<'_>, version: &str) {
    let address = row.address(version, true);
    let something = row.with_query(&address, true, "");
    let got = site.get(&something).await;
    let is_json = got.kind() == Some("application/json");
    table.check(
        "data",
        &something,
        got.status == 200 && is_json && is_shaped(row, &got),
        &got,
    );

    let elsewhere = row.address(version, false);
    let nothing = row.with_query(&elsewhere, false, "");
    let reply = site.get(&nothing).await;
    table.check("no data", &nothing, is_case(row.nothing, &reply), &reply);
    let reply = new_born.get(&something).await;
    table.check(
        "before the first run",
        &something,
        [200, 404].contains(&reply.status),
        &reply,
    );

    check_dates(table, site, row, &address).await;
    check_formats(table, site, row, &address, &elsewhere, &got).await;
    check_ids(table, site, row, version).await;
    check_credentials(table, site, &something).await;
    check_methods(table, site, row, &address, &something).await;
}

async fn check_dates(table: &mut Table, site: &Site, row: &Row<'_>, address: &str) {
    if row.dates == "-" {
        return;
    }
    let window = row.with_query(address, true, "start_date=2031-02-01&end_date=2031-03-05T000000");
    let reply = site.get(&window).await;
    table.check("window", &window, reply.status == 200 && is_shaped(row, &reply), &reply);
    let later = row.with_query(address, true, "start_date=2099-01-01");
    let reply = site.get(&later).await;
    let expected = match row.dates {
        "used" => is_case(row.nothing, &reply),
        _ => reply.status == 200,
    };
    table.check("later window", &later, expected, &reply);
    for bad in ["start_date=2031-03-01T00:00:00", "end_date=2031-02-30", "end_date=soon"] {
        let bad = row.with_query(address, true, bad);
        let reply = site.get(&bad).await;
        table.check("bad date", &bad, is_case(r#"400 {"detail":"#, &reply), &reply);
    }
    let reply = site.get(&row.with_query(address, true, "start_date=&end_date=")).await;
    table.check("empty dates", address, reply.status == 200, &reply);
}

async fn check_formats(table: &mut Table, site: &Site, row: &Row<'_>, address: &str, elsewhere: &str, json: &Reply) {
    let stem = address.trim_end_matches('/');
    let suffixed = row.with_query(&format!("{stem}.json"), true, "");
    let reply = site.get(&suffixed).await;
    // A link to a file and links to pages hold the time or the address itself.
    let is_same =
        reply.bytes == json.bytes || row.path.contains("report_name") || row.shape == "page" || row.shape == "portal";
    table.check("json suffix", &suffixed, reply.status == 200 && is_same, &reply);
    let asked = [
        (row.with_query(address, true, ""), "text/csv"),
        (row.with_query(address, true, "format=csv"), "*/*"),
        (row.with_query(&format!("{stem}.csv"), true, ""), "*/*"),
        (row.with_query(&format!("{stem}.csv/"), true, ""), "text/csv"),
    ];
    // With a slash behind it, what looks like a suffix of a user name is part of the name.
    let is_name = |csv: &str| row.path.ends_with("{username}/") && csv.contains(".csv/");
    for (csv, accept) in asked.into_iter().filter(|(csv, _)| !is_name(csv)) {
        let reply = site.get_with(&csv, &[("accept", accept)]).await;
        let holds = reply.status == 200 && is_csv(row, &reply);
        table.check("csv", &csv, holds, &reply);
    }
    let nothing = row.with_query(elsewhere, false, "format=csv");
    let reply = site.get(&nothing).await;
    let holds = match row.nothing.split_once(' ') {
        Some(("404", body)) if body.starts_with(r#"{"detail"#) => reply.status == 404 && reply.bytes.is_empty(),
        Some((status, _)) => reply.status.to_string() == status,
        None => false,
    };
    table.check("csv without data", &nothing, holds, &reply);
    let unknown = row.with_query(address, true, "format=xml");
    let reply = site.get(&unknown).await;
    table.check(
        "unknown format",
        &unknown,
        is_case(r#"404 {"detail":"Not found."}"#, &reply),
        &reply,
    );
    let reply = site
        .get_with(&row.with_query(address, true, ""), &[("accept", "image/png")])
        .await;
    table.check("nothing acceptable", address, reply.status == 406, &reply);
    let page = row.with_query(address, true, "format=api");
    let reply = site.get(&page).await;
    table.check(
        "page",
        &page,
        reply.status == 200 && reply.kind() == Some("text/html; charset=utf-8"),
        &reply,
    );
    if address.ends_with('/') {
        let bare = row.with_query(stem, true, "");
        let reply = site.send(Method::GET, &bare, &[], "").await;
        let leads_on = reply.status == 301 && reply.header("location") == Some(&row.with_query(address, true, ""));
        table.check("without slash", &bare, leads_on, &reply);
    }
}

fn is_csv(row: &Row<'_>, reply: &Reply) -> bool {
    let header: Vec<&str> = reply.text().lines().next().unwrap_or_default().split(',').collect();
    let outer: Vec<&str> = header.iter().filter_map(|name| name.split('.').next()).collect();
    match row.csv {
        "empty" => reply.bytes.is_empty() && reply.kind().is_none(),
        "declared" => {
            let named = reply
                .header("content-disposition")
                .is_some_and(|name| name.ends_with(".csv"));
            named && reply.kind() == Some("text/csv; charset=utf-8") && header == row.keys
        }
        _ => {
            let is_key = |name: &&str| row.keys.iter().any(|key| key.trim_end_matches('?') == *name);
            let known = outer.iter().all(is_key);
            reply.kind() == Some("text/csv; charset=utf-8")
                && known
                && header.is_sorted()
                && reply.text().lines().count() > 1
        }
    }
}

async fn check_ids(table: &mut Table, site: &Site, row: &Row<'_>, version: &str) {
    let base = API_VERSIONS.iter().find(|known| known.name == version).unwrap().base;
    if row.path.contains("{course_id}") {
        for bad in ["a/b", "abc", "a%2Bb"] {
            let address = format!("{base}{}", fill(&row.path.replace("{course_id}", bad), true));
            let reply = site.get(&address).await;
            table.check(
                "bad course id",
                &address,
                is_case(r#"404 {"status":404}"#, &reply),
                &reply,
            );
        }
    }
    if row.path.contains("{enterprise_uuid}") {
        let address = format!("{base}{}", fill(&row.path.replace("{enterprise_uuid}", "none"), true));
        let reply = site.get(&address).await;
        table.check(
            "bad customer",
            &address,
            is_case(r#"404 {"status":404}"#, &reply),
            &reply,
        );
    }
    if row.query.contains("{course}") {
        let address = format!(
            "{}?{}",
            row.address(version, true),
            row.query.replace("{course}", "bad")
        );
        let reply = site.get(&address).await;
        let text = r#"400 {"error_code": "course_key_malformed", "developer_message": "Course id/key bad malformed."}"#;
        table.check("bad course id", &address, is_case(text, &reply), &reply);
    }
}

async fn check_credentials(table: &mut Table, site: &Site, address: &str) {
    for (header, text) in [
        (None, "Authentication credentials were not provided."),
        (Some("Token nonsense"), "Invalid token."),
    ] {
        let headers: Vec<(&str, &str)> = header.into_iter().map(|header| ("authorization", header)).collect();
        let reply = site.send(Method::GET, address, &headers, "").await;
        let is_refused =
            reply.status == 401 && reply.json()["detail"] == text && reply.header("www-authenticate").is_some();
        table.check("credentials", address, is_refused, &reply);
        let csv: Vec<(&str, &str)> = headers.iter().copied().chain([("accept", "text/csv")]).collect();
        let reply = site.send(Method::GET, address, &csv, "").await;
        table.check("credentials, csv", address, reply.status == 401, &reply);
    }
}

async fn check_methods(table: &mut Table, site: &Site, row: &Row<'_>, address: &str, something: &str) {
    let token = format!("Token {}", site.token);
    let form = [("authorization", token.as_str()), FORM];
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::POST] {
        let reply = site.send(method.clone(), address, &form, &fill(row.query, true)).await;
        let holds = if row.methods.contains(&method.as_str()) {
            reply.status == 200 && is_shaped(row, &reply)
        } else {
            let text = format!(r#"405 {{"detail":"Method \"{method}\" not allowed."}}"#);
            is_case(&text, &reply) && reply.header("allow").is_some_and(|allow| allow.contains("GET"))
        };
        table.check(method.as_str(), address, holds, &reply);
    }
    let reply = site.send(Method::HEAD, something, &form[..1], "").await;
    table.check("HEAD", something, reply.status == 200 && reply.bytes.is_empty(), &reply);
    let reply = site.send(Method::OPTIONS, address, &form[..1], "").await;
    table.check(
        "OPTIONS",
        address,
        reply.status == 200 && reply.json()["renders"].is_array(),
        &reply,
    );
    if row.methods.contains(&"POST") {
        let reply = site.post(address, TEXT, "x").await;
        table.check(
            "POST of text",
            address,
            is_case(r#"415 {"detail":"Unsupported media type"#, &reply),
            &reply,
        );
        let reply = site.post(address, JSON, "{").await;
        table.check(
            "POST of broken JSON",
            address,
            is_case(r#"400 {"detail":"JSON parse error"#, &reply),
            &reply,
        );
    }
}

/// A version that does not have it answers as for any address that is none.
async fn check_absent(table: &mut Table, site: &Site, row: &Row<'_>, version: &str) {
    let same_elsewhere = rows()
        .iter()
        .any(|other| other.path == row.path && other.versions.contains(&version));
    if same_elsewhere {
        return;
    }
    let address = row.with_query(&row.address(version, true), true, "");
    let reply = site.get(&address).await;
    table.check("absent", &address, is_case(r#"404 {"status":404}"#, &reply), &reply);
}

async fn check_unversioned(table: &mut Table, site: &Site, row: &Row<'_>) {
    let token = format!("Token {}", site.token);
    let headers = [("authorization", token.as_str()), FORM];
    let address = row.with_query(row.path, true, "");
    let login = "username=ada&password=correct+horse+battery";
    for method in [Method::GET, Method::POST] {
        let reply = site.send(method.clone(), &address, &headers, login).await;
        let holds = if row.methods.contains(&method.as_str()) {
            reply.status == 200 && is_shaped(row, &reply)
        } else {
            reply.status == 405
        };
        table.check(method.as_str(), &address, holds, &reply);
    }
    let bare = row.path.trim_end_matches('/');
    let reply = site.send(Method::GET, bare, &[], "").await;
    table.check(
        "without slash",
        bare,
        reply.status == 301 && reply.header("location") == Some(row.path),
        &reply,
    );
    if ["/status/", "/authenticated/", "/health/"].contains(&row.path) {
        for version in ["v0", "v1"] {
            let address = format!("/api/{version}{}", row.path);
            let reply = site.send(Method::GET, &address, &[], "").await;
            table.check(
                "below a version",
                &address,
                reply.status == 302 && reply.header("location") == Some(row.path),
                &reply,
            );
        }
    }
    let reply = site.send(Method::GET, row.path, &[], "").await;
    let expected = match row.path {
        "/authenticated/" => 401,
        "/api-token-auth/" => 405,
        _ => 200,
    };
    table.check("without token", row.path, reply.status == expected, &reply);
}

/// The same list, kept by others: every endpoint of it is in ours, whatever its parts are called.
#[test]
fn no_endpoint_is_missing() {
    let named = std::env::var_os("OLIVINE_SPEC").map(PathBuf::from);
    let in_book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules");
    let folders: Vec<PathBuf> = named.into_iter().chain([in_book]).collect();
    let lists: Vec<PathBuf> = folders
        .iter()
        .map(|folder| folder.join(OTHER_LIST))
        .filter(|list| list.exists())
        .collect();
    assert!(!lists.is_empty(), "the book has the list");
    let ours: BTreeSet<String> = rows()
        .iter()
        .flat_map(|row| {
            let served = row.versions.iter().map(|version| {
                let base = API_VERSIONS.iter().find(|known| known.name == *version);
                nameless(&format!("{}{}", base.map_or("", |base| base.base), row.path))
            });
            served.collect::<Vec<_>>()
        })
        .collect();
    for list in lists {
        let text = std::fs::read_to_string(&list).unwrap();
        for line in text.lines().skip(1) {
            let path = line.split('\t').nth(1).unwrap();
            assert!(ours.contains(&nameless(path)), "{path} of {}", list.display());
        }
    }
}

/// A path without the names of its parts.
fn nameless(path: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in path.chars() {
        inside = letter == '{' || inside && letter != '}';
        if !inside || letter == '{' {
            text.push(letter);
        }
    }
    text
}
