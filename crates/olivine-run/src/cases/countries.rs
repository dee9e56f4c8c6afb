//! A country database in the MMDB form, made from the networks of a case.
//!
//! Layout: a binary tree over 128-bit addresses (IPv4 below `::/96`) with records of 24 bits, sixteen zero bytes, one map
//! `{"country": {"iso_code": …}}` for each network, the marker, and a map that describes the file.

use std::collections::BTreeMap;
use std::net::IpAddr;

const MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";
/// Zero bytes between tree and data; pointers into the data count them.
const GAP: usize = 16;

#[derive(Clone, Copy)]
enum Record {
    Nothing,
    Node(usize),
    Data(usize),
}

/// The bytes of a database that knows these networks (`81.2.0.0/16`, `2a02::/24`) and the country of each.
///
/// # Errors
/// A network that is not written as one, or that lies within another.
pub(super) fn database(networks: &BTreeMap<String, String>) -> Result<Vec<u8>, String> {
    let mut tree = vec![[Record::Nothing; 2]];
    let mut data = Vec::new();
    for (network, country) in networks {
        let (address, length) = parse(network).ok_or_else(|| format!("`{network}` is no network"))?;
        if !insert(&mut tree, address, length, data.len()) {
            return Err(format!("`{network}` and another network lie within each other"));
        }
        map(&mut data, 1);
        text(&mut data, "country");
        map(&mut data, 1);
        text(&mut data, "iso_code");
        text(&mut data, country);
    }
    let nodes = tree.len();
    let mut bytes = Vec::with_capacity(nodes * 6 + data.len() + 256);
    for record in tree.iter().flatten() {
        let number = match record {
            Record::Nothing => nodes,
            Record::Node(node) => *node,
            Record::Data(at) => nodes + GAP + at,
        };
        // A case has a handful of networks: the tree stays far below 2^24 records.
        bytes.extend_from_slice(&(number as u32).to_be_bytes()[1..]);
    }
    bytes.extend_from_slice(&[0; GAP]);
    bytes.extend_from_slice(&data);
    bytes.extend_from_slice(MARKER);
    describe(&mut bytes, nodes as u32);
    Ok(bytes)
}

/// Address as 128 bits and length of the prefix.
fn parse(network: &str) -> Option<(u128, u32)> {
    let (address, length) = network.split_once('/')?;
    let length: u32 = length.parse().ok()?;
    match address.parse().ok()? {
        IpAddr::V4(address) if (1..=32).contains(&length) => Some((u32::from(address).into(), length + 96)),
        IpAddr::V6(address) if (1..=128).contains(&length) => Some((address.into(), length)),
        _ => None,
    }
}

/// Whether the place was free.
fn insert(tree: &mut Vec<[Record; 2]>, address: u128, length: u32, data: usize) -> bool {
    let mut at = 0;
    for depth in 0..length {
        let side = ((address >> (127 - depth)) & 1) as usize;
        let is_last = depth + 1 == length;
        at = match tree[at][side] {
            Record::Nothing if is_last => {
                tree[at][side] = Record::Data(data);
                return true;
            }
            Record::Node(node) if !is_last => node,
            Record::Nothing => {
                let node = tree.len();
                tree.push([Record::Nothing; 2]);
                tree[at][side] = Record::Node(node);
                node
            }
            Record::Node(_) | Record::Data(_) => return false,
        };
    }
    false
}

fn describe(bytes: &mut Vec<u8>, nodes: u32) {
    map(bytes, 9);
    text(bytes, "node_count");
    bytes.push((6 << 5) | 4);
    bytes.extend_from_slice(&nodes.to_be_bytes());
    for (name, number) in [
        ("record_size", 24_u8),
        ("ip_version", 6),
        ("binary_format_major_version", 2),
        ("binary_format_minor_version", 0),
    ] {
        text(bytes, name);
        bytes.extend_from_slice(&[(5 << 5) | 1, number]);
    }
    text(bytes, "build_epoch");
    bytes.extend_from_slice(&[1, 9 - 7, 0]);
    text(bytes, "database_type");
    text(bytes, "Case-Country");
    text(bytes, "languages");
    bytes.extend_from_slice(&[0, 11 - 7]);
    text(bytes, "description");
    map(bytes, 0);
}

fn map(bytes: &mut Vec<u8>, entries: u8) {
    bytes.push((7 << 5) | entries);
}

/// Texts here have less than 29 bytes, the longest that one byte can announce.
fn text(bytes: &mut Vec<u8>, text: &str) {
    let short = &text.as_bytes()[..text.len().min(28)];
    bytes.push((2 << 5) | short.len() as u8);
    bytes.extend_from_slice(short);
}
