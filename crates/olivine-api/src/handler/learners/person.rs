//! One person as clients get it (`API 2.8`).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::query::cell::Cell;
use crate::query::table::Table;

/// What a person did in the week, as a nested object.
const ENGAGEMENTS: [&str; 4] = [
    "discussion_contributions",
    "problems_attempted",
    "problems_completed",
    "videos_viewed",
];
/// What of a user name is written otherwise in an address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const RATIO: &str = "problem_attempts_per_completed";

/// What clients get of a person.
pub const FIELDS: [&str; 20] = [
    "user_id",
    "username",
    "enrollment_mode",
    "name",
    "account_url",
    "email",
    "language",
    "location",
    "year_of_birth",
    "level_of_education",
    "gender",
    "mailing_address",
    "city",
    "country",
    "goals",
    "segments",
    "engagements",
    "enrollment_date",
    "cohort",
    "last_updated",
];

/// Where accounts have their addresses: each is this, without a slash at its end, and the user name. Empty: they have none.
#[derive(Debug, Clone, Default)]
pub struct Accounts(String);

impl Accounts {
    /// Accounts below this address.
    pub fn new(base_url: &str) -> Self {
        Self(base_url.trim_end_matches('/').to_owned())
    }

    fn url_of(&self, username: &Cell) -> Cell {
        match username.as_text() {
            Some(name) if !self.0.is_empty() => {
                Cell::Text(format!("{}/{}", self.0, utf8_percent_encode(name, ENCODED)))
            }
            _ => Cell::Null,
        }
    }
}

/// The fields of a stored row, in the order of [`FIELDS`].
pub fn row(people: &Table, row: &[Cell], accounts: &Accounts) -> Vec<Cell> {
    let field = |name: &str| people.field(row, name).clone();
    let value = |name: &&str| match *name {
        "account_url" => accounts.url_of(&field("username")),
        "segments" => segments(&field("segments")),
        "engagements" => {
            let count = |name: &&str| ((*name).to_owned(), Cell::Int(field(name).as_int().unwrap_or(0)));
            let ratio = field(RATIO).as_float().map_or(Cell::Null, Cell::Float);
            let counts = ENGAGEMENTS.iter().map(count);
            Cell::Object(counts.chain([(RATIO.to_owned(), ratio)]).collect())
        }
        "last_updated" => field("created").as_date().map_or(Cell::Null, Cell::Date),
        name => field(name),
    };
    FIELDS.iter().map(value).collect()
}

/// The groups of a stored list; an empty text is none (`PF X4`).
fn segments(stored: &Cell) -> Cell {
    let names = stored.as_text().unwrap_or_default().split(',');
    Cell::List(
        names
            .filter(|name| !name.is_empty())
            .map(|name| Cell::Text(name.to_owned()))
            .collect(),
    )
}

/// JSON schema of the fields that are lists or objects.
pub fn schema(field: &str) -> Option<serde_json::Value> {
    match field {
        "segments" => Some(json!({ "type": "array", "items": { "type": "string" } })),
        "engagements" => {
            let counts = ENGAGEMENTS
                .iter()
                .map(|name| ((*name).to_owned(), json!({ "type": "integer" })));
            let ratio = (RATIO.to_owned(), json!({ "type": ["number", "null"] }));
            let properties: serde_json::Map<_, _> = counts.chain([ratio]).collect();
            Some(json!({ "type": "object", "properties": properties }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_an_address_where_the_site_says_so() {
        let url = |base: &str, name: &str| Accounts::new(base).url_of(&Cell::Text(name.into()));
        let expected = Cell::Text("http://lms.test/api/user/v1/accounts/bob".into());
        assert_eq!(url("http://lms.test/api/user/v1/accounts/", "bob"), expected);
        assert_eq!(url("http://lms.test/api/user/v1/accounts", "bob"), expected);
        assert_eq!(
            url("http://lms.test", "dan_100%/ö"),
            Cell::Text("http://lms.test/dan_100%25%2F%C3%B6".into())
        );
        assert_eq!(url("", "bob"), Cell::Null);
        assert_eq!(Accounts::new("http://lms.test").url_of(&Cell::Null), Cell::Null);
    }
}
