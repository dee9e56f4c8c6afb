//! The country of a network address (`ES 6`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use maxminddb::{PathElement, Reader};

use crate::error::EngineError;

/// What an address that cannot be located has for a country (`ES G-3`).
pub const UNKNOWN: &str = "UNKNOWN";

/// Codes of databases that stand for no country: proxies, satellites, whole continents, and what is no country any more (`ES G-4`).
const NO_COUNTRIES: [&str; 7] = ["A1", "A2", "AN", "AP", "EU", "FX", "O1"];

/// The ways in which databases name the country of an address: as a record of its own, or flat.
const LAYOUTS: [&[PathElement<'static>]; 3] = [
    &[PathElement::Key("country"), PathElement::Key("iso_code")],
    &[PathElement::Key("country_code")],
    &[PathElement::Key("country")],
];

/// An open country database in the MMDB format.
pub struct CountryDatabase {
    path: PathBuf,
    reader: Reader<Vec<u8>>,
}

impl std::fmt::Debug for CountryDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CountryDatabase").field(&self.path).finish()
    }
}

impl CountryDatabase {
    /// Reads a database into memory.
    ///
    /// # Errors
    /// A file that cannot be read or is not in the MMDB format.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        let reader = Reader::open_readfile(path).map_err(|source| EngineError::CountryDatabase {
            path: path.to_owned(),
            reason: source.to_string(),
        })?;
        Ok(Self {
            path: path.to_owned(),
            reader,
        })
    }

    /// Its type and when it was built, as it says itself (`ES G-10`): two databases that say the same give the same countries.
    pub fn edition(&self) -> String {
        let metadata = self.reader.metadata();
        let built: DateTime<Utc> = metadata.build_time().unwrap_or(SystemTime::UNIX_EPOCH).into();
        format!("{} {}", metadata.database_type, built.format("%Y-%m-%dT%H:%M:%SZ"))
    }

    /// ISO code of the country of an address, or [`UNKNOWN`]: for addresses that are not in the database, for private and
    /// local ones whatever the database says, for those of no country, and for anything that is not one address (`ES G-3`…`G-6`).
    pub fn country_code<'a>(&'a self, address: &str) -> &'a str {
        let Some(address) = public_address(address) else {
            return UNKNOWN;
        };
        let Ok(found) = self.reader.lookup(address) else {
            return UNKNOWN;
        };
        let named = LAYOUTS
            .iter()
            .find_map(|layout| found.decode_path::<&str>(layout).ok().flatten())
            .map(str::trim);
        named
            .filter(|code| !code.is_empty() && !NO_COUNTRIES.contains(code))
            .unwrap_or(UNKNOWN)
    }
}

/// Reads one address, strictly after trimming (`ES G-6`); none if it is no address or one that belongs to no country.
fn public_address(text: &str) -> Option<IpAddr> {
    let address = text.trim().parse::<IpAddr>().ok()?.to_canonical();
    let is_local = match address {
        IpAddr::V4(address) => is_local_v4(address),
        IpAddr::V6(address) => is_local_v6(address),
    };
    (!is_local).then_some(address)
}

fn is_local_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared_by_carriers = first == 100 && (64..128).contains(&second);
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || is_shared_by_carriers
}

fn is_local_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_public_address_is_looked_up() {
        for text in [
            "81.2.69.142",
            " 81.2.69.142 ",
            "2001:4860:4860::8888",
            "::ffff:81.2.69.142",
        ] {
            assert!(public_address(text).is_some(), "{text}");
        }
        for text in [
            "",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.5.5",
            "127.0.0.1",
            "169.254.1.1",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "1.2.3",
            "1",
            "0x7f.1.1.1",
            "81.2.69.142, 10.0.0.1",
            "example.org",
            "81.2.69.142:80",
        ] {
            assert!(public_address(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_no_database_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("country.mmdb");
        std::fs::write(&path, b"not a database").unwrap();
        let error = CountryDatabase::open(&path).unwrap_err();
        assert!(error.to_string().contains("country.mmdb"), "{error}");
    }
}
