//! Countries of this world and the addresses people have there.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A country: ISO code, English name, share of learners.
pub(crate) const COUNTRIES: [(&str, &str, u32); 32] = [
    ("US", "United States", 20),
    ("IN", "India", 18),
    ("GB", "United Kingdom", 7),
    ("BR", "Brazil", 7),
    ("FR", "France", 6),
    ("DE", "Germany", 6),
    ("NG", "Nigeria", 5),
    ("KE", "Kenya", 4),
    ("MX", "Mexico", 4),
    ("ES", "Spain", 4),
    ("JP", "Japan", 3),
    ("CN", "China", 3),
    ("NO", "Norway", 3),
    ("PT", "Portugal", 2),
    ("CO", "Colombia", 2),
    ("EG", "Egypt", 2),
    ("ZA", "South Africa", 2),
    ("AU", "Australia", 2),
    ("CA", "Canada", 2),
    ("PL", "Poland", 2),
    ("UA", "Ukraine", 2),
    ("TR", "Türkiye", 2),
    ("ID", "Indonesia", 2),
    ("PH", "Philippines", 2),
    ("VN", "Viet Nam", 1),
    ("NL", "Netherlands", 1),
    ("SE", "Sweden", 1),
    ("GR", "Greece", 1),
    ("AR", "Argentina", 1),
    ("CL", "Chile", 1),
    ("NZ", "New Zealand", 1),
    ("IS", "Iceland", 1),
];

/// First bytes of the IPv4 blocks: all of them public.
const FIRST: [u8; 16] = [5, 31, 46, 62, 77, 81, 88, 91, 103, 145, 176, 185, 193, 200, 212, 217];

/// A country's IPv4 blocks (16 bits each).
pub(crate) fn v4_blocks(country: usize) -> [[u8; 2]; 2] {
    [
        [FIRST[country % FIRST.len()], 20 + country as u8],
        [FIRST[(country * 7 + 3) % FIRST.len()], 120 + country as u8],
    ]
}

/// A country's IPv6 block (32 bits).
pub(crate) fn v6_block(country: usize) -> [u16; 2] {
    [0x2a00, 0x1000 + country as u16]
}

/// An address as the LMS saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// The text in the log.
    pub text: String,
    /// The country it lies in; none where no database can know.
    pub country: Option<usize>,
}

impl Address {
    /// The country code that a report must show.
    pub(crate) fn code(&self) -> &'static str {
        self.country.map_or("UNKNOWN", |country| COUNTRIES[country].0)
    }
}

/// A country, the more likely the more learners it has.
pub(crate) fn country(rng: &mut ChaCha8Rng) -> usize {
    let mut left = rng.random_range(0..COUNTRIES.iter().map(|(_, _, share)| share).sum::<u32>());
    for (position, (_, _, share)) in COUNTRIES.iter().enumerate() {
        if left < *share {
            return position;
        }
        left -= share;
    }
    0
}

/// An address in a country; about one in twelve is IPv6.
pub(crate) fn within(rng: &mut ChaCha8Rng, country: usize) -> Address {
    let text = if rng.random_ratio(1, 12) {
        let [a, b] = v6_block(country);
        let [c, d]: [u16; 2] = [rng.random(), rng.random_range(1..=u16::MAX)];
        format!("{a:x}:{b:x}:{c:x}::{d:x}")
    } else {
        let [a, b] = v4_blocks(country)[rng.random_range(0..2)];
        format!("{a}.{b}.{}.{}", rng.random::<u8>(), rng.random_range(1..255))
    };
    Address {
        text,
        country: Some(country),
    }
}

/// An address that no country database knows (ES G-5, G-6): private, shared, a list, or a word.
pub(crate) fn nowhere(rng: &mut ChaCha8Rng) -> Address {
    let text = match rng.random_range(0..6) {
        0 => format!("10.{}.{}.7", rng.random::<u8>(), rng.random::<u8>()),
        1 => format!("192.168.{}.20", rng.random::<u8>()),
        2 => "127.0.0.1".to_owned(),
        3 => format!("5.20.1.{}, 10.0.0.1", rng.random::<u8>()),
        4 => "unknown".to_owned(),
        _ => format!("fd00::{:x}", rng.random_range(1..=u16::MAX)),
    };
    Address { text, country: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_countries_do_not_overlap() {
        let mut seen = std::collections::HashSet::new();
        for country in 0..COUNTRIES.len() {
            for block in v4_blocks(country) {
                assert!(seen.insert(block), "{block:?} twice");
            }
        }
    }
}
