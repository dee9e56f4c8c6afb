//! A small country database in the MaxMind DB form (MMDB).
//!
//! Layout: a binary search tree over 128-bit addresses (IPv4 below `::/96`) with records of 24 bits, sixteen zero
//! bytes, the data section with one map `{"country": {"iso_code", "names": {"en"}}}` a country, the metadata marker
//! and a metadata map.

use std::path::Path;

use chrono::NaiveDate;

use crate::SandboxError;
use crate::address::{COUNTRIES, v4_blocks, v6_block};

/// Writes the database of this world's addresses.
pub(crate) fn write(path: &Path, built: NaiveDate) -> Result<(), SandboxError> {
    std::fs::write(path, database(built)).map_err(|source| SandboxError::Write {
        path: path.to_owned(),
        source,
    })
}

#[derive(Clone, Copy)]
enum Record {
    Nothing,
    Node(u32),
    Country(u32),
}

struct Tree {
    nodes: Vec<[Record; 2]>,
}

impl Tree {
    fn insert(&mut self, address: u128, prefix: u32, country: u32) {
        let mut at = 0;
        for depth in 0..prefix {
            let side = ((address >> (127 - depth)) & 1) as usize;
            if depth == prefix - 1 {
                self.nodes[at][side] = Record::Country(country);
                return;
            }
            at = match self.nodes[at][side] {
                Record::Node(node) => node as usize,
                Record::Nothing | Record::Country(_) => {
                    let node = self.nodes.len();
                    self.nodes.push([Record::Nothing; 2]);
                    self.nodes[at][side] = Record::Node(node as u32);
                    node
                }
            };
        }
    }
}

fn database(built: NaiveDate) -> Vec<u8> {
    let mut tree = Tree {
        nodes: vec![[Record::Nothing; 2]],
    };
    let mut data = Vec::new();
    for (position, (code, name, _)) in COUNTRIES.iter().enumerate() {
        let offset = data.len() as u32;
        map(&mut data, 1);
        text(&mut data, "country");
        map(&mut data, 2);
        text(&mut data, "iso_code");
        text(&mut data, code);
        text(&mut data, "names");
        map(&mut data, 1);
        text(&mut data, "en");
        text(&mut data, name);
        for [a, b] in v4_blocks(position) {
            tree.insert((u128::from(a) << 24) | (u128::from(b) << 16), 96 + 16, offset);
        }
        let [a, b] = v6_block(position);
        tree.insert((u128::from(a) << 112) | (u128::from(b) << 96), 32, offset);
    }
    let node_count = tree.nodes.len() as u32;
    let mut out = Vec::with_capacity(tree.nodes.len() * 6 + data.len() + 256);
    for node in &tree.nodes {
        for record in node {
            let value = match record {
                Record::Nothing => node_count,
                Record::Node(child) => *child,
                Record::Country(offset) => node_count + 16 + offset,
            };
            out.extend_from_slice(&value.to_be_bytes()[1..]);
        }
    }
    out.extend_from_slice(&[0; 16]);
    out.extend_from_slice(&data);
    out.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    metadata(&mut out, node_count, built);
    out
}

fn metadata(out: &mut Vec<u8>, node_count: u32, built: NaiveDate) {
    let epoch = built
        .and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp()
        .unsigned_abs();
    map(out, 9);
    text(out, "node_count");
    unsigned(out, 6, u64::from(node_count));
    text(out, "record_size");
    unsigned(out, 5, 24);
    text(out, "ip_version");
    unsigned(out, 5, 6);
    text(out, "database_type");
    text(out, "Olivine-Sandbox-Country");
    text(out, "languages");
    out.extend_from_slice(&[1, 11 - 7]);
    text(out, "en");
    text(out, "binary_format_major_version");
    unsigned(out, 5, 2);
    text(out, "binary_format_minor_version");
    unsigned(out, 5, 0);
    text(out, "build_epoch");
    unsigned(out, 9, epoch);
    text(out, "description");
    map(out, 1);
    text(out, "en");
    text(out, "Made-up country addresses of the Olivine sandbox");
}

fn map(out: &mut Vec<u8>, entries: u8) {
    out.push((7 << 5) | entries);
}

fn text(out: &mut Vec<u8>, value: &str) {
    // Every text above is shorter than 285 bytes, the most that one extra size byte can say.
    match value.len() {
        length @ 0..29 => out.push((2 << 5) | length as u8),
        length => out.extend_from_slice(&[(2 << 5) | 29, (length - 29) as u8]),
    }
    out.extend_from_slice(value.as_bytes());
}

/// An unsigned integer: type 5 has two bytes, type 6 four, type 9 (an extended type) eight.
fn unsigned(out: &mut Vec<u8>, kind: u8, value: u64) {
    let bytes = value.to_be_bytes();
    let digits = &bytes[bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len())..];
    if kind > 7 {
        out.extend_from_slice(&[digits.len() as u8, kind - 7]);
    } else {
        out.push((kind << 5) | digits.len() as u8);
    }
    out.extend_from_slice(digits);
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::address;

    #[test]
    fn a_reader_finds_the_country_of_every_address() {
        let built = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
        let reader = maxminddb::Reader::from_source(database(built)).unwrap();
        assert_eq!(reader.metadata().build_epoch, 1_748_736_000);
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        for _ in 0..2000 {
            let country = address::country(&mut rng);
            let address = address::within(&mut rng, country);
            let found = reader.lookup(address.text.parse().unwrap()).unwrap();
            let found: maxminddb::geoip2::Country = found.decode().unwrap().unwrap();
            assert_eq!(found.country.iso_code, Some(COUNTRIES[country].0));
        }
        for unknown in ["10.0.0.1", "8.8.8.8", "::1", "fd00::1"] {
            assert!(
                !reader.lookup(unknown.parse().unwrap()).unwrap().has_data(),
                "{unknown}"
            );
        }
    }
}
