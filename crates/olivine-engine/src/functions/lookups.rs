//! Functions that look a code up.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::datatypes::DataType;
use datafusion::error::Result;

use super::arguments::Argument;
use super::scalar::Scalar;
use super::{Carries, Example, FunctionDoc, FunctionKind};
use crate::country::{CountryDatabase, UNKNOWN};
use crate::education;

pub(super) fn functions(countries: Option<Arc<CountryDatabase>>) -> Vec<Scalar> {
    vec![
        Scalar::new(EDUCATION_LEVEL, &[Argument::Text], DataType::Utf8, education_level),
        Scalar::new(COUNTRY_CODE, &[Argument::Text], DataType::Utf8, move |columns| {
            country_code(columns, countries.as_deref())
        }),
    ]
}

const EDUCATION_LEVEL: FunctionDoc = FunctionDoc {
    name: "education_level",
    signature: "education_level(code text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The long name of the LMS code of a level of education; null for no or an unknown code, which is not the level `none`.",
    rule: "EN 3.7",
    carries: Carries::Values,
    examples: &[
        Example {
            sql: "education_level('p_se')",
            result: "doctorate",
        },
        Example {
            sql: "education_level('none')",
            result: "none",
        },
        Example {
            sql: "education_level('M')",
            result: "null",
        },
    ],
};

const COUNTRY_CODE: FunctionDoc = FunctionDoc {
    name: "country_code",
    signature: "country_code(ip text) -> text",
    kind: FunctionKind::Scalar,
    doc: "The ISO code of the country of a network address, by the country database of the site. `UNKNOWN` for private and local \
addresses, for addresses that the database does not know, for anything that is not one address, and everywhere when the site \
has no database. Null only for null.",
    rule: "ES 6",
    carries: Carries::Nothing,
    examples: &[
        Example {
            sql: "country_code('10.0.0.5')",
            result: "UNKNOWN",
        },
        Example {
            sql: "country_code('81.2.69.142, 10.0.0.1')",
            result: "UNKNOWN",
        },
        Example {
            sql: "country_code(null)",
            result: "null",
        },
    ],
};

fn education_level(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let codes = columns[0].as_string_view();
    let answer: StringArray = codes.iter().map(|code| code.and_then(education::level)).collect();
    Ok(Arc::new(answer))
}

fn country_code(columns: &[ArrayRef], countries: Option<&CountryDatabase>) -> Result<ArrayRef> {
    let addresses = columns[0].as_string_view();
    let locate = |address| countries.map_or(UNKNOWN, |countries| countries.country_code(address));
    let answer: StringArray = addresses.iter().map(|address| address.map(locate)).collect();
    Ok(Arc::new(answer))
}
