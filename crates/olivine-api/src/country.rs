//! Countries as the data API serves them (`API 2.1`, enrollment/location).

use std::collections::HashMap;
use std::sync::LazyLock;

/// A country of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-2 code.
    pub alpha2: &'static str,
    /// ISO 3166 alpha-3 code.
    pub alpha3: &'static str,
    /// ISO 3166 numeric code, three digits.
    pub numeric: &'static str,
    /// Short common name.
    pub name: &'static str,
}

/// All countries by each of their codes.
static BY_CODE: LazyLock<HashMap<&'static str, Country>> = LazyLock::new(|| {
    let mut countries = HashMap::new();
    for line in include_str!("../data/countries.tsv").lines().skip(1) {
        let mut fields = line.split('\t');
        if let (Some(alpha2), Some(alpha3), Some(numeric), Some(name)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        {
            for code in [alpha2, alpha3, numeric] {
                countries.insert(
                    code,
                    Country {
                        alpha2,
                        alpha3,
                        numeric,
                        name,
                    },
                );
            }
        }
    }
    countries
});

/// The country of an alpha-2, alpha-3 or numeric code in any case; none for everything that is no country, such as
/// `UNKNOWN`, `EU`, `A1` or `XK`.
pub fn find(code: &str) -> Option<&'static Country> {
    BY_CODE.get(code.to_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_a_country_finds_it() {
        let names = ["us", "USA", "840", "uSa"].map(|code| find(code).map(|country| country.name));
        assert_eq!(names, [Some("United States of America"); 4]);
        assert_eq!(find("TW").map(|country| country.name), Some("Taiwan"));
        assert_eq!(BY_CODE.len(), 249 * 3);
    }

    #[test]
    fn what_is_no_country_is_not_found() {
        for code in ["", "UNKNOWN", "A1", "A2", "AP", "EU", "O1", "XK", "ZZ", "1"] {
            assert_eq!(find(code), None, "{code}");
        }
    }
}
