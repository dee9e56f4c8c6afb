//! The documentation of the functions holds: names, examples, countries.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Params, Site, rows};
use olivine_engine::functions;
use olivine_failure::Failing;

#[tokio::test(flavor = "multi_thread")]
async fn every_example_gives_what_it_says() {
    let site = Site::new().await;
    let session = site.session();
    for function in functions() {
        assert!(!function.examples.is_empty(), "{} has no example", function.name);
        assert!(function.signature.starts_with(&format!("{}(", function.name)));
        for example in function.examples {
            let sql = example.statement();
            let found = rows(&session, &sql, &Params::new())
                .await
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
            assert_eq!(found, [example.result], "{sql}");
        }
    }
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = functions().iter().map(|function| function.name).collect();
    assert_eq!(names.len(), functions().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_arguments_are_named() {
    let site = Site::new().await;
    let session = site.session();
    for (sql, part) in [
        (
            "select iso_week_start('monday')",
            "argument 1 of iso_week_start is a day",
        ),
        ("select country_code()", "country_code"),
        (
            "select date_sub_days(date '2024-01-01', 1.5)",
            "argument 2 of date_sub_days is a whole number",
        ),
        ("select weeks_start(date '2024-01-01', 0)", "weeks must be at least 1"),
        ("select cleaned_text('a', '(')", "`(` is no regular expression"),
    ] {
        let error = rows(&session, sql, &Params::new()).await.unwrap_err();
        assert!(error.to_string().contains(part), "{sql}: {error}");
        assert!(
            matches!(error.failure().code, "ENGINE-002" | "ENGINE-010"),
            "{sql}: {}",
            error.failure().code
        );
    }
}

/// A value of the MMDB format.
enum Data<'a> {
    Text(&'a str),
    Short(u16),
    Number(u32),
    Long(u64),
    Texts(&'a [&'a str]),
    Map(&'a [(&'a str, Data<'a>)]),
}

fn encode(data: &Data<'_>, out: &mut Vec<u8>) {
    match data {
        Data::Text(text) => {
            out.push(0x40 | u8::try_from(text.len()).unwrap());
            out.extend(text.as_bytes());
        }
        Data::Short(number) => {
            out.push(0xA2);
            out.extend(number.to_be_bytes());
        }
        Data::Long(number) => {
            out.extend([0x08, 2]);
            out.extend(number.to_be_bytes());
        }
        Data::Texts(texts) => {
            out.extend([u8::try_from(texts.len()).unwrap(), 4]);
            for text in *texts {
                encode(&Data::Text(text), out);
            }
        }
        Data::Number(number) => {
            out.push(0xC4);
            out.extend(number.to_be_bytes());
        }
        Data::Map(entries) => {
            out.push(0xE0 | u8::try_from(entries.len()).unwrap());
            for (key, value) in *entries {
                encode(&Data::Text(key), out);
                encode(value, out);
            }
        }
    }
}

/// A database of IPv6 addresses in which `2a00::/8`, and with it nothing else, has the record.
fn database(record: &Data<'_>, ip_version: u16, path: &Path) {
    let bits: Vec<u8> = if ip_version == 6 { bits_of(0x2a) } else { bits_of(81) };
    let nodes = u32::try_from(bits.len()).unwrap();
    let mut tree = Vec::new();
    for (depth, bit) in (0_u32..).zip(&bits) {
        let next = if depth + 1 == nodes { nodes + 16 } else { depth + 1 };
        let pair = if *bit == 0 { [next, nodes] } else { [nodes, next] };
        for child in pair {
            tree.extend(&child.to_be_bytes()[1..]);
        }
    }
    tree.extend([0; 16]);
    encode(record, &mut tree);
    tree.extend(b"\xAB\xCD\xEFMaxMind.com");
    let metadata = Data::Map(&[
        ("node_count", Data::Number(nodes)),
        ("record_size", Data::Short(24)),
        ("ip_version", Data::Short(ip_version)),
        ("database_type", Data::Text("Test")),
        ("languages", Data::Texts(&["en"])),
        ("description", Data::Map(&[("en", Data::Text("Test"))])),
        ("binary_format_major_version", Data::Short(2)),
        ("binary_format_minor_version", Data::Short(0)),
        ("build_epoch", Data::Long(1_700_000_000)),
    ]);
    encode(&metadata, &mut tree);
    std::fs::write(path, tree).unwrap();
}

fn bits_of(byte: u8) -> Vec<u8> {
    (0..8).rev().map(|bit| (byte >> bit) & 1).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn countries_come_from_either_layout_and_only_for_public_addresses() {
    let site = Site::new().await;
    let nested = Data::Map(&[("country", Data::Map(&[("iso_code", Data::Text("FR"))]))]);
    let flat = Data::Map(&[("country_code", Data::Text("FR"))]);
    let blank = Data::Map(&[("country_code", Data::Text(" "))]);
    for (name, record, expected) in [
        ("nested", nested, "FR"),
        ("flat", flat, "FR"),
        ("blank", blank, "UNKNOWN"),
    ] {
        for (version, inside, outside) in [(4, "81.2.69.142", "82.1.1.1"), (6, "2a01::1", "2001:db8::1")] {
            let path = site.path(&format!("{name}{version}.mmdb"));
            database(&record, version, &path);
            let mut options = site.options();
            options.geo_database = Some(path);
            let session = olivine_engine::Session::new(&options).unwrap();
            assert_eq!(session.country_edition().as_deref(), Some("Test 2023-11-14T22:13:20Z"));
            let sql = format!(
                "select country_code('{inside}'), country_code(' {inside} '), country_code('{outside}'), country_code('{inside}, 1.1.1.1'), \
                 country_code('10.0.0.1'), country_code(''), country_code(null)"
            );
            let found = rows(&session, &sql, &Params::new()).await.unwrap();
            assert_eq!(
                found,
                [format!("{expected} {expected} UNKNOWN UNKNOWN UNKNOWN UNKNOWN null")],
                "{name} {version}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_another_version_than_the_database_is_unknown() {
    let site = Site::new().await;
    let path = site.path("four.mmdb");
    database(&Data::Map(&[("country_code", Data::Text("FR"))]), 4, &path);
    let mut options = site.options();
    options.geo_database = Some(path);
    let session = olivine_engine::Session::new(&options).unwrap();
    let found = rows(
        &session,
        "select country_code('2a01::1'), country_code('::ffff:81.2.69.142')",
        &Params::new(),
    )
    .await
    .unwrap();
    assert_eq!(found, ["UNKNOWN FR"]);
}
