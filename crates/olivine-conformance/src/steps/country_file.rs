//! A country database that answers a few addresses, in the MaxMind DB format (version 2.0).

use std::net::Ipv4Addr;

/// A number in a node that leads nowhere yet.
const NOTHING: usize = usize::MAX;
/// Bytes of zeros between the tree and the data.
const GAP: usize = 16;

/// The file for these addresses; one without code has a record without it. What is no IPv4 address is left out.
pub(super) fn bytes(codes: &[(&str, Option<&str>)]) -> Vec<u8> {
    let mut nodes = vec![[NOTHING; 2]];
    let mut data = Vec::new();
    let mut leaves = Vec::new();
    for (address, code) in codes {
        let Ok(address) = address.parse::<Ipv4Addr>() else {
            continue;
        };
        let offset = data.len();
        let members = code.map(|code| ("iso_code", text(code)));
        data.extend(map(&[("country", map(members.as_slice()))]));
        let bits = u32::from(address);
        let mut node = 0;
        for place in (1..32).rev() {
            let side = (bits >> place & 1) as usize;
            if nodes[node][side] == NOTHING {
                nodes[node][side] = nodes.len();
                nodes.push([NOTHING; 2]);
            }
            node = nodes[node][side];
        }
        leaves.push((node, (bits & 1) as usize, offset));
    }
    let count = nodes.len();
    for (node, side, offset) in leaves {
        nodes[node][side] = count + GAP + offset;
    }
    let records = nodes
        .iter()
        .flatten()
        .map(|record| if *record == NOTHING { count } else { *record });
    let mut file: Vec<u8> = records.flat_map(|record| (record as u32).to_be_bytes()).collect();
    file.extend([0; GAP]);
    file.extend(data);
    file.extend(b"\xab\xcd\xefMaxMind.com");
    file.extend(map(&[
        ("node_count", number(6, &(count as u32).to_be_bytes())),
        ("record_size", number(5, &32_u16.to_be_bytes())),
        ("ip_version", number(5, &4_u16.to_be_bytes())),
        ("database_type", text("Conformance")),
        ("languages", vec![0x00, 4]),
        ("binary_format_major_version", number(5, &2_u16.to_be_bytes())),
        ("binary_format_minor_version", number(5, &0_u16.to_be_bytes())),
        // An extended type: 7 more than the number that follows.
        ("build_epoch", [&[8, 2], &1_u64.to_be_bytes()[..]].concat()),
        ("description", map(&[])),
    ]));
    file
}

/// Texts here are shorter than 29 bytes, or shorter than 285 where they need one more byte for their length.
fn text(text: &str) -> Vec<u8> {
    let mut bytes = match text.len() {
        length @ ..29 => vec![2 << 5 | length as u8],
        length => vec![2 << 5 | 29, (length - 29) as u8],
    };
    bytes.extend(text.as_bytes());
    bytes
}

fn number(kind: u8, value: &[u8]) -> Vec<u8> {
    [&[kind << 5 | value.len() as u8], value].concat()
}

fn map(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = vec![7 << 5 | members.len() as u8];
    for (name, value) in members {
        bytes.extend(text(name));
        bytes.extend(value);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use olivine_engine::country::CountryDatabase;

    use super::bytes;

    #[test]
    fn answers_its_addresses_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("country.mmdb");
        std::fs::write(
            &file,
            bytes(&[
                ("81.2.69.142", Some("XX")),
                ("81.2.69.143", Some("a long code of a country")),
                ("81.2.69.144", None),
            ]),
        )
        .unwrap();
        let database = CountryDatabase::open(&file).unwrap();
        assert_eq!(database.country_code("81.2.69.142"), "XX");
        assert_eq!(database.country_code("81.2.69.143"), "a long code of a country");
        assert_eq!(database.country_code("81.2.69.144"), "UNKNOWN");
        assert_eq!(database.country_code("81.2.69.145"), "UNKNOWN");
    }
}
